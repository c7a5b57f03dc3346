"""A hundred thousand incidents: all there, all found, and a picture kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from geomap.config import MapOptions
from geomap.render.columns import MapColumns
from geomap.render.page import write_page
from geomap.render.vocabulary import AREA, DATED, DISC, DRAWER, LINE, POINT
from tests.chromium import Opener
from tests.render.samples import RIVER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COUNT = 100_000
NEEDLE = 77_777


def columns() -> MapColumns:
    """Points round three hundred towns, some lines, areas and discs, and a hundredth without place."""
    dice = np.random.default_rng(3)
    town = dice.integers(0, 300, COUNT)
    lon = np.round(
        np.clip(dice.normal(20, 35, 300), -175, 175)[town] + dice.normal(0, 0.3, COUNT), 5
    )
    lat = np.round(np.clip(dice.normal(40, 15, 300), -60, 70)[town] + dice.normal(0, 0.2, COUNT), 5)
    kind = np.full(COUNT, POINT)
    rows = np.arange(COUNT)
    for step, value in ((200, LINE), (9, AREA), (23, DISC), (100, DRAWER)):
        kind[rows % step == step - 1] = value
    shape = np.where(kind == LINE, 0, np.where(kind == AREA, 1 + town, -1))
    squares = [
        shapely.box(x - s, y - s, x + s, y + s)
        for x, y, s in zip(
            np.clip(dice.normal(20, 35, 300), -170, 170),
            np.clip(dice.normal(40, 15, 300), -60, 70),
            dice.uniform(0.05, 4, 300),
            strict=True,
        )
    ]
    start = 27_000_000 + dice.integers(0, 900, COUNT) * 1440
    words = ["incendie", "inondation", "frappe", "manifestation", "réunion", "séisme", "tempête"]

    def details(numbers: Sequence[int]) -> list[dict[str, Any]]:
        return [
            {"i": f"n{r}", "h": f"{words[r % 7]} numéro {r}",
             "q": [[0, r, 0, "aiguille introuvable" if r == NEEDLE else f"Une {words[r % 7]} près du lieu {town[r]}."]]}
            for r in numbers
        ]  # fmt: skip

    return MapColumns(
        lon=lon, lat=lat, kind=kind, details=details,
        type=dice.integers(0, 30, COUNT), status=(dice.random(COUNT) < 0.2).astype(np.int64),
        start=start, end=start + 1440, time=np.full(COUNT, DATED), radius_m=np.full(COUNT, 3000.0),
        shape=shape, shapes=(RIVER, *squares),
        place=town, places=[f"Lieu {i}" for i in range(300)], ids=[f"n{r}" for r in range(COUNT)],
        documents=({"id": "archive", "t": "Archive", "l": "fr"},),
    )  # fmt: skip


def test_a_hundred_thousand_incidents_are_counted_filtered_searched_and_opened(
    open_map: Opener,
) -> None:
    page = io.BytesIO()
    write_page(columns(), page, MapOptions(title="Cent mille"), None)
    map_ = open_map(page.getvalue())
    mapped = COUNT - COUNT // 100
    assert map_.run("() => geomap.state.result.shown") == mapped
    # Each incident is drawn once, as a symbol, in a cluster or on a shape to scale; and a cluster
    # opens on as many as it says.
    drawn, opened, shapes = map_.run(
        """() => { const s = geomap.state, d = s.drawn, sum = (list, f) => list.reduce((n, x) => n + f(x), 0);
          return [sum(d.marks, (m) => m.count), sum(d.marks, (m) => s.rowsOfMark(m).length), sum(d.shapes, (e) => e.rows.length)]; }"""
    )
    assert drawn + shapes == mapped and opened == drawn and shapes > 0
    map_.keep("incidents-100k")
    # Each question is answered for every row.
    kept = map_.run(
        "() => { const s = geomap.state; s.filter.statuses[1] = 0; s.changed(2); return new Promise((go) => setTimeout(() => go(s.result.shown), 100)); }"
    )
    assert 0.75 * mapped < kept < 0.85 * mapped
    map_.run("() => geomap.state.clearAll()")
    # One in a hundred thousand is found by its words and by its address.
    map_.run("async () => geomap.state.search('AIGUILLE introuvable')")
    map_.page.wait_for_function("() => geomap.state.result.shown === 1")
    assert map_.run("() => geomap.state.listedIds(true)") == [f"n{NEEDLE}"]
    map_.run("() => geomap.state.clearAll()")
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('n54321')])")
    assert map_.page.locator(".gm-card h2").text_content() == "frappe numéro 54321".replace(
        "frappe", ["incendie", "inondation", "frappe", "manifestation", "réunion", "séisme", "tempête"][54321 % 7]
    )  # fmt: skip
    # The list holds them all, and only those in sight are in the page.
    rows = map_.page.locator("#gm-list .gm-row")
    assert rows.count() < 60
    map_.page.locator("#gm-list .gm-row-button").first.focus()
    map_.page.keyboard.press("End")
    map_.page.wait_for_function(
        "(n) => document.activeElement.closest('[aria-posinset]')?.getAttribute('aria-posinset') === String(n)",
        arg=mapped,
    )
