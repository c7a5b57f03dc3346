"""Plain text -> one Document, unchanged byte for byte; Markdown -> the text it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from geomap.config import ReadOptions
from geomap.errors import UnreadableInput
from geomap.model.text import Document
from geomap.reading.dates import iso_date
from geomap.reading.encoding import check_text, decode
from geomap.reading.header import read_header
from geomap.reading.language import seen_language
from geomap.reading.markdown import plain_text, title_of
from geomap.reading.sources import Source

#: A long novel has a million characters. Beyond this it is no document but a heap of them, and
#: one analysis would take minutes and most of the memory.
LONGEST_DOCUMENT_CHARACTERS = 5_000_000


def read_text(
    source: Source,
    options: ReadOptions,
    notice: object = None,  # noqa: ARG001
) -> Iterator[Document]:
    """The one document of a text or Markdown file."""
    data = source.read(most_bytes=4 * LONGEST_DOCUMENT_CHARACTERS)
    decoded = decode(data, source.name)
    text, title = decoded.text, None
    if source.format == "markdown":
        body = read_header(text).body
        title = title_of(text[body:])
        text = text[:body] + plain_text(text[body:])
    document = document_from_text(
        text,
        options,
        id=source.stem,
        sha256=hashlib.sha256(data).hexdigest(),
        source=source.name,
        warnings=decoded.warnings,
    )
    yield replace(document, title=document.title or title)


def document_from_text(
    text: str,
    options: ReadOptions,
    *,
    id: str = "text",
    sha256: str | None = None,
    source: str | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """A document of a text at hand: header, language and date as for a file.

    Raises UnreadableInput for an empty or too long text and for a lone surrogate.
    """
    name = source or id
    check_length(text, name)
    check_text(text, name)
    header = read_header(text)
    if not text[header.body :].strip():
        raise UnreadableInput("nothing to read after the header", source=name)
    lang, language_warnings = seen_language(text[header.body :], header.lang, options.lang)
    date, precision, basis = header.date, header.date_precision, "header"
    if date is None:
        told = iso_date(options.date) if options.date else None
        date, precision, basis = (*told, "option") if told else (None, None, "")
    return Document(
        id=header.id or id,
        text=text,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest(),
        source=source,
        title=header.title,
        lang=lang,
        date=date,
        date_precision=precision,
        date_basis=basis or None,
        url=header.url,
        outlet=header.outlet,
        body=header.body,
        warnings=(*warnings, *header.warnings, *language_warnings),
    )


def check_length(text: str, name: str) -> None:
    """Raise UnreadableInput when ``text`` is empty or longer than one document can be."""
    if not text.strip():
        raise UnreadableInput("the text is empty", source=name)
    if len(text) > LONGEST_DOCUMENT_CHARACTERS:
        raise UnreadableInput(
            f"one text of {len(text):,} characters, more than {LONGEST_DOCUMENT_CHARACTERS:,}",
            source=name,
            hint="split it into its documents: one file each, or one row each of a table",
        )
