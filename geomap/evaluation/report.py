"""What an evaluation gives: figures, tables, and the errors with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.evaluation.stories import SUFFIX, read_stories
from geomap.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report: column titles and rows of ready-made values."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Error:
    """One wrong answer: where, what was expected, what was given, and the words around it."""

    document: str
    kind: str
    quote: str
    expected: str
    given: str


@dataclass(slots=True)
class Report:
    """The result of one task on one corpus. ``metrics`` are what the floors file pins."""

    task: str
    corpus: str
    metrics: dict[str, float] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    #: one JSON-ready object a document, written by ``--predictions``.
    predictions: list[dict[str, Any]] = field(default_factory=list)


#: A task: (corpus file, gazetteer, options, progress) -> report. Every module of a task has ``run``.
Task = Callable[[Path, Gazetteer, Options], Report]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, the one object of a JSON file, or the stories of a TOML file."""
    import msgspec

    if path.name.endswith(SUFFIX):
        yield from read_stories(path)
        return

    data = path.read_bytes()
    if path.suffix == ".json":
        yield msgspec.json.decode(data)
        return
    for line in data.splitlines():
        if line.strip():
            yield msgspec.json.decode(line)


def all_files(corpora: Sequence[Path]) -> list[Path]:
    """Files of the corpora named on the command line, folders opened, in a fixed order."""
    files: list[Path] = []
    for path in corpora:
        if path.is_dir():
            files += sorted(
                p
                for p in path.iterdir()
                if p.suffix in {".json", ".jsonl"} or p.name.endswith(SUFFIX)
            )
        else:
            files.append(path)
    return files
