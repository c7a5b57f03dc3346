"""A GeoNames dump the user has: ``allCountries.txt`` or ``UA.txt`` (or its zip), with
``alternateNamesV2.txt`` beside it if there is one, which brings languages and kinds of names.

Data: GeoNames, CC BY 4.0. Read line by line: the whole world is thirteen million records and sixteen
million names, and neither has to fit into memory.
"""

from __future__ import annotations

import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.user import Import

Tick = Callable[[int, int], None]
_DUMP = re.compile(r"^(?:allCountries|[A-Z]{2}|cities\d+)\.(?:txt|zip)$")
_ALTERNATES = ("alternateNamesV2.txt", "alternateNamesV2.zip", "alternateNames.txt")
_COLUMNS = 19
#: Pseudo-languages of alternate names that are no names.
_NOT_NAMES = frozenset(
    {"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny"}
)
_BATCH = 50_000
_EVERY = 20_000


def dump_in(path: Path) -> Path | None:
    """The dump a path means: itself, or the one in a folder; None when there is none."""
    if path.is_file():
        return path if _DUMP.match(path.name) and _looks_like_dump(path) else None
    if path.is_dir():
        found = [p for p in sorted(path.iterdir()) if _DUMP.match(p.name) and _looks_like_dump(p)]
        return found[0] if found else None
    return None


def files_of(dump: Path) -> list[Path]:
    """The files a dump is read from: itself and the alternate names beside it."""
    beside = [dump.parent / name for name in _ALTERNATES if (dump.parent / name).exists()]
    return [dump, *beside[:1]]


def _looks_like_dump(path: Path) -> bool:
    try:
        with _opened(path) as file:
            first = file.readline(10_000)
    except (OSError, zipfile.BadZipFile):
        return False
    cells = first.decode("utf-8", "replace").rstrip("\r\n").split("\t")
    return len(cells) == _COLUMNS and cells[0].isdecimal()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The text of a file, or of the text of the same name in its zip."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [
                n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()
            ]
            with archive.open(names[0]) as file:
                yield io.BufferedReader(file)  # type: ignore[type-var]
        return
    with path.open("rb") as file:
        yield file


def _total(path: Path) -> int:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return max((i.file_size for i in archive.infolist()), default=0)
    return path.stat().st_size


def dump_records(dump: Path, report: Import, tick: Tick | None = None) -> Iterator[Record]:
    """The records of a dump with all their names. Bad lines are reported with their number."""
    _, *alternates = files_of(dump)
    with tempfile.TemporaryDirectory(prefix="geomap-names-") as scratch:
        names = _Alternates(Path(scratch) / "names.db")
        total = sum(_total(p) for p in (dump, *alternates))
        done = 0
        for path in alternates:
            names.read(path, report, lambda n: tick(n, total) if tick else None)
            done = _total(path)
        with _opened(dump) as file:
            for number, raw in enumerate(file, 1):
                if tick and number % _EVERY == 0:
                    tick(done, total)
                done += len(raw)
                record = _record(raw, f"{dump.name}:{number}", report, names)
                if record is not None:
                    report.taken += 1
                    yield record
        if tick:
            tick(total, total)
        names.close()


class _Alternates:
    """Alternate names by GeoNames number, on disk."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("CREATE TABLE alt(place INTEGER, lang TEXT, text TEXT, kind TEXT)")
        self._any = False

    def read(self, path: Path, report: Import, tick: Callable[[int], None]) -> None:
        batch: list[tuple[int, str, str, str]] = []
        done = 0
        with _opened(path) as file:
            for number, raw in enumerate(file, 1):
                done += len(raw)
                row = _alternate(raw, f"{path.name}:{number}", report)
                if row is not None:
                    batch.append(row)
                if len(batch) >= _BATCH:
                    self._db.executemany("INSERT INTO alt VALUES(?,?,?,?)", batch)
                    batch.clear()
                    tick(done)
        self._db.executemany("INSERT INTO alt VALUES(?,?,?,?)", batch)
        self._db.execute("CREATE INDEX alt_place ON alt(place)")
        self._db.commit()
        self._any = True

    def of(self, place: int) -> list[Name]:
        if not self._any:
            return []
        query = "SELECT text, lang, kind FROM alt WHERE place=? ORDER BY rowid"
        return [Name(*row) for row in self._db.execute(query, (place,))]

    def close(self) -> None:
        self._db.close()


def _alternate(raw: bytes, where: str, report: Import) -> tuple[int, str, str, str] | None:
    cells = raw.decode("utf-8", "replace").rstrip("\r\n").split("\t")
    if len(cells) < 4 or not cells[1].isdecimal():
        report.leave(where, f"{len(cells)} columns; alternate names have 8 or 10")
        return None
    lang, text = cells[2], cells[3].strip()
    if lang in _NOT_NAMES or not text:
        return None
    preferred, _short, colloquial, historic = (
        cells[n] == "1" if len(cells) > n else False for n in (4, 5, 6, 7)
    )
    kind = "former" if historic else "official" if preferred and not colloquial else "alias"
    if lang == "abbr":
        lang, kind = "", "abbrev"
    return int(cells[1]), lang, text, kind


def _record(raw: bytes, where: str, report: Import, names: _Alternates) -> Record | None:
    try:
        cells = raw.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        report.leave(where, f"not UTF-8: byte {raw[error.start]:#04x}")
        return None
    if len(cells) != _COLUMNS:
        report.leave(where, f"{len(cells)} columns; a GeoNames dump has {_COLUMNS}")
        return None
    try:
        number, lat, lon = int(cells[0]), float(cells[4]), float(cells[5])
        population = int(cells[14] or 0)
    except ValueError as error:
        report.leave(where, str(error))
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or not cells[1]:
        report.leave(where, f"lon {lon:g}, lat {lat:g} is outside -180..180, -90..90")
        return None
    if not 0 < number < 2**32:
        report.leave(where, f"{number} is no GeoNames number")
        return None
    known = names.of(number)
    texts = {name.text for name in known} | {cells[1]}
    others = [
        Name(text, "", "romanised" if text.isascii() and text.islower() else "alias")
        for text in cells[3].split(",")
        if text and text not in texts
    ]
    country, admin1 = cells[8] or None, cells[10] if cells[10] not in {"", "00"} else None
    feature_code = cells[7] or "PPL"
    codes: tuple[str, ...] = ()
    if feature_code == "ADM1" and country and admin1:
        codes = (f"adm1:{country}.{admin1}",)
    return Record(
        id=f"gn:{number}", name=cells[1], names=[Name(cells[1], "", "official"), *known, *others],
        feature_class=cells[6] or "P", feature_code=feature_code, lon=lon, lat=lat, country=country,
        admin1=admin1, admin2=cells[11] or None, population=population or None, source="geonames",
        codes=codes, where=where,
    )  # fmt: skip
