"""Nouns of events that nobody tells of: asked for, planned, aimed at, or a kind of events."""

from __future__ import annotations

from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Hit, Lexicon

#: "préconisant une évacuation rapide": words between.
ASKED_REACH = 3
#: "préparaient un vaste attentat": words between the verb and its object.
DEMAND_REACH = 3


def is_aimed_at(draft: Draft, lex: Lexicon) -> bool:
    """ "pour mener des attaques contre X": the object of an infinitive that says what for."""
    keys = draft.reading.keys
    return (
        draft.kind == "noun"
        and draft.indefinite
        and any(
            hit.entry.kind in {"light", "verb"}
            and hit.entry.tenses == {"inf"}
            and hit.first > draft.low
            and keys[hit.first - 1] in lex.words["purposes"]
            and 0 <= draft.first - hit.last <= DEMAND_REACH
            for hit in draft.reading.hits
        )
    )


def such(draft: Draft) -> Hit | None:
    """ "de telles attaques", "ce type d'incidents": a kind of events, none of them."""
    reading = draft.reading
    hit = reading.modal("such", max(draft.low, draft.first - ASKED_REACH), draft.first)
    return hit if hit is not None and draft.first - hit.last <= 1 else None


def asked_for(draft: Draft) -> Hit | None:
    """ "un rapport préconisant l'évacuation de X": asked for, advised, refused; not done."""
    for hit in draft.reading.hits:
        if hit.entry.kind == "light" and hit.entry.name == "demand":
            between = draft.reading.keys[hit.last : draft.first]
            if 0 <= draft.first - hit.last <= ASKED_REACH and "," not in between:
                return hit
    return None


def demanded(draft: Draft, lex: Lexicon) -> Hit | None:
    """ "préparer un attentat", "réclame une trêve": the object of a verb that only wants or plans it."""
    if draft.kind != "noun" or not draft.indefinite:
        return None
    words = lex.words
    for hit in draft.reading.hits:
        if hit.entry.kind != "light" or hit.entry.name != "demand":
            continue
        if not draft.low <= hit.first < hit.last <= draft.first <= hit.last + DEMAND_REACH:
            continue
        between = draft.reading.keys[hit.last : draft.first]
        if between and between[0] in words["of"] and "pp" in hit.entry.tenses:
            continue  # "ont été prévenus d'un incendie": told of it
        if any(
            k in words["indefinite"] or k in words["definite"] or k in words["of"] for k in between
        ):
            return hit
    return None
