"""Text -> tokens: runs of letters, runs of digits, single marks; one pass of one pattern.

Stands with the language because names of the gazetteer are cut by the same rule as texts.

Elided articles and prepositions (``d'``, ``l'``, ``qu'``, ``jusqu'``) are tokens of their own, with
their apostrophe; apostrophes inside other words (``aujourd'hui``, ``N'Djamena``, ``Sana'a``) stay.
Hyphens are tokens: "Port-Soudan" is ``Port``, ``-``, ``Soudan``; names join them again.
"""

from __future__ import annotations

import re

from geomap.language.fold import fold
from geomap.model.text import Tokens

_APOSTROPHES = "'’ʼ‘ʻ`´"
_TOKEN = re.compile(
    rf"""
      (?:[dljmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)[{_APOSTROPHES}](?=\w)   # elision
    | [^\W\d_]+\d*(?:\u00ad[^\W\d_]+)*              # letters, digits glued behind (T72, B52)
      (?:[{_APOSTROPHES}][^\W\d_]+)?                # aujourd'hui, N'Djamena, Sana'a, Ukraine's
      (?:[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]+[^\W\d_]*)*   # NFD marks
    | \d+                                           # digits
    | [^\w\s]                                       # one mark
    | _+
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The elision rule ignores case, but a capital before an apostrophe and a capital ("N'Djamena",
# "L'Aquila", "D'Artagnan") is left to the look-up of names, which tries both readings.


def tokenise(text: str) -> Tokens:
    """Cut ``text`` into tokens. Linear in its length; offsets are code points of ``text``."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        words.append(match.group())
    key_of: dict[str, str] = {}
    keys: list[str] = []
    for word in words:
        key = key_of.get(word)
        if key is None:
            key = key_of[word] = fold(word)
        keys.append(key)
    return Tokens(starts, ends, words, keys)
