"""Who holds what on the basemap: units, disputed rows, and the lines between them.

The boundary data draws de facto control. The rows of ``data/disputed.json`` say, with a source
each, what differs in documents of the United Nations. A line that touches a disputed row is dashed
under every policy. The basemap decides nothing about an incident: its country is what the findings
say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import shapely

from geomap.render.topology import Topology

SOLID, DASHED = 1, 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of land and who owns it: ``un`` is None where the documents leave it open."""

    name: str
    geometry: shapely.Geometry
    un: str | None
    de_facto: str | None
    disputed: str | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two units, WGS 84, drawn solid or dashed."""

    line: shapely.LineString
    style: int


def disputed_rows() -> list[dict[str, Any]]:
    """The rows of ``data/disputed.json``."""
    file = resources.files("geomap.render").joinpath("data", "disputed.json")
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return rows


def units(topology: Topology) -> list[Unit]:
    """The countries of the boundary data, with the disputed parts cut out as units of their own."""
    geometry_by_name = dict(topology.country_by_name)
    row_by_unit = {row["unit"]: row for row in disputed_rows() if "unit" in row}
    found: list[Unit] = []
    for row in disputed_rows():
        host = geometry_by_name.get(row.get("from", ""))
        if host is None:
            continue
        area = shapely.Polygon(row["area"])
        part = shapely.intersection(host, area)
        if part.is_empty:
            continue
        geometry_by_name[row["from"]] = shapely.difference(host, area)
        found.append(Unit(row["en"], part, row["un"], row["de_facto"], row["id"]))
    for name in sorted(geometry_by_name):
        named = row_by_unit.get(name)
        if named is None:
            found.append(Unit(name, geometry_by_name[name], name, name))
        else:
            found.append(
                Unit(name, geometry_by_name[name], named["un"], named["de_facto"], named["id"])
            )
    return found


def borders(topology: Topology) -> list[Border]:
    """Every line between two units, in a fixed order."""
    rows = disputed_rows()
    dashed_units = {row["unit"] for row in rows if "unit" in row}
    cuts = [(row["from"], shapely.Polygon(row["area"])) for row in rows if "from" in row]
    pairs = [
        (tuple(sorted(row["pair"])), shapely.Polygon(row["area"]) if "area" in row else None)
        for row in rows
        if "pair" in row
    ]
    found: list[Border] = []
    for names, indices in topology.shared.items():
        line = shapely.line_merge(
            shapely.MultiLineString(
                [topology.arcs[i] for i in indices if len(topology.arcs[i]) > 1]
            )
        )
        if dashed_units.intersection(names):
            found += _lines(line, DASHED)
            continue
        areas = [area for host, area in cuts if host in names]
        areas += [area for pair, area in pairs if pair == names and area is not None]
        if any(pair == names and area is None for pair, area in pairs):
            found += _lines(line, DASHED)
            continue
        inside = shapely.union_all(areas) if areas else shapely.Polygon()
        # A hair's breadth wider: the cut runs along the line it should catch.
        found += _lines(shapely.intersection(line, shapely.buffer(inside, 0.01)), DASHED)
        found += _lines(shapely.difference(line, shapely.buffer(inside, 0.01)), SOLID)
    for host, area in cuts:
        body = topology.country_by_name.get(host)
        if body is not None:
            edge = shapely.intersection(shapely.boundary(area), shapely.buffer(body, -0.02))
            found += _lines(edge, DASHED)
    return found


def _lines(geometry: shapely.Geometry, style: int) -> list[Border]:
    parts = shapely.get_parts(geometry)
    lines = [part for part in parts if part.geom_type == "LineString" and part.length > 0]
    return [Border(line, style) for line in lines]


def owner_at(found: list[Unit], lon: float, lat: float, policy: str) -> str | None:
    """Whose land a point is on, under a policy (``un`` or ``de-facto``); None at sea or left open."""
    point = shapely.Point(lon, lat)
    for unit in found:
        west, south, east, north = shapely.bounds(unit.geometry)
        if west <= lon <= east and south <= lat <= north and shapely.contains(unit.geometry, point):
            return unit.un if policy == "un" else unit.de_facto
    return None


def units_to_arrays(found: list[Unit]) -> dict[str, np.ndarray[Any, Any]]:
    """Units as arrays that ``numpy`` can store without pickling."""
    wkb = [shapely.to_wkb(unit.geometry, byte_order=1) for unit in found]
    return {
        "wkb": np.frombuffer(b"".join(wkb), dtype=np.uint8),
        "length": np.array([len(piece) for piece in wkb], dtype=np.int64),
        "name": np.array([unit.name for unit in found]),
        "un": np.array([unit.un or "" for unit in found]),
        "de_facto": np.array([unit.de_facto or "" for unit in found]),
        "disputed": np.array([unit.disputed or "" for unit in found]),
    }


def units_from_arrays(arrays: Any) -> list[Unit]:
    """The units that ``units_to_arrays`` stored."""
    data = arrays["wkb"].tobytes()
    ends = np.cumsum(arrays["length"])
    return [
        Unit(
            str(name),
            shapely.from_wkb(data[end - length : end]),
            str(un) or None,
            str(de_facto) or None,
            str(disputed) or None,
        )
        for name, un, de_facto, disputed, end, length in zip(
            arrays["name"], arrays["un"], arrays["de_facto"], arrays["disputed"],
            ends, arrays["length"], strict=True,
        )
    ]  # fmt: skip
