"""Expressions in running text: what they hang on, what role they play, what stays a plain name."""

from __future__ import annotations

import pytest
import shapely

from geomap.config import Options
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.pipeline import analyse
from tests.expressions.conftest import Read


def one(mentions: list[Mention], text: str) -> Mention:
    (found,) = [m for m in mentions if m.text == text]
    return found


def test_an_expression_is_a_mention_of_its_own_and_its_anchor_a_reference(read: Read) -> None:
    mentions = read("Une roquette est tombée à 12 km au nord de Kherson.")
    phrase, anchor = one(mentions, "à 12 km au nord de Kherson"), one(mentions, "Kherson")
    assert (phrase.kind, phrase.role, anchor.role) == ("expression", "site", "reference")
    assert phrase.expression is not None
    assert phrase.expression.anchors == (anchor.id,)
    assert phrase.expression.distance_m == 12_000
    assert phrase.extent is not None
    assert phrase.extent.geometry is not None
    assert not phrase.extent.geometry.covers(shapely.Point(32.6, 46.5))
    assert phrase.countries == ("UA",)


def test_the_part_of_a_country_stays_with_its_name(read: Read) -> None:
    mention = one(read("Des combats ont éclaté dans l'est de la Russie."), "Russie")
    assert mention.expression is not None
    assert mention.expression.relation == "part_of"
    assert mention.extent is not None
    assert mention.extent.precision == "region"


@pytest.mark.parametrize(
    ("lang", "text", "relation", "country"),
    [
        ("fr", "Un drone est tombé à la frontière polono-ukrainienne.", "border", None),
        ("fr", "La Roumanie creuse des abris dans sa région frontalière avec l'Ukraine.",
         "border_strip", "RO"),
        ("fr", "Le navire a coulé au large d'Odessa.", "offshore", "UA"),
        ("fr", "Le navire a coulé en amont de Bamako sur le Niger.", "upstream", "ML"),
        ("en", "Troops crossed to the left bank of the Dnieper.", "bank", None),
        ("en", "A convoy was hit on the road from Damascus to Homs.", "road", "SY"),
        ("en", "The quake struck 8 km NNW of Ventura, California.", "offset", "US"),
    ],
)  # fmt: skip
def test_relations_are_read_in_sentences(
    read: Read, lang: str, text: str, relation: str, country: str | None
) -> None:
    (phrase,) = [m for m in read(text, lang) if m.kind == "expression"]
    assert phrase.expression is not None
    assert phrase.expression.relation == relation
    assert phrase.extent is not None
    if country is not None:
        assert phrase.countries == (country,)


def test_a_border_of_two_countries_lies_in_neither(read: Read) -> None:
    mentions = read("Un drone est tombé à la frontière entre la Pologne et l'Ukraine.")
    (phrase,) = [m for m in mentions if m.kind == "expression"]
    assert phrase.countries == ()


def test_a_named_town_stays_the_place_its_description_is_checked(read: Read) -> None:
    right = read("Une bombe a frappé Kherson, à 450 km au sud de Kiev.")
    wrong = read("Une bombe a frappé Kherson, à 450 km au nord de Kiev.")
    assert [m.kind for m in right] == ["name", "name"]
    assert one(wrong, "Kherson").probability < one(right, "Kherson").probability


def test_an_unknown_anchor_leaves_the_expression_without_a_place(read: Read) -> None:
    phrase = next(
        m
        for m in read("L'avion est tombé à 30 km au nord de Zorglubville.")
        if m.kind == "expression"
    )
    assert phrase.extent is None
    assert phrase.expression is not None
    assert phrase.expression.why_not is not None


def test_how_far_something_reaches_is_no_site(read: Read) -> None:
    mentions = read("Les champs vont jusqu'à la frontière du Togo avec le Bénin.")
    assert all(m.role != "site" for m in mentions if m.kind == "expression")


def test_printed_coordinates_are_a_site(read: Read) -> None:
    (spot,) = [
        m for m in read("L'épave gît par 45°10′N 30°31′E depuis lundi.") if m.kind == "coordinates"
    ]
    assert spot.extent is not None
    assert (spot.role, round(spot.extent.lat, 3)) == ("site", 45.167)


def test_an_anaphor_has_the_role_of_its_own_words(read: Read) -> None:
    text = (
        "Un train a déraillé à Nîmes. Les blessés ont été conduits dans des cliniques de la ville."
    )
    phrase = one(read(text), "la ville")
    assert (phrase.kind, phrase.role) == ("anaphor", "destination")


def roles_in(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    document = Document(
        "d", text, "", lang="fr", date="2024-03-05", date_precision="day", date_basis="row"
    )
    return {m.text: m.role for m in analyse(document, gazetteer, Options()).mentions}


def test_where_people_died_of_an_event_is_a_site_too(gazetteer: Gazetteer) -> None:
    roles = roles_in(
        "Un séisme de magnitude 6 a frappé mardi les environs d'Izmir. "
        "Une personne a été tuée à Manisa. Le gouverneur d'Izmir a salué les secours.",
        gazetteer,
    )
    assert roles["Manisa"] == "site"
    assert roles["Izmir"] in {"reference", "affiliation"}


def test_a_place_where_nothing_happened_is_no_site(gazetteer: Gazetteer) -> None:
    roles = roles_in(
        "Un séisme a frappé Izmir mardi, tuant deux personnes. Le ministre vit à Ankara.", gazetteer
    )
    assert roles["Ankara"] == "background"


def test_a_department_holds_what_happened_in_it(gazetteer: Gazetteer) -> None:
    roles = roles_in(
        "Dans le Maine-et-Loire, 1.200 hectares ont brûlé mardi près de Baugé-en-Anjou.", gazetteer
    )
    assert roles["Maine-et-Loire"] == "container"
    assert roles["près de Baugé-en-Anjou"] == "site"


def test_a_place_next_to_the_event_told_right_after_it_belongs_to_it(gazetteer: Gazetteer) -> None:
    near = "Un immeuble s'est effondré mardi à Lyon, tuant deux personnes. La scène était visible à {}."
    assert roles_in(near.format("Villeurbanne"), gazetteer)["Villeurbanne"] == "site"
    assert roles_in(near.format("Marseille"), gazetteer)["Marseille"] == "background"


def test_a_coast_named_by_an_adjective_of_no_country_is_no_place(read: Read) -> None:
    mentions = read("Quatre campings sont menacés sur le littoral méditerranéen.")
    assert mentions and all(m.extent is None for m in mentions)
