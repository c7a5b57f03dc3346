"""The document's own date."""

from __future__ import annotations

from geomap.dates import anchor_document, read_dates
from tests.dates.helpers import reading, segmented

LEAD = "Le sommet a commencé, mercredi 13 septembre, à Oslo. Il durera deux jours."


def test_a_month_in_the_header_and_a_full_date_in_the_lead_give_the_day() -> None:
    anchor = anchor_document(segmented(LEAD, "2023-09", basis="header"))
    assert (anchor.date, anchor.precision) == ("2023-09-13", "day")


def test_a_weekday_that_disagrees_gives_no_day() -> None:
    anchor = anchor_document(
        segmented(LEAD.replace("mercredi", "jeudi"), "2023-09", basis="header")
    )
    assert (anchor.date, anchor.precision) == ("2023-09", "month")


def test_a_full_date_below_the_lead_gives_no_day() -> None:
    text = "Le sommet a commencé. Tout va bien. Il fait beau. On l'a ouvert mercredi 13 septembre."
    assert anchor_document(segmented(text, "2023-09", basis="header")).date == "2023-09"


def test_two_full_dates_in_the_lead_give_no_day() -> None:
    text = "Le sommet, ouvert mardi 12 septembre, a été prolongé mercredi 13 septembre."
    assert anchor_document(segmented(text, "2023-09", basis="header")).date == "2023-09"


def test_a_month_told_by_a_row_is_meant_as_a_month() -> None:
    assert anchor_document(segmented(LEAD, "2023-09", basis="row")).date == "2023-09"


def test_the_option_counts_only_where_the_text_has_no_date() -> None:
    assert anchor_document(segmented(LEAD, None), "2024-01-02").date == "2024-01-02"
    assert anchor_document(segmented(LEAD, "2023-09-13"), "2024-01-02").date == "2023-09-13"


def test_unknown_stays_unknown() -> None:
    anchor = anchor_document(segmented("Il pleut sur la ville.", None))
    assert anchor.date is None
    assert anchor.precision is None


def test_a_lead_outside_the_header_month_is_a_warning() -> None:
    parts = segmented("Le sommet a commencé mardi 3 octobre à Oslo.", "2023-09", basis="header")
    found = read_dates(parts, anchor_document(parts))
    assert any("outside the document's date" in w for w in found.warnings)


def test_the_english_lead_gives_the_day_too() -> None:
    text = "Talks opened on Wednesday, September 13 in Oslo."
    anchor = anchor_document(segmented(text, "2023-09", "en", basis="header"))
    assert anchor.date == "2023-09-13"


def test_a_month_has_no_invented_day() -> None:
    found = reading("Le pont a été touché hier, puis mercredi, puis cette nuit.", "2023-09").whens
    assert [w.edtf for w in found] == ["2023-09"] * 3
    assert {w.precision for w in found} == {"month"}
    assert {w.part for w in found} == {None}


def test_without_a_date_relative_words_are_kept_and_mean_nothing() -> None:
    found = reading(
        "Le pont a été touché hier, la semaine dernière et il y a deux ans.", None
    ).whens
    assert [(w.edtf, w.precision) for w in found] == [(None, "unknown")] * 3
    assert all(w.span is not None for w in found)
