"""A report as text for a terminal and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geomap.evaluation.report import Report, Table


def report_lines(report: Report, errors: int) -> Iterator[str]:
    """Figures, tables, and the first ``errors`` errors of a report, line by line."""
    yield f"{report.corpus} · {report.task}"
    width = max((len(name) for name in report.metrics), default=0)
    for name, value in report.metrics.items():
        yield f"  {name:<{width}}  {_number(value)}"
    for table in report.tables:
        if table.rows:
            yield ""
            yield from _table_lines(table)
    if errors and report.errors:
        yield ""
        yield f"  Errors ({min(errors, len(report.errors))} of {len(report.errors)})"
        for error in report.errors[:errors]:
            yield f"  {error.kind:<10} {error.document}: {error.quote}"
            yield f"  {'':<10} expected {error.expected or '-'}; given {error.given or '-'}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) >= 2 else f"{value:.4f}"


def _table_lines(table: Table) -> Iterator[str]:
    rows = [tuple(str(cell) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    yield f"  {table.title}"
    for row in rows:
        yield (
            "    " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        )


def report_object(report: Report, sha256: str, errors: int) -> dict[str, Any]:
    """A report as a JSON-ready object, with its corpus's checksum."""
    return {
        "task": report.task,
        "corpus": report.corpus,
        "sha256": sha256,
        "metrics": report.metrics,
        "tables": [{"title": t.title, "columns": t.columns, "rows": t.rows} for t in report.tables],
        "errors": [
            {
                "document": e.document,
                "kind": e.kind,
                "quote": e.quote,
                "expected": e.expected,
                "given": e.given,
            }
            for e in report.errors[:errors]
        ],
    }
