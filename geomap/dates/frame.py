"""What stands around a date and changes it: "depuis", "avant", "d'ici", "de ... à", "et", "ou"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geomap.dates.calendar_rules import day_set
from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.grammar import Grammar
from geomap.dates.join import Expression
from geomap.dates.values import Now, Value, open_after, open_before
from geomap.model.text import Tokens
from geomap.model.when import WhenPrecision

_Reader = Callable[[Expression, Context], Reading]

#: Rules that may be the ends of a range or the members of a list.
ENDS = frozenset(
    {
        "weekday",
        "calendar",
        "dayword",
        "month",
        "year",
        "iso",
        "numeric",
        "season",
        "feast",
        "night",
    }
)
_LISTED = frozenset({"weekday", "calendar", "dayword", "month", "year"})


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A prefix that changes the date behind it, and its first token."""

    label: str
    first: int


def wrapper_before(tokens: Tokens, first: int, start: int, rules: Grammar) -> Wrapper | None:
    """The longest wrapper phrase that ends right before token ``first``."""
    for length in range(min(rules.wrapper_length, first - start), 0, -1):
        label = rules.wrapper_words.get(tuple(tokens.keys[first - length : first]))
        if label is not None:
            return Wrapper(label, first - length)
    return None


def apply_wrapper(label: str, value: Reading, context: Context) -> Reading:
    """A wrapped date: "depuis mardi", "d'ici vendredi", "avant 2014"."""
    if not isinstance(value, Value):
        return None if label == "habit" else value
    wrapped = _wrapped(label, value, context.now)
    return None if wrapped is None else replace(wrapped, explicit=value.explicit)


def _wrapped(label: str, value: Value, now: Now | None) -> Value | None:
    match label:
        case "habit":
            return None
        case "since":
            return _since(value, now)
        case "starting":
            return (
                open_after(value.first, value.start, future=value.future)
                if (value.future or now is None or value.start > now.latest)
                else _since(value, now)
            )
        case "as_of" | "from":
            return open_after(value.first, value.start, future=True) if value.future else value
        case "before":
            if value.future and now is not None:
                return _by(value, now)
            return _before(value)
        case "before_end":
            return open_before(value.last, value.end)
        case "until":
            if now is not None and (value.future or value.start > now.latest):
                return _by(value, now)
            return open_before(value.last, value.end)
        case "after":
            return _after(value, future=value.future)
        case "by":
            if now is None:
                return replace(open_before(value.last, value.end), future=True)
            return (
                _by(value, now) if value.end >= now.latest else open_before(value.last, value.end)
            )
        case "about":
            return _about(value)
        case "shortly_before":
            return _before(value)
        case "shortly_after":
            return _after(value)
        case _:
            return value


def _before(value: Value) -> Value:
    """Up to a day, a month, a year (some of it may be meant); up to the first day of an interval."""
    whole = value.first == value.last and not value.open_end
    return open_before(value.first, value.end if whole else value.start)


def _after(value: Value, *, future: bool = False) -> Value:
    """From a day, a month, a year on (some of it may be meant); from the last day of an interval."""
    start = value.start
    if value.first != value.last:  # its last end may be a month or a year
        start = value.end.replace(day=1) if len(value.last) == len("2023-03") else value.end
        start = value.end.replace(month=1, day=1) if len(value.last) == len("2023") else start
    return open_after(value.last, start, future=future)


def _about(value: Value) -> Value:
    """ "vers 1850", "autour du 10 septembre": approximate (EDTF ``~``)."""
    whole = value.first == value.last and value.edtf is None and "X" not in value.first
    if value.coarse or not whole or value.precision not in {"day", "month", "year"}:
        return value
    return replace(value, edtf=f"{value.first}~")


def _since(value: Value, now: Now | None) -> Value:
    precision: WhenPrecision = value.precision if value.precision in ("month", "year") else "days"
    if now is None:
        return open_after(value.first, value.start)
    if value.coarse or value.start > now.latest:
        return replace(
            value, edtf=f"../{now.told}", open_start=True, precision="open_interval", end=now.latest
        )
    if value.first == now.told:
        return value
    if value.edtf is not None and "/" not in value.edtf:  # "depuis le 3 et le 5": no interval
        return value
    return replace(
        value, last=now.told, end=now.latest, precision=precision, edtf=None, night=False,
        open_start=value.open_start,
    )  # fmt: skip


def _by(value: Value, now: Now) -> Value:
    if value.open_end:
        return value  # "d'ici peu": no day ends it
    precision: WhenPrecision = value.precision if value.precision in ("month", "year") else "days"
    return replace(
        value, first=now.told, start=now.earliest, precision=precision, edtf=None, future=True,
        night=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """Two expressions that stand together: a range or a list, its first token."""

    kind: str
    first: int


def range_of(
    tokens: Tokens, one: Expression, two: Expression, start: int, rules: Grammar
) -> Range | None:
    """How two neighbouring expressions are linked: from-to, all of, one of; None when not."""
    if one.main is None or two.main is None or one.phase is not None:
        return None
    if one.main.rule not in ENDS or two.main.rule not in ENDS:
        return None
    links = rules.links
    led = two.clock is not None and two.clock.first == two.first
    # "de 23 heures lundi à 6 heures mardi": the second hour begins with the link
    gap = tuple(tokens.keys[one.last : two.first + (led and one.last == two.first)])
    opening = _opening(tokens, one.first, start, links["open"])
    opens = one.clock is not None and one.clock.first == one.first
    if opens and (tokens.keys[one.first],) in links["open"]:  # "from 11pm Monday until …"
        opening = one.first
    if gap in links["to"] and (opening is not None or gap in {("-",), ("–",)}):
        return Range("to", one.first if opening is None else opening)
    if gap in links["and"]:
        between = _opening(tokens, one.first, start, links["between"])
        if between is not None:
            return Range("to", between)
    same = one.main.rule == two.main.rule or {one.main.rule, two.main.rule} <= {
        "weekday",
        "dayword",
    }
    if not same or one.main.rule not in _LISTED or one.clock or two.clock or one.part:
        return None
    if one.main.has("habit") or two.main.has("habit") or "mod" in two.main.caught:
        return None
    if gap in links["and"]:
        return Range("all", one.first)
    return Range("either", one.first) if gap in links["or"] else None


def opening_before(tokens: Tokens, first: int, start: int, rules: Grammar) -> int | None:
    """The first token of the "entre", "from" that opens a range at ``first``; None when none does."""
    return _opening(tokens, first, start, rules.links["open"])


def _opening(
    tokens: Tokens, first: int, start: int, words: frozenset[tuple[str, ...]]
) -> int | None:
    for length in (3, 2, 1):
        if first - length >= start and tuple(tokens.keys[first - length : first]) in words:
            return first - length
    return None


def read_range(kind: str, ends: Sequence[Expression], context: Context, read: _Reader) -> Reading:
    """The value of a range or a list of two expressions."""
    if context.future:
        first = read(ends[0], context)
        if not isinstance(first, Value):
            return first
        last = read(ends[1], replace_bounds(context, not_before=first))
    else:
        last = read(ends[1], context)
        if not isinstance(last, Value):
            return last
        first = read(ends[0], replace_bounds(context, not_after=last))
    if not isinstance(first, Value) or not isinstance(last, Value):
        return UNKNOWN
    if first.coarse or last.coarse or first.start > last.start:
        return last
    if first.start == last.start:
        return last
    future = last.future or first.future
    explicit = first.explicit and last.explicit
    if kind == "to":
        same = first.precision == last.precision and first.precision in ("month", "year")
        return replace(
            first, last=last.last, end=last.end, precision=first.precision if same else "days",
            future=future, explicit=explicit, night=False, edtf=None,
        )  # fmt: skip
    if first.precision == "day" and last.precision == "day":
        days = day_set([first.start, last.start], either=kind == "either", future=future)
        return replace(days, explicit=explicit)
    brackets = "[]" if kind == "either" else "{}"
    return replace(
        first, last=last.last, end=last.end, future=future, explicit=explicit,
        edtf=f"{brackets[0]}{first.text()},{last.text()}{brackets[1]}",
    )  # fmt: skip


def replace_bounds(
    context: Context, not_after: Value | None = None, not_before: Value | None = None
) -> Context:
    """The context for the other end of a range."""
    return replace(
        context,
        not_after=None if not_after is None else not_after.start,
        not_before=None if not_before is None else not_before.end,
    )
