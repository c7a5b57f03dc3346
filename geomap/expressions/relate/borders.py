"""Relations to a border: the line itself, a strip inside one country, both sides, confines."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.expressions.anchor import area_of, is_country, line_of, neighbours
from geomap.expressions.formula import km
from geomap.expressions.measure import (
    around,
    grown,
    inside,
    middle_of_line,
    only_areas,
    only_lines,
    parts_within,
    radius_around,
    simplified,
)
from geomap.expressions.relate.registry import relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: Depth of a border strip; "région frontalière" is a matter of some tens of kilometres.
STRIP_M = 20_000.0
#: A river follows a border when it runs this close to it (places brief, section 5: 168 of 168 km
#: of the Romania-Ukraine border lie within 5 km of the Danube with its arm).
FOLLOWS_M = 5_000.0
#: A town named in the story draws a border to its neighbourhood within this distance.
DRAWS_M = 60_000.0


def border_between(request: Request, one: Place, other: Place) -> BaseGeometry | None:
    """The shared boundary of two places, whole; None when they do not touch."""
    line = request.gazetteer.border(one.id, other.id)
    if line is not None and not line.is_empty:
        return line
    # Areas of two sources (a region drawn by hand, a country) share no points: what runs close.
    a, b = area_of(request.gazetteer, one), area_of(request.gazetteer, other)
    if a is None or b is None or is_country(one) == is_country(other) is True:
        return None
    return parts_within(a.boundary, b, 2_000.0) if a.distance(b) < 0.1 else None


def cut_to_story(request: Request, border: BaseGeometry) -> tuple[BaseGeometry, str]:
    """The stretch of a border along a river of the story, and the words for it.

    Without such a river the border stays whole: no stretch is guessed.
    """
    for river in request.story.rivers:
        line = line_of(request.gazetteer, river)
        if line is None:
            continue
        stretch = parts_within(border, line, FOLLOWS_M)
        if stretch is not None and around(border).there(stretch).length > 10_000.0:
            return stretch, request.formula("along-river", request.name(river))
    return border, ""


@relation("border")
def border(request: Request) -> Answer:
    """ "à la frontière entre X et Y": the shared boundary, a line."""
    pair = two_sides(request)
    if isinstance(pair, Reason):
        return pair
    line = border_between(request, *pair)
    if line is None:
        return Reason("expression-no-border", (request.name(pair[0]), request.name(pair[1])))
    stretch, words = cut_to_story(request, line)
    lon, lat = middle_of_line(stretch)
    formula = request.formula("border", request.name(pair[0]), request.name(pair[1]), words)
    return Located(
        Extent("line", lon, lat, radius_around(stretch, lon, lat), stretch, "linear", formula)
    )


@relation("border_strip")
def border_strip(request: Request) -> Answer:
    """ "sa région frontalière avec l'Ukraine": a strip inside the country whose border it is."""
    pair = two_sides(request)
    if isinstance(pair, Reason):
        return pair
    inner, outer = pair
    area, line = area_of(request.gazetteer, inner), border_between(request, inner, outer)
    if area is None or line is None:
        return Reason("expression-no-border", (request.name(inner), request.name(outer)))
    stretch, words = cut_to_story(request, line)
    strip, (lon, lat) = strip_inside(stretch, area, STRIP_M)
    if strip is None:
        return Reason("expression-empty", (request.name(inner),))
    formula = request.formula(
        "border-strip", km(STRIP_M), request.name(inner), request.name(outer), words
    )
    extent = Extent(
        "area", lon, lat, radius_around(strip, lon, lat), strip, "border_strip", formula
    )
    return Located(extent, STRIP_M, country=inner.country)


@relation("border_distance")
def border_distance(request: Request) -> Answer:
    """ "à 30 km de la frontière polonaise": the band that far from the border, on the story's side
    where the words or the story tell it, else on both."""
    told = request.distance
    pair = two_sides(request)
    if isinstance(pair, Reason):
        return pair
    if told is None:
        return Reason("expression-incomplete", (request.relation,))
    line = border_between(request, *pair)
    if line is None:
        return Reason("expression-no-border", (request.name(pair[0]), request.name(pair[1])))
    stretch, words = cut_to_story(request, line)
    band = grown(stretch, told.high_m)
    if told.low_m > 500.0:
        band = shapely.difference(band, grown(stretch, told.low_m))
    one_side = len(request.anchors) < 2 or request.country is not None
    area = area_of(request.gazetteer, pair[0]) if one_side else None
    if area is not None:
        band = shapely.intersection(band, shapely.make_valid(area))
    found = only_areas(simplified(band, 300.0))
    if found is None:
        return Reason("expression-empty", (request.name(pair[0]),))
    lon, lat = inside(found)
    formula = request.formula(
        "border-distance",
        km(told.low_m),
        km(told.high_m),
        request.name(pair[0]),
        request.name(pair[1]),
        words,
    )
    extent = Extent(
        "area", lon, lat, radius_around(found, lon, lat), found, "border_strip", formula
    )
    return Located(extent, told.best_m, country=pair[0].country if one_side else None)


@relation("border_zone")
def border_zone(request: Request) -> Answer:
    """ "la zone frontalière entre X et Y", "aux confins de X et de Y": both sides of the border."""
    if len(request.anchors) > 2:
        return _meeting_point(request)
    pair = two_sides(request)
    if isinstance(pair, Reason):
        return pair
    line = border_between(request, *pair)
    if line is None:
        return Reason("expression-no-border", (request.name(pair[0]), request.name(pair[1])))
    stretch, words = cut_to_story(request, line)
    zone = only_areas(simplified(grown(stretch, STRIP_M), 500.0))
    assert zone is not None
    lon, lat = middle_of_line(stretch)
    formula = request.formula(
        "border-zone", km(STRIP_M), request.name(pair[0]), request.name(pair[1]), words
    )
    return Located(
        Extent("area", lon, lat, radius_around(zone, lon, lat), zone, "border_strip", formula),
        STRIP_M,
    )


def _meeting_point(request: Request) -> Answer:
    """ "aux confins du Tchad, du Niger et du Nigeria": where three borders meet."""
    first, second, third = request.anchors[:3]
    one = border_between(request, first, second)
    two = border_between(request, second, third) or border_between(request, first, third)
    if one is None or two is None:
        return Reason("expression-no-border", (request.name(first), request.name(third)))
    point = shapely.shortest_line(one, two).interpolate(0.5, normalized=True)
    radius = 2 * STRIP_M
    area = only_areas(grown(shapely.Point(point.x, point.y), radius))
    names = [request.name(place) for place in (first, second, third)]
    return Located(
        Extent(
            "area",
            point.x,
            point.y,
            radius,
            area,
            "border_strip",
            request.formula("three-borders", km(radius), *names),
        )
    )


def strip_inside(
    line: BaseGeometry, area: BaseGeometry, depth_m: float
) -> tuple[BaseGeometry | None, tuple[float, float]]:
    """The strip of ``area`` along a part of its edge, and a position in it near the middle."""
    plane = around(line)
    flat_line = plane.there(line)
    window = shapely.buffer(flat_line, depth_m, quad_segs=6, cap_style="flat")
    box = shapely.box(*plane.back(shapely.buffer(window, 5_000.0)).bounds)
    local_area = plane.there(shapely.make_valid(shapely.intersection(area, box)))
    strip = only_areas(shapely.intersection(window, shapely.buffer(local_area, 0.0)))
    if strip is None:
        return None, (0.0, 0.0)
    parts = sorted(shapely.get_parts(strip), key=lambda part: -part.area)
    kept = [part for part in parts if part.area > 0.02 * parts[0].area]
    strip = shapely.multipolygons(kept) if len(kept) > 1 else kept[0]
    middle = shapely.Point(middle_of_line(flat_line))
    core = shapely.buffer(kept[0], -0.2 * depth_m)
    spot = shapely.shortest_line(core if not core.is_empty else kept[0], middle)
    at = shapely.Point(shapely.get_coordinates(spot)[0])
    place = plane.back(at)
    return plane.back(strip), (float(place.x), float(place.y))


def two_sides(request: Request) -> tuple[Place, Place] | Reason:
    """The two neighbours a border is between; the first is the side the words put us on.

    One may be missing ("la frontière polonaise", "sa région frontalière avec l'Ukraine"): it is then
    the country of the story that touches the other, if one does.
    """
    anchors = [place for place in request.anchors if place is not None]
    if request.country is not None:
        others = [place for place in anchors if place.id != request.country.id]
        if others:
            return request.country, others[0]
        found = _neighbour_in_story(request, request.country)
        return (request.country, found) if found else _no_other(request, request.country)
    if len(anchors) >= 2:
        return anchors[0], anchors[1]
    if not anchors:
        return Reason("expression-incomplete", (request.relation,))
    found = _neighbour_in_story(request, anchors[0])
    return (found, anchors[0]) if found else _no_other(request, anchors[0])


def _no_other(request: Request, place: Place) -> Reason:
    return Reason("expression-no-neighbour", (request.name(place),))


def _neighbour_in_story(request: Request, place: Place) -> Place | None:
    """The country of the story, nearest first, that shares a border with a place."""
    if not request.story.countries:
        # Only one neighbour at all: it can be no other (Portugal, Gambia, South Korea).
        all_of_them = neighbours(request.gazetteer, place) if is_country(place) else []
        return all_of_them[0] if len(all_of_them) == 1 else None
    for country in request.story.countries:
        if country.id != place.id and border_between(request, country, place) is not None:
            return country
    return None


def whole_border(request: Request, place: Place) -> BaseGeometry | None:
    """The land border of a country with all its neighbours."""
    lines = [
        line
        for other in neighbours(request.gazetteer, place)
        if (line := border_between(request, place, other)) is not None
    ]
    return only_lines(shapely.union_all(lines)) if lines else None
