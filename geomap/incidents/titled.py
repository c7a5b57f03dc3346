"""The town a story opens with ("Verrue : un choc frontal …", "(Mallama) Dix personnes …"): where it
happened, when nothing else says so."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import HAZARDS
from geomap.incidents.nearness import breadth
from geomap.incidents.settle import Settled
from geomap.model.place import Mention

#: What stands behind a place that titles a story.
_MARKS = frozenset({":", ".", "–", "—"})
#: A land or a province is too much to be drawn for what happened somewhere in it.
WIDEST = 1


def place_by_title(settled: Sequence[Settled], readings: Sequence[Reading]) -> None:
    """Give the first disaster or accident of a story without a place the town its title names."""
    placed: set[int] = set()
    for one in settled:
        event = one.event
        if one.background or event.type not in HAZARDS or event.opening in placed:
            continue
        placed.add(event.opening)
        if one.site is not None or event.negated or event.series or event.status != "reported":
            continue
        title = _title_of(readings[event.opening])
        if title is not None:
            one.site, one.inferred = title, True


def _title_of(reading: Reading) -> Mention | None:
    low = reading.low
    opened = reading.keys[low] == "("
    for first, last, mention in reading.mentions:
        if first != low + opened:
            continue
        behind = reading.keys[last] if last < reading.top else "."
        titles = behind == ")" if opened else behind in _MARKS
        place = mention.place
        if titles and place is not None and mention.extent is not None:
            return mention if breadth(mention) <= WIDEST and mention.kind != "demonym" else None
    return None
