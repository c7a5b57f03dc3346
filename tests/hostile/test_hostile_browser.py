"""The hostile corpus in a real Chromium: inert and unchanged in the card, the list and the legend."""

from __future__ import annotations

import pytest

from geomap.config import MapOptions
from tests.chromium import Opener
from tests.hostile.corpus import CORPUS
from tests.hostile.test_hostile_page import everywhere

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
    from dataclasses import replace

    from tests.render.samples import document, story

    map_ = open_map([replace(story(), document=document(url=url))])
    map_.run("() => geomap.state.openCard([0])")
    link = map_.page.locator(".gm-card .gm-cite a").first
    assert link.get_attribute("href") == url
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
