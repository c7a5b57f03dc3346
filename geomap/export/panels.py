"""What a figure shows: one frame round everything, and panels round groups that lie far apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]

_MARGIN = 0.12
_LEAST_SPAN_DEG = 2.0
#: Width of a map by its height, on paper.
_LEAST_RATIO, _MOST_RATIO = 1.25, 2.0
_PANEL_RATIO = 1.5
#: Groups nearer than this share of the frame are one.
_NEAR = 0.15
#: A panel must show its group this many times larger than the whole map does.
_WORTH = 2.5
_MOST_PANELS = 4


def frame_of(
    geometries: Sequence[BaseGeometry],
    least_ratio: float = _LEAST_RATIO,
    most_ratio: float = _MOST_RATIO,
) -> Box:
    """A box (west, south, east, north) round all of ``geometries``, with a margin; its width by its
    height on paper lies between the two ratios."""
    west, south, east, north = shapely.total_bounds(list(geometries))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    stretch = stretch_of(south, north)
    wide = max(east - west, _LEAST_SPAN_DEG) * (1 + 2 * _MARGIN)
    high = max(north - south, _LEAST_SPAN_DEG / stretch) * (1 + 2 * _MARGIN)
    wide = max(wide, high * stretch * least_ratio)
    high = max(high, wide / stretch / most_ratio)
    return (
        max(-180.0, float(middle_x - wide / 2)),
        max(-90.0, float(middle_y - high / 2)),
        min(180.0, float(middle_x + wide / 2)),
        min(90.0, float(middle_y + high / 2)),
    )


def stretch_of(south: float, north: float) -> float:
    """Length of a degree of latitude in degrees of longitude, at the middle of the map."""
    return 1.0 / max(0.15, math.cos(math.radians((south + north) / 2)))


def ratio_of(frame: Box) -> float:
    """Width by height on paper."""
    west, south, east, north = frame
    return (east - west) / ((north - south) * stretch_of(south, north))


def panels_of(geometries: Sequence[BaseGeometry], frame: Box) -> list[Box]:
    """Frames of the groups that the whole map shows too small, largest group first; none when the
    map is small enough itself."""
    groups = _groups(geometries, (frame[2] - frame[0]) * _NEAR)
    frames = [
        frame_of(group, _PANEL_RATIO, _PANEL_RATIO)
        for group in sorted(groups, key=len, reverse=True)
    ]
    whole = frame[2] - frame[0]
    worth = [f for f in frames if whole / (f[2] - f[0]) >= _WORTH]
    return worth[:_MOST_PANELS] if len(groups) > 1 else []


def _groups(geometries: Sequence[BaseGeometry], near_deg: float) -> list[list[BaseGeometry]]:
    """Geometries whose boxes lie within ``near_deg`` of each other, together."""
    groups: list[tuple[Box, list[BaseGeometry]]] = []
    for geometry in geometries:
        box, members = geometry.bounds, [geometry]
        apart = []
        for other, its in groups:
            if _gap(box, other) <= near_deg:
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
