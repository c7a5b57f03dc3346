"""An archive folder as input: read as a stream, chosen from, corrected, mapped and exported.

Nothing here holds an archive: findings pass one at a time, a map keeps its columns in memory and the
records of its popups on disk. What is more than a page or a format can hold is refused, with the
ways to choose.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from geomap.archive.manifest import read_manifest
from geomap.archive.parts import read_archive
from geomap.corrections import Corrections, Outcome, read_corrections
from geomap.errors import UsageError
from geomap.export import Format, write
from geomap.export.cells import write_cells
from geomap.export.geojson import write_geojson
from geomap.export.whole import whole_file
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.model.blur import blur
from geomap.model.findings import Findings
from geomap.project.choice import at_most, chosen, too_many
from geomap.project.layers import keep_layers
from geomap.project.names import collection_name
from geomap.project.rendering import Result, Tick
from geomap.project.settings import Project
from geomap.reading.read import Notice

#: Mapped incidents that a page holds (and was measured with), and a file written as findings come.
MOST_MAPPED = 1_000_000
#: Mapped incidents of what is made in memory: a format that does not stream, or corrected findings.
MOST_IN_MEMORY = 100_000


class Archive:
    """The findings of an archive folder as a project wants them; may be gone through again."""

    def __init__(self, folder: Path, project: Project, tick: Tick) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.outcome = Outcome()
        self._project = project
        self._tick = tick
        self._corrections = Corrections()
        options = project.options
        if options.corrections:
            self._corrections = read_corrections(options.corrections)
        self.gazetteer: Gazetteer = open_gazetteer(options.places.gazetteers)
        self._corrections.check_places(self.gazetteer)

    def findings(self, most: int, what: str) -> Iterator[Findings]:
        """Documents with incidents that are wanted. Raises UsageError when ``what`` cannot hold them."""
        if self._project.choice.is_all and self.manifest["mapped"] > most:
            raise too_many(most, what, self.manifest["mapped"])
        yield from at_most(self.wanted(), most, what)

    def wanted(self) -> Iterator[Findings]:
        """Documents with incidents that are wanted, however many."""
        km = self._project.options.map.blur_km
        kept = (keep_layers(found, self._project.layers) for found in self._corrected())
        for found in chosen(kept, self._project.choice):
            if found.incidents:
                yield blur(found, km) if km else found

    def _corrected(self) -> Iterator[Findings]:
        read = self._ticking(read_archive(self.folder))
        if not self._corrections.corrections:
            yield from read
            return
        # A correction may join or part incidents of any two documents: all are needed at once.
        whole = list(at_most(read, MOST_IN_MEMORY, "an archive that is corrected"))
        corrected, self.outcome = self._corrections.apply(whole, self.gazetteer)
        yield from self._corrections.link(corrected)

    def _ticking(self, findings: Iterator[Findings]) -> Iterator[Findings]:
        total = self.manifest["documents"]
        for done, found in enumerate(findings, 1):
            yield found
            self._tick(done, total)


def render_archive(folder: Path, project: Project, *, notice: Notice, tick: Tick) -> Result:
    """Write one map and one GeoJSON of an archive, and the ``--also`` formats."""
    from geomap.export import format_named
    from geomap.render.page import write_page
    from geomap.render.rows import findings_to_columns
    from geomap.render.spool import SpooledRecords
    from geomap.render.vocabulary import DRAWER

    options = project.options.map
    if options.per_document:
        raise UsageError("an archive comes on one map", hint="leave out --per-document")
    formats = [format_named(name) for name in project.also]
    archive = Archive(folder, project, tick)
    stem = Path(project.output) / collection_name(project.inputs)
    page = stem.with_name(f"{stem.name}.html")
    table = stem.with_name(f"{stem.name}.geojson")
    with tempfile.TemporaryFile() as spool:
        columns = findings_to_columns(
            archive.findings(MOST_MAPPED, "a map"), options, archive.gazetteer,
            SpooledRecords(spool),
        )  # fmt: skip
        with whole_file(page) as beside:
            write_page(columns, beside, options, archive.gazetteer)
    write_geojson(archive.findings(MOST_MAPPED, "a map"), table, options.ui_lang)
    outputs = [page, table]
    for format_ in formats:
        path = stem.with_name(f"{stem.name}{format_.suffix}")
        outputs += export_archive(archive, path, format_, project, notice=notice)
    mapped, drawer = columns.kind != DRAWER, columns.kind == DRAWER
    notice(f"{mapped.sum()} incidents on the map, {drawer.sum()} listed without a place")
    return Result((), (), archive.outcome, outputs=tuple(outputs), written=tuple(outputs))


def export_archive(
    archive: Archive,
    path: Path,
    format_: Format,
    project: Project,
    *,
    notice: Notice,
    cells: int | None = None,
) -> list[Path]:
    """Write the incidents wanted, or their counts by cell, in a format; gives the files written."""
    options = project.options.map
    if cells is not None:
        return write_cells(archive.wanted(), path, format_.name, cells)
    most = MOST_MAPPED if format_.streams else MOST_IN_MEMORY
    findings = archive.findings(most, f"a file of {format_.name}")
    if not format_.streams:
        findings = (replace(found, mentions=()) for found in findings)
    return write(
        findings, path, format_.name, ui_lang=options.ui_lang, notice=notice,
        title=options.title, boundaries=options.boundaries,
    )  # fmt: skip
