"""The same incident told in several documents and languages: linked, never averaged.

Each incident stays in its document with its own words; ``same_as`` names its other tellings and
``merge_trace`` says what matched. The cost is near-linear: an index of place and time gives each
incident a bounded number of groups to be compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geomap.incidents.merging.copies import independent_sources
from geomap.incidents.merging.index import Index
from geomap.incidents.merging.score import MERGE_FROM, Comparison, Item, compare, item_of, veto
from geomap.model.findings import Findings
from geomap.model.incident import Incident

__all__ = ["merge"]

#: Members of a group a newcomer is compared with: the first and the latest tell enough.
MOST_COMPARED = 4


@dataclass(slots=True)
class _Group:
    members: list[Item] = field(default_factory=list)
    traces: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)


def merge(findings: Sequence[Findings]) -> list[Findings]:
    """Link incidents that are one, within each document first and then across documents.

    The result has the documents in the order given; nothing depends on that order but ids do not
    change either. Incidents denied or only feared are left alone.
    """
    items = [
        item
        for number, found in enumerate(findings)
        for position, incident in enumerate(found.incidents)
        if (item := item_of(number, position, found, incident)) is not None
    ]
    items.sort(key=lambda item: item.order)
    index = Index()
    groups: list[_Group] = []
    for item in items:
        best = _best_group(item, index, groups)
        if best is None:
            groups.append(_Group([item]))
            index.add(item, len(groups) - 1)
        else:
            number, trace = best
            groups[number].members.append(item)
            groups[number].traces[(item.document, item.position)] = trace
            index.add(item, number)
    return _linked(findings, groups)


def _best_group(
    item: Item, index: Index, groups: Sequence[_Group]
) -> tuple[int, tuple[str, ...]] | None:
    best: tuple[float, int, tuple[str, ...]] | None = None
    for number in index.near(item):
        members = groups[number].members
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


def _linked(findings: Sequence[Findings], groups: Sequence[_Group]) -> list[Findings]:
    changed: dict[int, dict[int, Incident]] = {}
    for group in groups:
        if len(group.members) < 2:
            continue
        documents = [findings[m.document].document for m in group.members]
        sources = independent_sources(documents)
        names = [(d.id, m.incident.id) for d, m in zip(documents, group.members, strict=True)]
        for member in group.members:
            own = (findings[member.document].document.id, member.incident.id)
            others = tuple(sorted(name for name in names if name != own))
            trace = group.traces.get((member.document, member.position), ())
            changed.setdefault(member.document, {})[member.position] = replace(
                member.incident,
                same_as=others,
                merge_trace=(*trace, f"independent sources: {sources}"),
                confidence=_confidence(member.incident, group, sources),
            )
    return [
        replace(
            found,
            incidents=tuple(
                changed.get(number, {}).get(position, incident)
                for position, incident in enumerate(found.incidents)
            ),
        )
        for number, found in enumerate(findings)
    ]


def _confidence(incident: Incident, group: _Group, sources: int) -> str:
    """Letter-digit pair: 1 confirmed by opposing sides or three sources, 2 by two, else as it was."""
    if incident.confidence == "F4":
        return incident.confidence
    sides = {
        claim.side
        for member in group.members
        for claim in member.incident.claims
        if claim.side is not None and claim.stance == "asserts"
    }
    if sources >= 3 or (len(sides) > 1 and sources > 1):
        return "F1"
    return "F2" if sources == 2 else incident.confidence
