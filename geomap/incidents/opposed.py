"""Who stands on one side and who on the other: "entre X et Y", "ont opposé X à Y"."""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.deeds import STOPS
from geomap.incidents.draft import Draft
from geomap.incidents.figures import ActorWords, Figure

#: Words from "between" or a verb of opposing to the second of two.
SECOND_REACH = 10
#: "entre, d'un côté, X et Y et, de l'autre, Z": words from "between" to the last side.
SIDES_REACH = 24


def is_opposed(draft: Draft, one: Figure, before: str, words: ActorWords) -> bool:
    """ "des heurts ont opposé X à Y": both take part. ``before`` is the word before ``one``."""
    keys, sets = draft.reading.keys, words.sets
    if any(before in sets[name] for name in ("of", "by", "with", "topic", "against")):
        return False
    low = max(draft.low, one.lead - SECOND_REACH)
    return any(keys[step] in sets["opposing"] for step in range(low, one.lead))


def is_second(reading: Reading, one: Figure, name: str, words: ActorWords) -> bool:
    """ "entre X et Y", "avec X et Y": the second of two behind a word of the set ``name``."""
    keys, at = reading.keys, one.lead - 1
    if at <= reading.low or keys[at] not in words.sets["and"]:
        return False
    low = max(reading.low, at - SECOND_REACH)
    return any(keys[step] in words.sets[name] for step in range(low, at))


def is_on_a_side(reading: Reading, one: Figure, words: ActorWords) -> bool:
    """ "entre, d'un côté, X et Y et, de l'autre, Z": on one side or on the other."""
    keys, sets = reading.keys, words.sets
    for at in range(one.lead - 1, max(reading.low, one.lead - SECOND_REACH) - 1, -1):
        if keys[at] in sets["sides"]:
            low = max(reading.low, at - SIDES_REACH)
            return any(keys[step] in sets["between"] for step in range(low, at))
        if (keys[at] in STOPS or keys[at] == ",") and at != one.lead - 1:
            return False
    return False
