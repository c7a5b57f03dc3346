"""Which of several dates and counts in a passage belong to the event: none is taken from a saying,
a death that came later, a comparison, an older event or those who only act."""

from __future__ import annotations

import pytest

from geomap.model.incident import Incident
from tests.incidents.marked import read

IZMAIL = "[Izmaïl|PPL|28.84 45.35]"
ODESSA = "[Odessa|PPLA|30.73 46.48]"
KHERSON = "[Kherson|PPL|32.6 46.6]"


def told(text: str, type_: str, lang: str = "fr") -> Incident:
    """The one incident of a type in a story told on Wednesday 13 March 2024."""
    (found,) = [i for i in read(text, lang).incidents if i.type == type_]
    return found


@pytest.mark.parametrize(
    ("lang", "text", "type_", "edtf"),
    [
        # who says it is named at length, and the day is that of the saying
        (
            "fr",
            (
                f"Une explosion a détruit un dépôt près d'{ODESSA}, a déclaré le porte-parole de "
                "l'armée de terre, le lieutenant-colonel Pavel Horodok, mardi."
            ),
            "explosion",
            "../2024-03-12",
        ),
        (
            "en",
            (
                f"An explosion wrecked a depot near {ODESSA}, the deputy chief of the regional police, "
                "Pavel Horodok, told reporters on Tuesday."
            ),
            "explosion",
            "../2024-03-12",
        ),
        # a count drawn up on a day
        (
            "fr",
            f"L'explosion a fait neuf morts à {ODESSA}, selon un bilan établi mardi.",
            "explosion",
            "../2024-03-12",
        ),
        # a later death
        (
            "fr",
            (
                f"L'explosion d'un silo a fait quatre blessés samedi à {ODESSA}. L'un d'eux est mort "
                "lundi à l'hôpital."
            ),
            "explosion",
            "2024-03-09",
        ),
        # an older count
        (
            "fr",
            f"L'explosion survenue dimanche à {ODESSA} a fait douze morts, contre neuf la veille.",
            "explosion",
            "2024-03-10",
        ),
        # the night of another event, and a count of hours
        (
            "fr",
            f"L'explosion a eu lieu lundi à {ODESSA}. Les secours se sont donné 72 heures.",
            "explosion",
            "2024-03-11",
        ),
        # a number of people is no day of a month, an older count no day of the event
        ("fr", f"L'explosion a fait lundi 4 morts à {ODESSA}.", "explosion", "2024-03-11"),
        (
            "fr",
            (
                f"La manifestation a réuni dimanche à {ODESSA} 13.000 personnes, contre 2.000 le "
                "week-end dernier."
            ),
            "peaceful_protest",
            "2024-03-10",
        ),
        (
            "en",
            f"Earlier Tuesday, an explosion destroyed a depot in {ODESSA}.",
            "explosion",
            "2024-03-12",
        ),
    ],
)
def test_the_day_of_an_event_is_its_own(lang: str, text: str, type_: str, edtf: str) -> None:
    assert told(text, type_, lang).when.edtf == edtf


@pytest.mark.parametrize(
    ("lang", "text", "type_", "counts"),
    [
        # who is wanted is not missed, who puts a fire out is not hurt
        (
            "fr",
            f"Une fusillade a fait un mort mardi à {ODESSA}. Les deux suspects sont recherchés.",
            "attack_on_civilians",
            [("killed", 1)],
        ),
        (
            "fr",
            f"Un incendie a détruit un hangar mardi à {ODESSA}. Un pompier arrosait les cendres.",
            "fire",
            [],
        ),
        # persons known by what they do, beside those counted
        (
            "fr",
            f"L'explosion a tué le boulanger et deux de ses clients mardi à {ODESSA}.",
            "explosion",
            [("killed", 1), ("killed", 2)],
        ),
        (
            "en",
            f"An explosion in {ODESSA} on Tuesday killed the schoolteacher and two pupils.",
            "explosion",
            [("killed", 1), ("killed", 2)],
        ),
        # those aboard are no toll, and no whole of one
        (
            "fr",
            (
                f"Un car a percuté un train mardi à {ODESSA}. Il transportait 51 pèlerins, dont 12 "
                "enfants. Trois d'entre eux sont morts."
            ),
            "transport_accident",
            [("killed", 3)],
        ),
        # told in the title and again in the body
        (
            "fr",
            (
                f"Sept morts dans une explosion à {ODESSA}\n\nSept personnes ont été tuées mardi dans "
                f"l'explosion d'un dépôt à {ODESSA}, ont annoncé les secours. Le bilan de sept morts "
                "pourrait s'alourdir."
            ),
            "explosion",
            [("killed", 7)],
        ),
        # of another year
        (
            "fr",
            (
                f"Une explosion a fait deux blessés mardi à {ODESSA}, dans l'usine "
                "où neuf ouvriers avaient péri en 1998."
            ),
            "explosion",
            [("injured", 2)],
        ),
    ],
)
def test_the_counts_of_an_event_are_its_own(
    lang: str, text: str, type_: str, counts: list[tuple[str, int]]
) -> None:
    assert [(t.kind, t.low) for t in told(text, type_, lang).casualties] == counts


def test_those_hurt_around_an_arrest_were_hurt_in_what_led_to_it() -> None:
    found = read(
        f"Un homme armé d'un couteau a tué un passant mardi à {ODESSA}. Son frère a été arrêté. "
        "Deux femmes ont été grièvement blessées."
    )
    assert [(i.type, [(t.kind, t.low) for t in i.casualties]) for i in found.incidents] == [
        ("attack_on_civilians", [("killed", 1), ("injured_severe", 2)]),
        ("arrest_or_crackdown", [("arrested", 1)]),
    ]


def test_each_of_two_events_keeps_its_count() -> None:
    found = read(
        f"Un bus est tombé dans un ravin lundi près d'{IZMAIL}, tuant huit passagers. Mardi, une "
        f"explosion a fait trois blessés à {KHERSON}, dont un grièvement."
    )
    assert [(i.type, [(t.kind, t.low) for t in i.casualties]) for i in found.incidents] == [
        ("transport_accident", [("killed", 8)]),
        ("explosion", [("injured", 3), ("injured_severe", 1)]),
    ]


def test_a_drone_shot_down_is_nobody_killed() -> None:
    found = read(f"Un drone militaire a été abattu mardi au-dessus d'{ODESSA}.")
    assert [t for i in found.incidents for t in i.casualties] == []
