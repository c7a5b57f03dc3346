"""The one way geomap folds words for comparison. Only keys are folded, never the document.

Folding is NFKD, marks stripped, casefolded, with the letters NFKD leaves alone spelt out
(œ æ ø ł đ ß ı ħ ŋ þ ð). It may change the length of a word: offsets always come from the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ß": "ss", "ẞ": "ss",
        "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n",
        "’": "'", "ʼ": "'", "‘": "'", "ʻ": "'", "´": "'", "`": "'", "ʹ": "'", "′": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "",
    }
)  # fmt: skip


#: No mark stands before U+0300: most of a text is passed over.
_HIGH = re.compile("[\u0300-\U0010ffff]+")
#: Words and names come again and again and are kept; whole texts do not, and would fill the memory.
_LONGEST_KEPT = 64


def fold(word: str) -> str:
    """Fold a word or a name: no case, no marks, one apostrophe, one hyphen. Spaces are kept."""
    if word.isascii():
        return word.lower()
    return _kept(word) if len(word) <= _LONGEST_KEPT else _fold_unicode(word)


def _fold_unicode(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return _HIGH.sub(_without_marks, decomposed).casefold().translate(_LETTERS)


_kept = lru_cache(maxsize=65536)(_fold_unicode)


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found.group() if not unicodedata.combining(c))
