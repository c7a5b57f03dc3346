"""Words as short codes, before gzip: news compresses a fifth better, and opens as fast.

A text is cut into tokens (``tokens.py``) whose concatenation is the text again. The most frequent
tokens of a sample get codes of one to three bytes, all but the last below 128 (end-tagged dense
codes: Brisaboa et al., 2007); any other token is an escape, its length and its UTF-8. gzip over the
codes then finds what repeats. The line break has the first code, so that a reader can tell records
apart without decoding them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from geomap.render.tokens import TOKEN_MAX, TokenTable, tokens_of

#: Tokens seen less often in the sample cost more in the dictionary than they save.
SEEN_AT_LEAST = 3
#: Most tokens in a dictionary: its strings stay in the reader's memory.
DICTIONARY_MAX = 120_000
_ESCAPE = 0x80
#: Bytes looked at together; the arrays over them stay in the processor's cache.
_PIECE = 1 << 18

Ids = npt.NDArray[np.int64]


class TextCoder:
    """Codes of the tokens of a sample; ``encode`` can be undone for any text in UTF-8.

    Every token has a number: its rank in the dictionary from 1 on, or one given when it first comes.
    """

    def __init__(self, sample: Iterable[bytes]) -> None:
        frequent = _counted(sample)
        self.tokens = [b"\n", *frequent[: DICTIONARY_MAX - 1]]
        self.known = len(self.tokens)
        self._table = TokenTable(self.tokens)
        self._new: dict[bytes, int] = {}
        self._spellings: list[bytes] = []

    def numbers_of(self, text: bytes) -> Ids:
        """The numbers of the tokens of a text, in order."""
        pieces = [self._numbers_of(piece) for piece in _pieces(text)]
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64)

    def _numbers_of(self, text: bytes) -> Ids:
        tokens = tokens_of(text)
        numbers = self._table.numbers(tokens)
        for index in np.flatnonzero(numbers == 0).tolist():
            token = tokens.token(index)
            number = self._new.get(token)
            if number is None:
                self._spellings.append(token)
                number = self._new[token] = self.known + len(self._spellings)
            numbers[index] = number
        return numbers

    def encode(self, numbers: Ids) -> bytes:
        """The codes of the tokens of a text."""
        codes, lengths = _codes(np.where(numbers <= self.known, numbers, 0))
        spelt_out = np.flatnonzero(numbers > self.known)
        if not len(spelt_out):
            return codes
        ends = np.cumsum(lengths)[spelt_out].tolist()
        spelt = self._spelt
        pieces: list[bytes] = []
        done = 0
        for end, number in zip(ends, numbers[spelt_out].tolist(), strict=True):
            pieces.append(codes[done:end])
            pieces.append(spelt(number))
            done = end
        pieces.append(codes[done:])
        return b"".join(pieces)

    def _spelt(self, number: int) -> bytes:
        """Length and UTF-8 of a token that has no code, after its escape."""
        token = self._spellings[number - self.known - 1]
        length = len(token)
        head = bytearray()
        while length > 127:
            head.append(length & 127 | 128)
            length >>= 7
        head.append(length)
        return bytes(head) + token

    def all_tokens(self) -> list[str]:
        """Tokens by number, from 1 on: those of the dictionary, then those that came since."""
        return [token.decode("utf-8") for token in (*self.tokens, *self._spellings)]

    def dictionary(self) -> bytes:
        """The tokens in the order of their codes, one a line, but for the first: the line break."""
        return b"\n".join(self.tokens[1:])


def _counted(sample: Iterable[bytes]) -> list[bytes]:
    """Tokens of the sample by how often they come, but for the line break."""
    texts: list[bytes] = []
    found: list[tuple[npt.NDArray[np.uint64], Ids, Ids, Ids]] = []
    for text in sample:
        for piece in _pieces(text):
            tokens = tokens_of(piece)
            keys, first, times = np.unique(tokens.keys, return_index=True, return_counts=True)
            found.append((keys, tokens.starts[first], tokens.lengths[first], times))
            texts.append(piece)
    if not found:
        return []
    # Two tokens of one key are counted as one; the other then gets no code, and is spelt out.
    _, first, same = np.unique(
        np.concatenate([keys for keys, _, _, _ in found]), return_index=True, return_inverse=True
    )
    starts, lengths, times = (np.concatenate([part[i] for part in found]) for i in (1, 2, 3))
    piece_of = np.repeat(np.arange(len(found)), [len(part[0]) for part in found])[first]
    counts = np.bincount(same, weights=times)
    often = np.flatnonzero((counts >= SEEN_AT_LEAST) & (lengths[first] <= TOKEN_MAX))
    places = zip(
        counts[often].tolist(), piece_of[often].tolist(), starts[first][often].tolist(),
        lengths[first][often].tolist(), strict=True,
    )  # fmt: skip
    frequent = sorted((-n, texts[piece][at : at + length]) for n, piece, at, length in places)
    return [token for _, token in frequent if token != b"\n"]


def _pieces(text: bytes) -> Iterator[bytes]:
    """A text in pieces that end with a line; a line without end is cut between two characters."""
    at = 0
    while at < len(text):
        end = text.find(b"\n", at + _PIECE) + 1
        if end <= at or end > at + 16 * _PIECE:
            end = min(len(text), at + 16 * _PIECE)
            while end < len(text) and text[end] & 0xC0 == 0x80:
                end -= 1
        yield text[at:end]
        at = end


def _codes(ranks: Ids) -> tuple[bytes, Ids]:
    """End-tagged dense codes: 128 ranks of one byte, 16 384 of two, two million of three."""
    two, three = ranks >= 128, ranks >= 128 + 128**2
    lengths = 1 + two.astype(np.int64) + three
    rest = ranks - 128 * two - 128**2 * three
    ends = np.cumsum(lengths)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    out[ends - 1] = rest & 127 | _ESCAPE
    out[ends[two] - 2] = rest[two] >> 7 & 127
    out[ends[three] - 3] = rest[three] >> 14 & 127
    return out.tobytes(), lengths
