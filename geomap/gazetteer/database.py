"""The SQLite file of a pack: what is read one at a time (see ``compile``)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer.layout import ROLES, implied_parent, number_of_id
from geomap.gazetteer.record import Record, place_of

if TYPE_CHECKING:
    from geomap.gazetteer.compile import PackContent

_PAGE_SIZE = 4096

_SCHEMA = """
CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source(id TEXT PRIMARY KEY, name TEXT, version TEXT, address TEXT, licence TEXT,
  attribution TEXT, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE ext(id TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE detail(place INTEGER PRIMARY KEY, id TEXT, parent TEXT, valid_from TEXT, valid_to TEXT,
  countries TEXT);
CREATE TABLE claim(place INTEGER, n INTEGER, cc TEXT, status TEXT, since TEXT, until TEXT, note TEXT,
  PRIMARY KEY(place, n)) WITHOUT ROWID;
CREATE TABLE relation(a INTEGER, type TEXT, b TEXT, PRIMARY KEY(a, type, b)) WITHOUT ROWID;
CREATE TABLE geom(place INTEGER, role TEXT, west REAL, south REAL, east REAL, north REAL,
  wkb BLOB NOT NULL, PRIMARY KEY(place, role)) WITHOUT ROWID;
CREATE TABLE border(a TEXT, b TEXT, wkb BLOB NOT NULL, PRIMARY KEY(a, b)) WITHOUT ROWID;
"""


def has_detail(record: Record) -> int:
    """1 for a record that has more than the columns hold, else 0."""
    return int(
        not number_of_id(record.id)
        or bool(_parent(record) or record.valid_from or record.valid_to or record.claims)
    )


def _parent(record: Record) -> str | None:
    """The parent of a record, where it is another than its division says."""
    place = place_of(record)
    told = implied_parent(
        place.feature_class, place.feature_code, place.country or "", place.admin1 or ""
    )
    return record.parent if record.parent != told else None


def write_database(path: Path, content: PackContent, rows: Iterable[Record]) -> None:
    """Write the file for ``rows``, which are numbered in their order. Same rows, same bytes."""
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA page_size={_PAGE_SIZE}")
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.executescript(_SCHEMA)
    db.executemany("INSERT INTO meta VALUES(?,?)", sorted(content.meta.items()))
    fields = ("name", "version", "address", "licence", "attribution", "sha256")
    db.executemany(
        "INSERT INTO source VALUES(?,?,?,?,?,?,?)",
        [
            (key, *(str(entry.get(field, "")) for field in fields))
            for key, entry in sorted(content.sources.items())
        ],
    )
    for row, record in enumerate(rows):
        _write_detail(db, row, record)
        for role in ROLES:
            if packed := content.geometries.get((record.id, role)):
                *box, data = packed
                db.execute("INSERT INTO geom VALUES(?,?,?,?,?,?,?)", (row, role, *box, data))
    db.executemany(
        "INSERT INTO border VALUES(?,?,?)",
        sorted((a, b, data) for (a, b), data in content.borders.items()),
    )
    db.commit()
    db.execute("VACUUM")
    db.close()
    _forget_library_version(path)


def _forget_library_version(path: Path) -> None:
    """Blank the number of the SQLite library in the header: other libraries give the same bytes."""
    with path.open("r+b") as file:
        file.seek(96)
        file.write(b"\0\0\0\0")


def _own(record: Record) -> tuple[str, ...]:
    return () if number_of_id(record.id) else (record.id,)


def _write_detail(db: sqlite3.Connection, row: int, record: Record) -> None:
    for code in (*record.codes, *_own(record)):
        db.execute("INSERT OR IGNORE INTO ext VALUES(?,?)", (code, row))
    if has_detail(record) or record.countries:
        db.execute(
            "INSERT INTO detail VALUES(?,?,?,?,?,?)",
            (
                row, *(_own(record) or (None,)), _parent(record), record.valid_from, record.valid_to,
                ",".join(record.countries) or None,
            ),
        )  # fmt: skip
    for number, claim in enumerate(record.claims or ()):
        db.execute(
            "INSERT INTO claim VALUES(?,?,?,?,?,?,?)",
            (row, number, claim.country, claim.status, claim.since, claim.until, claim.note),
        )
    for kind, other in sorted(set(record.relations)):
        db.execute("INSERT INTO relation VALUES(?,?,?)", (row, kind, other))
