"""Floors: what each corpus's scores may not fall below, pinned to the corpus's checksum.

The file is TOML, one table a corpus and task, written only by ``geomap evaluate --update-floors``.
A changed corpus is noticed before a changed score is believed. A floor is never lowered unless
told.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import BadRecord
from geomap.evaluation.report import Report

#: Room below a score when it is pinned: for ties between homonyms that another gazetteer breaks.
ROOM = 0.002
#: Figures that are pinned, by task. All are better when greater.
PINNED: Mapping[str, tuple[str, ...]] = {
    "recognition": ("f1", "f1_without_demonyms", "roles_on_equal_spans", "placed25_of_gold"),
    "resolution": ("acc161", "acc25", "right_at_92_kept"),
    "end-to-end": ("acc161", "acc25"),
}
_HEAD = "# Scores that may not fall. Written by `geomap evaluate --update-floors`; never by hand.\n"


@dataclass(frozen=True, slots=True)
class Floor:
    """Floors of one task on one corpus, whose file had the checksum ``sha256``."""

    corpus: str
    task: str
    sha256: str
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fall:
    """A score below its floor."""

    corpus: str
    task: str
    metric: str
    floor: float
    score: float

    def __str__(self) -> str:
        return f"{self.corpus} {self.task}: {self.metric} {self.score:.4f} is below {self.floor}"


def read_floors(path: Path) -> dict[tuple[str, str], Floor]:
    """Floors by (corpus, task); empty when the file is not there yet."""
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadRecord(f"not valid TOML: {error}", source=str(path)) from error
    floors: dict[tuple[str, str], Floor] = {}
    for corpus, tasks in table.items():
        for task, values in tasks.items():
            numbers = {k: float(v) for k, v in values.items() if k != "sha256"}
            floors[corpus, task] = Floor(corpus, task, values["sha256"], numbers)
    return floors


def falls(report: Report, floor: Floor) -> list[Fall]:
    """Scores of a report that are below their floor; a missing score counts as 0."""
    return [
        Fall(report.corpus, report.task, metric, low, report.metrics.get(metric, 0.0))
        for metric, low in sorted(floor.floors.items())
        if report.metrics.get(metric, 0.0) < low
    ]


def raised(
    known: Mapping[tuple[str, str], Floor],
    reports: Iterable[tuple[Report, str]],
    *,
    may_lower: bool = False,
) -> dict[tuple[str, str], Floor]:
    """Floors after new reports (each with its corpus's checksum): higher, never lower unless told.

    A corpus whose checksum changed starts afresh only when ``may_lower``; else it is left alone.
    """
    floors = dict(known)
    for report, sha256 in reports:
        key = (report.corpus, report.task)
        old = floors.get(key)
        if old is not None and old.sha256 != sha256 and not may_lower:
            continue
        values = dict(old.floors) if old is not None and not may_lower else {}
        for metric in pinned_metrics(report):
            value = round(max(0.0, report.metrics[metric] - ROOM), 4)
            values[metric] = max(values.get(metric, 0.0), value)
        if values:
            floors[key] = Floor(*key, sha256, values)
    return floors


def pinned_metrics(report: Report) -> list[str]:
    """Which figures of a report are pinned: those listed for its task, else its shares and F1s."""
    listed = PINNED.get(report.task)
    if listed is not None:
        return [metric for metric in listed if metric in report.metrics]
    return [m for m in sorted(report.metrics) if m.startswith(("f1", "acc", "share", "within"))]


def write_floors(path: Path, floors: Mapping[tuple[str, str], Floor]) -> None:
    """Write the floors file, whole or not at all."""
    lines = [_HEAD]
    for key in sorted(floors):
        floor = floors[key]
        lines.append(f'[{floor.corpus}.{floor.task}]\nsha256 = "{floor.sha256}"\n')
        lines += [f"{metric} = {value}\n" for metric, value in sorted(floor.floors.items())]
        lines.append("\n")
    beside = path.with_suffix(".tmp")
    beside.write_text("".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    beside.replace(path)
