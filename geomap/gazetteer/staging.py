"""Records in the order of a pack: in memory while they are few, on disk when they are many.

A GeoNames dump has thirteen million records. They are sorted by cell and id through a temporary SQLite
file, so that compiling them needs memory for columns and tries only. The file is read several times:
its rows are copied into order once, and then read one after the other.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path

from geomap.gazetteer.layout import cell_of
from geomap.gazetteer.record import Name, Record

#: Records kept in memory: the world's 300,000 with all their names, some 650 MB.
IN_MEMORY = 400_000
_BATCH = 10_000
_FIELDS = tuple(field.name for field in fields(Record))
_values = attrgetter(*_FIELDS)
_NAMES = _FIELDS.index("names")


class Staged:
    """Records sorted by (cell, id), to be gone through as often as needed."""

    def __init__(
        self, records: Iterable[Record], scratch: Path, in_memory: int = IN_MEMORY
    ) -> None:
        #: ids that came again; only the first record of an id is kept
        self.repeated: list[str] = []
        source = iter(records)
        first = list(islice(source, in_memory))
        rest = list(islice(source, _BATCH))
        self._db: sqlite3.Connection | None = None
        self._rows: list[Record] = []
        if not rest:
            once: dict[str, Record] = {}
            for record in first:
                if once.setdefault(record.id, record) is not record:
                    self.repeated.append(record.id)
            self._rows = sorted(once.values(), key=_place_in_order)
            self.count = len(self._rows)
            return
        self._db = sqlite3.connect(scratch / "staged")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("CREATE TABLE record(cell INTEGER, id TEXT PRIMARY KEY, data BLOB)")
        self.count = 0
        self._store(first)
        first.clear()
        while rest:
            self._store(rest)
            rest = list(islice(source, _BATCH))
        self._db.execute("CREATE TABLE sorted(data BLOB)")
        self._db.execute("INSERT INTO sorted SELECT data FROM record ORDER BY cell, id")
        self._db.execute("DROP TABLE record")
        self._db.commit()

    def _store(self, records: list[Record]) -> None:
        assert self._db is not None
        for record in records:
            row = (*_place_in_order(record), _packed(record))
            kept = self._db.execute("INSERT OR IGNORE INTO record VALUES(?,?,?)", row).rowcount
            self.count += kept
            if not kept:
                self.repeated.append(record.id)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Record]:
        if self._db is None:
            yield from self._rows
            return
        for (data,) in self._db.execute("SELECT data FROM sorted ORDER BY rowid"):
            yield _unpacked(data)

    def close(self) -> None:
        """Let go of the temporary file."""
        if self._db is not None:
            self._db.close()
            self._db = None


def _place_in_order(record: Record) -> tuple[int, str]:
    return cell_of(record.lon or 0.0, record.lat or 0.0), record.id


def _packed(record: Record) -> bytes:
    """The values of a record without the names of its fields: a third of the record pickled."""
    values = list(_values(record))
    values[_NAMES] = [(name.text, name.lang, name.kind, name.flags) for name in record.names]
    return pickle.dumps(values, protocol=5)


def _unpacked(data: bytes) -> Record:
    # Written a moment ago by this process into its own temporary folder.
    values = pickle.loads(data)  # noqa: S301
    values[_NAMES] = [Name(*parts) for parts in values[_NAMES]]
    return Record(*values)
