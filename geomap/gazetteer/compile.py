"""Records -> a pack: columns, three tries, one SQLite file, and the manifest that names them.

A pack ``world`` is the manifest ``world.pack`` and five files that carry its content hash in their
names, so that a new pack is written beside the old one and a running process keeps what it opened:

* ``world.<hash>.marisa`` keys of names (see ``names``); the number of a key points into the columns
* ``world.<hash>.texts.marisa`` names as they are written
* ``world.<hash>.frames.marisa`` frames of names, for spellings that are not found
* ``world.<hash>.arrays`` columns: places in order of their one-degree cell, their names, the names
  of each key in order of prominence
* ``world.<hash>.db`` what is read one at a time: sources, geometries, claims, relations, other ids

The same records give the same bytes: input is sorted, pages have a fixed size, nothing holds a time.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from geomap.gazetteer.arrays import write_arrays
from geomap.gazetteer.database import has_detail, write_database
from geomap.gazetteer.layout import (
    FORMAT,
    LOWER,
    MARKED,
    NOT_KNOWN,
    SHORT,
    cell_of,
    name_order,
    number_of_id,
    samples_of,
    write_table,
)
from geomap.gazetteer.names import index_keys, rules
from geomap.gazetteer.near_keys import frame, skeleton
from geomap.gazetteer.record import Name, Record, place_of, prominence
from geomap.gazetteer.staging import Staged

log = logging.getLogger(__name__)


@dataclass(slots=True)
class PackContent:
    """What a pack is made of besides its records."""

    name: str
    version: str
    sources: Mapping[str, Mapping[str, str]]
    #: (id, role) -> (west, south, east, north, WKB)
    geometries: Mapping[tuple[str, str], tuple[float, float, float, float, bytes]] = field(
        default_factory=dict
    )
    #: (id, id) in sorted order -> WKB of the shared boundary
    borders: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    #: folded key -> flags, for keys that need not have a record
    stop: Mapping[str, int] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)


class _Strings:
    """Strings numbered in order of first use; 0 is the empty one."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {"": 0}

    def __getitem__(self, text: str | None) -> int:
        return self.number.setdefault(text or "", len(self.number))


def write_pack(
    folder: Path, content: PackContent, records: Iterable[Record], arabic: frozenset[str]
) -> Path:
    """Write a pack into ``folder`` and give the path of its manifest.

    ``arabic`` are the countries where the Arabic article is optional. The manifest is replaced
    last, in one step; files of the pack that was there before are removed after that. Any number of
    records: beyond ``staging.IN_MEMORY`` they are sorted on disk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=folder) as scratch:
        beside = Path(scratch)
        staged = Staged(records, beside)
        for identifier in staged.repeated[:20]:
            log.warning("%s: the id %s came twice; the first is kept", content.name, identifier)
        try:
            _Columns(beside, content, staged, arabic).write()
            write_database(beside / "db", content, staged)
        finally:
            staged.close()
        return _publish(folder, beside, content)


#: Columns of a place, with their types.
_PLACE_COLUMNS = {
    "lon": "i", "lat": "i", "population": "I", "radius_dam": "I", "main": "B", "number": "I",
    "admin2": "I", "country": "H", "admin1": "H", "kind": "H", "source": "B",
    "rank": "B", "detail": "B",
}  # fmt: skip
_NO_FLAGS_YET = 0xFF


class _Columns:
    """Goes through the records twice: for the tries, then for the columns that number them."""

    def __init__(
        self, beside: Path, content: PackContent, rows: Staged, arabic: frozenset[str]
    ) -> None:
        self.beside, self.content, self.rows, self.arabic = beside, content, rows, arabic
        self.rules = rules()
        self.strings = {
            name: _Strings()
            for name in ("tags", "kinds", "countries", "admin1", "admin2", "sources")
        }
        self.places = {name: array(code) for name, code in _PLACE_COLUMNS.items()}
        self.place_names = array("I", [0])
        #: of each name: its text, its language and kind together
        self.name_text, self.name_tag = array("I"), array("H")
        self.cells = array("I", [0] * (180 * 360 + 1))
        #: of each posting: its key, its order (smaller first), its name
        self.posting_key, self.posting_order, self.posting_name = array("I"), array("i"), array("I")

    def write(self) -> None:
        """Write tries and columns beside."""
        self.texts = marisa_trie.Trie(self._all_texts())
        self.texts.save(str(self.beside / "texts.marisa"))
        self.keys = marisa_trie.Trie(self._all_keys())
        self.keys.save(str(self.beside / "marisa"))
        self.flags = array("B", [_NO_FLAGS_YET]) * len(self.keys)
        self.framed = bytearray(len(self.keys))
        for record in self.rows:
            self._add_place(record)
        for index in range(1, len(self.cells)):
            self.cells[index] += self.cells[index - 1]
        names = {
            "place_names": self.place_names, "name_text": self.name_text,
            "name_tag": self.name_tag, "cells": self.cells,
        }  # fmt: skip
        columns = {
            **self.places, **self._key_columns(), **self._number_column(),
            **self._frame_columns(), **names,
            "admin2_codes": "\n".join(self.strings["admin2"].number).encode(),
        }  # fmt: skip
        meta = {k: list(s.number) for k, s in self.strings.items() if k != "admin2"}
        meta["counts"] = [str(len(self.rows)), str(len(self.name_text)), str(len(self.keys))]
        write_arrays(str(self.beside / "arrays"), {**meta, **self.rules.to_table()}, columns)

    def _all_texts(self) -> Iterator[str]:
        for record in self.rows:
            for name in _with_main(record, place_of(record).name):
                yield name.text

    def _all_keys(self) -> Iterator[str]:
        yield from self.content.stop
        for record in self.rows:
            for name in _with_main(record, place_of(record).name):
                yield from self._keys_of(name, record)

    def _keys_of(self, name: Name, record: Record) -> list[str]:
        return index_keys(name.text, self.rules, arabic=record.country in self.arabic)

    def _add_place(self, record: Record) -> None:
        place, add, strings = place_of(record), self.places, self.strings
        score = prominence(place.feature_class, place.feature_code, place.population, place.rank)
        kind = f"{place.feature_class}/{place.feature_code}/{_geometry_kind(record, self.content)}"
        population = NOT_KNOWN if place.population is None else min(place.population, NOT_KNOWN - 1)
        add["lon"].append(round(place.lon * 1e5))
        add["lat"].append(round(place.lat * 1e5))
        add["population"].append(population)
        add["radius_dam"].append(round(place.radius_m / 10))
        add["number"].append(number_of_id(record.id))
        add["country"].append(strings["countries"][place.country])
        add["admin1"].append(strings["admin1"][place.admin1])
        add["admin2"].append(strings["admin2"][place.admin2])
        add["kind"].append(strings["kinds"][kind])
        add["source"].append(strings["sources"][place.source])
        add["rank"].append(min(100, max(0, place.rank)))
        add["detail"].append(has_detail(record))
        self.cells[cell_of(place.lon, place.lat) + 1] += 1
        names = _with_main(record, place.name)
        add["main"].append(next(n for n, name in enumerate(names) if name.text == place.name))
        for name in names:
            self._add_name(record, place.name, score, name)
        self.place_names.append(len(self.name_text))

    def _add_name(self, record: Record, main: str, score: float, name: Name) -> None:
        number = len(self.name_text)
        self.name_text.append(self.texts[name.text])
        self.name_tag.append(self.strings["tags"][f"{name.lang}/{name.kind}"])
        order = -round(name_order(score, name.kind, name.text, main) * 100)
        for key in self._keys_of(name, record):
            key_number = self.keys[key]
            self.posting_key.append(key_number)
            self.posting_order.append(order)
            self.posting_name.append(number)
            flags = name.flags | (SHORT if len(key) <= 2 else 0)
            flags |= LOWER if name.text.islower() else 0
            self.flags[key_number] &= flags  # all its names must have a flag
            if len(key) > 3 and key.isascii() and name.kind not in _NOT_FRAMED:
                self.framed[key_number] = 1

    def _key_columns(self) -> dict[str, Any]:
        """For each key, its names in order of prominence; and its flags."""
        key, name = (
            np.frombuffer(c, dtype=np.uint32) for c in (self.posting_key, self.posting_name)
        )
        order = np.lexsort((name, np.frombuffer(self.posting_order, dtype=np.int32), key))
        key, name = key[order], name[order]
        fresh = np.ones(len(key), dtype=bool)
        fresh[1:] = (key[1:] != key[:-1]) | (name[1:] != name[:-1])
        key, name = key[fresh], name[fresh]
        for stop, flags in self.content.stop.items():
            number = self.keys[stop]
            mine = self.flags[number]
            self.flags[number] = flags | MARKED | (mine & SHORT if mine != _NO_FLAGS_YET else 0)
        return {
            "key_names": _offsets(key, len(self.keys)),
            "key_name": _column("I", name),
            "key_flags": self.flags,
        }

    def _number_column(self) -> dict[str, Any]:
        """Rows of the records whose id is a number, in order of it."""
        numbers = np.frombuffer(self.places["number"], dtype=np.uint32)
        rows = np.flatnonzero(numbers)
        return {"number_row": _column("I", rows[np.argsort(numbers[rows], kind="stable")])}

    def _frame_columns(self) -> dict[str, Any]:
        """For each frame of a name in Latin letters, the keys that have it (see ``near_keys``)."""
        wanted = np.flatnonzero(np.frombuffer(self.framed, dtype=np.uint8)).astype(np.uint32)
        once: dict[str, str] = {}  # millions of keys share their frames
        of_key = [once.setdefault(f, f) for f in map(self._frame_of, wanted.tolist())]
        once.pop("", None)
        frames = marisa_trie.Trie(f for f in of_key if f)
        frames.save(str(self.beside / "frames.marisa"))
        number_of = {f: frames[f] for f in once}
        has_one = np.fromiter(map(bool, of_key), dtype=bool, count=len(of_key))
        number = np.fromiter((number_of[f] for f in of_key if f), dtype=np.uint32)
        order = np.lexsort((wanted[has_one], number))
        return {
            "frame_keys": _offsets(number[order], len(frames)),
            "frame_key": _column("I", wanted[has_one][order]),
        }

    def _frame_of(self, number: int) -> str:
        bones = skeleton(self.keys.restore_key(number), self.rules)
        return frame(bones) if bones else ""


def _with_main(record: Record, main: str) -> list[Name]:
    """The names of a record, its main one among the first ``_MAINS``."""
    names = list(dict.fromkeys(record.names))
    at = next((n for n, name in enumerate(names) if name.text == main), None)
    if at is None:
        return [Name(main, "", "official"), *names]
    return names if at < _MAINS else [names[at], *names[:at], *names[at + 1 :]]


#: Names of a place among which the main one must be: its number takes a byte.
_MAINS = 256
#: Kinds of names that are no spelling of a place's name.
_NOT_FRAMED = frozenset({"demonym", "romanised", "abbrev"})


def _column(code: str, values: Any) -> Any:
    return array(code, values.astype(np.uint32).tobytes())


def _offsets(sorted_numbers: Any, count: int) -> Any:
    """Where the run of each number begins in a sorted column, and where the last one ends."""
    return _column("I", np.searchsorted(sorted_numbers, np.arange(count + 1)))


def _geometry_kind(record: Record, content: PackContent) -> str:
    if (record.id, "area") in content.geometries:
        return "area"
    if (record.id, "line") in content.geometries:
        return "line"
    if record.feature_class in {"A", "L"} or record.feature_code in {
        "SEA", "OCN", "GULF", "STRT", "BAY", "LK", "LKS", "MTS", "DSRT", "PEN", "ISLS", "ISL", "RGN",
    }:  # fmt: skip
        return "area"
    if record.feature_code in {"STM", "CNL", "RD", "RR"}:
        return "line"
    return "point"


def _publish(folder: Path, beside: Path, content: PackContent) -> Path:
    """Name the files by their content, move them in, then replace the manifest."""
    suffixes = ("marisa", "texts.marisa", "frames.marisa", "arrays", "db")
    digests, samples, sizes = {}, {}, {}
    for suffix in suffixes:
        data = (beside / suffix).read_bytes()
        digests[suffix] = hashlib.sha256(data).hexdigest()
        samples[suffix], sizes[suffix] = samples_of(data), len(data)
    whole = hashlib.sha256("".join(digests[s] for s in suffixes).encode()).hexdigest()[:12]
    files = {}
    for suffix in suffixes:
        name = f"{content.name}.{whole}.{suffix}"
        (beside / suffix).replace(folder / name)
        files[suffix] = [name, str(sizes[suffix]), digests[suffix], *map(str, samples[suffix])]
    manifest = folder / f"{content.name}.pack"
    table = {
        "format": [str(FORMAT)],
        "pack": [content.name],
        "version": [f"{content.version}+{whole}"],
        **{f"meta {key}": [value] for key, value in sorted(content.meta.items())},
        **{f"file {suffix}": values for suffix, values in files.items()},
    }
    scratch = beside / "manifest"
    scratch.write_text(write_table(table), encoding="utf-8")
    scratch.replace(manifest)
    keep = {values[0] for values in files.values()}
    for old in sorted(folder.glob(f"{content.name}.*")):
        if old.name not in keep and old != manifest:
            old.unlink(missing_ok=True)
    return manifest
