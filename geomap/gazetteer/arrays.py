"""Typed columns in one memory-mapped file: the part of a pack that is read millions of times.

File: ``geomap-arrays/2`` and a line feed, four bytes with the length of the directory, the directory
as a table of ``layout`` (a line ``=name, typecode, offset, count`` a column, the other lines are the
pack's own lists), then the columns, each little-endian and aligned to eight bytes. ``raw`` columns
(typecode ``B``) hold anything.

A column of whole numbers is written in the fewest bytes it fits: one, two, four, or three (code ``T``);
one number throughout, once (code ``S``); a column of offsets, which only goes up, as two bytes above a
base every 64 numbers (code ``O``).
"""

from __future__ import annotations

import mmap
import sys
from array import array

from geomap.errors import GazetteerError
from geomap.gazetteer.layout import read_table, write_table

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MAGIC = b"geomap-arrays/2\n"
_ALIGN = 8
#: Numbers of an offset column that share a base.
_RUN = 64


def write_arrays(path: str, meta: Mapping[str, list[str]], columns: Mapping[str, Any]) -> None:
    """Write columns (``array.array`` or bytes) in the order given. Same input, same bytes."""
    directory: dict[str, list[str]] = dict(meta)
    offset = 0
    parts: list[bytes] = []
    for name, column in columns.items():
        code, data = _packed(column)
        directory[f"={name}"] = [code, str(offset), str(len(column))]
        parts.append(data)
        offset += -(-len(data) // _ALIGN) * _ALIGN
    packed = write_table(directory).encode()
    packed += b"\n" * (-(len(MAGIC) + 4 + len(packed)) % _ALIGN)
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(MAGIC + len(packed).to_bytes(4, "little") + packed)
        for data in parts:
            file.write(data)
            file.write(b"\0" * (-len(data) % _ALIGN))


def _packed(column: Any) -> tuple[str, bytes]:
    """A column in its smallest form: code and bytes."""
    if not isinstance(column, array):
        return "B", bytes(column)
    if column.typecode not in "BIH" or not len(column):
        return column.typecode, _little_endian(column)
    import numpy as np

    values = np.array(column, dtype=np.uint32)
    most = int(values.max())
    if most == int(values.min()):
        return "S", values[:1].astype("<u4").tobytes()
    if most <= 0xFFFF:
        return _small(values, "B" if most <= 0xFF else "H")
    steps = np.diff(values.astype(np.int64))
    if len(values) > 2 * _RUN and (steps >= 0).all():
        base = values[::_RUN]
        above = values - np.repeat(base, _RUN)[: len(values)]
        if int(above.max()) <= 0xFFFF:
            return "O", base.astype("<u4").tobytes() + above.astype("<u2").tobytes()
    if most <= 0xFFFFFF:
        return "T", values.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return "I", values.astype("<u4").tobytes()


def _small(values: Any, code: str) -> tuple[str, bytes]:
    return code, values.astype("<u2" if code == "H" else "u1").tobytes()


def _little_endian(column: Any) -> bytes:
    if isinstance(column, array):
        if sys.byteorder == "big":
            column = array(column.typecode, column)
            column.byteswap()
        packed: bytes = column.tobytes()
        return packed
    return bytes(column)


class Arrays:
    """An opened file of columns. Columns are read-only views into the mapped file."""

    __slots__ = ("_columns", "_data", "_map", "meta")

    def __init__(self, path: str) -> None:
        """Raises GazetteerError, naming the file, when it is not whole."""
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs a look-up 5 ms
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            data = memoryview(self._map)
            at = len(MAGIC) + 4
            size = int.from_bytes(data[len(MAGIC) : at], "little")
            directory = read_table(bytes(data[at : at + size]).decode())
            self._columns = {
                name[1:]: (values[0], int(values[1]), int(values[2]))
                for name, values in directory.items()
                if name.startswith("=")
            }
            whole = bytes(data[: len(MAGIC)]) == MAGIC and bool(self._columns)
        except (OSError, ValueError, IndexError) as error:
            raise GazetteerError(f"not a file of columns: {error}", source=path) from error
        if not whole:
            raise GazetteerError("not a file of columns", source=path)
        self.meta: dict[str, list[str]] = directory
        self._data = data[at + size :]

    def column(self, name: str) -> Any:
        """A column as a sequence of numbers (a typed memory view; copied on big-endian machines)."""
        code, offset, count = self._columns[name]
        if code == "S":
            value = int.from_bytes(self._data[offset : offset + 4], "little")
            return Same(value, count)
        if code == "T":
            return Triples(self._data[offset : offset + 3 * count], count)
        if code == "O":
            bases = -(-count // _RUN) * 4
            data = self._data[offset : offset + bases + 2 * count]
            return Offsets(self._native(data[:bases], "I"), self._native(data[bases:], "H"), count)
        size = count * array(code).itemsize
        return self._native(self._data[offset : offset + size], code)

    def _native(self, view: memoryview, code: str) -> Any:
        if sys.byteorder == "big" and code != "B":
            copy = array(code, view.tobytes())
            copy.byteswap()
            return copy
        return view.cast(code)  # type: ignore[call-overload]

    def blob(self, name: str) -> bytes:
        """A ``raw`` column as bytes."""
        return bytes(self.column(name))


class Same:
    """One whole number, read like a column of it."""

    __slots__ = ("_count", "_value")

    def __init__(self, value: int, count: int) -> None:
        self._value, self._count = value, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._value] * len(range(*at.indices(self._count)))
        if not 0 <= at < self._count:
            raise IndexError(at)
        return self._value


class Triples:
    """Whole numbers of three bytes each, read like a typed memory view."""

    __slots__ = ("_count", "_data")

    def __init__(self, data: memoryview, count: int) -> None:
        self._data, self._count = data, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(self._count))]
        if not 0 <= at < self._count:
            raise IndexError(at)
        return int.from_bytes(self._data[3 * at : 3 * at + 3], "little")


class Offsets:
    """Whole numbers that never go down, as a base for each run and what is above it."""

    __slots__ = ("_above", "_bases", "_count")

    def __init__(self, bases: Any, above: Any, count: int) -> None:
        self._bases, self._above, self._count = bases, above, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> int:
        if not 0 <= at < self._count:
            raise IndexError(at)
        number: int = self._bases[at // _RUN] + self._above[at]
        return number
