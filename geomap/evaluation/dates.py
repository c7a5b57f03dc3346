"""``--task dates``: EDTF equal, and nothing falsely precise.

Reads texts an analyst marked (the form with gold incidents: every incident whose date has words),
lists of wordings without answers (how many are found at all), and tables of rows (``.tsv``:
document, lang, text, expression, edtf, precision, part, flags; an empty expression means that the
text holds no date).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.dates import anchor_document, find_dates
from geomap.errors import BadRecord
from geomap.evaluation.press import text_of
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import ratio
from geomap.gazetteer import Gazetteer
from geomap.model.edtf import narrower, same
from geomap.model.text import Document, DocumentDatePrecision
from geomap.model.when import When
from geomap.segmenting import segment

COLUMNS = ("document", "lang", "text", "expression", "edtf", "precision", "part", "flags")
#: Beyond these more expressions are taken from a list of wordings that has no answers.
_PRECISIONS: dict[int, DocumentDatePrecision] = {4: "year", 7: "month", 10: "day"}
_DATE_OF_WORDINGS = "2023-09-13"


@dataclass(frozen=True, slots=True)
class Row:
    """A text with one expression that must be found in it (None: no date at all)."""

    name: str
    document: str | None
    lang: str
    text: str
    expression: str | None
    edtf: str | None
    precision: str
    part: str | None
    flags: frozenset[str]
    #: where the expression stands; None: anywhere.
    start: int | None = None
    end: int | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    found: int = 0
    edtf: int = 0
    whole: int = 0
    falsely_precise: int = 0
    invented: int = 0
    #: precision of the gold -> rows, found, EDTF equal.
    by_precision: dict[str, list[int]] = field(default_factory=dict)


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score the dates of a corpus; the gazetteer is not used."""
    del gazetteer, options
    report = Report("dates", path.stem)
    tally = _Tally()
    for row in _rows(path):
        _score(row, tally, report)
    dated = max(tally.rows, 1)
    report.metrics = {
        "n": float(tally.rows),
        "found": ratio(tally.found, dated),
        "edtf_equal": ratio(tally.edtf, dated),
        "all_equal": ratio(tally.whole, dated),
        "falsely_precise": float(tally.falsely_precise),
        "invented": float(tally.invented),
    }
    rows = tuple((name, *counts) for name, counts in sorted(tally.by_precision.items()))
    report.tables.append(Table("By precision", ("precision", "rows", "found", "equal"), rows))
    return report


def read_whens(row: Row) -> list[When]:
    """The dates geomap finds in a row's text, read as of the row's document date."""
    precision = _PRECISIONS.get(len(row.document)) if row.document is not None else None
    digest = hashlib.sha256(row.text.encode()).hexdigest()
    document = Document(
        row.name, row.text, digest, lang=row.lang, date=row.document, date_precision=precision,
        date_basis="row",
    )  # fmt: skip
    segmented = segment(document, "fr" if row.lang == "fr" else "en")
    return find_dates(segmented, anchor_document(segmented, None))


def best_match(row: Row, whens: Sequence[When]) -> When | None:
    """The date found on the row's words: the equal one, else any that overlaps."""
    placed = [w for w in whens if w.span is not None and _touches(row, w)]
    for when in placed:
        if _equal(row, when.edtf):
            return when
    return placed[0] if placed else None


def _touches(row: Row, when: When) -> bool:
    assert when.span is not None
    if row.start is not None and row.end is not None:
        return when.span.start < row.end and row.start < when.span.end
    return when.span.of(row.text) == row.expression


def _equal(row: Row, edtf: str | None) -> bool:
    return same(edtf, row.edtf) or any(same(edtf, other) for other in row.alternatives)


def flags_of(when: When) -> frozenset[str]:
    """The flags of a date as a row writes them ("remote" is not compared)."""
    flags = {
        "future": when.future, "ongoing": when.ongoing, "event": when.relative_to_event,
        when.duration or "": when.duration is not None,
    }  # fmt: skip
    return frozenset(name for name, set_ in flags.items() if set_)


def is_right(row: Row, when: When | None) -> bool:
    """All of a row: EDTF, precision, part of the day and flags."""
    return (
        when is not None
        and _equal(row, when.edtf)
        and when.precision == row.precision
        and when.part == row.part
        and flags_of(when) == row.flags - {"remote"}
    )


def _score(row: Row, tally: _Tally, report: Report) -> None:
    whens = read_whens(row)
    report.predictions.append({"id": row.name, "dates": [_told(row, w) for w in whens]})
    if row.expression is None:
        invented = [w for w in whens if w.edtf is not None]
        tally.invented += len(invented)
        for when in invented:
            _error(report, row, "no date", _shown(row, when))
        return
    tally.rows += 1
    counts = tally.by_precision.setdefault(row.precision or "not told", [0, 0, 0])
    counts[0] += 1
    answer = best_match(row, whens)
    if answer is None:
        _error(report, row, str(row.edtf), "nothing")
        return
    tally.found += 1
    counts[1] += 1
    when = answer
    if not row.precision:  # a wording without an answer
        return
    equal = _equal(row, when.edtf)
    tally.edtf += equal
    counts[2] += equal
    tally.whole += is_right(row, when)
    if not equal:
        tally.falsely_precise += narrower(when.edtf, row.edtf)
        _error(report, row, f"{row.edtf} ({row.precision})", _shown(row, when))


def _shown(row: Row, when: When) -> str:
    words = when.span.of(row.text) if when.span is not None else ""
    return f"{when.edtf} ({when.precision}) {words!r}"


def _told(row: Row, when: When) -> dict[str, Any]:
    span = when.span
    return {
        "start": span.start if span else None,
        "end": span.end if span else None,
        "text": span.of(row.text) if span else None,
        "edtf": when.edtf,
        "precision": when.precision,
    }


def _error(report: Report, row: Row, expected: str, given: str) -> None:
    quote = row.expression if row.expression is not None else row.text
    report.errors.append(Error(row.name, "date", quote, expected, given))


# --- corpora ------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[Row]:
    if path.suffix == ".tsv":
        yield from read_rows(path)
        return
    for number, gold in enumerate(read_jsonl(path)):
        if "incidents" in gold:
            yield from _of_incidents(gold, path)
        elif "text" in gold and "type" in gold:
            yield from _of_wording(gold)
        else:
            raise BadRecord("no dates to score in this form", source=path.name, place=str(number))


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.tsv`` table. Raises BadRecord when a column is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if reader.fieldnames is None or tuple(reader.fieldnames) != COLUMNS:
            raise BadRecord(f"the columns must be {', '.join(COLUMNS)}", source=path.name)
        for line, cells in enumerate(reader, start=2):
            yield Row(
                f"{path.stem}:{line}", cells["document"] or None, cells["lang"], cells["text"],
                cells["expression"] or None, cells["edtf"] or None, cells["precision"],
                cells["part"] or None, frozenset((cells["flags"] or "").split()),
            )  # fmt: skip


def _of_incidents(gold: dict[str, Any], path: Path) -> Iterator[Row]:
    text = text_of(gold, path)
    document = gold["doc"]
    for incident in gold["incidents"]:
        when = incident.get("when") or {}
        span = when.get("span")
        if not span or not when.get("edtf"):
            continue
        others = [
            a.get("edtf") for a in incident.get("when_alternatives") or () if isinstance(a, dict)
        ]
        alternative = when.get("edtf_alt")
        others += alternative if isinstance(alternative, list) else [alternative]
        yield Row(
            f"{document['id']}/{incident['id']}", document.get("published"), document["lang"], text,
            span["exact"], when["edtf"], when.get("precision", ""), when.get("part"), frozenset(),
            span["start"], span["end"], tuple(o for o in others if o),
        )  # fmt: skip


def _of_wording(gold: dict[str, Any]) -> Iterator[Row]:
    """A wording without an answer: whether anything in it is found."""
    text = str(gold["text"])
    yield Row(
        str(gold["id"]), _DATE_OF_WORDINGS, str(gold.get("lang", "fr")), text, text, None, "",
        None, frozenset(), 0, len(text),
    )  # fmt: skip
