"""What ``import geomap`` offers: read, analyse, merge, render, export, as functions of values."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import __version__
from geomap.config import Boundaries, MapOptions, Options, PlaceOptions, ReadOptions, UiLanguage
from geomap.errors import BadRecord, UsageError
from geomap.model.findings import Findings
from geomap.model.text import Document

if TYPE_CHECKING:
    import folium

    from geomap.gazetteer import Gazetteer


def read(*inputs: str | Path, **options: Any) -> Iterator[Document]:
    """The documents of ``inputs``: files, folders, globs, archives.

    ``options`` are the fields of ``ReadOptions`` (``lang``, ``date``, ``text_column`` …). Raises the
    InputError of the first input that cannot be read; ``geomap.reading.read_inputs`` gives failures
    as values instead.
    """
    from geomap.reading import ReadFailure, read_inputs

    for item in read_inputs(inputs, ReadOptions(**options)):
        if isinstance(item, ReadFailure):
            raise item.error
        yield item


def read_findings(*inputs: str | Path) -> Iterator[Findings]:
    """The findings in files that ``geomap extract`` or ``geomap.export`` wrote, one a document.

    Raises the InputError of the first file or line that cannot be read, BadRecord for an input that
    holds texts and not findings.
    """
    from geomap.reading import ReadFailure, read_items

    for item in read_items(inputs, ReadOptions()):
        if isinstance(item, ReadFailure):
            raise item.error
        if isinstance(item, Document):
            raise BadRecord(
                "a text, not findings", source=item.source, hint="geomap.read reads texts"
            )
        yield item


def analyse(
    text: str | Document,
    *,
    date: str | None = None,
    lang: str = "auto",
    gazetteer: Gazetteer | None = None,
    options: Options | None = None,
) -> Findings:
    """Everything found in a text or a document: mentions, dates, incidents.

    ``date`` (``2023-09-13``, ``2023-09``, ``2023``) is the day the text was published, to which
    "hier" is relative; a date that the text's own header tells wins. ``lang``: fr, en or auto. The
    gazetteer that comes with geomap is used unless another is given. Raises UnreadableInput for an
    empty text, UsageError for a ``date`` that is none.
    """
    from geomap.pipeline import analyse as analyse_document
    from geomap.reading import document_from_text
    from geomap.reading.dates import iso_date

    told = options or Options()
    if lang not in ("fr", "en", "auto"):
        raise UsageError(f"lang is {lang!r}, not one of fr, en, auto")
    if date is not None and iso_date(date) is None:
        raise UsageError(f"date {date!r} is no date", hint="write YYYY[-MM[-DD]]")
    reading = replace(told.read, date=date or told.read.date)
    if lang != "auto":
        reading = replace(reading, lang="fr" if lang == "fr" else "en")
    told = replace(told, read=reading)
    document = text if isinstance(text, Document) else document_from_text(text, reading)
    found = analyse_document(document, gazetteer or _gazetteer(told.places.gazetteers), told)
    return replace(found, geomap_version=__version__)


@lru_cache(maxsize=4)
def _gazetteer(files: tuple[str, ...] = ()) -> Gazetteer:
    from geomap.gazetteer import open_gazetteer

    return open_gazetteer(files)


def merge(findings: Iterable[Findings]) -> list[Findings]:
    """Findings with the incidents that several documents tell linked by ``same_as``."""
    from geomap.incidents import merge as merge_findings

    return merge_findings(list(findings))


def render(findings: Findings | Iterable[Findings], **options: Any) -> folium.Map:
    """The map as a ``folium.Map``, which shows itself in a notebook.

    ``options`` are the fields of ``MapOptions`` (``title``, ``ui_lang``, ``blur_km`` …). For the whole
    page as a file, use ``geomap render`` or ``geomap.render.render_page``.
    """
    from geomap.model.blur import blur
    from geomap.render import build_map

    told = MapOptions(**options)
    shown = _as_list(findings)
    if told.blur_km:
        shown = [blur(found, told.blur_km) for found in shown]
    made: folium.Map = build_map(shown, told, _gazetteer(PlaceOptions().gazetteers))
    return made


def export(
    findings: Findings | Iterable[Findings],
    path: str | Path,
    format: str | None = None,
    *,
    ui_lang: UiLanguage = "fr",
    title: str | None = None,
    boundaries: Boundaries = "un",
) -> list[Path]:
    """Write the mapped incidents to ``path``; the format is told by its suffix unless named.

    ``title`` and ``boundaries`` are for pictures. Gives the files written; what a format cannot hold
    is told by a warning. Raises UsageError for an unknown format, MissingExtra, OutputError.
    """
    from geomap.export import format_of_path, write

    target = Path(path)
    if format is None:
        told = format_of_path(target)
        if told is None:
            raise UsageError(f"the suffix of {target.name} tells no format", hint="name one")
        format = told.name
    told_on_the_way: list[str] = []
    written = write(
        _as_list(findings), target, format, ui_lang=ui_lang, notice=told_on_the_way.append,
        title=title, boundaries=boundaries,
    )  # fmt: skip
    for sentence in told_on_the_way:
        warnings.warn(sentence, stacklevel=3)
    return written


def _as_list(findings: Findings | Iterable[Findings] | Sequence[Findings]) -> list[Findings]:
    return [findings] if isinstance(findings, Findings) else list(findings)
