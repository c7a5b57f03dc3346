"""Coarsens positions on purpose, for maps that must not say exactly where."""

from __future__ import annotations

import math

import shapely

from geomap.render.vocabulary import AREA, DISC, LINE

#: Metres in a degree of a great circle of the mean Earth (6 371 008.8 m).
METRES_PER_DEGREE = 111_195.08


def blur_position(lon: float, lat: float, blur_km: float) -> tuple[float, float]:
    """The middle of the ``blur_km`` wide cell that holds a position (WGS 84 degrees)."""
    step_lat = blur_km * 1000 / METRES_PER_DEGREE
    row = math.floor(lat / step_lat)
    middle = max(-90.0, min(90.0, (row + 0.5) * step_lat))
    step_lon = min(360.0, step_lat / max(0.01, math.cos(math.radians(middle))))
    column = math.floor((lon + 180) / step_lon)
    return (
        round(max(-180.0, min(180.0, (column + 0.5) * step_lon - 180)), 5),
        round(middle, 5),
    )


def blur_extent(
    kind: int,
    lon: float,
    lat: float,
    radius_m: float | None,
    geometry: shapely.Geometry | None,
    blur_km: float,
) -> tuple[int, float, float, float, shapely.Geometry | None]:
    """Kind, position, radius and shape after blurring; a shape finer than the cell becomes a disc.

    The radius is at least half the cell's diagonal, so that the circle drawn holds the true place.
    """
    lon, lat = blur_position(lon, lat, blur_km)
    radius = max(radius_m or 0.0, blur_km * 1000 * math.sqrt(0.5))
    if geometry is None or kind not in (LINE, AREA):
        return kind, lon, lat, radius, None
    west, south, east, north = shapely.bounds(geometry)
    width = max((east - west) * math.cos(math.radians(lat)), north - south)
    if width * METRES_PER_DEGREE < 2000 * blur_km:
        return DISC, lon, lat, radius, None
    # Wide shapes are known by name, but their lines need not show every bend.
    return kind, lon, lat, radius, shapely.simplify(geometry, blur_km * 1000 / METRES_PER_DEGREE)
