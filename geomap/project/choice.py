"""Choosing among incidents: by time, box, field, and the gravest of them."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from geomap.errors import UsageError
from geomap.model.edtf import Bounds, bounds
from geomap.model.extent import BBox
from geomap.model.findings import Findings
from geomap.model.incident import Incident


@dataclass(frozen=True, slots=True)
class Choice:
    """Which incidents of an archive are wanted. Every field narrows; empty keeps all."""

    since: str | None = None
    until: str | None = None
    bbox: BBox | None = None
    where: tuple[tuple[str, str], ...] = ()
    top: int | None = None

    @property
    def is_all(self) -> bool:
        return self == Choice()


_CONDITION = re.compile(r"(\w+)\s*=\s*(.+)")
#: field of ``--where FIELD=VALUE`` -> how it is read from an incident.
_FIELDS: dict[str, Callable[[Incident], str | None]] = {
    "layer": lambda i: i.layer,
    "type": lambda i: i.type,
    "status": lambda i: i.status,
    "recency": lambda i: i.recency,
    "country": lambda i: i.where.country if i.where else None,
    "admin1": lambda i: i.where.admin1 if i.where else None,
    "place": lambda i: i.where.name if i.where else None,
    "place_id": lambda i: i.where.place_id if i.where else None,
    "precision": lambda i: i.where.precision if i.where else None,
}


def parse_choice(
    *,
    since: str | None = None,
    until: str | None = None,
    bbox: str | None = None,
    where: tuple[str, ...] | None = None,
    top: int | None = None,
) -> Choice:
    """Words of the command line -> Choice. Raises UsageError that lists what may be said."""
    conditions = []
    for word in where or ():
        match = _CONDITION.fullmatch(word.strip())
        if match is None or match[1] not in _FIELDS:
            raise UsageError(
                f"--where {word}: say FIELD=VALUE with FIELD one of {', '.join(_FIELDS)}"
            )
        conditions.append((match[1], match[2].strip()))
    box = None
    if bbox is not None:
        try:
            west, south, east, north = (float(n) for n in bbox.split(","))
            box = BBox(west, south, east, north)
        except ValueError as error:
            raise UsageError(f"--bbox {bbox}: say west,south,east,north in degrees") from error
    for option, value in (("--since", since), ("--until", until)):
        if value is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
            raise UsageError(f"{option} {value}: say YYYY[-MM[-DD]]")
    return Choice(since, until, box, tuple(conditions), top)


def fits(incident: Incident, choice: Choice) -> bool:
    """True when the incident is wanted. One without a date fits no ``since`` and no ``until``."""
    for field in {field for field, _ in choice.where}:
        # values of one field are alternatives: type=fire, type=flood
        if (field, _FIELDS[field](incident)) not in choice.where:
            return False
    if choice.bbox is not None:
        extent = incident.where.extent if incident.where else None
        if extent is None or not choice.bbox.contains(extent.lon, extent.lat):
            return False
    if choice.since or choice.until:
        told = bounds(incident.when.edtf) if incident.when.edtf else None
        if told is None or not _overlaps(told, choice):
            return False
    return True


def _overlaps(told: Bounds, choice: Choice) -> bool:
    since = bounds(choice.since) if choice.since else None
    until = bounds(choice.until) if choice.until else None
    if since and since.first is not None and told.last is not None and told.last < since.first:
        return False
    return not (
        until and until.last is not None and told.first is not None and told.first > until.last
    )


def chosen(findings: Iterable[Findings], choice: Choice) -> Iterator[Findings]:
    """The findings with only the incidents that are wanted; with ``top``, only documents that tell
    one of them."""
    if choice.top is not None:
        yield from _top(findings, choice)
        return
    for found in findings:
        if choice.is_all:
            yield found
            continue
        yield replace(found, incidents=tuple(i for i in found.incidents if fits(i, choice)))


def gravity(incident: Incident) -> tuple[int, int, int]:
    """How an incident ranks for ``--top``: deaths told, then others hurt, then number of quotes."""
    killed = hurt = 0
    for toll in incident.casualties:
        if toll.superseded or toll.realis != "actual":
            continue
        number = toll.best or toll.low or 0
        if toll.kind == "killed":
            killed = max(killed, number)
        elif toll.kind.startswith(("injured", "hospitalised", "missing", "abducted")):
            hurt = max(hurt, number)
    return killed, hurt, len(incident.quotes)


def _top(findings: Iterable[Findings], choice: Choice) -> Iterator[Findings]:
    """The ``top`` gravest mapped incidents, kept in a heap so that memory is bounded."""
    assert choice.top is not None
    rest = replace(choice, top=None)
    heap: list[tuple[tuple[int, int, int], int, Findings, Incident]] = []
    serial = 0
    for found in findings:
        bare = replace(found, incidents=())
        for incident in found.incidents:
            if not incident.on_map or not fits(incident, rest):
                continue
            serial -= 1  # of equals, the first told stays
            entry = (gravity(incident), serial, bare, incident)
            if len(heap) < choice.top:
                heapq.heappush(heap, entry)
            elif entry[:2] > heap[0][:2]:
                heapq.heapreplace(heap, entry)
    kept = sorted(heap, key=lambda entry: -entry[1])
    # what one document tells is one run: it stays one document
    for _, group in groupby(kept, key=lambda entry: id(entry[2])):
        told = list(group)
        yield replace(told[0][2], incidents=tuple(entry[3] for entry in told))


def at_most(findings: Iterable[Findings], most: int, what: str) -> Iterator[Findings]:
    """The findings, until more than ``most`` of their incidents are mapped; then UsageError."""
    mapped = 0
    for found in findings:
        mapped += sum(1 for incident in found.incidents if incident.on_map)
        if mapped > most:
            raise too_many(most, what)
        yield found


def too_many(most: int, what: str, found: int | None = None) -> UsageError:
    """The error of more incidents than ``what`` holds, with the ways to choose among them."""
    told = f"{found:,}" if found is not None else f"more than {most:,}"
    return UsageError(
        f"{told} incidents would go into {what}, which holds {most:,}",
        hint=f"choose with --top {most}, --since, --until, --bbox or --where, "
        "or count them by cell and day: geomap export … --cells 4 --to gpkg",
    )
