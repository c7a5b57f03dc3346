"""``geomap lookup``: what the gazetteer knows of a name."""

from __future__ import annotations

import click

from geomap.errors import UsageError


class Position(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.4
    """``LON,LAT`` in decimal degrees."""

    name = "lon,lat"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        try:
            lon, lat = (float(part) for part in value.split(","))
        except ValueError:
            self.fail(f"{value!r} is not LON,LAT, as in 28.84,45.35", param, ctx)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            self.fail(f"{value!r} is outside -180..180,-90..90 (LON comes first)", param, ctx)
        return lon, lat


@click.command("lookup")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a name.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language the name is written in.")
@click.option("--near", type=Position(), metavar="LON,LAT", help="Nearest first.")
@click.option("--country", metavar="ISO2", help="Only places of this country.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True,
              help="How many places to show of a name.")  # fmt: skip
@click.option("--gazetteer", "gazetteers", multiple=True, metavar="FILE",
              help="Your own places; may be given again.")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show where an error came from.")
def command(
    names: tuple[str, ...],
    as_json: bool,
    lang: str | None,
    near: tuple[float, float] | None,
    country: str | None,
    limit: int,
    gazetteers: tuple[str, ...],
    verbose: bool,  # noqa: ARG001 - read by the command line's main
) -> int:
    """What the gazetteer knows of each NAME: places that answer to it, best first.

    An unknown spelling is tried as another way to write a known name, and then as a slip of the
    pen; the answer says so.
    """
    from geomap.commands._lookup import print_lookups
    from geomap.gazetteer.index import Index, open_packs

    if country is not None and not (len(country) == 2 and country.isalpha()):
        raise UsageError(f"--country: {country!r} is no ISO 3166 code of two letters, as in UA")
    print_lookups(
        Index(open_packs(gazetteers)), names, as_json=as_json, lang=lang, near=near,
        country=country, limit=limit,
    )  # fmt: skip
    return 0
