"""Nouns of people: their plurals by rule, groups, and that both languages hold the same kinds."""

from __future__ import annotations

import pytest

from geomap.incidents.tolls import find_tolls
from geomap.language.persons import persons
from geomap.model.text import Language
from tests.dates.helpers import segmented


def nouns(lang: Language) -> set[str]:
    return {noun for _, words in persons(lang) for noun in words}


@pytest.mark.parametrize(
    ("lang", "plural"),
    [
        ("fr", "boulangers"),
        ("fr", "institutrices"),
        ("fr", "agents de sécurité"),
        ("fr", "maires"),
        ("en", "bakers"),
        ("en", "police officers"),
        ("en", "policemen"),
    ],
)
def test_the_plural_of_a_noun_is_made_by_rule(lang: Language, plural: str) -> None:
    assert plural in nouns(lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_noun_is_of_one_group_and_written_folded(lang: Language) -> None:
    seen: dict[str, str] = {}
    for group, words in persons(lang):
        for noun in words:
            assert noun == noun.lower()
            assert seen.setdefault(noun, group) == group, noun


@pytest.mark.parametrize(
    ("lang", "told"),
    [("fr", "Deux {} ont été blessés dans la rue."), ("en", "Two {} were injured in the street.")],
)
def test_a_number_of_any_of_them_is_a_toll(lang: Language, told: str) -> None:
    unread = []
    for group, words in persons(lang):
        for noun in words:
            parts = segmented(told.format(noun), lang=lang)
            found = find_tolls(parts, 0, len(parts.sentences), lang)
            if [(t.kind, t.low) for t in found if t.kind != "abducted"] != [("injured", 2)]:
                unread.append((group, noun))
    assert unread == []
