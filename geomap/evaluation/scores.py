"""Figures that several tasks share: distances, precision and recall, error curves, reliability."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Mean radius of the earth (IUGG), km.
EARTH_RADIUS_KM = 6371.0088
#: The error an unanswered mention is given: half the circumference, the greatest there can be.
GREATEST_ERROR_KM = math.pi * EARTH_RADIUS_KM
#: 100 miles, the radius within which the literature calls a resolution right.
RIGHT_WITHIN_KM = 161.0
NEAR_WITHIN_KM = 25.0


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance in kilometres (haversine on the mean sphere)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@dataclass(slots=True)
class Counts:
    """True and false positives, false negatives; adds up over documents."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> None:
        self.right += len(gold & found)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    @property
    def precision(self) -> float:
        return ratio(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)


def ratio(part: float, whole: float) -> float:
    """``part / whole``, 0 when there is nothing to divide by."""
    return part / whole if whole else 0.0


def error_metrics(errors_km: Sequence[float]) -> dict[str, float]:
    """Accuracy at 161 and 25 km, mean and median error, area under the curve of log errors.

    Every gold mention has its error; an unanswered one has ``GREATEST_ERROR_KM``. The area is that
    of ln(1 + error) over the sorted mentions, 1 being the worst (Gritta et al. 2018): less is better.
    """
    ordered = sorted(errors_km)
    count = len(ordered)
    if not count:
        return {"n": 0.0}
    logs = [math.log1p(error) for error in ordered]
    area = sum((a + b) / 2 for a, b in itertools.pairwise(logs))
    middle = count // 2
    median = ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return {
        "n": float(count),
        "acc161": ratio(sum(e <= RIGHT_WITHIN_KM for e in ordered), count),
        "acc25": ratio(sum(e <= NEAR_WITHIN_KM for e in ordered), count),
        "mean_km": sum(ordered) / count,
        "median_km": median,
        "auc": ratio(area, (count - 1) * math.log1p(GREATEST_ERROR_KM)),
    }


def reliability(
    answers: Iterable[tuple[float, bool]], bins: int = 10
) -> list[tuple[str, int, float, float]]:
    """Stated probability against the share that was right: (bin, cases, stated, right)."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in answers:
        groups[min(bins - 1, int(probability * bins))].append((probability, right))
    return [
        (
            f"{number / bins:.1f}-{(number + 1) / bins:.1f}",
            len(group),
            sum(p for p, _ in group) / len(group),
            sum(r for _, r in group) / len(group),
        )
        for number, group in enumerate(groups)
        if group
    ]


def kept_and_right(
    answers: Sequence[tuple[float, bool]], total: int
) -> list[tuple[float, float, float]]:
    """At each threshold: the share of ``total`` kept, and the share of those that was right."""
    rows = []
    for threshold in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        kept = [right for probability, right in answers if probability >= threshold]
        rows.append((threshold, ratio(len(kept), total), ratio(sum(kept), len(kept))))
    return rows


def right_when_kept(answers: Sequence[tuple[float, bool]], total: int, share: float) -> float:
    """The share right among the surest answers that make up ``share`` of ``total``."""
    ordered = sorted(answers, key=lambda item: -item[0])[: math.ceil(share * total)]
    return ratio(sum(right for _, right in ordered), len(ordered))
