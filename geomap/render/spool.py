"""Records of popups on disk: what a map of a million incidents does not hold in memory."""

from __future__ import annotations

from array import array
from typing import Any, BinaryIO

import msgspec


class SpooledRecords:
    """Records written to an open binary file as they come, read back by number."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._starts = array("q", [0])
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(dict[str, Any])
        self._writing = True

    def append(self, record: dict[str, Any]) -> None:
        size = self._file.write(self._encoder.encode(record))
        self._starts.append(self._starts[-1] + size)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> dict[str, Any]:
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        return self._decoder.decode(self._file.read(end - start))
