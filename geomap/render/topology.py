"""Reads the TopoJSON of the boundary data: arcs, polygons of countries, and who shares which arc."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs in degrees (lon, lat); polygons by country name; land; the arcs two countries share."""

    arcs: tuple[Coordinates, ...]
    country_by_name: dict[str, shapely.Geometry]
    land: shapely.Geometry
    #: (first country, second country) in order of name -> indices of shared arcs
    shared: dict[tuple[str, str], tuple[int, ...]]


def read_topology(path: Path, tolerance_deg: float = 0.0) -> Topology:
    """Decode a quantised TopoJSON file whose objects are ``countries`` and ``land``.

    With a tolerance each arc is simplified (Douglas and Peucker) before anything is made of it, so
    that what shares an arc still shares it.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    scale = np.array(data["transform"]["scale"])
    offset = np.array(data["transform"]["translate"])
    arcs = tuple(
        _simplified(
            np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + offset, tolerance_deg
        )
        for arc in data["arcs"]
    )
    countries: dict[str, shapely.Geometry] = {}
    users: dict[int, list[str]] = defaultdict(list)
    for feature in data["objects"]["countries"]["geometries"]:
        name = feature["properties"]["name"]
        countries[name] = _polygons(feature, arcs)
        for ring in _rings(feature):
            for index in ring:
                users[index if index >= 0 else ~index].append(name)
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in sorted(users):
        names = sorted(set(users[index]))
        if len(names) == 2:
            shared[names[0], names[1]].append(index)
    parts = [_polygons(g, arcs, valid=False) for g in data["objects"]["land"]["geometries"]]
    land = shapely.multipolygons(np.concatenate([shapely.get_parts(part) for part in parts]))
    return Topology(arcs, countries, land, {k: tuple(v) for k, v in sorted(shared.items())})


def _simplified(arc: Coordinates, tolerance_deg: float) -> Coordinates:
    if not tolerance_deg or len(arc) < 3:
        return arc
    return np.asarray(
        shapely.get_coordinates(
            shapely.simplify(shapely.LineString(arc), tolerance_deg, preserve_topology=False)
        )
    )


def _rings(feature: dict[str, Any]) -> list[list[int]]:
    if feature["type"] == "Polygon":
        return list(feature["arcs"])
    if feature["type"] == "MultiPolygon":
        return [ring for polygon in feature["arcs"] for ring in polygon]
    return []


def _polygons(
    feature: dict[str, Any], arcs: tuple[Coordinates, ...], *, valid: bool = True
) -> shapely.Geometry:
    polygons = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature.get("arcs", [])]
    parts: list[shapely.Geometry] = []
    for polygon in polygons:
        rings = [_unwrapped(_ring(indices, arcs)) for indices in polygon]
        rings = [ring for ring in rings if len(ring) >= 4]
        if rings:
            parts += _cut_at_180(rings)
    whole = shapely.MultiPolygon(parts)
    return shapely.make_valid(whole) if valid else whole


def _ring(indices: list[int], arcs: tuple[Coordinates, ...]) -> Coordinates:
    pieces = []
    for number, index in enumerate(indices):
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        pieces.append(arc if number == 0 else arc[1:])
    return np.concatenate(pieces) if pieces else np.empty((0, 2))


def _unwrapped(ring: Coordinates) -> Coordinates:
    """A ring without jumps at the 180th meridian; one that goes round a pole is closed there."""
    if not len(ring):
        return ring
    turns = np.concatenate([[0.0], np.cumsum(np.rint(np.diff(ring[:, 0]) / 360.0))])
    ring = np.stack([ring[:, 0] - 360.0 * turns, ring[:, 1]], axis=1)
    if abs(ring[-1, 0] - ring[0, 0]) < 180.0:
        return ring
    pole = -90.0 if ring[:, 1].mean() < 0 else 90.0
    return np.concatenate([ring, [[ring[-1, 0], pole], [ring[0, 0], pole], ring[0]]])


def _cut_at_180(rings: list[Coordinates]) -> list[shapely.Geometry]:
    """Polygons within -180 to 180 of unwrapped rings, the first the outer one."""
    outer = rings[0]
    west, east = outer[:, 0].min(), outer[:, 0].max()
    holes = []
    for hole in rings[1:]:
        middle = (hole[:, 0].min() + hole[:, 0].max()) / 2
        shift = 360.0 if middle < west else -360.0 if middle > east else 0.0
        holes.append(hole + np.array((shift, 0.0)))
    polygon = shapely.Polygon(outer, holes)
    if west >= -180.0 and east <= 180.0:
        return [polygon]
    polygon = shapely.make_valid(polygon)
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        moved = shapely.transform(polygon, lambda xy, turn=turn: xy + np.array((turn, 0.0)))
        inside = shapely.intersection(moved, shapely.box(-180.0, -90.0, 180.0, 90.0))
        pieces += [p for p in shapely.get_parts(inside) if p.geom_type == "Polygon"]
    return pieces
