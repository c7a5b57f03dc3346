"""Distances on the sphere, without numpy."""

from __future__ import annotations

import math

#: Mean radius of the earth in metres (IUGG).
EARTH_M = 6_371_008.8


def great_circle_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance in metres between two positions in degrees (haversine)."""
    a, b = math.radians(lat), math.radians(other_lat)
    h = math.sin((b - a) / 2) ** 2
    h += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(h)))
