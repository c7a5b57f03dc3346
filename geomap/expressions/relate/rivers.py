"""Relations to a river: banks, along it, confluence, mouth, source, upstream and downstream."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.expressions.anchor import area_of, is_river, land, line_of
from geomap.expressions.formula import km
from geomap.expressions.measure import (
    around,
    disc,
    distance_m,
    inside,
    local,
    middle_of_line,
    only_areas,
    only_lines,
    parts_within,
    radius_around,
    simplified,
)
from geomap.expressions.relate.registry import relation
from geomap.expressions.request import Answer, Located, Request
from geomap.gazetteer.around import lines_near
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: How far the sides of a river are looked at, and how near a story's place draws a stretch to it.
SIDE_M, DRAWS_M = 8_000.0, 40_000.0
ALONG_M = 5_000.0
#: "en amont de": this far along the river.
COURSE_M = 50_000.0
#: How far the other shore of a strait may be.
ACROSS_M = 60_000.0
#: A river belongs to a town that lies this close to it.
TOWN_ON_RIVER_M = 15_000.0


@relation("bank")
def bank(request: Request) -> Answer:
    """ "la rive gauche du Dniepr", "l'autre rive du Danube", "la rive ukrainienne": one side of a river.

    Rivers are stored downstream, so left is left of the line. "The other" side is opposite to where
    the story stands: across from its country where the river is a border, across from its town else.
    """
    river = _river(request)
    if river is None:
        return Reason("expression-no-river", (_label(request),))
    line = line_of(request.gazetteer, river)
    if line is None:
        return Reason("expression-no-shape", (request.name(river),))
    if request.country is not None:
        return _bank_of_country(request, river, line, request.country)
    if request.side in {"left", "right"}:
        return _bank_by_hand(request, river, line, request.side)
    if request.side == "other":
        return _other_bank(request, river, line)
    if request.direction is not None:
        return _bank_by_wind(request, river, line)
    return along(request)


def _river(request: Request) -> Place | None:
    """The river meant: the anchor, else the nearest river of the story."""
    for place in request.anchors:
        if is_river(place) or line_of(request.gazetteer, place) is not None:
            return place
    return request.story.rivers[0] if request.story.rivers else None


def _label(request: Request) -> str:
    return request.name(request.anchors[0]) if request.anchors else request.label


def _bank_of_country(request: Request, river: Place, line: BaseGeometry, country: Place) -> Answer:
    """The stretch of the river that has the country on one side and another country across."""
    stretch = shore_of(request, line, country)
    if stretch is None:
        return Reason("expression-not-on-river", (request.name(country), request.name(river)))
    words = request.formula("bank-country", request.name(river), request.name(country))
    return _line_answer(stretch, words)


def shore_of(request: Request, line: BaseGeometry, country: Place) -> BaseGeometry | None:
    """The part of a river's line that runs along the edge of a country."""
    area = area_of(request.gazetteer, country)
    if area is None:
        return None
    return parts_within(line, area.boundary, SIDE_M)


def _line_answer(line: BaseGeometry, words: str) -> Answer:
    line = simplified(line)
    lon, lat = middle_of_line(line)
    return Located(Extent("line", lon, lat, radius_around(line, lon, lat), line, "linear", words))


def _other_bank(request: Request, river: Place, line: BaseGeometry) -> Answer:
    riparians = _riparians(request, line)
    home = riparians[0] if riparians else None
    town = _town_on(request, line)
    if home is not None and (town is None or town.country in {home.country, None}):
        across = [c for c in riparians[1:] if request.gazetteer.border(home.id, c.id) is not None]
        if across:
            return _shared_bank(request, river, line, home, across[0])
    if town is not None:
        return _across_from(request, river, line, town)
    if home is not None:
        stretch = shore_of(request, line, home)
        if stretch is not None:
            words = request.formula("bank-other", request.name(river), request.name(home))
            return _line_answer(stretch, words)
    return Reason("expression-no-side", (request.name(river),))


def _shared_bank(
    request: Request, river: Place, line: BaseGeometry, home: Place, other: Place
) -> Answer:
    """Where the river is the border of two countries: the other one's bank."""
    border = request.gazetteer.border(home.id, other.id)
    stretch = parts_within(line, border, SIDE_M)
    if stretch is None:
        return Reason("expression-not-on-river", (request.name(other), request.name(river)))
    words = request.formula(
        "bank-across", request.name(river), request.name(other), request.name(home)
    )
    return _line_answer(stretch, words)


def _riparians(request: Request, line: BaseGeometry) -> list[Place]:
    """Countries of the story that the river touches, nearest in the text first."""
    found = []
    for country in request.story.countries:
        area = area_of(request.gazetteer, country)
        if area is not None and shapely.dwithin(area, line, 0.05):
            found.append(country)
    return found


def _town_on(request: Request, line: BaseGeometry) -> Place | None:
    """The nearest place of the story that lies by the river."""
    for place in request.story.places:
        if place.geometry_kind == "point" and _away_m(line, place) <= TOWN_ON_RIVER_M:
            return place
    return None


def _away_m(line: BaseGeometry, place: Place) -> float:
    if not shapely.dwithin(line, shapely.Point(place.lon, place.lat), 1.0):
        return float("inf")
    near = shapely.shortest_line(line, shapely.Point(place.lon, place.lat))
    (x, y), _ = shapely.get_coordinates(near)
    return distance_m(x, y, place.lon, place.lat)


def _across_from(request: Request, river: Place, line: BaseGeometry, town: Place) -> Answer:
    """The bank opposite a town, some tens of kilometres of it."""
    side = side_of(line, town.lon, town.lat)
    other = "right" if side == "left" else "left"
    stretch = parts_within(line, shapely.Point(town.lon, town.lat), DRAWS_M)
    if stretch is None:
        return Reason("expression-not-on-river", (request.name(town), request.name(river)))
    return _strip_on_side(request, river, stretch, other, town)


def side_of(line: BaseGeometry, lon: float, lat: float) -> str:
    """The side of an oriented line a position lies on: left or right, looking downstream."""
    part = min(shapely.get_parts(line), key=lambda p: p.distance(shapely.Point(lon, lat)))
    plane = local(lon, lat)
    flat, here = plane.there(part), plane.there(shapely.Point(lon, lat))
    at = flat.project(here)
    # The stretch next to the place decides: known towns stand on their bank of the line (banks.tsv).
    back = flat.interpolate(max(0.0, at - 500.0))
    ahead = flat.interpolate(min(flat.length, at + 500.0))
    turn = (ahead.x - back.x) * (here.y - back.y) - (ahead.y - back.y) * (here.x - back.x)
    return "left" if turn > 0 else "right"


def _strip_on_side(
    request: Request,
    river: Place,
    stretch: BaseGeometry,
    side: str,
    town: Place | None,
) -> Answer:
    """A one-sided strip along a stretch of the river."""
    plane = around(stretch)
    flat = plane.there(stretch)
    depth = ALONG_M if side == "left" else -ALONG_M
    strips = [
        shapely.buffer(part, depth, single_sided=True, quad_segs=4, join_style="mitre")
        for part in shapely.get_parts(flat)
    ]
    area = only_areas(plane.back(shapely.make_valid(shapely.union_all(strips))))
    if area is None:
        return Reason("expression-empty", (request.name(river),))
    lon, lat = inside(area)
    hand = request.formula(f"side-{side}")
    words = (
        request.formula(
            "bank-opposite", hand, request.name(river), request.where(town), km(ALONG_M)
        )
        if town is not None
        else request.formula("bank", hand, request.name(river), km(ALONG_M))
    )
    return Located(Extent("area", lon, lat, radius_around(area, lon, lat), area, "linear", words))


def _bank_by_hand(request: Request, river: Place, line: BaseGeometry, side: str) -> Answer:
    stretch, _ = near_story(request, line)
    return _strip_on_side(request, river, stretch, side, None)


def _bank_by_wind(request: Request, river: Place, line: BaseGeometry) -> Answer:
    """ "la rive sud du Danube": the side whose strip lies more to the south."""
    stretch, _ = near_story(request, line)
    lon, lat = middle_of_line(stretch)
    from geomap.expressions.measure import destination

    assert request.bearing_deg is not None
    probe = destination(lon, lat, request.bearing_deg, 3_000.0)
    return _strip_on_side(request, river, stretch, side_of(line, *probe), None)


def near_story(request: Request, line: BaseGeometry) -> tuple[BaseGeometry, list[Place]]:
    """The stretch of a line near the places of the story; the whole line when none is near."""
    close = [
        place
        for place in request.story.places
        if place.geometry_kind == "point" and _away_m(line, place) <= DRAWS_M
    ]
    if close:
        spots = shapely.multipoints([(p.lon, p.lat) for p in close])
        stretch = parts_within(line, spots, DRAWS_M)
        if stretch is not None:
            return stretch, close
    for country in request.story.countries:
        area = area_of(request.gazetteer, country)
        if area is None:
            continue
        stretch = parts_within(line, area, SIDE_M)
        if stretch is not None:
            return stretch, [country]
    return line, []


@relation("along")
def along(request: Request) -> Answer:
    """ "le long du Danube": a strip along the line, where it is near the story's other places."""
    place = request.anchor if request.anchors else _river(request)
    line = None if place is None else _line_or_edge(request, place)
    if place is None or line is None:
        return Reason("expression-no-shape", (_label(request),))
    stretch, close = near_story(request, line)
    stretch = simplified(stretch, 100.0)
    lon, lat = middle_of_line(stretch)
    near = ", ".join(request.name(p) for p in close)
    code = "along-near" if close else "along"
    words = request.formula(code, km(ALONG_M), request.name(place), near)
    return Located(
        Extent("line", lon, lat, radius_around(stretch, lon, lat), stretch, "linear", words)
    )


def _line_or_edge(request: Request, place: Place) -> BaseGeometry | None:
    line = line_of(request.gazetteer, place)
    if line is not None:
        return line
    area = area_of(request.gazetteer, place)
    return None if area is None else area.boundary


@relation("confluence")
def confluence(request: Request) -> Answer:
    """ "au confluent de X et de Y": where the two lines meet, or come nearest."""
    if len(request.anchors) < 2:
        return Reason("expression-incomplete", (request.relation,))
    one, two = (line_of(request.gazetteer, place) for place in request.anchors[:2])
    if one is None or two is None:
        missing = request.anchors[0] if one is None else request.anchors[1]
        return Reason("expression-no-shape", (request.name(missing),))
    near = shapely.get_coordinates(shapely.shortest_line(one, two))
    gap = distance_m(*near[0], *near[1])
    if gap > 30_000.0:
        names = [request.name(place) for place in request.anchors[:2]]
        return Reason("expression-do-not-meet", tuple(names))
    # The tributary's own end is the place where the sources' lines do not quite meet.
    lon, lat = (float(v) for v in near.mean(axis=0))
    names = [request.name(place) for place in request.anchors[:2]]
    words = request.formula("confluence", *names, km(gap))
    return Located(Extent("point", lon, lat, 3_000.0 + gap, None, "site", words))


@relation("mouth", "source")
def end_of_river(request: Request) -> Answer:
    """ "à l'embouchure du Danube", "aux sources du Nil": an end of the oriented line."""
    line = line_of(request.gazetteer, request.anchor)
    if line is None:
        return Reason("expression-no-shape", (request.name(request.anchor),))
    parts = list(shapely.get_parts(line))
    at = parts[-1].coords[-1] if request.relation == "mouth" else parts[0].coords[0]
    words = request.formula(request.relation, request.name(request.anchor))
    return Located(Extent("point", at[0], at[1], 8_000.0, None, "site", words))


@relation("upstream", "downstream")
def along_course(request: Request) -> Answer:
    """ "en amont de Kherson": the river's line above or below a town, 50 km of it."""
    town = next((p for p in request.anchors if line_of(request.gazetteer, p) is None), None)
    river = next((p for p in request.anchors if line_of(request.gazetteer, p) is not None), None)
    if town is None:
        return Reason("expression-incomplete", (request.relation,))
    river = river or river_at(request, town)
    line = None if river is None else line_of(request.gazetteer, river)
    if river is None or line is None or _away_m(line, town) > TOWN_ON_RIVER_M:
        return Reason("expression-no-river", (request.name(town),))
    part = min(shapely.get_parts(line), key=lambda p: p.distance(shapely.Point(town.lon, town.lat)))
    plane = local(town.lon, town.lat)
    flat = plane.there(part)
    at = flat.project(plane.there(shapely.Point(town.lon, town.lat)))
    length = request.distance.best_m if request.distance else COURSE_M
    if request.distance is not None:
        return _spot_on_course(request, river, town, plane.back, flat, at)
    ends = (max(0.0, at - length), at) if request.relation == "upstream" else (at, at + length)
    from shapely.ops import substring

    stretch = only_lines(plane.back(substring(flat, *ends)))
    if stretch is None:
        return Reason("expression-empty", (request.name(river),))
    words = request.formula(request.relation, request.name(river), request.where(town), km(length))
    return _line_answer(stretch, words)


def _spot_on_course(request, river, town, back, flat, at) -> Answer:  # type: ignore[no-untyped-def]
    """ "à 30 km en amont de Kherson": the point of the line that far along it."""
    told = request.distance
    step = -told.best_m if request.relation == "upstream" else told.best_m
    spot = back(flat.interpolate(min(flat.length, max(0.0, at + step))))
    words = request.formula(
        f"{request.relation}-spot", km(told.best_m), request.name(river), request.where(town)
    )
    radius = max(3_000.0, 0.3 * told.best_m) + town.radius_m
    return Located(Extent("point", spot.x, spot.y, radius, None, "offset", words), told.best_m)


def river_at(request: Request, town: Place) -> Place | None:
    """The river a town lies on: one of the story's, else the nearest known line."""
    for river in request.story.rivers:
        line = line_of(request.gazetteer, river)
        if line is not None and _away_m(line, town) <= TOWN_ON_RIVER_M:
            return river
    best: tuple[float, str, Place] | None = None
    for river in lines_near(request.gazetteer, town.lon, town.lat, 0.3):
        if not is_river(river):
            continue
        line = line_of(request.gazetteer, river)
        if line is None:
            continue
        away = _away_m(line, town)
        if away <= TOWN_ON_RIVER_M and (best is None or (away, river.id) < best[:2]):
            best = (away, river.id, river)
    return best[2] if best else None


@relation("facing")
def facing(request: Request) -> Answer:
    """ "en face de X": across the river or the strait next to it."""
    town = request.anchor
    river = river_at(request, town) if town.geometry_kind == "point" else None
    line = None if river is None else line_of(request.gazetteer, river)
    if river is not None and line is not None:
        return _across_from(request, river, line, town)
    around_it = disc(town.lon, town.lat, ACROSS_M)
    ground = land(request.gazetteer).near(around_it)
    point = shapely.Point(town.lon, town.lat)
    own = [part for part in ground if shapely.dwithin(part, point, 0.03)]
    other = [part for part in ground if not any(part is mine for mine in own)]
    sea = only_areas(shapely.difference(around_it, shapely.union_all(ground)))
    if sea is None or not shapely.dwithin(sea, point, 0.15):
        return Reason("expression-nothing-across", (request.name(town),))
    shore = only_areas(shapely.intersection(shapely.union_all(other), around_it)) if other else None
    shape, code = (shore, "facing-shore") if shore is not None else (sea, "facing-sea")
    lon, lat = inside(shape)
    words = request.formula(code, request.where(town), km(ACROSS_M))
    return Located(
        Extent(
            "area",
            lon,
            lat,
            ACROSS_M,
            shape,
            "region" if shore is not None else "water_body",
            words,
        )
    )
