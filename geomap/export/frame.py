"""Flat rows as GeoDataFrames by geometry kind, typed so that a null stays a null in every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import shapely

from geomap.export.rows import Row
from geomap.model.shape import gather, kind_of

if TYPE_CHECKING:
    import geopandas

#: kind -> name of the layer or file that holds it
LAYER_NAMES = {"point": "points", "line": "lines", "area": "areas"}
_INTEGERS = ("_low", "_high", "_start", "_end", "fatalities_acled")
_NOT_INTEGERS = frozenset({"when_start", "when_end"})
_NUMBERS = frozenset({"radius_m"})
_TRUTHS = frozenset({"disputed", "aggregate"})


def dtype_of(column: str) -> str:
    """The pandas type of a column; text unless its name says otherwise."""
    if column in _NUMBERS:
        return "Float64"
    if column in _TRUTHS:
        return "boolean"
    if column.endswith(_INTEGERS) and column not in _NOT_INTEGERS:
        return "Int64"
    return "object"


def rows_of_one_kind(rows: Iterable[Row], kind: str) -> list[Row]:
    """The rows of ``kind``; of an incident with sites of several kinds, the part that is of it."""
    out: list[Row] = []
    for row in rows:
        if row.kind == kind:
            out.append(row)
        elif row.kind == "mixed":
            parts = [p for p in shapely.get_parts(row.geometry) if kind_of(p) == kind]
            if parts:
                out.append(Row(gather(parts), kind, row.values))
    return out


def frame_of(rows: Sequence[Row], columns: Sequence[str]) -> geopandas.GeoDataFrame:
    """A GeoDataFrame in EPSG:4326 with ``columns``, in their order, also when there is no row."""
    import geopandas
    import pandas

    data: dict[str, Any] = {
        name: pandas.Series([row.values.get(name) for row in rows], dtype=dtype_of(name))
        for name in columns
    }
    geometry = geopandas.GeoSeries([row.geometry for row in rows], crs="EPSG:4326")
    return geopandas.GeoDataFrame(data, geometry=geometry, crs="EPSG:4326")


def right_handed(geometry: Any) -> Any:
    """Exterior rings counter-clockwise (simple features, RFC 7946)."""
    return shapely.orient_polygons(geometry, exterior_cw=False)
