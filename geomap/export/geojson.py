"""GeoJSON as RFC 7946 wants it: no ``crs``, right-hand rings, 7 decimals, ``bbox``; one feature a
mapped incident. And the same as a text sequence (RFC 8142), one feature a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geomap.export.whole import write_whole
from geomap.model.findings import Findings
from geomap.model.table import Feature, UiLanguage, features

#: RFC 7946, section 11.2: 6 decimals are about 10 cm; 7 keep a survey's centimetre.
DECIMALS = 7
_HALF_TURN = 180.0
_FULL_TURN = 360.0
#: RFC 8142: every text of a sequence begins with a record separator.
RECORD_SEPARATOR = b"\x1e"


def write_geojson(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents of ``findings`` as one FeatureCollection."""
    write_whole(path, geojson_bytes(findings, ui_lang))


def write_geojson_sequence(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write one feature a line; with record separators when the file is called ``.geojsons``."""
    mark = RECORD_SEPARATOR if path.suffix == ".geojsons" else b""
    lines = [
        mark + msgspec.json.encode(feature_object(feature)) + b"\n"
        for feature in features(findings, ui_lang)
    ]
    write_whole(path, b"".join(lines))


def geojson_bytes(findings: Iterable[Findings], ui_lang: UiLanguage = "fr") -> bytes:
    """A FeatureCollection, one feature a line, UTF-8. The same findings give the same bytes."""
    rows = list(features(findings, ui_lang))
    head: dict[str, Any] = {"type": "FeatureCollection"}
    box = bbox([row.geometry for row in rows])
    if box is not None:
        head["bbox"] = box
    body = b",\n".join(msgspec.json.encode(feature_object(row)) for row in rows)
    opening = msgspec.json.encode(head)[:-1]
    return opening + b',"features":[' + (b"\n" + body + b"\n" if body else b"") + b"]}\n"


def feature_object(feature: Feature) -> dict[str, Any]:
    """One feature, its members in a fixed order."""
    geometry = ready_geometry(feature.geometry)
    return {
        "type": "Feature",
        "id": feature.incident.id,
        "bbox": bbox([geometry]),
        "geometry": _geometry_object(geometry),
        "properties": feature.properties,
    }


def ready_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """Right-hand rings, and coordinates of 7 decimals at most."""
    rounded = shapely.transform(_right_handed(geometry), lambda xy: xy.round(DECIMALS) + 0.0)
    return rounded if not rounded.is_empty else geometry


def _right_handed(geometry: BaseGeometry) -> BaseGeometry:
    if isinstance(geometry, Polygon):
        return orient(geometry, 1.0)
    if hasattr(geometry, "geoms"):
        return type(geometry)([_right_handed(part) for part in geometry.geoms])
    return geometry


def _geometry_object(geometry: BaseGeometry) -> dict[str, Any]:
    return dict(mapping(geometry))


def bbox(geometries: Sequence[BaseGeometry]) -> list[float] | None:
    """[west, south, east, north]; ``west > east`` when the shorter way round crosses the 180th
    meridian (RFC 7946, section 5.2). None without a geometry."""
    parts = [part.bounds for geometry in geometries for part in shapely.get_parts(geometry)]
    if not parts:
        return None
    south = min(part[1] for part in parts)
    north = max(part[3] for part in parts)
    west, east = _shortest_turn([(part[0], part[2]) for part in parts])
    return [round(value, DECIMALS) + 0.0 for value in (west, south, east, north)]


def _shortest_turn(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """West and east of the shortest stretch of the circle that holds all ``spans`` (degrees)."""
    spans = sorted(spans)
    merged = [list(spans[0])]
    for west, east in spans[1:]:
        if west <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], east)
        else:
            merged.append([west, east])
    outer = merged[0][0] + _FULL_TURN - merged[-1][1]
    gaps = [after[0] - before[1] for before, after in pairwise(merged)]
    widest = max(gaps, default=0.0)
    # Only a clear gain is worth a box that some readers find odd.
    if widest > max(outer, _HALF_TURN):
        cut = gaps.index(widest)
        return merged[cut + 1][0], merged[cut][1]
    return merged[0][0], merged[-1][1]
