"""RSS and Atom files -> one Document an item. The file is read; nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from geomap.config import ReadOptions
from geomap.errors import BadRecord, InputError, MissingExtra, UnknownFormat
from geomap.model.text import Document
from geomap.reading.dates import iso_date
from geomap.reading.encoding import decode
from geomap.reading.failure import ReadFailure
from geomap.reading.html import declared_encoding, markup_text
from geomap.reading.sources import Source
from geomap.reading.text import LONGEST_DOCUMENT_CHARACTERS, document_from_text


def read_feed(
    source: Source, options: ReadOptions, notice: Callable[[str], None]
) -> Iterator[Document | ReadFailure]:
    """The items of a feed: their title, a blank line, and their text.

    Broken XML is a failure with its line; the items that could be read before and after are given.
    Raises UnknownFormat for XML that is no feed.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtra("feedparser", "feeds", "reading RSS and Atom", error) from error
    data = source.read(most_bytes=16 * LONGEST_DOCUMENT_CHARACTERS)
    decoded = decode(data, source.name, declared_encoding(data))
    parsed = feedparser.parse(
        _as_utf8(decoded.text), sanitize_html=False, resolve_relative_uris=False
    )
    fault = _fault(parsed, source)
    if fault is not None:
        yield ReadFailure(source.name, fault)
    elif not parsed.version:
        raise UnknownFormat("XML, but neither RSS nor Atom", source=source.name)
    elif not parsed.entries:
        raise BadRecord("the feed has no item", source=source.name)
    if decoded.warnings:
        notice(f"{source.name}: {decoded.warnings[0]}")
    for number, entry in enumerate(parsed.entries, 1):
        try:
            yield _document(entry, parsed.feed, number, source, options)
        except InputError as error:
            yield ReadFailure(f"{source.name}:[{number}]", error)


def _as_utf8(text: str) -> bytes:
    """The feed as UTF-8 bytes that say so: a declaration of another encoding would be believed."""
    body = text.lstrip()
    if body.startswith("<?xml"):
        body = body.partition("?>")[2]
    return b'<?xml version="1.0" encoding="utf-8"?>' + body.encode("utf-8")


def _fault(parsed: Any, source: Source) -> BadRecord | None:
    error = parsed.get("bozo_exception") if parsed.bozo else None
    line = getattr(error, "getLineNumber", lambda: None)()
    if line is None:
        return None
    message = getattr(error, "getMessage", lambda: str(error))()
    column = getattr(error, "getColumnNumber", lambda: 0)()
    return BadRecord(
        f"broken XML: {message}; {len(parsed.entries)} items could be read all the same",
        source=source.name,
        place=f"{line}:{column + 1}",
        hint="what follows the fault may be missing",
    )


def _document(entry: Any, feed: Any, number: int, source: Source, options: ReadOptions) -> Document:
    place = f"{source.name}:[{number}]"
    title = markup_text(entry.get("title"), place)
    contents = [c.get("value", "") for c in entry.get("content") or ()]
    body = markup_text(max([entry.get("summary", ""), *contents], key=len), place)
    text = "\n\n".join(part for part in (title, body) if (part and part != title) or part == title)
    if title and body.startswith(title):
        text = body
    document = document_from_text(
        text, options, id=str(entry.get("id") or entry.get("link") or f"{source.stem}-{number}"),
        sha256=None, source=place,
    )  # fmt: skip
    told = next(
        (
            iso_date(entry.get(name))
            for name in ("published", "updated", "created")
            if entry.get(name)
        ),
        None,
    )
    changes: dict[str, Any] = {
        "title": title or None,
        "url": _address(entry.get("link")),
        "outlet": markup_text(feed.get("title"), place) or None,
    }
    if told:
        changes |= {"date": told[0], "date_precision": told[1], "date_basis": "row"}
    declared = str(feed.get("language") or "").split("-")[0].lower()
    if document.lang is None and options.lang == "auto" and declared in ("fr", "en"):
        changes |= {"lang": declared, "warnings": ()}
    return replace(document, **changes)


def _address(link: Any) -> str | None:
    """A web address; feedparser gives an item's id where it has no link."""
    return link if isinstance(link, str) and link.startswith(("http://", "https://")) else None
