"""What a reader sees: marks apart, what is out of view, the printed page, words in the reader's language."""

from __future__ import annotations

import json
import struct
import tomllib
from importlib import resources

import pytest

from geomap.model.findings import Findings
from geomap.model.incident import LAYER_BY_TYPE
from geomap.model.when import DateAnchor
from geomap.render.web import ui_words
from tests.chromium import Opener
from tests.render.samples import document, incident, many, point, story, where

pytestmark = pytest.mark.browser


def three_near() -> Findings:
    """Three incidents within a few kilometres, and one far in the east."""
    words = "Une explosion a secoué"
    sites = [(2.50, 47.50), (2.52, 47.51), (2.54, 47.49), (140.0, 40.0)]
    told = tuple(
        incident(
            f"n{i}", type_, LAYER_BY_TYPE[type_], words,
            where=where(point(*site), None, name=f"Lieu {i}"),
        )
        for i, (site, type_) in enumerate(zip(sites, ("explosion", "fire", "riot", "flood"), strict=True))
    )  # fmt: skip
    return Findings(document(), DateAnchor("2024-05-14", "day", "header"), (), told)


def test_marks_that_would_overlap_are_one_and_part_when_near(open_map: Opener) -> None:
    map_ = open_map([three_near()], hash_="#m=5/47.5/2.5")
    counts = map_.run("() => geomap.state.drawn.marks.map((m) => m.count)")
    assert counts == [3]
    map_.run("() => geomap.state.map().setView([47.5, 2.52], 13, {animate: false})")
    map_.settle()
    assert map_.run("() => geomap.state.drawn.marks.map((m) => m.count)") == [1, 1, 1]
    apart = map_.run(
        "() => { const m = geomap.state.drawn.marks; let least = Infinity;"
        " m.forEach((a, i) => m.slice(0, i).forEach((b) => (least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r)))); return least; }"
    )
    assert apart > -6


def test_a_click_on_joined_marks_zooms_to_them(open_map: Opener) -> None:
    map_ = open_map([three_near()], hash_="#m=5/47.5/2.5")
    map_.run("() => { const m = geomap.state.drawn.marks[0]; geomap.state.clickAt(m.x, m.y); }")
    map_.page.wait_for_function("() => geomap.state.map().getZoom() > 7")


def test_what_is_out_of_view_is_said_at_the_edge_and_one_press_away(open_map: Opener) -> None:
    map_ = open_map([three_near()], hash_="#m=6/47.5/2.5")
    pointer = map_.page.get_by_role("button", name="plus à l'est")
    assert pointer.inner_text().split() == ["1", "→"]
    pointer.focus()
    map_.page.keyboard.press("Enter")
    assert map_.run("() => document.activeElement === geomap.state.map().getContainer()")
    map_.page.wait_for_function("() => Math.abs(geomap.state.map().getCenter().lng - 140) < 3")
    map_.page.wait_for_function("() => document.querySelector('.gm-pointer.gm-west')")
    assert map_.page.locator(".gm-pointer.gm-east").count() == 0


def test_the_printed_map_is_numbered_as_the_printed_list(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#m=7/47.5/2.5")
    center = map_.run("() => geomap.state.map().getCenter().lat")
    map_.page.emulate_media(media="print")
    map_.page.wait_for_timeout(300)
    rows = map_.run(
        "() => [...document.querySelectorAll('.gm-print > ol')].map((list) => [...list.children].map((li) => li.querySelector('strong').textContent))"
    )
    assert rows[0][:1] == ["Titre a1"] or len(rows[0]) == 5
    assert len(rows[1]) == 2
    # The paper's map shows what the screen showed, and keeps to its box.
    box = map_.page.locator(".folium-map").bounding_box()
    assert box is not None and 300 < box["height"] < 460
    shown = map_.run("() => geomap.state.map().getBounds().contains([47.5, 2.5])")
    assert shown
    marks = map_.page.locator(".gm-print mark").all_inner_texts()
    assert "Larmor-Test" in marks
    map_.page.emulate_media(media="screen")
    map_.page.wait_for_timeout(300)
    assert map_.run("() => geomap.state.map().getCenter().lat") == pytest.approx(center, abs=0.02)


def test_headlines_come_in_the_readers_language_quotes_in_their_own(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#l=en")
    # Records are read when their rows come into sight.
    map_.page.locator("#gm-list").get_by_text("Explosion: Larmor-Test, 2 injured").wait_for()
    map_.page.locator(".gm-row-button", has_text="Explosion").click()
    quote = map_.page.locator(".gm-quote")
    assert quote.get_attribute("lang") == "fr"
    assert quote.inner_text().startswith("Une explosion a secoué")


def test_the_legend_counts_what_is_on_the_map(open_map: Opener) -> None:
    map_ = open_map([story()])
    counts = map_.page.locator(".gm-legend .gm-count").all_inner_texts()
    assert sum(map(int, counts)) == map_.run("() => geomap.state.result.shown")


def test_reasons_are_in_words_even_when_the_drawer_is_open_at_once(open_map: Opener) -> None:
    findings = many(23)
    map_ = open_map([findings, story()], hash_="#tab=drawer")
    map_.page.wait_for_selector("#gm-drawer .gm-row-quote em")
    told = map_.page.locator("#gm-drawer .gm-row-quote em").all_inner_texts()
    assert told and not [words for words in told if "why_" in words]


def test_the_ring_of_a_hovered_row_goes_with_the_map(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#m=6/47.5/2.5")
    map_.page.locator(".gm-row-button", has_text="Titre a1").hover()
    ring = map_.page.locator(".gm-ring")
    before = ring.evaluate("(e) => new DOMMatrix(getComputedStyle(e).transform).e")
    map_.run("() => geomap.state.map().panBy([120, 0], {animate: false})")
    map_.settle()
    assert ring.evaluate("(e) => new DOMMatrix(getComputedStyle(e).transform).e") == pytest.approx(
        before - 120, abs=1
    )
    map_.page.mouse.move(900, 500)
    assert ring.is_hidden()


def test_pointing_at_a_symbol_says_what_it_is_and_shows_it_in_the_list(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#m=7/47.5/2.5")
    x, y = map_.run(
        "() => { const b = geomap.state.map().getContainer().getBoundingClientRect(); const m = geomap.state.drawn.marks.find((m) => m.count === 2); return [b.left + m.x, b.top + m.y]; }"
    )
    map_.page.mouse.move(x, y)
    map_.page.wait_for_selector(".gm-tip:not([hidden])")
    words = map_.page.locator(".gm-tip").inner_text()
    assert words.startswith("Titre a") and "de plus" in words
    assert map_.page.locator("#gm-list .gm-row-under").count() == 1
    map_.page.mouse.move(10, 300)
    map_.page.wait_for_selector(".gm-tip", state="hidden")


def test_the_place_of_an_incident_is_named_beside_its_symbol(open_map: Opener) -> None:
    script = """
      window.drawnWords = new Set();
      const fillText = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
        window.drawnWords.add(words); return fillText.call(this, words, ...rest); };
    """
    map_ = open_map([story()], hash_="#m=7/47.5/2.5", script=script)
    assert "Larmor-Test" in map_.run("() => [...window.drawnWords]")


def test_the_picture_has_title_legend_scale_and_credit(open_map: Opener) -> None:
    script = """
      window.drawnWords = [];
      const fillText = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
        window.drawnWords.push(words); return fillText.call(this, words, ...rest); };
    """
    map_ = open_map([story()], script=script, hash_="#m=7/47.5/2.5&tab=about")
    map_.run("() => { window.drawnWords = []; }")
    with map_.page.expect_download() as download:
        map_.page.get_by_role("button", name="Image PNG").click()
    data = download.value.path().read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    size = map_.run("() => { const s = geomap.state.map().getSize(); return [s.x, s.y]; }")
    assert width == size[0] and height > size[1] + 100
    words = " | ".join(map_.run("() => window.drawnWords"))
    for wanted in ("Essai", "5 incidents", "Catastrophes naturelles 2", "Natural Earth", " km"):
        assert wanted in words.replace("\u00a0", " ").replace("\u202f", " "), wanted


def test_without_scripts_the_first_screen_is_the_list(open_map: Opener) -> None:
    map_ = open_map([story()], wait=False, java_script_enabled=False)
    map_.run = lambda *_: []  # type: ignore[method-assign]  # nothing can be asked of such a page
    heading = map_.page.locator(".gm-noscript h1").bounding_box()
    quote = map_.page.locator(".gm-noscript blockquote").first.bounding_box()
    assert heading is not None and quote is not None
    assert 0 <= heading["y"] < 100 < quote["y"] + quote["height"] < 800


def test_what_a_search_found_is_shown_where_it_stands(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#q=DRONE%20larmor")
    line = map_.page.locator("#gm-list .gm-found")
    line.wait_for()
    # Case and accents aside, and the words of the source as they are.
    assert line.inner_text() == "un drone aurait visé Larmor-Test"
    assert line.locator("mark").all_inner_texts() == ["drone", "Larmor"]
    map_.page.locator("#gm-list .gm-row-button").click()
    map_.page.wait_for_selector(".gm-card:not([hidden]) .gm-quote")
    found = map_.run("() => [...CSS.highlights.get('gm-found')].map((range) => range.toString())")
    assert found == ["drone", "Larmor"]
    map_.run("() => geomap.state.search('')")
    assert map_.run("() => CSS.highlights.get('gm-found').size") == 0


def test_the_histogram_says_what_a_bin_holds(open_map: Opener) -> None:
    map_ = open_map([story()])
    box = map_.page.locator(".gm-track").bounding_box()
    assert box is not None
    map_.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    title = map_.page.locator(".gm-track").get_attribute("title") or ""
    assert "mai 2024" in title and "incident" in title


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_class_that_the_languages_know_has_a_word(lang: str) -> None:
    words = ui_words(lang)
    folder = resources.files("geomap.language").joinpath(lang)

    def table(name: str) -> dict[str, object]:
        return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))

    triggers, persons = table("triggers"), table("persons")
    known = set(words["class"]) | set(words["type"])
    assert {*triggers["facility"], *triggers["labels"]} <= known  # type: ignore[misc]
    groups = {*persons["groups"], *persons["as_is"]}  # type: ignore[misc]
    # A group just added may wait for its word: it is then shown as it is called in the data.
    assert len(groups - set(words["group"])) <= len(groups) // 20
    assert set(table("claims")["source_role"]) <= set(words["source_role"])  # type: ignore[call-overload]
    assert set(table("actors")["actor"]) <= set(words["actor_type"])  # type: ignore[call-overload]
    subtypes = {
        value for key, value in _leaves(json.loads(json.dumps(triggers))) if key == "subtype"
    }
    assert subtypes <= set(words["subtype"])


def _leaves(value: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [leaf for k, v in value.items() for leaf in _leaves(v, k)]
    if isinstance(value, list):
        return [leaf for v in value for leaf in _leaves(v, key)]
    return [(key, str(value))]
