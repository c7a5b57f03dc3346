"""``geomap watch``: render again whenever an input changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.commands._console import Console
from geomap.commands._options import (
    make_cache,
    map_options,
    place_options,
    project_of,
    reading_options,
    run_options,
)


@click.command(name="watch", short_help="Render again whenever an input changes.")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("-o", "--output", metavar="DIR", help="Folder to write to [maps].")
@click.option("--also", multiple=True, metavar="FORMAT", help="Further formats beside each map.")
@click.option("--interval", type=click.FloatRange(min=0.05), default=1.0, show_default=True,
              metavar="S", help="Seconds between two looks.")  # fmt: skip
@reading_options
@place_options
@map_options
@run_options
def command(
    inputs: tuple[str, ...],
    interval: float,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    **words: Any,
) -> int:
    """Do what `geomap render` does, and again each time a text, the corrections, your gazetteers or
    geomap.toml change. Ctrl-C ends it."""
    from geomap.commands.render import report, with_default_input
    from geomap.errors import GeomapError
    from geomap.project.rendering import render
    from geomap.project.settings import Project, find_settings
    from geomap.project.watch import changes, snapshot

    settings = find_settings(Path.cwd())

    def run(console: Console) -> None:
        project = with_default_input(project_of(words, inputs))
        result = render(
            project, cache=make_cache(no_cache), notice=console.detail, tick=console.tick
        )  # fmt: skip
        console.stop()
        report(result, console)

    def look() -> dict[str, tuple[int, int]]:
        try:
            project = with_default_input(project_of(words, inputs))
        except GeomapError:  # a geomap.toml that is half-edited: its next state is awaited
            project = Project()
        return snapshot(project, settings)

    with Console(quiet=quiet, verbose=verbose) as console:
        before = look()
        run(console)
        console.notice("watching; Ctrl-C ends")
        try:
            for changed in changes(look, interval, before):
                console.notice(f"changed: {', '.join(changed[:5])}")
                try:
                    run(console)
                except GeomapError as error:  # a half-edited file: say it, and wait for the next
                    console.stop()
                    console.failures([error])
        except KeyboardInterrupt:
            console.notice("stopped")
    return 0
