"""How far an archive run is: a bar on a terminal, a line a minute in a log, a report at the end."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import Any, TextIO

from geomap.archive.shard import Done

LOG_EVERY_S = 60.0


@dataclass(slots=True)
class Progress:
    """Counts what is done and says it. ``total_bytes`` is None while the input is not sized."""

    total_bytes: int | None = None
    quiet: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    documents: int = 0
    incidents: int = 0
    input_bytes: int = 0
    failures: int = 0
    reused_parts: int = 0
    parts: int = 0
    peak_rss_bytes: int = 0
    busy_s: float = 0.0
    _started: float = field(default_factory=time.monotonic)
    _said: float = field(default_factory=time.monotonic)
    _fresh_bytes: int = 0
    _fresh_documents: int = 0
    _bar: Any = None
    _task: Any = None

    def __enter__(self) -> Progress:
        if not self.quiet and self.stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(),
                console=Console(file=self.stream),
            )  # fmt: skip
            self._bar.start()
            self._task = self._bar.add_task("reading", total=self.total_bytes)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def add(self, done: Done) -> None:
        """Count a finished part and say how far things are, if it is time to."""
        result = done.result
        self.parts += 1
        self.documents += result.documents
        self.incidents += result.incidents
        self.input_bytes += result.input_bytes
        self.failures += len(result.failures)
        if done.reused:
            self.reused_parts += 1
        else:
            self._fresh_bytes += result.input_bytes
            self._fresh_documents += result.documents
            self.busy_s += done.wall_s
            self.peak_rss_bytes = max(self.peak_rss_bytes, done.peak_rss_bytes)
        if self._bar is not None:
            self._bar.update(self._task, completed=self.input_bytes, description=self._line())
        elif not self.quiet and time.monotonic() - self._said >= LOG_EVERY_S:
            self._said = time.monotonic()
            self.stream.write(f"geomap: {self._line()}\n")
            self.stream.flush()

    def _line(self) -> str:
        wall = max(time.monotonic() - self._started, 1e-9)
        rate = self._fresh_documents / wall
        speed = self._fresh_bytes / wall / 1e6
        line = (
            f"{self.documents} documents, {self.incidents} incidents, {rate:.0f} documents/s, "
            f"{speed:.2f} MB/s, {self.failures} failures"
        )
        if self.total_bytes and self._fresh_bytes:
            left = (self.total_bytes - self.input_bytes) * wall / self._fresh_bytes
            line += f", {max(left, 0) / 60:.0f} min left"
        return line

    def report(self) -> dict[str, Any]:
        """The run's figures, for ``--report FILE``."""
        wall = time.monotonic() - self._started
        return {
            "documents": self.documents,
            "incidents": self.incidents,
            "input_bytes": self.input_bytes,
            "failures": self.failures,
            "parts": self.parts,
            "reused_parts": self.reused_parts,
            "wall_s": round(wall, 3),
            "busy_s": round(self.busy_s, 3),
            "documents_per_s": round(self._fresh_documents / wall, 3) if wall else None,
            "mb_per_s": round(self._fresh_bytes / wall / 1e6, 4) if wall else None,
            "peak_worker_rss_bytes": self.peak_rss_bytes,
        }
