"""Dates in words: the table that holds for the page too, and any date that can be written."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.language.date_words import when_in_words
from geomap.model.text import Language
from geomap.model.when import When
from tests.dates.helpers import reading

TABLE = Path(__file__).parent.parent / "gold" / "date_words.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fr"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_date_is_said_as_the_table_says(row: dict[str, str], lang: str) -> None:
    when = When(
        row["edtf"], row["start"] or None, row["end"] or None, row["precision"], "explicit",  # type: ignore[arg-type]
        part=row["part"] or None, ongoing=bool(row["ongoing"]),  # type: ignore[arg-type]
    )  # fmt: skip
    assert when_in_words(when, lang) == row[lang]


def test_what_is_not_known_is_said_to_be_so() -> None:
    unknown = When(None, None, None, "unknown", "deictic")
    assert when_in_words(unknown, "fr") == "sans date"
    assert when_in_words(unknown, "fr", "naguère") == "date non résolue : « naguère »"
    lasting = When(None, None, None, "unknown", "explicit", duration="P1DT2H")
    assert when_in_words(lasting, "fr") == "pendant 1 jour 2 heures"
    assert when_in_words(lasting, "en") == "for 1 day 2 hours"


@pytest.mark.parametrize("lang", ["fr", "en"])
@settings(max_examples=60, deadline=None)
@given(published=st.dates(min_value=date(1003, 1, 1), max_value=date(2999, 12, 31)))
def test_no_day_is_said_that_was_not_told(lang: Language, published: date) -> None:
    """A month or a year in words holds no number but its year."""
    texts = {
        "fr": "En mars, il a plu. L'an dernier, il a plu. L'hiver dernier, il a plu.",
        "en": "In March it rained. Last year it rained. Last winter it rained.",
    }
    whens = reading(texts[lang], published.isoformat(), lang).whens
    assert len(whens) == 3
    for when in whens:
        said = when_in_words(when, lang)
        numbers = [word for word in said.replace(",", " ").split() if word.isdecimal()]
        assert all(len(number) == 4 for number in numbers), said
