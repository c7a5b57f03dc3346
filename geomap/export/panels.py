"""What a figure shows: one frame round everything, and panels round groups that lie far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.export.projection import Box, Plane, plane_of

_MARGIN = 0.14
#: A frame shows at least this, so that a single place is seen with its surroundings.
_LEAST_SPAN_M = 400_000.0
#: Width of a map by its height, on paper.
_LEAST_RATIO, _MOST_RATIO = 1.25, 2.0
_PANEL_RATIO = 1.5
#: Groups nearer than this share of the frame are one.
_NEAR = 0.12
#: A panel must show its group this many times larger than the whole map does.
_WORTH = 2.5
_MOST_PANELS = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of a plane: west, south, east, north in metres."""

    plane: Plane
    box: Box

    @property
    def ratio(self) -> float:
        """Width by height."""
        west, south, east, north = self.box
        return (east - west) / (north - south)

    def fitted(self, ratio: float) -> Frame:
        """The frame widened or heightened to a ratio, round the same middle."""
        west, south, east, north = self.box
        wide, high = east - west, north - south
        more_x = max(0.0, high * ratio - wide) / 2
        more_y = max(0.0, wide / ratio - high) / 2
        return Frame(self.plane, (west - more_x, south - more_y, east + more_x, north + more_y))

    def holds(self, geometry: BaseGeometry) -> bool:
        """True when all of ``geometry`` (WGS 84) lies inside."""
        west, south, east, north = self.plane.geometry(geometry).bounds
        mine = self.box
        return bool(mine[0] <= west and mine[1] <= south and east <= mine[2] and north <= mine[3])

    def edge(self) -> npt.NDArray[np.float64]:
        """The outline as points in metres, dense enough to be bent on another plane."""
        ring = shapely.segmentize(shapely.box(*self.box).exterior, self.width_m / 16)
        return np.asarray(shapely.get_coordinates(ring), dtype=np.float64)

    @property
    def width_m(self) -> float:
        return self.box[2] - self.box[0]


def frame_of(
    geometries: Sequence[BaseGeometry],
    least_ratio: float = _LEAST_RATIO,
    most_ratio: float = _MOST_RATIO,
) -> Frame:
    """A frame round all of ``geometries`` (WGS 84) with a margin, on a plane of its own; its width by
    its height lies between the two ratios."""
    plane = plane_of(geometries)
    if plane.whole_world:
        earth = plane.geometry(shapely.box(-180, -65, 180, 84))
        west, south, east, north = earth.bounds
        return Frame(plane, (west, south, east, north))
    west, south, east, north = shapely.total_bounds([plane.geometry(g) for g in geometries])
    middle_x, middle_y = float(west + east) / 2, float(south + north) / 2
    wide = max(float(east - west) * (1 + 2 * _MARGIN), _LEAST_SPAN_M)
    high = max(float(north - south) * (1 + 2 * _MARGIN), _LEAST_SPAN_M / most_ratio)
    wide = max(wide, high * least_ratio)
    high = max(high, wide / most_ratio)
    return Frame(
        plane, (middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
    )


def panels_of(geometries: Sequence[BaseGeometry], frame: Frame) -> list[Frame]:
    """Frames of the groups that the whole map shows too small, largest group first; none when the
    map is small enough itself."""
    groups = _groups(geometries, frame)
    if len(groups) < 2:
        return []
    frames = [
        frame_of(group, _PANEL_RATIO, _PANEL_RATIO)
        for group in sorted(groups, key=len, reverse=True)
    ]
    return [f for f in frames if frame.width_m / f.width_m >= _WORTH][:_MOST_PANELS]


def _groups(geometries: Sequence[BaseGeometry], frame: Frame) -> list[list[BaseGeometry]]:
    """Geometries whose boxes on the plane lie near each other, together."""
    near = frame.width_m * _NEAR
    groups: list[tuple[Box, list[BaseGeometry]]] = []
    for geometry in geometries:
        box, members = frame.plane.geometry(geometry).bounds, [geometry]
        apart = []
        for other, its in groups:
            if _gap(box, other) <= near:
                box = _round_both(box, other)
                members = its + members
            else:
                apart.append((other, its))
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _gap(one: Box, other: Box) -> float:
    x = max(0.0, one[0] - other[2], other[0] - one[2])
    y = max(0.0, one[1] - other[3], other[1] - one[3])
    return max(x, y)


def _round_both(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
    )  # fmt: skip
