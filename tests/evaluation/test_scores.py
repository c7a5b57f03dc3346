"""The figures themselves: distances, error curves, precision and recall, calibration."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.evaluation.corpus import spans_of_tags
from geomap.evaluation.scores import (
    GREATEST_ERROR_KM,
    Counts,
    distance_km,
    error_metrics,
    kept_and_right,
    reliability,
    right_when_kept,
)

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


def test_known_distances() -> None:
    assert distance_km(2.3522, 48.8566, -0.1278, 51.5074) == pytest.approx(343.5, abs=1)
    assert distance_km(179.9, 0, -179.9, 0) == pytest.approx(22.24, abs=0.1)
    assert distance_km(0, 90, 120, 90) == pytest.approx(0, abs=1e-6)


@given(LON, LAT, LON, LAT)
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_antipode(
    x: float, y: float, u: float, v: float
) -> None:
    there = distance_km(x, y, u, v)
    assert 0 <= there <= GREATEST_ERROR_KM + 1e-6
    assert there == pytest.approx(distance_km(u, v, x, y), abs=1e-6)


def test_every_mention_is_in_the_denominator() -> None:
    figures = error_metrics([0.0, 20.0, 161.0, 161.1, GREATEST_ERROR_KM])
    assert figures["n"] == 5
    assert figures["acc161"] == 3 / 5
    assert figures["acc25"] == 2 / 5
    assert figures["median_km"] == 161.0


def test_the_area_is_nought_for_perfect_answers_and_one_for_none() -> None:
    assert error_metrics([0.0] * 10)["auc"] == 0.0
    assert error_metrics([GREATEST_ERROR_KM] * 10)["auc"] == pytest.approx(1.0)


def test_counts_add_up_over_documents() -> None:
    counts = Counts()
    counts.add({(0, 3), (5, 9)}, {(0, 3), (6, 9)})
    counts.add({(1, 2)}, {(1, 2)})
    assert (counts.right, counts.wrong, counts.missed) == (2, 1, 1)
    assert counts.f1 == pytest.approx(2 / 3)
    assert Counts().f1 == 0.0


def test_reliability_puts_each_answer_into_its_bin() -> None:
    table = reliability([(0.05, False), (0.95, True), (0.91, False), (1.0, True)])
    assert [(name, n) for name, n, _, _ in table] == [("0.0-0.1", 1), ("0.9-1.0", 3)]
    assert table[1][3] == pytest.approx(2 / 3)


def test_what_is_kept_is_a_share_of_all_mentions_also_of_the_unanswered() -> None:
    answers = [(0.9, True), (0.8, True), (0.2, False)]
    rows = {t: (kept, right) for t, kept, right in kept_and_right(answers, 4)}
    assert rows[0.0] == (3 / 4, 2 / 3)
    assert rows[0.5] == (2 / 4, 1.0)
    assert right_when_kept(answers, 4, 0.5) == 1.0


@given(st.lists(st.sampled_from(["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]), max_size=20))
def test_tags_become_ranges_that_never_overlap(tags: list[str]) -> None:
    ranges = sorted(spans_of_tags(tuple(tags)))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ranges))
    assert sum(b - a for a, b in ranges) == sum(t.endswith("LOC") for t in tags)
    assert math.isfinite(len(ranges))
