"""The notation of ``dates.toml`` patterns, compiled to regular expressions over token keys.

A sentence is its folded tokens, each followed by one space. In a pattern, words are separated by
spaces; ``(a|b c)`` is a choice, ``?`` after a word or a group makes it optional, ``<name>`` stands
for a table or class of words and captures it, ``<name#2>`` captures a second one, ``@x`` sets the
flag ``x`` when reached. Two sets are computed from a pattern: the words it may begin with, and the
words of which it needs one (by which whole sentences are skipped).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from geomap.errors import GeomapError
from geomap.language.lazy import LazyPattern

#: Class markers in the sets of first and needed words, for tokens that are not words of a table.
DIGITS = "#digits"
FOUR_DIGITS = "#four"
#: minutes glued to the letter of the hour: 17h30 is cut "17", "h30".
GLUED_MINUTES = "#minutes"

_LEXEME = re.compile(r"\\[()?|]|\(|\)|\||\?|<[a-z_]+(?:#\d)?>|@[a-z_]+|[^\s()|?<>@]+")


@dataclass(frozen=True, slots=True)
class Macro:
    """What ``<name>`` stands for: a regular expression and the words it may begin with."""

    regex: str
    first: frozenset[str]
    #: for each of its entries one word it cannot do without, the rarest.
    needs: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern: its expression, the words it may begin with, and the words it needs one of."""

    regex: LazyPattern
    first: frozenset[str]
    needs: frozenset[str]


@dataclass(slots=True)
class _Node:
    regex: str = ""
    first: frozenset[str] = frozenset()
    empty: bool = True
    #: sets of first words of the parts that cannot be left out.
    needs: list[frozenset[str]] = field(default_factory=list)


class _Reader:
    def __init__(self, pattern: str, macros: Mapping[str, Macro]) -> None:
        self.pattern = pattern
        self.lexemes = _LEXEME.findall(pattern)
        self.at = 0
        self.macros = macros

    def peek(self) -> str | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def choice(self) -> _Node:
        options = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence())
        if len(options) == 1:
            return options[0]
        merged = _Node("(?:" + "|".join(o.regex for o in options) + ")")
        merged.first = frozenset().union(*(o.first for o in options))
        merged.empty = any(o.empty for o in options)
        if all(o.needs for o in options):
            merged.needs = [frozenset().union(*(_rarest(o.needs) for o in options))]
        return merged

    def sequence(self) -> _Node:
        node = _Node()
        while (lexeme := self.peek()) is not None and lexeme not in "|)":
            part = self.part()
            if self.peek() == "?":
                self.at += 1
                part = _Node(f"(?:{part.regex})?", part.first, True)
            if node.empty:
                node.first |= part.first
            node.regex += part.regex
            node.empty = node.empty and part.empty
            node.needs += part.needs
        return node

    def part(self) -> _Node:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme == "(":
            node = self.choice()
            if self.peek() != ")":
                raise GeomapError(f"a bracket is not closed in the pattern {self.pattern!r}")
            self.at += 1
            return _Node(f"(?:{node.regex})", node.first, node.empty, node.needs)
        if lexeme.startswith("<"):
            return self.macro(lexeme[1:-1])
        if lexeme.startswith("@"):
            return _Node(f"(?P<f_{lexeme[1:]}>)")
        word = lexeme.lstrip("\\")
        words = frozenset({word})
        return _Node(re.escape(word) + " ", words, False, [words])

    def macro(self, name: str) -> _Node:
        base, _, number = name.partition("#")
        macro = self.macros.get(base)
        if macro is None:
            raise GeomapError(f"<{base}> is not defined, in the pattern {self.pattern!r}")
        return _Node(
            f"(?P<{base}{number}>{macro.regex}) ",
            macro.first,
            False,
            [macro.first if macro.needs is None else macro.needs],
        )


def _rarest(needs: list[frozenset[str]]) -> frozenset[str]:
    return min(needs, key=_commonness)


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return (sum(1 for w in words if len(w) <= 2 or w == DIGITS), len(words))


def compile_pattern(
    pattern: str, macros: Mapping[str, Macro], ordinary: frozenset[str], *, adjunct: bool = False
) -> Compiled:
    """Compile one pattern; an ``adjunct`` means nothing alone and need not hold a rare word.

    Raises GeomapError when it is not well formed, or needs no rare word and is no adjunct.
    """
    reader = _Reader(pattern, macros)
    node = reader.choice()
    if reader.peek() is not None:
        raise GeomapError(f"a bracket too many in the pattern {pattern!r}")
    regex = LazyPattern(
        node.regex, lambda error: GeomapError(f"the pattern {pattern!r} is wrong: {error}")
    )  # a name caught twice
    rare = [needs for needs in node.needs if not needs & ordinary and DIGITS not in needs]
    if adjunct:
        return Compiled(regex, node.first, frozenset())
    if not rare:
        raise GeomapError(f"every word of the pattern is ordinary or optional: {pattern!r}")
    return Compiled(regex, node.first, min(rare, key=len))


def table_macro(keys: Mapping[str, object], ordinary: frozenset[str]) -> Macro:
    """A macro of a table of words; a key holds tokens joined by spaces."""
    if not keys:
        return Macro(r"(?!)", frozenset())
    entries = sorted(keys, key=lambda key: (-len(key), key))
    regex = "|".join(re.escape(key).replace(r"\ ", " ") for key in entries)
    words = [key.split(" ") for key in entries]
    rarest = (max(entry, key=lambda w: (w not in ordinary, len(w), w)) for entry in words)
    return Macro(f"(?:{regex})", frozenset(entry[0] for entry in words), frozenset(rarest))
