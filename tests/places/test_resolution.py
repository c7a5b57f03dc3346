"""Which place a name means: rows of ``tests/gold/resolution.tsv``, and what an answer must tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.evaluation.scores import distance_km
from tests.places.reading import mentions_of

ROWS = Path(__file__).parents[1] / "gold" / "resolution.tsv"


def _rows() -> list[tuple[str, str, float, float, float, str]]:
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(r[0], r[1], float(r[2]), float(r[3]), float(r[4]), r[5]) for r in rows]


@pytest.mark.parametrize(("lang", "name", "lon", "lat", "km", "text"), _rows())
def test_the_words_around_a_name_choose_its_place(
    lang: str, name: str, lon: float, lat: float, km: float, text: str
) -> None:
    found = [m for m in mentions_of(text, lang) if m.text.endswith(name)]
    assert found, "the name is not found"
    place = found[0].place
    assert place is not None
    assert distance_km(place.lon, place.lat, lon, lat) <= km, place
