"""A user's gazetteer file, compiled once by its content into the user's cache."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import shapely

from geomap.config import cache_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.build import BUILT_IN_SOURCES, alone, code_stamp
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.curated import packed_geometries
from geomap.gazetteer.index import open_pack
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.recipes import Kitchen, RecipeError
from geomap.gazetteer.record import Record
from geomap.gazetteer.sources.user import Import, records_of

log = logging.getLogger(__name__)
#: Faults named in an error or a warning; the command ``gazetteer add`` shows them all.
_SHOWN = 5


def user_pack(file: str) -> Pack:
    """The pack of a user's file; compiled when this content was not seen before.

    Raises GazetteerError when no row of it can be used, naming the rows.
    """
    path = Path(file)
    pack, report = compile_source(path)
    if report is not None and report.faults:
        shown = "; ".join(str(fault) for fault in report.faults[:_SHOWN])
        log.warning("%s: %d rows left out: %s", path.name, report.left_out, shown)
    return pack


def compile_source(
    path: Path, tick: Callable[[int, int], None] | None = None
) -> tuple[Pack, Import | None]:
    """The pack of a file or folder and, when it was compiled now, what was taken and left out.

    ``tick(done, total)`` is called with bytes read.
    """
    del tick
    if not path.is_file():
        raise GazetteerError("there is no such file", source=str(path))
    folder = cache_folder() / "gazetteers" / _digest(path)
    name = "user"
    manifest = folder / f"{name}.pack"
    remedy = f"geomap gazetteer add {path}"
    with alone(folder):
        if manifest.exists():
            try:
                return open_pack(str(manifest), remedy), None
            except GazetteerError:
                log.info("the compiled %s is damaged and is made again", path.name)
        report = Import()
        records = list(records_of(path, report))
        if not records:
            shown = "; ".join(str(fault) for fault in report.faults[:_SHOWN])
            raise GazetteerError(f"no place in it can be used: {shown}", source=str(path))
        write_user_pack(folder, name, path.name, records, report)
    return open_pack(str(manifest), remedy), report


def _digest(path: Path) -> str:
    digest = hashlib.sha256(code_stamp("sources/user.py", "user.py"))
    digest.update(path.name.encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:24]


def write_user_pack(
    folder: Path, name: str, title: str, records: Iterable[Record], report: Import
) -> Path:
    """Write a pack of a user's records; shapes that cannot be made are reported, not fatal."""
    records = list(records)
    geometries = dict(_geometries(records, report))
    source = {"name": title, "licence": "as the file's owner says", "attribution": title}
    content = PackContent(
        name=name, version="1", sources={f"user:{title}": source, "geomap": BUILT_IN_SOURCES["geomap"]},
        geometries=packed_geometries(geometries), meta={"file": title},
    )  # fmt: skip
    return write_pack(folder, content, records, frozenset())


def _geometries(records: list[Record], report: Import) -> Iterable[tuple[tuple[str, str], Any]]:
    kitchen = Kitchen(Path(), {}, {}, str)
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
            yield (record.id, role or kind), geometry
