"""Bytes for the page: typed columns and text, gzipped and written in printable characters.

Everything that came from outside enters the page through ``block``. Its alphabet is 91 printable
ASCII characters, without ``<``, ``&`` and backslash, so no text can leave its data block.
Two characters carry 13 bits: 23 % more than the bytes, where base64 takes 33 %.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

#: The DEFLATE level of everything in the page. Level 9 saves 1 % and takes three times as long.
GZIP_LEVEL = 6

#: Coded text stays as it is when gzip leaves more than this share of it.
WORTH_GZIP = 0.8
_TRIED = 1 << 14

_LINE = msgspec.json.Encoder()

ALPHABET = bytes(c for c in range(33, 127) if c not in b"&<\\")


def block(data: bytes, level: int = GZIP_LEVEL) -> bytes:
    """Printable gzip, with no time of day in its header: same data, same bytes."""
    return printable(gzip.compress(data, compresslevel=level, mtime=0))


def text_block(data: bytes) -> bytes:
    """Printable coded text: gzip where that saves a fifth, else as it is after a zero byte.

    A beginning is tried. Codes of prose lose an eighth, and a search through a million incidents
    would spend two thirds of its time unpacking them; records that repeat each other lose most.
    """
    beginning = data[:_TRIED]
    if len(gzip.compress(beginning, GZIP_LEVEL)) > WORTH_GZIP * len(beginning):
        return printable(b"\0" + data)
    return block(data)


def printable(data: bytes) -> bytes:
    """``data`` in pairs of characters of ALPHABET, 13 bits a pair, most significant bit first.

    The first character says how many of the last 13 bytes are padding (its place in ALPHABET).
    """
    padding = -len(data) % 13
    if not data:
        return ALPHABET[:1]
    rows = np.frombuffer(data + bytes(padding), dtype=np.uint8).reshape(-1, 13).astype(np.uint32)
    values = np.empty((len(rows), 8), dtype=np.uint32)
    for number in range(8):
        first, shift = divmod(13 * number, 8)
        window = np.zeros(len(rows), dtype=np.uint32)
        for place in range(3):
            window <<= np.uint32(8)
            if first + place < 13:
                window |= rows[:, first + place]
        values[:, number] = (window >> np.uint32(24 - 13 - shift)) & np.uint32(0x1FFF)
    pairs = np.stack(np.divmod(values.ravel(), np.uint32(91)), axis=1).ravel()
    letters = np.frombuffer(ALPHABET, dtype=np.uint8)
    head = ALPHABET[padding : padding + 1]
    return head + bytes(letters[pairs].tobytes())


def json_bytes(value: Any) -> bytes:
    """Compact JSON in UTF-8. A lone surrogate becomes an escape, as JSON can say it and UTF-8 cannot."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def json_lines(values: Iterable[Any]) -> bytes:
    """Compact JSON of each value, a line each."""
    return b"\n".join(map(_json_line, values))


def _json_line(value: Any) -> bytes:
    try:
        return _LINE.encode(value)
    except UnicodeEncodeError:
        return json_bytes(value)


def narrowest(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same non-negative integers in the narrowest unsigned type that holds them."""
    top = int(values.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(dtype).max:
            return values.astype(dtype)
    raise ValueError(f"a column cannot hold {top}")


def shuffled(values: npt.NDArray[Any]) -> bytes:
    """Bytes of a column plane by plane: all low bytes first. Compresses better, decodes simply."""
    flat = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False))
    planes = flat.view(np.uint8).reshape(len(flat), flat.dtype.itemsize)
    return planes.T.tobytes()


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Signed to unsigned so that small magnitudes stay small: 0 -1 1 -2 -> 0 1 2 3."""
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def deltas(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Zig-zag of the differences of neighbours; a difference beyond 32 bits goes round."""
    steps = np.diff(values, prepend=np.int64(0))
    return zigzag((steps + 2**31) % 2**32 - 2**31).astype(np.uint32)


def varints(values: npt.NDArray[np.uint64]) -> bytes:
    """LEB128: seven bits a byte, low first, the high bit set on all but the last."""
    if not len(values):
        return b""
    lengths = np.ones(len(values), dtype=np.int64)
    for bits in range(7, 64, 7):
        lengths += values >= (np.uint64(1) << np.uint64(bits))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    out = np.zeros(int(ends[-1]), dtype=np.uint8)
    for place in range(int(lengths.max())):
        rows = lengths > place
        septet = (values[rows] >> np.uint64(7 * place)) & np.uint64(0x7F)
        more = (lengths[rows] > place + 1).astype(np.uint64) << np.uint64(7)
        out[starts[rows] + place] = (septet | more).astype(np.uint8)
    return out.tobytes()
