"""The words of attribution of a language: verbs of saying, offices, channels, hedges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.incidents.lexicon import keys_of, lexicon
from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.verbs import forms_of


@dataclass(frozen=True, slots=True)
class Words:
    according: tuple[tuple[str, ...], ...]
    verbs: dict[str, frozenset[str]]  #: form -> stances
    rests: dict[str, tuple[tuple[str, ...], ...]]  #: form -> what must follow it ("fait" -> "état")
    participles: frozenset[str]
    reflexives: frozenset[str]  #: forms of "se réjouir", "s'inquiéter"
    finite: frozenset[str]
    gerunds: frozenset[str]  #: "accusant", "saying"
    quoting: frozenset[str]  #: forms of verbs that say something only beside words quoted
    accusing: frozenset[str]  #: forms of verbs whose object is who is accused
    channels: tuple[tuple[tuple[str, ...], str], ...]
    channel_prepositions: frozenset[str]
    #: first key of an office or a hedge -> (the phrase, its rank, its name), the first to win first.
    roles: dict[str, tuple[tuple[tuple[str, ...], int, str], ...]]
    hedges: dict[str, tuple[tuple[tuple[str, ...], int, str], ...]]
    no_comment: tuple[tuple[str, ...], ...]
    sets: dict[str, frozenset[str]]
    newsroom: str
    auxiliaries: frozenset[str]


_STANCES = {
    "say": "asserts",
    "accuse": "asserts",
    "deny": "denies",
    "judge": "judges",
    "confirm": "asserts",
}


def _by_first(
    rows: Sequence[tuple[tuple[str, ...], str]],
) -> dict[str, tuple[tuple[tuple[str, ...], int, str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
    for rank, (phrase, name) in enumerate(rows):
        found.setdefault(phrase[0], []).append((phrase, rank, name))
    return {key: tuple(entries) for key, entries in found.items()}


@lru_cache(maxsize=4)
def finite_forms(lang: str) -> frozenset[str]:
    """Forms of verbs that may follow a name as its verb, of the words of events."""
    return frozenset(
        key
        for key, entries in lexicon(lang).table.items()
        if any(e.tenses & {"pres", "past", "impf"} for e in entries if e.kind in {"verb", "light"})
    )


@lru_cache(maxsize=4)
def words_of(lang: str) -> Words:
    table = load(lang, "claims")
    verbs: dict[str, set[str]] = {}
    participles: set[str] = set()
    finite: set[str] = set()
    gerunds: set[str] = set()
    accusing: set[str] = set()
    phrases: dict[str, set[tuple[str, ...]]] = {}
    reflexives: set[str] = set()
    for group, stance in _STANCES.items():
        for infinitive in table[group]:
            keys = [key for key in keys_of(infinitive) if key not in {"se", "s'"}]
            if len(keys) < len(keys_of(infinitive)):
                reflexives.update(forms_of(keys[0], lang))
            for form in forms_of(keys[0], lang):
                phrases.setdefault(form, set()).add(tuple(keys[1:]))
            for form, tenses in forms_of(keys[0], lang).items():
                verbs.setdefault(form, set()).add(stance)
                if "pp" in tenses:
                    participles.add(form)
                if tenses & {"pres", "past", "impf", "ger"}:
                    finite.add(form)
                if "ger" in tenses:
                    gerunds.add(form)
                if group == "accuse" or infinitive in table["addressing"]:
                    accusing.add(form)
    roles = [
        (keys_of(phrase), role)
        for role, phrases in table["source_role"].items()
        for phrase in phrases
    ]
    return Words(
        according=tuple(sorted((keys_of(p) for p in table["according"]), key=len, reverse=True)),
        verbs={form: frozenset(stances) for form, stances in verbs.items()},
        rests={form: tuple(sorted(rests)) for form, rests in phrases.items()},
        participles=frozenset(participles),
        reflexives=frozenset(reflexives),
        finite=frozenset(finite),
        gerunds=frozenset(gerunds),
        accusing=frozenset(accusing),
        quoting=frozenset(
            form for infinitive in table["quoting"] for form in forms_of(infinitive, lang)
        ),
        channels=tuple(
            (keys_of(phrase), name) for name, phrases in table["channels"].items() for phrase in phrases
        ),
        channel_prepositions=frozenset(fold(w) for w in table["channel_prepositions"]),
        roles=_by_first(sorted(roles, key=lambda row: (-len(row[0]), row[1]))),
        hedges=_by_first(
            [(keys_of(phrase), name) for name, phrases in table["hedges"].items() for phrase in phrases]
        ),
        no_comment=tuple(keys_of(phrase) for phrase in table["no_comment"]),
        sets={name: frozenset(fold(w) for w in words) for name, words in table["words"].items()},
        newsroom=table["newsroom"]["name"],
        auxiliaries=frozenset(load(lang, "triggers")["words"]["auxiliaries"]),
    )  # fmt: skip
