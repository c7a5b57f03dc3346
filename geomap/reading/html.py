"""HTML -> one Document: the article's own text, or the dated entries of a live-blog.

The text stored is the text extracted; offsets refer to it. Date, title, outlet and language come
from what the page declares (JSON-LD, meta tags), never from a guess at numbers in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from geomap.config import ReadOptions
from geomap.errors import MissingExtra, UnreadableInput
from geomap.model.text import Document, Entry, Span
from geomap.reading.encoding import decode
from geomap.reading.metadata import PageMetadata, page_metadata
from geomap.reading.sources import Source
from geomap.reading.text import LONGEST_DOCUMENT_CHARACTERS, document_from_text

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
#: Containers with a time each, from which on a page is a live-blog.
_LEAST_ENTRIES = 3
#: Before the heading of an entry no more than this is a label; more is text.
_LABEL_CHARACTERS = 60
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
])  # fmt: skip
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "svg", "nav", "form", "button", "iframe", "select"]
)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]*\n[\s\u00a0]*")
_RUNS = re.compile(r"[ \t\r\f\v]+")


def read_html(
    source: Source,
    options: ReadOptions,
    notice: object = None,  # noqa: ARG001
) -> Iterator[Document]:
    """The document of a page. Raises UnreadableInput when no text is found in it."""
    data = source.read(most_bytes=8 * LONGEST_DOCUMENT_CHARACTERS)
    decoded = decode(data, source.name, declared_encoding(data))
    yield document_from_html(
        decoded.text,
        options,
        id=source.stem,
        sha256=hashlib.sha256(data).hexdigest(),
        source=source.name,
        warnings=decoded.warnings,
    )


def declared_encoding(data: bytes) -> str | None:
    """The encoding an HTML or XML file names in its first kilobytes."""
    head = data[:4096]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found.group(1).decode("ascii", "ignore") if found else None


def document_from_html(
    markup: str,
    options: ReadOptions,
    *,
    id: str,
    sha256: str,
    source: str,
    warnings: tuple[str, ...] = (),
) -> Document:
    """The document of a page at hand."""
    tree = _parse(markup, source)
    metadata = page_metadata(tree)
    parts = [
        (date, markup_text(title, source) or None, markup_text(body, source))
        for date, title, body in metadata.updates
    ] or _timed_containers(tree)
    if len(parts) >= _LEAST_ENTRIES:
        text, entries = _joined_entries(parts)
    else:
        text, entries = _article_text(markup, tree, source), ()
    if not text.strip():
        raise UnreadableInput(
            "no article text is found in this page",
            source=source,
            hint="a page that needs JavaScript must be saved after it has run",
        )
    document = document_from_text(
        text, options, id=id, sha256=sha256, source=source, warnings=warnings
    )
    return _with_metadata(document, metadata, entries, options)


def _with_metadata(
    document: Document, metadata: PageMetadata, entries: tuple[Entry, ...], options: ReadOptions
) -> Document:
    changes: dict[str, Any] = {
        "title": metadata.title or document.title,
        "url": metadata.url or document.url,
        "outlet": metadata.outlet or document.outlet,
        "entries": entries,
    }
    if document.date_basis != "header" and metadata.date is not None:
        changes |= {
            "date": metadata.date[0],
            "date_precision": metadata.date[1],
            "date_basis": "metadata",
        }
    if document.lang is None and options.lang == "auto" and metadata.lang in ("fr", "en"):
        changes |= {"lang": metadata.lang, "warnings": ()}
    return replace(document, **changes)


def _parse(markup: str, source: str) -> Any:
    try:
        import lxml.html
        from lxml import etree
    except ImportError as error:
        raise MissingExtra("trafilatura", "html", "reading HTML", error) from error
    try:
        # A declaration of encoding inside a decoded text is refused by lxml, and means nothing now.
        cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
        return lxml.html.document_fromstring(cleaned)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"not HTML: {error}", source=source) from error


def _article_text(markup: str, tree: Any, source: str) -> str:
    """The article without menus and comments; the whole page's text when none stands out."""
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtra("trafilatura", "html", "reading HTML", error) from error
    try:
        found = trafilatura.extract(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", markup), include_comments=False, include_tables=True,
            deduplicate=False, with_metadata=False,
        )  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"its markup cannot be followed: {error}", source=source) from error
    if found:
        # One line a paragraph is what it gives; a blank line between is what a text has.
        return re.sub(r"\n+", "\n\n", str(found).strip())
    body = tree.find("body")
    return element_text(body if body is not None else tree)


def markup_text(markup: str | None, place: str) -> str:
    """The words of a piece of HTML; text without markup as it is."""
    text = (markup or "").strip()
    if "<" not in text and "&" not in text:
        return text
    try:
        import lxml.html
        from lxml import etree
    except ImportError as error:
        raise MissingExtra("lxml", "html", f"reading the HTML in {place}", error) from error
    try:
        return element_text(lxml.html.fragment_fromstring(text, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text


def element_text(element: Any) -> str:
    """What an element says, block by block, scripts left out; blank lines between blocks."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        if not isinstance(node.tag, str) or node.tag in _SILENT:
            return
        block = node.tag in _BLOCKS
        if block:
            parts.append("\n")
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        if block:
            parts.append("\n")

    walk(element)
    flat = _RUNS.sub(" ", "".join(parts).replace("\r", "\n"))
    return _SPACES.sub("\n\n", flat).strip()


TimedPart = tuple[str | None, str | None, str]


def _timed_containers(tree: Any) -> list[TimedPart]:
    """(date, title, text) of elements that each hold one ``<time datetime>`` and a text: the entries
    of a live-blog, in the order of the page."""
    times = [t for t in tree.iter("time") if t.get("datetime")]
    if len(times) < _LEAST_ENTRIES:
        return []
    containers: list[Any] = []
    for time in times:
        container = _own_container(time, times)
        if container is not None and container not in containers:
            containers.append(container)
    if len({(c.tag, (c.get("class") or "").split(" ")[0]) for c in containers}) > 2:
        return []
    parts = [_timed_part(c) for c in containers]
    kept = [part for part in parts if len(part[2]) > 40]
    return kept if len(kept) >= _LEAST_ENTRIES else []


def _own_container(time: Any, times: list[Any]) -> Any | None:
    """The largest element round ``time`` that holds no other time."""
    others = {id(t) for t in times if t is not time}
    found = None
    for element in time.iterancestors():
        if element.tag in ("body", "html", "main") or any(
            id(t) in others for t in element.iter("time")
        ):
            break
        found = element
    return found


def _timed_part(container: Any) -> TimedPart:
    time = next(iter(container.iter("time")))
    heading = next((h for h in container.iter("h1", "h2", "h3", "h4")), None)
    title = element_text(heading) if heading is not None else None
    text = element_text(container)
    shown = element_text(time)
    if shown and text.startswith(shown):
        text = text[len(shown) :].lstrip()
    if title:
        # what stands before the heading are clocks and labels ("10:42 · Essentiel")
        before, _, after = text.partition(title)
        if after and len(before) <= _LABEL_CHARACTERS:
            text = f"{title}\n\n{after.strip()}"
    return time.get("datetime"), title or None, text


def _joined_entries(parts: list[TimedPart]) -> tuple[str, tuple[Entry, ...]]:
    """The entries as one text, a blank line between, and where each stands in it."""
    from geomap.reading.dates import iso_date

    pieces: list[str] = []
    entries: list[Entry] = []
    at = 0
    for date, title, text in parts:
        body = text.strip()
        if title and not body.startswith(title):
            body = f"{title}\n\n{body}"
        told = iso_date(date) if date else None
        entries.append(Entry(Span(at, at + len(body)), told[0] if told else None, title))
        pieces.append(body)
        at += len(body) + 2
    return "\n\n".join(pieces), tuple(entries)
