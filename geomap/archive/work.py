"""What a worker does: one shard in, one part out. Pure but for the part it writes.

The gazetteer is opened once a process, memory-mapped. A document that cannot be read or analysed is
recorded and the rest goes on.
"""

from __future__ import annotations

import hashlib
import io
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

import geomap
from geomap.archive.ids import ids_path, store_ids
from geomap.archive.manifest import part_path, remember, whole
from geomap.archive.merging import (
    Record,
    records_of,
    store_tellings,
    tellings_of,
    tellings_path,
)
from geomap.archive.plan import LONGEST_LINE
from geomap.archive.shard import DocumentFailure, Done, Job, PartResult, Shard
from geomap.archive.sources import is_address, open_source
from geomap.archive.writing import Hashed, PartWriter, open_writer
from geomap.errors import GeomapError, InputError
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.model.findings import Findings
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.model.wire import findings_to_json
from geomap.pipeline import analyse
from geomap.reading import ReadFailure, Source, find_sources, read_source, sniff, stem_of


class VersionMismatch(GeomapError):
    """A worker has another geomap or gazetteer than the run: its answers would differ."""

    def __init__(self, message: str) -> None:
        super().__init__(
            message, hint="install the same geomap, and the same --gazetteer files, on every worker"
        )

    def __reduce__(self) -> tuple[type[VersionMismatch], tuple[str]]:
        return type(self), (self.message,)


@lru_cache(maxsize=2)
def gazetteer_of_process(extra_files: tuple[str, ...]) -> Gazetteer:
    """The gazetteer of this process, opened at the first call."""
    return open_gazetteer(extra_files)


def versions(extra_files: tuple[str, ...]) -> tuple[str, str]:
    """Versions of geomap and of the gazetteer in this process."""
    return geomap.__version__, gazetteer_of_process(extra_files).version


def check_worker(expected: tuple[str, str], extra_files: tuple[str, ...] = ()) -> str | None:
    """None when this process agrees with ``expected`` versions, else what it has instead."""
    have = versions(extra_files)
    if have == expected:
        return None
    return (
        f"has geomap {have[0]} with gazetteer {have[1]}, "
        f"the run has geomap {expected[0]} with gazetteer {expected[1]}"
    )


def process_job(job: Job) -> Done:
    """Read, analyse and write one shard.

    Raises VersionMismatch when this process is of another version, OutputError when the part cannot
    be written; faults of single documents are part of the result.
    """
    started = time.perf_counter()
    extra = job.options.places.gazetteers
    mismatch = check_worker((job.geomap_version, job.gazetteer_version), extra)
    if mismatch:
        raise VersionMismatch(f"this worker {mismatch}")
    gazetteer = gazetteer_of_process(extra)
    folder = Path(job.folder)
    path = part_path(folder, job)
    with whole(path) as handle:
        hashed = Hashed(handle)
        run = _Run(job, open_writer(cast(BinaryIO, hashed), job.format))
        for item in _items(job, run):
            run.take(item, gazetteer)
        run.writer.close()
    result = PartResult(
        shard=job.shard.number,
        source=job.shard.shown or job.shard.source,
        part=path.name,
        digest=job.digest,
        input_sha256=run.digest.hexdigest(),
        sha256=hashed.digest.hexdigest(),
        documents=len(run.ids),
        incidents=run.incidents,
        mapped=run.mapped,
        input_bytes=run.input_bytes,
        failures=tuple(run.failures),
    )
    if job.only is None:
        store_tellings(tellings_path(folder, job.shard.number), run.tellings)
        store_ids(ids_path(folder, job.shard.number), run.ids)
        remember(folder, job, result)
    return Done(result, time.perf_counter() - started, peak_rss_bytes())


def peak_rss_bytes() -> int:
    """Peak resident memory of this process (kilobytes on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@dataclass(slots=True)
class _Run:
    """What has been gathered of a shard so far."""

    job: Job
    writer: PartWriter
    tellings: list[Record] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    failures: list[DocumentFailure] = field(default_factory=list)
    incidents: int = 0
    mapped: int = 0
    input_bytes: int = 0
    position: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def count(self, content: bytes) -> None:
        """Count input that was read."""
        self.digest.update(content)
        self.input_bytes += len(content)

    def take(self, item: Document | ReadFailure, gazetteer: Gazetteer) -> None:
        """Analyse one document, or record why not."""
        position = self.position
        self.position += 1
        if self.job.only and not self.job.only[0] <= position < self.job.only[1]:
            return
        if isinstance(item, ReadFailure):
            self.fail(item.source, position, str(item.error))
            return
        broken = dict(self.job.broken).get(position)
        if broken is not None:
            self.fail(item.id, position, broken)
            return
        try:
            findings = _lean(analyse(item, gazetteer, self.job.options))
            line = findings_to_json(findings, self.job.options.map.ui_lang)
        except Exception as error:
            self.fail(item.id, position, f"{type(error).__name__}: {error}")
            return
        tellings = tellings_of(self.job.shard.number, [findings], len(self.ids))
        self.tellings += records_of(tellings)
        self.writer.add(findings, line)
        self.ids.append(item.id)
        self.incidents += len(findings.incidents)
        self.mapped += sum(1 for incident in findings.incidents if incident.on_map)

    def fail(self, document: str, position: int, error: str) -> None:
        shown = self.job.shard.shown or self.job.shard.source
        self.failures.append(DocumentFailure(document, f"{shown} document {position}", error))


def _lean(findings: Findings) -> Findings:
    """Findings without the shapes of places that are named and where nothing happened.

    A country's outline at every mention of it would be nearly all of an archive; the id of its
    record says which it is.
    """
    used = {m for i in findings.incidents if i.where is not None for m in i.where.mentions}
    return replace(
        findings, mentions=tuple(m if m.id in used else _shapeless(m) for m in findings.mentions)
    )


def _shapeless(mention: Mention) -> Mention:
    if mention.extent is None or mention.extent.geometry is None:
        return mention
    return replace(mention, extent=replace(mention.extent, geometry=None))


def _items(job: Job, run: _Run) -> Iterator[Document | ReadFailure]:
    """The documents of a shard in order; a shard that cannot be read at all gives one failure."""
    readers: dict[str, Callable[[Shard, _Run], Iterator[Source]]] = {
        "lines": _lines,
        "rows": _rows,
        "files": _files,
        "members": _members,
    }
    try:
        for source in readers[job.shard.kind](job.shard, run):
            yield from read_source(source, job.options.read)
    except InputError as error:
        yield ReadFailure(job.shard.shown or job.shard.source, error)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        failure = InputError(f"cannot be read: {error}", source=job.shard.shown)
        yield ReadFailure(job.shard.shown or job.shard.source, failure)


def _memory_source(content: bytes, name: str, stem: str, format_: str) -> Source:
    return Source(name, stem, format_, lambda: io.BytesIO(content))


def _stem(shard: Shard) -> str:
    name = Path((shard.shown or shard.source).split("#", 1)[0].split("?", 1)[0]).name
    return f"{name.split('.', 1)[0]}@{shard.number}"


def _lines(shard: Shard, run: _Run) -> Iterator[Source]:
    """The lines that begin inside the shard's bytes; a line over the bound is passed over."""
    kept: list[bytes] = []
    with open_source(shard.source) as handle:
        at = shard.start
        if at:
            handle.seek(at - 1)
            at = at - 1 + _skip_line(handle)
        while at < shard.end:
            line = handle.readline(LONGEST_LINE)
            if not line:
                break
            begun = at
            at += len(line)
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                at += _skip_line(handle)
                run.fail(
                    f"{_stem(shard)}:byte {begun}", run.position,
                    f"the line at byte {begun} is longer than {LONGEST_LINE // 2**20} MB",
                )  # fmt: skip
                continue
            kept.append(line)
    content = b"".join(kept)
    run.count(content)
    if not content:  # no line begins in these bytes
        return
    # lines are counted from the shard's first byte, so the name says which byte that is
    name = f"{shard.shown or shard.source}[{shard.start}]"
    yield _memory_source(content, name, _stem(shard), "jsonl")


def _skip_line(handle: Any) -> int:
    skipped = 0
    while True:
        piece = handle.readline(2**20)
        skipped += len(piece)
        if not piece or piece.endswith(b"\n"):
            return skipped


def _rows(shard: Shard, run: _Run) -> Iterator[Source]:
    """Row groups as a small Parquet file of their own, which the table reader knows how to read."""
    import pyarrow
    import pyarrow.parquet as pq

    with open_source(shard.source) as handle:
        try:
            table = pq.ParquetFile(handle).read_row_groups(list(range(shard.start, shard.end)))
        except (pyarrow.ArrowInvalid, OSError) as error:
            raise InputError(f"is damaged: {error}", source=shard.source) from error
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    content = buffer.getvalue()
    run.digest.update(content)
    run.input_bytes += table.nbytes
    yield _memory_source(content, shard.shown or shard.source, _stem(shard), "parquet")


def _files(shard: Shard, run: _Run) -> Iterator[Source]:
    for item in shard.items:
        if is_address(item):
            with open_source(item) as handle:
                content = handle.read()
            run.count(content)
            source = _memory_source(content, item, stem_of(item), "unknown")
            yield replace(source, format=sniff(source))
            continue
        run.count(Path(item).read_bytes())
        yield from _sources(find_sources([item]), run)


def _members(shard: Shard, run: _Run) -> Iterator[Source]:
    wanted = set(shard.items)
    with zipfile.ZipFile(shard.source) as archive:
        for member in archive.infolist():
            if member.filename in wanted:
                run.digest.update(f"{member.filename} {member.CRC:08x}\n".encode())
                run.input_bytes += member.file_size
    for source in _sources(find_sources([shard.source]), run):
        if source.name.split("!", 1)[-1] in wanted:
            yield source


def _sources(found: Iterable[Source | ReadFailure], run: _Run) -> Iterator[Source]:
    for source in found:
        if isinstance(source, ReadFailure):
            run.fail(source.source, run.position, str(source.error))
        else:
            yield source
