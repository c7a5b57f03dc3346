"""``geomap review``: what deserves a look first."""

from __future__ import annotations

from typing import Any

import click

from geomap.commands._console import Console
from geomap.commands._options import (
    make_cache,
    place_options,
    project_of,
    reading_options,
    run_options,
)


@click.command(name="review", short_help="What deserves a look first.")
@click.argument("inputs", nargs=-1, metavar="[INPUT|FINDINGS]...")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, metavar="N",
              help="How many to show.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--toml", "as_toml", is_flag=True, help="Ready entries for corrections.toml.")
@click.option("--ui-lang", type=click.Choice(["fr", "en"]), help="Language of the reasons.")
@reading_options
@place_options
@run_options
def command(
    inputs: tuple[str, ...],
    most: int,
    as_json: bool,
    as_toml: bool,
    no_cache: bool,
    quiet: bool,
    verbose: bool,
    **words: Any,
) -> int:
    """List what is most doubtful: places with a close runner-up, tolls that do not agree, names that no
    gazetteer knows, accounts linked in spite of a disagreement. With --toml, each comes as an entry
    for corrections.toml to complete. Without INPUT, the inputs of geomap.toml or seeds/ are read.
    """
    from geomap.commands.render import with_default_input
    from geomap.project.rendering import find
    from geomap.project.review import doubts

    project = with_default_input(project_of(words, inputs))
    with Console(quiet=quiet, verbose=verbose) as console:
        result, _ = find(
            project, cache=make_cache(no_cache), notice=console.notice, tick=console.tick
        )  # fmt: skip
        console.stop()
        for stale in result.corrections.stale:
            console.notice(f"{stale}; kept, not applied")
        console.failures(result.failures)
    found = doubts(result.findings)
    lang = project.options.map.ui_lang
    if as_toml:
        _print_toml(found[:most], lang)
    elif as_json:
        _print_json(found[:most], lang)
    else:
        _print_text(found, most, lang)
    return result.exit_status


def _print_text(found: list[Any], most: int, lang: str) -> None:
    from geomap.language.load import load, words_of_reason

    words = load(lang, "review")["review"]
    if not found:
        click.echo(words["nothing"])
        return
    click.echo(f"{len(found)} {words['head']}")
    for doubt in found[:most]:
        quote = doubt.quote if len(doubt.quote) <= 100 else doubt.quote[:99] + "…"
        click.echo(f"\n{doubt.document}: {doubt.headline}")
        click.echo(f"  {words_of_reason(doubt.reason, lang)}")
        click.echo(f"  «{' '.join(quote.split())}»")


def _print_json(found: list[Any], lang: str) -> None:
    import msgspec

    from geomap.language.load import words_of_reason

    for doubt in found:
        row = {
            "document": doubt.document,
            "headline": doubt.headline,
            "reason": words_of_reason(doubt.reason, lang),
            "code": doubt.reason.code,
            "weight": round(doubt.weight, 3),
            "quote": doubt.quote,
        }
        click.echo(msgspec.json.encode(row).decode("utf-8"))


def _print_toml(found: list[Any], lang: str) -> None:
    from geomap.corrections.form import to_toml
    from geomap.language.load import words_of_reason

    for doubt in found:
        for line in words_of_reason(doubt.reason, lang).splitlines():
            click.echo(f"# {line}")
        for line in to_toml([doubt.correction]).splitlines():
            click.echo(f"# {line}")
        click.echo("")
