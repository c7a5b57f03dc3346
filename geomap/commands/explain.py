"""``geomap explain INPUT``: the text annotated, and why each thing was decided."""

from __future__ import annotations

import click


@click.command(name="explain", short_help="The text annotated: every mention, and why.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--lang", type=click.Choice(["fr", "en", "auto"]), default="auto", show_default=True,
              help="Language of the texts.")  # fmt: skip
@click.option("--date", help="The documents' date where a text has none: YYYY[-MM[-DD]].")
@click.option("--gazetteer", "gazetteers", multiple=True, metavar="FILE",
              help="Your own places; may be given again.")  # fmt: skip
@click.option("--region", help="Prefer places of this box, country or place (a bias, no filter).")
@click.option("--ui-lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True,
              help="Language of the explanation.")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show a traceback when something fails.")
def command(
    inputs: tuple[str, ...],
    lang: str,
    date: str | None,
    gazetteers: tuple[str, ...],
    region: str | None,
    ui_lang: str,
    verbose: bool,
) -> int:
    """Print each text with its mentions marked; then every mention with its role, its place and the
    runners-up; the dates; and every incident with the reason why it is on the map or not."""
    from geomap.commands._explanation import explain_document
    from geomap.config import Options, PlaceOptions, ReadOptions
    from geomap.gazetteer import open_gazetteer
    from geomap.pipeline import analyse
    from geomap.reading import ReadFailure, read_inputs

    del verbose  # read by the entry point
    options = Options(
        read=ReadOptions(lang=lang, date=date),  # type: ignore[arg-type]
        places=PlaceOptions(region=region, gazetteers=gazetteers),
    )
    gazetteer = open_gazetteer(gazetteers)
    failed = done = 0
    for item in read_inputs(inputs, options.read):
        if isinstance(item, ReadFailure):
            failed += 1
            click.echo(f"geomap: {item}", err=True)
            continue
        done += 1
        click.echo(explain_document(analyse(item, gazetteer, options), ui_lang))
    if failed:
        return 3 if done else 1
    return 0
