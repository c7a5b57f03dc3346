"""What surrounds the incidents on a figure: land, borders, names of countries and towns, a scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.config import Boundaries
from geomap.export.ground import open_ground
from geomap.export.lettering import box_round, overlap, try_text
from geomap.export.names import Name
from geomap.export.panels import Frame
from geomap.export.projection import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, PAPER, SEA = "#1d1b19", "#fffdf7", "#e2eaed"
COAST = "#b9b2a1"
_LAND, _BORDER, _COUNTRY, _TOWN = "#f5f1e8", "#c2bbab", "#a29b8b", "#77715f"
#: Towns named for orientation, and how far from each other, as a share of the width.
_MOST_TOWNS, _APART = 14, 0.06


def draw_ground(axes: Axes, frame: Frame, boundaries: Boundaries) -> None:
    from matplotlib.collections import LineCollection, PathCollection

    ground = open_ground(frame)
    if ground is None:
        return
    paths = [drawn_path(polygon) for polygon in ground.land]
    axes.add_collection(
        PathCollection(paths, facecolor=_LAND, edgecolor=_LAND, linewidth=0.4, zorder=1)
    )
    axes.add_collection(
        LineCollection(list(ground.coasts), colors=COAST, linewidths=0.5, zorder=1.2)
    )
    if boundaries == "none":
        return
    for dashed in (False, True):
        lines = [line for line, is_dashed in ground.borders if is_dashed is dashed]
        style = (0, (4, 2.5)) if dashed else "solid"
        axes.add_collection(
            LineCollection(lines, colors=_BORDER, linewidths=0.8, linestyles=style, zorder=1.4)
        )


def drawn_path(polygon: BaseGeometry) -> Any:
    from matplotlib.path import Path as DrawnPath

    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]
    return DrawnPath.make_compound_path(*(DrawnPath(ring, closed=True) for ring in rings))


def draw_towns(
    axes: Axes, frame: Frame, towns: Sequence[Name], taken: list[Box], named: set[str]
) -> None:
    """A small ring and a grey name, for orientation; not of a place that an incident names."""
    if not towns:
        return
    xy = frame.plane.project(np.array([[lon, lat] for _, lon, lat, _ in towns]))
    drawn: list[Any] = []
    for (name, _, _, _), (x, y) in zip(towns, xy, strict=True):
        if name in named or not _within(frame.box, x, y) or len(drawn) >= _MOST_TOWNS:
            continue
        # quarters and suburbs stand beside their town
        if any(np.hypot(x - px, y - py) < _APART * frame.width_m for px, py in drawn):
            continue
        pixel_x, pixel_y = axes.transData.transform((x, y))
        if any(overlap(box_round(pixel_x, pixel_y, 5.0), t) for t in taken):
            continue
        sides = [(4, 0, "left", "center"), (-4, 0, "right", "center")]
        if try_text(
            axes, name, (x, y), sides, taken, fontsize=6.5, color=_TOWN, zorder=1.8, halo=_LAND
        ):
            drawn.append((x, y))
            axes.scatter([x], [y], s=7, facecolor=PAPER, edgecolor=_TOWN, linewidth=0.7, zorder=1.9)


def draw_countries(axes: Axes, frame: Frame, countries: Sequence[Name], taken: list[Box]) -> None:
    """Names of the countries there is room for, in grey, under everything else."""
    if not countries:
        return
    xy = frame.plane.project(np.array([[lon, lat] for _, lon, lat, _ in countries]))
    pixel = axes.get_window_extent().width / frame.width_m
    for (name, _, _, radius_m), (x, y) in zip(countries, xy, strict=True):
        size = min(8.5, 5.0 + radius_m * pixel / 60)
        if radius_m * pixel < 22 or not _within(frame.box, x, y):
            continue
        words = name.upper() if size > 6.5 else name
        try_text(axes, words, (x, y), [(0, 0, "center", "center")], taken, fontsize=size,
                  color=_COUNTRY, zorder=1.6, halo=_LAND)  # fmt: skip


def _within(box: Box, x: float, y: float) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def corners(axes: Axes) -> list[Box]:
    """Where the scale and the letter of a panel stand, in pixels."""
    room = axes.get_window_extent()
    return [
        (room.x0, room.y0, room.x0 + room.width * 0.26, room.y0 + room.height * 0.09),
        (room.x0, room.y1 - 34, room.x0 + 34, room.y1),
    ]


def draw_scale(axes: Axes, frame: Frame) -> None:
    """A bar of a round length at the lower left; none of the whole world, where scale varies."""
    if frame.plane.whole_world:
        return
    most = frame.width_m / 5
    unit = 10.0 ** np.floor(np.log10(most))
    length = float(max(step * unit for step in (1, 2, 5) if step * unit <= most))
    west, south, east, north = frame.box
    x, y = west + (east - west) * 0.02, south + (north - south) * 0.035
    tick = (north - south) * 0.012
    axes.plot([x, x, x + length, x + length], [y + tick, y, y, y + tick], color=INK, linewidth=0.9,
              zorder=9, solid_joinstyle="miter")  # fmt: skip
    kilometres = length / 1000
    axes.text(x + length / 2, y + tick, f"{kilometres:,.0f} km".replace(",", "\u202f"), fontsize=6.5,
              color=INK, ha="center", va="bottom", zorder=9)  # fmt: skip
