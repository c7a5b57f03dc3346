"""Incidents by the hundred thousand for the benchmarks: arrays, and quotes of real length."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geomap.render.columns import MapColumns
from geomap.render.vocabulary import AREA, DATED, DISC, DRAWER, LINE, POINT

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
QUOTE = 300
SYLLABLES = [c + v for c in "bdlmnprstv" for v in "aeio"]


def news_text() -> str:
    """Real news prose when the corpora lie beside the repository, else words made of syllables."""
    pieces = []
    for name in ("lgl", "europeana_fr", "wikineural_fr", "wikineural_en"):
        path = CORPORA / f"{name}.jsonl"
        if not path.exists():
            continue
        for line in path.read_text(encoding="utf-8").strip("\n").split("\n"):
            row = json.loads(line)
            pieces.append(row["text"] if "text" in row else " ".join(row["tokens"]))
    if pieces:
        return " ".join(pieces)
    random = np.random.default_rng(5)
    words = ["".join(random.choice(SYLLABLES, random.integers(1, 5))) for _ in range(40_000)]
    rank = np.minimum(random.zipf(1.25, 1_500_000), 40_000) - 1
    return " ".join(words[i] for i in rank)


def add_shapes(columns: MapColumns) -> MapColumns:
    """The same incidents, of which every fifth is an area, a line, a disc or without a place.

    Areas are 3000 shapes of 48 corners, lines 200 of 60: an archive tells of the same regions again.
    """
    random = np.random.default_rng(12)
    count = len(columns)
    share = random.random(count)
    kinds = ((0.0, POINT), (0.78, AREA), (0.93, LINE), (0.95, DISC), (0.99, DRAWER))
    for least, kind in kinds:
        columns.kind[share >= least] = kind
    middle = np.stack([columns.lon, columns.lat], axis=1)[random.integers(0, count, 3200)]
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    shapes = []
    for number, (lon, lat) in enumerate(middle):
        if number < 3000:
            radius = random.uniform(0.2, 2.5) * random.uniform(0.7, 1.0, 48)
            x, y = lon + radius * np.cos(angle), np.clip(lat + radius * np.sin(angle), -85, 85)
            shapes.append(shapely.Polygon(np.stack([np.clip(x, -180, 180), y], axis=1)))
        else:
            steps = np.cumsum(random.normal(0, 0.15, (60, 2)), axis=0)
            shapes.append(
                shapely.LineString(np.clip(np.array([lon, lat]) + steps, [-180, -85], [180, 85]))
            )
    shape = np.full(count, -1)
    for kind, first, past in ((AREA, 0, 3000), (LINE, 3000, 3200)):
        rows = np.flatnonzero(columns.kind == kind)
        shape[rows] = first + np.minimum(random.zipf(1.2, len(rows)) - 1, past - first - 1)
        columns.lon[rows], columns.lat[rows] = middle[shape[rows]].T
    columns.shape, columns.shapes = shape, shapes
    return columns


def make_columns(count: int, text: str) -> MapColumns:
    """``count`` dated points round five thousand towns, each with its own 300 characters."""
    random = np.random.default_rng(11)
    towns = 5000
    town_lon = np.clip(random.normal(25, 30, towns), -179, 179)
    town_lat = np.clip(random.normal(42, 14, towns), -60, 75)
    town = np.minimum(random.zipf(1.3, count) - 1, towns - 1)
    lon = np.round(np.clip(town_lon[town] + random.normal(0, 0.25, count), -180, 180), 5)
    lat = np.round(np.clip(town_lat[town] + random.normal(0, 0.2, count), -85, 85), 5)
    start = 27_000_000 + random.integers(0, 3 * 365, count) * 1440
    at = random.integers(0, len(text) - QUOTE, count).tolist()

    def details(rows: Sequence[int]) -> list[dict[str, Any]]:
        return [{"q": [[0, at[r], 0, text[at[r] : at[r] + QUOTE]]]} for r in rows]

    return MapColumns(
        lon=lon,
        lat=lat,
        kind=np.full(count, POINT, dtype=np.int64),
        type=random.integers(0, 30, count),
        status=(random.random(count) < 0.2).astype(np.int64),
        precision=random.integers(0, 4, count),
        grade=random.integers(1, 4, count),
        start=start,
        end=start + random.choice([1440, 1440, 1440, 2880, 10080], count),
        time=np.full(count, DATED, dtype=np.int64),
        radius_m=random.choice([100.0, 500.0, 2000.0], count),
        killed=np.where(random.random(count) < 0.1, random.integers(0, 20, count), -1),
        place=town.astype(np.int64),
        places=[f"Town {i}" for i in range(towns)],
        documents=[{"id": "archive", "t": "Archive"}],
        sources=np.ones(count, dtype=np.int64),
        source_sets=((), (0,)),
        details=details,
    )
