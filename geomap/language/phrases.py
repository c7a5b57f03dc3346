"""Phrases of the language files cut like the tokens of a text, found by their first token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geomap.language.tokens import tokenise

#: Phrases with their labels, by their first token, longest first.
PhraseTable = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def split_phrase(phrase: str) -> tuple[str, ...]:
    """A folded phrase of a language file cut the way the tokens of a text are cut."""
    if phrase.endswith("'"):  # an elision is one token only before a word
        return tuple(tokenise(phrase + "x").keys[:-1])
    return tuple(tokenise(phrase).keys)


def phrases(groups: Iterable[tuple[str, Sequence[str]]]) -> PhraseTable:
    """Phrases with their labels, by first token, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for label, entries in groups:
        for entry in entries:
            keys = split_phrase(entry)
            table.setdefault(keys[0], []).append((keys, label))
    return {
        first: tuple(sorted(entries, key=lambda e: (-len(e[0]), e)))
        for first, entries in table.items()
    }


def match_phrase(
    table: PhraseTable, keys: Sequence[str], index: int, last: int
) -> tuple[int, str] | None:
    """(token after the phrase, its label) of the longest phrase at ``index``, or None."""
    if index >= last:
        return None
    entries = table.get(keys[index])
    if entries is None:
        return None
    for words, label in entries:
        end = index + len(words)
        if end > last:
            continue
        at = index + 1  # the first word is known to match
        while at < end and keys[at] == words[at - index]:
            at += 1
        if at == end:
            return end, label
    return None
