"""Is the right place meant? Gold mentions are given; every one with a point counts.

Unanswered is wrong, and no class of mention is left out. The oracle beside each score is the best
answer the gazetteer could give: a miss without a candidate is work on the gazetteer, a miss with
one is work on the ranker.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.evaluation.corpus import form_of, segmented_row
from geomap.evaluation.finding import around, resolved_spans
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import (
    GREATEST_ERROR_KM,
    RIGHT_WITHIN_KM,
    distance_km,
    error_metrics,
    kept_and_right,
    ratio,
    reliability,
    right_when_kept,
)
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention, Place

#: The probability at which an answer is given at all, and the share reported for calibration.
KEPT_SHARE = 0.92


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score resolution of gold mentions on documents with places and points."""
    if form_of(path) == "incidents":
        from geomap.evaluation import press

        return press.run(path, gazetteer, options)
    report = Report("resolution", path.stem)
    book = Scorebook(gazetteer)
    for row in read_jsonl(path):
        text = row["text"]
        gold = sorted(
            (t for t in row["toponyms"] if t.get("lat") is not None),
            key=lambda t: (t["start"], t["end"]),
        )
        every = sorted({(t["start"], t["end"]) for t in row["toponyms"]})
        segmented = segmented_row(row, text)
        mentions = resolved_spans(segmented, gazetteer, options.places, every)
        by_span = {(m.span.start, m.span.end): m for m in mentions}
        for toponym in gold:
            book.add(str(row["id"]), text, toponym, by_span[toponym["start"], toponym["end"]])
        report.predictions.append({"id": row["id"], "toponyms": [told(text, m) for m in mentions]})
    book.fill(report)
    return report


class Scorebook:
    """Collects the error of every gold mention, and the tables made of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._errors_km: list[float] = []
        self._oracle: list[bool] = []
        self._answers: list[tuple[float, bool]] = []
        self._by_country: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._errors: list[Error] = []
        self._points = lru_cache(maxsize=200_000)(self._points_of)

    def add(self, document: str, text: str, gold: dict[str, Any], mention: Mention | None) -> None:
        """Score one gold mention; ``mention`` is None or without a place when unanswered."""
        place = mention.place if mention else None
        error_km = GREATEST_ERROR_KM
        if place is not None:
            error_km = distance_km(place.lon, place.lat, gold["lon"], gold["lat"])
        right = error_km <= RIGHT_WITHIN_KM
        reachable = right or any(
            distance_km(lon, lat, gold["lon"], gold["lat"]) <= RIGHT_WITHIN_KM
            for lon, lat in self._points(gold["text"])
        )
        self._errors_km.append(error_km)
        self._oracle.append(reachable)
        if place is not None and mention is not None:
            self._answers.append((mention.probability, right))
        country = (place.country if right and place else None) or self._country_of(gold)
        for table, key in ((self._by_country, country), (self._by_kind, _kind(gold))):
            cell = table[key]
            cell[0] += 1
            cell[1] += right
            cell[2] += reachable
        if not right:
            self._errors.append(
                Error(
                    document,
                    "ranker" if reachable else "gazetteer",
                    around(text, gold["start"], gold["end"]),
                    f"{gold['lon']:.2f} {gold['lat']:.2f} {gold.get('type') or ''}".strip(),
                    _named(place, mention),
                )
            )

    def _points_of(self, name: str) -> tuple[tuple[float, float], ...]:
        found = self._gazetteer.lookup(name, limit=5000)
        return tuple((m.place.lon, m.place.lat) for m in found if m.place.feature_class != "O")

    def _country_of(self, gold: dict[str, Any]) -> str:
        for match in self._gazetteer.lookup(gold["text"], limit=5000):
            place = match.place
            if distance_km(place.lon, place.lat, gold["lon"], gold["lat"]) <= RIGHT_WITHIN_KM:
                return place.country or "-"
        near = self._gazetteer.near(gold["lon"], gold["lat"], 50_000, ("P",))
        return near[0].country or "-" if near else "-"

    def fill(self, report: Report) -> None:
        """Write figures, tables and errors into a report."""
        report.metrics = error_metrics(self._errors_km)
        total = len(self._errors_km)
        oracle = ratio(sum(self._oracle), total)
        report.metrics["oracle161"] = oracle
        report.metrics["acc161_of_reachable"] = ratio(report.metrics.get("acc161", 0.0), oracle)
        report.metrics["answered"] = ratio(len(self._answers), total)
        report.metrics["right_at_92_kept"] = right_when_kept(self._answers, total, KEPT_SHARE)
        report.tables += [
            _share_table("By country of the gold point", "country", self._by_country),
            _share_table("By kind of place (the corpus's own kinds)", "kind", self._by_kind),
            Table(
                "Reliability: stated probability against right answers",
                ("stated", "cases", "mean stated", "right"),
                tuple(
                    (b, n, round(p, 3), round(r, 3)) for b, n, p, r in reliability(self._answers)
                ),
            ),
            Table(
                "Kept at a threshold",
                ("probability", "kept", "right"),
                tuple(
                    (t, round(k, 3), round(r, 3))
                    for t, k, r in kept_and_right(self._answers, total)
                ),
            ),
        ]
        report.errors = self._errors


def _share_table(title: str, key: str, cells: dict[str, list[int]]) -> Table:
    ordered = sorted(cells.items(), key=lambda item: (-item[1][0], item[0]))[:25]
    return Table(
        title,
        (key, "gold", "acc161", "oracle161"),
        tuple((k, n, round(r / n, 3), round(o / n, 3)) for k, (n, r, o) in ordered),
    )


def _kind(gold: dict[str, Any]) -> str:
    return str(gold.get("type") or "-")


def _named(place: Place | None, mention: Mention | None) -> str:
    if place is None or mention is None:
        return "nothing"
    return (
        f"{place.name} {place.feature_code} {place.country or ''} "
        f"{place.lon:.2f} {place.lat:.2f} p={mention.probability:.2f}"
    )


def told(text: str, mention: Mention) -> dict[str, Any]:
    """A mention as ``--predictions`` writes it."""
    place = mention.place
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": text[mention.span.start : mention.span.end],
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_id": place.id if place else None,
        "probability": mention.probability,
    }
