"""Options that several commands share: declared once, gathered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from geomap.project.settings import Project

F = TypeVar("F", bound=Callable[..., Any])


def _all(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


reading_options = _all(
    click.option("--lang", type=click.Choice(["fr", "en", "auto"]), help="Language of the texts."),
    click.option("--date", help="Date of texts that tell none: YYYY[-MM[-DD]]."),
    click.option("--text-column", metavar="NAME", help="Column of a table that holds the text."),
    click.option("--date-column", metavar="NAME", help="Column that holds the date."),
    click.option("--id-column", metavar="NAME", help="Column that names the document."),
    click.option("--url-column", metavar="NAME", help="Column that holds the address."),
)
place_options = _all(
    click.option(
        "--gazetteer", "gazetteers", multiple=True, metavar="FILE",
        help="Your own places; may be given again.",
    ),
    click.option(
        "--region", metavar="BOX|COUNTRY|PLACE", help="Prefer places here: a bias, never a filter."
    ),
    click.option(
        "--online", type=click.Choice(["nominatim", "photon", "geonames"]),
        help="Ask an online geocoder about names not known here; it learns what you look at.",
    ),
    click.option("--extractor", type=click.Choice(["rules", "llm"]), help="Who finds incidents."),
    click.option("--llm-url", metavar="URL", help="Address of the language-model server."),
    click.option("--llm-model", metavar="NAME", help="Name of the model."),
    click.option("--corrections", metavar="FILE", help="Your decisions, applied again."),
)  # fmt: skip
map_options = _all(
    click.option("--title", metavar="TEXT", help="Title of the map."),
    click.option("--ui-lang", type=click.Choice(["fr", "en"]), help="Language of the map."),
    click.option(
        "--boundaries", type=click.Choice(["un", "de-facto", "none"]), help="Whose borders are drawn."
    ),
    click.option(
        "--tiles", metavar="NAME|URL", help="Online tiles: their server learns what is looked at."
    ),
    click.option(
        "--quotes", type=click.Choice(["full", "short", "none"]), help="How much the map quotes."
    ),
    click.option(
        "--blur-km", type=click.FloatRange(min=0, min_open=True), metavar="N",
        help="Round every position to N kilometres, for publishing.",
    ),
    click.option("--per-document", is_flag=True, default=None, help="One map a document."),
)  # fmt: skip
choice_options = _all(
    click.option("--since", metavar="DATE", help="Incidents of this day, month or year and later."),
    click.option("--until", metavar="DATE", help="Incidents of this day, month or year and before."),
    click.option("--bbox", metavar="W,S,E,N", help="Incidents in this box, in degrees."),
    click.option(
        "--where", multiple=True, metavar="FIELD=VALUE",
        help="Incidents of this layer, type, status, country ...; may be given again.",
    ),
    click.option("--top", type=click.IntRange(min=1), metavar="N", help="The N gravest incidents."),
)  # fmt: skip
run_options = _all(
    click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read."),
    click.option("--strict", is_flag=True, default=None, help="A warning is an error."),
    click.option("--no-cache", is_flag=True, help="Read everything again."),
    click.option("-q", "--quiet", is_flag=True, help="Say errors only."),
    click.option("-v", "--verbose", is_flag=True, help="Say more; show a traceback."),
)


def project_of(words: Mapping[str, Any], inputs: tuple[str, ...] = (), **more: Any) -> Project:
    """The project of what was given on the command line, over the geomap.toml of this folder.

    Raises UsageError for a date that is none.
    """
    from geomap.errors import UsageError
    from geomap.project.settings import find_settings, make_project
    from geomap.reading.dates import iso_date

    given = {**words, **more}
    if given.get("date") and iso_date(given["date"]) is None:
        raise UsageError(f"--date {given['date']!r} is no date", hint="write YYYY[-MM[-DD]]")
    return make_project(given, find_settings(Path.cwd()), inputs=inputs)


def make_cache(no_cache: bool) -> Any:
    """The user's cache, or none."""
    from geomap.project.cache import Cache

    return Cache(None) if no_cache else Cache.of_user()
