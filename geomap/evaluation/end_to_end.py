"""Found and placed: of all gold mentions with a point, how many are found (exact span) and right."""

from __future__ import annotations

from pathlib import Path

from geomap.config import Options
from geomap.evaluation.corpus import segmented_row
from geomap.evaluation.finding import found_places
from geomap.evaluation.report import Report, read_jsonl
from geomap.evaluation.resolution import Scorebook, told
from geomap.evaluation.scores import ratio
from geomap.gazetteer import Gazetteer


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score the whole way from text to points on documents with places."""
    report = Report("end-to-end", path.stem)
    book = Scorebook(gazetteer)
    placed = 0
    for row in read_jsonl(path):
        text = row["text"]
        mentions = [
            m
            for m in found_places(segmented_row(row, text), gazetteer, options.places)
            if m.kind in {"name", "demonym"}
        ]
        by_span = {(m.span.start, m.span.end): m for m in mentions}
        placed += sum(m.place is not None for m in mentions)
        for toponym in row["toponyms"]:
            if toponym.get("lat") is not None:
                found = by_span.get((toponym["start"], toponym["end"]))
                book.add(str(row["id"]), text, toponym, found)
        report.predictions.append({"id": row["id"], "toponyms": [told(text, m) for m in mentions]})
    book.fill(report)
    right = report.metrics.get("acc161", 0.0) * report.metrics["n"]
    report.metrics["placed_precision161"] = ratio(right, placed)
    return report
