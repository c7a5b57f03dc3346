"""Words and phrases as short codes: news takes a third of its room, and opens without being unpacked.

A text is cut into tokens (``tokens.py``) whose concatenation is the text again. The most frequent
tokens of a sample get codes of one to three bytes, all but the last below 128 (end-tagged dense
codes: Brisaboa et al., 2007); any other token is an escape, its length and its UTF-8. gzip over the
codes then finds what repeats. The line break has the first code, so that a reader can tell records
apart without decoding them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from geomap.render.phrases import Pairs, learn
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
    Entries of the dictionary are tokens, and phrases of two to four of them (``phrases.py``).
    """

    def __init__(self, sample: Iterable[bytes]) -> None:
        texts = list(sample)
        tokens = [b"\n", *_counted(texts)[: DICTIONARY_MAX - 1]]
        table = TokenTable(tokens)
        numbers = [_numbers(table, piece) for text in texts for piece in _pieces(text)]
        alone = np.array([True, *(_stands_alone(token) for token in tokens)])
        rounds, merged = learn(numbers, alone)
        #: the parts of each phrase, in the order of their numbers, which come after the tokens'
        parts = np.concatenate([np.stack([first, second]) for first, second, _ in rounds], axis=1)
        spelling = dict(enumerate(tokens, 1))
        for number, first, second in zip(
            np.concatenate([n for _, _, n in rounds]).tolist(), *parts.tolist(), strict=True
        ):
            spelling[number] = spelling[first] + spelling[second]
        rank = _ranks(merged, list(spelling))
        order = sorted(spelling, key=rank.__getitem__)
        self.entries = [spelling[number] for number in order]
        self.known = len(self.entries)
        self._is_phrase = [number > len(tokens) for number in order]
        self._table = table.renumbered(rank[1 : len(tokens) + 1])
        self._rounds = [Pairs(rank[a], rank[b], rank[both]) for a, b, both in rounds]
        self._new: dict[bytes, int] = {}
        self._spellings: list[bytes] = []

    def numbers_of(self, text: bytes) -> Ids:
        """The numbers of the tokens of a text, in order; no phrases yet."""
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
        """The codes of the tokens of a text, phrases as one."""
        spellings = numbers[numbers > self.known].tolist()
        numbers = np.where(numbers <= self.known, numbers, 0)
        for pairs in self._rounds:
            numbers = pairs.merged(numbers)
        codes, lengths = _codes(numbers)
        if not spellings:
            return codes
        spelt_out = np.flatnonzero(numbers == 0)
        ends = np.cumsum(lengths)[spelt_out].tolist()
        spelt = self._spelt
        pieces: list[bytes] = []
        done = 0
        for end, number in zip(ends, spellings, strict=True):
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
        """Tokens by number, from 1 on: those of the dictionary, then those that came since.

        The number of a phrase stands for no token: its text is empty.
        """
        known = (
            "" if p else e.decode() for e, p in zip(self.entries, self._is_phrase, strict=True)
        )
        return [*known, *(token.decode("utf-8") for token in self._spellings)]

    def dictionary(self) -> bytes:
        """Tokens and phrases in the order of their codes, one a line, but for the first: the line break."""
        return b"\n".join(self.entries[1:])


def _numbers(table: TokenTable, text: bytes) -> Ids:
    return table.numbers(tokens_of(text))


def _stands_alone(token: bytes) -> bool:
    """True for what a search must see by itself: the end of a record, and the parts of a number."""
    return token == b"\n" or token[:1].isdigit()


def _ranks(texts: Sequence[Ids], numbers: list[int]) -> Ids:
    """The rank of each number by how often it comes, from 1 on; the line break (1) stays first."""
    counts = np.zeros(max(numbers) + 1, dtype=np.int64)
    for text in texts:
        counts += np.bincount(text, minlength=len(counts))
    counts[1] = np.iinfo(np.int64).max
    listed = np.array(numbers, dtype=np.int64)
    rank = np.zeros(len(counts), dtype=np.int64)
    rank[listed[np.argsort(-counts[listed], kind="stable")]] = np.arange(1, len(listed) + 1)
    return rank


def _counted(sample: Sequence[bytes]) -> list[bytes]:
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
