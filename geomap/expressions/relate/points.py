"""Relations to a spot: offset, distance alone, direction alone, near, around, at the gates."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.expressions.anchor import any_shape, is_point
from geomap.expressions.formula import degrees, km
from geomap.expressions.measure import (
    around,
    destination,
    disc,
    distance_m,
    grown,
    inside,
    only_areas,
    only_lines,
    ring,
    sector,
    unwrapped,
)
from geomap.expressions.relate.registry import relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: A wind of eight is meant to half the angle to its neighbour.
HALF_WIND_DEG = 22.5
#: Least drawn uncertainty of an offset, and its share of the distance (incidents brief, section 5).
LEAST_OFFSET_M, OFFSET_SHARE = 3_000.0, 0.30
#: "près de": discs between these radii, by the size of the anchor.
LEAST_NEAR_M, MOST_NEAR_M = 10_000.0, 25_000.0


def footprint_m(place: Place) -> float:
    """How far a spot reaches from its position, metres."""
    return max(500.0, min(place.radius_m, 30_000.0))


@relation("offset")
def offset(request: Request) -> Answer:
    """ "30 km au nord de Kiev": a sector. A distance may be counted from the middle of a town or
    from its edge, so the far side reaches at least the footprint beyond what is told."""
    place, told = request.anchor, request.distance
    if told is None or request.bearing_deg is None:
        return Reason("expression-incomplete", (request.relation,))
    if not is_point(place) and any_shape(request.gazetteer, place) is not None:
        return _offset_of_shape(request)
    reach = footprint_m(place)
    low = max(0.0, min(told.low_m, told.best_m - 0.5 * reach))
    high = max(told.high_m, told.best_m + reach)
    half = HALF_WIND_DEG
    lon, lat = destination(place.lon, place.lat, request.bearing_deg, told.best_m)
    shape = sector(place.lon, place.lat, low, high, request.bearing_deg, half)
    extent = Extent(
        "point",
        lon,
        lat,
        radius_m=max(LEAST_OFFSET_M, OFFSET_SHARE * told.best_m) + reach,
        geometry=shape,
        precision="offset",
        formula=request.formula(
            "offset",
            km(low),
            km(high),
            degrees(request.bearing_deg - half),
            degrees(request.bearing_deg + half),
            request.where(place),
        ),
    )
    return Located(extent, told.best_m, request.bearing_deg)


def _offset_of_shape(request: Request) -> Answer:
    """An offset from a line or an area: what lies that far from its edge, on that side."""
    told, bearing = request.distance, request.bearing_deg
    assert told is not None and bearing is not None
    shape = any_shape(request.gazetteer, request.anchor)
    assert shape is not None
    plane = around(shape)
    flat = plane.there(shape)
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    step = np.array((east * told.best_m, north * told.best_m))
    moved = shapely.transform(flat, lambda points: np.add(points, step))
    edge = moved.boundary if moved.geom_type.endswith("Polygon") else moved
    half = max(told.best_m - told.low_m, told.high_m - told.best_m, 1_000.0)
    band = shapely.buffer(edge, half, quad_segs=4)
    if flat.geom_type.endswith("Polygon"):
        band = shapely.difference(band, flat)
    area = only_areas(plane.back(band))
    if area is None:
        return Reason("expression-empty", (request.name(request.anchor),))
    lon, lat = inside(area)
    extent = Extent(
        "area",
        lon,
        lat,
        radius_m=half,
        geometry=area,
        precision="region",
        formula=request.formula(
            "offset-edge",
            km(told.low_m),
            km(told.high_m),
            request.wind(),
            request.name(request.anchor),
        ),
    )
    return Located(extent, told.best_m, bearing)


@relation("ring")
def distance_only(request: Request) -> Answer:
    """ "à 30 km de Kiev": a ring, never a pin. From a line or an area: the band that far from it."""
    place, told = request.anchor, request.distance
    if told is None:
        return Reason("expression-incomplete", (request.relation,))
    shape = None if is_point(place) else any_shape(request.gazetteer, place)
    code = "ring" if told.travel is None else "ring-travel"
    if shape is not None:
        area = shapely.difference(grown(shape, told.high_m), grown(shape, max(1.0, told.low_m)))
        found = only_areas(area)
        if found is None:
            return Reason("expression-empty", (request.name(place),))
        words = request.formula("ring-edge", km(told.low_m), km(told.high_m), request.name(place))
        lon, lat = inside(found)
        return Located(
            Extent("area", lon, lat, told.high_m - told.low_m, found, "region", words), told.best_m
        )
    reach = footprint_m(place)
    low, high = (
        max(0.0, min(told.low_m, told.best_m - reach)),
        max(told.high_m, told.best_m + reach),
    )
    words = request.formula(code, km(low), km(high), request.where(place), told.words)
    # The position is that of the anchor: a label stands in the middle of a ring, no pin does.
    extent = Extent(
        "area",
        place.lon,
        place.lat,
        high,
        ring(place.lon, place.lat, low, high),
        "offset_no_bearing",
        words,
    )
    return Located(extent, told.best_m)


@relation("direction")
def direction_only(request: Request) -> Answer:
    """ "au nord de Kiev": a sector out to a radius from the anchor's size. Of an area: its half on
    that side and a margin beyond, since the words do not tell inside from outside."""
    place, bearing = request.anchor, request.bearing_deg
    if bearing is None:
        return Reason("expression-incomplete", (request.relation,))
    if not is_point(place) and any_shape(request.gazetteer, place) is not None:
        return _direction_of_area(request)
    reach = footprint_m(place)
    high = max(10_000.0, 2.5 * reach)
    lon, lat = destination(place.lon, place.lat, bearing, 0.45 * high)
    extent = Extent(
        "point",
        lon,
        lat,
        radius_m=0.6 * high,
        geometry=sector(place.lon, place.lat, 0.0, high, bearing, 2 * HALF_WIND_DEG),
        precision="vicinity",
        formula=request.formula(
            "direction",
            km(high),
            degrees(bearing - 2 * HALF_WIND_DEG),
            degrees(bearing + 2 * HALF_WIND_DEG),
            request.where(place),
        ),
    )
    return Located(extent, None, bearing)


def _direction_of_area(request: Request) -> Answer:
    place, bearing = request.anchor, request.bearing_deg
    assert bearing is not None
    shape = any_shape(request.gazetteer, place)
    assert shape is not None
    shape = unwrapped(shape, place.lon)
    plane = around(shape)
    flat = plane.there(shape)
    size = math.sqrt(max(flat.area, 1.0)) if flat.area else flat.length / 4
    margin = min(100_000.0, max(15_000.0, 0.25 * size))
    middle = flat.centroid
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    far = 4 * (size + margin) + 1_000_000.0
    half_plane = shapely.polygons(
        [
            (middle.x - north * far, middle.y + east * far),
            (middle.x + north * far, middle.y - east * far),
            (middle.x + (north + east) * far, middle.y + (north - east) * far),
            (middle.x + (east - north) * far, middle.y + (north + east) * far),
        ]
    )
    area = only_areas(
        plane.back(shapely.intersection(shapely.buffer(flat, margin, quad_segs=4), half_plane))
    )
    if area is None:
        return Reason("expression-empty", (request.name(place),))
    lon, lat = inside(area)
    words = request.formula("direction-area", request.wind(), request.name(place), km(margin))
    return Located(Extent("area", lon, lat, margin, area, "region", words), None, bearing)


@relation("near", "around", "gates")
def near(request: Request) -> Answer:
    """ "près de Kiev", "autour de Kiev", "aux portes de Kiev" (the town itself left out)."""
    place = request.anchor
    shape = None if is_point(place) else any_shape(request.gazetteer, place)
    if shape is not None:
        return _near_shape(request, shape)
    reach = footprint_m(place)
    # As the anchor is larger, "near" reaches farther; between the two ends of the label "vicinity".
    radius = min(MOST_NEAR_M, max(LEAST_NEAR_M, 2.0 * reach))
    geometry = disc(place.lon, place.lat, radius)
    code = "near"
    if request.relation == "gates":
        code = "gates"
        geometry = ring(place.lon, place.lat, min(reach, 0.8 * radius), radius)
    words = request.formula(code, km(radius), request.where(place), km(reach))
    return Located(
        Extent("point", place.lon, place.lat, radius, geometry, "vicinity", words), None, None
    )


def _near_shape(request: Request, shape: BaseGeometry) -> Answer:
    """Near a river, a border, a region: a strip around it; inside an area does not count as near."""
    geometry = unwrapped(shape, request.anchor.lon)
    line = only_lines(geometry)
    margin = 10_000.0 if line is not None else 20_000.0
    area = grown(geometry, margin)
    if request.relation == "gates" and line is None:
        area = shapely.difference(area, geometry)
    found = only_areas(area)
    if found is None:
        return Reason("expression-empty", (request.name(request.anchor),))
    lon, lat = inside(found)
    words = request.formula("near-edge", km(margin), request.name(request.anchor))
    return Located(Extent("area", lon, lat, margin, found, "region", words))


def agrees(request: Request, place: Place) -> bool | None:
    """Whether a named place lies where the words say; None when they say nothing to check."""
    told, bearing = request.distance, request.bearing_deg
    if told is None and bearing is None:
        return None
    away = distance_m(request.anchor.lon, request.anchor.lat, place.lon, place.lat)
    reach = footprint_m(request.anchor) + footprint_m(place)
    if told is not None and not 0.6 * told.low_m - reach <= away <= 1.5 * told.high_m + reach:
        return False
    if bearing is not None and away > reach:
        from geomap.expressions.measure import bearing_deg

        seen = bearing_deg(request.anchor.lon, request.anchor.lat, place.lon, place.lat)
        return abs((seen - bearing + 180.0) % 360.0 - 180.0) <= 50.0
    return True
