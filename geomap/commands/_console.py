"""What a command says on standard error: notices, a progress bar on a terminal, failures, a summary."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import click

#: Failures shown without ``-v``.
MOST_FAILURES = 20


class Console:
    """Standard error. Results never come here; a pipe gets no bar; ``quiet`` leaves errors only."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self._bar: Any = None
        self._task: Any = None
        logging.basicConfig(
            stream=sys.stderr,
            level=logging.DEBUG if verbose else logging.WARNING,
            format="geomap: %(message)s",
        )
        for noisy in ("matplotlib", "fontTools", "trafilatura", "htmldate", "pypdf", "PIL"):
            logging.getLogger(noisy).setLevel(logging.CRITICAL)  # what they miss, we say

    def __enter__(self) -> Console:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def tick(self, done: int, total: int) -> None:
        """One more document is done: the bar shows how many, how fast, and how long still."""
        if self.quiet or not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar, self._task = _bar(total or None)
            self._bar.start()
        doing = "writing" if total and done >= total else "reading"
        self._bar.update(self._task, completed=done, total=total or None, description=doing)

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def notice(self, sentence: str) -> None:
        """Something worth knowing; not an error."""
        if not self.quiet:
            click.echo(f"geomap: {sentence}", err=True)

    def detail(self, sentence: str) -> None:
        """Something for ``-v``."""
        if self.verbose:
            click.echo(f"geomap: {sentence}", err=True)

    def failures(self, failures: Iterable[Any]) -> None:
        """The documents that failed, with their reasons; shown even when quiet. Of thousands the
        first are shown; all of them with ``-v``."""
        told = list(failures)
        shown = len(told) if self.verbose else MOST_FAILURES
        for failure in told[:shown]:
            click.echo(f"geomap: {failure}", err=True)
        if len(told) > shown:
            click.echo(f"geomap: … and {len(told) - shown} more failures (-v shows all)", err=True)

    def warnings(self, findings: Iterable[Any]) -> None:
        """The warnings of each document, once each."""
        for found in findings:
            for warning in dict.fromkeys(found.warnings):
                self.notice(f"{found.document.source or found.document.id}: {warning}")


def _bar(total: int | None) -> tuple[Any, Any]:
    from rich.console import Console as RichConsole
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Documents a second."""

        def render(self, task: Any) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=RichConsole(stderr=True),
        transient=True,
    )
    return bar, bar.add_task("reading", total=total)
