"""Lines and areas as one stream of small integers.

Layout, all values LEB128, coordinates zig-zag deltas from the point before (the first from 0, 0):
``count``, then a shape: ``parts``, then a part: ``kind`` (0 point, 1 line, 2 area; for the basemap
the style of a line), ``rings``, then a ring: ``points`` and its ``dx, dy`` pairs in steps of a
quantum given beside the stream (degrees, WGS 84, lon before lat).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely

from geomap.render.encode import varints, zigzag

POINT, LINE, AREA = 0, 1, 2

#: A shape of the findings is drawn no finer than this share of its own width.
DETAIL = 1 / 6000

#: (kind or style, rings); a ring is an (n, 2) array of lon, lat
Part = tuple[int, list[npt.NDArray[np.float64]]]


def encode_shapes(shapes: Sequence[Sequence[Part]], quantum_deg: float) -> bytes:
    """The stream of ``shapes``. Points that fall on the one before are left out."""
    numbers: list[npt.NDArray[np.uint64]] = [_count(len(shapes))]
    last = np.zeros((1, 2), dtype=np.int64)
    for shape in shapes:
        numbers.append(_count(len(shape)))
        for kind, rings in shape:
            numbers.append(_count(kind, len(rings)))
            for ring in rings:
                steps = _distinct(np.rint(np.asarray(ring) / quantum_deg).astype(np.int64))
                deltas = np.diff(steps, axis=0, prepend=last)
                numbers += [_count(len(steps)), zigzag(deltas.ravel())]
                last = steps[-1:]
    return varints(np.concatenate(numbers))


def geometry_to_parts(geometry: shapely.Geometry) -> list[Part]:
    """The parts of any geometry, points first as points, simplified to what a screen can show."""
    west, south, east, north = shapely.bounds(geometry)
    tolerance = max(east - west, north - south) * DETAIL
    if tolerance > 0:
        geometry = shapely.simplify(geometry, tolerance, preserve_topology=True)
    parts: list[Part] = []
    for piece in _flat(geometry):
        if piece.is_empty:
            continue
        if piece.geom_type == "Point":
            parts.append((POINT, [shapely.get_coordinates(piece)]))
        elif piece.geom_type in ("LineString", "LinearRing"):
            parts.append((LINE, [shapely.get_coordinates(piece)]))
        elif piece.geom_type == "Polygon":
            rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(piece)]
            parts.append((AREA, rings))
    return parts


def _flat(geometry: shapely.Geometry) -> Iterable[shapely.Geometry]:
    for piece in shapely.get_parts(geometry):
        if piece.geom_type == "GeometryCollection" or piece.geom_type.startswith("Multi"):
            yield from _flat(piece)
        else:
            yield piece


def _distinct(steps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = np.any(steps[1:] != steps[:-1], axis=1)
    return steps[keep]


def _count(*values: int) -> npt.NDArray[np.uint64]:
    return np.array(values, dtype=np.uint64)
