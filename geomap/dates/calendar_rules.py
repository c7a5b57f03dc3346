"""Rules of the calendar: days, months, years, ranges and lists of them, as numbers or names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.grammar import Atom
from geomap.dates.values import (
    DAY,
    Now,
    Value,
    day_value,
    days_value,
    months_value,
    safe_date,
    year_value,
    years_value,
)
from geomap.language.numerals import numerals, read_cardinal
from geomap.language.tokens import tokenise

#: A weekday that disagrees is looked for in the years around before it is called wrong.
_YEARS_AROUND = (0, -1, 1)
_DAYS_AROUND = 45


def number_of(words: str | None, lang: str) -> float | None:
    """The value of a captured number in digits or words; None when it is none."""
    if words is None:
        return None
    compact = words.replace(" . ", ".").replace(" , ", ",").replace(" - ", "-")
    tokens = tokenise(compact)
    cardinal = read_cardinal(tokens, 0, len(tokens), numerals(lang))
    if cardinal is None or cardinal.end != len(tokens):
        return None
    return cardinal.value


def day_number_of(atom: Atom, context: Context, name: str = "day") -> int | None:
    """The day of the month that was caught: "1 er", "premier", "13", "thirteenth"."""
    word = atom.word(name)
    if word is None:
        return None
    head = word.split(" ")[0]
    if head.isdecimal():
        return int(head)
    table = context.rules.day_words
    return table.get(word)


def calendar(atom: Atom, context: Context) -> Reading:
    """ "mercredi 13 septembre 2023", "le 5 septembre dernier", "mercredi 13"."""
    day = day_number_of(atom, context)
    weekday = context.weekday(atom)
    month = context.number(atom, "month", "month")
    year = atom.word("year")
    if day is None:
        return None
    if year is not None and month is not None:
        return _told_day(int(year), month, day, weekday, context)
    label = context.label(atom)
    if month is None:
        return _day_of_some_month(day, weekday, context)
    return _yearless_day(month, day, weekday, label, context)


def _told_day(year: int, month: int, day: int, weekday: int | None, context: Context) -> Reading:
    found = safe_date(year, month, day)
    if found is None:
        context.warnings.append(f"{day}-{month}-{year} is not in the calendar: not used")
        return None
    _check_weekday(found, weekday, context)
    if weekday is not None:
        context.story.full_date = found
    future = context.now is not None and found > context.now.latest
    return replace(day_value(found, explicit=True), future=future)


def _check_weekday(found: date, weekday: int | None, context: Context) -> None:
    if weekday is not None and found.isoweekday() != weekday:
        context.warnings.append(
            f"the weekday told with {found.isoformat()} does not agree: the number is kept"
        )


def _yearless_day(
    month: int, day: int, weekday: int | None, label: str | None, context: Context
) -> Reading:
    now = context.now
    year = year_from(label, context)
    if year is not None:
        return _told_day(year, month, day, weekday, context)
    if now is None and context.not_after is None:
        return UNKNOWN
    found = _nearest_day(month, day, weekday, label, context)
    if found is None:
        if now is not None and safe_date(2000, month, day) is None:
            context.warnings.append(f"{day}-{month} is not in the calendar: not used")
        return None
    _check_weekday(found, weekday, context)
    if weekday is not None:
        context.story.full_date = found
    value = day_value(found, explicit=True)
    return replace(value, future=now is not None and found > now.latest)


def year_from(label: str | None, context: Context) -> int | None:
    """The year that a modifier, or the story so far, gives to a yearless date."""
    now = context.now
    if label in {"this_year", "last_year", "next_year"} and now is not None:
        return now.latest.year + {"this_year": 0, "last_year": -1, "next_year": 1}[label]
    if label in {"same_year", "preceding_year"} and context.story.year is not None:
        return context.story.year - (label == "preceding_year")
    if label in {"last", "next"}:
        return None
    if context.future or context.not_after is not None or context.not_before is not None:
        return None
    return context.story.year


def _nearest_day(
    month: int, day: int, weekday: int | None, label: str | None, context: Context
) -> date | None:
    if context.not_after is not None:
        return _latest(month, day, context.not_after)
    if context.not_before is not None:
        return _earliest(month, day, context.not_before)
    now = context.now
    assert now is not None
    if label == "next" or (context.future and label != "last"):
        found = _earliest(month, day, now.earliest + (DAY if label == "next" else 0 * DAY))
    else:
        found = _latest(
            month, day, now.latest - (DAY if label == "last" and now.exact else 0 * DAY)
        )
    if weekday is None or found is None or found.isoweekday() == weekday:
        return found
    for shift in _YEARS_AROUND:  # the weekday may tell that the other reading is meant
        other = safe_date(now.latest.year + shift, month, day)
        if other is not None and other.isoweekday() == weekday:
            return other
    return found


def _latest(month: int, day: int, limit: date) -> date | None:
    for year in range(limit.year, max(limit.year - 9, 0), -1):
        found = safe_date(year, month, day)
        if found is not None and found <= limit:
            return found
    return None


def _earliest(month: int, day: int, limit: date) -> date | None:
    for year in range(limit.year, min(limit.year + 9, 9999)):
        found = safe_date(year, month, day)
        if found is not None and found >= limit:
            return found
    return None


def _day_of_some_month(day: int, weekday: int | None, context: Context) -> Reading:
    """ "mercredi 13": the nearest such day, past first, whose weekday agrees."""
    now = context.now
    if now is None:
        return UNKNOWN
    if not 1 <= day <= 31:
        return None
    order = [*range(0, -_DAYS_AROUND, -1), *range(1, _DAYS_AROUND)]
    if context.future:
        order = [*range(_DAYS_AROUND), *range(-1, -_DAYS_AROUND, -1)]
    for shift in order:
        found = now.latest + timedelta(days=shift)
        if found.day == day and (weekday is None or found.isoweekday() == weekday):
            return replace(day_value(found, explicit=True), future=found > now.latest)
    context.warnings.append(f"no near day {day} falls on the weekday told with it: not used")
    return None


def iso(atom: Atom, context: Context) -> Reading:
    """ "2023-09-12", "2023-09-12T17:00"."""
    month, day = atom.word("mm"), atom.word("dd") or (atom.word("tdd") or "")[:2]
    year = atom.word("year")
    assert year is not None
    assert month is not None
    return _told_day(int(year), int(month), int(day), None, context)


def numeric(atom: Atom, context: Context) -> Reading:
    """ "12/09/2023": the day first in French, the month first in English unless it cannot be."""
    one, two = int(atom.word("d") or 0), int(atom.word("m") or 0)
    weekday = context.weekday(atom)
    told = atom.word("yy") or atom.word("year")
    if told is None:
        day, month = (one, two) if context.rules.day_first else (two, one)
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        return _yearless_day(month, day, weekday, None, context)
    year = int(told)
    if len(told) == 2:
        pivot = context.now.latest.year if context.now is not None else 2050
        year += pivot - pivot % 100
        if year > pivot + 10:
            year -= 100
    readings = [(one, two), (two, one)] if context.rules.day_first else [(two, one), (one, two)]
    days = [d for day, month in readings if (d := safe_date(year, month, day)) is not None]
    if not days:
        context.warnings.append(f"{one}/{two}/{told} is not in the calendar: not used")
        return None
    if len(days) == 1 or days[0] == days[1] or context.rules.day_first:
        return day_value(days[0], explicit=True)
    return _either_reading(days, context)


def _either_reading(days: list[date], context: Context) -> Reading:
    """English 9/12/2023: month first, unless the tense rules that day out and allows the other."""
    now = context.now
    if now is not None:
        fits = [d for d in days if (d > now.latest if context.future else d <= now.latest)]
        if len(fits) == 1:
            return day_value(fits[0], explicit=True)
    return day_value(days[0], explicit=True)


def day_range(atom: Atom, context: Context) -> Reading:
    """ "du 3 au 5 septembre", "du lundi 28 août au 3 septembre 2022"."""
    if "month2" not in atom.caught and "month" in atom.caught:  # "September 3 to 5"
        atom = Atom(
            atom.rule, atom.first, atom.last, {**atom.caught, "month2": atom.caught["month"]}
        )
    last = _second(atom, context)
    if not isinstance(last, Value):
        return last
    day = day_number_of(atom, context)
    month = context.number(atom, "month", "month") or last.start.month
    if day is None:
        return None
    year = atom.word("year")
    first = (
        safe_date(int(year), month, day) if year is not None else _latest(month, day, last.start)
    )
    if first is None or first >= last.start:
        return None
    _check_weekday(first, context.weekday(atom), context)
    value = days_value(first, last.start, explicit=True)
    return replace(value, future=last.future)


def _second(atom: Atom, context: Context) -> Reading:
    """The last day of a range or a list, which carries the month."""
    caught = {
        "day": atom.word("day2"),
        "month": atom.word("month2"),
        "year": atom.word("year2"),
        "weekday": atom.word("weekday2"),
    }
    return calendar(
        Atom("calendar", atom.first, atom.last, {k: v for k, v in caught.items() if v is not None}),
        context,
    )


def day_list(atom: Atom, context: Context) -> Reading:
    """ "les 3, 4 et 5 septembre": a set of days, all of them or one of them."""
    last = _second(atom, context)
    if not isinstance(last, Value):
        return last
    days: list[date] = []
    for suffix in ("", "3", "4"):
        number = day_number_of(atom, context, f"day{suffix}")
        if number is None:
            continue
        day = safe_date(last.start.year, last.start.month, number)
        if day is None or day >= last.start:
            return None
        _check_weekday(day, context.weekday(atom, suffix), context)
        days.append(day)
    return day_set([*days, last.start], either=atom.has("either"), future=last.future)


def day_set(days: list[date], *, either: bool, future: bool) -> Value:
    """All of (``{}``) or one of (``[]``) some days."""
    brackets = "[]" if either else "{}"
    inside = ",".join(d.isoformat() for d in days)
    value = days_value(days[0], days[-1], explicit=True)
    return replace(value, precision="day", edtf=brackets[0] + inside + brackets[1], future=future)


def month(atom: Atom, context: Context) -> Reading:
    """ "en mai 2022", "en mars", "novembre prochain"."""
    number = context.number(atom, "month", "month")
    assert number is not None
    year = atom.word("year")
    if year is not None:
        return months_value(int(year), number, explicit=True)
    label = context.label(atom)
    told = year_from(label, context)
    if told is not None:
        return months_value(told, number, explicit=True)
    if context.not_after is not None:
        limit = context.not_after
        return months_value(limit.year - (number > limit.month), number, explicit=True)
    if context.not_before is not None:
        limit = context.not_before
        return months_value(limit.year + (number < limit.month), number, explicit=True)
    if context.now is None:
        return UNKNOWN
    return _yearless_month(number, label, context.now, context)


def _yearless_month(number: int, label: str | None, now: Now, context: Context) -> Reading:
    if not now.months:
        return months_value(now.latest.year, number, explicit=True)
    here = now.latest.month
    if label == "next" or (context.future and label != "last"):
        later = number < here or (number == here and label == "next")
        return replace(
            months_value(now.latest.year + later, number, explicit=True),
            future=number != here or later,
        )
    earlier = number > here or (number == here and label == "last")
    return months_value(now.latest.year - earlier, number, explicit=True)


def month_range(atom: Atom, context: Context) -> Reading:
    """ "en mars-avril 2022"."""
    one = context.number(atom, "month", "month")
    two = context.number(atom, "month2", "month")
    assert one is not None
    assert two is not None
    caught = {"month": atom.word("month2") or ""}
    if year := atom.word("year"):
        caught["year"] = year
    last = month(Atom("month", atom.first, atom.last, caught), context)
    if not isinstance(last, Value):
        return last
    first_year = last.start.year - (one > two)
    count = (last.start.year - first_year) * 12 + two - one + 1
    return replace(months_value(first_year, one, count, explicit=True), future=last.future)


def year(atom: Atom, context: Context) -> Reading:
    """ "en 2014"."""
    told = int(atom.word("year") or 0)
    future = context.now is not None and told > context.now.latest.year
    return replace(year_value(told), future=future)


def year_range(atom: Atom, _context: Context) -> Reading:
    """ "2014-2016", "la saison 2022-23"."""
    first = int(atom.word("year") or 0)
    told = atom.word("yy") or ""
    last = int(told) if len(told) == 4 else first - first % 100 + int(told)
    if not first < last <= first + 120:
        return None
    return years_value(first, last)
