"""Links between the incidents of one document: statements and their event, series and their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.nearness import SAME_PLACE_M, away_m, distance_m
from geomap.incidents.settle import Settled
from geomap.incidents.types import ATTACKS, compatible
from geomap.model.dating import overlap
from geomap.model.incident import Incident

#: A member of a series stands this many incidents before or after it: keeps long texts linear.
REACH = 24


def linked(incidents: Sequence[Incident], settled: Sequence[Settled]) -> list[Incident]:
    """The same incidents with ``about``, ``part_of`` and ``members`` filled."""
    made = list(incidents)
    number = {id(one.event): index for index, one in enumerate(settled)}
    for index, one in enumerate(settled):
        about = number.get(id(one.event.about)) if one.event.about is not None else None
        if about is not None:
            made[index] = replace(made[index], about=incidents[about].id)
    for index, one in enumerate(settled):
        if not one.event.series:
            continue
        low, high = max(0, index - REACH), min(len(made), index + REACH + 1)
        members = [
            other
            for other in range(low, high)
            if made[other].part_of is None
            and not settled[other].event.series
            and _is_member(incidents[index], incidents[other])
        ]
        for other in members:
            made[other] = replace(made[other], part_of=incidents[index].id)
        made[index] = replace(made[index], members=tuple(incidents[o].id for o in members))
    return made


def _is_member(series: Incident, one: Incident) -> bool:
    """A single current event of the series' kind, side, time and place."""
    return (
        one.polarity == "affirmed"
        and one.realis in {"actual", "ongoing"}
        and one.recency == series.recency
        and (compatible(series.type, one.type) or {series.type, one.type} <= ATTACKS)
        and overlap(series.when, one.when)
        and not _opposed(series, one)
        and _lies_in(one, series)
    )


def _opposed(series: Incident, one: Incident) -> bool:
    sides = [
        {a.country for a in incident.actors if a.role == "perpetrator" and a.country}
        for incident in (series, one)
    ]
    return bool(sides[0]) and bool(sides[1]) and not sides[0] & sides[1]


def _lies_in(one: Incident, series: Incident) -> bool:
    """Both are placed, and near each other as places of a story are."""
    inner = one.where.extent if one.where is not None else None
    outer = series.where.extent if series.where is not None else None
    if inner is None or outer is None:
        return False
    reach = max(SAME_PLACE_M, (inner.radius_m or 0.0) + (outer.radius_m or 0.0))
    if outer.geometry is None:
        return distance_m(inner, outer) <= reach
    return away_m(outer, inner) <= SAME_PLACE_M
