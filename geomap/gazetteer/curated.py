"""The curated pack: the files of ``gazetteer/`` laid over the world's records.

A block with the id (or a code) of a world record enriches it; the whole record, old names and new,
then stands in the curated pack and hides the world's. Countries and first-order divisions get their
shapes here, and what follows from a shape: a position inside it and a radius.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import GazetteerError
from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.gazetteer.names import name_key
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.recipes import Kitchen, RecipeError
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.shapes import geometry_to_bytes, read_shapes, shared_border
from geomap.gazetteer.sources.own import Fault, OwnFiles
from geomap.gazetteer.sphere import great_circle_m

_COUNTRY = re.compile(r"^[A-Z]{2}$")
_DIVISION = re.compile(r"^[A-Z]{2}\.[A-Za-z0-9]+$")
#: Files of areas in ``gazetteer/shapes``, largest first.
AREAS = ("admin0", "admin1", "admin2", "territories")


@dataclass(slots=True)
class Curated:
    """Records by id with their geometries, and what was wrong on the way."""

    records: dict[str, Record] = field(default_factory=dict)
    geometries: dict[tuple[str, str], BaseGeometry] = field(default_factory=dict)
    borders: dict[tuple[str, str], BaseGeometry] = field(default_factory=dict)
    stop: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def curate(folder: Path, own: OwnFiles, world: Pack) -> Curated:
    """Lay the files of ``folder`` over the world."""
    work = _Work(folder, own, world)
    work.lay_records()
    work.lay_shapes()
    work.lay_names()
    work.cook()
    work.made.stop = _stop_keys(own, work.made.records.values())
    work.made.faults = [*own.faults, *work.made.faults]
    return work.made


def record_of(pack: Pack, row: int) -> Record:
    """A record back from a pack."""
    place = pack.place(row)
    codes = [code for (code,) in pack.rows("SELECT id FROM ext WHERE place=? ORDER BY id", (row,))]
    relations = pack.rows("SELECT type, b FROM relation WHERE a=? ORDER BY type, b", (row,))
    return Record(
        id=place.id, name=place.name, names=list(pack.names_of(row)),
        feature_class=place.feature_class, feature_code=place.feature_code,
        lon=place.lon, lat=place.lat, radius_m=place.radius_m, country=place.country,
        admin1=place.admin1, admin2=place.admin2, parent=place.parent, population=place.population,
        rank=place.rank, claims=place.claims or None, valid_from=place.valid_from,
        valid_to=place.valid_to, relations=[(k, b) for k, b in relations], source=place.source,
        codes=tuple(c for c in codes if c != place.id),
    )  # fmt: skip


@dataclass(slots=True)
class _Work:
    folder: Path
    own: OwnFiles
    world: Pack
    made: Curated = field(default_factory=Curated)
    shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    #: code (``UA``, ``adm1:UA.17``) -> id, for records of this pack
    code_of: dict[str, str] = field(default_factory=dict)

    def resolve(self, reference: str) -> str:
        """An id, code or short form as the id of a record; itself when nothing is known of it."""
        if _DIVISION.match(reference):
            reference = f"adm1:{reference}"
        if reference in self.made.records:
            return reference
        if reference in self.code_of:
            return self.code_of[reference]
        row = self.world.row_of(reference)
        return reference if row is None else self.world.id_of(row)

    def record(self, reference: str, where: str) -> Record | None:
        """The record of a reference, brought over from the world when it is not here yet."""
        identifier = self.resolve(reference)
        if identifier not in self.made.records:
            row = self.world.row_of(identifier)
            if row is None:
                self.made.faults.append(Fault(where, f"no record has the id {reference!r}"))
                return None
            self.keep(record_of(self.world, row))
        return self.made.records[identifier]

    def keep(self, record: Record) -> None:
        self.made.records[record.id] = record
        for code in record.codes:
            self.code_of[code] = record.id

    def lay_records(self) -> None:
        """Blocks of TOML: new records, and enrichments of the world's."""
        seen: dict[str, str] = {}
        for record in self.own.records:
            if record.id in seen:
                message = f"the id {record.id} stands already at {seen[record.id]}"
                self.made.faults.append(Fault(record.where, message))
                continue
            seen[record.id] = record.where
            identifier = self.resolve(record.id)
            row = self.world.row_of(identifier)
            if row is not None:
                base = record_of(self.world, row)
                base.radius_m = (
                    None if record.radius_m is None and record.population else base.radius_m
                )
                base.absorb(record)
                self.keep(base)
                continue
            if self._is_country_without_town(record):
                record.codes += (str(record.country),)
            if record.id.startswith(("adm1:", "adm2:")):
                record.codes = (*record.codes, record.id)
            missing = [k for k in ("feature_class", "feature_code") if getattr(record, k) is None]
            if (record.lon is None or record.lat is None) and record.feature_class != "O":
                missing += [] if record.geometry else ["lon", "lat"]
            if missing:
                message = f"a record that is not in the world data needs {', '.join(missing)}"
                self.made.faults.append(Fault(record.where, message))
                continue
            self.keep(record)

    def _is_country_without_town(self, record: Record) -> bool:
        """A territory the world pack lacks because no town tells where it lies (Antarctica)."""
        code = record.country
        return (
            record.id.startswith("gn:")
            and record.feature_class in {"A", "L"}
            and record.admin1 is None
            and code is not None
            and self.resolve(code) == code
        )

    def lay_shapes(self) -> None:
        """Areas of countries, divisions and territories; each gives its record a shape."""
        for name in AREAS:
            path = self.folder / "shapes" / f"{name}.rings"
            if not path.exists():
                continue
            for key, attributes, geometry in read_shapes(path):
                if name == "admin2":
                    self._lay_part(key, attributes, geometry)
                    continue
                identifier = self.resolve(key)
                self.shapes[identifier] = geometry
                if identifier in self.made.records or self.world.row_of(identifier) is not None:
                    record = self.record(identifier, f"shapes/{path.name}")
                elif name == "admin1":
                    record = self._new_division(key, attributes)
                else:
                    continue
                if record is not None and name == "admin1":
                    self._name_division(record, attributes)
        # One drawn shape a file, joined by its id; a record's own recipe goes before it.
        for path in sorted((self.folder / "shapes").glob("*.geojson")):
            try:
                drawn = list(read_shapes(path))
            except GazetteerError as error:
                self.made.faults.append(Fault(f"shapes/{path.name}:1", error.message))
                continue
            for key, _, geometry in drawn:
                if key in self.made.records:
                    self.shapes[key] = geometry

    def _new_division(self, key: str, attributes: Any) -> Record:
        record = Record(
            id=f"adm1:{key}", name=attributes.get("name"), feature_class="A", feature_code="ADM1",
            country=attributes.get("country"), admin1=attributes.get("admin1"),
            source="naturalearth", codes=(f"adm1:{key}",),
        )  # fmt: skip
        self.keep(record)
        return record

    def _name_division(self, record: Record, attributes: Any) -> None:
        """Names of the shape; the first is the record's own unless a curated block names it."""
        known = {name.text for name in record.names}
        for field_name in ("gn_name", "name"):
            text = attributes.get(field_name)
            if text and text not in known:
                record.names.append(Name(text, "", "official"))
        name = attributes.get("name")
        if name and not any(n.kind == "official" and n.lang for n in record.names):
            record.name = name

    def _lay_part(self, key: str, attributes: Any, geometry: BaseGeometry) -> None:
        """A part of a first-order division: its shape goes to the world's record of that name."""
        division = key.partition("/")[0]
        wanted = {name_key(str(attributes.get(f, ""))) for f in ("name", "gn_name")} - {""}
        row = self._second_order(division, wanted)
        if row is None:
            return
        record = self.record(self.world.id_of(row), key)
        if record is not None:
            self.shapes[record.id] = geometry

    def _second_order(self, division: str, keys: set[str]) -> int | None:
        country, _, admin1 = division.partition(".")
        for key in sorted(keys):
            number = self.world.keys.get(key)
            if number is None:
                continue
            for name in self.world.names_of_key(number):
                row = self.world.row_of_name(name)
                place = self.world.place(row)
                if (place.feature_code, place.country, place.admin1) == ("ADM2", country, admin1):
                    return row
        return None

    def lay_names(self) -> None:
        """Aliases and demonyms."""
        for extra in self.own.extra:
            record = self.record(extra.target, extra.where)
            if record is not None:
                record.names.append(extra.name)

    def cook(self) -> None:
        """Geometries of all records, then positions and radii that follow from them."""
        recipes = {r.id: r.geometry for r in self.made.records.values() if r.geometry}
        kitchen = Kitchen(self.folder, self.shapes, recipes, self.resolve)
        blocks = {self.resolve(block.id): block for block in self.own.records}
        for record in list(self.made.records.values()):
            try:
                made = kitchen.of_record(record.id)
            except (RecipeError, shapely.errors.GEOSException, ValueError, TypeError) as error:
                self.made.faults.append(Fault(f"{record.where}.geometry", str(error)))
                made = {}
            for role, geometry in made.items():
                self.made.geometries[record.id, role] = geometry
            self._fit(record, made, blocks.get(record.id))
            record.parent = self.resolve(record.parent) if record.parent else None
            record.relations = [(kind, self.resolve(other)) for kind, other in record.relations]
        self._borders()

    def _fit(self, record: Record, made: dict[str, BaseGeometry], block: Record | None) -> None:
        """Position and radius from the shape, where the record's own block gives none."""
        shape = made.get("area") or made.get("line")
        if shape is None:
            if (record.lon is None or record.lat is None) and record.feature_class != "O":
                del self.made.records[record.id]
                self.made.faults.append(Fault(record.where, f"{record.id} has no position"))
            return
        given = block is not None and block.lon is not None
        division = record.feature_class == "A" and "area" in made
        if record.lon is None or not (given or (self._inside(record, shape) and not division)):
            point = _centre(shape) if "area" in made else _middle(shape)
            record.lon, record.lat = round(point.x, 5), round(point.y, 5)
        if block is None or block.radius_m is None:
            record.radius_m = _radius_m(record, shape)

    def _inside(self, record: Record, shape: BaseGeometry) -> bool:
        return bool(shape.covers(shapely.Point(record.lon, record.lat)))

    def _borders(self) -> None:
        """Shared boundaries of countries, computed once, here, from areas that share their points."""
        countries = {
            r.id: self.shapes[r.id]
            for r in self.made.records.values()
            if (r.feature_code or "").startswith("PCL") and r.id in self.shapes
        }
        ids = sorted(countries)
        if not ids:
            return
        tree = shapely.STRtree([countries[i] for i in ids])
        pairs = tree.query([countries[i] for i in ids], predicate="intersects").T
        for left, right in sorted(
            {(ids[min(p)], ids[max(p)]) for p in pairs.tolist() if p[0] != p[1]}
        ):
            first, second = sorted((left, right))
            line = shared_border(countries[first], countries[second])
            if line is not None:
                self.made.borders[first, second] = line


def _centre(area: BaseGeometry) -> Any:
    """The centre of an area by its surface on the sphere, or a point inside when that lies outside.

    References print the centre of a division; where its towns lie is another place.
    """

    def to_equal_area(points: Any) -> Any:
        return np.column_stack([points[:, 0], np.degrees(np.sin(np.radians(points[:, 1])))])

    flat = shapely.transform(area, to_equal_area).centroid
    point = shapely.Point(flat.x, math.degrees(math.asin(math.radians(flat.y))))
    return point if area.covers(point) else area.representative_point()


def _middle(line: BaseGeometry) -> Any:
    parts = shapely.get_parts(line)
    longest = parts[int(np.argmax(shapely.length(parts)))]
    return longest.interpolate(0.5, normalized=True) if longest.length else longest.centroid


def _radius_m(record: Record, shape: BaseGeometry) -> float:
    """The distance that holds nine tenths of the shape's points, from the record's position."""
    points = shapely.get_coordinates(shape)
    step = max(1, len(points) // 200)
    distances = sorted(
        great_circle_m(record.lon or 0, record.lat or 0, float(x), float(y))
        for x, y in points[::step]
    )
    return float(round(distances[(len(distances) - 1) * 9 // 10], -2))


def _stop_keys(own: OwnFiles, records: Iterable[Record]) -> dict[str, int]:
    """Flags of stop names; a name of a prominent curated record needs no context."""
    prominent = {name_key(n.text) for r in records if (r.rank or 0) >= 60 for n in r.names}
    stop: dict[str, int] = {}
    for name, (flags, _) in sorted(own.stop.items()):
        key = name_key(name)
        if key in prominent:
            flags &= ~NEEDS_CONTEXT
        if key and flags:
            stop[key] = flags
    return stop


def packed_geometries(
    geometries: dict[tuple[str, str], BaseGeometry],
) -> dict[tuple[str, str], tuple[float, float, float, float, bytes]]:
    """Geometries with their box, in the form packs keep."""
    return {key: (*g.bounds, geometry_to_bytes(g)) for key, g in sorted(geometries.items())}
