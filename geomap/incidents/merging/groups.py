"""Groups of tellings of one incident, built in one pass over time.

Tellings come in order of time. A group that no later telling can meet any more is closed and let go,
so the memory needed is that of some weeks, however long the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geomap.incidents.merging.copies import Sketch, independent_sources
from geomap.incidents.merging.index import Index
from geomap.incidents.merging.score import MERGE_FROM, Comparison, Item, compare, veto
from geomap.model.incident import MOST_TELLINGS_NAMED

#: Members of a group a newcomer is compared with: the first and the latest tell enough.
MOST_COMPARED = 4
#: A telling looks back over this many weeks before its own (``Item.weeks`` and its margin).
WEEKS_BACK = 9


@dataclass(frozen=True, slots=True)
class Link:
    """What merging adds to one incident; ``confidence`` is None where it stays as it was."""

    same_as: tuple[tuple[str, str], ...]
    trace: tuple[str, ...]
    confidence: str | None


@dataclass(slots=True)
class Group:
    """Tellings of one incident in order of time, and what matched for each but the first."""

    members: list[Item] = field(default_factory=list)
    traces: list[tuple[str, ...]] = field(default_factory=list)
    last_week: int = 0

    def links(self, documents: Sequence[str], sketches: Sequence[Sketch]) -> list[Link]:
        """One link a member; ``documents`` and ``sketches`` are those of the members, in order.

        A member names all others, up to ``MOST_TELLINGS_NAMED``. In a larger group it names the
        first telling and those next to its own in time, so that the whole stays linear; whoever
        follows the first telling finds the group.
        """
        sources = independent_sources(sketches)
        names = [
            (name, member.incident.id) for name, member in zip(documents, self.members, strict=True)
        ]
        counted: tuple[str, ...] = (f"independent sources: {sources}",)
        if len(names) > MOST_TELLINGS_NAMED + 1:
            counted = (f"tellings: {len(names)}", *counted)
        confidence = self._confidence(sources)
        return [
            Link(
                _named(names, at),
                (*trace, *counted),
                None if member.incident.confidence == "F4" else confidence,
            )
            for at, (member, trace) in enumerate(zip(self.members, self.traces, strict=True))
        ]

    def _confidence(self, sources: int) -> str | None:
        """Digit 1 when opposing sides or three sources say it, 2 when two do, else as it was."""
        sides = {
            claim.side
            for other in self.members
            for claim in other.incident.claims
            if claim.side is not None and claim.stance == "asserts"
        }
        if sources >= 3 or (len(sides) > 1 and sources > 1):
            return "F1"
        return "F2" if sources == 2 else None


def _named(names: Sequence[tuple[str, str]], at: int) -> tuple[tuple[str, str], ...]:
    """The tellings that number ``at`` of a group names, sorted: all, or the first and its neighbours."""
    low = max(1, at - (MOST_TELLINGS_NAMED - 1) // 2)
    low = max(1, min(low, len(names) - MOST_TELLINGS_NAMED))
    high = min(len(names), low + MOST_TELLINGS_NAMED)
    return tuple(sorted(name for name in {names[0], *names[low:high]} if name != names[at]))


class Grouper:
    """Takes tellings in order of time (``Item.order``) and gives groups."""

    def __init__(self) -> None:
        self._index = Index()
        self._groups: dict[int, Group] = {}
        self._next = 0

    def add(self, item: Item) -> None:
        """Put a telling into the group it belongs to, or into one of its own."""
        number, trace = self._best_group(item) or (self._next, ())
        if number == self._next:
            self._next += 1
            self._groups[number] = Group()
        group = self._groups[number]
        group.members.append(item)
        group.traces.append(trace)
        weeks = item.weeks(spread=False)
        group.last_week = max([group.last_week, *weeks])
        self._index.add(item, number)

    def _best_group(self, item: Item) -> tuple[int, tuple[str, ...]] | None:
        best: tuple[float, int, tuple[str, ...]] | None = None
        for number in self._index.near(item):
            members = self._groups[number].members
            some = (
                members
                if len(members) <= MOST_COMPARED
                else [members[0], *members[1 - MOST_COMPARED :]]
            )
            results: list[Comparison] = []
            for other in some:
                if veto(item, other) is not None:
                    results = []
                    break
                results.append(compare(item, other))
            if not results:
                continue
            top = max(results, key=lambda r: r.score)
            if top.score >= MERGE_FROM and (best is None or top.score > best[0]):
                best = (top.score, number, top.trace)
        return None if best is None else (best[1], best[2])

    def close_before(self, week: int) -> list[Group]:
        """Groups that no telling of ``week`` or later can meet; they are let go."""
        threshold = week - WEEKS_BACK
        self._index.forget_before(threshold)
        old = [number for number, group in self._groups.items() if group.last_week < threshold]
        return [self._groups.pop(number) for number in old]

    def close(self) -> list[Group]:
        """All groups that are left."""
        groups, self._groups = list(self._groups.values()), {}
        return groups
