"""A row of a table -> a Document (or the findings it holds)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from geomap.config import ReadOptions
from geomap.errors import BadRecord, InputError
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.model.wire import findings_from_builtins, is_findings
from geomap.reading.columns import Columns, choose_columns
from geomap.reading.dates import iso_date
from geomap.reading.failure import ReadFailure
from geomap.reading.sources import Source
from geomap.reading.text import document_from_text

#: (place in the file, row): a line number, a row number.
PlacedRow = tuple[str, Mapping[str, Any] | InputError]


def rows_to_documents(
    rows: Iterable[PlacedRow],
    source: Source,
    options: ReadOptions,
    notice: Callable[[str], None],
    names: list[str] | None = None,
) -> Iterator[Document | Findings | ReadFailure]:
    """The documents of ``rows``. A bad row is a failure of that row; the others are read.

    ``names`` of the columns are taken from the first row when they are not given.
    Raises BadRecord when no column holds a text.
    """
    columns: Columns | None = None
    number = 0
    for number, (place, row) in enumerate(rows, 1):
        if isinstance(row, InputError):
            yield ReadFailure(f"{source.name}:{place}", row)
            continue
        try:
            if is_findings(row):
                yield findings_from_builtins(row, f"{source.name}:{place}")
                continue
            if columns is None:
                columns = choose_columns(names or list(row), options, source.name, notice)
            yield _document(row, columns, number, place, source, options)
        except InputError as error:
            if columns is None:
                raise
            yield ReadFailure(f"{source.name}:{place}", error)
    if number == 0:
        raise BadRecord("the table holds no row", source=source.name)


def _document(
    row: Mapping[str, Any],
    columns: Columns,
    number: int,
    place: str,
    source: Source,
    options: ReadOptions,
) -> Document:
    name = f"{source.name}:{place}"
    text = columns.value(row, "text")
    if text is None or not str(text).strip():
        raise BadRecord(f"the column {columns.text!r} is empty", source=source.name, place=place)
    if not isinstance(text, str):
        raise BadRecord(
            f"the column {columns.text!r} holds no text but {type(text).__name__}",
            source=source.name,
            place=place,
        )
    told_id = _words(columns.value(row, "id"))
    told_lang = (_words(columns.value(row, "lang")) or "").split("-")[0].lower()[:3] or None
    if options.lang == "auto" and told_lang in ("fr", "en"):
        known: ReadOptions = replace(options, lang="fr" if told_lang == "fr" else "en")
    else:
        known = options
    document = document_from_text(text, known, id=told_id or f"{source.stem}-{number}", source=name)
    warnings = document.warnings
    date, precision, basis = document.date, document.date_precision, document.date_basis
    told_date = columns.value(row, "date")
    if basis != "header" and told_date not in (None, ""):
        # no French outlet writes the month first
        found = iso_date(told_date, day_first="fr" in (options.lang, document.lang))
        if found is None:
            warnings = (*warnings, f"the date {str(told_date)[:40]!r} is not understood: not used")
        else:
            date, precision, basis = *found, "row"
    return replace(
        document,
        title=_words(columns.value(row, "title")) or document.title,
        date=date,
        date_precision=precision,
        date_basis=basis,
        url=_words(columns.value(row, "url")) or document.url,
        outlet=_words(columns.value(row, "outlet")) or document.outlet,
        warnings=warnings,
    )


def _words(value: Any) -> str | None:
    if value is None or isinstance(value, dict | list):
        return None
    text = str(value).strip()
    return text or None
