"""Incidents counted by cell, day and layer: what is left of an archive too large for a map.

Cells are those of H3 (hexagons; resolution 4 has sides of 26 km). An incident told by several documents counts once. One that is known less
precisely than a cell is wide is counted under its country without a cell: put into the cell of its
middle it would claim what nobody said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import MissingExtra, UsageError
from geomap.export.csv import cell as csv_cell
from geomap.export.gdal import write_layer
from geomap.export.whole import whole_file
from geomap.model.edtf import bounds
from geomap.model.findings import Findings
from geomap.model.incident import MOST_TELLINGS_NAMED, Incident
from geomap.model.shape import cut_at_180

if TYPE_CHECKING:
    import geopandas

_DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "geojson": "GeoJSON", "geojsonl": "GeoJSONSeq"}
#: Formats a table of cells is written in.
CELL_FORMATS = (*_DRIVERS, "csv", "parquet")
#: 1970-01-01 as Python counts days.
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class Count:
    """What is counted of one cell, day and layer; ``killed`` is the sum of the lowest counts told."""

    incidents: int = 0
    killed: int = 0


Key = tuple[str, str, str, str]


def count_by_cell(findings: Iterable[Findings], resolution: int) -> dict[Key, Count]:
    """(cell, country, day, layer) -> counts; the cell is empty for what is known too coarsely.

    ``day`` is ``YYYY-MM-DD``, or the month or year when no more is known, or empty.
    """
    h3 = _h3()
    edge_m = h3.average_hexagon_edge_length(resolution, unit="m")
    counts: dict[Key, Count] = {}
    told: set[tuple[str, str]] = set()
    for found in findings:
        for incident in found.incidents:
            where = incident.where
            if not incident.on_map or where is None or where.extent is None:
                continue
            if incident.same_as:
                own = (found.document.id, incident.id)
                if any(other in told for other in (own, *incident.same_as)):
                    continue
                told.add(own)
                if len(incident.same_as) >= MOST_TELLINGS_NAMED:
                    told.update(incident.same_as)  # not all are named: the first telling joins them
            cell = ""
            if _is_within(incident, edge_m):
                cell = h3.latlng_to_cell(where.extent.lat, where.extent.lon, resolution)
            key = (cell, where.country or "", _day(incident), incident.layer)
            count = counts.setdefault(key, Count())
            count.incidents += 1
            count.killed += _killed(incident)
    return counts


def write_cells(
    findings: Iterable[Findings], path: Path, format_name: str, resolution: int
) -> list[Path]:
    """Write the counts as a table with the cells' shapes. Raises UsageError for a format without."""
    if format_name not in CELL_FORMATS:
        raise UsageError(
            f"cells are not written as {format_name}", hint="one of " + ", ".join(CELL_FORMATS)
        )
    frame = _frame(count_by_cell(findings, resolution))
    with whole_file(path) as beside:
        if format_name == "csv":
            table = frame.assign(WKT=frame.geometry.to_wkt(rounding_precision=6))
            rows = table.drop(columns="geometry").map(csv_cell)
            rows.to_csv(beside, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        elif format_name == "parquet":
            _write_parquet(frame, beside)
        else:
            options: dict[str, Any] = {}
            if format_name == "gpkg":
                options = {"layer": "cells", "VERSION": "1.3"}
            write_layer(frame, beside, _DRIVERS[format_name], empty_type="Polygon", **options)
    return [path]


def _write_parquet(frame: geopandas.GeoDataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False, compression="zstd")
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", "writing GeoParquet", error) from error


def _frame(counts: dict[Key, Count]) -> geopandas.GeoDataFrame:
    import geopandas

    keys = sorted(counts)
    columns: dict[str, list[Any]] = {
        name: [key[at] or None for key in keys]
        for at, name in enumerate(("cell", "country", "day", "layer"))
    }
    columns["incidents"] = [counts[key].incidents for key in keys]
    columns["killed_low"] = [counts[key].killed for key in keys]
    shapes = {cell: _shape(cell) for cell in {key[0] for key in keys} if cell}
    geometry = [shapes.get(key[0]) for key in keys]
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")


def _shape(cell: str) -> BaseGeometry:
    """The hexagon, WGS 84 (lon, lat), cut at the 180th meridian."""
    corners = [(lon, lat) for lat, lon in _h3().cell_to_boundary(cell)]
    lons = [lon for lon, _ in corners]
    if max(lons) - min(lons) > 180:
        corners = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in corners]
    return shapely.orient_polygons(cut_at_180(shapely.Polygon(corners)))


def _is_within(incident: Incident, edge_m: float) -> bool:
    where = incident.where
    assert where is not None
    assert where.extent is not None
    radius_m = where.radius_m if where.radius_m is not None else where.extent.radius_m
    if radius_m is None:
        return where.extent.kind == "point"
    return radius_m <= edge_m


def _day(incident: Incident) -> str:
    told = bounds(incident.when.edtf) if incident.when.edtf else None
    if told is None or told.first is None or told.last is None:
        return ""
    first = _EPOCH + told.first
    if not 1 <= first <= date.max.toordinal() or told.last < told.first:
        return ""
    day = date.fromordinal(first).isoformat()
    days = told.last - told.first + 1
    # a night is that of its first day; a longer stretch is told no finer than it is
    return day if days <= 2 else day[:7] if days <= 31 else day[:4] if days <= 366 else ""


def _killed(incident: Incident) -> int:
    counts = [
        next((n for n in (toll.low, toll.best) if n is not None), 0)
        for toll in incident.casualties
        if toll.kind == "killed" and not toll.superseded and toll.realis == "actual"
    ]
    return min(counts, default=0)


def _h3() -> Any:
    try:
        import h3
    except ImportError as error:
        raise MissingExtra("h3", "cells", "counting by cell", error) from error
    return h3
