"""EDTF bounds and comparisons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import edtf
from geomap.model.dating import (
    before_publication,
    document_when,
    open_until_publication,
    overlap,
    since,
    until,
    with_part,
)
from geomap.model.when import DateAnchor, When

DAY = DateAnchor("2023-09-13", "day")


@given(st.dates())
def test_day_numbers_agree_with_the_standard_library(day: date) -> None:
    assert edtf.day_number(day.year, day.month, day.day) == (day - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023-09-13", 1), ("2023-09", 30), ("2024-02", 29), ("2023", 365), ("199X", 3652),
        ("19XX", 36524), ("2023-09-04/2023-09-10", 7), ("{2023-09-03,2023-09-05}", 3),
        ("[2023-09-14,2023-09-21]", 8), ("2021~", 365), ("2023-09-13T14:30Z", 1), ("2022-21", 92),
        ("../2023-09-13", None), ("2023-09-13/..", None), ("-0189", 365), ("[..2023-09-13]", None),
    ],
)  # fmt: skip
def test_an_edtf_string_covers_its_days(text: str, days: int | None) -> None:
    found = edtf.bounds(text)
    assert found is not None
    assert found.days == days


@pytest.mark.parametrize(
    "text", ["", "x", "2023-13", "2023-02-30", "2023-09-10/2023-09-04", "2023-9-1", "{", "[2023"]
)
def test_what_is_no_edtf_has_no_bounds(text: str) -> None:
    assert edtf.bounds(text) is None


@given(st.text(alphabet="0123456789-/.X~?[]{},T:Z", max_size=30))
def test_any_string_is_understood_or_not(text: str) -> None:
    found = edtf.bounds(text)
    if found is not None and found.first is not None and found.last is not None:
        assert found.first <= found.last


def test_false_precision_is_a_narrower_answer() -> None:
    assert edtf.narrower("2023-09-13", "2023-09")
    assert edtf.narrower("2023-09-13", "../2023-09-13")
    assert edtf.narrower("2023-09-13", None)
    assert edtf.narrower("2023-09-13T17:00", "2023-09-13")
    assert not edtf.narrower("2023-09", "2023-09-13")
    assert not edtf.narrower(None, "2023-09-13")
    assert not edtf.narrower("2023-09-12", "2023-09-13")


def test_sets_are_equal_in_any_order() -> None:
    assert edtf.same("{2023-09-03,2023-09-05}", "{2023-09-05, 2023-09-03}")
    assert not edtf.same("{2023-09-03,2023-09-05}", "[2023-09-03,2023-09-05]")
    assert edtf.same(None, None)
    assert not edtf.same(None, "2023")


def test_containment_and_overlap() -> None:
    assert edtf.contains("2023-09", "2023-09-13")
    assert edtf.contains("../2023-09-13", "2023-09-01/2023-09-13")
    assert not edtf.contains("2023-09-13", "2023-09")
    assert edtf.overlaps("2023-09-10/2023-09-12", "2023-09-12")
    assert not edtf.overlaps("2023-09-10", "2023-09-12")
    assert edtf.overlaps("2023-09-10", "2023-09-12", widen_days=2)


def test_the_documents_date_is_as_exact_as_it_is() -> None:
    assert document_when(DateAnchor("2023-09", "month")).edtf == "2023-09"
    assert document_when(DateAnchor("2023-09-13T08:30", "minute")).edtf == "2023-09-13"
    assert document_when(DateAnchor(None, None)).edtf is None
    assert before_publication(DAY).edtf == "../2023-09-13"
    assert open_until_publication(DAY).precision == "open_interval"


def test_a_date_of_a_saying_bounds_what_is_said() -> None:
    said = When("2023-09-12", "2023-09-12", "2023-09-12", "day", "deictic")
    assert until(said).edtf == "../2023-09-12"
    assert since(said, DAY).edtf == "2023-09-12/2023-09-13"


def test_a_night_and_the_early_morning_before_it_do_not_overlap() -> None:
    monday = When("2023-09-11", "2023-09-11", "2023-09-11", "day", "deictic")
    early, night = with_part(monday, "early"), with_part(monday, "night")
    assert night.edtf == "2023-09-11/2023-09-12"
    assert not overlap(early, night)
    assert overlap(early, with_part(monday, "dawn"))
    assert overlap(monday, night)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 60))
def test_an_interval_contains_its_days(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    text = f"{first}/{last}"
    assert edtf.contains(text, first.isoformat())
    assert edtf.contains(text, last.isoformat())
    assert not edtf.contains(text, (last + timedelta(days=1)).isoformat())
