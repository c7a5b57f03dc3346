"""Rules of longer times: decades, centuries, quarters, seasons, feasts, weeks named by a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from geomap.dates.calendar_rules import calendar, month, number_of, year_from
from geomap.dates.clock_rules import night_of
from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.grammar import Atom
from geomap.dates.values import (
    DAY,
    Now,
    Value,
    day_value,
    days_value,
    easter,
    masked_value,
    months_value,
    now_value,
    phase_of,
    safe_date,
    shift_month,
    week_value,
)

SUNDAY = 7


def decade(atom: Atom, context: Context) -> Reading:
    """ "les années 1990", "les années 80"."""
    word = (atom.word("decade") or "").removesuffix(" s")
    if word.isdecimal():
        prefix = word[:-1] if len(word) == 4 else "19" + word[:1]
        if len(word) == 2 and word in {"00", "10", "20"} and context.rules.lang == "en":
            prefix = "20" + word[:1]
        return masked_value(prefix)
    number = context.rules.decade_words.get(word)
    return None if number is None else masked_value(str(number))


def century(atom: Atom, context: Context) -> Reading:
    """ "au XIXe siècle", "the 19th century"."""
    word = atom.word("century")
    if word is not None:
        return masked_value(str(context.look("century", word)))
    number = number_of(atom.word("num"), context.rules.lang)
    if number is None or not 10 < number <= 21:
        return None
    return masked_value(str(int(number) - 1))


def quarter(atom: Atom, context: Context) -> Reading:
    """ "au premier trimestre 2023", "in the second half of 2022"."""
    ordinal = context.number(atom, "ordinal", "ordinal")
    assert ordinal is not None
    if atom.word("month") is not None:
        return _part_of_month(ordinal, atom, context)
    length = 6 if atom.has("half") else 3
    if ordinal > 12 // length:
        ordinal = 12 // length if ordinal == 4 else 0
    if ordinal == 0:
        return None
    told = atom.word("year")
    if told is None and context.now is None:
        return UNKNOWN
    year_number = int(told) if told is not None else context.now.latest.year  # type: ignore[union-attr]
    year_number += {"last": -1, "next": 1}.get(context.label(atom) or "", 0)
    return months_value(year_number, (ordinal - 1) * length + 1, length, explicit=told is not None)


def _part_of_month(ordinal: int, atom: Atom, context: Context) -> Reading:
    """ "dans la seconde quinzaine de juillet": days 1-15 or 16 to the end; "la première semaine de
    mars": its beginning, the last one its end, any other some time in the month."""
    value = month(Atom("month", atom.first, atom.last, atom.caught), context)
    if not isinstance(value, Value) or value.coarse:
        return value
    if atom.has("week"):
        phase = {1: "early", 4: "late"}.get(ordinal)
        cut = value if phase is None else phase_of(value, phase)
        return replace(cut, future=value.future)
    if ordinal not in {1, 2, 4}:
        return value
    start, end = value.start, value.start.replace(day=15)
    if ordinal != 1:
        start, end = value.start.replace(day=16), value.end
    return replace(days_value(start, end, explicit=value.explicit), future=value.future)


def week_of(atom: Atom, context: Context) -> Reading:
    """ "la semaine du 4 septembre", "the weekend of March 2": the ISO week, the two days, of a day."""
    value = calendar(Atom("calendar", atom.first, atom.last, atom.caught), context)
    if not isinstance(value, Value) or value.coarse or value.start != value.end:
        return value
    if atom.has("weekend"):
        saturday = value.start + timedelta(days=(6 - value.start.isoweekday()) % 7)
        if value.start.isoweekday() == SUNDAY:
            saturday = value.start - timedelta(days=1)
        found = days_value(saturday, saturday + timedelta(days=1))
    else:
        found = week_value(value.start)
    return replace(found, explicit=value.explicit, future=value.future)


def season(atom: Atom, context: Context) -> Reading:
    """ "l'été dernier", "au printemps 2022", "l'hiver 2021-2022"."""
    word = atom.word("season")
    first, last = context.rules.tables["season"][word or ""]
    told = atom.word("year")
    if told is not None:
        return months_value(int(told), first, last - first + 1, explicit=True)
    now = context.now
    if now is None:
        return UNKNOWN
    if not now.months:
        return now_value(now)
    label = context.label(atom)
    return _nearest_season(first, last, label, now, context)


def _nearest_season(
    first: int, last: int, label: str | None, now: Now, context: Context
) -> Reading:
    told = year_from(label, context)
    if told is not None and label is not None:
        return months_value(told, first, last - first + 1)
    here = now.latest.year * 12 + now.latest.month
    starts = [(now.latest.year + shift) * 12 + first for shift in (-2, -1, 0, 1, 2)]
    length = last - first
    if label == "last":
        index = max(s for s in starts if s + length < here)
    elif label == "next":
        index = min(s for s in starts if s > here)
    elif context.future:
        index = min(s for s in starts if s + length >= here)
    else:
        index = max(s for s in starts if s <= here)
    year_number, number = shift_month(0, index, 0)
    value = months_value(year_number, number, length + 1)
    return replace(value, future=value.start > now.latest)


def feast(atom: Atom, context: Context) -> Reading:
    """ "à Noël", "le lundi de Pâques 2022": fixed feasts, and those that hang on Easter."""
    when = str(context.look("feast", atom.word("feast") or ""))
    told = atom.word("year")
    if told is not None:
        return _feast_of(when, int(told))
    now = context.now
    if now is None:
        return UNKNOWN
    if not now.months:
        return now_value(now)
    years = range(max(now.latest.year - 2, 1), min(now.latest.year + 3, 9999))
    days = [v for y in years if (v := _feast_of(when, y)) is not None]
    label = context.label(atom)
    if label == "next" or (context.future and label != "last"):
        coming = [v for v in days if v.start >= now.earliest]
        return replace(coming[0], future=True) if coming else None
    past = [v for v in days if v.start <= now.latest]
    return past[-1] if past else None


def feast_night(atom: Atom, context: Context) -> Reading:
    """ "la nuit de Noël" (that ends on it), "la nuit de la Saint-Sylvestre" (that begins then)."""
    value = feast(atom, context)
    if not isinstance(value, Value) or value.coarse:
        return value
    eve = (atom.word("feast") or "") in context.rules.tables["feasteve"]
    start = value.start - DAY if eve else value.start
    return night_of(start, explicit=value.explicit, future=value.future)


def _feast_of(when: str, year_number: int) -> Value | None:
    base, _, shift = when.partition("easter")
    if shift:
        return day_value(easter(year_number) + timedelta(days=int(shift)), explicit=True)
    if ":" in base:  # "11:4:4": the fourth Thursday of November
        month_number, weekday, nth = (int(p) for p in base.split(":"))
        first = date(year_number, month_number, 1)
        ahead = (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
        return day_value(first + timedelta(days=ahead), explicit=True)
    month_number, day = (int(p) for p in base.split("-"))
    found = safe_date(year_number, month_number, day)
    return day_value(found, explicit=True) if found is not None else None
