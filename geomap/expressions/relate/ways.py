"""Relations to two places: between them, on the road from one to the other."""

from __future__ import annotations

from dataclasses import replace

import shapely

from geomap.expressions.anchor import is_point
from geomap.expressions.formula import km
from geomap.expressions.measure import (
    destination,
    distance_m,
    geod,
    middle_of_line,
    unwrapped,
    wrapped,
)
from geomap.expressions.relate.registry import relate, relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: Half the width of a corridor: a share of its length, within bounds.
CORRIDOR_SHARE, LEAST_CORRIDOR_M, MOST_CORRIDOR_M = 0.10, 2_000.0, 20_000.0
#: Farther apart, "between" is no place on a map of incidents.
MOST_APART_M = 2_000_000.0


@relation("between", "road")
def between(request: Request) -> Answer:
    """ "entre Odessa et Mykolaïv", "sur la route de X à Y": a corridor around the straight way.

    A road's course is not known here, so a road says so and is as wide as a corridor.
    """
    if len(request.anchors) < 2:
        return Reason("expression-incomplete", (request.relation,))
    one, two = request.anchors[:2]
    if one.id == two.id:
        return Reason("expression-same-place", (request.name(one),))
    (x, y), (x2, y2) = facing_ends(request, one, two)
    length = distance_m(x, y, x2, y2)
    if length < 200.0:
        return _where_they_touch(request, one, two)
    if length > MOST_APART_M:
        return Reason("expression-too-far-apart", (request.name(one), request.name(two)))
    half = min(MOST_CORRIDOR_M, max(LEAST_CORRIDOR_M, CORRIDOR_SHARE * length))
    steps = max(1, int(length // 100_000.0))
    points = [(x, y), *geod().npts(x, y, x2, y2, steps), (x2, y2)]
    base = x
    points = [((lon - base + 540.0) % 360.0 - 180.0 + base, lat) for lon, lat in points]
    line = wrapped(shapely.linestrings(points))
    lon, lat = middle_of_line(line)
    code = "between" if request.relation == "between" else "road"
    label = f" {request.label}" if request.label else ""
    words = request.formula(code, request.where(one), request.where(two), km(half), label)
    return Located(Extent("line", lon, lat, half, line, "linear", words), length)


def facing_ends(
    request: Request, one: Place, two: Place
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a way between two places begins and ends: their positions, or the nearest points of what is
    more than a spot ("entre la Crimée et la Russie" is the strait, not a line between their middles)."""
    if is_point(one) and is_point(two):
        return (one.lon, one.lat), (two.lon, two.lat)
    shapes = [request.shape(place) or shapely.Point(place.lon, place.lat) for place in (one, two)]
    first, second = (unwrapped(shape, one.lon) for shape in shapes)
    ends = shapely.get_coordinates(shapely.shortest_line(first, second))
    (x, y), (x2, y2) = (((lon + 540.0) % 360.0 - 180.0, lat) for lon, lat in ends)
    return (float(x), float(y)), (float(x2), float(y2))


def _where_they_touch(request: Request, one: Place, two: Place) -> Answer:
    """Between two areas that touch there is their border; between two names of one spot, nothing."""
    if is_point(one) or is_point(two):
        return Reason("expression-same-place", (request.name(one),))
    return relate(replace(request, relation="border", anchors=(one, two)))


@relation("halfway")
def halfway(request: Request) -> Answer:
    """ "à mi-chemin entre X et Y": the middle of the way, give or take a quarter."""
    if len(request.anchors) < 2:
        return Reason("expression-incomplete", (request.relation,))
    from geomap.expressions.measure import bearing_deg

    one, two = request.anchors[:2]
    length = distance_m(one.lon, one.lat, two.lon, two.lat)
    if length < 200.0 or length > MOST_APART_M:
        return Reason("expression-too-far-apart", (request.name(one), request.name(two)))
    lon, lat = destination(
        one.lon, one.lat, bearing_deg(one.lon, one.lat, two.lon, two.lat), length / 2
    )
    words = request.formula("halfway", request.where(one), request.where(two), km(length / 2))
    radius = max(3_000.0, 0.15 * length)
    return Located(Extent("point", lon, lat, radius, None, "offset", words), length / 2)
