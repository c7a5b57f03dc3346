"""The only place a story names around an event that has none: where a reader takes it to have happened.

Only words of place count ("à X", "dans le village de X"), never an office, a government or what holds
another place, and only towns and smaller: a land is no answer to "where".
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import HARMFUL, HAZARDS, Event
from geomap.incidents.nearness import breadth, holds, same_place
from geomap.incidents.settle import Settled
from geomap.model.place import Mention

#: What is always somewhere.
PLACED = HARMFUL | HAZARDS | {"diplomatic_meeting", "peaceful_protest"}
#: What is held in a town, though a land is told; and how broad that is.
HELD, LAND = frozenset({"diplomatic_meeting", "agreement"}), 3
#: Sentences behind and before an event that may tell where it was.
BEHIND, BEFORE = 2, 2
#: A district or a town; a province may hold too much.
WIDEST = 1


def place_by_story(settled: Sequence[Settled], readings: Sequence[Reading]) -> None:
    """Give events without a place the one place that the sentences around them name."""
    taken = {at for one in settled for at in one.event.sentences}
    for one in settled:
        if one.background or not _needs_place(one.event):
            continue
        if one.site is None:
            one.site = _only_place(one.event, readings, taken)
            one.inferred = one.site is not None
        elif one.event.type in HELD and breadth(one.site) == LAND and not one.others:
            town = _only_place(one.event, readings, taken)
            if town is not None and holds(one.site, town):  # "en visite en X", "à son arrivée à Y"
                one.site, one.inferred = town, True


def _needs_place(event: Event) -> bool:
    return (
        event.type in PLACED
        and event.status in {"reported", "claimed"}
        and not (event.negated or event.series or event.first.frame.siteless)
    )


def _only_place(event: Event, readings: Sequence[Reading], taken: set[int]) -> Mention | None:
    first, last = event.sentences[0], event.sentences[-1]
    block = readings[first].sentence.block
    behind = [at for at in range(last + 1, last + 1 + BEHIND) if at not in taken]
    before = [at for at in range(first - 1, first - 1 - BEFORE, -1) if at not in taken]
    for sentences in (event.sentences, behind, before):
        places: list[Mention] = []
        for at in sentences:
            if not 0 <= at < len(readings) or readings[at].sentence.block != block:
                continue
            for _, _, mention in readings[at].mentions:
                if _is_word_of_place(mention) and not any(same_place(p, mention) for p in places):
                    places.append(mention)
        if places:
            return places[0] if len(places) == 1 else None
    return None


def _is_word_of_place(mention: Mention) -> bool:
    return (
        mention.role == "site"
        and mention.extent is not None
        and mention.kind in {"name", "expression"}
        and breadth(mention) <= WIDEST
    )
