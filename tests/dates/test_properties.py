"""Any text: spans are the text's, EDTF is valid, nothing crashes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.dates.grammar import grammar
from geomap.model import edtf
from geomap.model.dating import first_day_of, last_day_of
from geomap.model.text import Language
from geomap.model.when import When
from tests.dates.helpers import reading

WORDS = sorted(
    {word for lang in ("fr", "en") for table in grammar(lang).tables.values() for word in table}
    | {
        "le",
        "la",
        "l'",
        "13",
        "2023",
        "1",
        "er",
        "du",
        "au",
        "de",
        "à",
        "et",
        "ou",
        "entre",
        "depuis",
        "until",
        "since",
        "from",
        "to",
        ",",
        ".",
        "(",
        ")",
        "/",
        ":",
        "-",
        "h",
        "24",
        "00",
        "9",
    }
    | {
        "31",
        "February",
        "March",
        "Mardi",
        "cent",
        "999999",
        "0",
        "1999",
        "\u00a0",
        "12/13/2023",
        "2023-02-30",
    }
)
LANGS: st.SearchStrategy[Language] = st.sampled_from(["fr", "en"])
DATES = st.one_of(
    st.none(),
    st.sampled_from(
        ["2023", "2023-09", "2023-09-13T08:30", "0001-01-01", "9999-12-31", "2024-02-29"]
    ),
    st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)).map(lambda d: d.isoformat()),
)


def _check(text: str, when: When) -> None:
    assert when.span is not None
    assert 0 <= when.span.start < when.span.end <= len(text)
    assert text[when.span.start : when.span.end].strip() == text[when.span.start : when.span.end]
    if when.edtf is None:
        assert when.precision == "unknown"
        assert when.start is None
        assert when.end is None
        return
    assert edtf.is_valid(when.edtf), when.edtf
    _check_bounds(when)
    if when.start is not None and when.end is not None:
        assert when.start.rstrip("Z") <= when.end.rstrip("Z") or "T" in when.start + when.end


def _check_bounds(when: When) -> None:
    """Start and end are the first and the last day of the EDTF: what is drawn is what is told."""
    told = edtf.bounds(when.edtf or "")
    assert told is not None
    for iso, number in ((when.start, told.first), (when.end, told.last)):
        if iso is None:
            assert number is None, when
        elif not iso.startswith("-"):
            day = first_day_of(iso) if iso is when.start else last_day_of(iso)
            assert edtf.day_number(*(int(part) for part in day.split("-"))) == number, when


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=24), LANGS, DATES)
def test_words_of_dates_in_any_order_give_valid_dates(
    words: list[str], lang: Language, published: str | None
) -> None:
    text = " ".join(words)
    for when in reading(text, published, lang).whens:
        _check(text, when)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), LANGS, DATES)
def test_any_text_is_read_without_harm(text: str, lang: Language, published: str | None) -> None:
    for when in reading(text, published, lang).whens:
        _check(text, when)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20), LANGS)
def test_a_month_known_only_gives_no_day_to_relative_words(
    words: list[str], lang: Language
) -> None:
    """Rule 8: what is counted from a document of some day in September names no day of it."""
    text = " ".join(words)
    for when in reading(text, "2023-09", lang).whens:
        if when.basis != "deictic" or when.edtf is None or when.relative_to_event:
            continue
        told = edtf.bounds(when.edtf)
        assert told is not None
        assert told.days is None or told.days > 9, (text, when)  # "au début du mois" is known


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), LANGS, DATES)
def test_times_stand_in_text_order_and_do_not_overlap(
    words: list[str], lang: Language, published: str | None
) -> None:
    text = " ".join(words)
    spans = [w.span for w in reading(text, published, lang).whens if w.span is not None]
    for one, two in pairwise(spans):
        assert one.end <= two.start, (text, one.of(text), two.of(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=16), LANGS)
def test_no_document_date_means_no_relative_date(words: list[str], lang: Language) -> None:
    text = " ".join(words)
    for when in reading(text, None, lang).whens:
        if when.basis == "deictic" and when.edtf is not None:
            raise AssertionError((text, when))


@settings(deadline=None)
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 12, 31)))
def test_a_full_date_is_read_as_itself(day: date) -> None:
    months = list(dict.fromkeys(grammar("fr").tables["month"].values()))
    name = next(w for w, n in grammar("fr").tables["month"].items() if n == months[day.month - 1])
    text = f"Le pont a sauté le {day.day} {name} {day.year}."
    assert [w.edtf for w in reading(text).whens] == [day.isoformat()]


@settings(deadline=None)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 12, 31)), st.integers(1, 7))
def test_a_past_weekday_is_within_the_week_before(published: date, number: int) -> None:
    names = {n: w for w, n in grammar("fr").tables["weekday"].items()}
    found = reading(f"Le pont a sauté {names[number]}.", published.isoformat()).whens[0]
    assert found.edtf is not None
    told = date.fromisoformat(found.edtf)
    assert told.isoweekday() == number
    assert 0 <= (published - told).days <= 6
