"""The forms of a part, written document by document so that a part is never held in memory."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, cast

from geomap.archive.shard import PartFormat
from geomap.model.findings import Findings


class PartWriter(Protocol):
    """Takes findings with their JSON, one document after the other."""

    def add(self, findings: Findings, line: bytes) -> None: ...

    def close(self) -> None: ...


class _Lines:
    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle

    def add(self, findings: Findings, line: bytes) -> None:  # noqa: ARG002
        self._handle.write(line + b"\n")

    def close(self) -> None:
        return None


class _PackedLines(_Lines):
    def __init__(self, handle: BinaryIO) -> None:
        # no name and no time in it: the same findings give the same bytes
        packed = gzip.GzipFile("", "wb", 6, handle, mtime=0)
        super().__init__(cast(BinaryIO, packed))

    def close(self) -> None:
        self._handle.close()


def _geoparquet(handle: BinaryIO) -> PartWriter:
    from geomap.archive.parquet import GeoParquetWriter

    return GeoParquetWriter(handle)


_WRITERS: dict[PartFormat, Callable[[BinaryIO], PartWriter]] = {
    "jsonl": _Lines,
    "jsonl.gz": _PackedLines,
    "parquet": _geoparquet,
}


def open_writer(handle: BinaryIO, format_: PartFormat) -> PartWriter:
    """A writer of a part to an open file. Raises MissingExtra when its library is not there."""
    return _WRITERS[format_](handle)


class Hashed:
    """A file that is written to, and the SHA-256 of what went in."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        self.digest = hashlib.sha256()

    def write(self, content: Any) -> int:
        self.digest.update(content)
        return self._handle.write(content)

    def tell(self) -> int:
        return self._handle.tell()

    def flush(self) -> None:
        self._handle.flush()

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def close(self) -> None:
        """Left to whoever opened the file."""
