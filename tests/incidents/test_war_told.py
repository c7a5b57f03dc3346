"""War and unrest: one event told in several words, what is an aside, where and when it was."""

from __future__ import annotations

import pytest

from tests.incidents.marked import read, site_of

ODESSA = "[Odessa|PPLA|30.73 46.48]"
ZHITO = "[Jytomyr|PPL|28.66 50.25]"


def _told(text: str) -> list[tuple[str, str | None]]:
    found = read(text)
    return [(i.type, site_of(found, i)) for i in found.incidents]


@pytest.mark.parametrize(
    "end", ["ont cessé mercredi", "ont pris fin mercredi", "ont baissé d'intensité mercredi"]
)
def test_the_day_fights_end_is_not_their_day(end: str) -> None:
    found = read(
        f"Des combats entre l'armée et un groupe armé ont fait vingt morts mardi à {ODESSA}. "
        f"Les combats {end}, selon des témoins."
    )
    assert [(i.type, i.when.edtf[-2:]) for i in found.incidents] == [("armed_clash", "12")]


@pytest.mark.parametrize(
    "said", ["ont eu lieu mardi", "se sont produits mardi", "ont fait trois morts mardi"]
)
def test_fights_whose_parties_are_not_told_are_fights(said: str) -> None:
    assert _told(f"Des affrontements {said} à {ODESSA}.") == [("armed_clash", "Odessa")]


def test_fights_of_armed_men_and_forces_are_no_attack_on_civilians() -> None:
    text = (
        f"Des combats entre les forces de sécurité et un groupe armé ont éclaté mardi à {ODESSA}. "
        f"Mardi, le groupe armé a lancé une attaque contre {ODESSA}."
    )
    assert _told(text) == [("armed_clash", "Odessa")]


def test_activists_who_attack_are_those_of_the_attack() -> None:
    text = (
        f"Un policier a été tué mardi à {ODESSA} dans une attaque lancée par des activistes. "
        "« Les activistes ont attaqué les policiers au marché », a dit un responsable."
    )
    assert len(_told(text)) == 1


def test_a_lead_and_its_body_are_one_attack() -> None:
    text = (
        "Au moins dix civils ont été tués dans une attaque de village. "
        f"Des hommes armés ont fait irruption mardi à {ODESSA} et ont ouvert le feu."
    )
    assert _told(text) == [("attack_on_civilians", "Odessa")]


def test_the_blow_beside_has_the_day_of_the_blow_before() -> None:
    found = read(
        f"Des tirs d'artillerie ont fait deux morts mardi à {ODESSA}.\n\n"
        f"A {ZHITO}, une personne a été tuée dans un bombardement."
    )
    assert [i.when.edtf for i in found.incidents] == ["2024-03-12", "2024-03-12"]


def test_those_the_police_arrest_in_a_story_of_riots_are_arrested_there() -> None:
    text = (
        f"De violentes émeutes ont éclaté mardi à {ODESSA}.\n\n"
        "Les forces de l'ordre ont procédé mercredi à 82 interpellations, a indiqué le ministre."
    )
    assert _told(text) == [("riot", "Odessa"), ("arrest_or_crackdown", "Odessa")]


def test_attacks_told_to_be_among_those_before_them_are_no_more_attacks() -> None:
    text = f"Mardi, neuf personnes ont été tuées à {ODESSA} dans trois attaques, dont deux attentats suicide."
    assert len(_told(text)) == 1


def test_fights_with_armed_groups_are_no_riot_of_their_militants() -> None:
    text = (
        "Des affrontements entre l'armée et des militants d'un groupe islamiste ont coûté la vie "
        f"mardi à sept soldats à {ODESSA}."
    )
    assert _told(text) == [("armed_clash", "Odessa")]


def test_armed_men_are_eliminated_by_forces_nobody_needs_to_name() -> None:
    assert _told(f"Deux terroristes ont été éliminés mardi à {ODESSA}.") == [
        ("armed_clash", "Odessa")
    ]


def test_earlier_that_day_is_the_day_told_before() -> None:
    found = read(
        f"Des heurts entre manifestants et policiers ont éclaté lundi à {ODESSA}. "
        "Plus tôt dans la journée, des centaines d'opposants avaient défilé dans la ville."
    )
    assert {i.when.edtf for i in found.incidents} == {"2024-03-11"}
