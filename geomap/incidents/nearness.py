"""How much a place covers, and when two mentions of a story are one place."""

from __future__ import annotations

import math

from geomap.model.extent import Extent
from geomap.model.place import Mention

EARTH_RADIUS_M = 6_371_008.8
#: Below this distance two positions are one place for a story (metres).
SAME_PLACE_M = 10_000.0
METRES_PER_DEGREE = 111_195.0
#: The breadth of a state.
LAND = 3


_STATE_CODES = ("PCL", "CONT")


def breadth(mention: Mention) -> int:
    """How much a mention covers: 0 a spot or town, 1 a district, 2 a province, 3 a state."""
    place = mention.place
    if mention.kind == "expression" or place is None:
        return 0
    code = place.feature_code
    if code.startswith(_STATE_CODES):
        return 3
    if place.feature_class == "A":
        return 1 if code.startswith(("ADM2", "ADM3", "ADM4")) else 2
    if place.feature_class == "H":
        return 3 if code in {"OCN", "SEA"} else 2
    if code.startswith("ISL"):
        return 1
    return 2 if code.startswith(("RGN", "TERR")) else 0


def distance_m(one: Extent, other: Extent) -> float:
    """Great-circle distance between two extents' positions, metres (haversine, mean radius)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (one.lon, one.lat, other.lon, other.lat))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def same_place(one: Mention, other: Mention) -> bool:
    """Whether two site mentions may be one place: equal, near, or one holding the other."""
    if one.place is not None and other.place is not None and one.place.id == other.place.id:
        return True
    a, b = one.extent, other.extent
    if a is None or b is None:
        return one.text == other.text
    if _are_neighbours(one, other):
        return False
    if is_unlisted(one) or is_unlisted(other):
        return _may_be_unlisted(one, other)
    if holds(one, other) or holds(other, one):
        return True
    if LAND in {breadth(one), breadth(other)}:
        return False  # a town near a border is not in the land beyond it
    reach = max(SAME_PLACE_M, (a.radius_m or 0.0) + (b.radius_m or 0.0))
    if a.kind == "point" and b.kind == "point":
        return distance_m(a, b) <= reach
    return _near_shapes(a, b)


def _are_neighbours(one: Mention, other: Mention) -> bool:
    """Two states, or two provinces: they meet at a border and are two places all the same."""
    return (
        one.place is not None
        and other.place is not None
        and one.place.feature_class == other.place.feature_class == "A"
        and breadth(one) == breadth(other) >= 2
    )


def is_unlisted(mention: Mention) -> bool:
    """True for a name that has only the position of what holds it."""
    return mention.kind == "name" and mention.place is None and mention.extent is not None


def _may_be_unlisted(one: Mention, other: Mention) -> bool:
    """Two villages of one district are two places, though all that is known of both is the district."""
    if one.text == other.text:
        return True
    if one.kind == other.kind and breadth(one) == breadth(other) == 0:
        return False
    return holds(one, other) or holds(other, one) or _near_shapes(one.extent, other.extent)  # type: ignore[arg-type]


def away_m(shape: Extent, point: Extent) -> float:
    """From a shape to a position, metres; degrees are scaled at the position's latitude."""
    from shapely.affinity import scale
    from shapely.geometry import Point

    east = METRES_PER_DEGREE * max(math.cos(math.radians(point.lat)), 0.05)
    scaled = scale(shape.geometry, xfact=east, yfact=METRES_PER_DEGREE, origin=(0, 0))
    return float(scaled.distance(Point(point.lon * east, point.lat * METRES_PER_DEGREE)))


def _near_shapes(a: Extent, b: Extent) -> bool:
    if a.geometry is not None and b.geometry is not None:
        return bool(a.geometry.intersects(b.geometry))
    if a.geometry is not None or b.geometry is not None:
        shape, point = (a, b) if a.geometry is not None else (b, a)
        if point.kind == "point":  # a town beside a province is not in it
            return away_m(shape, point) <= SAME_PLACE_M
    return distance_m(a, b) <= max(SAME_PLACE_M, (a.radius_m or 0.0) + (b.radius_m or 0.0))


def holds(outer: Mention, inner: Mention) -> bool:
    """Whether a coarse place contains a finer one, by record or by shape."""
    if is_unlisted(outer):
        return False
    if breadth(outer) <= breadth(inner) and (outer.extent is None or outer.extent.kind == "point"):
        return False
    place, other = outer.place, inner.place
    if place is not None and other is not None and breadth(outer) == 3:
        return place.country is not None and place.country == other.country
    if place is not None and other is not None and other.parent == place.id:
        return True
    extent, point = outer.extent, inner.extent
    if extent is None or point is None or extent.kind == "point":
        return False
    if extent.geometry is not None:
        from shapely.geometry import Point

        return bool(extent.geometry.buffer(0.02).contains(Point(point.lon, point.lat)))
    return distance_m(extent, point) <= (extent.radius_m or 0.0)
