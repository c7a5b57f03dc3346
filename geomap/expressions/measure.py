"""Distances and shapes on the earth: discs, rings, sectors, strips, halves; lon/lat in and out.

Nothing here counts in degrees. Discs, rings and sectors are drawn point by point with geodesics
(WGS 84, ``pyproj.Geod``); strips, clips and nearest points work in an azimuthal equidistant
projection centred on the matter (``Local``), whose distances from the centre are true and whose
error at 500 km is below 0.1 %. Shapes that cross the 180th meridian are cut there (RFC 7946).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

#: Points of a full circle; the chord's sagitta is 0.03 % of the radius.
CIRCLE_POINTS = 128


@lru_cache(maxsize=1)
def geod() -> Geod:
    """The ellipsoid everything is measured on."""
    return Geod(ellps="WGS84")


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Geodesic distance between two positions, metres."""
    return float(geod().inv(lon, lat, other_lon, other_lat)[2])


def bearing_deg(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Initial bearing from the first position to the second, clockwise from north, 0 to 360."""
    return float(geod().inv(lon, lat, other_lon, other_lat)[0]) % 360.0


def destination(lon: float, lat: float, bearing: float, along_m: float) -> tuple[float, float]:
    """The position ``along_m`` metres away in a direction."""
    to_lon, to_lat, _ = geod().fwd(lon, lat, bearing, along_m)
    return float(to_lon), float(to_lat)


def _arc(lon: float, lat: float, bearings: Any, radius_m: float) -> list[tuple[float, float]]:
    count = len(bearings)
    lons, lats, _ = geod().fwd(
        np.full(count, lon), np.full(count, lat), np.asarray(bearings), np.full(count, radius_m)
    )
    # Kept on the same side of the 180th meridian as the centre; ``wrapped`` cuts it later.
    lons = (np.asarray(lons) - lon + 540.0) % 360.0 - 180.0 + lon
    return list(zip(lons.tolist(), np.asarray(lats).tolist(), strict=True))


def _over_pole(lon: float, lat: float, radius_m: float) -> bool:
    """True when a circle holds the nearer pole: in degrees it is then a cap, no ring of points."""
    return distance_m(lon, lat, lon, math.copysign(90.0, lat)) <= radius_m


def _cap(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """A circle around a pole: from its edge, which every meridian crosses once, up to the pole."""
    bearings = np.linspace(360.0, 0.0, CIRCLE_POINTS, endpoint=False)
    edge = sorted(((x + 540.0) % 360.0 - 180.0, y) for x, y in _arc(lon, lat, bearings, radius_m))
    pole = math.copysign(90.0, lat)
    seam = (edge[0][1] + edge[-1][1]) / 2
    around_it = [(-180.0, seam), *edge, (180.0, seam), (180.0, pole), (-180.0, pole)]
    return shapely.make_valid(shapely.polygons(around_it))


def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """All positions within ``radius_m`` of a position."""
    if _over_pole(lon, lat, radius_m):
        return _cap(lon, lat, radius_m)
    bearings = np.linspace(360.0, 0.0, CIRCLE_POINTS, endpoint=False)
    return wrapped(shapely.polygons(_arc(lon, lat, bearings, radius_m)))


def ring(lon: float, lat: float, low_m: float, high_m: float) -> BaseGeometry:
    """All positions between ``low_m`` and ``high_m`` away."""
    if low_m < 1.0:
        return disc(lon, lat, high_m)
    if _over_pole(lon, lat, high_m):
        return shapely.difference(disc(lon, lat, high_m), disc(lon, lat, low_m))
    bearings = np.linspace(360.0, 0.0, CIRCLE_POINTS, endpoint=False)
    outer, inner = _arc(lon, lat, bearings, high_m), _arc(lon, lat, bearings, low_m)
    return wrapped(shapely.Polygon(outer, [inner]))


def sector(
    lon: float, lat: float, low_m: float, high_m: float, bearing: float, half_width_deg: float
) -> BaseGeometry:
    """All positions between two distances in a direction, give or take ``half_width_deg``.

    Over a pole a direction says little: the whole ring is given.
    """
    if _over_pole(lon, lat, high_m):
        return ring(lon, lat, low_m, high_m)
    bearings = np.linspace(bearing - half_width_deg, bearing + half_width_deg, 25)
    outer = _arc(lon, lat, bearings, high_m)
    inner = [(lon, lat)] if low_m < 1.0 else _arc(lon, lat, bearings[::-1], low_m)
    return wrapped(shapely.polygons(outer + inner))


def wrapped(geometry: BaseGeometry) -> BaseGeometry:
    """The same shape with longitudes in -180..180, cut at the 180th meridian where it crosses it."""
    west, _, east, _ = geometry.bounds
    if not (math.isnan(west)) and (west < -180.0 or east > 180.0):
        parts = []
        for shift in (-360.0, 0.0, 360.0):
            moved = shapely.transform(geometry, lambda points, by=shift: np.add(points, (by, 0.0)))
            part = shapely.clip_by_rect(moved, -180.0, -90.0, 180.0, 90.0)
            parts.append(part if part.is_valid else shapely.make_valid(part))
        geometry = _same_kind(shapely.union_all(parts), geometry)
    if geometry.geom_type.endswith("Polygon"):
        return shapely.orient_polygons(geometry)
    return geometry


def _same_kind(geometry: BaseGeometry, like: BaseGeometry) -> BaseGeometry:
    """A result without the points and lines that cutting leaves of an area, or the points of a line."""
    dimension = shapely.get_dimensions(like)
    parts = shapely.get_parts(shapely.get_parts(geometry))
    kept = parts[shapely.get_dimensions(parts) == dimension]
    if len(kept) == len(parts) or not len(kept):
        return geometry
    return shapely.union_all(kept)


def unwrapped(geometry: BaseGeometry, lon: float) -> BaseGeometry:
    """The same shape with the parts beyond the 180th meridian moved next to ``lon``."""
    west, _, east, _ = geometry.bounds
    if east - west < 180.0:
        return geometry
    parts = []
    for part in shapely.get_parts(geometry):
        middle = (part.bounds[0] + part.bounds[2]) / 2
        turns = round((lon - middle) / 360.0)
        parts.append(shapely.transform(part, lambda p, by=turns * 360.0: np.add(p, (by, 0.0))))
    return shapely.union_all(parts)


class Local:
    """An azimuthal equidistant projection around a position: metres east and north of it."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        here = f"+proj=aeqd +lat_0={lat:.6f} +lon_0={lon:.6f} +datum=WGS84 +units=m +no_defs"
        self._there = Transformer.from_crs("EPSG:4326", here, always_xy=True)

    def there(self, geometry: BaseGeometry) -> BaseGeometry:
        """Degrees to metres."""
        return shapely.transform(geometry, lambda points: self._move(points, "FORWARD"))

    def back(self, geometry: BaseGeometry) -> BaseGeometry:
        """Metres to degrees, valid, cut at the 180th meridian."""
        degrees = shapely.transform(geometry, self._near)
        if not degrees.is_valid:  # far from the middle straight edges may cross in degrees
            degrees = _same_kind(shapely.make_valid(degrees), degrees)
        return wrapped(degrees)

    def _move(self, points: Any, direction: str) -> Any:
        x, y = self._there.transform(points[:, 0], points[:, 1], direction=direction)
        return np.column_stack((x, y))

    def _near(self, points: Any) -> Any:
        degrees = self._move(points, "INVERSE")
        degrees[:, 0] = (degrees[:, 0] - self.lon + 540.0) % 360.0 - 180.0 + self.lon
        return degrees


@lru_cache(maxsize=64)
def local(lon: float, lat: float) -> Local:
    """The projection around a position, rounded to a tenth of a degree and kept."""
    return Local(round(lon, 1), round(lat, 1))


def around(geometry: BaseGeometry) -> Local:
    """The projection around the middle of a shape."""
    west, south, east, north = geometry.bounds
    if east - west > 180.0:
        geometry = unwrapped(geometry, 180.0)
        west, south, east, north = geometry.bounds
    return local((((west + east) / 2) + 540.0) % 360.0 - 180.0, (south + north) / 2)


def grown(geometry: BaseGeometry, by_m: float) -> BaseGeometry:
    """The shape with everything within ``by_m`` of it."""
    plane = around(geometry)
    return plane.back(shapely.buffer(plane.there(geometry), by_m, quad_segs=6))


def only_areas(geometry: BaseGeometry) -> BaseGeometry | None:
    """The polygons of a result, or None when there are none."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and p.area > 0]
    nested = [
        q
        for p in shapely.get_parts(geometry)
        if p.geom_type in {"MultiPolygon", "GeometryCollection"}
        for q in shapely.get_parts(p)
        if q.geom_type == "Polygon"
    ]
    return _joined([*parts, *nested])


def only_lines(geometry: BaseGeometry) -> BaseGeometry | None:
    """The lines of a result, merged, or None when there are none."""
    parts = [
        p
        for p in shapely.get_parts(geometry)
        if p.geom_type in {"LineString", "LinearRing", "MultiLineString"}
    ]
    if not parts:
        return None
    merged = shapely.line_merge(shapely.union_all(parts))
    return None if merged.is_empty else merged


def _joined(parts: list[BaseGeometry]) -> BaseGeometry | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def middle_of_line(line: BaseGeometry) -> tuple[float, float]:
    """The position half way along the longest part of a line."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = longest.interpolate(0.5, normalized=True)
    return float(point.x), float(point.y)


def inside(area: BaseGeometry, near: tuple[float, float] | None = None) -> tuple[float, float]:
    """A position inside an area; the one given when it lies inside."""
    if near is not None and area.covers(shapely.Point(near)):
        return near
    parts = list(shapely.get_parts(area))
    largest = max(parts, key=lambda part: part.area)
    point = largest.representative_point()
    return float(point.x), float(point.y)


def simplified(geometry: BaseGeometry, tolerance_m: float = 60.0) -> BaseGeometry:
    """Fewer points, for a page and a reader; the shape stays valid."""
    return shapely.simplify(geometry, tolerance_m / 111_320.0)


def radius_around(geometry: BaseGeometry, lon: float, lat: float) -> float:
    """The distance from a position to the farthest point of a shape, metres."""
    points = shapely.get_coordinates(geometry)
    count = len(points)
    away = geod().inv(np.full(count, lon), np.full(count, lat), points[:, 0], points[:, 1])[2]
    return float(np.max(away)) if count else 0.0


def parts_within(lines: BaseGeometry, of: BaseGeometry, within_m: float) -> BaseGeometry | None:
    """The stretches of ``lines`` that run within ``within_m`` of another shape."""
    plane = around(lines)
    strip = shapely.buffer(plane.there(of), within_m, quad_segs=4)
    found = only_lines(shapely.intersection(plane.there(lines), strip))
    return None if found is None else plane.back(found)


def positions(geometries: Iterable[BaseGeometry]) -> list[tuple[float, float]]:
    """Coordinates of points, for formulas."""
    return [(float(g.x), float(g.y)) for g in geometries]
