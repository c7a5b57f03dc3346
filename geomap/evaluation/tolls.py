"""``--task tolls``: kind, low, high, qualifier and ``subset_of`` all equal; 0 is not null.

Reads texts an analyst marked (the form with gold incidents: what counts is what the incidents of the
text's findings carry; tolls of optional incidents are neither missed nor false) and tables of rows (``.tsv``: lang, text, tolls). A toll of a row is written
``kind:low..high:qualifier``, an open bound left out, with ``<kind`` for a part, ``!`` for a count the
text corrects and ``?`` for one feared; several are separated by ``;``.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.errors import BadRecord
from geomap.evaluation.press import text_of
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import ratio
from geomap.gazetteer import Gazetteer
from geomap.incidents.tolls import find_tolls
from geomap.model.incident import Toll
from geomap.model.text import Document
from geomap.segmenting import segment

COLUMNS = ("lang", "text", "tolls")
_TOLL = re.compile(
    r"(?P<kind>[a-z_]+):(?P<low>\d*)\.\.(?P<high>\d*):(?P<qualifier>[a-z_]+)"
    r"(?:<(?P<subset>[a-z_]+))?(?P<marks>[!?]*)"
)


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What is compared of a toll."""

    kind: str
    low: str
    high: str
    qualifier: str
    subset_of: str = ""
    superseded: bool = False
    feared: bool = False

    def __str__(self) -> str:
        part = f"<{self.subset_of}" if self.subset_of else ""
        marks = ("!" if self.superseded else "") + ("?" if self.feared else "")
        return f"{self.kind}:{self.low}..{self.high}:{self.qualifier}{part}{marks}"


@dataclass(frozen=True, slots=True)
class Row:
    """A text and the tolls that must be found in it; ``optional`` ones may be."""

    name: str
    lang: str
    text: str
    required: tuple[Counted, ...]
    optional: tuple[Counted, ...] = ()
    #: whether superseded and feared counts must be marked so.
    with_marks: bool = True


@dataclass(slots=True)
class _Tally:
    right: int = 0
    false: int = 0
    missed: int = 0
    optional: int = 0
    zeros_right: int = 0
    zeros: int = 0
    rows_right: int = 0
    rows: int = 0
    #: kind -> right, false, missed.
    by_kind: dict[str, list[int]] = field(default_factory=dict)


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score the tolls of a corpus. Rows need no gazetteer, marked texts are analysed whole."""
    report = Report("tolls", path.stem)
    tally = _Tally()
    if path.suffix == ".tsv":
        scored = [(row, read_tolls(row)) for row in read_rows(path)]
    else:
        scored = list(_of_findings(path, gazetteer, options))
    for row, tolls in scored:
        _score(row, tolls, tally, report)
    report.metrics = {
        "n": float(tally.right + tally.missed),
        "precision": ratio(tally.right, tally.right + tally.false),
        "recall": ratio(tally.right, tally.right + tally.missed),
        "f1": ratio(2 * tally.right, 2 * tally.right + tally.false + tally.missed),
        "zeros": ratio(tally.zeros_right, tally.zeros) if tally.zeros else 1.0,
        "texts_right": ratio(tally.rows_right, tally.rows),
        "optional_found": float(tally.optional),
    }
    rows = tuple((name, *counts) for name, counts in sorted(tally.by_kind.items()))
    report.tables.append(Table("By kind", ("kind", "right", "false", "missed"), rows))
    return report


def read_tolls(row: Row) -> list[Toll]:
    """The tolls geomap finds in a row's text, story by story."""
    digest = hashlib.sha256(row.text.encode()).hexdigest()
    lang = "fr" if row.lang == "fr" else "en"
    segmented = segment(Document(row.name, row.text, digest, lang=row.lang), lang)  # type: ignore[arg-type]
    return [
        toll
        for block in segmented.blocks
        for toll in find_tolls(segmented, block.first_sentence, block.last_sentence, lang)
    ]


def counted(toll: Toll, *, with_marks: bool = True) -> Counted:
    """What is compared of a toll."""
    return Counted(
        toll.kind,
        "" if toll.low is None else str(toll.low),
        "" if toll.high is None else str(toll.high),
        toll.qualifier,
        toll.subset_of or "",
        with_marks and toll.superseded,
        with_marks and toll.realis == "possible",
    )


def compare(row: Row, tolls: Sequence[Toll]) -> tuple[list[Counted], list[Toll], list[Counted]]:
    """(right, false, missed): one-to-one, optional answers neither false nor missed."""
    required, optional = list(row.required), list(row.optional)
    right: list[Counted] = []
    false: list[Toll] = []
    for toll in tolls:
        answer = counted(toll, with_marks=row.with_marks)
        if answer in required:
            required.remove(answer)
            right.append(answer)
        elif answer in optional:
            optional.remove(answer)
        else:
            false.append(toll)
    return right, false, required


def _score(row: Row, tolls: Sequence[Toll], tally: _Tally, report: Report) -> None:
    right, false, missed = compare(row, tolls)
    tally.right += len(right)
    tally.false += len(false)
    tally.missed += len(missed)
    tally.optional += len(tolls) - len(right) - len(false)
    tally.zeros += sum(1 for c in row.required if c.high == "0")
    tally.zeros_right += sum(1 for c in right if c.high == "0")
    for column, kinds in enumerate(
        ([c.kind for c in right], [t.kind for t in false], [c.kind for c in missed])
    ):
        for kind in kinds:
            tally.by_kind.setdefault(kind, [0, 0, 0])[column] += 1
    tally.rows += 1
    tally.rows_right += not false and not missed
    for toll in false:
        words = toll.span.of(row.text)
        report.errors.append(Error(row.name, "false toll", words, "nothing", str(counted(toll))))
    for answer in missed:
        report.errors.append(Error(row.name, "missed toll", row.text[:80], str(answer), "nothing"))
    report.predictions.append(
        {
            "id": row.name,
            "tolls": [{"toll": str(counted(t)), "text": t.span.of(row.text)} for t in tolls],
        }
    )


# --- corpora ------------------------------------------------------------------------------------


def _of_findings(
    path: Path, gazetteer: Gazetteer, options: Options
) -> Iterator[tuple[Row, list[Toll]]]:
    """Each marked text with the tolls of the incidents geomap finds in it."""
    from geomap.evaluation.incidents import analysed

    golds = list(read_jsonl(path))
    for number, gold in enumerate(golds):
        if "incidents" not in gold:
            raise BadRecord("no tolls to score in this form", source=path.name, place=str(number))
    found = analysed(golds, path, gazetteer, options)
    for gold, findings in zip(golds, found, strict=True):
        tolls = [toll for incident in findings.incidents for toll in incident.casualties]
        yield _of_incidents(gold, path), tolls


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.tsv`` table. Raises BadRecord naming the line that is not understood."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if reader.fieldnames is None or tuple(reader.fieldnames) != COLUMNS:
            raise BadRecord(f"the columns must be {', '.join(COLUMNS)}", source=path.name)
        for line, cells in enumerate(reader, start=2):
            told = [part.strip() for part in (cells["tolls"] or "").split(";") if part.strip()]
            tolls = tuple(_parsed(part, path, line) for part in told)
            yield Row(f"{path.stem}:{line}", cells["lang"], cells["text"], tolls)


def _parsed(part: str, path: Path, line: int) -> Counted:
    match = _TOLL.fullmatch(part)
    if match is None:
        raise BadRecord(f"not a toll: {part!r}", source=path.name, place=str(line))
    marks = match["marks"]
    return Counted(
        match["kind"], match["low"], match["high"], match["qualifier"], match["subset"] or "",
        "!" in marks, "?" in marks,
    )  # fmt: skip


def _of_incidents(gold: dict[str, Any], path: Path) -> Row:
    required: list[Counted] = []
    optional: list[Counted] = []
    for incident in gold["incidents"]:
        tolls = optional if incident.get("expect") == "optional" else required
        tolls += [_of_gold(toll) for toll in incident.get("casualties") or ()]
    return Row(
        gold["doc"]["id"], gold["doc"]["lang"], text_of(gold, path), tuple(required),
        tuple(optional), with_marks=False,
    )  # fmt: skip


def _of_gold(toll: dict[str, Any]) -> Counted:
    low, high = toll.get("low"), toll.get("high")
    return Counted(
        toll["kind"],
        "" if low is None else str(low),
        "" if high is None else str(high),
        toll["qualifier"],
        toll.get("subset_of") or "",
    )
