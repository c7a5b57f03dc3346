"""GeoJSON as RFC 7946 wants it: no ``crs``, right-hand rings, 7 decimals, ``bbox``; one feature a
mapped incident. And the same as a text sequence (RFC 8142), one feature a record.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import Feature, UiLanguage, features

#: RFC 7946, section 11.2: 6 decimals are about 10 cm; 7 keep a survey's centimetre.
DECIMALS = 7
#: Geometries remembered as they are written: incidents of an archive share their countries and regions.
_GEOMETRIES_KEPT = 256
_HALF_TURN = 180.0
_FULL_TURN = 360.0
#: RFC 8142: every text of a sequence begins with a record separator.
RECORD_SEPARATOR = b"\x1e"


def write_geojson(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents of ``findings`` as one FeatureCollection, one feature at a time.

    The box of all stands before the features, so they wait in a file beside it.
    """
    spans = Spans()
    with whole_file(path) as target, target.with_suffix(".features").open("w+b") as waiting:
        for number, feature in enumerate(features(findings, ui_lang)):
            spans.add(feature.geometry)
            waiting.write(b",\n" if number else b"\n")
            waiting.write(msgspec.json.encode(feature_object(feature)))
        waiting.seek(0)
        with target.open("wb") as out:
            out.write(_opening(spans.bbox()))
            shutil.copyfileobj(waiting, out, 2**20)
            out.write(b"\n]}\n" if spans else b"]}\n")


def write_geojson_sequence(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write one feature a line; with record separators when the file is called ``.geojsons``."""
    mark = RECORD_SEPARATOR if path.suffix == ".geojsons" else b""
    with whole_file(path) as target, target.open("wb") as out:
        for feature in features(findings, ui_lang):
            out.write(mark + msgspec.json.encode(feature_object(feature)) + b"\n")


def geojson_bytes(findings: Iterable[Findings], ui_lang: UiLanguage = "fr") -> bytes:
    """A FeatureCollection, one feature a line, UTF-8. The same findings give the same bytes."""
    rows = list(features(findings, ui_lang))
    body = b",\n".join(msgspec.json.encode(feature_object(row)) for row in rows)
    opening = _opening(bbox([row.geometry for row in rows]))
    return opening + (b"\n" + body + b"\n" if body else b"") + b"]}\n"


def _opening(box: list[float] | None) -> bytes:
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if box is not None:
        head["bbox"] = box
    return msgspec.json.encode(head)[:-1] + b',"features":['


def feature_object(feature: Feature) -> dict[str, Any]:
    """One feature, its members in a fixed order."""
    geometry, box = _written(shapely.to_wkb(feature.geometry))
    return {
        "type": "Feature",
        "id": feature.incident.id,
        "bbox": box,
        "geometry": geometry,
        "properties": feature.properties,
    }


@lru_cache(maxsize=_GEOMETRIES_KEPT)
def _written(wkb: bytes) -> tuple[msgspec.Raw, list[float] | None]:
    """The geometry object of a geometry, ready to be put into JSON, and its box."""
    geometry = ready_geometry(shapely.from_wkb(wkb))
    return msgspec.Raw(msgspec.json.encode(_geometry_object(geometry))), bbox([geometry])


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
    spans = Spans()
    for geometry in geometries:
        spans.add(geometry)
    return spans.bbox()


class Spans:
    """The extents of geometries, gathered one at a time; of a million points, some megabytes."""

    def __init__(self) -> None:
        self._east_west: set[tuple[float, float]] = set()
        self._south = 90.0
        self._north = -90.0

    def __bool__(self) -> bool:
        return bool(self._east_west)

    def add(self, geometry: BaseGeometry) -> None:
        for west, south, east, north in shapely.bounds(shapely.get_parts(geometry)).tolist():
            self._east_west.add((west, east))
            self._south = min(self._south, south)
            self._north = max(self._north, north)

    def bbox(self) -> list[float] | None:
        if not self._east_west:
            return None
        west, east = _shortest_turn(list(self._east_west))
        values = (west, self._south, east, self._north)
        return [round(value, DECIMALS) + 0.0 for value in values]


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
