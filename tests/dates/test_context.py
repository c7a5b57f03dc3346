"""What the clause, the paragraph and the story say about a date."""

from __future__ import annotations

import pytest

from tests.dates.helpers import reading, whens


def test_each_date_has_the_tense_of_its_own_clause() -> None:
    found = whens("Il a annoncé mardi que le pont rouvrira samedi.")
    assert found["mardi"].edtf == "2023-09-12"
    assert found["samedi"].edtf == "2023-09-16"
    assert found["samedi"].future


def test_a_year_told_first_holds_for_the_paragraph() -> None:
    text = "Le 24 février 2022, les chars sont entrés. Le 2 avril, ils sont partis.\n\nLe 3 août, il a plu."
    found = whens(text)
    assert found["Le 2 avril"].edtf == "2022-04-02"
    assert found["Le 3 août"].edtf == "2023-08-03"


def test_a_background_participle_lends_its_year_to_nobody() -> None:
    found = whens("Dans la péninsule, annexée en 2014, un dépôt a brûlé le 2 avril.")
    assert found["le 2 avril"].edtf == "2023-04-02"


def test_la_veille_counts_from_the_event_and_not_from_publication() -> None:
    found = whens("Lundi, un obus a touché l'école. La veille, le marché avait brûlé.")
    assert found["La veille"].edtf == "2023-09-10"
    assert found["La veille"].relative_to_event


def test_a_weekday_and_a_number_that_disagree_are_a_warning_and_the_number_wins() -> None:
    found = reading("Le pont a sauté mardi 13 septembre 2023.")
    assert [w.edtf for w in found.whens] == ["2023-09-13"]
    assert any("does not agree" in w for w in found.warnings)


def test_two_names_of_one_day_that_disagree_are_a_warning() -> None:
    found = reading("Hier, lundi 11 septembre, le pont a sauté.")
    assert [w.edtf for w in found.whens] == ["2023-09-11"]
    assert any("disagree" in w for w in found.warnings)


def test_a_day_the_calendar_has_not_is_a_warning_and_no_date() -> None:
    found = reading("Le pont a sauté le 31 février 2022.")
    assert found.whens == ()
    assert any("not in the calendar" in w for w in found.warnings)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Le fort fut bâti en 1683.", "1683"),
        ("Le pont sera prêt en 2147.", "2147"),
        ("Le fort fut pris le 3 mars 1847.", "1847-03-03"),
    ],
)
def test_dates_far_away_are_dates(text: str, edtf: str) -> None:
    assert [w.edtf for w in reading(text).whens] == [edtf]


def test_a_number_before_people_is_no_year() -> None:
    assert reading("La ville, défendue par près de 2000 soldats, résiste.").whens == ()


def test_hours_of_a_new_paragraph_are_those_of_the_documents_day() -> None:
    text = (
        "L'armée a repris le village, dans l'offensive lancée le 1er septembre.\n\n"
        "L'aviation a mené dans la nuit plusieurs raids. À l'aube, tout était calme."
    )
    found = whens(text)
    assert found["dans la nuit"].edtf == "2023-09-12/2023-09-13"
    assert found["À l'aube"].edtf == "2023-09-13"


def test_the_hours_of_one_paragraph_are_those_of_its_day() -> None:
    found = whens("Vendredi 1er septembre, un pont a sauté. Vers 17 heures, un dépôt a brûlé.")
    assert found["Vers 17 heures"].edtf == "2023-09-01"


def test_the_night_told_of_in_reported_speech_is_the_one_before() -> None:
    found = whens("Mardi, le gouverneur a dit qu'un drone avait frappé le port dans la nuit.")
    assert found["dans la nuit"].edtf == "2023-09-11/2023-09-12"


def test_an_unknown_war_gives_no_date() -> None:
    found = whens("Le village avait brûlé au début de la guerre.")
    assert found["au début de la guerre"].edtf is None


def test_a_named_event_needs_its_place_in_the_story() -> None:
    found = whens("En Syrie, le village avait brûlé avant la guerre.")
    assert found["avant la guerre"].edtf == "../2011-03-15"


def test_a_live_blog_entry_carries_its_own_day() -> None:
    from geomap.dates import anchor_document, read_dates
    from geomap.model.text import Entry, Span
    from geomap.segmenting import segment
    from tests.dates.helpers import document

    text = "Un dépôt a brûlé hier.\n\nUn pont a sauté hier."
    first, second = text.split("\n\n")
    from dataclasses import replace

    made = replace(
        document(text, "2023-09-13"),
        entries=(
            Entry(Span(0, len(first)), "2023-09-13"),
            Entry(Span(len(first) + 2, len(text)), "2023-09-12"),
        ),
    )
    parts = segment(made, "fr")
    found = read_dates(parts, anchor_document(parts)).whens
    assert [w.edtf for w in found] == ["2023-09-12", "2023-09-11"]
    assert second


def test_french_and_english_in_one_text_are_read_in_the_documents_language() -> None:
    found = reading("Le pont a sauté mardi. The depot burned on Wednesday, he said.").whens
    assert [w.edtf for w in found] == ["2023-09-12"]


def test_a_night_longer_than_a_night_is_a_warning() -> None:
    found = reading("Ils ont tiré dans la nuit du 5 au 9 septembre.")
    assert [w.edtf for w in found.whens] == ["2023-09-05/2023-09-09"]
    assert found.warnings
