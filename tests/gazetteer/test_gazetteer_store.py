"""Looking up: right names first, every answer whole, unknown is unknown."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.record import default_radius_m, prominence, town_radius_m
from geomap.gazetteer.sphere import great_circle_m


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [match.place.id for match in gazetteer.lookup(name)]


def test_the_greater_homonym_comes_first(tiny: Gazetteer) -> None:
    assert ids(tiny, "Odessa") == ["gn:698740", "gn:5527554"]
    assert ids(tiny, "Paris") == ["gn:2988507", "gn:4717560"]


def test_an_unknown_name_has_no_answer(tiny: Gazetteer) -> None:
    assert tiny.lookup("Xyzzy") == []
    assert tiny.lookup("") == []
    assert tiny.get("gn:424242") is None
    assert tiny.get("gm:nowhere") is None
    assert tiny.names("gm:nowhere") == []
    assert tiny.geometry("gm:nowhere") is None
    assert tiny.display_name("gm:nowhere", "fr") is None


@pytest.mark.parametrize("name", ["x" * 100_000, "\0", "%", "'; DROP TABLE place; --", "\ud800"])
def test_hostile_names_are_names(tiny: Gazetteer, name: str) -> None:
    assert tiny.lookup(name, tiers=("exact", "skeleton", "fuzzy")) == []


def test_a_record_is_whole(tiny: Gazetteer) -> None:
    place = tiny.lookup("Ізмаїл")[0].place
    assert (place.id, place.country, place.population) == ("gn:707308", "UA", 69932)
    assert (place.feature_class, place.feature_code, place.source) == ("P", "PPL", "geonames")
    assert place.lon == pytest.approx(28.83751)
    assert 2_000 <= place.radius_m <= 15_000


def test_the_name_shown_is_of_the_language(tiny: Gazetteer) -> None:
    assert tiny.display_name("gm:black-sea", "fr") == "mer Noire"
    assert tiny.display_name("gm:black-sea", "en") == "Black Sea"
    assert tiny.countries_of("gm:black-sea") == ("UA", "RU")


def test_a_text_s_own_word_is_shown_before_a_foreign_one(tiny: Gazetteer) -> None:
    assert tiny.display_name("gm:black-sea", "fr", "Black Sea") == "mer Noire"
    assert tiny.display_name("gn:79415", "fr", "Hodeïda") == "Hodeïda"
    assert tiny.display_name("gn:79415", "fr", "d'Hodeïda") == "Al Ḩudaydah"
    assert tiny.display_name("gn:79415", "fr", "la ville") == "Al Ḩudaydah"


def test_near_crosses_the_180th_meridian_and_the_pole(tiny: Gazetteer) -> None:
    assert [p.name for p in tiny.near(179.9, -17.0, 400_000)] == ["Taveuni", "Suva"]
    assert [p.name for p in tiny.near(120.0, 89.9, 20_000)] == ["Étrange"]
    assert tiny.near(0.0, 0.0, 1_000) == []
    assert tiny.near(28.84, 45.35, 5_000, feature_classes=["H"]) == []


def test_a_later_pack_is_hidden_by_an_earlier_one(world: Gazetteer) -> None:
    for match in world.lookup("Kiev"):
        assert [m.place.id for m in world.lookup("Kiev")].count(match.place.id) == 1


@pytest.mark.parametrize(
    ("name", "country"),
    [("Paris", "FR"), ("London", "GB"), ("Tripoli", "LY"), ("Cambridge", "GB"), ("Jordan", "JO"),
     ("Georgia", "GE"), ("Chad", "TD"), ("Mali", "ML"), ("Luxembourg", "LU"), ("Singapore", "SG")],
)  # fmt: skip
def test_the_famous_homonym_comes_first(world: Gazetteer, name: str, country: str) -> None:
    assert world.lookup(name)[0].place.country == country


@pytest.mark.parametrize("name", ["USA", "U.S.", "China", "Niger", "Guinée", "Panama", "Brésil"])
def test_a_country_outranks_its_homonyms(world: Gazetteer, name: str) -> None:
    assert world.lookup(name)[0].place.feature_code.startswith("PCL")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("رفح", "gn:281102"), ("北京", "gn:1816670"), ("Αθήνα", "gn:264371"), ("ירושלים", "gn:281184"),
     ("Севастополь", "gn:694423"), ("東京", "gn:1850147"), ("서울", "gn:1835848")],
)  # fmt: skip
def test_names_in_every_script_are_answered(world: Gazetteer, name: str, expected: str) -> None:
    assert world.lookup(name)[0].place.id == expected


def test_a_town_leads_to_its_division_and_country(world: Gazetteer) -> None:
    town = world.get("gn:707308")
    assert town is not None
    assert town.admin1 is not None
    division = world.admin1("UA", town.admin1)
    assert division is not None
    assert division.feature_code == "ADM1"
    area = world.geometry(division.id)
    assert area is not None
    from shapely import Point

    assert area.buffer(0.05).covers(Point(town.lon, town.lat))
    country = world.country("UA")
    assert country is not None
    assert country.id == "gn:690791"
    assert world.country("ua") is None
    assert world.country("XX") is None


def test_neighbours_share_one_border(world: Gazetteer) -> None:
    border = world.border("RO", "UA")
    assert border is not None
    assert border.geom_type.endswith("LineString")
    other = world.border("UA", "RO")
    assert other is not None
    assert border.equals(other)
    assert world.border("UA", "FR") is None
    assert "gn:798549" in world.related("UA", "borders")


def test_a_county_of_the_united_states_is_found_by_its_code(world: Gazetteer) -> None:
    county = world.get("adm2:US.06037")
    assert county is not None
    assert county.name == "Los Angeles County"
    assert great_circle_m(county.lon, county.lat, -118.2, 34.2) < 60_000


def test_prominence_orders_kinds_as_described() -> None:
    town = prominence("P", "PPL", 100_000, 0)
    assert town == pytest.approx(30)
    assert prominence("A", "PCLI", None, 0) > prominence("L", "CONT", None, 0) > 2 * town
    assert prominence("A", "ADM1", 100_000, 0) < town
    assert prominence("H", "SEA", None, 60) > prominence("P", "PPL", 20_000_000, 0)
    assert prominence("P", "PPL", 10_000_000, 5) > 50


def test_a_radius_grows_with_the_town() -> None:
    radii = [town_radius_m(n) for n in (None, 500, 50_000, 1_000_000, 20_000_000)]
    assert radii == sorted(radii)
    assert (radii[0], radii[-1]) == (2_000, 15_000)
    assert default_radius_m("S", "AIRP", None) == 4_000
    assert default_radius_m("X", "?", None) > 0
