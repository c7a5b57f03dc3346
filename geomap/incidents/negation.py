"""Whether a clause denies its event, or says what somebody left out."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon

#: "sans prendre le temps d'un véritable entretien": words between.
WITHOUT_REACH = 7


def is_negated(draft: Draft, lex: Lexicon) -> bool:
    """Whether the event is denied: "aucune victime", "n'a pas tiré", "sans tirer"."""
    reading, keys = draft.reading, draft.reading.keys
    if draft.kind == "noun":
        for at in range(draft.first - 1, max(draft.low, draft.first - 3) - 1, -1):
            if keys[at] in lex.words["negative_determiners"]:
                draft.because = reading.words[at]
                return True
            if keys[at] in {",", ";"}:
                return False
        return _is_left_out(draft, lex) or _negated_happening(draft, lex)
    if _names_itself(draft, lex):
        return False
    return _verb_negated(reading, draft.low, draft.first, draft.last, lex, draft)


def _names_itself(draft: Draft, lex: Lexicon) -> bool:
    """ "L'incendie ne s'est pas propagé": the subject is the event, only its course is denied."""
    return any(
        hit.entry.kind == "noun"
        and hit.entry.frame >= 0
        and lex.frames[hit.entry.frame].type == draft.frame.type
        for hit in draft.reading.hits
        if draft.low <= hit.first < draft.first
    )


def _is_left_out(draft: Draft, lex: Lexicon) -> bool:
    """ "sans prendre le temps d'un entretien": what somebody did not do, with its noun."""
    reading, keys = draft.reading, draft.reading.keys
    endings = tuple(lex.words["infinitive_endings"])
    for at in range(draft.first - 2, max(draft.low, draft.first - WITHOUT_REACH) - 1, -1):
        if keys[at] == ",":
            return False
        if keys[at] in lex.words["without"] and endings and keys[at + 1].endswith(endings):
            draft.because, draft.without = reading.words[at], True
            return True
    return False


def _verb_negated(
    reading: Reading, low: int, first: int, last: int, lex: Lexicon, draft: Draft
) -> bool:
    keys = reading.keys
    if any(keys[at] in lex.words["hesitating"] for at in range(max(low, first - 4), first)):
        return False  # "n'ont pas hésité à bloquer …": they did
    if not lex.words["negation_before"]:
        for at in range(first - 1, max(low, first - 4) - 1, -1):
            if keys[at] in lex.words["negation"] or keys[at] in lex.words["without"]:
                draft.because = reading.words[at]
                draft.without = keys[at] in lex.words["without"]
                return True
            if keys[at] == ",":
                return False
        return False
    for at in range(first - 1, max(low, first - 5) - 1, -1):
        if keys[at] in lex.words["negation_before"]:
            for step in (*range(low, at), *range(at + 1, min(last + 4, reading.top))):
                if keys[step] in lex.words["negation"]:
                    draft.because = reading.words[step]
                    draft.without = keys[step] in lex.words["no_longer"]
                    return True
                if keys[step] in lex.words["only"]:
                    return False
        if keys[at] in lex.words["without"] and not _noun_between(keys, at + 1, first, lex):
            draft.because = reading.words[at]
            draft.without = True
            return True
    return False


def _noun_between(keys: Sequence[str], low: int, high: int, lex: Lexicon) -> bool:
    """ "sans nouvelles des 42 personnes enlevées": "without" governs the noun, not the verb."""
    return any(
        keys[at].isdigit() or keys[at] in lex.words["of"] or keys[at] in lex.words["indefinite"]
        for at in range(low, high)
    )


def _negated_happening(draft: Draft, lex: Lexicon) -> bool:
    """ "L'attaque n'a pas eu lieu"; an explosion that "n'a fait aucun mort" did happen."""
    for hit in draft.reading.hits:
        if (
            hit.entry.kind == "light"
            and hit.entry.name == "occur"
            and draft.last <= hit.first < draft.high
            and _verb_negated(draft.reading, draft.low, hit.first, hit.last, lex, draft)
        ):
            return True
    return False
