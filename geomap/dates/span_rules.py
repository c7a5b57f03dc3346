"""Rules that count: "il y a deux ans", "depuis 18 mois", "dans trois jours", "deux jours plus tard"."""

from __future__ import annotations

from dataclasses import replace

from geomap.dates.calendar_rules import number_of
from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.grammar import Atom
from geomap.dates.relative_rules import MONTHS, shift_unit
from geomap.dates.values import (
    Now,
    Value,
    day_value,
    days_value,
    now_value,
    open_after,
    open_before,
    shifted,
)

_DAYS = {"day": 1, "week": 7, "night": 1}
#: "il y a huit jours", "il y a quinze jours" mean one week and two.
_IDIOM_WEEKS = {8: 1, 15: 2}


def _count(atom: Atom, context: Context) -> float | None:
    """How many units: a number or a collective; half a unit more with "et demi"."""
    if atom.has("one"):
        return 1.5 if atom.has("demi") else 1
    collective = atom.word("collective")
    if collective is not None:
        return float(str(context.look("collective", collective)))
    number = number_of(atom.word("num") or atom.word("num2"), context.rules.lang)
    if number is None:
        return None
    return number + 0.5 if atom.has("demi") else number


def _unit(atom: Atom, context: Context) -> str:
    plural = atom.word("unitplural")
    if plural is not None:
        return str(context.look("unitplural", plural))
    return str(context.look("unit", atom.word("unit") or ""))


def _approximation(atom: Atom, context: Context) -> str | None:
    if atom.word("collective") is not None:
        return "about"
    word = atom.word("approx")
    return None if word is None else str(context.look("approx", word))


def ago(atom: Atom, context: Context) -> Reading:
    """ "il y a trois jours", "il y a plus de deux ans", "quelques semaines ago"."""
    now = context.now
    if now is None:
        return UNKNOWN
    if atom.has("vague"):
        return open_before(now.told, now.latest)
    return _counted(atom, -1, now, context)


def hence(atom: Atom, context: Context) -> Reading:
    """ "dans trois jours", "d'ici deux semaines"."""
    now = context.now
    if now is None:
        return UNKNOWN
    if atom.has("vague"):
        return open_after(now.told, now.earliest, future=True)
    value = _counted(atom, 1, now, context)
    if isinstance(value, Value) and atom.has("within"):
        return replace(
            days_value(now.earliest, value.end), first=now.told, last=value.last, future=True,
            precision=value.precision if value.precision in ("month", "year") else "days",
        )  # fmt: skip
    return replace(value, future=True) if isinstance(value, Value) else value


def _counted(atom: Atom, way: int, now: Now, context: Context) -> Reading:
    """So many units before or after the document's date, as exact as the unit."""
    count = _count(atom, context)
    unit = _unit(atom, context)
    if count is None or count > 10_000:
        return None
    approximation = _approximation(atom, context)
    value = count_from(unit, count * way, now)
    if not isinstance(value, Value) or value.coarse:
        return value
    if approximation == "open":
        if way < 0:
            return open_before(value.last, value.end)
        return open_after(value.first, value.start, future=True)
    if approximation == "about" and value.first == value.last:
        return replace(value, edtf=f"{value.first}~")
    return value


def count_from(unit: str, count: float, now: Now) -> Reading:
    """The day, week, month or year ``count`` units away; halves go to the next finer unit."""
    if unit in {"hour", "minute", "second", "weekend"}:
        return now_value(now)
    if unit in _DAYS:
        if unit == "day" and (weeks := _IDIOM_WEEKS.get(int(abs(count)))):
            return shift_unit("week", weeks if count > 0 else -weeks, now)
        if not float(count).is_integer():
            count = int(count * _DAYS[unit])
            unit = "day"
        return shift_unit(unit, int(count), now)
    months = count * MONTHS[unit]
    if not float(count).is_integer() or unit in {"month", "quarter", "half"}:
        return shift_unit("month", int(months), now)
    return shift_unit("year", int(months // 12), now)


def since_span(atom: Atom, context: Context) -> Reading:
    """ "depuis 18 mois": from then to the document's date."""
    now = context.now
    if now is None:
        return UNKNOWN
    if atom.has("vague") or _approximation(atom, context) == "open":
        return open_before(now.told, now.latest)
    return _span_until(atom, now, context)


def last_span(atom: Atom, context: Context) -> Reading:
    """ "ces derniers jours", "les trois derniers mois"."""
    now = context.now
    if now is None:
        return UNKNOWN
    if atom.word("num") is None and atom.word("num2") is None and not atom.has("one"):
        return open_before(now.told, now.latest)
    return _span_until(atom, now, context)


def _span_until(atom: Atom, now: Now, context: Context) -> Reading:
    count = _count(atom, context)
    unit = _unit(atom, context)
    if count is None or count > 10_000:
        return None
    start = _start_of_span(unit, count, -1, now)
    if not isinstance(start, Value):
        return start
    if start.coarse:
        return open_before(now.told, now.latest)
    precision = start.precision if start.precision in ("month", "year") else "days"
    if start.first == now.told:
        return start
    about = "~" if _approximation(atom, context) == "about" or unit == "week" else ""
    value = replace(start, last=now.told, end=now.latest, precision=precision)
    return replace(value, edtf=f"{start.first}{about}/{now.told}") if about else value


def _start_of_span(unit: str, count: float, way: int, now: Now) -> Reading:
    if unit in {"hour", "minute", "second"}:
        hours = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}[unit] * count
        if not now.exact:
            return now_value(now)
        day = shifted(now.latest, way * (1 if hours > 1 else 0) * max(1, int(hours // 24)))
        return None if day is None else day_value(day)
    if unit in _DAYS:
        if not now.exact:
            return now_value(now)
        day = shifted(now.latest, int(way * count * _DAYS[unit]))
        return None if day is None else day_value(day)
    return count_from(unit, way * count, now)


def next_span(atom: Atom, context: Context) -> Reading:
    """ "dans les prochains jours", "sous 48 heures"."""
    now = context.now
    if now is None:
        return UNKNOWN
    if atom.word("num") is None and atom.word("num2") is None:
        return open_after(now.told, now.earliest, future=True)
    count = _count(atom, context)
    unit = _unit(atom, context)
    if count is None or count > 10_000:
        return None
    end = _start_of_span(unit, count, 1, now)
    if not isinstance(end, Value) or end.coarse or end.first == now.told:
        return replace(end, future=True) if isinstance(end, Value) else end
    return replace(
        end, first=now.told, start=now.earliest, edtf=None, future=True,
        precision=end.precision if end.precision in ("month", "year") else "days",
    )  # fmt: skip


def relative_span(atom: Atom, context: Context) -> Reading:
    """ "deux jours plus tard": so many units from the event told before."""
    event = context.story.event
    if event is None or event.coarse or event.precision in {"open_interval", "unknown"}:
        return UNKNOWN
    way = int(str(context.look("direction", atom.word("direction") or "")))
    if event.precision == "month" and event.first == event.last:
        base = Now(event.start, event.end, event.first)
    else:
        base = Now(event.start, event.start, event.start.isoformat())
    if atom.has("vague"):
        if way < 0:
            return open_before(event.first, event.end)
        return open_after(event.last, event.start)
    count = _count(atom, context)
    unit = _unit(atom, context)
    if count is None or count > 10_000:
        return None
    if unit in {"hour", "minute", "second"}:
        return event if event.precision in {"day", "part_of_day"} else day_value(event.start)
    return count_from(unit, way * count, base)
