"""Atoms that stand together make one expression: "mardi" + "matin" + "vers 5 h 30"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.dates.grammar import Atom, Grammar
from geomap.model.text import Tokens

#: Rules that name a day, or a night: what a part of a day or a clock time may be of.
POINTS = frozenset(
    {"iso", "numeric", "calendar", "weekday", "dayword", "feast", "night", "part_today",
     "relative_day", "relative_part", "ago", "hence", "relative_span", "day_range"}
)  # fmt: skip
PARTS = frozenset({"part_free", "part_behind"})
CLOCKS = frozenset({"clock", "clock_word"})
PERIODS = frozenset({"month", "year", "decade", "century", "season", "quarter", "period", "event"})
_EXPLICIT = frozenset({"iso", "numeric", "calendar"})
_DEICTIC = frozenset({"dayword", "weekday", "part_today", "night", "feast", "relative_day"})


@dataclass(slots=True)
class Expression:
    """One time expression of a sentence: at most one date, one part of a day, one clock time."""

    first: int
    last: int
    main: Atom | None = None
    part: Atom | None = None
    clock: Atom | None = None
    #: the other end of "entre 6 heures et 8 heures".
    clock_end: Atom | None = None
    phase: Atom | None = None
    #: a second name of the same day ("hier, mardi 12 septembre"), a weekday in a period.
    other: Atom | None = None
    #: "through the night into Thursday": the day is the night's last.
    into: bool = False
    #: "plus tôt mardi": a comparison that only its date makes a time.
    earlier: bool = False
    strong: bool = False


def join(tokens: Tokens, atoms: Sequence[Atom], rules: Grammar) -> list[Expression]:
    """The expressions the atoms make, in order; those too weak to mean a time alone included."""
    joined: list[Expression] = []
    for index, atom in enumerate(atoms):
        if _is_blocked(tokens, atom, rules):
            continue
        expression = _expression(tokens, atom, rules)
        if expression is None:
            continue
        before = joined[-1] if joined else None
        follows = atoms[index + 1] if index + 1 < len(atoms) else None
        if before is not None and _opens_next(tokens, before, atom, follows, rules):
            before = None
        if before is None or not _merge(tokens, before, expression, rules):
            joined.append(expression)
    return joined


def _opens_next(
    tokens: Tokens, before: Expression, atom: Atom, follows: Atom | None, rules: Grammar
) -> bool:
    """ "from 11pm Monday to 6am Tuesday": the second hour is of the day behind it."""
    if atom.rule not in CLOCKS or before.main is None or before.clock is None:
        return False
    if follows is None or follows.rule not in POINTS:
        return False
    gap = tuple(tokens.keys[atom.last : follows.first])
    return not gap or gap in rules.links["part_links"]


def _is_blocked(tokens: Tokens, atom: Atom, rules: Grammar) -> bool:
    """A date inside a name ("rue du 11-Novembre"), a set phrase, or a name written small."""
    for words in rules.blocked_before:
        start = atom.first - len(words)
        if start >= 0 and tuple(tokens.keys[start : atom.first]) == words:
            return True
    if atom.rule in {"weekday", "calendar", "month", "day_range", "day_list"}:
        if rules.capitalised and not _is_capitalised(tokens, atom, rules):
            return True
        if _joins_a_name(tokens, atom):
            return True
    return False


def _is_capitalised(tokens: Tokens, atom: Atom, rules: Grammar) -> bool:
    names = rules.tables["weekday"].keys() | rules.tables["month"].keys()
    return all(
        tokens.words[i][0].isupper()
        for i in range(atom.first, atom.last)
        if tokens.keys[i] in names and not tokens.keys[i].isdecimal()
    )


def _joins_a_name(tokens: Tokens, atom: Atom) -> bool:
    """A hyphen glued on: "Mars-la-Tour", "Saint-Mars"."""
    keys, last = tokens.keys, atom.last
    behind = (
        last + 1 < len(keys)
        and keys[last] == "-"
        and tokens.starts[last] == tokens.ends[last - 1]
        and tokens.starts[last + 1] == tokens.ends[last]
        and keys[last + 1][:1].isalpha()
        and "month2" not in atom.caught
    )
    first = atom.first
    ahead = (
        first >= 2
        and keys[first - 1] == "-"
        and tokens.ends[first - 1] == tokens.starts[first]
        and tokens.starts[first - 1] == tokens.ends[first - 2]
        and keys[first - 2][:1].isalpha()
        and keys[first - 2] != "mi"
        and keys[first - 2] != "mid"
    )
    return (behind and keys[last + 1] not in {"end", "soir", "matin"}) or ahead


def _expression(tokens: Tokens, atom: Atom, rules: Grammar) -> Expression | None:
    expression = Expression(atom.first, atom.last)
    if atom.rule in PARTS:
        expression.part = atom
        words = atom.word("partfree") or ""
        expression.strong = atom.rule == "part_free" and words not in rules.weak
    elif atom.rule in CLOCKS:
        if _no_clock(tokens, atom, rules):
            return None
        expression.clock = atom
        caught = atom.caught
        lead = "clocklead" in caught
        expression.strong = (
            "half" in caught
            or "zone" in caught
            or (lead or ("mi" in caught and "hourword" in caught) or "hmi" in caught)
        )
    elif atom.rule == "phase":
        expression.phase = atom
    else:
        expression.main = atom
        expression.strong = _is_strong(tokens, atom, rules)
    return expression


def _no_clock(tokens: Tokens, atom: Atom, rules: Grammar) -> bool:
    """ "deux heures de route", "24 heures sur 24", "à 3-2": counts, durations and scores."""
    if (
        "mi" in atom.caught
        or "hmi" in atom.caught
        or "half" in atom.caught
        or "zone" in atom.caught
    ):
        return False
    follows = tokens.keys[atom.last] if atom.last < len(tokens.keys) else ""
    return follows in rules.clock_not_before and atom.rule == "clock"


def _is_strong(tokens: Tokens, atom: Atom, rules: Grammar) -> bool:
    """Whether the words mean a time by themselves."""
    rule, caught = atom.rule, atom.caught
    if rule == "weekday":
        return not atom.has("habit") or "mod" in caught
    if rule == "month":
        return atom.has("lead") or "year" in caught or "mod" in caught
    if rule == "year":
        return atom.has("lead") or _dates_a_noun(tokens, atom, rules)
    if rule == "year_range":
        return len(caught.get("yy", "")) == 4 or atom.has("lead")
    if rule == "decade":
        return atom.has("lead") or rules.lang == "fr" or caught["decade"][:4].isdecimal()
    if rule in {"period", "season"}:
        return not atom.has("weak")
    if rule == "feast":
        return "year" in caught or "mod" in caught or atom.has("lead")
    if rule == "relative_day":
        if caught["relday"] not in rules.weak or "partbehind" in caught:
            return True
        return atom.last < len(tokens.keys) and tokens.keys[atom.last] == ","
    return rule != "event"


def _dates_a_noun(tokens: Tokens, atom: Atom, rules: Grammar) -> bool:
    """ "le séisme de 2010", but not "de 2000 soldats": the year follows "de" and counts nothing."""
    if atom.first == 0 or (tokens.keys[atom.first - 1],) not in rules.links["genitive"]:
        return False
    year = int(atom.caught["year"])
    follows = tokens.keys[atom.last] if atom.last < len(tokens.keys) else "."
    if not 1800 <= year <= 2100 or follows in rules.counted:
        return False
    return year % 100 != 0 or not follows[:1].isalpha()


def _merge(tokens: Tokens, one: Expression, two: Expression, rules: Grammar) -> bool:
    """Join ``two`` to ``one`` when they stand together and complete each other."""
    gap = tuple(tokens.keys[one.last : two.first])
    if len(gap) > 3 or one.last > two.first:
        return False
    joined = (
        _merge_phase(one, two, gap, rules)
        or _merge_part(one, two, gap, rules)
        or _merge_clock(one, two, gap, rules)
        or _merge_names_of_a_day(one, two, gap, rules)
    )
    if joined:
        one.last = two.last
    return joined


def _merge_phase(one: Expression, two: Expression, gap: tuple[str, ...], rules: Grammar) -> bool:
    if two.main is not None and two.main.rule in PERIODS and one.main is None:
        one.phase = one.phase or _phase_of_part(one, rules)
    if one.phase is None or one.main is not None or two.main is None:
        return False
    if two.main.rule not in PERIODS or (gap and gap not in rules.links["phase_links"]):
        return False
    one.main, one.strong, one.part = two.main, True, None
    return True


def _phase_of_part(one: Expression, rules: Grammar) -> Atom | None:
    """ "late last week": a word that is part of a day beside a day, of a period beside that."""
    words = one.part.word("partfree") if one.part is not None and one.clock is None else None
    if words is None or words not in rules.tables["phase"]:
        return None
    return Atom("phase", one.first, one.last, {"phase": words})


def _merge_part(one: Expression, two: Expression, gap: tuple[str, ...], rules: Grammar) -> bool:
    near = gap in {(), (",",)}
    if two.part is not None and two.main is None and two.clock is None and one.phase is None:
        if one.main is not None and one.main.rule in POINTS and near:
            if gap and not two.strong:
                return False
            one.part = two.part
            one.strong = True
            return True
        if one.main is None and near and (one.part is not None or one.clock is not None):
            one.part = two.part
            one.strong = one.strong or two.strong
            return True
    if (
        one.part is not None
        and one.main is None
        and two.main is not None
        and two.main.rule in POINTS
        and (not gap or gap in rules.links["part_links"] | rules.links["into_links"])
    ):
        one.into = gap in rules.links["into_links"]
        one.main, one.strong, one.other = two.main, True, two.other
        if two.part is not None and one.part.rule == "part_behind":
            one.part = two.part
        one.clock = one.clock or two.clock
        return True
    return False


def _merge_clock(one: Expression, two: Expression, gap: tuple[str, ...], rules: Grammar) -> bool:
    only_clocks = one.clock is not None and two.clock is not None and not (one.main or two.main)
    if only_clocks and gap == ("(",):  # "02h45 GMT (04h45 à Paris)"
        return True
    ranged = gap in rules.links["and"] | rules.links["to"]
    if only_clocks and ranged and one.clock_end is None and not one.part:
        one.clock_end, one.strong = two.clock, False
        return True
    clock_only = two.clock is not None and two.main is None and two.part is None
    if one.clock is not None and clock_only and ranged and one.clock_end is None:
        one.clock_end = two.clock
        return True
    near = gap in {(), (",",)} or gap in rules.links["part_links"]
    near = near or gap in rules.links["between_after"]
    if not near or one.phase is not None:
        return False
    if two.clock is not None and two.main is None and one.clock is None:
        if one.main is not None and one.main.rule in POINTS:
            one.clock, one.clock_end, one.strong = two.clock, two.clock_end, True
            one.part = one.part or two.part
            return True
        if one.main is None and one.part is not None:
            one.clock, one.strong = two.clock, True
            return True
    if one.clock is not None and one.main is None and two.main is not None:
        if two.main.rule not in POINTS or two.clock is not None:
            return False
        one.main, one.strong, one.other = two.main, True, two.other
        one.part = two.part or one.part
        return True
    return False


def _merge_names_of_a_day(
    one: Expression, two: Expression, gap: tuple[str, ...], rules: Grammar
) -> bool:
    """ "hier, mardi 12 septembre"; "plus tôt mardi"; "mardi de la semaine dernière"."""
    if one.main is None or two.main is None or one.clock is not None:
        return False
    first, second = one.main, two.main
    if first.rule == "relative_day" and not one.strong and second.rule in POINTS | PERIODS:
        if gap and gap not in rules.links["earlier_links"]:
            return False
        one.main, one.earlier, one.strong = second, True, two.strong or second.rule == "period"
        one.part, one.clock = two.part, two.clock
        return True
    if first.rule == "weekday" and second.rule == "period" and gap in rules.links["genitive"]:
        one.main, one.other, one.strong = second, first, True
        return True
    if first.rule == "part_today" and gap in rules.links["part_links"] and second.rule in POINTS:
        if first.has("wholeday"):  # "dans la journée de mardi"
            one.main, one.strong, one.part, one.clock = second, True, two.part, two.clock
            return True
        return False
    if gap not in {(), (",",), ("(",)} or one.part is not None:
        return False
    named = first.rule in _DEICTIC and second.rule in _EXPLICIT
    named = named or (first.rule in {"dayword", "relative_day"} and second.rule == "weekday")
    if not named or (first.rule == "weekday" and "weekday" in second.caught):
        return False
    one.main, one.other, one.strong = second, first, True
    one.part, one.clock = two.part, two.clock
    return True
