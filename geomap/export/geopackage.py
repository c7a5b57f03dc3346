"""GeoPackage: points, lines and areas as layers, with styles that QGIS applies when it opens them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from geomap.export.frame import LAYER_NAMES, frame_of, rows_of_one_kind
from geomap.export.gdal import FIXED_TIME, write_layer
from geomap.export.qgis import layer_style
from geomap.export.rows import column_names, flat_rows
from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage

#: Rows written at once: what a large export holds in memory.
BATCH = 20_000
_EMPTY_TYPES = {"point": "Point", "line": "LineString", "area": "Polygon"}
#: The table in which QGIS keeps styles inside a GeoPackage, column by column as QGIS makes it.
_STYLE_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_STYLE_ROW = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
  styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
VALUES ('', '', ?, 'geom', 'geomap', ?, '', 1, ?, '', NULL, ?)
"""
_CONTENTS_ROW = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)
"""


def write_geopackage(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents of ``findings``; an incident with sites of two kinds stands in both
    layers under one id. All three layers are there, also when empty."""
    rows = flat_rows(findings, ui_lang)
    with whole_file(path) as beside:
        first = list(islice(rows, BATCH))
        written = dict.fromkeys(LAYER_NAMES, 0)
        for number, (kind, layer) in enumerate(LAYER_NAMES.items()):
            frame = frame_of(rows_of_one_kind(first, kind), column_names())
            # 1.3 is what tools of some years back still read without a warning
            options: dict[str, Any] = {} if number else {"VERSION": "1.3"}
            if len(first) == BATCH:  # what is still to come may be of several parts
                options["geometry_type"] = "Unknown"
            write_layer(
                frame, beside, "GPKG", empty_type=_EMPTY_TYPES[kind], layer=layer,
                append=number > 0, **options,
            )  # fmt: skip
            written[kind] = len(frame)
        while more := list(islice(rows, BATCH)):
            for kind, layer in LAYER_NAMES.items():
                frame = frame_of(rows_of_one_kind(more, kind), column_names())
                if len(frame):
                    write_layer(
                        frame, beside, "GPKG", empty_type="Unknown", layer=layer, append=True,
                        already=written[kind],
                    )  # fmt: skip
                    written[kind] += len(frame)
        _write_styles(beside, ui_lang)


def _write_styles(path: Path, ui_lang: UiLanguage) -> None:
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute(_STYLE_TABLE)
            connection.execute(_CONTENTS_ROW, (FIXED_TIME,))
            for kind, layer in LAYER_NAMES.items():
                words = f"geomap: {layer}"
                connection.execute(
                    _STYLE_ROW, (layer, layer_style(kind, ui_lang), words, FIXED_TIME)
                )
    finally:
        connection.close()
