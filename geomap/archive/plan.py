"""Input -> shards of bounded size, as a stream: a 10 GB file needs no more memory than a 10 MB one.

Plain JSON Lines are cut by bytes and Parquet by row groups, so workers read their own piece. Streams
that cannot be cut (CSV, ``.gz``, ``.zst``, tables inside ZIP archives) are spooled: copied row by
row into JSON Lines pieces in the archive's ``.work`` folder. Folders are cut by files.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import itertools
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import msgspec

from geomap.archive.manifest import write_whole
from geomap.archive.shard import Shard
from geomap.archive.sources import SourceFile, is_address, list_files, open_source
from geomap.errors import GeomapError, InputError, MissingExtra, UnreadableInput
from geomap.reading.packed import ZstandardStream

#: Bytes of input a shard holds. About 20 s of one core: small enough to resume, large enough to
#: make starting a job free.
SHARD_BYTES = 8 * 2**20
#: A shard of whole files holds at most this many.
SHARD_FILES = 1000
#: A line longer than this is no document; it is recorded as a failure and passed over.
LONGEST_LINE = 64 * 2**20

_LINES = {".jsonl", ".ndjson", ".geojsonl"}
_DELIMITED = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_COMPRESSED = {".gz", ".zst"}


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source, or the rest of one, that could not be read."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """All files of an archive, listed once: what the total size and the checksum are made from."""

    files: tuple[SourceFile, ...]
    failures: tuple[SourceFailure, ...]

    @property
    def total_bytes(self) -> int:
        return sum(f.size for f in self.files)


def list_inputs(inputs: tuple[str, ...]) -> Inputs:
    """List what the words of a command line name; what is missing becomes a failure."""
    files: dict[str, SourceFile] = {}
    failures = []
    for word in inputs:
        try:
            files.update({f.source: f for f in list_files(word)})
        except MissingExtra:
            raise
        except GeomapError as error:
            failures.append(SourceFailure(word, str(error)))
    return Inputs(tuple(files.values()), tuple(failures))


def plan(
    inputs: Inputs, spool: Path, shard_bytes: int = SHARD_BYTES
) -> Iterator[Shard | SourceFailure]:
    """The shards of an archive, numbered in order; the same inputs give the same shards."""
    numbers = itertools.count()
    small: list[SourceFile] = []
    for file in inputs.files:
        cutter = _cutter_of(file.source)
        if cutter is None:
            if small and (
                sum(f.size for f in small) + file.size > shard_bytes or len(small) >= SHARD_FILES
            ):
                yield _files_shard(next(numbers), small)
                small = []
            small.append(file)
            continue
        if small:
            yield _files_shard(next(numbers), small)
            small = []
        try:
            for shard in cutter(file, shard_bytes, spool):
                yield replace(shard, number=next(numbers))
        except MissingExtra:
            raise
        except (GeomapError, OSError, EOFError, zipfile.BadZipFile) as error:
            yield SourceFailure(file.source, _said(error))
    if small:
        yield _files_shard(next(numbers), small)


Cutter = Callable[[SourceFile, int, Path], Iterator[Shard]]


def _cutter_of(source: str) -> Cutter | None:
    suffixes = [s.lower() for s in Path(source.split("?", 1)[0]).suffixes[-2:]]
    last = suffixes[-1] if suffixes else ""
    if last in _COMPRESSED:
        inner = suffixes[0] if len(suffixes) > 1 else ""
        return _cut_compressed if inner in _LINES or inner in _DELIMITED else None
    if last in _LINES:
        return _cut_lines
    if last in _DELIMITED:
        return _cut_delimited
    return {".parquet": _cut_parquet, ".zip": _cut_zip}.get(last)


def _files_shard(number: int, files: list[SourceFile]) -> Shard:
    marks = "\n".join(f"{f.source} {f.mark}" for f in files)
    return Shard(
        number, "files", files[0].source, 0, len(files), tuple(f.source for f in files),
        hashlib.sha256(marks.encode()).hexdigest(), files[0].source,
    )  # fmt: skip


def _cut_lines(file: SourceFile, shard_bytes: int, _: Path) -> Iterator[Shard]:
    for start in range(0, max(file.size, 1), shard_bytes):
        end = min(start + shard_bytes, file.size)
        yield Shard(0, "lines", file.source, start, end, (), file.mark, file.source)


def _cut_parquet(file: SourceFile, shard_bytes: int, _: Path) -> Iterator[Shard]:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet", f"reading {file.source}") from error
    import pyarrow

    with open_source(file.source) as handle:
        try:
            metadata = pq.ParquetFile(handle).metadata
        except (pyarrow.ArrowInvalid, OSError) as error:
            raise UnreadableInput(f"is no Parquet file: {error}", source=file.source) from error
        first, size = 0, 0
        for group in range(metadata.num_row_groups):
            size += metadata.row_group(group).total_byte_size
            if size >= shard_bytes or group == metadata.num_row_groups - 1:
                yield Shard(0, "rows", file.source, first, group + 1, (), file.mark, file.source)
                first, size = group + 1, 0


def _cut_delimited(file: SourceFile, shard_bytes: int, spool: Path) -> Iterator[Shard]:
    with open_source(file.source) as handle:
        yield from _spool_rows(file, handle, file.source, shard_bytes, spool)


def _cut_compressed(file: SourceFile, shard_bytes: int, spool: Path) -> Iterator[Shard]:
    with open_source(file.source) as raw, decompressed(file.source, raw) as handle:
        inner = file.source.rsplit(".", 1)[0]
        if Path(inner).suffix.lower() in _LINES:
            yield from _spool_lines(file, handle, file.source, shard_bytes, spool)
        else:
            yield from _spool_rows(file, handle, inner, shard_bytes, spool)


def _cut_zip(file: SourceFile, shard_bytes: int, spool: Path) -> Iterator[Shard]:
    """Members that are tables are spooled, the others grouped; unsafe names are left to the reader.

    An archive at an address is copied here first: ZIP needs its end before its beginning.
    """
    if is_address(file.source):
        file = _local_copy(file, spool)
    with open_source(file.source) as raw, zipfile.ZipFile(raw) as archive:
        members = sorted(
            (m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename
        )
        group: list[zipfile.ZipInfo] = []
        for member in members:
            suffix = Path(member.filename).suffix.lower()
            if suffix in _LINES or suffix in _DELIMITED:
                shown = f"{file.source}!{member.filename}"
                with archive.open(member) as handle:
                    spooler = _spool_lines if suffix in _LINES else _spool_rows
                    yield from spooler(file, handle, shown, shard_bytes, spool)
                continue
            if group and (
                sum(m.file_size for m in group) + member.file_size > shard_bytes
                or len(group) >= SHARD_FILES
            ):
                yield _members_shard(file, group)
                group = []
            group.append(member)
        if group:
            yield _members_shard(file, group)


def _local_copy(file: SourceFile, spool: Path) -> SourceFile:
    name = hashlib.sha256(f"{file.source} {file.mark}".encode()).hexdigest()[:32]
    path = spool / f"{name}.zip"
    if not path.exists():
        beside = path.with_suffix(".part")
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_source(file.source) as raw, beside.open("wb") as copy:
            shutil.copyfileobj(raw, copy, 2**20)
        beside.replace(path)
    return replace(file, source=path.as_posix())


def _members_shard(file: SourceFile, members: list[zipfile.ZipInfo]) -> Shard:
    names = tuple(m.filename for m in members)
    return Shard(0, "members", file.source, 0, len(names), names, file.mark, file.source)


@contextmanager
def decompressed(source: str, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    """The bytes inside a ``.gz`` or ``.zst`` stream, read as it is asked for."""
    if source.lower().endswith(".gz"):
        with gzip.GzipFile(fileobj=raw) as handle:
            yield io.BufferedReader(handle)
        return
    with ZstandardStream(raw, source) as stream:
        yield io.BufferedReader(stream)


def _spool_lines(
    file: SourceFile, handle: IO[bytes], shown: str, shard_bytes: int, spool: Path
) -> Iterator[Shard]:
    """Copy lines into pieces. A stream that breaks off still gives what was whole before."""
    piece: list[bytes] = []
    size = 0
    number = itertools.count()
    while True:
        try:
            line = handle.readline(LONGEST_LINE)
        except (EOFError, OSError, zipfile.BadZipFile) as error:
            if piece:
                yield _piece(file, shown, next(number), piece, spool)
            raise InputError(f"breaks off: {_said(error)}", source=shown) from error
        if not line:
            break
        piece.append(line if line.endswith(b"\n") else line + b"\n")
        size += len(line)
        if size >= shard_bytes:
            yield _piece(file, shown, next(number), piece, spool)
            piece, size = [], 0
    if piece:
        yield _piece(file, shown, next(number), piece, spool)


def _spool_rows(
    file: SourceFile, handle: IO[bytes], shown: str, shard_bytes: int, spool: Path
) -> Iterator[Shard]:
    """Copy the rows of a CSV or TSV stream into pieces of JSON Lines, keys from its header."""
    csv.field_size_limit(LONGEST_LINE)
    encoder = msgspec.json.Encoder()
    piece: list[bytes] = []
    size = 0
    number = itertools.count()
    delimiter = _DELIMITED.get(Path(shown).suffix.lower(), ",")
    text = io.TextIOWrapper(handle, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(_without_nul(text), delimiter=delimiter, restkey="")
    try:
        for row in rows:
            row.pop("", None)
            line = encoder.encode(row) + b"\n"
            piece.append(line)
            size += len(line)
            if size >= shard_bytes:
                yield _piece(file, shown, next(number), piece, spool)
                piece, size = [], 0
    except (csv.Error, EOFError, OSError, zipfile.BadZipFile) as error:
        if piece:
            yield _piece(file, shown, next(number), piece, spool)
        raise InputError(
            f"breaks off at row {rows.line_num}: {_said(error)}", source=shown
        ) from error
    if piece:
        yield _piece(file, shown, next(number), piece, spool)


def _without_nul(lines: Any) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line


def _piece(file: SourceFile, shown: str, number: int, lines: list[bytes], spool: Path) -> Shard:
    """Write one piece, named by its content, and the shard that reads it."""
    content = b"".join(lines)
    digest = hashlib.sha256(content).hexdigest()
    path = spool / f"{digest[:32]}.jsonl"
    if not path.exists():
        write_whole(path, content)
    del file
    return Shard(0, "lines", path.as_posix(), 0, len(content), (), digest, f"{shown}#{number}")


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
