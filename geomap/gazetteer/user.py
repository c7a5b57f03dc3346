"""A user's gazetteer, compiled once by its content into the user's cache.

A file (csv, tsv, toml, geojson, gpkg …), a GeoNames dump, or a Natural Earth folder.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import shapely

from geomap.config import cache_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.build import BUILT_IN_SOURCES, alone, code_stamp
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.index import open_pack
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.recipes import Kitchen, RecipeError
from geomap.gazetteer.record import Record
from geomap.gazetteer.shapes import geometry_to_bytes
from geomap.gazetteer.sources.geonames_dump import dump_in, dump_records, files_of
from geomap.gazetteer.sources.natural_earth import (
    is_natural_earth,
    layers_in,
    natural_earth_records,
)
from geomap.gazetteer.sources.user import Import, records_of

log = logging.getLogger(__name__)
Tick = Callable[[int, int], None]
#: Faults named in an error or a warning; the command ``gazetteer add`` shows more.
_SHOWN = 5
_NAME = "user"


def user_pack(file: str) -> Pack:
    """The pack of a user's file or folder; compiled when this content was not seen before.

    Raises GazetteerError when nothing in it can be used, naming the rows.
    """
    path = Path(file)
    pack, report = compile_source(path)
    if report is not None:
        for fault in report.mended[:_SHOWN]:
            log.warning("%s", fault)
    if report is not None and report.left_out:
        shown = "; ".join(str(fault) for fault in report.faults[:_SHOWN])
        log.warning("%s: %d rows left out: %s", path.name, report.left_out, shown)
    return pack


def compile_source(path: Path, tick: Tick | None = None) -> tuple[Pack, Import | None]:
    """The pack of a source and, when it was compiled now, what was taken and left out.

    ``tick(done, total)`` is called now and then with how far a long source is read.
    """
    files, records = _source(path)
    folder = cache_folder() / "gazetteers" / _digest(path, files)
    manifest = folder / f"{_NAME}.pack"
    remedy = f"geomap gazetteer add {path}"
    with alone(folder):
        if manifest.exists():
            try:
                return open_pack(str(manifest), remedy), None
            except GazetteerError:
                log.info("the compiled %s is damaged and is made again", path.name)
        report = Import()
        _write(folder, path, records(report, tick), report)
    return open_pack(str(manifest), remedy), report


Reader = Callable[[Import, Tick | None], Iterator[Record]]


def _source(path: Path) -> tuple[list[Path], Reader]:
    """The files a source is read from, and its reader."""
    dump = dump_in(path)
    if dump is not None:
        return files_of(dump), lambda report, tick: dump_records(dump, report, tick)
    if is_natural_earth(path):
        layers = list(layers_in(path))
        return layers, lambda report, tick: natural_earth_records(path, report, tick)
    if path.is_dir():
        raise GazetteerError(
            "neither a GeoNames dump (allCountries.txt, UA.txt) nor Natural Earth layers (ne_10m_…)",
            source=str(path),
        )
    if not path.is_file():
        raise GazetteerError("there is no such file", source=str(path))
    return [path], lambda report, _tick: records_of(path, report)


def _digest(path: Path, files: list[Path]) -> str:
    """A name for the content of the files and the code that reads them.

    Remembered by size and time of the files: a dump has gigabytes.
    """
    code = code_stamp(
        "sources/user.py",
        "sources/rows.py",
        "sources/own.py",
        "sources/geonames_dump.py",
        "sources/natural_earth.py",
        "user.py",
    )
    seen = hashlib.sha256(code)
    for file in files:
        status = file.stat()
        seen.update(f"{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    memory = cache_folder() / "gazetteers" / "seen" / seen.hexdigest()[:24]
    if memory.exists():
        return memory.read_text(encoding="ascii").strip()
    digest = hashlib.sha256(code + path.name.encode())
    for file in files:
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
    found = digest.hexdigest()[:24]
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(found, encoding="ascii")
    return found


def _write(folder: Path, path: Path, records: Iterator[Record], report: Import) -> None:
    """Write the pack; shapes that cannot be made are reported, not fatal."""
    title = path.name
    sources = {
        f"user:{title}": {
            "name": title,
            "licence": "as the file's owner says",
            "attribution": title,
        },
        **BUILT_IN_SOURCES,
    }
    geometries: dict[tuple[str, str], tuple[float, float, float, float, bytes]] = {}
    content = PackContent(
        name=_NAME, version="1", sources=sources, geometries=geometries, meta={"file": title}
    )
    shaped = _shaped(path, records, geometries, report)
    write_pack(folder, content, shaped, frozenset())


def _shaped(
    path: Path, records: Iterator[Record], geometries: dict[tuple[str, str], Any], report: Import
) -> Iterator[Record]:
    """The records, their shapes packed on the way. Raises GazetteerError when there is none."""
    kitchen = Kitchen(Path(), {}, {}, str)
    count = 0
    for record in records:
        for role, recipe in record.geometry.items():
            try:
                geometry = recipe["shapely"] if "shapely" in recipe else kitchen.cook(recipe)
            except (RecipeError, shapely.errors.GEOSException, ValueError, TypeError) as error:
                report.leave(f"{record.where}.geometry", str(error))
                continue
            if record.lon is None or record.lat is None:
                point = geometry.representative_point()
                record.lon, record.lat = float(point.x), float(point.y)
            kind = "area" if geometry.geom_type.endswith("Polygon") else "line"
            packed = (*geometry.bounds, geometry_to_bytes(geometry))
            geometries[record.id, role or kind] = packed
        record.geometry = {}
        if record.lon is None or record.lat is None:
            report.leave(record.where, f"{record.id} has no position")
            continue
        count += 1
        yield record
    if not count:
        shown = "; ".join(str(fault) for fault in report.faults[:_SHOWN]) or "it has no rows"
        raise GazetteerError(f"no place in it can be used: {shown}", source=str(path))
