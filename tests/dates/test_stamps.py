"""Dates that say when something was written: they date the text and its entries, and no event."""

from __future__ import annotations

import pytest

from geomap.dates import anchor_document, date_stories, read_dates
from geomap.model.text import Language, SegmentedText
from geomap.model.when import DateAnchor, When
from tests.dates.helpers import segmented


def dated(
    text: str, date: str | None, lang: Language = "fr", basis: str = "header"
) -> tuple[SegmentedText, DateAnchor, list[When]]:
    parts = segmented(text, date, lang, basis)
    anchor = anchor_document(parts)
    parts = date_stories(parts, anchor)
    return parts, anchor, list(read_dates(parts, anchor).whens)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("KIEV, 12 sept 2023 (AFP) - Un dépôt a brûlé hier.", "fr"),
        ("Beyrouth, le 12 septembre 2023 (Agence) — Un dépôt a brûlé hier.", "fr"),
        ("Un dépôt en feu\nPublié le 12 septembre 2023 à 18h05\n\nUn dépôt a brûlé hier.", "fr"),
        ("Publié le 12/09/2023 à 18:05 | Mis à jour le 13/09/2023\n\nUn dépôt a brûlé hier.", "fr"),
        ("Date : 12 septembre 2023\n\nUn dépôt a brûlé hier.", "fr"),
        ("Mardi 12 septembre 2023\n\nUn dépôt a brûlé hier.", "fr"),
        ("KYIV, Sept. 12, 2023 (Reuters) - A depot burned yesterday.", "en"),
        ("A depot burns\nPublished on September 12, 2023 at 6:05 p.m.\n\nIt burned yesterday.", "en"),
        ("Last updated: 12 September 2023\n\nA depot burned yesterday.", "en"),
    ],
)  # fmt: skip
def test_a_text_without_metadata_has_the_date_it_is_stamped_with(text: str, lang: Language) -> None:
    _, anchor, whens = dated(text, None, lang)
    assert (anchor.date, anchor.precision, anchor.basis) == ("2023-09-12", "day", "text")
    assert [w.edtf for w in whens] == ["2023-09-11"]


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 septembre 2023, un dépôt a brûlé. Tout va bien.",
        "Publié le 3 mars 2022, le rapport accuse l'armée. Il a plu hier.",
        "KIEV, 12 sept (AFP) - Un dépôt a brûlé.",
        "24 février 2022\nLes chars entrent.\n\n2 avril 2022\nIls se retirent.",
        "Ukraine : le point sur la situation le mercredi 13 septembre 2023\n\nIl a plu hier.",
    ],
)
def test_no_date_is_guessed(text: str) -> None:
    assert dated(text, None)[1].date is None


def test_a_stamp_wins_over_the_option_and_a_header_over_the_stamp() -> None:
    text = "KIEV, 12 sept 2023 (AFP) - Un dépôt a brûlé hier."
    assert dated(text, "2024-01-02", basis="option")[1].date == "2023-09-12"
    assert dated(text, "2023-09-13", basis="header")[1].date == "2023-09-13"


def test_a_dateline_tells_the_day_of_a_month_in_the_header() -> None:
    _, anchor, whens = dated("KIEV, 12 sept (AFP) - Un dépôt a brûlé hier.", "2023-09")
    assert (anchor.date, anchor.basis) == ("2023-09-12", "header+text")
    assert [w.edtf for w in whens] == ["2023-09-11"]


def test_a_dateline_far_from_the_documents_date_is_a_warning() -> None:
    parts = segmented("KIEV, 2 sept 2023 (AFP) - Un dépôt a brûlé.", "2023-09-13", basis="row")
    found = read_dates(parts, anchor_document(parts))
    assert any("2023-09-02" in w for w in found.warnings)


def test_a_text_without_any_date_says_what_cannot_be_told() -> None:
    parts = segmented("Un pont a sauté hier. Un dépôt brûle depuis mardi.", None)
    found = read_dates(parts, anchor_document(parts))
    assert [w.edtf for w in found.whens] == [None, None]
    assert found.warnings[0].startswith("the text has no date: 'hier' and 1 more")


LIVE = """13h45 - Trois morts à Kherson
Une frappe a tué trois personnes.

12h10 - Un dépôt touché
Un drone a frappé un dépôt dans la nuit.

Mardi 12 septembre, 22h30
Un immeuble a été touché il y a une heure.

08:15 | Un pont coupé
Un pont a sauté hier.

11 septembre 2023
Un missile a touché le port hier.
"""


def test_hours_and_days_that_head_entries_date_them_and_no_event() -> None:
    parts, _, whens = dated(LIVE, "2023-09-13")
    assert [b.date for b in parts.blocks] == [None, None, "2023-09-12", "2023-09-12", "2023-09-11"]
    assert [(w.span.of(LIVE), w.edtf) for w in whens if w.span] == [
        ("dans la nuit", "2023-09-12/2023-09-13"),
        ("il y a une heure", "2023-09-12"),
        ("hier", "2023-09-11"),
        ("hier", "2023-09-10"),
    ]
    assert {w.precision for w in whens} <= {"day", "part_of_day"}


def test_a_heading_is_no_headline() -> None:
    parts, _, _ = dated("Mardi 12 septembre\nUn pont a sauté. Il pleut.\n", "2023-09-13")
    assert [s.kind for s in parts.sentences] == ["dateline", "headline", "body"]


def test_the_day_of_a_chronology_is_the_day_of_its_event() -> None:
    text = "24 février 2022 : les chars entrent.\n\n2 avril 2022 : ils se retirent."
    parts, _, whens = dated(text, "2023-09-13")
    assert [w.edtf for w in whens] == ["2022-02-24", "2022-04-02"]
    assert {b.date for b in parts.blocks} == {None}


def test_an_hour_inside_a_sentence_is_the_events() -> None:
    _, _, whens = dated("À 13h45, un missile a touché le port.", "2023-09-13")
    assert [(w.edtf, w.precision) for w in whens] == [("2023-09-13T13:45", "minute")]


def test_english_entries_are_dated_too() -> None:
    text = "13:45 GMT - Three killed\nA strike killed three.\n\n10:30 GMT - A depot hit\nIt burned overnight."
    parts, _, whens = dated(text, "2023-09-13", "en")
    assert len(parts.blocks) == 2
    assert [w.edtf for w in whens] == ["2023-09-12/2023-09-13"]
