"""Text as tokens, all at once: a word with the space after it, up to three digits, a run of marks.

Tokens are found and compared as arrays over the UTF-8 bytes of a text: a million incidents hold a
hundred million of them. A line break is a token of its own, so records a line stay apart.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

#: Longest token that is compared, in bytes; a longer one is never in a dictionary.
TOKEN_MAX = 32
_WORDS = TOKEN_MAX // 8
_MARK, _LETTER, _DIGIT, _BREAK = range(4)
#: Numbers with no pattern in their bits (the fractional parts of the golden ratio and of roots).
_MIX = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93],
    dtype=np.uint64,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: where each begins and how long it is, in bytes, and what identifies it.

    ``words`` holds the first TOKEN_MAX bytes of each as four numbers; with ``lengths`` they are the
    token itself. ``keys`` are hashes of them: equal tokens have equal keys.
    """

    data: bytes
    starts: Ints
    lengths: Ints
    words: Words
    keys: Words

    def __len__(self) -> int:
        return len(self.starts)

    def token(self, index: int) -> bytes:
        """One token as it stands in the text."""
        start = int(self.starts[index])
        return self.data[start : start + int(self.lengths[index])]


def tokens_of(data: bytes) -> Tokens:
    """The tokens of a text in UTF-8; joined they are the text again."""
    starts = _starts(np.frombuffer(data, dtype=np.uint8))
    lengths = np.diff(starts, append=len(data))
    padded = np.frombuffer(data + bytes(TOKEN_MAX), dtype=np.uint8)
    # Eight bytes from any byte on: a view, whose numbers need not be aligned.
    eight = np.ndarray(len(data) + TOKEN_MAX - 7, "<u8", padded, strides=(1,))
    words = np.zeros((_WORDS, len(starts)), dtype=np.uint64)
    masks = _masks()
    for number in range(_WORDS):
        rest = lengths - 8 * number
        if number == 0:
            words[0] = eight[starts] & masks[np.minimum(rest, 8)]
            continue
        rows = np.flatnonzero(rest > 0)
        if not len(rows):
            break
        words[number, rows] = eight[starts[rows] + 8 * number] & masks[np.minimum(rest[rows], 8)]
    return Tokens(data, starts, lengths, words, _keys(words, lengths))


def _keys(words: Words, lengths: Ints) -> Words:
    keys: Words = lengths.astype(np.uint64) * _MIX[0]
    for word, factor in zip(words, _MIX, strict=True):
        keys = (keys ^ word) * factor
        keys ^= keys >> np.uint64(29)
    return keys


def _starts(data: Bytes) -> Ints:
    """Where tokens begin."""
    if not len(data):
        return np.zeros(0, dtype=np.int64)
    kind = _kinds()[data]
    _wide_kinds(data, kind)
    begins = np.empty(len(data), dtype=bool)
    spaces = np.flatnonzero(data == 32)
    spaces = spaces[spaces > 0]
    taken = spaces[kind[spaces - 1] == _LETTER]
    kind[taken] = _LETTER
    begins[0] = True
    np.not_equal(kind[1:], kind[:-1], out=begins[1:])
    after = taken + 1
    begins[after[after < len(data)]] = True
    begins[np.flatnonzero(kind == _BREAK)] = True
    digits = np.flatnonzero(kind == _DIGIT)
    if len(digits):
        first = np.maximum.accumulate(np.where(begins[digits], digits, 0))
        begins[digits[(digits - first) % 3 == 0]] = True
    return np.flatnonzero(begins)


def _wide_kinds(data: Bytes, kind: Bytes) -> None:
    """Kinds of characters of several bytes, in place: their first two bytes tell.

    Letters are U+00C0 to U+1FFF, U+2C00 to U+2FFF and all from U+3040 on.
    """
    wide = np.flatnonzero(data >= 0x80)
    if not len(wide):
        return
    for lead, first_letter in ((0xE2, 0xB0), (0xE3, 0x81)):
        at = wide[data[wide] == lead]
        follows = data[np.minimum(at + 1, len(data) - 1)]
        kind[at] = np.where(follows >= first_letter, _LETTER, _MARK)
    inner = wide[(data[wide] & 0xC0) == 0x80]
    for _ in range(3):
        kind[inner] = kind[inner - 1]


@lru_cache(maxsize=1)
def _kinds() -> Bytes:
    kinds = np.zeros(256, dtype=np.uint8)
    for first, last in (("a", "z"), ("A", "Z")):
        kinds[ord(first) : ord(last) + 1] = _LETTER
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[ord("\n")] = _BREAK
    kinds[0xC3:] = _LETTER
    return kinds


@lru_cache(maxsize=1)
def _masks() -> Words:
    """Masks that keep the first 0 to 8 bytes of a little-endian number."""
    return np.array([(1 << 8 * count) - 1 for count in range(9)], dtype=np.uint64)


class TokenTable:
    """Numbers of known tokens, from 1 on in the order given; found by key, decided by the token."""

    def __init__(self, tokens: list[bytes]) -> None:
        joined = b"".join(tokens)
        lengths = np.array([len(token) for token in tokens], dtype=np.int64)
        padded = np.zeros((len(tokens), TOKEN_MAX), dtype=np.uint8)
        inside = np.arange(TOKEN_MAX) < lengths[:, None]
        padded[inside] = np.frombuffer(joined, dtype=np.uint8)
        words = np.ascontiguousarray(padded.view("<u8").T)
        keys = _keys(words, lengths)
        order = np.argsort(keys, kind="stable")
        self._keys, self._lengths = keys[order], lengths[order]
        self._words, self._numbers = words[:, order], order + 1
        # The high bits of a key say where it stands among the sorted keys.
        bits = max(1, len(tokens).bit_length() + 1)
        self._shift = np.uint64(64 - bits)
        bounds = np.arange(2**bits + 1, dtype=np.uint64)
        self._first = np.searchsorted(self._keys >> self._shift, bounds)
        self._most = int(np.diff(self._first).max(initial=0))

    def renumbered(self, numbers: Ints) -> TokenTable:
        """The same tokens with other numbers: ``numbers[n - 1]`` for ``n``."""
        table = copy(self)
        table._numbers = numbers[self._numbers - 1]
        return table

    def numbers(self, tokens: Tokens) -> Ints:
        """The number of each token; 0 for one that is not in the table."""
        found = np.zeros(len(tokens), dtype=np.int64)
        if not len(self._keys):
            return found
        bucket = (tokens.keys >> self._shift).astype(np.int64)
        place, end = self._first[bucket], self._first[bucket + 1]
        rows = np.flatnonzero(place < end)
        place, end = place[rows], end[rows]
        for _ in range(self._most):
            same = self._keys[place] == tokens.keys[rows]
            found[rows[same]] = place[same] + 1
            place = place + 1
            more = ~same & (place < end)
            rows, place, end = rows[more], place[more], end[more]
            if not len(rows):
                break
        return self._checked(tokens, found)

    def _checked(self, tokens: Tokens, found: Ints) -> Ints:
        """Places in the table to numbers; a token that only shares a key with another is not known."""
        rows = np.flatnonzero(found)
        place = found[rows] - 1
        equal = self._lengths[place] == tokens.lengths[rows]
        for known, word in zip(self._words, tokens.words, strict=True):
            equal &= known[place] == word[rows]
        found[rows] = np.where(equal, self._numbers[place], 0)
        return found
