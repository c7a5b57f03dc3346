"""How local papers tell: round-ups, leads told again, who leaves what burns, alerts, tours, recalls."""

from __future__ import annotations

import pytest

import geomap
from tests.incidents.marked import read, site_of

GUERET = "[Guéret|PPLA|1.87 46.17]"
AUBUSSON = "[Aubusson|PPL|2.17 45.96]"
MENDE = "[Mende|PPL|3.50 44.52]"
LOZERE = "[Lozère|ADM2|3.50 44.50]"
BREST = "[Brest|PPL|-4.49 48.39]"


def _told(text: str, lang: str = "fr") -> list[tuple[str, str | None, str | None]]:
    found = read(text, lang)
    return [(i.type, site_of(found, i), i.when.edtf) for i in found.incidents]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # a place that opens a sentence turns to something else
            (
                f"À {GUERET}, lundi, une voiture a percuté un arbre. "
                f"À {AUBUSSON}, mardi, une voiture est tombée dans un ravin."
            ),
            [
                ("transport_accident", "Guéret", "2024-03-11"),
                ("transport_accident", "Aubusson", "2024-03-12"),
            ],
        ),
        (  # who leaves a building that burns is told with the fire, whichever comes first
            (
                f"Les habitants d'un immeuble de {GUERET} ont été évacués mardi. "
                "L'incendie s'était déclaré dans la cave."
            ),
            [("fire", "Guéret", "2024-03-12")],
        ),
        (  # what another paragraph tells of another place followed from nothing
            (
                f"Plusieurs accidents ont eu lieu lundi à {AUBUSSON}.\n\n"
                f"Mardi, une fuite de gaz s'est produite à {GUERET}."
            ),
            [
                ("transport_accident", "Aubusson", "2024-03-11"),
                ("industrial_accident", "Guéret", "2024-03-12"),
            ],
        ),
        (  # the day is that of the verb, not of what a man was looked for since
            (
                f"Un homme a été poignardé lundi à {GUERET}. "
                f"La police a interpellé mardi à {AUBUSSON} un suspect recherché depuis les faits."
            ),
            [
                ("attack_on_civilians", "Guéret", "2024-03-11"),
                ("arrest_or_crackdown", "Aubusson", "2024-03-12"),
            ],
        ),
        (  # "la scène se déroule": the day of what was told before
            f"Un homme a reçu des coups de couteau à {GUERET}. La scène se déroule lundi 11 mars.",
            [("attack_on_civilians", "Guéret", "2024-03-11")],
        ),
        (  # a participle shares the auxiliary of the one before
            f"De fortes pluies ont rendu des routes impraticables et inondé mardi des maisons de {MENDE}.",
            [("storm", "Mende", "2024-03-12")],
        ),
    ],
)
def test_what_local_papers_tell(text: str, told: list[tuple[str, str, str]]) -> None:
    assert _told(text) == told


def test_a_flood_in_one_town_is_not_the_storm_of_its_province() -> None:
    told = _told(
        f"De violents orages se sont abattus mardi sur la {LOZERE}. "
        f"À {MENDE}, la rivière est sortie de son lit."
    )
    assert [(type_, site) for type_, site, _ in told] == [("storm", "Lozère"), ("flood", "Mende")]


def test_the_stops_of_a_tour_are_told_apart() -> None:
    found = read(
        f"Le Premier ministre est attendu jeudi à {BREST}. Il doit se rendre vendredi à {GUERET}."
    )
    assert [(site_of(found, i), i.status) for i in found.incidents] == [
        ("Brest", "planned"),
        ("Guéret", "planned"),
    ]


def test_the_clock_of_elsewhere_is_no_other_time() -> None:
    told = _told(f"Un séisme a frappé {GUERET} mardi à 16h50 locales (15h50 GMT).")
    assert len(told) == 1 and told[0][:2] == ("earthquake", "Guéret")
    assert told[0][2] is not None and told[0][2].startswith("2024-03-12T16:50")


def test_what_is_planned_does_not_date_what_goes_on() -> None:
    told = _told(
        f"Des agriculteurs bloquent mardi l'entrée de {GUERET}. "
        "Le blocage est prévu pour toute la semaine prochaine, disent les manifestants."
    )
    assert told == [("peaceful_protest", "Guéret", "2024-03-12")]


def test_a_storm_that_is_blamed_does_not_hide_the_storm_that_is_told() -> None:
    told = _told(
        "Toitures touchées par la grêle : les orages qui se sont abattus mardi sur la "
        f"{LOZERE} ont fait intervenir les pompiers."
    )
    assert told == [("storm", "Lozère", "2024-03-12")]


def test_he_who_visits_goes_on_to_another_town() -> None:
    told = _told(
        f"Le ministre de l'Intérieur est arrivé mardi à {BREST}. Il se rendra jeudi à {GUERET}."
    )
    assert [(type_, site) for type_, site, _ in told] == [
        ("diplomatic_meeting", "Brest"),
        ("diplomatic_meeting", "Guéret"),
    ]


@pytest.mark.parametrize(
    ("text", "type_", "killed"),
    [
        ("Un enfant s'est noyé mardi dans une piscine à Arles.", "civil_protection", 1),
        (
            "Le plan blanc a été déclenché mardi à Lyon. Une explosion a fait deux morts à Lyon.",
            "explosion",
            2,
        ),
    ],
)
def test_who_drowned_is_counted_where_nothing_else_hurts(
    text: str, type_: str, killed: int
) -> None:
    found = geomap.analyse(text, date="2024-03-13", lang="fr").incidents
    assert [(i.type, t.best) for i in found for t in i.casualties] == [(type_, killed)]
