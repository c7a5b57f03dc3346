"""A figure of the map for a page: PNG, SVG or PDF, drawn by matplotlib, without a browser.

A title, the map, groups that lie far apart again in panels, and a numbered key that says what happened,
when and according to whom.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.config import Boundaries
from geomap.errors import InputError, MissingExtra
from geomap.export.dates_in_words import date_words, span_words
from geomap.export.drawing import DASHED, GREY, HOLLOW, Context, Shown, draw_map
from geomap.export.names import country_names, place_name, town_names
from geomap.export.panels import Frame, frame_of, panels_of
from geomap.export.projection import boxes_under
from geomap.export.style import layer_styles
from geomap.export.surroundings import INK
from geomap.export.whole import write_whole
from geomap.language.load import load
from geomap.model.edtf import bounds
from geomap.model.findings import Findings
from geomap.model.incident import LAYERS, NEWSROOM_CLAIM, Incident
from geomap.model.table import Feature, UiLanguage, features

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from geomap.gazetteer import Gazetteer

_DOTS_PER_INCH = 150
_WIDTH, _EDGE, _GAP = 10.0, 0.35, 0.18
_TITLE, _LEGEND_LINE, _KEY_LINE, _FOOT = 0.72, 0.26, 0.4, 0.12
#: More incidents than this are told by their symbols alone.
_MOST_IN_KEY = 30
#: Up to so many the key is one column of whole lines.
_ONE_COLUMN = 4
#: Towns are named for orientation on maps narrower than this.
_TOWNS_BELOW_M = 2_000_000.0
_SERIF = ["DejaVu Serif"]


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
                "text.parse_math": False, "font.family": "DejaVu Sans", "hatch.linewidth": 0.7,
                "figure.dpi": _DOTS_PER_INCH}  # fmt: skip
    with mpl.rc_context(settings), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure = draw(rows, ui_lang, title or _title(findings), boundaries, len(findings))
        drawn = io.BytesIO()  # its writers do not end well on a disk that is full
        figure.savefig(drawn, format=kind, dpi=_DOTS_PER_INCH, metadata=_metadata(kind))
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
    return (findings[0].document.title or "") if len(findings) == 1 else ""


def draw(
    rows: Sequence[Feature],
    ui_lang: UiLanguage,
    title: str,
    boundaries: Boundaries = "un",
    documents: int = 1,
) -> Figure:
    """The figure, its lines in inches from the top."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from geomap.gazetteer import open_gazetteer

    gazetteer = open_gazetteer()
    shown = _numbered(rows, gazetteer, ui_lang)
    frame = frame_of([row.geometry for row in rows])
    panels = panels_of([row.geometry for row in rows], frame)
    wide = _WIDTH - 2 * _EDGE
    heights = [wide / frame.ratio, *_panel_heights(panels, wide)]
    key_columns = 1 if len(shown) <= _ONE_COLUMN else 2
    key_lines = math.ceil(len(shown) / key_columns) if len(shown) <= _MOST_IN_KEY else 0
    legend = _legend_handles(rows, ui_lang)
    legend_lines = math.ceil(len(legend) / _LEGEND_COLUMNS)
    head = _TITLE if title else _TITLE - 0.2
    total = (
        head + sum(heights) + _GAP * len(heights) + _LEGEND_LINE * legend_lines + 0.1
        + _KEY_LINE * key_lines + _FOOT + _EDGE
    )  # fmt: skip
    figure = Figure(figsize=(_WIDTH, total), facecolor="white")
    FigureCanvasAgg(figure)  # sizes of words are measured on it
    page = _Page(figure, total)
    countries = country_names(gazetteer, ui_lang)

    def context(of: Frame) -> Context:
        near = of.width_m < _TOWNS_BELOW_M
        towns = town_names(gazetteer, boxes_under(of.plane, of.box), ui_lang, 60) if near else []
        return Context(boundaries, countries, towns)

    def in_panel(one: Shown) -> bool:
        return any(panel.holds(one.row.geometry) for panel in panels)

    _write_title(page, title, rows, ui_lang, documents)
    top = head
    axes = page.axes(_EDGE, top, wide, heights[0])
    draw_map(axes, [s.without_name() if in_panel(s) else s for s in shown], frame, context(frame))
    top += heights[0] + _GAP
    for number, panel in enumerate(panels):
        letter = chr(ord("A") + number)
        _mark_panel(axes, frame, panel, letter)
        line, column = divmod(number, 2)
        alone = number == len(panels) - 1 and column == 0
        width = wide if alone else (wide - _GAP) / 2
        height = heights[1 + line]
        detail = page.axes(
            _EDGE + column * (width + _GAP), top + line * (height + _GAP), width, height
        )
        fitted = panel.fitted(width / height)
        draw_map(detail, shown, fitted, context(fitted))
        _write_letter(detail, letter)
    top += sum(heights[1:]) + _GAP * (len(heights) - 1)
    _draw_legend(page, legend, top)
    top += _LEGEND_LINE * legend_lines + 0.1
    if key_lines:
        _write_key(page, shown, top, key_lines, key_columns, ui_lang)
    _write_foot(page, boundaries, ui_lang)
    return figure


class _Page:
    """A figure addressed in inches from its upper left corner."""

    def __init__(self, figure: Figure, height: float) -> None:
        self.figure, self.height = figure, height

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        bottom = self.height - top - height
        return self.figure.add_axes(
            (left / _WIDTH, bottom / self.height, width / _WIDTH, height / self.height)
        )

    def text(self, left: float, top: float, words: str, **style: Any) -> Any:
        return self.figure.text(
            left / _WIDTH, 1 - top / self.height, words, va="top", parse_math=False, **style
        )


def _panel_heights(panels: Sequence[Frame], wide: float) -> list[float]:
    lines = math.ceil(len(panels) / 2)
    half = (wide - _GAP) / 2
    return [half / panels[0].ratio] * lines if panels else []


def _numbered(rows: Sequence[Feature], gazetteer: Gazetteer, ui_lang: UiLanguage) -> list[Shown]:
    """The incidents in the order of the texts, numbered when the key has room for them."""
    with_key = len(rows) <= _MOST_IN_KEY
    return [
        Shown(row, number if with_key else 0, place_name(row, gazetteer, ui_lang))
        for number, row in enumerate(rows, 1)
    ]


def _mark_panel(axes: Axes, frame: Frame, panel: Frame, letter: str) -> None:
    """Where a panel lies on the whole map."""
    from matplotlib.patches import Polygon

    outline = frame.plane.project(panel.plane.unproject(panel.edge()))
    axes.add_patch(
        Polygon(outline, closed=True, fill=False, edgecolor=INK, linewidth=0.8, zorder=9)
    )
    corner = outline[outline[:, 1].argmax()]
    axes.annotate(
        letter, corner, xytext=(0, 3), textcoords="offset points", fontsize=8, color=INK, zorder=9,
        ha="center", va="bottom", weight="bold",
    )  # fmt: skip


def _write_letter(axes: Axes, letter: str) -> None:
    axes.text(
        0.015, 0.97, letter, transform=axes.transAxes, fontsize=9, weight="bold", color=INK, va="top",
        zorder=10, bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": INK,
                         "linewidth": 0.8},
    )  # fmt: skip


def _write_title(
    page: _Page, title: str, rows: Sequence[Feature], ui_lang: UiLanguage, documents: int
) -> None:
    words = load(ui_lang, "figure")["count"]
    count = words["one"] if len(rows) == 1 else words["many"].format(len(rows))
    told = [count, _whole_span(rows, ui_lang)]
    if documents > 1:
        told.append(words["documents"].format(documents))
    subtitle = " · ".join(filter(None, told))
    page.text(_EDGE, 0.2, _short(title or subtitle, 84), fontsize=15, family=_SERIF, weight="bold",
              color=INK)  # fmt: skip
    if title:
        page.text(_EDGE, 0.48, subtitle, fontsize=8.5, color="#5d594f")


def _whole_span(rows: Sequence[Feature], ui_lang: UiLanguage) -> str:
    """From the first to the last day of what is current and dated on both sides."""
    told = [row.incident.when.edtf for row in rows if row.incident.recency != "background"]
    known = [b for edtf in told if edtf and (b := bounds(edtf)) is not None]
    firsts = [b.first for b in known if b.first is not None]
    lasts = [b.last for b in known if b.last is not None]
    return span_words(min(firsts), max(lasts), ui_lang) if firsts and lasts else ""


_LEGEND_COLUMNS = 3


def _legend_handles(rows: Sequence[Feature], ui_lang: UiLanguage) -> list[Any]:
    """The layers that are there with their counts, then the ways of being told that are there."""
    from matplotlib.lines import Line2D

    labels, key = load(ui_lang, "labels")["layers"], load(ui_lang, "figure")["key"]
    counts = {layer: sum(r.incident.layer == layer for r in rows) for layer in LAYERS}
    handles = [
        _handle(
            layer_styles()[layer]["marker"],
            layer_styles()[layer]["colour"],
            f"{labels[layer]} ({n})",
        )
        for layer, n in counts.items()
        if n
    ]
    told = {row.incident.status for row in rows}
    if told & HOLLOW:
        handles.append(_handle("o", "white", key["hollow"], edge=INK))
    if told & DASHED:
        handles.append(Line2D([], [], color=INK, linestyle=(0, (3, 2)), label=key["dashed"]))
    if any(row.incident.recency == "background" for row in rows):
        handles.append(_handle("o", GREY, key["background"]))
    return handles


def _handle(marker: str, colour: str, label: str, edge: str = INK) -> Any:
    from matplotlib.lines import Line2D

    return Line2D(
        [], [], linestyle="none", marker=marker, markersize=10 if marker == "*" else 7,
        markerfacecolor=colour, markeredgecolor=edge, markeredgewidth=0.8, label=label,
    )  # fmt: skip


def _draw_legend(page: _Page, handles: list[Any], top: float) -> None:
    by_line = [h for c in range(_LEGEND_COLUMNS) for h in handles[c::_LEGEND_COLUMNS]]
    page.figure.legend(
        handles=by_line, ncols=min(_LEGEND_COLUMNS, len(handles)), frameon=False, fontsize=8,
        loc="upper left", borderaxespad=0, borderpad=0, handletextpad=0.4, columnspacing=2.2,
        labelspacing=0.65, bbox_to_anchor=(_EDGE / _WIDTH, 1 - top / page.height),
    )  # fmt: skip


def _write_key(
    page: _Page, shown: Sequence[Shown], top: float, lines: int, columns: int, ui_lang: UiLanguage
) -> None:
    """Each entry a headline and a line of date and source."""
    column = (_WIDTH - 2 * _EDGE) / columns
    most = 140 if columns == 1 else 74
    for place, one in enumerate(shown):
        left = _EDGE + (place // lines) * column
        line = top + (place % lines) * _KEY_LINE
        incident = one.row.incident
        page.text(left, line, f"{one.number}", fontsize=8, weight="bold", color=INK)
        page.text(left + 0.26, line, _short(incident.headline, most), fontsize=8, color=INK)
        page.text(
            left + 0.26, line + 0.17, _short(_second_line(incident, ui_lang), most + 16), fontsize=6.8,
            color="#5d594f",
        )  # fmt: skip


def _second_line(incident: Incident, ui_lang: UiLanguage) -> str:
    words = load(ui_lang, "figure")
    told = [date_words(incident.when.edtf, ui_lang, incident.when.part)]
    speaker = next((c.source for c in incident.claims if c.id != NEWSROOM_CLAIM), None)
    if speaker:
        told.append(words["said_by"].format(speaker))
    if incident.status != "reported":
        told.append(load(ui_lang, "labels")["status"][incident.status])
    return " · ".join(told)


def _write_foot(page: _Page, boundaries: Boundaries, ui_lang: UiLanguage) -> None:
    ground = load(ui_lang, "figure")["ground"]
    page.text(
        _EDGE, page.height - _EDGE + 0.02, f"{ground[boundaries]}. {ground['sources']}.", fontsize=6.2,
        color=GREY,
    )  # fmt: skip


def _short(words: str, most: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
