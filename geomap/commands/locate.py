"""``geomap locate "30 km au nord de Kiev"``: a place expression to a GeoJSON Feature."""

from __future__ import annotations

import click


@click.command(name="locate", short_help="A place expression to a geometry, with its formula.")
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@click.option("--lang", type=click.Choice(["fr", "en", "auto"]), default="auto", show_default=True,
              help="Language of the expression.")  # fmt: skip
@click.option("--gazetteer", "gazetteers", multiple=True, metavar="FILE",
              help="Your own places; may be given again.")  # fmt: skip
@click.option("--map", "map_file", type=click.Path(dir_okay=False), metavar="FILE",
              help="Also draw the answers on a map (HTML).")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show a traceback when something fails.")
def command(
    expressions: tuple[str, ...],
    lang: str,
    gazetteers: tuple[str, ...],
    map_file: str | None,
    verbose: bool,
) -> int:
    """Print where EXPRESSION is as a GeoJSON Feature, with the formula it was computed by, its
    relation, its anchors and its uncertainty in metres (radius_m). Several expressions give one
    feature a line. One that cannot be located gives a feature without geometry that says why, and
    the exit status is 3 (1 when it was the only one).

    \b
    Try: geomap locate "30 km au nord de Kiev"
         geomap locate "on the border between Poland and Belarus"
         geomap locate "au large d'Odessa" "l'est de la Russie" --map locate.html
    """
    from geomap.commands._locating import as_feature, located
    from geomap.gazetteer import open_gazetteer

    del verbose  # read by the entry point
    gazetteer = open_gazetteer(gazetteers)
    queries = [located(text, lang, gazetteer) for text in expressions]
    for query in queries:
        click.echo(as_feature(query, gazetteer))
    lost = [query for query in queries if query.extent is None]
    if map_file is not None and len(lost) < len(queries):
        from geomap.commands._locate_map import write_map

        write_map(map_file, queries, gazetteer)
    if not lost:
        return 0
    return 1 if len(lost) == len(queries) else 3
