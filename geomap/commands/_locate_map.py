"""The map of ``geomap locate --map``: one HTML file with a drawing (SVG), no script, no network.

A picture of the answer, its anchors and the land around, in an equirectangular projection true to
scale at the middle. Every word that comes from outside is escaped; geometry is numbers.
"""

from __future__ import annotations

import html
import math
import os
import tempfile
from pathlib import Path
from typing import Any

import shapely

from geomap.commands._locating import geometry_bounds
from geomap.errors import OutputError
from geomap.expressions.anchor import land
from geomap.expressions.query import Query
from geomap.gazetteer import Gazetteer

WIDTH, HEIGHT = 960.0, 640.0
#: Land kept round the answer, as a share of its size; and the least half-height, degrees.
MARGIN, LEAST_DEG = 0.5, 0.35
LONGEST_TITLE = 120
COLOURS = ("#b3261e", "#1e5bb3", "#2f7d32", "#8a5a00", "#6a1b9a", "#00697a")

_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.45 system-ui,sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem;color:#222}}
svg{{width:100%;height:auto;background:#dbe9f2;border:1px solid #999}}dt{{font-weight:600;margin-top:.6rem}}
dd{{margin:0}}small{{color:#555}}</style></head><body><h1>{title}</h1>
{svg}<dl>{legend}</dl><p><small>{credits}</small></p></body></html>
"""


class View:
    """Degrees to pixels."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        self.lat = (south + north) / 2
        self.lon = (west + east) / 2
        self.shrink = max(0.15, math.cos(math.radians(self.lat)))
        half_height = max(LEAST_DEG, (north - south) / 2 * (1 + MARGIN))
        half_width = max(LEAST_DEG, (east - west) / 2 * (1 + MARGIN)) * self.shrink
        self.scale = min(HEIGHT / 2 / half_height, WIDTH / 2 / half_width)

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - self.lon) * self.shrink * self.scale
        return x, HEIGHT / 2 - (lat - self.lat) * self.scale

    def window(self) -> Any:
        dx = WIDTH / 2 / self.scale / self.shrink
        dy = HEIGHT / 2 / self.scale
        return shapely.box(self.lon - dx, self.lat - dy, self.lon + dx, self.lat + dy)


def write_map(path: str, queries: list[Query], gazetteer: Gazetteer) -> None:
    """Draw the located answers; the file appears whole or not at all."""
    page = page_of([q for q in queries if q.extent is not None], gazetteer)
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(page)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise OutputError(f"cannot write the map: {error.strerror}", source=path) from error


def page_of(queries: list[Query], gazetteer: Gazetteer) -> str:
    """The page of some located answers."""
    shapes = [_moved(query) for query in queries]
    spots = [(p.lon, p.lat) for q in queries for p in q.anchors if p.geometry_kind == "point"]
    every = shapely.GeometryCollection([*shapes, *(shapely.Point(spot) for spot in spots)])
    wide = every.bounds[2] - every.bounds[0] > 300.0
    view = View(every.bounds if not wide else shapely.GeometryCollection(shapes).bounds)
    drawn = [_land(view, gazetteer)]
    legend = []
    for number, (query, shape) in enumerate(zip(queries, shapes, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        drawn.append(_shape(view, shape, colour))
        assert query.extent is not None
        words = query.extent.formula or ""
        legend.append(
            f'<dt style="color:{colour}">{html.escape(query.text)}</dt><dd>{html.escape(words)}</dd>'
        )
    named: set[str] = set()
    for query in queries:
        for place in query.anchors:
            if place.geometry_kind == "point" and place.id not in named:
                named.add(place.id)
                name = gazetteer.display_name(place.id, query.lang) or place.name
                drawn.append(_spot(view, place.lon, place.lat, name))
    drawn.append(_scale_bar(view))
    title = html.escape(_title(queries))
    credits = "; ".join(
        html.escape(source.get("attribution") or source.get("name", ""))
        for source in gazetteer.sources()
    )
    svg = f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img">{"".join(drawn)}</svg>'
    return _PAGE.format(
        lang=queries[0].lang, title=title, svg=svg, legend="".join(legend), credits=credits
    )


def _title(queries: list[Query]) -> str:
    """The first expression, cut at a word, and how many more there are."""
    text = " ".join(queries[0].text.split())
    if len(text) > LONGEST_TITLE:
        text = text[:LONGEST_TITLE].rpartition(" ")[0] + " …"
    return text if len(queries) == 1 else f"{text} (+{len(queries) - 1})"


def _moved(query: Query) -> Any:
    """The shape of an answer, in one piece across the 180th meridian."""
    extent = query.extent
    assert extent is not None
    shape = (
        extent.geometry if extent.geometry is not None else shapely.Point(extent.lon, extent.lat)
    )
    west, _, east, _ = geometry_bounds(query)
    if west > east:
        parts = [
            shapely.transform(p, lambda c: c + (360.0, 0.0)) if p.bounds[0] < 0 else p  # noqa: RUF005
            for p in shapely.get_parts(shape)
        ]
        shape = shapely.union_all(parts)
    return shape


def _land(view: View, gazetteer: Gazetteer) -> str:
    window = view.window()
    paths = []
    for shift in (0.0, 360.0):
        moved = shapely.transform(window, lambda c, by=shift: c - (by, 0.0))
        for part in land(gazetteer).near(moved):
            seen = shapely.simplify(shapely.clip_by_rect(part, *moved.bounds), 0.6 / view.scale)
            paths.append(_path(view, seen, shift))
    return f'<path d="{"".join(paths)}" fill="#f4efe4" stroke="#a89f8c" stroke-width="0.8"/>'


def _path(view: View, shape: Any, shift: float = 0.0) -> str:
    pieces = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else []
        for ring in rings or ([part] if part.geom_type == "LineString" else []):
            points = (view.xy(x + shift, y) for x, y in shapely.get_coordinates(ring))
            pieces.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points))
            pieces.append("Z" if rings else "")
    return "".join(pieces)


def _shape(view: View, shape: Any, colour: str) -> str:
    if shape.geom_type == "Point":
        x, y = view.xy(shape.x, shape.y)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{colour}" fill-opacity="0.7"/>'
    fill = colour if shape.geom_type.endswith("Polygon") else "none"
    return (
        f'<path d="{_path(view, shape)}" fill="{fill}" fill-opacity="0.25" fill-rule="evenodd" '
        f'stroke="{colour}" stroke-width="2.5"/>'
    )


def _spot(view: View, lon: float, lat: float, name: str) -> str:
    x, y = view.xy(lon, lat)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#222"/>'
        f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" font-size="15" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke">{html.escape(name)}</text>'
    )


def _scale_bar(view: View) -> str:
    """A bar of a round length, about a fifth of the picture, true at the middle latitude."""
    metre = view.scale / 111_320.0
    target = WIDTH / 5 / metre
    step = 10 ** math.floor(math.log10(target))
    length = max(step * k for k in (1, 2, 5) if step * k <= target)
    pixels, words = length * metre, f"{length / 1000:g} km"
    y = HEIGHT - 18
    return (
        f'<path d="M20,{y}h{pixels:.1f}" stroke="#222" stroke-width="3"/>'
        f'<text x="20" y="{y - 6}" font-size="13">{words}</text>'
    )
