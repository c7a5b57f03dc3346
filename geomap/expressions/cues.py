"""Cue patterns of a language, compiled once from ``language/<lang>/expressions.toml``.

The form of the patterns is described at the top of the French file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from geomap.language.lazy import LazyPattern
from geomap.language.load import load

#: Bearing of a wind, degrees clockwise from north. "C" is the centre and has none.
BEARINGS: dict[str, float] = {
    wind: number * 22.5
    for number, wind in enumerate(
        (
            "N",
            "NNE",
            "NE",
            "ENE",
            "E",
            "ESE",
            "SE",
            "SSE",
            "S",
            "SSW",
            "SW",
            "WSW",
            "W",
            "WNW",
            "NW",
            "NNW",
        )
    )
}
#: Marks of what stands in a marked sentence (``scan.mark``) instead of words.
PLACE, DEMONYM, NUMBER = "‹p", "‹a", "‹n"
_NAME = re.compile(r"<([A-Z_]+[0-9]*)>")


@dataclass(frozen=True, slots=True)
class Cue:
    """A way of saying a relation: a pattern over a marked sentence."""

    relation: str
    pattern: LazyPattern
    need: frozenset[str]
    side: str | None = None
    direction: str | None = None
    on_anchor: bool = False
    #: what an adjective of a country is: the side meant ("côté roumain") or a term of the relation
    #: ("la frontière polonaise").
    adjective: Literal["side", "anchor"] = "side"
    order: int = 0


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a language, by the words they need, with the tables they use."""

    lang: str
    cues: tuple[Cue, ...]
    words: frozenset[str]
    by_word: dict[str, tuple[int, ...]]
    directions: dict[str, str]
    units: dict[str, float]
    unit_words: frozenset[str]
    times: dict[str, float]
    travel: dict[str, tuple[float, float, float]]
    sides: dict[str, str]
    prefixes: dict[str, str]
    plain: LazyPattern
    #: every word that a pattern spells out
    pattern_words: frozenset[str]

    def of(self, keys: list[str]) -> list[Cue]:
        """The cues of which a needed word is among the words of a sentence, in file order."""
        numbers: set[int] = set()
        for word in self.words.intersection(keys):
            numbers.update(self.by_word[word])
        return [self.cues[number] for number in sorted(numbers)]


@lru_cache(maxsize=4)
def cues(lang: str) -> Cues:
    """The compiled cues of a language. Raises GeomapError when its file is missing."""
    table = load(lang, "expressions")
    directions = {**table["directions"]}
    adjectives = {**table["direction_adjectives"]}
    names = _names(table)
    classes = {
        "@dir": {phrase.split(" ")[0] for phrase in directions},
        "@diradj": {phrase.split(" ")[0] for phrase in adjectives},
        "@unit": {phrase.split(" ")[0] for phrase in table["units"]},
        "@time": set(table["times"]),
    }
    made = []
    for number, row in enumerate(table["cue"]):
        need: set[str] = set()
        for word in row["need"]:
            need |= classes.get(word, {word})
        made.append(
            Cue(
                row["relation"],
                compile_pattern(row["pattern"], names),
                frozenset(need),
                row.get("side"),
                row.get("direction"),
                row.get("on_anchor", False),
                row.get("adjective", "side"),
                number,
            )
        )
    by_word: dict[str, list[int]] = {}
    for cue in made:
        for word in sorted(cue.need):
            by_word.setdefault(word, []).append(cue.order)
    return Cues(
        lang=lang,
        cues=tuple(made),
        words=frozenset(by_word),
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        directions=directions | adjectives,
        units=dict(table["units"]),
        unit_words=frozenset(classes["@unit"] | classes["@time"]),
        times=dict(table["times"]),
        travel={words: tuple(row["speed"]) for row in table["travel"] for words in row["words"]},
        sides=dict(table["sides"]),
        prefixes=dict(table["prefixes"]),
        plain=compile_pattern(table["plain"]["pattern"], names),
        pattern_words=frozenset(
            word
            for row in table["cue"]
            for word in re.findall(r"[a-zà-ÿ']+", _NAME.sub(" ", row["pattern"]))
        ),
    )


def _names(table: dict[str, Any]) -> dict[str, str]:
    """What the names in angle brackets stand for, as regular expressions."""
    names = dict(table["macros"])
    names["DIR"] = f"(?P<dir>{_any_of(table['directions'])})"
    names["DIRADJ"] = f"(?P<dir>{_any_of(table['direction_adjectives'])})"
    unit, time = _any_of(table["units"]), _any_of(table["times"])
    of = names.get("OF_UNIT", "")
    names["N"] = f"‹n(?P<n>\\d+)›{of} (?P<unit>{unit})(?: \\( ‹n\\d+›{of} (?:{unit}) \\))?"
    ways = _any_of([w for row in table["travel"] for w in row["words"] if w])
    names["T"] = f"‹n(?P<n>\\d+)›{of} (?P<time>{time})(?: (?P<way>{ways}))?"
    names["PREFIX"] = f"(?P<prefix>{_any_of(table['prefixes'])})"
    names["RIVERWORD"] = f"(?:{_any_of(table['rivers']['words'])})"
    return names


def _any_of(phrases: Any) -> str:
    """Alternatives, longest first, so that the longest phrase wins."""
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


def compile_pattern(pattern: str, names: dict[str, str]) -> LazyPattern:
    """A pattern of the language file as a regular expression; groups that occur again are numbered."""
    return LazyPattern(lambda: _spelt_out(pattern, names))


def _spelt_out(pattern: str, names: dict[str, str]) -> str:
    counts: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        word = match.group(1)
        if word.rstrip("0123456789") in {"P", "A"} and word not in names:
            letter = word[0].lower()
            counts[letter] = counts.get(letter, 0) + 1
            mark = f"‹{letter}(?P<{letter}{counts[letter]}>\\d+)›"
            return f"(?:{names['GEN']})?{mark}" if letter == "p" and "GEN" in names else mark
        return _NAME.sub(name, names[word])

    text = _NAME.sub(name, pattern)
    return rf"(?<!\S){_distinct(text)}(?!\S)"


def _distinct(text: str) -> str:
    """Named groups may stand once only: the second ``dir`` becomes ``dir_2``, and so on."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        group = match.group(1)
        seen[group] = seen.get(group, 0) + 1
        return match.group(0) if seen[group] == 1 else f"(?P<{group}_{seen[group]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, text)
