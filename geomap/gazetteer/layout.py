"""What the writer and the reader of a pack agree on."""

from __future__ import annotations

import zlib
from typing import Any

#: Raised whenever a reader of the old form could misread the new one.
FORMAT = 1
#: A population nobody gives.
NOT_KNOWN = 0xFFFF_FFFF
#: Samples of a file that are checked each time it is opened, and their length.
SAMPLES = 16
SAMPLE_BYTES = 2048


def cell_of(lon: float, lat: float) -> int:
    """The one-degree cell of a position: rows from the south, columns from the west."""
    row = min(179, max(0, int(lat + 90)))
    column = min(359, max(0, int(lon + 180)))
    return row * 360 + column


def samples_of(data: Any) -> list[int]:
    """Checksums of stretches spread over a file: cheap to test at each opening."""
    size = len(data)
    if size <= SAMPLES * SAMPLE_BYTES:
        return [zlib.crc32(data[:])]
    starts = [(size - SAMPLE_BYTES) * n // (SAMPLES - 1) for n in range(SAMPLES)]
    return [zlib.crc32(data[s : s + SAMPLE_BYTES]) for s in starts]
