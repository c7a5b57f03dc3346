"""A figure of the map for a page: PNG, SVG or PDF, drawn by matplotlib, without a browser."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.config import Boundaries
from geomap.errors import InputError, MissingExtra
from geomap.export.ground import Ground, open_ground
from geomap.export.panels import Box, frame_of, panels_of, ratio_of, stretch_of
from geomap.export.style import layer_styles
from geomap.export.whole import write_whole
from geomap.language.load import load
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import LAYERS
from geomap.model.shape import disc, kind_of
from geomap.model.table import Feature, UiLanguage, features

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SEA, _LAND, _EDGE, _BORDER, _INK = "#dfe8ec", "#f1ede3", "#b9b3a4", "#8f897b", "#1d1b19"
_GREY = "#96928a"
_WIDTH_INCHES = 10.0
_PANEL_INCHES = 3.4
#: A circle of uncertainty smaller than this share of the map is hidden by its own symbol.
_SEEN = 0.015
_MOST_LABELS = 40
_HOLLOW = frozenset({"claimed", "denied"})
_DASHED = frozenset({"planned", "alert", "cancelled"})


def write_figure(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: Any = lambda _: None,
    *,
    title: str | None = None,
    boundaries: Boundaries = "un",
) -> None:
    """Draw the mapped incidents of ``findings``; the suffix of ``path`` says the kind of file.

    Needs matplotlib. Raises InputError when nothing is on the map.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingExtra("matplotlib", "figure", "drawing a figure", error) from error
    rows = list(features(findings, ui_lang))
    if not rows:
        raise InputError("no incident is on the map: there is nothing to draw", source=path.name)
    kind = path.suffix.lstrip(".").lower()
    settings: Any = {"svg.hashsalt": "geomap", "svg.fonttype": "none", "text.usetex": False,
                "text.parse_math": False, "font.family": "DejaVu Sans"}  # fmt: skip
    with mpl.rc_context(settings), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure = draw(rows, ui_lang, title or _title(findings), boundaries)
        drawn = io.BytesIO()  # its writers do not end well on a disk that is full
        figure.savefig(drawn, format=kind, dpi=150, metadata=_metadata(kind))
    write_whole(path, drawn.getvalue())
    if any("Glyph" in str(warning.message) for warning in caught):
        notice("figure: some letters are in no font at hand and are drawn as boxes")


def _metadata(kind: str) -> dict[str, Any]:
    """No time of the run, so that the same findings give the same bytes."""
    if kind == "svg":
        return {"Date": None, "Creator": "geomap"}
    if kind == "pdf":
        return {"CreationDate": None, "ModDate": None, "Creator": "geomap", "Producer": "geomap"}
    return {"Software": "geomap"}


def _title(findings: Sequence[Findings]) -> str:
    if len(findings) == 1:
        return findings[0].document.title or findings[0].document.id
    return f"{len(findings)} documents"


def draw(
    rows: Sequence[Feature], ui_lang: UiLanguage, title: str, boundaries: Boundaries = "un"
) -> Figure:
    """The figure: ground, incidents by layer, legend; far groups again, larger, below."""
    from matplotlib.figure import Figure

    frame = frame_of([row.geometry for row in rows])
    panels = panels_of([row.geometry for row in rows], frame)
    lines = 1 + math.ceil(len(panels) / 2)
    heights = [_WIDTH_INCHES / ratio_of(frame), *[_PANEL_INCHES] * (lines - 1)]
    figure = Figure(figsize=(_WIDTH_INCHES, sum(heights) + 1.2), layout="constrained")
    grid = figure.add_gridspec(lines, 2, height_ratios=heights)
    axes = figure.add_subplot(grid[0, :])
    _draw_map(axes, rows, frame, boundaries)
    axes.set_title(_short(title, 90), fontsize=13, loc="left", parse_math=False)
    for number, panel in enumerate(panels):
        letter = chr(ord("A") + number)
        _draw_frame(axes, panel, letter)
        last_alone = number == len(panels) - 1 and number % 2 == 0
        cell = grid[1 + number // 2, :] if last_alone else grid[1 + number // 2, number % 2]
        detail = figure.add_subplot(cell)
        _draw_map(detail, rows, panel, boundaries)
        detail.set_title(letter, fontsize=11, loc="left")
    _draw_legend(figure, rows, ui_lang)
    return figure


def _draw_map(axes: Axes, rows: Sequence[Feature], frame: Box, boundaries: Boundaries) -> None:
    west, south, east, north = frame
    axes.set_facecolor(_SEA)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(stretch_of(south, north))
    axes.set_xticks([])
    axes.set_yticks([])
    _draw_ground(axes, open_ground(frame), boundaries)
    inside = [row for row in rows if row.geometry.intersects(shapely.box(*frame))]
    # the wide ones first, so that they hide nothing that lies in them
    for row in sorted(inside, key=lambda row: -row.geometry.envelope.area):
        _draw_incident(axes, row, frame)
    _draw_labels(axes, inside, frame)


def _draw_frame(axes: Axes, frame: Box, letter: str) -> None:
    """Where a panel lies on the whole map."""
    from matplotlib.patches import Rectangle

    west, south, east, north = frame
    axes.add_patch(
        Rectangle((west, south), east - west, north - south, facecolor="none", edgecolor=_INK,
                  linewidth=0.8, zorder=9)
    )  # fmt: skip
    axes.annotate(
        letter, (west, north), xytext=(2, 2), textcoords="offset points", fontsize=9, color=_INK,
        zorder=9,
    )  # fmt: skip


def _draw_ground(axes: Axes, ground: Ground | None, boundaries: Boundaries) -> None:
    from matplotlib.collections import LineCollection, PathCollection

    if ground is None:
        return
    paths = [_path(polygon) for polygon in ground.land]
    axes.add_collection(
        PathCollection(paths, facecolor=_LAND, edgecolor=_EDGE, linewidth=0.5, zorder=1)
    )
    if boundaries == "none":
        return
    for dashed in (False, True):
        lines = [line for line, is_dashed in ground.borders if is_dashed is dashed]
        style = (0, (4, 3)) if dashed else "solid"
        axes.add_collection(
            LineCollection(lines, colors=_BORDER, linewidths=0.6, linestyles=style, zorder=2)
        )


def _path(polygon: BaseGeometry) -> Any:
    from matplotlib.path import Path as DrawnPath

    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]
    return DrawnPath.make_compound_path(*(DrawnPath(ring, closed=True) for ring in rings))


def _draw_incident(axes: Axes, row: Feature, box: Box) -> None:
    incident = row.incident
    style = layer_styles()[incident.layer]
    colour = _GREY if incident.recency == "background" else style["colour"]
    where = incident.where
    sites: list[Extent] = []
    if where is not None and where.extent is not None:
        sites = [where.extent, *(extent for _, extent in where.other_sites)]
    for part in shapely.get_parts(row.geometry):
        match kind_of(part):
            case "area":
                _draw_area(axes, part, colour, style["hatch"], incident.status)
            case "line":
                x, y = shapely.get_coordinates(part).T
                axes.plot(x, y, color="#fffdf7", linewidth=4.5, zorder=4, solid_capstyle="round")
                dash = (0, (4, 2)) if incident.status in _DASHED else "solid"
                axes.plot(x, y, color=colour, linewidth=2.5, linestyle=dash, zorder=5)
            case _:
                _draw_point(axes, part, colour, style["marker"], incident.status)
    for site in sites:
        _draw_uncertainty(axes, site, colour, box)


def _draw_area(axes: Axes, part: BaseGeometry, colour: str, hatch: str, status: str) -> None:
    from matplotlib.patches import PathPatch

    patch = PathPatch(
        _path(part), facecolor="none", edgecolor=colour, linewidth=1.4, zorder=3,
        hatch=None if status in _HOLLOW else hatch,
        linestyle="--" if status in _DASHED else "-",
    )  # fmt: skip
    axes.add_patch(patch)


def _draw_point(axes: Axes, part: BaseGeometry, colour: str, marker: str, status: str) -> None:
    hollow = status in _HOLLOW or status in _DASHED
    axes.scatter(
        [part.x], [part.y], s=90 if marker != "*" else 150, marker=marker,
        facecolor="none" if hollow else colour, edgecolor=colour if hollow else _INK,
        linewidth=1.6 if hollow else 0.9, linestyle="--" if status in _DASHED else "-", zorder=7,
    )  # fmt: skip


def _draw_uncertainty(axes: Axes, site: Extent, colour: str, box: Box) -> None:
    """The dashed circle of ``radius_m``, to scale, round a point; an area is its own."""
    from matplotlib.patches import PathPatch

    if site.kind != "point" or not site.radius_m:
        return
    circle = disc(site.lon, site.lat, site.radius_m)
    if circle.bounds[3] - circle.bounds[1] < _SEEN * (box[3] - box[1]):
        return
    for part in shapely.get_parts(circle):
        axes.add_patch(
            PathPatch(_path(part), facecolor="none", edgecolor=colour, linestyle=(0, (3, 3)),
                      linewidth=1.0, zorder=6)
        )  # fmt: skip


def _draw_labels(axes: Axes, rows: Sequence[Feature], box: Box) -> None:
    """Names of places beside their symbols, once each; one that would cover another is left out."""
    west, south, east, north = box
    taken: list[Box] = []
    for row in rows:
        where = row.incident.where
        if where is None or where.extent is None or not where.name or len(taken) >= _MOST_LABELS:
            continue
        lon, lat = where.extent.lon, where.extent.lat
        name = _short(where.name, 40)
        wide = (east - west) * 0.011 * len(name)
        high = (north - south) * 0.035
        place = (lon, lat - high, lon + wide, lat + high)
        if any(
            place[0] < t[2] and t[0] < place[2] and place[1] < t[3] and t[1] < place[3]
            for t in taken
        ):
            continue
        taken.append(place)
        on_right = lon + wide < east
        axes.annotate(
            name, (lon, lat), xytext=(9 if on_right else -9, 0), textcoords="offset points",
            ha="left" if on_right else "right", va="center", fontsize=9, color=_INK, zorder=8,
            parse_math=False, bbox={"boxstyle": "round,pad=0.1", "facecolor": "#fffdf7b0", "edgecolor": "none"},
        )  # fmt: skip


def _draw_legend(figure: Figure, rows: Sequence[Feature], ui_lang: UiLanguage) -> None:
    from matplotlib.lines import Line2D

    labels = load(ui_lang, "labels")["layers"]
    counts = {layer: sum(r.incident.layer == layer for r in rows) for layer in LAYERS}
    handles = [
        Line2D(
            [], [], linestyle="none", marker=layer_styles()[layer]["marker"], markersize=9,
            markerfacecolor=layer_styles()[layer]["colour"], markeredgecolor=_INK,
            label=f"{labels[layer]} ({count})",
        )
        for layer, count in counts.items()
        if count
    ]  # fmt: skip
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=9
    )  # fmt: skip


def _short(words: str, most: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
