"""Shapes of the gazetteer: read and write them, and measure what two neighbours share.

Two forms, told apart by the suffix:

``*.rings``    many areas or lines in little space. A first line ``geomap-rings/1``, then zlib data:
               four bytes (length of the header, little-endian), the header as JSON
               (``{"scale": 10000, "shapes": [{"key": ..., ...}, ...]}``), then one stream of
               variable-length integers (zigzag, seven bits a byte, low bits first). Each shape is
               ``type, parts`` (type 1 = lines, 2 = areas), each part ``rings`` (1 for a line), each
               ring ``points`` and then its points as differences from the point before; the first
               point of a ring differs from (0, 0). Coordinates are degrees times ``scale``. A
               closed ring leaves out its last point. Neighbours carry the same points on their
               shared border, so borders computed from the areas are whole.
``*.geojson``  an RFC 7946 FeatureCollection that people edit, with ``id`` and ``properties``.

Every geometry is WGS 84, lon/lat. Where the shapes come from stands in ``gazetteer/sources.toml``
and ``gazetteer/rebuild/``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import GazetteerError

MAGIC = b"geomap-rings/1\n"
#: Four decimals of a degree: 11 m, well below what a 10m-scale source knows.
SCALE = 10_000
_LINES, _AREAS = 1, 2

Shape = tuple[str, Mapping[str, Any], BaseGeometry]


def read_shapes(path: Path | str) -> Iterator[Shape]:
    """The shapes of a file: (key, attributes, geometry).

    Keys: ``UA`` a country, ``UA.17`` a first-order division (GeoNames admin1 code), ``FR.11/Paris``
    a part of one, ``CD/Katanga`` a division without a code, ``gm:...`` a record of ours. ``attributes["role"]`` is area, line or coast.
    Raises GazetteerError, naming the file, when it is missing or damaged.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
        if path.suffix == ".geojson":
            yield from _read_geojson(data)
        else:
            yield from _read_rings(data)
    except (OSError, ValueError, KeyError, IndexError, zlib.error) as error:
        raise GazetteerError(f"cannot read shapes: {error}", source=str(path)) from error


def write_rings(path: Path | str, shapes: Iterable[Shape], scale: int = SCALE) -> None:
    """Write shapes in the compact form. Points that fall together after rounding are dropped; a
    ring that has no area left is dropped with its holes."""
    heads: list[dict[str, Any]] = []
    stream: list[int] = []
    for key, attributes, geometry in shapes:
        heads.append({"key": key, **attributes})
        _encode(geometry, scale, stream)
    header = json.dumps({"scale": scale, "shapes": heads}, ensure_ascii=False, sort_keys=True)
    head = header.encode()
    body = len(head).to_bytes(4, "little") + head + _varints(stream)
    Path(path).write_bytes(MAGIC + zlib.compress(body, 9))


def _encode(geometry: BaseGeometry, scale: int, stream: list[int]) -> None:
    if geometry.geom_type.endswith("Polygon"):
        geometry = shapely.orient_polygons(geometry)  # right-handed, RFC 7946
    parts = list(shapely.get_parts(geometry))
    if geometry.geom_type.endswith("Polygon"):
        areas = [_rings_of(part, scale) for part in parts]
        kept = [rings for rings in areas if rings]
        stream += [_AREAS, len(kept)]
        for rings in kept:
            stream.append(len(rings))
            for ring in rings:
                _encode_points(ring, stream)
        return
    stream += [_LINES, len(parts)]
    for part in parts:
        stream.append(1)
        _encode_points(_rounded(shapely.get_coordinates(part), scale), stream)


def _rounded(coordinates: np.ndarray[Any, Any], scale: int) -> np.ndarray[Any, Any]:
    points = np.rint(coordinates * scale).astype(np.int64)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = (points[1:] != points[:-1]).any(axis=1)
    kept: np.ndarray[Any, Any] = points[keep]
    return kept


def _rings_of(polygon: BaseGeometry, scale: int) -> list[np.ndarray[Any, Any]]:
    rings = []
    for position, ring in enumerate((polygon.exterior, *polygon.interiors)):
        points = _rounded(shapely.get_coordinates(ring), scale)[:-1]
        if len(points) < 3:
            if position == 0:
                return []
            continue
        rings.append(points)
    return rings


def _encode_points(points: np.ndarray[Any, Any], stream: list[int]) -> None:
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    stream.append(len(points))
    stream.extend(((steps << 1) ^ (steps >> 63)).tolist())


def _varints(numbers: list[int]) -> bytes:
    out = bytearray()
    for number in numbers:
        while number > 0x7F:
            out.append(number & 0x7F | 0x80)
            number >>= 7
        out.append(number)
    return bytes(out)


def _numbers(data: bytes) -> np.ndarray[Any, Any]:
    """The inverse of ``_varints``, for the whole stream at once."""
    octets = np.frombuffer(data, dtype=np.uint8)
    if not len(octets) or octets[-1] & 0x80:
        raise ValueError("the stream of points is cut off")
    last = np.flatnonzero(octets < 0x80)
    first = np.concatenate(([0], last[:-1] + 1))
    place = np.arange(len(octets)) - np.repeat(first, last - first + 1)
    return np.add.reduceat((octets & 0x7F).astype(np.int64) << (7 * place), first)


def _read_rings(data: bytes) -> Iterator[Shape]:
    if not data.startswith(MAGIC):
        raise ValueError("not a file of shapes")
    body = zlib.decompress(data[len(MAGIC) :])
    length = int.from_bytes(body[:4], "little")
    header = json.loads(body[4 : 4 + length])
    numbers = _numbers(body[4 + length :])
    signed = (numbers >> 1) ^ -(numbers & 1)
    scale = float(header["scale"])
    at = 0
    for head in header["shapes"]:
        geometry, at = _decode(numbers, signed, at, scale)
        attributes = {name: value for name, value in head.items() if name != "key"}
        yield head["key"], attributes, geometry


def _decode(
    numbers: np.ndarray[Any, Any], signed: np.ndarray[Any, Any], at: int, scale: float
) -> tuple[BaseGeometry, int]:
    """The geometry that begins at number ``at``, and where the next one begins."""
    kind, parts = int(numbers[at]), int(numbers[at + 1])
    at += 2
    geometries = []
    for _ in range(parts):
        rings = []
        count = int(numbers[at])
        at += 1
        for _ in range(count):
            points = int(numbers[at])
            steps = signed[at + 1 : at + 1 + 2 * points].reshape(-1, 2)
            rings.append(np.cumsum(steps, axis=0) / scale)
            at += 1 + 2 * points
        geometries.append(_part(kind, rings))
    return _whole(kind, geometries), at


def _part(kind: int, rings: list[np.ndarray[Any, Any]]) -> BaseGeometry:
    if kind == _LINES:
        return shapely.linestrings(rings[0])
    closed = [np.concatenate((ring, ring[:1])) for ring in rings]
    return shapely.Polygon(closed[0], closed[1:])


def _whole(kind: int, parts: list[BaseGeometry]) -> BaseGeometry:
    if len(parts) == 1:
        return parts[0]
    return shapely.multilinestrings(parts) if kind == _LINES else shapely.multipolygons(parts)


def _read_geojson(data: bytes) -> Iterator[Shape]:
    for feature in json.loads(data)["features"]:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        yield feature["id"], feature.get("properties") or {}, geometry


def shared_border(area: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """The line two neighbours share (lon/lat), whole, or None when they do not touch.

    Works on vertices they have in common, as coverages written by ``write_rings`` do; an isolated
    shared point is no border.
    """
    common = shapely.intersection(area.boundary, other.boundary)
    lines = [p for p in shapely.get_parts(common) if p.geom_type == "LineString" and p.length]
    if not lines:
        return None
    return shapely.line_merge(shapely.multilinestrings(lines))


def geometry_to_bytes(geometry: BaseGeometry, scale: int = SCALE) -> bytes:
    """One geometry in the compact form, as packs keep it (lines and areas; a point becomes WKB)."""
    if geometry.geom_type in {"Point", "MultiPoint", "GeometryCollection"}:
        return b"W" + bytes(shapely.to_wkb(geometry))
    stream: list[int] = []
    _encode(geometry, scale, stream)
    return b"R" + zlib.compress(scale.to_bytes(4, "little") + _varints(stream), 9)


def geometry_from_bytes(data: bytes) -> BaseGeometry:
    """The inverse of ``geometry_to_bytes``. Raises ValueError when the data is damaged."""
    if data[:1] == b"W":
        return shapely.from_wkb(data[1:])
    try:
        body = zlib.decompress(data[1:])
    except zlib.error as error:
        raise ValueError(str(error)) from error
    numbers = _numbers(body[4:])
    signed = (numbers >> 1) ^ -(numbers & 1)
    geometry, _ = _decode(numbers, signed, 0, float(int.from_bytes(body[:4], "little")))
    return geometry
