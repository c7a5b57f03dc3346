"""Which chunks of text hold which word, so that a search opens few of them.

Every distinct word of the folded text goes into a sorted list, with the chunks that hold it. A
query is looked for inside the words of the list, so "izma" finds "izmail"; words that most chunks
hold are marked as being everywhere. The fold is the page's too (``web/src/text.js``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np

from geomap.render.encode import block, varints

_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i",
     "ħ": "h", "ŋ": "n", "’": "'", "ʼ": "'", "‘": "'"}
)  # fmt: skip
#: A word in a greater share of the chunks is not worth a list.
EVERYWHERE = 0.5
#: Below this many chunks the page simply reads them all.
FEW_CHUNKS = 4


def fold_text(text: str) -> str:
    """No case, no accents, one apostrophe: what a search compares."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in text if unicodedata.category(c) != "Mn").lower().translate(_LETTERS)


def searchable(record: dict[str, Any]) -> str:
    """The words of a record that a search looks into."""
    parts = [record.get("h", "")]
    parts += [q[3] for q in record.get("q", []) if len(q) > 3]
    parts.append((record.get("l") or {}).get("n") or "")
    parts += [a[1] for a in record.get("a", [])]
    parts += [s[1] for s in record.get("s", [])]
    return "\n".join(part for part in parts if part)


class SearchIndex:
    """Collects the words of chunks in order, then gives the two blocks of the page."""

    def __init__(self) -> None:
        self._chunks_by_word: dict[str, list[int]] = {}
        self._folded: dict[str, str] = {}
        self._count = 0

    def add(self, records: Iterable[dict[str, Any]]) -> None:
        """The words of the next chunk."""
        words = set(_WORD.findall("\n".join(map(searchable, records)).lower()))
        number = self._count
        self._count += 1
        folded = self._folded
        for word in words:
            key = folded.get(word)
            if key is None:
                key = folded[word] = fold_text(word)
            chunks = self._chunks_by_word.setdefault(key, [])
            if not chunks or chunks[-1] != number:
                chunks.append(number)

    def blocks(self) -> dict[str, bytes]:
        """``words`` (one a line) and ``chunks`` (count, then differences); empty for few chunks."""
        if self._count <= FEW_CHUNKS:
            return {}
        words = sorted(self._chunks_by_word)
        numbers: list[int] = []
        for word in words:
            chunks = self._chunks_by_word[word]
            if len(chunks) > self._count * EVERYWHERE:
                numbers.append(0)
                continue
            numbers.append(len(chunks))
            last = 0
            for chunk in chunks:
                numbers.append(chunk - last)
                last = chunk
        return {
            "words": block("\n".join(words).encode("utf-8", "replace")),
            "chunks": block(varints(np.array(numbers, dtype=np.uint64))),
        }
