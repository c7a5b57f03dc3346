"""From an extent to the geometry that is drawn and exported."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely.affinity import translate
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geomap.model.extent import Extent

#: Mean radius of the earth (IUGG), metres. A disc of uncertainty needs no ellipsoid.
EARTH_RADIUS_M = 6_371_008.8
_DISC_CORNERS = 64


def drawn_geometry(extent: Extent) -> BaseGeometry:
    """The geometry of ``extent`` in WGS 84 (lon, lat): its own; a point; or the disc of an area
    whose shape is unknown, never its centre as a point."""
    if extent.geometry is not None:
        return extent.geometry
    if extent.kind != "point" and extent.radius_m:
        return disc(extent.lon, extent.lat, extent.radius_m)
    return Point(extent.lon, extent.lat)


def disc(lon: float, lat: float, radius_m: float) -> Polygon | MultiPolygon:
    """A circle of ``radius_m`` on the sphere as a polygon, cut at the 180th meridian."""
    angle = min(radius_m / EARTH_RADIUS_M, math.pi / 2)
    phi, lam = math.radians(lat), math.radians(lon)
    corners: list[tuple[float, float]] = []
    for step in range(_DISC_CORNERS):
        bearing = -2 * math.pi * step / _DISC_CORNERS  # counter-clockwise
        sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
        phi2 = math.asin(max(-1.0, min(1.0, sine)))
        lam2 = lam + math.atan2(
            math.sin(bearing) * math.sin(angle) * math.cos(phi),
            math.cos(angle) - math.sin(phi) * math.sin(phi2),
        )
        corners.append((math.degrees(lam2), math.degrees(phi2)))
    return cut_at_180(Polygon(corners))


def cut_at_180(polygon: Polygon) -> Polygon | MultiPolygon:
    """A polygon whose longitudes run on beyond 180 degrees, as its parts on both sides of it."""
    west, _, east, _ = polygon.bounds
    if west >= -180 and east <= 180:
        return polygon
    world = shapely.box(-180, -90, 180, 90)
    shift = -360 if east > 180 else 360
    parts = [
        polygon.intersection(world),
        translate(polygon, xoff=shift).intersection(world),
    ]
    polygons = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def gather(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    """One geometry of several sites: of one kind a Multi…, of several a GeometryCollection."""
    if len(geometries) == 1:
        return geometries[0]
    parts = [part for geometry in geometries for part in shapely.get_parts(geometry)]
    kinds = {part.geom_type for part in parts}
    if kinds == {"Point"}:
        return MultiPoint(parts)
    if kinds == {"LineString"}:
        return MultiLineString(parts)
    if kinds == {"Polygon"}:
        return MultiPolygon(parts)
    return GeometryCollection(list(geometries))


def kind_of(geometry: BaseGeometry) -> str:
    """``point``, ``line``, ``area``, or ``mixed`` for a collection of several."""
    if isinstance(geometry, Point | MultiPoint):
        return "point"
    if isinstance(geometry, LineString | MultiLineString):
        return "line"
    if isinstance(geometry, Polygon | MultiPolygon):
        return "area"
    return "mixed"
