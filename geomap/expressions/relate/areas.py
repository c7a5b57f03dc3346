"""Relations to an area: in, a part of it, its centre, its outskirts, its islands, its waters."""

from __future__ import annotations

import shapely

from geomap.expressions.anchor import any_shape, area_of, is_point, land, precision_of
from geomap.expressions.formula import degrees, km
from geomap.expressions.measure import (
    destination,
    disc,
    grown,
    inside,
    only_areas,
    radius_around,
    ring,
    sector,
    unwrapped,
    wrapped,
)
from geomap.expressions.relate.points import footprint_m
from geomap.expressions.relate.registry import relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Reason

#: Breadth of territorial waters: 12 nautical miles.
TERRITORIAL_WATERS_M = 22_224.0


@relation("in", "over")
def inside_of(request: Request) -> Answer:
    """ "à Kiev", "en mer Noire", "au-dessus de": the place's own shape."""
    place = request.anchor
    shape = any_shape(request.gazetteer, place)
    words = request.formula("in", request.where(place))
    return Located(
        Extent(
            place.geometry_kind,
            place.lon,
            place.lat,
            place.radius_m,
            shape,
            precision_of(place),
            words,
        )
    )


@relation("part_of")
def part_of(request: Request) -> Answer:
    """ "dans l'est de la Russie": the half on that side; "extrême" is the outer quarter.

    Halves of the box, not thirds: the eastern third of Russia begins east of what is called there.
    """
    place, direction = request.anchor, request.direction
    if direction is None:
        return Reason("expression-incomplete", (request.relation,))
    area = None if is_point(place) else area_of(request.gazetteer, place)
    if area is None:
        return _part_of_spot(request)
    whole = unwrapped(area, place.lon)
    west, south, east, north = whole.bounds
    share = 0.25 if request.extreme else 0.5
    limits = []
    if "E" in direction:
        west = east - (east - west) * share
        limits.append(request.formula("east-of", degrees_east(west)))
    if "W" in direction:
        east = west + (east - west) * share
        limits.append(request.formula("west-of", degrees_east(east)))
    if "N" in direction:
        south = north - (north - south) * share
        limits.append(request.formula("north-of", degrees_north(south)))
    if "S" in direction:
        north = south + (north - south) * share
        limits.append(request.formula("south-of", degrees_north(north)))
    if direction == "C":
        dx, dy = (east - west) / 4, (north - south) / 4
        west, east, south, north = west + dx, east - dx, south + dy, north - dy
        limits.append(request.formula("middle-half"))
    part = only_areas(shapely.clip_by_rect(whole, west, south, east, north))
    if part is None:
        return Reason("expression-empty", (request.name(place),))
    part = wrapped(part)
    lon, lat = inside(part)
    words = request.formula("part-of", request.wind(), request.name(place), ", ".join(limits))
    radius = min(radius_around(part, lon, lat), 3_000_000.0)
    return Located(
        Extent("area", lon, lat, radius, part, "region", words), None, request.bearing_deg
    )


def _part_of_spot(request: Request) -> Answer:
    """ "dans le nord de Kiev": the half of a town's disc on that side."""
    place = request.anchor
    reach = footprint_m(place)
    if request.direction == "C":
        return centre(request)
    assert request.bearing_deg is not None
    lon, lat = destination(place.lon, place.lat, request.bearing_deg, 0.5 * reach)
    words = request.formula("part-of-spot", request.wind(), request.where(place), km(reach))
    shape = sector(place.lon, place.lat, 0.0, reach, request.bearing_deg, 90.0)
    return Located(
        Extent("point", lon, lat, reach, shape, precision_of(place), words),
        None,
        request.bearing_deg,
    )


@relation("centre")
def centre(request: Request) -> Answer:
    """ "le centre de Kiev": the inner half of a town's disc; of an area, the middle of its box."""
    place = request.anchor
    if not is_point(place) and area_of(request.gazetteer, place) is not None:
        from dataclasses import replace

        return part_of(replace(request, direction="C", bearing_deg=None))
    radius = max(500.0, 0.4 * footprint_m(place))
    words = request.formula("centre", km(radius), request.where(place))
    return Located(
        Extent(
            "point",
            place.lon,
            place.lat,
            radius,
            disc(place.lon, place.lat, radius),
            precision_of(place),
            words,
        )
    )


@relation("outskirts")
def outskirts(request: Request) -> Answer:
    """ "en banlieue de Kiev", "la banlieue sud de Beyrouth": the ring around the town, or its part."""
    place = request.anchor
    reach = footprint_m(place)
    low, high = 0.5 * reach, max(2.0 * reach, reach + 3_000.0)
    if request.bearing_deg is not None:
        shape = sector(place.lon, place.lat, low, high, request.bearing_deg, 45.0)
        lon, lat = destination(place.lon, place.lat, request.bearing_deg, reach)
        words = request.formula(
            "outskirts-part",
            km(low),
            km(high),
            degrees(request.bearing_deg - 45.0),
            degrees(request.bearing_deg + 45.0),
            request.where(place),
        )
    else:
        shape, (lon, lat) = ring(place.lon, place.lat, low, high), (place.lon, place.lat)
        words = request.formula("outskirts", km(low), km(high), request.where(place))
    return Located(
        Extent("point", lon, lat, high, shape, "vicinity", words), None, request.bearing_deg
    )


@relation("islands")
def islands(request: Request) -> Answer:
    """ "les îles grecques": every part of the country but the largest."""
    place = request.country or request.anchor
    area = area_of(request.gazetteer, place)
    parts = [] if area is None else sorted(shapely.get_parts(area), key=lambda part: -part.area)
    if len(parts) < 2:
        return Reason("expression-no-islands", (request.name(place),))
    small = [part for part in parts[1:] if part.area < 0.5 * parts[0].area]
    if not small:
        return Reason("expression-no-islands", (request.name(place),))
    shape = shapely.multipolygons(small)
    lon, lat = inside(small[0])
    words = request.formula("islands", request.name(place))
    return Located(Extent("area", lon, lat, radius_around(shape, lon, lat), shape, "region", words))


@relation("waters")
def waters(request: Request) -> Answer:
    """ "les eaux territoriales de X": the belt of 12 nautical miles (22.2 km) off its coast."""
    place = request.country or request.anchor
    area = area_of(request.gazetteer, place)
    if area is None:
        return Reason("expression-no-shape", (request.name(place),))
    belt = grown(area, TERRITORIAL_WATERS_M)
    left = only_areas(
        shapely.difference(belt, shapely.union_all(land(request.gazetteer).near(belt)))
    )
    if left is None:
        return Reason("expression-no-coast", (request.name(place),))
    lon, lat = inside(left)
    words = request.formula("waters", request.name(place))
    return Located(
        Extent("area", lon, lat, TERRITORIAL_WATERS_M, left, "water_body", words),
        TERRITORIAL_WATERS_M,
    )


@relation("airspace")
def airspace(request: Request) -> Answer:
    """ "l'espace aérien polonais": what lies above the country and its territorial waters."""
    place = request.country or request.anchor
    area = area_of(request.gazetteer, place)
    if area is None:
        return Reason("expression-no-shape", (request.name(place),))
    words = request.formula("airspace", request.name(place))
    return Located(
        Extent("area", place.lon, place.lat, place.radius_m, area, precision_of(place), words)
    )


def degrees_east(lon: float) -> str:
    """A meridian with its hemisphere: "105.0 E"."""
    lon = (lon + 540.0) % 360.0 - 180.0
    return f"{abs(lon):.1f}° {'E' if lon >= 0 else 'W'}"


def degrees_north(lat: float) -> str:
    """A parallel with its hemisphere: "52.0 N"."""
    return f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'}"
