"""The hostile corpus in a real Chromium: inert and unchanged in the card, the list and the legend."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from geomap.config import MapOptions
from geomap.project.index import index_page
from tests.chromium import Opener
from tests.hostile.corpus import CORPUS
from tests.hostile.test_hostile_page import everywhere
from tests.render.samples import document, story

pytestmark = pytest.mark.browser

#: What a browser shows of a text: HTML turns these into one another before any script can see them.
TITLE = str.maketrans({"\0": "\ufffd"})


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_text_is_shown_and_does_nothing(open_map: Opener, name: str) -> None:
    text = CORPUS[name]
    map_ = open_map([everywhere(text)], MapOptions(title=text))
    map_.run("() => geomap.state.openCard([0])")
    page = map_.page
    assert page.locator(".gm-title").text_content() == text
    assert page.locator(".gm-card h2").text_content() == text
    assert page.locator(".gm-card .gm-exact").text_content() == f"Avant. {text} Après."
    assert page.locator(".gm-card mark").first.text_content() == text
    said = page.locator(".gm-card").text_content() or ""
    assert said.count(text) >= 12
    if text.strip() == text:
        page.wait_for_function(
            "(t) => [...document.querySelectorAll('.gm-row-title')].some((e) => e.textContent === t)",
            arg=text,
        )
    assert page.locator(".gm-card a").count() == 0
    assert (page.title() or "").split() == text.translate(TITLE).split()
    for tab in ("Filtres", "Hors carte", "À propos"):
        page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name="English").click()
    map_.run("(t) => geomap.state.search(t.slice(0, 400))", text)
    map_.settle()
    for format_ in ("geojson", "csv", "kml"):
        map_.run("(f) => geomap.state.exportParts(f)", format_)
    assert page.locator("img, iframe, object, embed, svg[onload], b").count() == 0


@pytest.mark.parametrize("url", ["https://example.org/a?b=1", "http://example.org/"])
def test_only_addresses_of_the_web_become_links(open_map: Opener, url: str) -> None:
    map_ = open_map([replace(story(), document=document(url=url))])
    map_.run("() => geomap.state.openCard([0])")
    link = map_.page.locator(".gm-card .gm-cite a").first
    assert link.get_attribute("href") == url
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_hostile_addresses_do_nothing(open_map: Opener) -> None:
    map_ = open_map([everywhere("plain")])
    keys = (
        "q",
        "i",
        "m",
        "t",
        "y",
        "s",
        "p",
        "g",
        "e",
        "src",
        "act",
        "k",
        "l",
        "c",
        "tab",
        "n",
        "u",
    )
    for text in CORPUS.values():
        # As written, and as a browser would write it.
        for value in (text, quote(text)):
            map_.run("(h) => { location.hash = h; }", "&".join(f"{k}={value[:300]}" for k in keys))
    map_.settle()
    map_.page.wait_for_timeout(300)
    assert map_.run("() => geomap.state.data.n") == 2
    map_.run("() => { location.hash = ''; }")
    map_.page.wait_for_function("() => geomap.state.result.shown === 1")


def test_the_place_is_marked_after_letters_of_two_units(open_map: Opener) -> None:
    map_ = open_map([story()])
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('a2')])")
    exact = map_.page.locator(".gm-card .gm-exact").first
    assert exact.text_content() == "😀 une réunion à Port-Modèle jeudi"
    assert exact.locator("mark").all_text_contents() == ["Port-Modèle"]


def test_an_index_of_hostile_names_is_inert(open_map: Opener) -> None:
    maps = [(text[:40] or "x", everywhere(text)) for text in CORPUS.values() if len(text) < 1000]
    page = index_page(maps, MapOptions(title="{{7*7}}</title><script>alert(1)</script>"))
    map_ = open_map(page, wait=False)
    titles = map_.page.locator("tbody a").all_text_contents()
    wanted = [" ".join(found.document.title.translate(TITLE).split()) for _, found in maps]
    assert [" ".join(title.split()) for title in titles] == wanted
    assert map_.page.locator("script, img, svg, iframe, b").count() == 0
    links = map_.page.locator("tbody a").evaluate_all("(all) => all.map((a) => a.protocol)")
    assert set(links) == {"file:"}
