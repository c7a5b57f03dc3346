"""How many a text says, with its bounds: ``find_numbers``.

A number is never more exact than its words: "au moins 24" has no upper bound, "des dizaines" has a
lower one only. The words are data: ``language/<lang>/numbers.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from geomap.language.load import load
from geomap.language.numerals import Cardinal, Numerals, numerals, read_cardinal
from geomap.language.phrases import PhraseTable, match_phrase, phrases
from geomap.model.text import Tokens

Qualifier = Literal[
    "exact",
    "at_least",
    "more_than",
    "about",
    "almost",
    "less_than",
    "at_most",
    "between",
    "tens",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "millions",
    "several",
]


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text: tokens ``[first_token, last_token)``, bounds included.

    ``low``, ``best``, ``high`` are None where the words set no bound; whole numbers are ``int``.
    ``core_first``/``core_last`` are the tokens of the numeral itself. ``article`` is true when the
    number is only an article ("un", "une", "a"), which may mean nothing. ``digits`` is true when it
    is written in digits.
    """

    first_token: int
    last_token: int
    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier
    core_first: int
    core_last: int
    digits: bool = False
    article: bool = False

    @property
    def value(self) -> float | None:
        """The best single value the words give: best, else low, else high."""
        for value in (self.best, self.low, self.high):
            if value is not None:
                return value
        return None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of ``numbers.toml`` compiled for look-up by their first token."""

    rules: Numerals
    starters: frozenset[str]
    collectives: dict[str, int]
    fillers: frozenset[str]
    plurals: dict[str, tuple[int, Qualifier]]
    before_plural: frozenset[str]
    bare_plurals: frozenset[str]
    links: frozenset[str]
    several: PhraseTable
    #: those that before a numeral round it.
    rounding: frozenset[str]
    zero: PhraseTable
    before: PhraseTable
    after: PhraseTable
    between: frozenset[str]
    between_and: frozenset[str]
    to: frozenset[str]
    hyphens: frozenset[str]


@lru_cache(maxsize=4)
def _words(lang: str) -> _Words:
    table = load(lang, "numbers")
    rules = numerals(lang)
    indefinite, bounds = table["indefinite"], table["bounds"]
    several = phrases([("several", indefinite["several"])])
    zero = phrases([("zero", table["zero"]["words"])])
    before = phrases(bounds["before"].items())
    plurals = {k: (v["low"], v["qualifier"]) for k, v in table["plurals"].items()}
    bare = frozenset(indefinite.get("bare_plurals", ()))
    return _Words(
        rules=rules,
        starters=frozenset(
            {*several, *zero, *before, *table["range"]["between"], *bare}
            | {*indefinite["before_plural"], *rules.units, *rules.tens, *rules.articles}
            | rules.hundred
            | rules.thousand
            | rules.halves
            | {k for k in table["collectives"] if "-" not in k}
        ),
        collectives={k: v for k, v in table["collectives"].items() if "-" not in k},
        fillers=frozenset(table["collective_fillers"]),
        plurals=plurals,
        before_plural=frozenset(indefinite["before_plural"]),
        bare_plurals=bare,
        links=frozenset(indefinite["links"]),
        several=several,
        rounding=frozenset(indefinite.get("rounding", ())),
        zero=zero,
        before=before,
        after=phrases(bounds["after"].items()),
        between=frozenset(table["range"]["between"]),
        between_and=frozenset(table["range"]["between_and"]),
        to=frozenset(table["range"]["to"]),
        hyphens=frozenset(table["range"]["hyphens"]),
    )


def find_numbers(tokens: Tokens, first: int, last: int, lang: str) -> list[NumberMatch]:
    """Every number in tokens ``[first, last)``, in text order, without overlaps.

    Dates, percentages, distances and hours are numbers too: what they count is for the caller.
    Linear in the number of tokens.
    """
    words = _words(lang)
    keys = tokens.keys
    found: list[NumberMatch] = []
    index = first
    while index < last:
        key = keys[index]
        if key not in words.starters and not key.isdecimal():
            index += 1
            continue
        match = _number_at(tokens, index, last, words)
        if match is None:
            index += 1
        else:
            found.append(match)
            index = match.last_token
    return found


def _number_at(tokens: Tokens, index: int, last: int, words: _Words) -> NumberMatch | None:
    bound = match_phrase(words.before, tokens.keys, index, last)
    if bound is not None and bound[0] < last:
        inner = _bare(tokens, bound[0], last, words)
        if inner is not None and not _is_zero(inner):
            return _bounded(inner, bound[1], index, inner.last_token)
    inner = _bare(tokens, index, last, words)
    if inner is None or inner.qualifier == "between":
        return inner
    end = inner.last_token
    after = match_phrase(words.after, tokens.keys, end, last) if end < last else None
    if after is not None and not inner.article:
        return _bounded(inner, after[1], index, after[0])
    return inner


def bound_behind(
    match: NumberMatch, tokens: Tokens, index: int, last: int, lang: str
) -> tuple[NumberMatch, int] | None:
    """A bound that stands behind what is counted ("24 blessés au minimum").

    Gives the match with that bound and the token behind it; None when there is none at ``index``.
    """
    if index >= last or match.article or match.qualifier != "exact":
        return None
    after = match_phrase(_words(lang).after, tokens.keys, index, last)
    if after is None:
        return None
    return _bounded(match, after[1], match.first_token, match.last_token), after[0]


def _is_zero(match: NumberMatch) -> bool:
    return match.low == 0 and match.high == 0 and not match.digits


def _bare(tokens: Tokens, index: int, last: int, words: _Words) -> NumberMatch | None:
    """A number without its bounds: zero, several, a range, a collective or a plain numeral."""
    keys = tokens.keys
    zero = match_phrase(words.zero, keys, index, last)
    if zero is not None:
        return NumberMatch(index, zero[0], 0, 0, 0, "exact", index, zero[0])
    plural = _plural(tokens, index, last, words)
    if plural is not None:
        return plural
    several = match_phrase(words.several, keys, index, last)
    if several is not None:
        rounded = _quantity(tokens, several[0], last, words) if several[0] < last else None
        if keys[index] in words.rounding and rounded is not None and rounded.qualifier == "exact":
            return _bounded(rounded, "about", index, rounded.last_token)  # "quelques 49 blessés"
        return NumberMatch(index, several[0], 2, None, None, "several", index, several[0])
    if keys[index] in words.between:
        return _between(tokens, index, last, words)
    number = _quantity(tokens, index, last, words)
    if number is None:
        return None
    return _range_from(tokens, number, last, words) or number


def _plural(tokens: Tokens, index: int, last: int, words: _Words) -> NumberMatch | None:
    """ "des dizaines", "plusieurs centaines de milliers", "dozens", "a few hundred"."""
    keys, start = tokens.keys, index
    if (
        keys[index] in words.rules.articles
        and index + 1 < last
        and keys[index + 1] in words.before_plural
    ):  # "a few hundred"
        index += 1
    if keys[index] in words.before_plural:
        index += 1
    elif keys[index] not in words.bare_plurals:
        return None
    if index >= last or keys[index] not in words.plurals:
        return None
    low, qualifier = words.plurals[keys[index]]
    index += 1
    if index + 1 < last and keys[index] in words.links and keys[index + 1] in words.plurals:
        inner_low, qualifier = words.plurals[keys[index + 1]]
        low, index = low * inner_low // 2, index + 2
    return NumberMatch(start, index, low, None, None, qualifier, start, index)


def _quantity(tokens: Tokens, index: int, last: int, words: _Words) -> NumberMatch | None:
    """A numeral, or a numeral times a collective: "24", "une vingtaine", "two dozen"."""
    keys = tokens.keys
    cardinal = read_cardinal(tokens, index, last, words.rules)
    end = cardinal.end if cardinal is not None else index
    if (
        cardinal is None
        and keys[index] not in words.collectives
        and keys[index] not in words.rules.halves
    ):
        return None
    collective = _collective(tokens, index if cardinal is None else end, last, cardinal, words)
    if collective is not None:
        value, end = collective
        return NumberMatch(index, end, value, value, value, "about", index, end)
    if cardinal is None:
        return None
    return NumberMatch(
        index, end, cardinal.value, cardinal.value, cardinal.value, "exact", index, end,
        cardinal.digits, cardinal.article,
    )  # fmt: skip


def _collective(
    tokens: Tokens, index: int, last: int, cardinal: Cardinal | None, words: _Words
) -> tuple[float, int] | None:
    keys = tokens.keys
    factor: float = 1 if cardinal is None else cardinal.value
    half = False
    while index < last and (
        keys[index] in words.fillers
        or (half and (keys[index] == "-" or keys[index] in words.rules.articles))
    ):
        half = half or keys[index] in words.rules.halves
        index += 1
    if index >= last or keys[index] not in words.collectives:
        return None
    value = words.collectives[keys[index]] * factor / (2 if half else 1)
    end = index + 1
    if (
        words.rules.bare_hundred
        and end + 1 < last
        and keys[end] in words.links
        and keys[end + 1] in words.collectives
        and words.collectives[keys[end + 1]] == 1000
    ):  # "une dizaine de milliers"
        value, end = value * 1000, end + 2
    return (int(value) if float(value).is_integer() else value), end


def _between(tokens: Tokens, index: int, last: int, words: _Words) -> NumberMatch | None:
    """ "entre 10 et 15", "between ten and fifteen"."""
    if index + 1 >= last:
        return None
    low = _quantity(tokens, index + 1, last, words)
    if low is None or low.last_token + 1 >= last:
        return None
    if tokens.keys[low.last_token] not in words.between_and:
        return None
    high = _quantity(tokens, low.last_token + 1, last, words)
    return _range(index, low, high)


def _range_from(tokens: Tokens, low: NumberMatch, last: int, words: _Words) -> NumberMatch | None:
    """ "10 à 15", "10-15", "deux ou trois"."""
    end = low.last_token
    if end + 1 >= last:
        return None
    key = tokens.keys[end]
    if key not in words.to and key not in words.hyphens:
        return None
    high = _quantity(tokens, end + 1, last, words)
    if high is None or (high.article and high.value == 1):
        return None
    if key in words.hyphens and low.digits != high.digits:
        return None  # "Aug 10 - Eleven migrants": a dateline ends there
    return _range(low.first_token, low, high)


def _range(first: int, low: NumberMatch, high: NumberMatch | None) -> NumberMatch | None:
    if high is None or low.best is None or high.best is None:
        return None
    smaller = low.best
    if smaller < high.best and smaller < 1000 <= high.best and low.digits == high.digits:
        # "deux à trois mille": the power counts for both.
        power = 1000 if high.best < 1_000_000 else 1_000_000
        if (
            high.best % power == 0
            and smaller * power < high.best
            and high.core_last - high.core_first > 1
        ):
            smaller = smaller * power
    if smaller >= high.best:
        return None
    return NumberMatch(
        first, high.last_token, smaller, None, high.best, "between", low.core_first,
        high.core_last, low.digits and high.digits,
    )  # fmt: skip


def _bounded(inner: NumberMatch, label: str, first: int, last: int) -> NumberMatch:
    """``inner`` with a bound before or behind it (the table of tolls in the design)."""
    value = inner.best
    if label == "exact":
        return replace(inner, first_token=first, last_token=last, article=False)
    if value is None:  # "au moins 10 à 15", "plus de plusieurs dizaines": the lower bound holds
        if label in {"at_least", "more_than", "about"}:
            return replace(inner, first_token=first, last_token=last)
        if inner.high is not None and label in {"at_most", "less_than", "almost"}:
            return replace(inner, first_token=first, last_token=last)
        return inner
    step = 1 if float(value).is_integer() else 0
    low, best, high = {
        "at_least": (value, value, None),
        "more_than": (value + step, value, None),
        "about": (value, value, value),
        "almost": (None, value, value),
        "less_than": (None, None, value - step),
        "at_most": (None, None, value),
    }[label]
    return NumberMatch(
        first, last, low, best, high, cast(Qualifier, label), inner.core_first, inner.core_last,
        inner.digits,
    )  # fmt: skip
