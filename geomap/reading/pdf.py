"""PDF -> one Document: the text layer of its pages, lines joined into paragraphs again."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from geomap.config import ReadOptions
from geomap.errors import InputError, MissingExtra, UnreadableInput
from geomap.model.text import Document
from geomap.reading.dates import IsoDate, iso_date
from geomap.reading.sources import Source
from geomap.reading.text import document_from_text

MOST_BYTES = 512 * 2**20
#: A line this much shorter than the page's usual line ends its paragraph.
_SHORT_LINE = 0.72
#: Fewer letters a page than this is a picture of a page.
_LETTERS_PER_PAGE = 20
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def read_pdf(
    source: Source, options: ReadOptions, notice: Callable[[str], None]
) -> Iterator[Document]:
    """The document of a PDF. Its own date is that of the file, so it is told, never used.

    Raises UnreadableInput when it is encrypted, damaged, or has no text layer (a scan).
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingExtra("pypdf", "pdf", "reading PDF", error) from error
    data = source.read(most_bytes=MOST_BYTES)
    if not data:
        raise UnreadableInput("the file is empty", source=source.name)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(
                "encrypted", source=source.name, hint="save it again without its password"
            )
        pages = [page.extract_text() or "" for page in reader.pages]
        title = (reader.metadata.title or "").strip() if reader.metadata else ""
        created = _creation_date(reader)
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableInput(f"damaged PDF: {error}", source=source.name) from error
    letters = sum(c.isalpha() for page in pages for c in page)
    if letters < _LETTERS_PER_PAGE * max(1, len(pages)):
        raise UnreadableInput(
            f"{len(pages)} page{'s' if len(pages) > 1 else ''} without a text layer: a scan",
            source=source.name,
            hint="run OCR on it first",
        )
    text = "\n\n".join(filter(None, (_paragraphs(page) for page in pages)))
    document = document_from_text(
        text, options, id=source.stem, sha256=hashlib.sha256(data).hexdigest(), source=source.name
    )
    if document.date is None and created:
        notice(
            f"{source.name}: made on {created[0]} (not taken as the date of its text; use --date)"
        )
    yield replace(document, title=title or document.title)


def _creation_date(reader: object) -> IsoDate | None:
    told = (getattr(reader, "metadata", None) or {}).get("/CreationDate")
    match = _PDF_DATE.match(str(told)) if told else None
    return iso_date("-".join(filter(None, match.groups()))) if match else None


def _paragraphs(page: str) -> str:
    """Lines of a page joined: a paragraph ends at a blank line, or at a short line that closes a
    sentence; a hyphen at a line's end before a small letter is taken out."""
    lines = [line.strip() for line in page.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        if not line:
            paragraphs.append(current)
            current = ""
            continue
        if re.search(r"\w-$", current) and line[0].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        if len(line) < usual * _SHORT_LINE and line[-1] in '.!?…»"”':
            paragraphs.append(current)
            current = ""
    paragraphs.append(current)
    return "\n\n".join(filter(None, paragraphs))
