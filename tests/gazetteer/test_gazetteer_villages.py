"""Villages beyond the towns of GeoNames, and how their ids are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.layout import NEEDS_CONTEXT, id_of_number, number_of_id
from geomap.gazetteer.sources.villages import FILE, villages

FOLDER = Path(__file__).parents[2] / "gazetteer"


def test_every_row_is_a_village_with_a_country_a_point_and_an_id_of_its_own() -> None:
    found = list(villages(FOLDER))
    assert len(found) > 35_000
    assert len({record.id for record in found}) == len(found)
    for record in found:
        assert len(record.country or "") == 2
        assert record.lon is not None and -180 <= record.lon <= 180
        assert record.lat is not None and -90 <= record.lat <= 90
        assert number_of_id(record.id)


def test_words_of_every_day_are_no_villages() -> None:
    names = {record.name for record in villages(FOLDER)}
    assert names.isdisjoint({"La France", "University", "Hospital", "River", "Ashley", "Ryan"})


def test_a_village_of_one_word_asks_for_context(tmp_path: Path) -> None:
    header = (FOLDER / FILE).read_text(encoding="utf-8").split("\n")[1]
    rows = ["7\tBar\tGB\tENG\tA1\t-1\t52", "8\tBar Hill End\tUS\t\t\t-90\t40"]
    (tmp_path / FILE).write_text("\n".join(["# x", header, *rows, ""]), encoding="utf-8")
    one, several = villages(tmp_path)
    assert (one.id, one.names[0].flags, one.admin2) == ("gnp:7", NEEDS_CONTEXT, "A1")
    assert (several.names[0].flags, several.admin1) == (0, None)
    assert list(villages(tmp_path / "none")) == []


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Sutherland Springs", "US", -98.06, 29.27),
        ("Les Diablerets", "CH", 7.16, 46.35),
        ("Ouled Djellal", "DZ", 5.07, 34.42),
    ],
)
def test_villages_in_the_news_are_found(
    world: Gazetteer, name: str, country: str, lon: float, lat: float
) -> None:
    found = world.lookup(name)
    assert any(
        m.place.country == country
        and abs(m.place.lon - lon) < 0.2
        and abs(m.place.lat - lat) < 0.2
        and world.get(m.place.id) == m.place
        for m in found
    )


@pytest.mark.parametrize(
    "identifier",
    ["gn:707308", "gnp:1", "gnp:16777215", "insee:01001", "insee:2A032", "insee:98818"],
)
def test_an_id_that_is_a_number_comes_back_as_it_was(identifier: str) -> None:
    number = number_of_id(identifier)
    assert 0 < number < 1 << 32
    assert id_of_number(number) == identifier


@pytest.mark.parametrize(
    "identifier",
    ["", "gn:", "gn:0", "gn:007", "gn:-3", "gn:268435456", "gm:kiev", "insee:1", "insee:2a032",
     "insee:14431-14654", "user:3", "gn:3 ", "gn:1_0"],
)  # fmt: skip
def test_an_id_that_is_none_has_no_number(identifier: str) -> None:
    assert number_of_id(identifier) == 0


def test_communes_keep_the_ids_of_the_list(world: Gazetteer) -> None:
    commune = world.get("insee:38053")
    assert commune is not None
    assert (commune.id, commune.name) == ("insee:38053", "Bourgoin-Jallieu")


def test_no_point_is_the_middle_of_something() -> None:
    """A list puts what it does not know at the middle of a region: several names at one point."""
    names: dict[tuple[float | None, float | None], set[str]] = {}
    for record in villages(FOLDER):
        names.setdefault((record.lon, record.lat), set()).add(record.name)
    assert max(map(len, names.values())) <= 3
