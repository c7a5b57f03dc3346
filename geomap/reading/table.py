"""Tables -> documents, one a row: CSV and TSV, JSON, JSON Lines (also findings), Parquet.

Read as a stream: a file larger than the memory is no larger than its longest row.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from geomap.config import ReadOptions
from geomap.errors import BadRecord, InputError, MissingExtra, UnreadableInput
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.model.wire import is_findings
from geomap.reading.failure import ReadFailure
from geomap.reading.rows import PlacedRow, rows_to_documents
from geomap.reading.sources import Source
from geomap.reading.text import LONGEST_DOCUMENT_CHARACTERS

Items = Iterator[Document | Findings | ReadFailure]
Notice = Callable[[str], None]

#: A JSON array is read whole; a longer one is asked for as JSON Lines.
LONGEST_JSON_BYTES = 512 * 2**20
#: A line of JSON Lines: the longest document, escaped.
LONGEST_LINE_BYTES = 8 * LONGEST_DOCUMENT_CHARACTERS
_DELIMITERS = ",;\t|"
_CHUNK = 2**20
#: Keys under which an object holds its rows.
_HOLDERS = ("documents", "articles", "items", "data", "results", "rows", "records", "hits", "docs")


def read_delimited(source: Source, options: ReadOptions, notice: Notice) -> Items:
    """CSV or TSV with a header line; the delimiter is the one the header line uses most."""
    encoding, warning = _encoding_of(source)
    if warning:
        notice(f"{source.name}: {warning}")
    csv.field_size_limit(LONGEST_LINE_BYTES)
    with source.open() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        head = stream.readline(100_000)
        if not head.strip():
            raise UnreadableInput("the table is empty", source=source.name)
        delimiter = _delimiter(head)
        if delimiter != ("\t" if source.name.lower().endswith((".tsv", ".tab")) else ","):
            notice(f"{source.name}: columns are divided by {delimiter!r}")
        reader = csv.reader(_chained(head, stream), delimiter=delimiter)
        names = [name.strip() for name in next(reader)]
        _check_names(names, source)
        yield from rows_to_documents(
            _csv_rows(reader, names, source), source, options, notice, names
        )


def _chained(head: str, stream: io.TextIOWrapper) -> Iterator[str]:
    yield head
    yield from stream


def _check_names(names: list[str], source: Source) -> None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise BadRecord(
            f"two columns are called {', '.join(twice)}",
            source=source.name,
            place="1",
            hint="is the first line the header?",
        )


def _csv_rows(reader: Any, names: list[str], source: Source) -> Iterator[PlacedRow]:
    held: tuple[int, list[str]] | None = None
    for line, row in _read_rows(reader, source):
        if held is not None:
            yield str(held[0]), dict(zip(names, held[1], strict=False))
            held = None
        if isinstance(row, BadRecord):
            yield str(line), row
        elif len(row) > len(names):
            error = BadRecord(
                f"{len(row)} cells, but the header has {len(names)} columns",
                source=source.name,
                place=str(line),
                hint="is a quotation mark missing?",
            )
            yield str(line), error
        elif len(row) < len(names) and "\n" in row[-1]:
            held = line, row  # whether its last cell ran on to the end of the file shows next
        else:
            yield str(line), dict(zip(names, row, strict=False))
    if held is not None:
        lines = held[1][-1].count("\n") + 1
        unclosed = BadRecord(
            f"a quotation mark is not closed: its cell holds the {lines} lines to the end of the file",
            source=source.name,
            place=str(held[0]),
            hint="the rows in it are not read",
        )
        yield str(held[0]), unclosed


def _read_rows(reader: Any, source: Source) -> Iterator[tuple[int, list[str] | BadRecord]]:
    """(line, row or what is wrong with it), without empty rows."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, BadRecord(f"not CSV: {error}", source=source.name, place=str(line))
            continue
        except UnicodeDecodeError as error:
            raise UnreadableInput(
                f"byte {error.start} of a block is no {error.encoding}",
                source=source.name,
                place=str(line),
            ) from error
        if any(cell.strip() for cell in row):
            yield line, row


def _delimiter(head: str) -> str:
    """The mark that divides the header line, outside quotation marks."""
    outside = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=lambda mark: (outside.count(mark), -_DELIMITERS.index(mark)))


def _encoding_of(source: Source) -> tuple[str, str | None]:
    """UTF-8 if the whole file is, by its mark UTF-16, else windows-1252. One pass, no guessing."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as stream:
        head = stream.read(_CHUNK)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", None
        if head.count(b"\x00") > len(head) // 50:
            raise UnreadableInput("this is a binary, not a table", source=source.name)
        try:
            while head:
                decoder.decode(head)
                head = stream.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", "not UTF-8: read as windows-1252"
    return "utf-8-sig", None


def read_json_lines(source: Source, options: ReadOptions, notice: Notice) -> Items:
    """One JSON object a line: rows with a text, or findings. A bad line is a failure of that line."""
    with source.open() as stream:
        head = stream.read(1)
    if not head:
        raise UnreadableInput("the file is empty", source=source.name)
    yield from rows_to_documents(_json_lines(source), source, options, notice)


def _json_lines(source: Source) -> Iterator[PlacedRow]:
    decoder = msgspec.json.Decoder()
    with source.open() as stream:
        for number, line in enumerate(_lines(stream), 1):
            place = str(number)
            if len(line) > LONGEST_LINE_BYTES:
                yield (
                    place,
                    BadRecord(
                        f"a line longer than {LONGEST_LINE_BYTES // 2**20} MB",
                        source=source.name,
                        place=place,
                    ),
                )
                continue
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if not line.strip():
                continue
            try:
                row = decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if number == 1 and source.format == "jsonl":
                    yield from _whole_json(source, error)
                    return
                yield place, BadRecord(_json_fault(error), source=source.name, place=place)
                continue
            yield place, _object(row, source, place)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most ``LONGEST_LINE_BYTES`` + 1; the rest of a longer one is passed over."""
    while line := stream.readline(LONGEST_LINE_BYTES + 1):
        yield line
        while len(line) > LONGEST_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE_BYTES + 1)
            if not line:
                return


def _json_fault(error: Exception) -> str:
    words = str(error)
    if isinstance(error, RecursionError):
        return "not JSON that can be read: it is nested too deeply"
    if "surrogate" in words or "truncated" in words:
        words += " (cut short, or half of a surrogate pair)"
    return f"not JSON: {words}"


def _object(row: Any, source: Source, place: str) -> Mapping[str, Any] | InputError:
    if isinstance(row, dict):
        return row
    return BadRecord(f"wants an object, got {type(row).__name__}", source=source.name, place=place)


def _whole_json(source: Source, first_fault: Exception) -> Iterator[PlacedRow]:
    """A file that begins with ``{`` and is no JSON Lines: one object over many lines."""
    try:
        yield from _json_rows(source)
    except BadRecord:
        yield "1", BadRecord(_json_fault(first_fault), source=source.name, place="1")


def read_json(source: Source, options: ReadOptions, notice: Notice) -> Items:
    """A JSON array of objects, an object that holds one, one object, or one findings object."""
    yield from rows_to_documents(_json_rows(source), source, options, notice)


def _json_rows(source: Source) -> Iterator[PlacedRow]:
    data = source.read(most_bytes=LONGEST_JSON_BYTES).removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise UnreadableInput("the file is empty", source=source.name)
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(_json_fault(error), source=source.name) from error
    if isinstance(raw, dict) and not is_findings(raw):
        held = next((raw[key] for key in _HOLDERS if isinstance(raw.get(key), list)), None)
        raw = held if held is not None else [raw]
    elif isinstance(raw, dict):
        raw = [raw]
    if not isinstance(raw, list) or not raw:
        raise BadRecord("wants a list of objects", source=source.name)
    for number, row in enumerate(raw, 1):
        yield f"[{number}]", _object(row, source, f"[{number}]")


def read_parquet(source: Source, options: ReadOptions, notice: Notice) -> Items:
    """Parquet, read in batches. Needs pyarrow."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", "reading Parquet", error) from error
    with source.open() as stream:
        seekable = stream if stream.seekable() else io.BytesIO(stream.read())
        try:
            file = parquet.ParquetFile(seekable)
            names = list(file.schema_arrow.names)
            yield from rows_to_documents(_parquet_rows(file), source, options, notice, names)
        except (arrow.ArrowException, OSError) as error:
            raise UnreadableInput(f"damaged Parquet: {error}", source=source.name) from error


def _parquet_rows(file: Any) -> Iterator[PlacedRow]:
    number = 0
    for batch in file.iter_batches(batch_size=512):
        for row in batch.to_pylist():
            number += 1
            yield f"[{number}]", row
