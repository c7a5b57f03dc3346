"""``geomap render`` as a function: read, analyse what changed, correct, merge, write whole files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.corrections import Corrections, Outcome, read_corrections
from geomap.errors import GeomapError, InputError, UsageError
from geomap.export import Format, format_named, write
from geomap.export.geojson import geojson_bytes
from geomap.export.whole import write_whole
from geomap.model.blur import blur
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.project.analysis import analyse_documents
from geomap.project.cache import Cache
from geomap.project.changes import (
    Changes,
    compare,
    memory_of,
    memory_path,
    recall,
    remember,
)
from geomap.project.choice import chosen
from geomap.project.index import index_page
from geomap.project.layers import keep_layers
from geomap.project.names import collection_name, file_name, unique_names
from geomap.project.settings import Project
from geomap.reading import ReadFailure
from geomap.reading.read import Notice, read_items

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

log = logging.getLogger(__name__)
#: About 60 kB of findings each: a few gigabytes.
MOST_DOCUMENTS = 50_000
#: Told after each document: how many are done, of how many.
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave. ``written`` are the files that are new or differ from what was there."""

    findings: tuple[Findings, ...]
    failures: tuple[ReadFailure, ...]
    corrections: Outcome
    outputs: tuple[Path, ...] = ()
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    changes: Changes | None = None
    analysed: int = 0
    reused: int = 0

    @property
    def exit_status(self) -> int:
        """0 done, 1 nothing could be done, 3 done but some documents failed."""
        if not self.failures:
            return 0
        return 3 if self.findings and (self.outputs or self.changes is None) else 1


def _quiet(_: str) -> None:
    return None


def _no_tick(_done: int, _total: int) -> None:
    return None


def find(
    project: Project,
    *,
    cache: Cache,
    notice: Notice = _quiet,
    tick: Tick = _no_tick,
    gazetteer: Gazetteer | None = None,
) -> tuple[Result, Gazetteer | None]:
    """Read and analyse all inputs of ``project``, corrected and merged; nothing is written.

    The gazetteer is None when no input could be read, and none was opened for it.
    """
    from geomap.gazetteer import open_gazetteer

    if not project.inputs:
        raise UsageError("no input given", hint="name a file, a folder or - for standard input")
    options = project.options
    corrections = read_corrections(options.corrections) if options.corrections else Corrections()
    items = _bounded(read_items(project.inputs, options.read, notice, Path(project.output)))
    if not any(not isinstance(item, ReadFailure) for item in items):
        unread = tuple(item for item in items if isinstance(item, ReadFailure))
        return Result((), unread, Outcome()), gazetteer
    if gazetteer is None:
        gazetteer = open_gazetteer(options.places.gazetteers)
    corrections.check_places(gazetteer)
    analysed = analyse_documents(
        items, options, gazetteer, cache=cache, jobs=project.jobs,
        meanings_of=corrections.meanings_in,
    )  # fmt: skip
    findings, failures = _sorted_out(_ticking(analysed, len(items), tick), options.strict)
    asked = sum(isinstance(item, Document) for item in items)
    corrected, outcome = corrections.apply(findings, gazetteer)
    merged = _merged(corrected, corrections)
    layered = [keep_layers(found, project.layers) for found in merged]
    # a choice that nothing fits leaves an empty map, and says so, rather than none
    kept = tuple(chosen(layered, project.choice)) or tuple(
        replace(found, incidents=()) for found in layered
    )
    if options.map.blur_km:
        kept = tuple(blur(found, options.map.blur_km) for found in kept)
    result = Result(
        kept, tuple(failures), outcome, analysed=asked - cache.hits, reused=cache.hits
    )  # fmt: skip
    return result, gazetteer


def _bounded(items: Iterable[Document | Findings | ReadFailure]) -> list[Any]:
    """All of ``items``; one run compares its documents with each other and holds them all."""
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) > MOST_DOCUMENTS:
            source = item.source if isinstance(item, ReadFailure) else _source_of(item)
            raise InputError(
                f"more than {MOST_DOCUMENTS:,} documents are too many for one run in memory",
                source=source,
                hint="`geomap extract INPUT -o findings/` reads an archive of any size, and "
                "`geomap render findings/` draws it",
            )
    return held


def _source_of(item: Document | Findings) -> str:
    document = item.document if isinstance(item, Findings) else item
    return document.source or document.id


def _ticking(items: Iterable[Any], total: int, tick: Tick) -> Iterator[Any]:
    for done, item in enumerate(items, 1):
        yield item
        tick(done, total)


def _sorted_out(
    items: Iterable[Findings | ReadFailure], strict: bool
) -> tuple[list[Findings], list[ReadFailure]]:
    """Findings and failures apart; with ``strict`` a document with a warning is a failure."""
    findings: list[Findings] = []
    failures: list[ReadFailure] = []
    for item in items:
        if isinstance(item, ReadFailure):
            failures.append(item)
        elif strict and item.warnings:
            source = item.document.source or item.document.id
            failures.append(ReadFailure(source, InputError(item.warnings[0], source=source)))
        else:
            findings.append(item)
    return findings, failures


def _merged(findings: Sequence[Findings], corrections: Corrections) -> list[Findings]:
    """Incidents told in several documents linked, except where an analyst says they are not one."""
    from geomap.incidents import merge

    merged = merge(list(findings)) if len(findings) > 1 else list(findings)
    return corrections.link(merged)


def render(
    project: Project,
    *,
    cache: Cache,
    notice: Notice = _quiet,
    tick: Tick = _no_tick,
    remove_gone: bool = False,
    gazetteer: Gazetteer | None = None,
) -> Result:
    """Write ``<name>.html`` and ``<name>.geojson`` (and ``--also`` formats) of all inputs.

    One map for all documents, or one each with an index; every file whole or not at all.
    """
    formats = [format_named(name) for name in project.also]
    result, gazetteer = find(
        project, cache=cache, notice=notice, tick=tick, gazetteer=gazetteer
    )  # fmt: skip
    if not result.findings or gazetteer is None:
        return result
    folder = Path(project.output)
    memory = memory_path(folder, project.inputs)
    before = recall(memory)
    outputs: list[Path] = []
    written: list[Path] = []
    failures = list(result.failures)
    for name, findings in _maps(project, result.findings):
        try:
            for path, data in _pages(folder / name, findings, project, gazetteer):
                if write_whole(path, data):
                    written.append(path)
                outputs.append(path)
        except GeomapError as error:  # a full disk may still hold a smaller map
            failures.append(ReadFailure(name, error))
        except Exception as error:  # the other maps, and what was read, are not lost for it
            log.debug("map %s failed", name, exc_info=True)
            failures.append(ReadFailure(name, _fault(name, error)))
        for format_ in formats:
            try:
                paths = _also(
                    findings, folder / f"{name}{format_.suffix}", format_, project, notice
                )
            except GeomapError as error:
                failures.append(ReadFailure(name, error))
            else:
                outputs += paths
                written += paths
    if project.options.map.per_document and len(result.findings) > 1:
        index = folder / "index.html"
        shown = [
            (n, f) for n, (f,) in _maps(project, result.findings) if folder / f"{n}.html" in outputs
        ]
        try:
            if write_whole(index, index_page(shown, project.options.map)):
                written.append(index)
            outputs.append(index)
        except GeomapError as error:
            failures.append(ReadFailure(index.name, error))
    now = memory_of(result.findings, outputs)
    changes = compare(before, now)
    removed = _remove(changes.leftover, folder) if remove_gone else []
    if not remove_gone and before is not None:
        now.outputs = sorted({*now.outputs, *(p for p in changes.leftover if Path(p).exists())})
    remember(memory, now)
    cache.prune()
    return replace(
        result, failures=tuple(failures), outputs=tuple(outputs), written=tuple(written),
        removed=tuple(removed), changes=changes,
    )  # fmt: skip


def _also(
    findings: Sequence[Findings], path: Path, format_: Format, project: Project, notice: Notice
) -> list[Path]:
    options = project.options.map
    return write(
        findings, path, format_.name, ui_lang=options.ui_lang, notice=notice,
        title=options.title, boundaries=options.boundaries,
    )  # fmt: skip


def _fault(name: str, error: Exception) -> GeomapError:
    return GeomapError(
        f"the map could not be made: {type(error).__name__}: {error}",
        source=name,
        hint="a fault of geomap; please report it with the findings of `geomap extract`",
    )


def _maps(
    project: Project, findings: Sequence[Findings]
) -> Iterator[tuple[str, tuple[Findings, ...]]]:
    """(file name, documents on it) of every map to write."""
    if len(findings) == 1:
        yield file_name(findings[0].document.id), tuple(findings)
    elif project.options.map.per_document:
        names = unique_names(found.document.id for found in findings)
        for name, found in zip(names, findings, strict=True):
            yield name, (found,)
    else:
        yield collection_name(project.inputs), tuple(findings)


def _pages(
    stem: Path, findings: tuple[Findings, ...], project: Project, gazetteer: Gazetteer
) -> Iterator[tuple[Path, bytes]]:
    from geomap.render import render_page

    options = project.options.map
    page = render_page(findings, options, gazetteer)
    yield stem.with_name(f"{stem.name}.html"), page
    yield stem.with_name(f"{stem.name}.geojson"), geojson_bytes(findings, options.ui_lang)


def _remove(leftover: Iterable[str], folder: Path) -> list[Path]:
    """Remove files that an earlier run wrote into ``folder`` and this one did not."""
    removed = []
    for name in leftover:
        path = Path(name)
        if path.is_file() and folder.resolve() in path.parents:
            path.unlink()
            removed.append(path)
    return removed
