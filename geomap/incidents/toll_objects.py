"""Counts that share the verb of others: "a tué trois civils et deux soldats", "ainsi qu'un enfant"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.toll_nouns import Count, Head
from geomap.incidents.toll_persons import known_before
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.numbers import NumberMatch
from geomap.language.phrases import match_phrase

#: "ainsi que la conductrice du bus et trois …": tokens before the number.
BESIDE_REACH = 7


def same_object(sentence: TollSentence, counts: Sequence[Count], number: NumberMatch) -> str | None:
    """ "a tué trois civils et deux soldats": the kind of the verb a second object shares."""
    if not counts or counts[-1].how != "active":
        return _beside_known(sentence, number)
    gap = sentence.keys[counts[-1].last : number.first_token]
    if gap and gap[-1] in sentence.words.determiners:  # "une femme et ses deux filles"
        gap = gap[:-1]
    listed = sentence.words.links["and"] | sentence.words.links["from"]
    if 0 < len(gap) <= 3 and all(key in listed for key in gap):
        return counts[-1].kind
    return None


def _beside_known(sentence: TollSentence, number: NumberMatch) -> str | None:
    """ "a tué le boulanger et deux clients": the first object is one known person."""
    end = number.first_token - 1
    if sentence.key(end) not in sentence.words.links["comma_and"] - {","}:
        return None
    known = known_before(sentence, end)
    return None if known is None else sentence.active_before(known[0])


def told_beside(sentence: TollSentence, number: NumberMatch, head: Head | None) -> Count | None:
    """ "le chauffeur a été tué, ainsi qu'un enfant": what was said of those before."""
    first = number.first_token
    if head is None or head.kind is not None:
        return None
    opened = any(
        (found := match_phrase(sentence.words.along, sentence.keys, at, first)) is not None
        and (first - found[0] <= 1 or _lists_known(sentence, found[0], first))
        for at in range(max(sentence.first, first - BESIDE_REACH), first)
    )
    for at in range(first - 1, sentence.first - 1, -1) if opened else ():
        verb = sentence.participle(at + 1) if sentence.is_auxiliary(at) else None
        if verb is not None and verb.last <= first:
            return Count(
                first, head.last, verb.kind, number.low, number.best, number.high,
                number.qualifier, head.group, how="beside",
            )  # fmt: skip
    return None


def _lists_known(sentence: TollSentence, at: int, end: int) -> bool:
    """ "ainsi que la conductrice du bus et trois …": a known person before the number."""
    plain = sentence.words.finite.isdisjoint(sentence.keys[at:end])
    ends = sentence.key(end - 1) in sentence.words.links["comma_and"] - {","}
    return plain and ends and sentence.key(at) in sentence.words.determiners
