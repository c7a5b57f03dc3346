"""GeoParquet 1.1: WKB geometry, nested values nested, one schema for every file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import MissingExtra
from geomap.export.crosswalk import crosswalk_of
from geomap.export.geojson import Spans, ready_geometry
from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage, features

VERSION = "1.1.0"
#: Rows of a row group: what a large export holds in memory.
BATCH = 20_000


def write_geoparquet(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents of ``findings``. Needs pyarrow.

    The schema does not depend on what is found, so files can be read as one table.
    """
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", "writing GeoParquet", error) from error
    schema = _schema(arrow)
    spans, types = Spans(), set()
    with (
        whole_file(path) as beside,
        # Arrow's own copy of the schema would hide what is said of the file at its end
        parquet.ParquetWriter(beside, schema, compression="zstd", store_schema=False) as writer,
    ):
        rows = _rows(findings, ui_lang)
        while batch := list(islice(rows, BATCH)):
            for _, geometry in batch:
                spans.add(geometry)
                types.add(geometry.geom_type)
            writer.write_table(arrow.Table.from_pylist([row for row, _ in batch], schema=schema))
        writer.add_key_value_metadata({"geo": json.dumps(_geo(spans, types), sort_keys=True)})


def _rows(
    findings: Iterable[Findings], ui_lang: UiLanguage
) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    for feature in features(findings, ui_lang):
        geometry = ready_geometry(feature.geometry)
        row = {**feature.properties, **crosswalk_of(feature.properties["type"])}
        where = row["where"]
        row["where"] = {**where, "disputed": _json(where["disputed"])}
        row["geometry"] = shapely.to_wkb(geometry)
        yield row, geometry


def _geo(spans: Spans, types: set[str]) -> dict[str, Any]:
    """The file's metadata, GeoParquet 1.1; known when the last row is written."""
    box = spans.bbox()
    column = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "orientation": "counterclockwise",
        "edges": "planar",
        **({"bbox": box} if box else {}),
    }
    return {"version": VERSION, "primary_column": "geometry", "columns": {"geometry": column}}


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None


def _schema(arrow: Any) -> Any:
    text, whole, real, truth = arrow.string(), arrow.int64(), arrow.float64(), arrow.bool_()

    def struct(**fields: Any) -> Any:
        return arrow.struct(list(fields.items()))

    quote = struct(exact=text, start=whole, end=whole)
    selector = struct(exact=text, prefix=text, suffix=text, start=whole, end=whole)
    item = arrow.list_(
        arrow.struct(
            [("class", text), ("value", real), ("unit", text), ("of", real), ("quote", quote),
             ("claim", text)]
        )
    )  # fmt: skip
    texts = arrow.list_(text)
    return arrow.schema(
        [
            ("id", text), ("layer", text), ("type", text), ("subtype", text), ("headline", text),
            ("status", text), ("polarity", text), ("realis", text), ("recency", text),
            ("when", struct(start=text, end=text, edtf=text, precision=text, basis=text, quote=quote,
                            part=text, duration=text, ongoing=truth, future=truth, remote=truth,
                            relative_to_event=truth)),
            ("where", struct(mention=text, geometry_kind=text, precision=text, radius_m=real,
                             disputed=text, name=text, country=text, admin1=text, place_id=text,
                             lon=real, lat=real, facility=text, relation=text, formula=text,
                             mentions=texts, containers=texts, quote=quote, other_sites=texts)),
            ("actors", arrow.list_(struct(role=text, name=text, type=text, country=text, quote=quote,
                                          claim=text))),
            ("means", item), ("targets", item), ("consequences", item), ("interceptions", item),
            ("measures", item),
            ("casualties", arrow.list_(struct(kind=text, group=text, low=whole, best=whole, high=whole,
                                              qualifier=text, quote=quote, claim=text, subset_of=text,
                                              superseded=truth, realis=text,
                                              repeats=arrow.list_(quote)))),
            ("claims", arrow.list_(struct(id=text, source=text, source_role=text, side=text,
                                          channel=text, stance=text, hedge=text, attribution=quote,
                                          quotes=arrow.list_(quote)))),
            ("quotes", arrow.list_(selector)),
            ("same_as", arrow.list_(struct(document=text, incident=text))),
            ("on_map", truth), ("part_of", text), ("about", text), ("aggregate", truth),
            ("confidence", text), ("grade", text), ("members", texts), ("provenance", texts),
            ("merge_trace", texts), ("corrected_by", texts),
            ("document", struct(id=text, source=text, title=text, lang=text, date=text,
                                date_precision=text, sha256=text, date_basis=text, url=text,
                                outlet=text)),
            *((name, text) for name in crosswalk_of("fire")),
            ("geometry", arrow.binary()),
        ]
    )  # fmt: skip
