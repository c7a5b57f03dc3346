"""Parts as GeoParquet: a row an incident (a row without one for a document that has none).

``findings`` holds the document's whole findings as JSON in the first of its rows, so that a part is
read back exactly; the other columns are what a table engine filters on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from geomap.errors import BadRecord, MissingExtra
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.table import incident_geometry
from geomap.model.wire import findings_from_json

#: Rows of a row group: what is held in memory until it is written.
_ROW_GROUP = 2_000


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", "GeoParquet") from error
    return pyarrow


def _geo(west_south_east_north: list[float] | None) -> bytes:
    """The file's metadata, GeoParquet 1.1; known when the last row is written."""
    geo: dict[str, Any] = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    if west_south_east_north:
        geo["columns"]["geometry"]["bbox"] = west_south_east_north
    return msgspec.json.encode(geo)


def _schema(pa: Any) -> Any:
    text, whole, real = pa.string(), pa.int64(), pa.float64()
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
        ]
    )  # fmt: skip


class GeoParquetWriter:
    """Writes one part, row group by row group. WGS 84, lon lat, WKB."""

    def __init__(self, handle: BinaryIO) -> None:
        self._pa = _pyarrow()
        self._schema = _schema(self._pa)
        # Arrow's own copy of the schema would hide what is said of the file at its end
        self._file = self._pa.parquet.ParquetWriter(
            handle, self._schema, compression="zstd", store_schema=False
        )
        self._rows: list[dict[str, Any]] = []
        self._bounds: list[float] | None = None

    def add(self, findings: Findings, line: bytes) -> None:
        """Take a document's findings and their JSON."""
        first = len(self._rows)
        for incident in findings.incidents or (None,):
            row, box = _row(findings, incident)
            self._rows.append(row)
            self._bounds = _grown(self._bounds, box)
        self._rows[first]["findings"] = line.decode("utf-8")
        if len(self._rows) >= _ROW_GROUP:
            self._write()

    def close(self) -> None:
        """Write what is left, and the file's end."""
        self._write()
        self._file.add_key_value_metadata({b"geo": _geo(self._bounds)})
        self._file.close()

    def _write(self) -> None:
        table = self._pa.Table.from_pylist(self._rows, schema=self._schema)
        self._file.write_table(table)
        self._rows.clear()


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
