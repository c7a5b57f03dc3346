"""Golden names: what a newsroom types must give the right place first."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.sphere import great_circle_m
from geomap.model.place import NameMatch

GOLD = Path(__file__).parents[1] / "gold"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a tab-separated table with a header; ``#`` begins a comment."""
    lines = [
        line
        for line in (GOLD / name).read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    made = []
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) <= len(header), line
        made.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return made


def distance_km(match: NameMatch, lon: str, lat: str) -> float:
    return great_circle_m(match.place.lon, match.place.lat, float(lon), float(lat)) / 1000


@lru_cache(maxsize=1)
def whole_gazetteer() -> Gazetteer:
    return open_gazetteer()


def fault_of(row: dict[str, str]) -> str | None:
    """What is wrong with the first answer to a row, if anything."""
    gazetteer = whole_gazetteer()
    found = gazetteer.lookup(row["name"], lang=row["lang"], tiers=("exact", "skeleton", "fuzzy"))
    if not found:
        return "no answer"
    first = found[0]
    said = f"{first.place.id} {first.place.name} ({first.place.country})"
    if row["expected"]:
        wanted = gazetteer.country(row["expected"]) or gazetteer.get(row["expected"])
        if wanted is None:
            return f"no record has the id {row['expected']}"
        if wanted.id != first.place.id:
            return f"{said} in place of {wanted.id}"
    if row["class"] and first.place.feature_class != row["class"]:
        return f"{said} is of class {first.place.feature_class}"
    for unwanted in row["must_not"].split():
        if unwanted in {first.place.id, first.place.country}:
            return f"{said} may not be first"
    if row["lon"] and distance_km(first, row["lon"], row["lat"]) > float(row["tolerance_km"]):
        return f"{said} is {distance_km(first, row['lon'], row['lat']):.0f} km away"
    return None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_fifty_golden_names_give_the_right_place_first(lang: str) -> None:
    asked = [row for row in rows("names_50.tsv") if row["lang"] == lang]
    assert len(asked) == 50
    assert {row["name"]: fault for row in asked if (fault := fault_of(row))} == {}


def test_names_of_all_kinds_give_the_right_place_first() -> None:
    asked = rows("names_more.tsv")
    assert len(asked) >= 300
    faults = {(row["name"], row["lang"]): fault for row in asked if (fault := fault_of(row))}
    assert faults == {}


def test_a_golden_row_that_is_wrong_is_seen() -> None:
    row = {"name": "Paris", "lang": "fr", "expected": "", "class": "P", "lon": "2.35",
           "lat": "48.85", "tolerance_km": "15", "must_not": "FR"}  # fmt: skip
    assert fault_of(row) is not None
    assert fault_of({**row, "must_not": ""}) is None
    assert fault_of({**row, "must_not": "", "lon": "-95.5"}) is not None


def test_press_spellings_find_their_town() -> None:
    gazetteer = open_gazetteer()
    missed = []
    for row in rows("press_spellings.tsv"):
        found = gazetteer.lookup(row["name"], tiers=("exact", "skeleton", "fuzzy"))
        if not found or distance_km(found[0], row["lon"], row["lat"]) > 25:
            missed.append(row["name"])
    assert len(missed) <= 3, missed
