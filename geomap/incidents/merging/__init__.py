"""The same incident told in several documents and languages: linked, never averaged.

Each incident stays in its document with its own words; ``same_as`` names its other tellings and
``merge_trace`` says what matched. The cost is near-linear: an index of place and time gives each
incident a bounded number of groups to be compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.merging.copies import Sketch, sketch_of
from geomap.incidents.merging.groups import Group, Grouper, Link
from geomap.incidents.merging.score import Item, item_of
from geomap.model.findings import Findings
from geomap.model.incident import Incident

__all__ = ["Group", "Grouper", "Item", "Link", "Sketch", "item_of", "link", "merge", "sketch_of"]


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
    grouper = Grouper()
    for item in items:
        grouper.add(item)
    changed: dict[int, dict[int, Incident]] = {}
    for group in grouper.close():
        if len(group.members) < 2:
            continue
        sketches = [sketch_of(findings[m.document].document) for m in group.members]
        names = [findings[m.document].document.id for m in group.members]
        for member, found in zip(group.members, group.links(names, sketches), strict=True):
            changed.setdefault(member.document, {})[member.position] = link(member.incident, found)
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


def link(incident: Incident, found: Link) -> Incident:
    """The incident with its other tellings named."""
    return replace(
        incident,
        same_as=found.same_as,
        merge_trace=found.trace,
        confidence=found.confidence or incident.confidence,
    )
