"""``geomap extract``: findings as JSON Lines, one document a line, as they come."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from geomap.commands._archive import archive_options, is_archive_run
from geomap.commands._archive import run as run_archive
from geomap.commands._console import Console
from geomap.commands._options import (
    make_cache,
    place_options,
    project_of,
    reading_options,
    run_options,
)


@click.command(name="extract", short_help="Read texts and write findings as JSON Lines.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE|DIR/",
    help="File to write [standard output], or an archive's folder.",
)
@click.option("--ui-lang", type=click.Choice(["fr", "en"]), help="Language of the reasons.")
@click.option("--no-text", is_flag=True, help="Leave the texts out; quotes stay.")
@reading_options
@place_options
@run_options
@archive_options
def command(
    inputs: tuple[str, ...],
    output: str,
    no_text: bool,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    **words: Any,
) -> int:
    """Write what is found in each document as one JSON object a line. Documents are written as they
    are read and not compared with each other; `geomap render` and `geomap export` read the result.

    With a folder as output (`-o DIR/`) the input is an archive of any size: it is read in shards on
    every core or a cluster, a run that was stopped goes on, and one bad document never stops it.
    """
    from geomap.project.streaming import extract

    archive_words = {name: words.pop(name) for name in _ARCHIVE_WORDS}
    project = project_of(words, inputs)
    if is_archive_run(output, inputs, archive_words["cluster"]):
        return run_archive(
            inputs, output, project.options, jobs=words.get("jobs"), quiet=quiet, **archive_words
        )
    with Console(quiet=quiet, verbose=verbose) as console, _target(output) as stream:
        result = extract(
            project, stream, cache=make_cache(no_cache), with_text=not no_text,
            notice=console.notice, tick=console.tick,
        )  # fmt: skip
        console.stop()
        for stale in result.stale:
            console.notice(f"{stale}; kept, not applied")
        console.failures(result.failures)
        console.notice(f"{result.documents} documents, {result.incidents} incidents")
        if result.failures and not result.documents:
            raise click.exceptions.Exit(1)  # nothing of a file is left behind
    return 3 if result.failures else 0


_ARCHIVE_WORDS = ("cluster", "part_format", "shard_mb", "retry_failed", "report")


@contextmanager
def _target(output: str) -> Iterator[BinaryIO]:
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from geomap.export.whole import whole_file

    with whole_file(Path(output)) as path, path.open("wb") as stream:
        yield stream
