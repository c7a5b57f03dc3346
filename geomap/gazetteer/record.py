"""A gazetteer record on its way into a pack, before its geometry and prominence are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geomap.gazetteer.layout import prominence as prominence
from geomap.model.place import Place, TerritorialClaim


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a record as it is written, its language (ISO 639-1 or ""), kind and flags."""

    text: str
    lang: str = ""
    kind: str = "alias"
    flags: int = 0


@dataclass(slots=True)
class Record:
    """Everything a pack keeps of a place. ``None`` means not given: an enriching record changes
    only what it gives. ``where`` is "file:line" for messages."""

    id: str
    name: str | None = None
    names: list[Name] = field(default_factory=list)
    feature_class: str | None = None
    feature_code: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    admin2: str | None = None
    parent: str | None = None
    population: int | None = None
    rank: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    claims: tuple[TerritorialClaim, ...] | None = None
    geometry: dict[str, Any] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    codes: tuple[str, ...] = ()
    where: str = ""
    bbox: tuple[float, float, float, float] | None = None

    def absorb(self, other: Record) -> None:
        """Take over what ``other`` gives; its values win, its names come first."""
        for key in (
            "name", "feature_class", "feature_code", "lon", "lat", "radius_m", "country", "admin1",
            "admin2", "parent", "population", "rank", "valid_from", "valid_to", "claims", "bbox",
        ):  # fmt: skip
            value = getattr(other, key)
            if value is not None:
                setattr(self, key, value)
        self.countries = other.countries or self.countries
        self.geometry = {**self.geometry, **other.geometry}
        self.relations = [*self.relations, *other.relations]
        former = {name.text for name in other.names if name.kind == "former"}
        self.names = [*other.names, *(n for n in self.names if n.text not in former)]
        self.codes = tuple(dict.fromkeys((*self.codes, *other.codes)))
        self.source = other.source or self.source
        self.where = other.where or self.where


#: Radius in metres of a record without population or shape, by class and code.
#: Chosen, not fitted: a facility's footprint, a district's, a country's.
_RADIUS_BY_CODE: Mapping[str, float] = {
    "CONT": 3_000_000, "OCN": 3_000_000, "SEA": 400_000, "RGN": 200_000, "PCLI": 400_000,
    "ADM1": 80_000, "ADM2": 25_000, "ADM3": 10_000, "ADM4": 6_000, "STRT": 30_000, "GULF": 150_000,
    "STM": 100_000, "LK": 20_000, "CNL": 60_000, "MTS": 200_000, "DSRT": 300_000, "ISL": 15_000,
    "ISLS": 60_000, "PEN": 80_000, "BAY": 20_000, "MT": 5_000, "PK": 3_000, "SPCE": 15_000,
    "AIRB": 4_000, "AIRP": 4_000, "PRT": 3_000, "PPLX": 2_000,
}  # fmt: skip
_RADIUS_BY_CLASS: Mapping[str, float] = {
    "A": 30_000, "H": 20_000, "L": 50_000, "P": 2_000, "R": 5_000, "S": 1_500, "T": 15_000,
    "U": 100_000, "V": 20_000, "O": 0,
}  # fmt: skip


def town_radius_m(population: int | None) -> float:
    """The radius of a town's footprint: 2 km for a village, 15 km for ten million and more.

    2 km times (population / 2,500) to the power 0.25, inside those bounds; a disc of constant
    density would take the power 0.5, and built-up areas measured grow slower than that.
    """
    if not population:
        return 2_000.0
    return float(round(min(15_000.0, max(2_000.0, 2_000.0 * (population / 2_500) ** 0.25)), -2))


def default_radius_m(feature_class: str, feature_code: str, population: int | None) -> float:
    """The radius of a record that gives none and has no shape."""
    if feature_class == "P" and feature_code != "PPLX":
        return town_radius_m(population)
    return _RADIUS_BY_CODE.get(feature_code, _RADIUS_BY_CLASS.get(feature_class, 10_000.0))


def place_of(record: Record) -> Place:
    """The record as the value the rest of geomap sees."""
    feature_class = record.feature_class or "P"
    feature_code = record.feature_code or "PPL"
    return Place(
        id=record.id,
        name=record.name or (record.names[0].text if record.names else record.id),
        feature_class=feature_class,
        feature_code=feature_code,
        lon=record.lon or 0.0,
        lat=record.lat or 0.0,
        radius_m=record.radius_m
        if record.radius_m is not None
        else default_radius_m(feature_class, feature_code, record.population),
        country=record.country,
        admin1=record.admin1,
        admin2=record.admin2,
        parent=record.parent,
        population=record.population,
        source=record.source,
        claims=record.claims or (),
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        rank=record.rank or 0,
    )
