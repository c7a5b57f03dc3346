"""Small documents for the tests of dates and tolls."""

from __future__ import annotations

import hashlib

from geomap.dates import DateReading, anchor_document, read_dates
from geomap.model.text import Document, DocumentDatePrecision, Language, SegmentedText
from geomap.model.when import When
from geomap.segmenting import segment

_PRECISIONS: dict[int, DocumentDatePrecision] = {4: "year", 7: "month", 10: "day", 16: "minute"}


def document(
    text: str,
    date: str | None = "2023-09-13",
    lang: Language = "fr",
    basis: str = "row",
    body: int = 0,
) -> Document:
    return Document(
        "t", text, hashlib.sha256(text.encode()).hexdigest(), lang=lang, date=date,
        date_precision=_PRECISIONS.get(len(date)) if date else None,
        date_basis=basis if date else None, body=body,
    )  # fmt: skip


def segmented(
    text: str,
    date: str | None = "2023-09-13",
    lang: Language = "fr",
    basis: str = "row",
    body: int = 0,
) -> SegmentedText:
    return segment(document(text, date, lang, basis, body), lang)


def reading(text: str, date: str | None = "2023-09-13", lang: Language = "fr") -> DateReading:
    parts = segmented(text, date, lang)
    return read_dates(parts, anchor_document(parts, None))


def whens(text: str, date: str | None = "2023-09-13", lang: Language = "fr") -> dict[str, When]:
    """The dates of a text by their words."""
    return {w.span.of(text): w for w in reading(text, date, lang).whens if w.span is not None}
