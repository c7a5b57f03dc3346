"""Floors of ``tests/gold/floors.toml``, checked where the corpora lie beside the repository.

``geomap evaluate CORPORA --floors tests/gold/floors.toml`` checks them all; here those of the
corpora that take seconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.config import Options
from geomap.evaluation.corpus import sha256_of
from geomap.evaluation.floors import falls, read_floors
from geomap.evaluation.tasks import task_module
from geomap.gazetteer import open_gazetteer

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "tests" / "gold" / "floors.toml"
CORPORA = ROOT.parent / "shared" / "corpora"
QUICK = (
    ("geovirus", "end-to-end"),
    ("geovirus", "recognition"),
    ("geovirus", "resolution"),
    ("tudloc2013", "resolution"),
    ("hipe2020_fr", "recognition"),
)


def test_every_corpus_has_its_checksum_and_its_floors() -> None:
    floors = read_floors(FLOORS)
    assert {key for key in floors if key in QUICK} == set(QUICK)
    for floor in floors.values():
        assert len(floor.sha256) == 64
        assert floor.floors
        assert all(0 < value < 1 for value in floor.floors.values())


@pytest.mark.corpus
@pytest.mark.parametrize(("corpus", "task"), QUICK)
def test_no_score_is_below_its_floor(corpus: str, task: str) -> None:
    path = CORPORA / f"{corpus}.jsonl"
    if not path.is_file():
        pytest.skip("the corpora are not beside the repository")
    floor = read_floors(FLOORS)[corpus, task]
    assert sha256_of(path) == floor.sha256, "another corpus than the one the floors were set on"
    report = task_module(task)(path, open_gazetteer(), Options())
    assert [str(fall) for fall in falls(report, floor)] == []
