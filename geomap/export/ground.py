"""Land and borders under a figure, from the boundaries built for the map (Natural Earth)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
#: A map wider than this needs no finer coast than 1:110m.
_WIDE_DEG = 90.0
_DASHED = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """Polygons of land and lines of borders (coordinates, whether dashed because disputed)."""

    land: tuple[BaseGeometry, ...]
    borders: tuple[tuple[npt.NDArray[Any], bool], ...]


def open_ground(box: Box) -> Ground | None:
    """The ground inside ``box`` (west, south, east, north); None when it was not built."""
    resolution = "110m" if box[2] - box[0] > _WIDE_DEG else "10m"
    file = resources.files("geomap").joinpath("_built", "basemap", f"{resolution}.npz")
    with resources.as_file(file) as path:
        if not path.exists():
            return None
        with np.load(path) as stored:
            data = {name: stored[name] for name in stored.files}
    return Ground(tuple(_land(data, box)), tuple(_borders(data, box)))


def _inside(bounds: npt.NDArray[Any], box: Box) -> list[int]:
    west, south, east, north = box
    hit = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    hit &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return [int(i) for i in np.flatnonzero(hit)]


def _land(data: dict[str, npt.NDArray[Any]], box: Box) -> list[BaseGeometry]:
    ring_end = np.concatenate([[0], np.cumsum(data["land_ring"])])
    part_end = np.concatenate([[0], np.cumsum(data["land_part"])])
    land: list[BaseGeometry] = []
    for index in _inside(data["land_bounds"], box):
        rings = [
            data["land_xy"][ring_end[r] : ring_end[r + 1]].astype(np.float64)
            for r in range(part_end[index], part_end[index + 1])
        ]
        clipped = shapely.clip_by_rect(shapely.Polygon(rings[0], rings[1:]), *box)
        land += [p for p in shapely.get_parts(clipped) if p.geom_type == "Polygon"]
    return land


def _borders(data: dict[str, npt.NDArray[Any]], box: Box) -> list[tuple[npt.NDArray[Any], bool]]:
    ends = np.concatenate([[0], np.cumsum(data["line_length"])])
    return [
        (
            data["line_xy"][ends[i] : ends[i + 1]].astype(np.float64),
            bool(data["line_style"][i] == _DASHED),
        )
        for i in _inside(data["line_bounds"], box)
    ]
