"""From spots to places: large areas first, then the rest in their light; one sense a document."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from geomap.places.spots import CLASSES_OF_GROUP, Name, Option, Spot
from geomap.places.weights import WEIGHTS, Weights

#: Options of a name that are looked at closely, beside those the context asks for.
_CLOSE = 12
#: Places of the text that distances are taken to.
_ANCHORS = 30
_KM_PER_DEGREE = 111.195


class Context:
    """What a document says about where it is: countries, divisions, places."""

    __slots__ = ("admin1", "anchors", "countries", "total")

    def __init__(self) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.admin1: dict[str, float] = defaultdict(float)
        self.anchors: list[tuple[float, float, str, float]] = []
        self.total = 0.0

    def country_share(self, code: str) -> float:
        return self.countries.get(code, 0.0) / (self.total + 1.0)


class Resolver:
    """Resolves the spots of one document."""

    def __init__(
        self, spots: Sequence[Spot], region: Region | None = None, weights: Weights = WEIGHTS
    ) -> None:
        self.weights = weights
        self.region = region
        self.spots = spots
        self.names: dict[str, Name] = {}

    def resolve(self, keys: Sequence[str]) -> None:
        """Fill ``names``: every distinct name with its scores and its pick. ``keys`` by spot."""
        for spot, key in zip(self.spots, keys, strict=True):
            if spot.kind == "name" and spot.options:
                name = self.names.get(key)
                if name is None:
                    name = self.names[key] = Name(key, spot.options)
                name.spots.append(spot)
        ordered = list(self.names.values())
        for name in ordered:
            name.scores = self._own_scores(name)
            self._choose(name, name.scores)
        context = self._context(ordered, areas_only=True)
        for _ in range(2):
            for name in ordered:
                self._choose(name, self._in_light(name, context))
            context = self._context(ordered, areas_only=False)
        for name in ordered:
            name.scores = self._in_light(name, context)
            self._choose(name, name.scores)

    # Scores -----------------------------------------------------------------------------------

    def _own_scores(self, name: Name) -> list[float]:
        w = self.weights
        scores = []
        groups = {spot.group for spot in name.spots if spot.group}
        boxes = [spot.container for spot in name.spots if spot.container is not None]
        for option in name.options:
            score = w.prominence * option.prominence / 10
            if option.far_name:
                score += w.alias if option.far_name == 1 else w.far_name
            for group in groups:
                asked = option.place.feature_class in CLASSES_OF_GROUP[group]
                score += (w.head if asked else w.head_not) / len(groups)
            if boxes:
                inside = max(_contains_any(box, option) for box in boxes)
                score += w.beside * inside if inside else w.beside_not
            if self.region is not None:
                score += w.region * self.region.holds(option)
            scores.append(score)
        return scores

    def _in_light(self, name: Name, context: Context) -> list[float]:
        if len(name.options) == 1:
            return name.scores
        w = self.weights
        own = name.pick
        scores = []
        best = max(name.scores)
        for option, score in zip(name.options, name.scores, strict=True):
            if option.country:
                weight = context.countries.get(option.country, 0.0)
                if own is not None and own.country == option.country:
                    weight -= (
                        name.sure
                        * _evidence(own)
                        * (not option.place.feature_code.startswith("PCL"))
                    )
                if weight > 0:
                    score += w.country * min(1.0, weight / (context.total + 1.0) * 1.5)
            if option.admin1 and option.admin1 in context.admin1:
                weight = context.admin1[option.admin1]
                if own is not None and own.admin1 == option.admin1:
                    weight -= name.sure
                if weight > 0:
                    score += w.admin1 * min(1.0, weight / 2)
            if score > best - 8 and context.anchors:
                score += w.near * _nearness(option, name.key, context, w.near_km)
            scores.append(score)
        return scores

    def _choose(self, name: Name, scores: Sequence[float]) -> None:
        top = max(range(len(scores)), key=scores.__getitem__)
        peak = scores[top]
        t = self.weights.temperature
        total = sum(math.exp((s - peak) / t) for s in scores)
        total += math.exp((self.weights.nothing - peak) / t)
        name.pick = name.options[top]
        name.sure = 1.0 / total

    def _context(self, names: Iterable[Name], *, areas_only: bool) -> Context:
        context = Context()
        demonyms: dict[str, int] = defaultdict(int)
        for spot in self.spots:
            if spot.kind != "name":
                for country in spot.countries:
                    demonyms[country] += 1
        for country, count in demonyms.items():
            context.countries[country] += 0.5 + 0.25 * math.log(count)
        anchors = []
        for name in names:
            option = name.pick
            if option is None:
                continue
            if areas_only and not option.is_area:
                continue
            weight = name.sure
            if option.country:
                context.countries[option.country] += weight * _evidence(option)
            if option.admin1 and not option.place.feature_code.startswith("PCL"):
                context.admin1[option.admin1] += weight
            if not option.place.feature_code.startswith(("PCL", "CONT", "OCN")):
                anchors.append((option.place.lon, option.place.lat, name.key, weight))
        anchors.sort(key=lambda a: (-a[3], a[2]))
        context.anchors = anchors[:_ANCHORS]
        context.total = sum(context.countries.values())
        return context


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


def _evidence(option: Option) -> float:
    """How much a place says about its country: a country itself most."""
    return 2.0 if option.place.feature_code.startswith("PCL") else 1.0


def _contains_any(box: Spot, option: Option) -> float:
    return 1.0 if any(contains(outer, option) for outer in box.options) else 0.0


def contains(outer: Option, inner: Option) -> bool:
    """True when an area holds a place, by codes where both have them, else by distance."""
    place, other = outer.place, inner.place
    if place.id == other.id:
        return False
    code = place.feature_code
    if code.startswith("PCL"):
        return bool(outer.country) and outer.country == inner.country
    if code == "ADM1":
        return bool(outer.admin1) and outer.admin1 == inner.admin1
    if code == "ADM2":
        return (
            outer.admin1 == inner.admin1
            and place.admin2 is not None
            and place.admin2 == other.admin2
        )
    if outer.is_area:
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


def _nearness(option: Option, key: str, context: Context, scale_km: float) -> float:
    lon, lat = option.place.lon, option.place.lat
    best = 0.0
    for other_lon, other_lat, other_key, weight in context.anchors:
        if other_key == key or abs(other_lat - lat) > 4.0:
            continue
        near = weight * math.exp(-rough_km(lon, lat, other_lon, other_lat) / scale_km)
        if near > best:
            best = near
    return best
