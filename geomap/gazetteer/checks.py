"""What must hold for the files of ``gazetteer/``. All faults are found in one run, with file and line.

The form of each field is checked where it is read (``sources.own``), references, ids and geometry
recipes where they are resolved (``curated``); here stands what needs the whole: kinds, licences,
positions, homonyms, stop names, the sense of rivers, neighbours, and the shapes themselves.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.build import BUILT_IN_SOURCES
from geomap.gazetteer.curated import Curated, curate
from geomap.gazetteer.features import feature_table
from geomap.gazetteer.layout import STOP
from geomap.gazetteer.names import name_key
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.record import Record
from geomap.gazetteer.sources.own import Fault, OwnFiles, read_folder
from geomap.gazetteer.sphere import great_circle_m

#: A position may lie this far outside the area of its country, division or parent: coasts and
#: borders are simplified by up to two kilometres, ports and bases stand on moles and islets.
_OUTSIDE_M = 100_000.0
#: Codes of what may lie far from its country: leased, dependent, overseas, a base abroad.
_OVERSEAS = frozenset({"PCLD", "PCLIX", "TERR", "LTER", "ADMD", "MILB"})
#: Decimals a shape may have (11 m).
_DECIMALS = 4
#: Codes whose line has a sense: downstream.
_LINE_CODES = frozenset({"STM", "STMD", "STMA", "CNL"})


def check_folder(folder: Path, world: Pack) -> list[Fault]:
    """All faults of a gazetteer folder, in order of file and line."""
    own = read_folder(folder)
    made = curate(folder, own, world)
    check = _Check(folder, own, made, world)
    found = [
        *made.faults, *check.kinds(), *check.licences(), *check.positions(), *check.homonyms(),
        *check.stop_names(), *check.rivers(), *check.neighbours(), *check.shapes(),
    ]  # fmt: skip
    return sorted(set(found), key=_order_of)


def _order_of(fault: Fault) -> tuple[str, int, str]:
    file, _, rest = fault.where.partition(":")
    line = rest.split(".")[0]
    return file, int(line) if line.isdecimal() else 0, str(fault)


@dataclass(slots=True)
class _Check:
    folder: Path
    own: OwnFiles
    made: Curated
    world: Pack
    id_by_code: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.id_by_code = {c: r.id for r in self.made.records.values() for c in r.codes}

    def records(self) -> Iterator[Record]:
        """Records that have a block in our files, as compiled."""
        for record in self.made.records.values():
            if record.where:
                yield record

    def kinds(self) -> Iterator[Fault]:
        """Feature codes are known, and of the class they are given with."""
        table = feature_table()
        for record in self.records():
            known = table.get(record.feature_code or "")
            if known is None:
                yield Fault(
                    f"{record.where}.feature_code", f"{record.feature_code!r} is no known code"
                )
            elif known[0] != record.feature_class:
                message = (
                    f"{record.feature_code} is of class {known[0]}, not {record.feature_class}"
                )
                yield Fault(f"{record.where}.feature_class", message)

    def licences(self) -> Iterator[Fault]:
        """Every source that is named has an entry with a licence and an attribution."""
        sources = {**BUILT_IN_SOURCES, **self.own.sources}
        for record in self.own.records:
            entry = sources.get(record.source)
            if entry is None:
                message = (
                    f"{record.source!r} is not in sources.toml" if record.source else "is missing"
                )
                yield Fault(f"{record.where}.source", message)
        for key, entry in sources.items():
            for name in ("name", "licence", "attribution"):
                if not entry.get(name):
                    yield Fault(f"sources.toml:0.{key}.{name}", "is missing")

    def positions(self) -> Iterator[Fault]:
        """A position lies in, or near, the area of its country, its division and its parent."""
        for record in self.records():
            if record.lon is None or record.lat is None or record.feature_class == "O":
                continue
            point = shapely.Point(record.lon, record.lat)
            for name, area_id in self._areas_of(record):
                area = self.made.geometries.get((area_id, "area"))
                if area is None or area_id == record.id:
                    continue
                away_m = _distance_m(point, area)
                if away_m > _OUTSIDE_M + (record.radius_m or 0.0):
                    message = (
                        f"{area_id} is {away_m / 1000:.0f} km away from {record.lon}, {record.lat}"
                    )
                    yield Fault(f"{record.where}.{name}", message)

    def _areas_of(self, record: Record) -> Iterator[tuple[str, str]]:
        by_code = self.id_by_code
        far_flung = (
            record.feature_class in {"T", "H", "U"}
            or record.feature_code in _OVERSEAS
            or bool(record.claims)
        )
        if record.country and record.country in by_code and not far_flung:
            yield "country", by_code[record.country]
        code = f"adm1:{record.country}.{record.admin1}"
        if record.admin1 and code in by_code and record.feature_class in {"P", "S"}:
            yield "admin1", by_code[code]
        if record.parent and not far_flung and not (record.feature_code or "").startswith("PCL"):
            yield "parent", record.parent

    def homonyms(self) -> Iterator[Fault]:
        """A name of two of our records needs a rank to say which is meant."""
        holders: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records():
            for name in record.names:
                if name.kind in {"official", "exonym", "alias", "abbrev"}:
                    holders[name_key(name.text)][record.id] = record
        for key, records in sorted(holders.items()):
            ours = [r for r in records.values() if r.id.startswith("gm:")]
            if len(ours) < 2 or _is_told_apart(ours):
                continue
            *_, last = sorted(ours, key=lambda r: r.where)
            others = ", ".join(r.id for r in ours if r is not last)
            yield Fault(last.where, f"{key!r} is also a name of {others}: give one of them a rank")

    def stop_names(self) -> Iterator[Fault]:
        """A name that scanning never finds must not be the only name of a record."""
        stop = {name_key(name) for name, (flags, _) in self.own.stop.items() if flags & STOP}
        for record in self.records():
            if record.feature_class == "O":
                continue
            keys = {name_key(n.text) for n in record.names if n.kind != "demonym"}
            if keys and keys <= stop:
                yield Fault(record.where, "all its names are stop names: no text can mean it")
        for extra in self.own.extra:
            marked = extra.name.kind == "demonym" or extra.name.flags
            if not marked and name_key(extra.name.text) in stop:
                message = f"{extra.name.text!r} is a stop name; mark it so in the column flags"
                yield Fault(extra.where, message)

    def rivers(self) -> Iterator[Fault]:
        """A river's line ends at its mouth: nearer there than where it begins."""
        mouths: dict[str, list[str]] = defaultdict(list)
        for record in self.made.records.values():
            for kind, other in record.relations:
                if kind == "mouth_of":
                    mouths[other].append(record.id)
        for record in self.records():
            line = self.made.geometries.get((record.id, "line"))
            if line is None or record.feature_code not in _LINE_CODES:
                continue
            ends = _ends(line)
            for mouth in mouths.get(record.id, ()):
                shape = self.made.geometries.get((mouth, "area")) or self._point(mouth)
                if shape is None:
                    continue
                if _distance_m(ends[1], shape) > _distance_m(ends[0], shape):
                    yield Fault(record.where, f"its line runs away from its mouth, {mouth}")

    def _point(self, identifier: str) -> BaseGeometry | None:
        record = self.made.records.get(identifier)
        if record is None or record.lon is None or record.lat is None:
            return None
        return shapely.Point(record.lon, record.lat)

    def neighbours(self) -> Iterator[Fault]:
        """A border recipe names two countries that are neighbours."""
        for record in self.own.records:
            for recipe in _nested(record.geometry):
                if recipe.get("op") != "border":
                    continue
                sides = recipe.get("of")
                if (
                    isinstance(sides, list)
                    and len(sides) == 2
                    and all(len(str(s)) == 2 for s in sides)
                ):
                    first, second = (self._id(str(side)) for side in sides)
                    if first is None or second is None or not self._touch(first, second):
                        yield Fault(
                            f"{record.where}.geometry",
                            f"{sides[0]} and {sides[1]} are no neighbours",
                        )

    def _id(self, code: str) -> str | None:
        row = self.world.row_of(code)
        return None if row is None else self.world.id_of(row)

    def _touch(self, first: str, second: str) -> bool:
        pair = (min(first, second), max(first, second))
        return pair in self.made.borders

    def shapes(self) -> Iterator[Fault]:
        """Drawn shapes: valid, right-handed, four decimals, in range."""
        for path in sorted((self.folder / "shapes").glob("*.geojson")):
            where = f"shapes/{path.name}:1"
            try:
                table = json.loads(path.read_text(encoding="utf-8"))
                geometries = list(_geometries(table))
            except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
                yield Fault(where, f"is not GeoJSON: {error}")
                continue
            for geometry in geometries:
                yield from (Fault(where, message) for message in _faults_of_shape(geometry))
            if any(round(n, _DECIMALS) != n for n in _numbers(table)):
                yield Fault(where, f"has more than {_DECIMALS} decimals")
        for (identifier, role), geometry in sorted(
            self.made.geometries.items(), key=lambda i: i[0]
        ):
            if not geometry.is_valid:
                record = self.made.records.get(identifier)
                where = record.where if record and record.where else "shapes:0"
                yield Fault(where, f"{role} of {identifier}: {shapely.is_valid_reason(geometry)}")


def _is_told_apart(records: list[Record]) -> bool:
    ranks = sorted((r.rank or 0) for r in records)
    return ranks[-1] != ranks[-2] or any((r.feature_code or "").startswith("PCL") for r in records)


def _distance_m(point: BaseGeometry, shape: BaseGeometry) -> float:
    """Metres from a point to the nearest point of a shape (nearest in degrees: near enough)."""
    nearest = shapely.ops.nearest_points(point, shape)[1]
    return great_circle_m(point.x, point.y, nearest.x, nearest.y)


def _ends(line: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    parts = shapely.get_parts(line)
    return shapely.Point(parts[0].coords[0]), shapely.Point(parts[-1].coords[-1])


def _nested(table: Any) -> Iterator[dict[str, Any]]:
    if isinstance(table, dict):
        yield table
        for value in table.values():
            yield from _nested(value)
    elif isinstance(table, list):
        for value in table:
            yield from _nested(value)


def _geometries(table: dict[str, Any]) -> Iterator[BaseGeometry]:
    kind = table["type"]
    if kind == "FeatureCollection":
        for feature in table["features"]:
            yield from _geometries(feature)
    elif kind == "Feature":
        yield from _geometries(table["geometry"])
    else:
        yield shapely.from_geojson(json.dumps(table))


def _numbers(table: Any) -> Iterator[float]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key not in {"properties", "bbox", "id"}:
                yield from _numbers(value)
    elif isinstance(table, list):
        for value in table:
            yield from _numbers(value)
    elif isinstance(table, float):
        yield table


def _faults_of_shape(geometry: BaseGeometry) -> Iterator[str]:
    if geometry.is_empty:
        yield "is empty"
        return
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        yield f"is outside -180..180, -90..90: {geometry.bounds}"
    if not geometry.is_valid:
        yield f"is not valid: {shapely.is_valid_reason(geometry)}"
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.exterior.is_ccw:
            yield "has a ring that is not right-handed (RFC 7946)"
            return
