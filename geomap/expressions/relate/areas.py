"""Relations to an area: in, a part of it, its centre, its outskirts, its islands, its waters."""

from __future__ import annotations

from functools import lru_cache
from statistics import median

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.expressions.anchor import (
    any_shape,
    area_of,
    is_country,
    is_point,
    land,
    precision_of,
)
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
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.around import divisions_of
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: Breadth of territorial waters: 12 nautical miles.
TERRITORIAL_WATERS_M = 22_224.0
#: A part of a country this large beside its largest counts for where its middle is.
LARGE_PART = 0.25
#: Fewer divisions say nothing of where people live.
LEAST_DIVISIONS = 5


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
    """ "dans l'est de la Russie": the side of a country or region; "extrême" is the outer quarter.

    Halves, not thirds: the eastern third of Russia begins east of what is called there.
    """
    place, direction = request.anchor, request.direction
    if direction is None:
        return Reason("expression-incomplete", (request.relation,))
    whole = None if is_point(place) else _whole(request.gazetteer, place)
    if whole is None:
        return _part_of_spot(request)
    west, south, east, north = bulk_bounds(whole)
    middle_lon, middle_lat = ((west + east) / 2, (south + north) / 2)
    if request.extreme:
        dx, dy = (east - west) / 4, (north - south) / 4
        from_west, to_east, from_south, to_north = east - dx, west + dx, north - dy, south + dy
    else:
        middle_lon, middle_lat = _where_it_turns(request, middle_lon, middle_lat)
        from_west = to_east = middle_lon
        from_south = to_north = middle_lat
    low_lon, low_lat, high_lon, high_lat = whole.bounds
    limits = []
    if "E" in direction:
        low_lon = from_west
        limits.append(request.formula("east-of", degrees_east(low_lon)))
    if "W" in direction:
        high_lon = to_east
        limits.append(request.formula("west-of", degrees_east(high_lon)))
    if "N" in direction:
        low_lat = from_south
        limits.append(request.formula("north-of", degrees_north(low_lat)))
    if "S" in direction:
        high_lat = to_north
        limits.append(request.formula("south-of", degrees_north(high_lat)))
    if direction == "C":
        dx, dy = (east - west) / 4, (north - south) / 4
        low_lon, high_lon, low_lat, high_lat = west + dx, east - dx, south + dy, north - dy
        limits.append(request.formula("middle-half"))
    found = _clipped(request.gazetteer, place, low_lon, low_lat, high_lon, high_lat)
    if found is None:
        return Reason("expression-empty", (request.name(place),))
    part, lon, lat, radius = found
    words = request.formula("part-of", request.wind(), request.name(place), ", ".join(limits))
    return Located(
        Extent("area", lon, lat, radius, part, "region", words), None, request.bearing_deg
    )


@lru_cache(maxsize=128)
def _whole(gazetteer: Gazetteer, place: Place) -> BaseGeometry | None:
    """The area of a place in one piece across the 180th meridian, made once: news says it again."""
    area = area_of(gazetteer, place)
    return None if area is None else unwrapped(area, place.lon)


@lru_cache(maxsize=256)
def _clipped(
    gazetteer: Gazetteer, place: Place, west: float, south: float, east: float, north: float
) -> tuple[BaseGeometry, float, float, float] | None:
    """What of a place lies in a box, a position inside it, and its reach from there, metres."""
    whole = _whole(gazetteer, place)
    part = None if whole is None else shapely.clip_by_rect(whole, west, south, east, north)
    part = None if part is None else only_areas(part)
    if part is None:
        return None
    part = wrapped(part)
    lon, lat = inside(part)
    return part, lon, lat, min(radius_around(part, lon, lat), 3_000_000.0)


def bulk_bounds(area: BaseGeometry) -> tuple[float, float, float, float]:
    """The box of the large parts of an area: far islands move no middle (Alaska, Svalbard)."""
    parts = shapely.get_parts(area)
    boxes = shapely.bounds(parts)
    sizes = shapely.area(parts) * np.cos(np.radians((boxes[:, 1] + boxes[:, 3]) / 2))
    large = boxes[sizes >= LARGE_PART * sizes.max()]
    west, south = large[:, :2].min(axis=0)
    east, north = large[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _where_it_turns(request: Request, lon: float, lat: float) -> tuple[float, float]:
    """Where one half of a country ends for those who speak of it: between the middle of its box and
    the middle of its divisions. They are small where many people live, so that "le nord du Mali"
    begins before Gao and Tombouctou, not in the desert behind them.
    """
    place = request.anchor
    if not is_country(place) or place.country is None:
        return lon, lat
    divisions = divisions_of(request.gazetteer, place.country)
    if len(divisions) < LEAST_DIVISIONS:
        return lon, lat
    lons = sorted((d.lon - lon + 540.0) % 360.0 - 180.0 + lon for d in divisions)
    lats = sorted(d.lat for d in divisions)
    return (lon + median(lons)) / 2, (lat + median(lats)) / 2


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
