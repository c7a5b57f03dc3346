"""An opened pack: columns and tries memory-mapped, the rest in a read-only SQLite file.

``compile`` describes the files. A pack that is missing, cut short or damaged raises GazetteerError with
the file's name and the command that makes it; it never answers with nothing instead.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

import marisa_trie

from geomap.errors import GazetteerError
from geomap.gazetteer.arrays import Arrays
from geomap.gazetteer.layout import (
    FORMAT,
    NOT_KNOWN,
    cell_of,
    id_of_number,
    implied_parent,
    name_order,
    number_of_id,
    prominence,
    read_table,
    samples_of,
)
from geomap.gazetteer.names import rules_from_table

TYPE_CHECKING = False  # importing typing, values and SQLite costs a look-up 20 ms
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from typing import Any

    from geomap.gazetteer.record import Name
    from geomap.model.place import Place, TerritorialClaim

#: Places kept as values, per pack: the names of a news text come again and again.
_PLACES_KEPT = 65_536


def _text_of(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs a look-up 5 ms
        return file.read()


def read_manifest(path: str, remedy: str) -> dict[str, list[str]]:
    """The manifest of a pack. ``remedy`` is the command that makes the pack."""
    try:
        table = read_table(_text_of(path))
        form = int(table["format"][0])
    except FileNotFoundError as error:
        raise GazetteerError("the pack is missing", source=path, hint=remedy) from error
    except (OSError, ValueError, LookupError) as error:
        raise GazetteerError(
            f"the manifest of the pack is damaged: {error}", source=path, hint=remedy
        ) from error
    if form != FORMAT:
        raise GazetteerError(
            f"this pack has format {form}, this geomap reads {FORMAT}", source=path, hint=remedy
        )
    return table


class Pack:
    """One pack. Rows are numbers of places, keys numbers of folded names."""

    def __init__(self, manifest: str, remedy: str) -> None:
        self.manifest, self.remedy = manifest, remedy
        table = read_manifest(manifest, remedy)
        try:
            self.name, self.version = table["pack"][0], table["version"][0]
            self.meta = {k[5:]: v[0] for k, v in table.items() if k.startswith("meta ")}
            #: suffix -> name, size, SHA-256, samples
            self.files = {k[5:]: v for k, v in table.items() if k.startswith("file ")}
            self._check()
            self.arrays = arrays = Arrays(self.path("arrays"))
            meta = arrays.meta
            self.place_count, self.name_count, self.key_count = map(int, meta["counts"])
            self.rules = rules_from_table(meta)
        except (LookupError, ValueError) as error:
            raise self.damaged(manifest, error) from error
        #: language and kind of names, by tag
        self._tags = [tuple(tag.split("/")) for tag in meta["tags"]]
        self._kinds = [tuple(kind.split("/")) for kind in meta["kinds"]]
        self._countries, self._admin1, self._sources = (
            meta["countries"],
            meta["admin1"],
            meta["sources"],
        )
        for name in (
            "lon", "lat", "population", "radius_dam", "main", "number", "admin2", "country", "admin1",
            "kind", "source", "rank", "detail", "place_names", "name_text", "name_tag",
            "cells", "key_names", "key_name", "key_flags",
            "number_row", "frame_keys", "frame_key",
        ):  # fmt: skip
            setattr(self, f"c_{name}", arrays.column(name))
        # Mapped now, not when first asked for: a new pack may remove the files of this one.
        self.keys = self._trie("marisa")
        self.texts = self._trie("texts.marisa")
        self.frames = self._trie("frames.marisa")
        #: the place of a row as a value, kept for the next time it is asked for
        self.place: Callable[[int], Place] = lru_cache(maxsize=_PLACES_KEPT)(self._place)

    # Columns are set in __init__ by name; declared here for the type checker.
    c_lon: Any
    c_lat: Any
    c_population: Any
    c_radius_dam: Any
    c_main: Any
    c_number: Any
    c_admin2: Any
    c_country: Any
    c_admin1: Any
    c_kind: Any
    c_source: Any
    c_rank: Any
    c_detail: Any
    c_place_names: Any
    c_name_text: Any
    c_name_tag: Any
    c_cells: Any
    c_key_names: Any
    c_key_name: Any
    c_key_flags: Any
    c_number_row: Any
    c_frame_keys: Any
    c_frame_key: Any

    def path(self, suffix: str) -> str:
        """The file of a part of the pack."""
        return os.path.join(os.path.dirname(self.manifest), self.files[suffix][0])  # noqa: PTH118, PTH120

    def damaged(self, path: str, why: object) -> GazetteerError:
        """The error for a part that is not as the manifest says."""
        return GazetteerError(
            f"this part of the gazetteer pack is damaged: {why}", source=path, hint=self.remedy
        )

    def _check(self) -> None:
        """Sizes and a sample of the bytes of each part: under a millisecond, finds cuts and holes."""
        for suffix, (_, size_then, _, *samples) in self.files.items():
            path = self.path(suffix)
            try:
                with open(path, "rb") as file:  # noqa: PTH123
                    size = file.seek(0, 2)
                    if size != int(size_then):
                        raise self.damaged(path, f"{size} bytes instead of {size_then}")
                    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                        if [str(s) for s in samples_of(data)] != samples:
                            raise self.damaged(path, "its content has changed")
            except FileNotFoundError as error:
                raise GazetteerError(
                    "this part of the gazetteer pack is missing", source=path, hint=self.remedy
                ) from error
            except (OSError, ValueError) as error:
                raise self.damaged(path, error) from error

    @property
    def source_names(self) -> list[str]:
        """The sources its records name."""
        return self._sources

    def verify(self) -> None:
        """Read every byte of every part and compare with the manifest."""
        from hashlib import sha256

        for suffix, (_, _, digest, *_) in self.files.items():
            path = self.path(suffix)
            with open(path, "rb") as file:  # noqa: PTH123
                if sha256(file.read()).hexdigest() != digest:
                    raise self.damaged(path, "its content has changed")

    def _trie(self, suffix: str) -> Any:
        path = self.path(suffix)
        try:
            return marisa_trie.Trie().mmap(path)
        except (RuntimeError, OSError) as error:
            raise self.damaged(path, error) from error

    def keys_of_frame(self, frame: str) -> Any:
        """Numbers of the keys that have this frame."""
        number = self.frames.get(frame)
        if number is None:
            return ()
        return self.c_frame_key[self.c_frame_keys[number] : self.c_frame_keys[number + 1]]

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The SQLite file; read-only and immutable, so never locked. ``Gazetteer`` opens it at once, a
        look-up from the command line only when it needs it."""
        import sqlite3

        path = os.path.abspath(self.path("db"))  # noqa: PTH100
        for mark in "%?#":  # all that means something in an address of SQLite's
            path = path.replace(mark, f"%{ord(mark):02x}")
        uri = f"file:{path.replace(os.sep, '/')}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute(
                "SELECT count(*) FROM meta"
            )  # SQLite opens the file at the first use
            return connection
        except sqlite3.Error as error:
            raise self.damaged(path, error) from error

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query on the SQLite file."""
        import sqlite3

        try:
            return self.db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self.damaged(self.path("db"), error) from error

    @cached_property
    def _admin2_codes(self) -> list[str]:
        return self.arrays.blob("admin2_codes").decode().split("\n")

    def row_of(self, identifier: str) -> int | None:
        """The row of a place by its id, or by another code it is known by; None when not here."""
        if number := number_of_id(identifier):
            rows, numbers = self.c_number_row, self.c_number
            at = bisect_left(rows, number, key=numbers.__getitem__)
            return int(rows[at]) if at < len(rows) and numbers[rows[at]] == number else None
        found = self.rows("SELECT place FROM ext WHERE id=?", (identifier,))
        return found[0][0] if found else None

    def id_of(self, row: int) -> str:
        """The id of the place of a row."""
        number = self.c_number[row]
        if number:
            return id_of_number(number)
        return str(self.rows("SELECT id FROM detail WHERE place=?", (row,))[0][0])

    def text_of(self, number: int) -> str:
        """A name as written, by its number in the trie of texts."""
        return str(self.texts.restore_key(number))

    def main_name(self, row: int) -> str:
        """The one neutral name of a place."""
        return self.text_of(self.c_name_text[self.c_place_names[row] + self.c_main[row]])

    def fields(self, row: int) -> dict[str, Any]:
        """What is known of a place, by the names of ``Place``'s fields."""
        feature_class, feature_code, geometry_kind = self._kinds[self.c_kind[row]]
        population, admin2 = self.c_population[row], self.c_admin2[row]
        country = self._countries[self.c_country[row]]
        admin1 = self._admin1[self.c_admin1[row]]
        found = {
            "id": id_of_number(self.c_number[row]),
            "name": self.main_name(row),
            "feature_class": feature_class,
            "feature_code": feature_code,
            "lon": self.c_lon[row] / 1e5,
            "lat": self.c_lat[row] / 1e5,
            "radius_m": self.c_radius_dam[row] * 10.0,
            "geometry_kind": geometry_kind,
            "country": country or None,
            "admin1": admin1 or None,
            "admin2": self._admin2_codes[admin2] if admin2 else None,
            "parent": implied_parent(feature_class, feature_code, country, admin1),
            "population": None if population == NOT_KNOWN else population,
            "source": self._sources[self.c_source[row]],
            "rank": self.c_rank[row],
        }
        if self.c_detail[row]:
            keys = ("id", "parent", "valid_from", "valid_to")
            query = "SELECT id, parent, valid_from, valid_to FROM detail WHERE place=?"
            stored = zip(keys, self.rows(query, (row,))[0], strict=True)
            found |= {key: value for key, value in stored if value is not None}
        return found

    def _place(self, row: int) -> Place:
        from geomap.model.place import Place

        claims = self._claims(row) if self.c_detail[row] else ()
        return Place(**self.fields(row), claims=claims)

    def claims(self, row: int) -> list[tuple[str, str, str | None, str | None, str | None]]:
        """Who claims or holds a place: country, status, since, until, note."""
        query = "SELECT cc, status, since, until, note FROM claim WHERE place=? ORDER BY n"
        return self.rows(query, (row,)) if self.c_detail[row] else []

    def _claims(self, row: int) -> tuple[TerritorialClaim, ...]:
        from geomap.model.place import TerritorialClaim

        return tuple(TerritorialClaim(*values) for values in self.claims(row))  # type: ignore[arg-type]

    def names_of(self, row: int) -> Iterator[Name]:
        """Every name of a place, curated ones first."""
        from geomap.gazetteer.record import Name

        for parts in self.name_parts_of(row):
            yield Name(*parts)

    def name_parts_of(self, row: int) -> Iterator[tuple[str, str, str]]:
        """Text, language and kind of every name of a place, curated ones first."""
        for number in range(self.c_place_names[row], self.c_place_names[row + 1]):
            yield self.name_parts(number)

    def name_parts(self, number: int) -> tuple[str, str, str]:
        """A name by its number: text, language, kind."""
        lang, kind = self._tags[self.c_name_tag[number]]
        return self.text_of(self.c_name_text[number]), lang, kind

    def order(self, row: int, kind: str, text: str) -> float:
        """The order of a place among those that answer to a name: greater comes first."""
        feature_class, feature_code, _ = self._kinds[self.c_kind[row]]
        people = self.c_population[row]
        score = prominence(
            feature_class, feature_code, None if people == NOT_KNOWN else people, self.c_rank[row]
        )
        return name_order(round(score, 2), kind, text, self.main_name(row))

    def row_of_name(self, number: int) -> int:
        """The place a name belongs to."""
        return bisect_right(self.c_place_names, number) - 1

    def names_of_key(self, key: int) -> Any:
        """Numbers of the names that have this key, most prominent first."""
        return self.c_key_name[self.c_key_names[key] : self.c_key_names[key + 1]]

    def rows_in_box(self, west: float, south: float, east: float, north: float) -> Iterator[int]:
        """Rows of places in the one-degree cells a box touches (``west <= east``)."""
        for row in range(cell_of(0, south) // 360, cell_of(0, north) // 360 + 1):
            first = row * 360 + cell_of(west, -90)
            last = row * 360 + cell_of(east, -90)
            yield from range(self.c_cells[first], self.c_cells[last + 1])

    def rows_of_kind(self, feature_class: str, geometry_kind: str) -> list[int]:
        """Rows of the places of a class that have a geometry of a kind."""
        wanted = {
            number
            for number, kind in enumerate(self._kinds)  # the first is that of no place
            if (kind[0], kind[-1]) == (feature_class, geometry_kind)
        }
        return [row for row, number in enumerate(self.c_kind) if number in wanted]

    def geometry(self, row: int, role: str) -> bytes | None:
        """The stored geometry of a role, in the compact form of ``shapes``."""
        found = self.rows("SELECT wkb FROM geom WHERE place=? AND role=?", (row, role))
        return found[0][0] if found else None

    def sources(self) -> list[dict[str, str]]:
        """The sources of the records, with licence and attribution."""
        keys = ("id", "name", "version", "address", "licence", "attribution", "sha256")
        rows = self.rows(f"SELECT {', '.join(keys)} FROM source ORDER BY id")  # noqa: S608
        return [dict(zip(keys, row, strict=True)) for row in rows]
