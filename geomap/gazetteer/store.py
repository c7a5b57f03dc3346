"""The gazetteer as the rest of geomap sees it: opened once, never changed, the same for every document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from geomap.gazetteer.index import Index, Row, in_language, open_packs
from geomap.gazetteer.names import name_key
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.scan import NameHit, Scanner
from geomap.gazetteer.sphere import great_circle_m
from geomap.model.place import NameMatch, Place
from geomap.model.text import Tokens

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Tier = Literal["exact", "skeleton", "fuzzy"]
_MATCHES_KEPT = 50_000


class Gazetteer:
    """All packs together: user files first, then what we curate, then the world.

    Candidates come from every pack; where two packs know the same id, the first one's record counts.
    """

    def __init__(self, packs: Sequence[Pack], extra_files: tuple[str, ...] = ()) -> None:
        self.index = Index(packs)
        self.packs = self.index.packs
        self.extra_files = extra_files
        self.version = " ".join(f"{pack.name} {pack.version}" for pack in self.packs)
        for pack in self.packs:
            assert pack.db  # opened now: a new pack may remove the files of this one
        self._scanner = Scanner(self.packs, self.index.rules)
        self._matches_of = lru_cache(maxsize=_MATCHES_KEPT)(self._read_matches)

    def __reduce__(self) -> tuple[Any, ...]:
        return (open_gazetteer, (self.extra_files,))

    # Names ------------------------------------------------------------------------------------

    def lookup(
        self,
        name: str,
        *,
        lang: str | None = None,
        tiers: Sequence[Tier] = ("exact",),
        limit: int = 50,
    ) -> list[NameMatch]:
        """Places that answer to ``name``, best first: tier, then prominence.

        A later tier is tried only when the ones before gave nothing. ``lang`` puts places whose name is
        an abbreviation or a demonym of another language behind the others; and, when a place bears
        the name in ``lang`` ("Mexico" is the city in French), those that bear it in another. An
        unknown name gives an empty list.
        """
        rows = self.index.rows_of_name(name, tiers)
        if lang is not None:
            rows = in_language(rows, lang)
        return [self._match(row) for row in rows[:limit]]

    def scan(
        self,
        tokens: Tokens,
        first: int,
        last: int,
        *,
        nested: bool = False,
        before: int | None = None,
    ) -> list[NameHit]:
        """Names between two token indices, without reading records. See ``scan.Scanner``."""
        return self._scanner.scan(tokens, first, last, nested=nested, before=before)

    def behind_article(self, tokens: Tokens, index: int, last: int) -> NameHit | None:
        """A name whose article stands before ``index``. See ``scan.Scanner``."""
        return self._scanner.behind_article(tokens, index, last)

    def matches(self, hit: NameHit) -> list[NameMatch]:
        """The places of a hit, most prominent first (demonyms last)."""
        return list(self._matches_of(hit.name_ids))

    def _read_matches(self, name_ids: tuple[int, ...]) -> tuple[NameMatch, ...]:
        return tuple(self._match(row) for row in self.index.rows_of_ids(name_ids))

    def _match(self, row: Row) -> NameMatch:
        place = row.pack.place(row.row)
        tier: Any = row.tier
        return NameMatch(place, row.matched, tier, row.lang or None, row.kind, row.similarity)

    def names(self, place_id: str, lang: str | None = None) -> list[NameMatch]:
        """Every name of a place, as matches; of one language when ``lang`` is given."""
        found = self.index.find(place_id)
        if found is None:
            return []
        pack, row = found
        place = pack.place(row)
        return [
            NameMatch(place, name.text, "exact", name.lang or None, name.kind)
            for name in pack.names_of(row)
            if lang is None or name.lang == lang
        ]

    def display_name(self, place_id: str, lang: str, said: str | None = None) -> str | None:
        """The name to show in a language: its first official name there, else the neutral one.

        ``said`` is what a text calls it: shown before the neutral name when it is one of its names
        ("Deir Ezzor" rather than "Deir ez-Zor"), never when it is not ("la ville").
        """
        found = self.index.find(place_id)
        if found is None:
            return None
        pack, row = found
        key = name_key(said, self.index.rules) if said else ""
        known = False
        for name in pack.names_of(row):
            if name.lang == lang and name.kind in {"official", "exonym"}:
                return name.text
            if key and name.kind != "demonym" and name_key(name.text, pack.rules) == key:
                known = True
        return said if known else pack.place(row).name

    # Records ----------------------------------------------------------------------------------

    def get(self, place_id: str) -> Place | None:
        """A place by id (``gn:707308``), or by a code it is known by (``UA``, ``adm1:UA.17``)."""
        found = self.index.find(place_id)
        return None if found is None else found[0].place(found[1])

    def country(self, iso2: str) -> Place | None:
        """A country or territory by its ISO 3166-1 alpha-2 code."""
        return self.get(iso2) if len(iso2) == 2 and iso2.isupper() else None

    def admin1(self, country: str, code: str) -> Place | None:
        """A first-order division by country and GeoNames admin1 code."""
        return self.get(f"adm1:{country}.{code}")

    def related(self, place_id: str, type: str) -> list[str]:
        """Ids of places it stands in a relation to: in, part_of, on, borders, mouth_of."""
        found = self.index.find(place_id)
        if found is None:
            return []
        pack, row = found
        query = "SELECT b FROM relation WHERE a=? AND type=? ORDER BY b"
        others = [other for (other,) in pack.rows(query, (row, type))]
        return [place.id if (place := self.get(other)) else other for other in others]

    def countries_of(self, place_id: str) -> tuple[str, ...]:
        """ISO codes of all the countries a place lies in: several for a sea, a river, a region."""
        found = self.index.find(place_id)
        if found is None:
            return ()
        pack, row = found
        rows = pack.rows("SELECT countries FROM detail WHERE place=?", (row,))
        if rows and rows[0][0]:
            return tuple(rows[0][0].split(","))
        country = pack.place(row).country
        return (country,) if country else ()

    # Geometry ---------------------------------------------------------------------------------

    def geometry(self, place_id: str, role: str = "area") -> BaseGeometry | None:
        """The shape of a place in a role: area, line, coast, border, bank, label; lon/lat.

        ``border`` of an area is its boundary when no other is recorded. None when unknown.
        """
        found = self.index.find(place_id)
        if found is None:
            return None
        pack, row = found
        data = pack.geometry(row, role)
        if data is not None:
            return self._decode(pack, data)
        if role == "label":
            from shapely import Point

            place = pack.place(row)
            return Point(place.lon, place.lat)
        if role == "border" and (area := pack.geometry(row, "area")) is not None:
            return self._decode(pack, area).boundary
        return None

    def _decode(self, pack: Pack, data: bytes) -> BaseGeometry:
        from geomap.gazetteer.shapes import geometry_from_bytes

        try:
            return geometry_from_bytes(data)
        except (ValueError, IndexError) as error:
            raise pack.damaged(pack.path("db"), error) from error

    def border(self, id_a: str, id_b: str) -> BaseGeometry | None:
        """The boundary two areas share, whole (lon/lat); None when they do not touch."""
        a, b = self.get(id_a), self.get(id_b)
        if a is None or b is None or a.id == b.id:
            return None
        first, second = sorted((a.id, b.id))
        for pack in self.packs:
            rows = pack.rows("SELECT wkb FROM border WHERE a=? AND b=?", (first, second))
            if rows:
                return self._decode(pack, rows[0][0])
        area, other = self.geometry(a.id), self.geometry(b.id)
        if area is None or other is None:
            return None
        from geomap.gazetteer.shapes import shared_border

        return shared_border(area, other)

    def near(
        self,
        lon: float,
        lat: float,
        radius_m: float,
        feature_classes: Iterable[str] | None = None,
    ) -> list[Place]:
        """Places whose point is within ``radius_m`` metres, nearest first."""
        wanted = None if feature_classes is None else frozenset(feature_classes)
        found: list[tuple[float, str, Place]] = []
        for number, pack in enumerate(self.packs):
            for row in _rows_near(pack, lon, lat, radius_m):
                distance = great_circle_m(lon, lat, pack.c_lon[row] / 1e5, pack.c_lat[row] / 1e5)
                if distance > radius_m or self.index.is_hidden(number, row):
                    continue
                place = pack.place(row)
                if place.feature_class == "O":  # an organisation is nowhere
                    continue
                if wanted is None or place.feature_class in wanted:
                    found.append((distance, place.id, place))
        found.sort(key=lambda item: item[:2])
        return [place for _, _, place in found]

    def sources(self) -> list[dict[str, str]]:
        """Sources of all packs, each once, with licence and attribution."""
        known: dict[str, dict[str, str]] = {}
        for pack in self.packs:
            for source in pack.sources():
                known.setdefault(source["id"], source)
        return [known[key] for key in sorted(known)]


def _rows_near(pack: Pack, lon: float, lat: float, radius_m: float) -> Iterator[int]:
    """Rows in the one-degree cells a circle touches, across the 180th meridian and the poles."""
    degrees = radius_m / 111_194.9
    south, north = max(-90.0, lat - degrees), min(90.0, lat + degrees)
    widest = max(abs(south), abs(north))
    spread = 180.0 if widest > 89.0 else degrees / math.cos(math.radians(widest))
    if spread >= 180.0:
        yield from pack.rows_in_box(-180.0, south, 180.0, north)
        return
    west, east = lon - spread, lon + spread
    if west < -180.0:
        yield from pack.rows_in_box(west + 360.0, south, 180.0, north)
        west = -180.0
    if east > 180.0:
        yield from pack.rows_in_box(-180.0, south, east - 360.0, north)
        east = 180.0
    yield from pack.rows_in_box(west, south, east, north)


def open_gazetteer(extra_files: tuple[str, ...] = ()) -> Gazetteer:
    """Open the packs: user files first, then curated, then world.

    In a source tree, packs that are missing or older than a file of ``gazetteer/`` are compiled first.
    Raises GazetteerError, naming the file and the command that makes it, when a pack is missing or
    damaged.
    """
    return Gazetteer(open_packs(extra_files), tuple(extra_files))


__all__ = ["Gazetteer", "NameHit", "open_gazetteer"]
