"""Which chunks of text hold which word, so that a search opens few of them.

Every distinct word of the folded text goes into a sorted list, with the chunks that hold it. A
query is looked for inside the words of the list, so "izma" finds "izmail"; words that most chunks
hold are marked as being everywhere. The fold is the page's too (``web/src/text.js``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geomap.render.encode import block, varints

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i",
     "ħ": "h", "ŋ": "n", "’": "'", "ʼ": "'", "‘": "'"}
)  # fmt: skip
#: A word in a greater share of the chunks is not worth a list.
EVERYWHERE = 0.4
#: Below this many chunks the page simply reads them all.
FEW_CHUNKS = 4


def fold_text(text: str) -> str:
    """No case, no accents, one apostrophe: what a search compares."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in text if unicodedata.category(c) != "Mn").lower().translate(_LETTERS)


class SearchIndex:
    """Collects the token numbers of chunks in order, then gives the two blocks of the page."""

    def __init__(self) -> None:
        self._numbers: list[npt.NDArray[np.int32]] = []

    def add(self, numbers: npt.NDArray[np.int64]) -> None:
        """The tokens of the next chunk (more tokens than a search looks at do no harm)."""
        seen = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
        seen[numbers] = True
        self._numbers.append(np.flatnonzero(seen).astype(np.int32))

    def blocks(self, tokens: Sequence[str]) -> dict[str, bytes]:
        """``words`` (one a line) and ``chunks`` (count, then differences); ``tokens`` by number."""
        if not self._numbers:
            return {}
        words, word_of_token = _words(tokens)
        word = word_of_token[np.concatenate(self._numbers)]
        sizes = [len(n) for n in self._numbers]
        chunk = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        pairs = np.sort(word[word >= 0] * len(sizes) + chunk[word >= 0])
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        word, chunk = np.divmod(pairs, len(sizes))
        counts = np.bincount(word, minlength=len(words))
        often = counts > len(sizes) * EVERYWHERE
        rare = ~often[word]
        word, chunk = word[rare], chunk[rare]
        steps = np.diff(chunk, prepend=0)
        first = np.diff(word, prepend=-1) != 0
        steps[first] = chunk[first]
        # One stream: each word's count (0: everywhere), then its steps.
        shown = np.where(often, 0, counts)
        at = np.concatenate([[0], np.cumsum(shown)[:-1]])
        stream = np.insert(steps, at, shown)
        return {
            "words": block("\n".join(words).encode("utf-8", "replace")),
            "chunks": block(varints(stream.astype(np.uint64))),
        }


def _words(tokens: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Sorted folded words, and the place of each token's word (-1: it is none), by token number."""
    folded = [fold_text(t.rstrip(" ")) if t[:1].isalpha() else "" for t in tokens]
    words = sorted(set(folded) - {""})
    place = {word: i for i, word in enumerate(words)}
    return words, np.array([-1, *(place.get(word, -1) for word in folded)], dtype=np.int64)
