"""EDTF (ISO 8601-2, levels 0 to 2 as far as geomap writes and reads them): bounds and comparison.

Days are counted on the proleptic Gregorian calendar from 1970-01-01, so that years before 1 work
too. An open or unknown end is None. Times of day are kept for minutes of the day only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = re.compile(
    r"(?P<year>-?\d{1,3}[\dX]|-?[\dX]{4})"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_QUALIFIERS = str.maketrans("", "", "?~% ")
#: EDTF season codes 21 to 24 -> first month and length in months.
_SEASONS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)}
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day (inclusive, days since 1970-01-01); None is open or unknown."""

    first: int | None
    last: int | None

    @property
    def days(self) -> int | None:
        """How many days it covers; None when an end is open."""
        if self.first is None or self.last is None:
            return None
        return self.last - self.first + 1


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a proleptic Gregorian date (any year; Hinnant's civil algorithm)."""
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return (
        era * 146097
        + year_of_era * 365
        + year_of_era // 4
        - year_of_era // 100
        + (day_of_year - 719468)
    )


def date_of(number: int) -> tuple[int, int, int]:
    """Year, month and day of a number of days since 1970-01-01: ``day_number`` the other way round."""
    number += 719468
    era = number // 146097
    day_of_era = number % 146097
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    return year_of_era + era * 400 + (month <= 2), month, day


def days_in_month(year: int, month: int) -> int:
    """Days of a month (1 to 12) of any year."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_LENGTHS[month - 1]


def bounds(edtf: str) -> Bounds | None:
    """The days an EDTF string covers at most, or None when it is not understood.

    Sets (``{a,b}``, ``[a,b]``) are covered from their earliest to their latest member.
    """
    text = edtf.translate(_QUALIFIERS)
    if text[:1] in "[{" and text[-1:] in "]}":
        return _set_bounds(text[1:-1])
    if "/" in text:
        start, _, end = text.partition("/")
        return _interval_bounds(start, end)
    return _date_bounds(text)


def _set_bounds(inside: str) -> Bounds | None:
    members: list[Bounds] = []
    for member in inside.split(","):
        start, dots, end = member.partition("..")
        found = _interval_bounds(start or "..", end or "..") if dots else _date_bounds(member)
        if found is None:
            return None
        members.append(found)
    firsts = [m.first for m in members if m.first is not None]
    lasts = [m.last for m in members if m.last is not None]
    return Bounds(
        min(firsts) if len(firsts) == len(members) else None,
        max(lasts) if len(lasts) == len(members) else None,
    )


def _interval_bounds(start: str, end: str) -> Bounds | None:
    first = last = None
    if start not in ("", ".."):
        found = _date_bounds(start)
        if found is None:
            return None
        first = found.first
    if end not in ("", ".."):
        found = _date_bounds(end)
        if found is None:
            return None
        last = found.last
    if first is not None and last is not None and last < first:
        return None
    return Bounds(first, last)


def _date_bounds(text: str) -> Bounds | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year = match["year"]
    if "X" in year:
        if match["month"]:
            return None
        first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return Bounds(
            day_number(min(first_year, last_year), 1, 1),
            day_number(max(first_year, last_year), 12, 31),
        )
    return _within_year(int(year), match["month"], match["day"])


def _within_year(year: int, month: str | None, day: str | None) -> Bounds | None:
    if month is None or month == "XX":
        return Bounds(day_number(year, 1, 1), day_number(year, 12, 31))
    number = int(month)
    if number in _SEASONS:
        first_month, length = _SEASONS[number]
        end = first_month + length - 1
        end_year, end_month = year + (end > 12), (end - 1) % 12 + 1
        return Bounds(
            day_number(year, first_month, 1),
            day_number(end_year, end_month, days_in_month(end_year, end_month)),
        )
    if not 1 <= number <= 12:
        return None
    length = days_in_month(year, number)
    if day is None or day == "XX":
        return Bounds(day_number(year, number, 1), day_number(year, number, length))
    if not 1 <= int(day) <= length:
        return None
    at = day_number(year, number, int(day))
    return Bounds(at, at)


def is_valid(edtf: str) -> bool:
    """True when ``bounds`` understands the string."""
    return bounds(edtf) is not None


def same(one: str | None, other: str | None) -> bool:
    """True when two EDTF strings say the same: equal but for spaces and the order of a set."""
    if one is None or other is None:
        return one is other
    return _normal(one) == _normal(other)


def _normal(edtf: str) -> str:
    text = edtf.replace(" ", "")
    if text[:1] in "[{" and text[-1:] in "]}":
        return text[0] + ",".join(sorted(text[1:-1].split(","))) + text[-1]
    return text


def contains(outer: str, inner: str) -> bool:
    """True when every day ``inner`` may mean lies within ``outer``."""
    one, two = bounds(outer), bounds(inner)
    if one is None or two is None:
        return False
    starts = one.first is None or (two.first is not None and one.first <= two.first)
    ends = one.last is None or (two.last is not None and two.last <= one.last)
    return starts and ends


def overlaps(one: str, other: str, widen_days: int = 0) -> bool:
    """True when two EDTF strings share a day, each side widened by ``widen_days``."""
    a, b = bounds(one), bounds(other)
    if a is None or b is None:
        return False
    before = a.last is not None and b.first is not None and a.last + widen_days < b.first
    after = b.last is not None and a.first is not None and b.last + widen_days < a.first
    return not (before or after)


def narrower(answer: str | None, truth: str | None) -> bool:
    """False precision: ``answer`` covers fewer days than ``truth``, or dates the undated."""
    if answer is None or same(answer, truth):
        return False
    if truth is None:
        return True
    given, right = bounds(answer), bounds(truth)
    if given is None or right is None:
        return False
    if right.days is None:
        return given.days is not None
    if given.days is None:
        return False
    if given.days == right.days:
        return given.days == 1 and "T" in answer and "T" not in truth
    return given.days < right.days
