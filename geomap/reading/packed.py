"""Packed bytes -> bytes: gzip and Zstandard as streams that say when they are cut short, and that stop
when they unpack to far more than text ever packs."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from typing import IO, Any, BinaryIO, cast

from geomap.errors import GeomapError, MissingExtra, UnreadableInput

#: suffix -> first bytes.
MAGIC: dict[str, bytes] = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
COMPRESSED: frozenset[str] = frozenset(MAGIC)
#: News text compresses three to ten times, repetitive JSON perhaps fifty; a bomb a thousand times.
BOMB_RATIO = 200
#: Below this size the ratio does not matter.
BOMB_FLOOR_BYTES = 64 * 2**20
_CHUNK = 2**18


def packing_of(head: bytes) -> str | None:
    """The suffix that says how bytes beginning with ``head`` are packed, None when they are not."""
    return next((suffix for suffix, magic in MAGIC.items() if head.startswith(magic)), None)


def unpacked(
    opener: Callable[[], BinaryIO], suffix: str, name: str, packed_bytes: int
) -> Callable[[], BinaryIO]:
    """An opener of what ``opener`` holds packed. ``name`` is for errors, ``packed_bytes`` its size.

    What it opens raises EOFError where the file is cut short, UnreadableInput for a damaged one and
    for a bomb; MissingExtra when it is Zstandard and the library is not there.
    """

    def open_unpacked() -> BinaryIO:
        raw = opener()
        if suffix == ".gz":
            # read by ``_Guard`` alone, which closes it, and ``raw`` with it
            stream: Any = _Owned(gzip.GzipFile(fileobj=raw, mode="rb"), raw)
        else:
            stream = _zstandard(raw, name)
        return cast("BinaryIO", io.BufferedReader(_Guard(stream, name, packed_bytes)))

    return open_unpacked


def bomb(name: str) -> UnreadableInput:
    """The error of something that unpacks beyond all measure."""
    return UnreadableInput(
        f"unpacks to more than {BOMB_RATIO} times its size: this looks like a bomb and is not read",
        source=name,
        hint="unpack it yourself if you trust it",
    )


def looks_like_a_bomb(unpacked_bytes: int, packed_bytes: int) -> bool:
    return unpacked_bytes > max(BOMB_FLOOR_BYTES, packed_bytes * BOMB_RATIO)


def _zstandard(raw: BinaryIO, name: str) -> ZstandardStream:
    try:
        return ZstandardStream(raw, name)
    except MissingExtra:
        raw.close()
        raise


class _Owned:
    """A gzip stream that closes the file it reads from."""

    def __init__(self, stream: gzip.GzipFile, raw: IO[bytes]) -> None:
        self._stream, self._raw = stream, raw

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()


class ZstandardStream(io.RawIOBase):
    """Frames one after the other, as ``cat`` and parallel packers leave them; the library's own reader
    stops after the first, and takes a file that is cut short for a whole one.

    Raises MissingExtra, EOFError where ``raw`` is cut short, OSError where it is damaged.
    """

    def __init__(self, raw: IO[bytes], name: str) -> None:
        super().__init__()
        try:
            import zstandard
        except ImportError as error:
            raise MissingExtra("zstandard", "zstd", f"reading {name}", error) from error
        self._raw = raw
        self._fault: type[Exception] = zstandard.ZstdError
        self._new: Callable[[], Any] = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        while not self._ready:
            packed = self._rest or self._raw.read(_CHUNK)
            self._rest = b""
            if not packed:
                if self._frame is not None:
                    raise EOFError("the file is cut short")
                return 0
            self._frame = self._frame or self._new()
            try:
                self._ready = memoryview(self._frame.decompress(packed))
            except self._fault as error:
                raise OSError(str(error)) from error
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._frame = None
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        if not self.closed and hasattr(self, "_raw"):
            self._raw.close()
        super().close()


class _Guard(io.RawIOBase):
    """Stops a stream that unpacks to far more than text ever packs."""

    def __init__(self, stream: Any, name: str, packed_bytes: int) -> None:
        self._stream = stream
        self._name = name
        self._packed_bytes = packed_bytes
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        try:
            data = self._stream.read(len(view))
        except (GeomapError, OSError, EOFError):
            raise
        except Exception as error:  # zlib.error, ZstdError: libraries have no common root
            raise UnreadableInput(f"damaged: {error}", source=self._name) from error
        self._read += len(data)
        if looks_like_a_bomb(self._read, self._packed_bytes):
            raise bomb(self._name)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
