"""The map as a folium map of a user's: with their own layers, and in a notebook."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest

import geomap
from geomap.config import MapOptions
from geomap.render import build_map
from tests.chromium import Opener
from tests.render.samples import story

pytestmark = pytest.mark.browser


def with_layers() -> folium.Map:
    """Our map with what users add: a ring, a polygon, a pin, a group, and folium's own control."""
    map_ = build_map([story()], MapOptions(), None)
    group = folium.FeatureGroup(name="Mes lieux").add_to(map_)
    folium.CircleMarker(
        [47.5, 2.5], radius=60, color="#ff00ff", weight=8, tooltip="le mien"
    ).add_to(group)
    polygon = {"type": "Polygon", "coordinates": [[[0, 44], [6, 44], [6, 50], [0, 50], [0, 44]]]}
    folium.GeoJson(
        {"type": "Feature", "properties": {}, "geometry": polygon},
        style_function=lambda _: {"color": "#00ffff", "weight": 6, "fill": False},
    ).add_to(map_)
    folium.Marker([46.0, 4.0]).add_to(map_)
    folium.LayerControl().add_to(map_)
    return map_


def test_layers_of_a_user_are_drawn_over_ours_with_nothing_asked_of_the_network(
    open_map: Opener,
) -> None:
    map_ = open_map(with_layers().get_root().render().encode())
    map_.run("() => geomap.state.map().setView([47.5, 2.5], 6, {animate: false})")
    map_.settle()
    assert len(map_.run("() => geomap.state.drawnItems()")) == 5
    # What is on top where the user's ring and polygon are: theirs, though our canvas is there too.
    tops = map_.run(
        """() => [...document.querySelectorAll('path.leaflet-interactive')].map((path) => {
             const at = path.getPointAtLength(path.getTotalLength() * 0.3), m = path.getScreenCTM();
             const x = at.x * m.a + m.e, y = at.y * m.d + m.f;
             return document.elementFromPoint(x, y) === path; })"""
    )
    assert tops == [True, True]
    pin = map_.page.locator("img.leaflet-marker-icon")
    assert pin.evaluate("(e) => e.complete && e.naturalWidth > 0")
    assert "Mes lieux" in (map_.page.locator(".leaflet-control-layers").text_content() or "")
    # Ours still answers: a click on an incident opens its card.
    mark = map_.run(
        "() => { const m = geomap.state.drawn.marks[0]; const b = geomap.state.layer().canvas.getBoundingClientRect(); return [b.left + m.x, b.top + m.y]; }"
    )
    map_.page.mouse.click(*mark)
    map_.page.wait_for_selector(".gm-card:not([hidden]) h2")
    map_.keep("user-layers")


def test_tiles_of_a_user_are_seen_under_the_incidents(open_map: Opener) -> None:
    map_ = build_map([story()], MapOptions(), None)
    folium.TileLayer(
        "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==#{z}{x}{y}",
        attr="moi",
    ).add_to(map_)
    shown = open_map(map_.get_root().render().encode())
    # A point of the open sea is left to the tiles; with our own basemap it is painted.
    alpha = """() => { const s = geomap.state; s.map().setView([47.5, -20], 5, {animate: false}); s.layer().draw();
      const c = s.layer().canvas; return c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data[3]; }"""
    assert shown.run(alpha) == 0
    assert open_map([story()]).run(alpha) == 255


def test_saving_twice_gives_the_same_page(tmp_path: Path) -> None:
    map_ = build_map([story()], MapOptions(), None)
    pages = []
    for name in ("one.html", "two.html"):
        map_.save(str(tmp_path / name))
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_a_notebook_shows_the_map_in_its_cell(open_map: Opener) -> None:
    shown = geomap.render(story(), title="Dans un cahier")
    cell = f'<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>c</title><body>{shown._repr_html_()}'
    map_ = open_map(cell.encode(), wait=False, size=(960, 700))
    frame = map_.page.frames[1]
    frame.wait_for_function("() => window.geomap && geomap.state", timeout=20_000)
    assert len(frame.evaluate("() => geomap.state.drawnItems()")) == 5
    assert frame.locator(".gm-title").text_content() == "Dans un cahier"
    frame.evaluate("async () => geomap.state.openCard([await geomap.state.rowOfId('a1')])")
    quote = frame.locator(".gm-card .gm-exact").first
    assert quote.text_content() == "Une explosion a secoué Larmor-Test"
    frame.evaluate("() => geomap.state.search('explosion')")
    frame.wait_for_function("() => geomap.state.result.shown === 1")
    map_.keep("notebook")
