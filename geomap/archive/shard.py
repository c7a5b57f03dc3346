"""Values of an archive run: a shard of input, the job on it, and what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import msgspec

from geomap.config import Options

ShardKind = Literal["lines", "rows", "files", "members"]
PartFormat = Literal["jsonl", "jsonl.gz", "parquet"]


@dataclass(frozen=True, slots=True)
class Shard:
    """A bounded piece of the input that one worker reads on its own.

    ``lines``: the JSON lines that begin in bytes ``[start, end)`` of ``source``; ``rows``: row groups
    ``[start, end)`` of a Parquet file; ``files``: whole files named in ``items``; ``members``: files
    inside the ZIP archive ``source``. ``mark`` changes when the content of the source does.
    """

    number: int
    kind: ShardKind
    source: str
    start: int = 0
    end: int = 0
    items: tuple[str, ...] = ()
    mark: str = ""
    #: how documents are named: the source as the user wrote it, for spooled streams.
    shown: str = ""

    @property
    def name(self) -> str:
        return f"{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Job:
    """All a worker needs: the shard, where to write, the options, and whom it must agree with."""

    shard: Shard
    folder: str
    format: PartFormat
    options: Options
    geomap_version: str
    gazetteer_version: str
    #: only the documents ``[first, last)`` of the shard: for finding one that breaks a worker.
    only: tuple[int, int] | None = None
    #: positions of documents that are known to break a worker, and what they did.
    broken: tuple[tuple[int, str], ...] = ()

    @property
    def digest(self) -> str:
        """Changes when anything that can change the part does; equal digests mean equal parts."""
        content = msgspec.json.encode(
            (self.shard, self.format, self.options, self.geomap_version, self.gazetteer_version),
            order="sorted",
        )
        return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentFailure:
    """A document that could not be read or analysed; ``place`` says where in the source it is."""

    document: str
    place: str
    error: str


@dataclass(frozen=True, slots=True)
class PartResult:
    """What came of one shard. No times and no machine: the same shard gives the same result."""

    shard: int
    source: str
    part: str
    digest: str
    input_sha256: str
    sha256: str
    documents: int
    incidents: int
    mapped: int
    input_bytes: int
    failures: tuple[DocumentFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job with what only the report wants."""

    result: PartResult
    wall_s: float
    peak_rss_bytes: int
    #: a part that was already there from an earlier run.
    reused: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A job whose worker died or whose function raised, after all retries."""

    job: Job
    error: str


@dataclass(frozen=True, slots=True)
class SharedId:
    """An id that several documents have: how many, and the parts they stand in."""

    id: str
    documents: int
    parts: tuple[str, ...]
