"""Dates that hang on the words around them: "la veille du sommet", "vers 1850", "entre 3 h et 5 h"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.dates.context import UNKNOWN, Context, Reading
from geomap.dates.frame import opening_before
from geomap.dates.grammar import Atom, Grammar
from geomap.dates.join import Expression
from geomap.dates.resolve import read_main
from geomap.dates.values import DAY, Value, day_value
from geomap.model.text import Tokens

#: What "vers" and "around" may make approximate.
ABOUT = frozenset({"calendar", "iso", "month", "numeric", "year"})
#: Tokens behind "le lendemain" in which the event it is of is named.
NOUN_REACH = 3
#: "Le 27, …" is of the last weeks only when nothing older was told before it (days).
BARE_DAYS = 45


def opens_hours(tokens: Tokens, one: Expression, floor: int, rules: Grammar) -> bool:
    """ "entre 3 h et 5 h du matin": what opens a range makes two hours a time (and begins it)."""
    if one.clock_end is None or one.main is not None:
        return False
    opening = opening_before(tokens, one.first, floor, rules)
    if opening is None:
        return False
    one.first = opening
    return True


def may_be_about(tokens: Tokens, one: Expression, rules: Grammar) -> bool:
    """ "vers 1850", "autour du 10 septembre"; "around 2000 soldiers" and "around Sunday" not."""
    if one.main is None or one.main.rule not in ABOUT or one.clock is not None:
        return False
    follows = tokens.keys[one.last] if one.last < len(tokens) else "."
    return one.strong or not follows[:1].isalnum() or follows in rules.clock_not_before


def part_of_another(tokens: Tokens, one: Expression, rules: Grammar) -> bool:
    """ "dans la nuit du drame", "dans la soirée de son arrestation": of a day that is not told."""
    if one.main is not None or one.part is None or one.clock is not None:
        return False
    links = rules.links["hung_on"]
    return any(tuple(tokens.keys[one.last : one.last + n]) in links for n in (1, 2))


def counts_from(one: Expression, two: Expression) -> bool:
    """ "trois ans après la chute du mur": a span right before a named event."""
    if one.main is None or two.main is None or one.last != two.first:
        return False
    return one.main.rule == "relative_span" and two.main.rule == "event"


def bare_day(tokens: Tokens, first: int, last: int, rules: Grammar) -> list[Atom]:
    """ "Le 27, …" at the head of a sentence: the day as an atom, or nothing."""
    if last - first < 4 or (tokens.keys[first],) not in rules.links["bare_day"]:
        return []
    day = tokens.keys[first + 1]
    if not day.isdecimal() or not 1 <= int(day) <= 31 or tokens.keys[first + 2] != ",":
        return []
    return [Atom("calendar", first, first + 2, {"day": day, "bare": day})]


def without_counts(tokens: Tokens, atoms: Sequence[Atom], rules: Grammar) -> list[Atom]:
    """ "a fait jeudi 4 morts": the number counts people, the day is Thursday."""
    kept: list[Atom] = []
    for atom in atoms:
        counts = (
            atom.rule == "calendar"
            and atom.caught.keys() == {"weekday", "day"}
            and atom.last < len(tokens.keys)
            and tokens.keys[atom.last] in rules.counted
        )
        caught = {"weekday": atom.caught["weekday"]} if counts else atom.caught
        kept.append(Atom("weekday", atom.first, atom.last - 1, caught) if counts else atom)
    return kept


def is_no_day(one: Expression, context: Context) -> bool:
    """A day alone is of the last weeks, unless something older was told before it."""
    if one.main is None or "bare" not in one.main.caught:
        return False
    if context.now is None or context.future:
        return True
    event = context.story.last_event
    if event is None:
        return False
    return event.coarse or (context.now.latest - event.end).days > BARE_DAYS


def hangs_on_a_noun(
    tokens: Tokens, one: Expression, behind: Sequence[Expression], rules: Grammar
) -> bool:
    """ "la veille du sommet": the day is counted from what the next words name."""
    main = one.main
    if main is None or main.rule != "relative_day" or one.part is not None or one.other:
        return False
    if not rules.tables["relday"].get(main.word("relday") or ""):
        return False  # "le même jour", "plus tôt"
    for two in behind:  # "the day before Christmas"
        if two.main is not None and two.main.rule == "feast" and two.first == one.last:
            return True
    return one.last < len(tokens) and tokens.keys[one.last] in rules.tables["relativeof"]


def beside_noun(
    tokens: Tokens, expressions: Sequence[Expression], index: int, context: Context
) -> tuple[Reading, int, int]:
    """A day beside a feast or a date, or beside an event told before; else one that is not known.

    Gives the value, the token behind its words, how many expressions it took.
    """
    one = expressions[index]
    assert one.main is not None
    shift = context.number(one.main, "relday", "relday") or 0
    two = expressions[index + 1] if index + 1 < len(expressions) else None
    if two is not None and two.main is not None and 0 <= two.first - one.last <= 1:
        value = read_main(two, context)
        if isinstance(value, Value) and value.precision == "day" and not value.coarse:
            day = day_value(value.start + shift * DAY, explicit=value.explicit)
            return day, two.last, 2
        return UNKNOWN, two.last, 2
    named = tokens.keys[one.last : one.last + NOUN_REACH]
    if context.rules.tables["eventnoun"].keys() & named and context.story.event is not None:
        return read_main(one, context), one.last, 1  # "le lendemain de l'attaque"
    return UNKNOWN, one.last, 1


def is_duration(main: Atom, context: Context) -> bool:
    """ "for two hours", "in three days" with a past verb: how long, not since or until when."""
    if main.rule == "duration":
        return True
    if main.has("perfect"):  # "for 18 months": since, when the verb is in the perfect
        unit = str(context.look("unit", main.word("unit") or "")) if "unit" in main.caught else ""
        return context.tense not in {"perfect", None} or (
            context.tense is None and unit in {"hour", "minute", "second", "day"}
        )
    return main.has("ifnew") and context.tense in {"past", "perfect"}
