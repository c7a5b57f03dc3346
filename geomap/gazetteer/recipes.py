"""Geometry recipes -> geometries: "the border of", "the bank of", "the union of". Build time only.

Recipes are described in ``gazetteer/FORMAT.md``. Distances are worked out in a local azimuthal
equidistant projection, never in degrees. Everything is WGS 84, lon/lat, at four decimals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import GazetteerError
from geomap.gazetteer.shapes import shared_border

_EARTH_M = 6_371_008.8
#: How near a coast or a border must be to what it is measured against, when the recipe does not say.
_COAST_KM, _NEAR_KM, _BANK_KM = 20.0, 5.0, 10.0


class RecipeError(ValueError):
    """A recipe that cannot be carried out: what is missing or wrong."""


@dataclass(slots=True)
class Kitchen:
    """What recipes are made from: the shapes of ids, and the recipes of other records."""

    folder: Path
    #: id -> area or line that is already known (countries, divisions, drawn shapes)
    shapes: dict[str, BaseGeometry]
    #: id -> its own recipes by role, for records that are made from each other
    recipes: Mapping[str, Mapping[str, Any]]
    #: short form or code -> id
    resolve: Callable[[str], str]
    _under_way: set[str] = field(default_factory=set)

    def of_record(self, identifier: str) -> dict[str, BaseGeometry]:
        """The geometries of a record by role."""
        made: dict[str, BaseGeometry] = {}
        for role, recipe in self.recipes.get(identifier, {}).items():
            geometry = self.cook(recipe)
            made[role or _role_of(geometry)] = geometry
        if identifier in self.shapes:
            made.setdefault(_role_of(self.shapes[identifier]), self.shapes[identifier])
        return made

    def main(self, reference: Any) -> BaseGeometry:
        """The main geometry of an id, a short form or a nested recipe."""
        if isinstance(reference, Mapping):
            return self.cook(reference)
        identifier = self.resolve(str(reference))
        if identifier in self.shapes and identifier not in self.recipes:
            return self.shapes[identifier]
        if identifier in self._under_way:
            raise RecipeError(f"{identifier} is made from itself")
        self._under_way.add(identifier)
        try:
            made = self.of_record(identifier)
        finally:
            self._under_way.discard(identifier)
        for role in ("area", "line", "coast", "border", "bank"):
            if role in made:
                return made[role]
        raise RecipeError(f"{reference} has no shape")

    def cook(self, recipe: Mapping[str, Any]) -> BaseGeometry:
        """The geometry of one recipe; its ``fallback`` when a part is missing."""
        try:
            return _tidy(self._cook(recipe))
        except RecipeError:
            if "fallback" not in recipe:
                raise
            return self.cook(recipe["fallback"])

    def _cook(self, recipe: Mapping[str, Any]) -> BaseGeometry:
        for key in ("shape", "line", "polygon", "bbox", "point"):
            if key in recipe:
                return _given(key, recipe[key], self.folder)
        op = recipe.get("op")
        function = _OPERATIONS.get(str(op))
        if function is None:
            raise RecipeError(f"op {op!r} is none of {', '.join(sorted(_OPERATIONS))}")
        return function(self, recipe)

    def parts(self, recipe: Mapping[str, Any]) -> list[BaseGeometry]:
        """The geometries of ``of``."""
        of = recipe.get("of")
        if of is None:
            raise RecipeError("'of' is missing")
        return [self.main(item) for item in (of if isinstance(of, list) else [of])]


def _role_of(geometry: BaseGeometry) -> str:
    return "area" if geometry.geom_type.endswith("Polygon") else "line"


def _given(key: str, value: Any, folder: Path) -> BaseGeometry:
    if key == "shape":
        return read_shape(folder / str(value))
    if key == "bbox":
        west, south, east, north = value
        if west > east:
            return shapely.union_all(
                [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
            )
        return shapely.box(west, south, east, north)
    if key == "point":
        return shapely.Point(value)
    nested = value and isinstance(value[0][0], list)
    lists = value if nested else [value]
    if key == "line":
        lines = [shapely.LineString(points) for points in lists]
        return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
    areas = [shapely.Polygon(points) for points in lists]
    return areas[0] if len(areas) == 1 else shapely.union_all(areas)


def read_shape(path: Path) -> BaseGeometry:
    """A GeoJSON geometry, Feature or FeatureCollection (united)."""
    try:
        geometry = shapely.from_geojson(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecipeError(f"there is no {path.name} in shapes/") from error
    except (shapely.errors.GEOSException, UnicodeDecodeError) as error:
        raise RecipeError(f"{path.name} is not valid GeoJSON: {error}") from error
    if geometry is None or geometry.is_empty:
        raise RecipeError(f"{path.name} is empty")
    if geometry.geom_type == "GeometryCollection":
        parts = list(shapely.get_parts(geometry))
        if all(p.geom_type.endswith("LineString") for p in parts):
            lines = [line for p in parts for line in shapely.get_parts(p)]
            return shapely.MultiLineString(lines) if len(lines) > 1 else lines[0]
        return shapely.union_all(parts)
    return geometry


def _tidy(geometry: BaseGeometry) -> BaseGeometry:
    """Valid, of one dimension, and not empty."""
    if geometry.geom_type.endswith("Polygon") and not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    if geometry.geom_type == "GeometryCollection":
        parts = [p for p in shapely.get_parts(geometry) if p.area > 0] or [
            p for p in shapely.get_parts(geometry) if p.length > 0
        ]
        geometry = shapely.union_all(parts)
    if geometry.is_empty:
        raise RecipeError("nothing is left of it")
    return geometry


def local_plane(geometry: BaseGeometry) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """To and from an azimuthal equidistant plane (metres) around the middle of a geometry.

    On the sphere: within one part in 200 of the ellipsoid, and coordinates here have 11 m.
    """
    west, south, east, north = geometry.bounds
    lon0, lat0 = math.radians((west + east) / 2), math.radians((south + north) / 2)
    sin0, cos0 = math.sin(lat0), math.cos(lat0)

    def to_plane(points: Any) -> Any:
        lon, lat = np.radians(points[:, 0]) - lon0, np.radians(points[:, 1])
        cos_c = np.clip(sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon), -1, 1)
        c = np.arccos(cos_c)
        k = np.where(c < 1e-12, 1.0, c / np.where(c < 1e-12, 1.0, np.sin(c))) * _EARTH_M
        x = k * np.cos(lat) * np.sin(lon)
        y = k * (cos0 * np.sin(lat) - sin0 * np.cos(lat) * np.cos(lon))
        return np.column_stack([x, y])

    def from_plane(points: Any) -> Any:
        x, y = points[:, 0] / _EARTH_M, points[:, 1] / _EARTH_M
        c = np.hypot(x, y)
        safe = np.where(c < 1e-12, 1.0, c)
        lat = np.arcsin(np.clip(np.cos(c) * sin0 + y * np.sin(c) * cos0 / safe, -1, 1))
        lon = lon0 + np.arctan2(x * np.sin(c), safe * cos0 * np.cos(c) - y * sin0 * np.sin(c))
        return np.degrees(np.column_stack([lon, lat]))

    return to_plane, from_plane


def buffer_km(geometry: BaseGeometry, km: float) -> BaseGeometry:
    """A strip or disc of ``km`` kilometres around a geometry."""
    to_plane, from_plane = local_plane(geometry)
    flat = shapely.transform(geometry, to_plane)
    wide = flat.simplify(km * 20).buffer(km * 1000, quad_segs=8)
    return shapely.transform(wide, from_plane)


def _country(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    return shapely.union_all(kitchen.parts(recipe))


def _admin1(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    if "code" in recipe:
        codes = recipe["code"] if isinstance(recipe["code"], list) else [recipe["code"]]
        return shapely.union_all([kitchen.main(f"{recipe.get('country')}.{c}") for c in codes])
    return shapely.union_all(kitchen.parts(recipe))


def _union(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    parts = kitchen.parts(recipe)
    if all(p.geom_type.endswith("LineString") for p in parts):
        lines = [line for p in parts for line in shapely.get_parts(p)]
        return shapely.MultiLineString(lines) if len(lines) > 1 else lines[0]
    return shapely.union_all(parts)


def _intersection(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    return shapely.intersection_all(kitchen.parts(recipe))


def _difference(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    first, *others = kitchen.parts(recipe)
    return first.difference(shapely.union_all(others))


def _border(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    parts = kitchen.parts(recipe)
    if len(parts) != 2:
        raise RecipeError("a border is of two")
    line = shared_border(*parts)
    if line is None:
        raise RecipeError(f"{recipe['of']} do not touch")
    return _cut_near(kitchen, recipe, line, _NEAR_KM)


def _cut_near(
    kitchen: Kitchen, recipe: Mapping[str, Any], line: BaseGeometry, km: float
) -> BaseGeometry:
    if "near" not in recipe:
        return line
    around = buffer_km(kitchen.main(recipe["near"]), float(recipe.get("km", km)))
    return line.intersection(around)


def _coast(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    line = kitchen.parts(recipe)[0].boundary
    return _cut_near(kitchen, recipe, line, _COAST_KM)


def _buffer(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    return buffer_km(shapely.union_all(kitchen.parts(recipe)), float(recipe.get("km", 10)))


_SIDES = {
    "north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0),
    "north-east": (1, 1), "north-west": (-1, 1), "south-east": (1, -1), "south-west": (-1, -1),
}  # fmt: skip
_SHORT_SIDES = {"n": "north", "s": "south", "e": "east", "w": "west", "ne": "north-east",
                "nw": "north-west", "se": "south-east", "sw": "south-west"}  # fmt: skip


def _part(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    area = shapely.union_all(kitchen.parts(recipe))
    side = str(recipe.get("side", ""))
    side = _SHORT_SIDES.get(side, side)
    if side not in _SIDES:
        raise RecipeError(f"side {side!r} is none of {', '.join(_SIDES)}")
    x, y = _SIDES[side]
    west, south, east, north = area.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return area.intersection(
        shapely.box(
            middle_x if x > 0 else west,
            middle_y if y > 0 else south,
            middle_x if x < 0 else east,
            middle_y if y < 0 else north,
        )
    )


def _bank(kitchen: Kitchen, recipe: Mapping[str, Any]) -> BaseGeometry:
    """The strip on one side of an oriented line (left: positive offset)."""
    side = recipe.get("side")
    if side not in {"left", "right"}:
        raise RecipeError(f"side {side!r} must be left or right")
    line = kitchen.main(recipe.get("river", recipe.get("of")))
    km = float(recipe.get("km", _BANK_KM))
    to_plane, from_plane = local_plane(line)
    flat = shapely.transform(line, to_plane).simplify(km * 20)
    distance = km * 1000 * (1 if side == "left" else -1)
    strips = [part.buffer(distance, single_sided=True) for part in shapely.get_parts(flat)]
    return shapely.transform(shapely.union_all(strips), from_plane)


_OPERATIONS: dict[str, Callable[[Kitchen, Mapping[str, Any]], BaseGeometry]] = {
    "country": _country, "admin1": _admin1, "union": _union, "intersection": _intersection,
    "difference": _difference, "border": _border, "coast": _coast, "buffer": _buffer,
    "part": _part, "bank": _bank,
}  # fmt: skip

__all__ = ["GazetteerError", "Kitchen", "RecipeError", "buffer_km", "local_plane", "read_shape"]
