"""Are the right words found? Exact span, places only, micro precision, recall and F1."""

from __future__ import annotations

import bisect
from collections import defaultdict
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.evaluation.corpus import (
    form_of,
    segmented_row,
    spans_of_tags,
    tagged_sentences,
)
from geomap.evaluation.finding import around, found_places, place_spans
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import Counts, ratio
from geomap.gazetteer import Gazetteer

Spans = set[tuple[int, int]]


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score recognition on tagged sentences or on documents with places.

    ``f1`` counts demonyms as places (documents; corpora differ on tagging them); the figures
    without demonyms stand beside it. Tagged sentences count LOC only, where a demonym is none.
    """
    form = form_of(path)
    if form == "incidents":
        from geomap.evaluation import press

        return press.run(path, gazetteer, options)
    report = Report("recognition", path.stem)
    if form == "tags":
        _tags(path, gazetteer, options, report)
    else:
        _documents(path, gazetteer, options, report)
    return report


def _documents(path: Path, gazetteer: Gazetteer, options: Options, report: Report) -> None:
    every, without = Counts(), Counts()
    by_type: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in read_jsonl(path):
        segmented = segmented_row(row, row["text"])
        mentions = found_places(segmented, gazetteer, options.places)
        gold: Spans = {(t["start"], t["end"]) for t in row["toponyms"]}
        found = place_spans(mentions)
        every.add(gold, found)
        without.add(gold, place_spans(mentions, demonyms=False))
        for toponym in row["toponyms"]:
            cell = by_type[str(toponym.get("type") or "-")]
            cell[0] += 1
            cell[1] += (toponym["start"], toponym["end"]) in found
        _errors(report, str(row["id"]), row["text"], gold, found)
        report.predictions.append({"id": row["id"], "toponyms": _told(row["text"], mentions)})
    _figures(report, every, without)
    report.tables.append(_kinds(by_type))


def _tags(path: Path, gazetteer: Gazetteer, options: Options, report: Report) -> None:
    counts = Counts()
    for row, sentence in tagged_sentences(path):
        segmented = segmented_row(row, sentence.text)
        mentions = found_places(segmented, gazetteer, options.places)
        gold = spans_of_tags(sentence.tags)
        found: Spans = set()
        for span in place_spans(mentions, demonyms=False, nested=False):
            found.add(_token_range(sentence.spans, span))
        counts.add(gold, found)
        starts, ends = zip(*sentence.spans, strict=True)
        _errors(
            report, sentence.id, sentence.text,
            {(starts[a], ends[b - 1]) for a, b in gold},
            {(starts[a], ends[b - 1]) for a, b in found},
        )  # fmt: skip
        report.predictions.append({"id": row["id"], "tags": _tag(len(sentence.tags), found)})
    _figures(report, counts, None)


def _token_range(spans: tuple[tuple[int, int], ...], span: tuple[int, int]) -> tuple[int, int]:
    """The corpus's own tokens a span touches, ``[first, last)``."""
    first = bisect.bisect_right(spans, (span[0], 1 << 60)) - 1
    if spans[first][1] <= span[0]:
        first += 1
    last = first + 1
    while last < len(spans) and spans[last][0] < span[1]:
        last += 1
    return first, last


def _tag(size: int, ranges: Spans) -> list[str]:
    tags = ["O"] * size
    for first, last in ranges:
        tags[first] = "B-LOC"
        for index in range(first + 1, last):
            tags[index] = "I-LOC"
    return tags


def _figures(report: Report, counts: Counts, without: Counts | None) -> None:
    report.metrics = {
        "n": float(counts.right + counts.missed),
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
    }
    if without is not None:
        report.metrics |= {
            "precision_without_demonyms": without.precision,
            "recall_without_demonyms": without.recall,
            "f1_without_demonyms": without.f1,
        }


def _kinds(by_type: dict[str, list[int]]) -> Table:
    rows = sorted(by_type.items(), key=lambda item: (-item[1][0], item[0]))
    return Table(
        "Recall by kind of place (the corpus's own kinds)",
        ("kind", "gold", "recall"),
        tuple((kind, gold, round(ratio(hit, gold), 3)) for kind, (gold, hit) in rows[:25]),
    )


def _errors(report: Report, document: str, text: str, gold: Spans, found: Spans) -> None:
    for start, end in sorted(gold ^ found):
        missed = (start, end) in gold
        others = found if missed else gold
        across = [text[a:b] for a, b in sorted(others) if a < end and start < b]
        word = text[start:end]
        other = " | ".join(across)
        report.errors.append(
            Error(
                document,
                ("boundary" if across else "missed") if missed else "boundary+" if across else "false",
                around(text, start, end),
                word if missed else other,
                other if missed else word,
            )
        )  # fmt: skip


def _told(text: str, mentions: list[Any]) -> list[dict[str, Any]]:
    from geomap.evaluation.resolution import told

    return [told(text, m) for m in mentions if m.kind not in {"organisation", "anaphor"}]
