"""A resolved time, and the calendar arithmetic that makes it. Proleptic Gregorian, local days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from geomap.model.edtf import days_in_month
from geomap.model.when import WhenPrecision

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Value:
    """A time between ``start`` and ``end`` (inclusive days); ``first``/``last`` are its EDTF ends.

    ``edtf`` overrides "first/last" (sets, open intervals). ``coarse`` is a day that the document's
    own date, known to a month or year only, does not allow to tell.
    """

    first: str
    last: str
    start: date
    end: date
    precision: WhenPrecision
    explicit: bool = False
    coarse: bool = False
    future: bool = False
    edtf: str | None = None
    open_start: bool = False
    open_end: bool = False
    night: bool = False

    def text(self) -> str:
        """The EDTF string."""
        if self.edtf is not None:
            return self.edtf
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Now:
    """The document's date as the days it may be: one day, or a month's or a year's."""

    earliest: date
    latest: date
    told: str

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    @property
    def months(self) -> bool:
        """Known to the month at least."""
        return len(self.told) >= 7


def day_value(day: date, *, explicit: bool = False) -> Value:
    iso = day.isoformat()
    return Value(iso, iso, day, day, "day", explicit)


def days_value(start: date, end: date, *, explicit: bool = False) -> Value:
    return Value(start.isoformat(), end.isoformat(), start, end, "days", explicit)


def week_value(day: date) -> Value:
    """The ISO week (Monday to Sunday) that holds ``day``."""
    monday = day - timedelta(days=day.weekday())
    return replace(days_value(monday, monday + 6 * DAY), precision="week")


def months_value(year: int, month: int, count: int = 1, *, explicit: bool = False) -> Value:
    """``count`` months from a month on; ``month`` may run past 12."""
    first_year, first_month = shift_month(year, month, 0)
    last_year, last_month = shift_month(year, month, count - 1)
    return Value(
        f"{first_year:04d}-{first_month:02d}",
        f"{last_year:04d}-{last_month:02d}",
        date(first_year, first_month, 1),
        date(last_year, last_month, days_in_month(last_year, last_month)),
        "month",
        explicit,
    )


def year_value(year: int, *, explicit: bool = True) -> Value:
    iso = f"{year:04d}"
    return Value(iso, iso, date(year, 1, 1), date(year, 12, 31), "year", explicit)


def years_value(first: int, last: int) -> Value:
    return Value(f"{first:04d}", f"{last:04d}", date(first, 1, 1), date(last, 12, 31), "year", True)


def masked_value(prefix: str) -> Value:
    """A decade or a century: "199" -> 199X, "18" -> 18XX."""
    width = 4 - len(prefix)
    first, last = int(prefix + "0" * width), int(prefix + "9" * width)
    masked = prefix + "X" * width
    return Value(masked, masked, date(max(first, 1), 1, 1), date(last, 12, 31), "year", True)


def now_value(now: Now) -> Value:
    """The document's own date, as the value of a day it does not allow to tell."""
    precision: WhenPrecision = "day" if now.exact else ("month" if now.months else "year")
    return Value(now.told, now.told, now.earliest, now.latest, precision, coarse=not now.exact)


def open_before(last: str, end: date) -> Value:
    return Value(last, last, date.min, end, "open_interval", edtf=f"../{last}", open_start=True)


def open_after(first: str, start: date, *, future: bool = False) -> Value:
    return Value(
        first, first, start, date.max, "open_interval", edtf=f"{first}/..", open_end=True,
        future=future,
    )  # fmt: skip


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """(year, month) ``by`` months on; ``month`` may lie outside 1 to 12."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has none ("31 février")."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """A day some days away, or None outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def phase_of(value: Value, phase: str) -> Value:
    """The beginning, middle or end of a period (days 1-10, 10-20, 21-end; months 1-3, 6-7, 10-12;
    Monday and Tuesday, Wednesday and Thursday, Friday to Sunday). Others stay whole."""
    if phase == "whole" or value.coarse:
        return value
    if value.precision == "week":
        cut = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}[phase]
        return replace(
            days_value(value.start + cut[0] * DAY, value.start + cut[1] * DAY),
            explicit=value.explicit,
        )
    length = (value.end.year - value.start.year) * 12 + value.end.month - value.start.month + 1
    if value.precision == "month" and length == 1:
        cut = {"early": (1, 10), "mid": (10, 20), "late": (21, value.end.day)}[phase]
        return replace(
            days_value(value.start.replace(day=cut[0]), value.start.replace(day=cut[1])),
            explicit=value.explicit,
        )
    if value.precision == "month" and length == 3:
        return months_value(
            value.start.year, value.start.month + {"early": 0, "mid": 1, "late": 2}[phase],
            explicit=value.explicit,
        )  # fmt: skip
    if value.precision == "year" and "X" not in value.first and value.first == value.last:
        cut = {"early": (1, 3), "mid": (6, 2), "late": (10, 3)}[phase]
        return months_value(value.start.year, cut[0], cut[1], explicit=value.explicit)
    if value.precision == "year" and value.first.count("X") == 1:
        cut = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[phase]
        return years_value(value.start.year + cut[0], value.start.year + cut[1])
    if value.precision == "year" and value.first.count("X") == 2:
        cut = {"early": (0, 32), "mid": (33, 66), "late": (67, 99)}[phase]
        return years_value(value.start.year + cut[0], value.start.year + cut[1])
    return value
