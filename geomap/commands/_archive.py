"""``geomap extract ARCHIVE... -o DIR``: options of an archive run, and the run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from geomap.config import Options

#: Failures said on the terminal; all stand in the manifest.
MOST_SAID = 20

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--cluster", metavar="ADDRESS|local",
        help="Run on a Dask scheduler (tcp://host:8786), or on Dask workers of this machine.",
    ),
    click.option(
        "--format", "part_format", type=click.Choice(["jsonl", "jsonl.gz", "parquet"]),
        default="jsonl", show_default=True, help="Form of an archive's parts.",
    ),
    click.option(
        "--shard-mb", type=click.FloatRange(min=0.001), default=8.0, show_default=True,
        metavar="N", help="Input a part is made from.",
    ),
    click.option("--retry-failed", is_flag=True, help="Read parts with failures again."),
    click.option("--report", metavar="FILE", help="Write the run's figures as JSON."),
)  # fmt: skip


def archive_options(function: F) -> F:
    """The options of an archive run."""
    for decorator in reversed(_OPTIONS):
        function = decorator(function)
    return function


def is_archive_run(output: str, inputs: tuple[str, ...], cluster: str | None) -> bool:
    """True when findings go to a folder: it exists, or is named with a slash, or a cluster or an
    address is involved."""
    folder = output.endswith(("/", os.sep)) or (output != "-" and Path(output).is_dir())
    return folder or cluster is not None or any("://" in word for word in inputs)


def run(
    inputs: tuple[str, ...],
    output: str,
    options: Options,
    *,
    jobs: int | None,
    cluster: str | None,
    part_format: Any,
    shard_mb: float,
    retry_failed: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """Run the archive and say what came of it; the exit status of the command."""
    import msgspec

    from geomap.archive.manifest import write_whole
    from geomap.archive.run import ArchiveOptions, run_archive

    if output == "-":
        raise click.UsageError("an archive is written to a folder: name one with -o DIR")
    archive = ArchiveOptions(
        part_format, jobs, cluster, max(1, round(shard_mb * 2**20)), retry_failed, quiet
    )
    outcome = run_archive(inputs, Path(output), options, archive)
    if report:
        figures = msgspec.json.format(msgspec.json.encode(outcome.figures), indent=1)
        write_whole(Path(report), figures + b"\n")
    manifest, figures_ = outcome.manifest, outcome.figures
    _say_failures(manifest, Path(output) / "manifest.json")
    if not quiet:
        click.echo(
            f"geomap: {manifest['documents']} documents, {manifest['incidents']} incidents, "
            f"{len(manifest['parts'])} parts ({figures_['reused_parts']} from before), "
            f"{outcome.failed} failures",
            err=True,
        )
    if not outcome.failed:
        return 0
    return 3 if manifest["documents"] else 1


def _say_failures(manifest: dict[str, Any], path: Path) -> None:
    unread = manifest["source_failures"] + manifest["failures"]
    for failure in unread[:MOST_SAID]:
        named = failure.get("place") or failure.get("source")
        click.echo(f"geomap: {named}: {failure['error']}", err=True)
    if len(unread) > MOST_SAID:
        click.echo(f"geomap: … and {len(unread) - MOST_SAID} more, in {path}", err=True)
    shared = manifest["shared_ids"]["count"]
    if shared:
        first = manifest["shared_ids"]["first"][0]
        click.echo(
            f"geomap: {shared} ids of documents stand more than once; the first is "
            f"{first['id']}, {first['documents']} times, in {', '.join(first['parts'])}; "
            f"see {path}, or name a column of other ids with --id-column",
            err=True,
        )
