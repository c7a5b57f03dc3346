"""Further objects of a verb of harm: "a tué trois civils et deux soldats"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.toll_nouns import Count
from geomap.incidents.toll_persons import known_before
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.numbers import NumberMatch


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
