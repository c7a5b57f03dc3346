"""What an archive folder says of itself, and what lets a stopped run go on.

``parts/part-000000.jsonl`` hold the findings; ``manifest.json`` says what they came from and is the
same for the same input, options and gazetteer. ``.work/done/000000.json`` remembers each finished
shard with a digest of all that made it; a part counts as finished only with that record.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from geomap.archive.shard import Done, Job, PartResult, SharedId
from geomap.errors import InputError, OutputError

SCHEMA = "geomap-archive/1"


@dataclass(frozen=True, slots=True)
class _Record:
    digest: str
    result: PartResult


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then replace: the file appears whole or not at all. Raises OutputError."""
    with whole(path) as handle:
        handle.write(content)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of ``path`` when all of it is on the disk.

    Raises OutputError for every OSError on the way; then nothing is left of it.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            source=str(path),
            hint="free some space or choose another folder, then run the same command to go on",
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def part_path(folder: Path, job: Job) -> Path:
    """Where the part of a job stands (or the piece of a part, when the job is one)."""
    if job.only is None:
        return folder / "parts" / f"part-{job.shard.name}.{job.format}"
    first, last = job.only
    return folder / ".work" / "pieces" / f"part-{job.shard.name}.{first}-{last}.{job.format}"


def _record_path(folder: Path, shard: int) -> Path:
    return folder / ".work" / "done" / f"{shard:06d}.json"


def remember(folder: Path, job: Job, result: PartResult) -> None:
    """Record a finished part."""
    content = msgspec.json.encode(_Record(job.digest, result), order="sorted")
    write_whole(_record_path(folder, job.shard.number), content)


def recall(folder: Path, job: Job, *, retry_failed: bool) -> Done | None:
    """The result of an earlier run of the same job, when its part is still there."""
    path = _record_path(folder, job.shard.number)
    try:
        record = msgspec.json.decode(path.read_bytes(), type=_Record)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    if record.digest != job.digest or not part_path(folder, job).exists():
        return None
    if retry_failed and record.result.failures:
        return None
    return Done(record.result, 0.0, 0, reused=True)


def write_manifest(
    folder: Path,
    results: Iterable[PartResult],
    source_failures: Iterable[tuple[str, str]],
    about: dict[str, Any],
    *,
    linked: int,
    shared_ids: int,
    shared: Sequence[SharedId],
) -> dict[str, Any]:
    """Write ``manifest.json`` from the results of all parts and give it back."""
    ordered = sorted(results, key=lambda r: r.shard)
    failures = [
        {"part": r.part, "document": f.document, "place": f.place, "error": f.error}
        for r in ordered
        for f in r.failures
    ]
    manifest = {
        "schema": SCHEMA,
        **about,
        "documents": sum(r.documents for r in ordered),
        "incidents": sum(r.incidents for r in ordered),
        "mapped": sum(r.mapped for r in ordered),
        "linked": linked,
        "parts": [
            {
                "part": r.part, "source": r.source, "input_sha256": r.input_sha256,
                "sha256": r.sha256, "documents": r.documents, "incidents": r.incidents,
                "mapped": r.mapped, "failures": len(r.failures),
            }
            for r in ordered
        ],
        "failures": failures,
        "source_failures": [{"source": s, "error": e} for s, e in sorted(source_failures)],
        "shared_ids": {"count": shared_ids, "first": msgspec.to_builtins(shared)},
    }  # fmt: skip
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    write_whole(folder / "manifest.json", content + b"\n")
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an archive folder. Raises InputError when it is missing or damaged."""
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(
            "is not a finished archive: it has no manifest.json",
            source=str(folder),
            hint="run the same 'geomap extract' again; it goes on where it stopped",
        ) from error
    except msgspec.DecodeError as error:
        raise InputError(f"is damaged: {error}", source=str(path)) from error
    if manifest.get("schema") != SCHEMA:
        raise InputError("is not the manifest of an archive", source=str(path))
    return manifest
