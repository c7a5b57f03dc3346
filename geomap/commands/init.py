"""``geomap init``: write a commented geomap.toml."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="init", short_help="Write a commented geomap.toml.")
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("--force", is_flag=True, help="Write over a geomap.toml that is there.")
@click.option("-v", "--verbose", is_flag=True, help="Show a traceback when something fails.")
def command(folder: str, force: bool, verbose: bool) -> int:
    """Write FOLDER/geomap.toml with every key, commented out: title, inputs, languages, gazetteers,
    layers, boundaries, outputs."""
    from geomap.errors import UsageError
    from geomap.export.whole import write_whole
    from geomap.project.settings import FILE_NAME, settings_template

    del verbose  # read by the entry point
    path = Path(folder) / FILE_NAME
    if path.exists() and not force:
        raise UsageError("is there already", source=str(path), hint="--force writes over it")
    write_whole(path, settings_template().encode("utf-8"))
    click.echo(f"geomap: wrote {path}", err=True)
    return 0
