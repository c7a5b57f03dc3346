"""What a text says about where it is: countries, divisions and places named, weighed by how sure they are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from geomap.places.spots import Name, Option, Spot
from geomap.places.weights import Weights

#: Places of the text that distances are taken to.
_ANCHORS = 30
_KM_PER_DEGREE = 111.195
#: Degrees of latitude beyond which a place is near nothing.
_FAR_DEGREES = 4.0
#: And of longitude, but for the two sides of the dateline.
_FAR_ALONG, _ROUND = 40.0, 360.0

#: Prominence of a city that holds its districts and suburbs.
_CITY = 27.0
#: How sure a division is that tells of its sentence.
_LIKELY = 0.5
#: Less evidence than this is rounding.
_TRACE = 1e-6


class Context:
    """The evidence of one text, and how much of it speaks for a place."""

    __slots__ = ("anchors", "countries", "named", "of_name", "sentences", "siblings", "total")

    def __init__(self) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        #: codes of divisions that are named themselves ("US.KS", "US.KS.029")
        self.named: dict[str, float] = defaultdict(float)
        #: the same by the sentences they are named in
        self.sentences: dict[int, set[str]] = defaultdict(set)
        #: codes of divisions that a named place lies in
        self.siblings: dict[str, float] = defaultdict(float)
        #: what each name gave, so that it is no evidence for itself
        self.of_name: dict[int, Given] = {}
        self.anchors: list[tuple[float, float, int, float, str]] = []
        self.total = 0.0

    def add(self, name: Name, option: Option) -> None:
        """Take a name's pick as evidence, as sure as it is."""
        weight = name.sure
        code = option.place.feature_code
        given = self.of_name[id(name)] = Given(option.country, weight, option.admin1, option.admin2)
        if option.country:
            given.country_weight = weight * (2.0 if code.startswith("PCL") else 1.0)
            self.countries[option.country] += given.country_weight
        if code == "ADM1":
            given.names = option.admin1
            self.named[option.admin1] += weight
        elif not code.startswith("PCL"):
            if option.admin1:
                self.siblings[option.admin1] += weight
            if option.admin2:
                if code == "ADM2":
                    given.names = option.admin2
                    self.named[option.admin2] += weight
                else:
                    self.siblings[option.admin2] += weight
            if not code.startswith(("CONT", "OCN")):
                place = option.place
                self.anchors.append((place.lon, place.lat, id(name), weight, place.name))

        if given.names and weight >= _LIKELY:
            for spot in name.spots:
                self.sentences[spot.sentence].add(given.names)

    def beside(self, name: Name) -> set[str]:
        """Codes of the divisions that the sentences of a name tell of, without the one it may be."""
        if not self.sentences:
            return set()
        codes: set[str] = set()
        for spot in name.spots:
            codes |= self.sentences.get(spot.sentence, set())
        given = self.of_name.get(id(name))
        if given is not None:
            codes.discard(given.names)
        return codes

    def close(self, demonyms: Iterable[Sequence[str]]) -> None:
        """Add the countries of demonyms, and keep the surest anchors."""
        count: dict[str, int] = defaultdict(int)
        for countries in demonyms:
            for country in countries:
                count[country] += 1
        for country, times in count.items():
            self.countries[country] += 0.5 + 0.25 * math.log(times)
        self.anchors.sort(key=lambda a: (-a[3], a[4]))
        del self.anchors[_ANCHORS:]
        self.total = sum(self.countries.values())

    def country(self, option: Option, name: Name) -> float:
        """Share of the evidence for an option's country, 0 to 1, without what ``name`` gave."""
        weight = self.countries.get(option.country, 0.0)
        given = self.of_name.get(id(name))
        if given is not None and given.country == option.country:
            weight -= given.country_weight
        return min(1.0, max(0.0, weight) / (self.total + 1.0) * 1.5)

    def is_elsewhere(self, option: Option, name: Name) -> bool:
        """True when the text, but for ``name``, speaks of countries and not of the option's."""
        given = self.of_name.get(id(name))
        others = self.total - (given.country_weight if given is not None else 0.0)
        return others > _TRACE and not self.country(option, name)

    def division(self, code: str, name: Name) -> tuple[float, float]:
        """How surely a division is named, and how much of the text lies in it (each 0 to 1)."""
        named, siblings = self.named.get(code, 0.0), self.siblings.get(code, 0.0)
        if not named and not siblings:
            return 0.0, 0.0
        given = self.of_name.get(id(name))
        if given is not None:
            if given.names == code:
                named -= given.weight
            elif code in (given.admin1, given.admin2):
                siblings -= given.weight
        return min(1.0, max(0.0, named)), min(1.0, max(0.0, siblings) / 2)

    def nearness(self, option: Option, name: Name, weights: Weights) -> float:
        """How much of the text is within reach of an option: one for a place right beside it."""
        lon, lat = option.place.lon, option.place.lat
        own, total, near_km, most = id(name), 0.0, weights.near_km, weights.near_most
        for other_lon, other_lat, other, weight, _ in self.anchors:
            if (
                -_FAR_DEGREES <= other_lat - lat <= _FAR_DEGREES
                and not _FAR_ALONG < abs(other_lon - lon) < _ROUND - _FAR_ALONG
                and other != own
            ):
                total += weight * math.exp(-rough_km(lon, lat, other_lon, other_lat) / near_km)
                if total >= most:
                    return most
        return total

    def nearest(self, option: Option, name: Name) -> str | None:
        """The name of the nearest other place of the text; None when there is none around."""
        lon, lat = option.place.lon, option.place.lat
        best, found = math.inf, None
        for other_lon, other_lat, other, _, called in self.anchors:
            if other != id(name) and abs(other_lat - lat) <= _FAR_DEGREES:
                away = rough_km(lon, lat, other_lon, other_lat)
                if away < best:
                    best, found = away, called
        return found


class Given:
    """What one name gave to a context."""

    __slots__ = ("admin1", "admin2", "country", "country_weight", "names", "weight")

    def __init__(self, country: str, weight: float, admin1: str, admin2: str) -> None:
        self.country, self.weight, self.admin1, self.admin2 = country, weight, admin1, admin2
        self.country_weight = 0.0
        #: the division the name is the name of
        self.names = ""


class Region:
    """A preferred region: a country, a box, or a disc around a place."""

    def __init__(
        self, label: str, country: str | None, box: tuple[float, float, float, float] | None
    ) -> None:
        self.label, self.country, self.box = label, country, box

    def holds(self, option: Option) -> bool:
        if self.country is not None:
            return option.country == self.country
        assert self.box is not None
        west, south, east, north = self.box
        return west <= option.place.lon <= east and south <= option.place.lat <= north


def contains(outer: Option, inner: Option) -> bool:
    """True when an area holds a place, by codes where both have them, else by distance."""
    place, other = outer.place, inner.place
    if place.id == other.id:
        return False
    code = place.feature_code
    if code.startswith("PCL"):
        return bool(outer.country) and outer.country == inner.country
    if code == "ADM1" and (inner.admin1 or outer.country != inner.country):
        return bool(outer.admin1) and outer.admin1 == inner.admin1
    if code == "ADM2" and outer.admin2 and inner.admin2:
        return outer.admin2 == inner.admin2
    if outer.is_area or other.population is None or outer.prominence >= _CITY:
        return distance_km(outer, inner) * 1000 <= place.radius_m * 1.2
    return False


def distance_km(a: Option, b: Option) -> float:
    return rough_km(a.place.lon, a.place.lat, b.place.lon, b.place.lat)


def rough_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Distance on a local plane: within a few percent up to some hundred kilometres."""
    wide = abs(lon_a - lon_b)
    if wide > 180.0:
        wide = 360.0 - wide
    x = wide * math.cos(math.radians((lat_a + lat_b) / 2))
    y = lat_a - lat_b
    return _KM_PER_DEGREE * math.sqrt(x * x + y * y)


def containers_of(spot: Spot) -> tuple[Spot, ...]:
    """What the text says right beside a name that it lies in, and what that lies in in turn."""
    found: list[Spot] = []
    stack = list(spot.containers)
    while stack and len(found) < 4:
        box = stack.pop(0)
        if box is not spot and box not in found:
            found.append(box)
            stack.extend(box.containers)
    return tuple(found)
