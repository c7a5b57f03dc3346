"""Place mentions of texts read by an analyst (the form with gold incidents).

Spans are compared exactly; roles and places on equal spans. A mention marked optional, and an
anaphor of ours that the gold does not hold, are neither right nor wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.errors import UnreadableInput
from geomap.evaluation.finding import around
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.resolution import told
from geomap.evaluation.scores import NEAR_WITHIN_KM, distance_km, ratio
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention
from geomap.model.text import Document

#: Kinds of mention that are optional in every score when the gold does not hold them.
_OPTIONAL = frozenset({"anaphor"})


@dataclass(slots=True)
class _Tally:
    right: int = 0
    wrong: int = 0
    missed: int = 0
    roles_equal: int = 0
    with_point: int = 0
    placed: int = 0
    placed_of_found: int = 0
    found_with_point: int = 0
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score mentions, roles and places on documents with gold incidents."""
    report = Report("recognition", path.stem)
    tally = _Tally()
    for gold in read_jsonl(path):
        text = text_of(gold, path)
        mentions = _analysed(gold, text, gazetteer, options)
        _compare(gold, text, mentions, tally, report)
        report.predictions.append(
            {"id": gold["doc"]["id"], "toponyms": [told(text, m) for m in mentions]}
        )
    report.metrics = {
        "n": float(tally.right + tally.missed),
        "precision": ratio(tally.right, tally.right + tally.wrong),
        "recall": ratio(tally.right, tally.right + tally.missed),
        "f1": ratio(2 * tally.right, 2 * tally.right + tally.wrong + tally.missed),
        "roles_on_equal_spans": ratio(tally.roles_equal, tally.right),
        "placed25_of_gold": ratio(tally.placed, tally.with_point),
        "placed25_on_equal_spans": ratio(tally.placed_of_found, tally.found_with_point),
    }
    report.tables.append(
        Table("By document", ("document", "gold", "right", "false", "missed"), tuple(tally.rows))
    )
    return report


def text_of(gold: dict[str, Any], path: Path) -> str:
    """The text a gold file talks about: inside it, or the file it names."""
    if "text" in gold:
        return str(gold["text"])
    name = str(gold["doc"]["file"])
    for folder in (*path.resolve().parents,):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise UnreadableInput(f"the text {name} is not there", source=str(path))


def _analysed(
    gold: dict[str, Any], text: str, gazetteer: Gazetteer, options: Options
) -> list[Mention]:
    from geomap.pipeline import analyse

    doc = gold["doc"]
    published = doc.get("published")
    document = Document(
        id=str(doc["id"]), text=text, sha256=str(doc.get("sha256", "")), lang=doc.get("lang"),
        date=published, date_precision=_precision(published), date_basis="row",
    )  # fmt: skip
    return list(analyse(document, gazetteer, options).mentions)


def _precision(published: str | None) -> Any:
    return None if published is None else {4: "year", 7: "month"}.get(len(published), "day")


def _compare(
    gold: dict[str, Any], text: str, mentions: list[Mention], tally: _Tally, report: Report
) -> None:
    found = {(m.span.start, m.span.end): m for m in mentions}
    document = str(gold["doc"]["id"])
    right = missed = wrong = 0
    known: set[tuple[int, int]] = set()
    for row in gold["mentions"]:
        span = row["start"], row["end"]
        known.add(span)
        mention = found.get(span)
        optional = row.get("expect") == "optional"
        if optional:
            continue
        point = row.get("coordinates")
        tally.with_point += point is not None
        if mention is None:
            missed += 1
            report.errors.append(
                Error(document, "missed", around(text, *span), row["exact"], "nothing")
            )
            continue
        right += 1
        tally.roles_equal += mention.role == row["role"]
        if mention.role != row["role"]:
            report.errors.append(
                Error(document, "role", around(text, *span), row["role"], mention.role)
            )
        if point is not None:
            tally.found_with_point += 1
            error_km = _error_km(mention, row)
            ok = error_km <= max(NEAR_WITHIN_KM, 0.0)
            tally.placed += ok
            tally.placed_of_found += ok
            if not ok:
                report.errors.append(
                    Error(document, "placed", around(text, *span), f"{point}", f"{error_km:.0f} km")
                )
    for span, mention in found.items():
        if span not in known and mention.kind not in _OPTIONAL:
            wrong += 1
            report.errors.append(
                Error(document, "false", around(text, *span), "nothing", mention.text)
            )
    tally.right += right
    tally.missed += missed
    tally.wrong += wrong
    tally.rows.append((document, right + missed, right, wrong, missed))


def _error_km(mention: Mention, row: dict[str, Any]) -> float:
    """Distance to the gold point; 0 for a point inside the area the gold accepts."""
    lon, lat = row["coordinates"]
    spots = []
    if mention.extent is not None:
        spots.append((mention.extent.lon, mention.extent.lat))
    if mention.place is not None:
        spots.append((mention.place.lon, mention.place.lat))
    if not spots:
        return float("inf")
    if row.get("geometry"):
        from shapely import Point
        from shapely.geometry import shape

        accepted = shape(row["geometry"])
        if any(accepted.distance(Point(spot)) == 0 for spot in spots):
            return 0.0
    allowed = max(0.0, float(row.get("tolerance_km") or 0.0) - NEAR_WITHIN_KM)
    nearest = min(distance_km(x, y, lon, lat) for x, y in spots)
    return max(0.0, nearest - allowed)
