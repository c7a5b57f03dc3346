"""Land, coasts and borders under a figure, from the boundaries built for the map (Natural Earth)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.export.panels import Frame
from geomap.export.projection import Box, boxes_under

#: A map wider than this needs no finer coast than 1:110m.
_WIDE_M = 14_000_000.0
#: Detail finer than this share of the width is not seen on paper.
_SEEN = 1 / 2500
#: So much beyond the frame is drawn, that its edge shows no line.
_EDGE = 0.02
_METRES_PER_DEG = 111_000.0
_DASHED = 2
#: Where the data were cut in two is no coast.
_SEAM_DEG = 179.99

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ground:
    """On the plane of a frame: land as polygons, coasts as lines, borders (line, dashed or not)."""

    land: tuple[BaseGeometry, ...]
    coasts: tuple[Points, ...]
    borders: tuple[tuple[Points, bool], ...]


def open_ground(frame: Frame) -> Ground | None:
    """The ground of a frame; None when none was built."""
    data = _data("110m" if frame.width_m > _WIDE_M or frame.plane.whole_world else "10m")
    if data is None:
        return None
    tolerance_deg = frame.width_m * _SEEN / _METRES_PER_DEG
    land: list[BaseGeometry] = []
    borders: list[tuple[Points, bool]] = []
    for box in boxes_under(frame.plane, frame.box):
        land += _land(data, box, tolerance_deg)
        borders += _borders(data, box, tolerance_deg)
    project = frame.plane.project
    west, south, east, north = frame.box
    edge = frame.width_m * _EDGE
    window = (west - edge, south - edge, east + edge, north + edge)
    flat = [shapely.transform(shapely.segmentize(p, 1.0), project) for p in land]
    whole = [p for p in flat if np.isfinite(shapely.get_coordinates(p)).all()]
    return Ground(
        tuple(
            part
            for polygon in whole
            for part in shapely.get_parts(shapely.clip_by_rect(polygon, *window))
            if part.geom_type == "Polygon"
        ),
        tuple(
            piece
            for polygon in land
            for line in _coasts(polygon)
            for piece in _within(project(line), window)
        ),
        tuple(
            (piece, dashed) for line, dashed in borders for piece in _within(project(line), window)
        ),
    )


def _within(line: Points, window: Box) -> list[Points]:
    """The pieces of a line in a window."""
    line = line[np.isfinite(line).all(axis=1)]
    if len(line) < 2:
        return []
    clipped = shapely.clip_by_rect(shapely.LineString(line), *window)
    return [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(clipped)
        if part.geom_type == "LineString"
    ]


@lru_cache(maxsize=2)
def _data(resolution: str) -> dict[str, npt.NDArray[Any]] | None:
    file = resources.files("geomap").joinpath("_built", "basemap", f"{resolution}.npz")
    with resources.as_file(file) as path:
        if not path.exists():
            return None
        with np.load(path) as stored:
            return {name: stored[name] for name in stored.files}


def _inside(bounds: npt.NDArray[Any], box: Box) -> list[int]:
    west, south, east, north = box
    hit = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    hit &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return [int(i) for i in np.flatnonzero(hit)]


def _land(data: dict[str, npt.NDArray[Any]], box: Box, tolerance_deg: float) -> list[BaseGeometry]:
    ring_end = np.concatenate([[0], np.cumsum(data["land_ring"])])
    part_end = np.concatenate([[0], np.cumsum(data["land_part"])])
    land: list[BaseGeometry] = []
    for index in _inside(data["land_bounds"], box):
        rings = [
            data["land_xy"][ring_end[r] : ring_end[r + 1]].astype(np.float64)
            for r in range(part_end[index], part_end[index + 1])
        ]
        polygon = shapely.simplify(shapely.Polygon(rings[0], rings[1:]), tolerance_deg)
        clipped = shapely.clip_by_rect(polygon, *box)
        land += [p for p in shapely.get_parts(clipped) if p.geom_type == "Polygon"]
    return land


def _coasts(polygon: BaseGeometry) -> list[Points]:
    """The rings of a polygon without what lies on the 180th meridian."""
    lines: list[Points] = []
    for ring in shapely.get_rings(polygon):
        points = shapely.get_coordinates(shapely.segmentize(ring, 1.0))
        seam = np.abs(points[:, 0]) > _SEAM_DEG
        cuts = np.flatnonzero(seam[:-1] & seam[1:]) + 1
        lines += [piece for piece in np.split(points, cuts) if len(piece) > 1]
    return lines


def _borders(
    data: dict[str, npt.NDArray[Any]], box: Box, tolerance_deg: float
) -> list[tuple[Points, bool]]:
    ends = np.concatenate([[0], np.cumsum(data["line_length"])])
    found: list[tuple[Points, bool]] = []
    for i in _inside(data["line_bounds"], box):
        points = data["line_xy"][ends[i] : ends[i + 1]].astype(np.float64)
        if len(points) < 2:
            continue
        line = shapely.clip_by_rect(
            shapely.simplify(shapely.LineString(points), tolerance_deg), *box
        )
        dashed = bool(data["line_style"][i] == _DASHED)
        found += [
            (shapely.get_coordinates(shapely.segmentize(part, 1.0)), dashed)
            for part in shapely.get_parts(line)
            if part.geom_type == "LineString" and len(part.coords) > 1
        ]
    return found
