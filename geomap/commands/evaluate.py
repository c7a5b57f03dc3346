"""``geomap evaluate CORPUS ...``: score geomap on corpora with known answers."""

from __future__ import annotations

from pathlib import Path

import click

_TASKS = ("recognition", "resolution", "end-to-end", "expressions", "dates", "tolls", "incidents")


@click.command(name="evaluate", short_help="Score geomap on a corpus.")
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...", type=click.Path(path_type=Path))  # fmt: skip
@click.option("--task", type=click.Choice(_TASKS), help="Told by the corpus's form when absent.")
@click.option("--predictions", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Also write what was predicted, one object a line.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print reports as JSON, one a line.")
@click.option("--errors", default=0, show_default=True, metavar="N", help="Show N errors a report.")
@click.option("--gazetteer", "gazetteers", multiple=True, metavar="FILE",
              help="Your own places; may be given again.")  # fmt: skip
@click.option("--region", help="Prefer places of this box, country or place (a bias, no filter).")
@click.option("--floors", "floors_file", type=click.Path(path_type=Path, dir_okay=False),
              metavar="FILE", help="Check scores against this floors file; below is exit 1.")  # fmt: skip
@click.option("--update-floors", is_flag=True, help="Raise the floors in that file.")
@click.option("--lower-floors", is_flag=True, help="Set them to these scores, lower ones too.")
@click.option("-v", "--verbose", is_flag=True, help="Show a traceback when something fails.")
def command(
    corpora: tuple[Path, ...],
    task: str | None,
    predictions: Path | None,
    as_json: bool,
    errors: int,
    gazetteers: tuple[str, ...],
    region: str | None,
    floors_file: Path | None,
    update_floors: bool,
    lower_floors: bool,
    verbose: bool,
) -> int:
    """Score geomap on CORPUS files (or folders of them) and print figures, tables and errors.

    Recognition compares exact spans. A resolution is right within 161 km; every gold mention that
    has a point counts, an unanswered one is wrong, and the gazetteer's oracle stands beside it.
    """
    import msgspec

    from geomap.config import Options, PlaceOptions
    from geomap.errors import UsageError
    from geomap.evaluation.corpus import sha256_of
    from geomap.evaluation.floors import falls, raised, read_floors, write_floors
    from geomap.evaluation.report import Report, all_files
    from geomap.evaluation.show import report_lines, report_object
    from geomap.evaluation.tasks import task_module, tasks_of
    from geomap.gazetteer import open_gazetteer

    del verbose  # read by the entry point
    if (update_floors or lower_floors) and floors_file is None:
        raise UsageError("--update-floors needs --floors FILE")
    options = Options(places=PlaceOptions(region=region, gazetteers=gazetteers))
    gazetteer = open_gazetteer(gazetteers)
    done: list[tuple[Report, str]] = []
    for path in all_files(corpora):
        for name in (task,) if task else tasks_of(path):
            report = task_module(name)(path, gazetteer, options)
            done.append((report, sha256_of(path)))
            if as_json:
                click.echo(msgspec.json.encode(report_object(report, done[-1][1], errors)).decode())
            else:
                click.echo("\n".join(report_lines(report, errors)) + "\n")
    if predictions is not None:
        encoded = [msgspec.json.encode(row) for report, _ in done for row in report.predictions]
        predictions.write_bytes(b"".join(line + b"\n" for line in encoded))
    if floors_file is None:
        return 0
    known = read_floors(floors_file)
    if update_floors or lower_floors:
        write_floors(floors_file, raised(known, done, may_lower=lower_floors))
    fallen = [
        fall
        for report, _ in done
        if (floor := known.get((report.corpus, report.task))) is not None
        for fall in falls(report, floor)
    ]
    for fall in fallen:
        click.echo(f"geomap: {fall}", err=True)
    return 1 if fallen and not lower_floors else 0
