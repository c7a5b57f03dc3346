"""Tokens set as a printer would set them: the running text of a tagged sentence."""

from __future__ import annotations

_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%…’'”")
_NO_SPACE_AFTER = frozenset("([{“‘«$")
_APOSTROPHES = ("'", "’")


def set_tokens(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens joined to a text: no space before a comma, behind an elision, inside brackets.

    Returns the text and the span of every token.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    quotes = 0
    glue = True
    for word in tokens:
        closing = word == '"' and quotes % 2 == 1
        if not (glue or word[0] in _NO_SPACE_BEFORE or closing):
            parts.append(" ")
            at += 1
        spans.append((at, at + len(word)))
        parts.append(word)
        at += len(word)
        quotes += word == '"'
        elided = len(word) > 1 and word.endswith(_APOSTROPHES) and word[-2].isalpha()
        glue = elided or word[-1] in _NO_SPACE_AFTER or (word == '"' and quotes % 2 == 1)
    return "".join(parts), spans
