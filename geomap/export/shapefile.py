"""Shapefile, for tools that read nothing else. Its limits are said aloud.

One file a geometry kind; names of ten letters from a fixed table; texts of 254 bytes; no nesting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from geomap.export.frame import LAYER_NAMES, frame_of, rows_of_one_kind
from geomap.export.gdal import write_layer
from geomap.export.rows import Row, flat_rows
from geomap.export.whole import beside, move_all
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage

#: dBASE: longest text, in bytes.
LONGEST_TEXT_BYTES = 254
#: our column -> its name in the file, ten letters at most. What is not here is left out.
SHORT_NAMES = {
    "id": "id",
    "layer": "layer",
    "type": "type",
    "headline": "headline",
    "status": "status",
    "polarity": "polarity",
    "realis": "realis",
    "recency": "recency",
    "when_edtf": "edtf",
    "when_start": "start",
    "when_end": "end",
    "when_precision": "date_prec",
    "place": "place",
    "country": "country",
    "admin1": "admin1",
    "place_precision": "place_prec",
    "radius_m": "radius_m",
    "disputed": "disputed",
    "quote": "quote",
    "said_by": "said_by",
    "killed_low": "kill_low",
    "killed_high": "kill_high",
    "injured_low": "inj_low",
    "injured_high": "inj_high",
    "document_id": "doc_id",
    "document_title": "doc_title",
    "document_date": "doc_date",
    "document_url": "doc_url",
    "code_acled": "acled",
    "code_iptc": "iptc",
}
_FIXED_DATE = "2000-01-01"  # dBASE writes the day of the run otherwise


def write_shapefile(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``<name>_points.shp``, ``_lines``, ``_areas`` (those that hold something)."""
    rows = list(flat_rows(findings, ui_lang))
    cut: dict[str, int] = {}
    shortened = [_shortened(row, cut) for row in rows]
    _say_limits(cut, notice)
    with beside(path) as folder:
        for kind, layer in LAYER_NAMES.items():
            of_kind = rows_of_one_kind(shortened, kind)
            if of_kind or (kind == "point" and not rows):
                frame = frame_of(of_kind, list(SHORT_NAMES)).rename(columns=SHORT_NAMES)
                several = any(row.geometry.geom_type.startswith("Multi") for row in of_kind)
                write_layer(
                    frame, folder / f"{path.stem}_{layer}.shp", "ESRI Shapefile", empty_type="Point",
                    promote_to_multi=several, encoding="UTF-8", DBF_DATE_LAST_UPDATE=_FIXED_DATE,
                )  # fmt: skip
        return move_all(folder, path.parent)


def _shortened(row: Row, cut: dict[str, int]) -> Row:
    values = {}
    for name in SHORT_NAMES:
        value = row.values[name]
        if isinstance(value, str) and len(value.encode("utf-8")) > LONGEST_TEXT_BYTES:
            value = _cut(value)
            cut[name] = cut.get(name, 0) + 1
        values[name] = value
    return Row(row.geometry, row.kind, values)


def _cut(text: str) -> str:
    """At most 254 bytes, never through the middle of a character, marked with an ellipsis."""
    kept = text.encode("utf-8")[: LONGEST_TEXT_BYTES - len("…".encode())]
    return kept.decode("utf-8", "ignore") + "…"


def _say_limits(cut: dict[str, int], notice: Callable[[str], None]) -> None:
    notice(
        "Shapefile: names are cut to ten letters, times are text, and claims, actors and other nested "
        "values are left out; GeoPackage keeps all of it"
    )
    for name, count in cut.items():
        notice(f"Shapefile: {name} was cut to {LONGEST_TEXT_BYTES} bytes in {count} incidents")
