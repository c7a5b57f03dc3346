"""The door of the export: findings, a path, a format's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.export.formats import format_named

if TYPE_CHECKING:  # a command asks for the formats' names before anything heavy is needed
    from geomap.config import Boundaries
    from geomap.model.findings import Findings
    from geomap.model.table import UiLanguage

#: What an export tells on the way ("three texts were cut"): a sentence.
Notice = Callable[[str], None]


def _quiet(_: str) -> None:
    return None


def write(
    findings: Iterable[Findings],
    path: Path,
    format_name: str,
    *,
    ui_lang: UiLanguage = "fr",
    notice: Notice = _quiet,
    title: str | None = None,
    boundaries: Boundaries = "un",
) -> list[Path]:
    """Write the mapped incidents of ``findings`` to ``path``; gives the files written.

    ``title`` and ``boundaries`` are for pictures. Whole or not at all. Raises UsageError for an
    unknown format, MissingExtra when its library is not there, OutputError when the place cannot
    be written.
    """
    format_ = format_named(format_name)
    module = import_module(f"geomap.export.{format_.module}")
    drawn = {"title": title, "boundaries": boundaries} if format_.drawn else {}
    if not format_.streams:
        findings = findings if isinstance(findings, Sequence) else tuple(findings)
    written = getattr(module, format_.function)(findings, path, ui_lang, notice, **drawn)
    return list(written) if written is not None else [path]
