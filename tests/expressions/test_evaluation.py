"""``geomap evaluate`` on descriptions with a point: what is counted, and the oracle beside it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from geomap.config import Options
from geomap.evaluation.expressions import run
from geomap.gazetteer import Gazetteer

ROWS = [
    # 10 km north of Izmail, told right; 10 km, told from the wrong side; a name nobody has; no relation
    {"description": "10 km N of Izmail, Ukraine", "anchor": "Izmail", "distance_km": 10,
     "bearing": "N", "lon": 28.8375, "lat": 45.4406, "country": "Ukraine"},
    {"description": "10 km N of Izmail, Ukraine", "anchor": "Izmail", "distance_km": 10,
     "bearing": "N", "lon": 28.8375, "lat": 45.2606, "country": "Ukraine"},
    {"description": "12 km E of Zorglubville", "anchor": "Zorglubville", "distance_km": 12,
     "bearing": "E", "lon": 30.0, "lat": 45.0},
    {"description": "Izmail", "lon": 28.8375, "lat": 45.3506},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "quakes.jsonl"
    rows = [{"id": str(number), "lang": "en", **row} for number, row in enumerate(ROWS)]
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return path


def test_offsets_are_right_within_5_km_and_a_tenth(corpus: Path, gazetteer: Gazetteer) -> None:
    report = run(corpus, gazetteer, Options())
    assert report.metrics["rows"] == 3.0  # the plain name says no relation
    assert report.metrics["answered"] == pytest.approx(2 / 3)
    assert report.metrics["within_5km_10pct"] == pytest.approx(1 / 3)
    assert report.metrics["anchor_known"] == pytest.approx(2 / 3)
    assert report.metrics["known_within_5km_10pct"] == 0.5
    assert report.metrics["known_oracle_5km_10pct"] == 0.5
    assert {error.document for error in report.errors} == {"1", "2"}
    assert [row["id"] for row in report.predictions] == ["0", "1", "2"]


def test_a_missing_corpus_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    from geomap.cli import main

    with pytest.raises(SystemExit) as stop:
        main(["evaluate", "nowhere.jsonl", "--task", "expressions"])
    assert stop.value.code == 1
    assert "nowhere.jsonl" in capsys.readouterr().err
