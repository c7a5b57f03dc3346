"""Names to places over all packs, as rows: what a look-up needs and nothing more.

``Gazetteer`` turns rows into values. The command ``lookup`` prints rows, and so answers before the
modules of values, SQLite and shapely would have been read.
"""

from __future__ import annotations

import os

from geomap.errors import GazetteerError
from geomap.gazetteer.names import query_keys
from geomap.gazetteer.pack import Pack, read_manifest
from geomap.language.fold import fold

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What stands first wins where two packs know the same place.
PACK_ORDER = ("curated", "world")
REMEDY = "geomap gazetteer build"
#: The number of a key in a hit: pack times this, plus key.
PACK_STRIDE = 1 << 40


class Row:
    """A place that answers to a name: its pack and row, and the name that did."""

    __slots__ = ("kind", "lang", "matched", "order", "pack", "row", "similarity", "tier")

    def __init__(
        self, pack: Pack, row: int, matched: str, lang: str, kind: str, order: float
    ) -> None:
        self.pack = pack
        self.row = row
        self.matched = matched
        self.lang = lang
        self.kind = kind
        self.order = order
        self.tier = "exact"
        self.similarity = 1.0


class Index:
    """The packs in order, and what answers to a name in them."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.packs = tuple(packs)
        self.rules = self.packs[-1].rules

    def rows_of_name(self, name: str, tiers: Sequence[str] = ("exact",)) -> list[Row]:
        """Places that answer to ``name``, best first; a later tier only when those before fail.

        With more tiers than the exact one, a name said with its container or kind is understood too.
        """
        for tier in tiers:
            if tier == "exact":
                found = self._exact(name)
                if not found and len(tiers) > 1:
                    from geomap.gazetteer.phrases import rows_of_phrase

                    found = rows_of_phrase(self, name)
            else:
                from geomap.gazetteer.near_names import rows_nearby

                found = rows_nearby(self, name, tier)
            if found:
                return found
        return []

    def _exact(self, name: str) -> list[Row]:
        found: list[Row] = []
        known: set[tuple[int, int]] = set()
        for key in query_keys(name, self.rules):
            for row in self.rows_of_ids(self.ids_of_key(key)):
                place = (id(row.pack), row.row)
                if place not in known:
                    known.add(place)
                    found.append(row)
        return found

    def ids_of_key(self, key: str) -> tuple[int, ...]:
        """The key's number in each pack that has it (opaque)."""
        ids = []
        for number, pack in enumerate(self.packs):
            found = pack.keys.get(key)
            if found is not None:
                ids.append(number * PACK_STRIDE + found)
        return tuple(ids)

    def rows_of_ids(self, name_ids: Sequence[int]) -> list[Row]:
        """Places of keys, most prominent first (demonyms last), each once.

        A country is there twice where one word names it in a language and its people in another
        ("Italien" in German, "italien" in French).
        """
        found: list[Row] = []
        for name_id in name_ids:
            number, key = divmod(name_id, PACK_STRIDE)
            pack = self.packs[number]
            known: set[tuple[int, bool]] = set()
            for name_number in pack.names_of_key(key):
                row = pack.row_of_name(name_number)
                text, lang, kind = pack.name_parts(name_number)
                if (row, kind == "demonym") in known or self.is_hidden(number, row):
                    continue
                known.add((row, kind == "demonym"))
                found.append(Row(pack, row, text, lang, kind, pack.order(row, kind, text)))
        if len(name_ids) > 1:
            found.sort(key=lambda row: -row.order)
        return found

    def is_hidden(self, number: int, row: int) -> bool:
        """True when a pack before pack ``number`` knows the same place."""
        if number == 0:
            return False
        identifier = self.packs[number].id_of(row)
        return any(pack.row_of(identifier) is not None for pack in self.packs[:number])

    def find(self, place_id: str) -> tuple[Pack, int] | None:
        """The first pack that knows an id or code, and the row."""
        for pack in self.packs:
            row = pack.row_of(place_id)
            if row is not None:
                return pack, row
        return None


#: Kinds of names that belong to their language alone.
_WEAK = frozenset({"abbrev", "demonym"})


def in_language(rows: list[Row], lang: str) -> list[Row]:
    """Rows in the order a reader of ``lang`` expects.

    A place whose name is an abbreviation or a demonym of another language goes behind the others; and,
    when a place bears the name in ``lang`` ("Mexico" is the city in French), those that bear it in
    another language do too.
    """
    foreign = {id(row) for row in rows if _is_of_another_language(row, lang)}
    own = any(r.lang and id(r) not in foreign and r.kind not in _WEAK for r in rows)
    return sorted(rows, key=lambda r: id(r) in foreign and (own or r.kind in _WEAK))


def _is_of_another_language(row: Row, lang: str) -> bool:
    """True when the place bears the matched name only in languages other than ``lang``."""
    if row.lang in {"", lang}:
        return False
    key = fold(row.matched)
    for text, language, _ in row.pack.name_parts_of(row.row):
        if language == lang and fold(text) == key:
            return False
    return True


def packs_folder() -> str:
    """Where the packs that come with geomap are."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs 5 ms
    return os.path.join(os.path.dirname(here), "_built", "packs")  # noqa: PTH118, PTH120


def source_folder() -> str | None:
    """The ``gazetteer/`` folder of a source tree, None when geomap is installed from a wheel."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(packs_folder())))  # noqa: PTH120
    folder = os.path.join(root, "gazetteer")  # noqa: PTH118
    return folder if os.path.exists(os.path.join(folder, "FORMAT.md")) else None  # noqa: PTH110, PTH118


def open_packs(extra_files: tuple[str, ...] = ()) -> list[Pack]:
    """Open the packs: user files first, then curated, then world.

    In a source tree, packs that are missing or older than a file of ``gazetteer/`` are compiled first.
    Raises GazetteerError, naming the file and the command that makes it, when a pack is missing or
    damaged.
    """
    folder = packs_folder()
    if _needs_build(folder):
        from geomap.gazetteer.build import build_packs

        build_packs(folder, keep_world=True)
    packs = [open_pack(os.path.join(folder, f"{name}.pack")) for name in PACK_ORDER]  # noqa: PTH118
    if extra_files:
        from geomap.gazetteer.user import user_pack

        packs = [*(user_pack(file) for file in extra_files), *packs]
    return packs


def open_pack(manifest: str, remedy: str = REMEDY) -> Pack:
    """Open a pack; once more when another process replaced it between two of its files."""
    try:
        return Pack(manifest, remedy)
    except GazetteerError as error:
        replaced = isinstance(error.__cause__, FileNotFoundError)
        if not replaced or not os.path.exists(manifest):  # noqa: PTH110
            raise
        return Pack(manifest, remedy)


def _needs_build(folder: str) -> bool:
    """True in a source tree whose packs are missing, or of an old form, or older than their files."""
    source = source_folder()
    if source is None:
        return False
    manifests = [os.path.join(folder, f"{name}.pack") for name in PACK_ORDER]  # noqa: PTH118
    try:
        made = os.stat(manifests[0]).st_mtime_ns  # noqa: PTH116
        for manifest in manifests:
            read_manifest(manifest, REMEDY)
    except (FileNotFoundError, GazetteerError):
        return True
    return max(_mtimes(source), default=0) > made


def _mtimes(source: str) -> Iterator[int]:
    for sub in (source, f"{source}/places", f"{source}/shapes"):
        with os.scandir(sub) as entries:
            for entry in entries:
                if entry.name.endswith((".toml", ".tsv", ".rings", ".geojson")):
                    yield entry.stat().st_mtime_ns
