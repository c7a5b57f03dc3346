"""Land and borders without tiles: the world coarsely, and finely round the incidents.

The world and the boxes round groups of incidents come from Natural Earth 1:10m, the world simplified
at build time, the boxes until they stay within a budget of bytes. Rivers in the boxes come from the
gazetteer's lines. Nothing here assigns a country to an incident.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from geomap.config import Boundaries
from geomap.errors import OutputError
from geomap.render.encode import block
from geomap.render.shapes import AREA, LINE, Part, encode_shapes

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: A pixel at zoom 6, where the world is seen only beside a box of detail.
WORLD_QUANTUM_DEG = 0.02
DETAIL_QUANTUM_DEG = 0.002
#: Base64 bytes that the detail may take; chosen so that an empty page stays under half a megabyte.
DETAIL_BUDGET = 36_000
#: A line of the gazetteer whose points lie further apart is a sketch, not a river to draw.
RIVER_STEP_DEG = 0.25
#: Rivers drawn, the longest first.
RIVERS = 120
#: Simplification tried until the detail fits, in degrees; 0 is the data as it is.
TOLERANCES_DEG = (0.0, 0.003, 0.006, 0.012, 0.018, 0.025, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2)
#: Land kept on each side of a group of incidents, in degrees.
MARGIN_LON_DEG, MARGIN_LAT_DEG = 13.0, 8.0
CELL_DEG = 4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Basemap:
    """Blocks for the page: world and detail, and the boxes (west, south, east, north) of detail."""

    world: bytes
    detail: bytes
    boxes: tuple[Box, ...]
    #: Ids of the rivers in the detail, in the order of their parts.
    rivers: tuple[str, ...] = ()


def make_basemap(
    lon: npt.NDArray[Any],
    lat: npt.NDArray[Any],
    policy: Boundaries,
    gazetteer: Gazetteer | None = None,
) -> Basemap:
    """The basemap for incidents at ``lon``, ``lat`` (WGS 84, without NaN)."""
    boxes = boxes_round(lon, lat)
    rivers = _rivers(gazetteer, boxes) if gazetteer is not None else {}
    detail, _ = _detail(boxes, policy, list(rivers.values()))
    return Basemap(_world(policy), detail, boxes, tuple(rivers))


@lru_cache(maxsize=3)
def _world(policy: Boundaries) -> bytes:
    """The block of the whole world: the same in every page of a policy."""
    data = _open("world")
    pieces = [_land(data, i) for i in range(len(data["land_part"]))]
    shapes = [_land_shape(pieces), _line_shape(_lines(data, None), policy)]
    return block(encode_shapes(shapes, WORLD_QUANTUM_DEG), 9)


def boxes_round(lon: npt.NDArray[Any], lat: npt.NDArray[Any]) -> tuple[Box, ...]:
    """Boxes round groups of positions, snapped to the quantum; none crosses the 180th meridian."""
    if not len(lon):
        return ()
    # A million positions fall into some hundreds of cells: one sort, then bounds by cell.
    cell = np.floor(lon / CELL_DEG).astype(np.int64) * 1000 + np.floor(lat / CELL_DEG).astype(int)
    order = np.argsort(cell, kind="stable")
    first = np.flatnonzero(np.diff(cell[order], prepend=cell.min() - 1))
    bounds = [
        reduce.reduceat(values[order], first)
        for values, reduce in (
            (lon, np.minimum),
            (lat, np.minimum),
            (lon, np.maximum),
            (lat, np.maximum),
        )
    ]
    boxes: list[Box] = []
    for west, south, east, north in np.stack(bounds, axis=1).tolist():
        boxes += _with_margin(west, south, east, north)
    return tuple(_snap(box) for box in _merged(boxes))


def _with_margin(west: float, south: float, east: float, north: float) -> list[Box]:
    stretch = 1 / max(0.2, math.cos(math.radians(max(abs(south), abs(north)))))
    margin = min(30.0, MARGIN_LON_DEG * stretch * 0.7)
    west, east = west - margin, east + margin
    south, north = max(-90.0, south - MARGIN_LAT_DEG), min(90.0, north + MARGIN_LAT_DEG)
    if west < -180:
        return [(-180.0, south, east, north), (west + 360, south, 180.0, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def _merged(boxes: list[Box]) -> list[Box]:
    """Boxes joined until no two overlap, in a fixed order."""
    done: list[Box] = []
    for box in sorted(set(boxes)):
        while True:
            clash = next((other for other in done if _overlap(box, other)), None)
            if clash is None:
                break
            done.remove(clash)
            box = (
                min(box[0], clash[0]),
                min(box[1], clash[1]),
                max(box[2], clash[2]),
                max(box[3], clash[3]),
            )
        done.append(box)
    return sorted(done)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _snap(box: Box) -> Box:
    def q(value: float) -> float:
        return round(round(value / DETAIL_QUANTUM_DEG) * DETAIL_QUANTUM_DEG, 6)

    return (q(box[0]), q(box[1]), q(box[2]), q(box[3]))


def _rivers(gazetteer: Gazetteer, boxes: tuple[Box, ...]) -> dict[str, Part]:
    """Rivers and canals of the curated packs, as the parts of them in the boxes, longest first."""
    found: list[tuple[float, str, Part]] = []
    for pack in gazetteer.packs[:-1]:
        for row in pack.rows_of_kind("H", "line"):
            id_ = pack.id_of(row)
            line = gazetteer.geometry(id_, "line")
            if line is None or line.length > RIVER_STEP_DEG * shapely.get_num_coordinates(line):
                continue
            inside = [
                shapely.get_coordinates(part)
                for box in boxes
                for part in shapely.get_parts(shapely.clip_by_rect(line, *box))
                if part.geom_type == "LineString" and not part.is_empty
            ]
            if inside:
                found.append((-line.length, id_, (LINE, inside)))
    return {id_: part for _, id_, part in sorted(found, key=lambda f: f[:2])[:RIVERS]}


def _detail(boxes: tuple[Box, ...], policy: Boundaries, rivers: list[Part]) -> tuple[bytes, float]:
    """The finest detail of all boxes that fits the budget, and its tolerance in degrees."""
    if not boxes:
        return block(encode_shapes([[], [], []], DETAIL_QUANTUM_DEG)), 0.0
    data = _open("10m")
    land: list[shapely.Geometry] = []
    lines: list[tuple[shapely.Geometry, int]] = []
    for box in boxes:
        for i in _touching(data["land_bounds"], box):
            land += _polygons(shapely.clip_by_rect(_land(data, i), *box))
        for line, style in _lines(data, box):
            lines.append((shapely.clip_by_rect(line, *box), style))
    points = shapely.get_num_coordinates(land).sum() if land else 0
    for tolerance in TOLERANCES_DEG:
        # A point takes about three bytes; a first guess saves encoding what cannot fit.
        if tolerance == 0.0 and points * 2 > DETAIL_BUDGET:
            continue
        shapes = [
            _land_shape([_simplified(piece, tolerance) for piece in land]),
            _line_shape([(_simplified(line, tolerance), style) for line, style in lines], policy),
            rivers,
        ]
        encoded = block(encode_shapes(shapes, DETAIL_QUANTUM_DEG), 9)
        if len(encoded) <= DETAIL_BUDGET:
            break
    return encoded, tolerance


def _simplified(geometry: shapely.Geometry, tolerance_deg: float) -> shapely.Geometry:
    if tolerance_deg == 0.0:
        return geometry
    simple = shapely.simplify(geometry, tolerance_deg, preserve_topology=False)
    # An island smaller than the tolerance stays as a mark of itself only if it still has an area.
    return simple if not simple.is_empty else shapely.Polygon()


def _land_shape(pieces: list[shapely.Geometry]) -> list[Part]:
    return [
        (AREA, [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)])
        for piece in pieces
        for part in _polygons(piece)
    ]


def _line_shape(lines: list[tuple[shapely.Geometry, int]], policy: Boundaries) -> list[Part]:
    if policy == "none":
        return []
    return [
        (style, [shapely.get_coordinates(part)])
        for line, style in lines
        for part in shapely.get_parts(line)
        if part.geom_type == "LineString" and len(part.coords) > 1
    ]


def _polygons(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    return [
        part
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def _open(resolution: str) -> dict[str, npt.NDArray[Any]]:
    file = resources.files("geomap").joinpath("_built", "basemap", f"{resolution}.npz")
    with resources.as_file(file) as path:
        if not path.exists():
            raise OutputError(
                "the map's boundaries were not built",
                source=str(path),
                hint="install geomap again: pip install -e .",
            )
        with np.load(path) as stored:
            return {name: stored[name] for name in stored.files}


def _touching(bounds: npt.NDArray[Any], box: Box) -> list[int]:
    west, south, east, north = box
    hit = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    hit &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return [int(i) for i in np.flatnonzero(hit)]


def _land(data: dict[str, npt.NDArray[Any]], index: int) -> shapely.Geometry:
    if "ring_end" not in data:
        data["ring_end"] = np.concatenate([[0], np.cumsum(data["land_ring"])])
        data["part_end"] = np.concatenate([[0], np.cumsum(data["land_part"])])
    ends = data["ring_end"]
    first, last = data["part_end"][index], data["part_end"][index + 1]
    rings = [data["land_xy"][ends[r] : ends[r + 1]].astype(np.float64) for r in range(first, last)]
    return shapely.Polygon(rings[0], rings[1:])


def _lines(
    data: dict[str, npt.NDArray[Any]], box: Box | None
) -> list[tuple[shapely.Geometry, int]]:
    ends = np.concatenate([[0], np.cumsum(data["line_length"])])
    wanted = range(len(data["line_length"])) if box is None else _touching(data["line_bounds"], box)
    return [
        (
            shapely.LineString(data["line_xy"][ends[i] : ends[i + 1]].astype(np.float64)),
            int(data["line_style"][i]),
        )
        for i in wanted
    ]
