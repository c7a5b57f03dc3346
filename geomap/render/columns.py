"""A million incidents as a few typed columns.

``MapColumns`` is what a page is made of; ``findings_to_columns`` makes one from findings, and an
archive or a benchmark can make one from arrays without an object per incident. ``pack_columns``
sorts the rows for compression and drawing and gives the page's blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geomap.render.encode import block, deltas, narrowest, shuffled
from geomap.render.vocabulary import DATED, DRAWER, POINT, UNDATED

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Degrees to integers: the coarsest scale that keeps every digit given, at most 7 decimals.
SCALES = (10**5, 10**6, 10**7)
MINUTES_MAX = 2**32 - 1


@dataclass(slots=True)
class MapColumns:
    """Incidents as arrays of one length.

    ``lon``/``lat``: WGS 84 degrees (NaN where there is no place; for a line or an area a position
    inside it). ``kind``: codes of ``vocabulary.KINDS``. ``type``, ``status``, ``realis``,
    ``precision``: codes of their lists. ``start``/``end``: minutes since 1970-01-01T00:00 local,
    end exclusive. ``time``: UNDATED, DATED, OPEN_START or OPEN_END. ``radius_m``: NaN unknown.
    ``shape``: index into ``shapes`` or -1. ``killed``/``hurt``: -1 unknown, never for zero.
    ``place``/``sources``/``actors``: codes into their lists; a list of sources holds tuples of
    document numbers, one of actors tuples of name numbers. ``details(rows)`` gives the records of
    popups for row numbers as given here, and is asked for 1024 at a time.
    """

    lon: Floats
    lat: Floats
    kind: Ints
    type: Ints
    details: Callable[[Sequence[int]], list[dict[str, Any]]]
    status: Ints | None = None
    realis: Ints | None = None
    precision: Ints | None = None
    grade: Ints | None = None
    flags: Ints | None = None
    start: Ints | None = None
    end: Ints | None = None
    time: Ints | None = None
    radius_m: Floats | None = None
    killed: Ints | None = None
    hurt: Ints | None = None
    shape: Ints | None = None
    place: Ints | None = None
    sources: Ints | None = None
    actors: Ints | None = None
    #: position within its document; ties in time are listed in this order
    order: Ints | None = None
    shapes: Sequence[shapely.Geometry] = ()
    #: a name, or names by interface language
    places: Sequence[str | dict[str, str]] = ("",)
    source_sets: Sequence[tuple[int, ...]] = ((),)
    actor_sets: Sequence[tuple[int, ...]] = ((),)
    actor_names: Sequence[str] = ()
    #: the documents, or groups of them (see ``sources``), that ``source_sets`` number
    documents: Sequence[dict[str, Any]] = ()
    #: how many documents there are; None: as many as listed
    document_count: int | None = None
    #: ids, when they are short strings to be linked to; None makes the row's number the id
    ids: Sequence[str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True, slots=True)
class PackedColumns:
    """Blocks by name, what the page must know to read them, and the order rows were put in."""

    blocks: dict[str, bytes]
    meta: dict[str, Any]
    order: Ints


def pack_columns(columns: MapColumns) -> PackedColumns:
    """Sort points along a Morton curve, then shapes, then the drawer; encode every column."""
    order, points, mapped = _order(columns)
    scale = _scale(columns)
    degrees = {
        name: np.rint(np.nan_to_num(values[order]) * scale).astype(np.int64)
        for name, values in (("lon", columns.lon), ("lat", columns.lat))
    }
    blocks = {name: block(shuffled(deltas(values))) for name, values in degrees.items()}
    small: dict[str, Ints | None] = {
        "kind": columns.kind, "type": columns.type, "status": columns.status,
        "realis": columns.realis, "precision": columns.precision, "grade": columns.grade,
        "flags": columns.flags, "place": columns.place, "sources": columns.sources,
        "actors": columns.actors, "order": columns.order, "time": columns.time,
        "shape": _plus_one(columns.shape), "killed": _plus_one(columns.killed),
        "hurt": _plus_one(columns.hurt),
    }  # fmt: skip
    start, duration, time_meta = _times(columns)
    small |= {"start": start, "duration": duration}
    small["radius"], radii = _radii(columns.radius_m)
    types = {}
    for name, values in small.items():
        # A column that says nothing is not written; the page takes zeros.
        if values is not None and values.any():
            narrow = narrowest(values[order])
            types[name] = narrow.dtype.itemsize
            blocks[name] = block(shuffled(narrow))
    if columns.ids is not None:
        hashes = np.array([_fnv(columns.ids[i]) for i in order], dtype=np.uint32)
        blocks["id"] = block(shuffled(hashes))
    meta = {
        "n": len(columns), "points": points, "mapped": mapped, "scale": scale, "bytes": types,
        "radii": radii, "ids": columns.ids is not None, **time_meta,
    }  # fmt: skip
    return PackedColumns(blocks, meta, order)


def _order(columns: MapColumns) -> tuple[Ints, int, int]:
    rank = np.where(columns.kind == POINT, 0, np.where(columns.kind == DRAWER, 2, 1))
    curve = np.where(rank == 0, morton(columns.lon, columns.lat), np.uint64(0))
    order = np.lexsort((curve, rank)).astype(np.int64)
    points = int(np.count_nonzero(rank == 0))
    return order, points, points + int(np.count_nonzero(rank == 1))


def morton(lon: Floats, lat: Floats) -> npt.NDArray[np.uint64]:
    """Interleaved bits of lon and lat: neighbours on the curve are mostly neighbours on the map."""
    x = ((np.nan_to_num(lon) + 180.0) / 360.0 * (2**31 - 1)).astype(np.uint64)
    y = ((np.nan_to_num(lat) + 90.0) / 180.0 * (2**31 - 1)).astype(np.uint64)
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(v: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333), (1, 0x5555555555555555),
    ):  # fmt: skip
        v = (v | (v << np.uint64(shift))) & np.uint64(mask)
    return v


def _scale(columns: MapColumns) -> int:
    for scale in SCALES[:-1]:
        if all(
            np.allclose(v * scale, np.rint(v * scale), rtol=0, atol=scale * 2e-8, equal_nan=True)
            for v in (columns.lon, columns.lat)
        ):
            return scale
    return SCALES[-1]


def _times(columns: MapColumns) -> tuple[Ints | None, Ints | None, dict[str, Any]]:
    """Start as steps from the earliest, duration as a code; the step is a minute if that fits."""
    if columns.time is None or columns.start is None or columns.end is None:
        return None, None, {"t0": 0, "unit": 1, "durations": [0]}
    known = columns.time != UNDATED
    if not known.any():
        return None, None, {"t0": 0, "unit": 1, "durations": [0]}
    t0 = int(columns.start[known].min())
    span = int(columns.end[known].max()) - t0
    unit = 1 if span <= MINUTES_MAX else 60
    start = np.where(known, (columns.start - t0) // unit, 0)
    length = np.where(known, np.maximum(0, columns.end - columns.start), 0)
    durations, codes = np.unique(length, return_inverse=True)
    return start, codes.astype(np.int64), {"t0": t0, "unit": unit, "durations": durations.tolist()}


def _radii(radius_m: Floats | None) -> tuple[Ints | None, list[float]]:
    """Codes of distinct radii in whole metres; code 0 is unknown."""
    if radius_m is None:
        return None, [0]
    known = np.isfinite(radius_m)
    rounded = np.where(known, np.rint(np.nan_to_num(radius_m)), -1)
    values, codes = np.unique(np.concatenate([[-1.0], rounded]), return_inverse=True)
    return codes[1:].astype(np.int64), [0, *values[1:].tolist()]


def _plus_one(values: Ints | None) -> Ints | None:
    return None if values is None else values + 1


def _fnv(text: str) -> int:
    """FNV-1a, 32 bits, of UTF-8: finds a row by its id; the id itself decides."""
    value = 0x811C9DC5
    for byte in text.encode("utf-8", "surrogatepass"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


__all__ = ["DATED", "MapColumns", "PackedColumns", "morton", "pack_columns"]
