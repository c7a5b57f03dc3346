"""Who is blamed for an event, is only suspected of it, or claims it for themselves."""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.deeds import STOPS
from geomap.incidents.draft import Draft
from geomap.incidents.figures import ActorWords, Figure
from geomap.incidents.lexicon import Hit, Lexicon
from geomap.incidents.types import ATTACKS

#: "le groupe X, lié à Y et responsable de Z, a revendiqué": words between.
CLAIM_REACH = 30
#: "attribuent cet attentat à": words from the verb to its "to".
IMPUTED_REACH = 8
#: "un homme, présumé auteur": words from a figure to what casts doubt on it.
DOUBT_REACH = 2
#: "un homme soupçonné de la violente agression": words from a figure to the noun.
SUSPECTED_REACH = 10
#: "a accusé jeudi soir les rebelles": words from the verb to its object.
ACCUSED_REACH = 5
#: Frames of nouns that tell a blow.
_BLOWS = ATTACKS | {"strike", "raid", "attack", "bombard"}


def is_blow(hit: Hit, lex: Lexicon) -> bool:
    """Whether a noun tells a blow of one side against another."""
    return lex.frames[hit.entry.frame].type in _BLOWS


def claims_it(draft: Draft, one: Figure, lex: Lexicon, words: ActorWords) -> bool:
    """ "le groupe X, lié à Y, a revendiqué l'attentat": says that it did it."""
    reading, sets = draft.reading, words.sets
    keys = reading.keys
    if one.sort == "demonym" or draft.type not in ATTACKS:
        return False
    if keys[one.lead - 1] in sets["of"] | sets["to"] and one.lead > reading.low:
        return False
    top = min(reading.top, one.last + CLAIM_REACH)
    at = next((at for at in range(one.last, top) if keys[at] in sets["claiming"]), -1)
    if at < 0 or any(key in STOPS for key in keys[one.last : at]):
        return False
    negative = lex.words["negation_before"] | lex.words["negation"]
    return not any(key in negative for key in keys[one.last : at]) and any(
        hit.entry.kind == "noun" and at < hit.first and is_blow(hit, lex) for hit in reading.hits
    )


def is_blamed(draft: Draft, one: Figure, before: str, words: ActorWords) -> bool:
    """Whether others say that a figure did it; ``before`` is the word before its determiners."""
    reading = draft.reading
    if draft.kind == "noun" and _is_suspected_of(draft, one, words):
        return True
    if before in words.sets["to"] and _is_imputed(reading, one.lead - 1, words):
        return True
    return accuses(reading, one.lead - ACCUSED_REACH, one.lead, words, beside=True)


def accuses(reading: Reading, low: int, high: int, words: ActorWords, beside: bool = False) -> bool:
    """Whether a verb of accusing stands in tokens ``[low, high)``.

    ``beside``: its object stands at ``high``, so that only days may stand between.
    """
    keys, sets = reading.keys, words.sets
    for at in range(high - 1, max(reading.low, low) - 1, -1):
        if keys[at] in sets["accuses"]:
            return True
        away = sets["of"] | sets["to"] | sets["by"] | sets["against"] | sets["topic"]
        if beside and (keys[at] in away or keys[at] in STOPS or keys[at] == ","):
            return False
    return False


def is_doubted(reading: Reading, one: Figure, words: ActorWords) -> bool:
    """ "les assaillants présumés": doubt is cast on a figure itself."""
    top = min(reading.top, one.last + DOUBT_REACH)
    near = (*range(one.lead, one.first), *range(one.last, top))
    return any(
        reading.keys[at] in words.sets["alleged"]
        and reading.keys[at + 1 : at + 2] != ["to"]  # "gunmen, suspected to be herdsmen"
        for at in near
    )


def _is_suspected_of(draft: Draft, one: Figure, words: ActorWords) -> bool:
    """ "un homme soupçonné de la violente agression": suspected of the event itself."""
    between = draft.reading.keys[one.last : draft.first]
    return (
        0 < len(between) <= SUSPECTED_REACH
        and between[0] in words.sets["alleged"]
        and "," not in between
    )


def _is_imputed(reading: Reading, at: int, words: ActorWords) -> bool:
    second = at > reading.low and reading.keys[at - 1] in words.sets["and"]
    low = max(reading.low, at - IMPUTED_REACH * (1 + second))  # "à l'armée de X et au groupe Y"
    return any(reading.keys[step] in words.sets["imputed"] for step in range(low, at))
