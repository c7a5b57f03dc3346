"""Typed columns in one memory-mapped file: the part of a pack that is read millions of times.

File: ``geomap-arrays/1`` and a line feed, four bytes with the length of the directory, the directory
as a table of ``layout`` (a line ``=name, typecode, offset, count`` a column, the other lines are the
pack's own lists), then the columns, each little-endian and aligned to eight bytes. ``raw`` columns (typecode ``B``) hold anything.
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

MAGIC = b"geomap-arrays/1\n"
_ALIGN = 8


def write_arrays(path: str, meta: Mapping[str, list[str]], columns: Mapping[str, Any]) -> None:
    """Write columns (``array.array`` or bytes) in the order given. Same input, same bytes."""
    directory: dict[str, list[str]] = dict(meta)
    offset = 0
    for name, column in columns.items():
        code = column.typecode if isinstance(column, array) else "B"
        directory[f"={name}"] = [code, str(offset), str(len(column))]
        size = len(column) * (column.itemsize if isinstance(column, array) else 1)
        offset += -(-size // _ALIGN) * _ALIGN
    packed = write_table(directory).encode()
    packed += b"\n" * (-(len(MAGIC) + 4 + len(packed)) % _ALIGN)
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(MAGIC + len(packed).to_bytes(4, "little") + packed)
        for column in columns.values():
            data = _little_endian(column)
            file.write(data)
            file.write(b"\0" * (-len(data) % _ALIGN))


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
        size = count * array(code).itemsize
        view = self._data[offset : offset + size]
        if sys.byteorder == "big" and code != "B":
            copy = array(code, view.tobytes())
            copy.byteswap()
            return copy
        return view.cast(code)  # type: ignore[call-overload]

    def blob(self, name: str) -> bytes:
        """A ``raw`` column as bytes."""
        return bytes(self.column(name))
