"""What an expression hangs on: resolved places with their shapes, and the earth's land."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import Gazetteer
from geomap.model.extent import PlacePrecision
from geomap.model.place import Place

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

#: Codes of running water (GeoNames H) that have a left and a right bank.
RIVERS = frozenset({"STM", "STMI", "STMM", "STMX", "STMS", "CNL", "WAD", "STMB", "STMA", "DTCH"})
#: Codes of seas, gulfs, straits, lakes.
WATERS = frozenset(
    {"SEA", "OCN", "GULF", "STRT", "BAY", "CHN", "LK", "LKS", "RSV", "SD", "BGHT", "LGN", "COVE"}
)

_BY_CLASS: dict[str, PlacePrecision] = {
    "P": "settlement",
    "S": "site",
    "R": "linear",
    "L": "region",
    "T": "region",
    "U": "water_body",
    "V": "region",
}


def precision_of(place: Place) -> PlacePrecision:
    """The label of precision a place has by its kind."""
    code = place.feature_code
    if place.feature_class == "A":
        if code.startswith("PCL") or code in {"TERR", "ZN"}:
            return "country"
        return {"ADM1": "adm1", "ADM2": "adm2", "ADM3": "adm3"}.get(code[:4], "adm3")  # type: ignore[return-value]
    if place.feature_class == "H":
        return "linear" if code in RIVERS else "water_body"
    return _BY_CLASS.get(place.feature_class, "region")


def is_country(place: Place) -> bool:
    return place.feature_class == "A" and place.feature_code.startswith(("PCL", "TERR"))


def is_river(place: Place) -> bool:
    return place.feature_class == "H" and place.feature_code in RIVERS


def is_water(place: Place) -> bool:
    return place.feature_class == "H" and place.feature_code in WATERS


def is_point(place: Place) -> bool:
    """True for what a map shows as a spot: towns, sites, peaks."""
    return place.geometry_kind == "point"


@lru_cache(maxsize=512)
def shape_of(gazetteer: Gazetteer, place_id: str, role: str = "area") -> BaseGeometry | None:
    """A shape of the gazetteer, read once a process."""
    return gazetteer.geometry(place_id, role)


def area_of(gazetteer: Gazetteer, place: Place) -> BaseGeometry | None:
    return shape_of(gazetteer, place.id, "area")


def line_of(gazetteer: Gazetteer, place: Place) -> BaseGeometry | None:
    return shape_of(gazetteer, place.id, "line")


def any_shape(gazetteer: Gazetteer, place: Place) -> BaseGeometry | None:
    """The area or the line of a place that is more than a spot."""
    if is_point(place):
        return None
    return area_of(gazetteer, place) or line_of(gazetteer, place)


@dataclass(frozen=True, slots=True)
class Land:
    """The land of all countries, as parts in a tree: what an expression at sea is cut by."""

    parts: list[Any] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    tree: STRtree | None = None

    def near(self, shape: BaseGeometry) -> list[BaseGeometry]:
        if self.tree is None:
            return []
        return [self.parts[i] for i in sorted(self.tree.query(shape, predicate="intersects"))]

    def countries_at(self, shape: BaseGeometry) -> list[str]:
        """ISO codes of the countries whose area touches a shape (de jure areas), sorted."""
        if self.tree is None:
            return []
        found = self.tree.query(shape, predicate="intersects")
        return sorted({self.owners[i] for i in found})


@lru_cache(maxsize=2)
def land(gazetteer: Gazetteer) -> Land:
    """Areas of all countries; read when the first expression at sea or on a coast is met."""
    import shapely

    parts: list[Any] = []
    owners: list[str] = []
    for code in country_codes():
        place = gazetteer.country(code)
        area = None if place is None else area_of(gazetteer, place)
        if area is None:
            continue
        for part in shapely.get_parts(area):
            parts.append(part)
            owners.append(code)
    return Land(parts, owners, shapely.STRtree(parts))


def country_codes() -> list[str]:
    """Every two-letter code there may be; the gazetteer knows which exist."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [a + b for a in letters for b in letters]


def neighbours(gazetteer: Gazetteer, country: Place) -> list[Place]:
    """Countries whose area touches that of a country, by code."""
    area = area_of(gazetteer, country)
    if area is None:
        return []
    codes = land(gazetteer).countries_at(area.boundary)
    found = [gazetteer.country(code) for code in codes if code != country.country]
    return [place for place in found if place is not None]
