"""How many were hurt, as told: rows of the tables, repeats, parts, and what is bad input."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.evaluation import tolls as evaluation
from geomap.incidents.toll_totals import breakdown_warnings, mark_parts
from geomap.incidents.toll_words import toll_words
from geomap.incidents.tolls import find_tolls
from geomap.model.incident import Toll
from geomap.model.text import Language
from tests.dates.helpers import segmented

GOLD = Path(__file__).parent.parent / "gold"
ROWS = [row for path in sorted(GOLD.glob("tolls*.tsv")) for row in evaluation.read_rows(path)]


def tolls(text: str, lang: Language = "fr") -> list[Toll]:
    parts = segmented(text, lang=lang)
    return find_tolls(parts, 0, len(parts.sentences), lang)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_a_row_counts_what_the_table_says(row: evaluation.Row) -> None:
    right, false, missed = evaluation.compare(row, evaluation.read_tolls(row))
    assert not missed, right
    assert not false


def test_the_span_holds_the_whole_phrase_with_its_guillemets() -> None:
    text = "« Six civils » ont été transportés à l'hôpital, dont « trois personnes dans un état grave »."
    assert [t.span.of(text) for t in tolls(text)] == [
        "« Six civils » ont été transportés à l'hôpital",
        "« trois personnes dans un état grave »",
    ]


def test_a_count_told_twice_is_one_toll_with_its_repeats() -> None:
    text = "L'attentat a fait treize morts. Le ministre a confirmé ce bilan de 13 morts."
    (found,) = tolls(text)
    assert (found.low, found.high) == (13, 13)
    assert [span.of(text) for span in found.repeats] == ["13 morts"]


def test_silence_is_no_toll_and_zero_is_one() -> None:
    assert tolls("Une explosion a secoué le port.") == []
    (found,) = tolls("Une explosion a secoué le port sans faire de mort.")
    assert (found.kind, found.low, found.best, found.high) == ("killed", 0, 0, 0)


def test_an_older_count_is_kept_and_marked() -> None:
    found = tolls("Neuf personnes ont été tuées. Le bilan s'alourdit à 12 morts.")
    assert [(t.best, t.superseded) for t in found] == [(9, True), (12, False)]


def test_a_fear_is_no_fact() -> None:
    (found,) = tolls("Les secours redoutent une centaine de morts.")
    assert found.realis == "possible"


def test_a_rate_is_no_toll() -> None:
    assert tolls("En moyenne, 3 000 personnes sont tuées chaque année sur ces routes.") == []


def test_who_acts_is_not_who_suffers() -> None:
    found = tolls("Deux hommes armés ont tué trois civils.")
    assert [(t.kind, t.best) for t in found] == [("killed", 3)]
    found = tolls("Two gunmen killed five people.", "en")
    assert [(t.kind, t.best) for t in found] == [("killed", 5)]


def test_particular_people_are_a_part_of_the_total_of_their_incident() -> None:
    found = tolls("Vingt personnes ont été tuées. Plus loin, trois hommes ont été abattus.")
    marked = mark_parts(found)
    assert [(t.best, t.subset_of) for t in marked] == [(20, None), (3, "killed")]


def test_a_part_may_be_told_before_its_total_and_beside_another() -> None:
    found = tolls(
        "On a perdu une dizaine de lycéens dans ce faubourg, où 20 personnes ont été "
        "massacrées. Ils ont attendu le libraire et deux autres passants qu'ils ont abattus."
    )
    marked = [(t.best, t.subset_of) for t in mark_parts(found)]
    assert marked == [(10, "killed"), (20, None), (1, "killed"), (2, "killed")]


def test_attackers_who_died_are_no_part_of_those_they_killed() -> None:
    found = tolls("Vingt personnes ont été tuées. Trois assaillants ont été abattus.")
    assert [t.subset_of for t in mark_parts(found)] == [None, None]


def test_two_groups_without_a_total_are_no_parts() -> None:
    found = tolls("Quinze soldats et trois civils ont péri.")
    assert [(t.best, t.subset_of) for t in mark_parts(found)] == [(15, None), (3, None)]


def test_counts_behind_a_colon_that_make_the_whole_are_its_parts() -> None:
    found = tolls(
        "Ces attaques, dans lesquelles ont péri 60 soldats : 14 morts à Sanam le 24 mai, "
        "26 morts à Inates et 20 morts à Tillia."
    )
    assert [(t.best, t.subset_of) for t in found] == [
        (60, None), (14, "killed"), (26, "killed"), (20, "killed"),
    ]  # fmt: skip


def test_parts_that_exceed_their_whole_are_a_warning() -> None:
    text = "Cinq morts : quatre à Lviv, trois à Rivne."
    assert breakdown_warnings(tolls(text))
    assert not breakdown_warnings(tolls("Cinq morts : deux à Lviv, trois à Rivne."))


def test_people_of_several_groups_who_share_a_second_verb_have_spans_of_their_own() -> None:
    text = "Two injured men and three injured women were taken to the hospital and treated."
    assert all(t.span.of(text) for t in tolls(text, "en"))
    text = "Deux hommes blessés et trois femmes blessées ont été conduits à l'hôpital."
    assert all(t.span.of(text) for t in tolls(text))


def test_a_toll_of_a_million_million_is_kept_as_told() -> None:
    (found,) = tolls("Le séisme a fait 1 000 000 000 000 morts.")
    assert found.low == 10**12


def test_ten_thousand_counts_in_one_text_stay_bounded() -> None:
    text = " ".join(f"Une frappe a tué {n} civils." for n in range(2, 2002))
    assert len(tolls(text)) == 2000


_WORDS = sorted(
    {
        word
        for lang in ("fr", "en")
        for table in (
            toll_words(lang).nouns,
            toll_words(lang).people,
            toll_words(lang).participles,
            toll_words(lang).severity,
            toll_words(lang).actives,
            toll_words(lang).suffered.grades,
            dict.fromkeys(toll_words(lang).carried | toll_words(lang).hospitals),
            dict.fromkeys(toll_words(lang).suffered.verbs | toll_words(lang).suffered.harms),
        )
        for word in table
    }
    | {
        "trois",
        "24",
        "une",
        "des",
        "dont",
        ",",
        ".",
        "et",
        "a",
        "ont",
        "été",
        "sont",
        "plus",
        "de",
        "au",
        "moins",
        "«",
        "»",
        '"',
        "passé",
        "à",
        "the",
        "were",
        "was",
        "of",
        "them",
    }
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=20), st.sampled_from(["fr", "en"]))
def test_spans_are_the_texts_and_bounds_in_order(words: list[str], lang: Language) -> None:
    text = " ".join(words)
    for toll in tolls(text, lang):
        assert 0 <= toll.span.start < toll.span.end <= len(text)
        assert text[toll.span.start : toll.span.end].strip()
        if toll.low is not None and toll.high is not None:
            assert toll.low <= toll.high


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["fr", "en"]))
def test_any_text_is_read_without_harm(text: str, lang: Language) -> None:
    for toll in tolls(text, lang):
        assert toll.span.end <= len(text)


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["fr", "en"]))
def test_any_text_is_counted_without_harm(text: str, lang: Language) -> None:
    for toll in tolls(text, lang):
        assert text[toll.span.start : toll.span.end].strip()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=24), st.sampled_from(["fr", "en"]))
def test_bounds_hold_their_best_value_and_parts_are_smaller_than_their_incident(
    words: list[str], lang: Language
) -> None:
    found = tolls(" ".join(words), lang)
    for toll in mark_parts(found):
        bounds = [value for value in (toll.low, toll.best, toll.high) if value is not None]
        if toll.qualifier in {"exact", "about", "at_least", "at_most", "between"}:
            assert bounds == sorted(bounds), toll
        assert toll.subset_of != "", toll
    assert [t.span for t in mark_parts(found)] == [t.span for t in found]
