"""``geomap gazetteer``: look into the packs, compile them, add your own file, check the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import GazetteerError

if TYPE_CHECKING:
    from geomap.gazetteer.sources.user import Import

#: Faults shown of an import; the rest is counted.
_SHOWN = 20


@click.group("gazetteer")
def command() -> None:
    """Look into, build, extend and check the gazetteer."""


@command.command("info")
@click.option("--gazetteer", "gazetteers", multiple=True, metavar="FILE",
              help="Your own places; may be given again.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("-v", "--verbose", is_flag=True, help="Read every byte of the packs and compare.")
def info(gazetteers: tuple[str, ...], as_json: bool, verbose: bool) -> int:
    """Which packs are in use: version, size, what is in them, sources and licences."""
    from geomap.gazetteer.index import open_packs

    packs = open_packs(gazetteers)
    table = [_about(pack, whole=verbose) for pack in packs]
    if as_json:
        import json

        click.echo(json.dumps({"packs": table}, ensure_ascii=False, indent=1))
        return 0
    for about in table:
        click.echo(f"{about['pack']}  {about['version']}")
        click.echo(f"  {about['manifest']}  {about['bytes'] / 1e6:.1f} MB")
        counts = ", ".join(f"{about[k]:,} {k}" for k in ("places", "names", "keys", "geometries"))
        click.echo(f"  {counts}")
        for source in about["sources"]:
            version = f" {source['version']}" if source["version"] else ""
            address = f"  {source['address']}" if source["address"] else ""
            click.echo(f"  {source['attribution']}{version}: {source['licence']}{address}")
    return 0


def _about(pack: Any, *, whole: bool) -> dict[str, Any]:
    if whole:
        pack.verify()
    used = {name for name in pack.source_names if name}
    listed = [s for s in pack.sources() if s["id"] in used] or pack.sources()
    return {
        "pack": pack.name,
        "version": pack.version,
        "manifest": pack.manifest,
        "bytes": sum(int(values[1]) for values in pack.files.values()),
        "places": pack.place_count,
        "names": pack.name_count,
        "keys": pack.key_count,
        "geometries": pack.rows("SELECT count(*) FROM geom")[0][0],
        "sources": listed,
    }


@command.command("build")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SOURCE]...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Where the packs go (default: where geomap looks for them).")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Show where an error came from.")
def build(sources: tuple[Path, ...], output: Path | None, quiet: bool, verbose: bool) -> int:
    """Compile the packs of this source tree; or, with SOURCE, your own pack from it.

    SOURCE is a GeoNames dump (allCountries.txt, UA.txt, a folder or zip of them, with
    alternateNamesV2.txt beside it), a Natural Earth folder, or any file `add` takes.
    """
    if sources:
        return _add(sources, quiet=quiet, verbose=verbose)
    from geomap.commands._console import Console
    from geomap.gazetteer.build import build_packs
    from geomap.gazetteer.index import packs_folder

    console = Console(quiet=quiet, verbose=verbose)
    folder = output or Path(packs_folder())
    build_packs(folder, progress=console.notice)
    console.notice(f"the packs in {folder} are up to date")
    return 0


@command.command("add")
@click.argument(
    "sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE..."
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Show every row that was left out.")
def add(sources: tuple[Path, ...], quiet: bool, verbose: bool) -> int:
    """Compile your own places and say what was taken, what left out, and why.

    SOURCE is csv, tsv, toml, geojson, gpkg, shp, fgb or kml with names and positions; a GeoNames
    dump (allCountries.txt or UA.txt, with alternateNamesV2.txt beside it); or a Natural Earth
    folder. Use the same SOURCE as `--gazetteer SOURCE` afterwards.
    """
    return _add(sources, quiet=quiet, verbose=verbose)


def _add(sources: tuple[Path, ...], *, quiet: bool, verbose: bool) -> int:
    from geomap.commands._console import Console
    from geomap.gazetteer.user import compile_source

    with Console(quiet=quiet, verbose=verbose) as console:
        for source in sources:
            pack, report = compile_source(source, console.tick)
            console.stop()
            if report is None:
                console.notice(f"{source}: compiled before, {pack.place_count:,} places")
            else:
                _tell(console, source, pack, report, whole=verbose)
            console.notice(f"use it with --gazetteer {source}")
    return 0


def _tell(console: Any, source: Path, pack: Any, report: Import, *, whole: bool) -> None:
    taken = f"{pack.place_count:,} {'place' if pack.place_count == 1 else 'places'} taken"
    left = f"{report.left_out:,} {'row' if report.left_out == 1 else 'rows'} left out"
    console.notice(f"{source}: {taken}, {left}")
    for why, count in sorted(report.passed_over.items()):
        console.notice(f"  passed over {count:,}: {why}")
    for fault in report.mended[: None if whole else _SHOWN]:
        console.notice(f"  taken, but {fault}")
    shown = report.faults if whole else report.faults[:_SHOWN]
    for fault in shown:
        console.notice(f"  {fault}")
    if report.left_out > len(shown):
        console.notice(f"  and {report.left_out - len(shown):,} more")


@command.command("check")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Show where an error came from.")
def check(folder: Path | None, quiet: bool, verbose: bool) -> int:  # noqa: ARG001
    """Check the records of a gazetteer FOLDER (default: this source tree's); all faults at once."""
    from geomap.gazetteer.checks import check_folder
    from geomap.gazetteer.index import open_packs, source_folder

    source = folder or (Path(found) if (found := source_folder()) else None)
    if source is None:
        raise GazetteerError(
            "there is no gazetteer folder here", hint="name one: geomap gazetteer check FOLDER"
        )
    world = open_packs()[-1]
    faults = check_folder(source, world)
    for fault in faults:
        click.echo(f"{source}/{fault}", err=True)
    if faults:
        click.echo(f"geomap: {len(faults)} faults in {source}", err=True)
        return 1
    if not quiet:
        click.echo(f"geomap: {source} is in order", err=True)
    return 0
