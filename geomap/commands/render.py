"""``geomap render``: texts in, one HTML map and one GeoJSON out."""

from __future__ import annotations

import sys
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


@click.command(name="render", short_help="Read texts and write maps (HTML) and GeoJSON.")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o", "--output", metavar="DIR", help="Folder to write to [maps]; - : the page alone."
)
@click.option("--also", multiple=True, metavar="FORMAT", help="Further formats beside each map.")
@click.option("--remove-gone", is_flag=True, help="Remove maps of texts that are gone.")
@reading_options
@place_options
@map_options
@choice_options
@run_options
def command(
    inputs: tuple[str, ...],
    remove_gone: bool,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    **words: Any,
) -> int:
    """Read INPUTs (files, folders, globs, archives, - for standard input), find what happened where,
    and write DIR/<name>.html and DIR/<name>.geojson. Several documents come on one map, or on one
    each with --per-document. Without INPUT, seeds/ is read. A geomap.toml here is followed.
    An archive's folder (from `geomap extract … -o DIR/`) is read as a stream, to a million incidents.

    Texts that have not changed since the last time are not read again.
    """
    from geomap.project.inputs import archive_of
    from geomap.project.rendering import render

    project = with_default_input(project_of(words, inputs))
    archive = archive_of(project.inputs)
    with Console(quiet=quiet, verbose=verbose) as console:
        if archive is not None:
            if project.output == "-":
                raise click.UsageError("the map of an archive is a file: name a folder with -o DIR")
            from geomap.project.archives import render_archive

            made = render_archive(archive, project, notice=console.notice, tick=console.tick)
            console.stop()
            report_corrections(made.corrections, console)
            report_files(made, console)
            return 0
        if project.output == "-":
            return _to_standard_output(project, make_cache(no_cache), console)
        result = render(
            project, cache=make_cache(no_cache), notice=console.notice, tick=console.tick,
            remove_gone=remove_gone,
        )  # fmt: skip
        console.stop()
        report(result, console)
    return result.exit_status


def with_default_input(project: Any) -> Any:
    """Without INPUT the folder ``seeds`` is read, when there is one."""
    from dataclasses import replace

    from geomap.errors import UsageError

    if project.inputs:
        return project
    if not Path("seeds").is_dir():
        raise UsageError(
            "no INPUT given, and there is no folder seeds/ here",
            hint="name a file or a folder, or write its name in geomap.toml",
        )
    return replace(project, inputs=("seeds",))


def _to_standard_output(project: Any, cache: Any, console: Console) -> int:
    from geomap.project.rendering import find
    from geomap.render import render_page

    result, gazetteer = find(project, cache=cache, notice=console.notice, tick=console.tick)
    console.stop()
    if result.findings and gazetteer is not None:
        page = render_page(result.findings, project.options.map, gazetteer)
        sys.stdout.buffer.write(page)
    report(result, console)
    return result.exit_status


def report(result: Any, console: Console) -> None:
    """Warnings, failures, corrections that no longer fit, and what changed; the files last."""
    console.warnings(result.findings)
    report_corrections(result.corrections, console)
    console.failures(result.failures)
    if not result.findings:
        return
    mapped = sum(i.on_map for f in result.findings for i in f.incidents)
    listed = sum(not i.on_map for f in result.findings for i in f.incidents)
    documents = len(result.findings)
    console.notice(
        f"{_count(documents, 'document')} ({result.analysed} read, {result.reused} unchanged): "
        f"{_count(mapped, 'incident')} on the map, {listed} listed without a place"
        + (f", {_count(len(result.corrections.applied), 'correction')} applied"
           if result.corrections.applied else "")
        + (f", {_count(len(result.failures), 'failure')}" if result.failures else "")
    )  # fmt: skip
    _report_changes(result.changes, console)
    report_files(result, console)


def report_files(result: Any, console: Console) -> None:
    """The files that were written, are as they were, or are gone."""
    for path in result.outputs:
        console.notice(f"{'wrote' if path in result.written else 'unchanged'} {path}")
    for path in result.removed:
        console.notice(f"removed {path}")


def report_corrections(outcome: Any, console: Console) -> None:
    """Corrections that no longer fit."""
    for stale in outcome.stale:
        console.notice(f"{stale}; kept, not applied")


def _report_changes(changes: Any, console: Console) -> None:
    if changes is None or changes.first:
        return
    if changes:
        console.notice(
            f"since last time: {len(changes.new)} new, {len(changes.changed)} changed, "
            f"{len(changes.gone)} gone, {changes.same} as before"
        )
    else:
        console.notice("since last time: nothing changed")
    for mark, lines in (("+", changes.new), ("~", changes.changed), ("-", changes.gone)):
        for line in lines[:20]:
            console.notice(f"  {mark} {line}")
        if len(lines) > 20:
            console.notice(f"  {mark} and {len(lines) - 20} more")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
