"""Words -> options -> exit status. Commands live in ``geomap.commands`` and are imported on use."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from geomap.errors import GeomapError

#: command -> (module in geomap.commands, one-line help). The help stands here so that
#: ``geomap --help`` imports no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "render": ("render", "Read texts and write maps (HTML) and GeoJSON."),
    "extract": ("extract", "Read texts and write findings as JSON Lines."),
    "export": ("export", "Write findings in a GIS format."),
    "lookup": ("lookup", "What the gazetteer knows of a name."),
    "locate": ("locate", "A place expression to a geometry, with its formula."),
    "explain": ("explain", "The text annotated: every mention, and why."),
    "evaluate": ("evaluate", "Score geomap on a corpus."),
    "gazetteer": ("gazetteer", "Look into, build, extend and check the gazetteer."),
    "review": ("review", "What deserves a look first."),
    "watch": ("watch", "Render again whenever an input changes."),
    "init": ("init", "Write a commented geomap.toml."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"geomap.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geomap", prog_name="geomap")
def group() -> None:
    """geomap turns news text into incident maps: where things happened, in the source's words."""


def main(arguments: list[str] | None = None) -> Any:
    """The console entry point: runs a command and turns errors into exit statuses."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        status = group.main(args=words, prog_name="geomap", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("geomap: stopped", err=True)
        sys.exit(130)
    except GeomapError as error:
        if "-v" in words or "--verbose" in words:
            raise
        click.echo(f"geomap: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:  # who read our output has gone: nothing is left to say
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if "-v" in words or "--verbose" in words:
            raise
        click.echo(
            f"geomap: a fault of geomap: {type(error).__name__}: {error} "
            "(run it again with -v and report what it says)",
            err=True,
        )
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
