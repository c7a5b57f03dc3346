"""An expression and its context -> the time it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from geomap.dates import calendar_rules, clock_rules, period_rules, relative_rules, span_rules
from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.events import find_event
from geomap.dates.grammar import Atom
from geomap.dates.join import Expression
from geomap.dates.values import (
    Value,
    day_value,
    months_value,
    now_value,
    phase_of,
    year_value,
)
from geomap.model.edtf import days_in_month

Rule = Callable[[Atom, Context], Reading]

RULES: Mapping[str, Rule] = {
    "calendar": calendar_rules.calendar,
    "iso": calendar_rules.iso,
    "numeric": calendar_rules.numeric,
    "day_range": calendar_rules.day_range,
    "day_list": calendar_rules.day_list,
    "month": calendar_rules.month,
    "month_range": calendar_rules.month_range,
    "year": calendar_rules.year,
    "year_range": calendar_rules.year_range,
    "decade": period_rules.decade,
    "century": period_rules.century,
    "quarter": period_rules.quarter,
    "season": period_rules.season,
    "feast": period_rules.feast,
    "feast_night": period_rules.feast_night,
    "week_of": period_rules.week_of,
    "weekday": relative_rules.weekday,
    "dayword": relative_rules.dayword,
    "period": relative_rules.period,
    "ago": span_rules.ago,
    "hence": span_rules.hence,
    "since_span": span_rules.since_span,
    "last_span": span_rules.last_span,
    "next_span": span_rules.next_span,
    "relative_span": span_rules.relative_span,
    "relative_day": relative_rules.relative_day,
    "recently": relative_rules.recently,
    "after_event": relative_rules.after_event,
    "night": clock_rules.night,
    "part_today": clock_rules.part_today,
    "relative_part": clock_rules.relative_part,
}
#: "l'année précédente": a period counted from a date told before, not from today.
TOLD_PERIODS = frozenset({"following", "preceding"})
RELATIVE = frozenset({"after_event", "relative_day", "relative_part", "relative_span"})


def read_main(expression: Expression, context: Context) -> Reading:
    """The date an expression means, its part of the day and clock time aside."""
    main = expression.main
    if main is None:
        return _day_of_part(context)
    if main.rule == "event":
        return _event(main, expression, context)
    rule = RULES.get(main.rule)
    if rule is None:
        return None
    if expression.other is not None:
        return _two_names(expression, context, rule)
    if expression.earlier and main.rule == "weekday":
        today = _if_today(main, context)
        if today is not None:  # "later on Thursday", on a Thursday
            return today
    value = rule(main, context)
    if expression.phase is not None and isinstance(value, Value):
        return _phase(value, expression, context)
    return value


def _if_today(main: Atom, context: Context) -> Value | None:
    """The document's day when a weekday is that one."""
    now = context.now
    if now is None or not now.exact or context.weekday(main) != now.latest.isoweekday():
        return None
    return replace(day_value(now.latest), future=context.future)


def _phase(value: Value, expression: Expression, context: Context) -> Reading:
    assert expression.phase is not None
    phase = str(context.look("phase", expression.phase.word("phase") or ""))
    cut = phase_of(value, phase)
    return replace(cut, future=value.future)


def _day_of_part(context: Context) -> Reading:
    """The day of "à l'aube", "vers 17 heures": the story's last, else the document's."""
    now = context.now
    event = context.story.event_of_today(now)
    if event is not None and not event.coarse and event.precision in {"day", "part_of_day"}:
        return day_value(event.end if event.night else event.start)
    if now is None:
        return UNKNOWN
    if not now.exact:
        return now_value(now)
    return day_value(now.latest)


def _two_names(expression: Expression, context: Context, rule: Rule) -> Reading:
    """Two names of one day: the explicit one counts, and a disagreement is told."""
    main, other = expression.main, expression.other
    assert main is not None
    assert other is not None
    if main.rule == "period":  # "mardi de la semaine dernière"
        week = rule(main, context)
        number = context.number(other, "weekday", "weekday")
        if not isinstance(week, Value) or week.precision != "week" or number is None:
            return week
        return replace(day_value(week.start + timedelta(days=number - 1)), future=week.future)
    if other.rule == "dayword":
        shift = context.number(other, "dayword", "dayword") or 0
        if shift > 0:
            context.tense = "future"
        told = RULES["dayword"](other, context)
        if main.rule == "weekday":
            number = context.number(main, "weekday", "weekday")
            if isinstance(told, Value) and not told.coarse and told.start.isoweekday() != number:
                context.warnings.append(
                    f"{other.caught['dayword']} ({told.start.isoformat()}) is no {main.caught['weekday']}: "
                    "the weekday is not used"
                )
            return told
    else:
        told = RULES[other.rule](other, context)
    value = rule(main, context)
    if not isinstance(value, Value) or not isinstance(told, Value) or told.coarse:
        return value
    if not told.start <= value.start <= told.end:
        context.warnings.append(
            f"two dates of one expression disagree: {told.text()} and {value.text()}; "
            "the explicit one is kept"
        )
    return value


def _event(main: Atom, expression: Expression, context: Context) -> Reading:
    """A named event, or the beginning of one; None when the name is not sure."""
    event = find_event(main.word("event") or "", context.rules.lang, context.words)
    if event is None:
        return UNKNOWN
    start = _from_edtf(event.start)
    phase = expression.phase
    if phase is not None:
        label = str(context.look("phase", phase.word("phase") or ""))
        if label == "early":
            return _beginning(start, event.early_end)
        if label == "late" and event.end is not None:
            return _from_edtf(event.end)
    if event.end is None:
        if context.now is None:
            edtf = f"{start.first}/.."
            return replace(start, edtf=edtf, precision="open_interval", open_end=True)
        return replace(
            start, last=context.now.told, end=context.now.latest, precision="days", explicit=True
        )
    end = _from_edtf(event.end)
    if end.first == start.first:
        return start
    precision = start.precision if start.precision in ("month", "year") else "days"
    return replace(start, last=end.last, end=end.end, precision=precision)


def _beginning(start: Value, early_end: str | None) -> Value:
    if start.precision != "day":
        return start
    if early_end is None:
        end = months_value(start.start.year, start.start.month + 1)
    else:
        end = _from_edtf(early_end)
    return replace(start, last=end.last, end=end.end, precision="days")


def _from_edtf(edtf: str) -> Value:
    parts = [int(p) for p in edtf.split("-")]
    if len(parts) == 1:
        return year_value(parts[0])
    if len(parts) == 2:
        return months_value(parts[0], parts[1], explicit=True)
    return day_value(
        date(parts[0], parts[1], min(parts[2], days_in_month(parts[0], parts[1]))), explicit=True
    )
