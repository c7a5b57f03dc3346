"""When somebody died of an event is not when it happened: "renversé vendredi, il est mort lundi"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import lexicon
from geomap.incidents.told import HARM, Told
from geomap.model.dating import moments

if TYPE_CHECKING:
    from geomap.incidents.times import Dated

#: A verb of dying and its date: "est mort lundi matin à l'hôpital" (tokens).
DIED_REACH = 4
#: "caused by the attack": words before the noun.
BLAMED_REACH = 4


def dates_a_death(draft: Draft, dated: Dated) -> bool:
    """ "un homme blessé dans une fusillade à X est mort lundi": of the death, behind the event."""
    if draft.type == HARM or dated.first < draft.last:
        return False
    keys, words = draft.reading.keys, lexicon(draft.reading.lang).words
    return any(
        keys[at] in words["died"]
        or (keys[at] in words["died_participles"] and keys[at - 1] in words["be"])
        for at in range(max(draft.last + 1, dated.first - DIED_REACH), dated.first)
    )


def is_blamed_later(draft: Draft, dated: Dated) -> bool:
    """ "Crews on Friday night were battling a blaze caused by the attack": not when it was."""
    words, low = lexicon(draft.reading.lang).words, draft.reading.low
    return (
        draft.kind == "noun"
        and draft.definite
        and dated.last <= draft.first
        and any(
            key in words["blamed_on"]
            for key in draft.reading.keys[max(low, draft.first - BLAMED_REACH) : draft.first]
        )
    )


def names_a_street(draft: Draft, dated: Dated) -> bool:
    """ "on the July 7 road" names a road, no day."""
    reading = draft.reading
    named = lexicon(reading.lang).words["named_for_days"]
    return dated.last < reading.top and reading.keys[dated.last] in named


def dated_by_its_cause(told: Sequence[Told]) -> None:
    """A death told in the sentence of its cause, and dated later, is no event of its own day."""
    causes = [one for one in told if one.draft.type != HARM and one.date is not None]
    for one in told:
        cause = causes[0] if causes else None
        if one.draft.type != HARM or one.date is None or cause is None or cause.date is None:
            continue
        died, happened = moments(one.date)[0], moments(cause.date)[1]
        if died is not None and happened is not None and died > happened:
            one.date = cause.date
