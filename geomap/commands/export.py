"""``geomap export``: findings, or texts, in a format of a GIS or of another tool."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from geomap.commands._console import Console
from geomap.commands._options import (
    choice_options,
    make_cache,
    map_options,
    place_options,
    project_of,
    reading_options,
    run_options,
)
from geomap.export.formats import FORMATS, format_named, format_of_path


@click.command(
    name="export",
    short_help="Write findings in a GIS format.",
    epilog="Formats: " + "; ".join(f"{f.name} ({f.help})" for f in FORMATS.values()) + ".",
)
@click.argument("inputs", nargs=-1, required=True, metavar="FINDINGS|INPUT...")
@click.option(
    "--to", "format_name", metavar="FORMAT", help="The format; else the suffix of FILE tells."
)
@click.option(
    "-o", "--output", metavar="FILE", help="File to write [<name>.<format>]; - : standard output."
)
@click.option(
    "--cells",
    type=click.IntRange(0, 12),
    metavar="N",
    help="Count incidents by H3 cell of resolution N (4: sides of 26 km), day and layer.",
)
@reading_options
@place_options
@map_options
@choice_options
@run_options
def command(
    inputs: tuple[str, ...],
    format_name: str | None,
    output: str | None,
    cells: int | None,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    **words: Any,
) -> int:
    """Write the mapped incidents of findings (from `geomap extract`) or of texts in FORMAT."""
    from geomap.errors import UsageError
    from geomap.project.inputs import archive_of
    from geomap.project.names import collection_name, file_name
    from geomap.project.rendering import find

    if format_name:
        format_ = format_named(format_name)
    else:
        told = format_of_path(Path(output)) if output and output != "-" else None
        if told is None:
            raise UsageError("no format given", hint="--to " + "|".join(FORMATS))
        format_ = told
    project = project_of(words, inputs)
    archive = archive_of(project.inputs)
    if archive is not None:
        console = Console(quiet=quiet, verbose=verbose)
        return _export_archive(archive, project, format_, output, cells, console)
    with Console(quiet=quiet, verbose=verbose) as console:
        result, _ = find(
            project, cache=make_cache(no_cache), notice=console.notice, tick=console.tick
        )  # fmt: skip
        console.stop()
        for stale in result.corrections.stale:
            console.notice(f"{stale}; kept, not applied")
        console.failures(result.failures)
        if not result.findings:
            return result.exit_status
        if output is None:
            one = len(result.findings) == 1
            name = file_name(result.findings[0].document.id) if one else collection_name(inputs)
            output = f"{name}{format_.suffix}"
        _write(result.findings, output, format_.name, cells, project.options.map, console)
    return result.exit_status


def _export_archive(
    folder: Path,
    project: Any,
    format_: Any,
    output: str | None,
    cells: int | None,
    console: Console,
) -> int:
    from geomap.commands.render import report_corrections
    from geomap.project.archives import Archive, export_archive
    from geomap.project.names import collection_name

    if output == "-":
        raise click.UsageError("an archive is exported to a file: name it with -o FILE")
    path = Path(output or f"{collection_name(project.inputs)}{format_.suffix}")
    with console:
        archive = Archive(folder, project, console.tick)
        files = export_archive(archive, path, format_, project, cells=cells, notice=console.notice)
        console.stop()
        report_corrections(archive.outcome, console)
        for file in files:
            console.notice(f"wrote {file}")
    return 0


def _write(
    findings: Any, output: str, name: str, cells: int | None, options: Any, console: Console
) -> None:
    from geomap.errors import UsageError
    from geomap.export import write
    from geomap.export.cells import write_cells

    def to(path: Path) -> list[Path]:
        if cells is not None:
            return write_cells(findings, path, name, cells)
        return write(
            findings, path, name, ui_lang=options.ui_lang, notice=console.notice,
            title=options.title, boundaries=options.boundaries,
        )  # fmt: skip

    if output != "-":
        for path in to(Path(output)):
            console.notice(f"wrote {path}")
        return
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        target = Path(folder) / f"export{format_named(name).suffix}"
        files = to(target)
        if len(files) != 1:
            raise UsageError(f"{name} is several files", hint="name one with -o")
        sys.stdout.buffer.write(files[0].read_bytes())
