"""Bytes for the page: typed columns and text, gzipped and put into base64.

Everything that came from outside enters the page through ``block``: base64 of gzip can hold
neither ``<`` nor ``{`` nor a line separator, so no text can leave its data block.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import numpy.typing as npt

#: The DEFLATE level of everything in the page. Level 9 saves 1 % and takes three times as long.
GZIP_LEVEL = 6


def block(data: bytes, level: int = GZIP_LEVEL) -> bytes:
    """Base64 of gzip, with no time of day in its header: same data, same bytes."""
    return base64.b64encode(gzip.compress(data, compresslevel=level, mtime=0))


def json_bytes(value: Any) -> bytes:
    """Compact JSON in UTF-8. A lone surrogate stays an escape, as JSON can say it and UTF-8 cannot."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


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
    """Zig-zag of the differences of neighbours, modulo 2**32."""
    steps = np.diff(values, prepend=np.int64(0))
    return (zigzag(steps) & np.uint64(0xFFFFFFFF)).astype(np.uint32)


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
