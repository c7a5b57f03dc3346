"""FlatGeobuf: one layer of all kinds; nested values as JSON text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geomap.export.frame import frame_of
from geomap.export.gdal import write_layer
from geomap.export.rows import column_names, flat_rows
from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage


def write_flatgeobuf(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write the mapped incidents of ``findings``."""
    frame = frame_of(list(flat_rows(findings, ui_lang)), column_names())
    with whole_file(path) as beside:
        write_layer(frame, beside, "FlatGeobuf", empty_type="Unknown", layer="incidents")
