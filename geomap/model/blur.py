"""Positions made coarse on purpose, so that publishing does not point at a door.

Applied to whole findings before anything is written: map, GeoJSON and every other export get the
same rounded positions, and nothing finer is left in them. Blurring twice changes nothing more.
"""

from __future__ import annotations

import math
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from geomap.model.extent import Extent, PlacePrecision
from geomap.model.findings import Findings
from geomap.model.incident import Incident, Where
from geomap.model.place import Candidate, Expression, Mention, Place

#: Metres in a degree of a great circle of the mean Earth (6 371 008.8 m).
METRES_PER_DEGREE = 111_195.08
#: A shape narrower than two cells would point at its cell's inside: it becomes a disc.
_CELLS_OF_A_SHAPE = 2.0
_FINE: frozenset[str] = frozenset({"exact", "street", "site"})


def blur(findings: Findings, km: float) -> Findings:
    """``findings`` with every position moved to the middle of its cell of a grid of ``km``.

    Radii grow until the circle drawn holds the true place; small shapes become a disc, large ones
    lose their bends; a precision finer than "near" is said to be "near"; formulas go.
    """
    return replace(
        findings,
        mentions=tuple(_mention(m, km) for m in findings.mentions),
        incidents=tuple(_incident(i, km) for i in findings.incidents),
    )


def blurred_position(lon: float, lat: float, km: float) -> tuple[float, float]:
    """The middle of the cell ``km`` wide that holds the position; the same for all in the cell."""
    step_lat = km * 1000.0 / METRES_PER_DEGREE
    middle = max(-90.0, min(90.0, (math.floor(lat / step_lat) + 0.5) * step_lat))
    step_lon = min(360.0, step_lat / max(0.01, math.cos(math.radians(middle))))
    column = math.floor((lon + 180.0) / step_lon)
    east = max(-180.0, min(180.0, (column + 0.5) * step_lon - 180.0))
    return round(east, 5), round(middle, 5)


def _least_radius_m(radius_m: float | None, km: float) -> float:
    """Half the diagonal of a cell at least."""
    return max(radius_m or 0.0, km * 1000.0 * math.sqrt(0.5))


def _precision(precision: PlacePrecision | None) -> PlacePrecision | None:
    return "vicinity" if precision in _FINE else precision


def _extent(extent: Extent, km: float) -> Extent:
    lon, lat = blurred_position(extent.lon, extent.lat, km)
    return Extent(
        extent.kind, lon, lat, _least_radius_m(extent.radius_m, km),
        _shape(extent, lat, km), _precision(extent.precision),
    )  # fmt: skip


def _shape(extent: Extent, lat: float, km: float) -> BaseGeometry | None:
    geometry = extent.geometry
    if geometry is None or extent.kind == "point":
        return None
    west, south, east, north = geometry.bounds
    width = max((east - west) * math.cos(math.radians(lat)), north - south)
    if width * METRES_PER_DEGREE < _CELLS_OF_A_SHAPE * 1000.0 * km:
        return None
    return geometry.simplify(km * 1000.0 / METRES_PER_DEGREE)


def _place(place: Place, km: float) -> Place:
    lon, lat = blurred_position(place.lon, place.lat, km)
    return replace(place, lon=lon, lat=lat, radius_m=_least_radius_m(place.radius_m, km))


def _mention(mention: Mention, km: float) -> Mention:
    return replace(
        mention,
        place=_place(mention.place, km) if mention.place else None,
        candidates=tuple(_candidate(c, km) for c in mention.candidates),
        expression=_expression(mention.expression, km) if mention.expression else None,
        extent=_extent(mention.extent, km) if mention.extent else None,
    )


def _candidate(candidate: Candidate, km: float) -> Candidate:
    return replace(candidate, place=_place(candidate.place, km))


def _expression(expression: Expression, km: float) -> Expression:
    return replace(expression, extent=_extent(expression.extent, km) if expression.extent else None)


def _incident(incident: Incident, km: float) -> Incident:
    return replace(incident, where=_where(incident.where, km)) if incident.where else incident


def _where(where: Where, km: float) -> Where:
    return replace(
        where,
        extent=_extent(where.extent, km) if where.extent else None,
        radius_m=_least_radius_m(where.radius_m, km),
        precision=_precision(where.precision) or where.precision,
        other_sites=tuple((mention, _extent(extent, km)) for mention, extent in where.other_sites),
    )
