"""A user's own places: CSV, TSV, TOML, GeoJSON, GeoPackage and other files GDAL reads, to records.

A table needs a name, a longitude and a latitude; columns go by the names people give them ("nom",
"lon", "lng", "latitude", "pays" …). Rows that cannot be used are left out, each with file, row and
reason; the rest is taken. Nothing is guessed: a comma as decimal mark is understood, swapped
coordinates are not, and are said to be suspected.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError, UnknownFormat
from geomap.gazetteer.features import feature_table
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.own import Fault, OwnFiles, read_records
from geomap.language.fold import fold

#: field -> names of columns that give it, folded, best first
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "nom", "toponym", "toponyme", "place", "lieu", "label", "title"),
    "lon": ("lon", "longitude", "lng", "long", "x", "point_x"),
    "lat": ("lat", "latitude", "y", "point_y"),
    "id": ("id", "fid", "identifier", "identifiant", "code"),
    "country": ("country", "pays", "iso", "iso2", "country_code", "cc", "iso_a2"),
    "admin1": ("admin1", "adm1", "admin1_code"),
    "feature_code": ("feature_code", "fcode", "featurecode"),
    "feature_class": ("feature_class", "fclass", "featureclass"),
    "kind": ("kind", "type", "category", "categorie"),
    "population": ("population", "pop", "habitants"),
    "radius_m": ("radius_m", "radius", "rayon_m"),
    "names": ("alternate_names", "alternatenames", "aliases", "alias", "autres_noms", "aka"),
    "name_fr": ("name_fr", "nom_fr", "fr"),
    "name_en": ("name_en", "nom_en", "en"),
    "rank": ("rank", "rang"),
    "valid_from": ("valid_from",),
    "valid_to": ("valid_to",),
}
_SEPARATORS = re.compile(r"[|;,]")
_TABLES = {".csv", ".tsv", ".tab", ".txt"}
_LARGEST_FIELD = 10_000_000
#: Ids whose row is remembered, to name it when one comes again; later ones are still kept apart when the
#: pack is written, without the row.
_IDS_REMEMBERED = 1_000_000


@dataclass(slots=True)
class Import:
    """What an import took and what it left out."""

    taken: int = 0
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0
    #: reasons that are no faults ("no name", "a road") -> how many
    passed_over: dict[str, int] = field(default_factory=dict)
    #: at most so many faults are kept with their row; the rest is counted
    keep: int = 200

    def leave(self, where: str, why: str) -> None:
        """One row that cannot be used."""
        self.left_out += 1
        if len(self.faults) < self.keep:
            self.faults.append(Fault(where, why))

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
        rows = _table_rows(path)
    elif suffix == ".toml":
        yield from _toml_records(path, report)
        return
    elif suffix in {".geojson", ".json"}:
        rows = _geojson_rows(path)
    elif suffix in {".geojsonl", ".jsonl", ".ndjson", ".geojsons"}:
        rows = _jsonl_rows(path)
    elif suffix in {".gpkg", ".shp", ".fgb", ".kml", ".sqlite"}:
        rows = _gdal_rows(path)
    else:
        raise UnknownFormat(
            f"a gazetteer is csv, tsv, toml, geojson, gpkg, shp, fgb or kml, not {suffix or 'this'}",
            source=str(path),
        )
    yield from _checked(path, rows, report)


def _checked(
    path: Path, rows: Iterator[tuple[str, dict[str, Any], Any]], report: Import
) -> Iterator[Record]:
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
        report.taken += 1
        yield record


def _record(path: Path, number: int, row: dict[str, Any], geometry: Any, where: str) -> Record:
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
    code = str(row.get("feature_code") or "").strip() or _code_of_kind(row.get("kind"))
    known = feature_table().get(code)
    record = Record(
        id=identifier, name=name, lon=lon, lat=lat, source=f"user:{path.name}", where=where,
        feature_code=code, feature_class=str(row.get("feature_class") or "") or (known[0] if known else "S"),
        country=_country(row), admin1=str(row.get("admin1") or "").strip() or None,
        valid_from=str(row.get("valid_from") or "") or None,
        valid_to=str(row.get("valid_to") or "") or None,
    )  # fmt: skip
    population, rank = _number(row, "population"), _number(row, "rank")
    record.population = None if population is None else int(population)
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


def _code_of_kind(kind: object) -> str:
    """The feature code of a kind in words ("ville", "port"), by the labels of the table."""
    wanted = fold(str(kind or "")).strip()
    if not wanted:
        return "PPL"
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


def _by_field(row: dict[str, Any]) -> dict[str, Any]:
    """Values under our names for their columns."""
    folded = {fold(str(key)).strip(): value for key, value in row.items() if key is not None}
    found = {}
    for key, columns in COLUMNS.items():
        for column in columns:
            if column in folded and folded[column] not in (None, ""):
                found[key] = folded[column]
                break
    return found


def _text(path: Path) -> str:
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise GazetteerError(
            f"not UTF-8: byte {data[error.start]:#04x}", source=str(path), place=str(line),
            hint="save the table as UTF-8",
        ) from error  # fmt: skip


def _lines(path: Path) -> Iterator[str]:
    """The lines of a table, one at a time: a table may be larger than memory."""
    with path.open("rb") as file:
        head = file.read(2)
    if head in (b"\xff\xfe", b"\xfe\xff"):
        yield from _text(path).splitlines(keepends=True)
        return
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise GazetteerError(
                    f"not UTF-8: byte {raw[error.start]:#04x}", source=str(path), place=str(number),
                    hint="save the table as UTF-8",
                ) from error  # fmt: skip


def _table_rows(path: Path) -> Iterator[tuple[str, dict[str, Any], Any]]:
    lines = _lines(path)
    first = next(lines, "")
    delimiter = "\t" if "\t" in first else (";" if first.count(";") > first.count(",") else ",")
    header = next(csv.reader([first], delimiter=delimiter), [])
    known = _by_field(dict.fromkeys(header, "x"))
    missing = [key for key in ("name", "lon", "lat") if key not in known]
    if "name" in missing and ("name_fr" in known or "name_en" in known):
        missing.remove("name")
    if missing:
        raise GazetteerError(
            f"the header has no column for {', '.join(missing)}: {', '.join(header)[:200]}",
            source=str(path), place="1",
            hint=f"columns may be called {'; '.join(', '.join(COLUMNS[m][:3]) for m in missing)}",
        )  # fmt: skip
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            if not any(cells):
                continue
            row = dict(zip(header, cells, strict=False))
            yield str(reader.line_num + 1), _by_field(row), None
    except csv.Error as error:
        raise GazetteerError(
            f"not a table: {error}", source=str(path), place=str(reader.line_num + 1)
        ) from error


def _geojson_rows(path: Path) -> Iterator[tuple[str, dict[str, Any], Any]]:
    try:
        table = json.loads(_text(path))
    except ValueError as error:
        raise GazetteerError(f"not valid JSON: {error}", source=str(path)) from error
    features = table.get("features") if isinstance(table, dict) else None
    if isinstance(table, dict) and table.get("type") == "Feature":
        features = [table]
    if not isinstance(features, list):
        raise GazetteerError("not a GeoJSON FeatureCollection", source=str(path))
    for number, feature in enumerate(features, 1):
        yield _feature_row(f"feature {number}", feature)


def _jsonl_rows(path: Path) -> Iterator[tuple[str, dict[str, Any], Any]]:
    for number, line in enumerate(_lines(path), 1):
        if line.strip(" \x1e\r\n"):
            try:
                feature = json.loads(line.strip("\x1e"))
            except ValueError as error:
                raise GazetteerError(
                    f"not valid JSON: {error}", source=str(path), place=str(number)
                ) from error
            yield _feature_row(str(number), feature)


def _feature_row(where: str, feature: Any) -> tuple[str, dict[str, Any], Any]:
    import shapely

    if not isinstance(feature, dict):
        return where, {}, None
    row = _by_field(feature.get("properties") or {})
    if feature.get("id") is not None:
        row.setdefault("id", feature["id"])
    try:
        geometry = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.errors.GEOSException as error:
        return where, {"name": row.get("name"), "lon": f"geometry: {error}"}, None
    return where, row, _usable(geometry)


def _gdal_rows(path: Path) -> Iterator[tuple[str, dict[str, Any], Any]]:
    import shapely
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read

    try:
        meta, _, geometries, columns = read(path)
    except (DataSourceError, ValueError, RuntimeError) as error:
        raise GazetteerError(f"GDAL cannot read it: {error}", source=str(path)) from error
    fields = [str(name) for name in meta["fields"]]
    to_degrees = _to_degrees(meta.get("crs"), path)
    for number in range(len(geometries) if geometries is not None else 0):
        row = _by_field({f: _plain(c[number]) for f, c in zip(fields, columns, strict=True)})
        geometry = shapely.from_wkb(geometries[number])
        if geometry is not None and to_degrees is not None:
            geometry = shapely.transform(geometry, to_degrees)
        yield f"feature {number + 1}", row, _usable(geometry)


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _to_degrees(crs: str | None, path: Path) -> Callable[[Any], Any] | None:
    if not crs or crs.upper() in {"EPSG:4326", "OGC:CRS84"}:
        return None
    import numpy as np
    from pyproj import Transformer
    from pyproj.exceptions import CRSError

    try:
        transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except CRSError as error:
        raise GazetteerError(
            f"its coordinate system is not known: {error}", source=str(path)
        ) from error

    def to_degrees(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return to_degrees


def _usable(geometry: Any) -> Any:
    """A geometry without errors: one that crosses itself is mended, an empty one is none."""
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _toml_records(path: Path, report: Import) -> Iterator[Record]:
    own = OwnFiles()
    _text(path)  # says where it is not UTF-8
    read_records(path, own)
    if own.faults and not own.records:
        raise GazetteerError("; ".join(str(f) for f in own.faults[:5]), source=str(path))
    for fault in own.faults:
        report.leave(fault.where, fault.message)
    for record in own.records:
        record.source = record.source or f"user:{path.name}"
        report.taken += 1
        yield record
