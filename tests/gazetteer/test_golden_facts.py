"""What the curated files say of territories, demonyms, organisations and regions."""

from __future__ import annotations

import pytest

from geomap.gazetteer import open_gazetteer
from geomap.model.place import Place


def place(name: str, lang: str = "fr") -> Place:
    found = open_gazetteer().lookup(name, lang=lang)
    assert found, name
    return found[0].place


@pytest.mark.parametrize(
    ("name", "country", "other", "status", "since"),
    [
        ("Sébastopol", "UA", "RU", "claimed", "2014-03-18"),
        ("Crimée", "UA", "RU", "occupied", "2014-02-27"),
        ("Haut-Karabakh", "AZ", "AM", "de_facto", "1994-05-12"),
        ("Golan", "SY", "IL", "occupied", "1967-06"),
        ("Cisjordanie", "PS", "IL", "occupied", "1967-06"),
        ("bande de Gaza", "PS", "IL", "occupied", "1967-06"),
        ("Transnistrie", "MD", "RU", "de_facto", "1992-07"),
        ("Abkhazie", "GE", "RU", "occupied", "2008-08"),
        ("Ossétie du Sud", "GE", "RU", "occupied", "2008-08"),
        ("Chypre du Nord", "CY", "TR", "occupied", "1974-07-20"),
        ("Sahara occidental", "EH", "MA", "claimed", "1975-11-06"),
        ("Taïwan", "TW", "CN", "claimed", "1949"),
        ("Somaliland", "SO", "SO", "de_facto", "1991-05-18"),
    ],
)
def test_a_disputed_territory_keeps_its_country_and_shows_the_claim(
    name: str, country: str, other: str, status: str, since: str
) -> None:
    found = place(name)
    assert found.country == country
    assert (other, status, since) in {(c.country, c.status, c.since) for c in found.claims}


def test_an_ended_claim_says_when_it_ended() -> None:
    ended = [c for c in place("Haut-Karabakh").claims if c.until]
    assert [(c.country, c.until) for c in ended] == [("AM", "2023-09-20")]


@pytest.mark.parametrize(
    ("form", "lang", "country"),
    [
        ("ukrainien", "fr", "UA"), ("ukrainiennes", "fr", "UA"), ("turques", "fr", "TR"),
        ("grecque", "fr", "GR"), ("burkinabè", "fr", "BF"), ("yéménites", "fr", "YE"),
        ("sud-coréennes", "fr", "KR"), ("Ukrainians", "en", "UA"), ("Dutch", "en", "NL"),
        ("Englishmen", "en", "GB"), ("Chinese", "en", "CN"), ("Iraqi", "en", "IQ"),
    ],
)  # fmt: skip
def test_a_demonym_answers_with_its_country_as_a_demonym(
    form: str, lang: str, country: str
) -> None:
    found = open_gazetteer().lookup(form, lang=lang)
    assert (found[0].kind, found[0].place.country) == ("demonym", country)


def test_every_country_has_a_french_and_an_english_demonym() -> None:
    gazetteer = open_gazetteer()
    without = {"AQ", "BQ", "BV", "CC", "CX", "GS", "HM", "IO", "NF", "PN", "SJ", "TF", "UM", "TC",
               "VG", "VI"}  # nobody, or hardly anybody, is called by them  # fmt: skip
    missing = []
    for country in gazetteer_countries():
        kinds = {(n.kind, n.lang) for n in gazetteer.names(country.id)}
        if country.country not in without and not {("demonym", "fr"), ("demonym", "en")} <= kinds:
            missing.append(country.name)
    assert missing == []


def gazetteer_countries() -> list[Place]:
    gazetteer = open_gazetteer()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    found = (gazetteer.country(a + b) for a in letters for b in letters)
    made = [country for country in found if country is not None]
    assert len(made) >= 246  # of four without inhabitants the world data may have no code
    return made


def test_every_country_has_a_french_and_an_english_name() -> None:
    gazetteer = open_gazetteer()
    for country in gazetteer_countries():
        langs = {n.lang for n in gazetteer.names(country.id)}
        assert {"fr", "en"} <= langs, country.name


@pytest.mark.parametrize("name", ["Otan", "ONU", "Hamas", "Hezbollah", "Union africaine", "FSB"])
def test_an_organisation_is_of_its_own_class(name: str) -> None:
    assert place(name).feature_class == "O"


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("Donbass", (37.8, 48.0), (36.25, 50.0)),
        ("Darfour", (24.9, 12.05), (32.5, 15.6)),
        ("Maghreb", (3.0, 36.0), (31.2, 30.0)),
        ("Union européenne", (2.35, 48.85), (-0.13, 51.5)),
        ("Balkans", (20.46, 44.8), (12.5, 41.9)),
    ],
)
def test_a_region_has_an_area(
    name: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    shapely = pytest.importorskip("shapely")
    area = open_gazetteer().geometry(place(name).id, "area")
    assert area is not None
    assert area.contains(shapely.Point(*inside))
    assert not area.contains(shapely.Point(*outside))


def test_a_former_state_says_when_it_ended() -> None:
    for name, year in (("URSS", "1991"), ("Yougoslavie", "1992"), ("Tchécoslovaquie", "1992")):
        found = place(name)
        assert found.feature_code == "PCLH"
        assert found.valid_to is not None
        assert found.valid_to.startswith(year)
