"""An archive run: plan, skip what is finished, work, search broken shards, write the manifest."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from geomap.archive.engines import Engine, open_engine
from geomap.archive.ids import MOST_NAMED, hash_of, shared_hashes
from geomap.archive.manifest import part_path, recall, remember, write_manifest, write_whole
from geomap.archive.merging import merge_archive, tellings_path
from geomap.archive.parts import read_part
from geomap.archive.plan import SHARD_BYTES, Inputs, SourceFailure, list_inputs, plan
from geomap.archive.progress import Progress
from geomap.archive.shard import (
    Broken,
    DocumentFailure,
    Done,
    Job,
    PartFormat,
    PartResult,
    Shard,
    SharedId,
)
from geomap.archive.work import versions
from geomap.config import Options
from geomap.errors import OutputError, UnreadableInput


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """How an archive is run. None of it changes the bytes of the parts but ``format`` and shards."""

    format: PartFormat = "jsonl"
    jobs: int | None = None
    cluster: str | None = None
    shard_bytes: int = SHARD_BYTES
    retry_failed: bool = False
    quiet: bool = False


@dataclass(slots=True)
class ArchiveReport:
    """What a run gave: the manifest, the figures, and whether anything failed."""

    manifest: dict[str, Any]
    figures: dict[str, Any]

    @property
    def failed(self) -> int:
        """Inputs and documents that could not be read, and ids that cannot be told apart."""
        told = self.manifest
        unread = len(told["failures"]) + len(told["source_failures"])
        shared: int = told["shared_ids"]["count"]
        return unread + shared


@dataclass(slots=True)
class _State:
    folder: Path
    options: Options
    archive: ArchiveOptions
    versions: tuple[str, str]
    results: list[PartResult] = field(default_factory=list)
    source_failures: list[SourceFailure] = field(default_factory=list)
    reused: list[Done] = field(default_factory=list)

    def job(self, shard: Shard) -> Job:
        return Job(shard, self.folder.as_posix(), self.archive.format, self.options, *self.versions)


def run_archive(
    inputs: tuple[str, ...], folder: Path, options: Options, archive: ArchiveOptions
) -> ArchiveReport:
    """Read ``inputs`` into ``folder/parts`` and write ``folder/manifest.json``.

    A run that was stopped goes on: finished shards are recognised and kept. Raises UnreadableInput
    when nothing of the input is there, OutputError when the folder cannot be written.
    """
    _check_folder(folder)
    listed = list_inputs(inputs)
    if not listed.files:
        raise UnreadableInput(listed.failures[0].error if listed.failures else "no input")
    state = _State(folder, options, archive, versions(options.places.gazetteers))
    state.source_failures += listed.failures
    small = listed.total_bytes <= archive.shard_bytes
    engine = open_engine(
        archive.cluster, archive.jobs, state.versions, options.places.gazetteers, small=small
    )
    with Progress(listed.total_bytes, archive.quiet) as progress:
        try:
            for done in _results(state, listed, engine):
                state.results.append(done.result)
                progress.add(done)
            _remove_strangers(state)
            together = _together(state, engine)
        finally:
            engine.close()
        manifest = write_manifest(
            folder,
            state.results,
            [(f.source, f.error) for f in state.source_failures],
            _about(state, listed),
            linked=together.linked,
            shared_ids=together.shared_ids,
            shared=together.named,
        )
        shutil.rmtree(folder / ".work" / "pieces", ignore_errors=True)
        return ArchiveReport(manifest, progress.report())


def _check_folder(folder: Path) -> None:
    try:
        (folder / "parts").mkdir(parents=True, exist_ok=True)
        (folder / ".work" / "done").mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".work" / "writable", b"")
    except OSError as error:
        raise OutputError(
            f"cannot be used: {error.strerror or error}",
            source=str(folder),
            hint="choose a folder you may write to",
        ) from error


def _results(state: _State, listed: Inputs, engine: Engine) -> Iterator[Done]:
    """Every part's result: those already there, those just made, those saved from broken shards."""
    broken: list[Broken] = []
    for outcome in engine.run(_jobs_to_do(state, listed)):
        while state.reused:
            yield state.reused.pop()
        if isinstance(outcome, Broken):
            broken.append(outcome)
        else:
            yield outcome
    while state.reused:
        yield state.reused.pop()
    for outcome in broken:
        yield _save_what_is_whole(outcome, engine)


def _jobs_to_do(state: _State, listed: Inputs) -> Iterator[Job]:
    spool = state.folder / ".work" / "spool"
    for item in plan(listed, spool, state.archive.shard_bytes):
        if isinstance(item, SourceFailure):
            state.source_failures.append(item)
            continue
        job = state.job(item)
        done = recall(state.folder, job, retry_failed=state.archive.retry_failed)
        if done is not None and tellings_path(state.folder, item.number).exists():
            state.reused.append(done)
        else:
            yield job


def _save_what_is_whole(broken: Broken, engine: Engine) -> Done:
    """Find the documents that break a worker by halving, and run the shard again without them.

    The number of documents is not known to this process (reading may be what breaks), so the range
    is doubled until a run reads nothing more.
    """
    job = broken.job
    if isinstance(_try(replace(job, only=(0, 0)), engine), Broken):
        return _give_up(job, broken.error)  # reading alone breaks it: no document to single out
    guilty: list[tuple[int, str]] = []
    first, width = 0, 64
    while True:
        piece = _try(replace(job, only=(first, first + width)), engine)
        if isinstance(piece, Done) and piece.result.documents + len(piece.result.failures) == 0:
            break
        if isinstance(piece, Broken):
            guilty += _search(job, first, first + width, broken.error, engine)
        first, width = first + width, width * 2
    again = _try(replace(job, broken=tuple(guilty)), engine)
    if isinstance(again, Done):
        return again
    return _give_up(job, broken.error)


def _search(job: Job, first: int, last: int, error: str, engine: Engine) -> list[tuple[int, str]]:
    """Positions in ``[first, last)`` whose document breaks a worker on its own."""
    if last - first == 1:
        return [(first, error)]
    middle = (first + last) // 2
    found = []
    for half in ((first, middle), (middle, last)):
        if isinstance(_try(replace(job, only=half), engine), Broken):
            found += _search(job, *half, error, engine)
    return found


def _try(job: Job, engine: Engine) -> Done | Broken:
    (outcome,) = engine.run([job])
    return outcome


def _give_up(job: Job, error: str) -> Done:
    """A shard that breaks even without its guilty documents: recorded whole, the rest goes on."""
    shard = job.shard
    shown = shard.shown or shard.source
    failure = DocumentFailure(shown, f"{shown} shard {shard.number}", error)
    path = part_path(Path(job.folder), job)
    write_whole(path, b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # sha256 of nothing
    result = PartResult(
        shard.number, shown, path.name, job.digest, empty, empty, 0, 0, 0, 0, (failure,)
    )
    remember(Path(job.folder), job, result)
    return Done(result, 0.0, 0)


def _remove_strangers(state: _State) -> None:
    """Parts of an earlier, different run of this folder would be read as if they were of this one."""
    ours = {result.part for result in state.results}
    for path in (state.folder / "parts").iterdir():
        if path.name not in ours:
            path.unlink()


@dataclass(frozen=True, slots=True)
class _Together:
    """What only the parts together tell, with a digest of the parts it was made from."""

    digest: str
    linked: int
    shared_ids: int
    named: tuple[SharedId, ...]


def _together(state: _State, engine: Engine) -> _Together:
    """Link the parts' incidents and find shared ids; nothing is done again for the same parts."""
    ordered = sorted(state.results, key=lambda r: r.shard)
    told = msgspec.json.encode([(r.part, r.sha256) for r in ordered])
    digest = hashlib.sha256(told + repr(state.versions).encode()).hexdigest()
    record = state.folder / ".work" / "together.json"
    try:
        known = msgspec.json.decode(record.read_bytes(), type=_Together)
        if known.digest == digest and (state.folder / "links").is_dir():
            return known
    except (FileNotFoundError, msgspec.DecodeError):
        pass
    linked = merge_archive(state.folder, [(r.shard, r.part) for r in ordered], engine)
    count, named = _shared_ids(state)
    made = _Together(digest, linked, count, named)
    write_whole(record, msgspec.json.encode(made))
    return made


def _shared_ids(state: _State) -> tuple[int, tuple[SharedId, ...]]:
    """Ids that stand more than once: their incidents cannot be told apart by name."""
    part_by_number = {result.shard: result.part for result in state.results}
    named: list[SharedId] = []
    count = 0
    for value, owners in shared_hashes(state.folder, sorted(part_by_number)):
        count += 1
        if len(named) == MOST_NAMED:
            continue
        parts = [part_by_number[number] for number in owners]
        path = state.folder / "parts" / parts[0]
        name = next(
            (f.document.id for f in read_part(path) if hash_of(f.document.id) == value), "?"
        )
        named.append(SharedId(name, len(parts), tuple(sorted(set(parts)))))
    return count, tuple(named)


def _about(state: _State, listed: Inputs) -> dict[str, Any]:
    return {
        "geomap_version": state.versions[0],
        "gazetteer_version": state.versions[1],
        "format": state.archive.format,
        "shard_bytes": state.archive.shard_bytes,
        "options": msgspec.to_builtins(state.options),
        "inputs": [{"source": f.source, "size": f.size} for f in listed.files],
    }
