"""Cardinal numbers in digits and words: the value a run of tokens stands for.

Digits with groups and decimals follow the language ("12.000" is twelve thousand in French, twelve
in English unless zeros fill it); number words follow one small grammar whose parameters are data
(``language/<lang>/numbers.toml``), old and 1990 spelling alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.language.load import load
from geomap.model.text import Tokens

#: Longer runs of digits are identifiers, not numbers of anything.
LONGEST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Numerals:
    """The parameters of number words and digit groups of one language."""

    group_marks: frozenset[str]
    decimal_mark: str
    articles: frozenset[str]
    ands: frozenset[str]
    and_before: frozenset[int]
    and_after_hundred: bool
    halves: frozenset[str]
    teens_after: frozenset[int]
    units_after_ten: frozenset[int]
    hundred: frozenset[str]
    thousand: frozenset[str]
    bare_hundred: bool
    bare_thousand: bool
    vigesimal: frozenset[str]
    units: dict[str, int]
    tens: dict[str, int]
    powers: dict[str, int]

    def starts(self, key: str) -> bool:
        """True when a number may begin with this word."""
        return (
            key in self.units
            or key in self.tens
            or (self.bare_hundred and key in self.hundred)
            or (self.bare_thousand and key in self.thousand)
            or key in self.articles
            or key in self.halves
        )


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A value and the token behind it; ``article`` when it is only "un", "une", "a", "an"."""

    value: float
    end: int
    digits: bool = False
    article: bool = False


@lru_cache(maxsize=4)
def numerals(lang: str) -> Numerals:
    """The numerals of a language, read once."""
    table: dict[str, Any] = load(lang, "numbers")
    return Numerals(
        group_marks=frozenset(table["group_marks"]),
        decimal_mark=table["decimal_mark"],
        articles=frozenset(table["articles"]),
        ands=frozenset(table["and"]),
        and_before=frozenset(table["and_before"]),
        and_after_hundred=table["and_after_hundred"],
        halves=frozenset(table["halves"]),
        teens_after=frozenset(table["teens_after"]),
        units_after_ten=frozenset(table["units_after_ten"]),
        hundred=frozenset(table["hundred"]),
        thousand=frozenset(table["thousand"]),
        bare_hundred=table["bare_hundred"],
        bare_thousand=table["bare_thousand"],
        vigesimal=frozenset(table["vigesimal"]),
        units=table["units"],
        tens=table["tens"],
        powers=table["powers"],
    )


def read_cardinal(tokens: Tokens, first: int, last: int, rules: Numerals) -> Cardinal | None:
    """The number that begins at token ``first``, or None. Reads no token at or after ``last``."""
    if tokens.keys[first].isdecimal():
        return _digits(tokens, first, last, rules)
    if rules.starts(tokens.keys[first]):
        return _words(tokens, first, last, rules)
    return None


def _touching(tokens: Tokens, index: int) -> bool:
    """True when token ``index`` follows the one before it without a gap."""
    return tokens.starts[index] == tokens.ends[index - 1]


def _digits(tokens: Tokens, first: int, last: int, rules: Numerals) -> Cardinal | None:
    keys = tokens.keys
    if len(keys[first]) > LONGEST_DIGITS:
        return None
    whole, end = keys[first], first + 1
    grouped = False
    while len(keys[first]) <= 3 and keys[first][0] != "0" and len(whole) < LONGEST_DIGITS:
        step = _group(tokens, end, last, rules)
        if step is None:
            break
        whole, end, grouped = whole + keys[step - 1], step, True
    value: float = int(whole)
    fraction = _fraction(tokens, end, last, rules, grouped)
    if fraction is not None:
        value, end = float(f"{int(whole)}.{int(keys[end + 1]):0{len(keys[end + 1])}d}"), end + 2
    return _multiplied(tokens, Cardinal(value, end, digits=True), last, rules)


def _group(tokens: Tokens, end: int, last: int, rules: Numerals) -> int | None:
    """The token after a further group of three digits at ``end``, or None."""
    keys = tokens.keys
    if end < last and len(keys[end]) == 3 and keys[end].isdecimal():
        if tokens.starts[end] - tokens.ends[end - 1] == 1:  # one space of any width
            return end + 1
        return None
    if end + 1 >= last or not (_touching(tokens, end) and _touching(tokens, end + 1)):
        return None
    if len(keys[end + 1]) != 3 or not keys[end + 1].isdecimal():
        return None
    mark = keys[end]
    # The other language's mark groups when only zeros follow: nobody writes three decimal zeros.
    if mark in rules.group_marks or (mark in ".," and keys[end + 1] == "000"):
        return end + 2
    return None


def _fraction(tokens: Tokens, end: int, last: int, rules: Numerals, grouped: bool) -> int | None:
    """The token of the digits after a decimal mark at ``end``, or None."""
    if end + 1 >= last or not tokens.keys[end + 1].isdecimal():
        return None
    if not (_touching(tokens, end) and _touching(tokens, end + 1)):
        return None
    mark, digits = tokens.keys[end], tokens.keys[end + 1]
    if mark != rules.decimal_mark and not (mark == "." and not grouped and len(digits) <= 2):
        return None
    follows = end + 2
    if (  # 12.09.2023 and 5.30.1 are no numbers
        follows + 1 < last
        and tokens.keys[follows] == mark
        and _touching(tokens, follows)
        and tokens.keys[follows + 1].isdecimal()
        and _touching(tokens, follows + 1)
    ):
        return None
    return end + 1 if len(digits) <= 6 else None


def _multiplied(tokens: Tokens, number: Cardinal, last: int, rules: Numerals) -> Cardinal:
    """ "1,2 million", "12 mille", "2.5 million": a number in digits and a power in words."""
    value, end = number.value, number.end
    if end < last:
        key = tokens.keys[end]
        if key in rules.thousand:
            return Cardinal(_tidy(value * 1000), end + 1, digits=True)
        if key in rules.hundred and rules.and_after_hundred and value < 100:
            return Cardinal(_tidy(value * 100), end + 1, digits=True)
        power = rules.powers.get(key)
        if power is not None and (len(key) > 2 or _touching(tokens, end)):
            value, end = value * power, end + 1
            if _half_follows(tokens, end, last, rules):
                value, end = value + power / 2, end + 2
            return Cardinal(_tidy(value), end, digits=True)
    return Cardinal(_tidy(value), end, digits=True)


def _tidy(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _half_follows(tokens: Tokens, end: int, last: int, rules: Numerals) -> bool:
    return (
        end + 1 < last and tokens.keys[end] in rules.ands and tokens.keys[end + 1] in rules.halves
    )


def _words(tokens: Tokens, first: int, last: int, rules: Numerals) -> Cardinal | None:
    """A number in words. See the module's docstring; the loop adds one word a turn."""
    keys = tokens.keys
    total: float = 0
    current: float | None = None  # the part below a thousand that is being said
    index = first
    opening = index + (keys[index] in rules.articles and index + 1 < last)
    if keys[opening] in rules.halves:  # "half a million", "un demi-million"
        half = _half_of(tokens, opening, last, rules)
        if half is not None or opening == first:
            return half
    while index < last:
        step = index
        joined = False
        if index > first:
            if keys[step] == "-" and _touching(tokens, step):
                step += 1
            elif keys[step] in rules.ands:
                joined, step = True, step + 1
            if step >= last:
                break
            if joined and step < last and keys[step] == "-":  # vingt-et-un
                break
            if keys[index] == "-" and step < last and keys[step] in rules.ands:
                if step + 2 >= last or keys[step + 1] != "-":
                    break
                joined, step = True, step + 2
        key = keys[step]
        grown = _grow(current, total, key, joined, index == first, rules)
        if grown is None:
            break
        total, current = grown
        index = step + 1
        if key in rules.powers and _half_follows(tokens, index, last, rules):
            total, index = total + rules.powers[key] / 2, index + 2
            break
        if rules.and_after_hundred and (found := _and_a_half(tokens, index, last, rules)):
            total, current, index = (total + (current or 0) + 0.5) * found[0], None, found[1]
            break
    if index == first:
        return None
    value = _tidy(total + (current or 0))
    alone = index == first + 1 and keys[first] in rules.articles
    if alone and keys[first] not in rules.units:
        return Cardinal(1, index, article=True)
    return Cardinal(value, index, article=alone)


def _half_of(tokens: Tokens, first: int, last: int, rules: Numerals) -> Cardinal | None:
    index = first + 1
    while index < last and (tokens.keys[index] == "-" or tokens.keys[index] in rules.articles):
        index += 1
    power = rules.powers.get(tokens.keys[index]) if index < last else None
    return None if power is None else Cardinal(power // 2, index + 1)


def _and_a_half(tokens: Tokens, index: int, last: int, rules: Numerals) -> tuple[int, int] | None:
    """ "two and a half million": the power and the token behind it."""
    keys = tokens.keys
    if index + 3 >= last or keys[index] not in rules.ands or keys[index + 2] not in rules.halves:
        return None
    power = rules.powers.get(keys[index + 3])
    return None if power is None else (power, index + 4)


def _grow(
    current: float | None, total: float, key: str, joined: bool, opening: bool, rules: Numerals
) -> tuple[float, float | None] | None:
    """(total, current) after one more word, or None when the word does not belong."""
    if opening and key in rules.articles:
        return total, 1
    if key in rules.vigesimal and current is not None and current % 100 == 4 and not joined:
        return total, current - 4 + 80
    unit = rules.units.get(key, rules.tens.get(key))
    if unit is not None:
        return _add(current, total, unit, key in rules.tens, joined, rules)
    if joined:
        return None
    if key in rules.hundred:
        if current is None:
            return (total, 100) if rules.bare_hundred else None
        return (total, current * 100) if 1 <= current < 100 else None
    if key in rules.thousand:
        if current is None:
            return (total + 1000, None) if rules.bare_thousand and not total else None
        return (
            (total + current * 1000, None)
            if 1 <= current < 1000 and total % 1_000_000 == 0
            else None
        )
    power = rules.powers.get(key)
    if power is not None and len(key) > 2 and (current is not None or total):
        if total >= power and current is None:
            return None
        return (total + (current or 0)) * power if total < power else total + (
            current or 0
        ) * power, None
    return None


def _add(
    current: float | None, total: float, unit: int, is_ten: bool, joined: bool, rules: Numerals
) -> tuple[float, float | None] | None:
    """Add a unit, a teen or a ten to what was said, where the language allows it."""
    if current is None:
        if joined:
            after_thousand = rules.and_after_hundred and total and unit
            return (total, unit) if after_thousand else None
        return (total, unit) if unit or not total else None
    rest = current % 100
    if unit == 0:
        return None
    if joined:
        allowed = (rules.and_after_hundred and rest == 0 and current >= 100) or (
            unit in rules.and_before and rest in _ROUND_TENS
        )
        return (total, current + unit) if allowed else None
    if rest == 0 and current >= 100:
        return total, current + unit
    if is_ten:
        return None
    if unit < 10:
        fits = rest in _ROUND_TENS or (rest in (10, 70, 90) and unit in rules.units_after_ten)
    else:
        fits = rest in rules.teens_after
    return (total, current + unit) if fits else None


_ROUND_TENS = frozenset({20, 30, 40, 50, 60, 70, 80, 90})
