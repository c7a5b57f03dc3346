"""A user's own places: CSV, TSV, TOML, GeoJSON, GeoPackage and other files GDAL reads, to records.

A table needs a name, a longitude and a latitude; columns go by the names people give them ("nom",
"lon", "lng", "latitude", "pays" …). Rows that cannot be used are left out, each with file, row and
reason; the rest is taken. Nothing is guessed: a comma as decimal mark is understood, swapped
coordinates are not, and are said to be suspected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError, UnknownFormat
from geomap.gazetteer.features import feature_table
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.own import Fault, OwnFiles, is_own_id, read_block
from geomap.gazetteer.sources.rows import (
    UserRow,
    gdal_rows,
    geojson_rows,
    jsonl_rows,
    table_rows,
    toml_blocks,
    toml_row,
)
from geomap.language.fold import fold

_CLASSES = "AHLPRSTUVO"
#: Rank of a place whose row gives neither rank nor population: a user's own place goes before towns of
#: its name up to some 700,000 inhabitants (chosen), never before a metropolis or a country.
_OWN_RANK = 40
_SEPARATORS = re.compile(r"[|;,]")
_TABLES = {".csv", ".tsv", ".tab", ".txt"}
#: Ids whose row is remembered, to name it when one comes again; later ones are still kept apart when the
#: pack is written, without the row.
_IDS_REMEMBERED = 1_000_000


@dataclass(slots=True)
class Import:
    """What an import took and what it left out."""

    taken: int = 0
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0
    #: rows taken although something was put right, each with what
    mended: list[Fault] = field(default_factory=list)
    #: reasons that are no faults ("no name", "a road") -> how many
    passed_over: dict[str, int] = field(default_factory=dict)
    #: at most so many faults are kept with their row; the rest is counted
    keep: int = 200

    def leave(self, where: str, why: str) -> None:
        """One row that cannot be used."""
        self.left_out += 1
        if len(self.faults) < self.keep:
            self.faults.append(Fault(where, why))

    def mend(self, where: str, what: str) -> None:
        """One row that is taken, and in which something was put right."""
        if len(self.mended) < self.keep:
            self.mended.append(Fault(where, what))

    def pass_over(self, why: str) -> None:
        """One row that is not wanted."""
        self.passed_over[why] = self.passed_over.get(why, 0) + 1


def records_of(path: Path, report: Import) -> Iterator[Record]:
    """The records of a user's file, one at a time.

    Raises GazetteerError when the file cannot be read at all, UnknownFormat when it is of no known form.
    """
    suffix = path.suffix.lower()
    if not path.exists():
        raise GazetteerError("there is no such file", source=str(path))
    if path.stat().st_size == 0:
        raise GazetteerError("the file is empty", source=str(path))
    if suffix in _TABLES:
        rows = table_rows(path)
    elif suffix == ".toml":
        yield from _toml_records(path, report)
        return
    elif suffix in {".geojson", ".json"}:
        rows = geojson_rows(path)
    elif suffix in {".geojsonl", ".jsonl", ".ndjson", ".geojsons"}:
        rows = jsonl_rows(path)
    elif suffix in {".gpkg", ".shp", ".fgb", ".kml", ".sqlite"}:
        rows = gdal_rows(path)
    else:
        raise UnknownFormat(
            f"a gazetteer is csv, tsv, toml, geojson, gpkg, shp, fgb or kml, not {suffix or 'this'}",
            source=str(path),
        )
    yield from _checked(path, rows, report)


def _checked(path: Path, rows: Iterator[UserRow], report: Import) -> Iterator[Record]:
    seen: dict[str, str] = {}  # only of ids the file gives: row numbers cannot come twice
    for number, (row_name, row, geometry) in enumerate(rows, 1):
        where = f"{path.name}:{row_name}"
        try:
            record = _record(path, number, row, geometry, where)
        except ValueError as error:
            report.leave(where, str(error))
            continue
        if row.get("id") not in (None, ""):
            if record.id in seen:
                message = f"the id {record.id} stands already in row {seen[record.id]}"
                report.leave(where, message)
                continue
            if len(seen) < _IDS_REMEMBERED:
                seen[record.id] = row_name
        if "mended" in row:
            report.mend(where, row["mended"])
        report.taken += 1
        yield record


def _record(path: Path, number: int, row: dict[str, Any], geometry: Any, where: str) -> Record:
    if "error" in row:
        raise ValueError(row["error"])
    name = str(row.get("name") or row.get("name_fr") or row.get("name_en") or "").strip()
    if not name:
        raise ValueError("name is empty")
    lon, lat = _number(row, "lon"), _number(row, "lat")
    if geometry is not None and (lon is None or lat is None):
        point = geometry.representative_point()
        lon, lat = float(point.x), float(point.y)
    if lon is None or lat is None:
        raise ValueError(f"{'lon' if lon is None else 'lat'} is empty")
    if not -180 <= lon <= 180 or not -90 <= lat <= 90:
        swapped = -90 <= lon <= 90 and -180 <= lat <= 180
        hint = "; lon and lat seem to be swapped" if swapped else ""
        raise ValueError(f"lon {lon:g}, lat {lat:g} is outside -180..180, -90..90{hint}")
    given = str(row.get("id") or "").strip()
    identifier = (
        given
        if given.startswith(("gn:", "gm:", "user:"))
        else f"user:{path.stem}/{given or number}"
    )
    feature_class, code = _kind(row, geometry)
    record = Record(
        id=identifier, name=name, lon=lon, lat=lat, source=f"user:{path.name}", where=where,
        feature_code=code, feature_class=feature_class,
        country=_country(row), admin1=str(row.get("admin1") or "").strip() or None,
        valid_from=str(row.get("valid_from") or "") or None,
        valid_to=str(row.get("valid_to") or "") or None,
    )  # fmt: skip
    population, rank = _number(row, "population"), _number(row, "rank")
    record.population = None if population is None else int(population)
    if rank is None and population is None:
        rank = _OWN_RANK
    record.rank = None if rank is None else int(rank)
    record.radius_m = _number(row, "radius_m")
    record.names = list(_names(name, row))
    if geometry is not None and geometry.geom_type != "Point":
        record.geometry = {"": {"shapely": geometry}}
    return record


def _country(row: dict[str, Any]) -> str | None:
    country = str(row.get("country") or "").strip()
    if not country:
        return None
    if len(country) != 2 or not country.isalpha():
        raise ValueError(f"country {country!r} is no ISO 3166 code of two letters, as in UA")
    return country.upper()


def _kind(row: dict[str, Any], geometry: Any) -> tuple[str, str]:
    """Class and code of a row, checked; without either, a town for a point and a region for a shape."""
    given = str(row.get("feature_class") or "").strip().upper()
    if given and given not in _CLASSES:
        raise ValueError(f"feature_class {given!r} is none of {', '.join(_CLASSES)}")
    code = str(row.get("feature_code") or "").strip().upper()
    if code and code not in feature_table():
        if not given:
            raise ValueError(f"feature_code {code!r} is not known, and there is no feature_class")
        return given, code
    if not code and (row.get("kind") or not given):
        code = _code_of_kind(row.get("kind"), geometry)
    if not code:
        return given, ""
    known = feature_table()[code][0]
    if given and given != known:
        raise ValueError(f"feature_code {code!r} is of class {known}, not {given}")
    return known, code


def _code_of_kind(kind: object, geometry: Any) -> str:
    """The feature code of a kind in words ("ville", "port"), by the labels of the table."""
    wanted = fold(str(kind or "")).strip()
    if not wanted:
        return "PPL" if geometry is None or geometry.geom_type == "Point" else "RGN"
    for code, (_, english, french) in feature_table().items():
        if wanted in {code.lower(), fold(english), fold(french)}:
            return code
    return "PPL" if wanted in {"ville", "village", "town", "city"} else "FCL"


def _names(name: str, row: dict[str, Any]) -> Iterator[Name]:
    yield Name(name, "", "official")
    for lang in ("fr", "en"):
        if text := str(row.get(f"name_{lang}") or "").strip():
            yield Name(text, lang, "official")
    others = row.get("names") or ()
    texts = _SEPARATORS.split(others) if isinstance(others, str) else list(others)
    for text in texts:
        if str(text).strip():
            yield Name(str(text).strip(), "", "alias")


def _number(row: dict[str, Any], key: str) -> float | None:
    value = row.get(key)
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = float(
            str(value).strip().replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
        )
    except ValueError as error:
        raise ValueError(f"{key} {value!r} is no number") from error
    if number != number or number in {float("inf"), float("-inf")}:
        raise ValueError(f"{key} {value!r} is no number")
    return number


def _toml_records(path: Path, report: Import) -> Iterator[Record]:
    """Blocks as in ``gazetteer/`` where they have an id of that form; else as rows of a table."""
    rows: list[UserRow] = []
    for where, block in toml_blocks(path):
        if not is_own_id(block.get("id")):
            rows.append((where, toml_row(block), None))
            continue
        own = OwnFiles()
        read_block(block, f"{path.name}:{where}", own)
        for fault in own.faults:
            report.leave(fault.where, fault.message)
        for record in () if own.faults else own.records:
            record.source = record.source or f"user:{path.name}"
            report.taken += 1
            yield record
    yield from _checked(path, iter(rows), report)
