"""Relations to a coast: the coast itself, and what lies off it."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.expressions.anchor import area_of, is_point, is_river, is_water, land
from geomap.expressions.formula import degrees, km
from geomap.expressions.measure import (
    disc,
    grown,
    inside,
    middle_of_line,
    only_areas,
    only_lines,
    parts_within,
    radius_around,
    ring,
    sector,
    simplified,
    unwrapped,
)
from geomap.expressions.relate.points import footprint_m
from geomap.expressions.relate.registry import relate, relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: Land and sea layers overlap by some kilometres (places brief, section 5): the tolerance at sea.
SHORE_M = 3_000.0
#: "au large de" without a distance: out to this, from a town and from a coast.
OFF_TOWN_M, OFF_COAST_M = 60_000.0, 100_000.0
LEAST_OFF_M = 2_000.0
#: An island of this radius and no shape is a disc, not a town on a coast.
LARGE_ISLAND_M = 20_000.0
#: A town "au large de" which something happens is no further from the sea.
COAST_TOWN_DEG = 0.35


@relation("coast")
def coast(request: Request) -> Answer:
    """ "la côte de la mer Noire", "le littoral libyen": the boundary of the country near the sea."""
    if request.country is not None and any(is_river(p) for p in request.anchors):
        # "côté ukrainien du Danube": folded, the side and the coast are one word
        return relate(replace(request, relation="bank"))
    sea = next((p for p in request.anchors if is_water(p)), None)
    country = request.country or next((p for p in request.anchors if not is_water(p)), None)
    if country is None and sea is not None:
        return _shore_of_sea(request, sea)
    if country is None:  # "le littoral catalan": an adjective that names no country
        return Reason("expression-incomplete")
    if is_point(country):
        return _coast_near_town(request, country, sea)
    line = coastline(request, country, sea)
    if line is None:
        other = request.name(sea) if sea else ""
        return Reason("expression-no-coast", (request.name(country), other))
    code = "coast-sea" if sea is not None else "coast"
    words = request.formula(code, request.name(country), request.name(sea) if sea else "")
    return _coast_answer(line, words)


def _coast_answer(line: BaseGeometry, words: str) -> Answer:
    line = simplified(line, 300.0)
    lon, lat = middle_of_line(line)
    return Located(Extent("line", lon, lat, radius_around(line, lon, lat), line, "linear", words))


def _shore_of_sea(request: Request, sea: Place) -> Answer:
    """The coast of a sea: with a country of the story on it, that country's; else all of it."""
    area = area_of(request.gazetteer, sea)
    if area is None:
        return Reason("expression-no-shape", (request.name(sea),))
    for country in request.story.countries:
        line = coastline(request, country, sea)
        if line is not None:
            words = request.formula("coast-sea", request.name(country), request.name(sea))
            return _coast_answer(line, words)
    return _coast_answer(area.boundary, request.formula("coast-all", request.name(sea)))


def _coast_near_town(request: Request, town: Place, sea: Place | None) -> Answer:
    around_it = disc(town.lon, town.lat, 25_000.0)
    ground = land(request.gazetteer).near(around_it)
    edge = shapely.union_all([shapely.union_all(ground).boundary])
    line = only_lines(shapely.intersection(edge, around_it))
    if line is None:
        return Reason("expression-no-coast", (request.name(town), request.name(sea) if sea else ""))
    return _coast_answer(line, request.formula("coast-town", request.where(town), "25"))


def coastline(request: Request, country: Place, sea: Place | None) -> BaseGeometry | None:
    """The boundary of a country or a region that touches no other land, or the part near a sea."""
    area = area_of(request.gazetteer, country)
    if area is None:
        return None
    edge = area.boundary
    if sea is not None:
        water = area_of(request.gazetteer, sea)
        return None if water is None else parts_within(edge, water, SHORE_M)
    others = [part for part in land(request.gazetteer).near(edge) if not _same(part, area)]
    if not others:
        return only_lines(edge)
    return only_lines(shapely.difference(edge, shapely.buffer(shapely.union_all(others), 0.01)))


def _same(part: BaseGeometry, area: BaseGeometry) -> bool:
    return bool(
        area.covers(part.representative_point()) or part.covers(area.representative_point())
    )


@relation("offshore")
def offshore(request: Request) -> Answer:
    """ "au large d'Odessa", "à 30 km au large de Crotone": the sea side of the anchor."""
    place = request.country or next((p for p in request.anchors if not is_water(p)), None)
    sea = next((p for p in request.anchors if is_water(p)), None)
    if place is None:
        return _in_sea(request, sea)
    told = request.distance
    area = None if is_point(place) else area_of(request.gazetteer, place)
    if area is None and place.feature_class == "T" and place.radius_m > LARGE_ISLAND_M:
        area = disc(place.lon, place.lat, place.radius_m)  # a large island known by its reach only
    if area is None:
        low = told.low_m if told else LEAST_OFF_M
        high = told.high_m if told else max(OFF_TOWN_M, 2 * footprint_m(place))
        if told is not None:
            high = max(high, told.best_m + footprint_m(place))
        if request.bearing_deg is not None:
            shape = sector(place.lon, place.lat, low, high, request.bearing_deg, 45.0)
        else:
            shape = ring(place.lon, place.lat, low, high)
    else:
        area = unwrapped(area, place.lon)
        low, high = (told.low_m, told.high_m) if told else (0.0, OFF_COAST_M)
        shape = grown(area, high)
        if low > 1_000.0:
            shape = shapely.difference(shape, grown(area, low))
    water = at_sea(request, shape, sea, (place, low) if area is None else None)
    if water is None:
        return Reason(
            "expression-no-coast", (request.name(place), request.name(sea) if sea else "")
        )
    lon, lat = inside(water)
    wind = f", {degrees(request.bearing_deg)}°" if request.bearing_deg is not None else ""
    words = request.formula("offshore", km(low), km(high) + " km" + wind, request.where(place))
    extent = Extent("area", lon, lat, radius_around(water, lon, lat), water, "water_body", words)
    return Located(extent, told.best_m if told else None, request.bearing_deg)


def _in_sea(request: Request, sea: Place | None) -> Answer:
    if sea is None:
        return Reason("expression-incomplete", (request.relation,))
    from geomap.expressions.relate.areas import inside_of

    return inside_of(replace(request, anchors=(sea,)))


def at_sea(
    request: Request,
    shape: BaseGeometry,
    sea: Place | None,
    near: tuple[Place, float] | None,
) -> BaseGeometry | None:
    """A shape without land, within a sea when one is named; scraps in lagoons and rivers dropped.

    ``near`` is a town and the metres from it where the shape begins: water further off is not its sea.
    """
    ground = land(request.gazetteer).near(shape)
    if not ground:
        return only_areas(shape)
    water = only_areas(shapely.difference(shape, shapely.union_all(ground)))
    if water is None:
        return None
    if sea is not None:
        area = area_of(request.gazetteer, sea)
        if area is not None:
            water = only_areas(shapely.intersection(water, shapely.make_valid(area)))
    if water is None:
        return None
    parts = sorted(shapely.get_parts(water), key=lambda part: -part.area)
    kept = [part for part in parts if part.area > 0.02 * parts[0].area]
    if near is not None:
        town, begins_m = near
        reach = COAST_TOWN_DEG + begins_m / 60_000.0
        spot = shapely.Point(town.lon, town.lat)
        if not any(shapely.dwithin(part, spot, reach) for part in kept):
            return None
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
