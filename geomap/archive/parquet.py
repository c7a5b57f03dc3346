"""Parts as GeoParquet: a row an incident (a row without one for a document that has none).

``findings`` holds the document's whole findings as JSON in the first of its rows, so that a part is
read back exactly; the other columns are what a table engine filters on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec

from geomap.errors import BadRecord, MissingExtra
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.table import incident_geometry
from geomap.model.wire import findings_from_json

_ROW_GROUP = 20_000


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", "GeoParquet") from error
    return pyarrow


def _schema(pa: Any, west_south_east_north: list[float] | None) -> Any:
    text, whole, real = pa.string(), pa.int64(), pa.float64()
    geo: dict[str, Any] = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    if west_south_east_north:
        geo["columns"]["geometry"]["bbox"] = west_south_east_north
    return pa.schema(
        [
            ("document_id", text), ("document_date", text), ("document_source", text),
            ("lang", text), ("incident_id", text), ("layer", text), ("type", text),
            ("status", text), ("polarity", text), ("realis", text), ("recency", text),
            ("headline", text), ("quote", text), ("edtf", text), ("start", text), ("end", text),
            ("date_precision", text), ("place", text), ("place_id", text), ("country", text),
            ("admin1", text), ("place_precision", text), ("geometry_kind", text),
            ("radius_m", real), ("killed_low", whole), ("killed_high", whole), ("on_map", pa.bool_()),
            ("geometry", pa.binary()), ("findings", text),
        ],
        metadata={b"geo": msgspec.json.encode(geo)},
    )  # fmt: skip


def findings_to_geoparquet(findings: list[Findings], lines: list[bytes]) -> bytes:
    """One part: ``findings`` and the JSON of each, in the same order. WGS 84, lon lat, WKB."""
    pa = _pyarrow()
    rows: list[dict[str, Any]] = []
    bounds: list[float] | None = None
    for found, line in zip(findings, lines, strict=True):
        first = len(rows)
        for incident in found.incidents or (None,):
            row, box = _row(found, incident)
            rows.append(row)
            bounds = _grown(bounds, box)
        rows[first]["findings"] = line.decode("utf-8")
    schema = _schema(pa, bounds)
    table = pa.Table.from_pylist(rows, schema=schema)
    buffer = io.BytesIO()
    pa.parquet.write_table(table, buffer, compression="zstd", row_group_size=_ROW_GROUP)
    return buffer.getvalue()


def _row(
    findings: Findings, incident: Incident | None
) -> tuple[dict[str, Any], tuple[float, ...] | None]:
    document = findings.document
    row: dict[str, Any] = {
        "document_id": document.id,
        "document_date": findings.anchor.date,
        "document_source": document.url or document.source,
        "lang": document.lang,
        "findings": None,
    }
    if incident is None:
        return row, None
    geometry = incident_geometry(incident) if incident.on_map else None
    where, when = incident.where, incident.when
    killed = [t for t in incident.casualties if t.kind == "killed" and not t.superseded]
    row |= {
        "incident_id": incident.id,
        "layer": incident.layer,
        "type": incident.type,
        "status": incident.status,
        "polarity": incident.polarity,
        "realis": incident.realis,
        "recency": incident.recency,
        "headline": incident.headline,
        "quote": incident.quotes[0].exact if incident.quotes else None,
        "edtf": when.edtf,
        "start": when.start,
        "end": when.end,
        "date_precision": when.precision,
        "on_map": incident.on_map,
        "killed_low": min((t.low for t in killed if t.low is not None), default=None),
        "killed_high": max((t.high for t in killed if t.high is not None), default=None),
    }
    if where is not None:
        row |= {
            "place": where.name,
            "place_id": where.place_id,
            "country": where.country,
            "admin1": where.admin1,
            "place_precision": where.precision,
            "geometry_kind": where.geometry_kind,
            "radius_m": where.radius_m,
        }
    if geometry is None:
        return row, None
    row["geometry"] = geometry.wkb
    return row, geometry.bounds


def _grown(bounds: list[float] | None, box: tuple[float, ...] | None) -> list[float] | None:
    if box is None:
        return bounds
    if bounds is None:
        return list(box)
    return [
        min(bounds[0], box[0]), min(bounds[1], box[1]),
        max(bounds[2], box[2]), max(bounds[3], box[3]),
    ]  # fmt: skip


def findings_of_geoparquet(path: str) -> Iterator[Findings]:
    """The findings of a part, row group by row group. Raises BadRecord when it is no such part."""
    pa = _pyarrow()
    with pa.parquet.ParquetFile(path) as file:
        if "findings" not in file.schema_arrow.names:
            raise BadRecord("has no column 'findings': not a part of an archive", source=path)
        for batch in file.iter_batches(columns=["findings"], batch_size=1000):
            for value in batch.column(0):
                if value.is_valid:
                    yield findings_from_json(value.as_py(), path)
