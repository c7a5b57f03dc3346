"""Findings as ``geomap extract`` writes them: JSON Lines, one document a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.table import UiLanguage
from geomap.model.wire import findings_to_json


def write_findings(
    findings: Iterable[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write all of ``findings``, mapped or not."""
    with whole_file(path) as target, target.open("wb") as out:
        for found in findings:
            out.write(findings_to_json(found, ui_lang) + b"\n")
