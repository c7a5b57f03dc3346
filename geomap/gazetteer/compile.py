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
import sqlite3
import tempfile
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import marisa_trie

from geomap.gazetteer import layout
from geomap.gazetteer.arrays import write_arrays
from geomap.gazetteer.layout import (
    FORMAT,
    NAME_KINDS,
    NOT_KNOWN,
    cell_of,
    name_order,
    samples_of,
    write_table,
)
from geomap.gazetteer.names import NameRules, index_keys, rules
from geomap.gazetteer.near_keys import frame, skeleton
from geomap.gazetteer.record import Record, place_of, prominence

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
    last, in one step; files of the pack that was there before are removed after that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(records, key=lambda r: (cell_of(r.lon or 0.0, r.lat or 0.0), r.id))
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=folder) as scratch:
        beside = Path(scratch)
        _write_columns(beside, content, rows, arabic)
        _write_database(beside / "db", content, rows)
        return _publish(folder, beside, content)


def _write_columns(
    beside: Path, content: PackContent, rows: list[Record], arabic: frozenset[str]
) -> None:
    texts = marisa_trie.Trie(
        {n.text for r in rows for n in r.names} | {place_of(r).name for r in rows}
    )
    texts.save(str(beside / "texts.marisa"))
    table = rules()
    langs, kinds, countries, admins, admins2, sources = (_Strings() for _ in range(6))
    columns = {
        name: array(code)
        for name, code in {
            "lon": "i", "lat": "i", "population": "I", "radius_m": "I", "name": "I", "geonames": "I",
            "admin2": "I", "country": "H", "admin1": "H", "kind": "H", "score": "H", "source": "B",
            "rank": "B", "detail": "B",
        }.items()
    }  # fmt: skip
    place_names, text_of, lang_of, kind_of = array("I", [0]), array("I"), array("B"), array("B")
    cells = array("I", [0] * (180 * 360 + 1))
    postings: list[tuple[str, int, int]] = []  # key, -order, number of the name
    key_flags: dict[str, int] = dict(content.stop)
    text_id: dict[str, int] = {}
    for record in rows:
        place = place_of(record)
        score = prominence(place.feature_class, place.feature_code, place.population, place.rank)
        number = record.id[3:] if record.id.startswith("gn:") else ""
        columns["lon"].append(round(place.lon * 1e5))
        columns["lat"].append(round(place.lat * 1e5))
        columns["population"].append(NOT_KNOWN if place.population is None else place.population)
        columns["radius_m"].append(round(place.radius_m))
        columns["name"].append(texts[place.name])
        columns["geonames"].append(int(number) if number.isdigit() else 0)
        columns["country"].append(countries[place.country])
        columns["admin1"].append(admins[place.admin1])
        columns["admin2"].append(admins2[place.admin2])
        columns["kind"].append(
            kinds[f"{place.feature_class}/{place.feature_code}/{_geometry_kind(record, content)}"]
        )
        columns["score"].append(round(score * 100))
        columns["source"].append(sources[place.source])
        columns["rank"].append(min(100, max(0, place.rank)))
        columns["detail"].append(_has_detail(record))
        cells[cell_of(place.lon, place.lat) + 1] += 1
        seen: set[tuple[str, str, str]] = set()
        for name in record.names:
            if (name.text, name.lang, name.kind) in seen:
                continue
            seen.add((name.text, name.lang, name.kind))
            name_number = len(text_of)
            if (text := name.text) not in text_id:
                text_id[text] = texts[text]
            text_of.append(text_id[text])
            lang_of.append(langs[name.lang])
            kind_of.append(NAME_KINDS.index(name.kind))
            order = round(name_order(score, name.kind, text, place.name) * 100)
            for key in index_keys(text, table, arabic=place.country in arabic):
                postings.append((key, -order, name_number))
                flags = name.flags | (layout.SHORT if len(key) <= 2 else 0)
                if text.islower():
                    flags |= layout.LOWER
                if key in key_flags and key not in content.stop:
                    flags &= key_flags[key] | ~(
                        layout.LOWER | layout.NEEDS_CAPITAL | layout.NEEDS_CONTEXT
                    )
                    key_flags[key] = flags | (key_flags[key] & layout.STOP)
                elif key not in key_flags:
                    key_flags[key] = flags
        place_names.append(len(text_of))
    for index in range(1, len(cells)):
        cells[index] += cells[index - 1]
    keys = marisa_trie.Trie(set(key_flags))
    keys.save(str(beside / "marisa"))
    columns |= _key_columns(keys, postings, key_flags)
    columns |= _geonames_index(columns["geonames"])
    columns |= _frame_columns(beside, keys, postings, kind_of, table)
    columns |= {
        "place_names": place_names, "name_text": text_of, "name_lang": lang_of,
        "name_kind": kind_of, "cells": cells,
    }  # fmt: skip
    meta = {
        "langs": list(langs.number),
        "kinds": list(kinds.number),
        "countries": list(countries.number),
        "admin1": list(admins.number),
        "sources": list(sources.number),
        "counts": [str(len(rows)), str(len(text_of)), str(len(keys))],
        **table.to_table(),
    }
    raw = {"admin2_codes": "\n".join(admins2.number).encode()}
    write_arrays(str(beside / "arrays"), meta, {**columns, **raw})


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


def _has_detail(record: Record) -> int:
    return int(
        not record.id.startswith("gn:")
        or bool(record.parent or record.valid_from or record.valid_to or record.claims)
    )


def _key_columns(
    keys: Any, postings: list[tuple[str, int, int]], key_flags: Mapping[str, int]
) -> dict[str, Any]:
    """For each key, its names in order of prominence; and its flags."""
    numbered = sorted((keys[key], order, name) for key, order, name in postings)
    offsets = array("I", [0] * (len(keys) + 1))
    names = array("I")
    previous = None
    for key, _, name in numbered:
        if (key, name) != previous:
            names.append(name)
            offsets[key + 1] += 1
        previous = (key, name)
    for index in range(1, len(offsets)):
        offsets[index] += offsets[index - 1]
    flags = array("B", [0] * len(keys))
    for key_text, flag in key_flags.items():
        flags[keys[key_text]] = flag
    return {"key_names": offsets, "key_name": names, "key_flags": flags}


def _frame_columns(
    beside: Path, keys: Any, postings: list[tuple[str, int, int]], kind_of: Any, table: NameRules
) -> dict[str, Any]:
    """For each frame of a name in Latin letters, the keys that have it (see ``near_keys``)."""
    left_out = {NAME_KINDS.index(kind) for kind in ("demonym", "romanised", "abbrev")}
    wanted = {key for key, _, name in postings if len(key) > 3 and kind_of[name] not in left_out}
    pairs = [
        (frame(bones), keys[k]) for k in wanted if k.isascii() and (bones := skeleton(k, table))
    ]
    frames = marisa_trie.Trie({f for f, _ in pairs})
    frames.save(str(beside / "frames.marisa"))
    numbered = sorted((frames[f], key) for f, key in pairs)
    offsets = array("I", [0] * (len(frames) + 1))
    for number, _ in numbered:
        offsets[number + 1] += 1
    for index in range(1, len(offsets)):
        offsets[index] += offsets[index - 1]
    return {"frame_keys": offsets, "frame_key": array("I", [key for _, key in numbered])}


def _geonames_index(geonames: Any) -> dict[str, Any]:
    pairs = sorted((number, row) for row, number in enumerate(geonames) if number)
    return {
        "geonames_sorted": array("I", [n for n, _ in pairs]),
        "geonames_row": array("I", [r for _, r in pairs]),
    }


def _write_database(path: Path, content: PackContent, rows: list[Record]) -> None:
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA page_size={_PAGE_SIZE}")
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.executescript(_SCHEMA)
    row_of = {record.id: row for row, record in enumerate(rows)}
    db.executemany("INSERT INTO meta VALUES(?,?)", sorted({**content.meta}.items()))
    db.executemany(
        "INSERT INTO source VALUES(?,?,?,?,?,?,?)",
        [
            (key, *(str(entry.get(f, "")) for f in
             ("name", "version", "address", "licence", "attribution", "sha256")))
            for key, entry in sorted(content.sources.items())
        ],
    )  # fmt: skip
    ext = [(code, row) for row, r in enumerate(rows) for code in (*r.codes, *_own(r))]
    db.executemany("INSERT OR IGNORE INTO ext VALUES(?,?)", sorted(ext))
    for row, record in enumerate(rows):
        _write_detail(db, row, record)
    db.executemany(
        "INSERT INTO geom VALUES(?,?,?,?,?,?,?)",
        sorted(
            (row_of[place], role, *box, wkb)
            for (place, role), (*box, wkb) in content.geometries.items()
            if place in row_of
        ),
    )
    db.executemany(
        "INSERT INTO border VALUES(?,?,?)",
        sorted((a, b, wkb) for (a, b), wkb in content.borders.items()),
    )
    db.commit()
    db.execute("VACUUM")
    db.close()


def _own(record: Record) -> tuple[str, ...]:
    return () if record.id.startswith("gn:") else (record.id,)


def _write_detail(db: sqlite3.Connection, row: int, record: Record) -> None:
    if _has_detail(record) or record.countries:
        db.execute(
            "INSERT INTO detail VALUES(?,?,?,?,?,?)",
            (
                row, record.id, record.parent, record.valid_from, record.valid_to,
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
