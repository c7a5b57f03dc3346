"""CSV for spreadsheets and scripts: WKT geometry, one column a fact, formulas defused."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

from geomap.export.rows import Row, column_names, flat_rows
from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage

#: A cell that begins with one of these is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents. UTF-8 with its mark, commas, CR LF (RFC 4180). ``lon`` and ``lat``
    are given for points only: the middle of an area is no place where anything happened."""
    names = column_names()
    with whole_file(path) as target, target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*names, "lon", "lat", "WKT"])
        for row in flat_rows(findings, ui_lang):
            writer.writerow([cell(row.values[name]) for name in names] + _position(row))


def cell(value: Any) -> Any:
    """A value as a cell: texts that a spreadsheet would run get an apostrophe before them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value


def _position(row: Row) -> list[Any]:
    wkt = shapely.to_wkt(row.geometry, rounding_precision=7)
    if row.geometry.geom_type != "Point":
        return ["", "", wkt]
    return [round(row.geometry.x, 7), round(row.geometry.y, 7), wkt]
