"""Rows of a user's file, one at a time: tables, GeoJSON, GeoJSON lines, TOML, and what GDAL reads.

A row is where it stands in its file, its values under our names for their columns, and its geometry
in degrees, if any. A row that is no row at all says why under ``error``; what was put right on the
way, under ``mended``.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.language.fold import fold

#: where in the file, values by field, geometry
UserRow = tuple[str, dict[str, Any], Any]

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
_LARGEST_FIELD = 10_000_000
#: Features of a GDAL file read together: some 50 MB of points.
FEATURES_AT_ONCE = 100_000
#: What is said of a shape that crosses itself: it is used, and its owner should know.
MENDED = "its shape was not valid ({}) and was mended"


def by_field(row: dict[str, Any]) -> dict[str, Any]:
    """Values under our names for their columns; empty ones are left out."""
    found = {}
    for key, columns in columns_of(tuple(row)):
        for column in columns:
            if row[column] not in (None, ""):
                found[key] = row[column]
                break
    return found


@lru_cache(maxsize=64)
def columns_of(header: tuple[Any, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each field, the columns of a header that give it, best first.

    Remembered: a table has one header, and ten million rows.
    """
    folded = {fold(str(column)).strip(): column for column in header if column is not None}
    found = (
        (key, tuple(folded[c] for c in names if c in folded)) for key, names in COLUMNS.items()
    )
    return tuple((key, columns) for key, columns in found if columns)


def text_of(path: Path) -> str:
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
        yield from text_of(path).splitlines(keepends=True)
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


def table_rows(path: Path) -> Iterator[UserRow]:
    lines = _lines(path)
    first = next(lines, "")
    delimiter = "\t" if "\t" in first else (";" if first.count(";") > first.count(",") else ",")
    header = next(csv.reader([first], delimiter=delimiter), [])
    known = by_field(dict.fromkeys(header, "x"))
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
            yield str(reader.line_num + 1), by_field(row), None
    except csv.Error as error:
        raise GazetteerError(
            f"not a table: {error}", source=str(path), place=str(reader.line_num + 1)
        ) from error


def geojson_rows(path: Path) -> Iterator[UserRow]:
    try:
        table = json.loads(text_of(path))
    except ValueError as error:
        raise GazetteerError(f"not valid JSON: {error}", source=str(path)) from error
    features = table.get("features") if isinstance(table, dict) else None
    if isinstance(table, dict) and table.get("type") == "Feature":
        features = [table]
    if not isinstance(features, list):
        raise GazetteerError("not a GeoJSON FeatureCollection", source=str(path))
    for number, feature in enumerate(features, 1):
        yield _feature_row(f"feature {number}", feature)


def jsonl_rows(path: Path) -> Iterator[UserRow]:
    for number, line in enumerate(_lines(path), 1):
        if line.strip(" \x1e\r\n"):
            try:
                feature = json.loads(line.strip("\x1e"))
            except ValueError as error:
                raise GazetteerError(
                    f"not valid JSON: {error}", source=str(path), place=str(number)
                ) from error
            yield _feature_row(str(number), feature)


def _feature_row(where: str, feature: Any) -> UserRow:
    import shapely

    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return where, {"error": "not a GeoJSON Feature"}, None
    row = by_field(feature.get("properties") or {})
    if feature.get("id") is not None:
        row.setdefault("id", feature["id"])
    given = feature.get("geometry")
    if given is None:
        return where, row, None
    try:
        geometry = shapely.from_geojson(json.dumps(given))
    except shapely.errors.GEOSException as error:
        why = str(error).removeprefix("ParseException: ").removeprefix("IllegalArgumentException: ")
        return where, {"error": f"its geometry cannot be read: {why[:200]}"}, None
    return where, row, _usable(geometry, row)


def gdal_rows(path: Path) -> Iterator[UserRow]:
    """Features of the first layer of a file GDAL reads, :data:`FEATURES_AT_ONCE` in memory."""
    import shapely

    to_degrees = None
    number = 0
    for meta, geometries, columns in _gdal_batches(path):
        fields = [str(name) for name in meta["fields"]]
        to_degrees = to_degrees or _to_degrees(meta.get("crs"), path)
        for at in range(len(geometries)):
            row = by_field({f: _plain(c[at]) for f, c in zip(fields, columns, strict=True)})
            geometry = shapely.from_wkb(geometries[at])
            if geometry is not None and to_degrees is not None:
                geometry = shapely.transform(geometry, to_degrees)
            number += 1
            yield f"feature {number}", row, _usable(geometry, row)


def _gdal_batches(path: Path) -> Iterator[tuple[dict[str, Any], Any, Any]]:
    """What ``pyogrio.raw.read`` gives, in parts: meta, WKB of the geometries, columns.

    Going to a feature by its number is quick in GeoPackage and Shapefile, and 0.2 s a million in
    FlatGeobuf (measured); a driver that does not count its features is read as a whole.
    """
    import pyogrio
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read

    try:
        count = pyogrio.read_info(path)["features"]
        for first in range(0, count, FEATURES_AT_ONCE) if count > 0 else (0,):
            part = {"skip_features": first, "max_features": FEATURES_AT_ONCE} if count > 0 else {}
            meta, _, geometries, columns = read(path, **part)
            yield meta, () if geometries is None else geometries, columns
    except (DataSourceError, ValueError, RuntimeError) as error:
        raise GazetteerError(f"GDAL cannot read it: {error}", source=str(path)) from error


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


def _usable(geometry: Any, row: dict[str, Any]) -> Any:
    """A geometry without errors: one that crosses itself is mended, and said to be; an empty one is none."""
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    if geometry.is_valid:
        return geometry
    row["mended"] = MENDED.format(shapely.is_valid_reason(geometry))
    return shapely.make_valid(geometry)


def toml_blocks(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ``[[place]]`` blocks of a file, with the line of each."""
    text = text_of(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"not valid TOML: {error}", source=str(path)) from error
    blocks = table.get("place")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise GazetteerError(
            "there is no [[place]] in it", source=str(path),
            hint='write each place as [[place]] with name = "…", lon = …, lat = …',
        )  # fmt: skip
    lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[place]]"]
    source = table.get("source")
    for number, block in enumerate(blocks):
        where = str(lines[number] if len(lines) == len(blocks) else f"place {number + 1}")
        yield where, {**({"source": source} if source else {}), **block}


def toml_row(block: dict[str, Any]) -> dict[str, Any]:
    """The values of a block that has no id of ours, as those of a row of a table."""
    row = by_field(block)
    names = block.get("names")
    if isinstance(names, dict):
        row.pop("names", None)
        for lang, given in names.items():
            texts = [given] if isinstance(given, str) else list(given)
            if lang in {"fr", "en"} and texts and f"name_{lang}" not in row:
                row[f"name_{lang}"] = texts.pop(0)
            row["names"] = [*row.get("names", ()), *texts]
    return row
