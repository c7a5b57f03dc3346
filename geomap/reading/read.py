"""The door: inputs -> documents, findings and failures, one after the other, none stopping another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from geomap.config import ReadOptions
from geomap.errors import InputError, MissingExtra, UnknownFormat, UnreadableInput
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.reading.failure import ReadFailure
from geomap.reading.sources import Source, find_sources

log = logging.getLogger(__name__)
#: What a reader tells on the way ("text is taken from the column body"): a sentence.
Notice = Callable[[str], None]
Reader = Callable[[Source, ReadOptions, Notice], Iterator["Document | Findings | ReadFailure"]]

#: format -> (module, function). Modules are imported when a file needs them.
_READERS: dict[str, tuple[str, str]] = {
    "text": ("text", "read_text"),
    "markdown": ("text", "read_text"),
    "html": ("html", "read_html"),
    "feed": ("feed", "read_feed"),
    "table": ("table", "read_delimited"),
    "json": ("table", "read_json"),
    "jsonl": ("table", "read_json_lines"),
    "parquet": ("table", "read_parquet"),
    "pdf": ("pdf", "read_pdf"),
}


def read_inputs(
    inputs: Iterable[str | Path], options: ReadOptions, notice: Notice | None = None
) -> Iterator[Document | ReadFailure]:
    """Read ``inputs`` (files, folders, globs, archives, ``-``) into documents.

    What cannot be read comes as a ``ReadFailure`` in its place; the rest is still read. Of findings
    written by ``extract`` the document is given.
    """
    for item in read_items(inputs, options, notice):
        yield item.document if isinstance(item, Findings) else item


def read_items(
    inputs: Iterable[str | Path],
    options: ReadOptions,
    notice: Notice | None = None,
    leave_out: Path | None = None,
) -> Iterator[Document | Findings | ReadFailure]:
    """As ``read_inputs``, with findings as they are. Ids of documents are unique in one call.

    ``leave_out``: a folder of results that may lie among the inputs.
    """
    used: dict[str, int] = {}
    for source in find_sources(inputs, leave_out):
        if isinstance(source, ReadFailure):
            yield source
            continue
        for item in _read_source(source, options, notice or _silent):
            yield item if isinstance(item, ReadFailure) else _with_unique_id(item, used)


def read_source(
    source: Source, options: ReadOptions, notice: Notice | None = None
) -> Iterator[Document | ReadFailure]:
    """The documents of one source that is already at hand (a piece of an archive)."""
    for item in _read_source(source, options, notice or _silent):
        yield item.document if isinstance(item, Findings) else item


def _silent(_: str) -> None:
    return None


def _read_source(
    source: Source, options: ReadOptions, notice: Notice
) -> Iterator[Document | Findings | ReadFailure]:
    try:
        yield from _reader_of(source)(source, options, notice)
    except (InputError, MissingExtra) as error:
        yield ReadFailure(source.name, error)
    except Exception as error:  # whatever a library meets in a hostile file, the others are read
        log.debug("reading %s failed", source.name, exc_info=True)
        reason = UnreadableInput(
            f"cannot be read as {source.format}: {type(error).__name__}: {error}",
            source=source.name,
            hint="is the file whole?",
        )
        yield ReadFailure(source.name, reason)


def _reader_of(source: Source) -> Reader:
    if source.format not in _READERS:
        raise UnknownFormat("nothing here reads this format", source=source.name)
    module, function = _READERS[source.format]
    reader: Reader = getattr(import_module(f"geomap.reading.{module}"), function)
    return reader


def _with_unique_id(item: Document | Findings, used: dict[str, int]) -> Document | Findings:
    """The second document of an id gets ``id~2``: rows of two tables may share their numbers."""
    document = item.document if isinstance(item, Findings) else item
    count = used[document.id] = used.get(document.id, 0) + 1
    if count == 1:
        return item
    name = f"{document.id}~{count}"
    used[name] = 1
    renamed = replace(document, id=name)
    return replace(item, document=renamed) if isinstance(item, Findings) else renamed
