"""What the whole text says of a name: lists, surnames, nouns before it, names called after places."""

from __future__ import annotations

import pytest

from tests.places.reading import mentions_of


def _names(text: str, lang: str = "fr") -> dict[str, bool]:
    """Names found -> whether they stand inside a longer name."""
    return {m.text: m.nested_in is not None for m in mentions_of(text, lang) if m.kind == "name"}


def test_a_surname_of_somebody_named_in_full_is_no_place() -> None:
    assert "Calais" not in _names("Jean Calais a été entendu. Calais nie les faits.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le village de Zibanokoria a brûlé.", "Zibanokoria"),
        ("Un sanglier a surgi au lieu-dit Le Mainbier.", "Le Mainbier"),
        ("Les districts de Pasaban et de Karloumi sont touchés.", "Karloumi"),
    ],
)
def test_a_noun_that_only_places_have_tells_an_unknown_name(text: str, name: str) -> None:
    assert _names(text)[name] is False


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La bataille de Verdun a duré dix mois.", "Verdun"),
        ("Le traité de Versailles est signé.", "Versailles"),
    ],
)
def test_a_place_an_event_is_called_after_is_inside_its_name(text: str, name: str) -> None:
    assert _names(text)[name] is True


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The West Nile virus was found in Dallas.", "West Nile"),
        ("The group paid US$30 million to Libya.", "US"),
        ("Elle est soignée au CHU de Nantes.", "CHU"),
        ("H5N1 was confirmed at a farm in Suffolk.", "H5N1"),
    ],
)
def test_things_sums_and_codes_are_no_places(text: str, word: str) -> None:
    assert word not in _names(text, "en" if "the" in text.lower() or "a farm" in text else "fr")


def test_the_union_acts_unless_something_is_in_it() -> None:
    assert "Union européenne" not in _names("L'Union européenne a réagi à Paris.")
    assert "Union européenne" in _names("Les prix montent dans l'Union européenne.")


def test_initials_of_a_country_are_one_and_codes_are_not() -> None:
    assert "RDC" in _names("Les combats ont repris. La RDC accuse son voisin.")
    assert "ESP" not in _names("Le correcteur ESP est monté en série.")
