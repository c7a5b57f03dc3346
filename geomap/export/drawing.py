"""One map of a figure: ground, incidents with their shapes, and names that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.config import Boundaries
from geomap.export.lettering import box_round, try_text
from geomap.export.names import Name
from geomap.export.panels import Frame
from geomap.export.projection import Box, Plane
from geomap.export.style import layer_styles
from geomap.export.surroundings import (
    COAST,
    INK,
    PAPER,
    SEA,
    corners,
    draw_countries,
    draw_ground,
    draw_scale,
    draw_towns,
    drawn_path,
)
from geomap.model.extent import Extent
from geomap.model.shape import disc, drawn_geometry, kind_of
from geomap.model.table import Feature

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY = "#8d897f"
#: A circle of uncertainty smaller than this share of the map is hidden by its own symbol.
_SEEN = 0.012
#: Beyond these there is no room for names, and symbols become small.
_MOST_NAMES, _MANY, _VERY_MANY = 60, 120, 1200
HOLLOW = frozenset({"claimed", "denied"})
DASHED = frozenset({"planned", "alert", "cancelled"})
#: Pixels within which symbols would cover each other; so many of them stand side by side.
_CELL, _SIDE_BY_SIDE = 14, 4


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident of the figure: its number in the key, 0 without one, and the name beside its symbol."""

    row: Feature
    number: int
    name: str

    def without_name(self) -> Shown:
        """For the map that shows where the panels lie: they tell more."""
        return replace(self, number=0, name="")

    @property
    def colour(self) -> str:
        if self.row.incident.recency == "background":
            return GREY
        return layer_styles()[self.row.incident.layer]["colour"]


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the incidents: whose borders are drawn, names of countries and towns."""

    boundaries: Boundaries
    countries: Sequence[Name]
    towns: Sequence[Name]


def draw_map(axes: Axes, shown: Sequence[Shown], frame: Frame, context: Context) -> None:
    """Draw ``shown`` on ``axes``, whose size on paper is final."""
    west, south, east, north = frame.box
    axes.set_facecolor(SEA)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("auto" if frame.plane.whole_world else "equal")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(COAST)
        spine.set_linewidth(0.8)
    draw_ground(axes, frame, context.boundaries)
    window = shapely.box(*frame.box)
    placed = [(s, frame.plane.geometry(s.row.geometry)) for s in shown]
    inside = [(s, g) for s, g in placed if g.intersects(window)]
    # the wide ones first, so that they hide nothing that lies in them
    for s, flat in _drawn_once(inside):
        _draw_shapes(axes, s, flat)
        _draw_uncertainty(axes, s, frame)
    marks = _marks(axes, inside, frame.plane, window)
    _draw_marks(axes, marks)
    taken = [box_round(mark.x, mark.y, 7.0) for mark in marks] + corners(axes)
    if len(marks) <= _MANY:
        _draw_names(axes, marks, taken)
    draw_towns(axes, frame, context.towns, taken, {s.name for s, _ in inside})
    draw_countries(axes, frame, context.countries, taken)
    draw_scale(axes, frame)


def _drawn_once(inside: Sequence[tuple[Shown, BaseGeometry]]) -> list[tuple[Shown, BaseGeometry]]:
    """One of those that would be drawn one over the other, widest first."""
    alike: dict[tuple[bytes, str, str, str], tuple[Shown, BaseGeometry]] = {}
    for shown, flat in inside:
        incident = shown.row.incident
        key = (shapely.to_wkb(flat), incident.layer, shown.colour, incident.status)
        alike.setdefault(key, (shown, flat))
    return sorted(alike.values(), key=lambda pair: -float(pair[1].envelope.area))


# Incidents ------------------------------------------------------------------------------------


def _draw_shapes(axes: Axes, shown: Shown, flat: BaseGeometry) -> None:
    """Areas hatched over a thin wash, lines on a paper halo."""
    from matplotlib.patches import PathPatch

    incident = shown.row.incident
    dash: Any = (0, (4, 2)) if incident.status in DASHED else "solid"
    for part in shapely.get_parts(flat):
        if kind_of(part) == "area":
            outline = drawn_path(part)
            axes.add_patch(
                PathPatch(outline, facecolor=shown.colour, alpha=0.13, linewidth=0, zorder=3)
            )
            hatch = None if incident.status in HOLLOW else layer_styles()[incident.layer]["hatch"]
            axes.add_patch(
                PathPatch(outline, facecolor="none", edgecolor=shown.colour, linewidth=1.2, hatch=hatch,
                          linestyle=dash, zorder=3.1)
            )  # fmt: skip
        elif kind_of(part) == "line":
            x, y = shapely.get_coordinates(part).T
            axes.plot(x, y, color=PAPER, linewidth=4.5, zorder=4, solid_capstyle="round")
            axes.plot(x, y, color=shown.colour, linewidth=2.2, linestyle=dash, zorder=4.1)


def _draw_uncertainty(axes: Axes, shown: Shown, frame: Frame) -> None:
    """The dashed circle of ``radius_m``, to scale, round a point; an area is its own."""
    from matplotlib.patches import PathPatch

    for site in _sites(shown):
        if site.kind != "point" or not site.radius_m or site.radius_m * 2 < _SEEN * frame.width_m:
            continue
        for part in shapely.get_parts(
            frame.plane.geometry(disc(site.lon, site.lat, site.radius_m))
        ):
            axes.add_patch(
                PathPatch(
                    drawn_path(part), facecolor=shown.colour, alpha=0.1, linewidth=0, zorder=3.2
                )
            )
            axes.add_patch(
                PathPatch(drawn_path(part), facecolor="none", edgecolor=shown.colour, zorder=3.3,
                          linestyle=(0, (3, 2.5)), linewidth=0.9)
            )  # fmt: skip


@dataclass(slots=True)
class Mark:
    """A symbol in pixels, and the incidents it stands for: several when they are drawn alike at one
    place and there are too many to stand side by side."""

    shown: list[Shown]
    x: float
    y: float

    @property
    def words(self) -> str:
        """The number in the key and the name, or the name and how many."""
        first = self.shown[0]
        if len(self.shown) > 1:
            return f"{first.name} ({len(self.shown)})".strip()
        return " ".join(filter(None, (str(first.number or ""), first.name)))


def _marks(
    axes: Axes, inside: Sequence[tuple[Shown, BaseGeometry]], plane: Plane, window: BaseGeometry
) -> list[Mark]:
    """A symbol for each site: a point where it is, an area or a line at a point within its largest
    part. Those that would cover each other stand side by side, or are one when they are many."""
    cells: dict[tuple[int, int], list[Mark]] = {}
    for shown, _ in inside:
        for site in _sites(shown):
            seen = plane.geometry(drawn_geometry(site)).intersection(window)
            if seen.is_empty:
                continue
            at = _middle(seen)
            x, y = (float(v) for v in axes.transData.transform((at.x, at.y)))
            cell = cells.setdefault((round(x / _CELL), round(y / _CELL)), [])
            cell.append(Mark([shown], x, y))
    marks: list[Mark] = []
    for cell in cells.values():
        crowd = cell if len(cell) <= _SIDE_BY_SIDE else _together(cell)
        for turn, mark in enumerate(crowd):
            marks.append(
                Mark(mark.shown, crowd[0].x + turn * (_CELL - 1), crowd[0].y if turn else mark.y)
            )
    return marks


def _together(cell: Sequence[Mark]) -> list[Mark]:
    """One mark for all that are drawn alike."""
    alike: dict[tuple[str, str, str, str], Mark] = {}
    for mark in cell:
        (shown,) = mark.shown
        incident = shown.row.incident
        key = (incident.layer, shown.colour, incident.status, shown.name)
        found = alike.setdefault(key, Mark([], mark.x, mark.y))
        found.shown.append(shown)
    return list(alike.values())


def _sites(shown: Shown) -> list[Extent]:
    where = shown.row.incident.where
    if where is None or where.extent is None:
        return []
    return [where.extent, *(extent for _, extent in where.other_sites)]


def _middle(geometry: BaseGeometry) -> Any:
    """A point on the largest part."""
    part = max(shapely.get_parts(geometry), key=lambda g: (g.area, g.length))
    if part.geom_type == "LineString":
        return part.interpolate(0.5, normalized=True)
    return part.representative_point()


def _draw_marks(axes: Axes, marks: Sequence[Mark]) -> None:
    size = 78.0 if len(marks) <= _MANY else 26.0 if len(marks) <= _VERY_MANY else 9.0
    back = axes.transData.inverted()
    for mark in marks:
        shown = mark.shown[0]
        incident = shown.row.incident
        marker = layer_styles()[incident.layer]["marker"]
        hollow = incident.status in HOLLOW or incident.status in DASHED
        x, y = back.transform((mark.x, mark.y))
        grown = size * (1.7 if marker == "*" else 1.0)
        axes.scatter(
            [x], [y], s=grown * 1.9, marker=marker, facecolor=PAPER, edgecolor=PAPER, linewidth=1.6,
            zorder=6, alpha=0.9,
        )  # fmt: skip
        axes.scatter(
            [x], [y], s=grown, marker=marker, facecolor=PAPER if hollow else shown.colour,
            edgecolor=shown.colour if hollow else INK, linewidth=1.5 if hollow else 0.7,
            linestyle="--" if incident.status in DASHED else "-", zorder=7,
        )  # fmt: skip


# Names ----------------------------------------------------------------------------------------


def _draw_names(axes: Axes, marks: Sequence[Mark], taken: list[Box]) -> None:
    """The number in the key and the name of the place beside each symbol, where there is room."""
    places = [(9, 0, "left", "center"), (-9, 0, "right", "center"), (0, 9, "center", "bottom"),
              (0, -9, "center", "top"), (8, 8, "left", "bottom"), (8, -8, "left", "top"),
              (-8, 8, "right", "bottom"), (-8, -8, "right", "top")]  # fmt: skip
    back = axes.transData.inverted()
    named: set[str] = set()
    for mark in marks[:_MOST_NAMES]:
        first = mark.shown[0]
        number = str(first.number or "")
        words = number if first.name in named and len(mark.shown) == 1 else mark.words
        named.add(first.name)
        at = back.transform((mark.x, mark.y))
        for told in dict.fromkeys((words, number)):
            if try_text(axes, told, at, places, taken, fontsize=8, color=INK, zorder=8, halo=PAPER):
                break
