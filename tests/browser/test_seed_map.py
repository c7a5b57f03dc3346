"""The seed's map, opened from disk as a reader does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from geomap.config import MapOptions, Options, ReadOptions
from geomap.gazetteer import open_gazetteer
from geomap.model.findings import Findings
from geomap.pipeline import analyse
from geomap.reading import ReadFailure, read_inputs
from geomap.render import render_page
from tests.chromium import Opener

pytestmark = pytest.mark.browser
SEED = Path(__file__).parents[2] / "seeds" / "2023-09-13-direct.txt"
NEVER = ("Moscou", "Pyongyang", "Kiev", "Kremlin", "Odessa", "mer Noire", "Telegram", "Otan")


@lru_cache(maxsize=1)
def seed() -> Findings:
    (document,) = read_inputs([str(SEED)], ReadOptions())
    assert not isinstance(document, ReadFailure)
    return analyse(document, open_gazetteer(), Options())


@lru_cache(maxsize=1)
def seed_page() -> bytes:
    return render_page([seed()], MapOptions(), open_gazetteer())


def by_type() -> dict[str, str]:
    return {i.type: i.id for i in seed().incidents if i.on_map}


def test_the_seed_map_weighs_less_than_450_kilobytes() -> None:
    assert len(seed_page()) <= 450_000


def test_three_symbols_two_areas_one_line_are_drawn_and_statements_listed(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    kinds = sorted(item["kind"] for item in map_.run("() => geomap.state.drawnItems()"))
    assert kinds == ["area", "area", "line", "point", "point", "point"]
    quotes = """async (mapped) => (await Promise.all((await geomap.state.listedIds(mapped)).map(
      async (id) => (await geomap.state.record(await geomap.state.rowOfId(id))).q.map((q) => q[3])))).flat().join(' ')"""
    listed = map_.run(quotes, False)
    assert "Moscou veut aider Pyongyang" in listed
    assert "Stoltenberg" in listed
    assert map_.run("async () => (await geomap.state.listedIds(false)).length") == 2
    map_.keep("seed")


def test_no_mark_stands_where_nothing_happened(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    places = map_.run(
        "() => geomap.state.drawnItems().then(async (items) => Promise.all(items.map(async (i) =>"
        " (await geomap.state.record(await geomap.state.rowOfId(i.id))).l.n)))"
    )
    assert not set(places) & set(NEVER)
    gazetteer = open_gazetteer()
    for name in ("Moscou", "Pyongyang", "Kiev", "Odessa"):
        place = gazetteer.lookup(name)[0].place
        hits = map_.run(
            "([lon, lat]) => { const m = geomap.state.map(); m.setView([lat, lon], 9, {animate: false});"
            " geomap.state.layer().draw(); return geomap.state.drawn.marks.length; }",
            [place.lon, place.lat],
        )
        assert hits == 0, name


def test_the_two_areas_share_their_ground_and_both_are_reached(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    ids = by_type()
    found = map_.run(
        "async (id) => { const s = geomap.state, row = await s.rowOfId(id), m = s.map();"
        " m.setView([s.data.lat[row] / s.data.scale, s.data.lon[row] / s.data.scale], 8, {animate: false});"
        " s.layer().draw(); const z = m.getSize(); s.clickAt(z.x / 2, z.y / 2);"
        " await new Promise((go) => setTimeout(go, 200));"
        " return document.querySelector('.gm-card .gm-pager').textContent; }",
        ids["civil_protection"],
    )
    assert "1 sur 2" in found
    first = map_.page.locator(".gm-card code").text_content()
    map_.page.get_by_role("button", name="Suivant").click()
    map_.page.wait_for_function(
        "(id) => document.querySelector('.gm-card code').textContent !== id", arg=first
    )
    second = map_.page.locator(".gm-card code").text_content()
    assert {first, second} == {ids["civil_protection"], ids["debris_or_ordnance_found"]}


def test_a_popup_quotes_the_source_word_for_word_with_the_place_marked(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    text = seed().document.text
    for incident in seed().incidents:
        map_.run(
            "async (id) => geomap.state.openCard([await geomap.state.rowOfId(id)])", incident.id
        )
        quotes = map_.page.locator(".gm-card .gm-exact").all_text_contents()
        assert quotes == [q.exact for q in incident.quotes]
        assert all(q in text for q in quotes)
    map_.run(
        "async (id) => geomap.state.openCard([await geomap.state.rowOfId(id)])",
        by_type()["drone_strike"],
    )
    assert "Izmaïl" in (map_.page.locator(".gm-card mark").first.text_content() or "")
    assert "12 au 13 septembre 2023" in (map_.page.locator(".gm-when").text_content() or "")
    map_.keep("seed-card")


def test_a_layer_is_switched_off_and_on_with_live_counts(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    box = map_.page.locator(".gm-legend").get_by_role("checkbox", name="Conflit armé")
    box.uncheck()
    map_.settle()
    assert len(map_.run("() => geomap.state.drawnItems()")) == 3
    assert "3 sur 6" in (map_.page.locator(".gm-summary").text_content() or "")
    box.check()
    map_.settle()
    assert len(map_.run("() => geomap.state.drawnItems()")) == 6


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("seed-dark", {"color_scheme": "dark"}),
        (
            "seed-phone",
            {"size": (390, 844), "is_mobile": True, "has_touch": True, "device_scale_factor": 2},
        ),
        ("seed-forced-colours", {"forced_colors": "active"}),
    ],
)
def test_the_map_is_whole_in_every_dress(
    open_map: Opener, name: str, options: dict[str, object]
) -> None:
    map_ = open_map(seed_page(), **options)
    assert map_.run("() => document.documentElement.scrollWidth <= window.innerWidth")
    map_.keep(name)


def test_a_printed_map_carries_the_incidents_with_their_words(open_map: Opener) -> None:
    map_ = open_map(seed_page())
    map_.page.emulate_media(media="print")
    map_.page.wait_for_selector(".gm-print blockquote", state="visible")
    printed = map_.page.locator(".gm-print").text_content() or ""
    for incident in seed().incidents:
        assert incident.quotes[0].exact in printed
    assert map_.page.locator(".gm-panel .gm-tabs").is_hidden()
    map_.keep("seed-print")
