"""An EDTF date as a reader says it: "13 septembre 2023", "4–10 septembre 2023", "mai 2024"."""

from __future__ import annotations

from typing import Any

from geomap.language.load import load
from geomap.model.edtf import bounds, date_of, days_in_month
from geomap.model.table import UiLanguage
from geomap.model.when import PartOfDay


def date_words(told: str | None, ui_lang: UiLanguage, part: PartOfDay | None = None) -> str:
    """``told`` (EDTF) in words, at its own precision: a month names no day. ``part``: of a night from
    one day into the next that is said too."""
    words = load(ui_lang, "figure")
    known = bounds(told) if told else None
    if known is None or (known.first is None and known.last is None):
        return str(words["unknown"])
    if known.first is None:
        assert known.last is not None
        return str(words["until"]).format(_day(known.last, words))
    if known.last is None:
        return str(words["since"]).format(_day(known.first, words))
    if part == "night" and known.days == 2:
        year, month, day = date_of(known.first)
        last_year, last_month, last_day = date_of(known.last)
        if (year, month) == (last_year, last_month):
            name = words["months"][month - 1]
            return str(words["night"]).format(_number(day, words), last_day, name, year)
    return span_words(known.first, known.last, ui_lang)


def span_words(first: int, last: int, ui_lang: UiLanguage) -> str:
    """The days from ``first`` to ``last`` (days since 1970-01-01, inclusive) in words."""
    words = load(ui_lang, "figure")
    if first == last:
        return _day(first, words)
    year, month, day = date_of(first)
    last_year, last_month, last_day = date_of(last)
    whole = day == 1 and last_day == days_in_month(last_year, last_month)
    if whole and month == 1 and last_month == 12:
        return str(year) if year == last_year else str(words["span"]).format(year, last_year)
    if whole and (year, month) == (last_year, last_month):
        return str(words["month"]).format(words["months"][month - 1], year)
    if (year, month) == (last_year, last_month):
        return str(words["days_of_month"]).format(
            _number(day, words), last_day, words["months"][month - 1], year
        )
    if year == last_year:
        return str(words["days_of_year"]).format(
            _number(day, words), words["months"][month - 1],
            _number(last_day, words), words["months"][last_month - 1], year,
        )  # fmt: skip
    return str(words["span"]).format(_day(first, words), _day(last, words))


def _day(number: int, words: dict[str, Any]) -> str:
    year, month, day = date_of(number)
    return str(words["day"]).format(_number(day, words), words["months"][month - 1], year)


def _number(day: int, words: dict[str, Any]) -> str:
    return str(words["first_day"]) if day == 1 else str(day)
