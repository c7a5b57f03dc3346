"""Which place a name means: rows of ``tests/gold/resolution.tsv``, and what an answer must tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.evaluation.scores import distance_km
from geomap.language.load import words_of_reason
from tests.places.reading import mentions_of

ROWS = Path(__file__).parents[1] / "gold" / "resolution.tsv"


def _rows() -> list[tuple[str, str, float, float, float, str]]:
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(r[0], r[1], float(r[2]), float(r[3]), float(r[4]), r[5]) for r in rows]


@pytest.mark.parametrize(("lang", "name", "lon", "lat", "km", "text"), _rows())
def test_the_words_around_a_name_choose_its_place(
    lang: str, name: str, lon: float, lat: float, km: float, text: str
) -> None:
    found = [m for m in mentions_of(text, lang) if m.text.endswith(name)]
    assert found, "the name is not found"
    place = found[0].place
    assert place is not None
    assert distance_km(place.lon, place.lat, lon, lat) <= km, place


def test_each_candidate_has_its_share_and_its_reasons_in_words() -> None:
    (paris, texas) = [
        m for m in mentions_of("A tornado hit Paris, Texas.", "en") if m.kind == "name"
    ]
    assert paris.place is not None
    assert (paris.place.country, paris.place.admin1) == ("US", "TX")
    assert paris.candidates[0].place == paris.place
    assert paris.candidates[0].probability == paris.probability > paris.candidates[1].probability
    told = [words_of_reason(r, "en") for r in paris.candidates[0].reasons]
    assert any("Texas" in words for words in told), told
    assert all("{" not in words for words in told)
    assert texas.probability > 0.9


def test_bare_mentions_take_the_first_sense_and_others_keep_their_own() -> None:
    text = "Dover, Arkansas, was named after Dover, England. Dover has 1,300 people."
    places = [m.place for m in mentions_of(text, "en") if m.text == "Dover"]
    assert [p.country for p in places if p] == ["US", "GB", "US"]


def test_an_unknown_place_is_not_the_likeliest_homonym() -> None:
    found = [
        m for m in mentions_of("L'attaque a fait 14 morts à Sanam, au Niger.") if m.text == "Sanam"
    ]
    assert [m.place for m in found if m.place and m.place.country != "NE"] == []


def test_a_preferred_region_tips_the_scales_and_no_more() -> None:
    def country(text: str, region: str | None) -> str | None:
        (found,) = [m for m in mentions_of(text, "en", region) if m.text == "Hamilton"]
        return found.place.country if found.place else None

    bare = "A fire broke out in Hamilton."
    assert country(bare, "NZ") == "NZ"
    assert country(bare, "-82,42,-78,45") == "CA"
    assert country("A fire broke out in Hamilton, Bermuda.", "NZ") == "BM"


@pytest.mark.parametrize(
    ("text", "name", "placed"),
    [
        ("Une explosion a soufflé un immeuble rue de Trévise.", "Trévise", False),
        ("Ils ont défilé sur la place d'Italie.", "Italie", False),
        ("Le quartier est bouclé autour de l'avenue de Versailles.", "Versailles", False),
        ("Des milliers de personnes se sont réunies place Tahrir.", "Tahrir", True),
        ("Il a pris la place de Paris dans le classement.", "Paris", True),
    ],
)
def test_streets_do_not_lie_where_they_are_called_after(text: str, name: str, placed: bool) -> None:
    found = [m for m in mentions_of(text, "fr") if name in m.text]
    assert any(m.place is not None for m in found) is placed


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Trois personnes ont été tuées dans la basilique Notre-Dame de Nice.", {"Nice"}),
        ("Un incendie a ravagé l'église Saint-Nicolas de Nantes.", {"Nantes"}),
        ("Un incendie a ravagé une maison à Saint-Nicolas-de-Port.", {"Saint-Nicolas-de-Port"}),
    ],
)
def test_whom_a_church_is_dedicated_to_is_no_town(text: str, places: set[str]) -> None:
    assert {m.place.name for m in mentions_of(text, "fr") if m.place is not None} == places


def test_an_english_word_for_a_people_is_a_surname_in_a_french_text() -> None:
    text = "C'est une attaque, a écrit le porte-parole du ministre, Najib Danish."
    assert mentions_of(text, "fr") == []


def test_a_village_of_another_land_is_no_city_far_away() -> None:
    found = mentions_of(
        "Au Burkina Faso, des hommes ont attaqué le village de Safi. À Ouagadougou, à Kaya et à Dori, "
        "les autorités du Burkina Faso ont réagi.",
        "fr",
    )
    assert next(m for m in found if m.text == "Safi").place is None
