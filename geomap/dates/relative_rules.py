"""Rules relative to the document's date ("hier", "il y a deux ans") or to the event told before."""

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
    masked_value,
    months_value,
    now_value,
    open_after,
    open_before,
    shift_month,
    shifted,
    week_value,
    year_value,
)

#: Months of a unit.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


def weekday(atom: Atom, context: Context) -> Reading:
    """ "mercredi", "vendredi dernier", "jeudi prochain" (see rule 1 of the design)."""
    number = context.weekday(atom)
    assert number is not None
    label = context.label(atom)
    if label in {"following", "preceding"}:
        return _weekday_of_event(number, 1 if label == "following" else -1, context)
    if context.not_after is not None:
        return day_value(_back_to(number, context.not_after))
    if context.not_before is not None:
        return day_value(_on_to(number, context.not_before))
    now = context.now
    if now is None:
        return UNKNOWN
    if not now.exact:
        told = context.story.full_date
        if told is None:
            return replace(now_value(now), future=context.future)
        now = Now(told, told, told.isoformat())
    return _weekday_from(number, label, atom, now.latest, context)


def _weekday_from(
    number: int, label: str | None, atom: Atom, today: date, context: Context
) -> Reading:
    if label == "last":
        return day_value(_back_to(number, today - DAY))
    coming = _on_to(number, today + DAY)
    if label == "in_eight":
        return replace(day_value(coming + 7 * DAY), future=True)
    if label == "next":
        if coming.isocalendar()[:2] == today.isocalendar()[:2]:
            later = coming + 7 * DAY
            both = f"[{coming.isoformat()},{later.isoformat()}]"
            return replace(days_value(coming, later), precision="day", edtf=both, future=True)
        return replace(day_value(coming), future=True)
    if context.future:
        if atom.has("this") and number == today.isoweekday():
            return day_value(today)
        return replace(day_value(coming), future=True)
    return day_value(_back_to(number, today))


def _back_to(number: int, day: date) -> date:
    """The latest such weekday, ``day`` included."""
    return day - timedelta(days=(day.isoweekday() - number) % 7)


def _on_to(number: int, day: date) -> date:
    """The earliest such weekday, ``day`` included."""
    return day + timedelta(days=(number - day.isoweekday()) % 7)


def _weekday_of_event(number: int, way: int, context: Context) -> Reading:
    event = context.story.event
    if event is None or event.coarse:
        return UNKNOWN
    if way > 0:
        return day_value(_on_to(number, event.end + DAY))
    return day_value(_back_to(number, event.start - DAY))


def dayword(atom: Atom, context: Context) -> Reading:
    """ "hier", "aujourd'hui", "après-demain"."""
    shift = context.number(atom, "dayword", "dayword")
    assert shift is not None
    now = context.now
    if now is None:
        return UNKNOWN
    if not now.exact:
        return replace(now_value(now), future=shift > 0)
    day = shifted(now.latest, shift)
    return None if day is None else replace(day_value(day), future=shift > 0)


def period(atom: Atom, context: Context) -> Reading:
    """ "la semaine dernière", "cette année", "le week-end prochain", and the bare word."""
    word = atom.word("period") or atom.word("weekend") or ""
    unit = str(context.look("period", word))
    label = context.label(atom)
    if atom.has("weekend") and unit != "weekend":
        return None
    if label in {"following", "preceding"}:
        event = context.story.event
        if event is None or event.coarse:
            return UNKNOWN
        base = Now(event.start, event.start, event.start.isoformat())
        return shift_unit(unit, 1 if label == "following" else -1, base)
    now = context.now
    if now is None:
        return UNKNOWN
    if unit == "weekend":
        return _weekend(label, atom, now, context)
    shift = {"last": -1, "next": 1}.get(label or "", 0)
    value = shift_unit(unit, shift, now)
    return replace(value, future=shift > 0) if isinstance(value, Value) else value


def shift_unit(unit: str, shift: int, now: Now) -> Reading:
    """The week, month, year ... so many away from the one of the document's date."""
    if unit in {"day", "night", "hour", "minute", "second"}:
        if not now.exact:
            return now_value(now)
        day = shifted(now.latest, shift if unit in {"day", "night"} else 0)
        return None if day is None else day_value(day)
    if unit in {"week", "weekend"}:
        first, last = shifted(now.earliest, 7 * shift), shifted(now.latest, 7 * shift)
        if first is None or last is None:
            return None
        if now.exact:
            return week_value(last)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return replace(months_value(first.year, first.month, months), coarse=True)
    if unit in {"month", "quarter", "half"}:
        if not now.months:
            return now_value(now)
        length = MONTHS[unit]
        first_month = (now.latest.month - 1) // length * length + 1
        year, month = shift_month(now.latest.year, first_month, shift * length)
        return months_value(year, month, length) if 1 <= year <= 9998 else None
    if unit == "year":
        year = now.latest.year + shift
        return year_value(year, explicit=False) if 1 <= year <= 9998 else None
    prefix = now.latest.year // (10 if unit == "decade" else 100) + shift
    return masked_value(str(prefix)) if prefix > 9 else None


def _weekend(label: str | None, atom: Atom, now: Now, context: Context) -> Reading:
    if not now.exact:
        return now_value(now)
    today = now.latest
    past = _back_to(6, today)
    coming = past if today.isoweekday() >= 6 else _on_to(6, today)
    if label == "last" and today.isoweekday() >= 6:
        past -= 7 * DAY
    if label == "next" and today.isoweekday() >= 6:
        coming += 7 * DAY
    ahead = label == "next" or (label is None and context.future)
    if label is None and atom.has("this") and context.tense is None:
        ahead = 3 <= today.isoweekday() <= 5
    start = coming if ahead else past
    value = days_value(start, start + DAY)
    return replace(value, future=start > today)


def relative_day(atom: Atom, context: Context) -> Reading:
    """ "la veille", "le lendemain", "le même jour": counted from the event told before."""
    shift = context.number(atom, "relday", "relday")
    assert shift is not None
    return event_day(shift, context)


def event_day(shift: int, context: Context) -> Reading:
    """The day so many days from the event told before, else from the document's date."""
    event, now = context.story.event, context.now
    if event is None or event.precision in {"open_interval", "unknown"}:
        if now is None:
            return UNKNOWN
        if not now.exact:
            return now_value(now)
        if shift > 0 and not context.future:
            return UNKNOWN  # told of the past, and after nothing that was told
        day = shifted(now.latest, shift)
        return None if day is None else day_value(day)
    if event.coarse or event.precision in {"week", "month", "year"}:
        return event if shift == 0 else UNKNOWN
    if shift == 0 and event.precision != "days":
        return event if not event.night else day_value(event.end)
    # the eve of what happened last night is yesterday: that night ended today
    day = shifted(event.start if shift < 0 and not event.night else event.end, shift)
    return None if day is None else day_value(day)


def after_event(_atom: Atom, context: Context) -> Reading:
    """ "après ces attaques": from the event told before to the document's date."""
    event, now = context.story.last_event, context.now
    if event is None or now is None or event.coarse or event.open_start or event.open_end:
        return None
    if event.start > now.latest:
        return None
    return replace(
        days_value(event.start, now.latest), last=now.told, explicit=False, first=event.first
    )


def recently(atom: Atom, context: Context) -> Reading:
    """ "récemment", "bientôt"."""
    now = context.now
    if now is None:
        return UNKNOWN
    if context.look("recently", atom.word("recently") or "") == "future":
        return open_after(now.told, now.earliest, future=True)
    return open_before(now.told, now.latest)
