"""Rules of hours: nights, parts of a day, clock times and durations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from geomap.dates.calendar_rules import calendar, number_of
from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.grammar import Atom
from geomap.dates.relative_rules import dayword, event_day, weekday
from geomap.dates.values import DAY, Value, day_value, days_value, now_value
from geomap.model.when import PartOfDay


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time: minute None for "17 heures". ``bound``: at, about, before, after, until."""

    hour: int
    minute: int | None
    bound: str
    zone: str | None


def clock_of(atom: Atom, context: Context) -> Clock | None:
    """The clock time an atom says, or None when it is none ("25 heures", "2 heures de route")."""
    hour = number_of(atom.word("hh"), context.rules.lang)
    told = atom.word("mi") or (atom.word("hmi") or "").removeprefix("h")
    packed = atom.word("hhmm")
    if packed is not None:
        hour, told = int(packed[:2]), packed[2:]
    if hour is None or not 0 <= hour <= 24:
        return None
    minute = int(told) if told else (30 if atom.has("demie") else None)
    half = atom.word("half")
    if half is not None:
        is_pm = context.look("half", half) == "pm"
        if not 0 < hour <= 12:
            is_pm = False
        elif hour == 12:
            hour = 0 if not is_pm else 12
        elif is_pm:
            hour += 12
    lead = atom.word("clocklead")
    bound = str(context.look("clocklead", lead)) if lead is not None else "at"
    zone = atom.word("zone")
    return Clock(
        int(hour) % 24, minute, bound, str(context.look("zone", zone)) if zone is not None else None
    )


def clock_bounds(clock: Clock, day: date) -> tuple[str, str]:
    """Start and end, local ISO date-times, of a clock time on a day."""
    at = f"{day.isoformat()}T{clock.hour:02d}:{clock.minute or 0:02d}"
    minutes = clock.hour * 60 + (clock.minute or 0)
    early, late = max(0, minutes - 30), min(24 * 60 - 1, minutes + 30)
    if clock.bound == "about":
        return _iso(day, early), _iso(day, late)
    if clock.bound == "before":
        return _iso(day, early), at
    if clock.bound == "after":
        return at, _iso(day, late)
    if clock.bound == "until":
        return _iso(day, 0), at
    if clock.minute is None:
        return at, _iso(day, min(24 * 60 - 1, minutes + 59))
    return at, at


def _iso(day: date, minutes: int) -> str:
    return f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"


def night(atom: Atom, context: Context) -> Reading:
    """ "cette nuit", "la nuit de mardi à mercredi", "la nuit du 12 au 13 septembre"."""
    word = atom.word("nightword")
    if word is not None:
        return _this_night(str(context.look("nightword", word)), context)
    second = _night_end(atom, context, "2")
    if second is None:  # "la nuit de mardi": the night that begins then
        first = _night_end(atom, context, "")
        if isinstance(first, Value) and not first.coarse and first.start == first.end:
            return night_of(first.start, explicit=first.explicit, future=first.future)
        return first
    if not isinstance(second, Value) or second.coarse:
        return second
    start = second.start - DAY
    told = _night_end(atom, replace_not_after(context, start), "")
    if isinstance(told, Value) and not told.coarse and told.start != start and told.start < start:
        context.warnings.append(
            f"a night from {told.start.isoformat()} to {second.start.isoformat()} is longer than a night"
        )
        return days_value(told.start, second.start, explicit=second.explicit)
    return night_of(start, explicit=second.explicit, future=second.future)


def replace_not_after(context: Context, limit: date) -> Context:
    """A context for the earlier end of a range."""
    return replace(context, not_after=limit, warnings=[])


def _night_end(atom: Atom, context: Context, suffix: str) -> Reading:
    names = ("weekday", "day", "month", "year", "dayword")
    caught = {n: w for n in names if (w := atom.word(n + suffix)) is not None}
    if "dayword" in caught:
        return dayword(Atom("dayword", atom.first, atom.last, caught), context)
    if "day" in caught:
        if "month" not in caught and (month := atom.word("month2")) is not None:
            caught["month"] = month
            if year := atom.word("year2"):
                caught["year"] = year
        return calendar(Atom("calendar", atom.first, atom.last, caught), context)
    if "weekday" in caught:
        return weekday(Atom("weekday", atom.first, atom.last, caught), context)
    return None


def night_of(first: date, *, explicit: bool = False, future: bool = False) -> Value:
    """The night that begins on a day."""
    value = days_value(first, first + DAY, explicit=explicit)
    return replace(value, precision="part_of_day", night=True, future=future)


def _this_night(which: str, context: Context) -> Reading:
    now = context.now
    if now is None:
        return UNKNOWN
    coming = which == "next" or (which == "this" and context.future)
    if not now.exact:
        return replace(now_value(now), future=coming)
    return night_of(now.latest if coming else now.latest - DAY, future=coming)


def part_today(_atom: Atom, context: Context) -> Reading:
    """ "ce matin", "ce soir": the document's day; the part is set by the caller."""
    now = context.now
    if now is None:
        return UNKNOWN
    return now_value(now) if not now.exact else day_value(now.latest)


def part_label(atom: Atom, context: Context) -> PartOfDay | None:
    """The part of the day an atom says, None when it says none ("plus tôt dans la journée")."""
    for name in ("partfree", "partbehind", "parttoday", "clockword"):
        word = atom.word(name)
        if word is not None:
            label = str(context.look(name, word))
            return cast(PartOfDay, label) if label != "day" else None
    word = atom.word("relpart")
    if word is not None:
        return cast(PartOfDay, str(context.look("relpart", word)).removesuffix("_before"))
    return None


def relative_part(atom: Atom, context: Context) -> Reading:
    """ "cette nuit-là", "le soir même": a part of the day of the event told before."""
    label = str(context.look("relpart", atom.word("relpart") or ""))
    value = event_day(0, context)
    if not isinstance(value, Value) or value.coarse or value.precision == "days":
        return value
    if label.startswith("night"):
        return night_of(value.start - DAY if label == "night_before" else value.start)
    return day_value(value.start)


def with_part_of_day(value: Value, part: PartOfDay | None, *, into: bool = False) -> Value:
    """A day made a part of it; the night of a day ends on the next, a night "into" a day on it."""
    if part != "night" or value.night or value.precision != "day" or value.edtf is not None:
        return value
    first = value.start - DAY if into else value.start
    return night_of(first, explicit=value.explicit, future=value.future)


def iso_duration(atom: Atom, context: Context) -> str | None:
    """ "pendant deux heures" -> PT2H; None when it does not say how long."""
    count = number_of(atom.word("num"), context.rules.lang)
    if atom.word("collective") is not None:
        count = float(str(context.look("collective", atom.word("collective") or "")))
    if atom.has("one"):
        count = 1
    if count is None or atom.has("vague"):
        return None
    unit = str(context.look("unit", atom.word("unit") or ""))
    amount: float = count + (0.5 if atom.has("demi") else 0)
    factor, letter, timed = {
        "second": (1, "S", True),
        "minute": (1, "M", True),
        "hour": (1, "H", True),
        "day": (1, "D", False),
        "night": (1, "D", False),
        "weekend": (2, "D", False),
        "week": (1, "W", False),
        "month": (1, "M", False),
        "quarter": (3, "M", False),
        "half": (6, "M", False),
        "year": (1, "Y", False),
        "decade": (10, "Y", False),
        "century": (100, "Y", False),
    }[unit]
    amount *= factor
    if amount != int(amount):
        if unit == "hour":
            return f"PT{int(amount)}H{round(amount % 1 * 60)}M"
        if unit == "year":
            return f"P{int(amount)}Y{round(amount % 1 * 12)}M"
        return None
    return f"P{'T' if timed else ''}{int(amount)}{letter}"
