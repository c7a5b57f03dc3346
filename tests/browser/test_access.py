"""Everyone can use it: WCAG 2.2 AA by axe, the keyboard alone, motion, zoom, colour vision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.npm import packages
from tests.chromium import Opened, Opener
from tests.render.samples import many, story

pytestmark = pytest.mark.browser
TABS = ("Liste", "Filtres", "Hors carte", "À propos")


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> str:
    cache = pytestconfig.cache
    assert cache is not None
    folder: Path = cache.mkdir("npm")
    return (packages(folder) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(map_: Opened, axe: str) -> list[Any]:
    """What axe finds wrong by WCAG 2.0 to 2.2, A and AA, and its best practices on the page."""
    # The page's policy refuses a script tag, so the text is evaluated.
    map_.run(f"() => {{ {axe}; window.axe = axe; }}")
    found = map_.run(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        (v["id"], [n["html"][:160] + " | " + n["failureSummary"][:200] for n in v["nodes"]])
        for v in found["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_tab_nor_in_an_open_card(
    open_map: Opener, axe: str, scheme: str
) -> None:
    map_ = open_map([story(), many(40, id="d2")], color_scheme=scheme)
    map_.page.locator(".gm-key summary").click()
    for tab in TABS:
        map_.page.get_by_role("tab", name=tab).click()
        map_.page.wait_for_timeout(250)
        assert violations(map_, axe) == [], tab
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('a1')])")
    assert violations(map_, axe) == []


def test_axe_finds_nothing_on_a_phone_nor_in_a_long_list(open_map: Opener, axe: str) -> None:
    phone = open_map([story()], size=(390, 844), has_touch=True, is_mobile=True)
    assert violations(phone, axe) == []
    long = open_map([many(1200)])
    assert violations(long, axe) == []


def focused(map_: Opened) -> str:
    return str(
        map_.run(
            "() => { const e = document.activeElement; return [e.className, e.getAttribute('aria-label'), e.textContent.slice(0, 40)].join('|'); }"
        )
    )


def tab_to(map_: Opened, wanted: str, limit: int = 80) -> None:
    """Press Tab until the focus is on an element that matches a selector."""
    for _ in range(limit):
        if map_.run("(s) => document.activeElement.matches(s)", wanted):
            return
        map_.page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {wanted}; it stands on {focused(map_)}")


def test_every_task_is_done_by_keyboard_alone(open_map: Opener) -> None:
    map_ = open_map([story()])
    keys = map_.page.keyboard
    # The first stop leaps to the list.
    keys.press("Tab")
    assert map_.run("() => document.activeElement.classList.contains('gm-skip')")
    keys.press("Enter")
    # Search.
    keys.press("/")
    assert map_.run("() => document.activeElement.id") == "gm-search"
    keys.type("explosion")
    map_.page.wait_for_function("() => geomap.state.result.shown === 1")
    keys.press("Control+A")
    keys.press("Delete")
    map_.page.wait_for_function("() => geomap.state.result.shown === 5")
    # Open from the list, go on with n, close with Esc; the focus comes back.
    tab_to(map_, ".gm-row-button")
    keys.press("ArrowDown")
    keys.press("Enter")
    map_.page.wait_for_selector(".gm-card:not([hidden]) h2")
    map_.page.wait_for_function("() => document.activeElement.id === 'gm-card-title'")
    first = map_.page.locator(".gm-card code").text_content()
    keys.press("n")
    map_.page.wait_for_function(
        "(id) => document.querySelector('.gm-card code').textContent !== id", arg=first
    )
    keys.press("Escape")
    assert map_.run("() => document.querySelector('.gm-card').hidden")
    assert map_.run("() => document.activeElement.classList.contains('gm-row-button')")
    # Filter by the legend.
    tab_to(map_, ".gm-legend input[type=checkbox]")
    keys.press("Space")
    map_.settle()
    assert map_.run("() => geomap.state.result.shown") < 5
    keys.press("Space")
    map_.settle()
    # Brush by the handles; the value is said in words.
    tab_to(map_, ".gm-handle-from")
    keys.press("End")
    map_.settle()
    assert map_.run("() => geomap.state.filter.window !== null")
    assert "2024" in map_.run("() => document.activeElement.getAttribute('aria-valuetext')")
    keys.press("Home")
    # The tabs, by arrows, to the drawer and the export.
    map_.run("() => document.body.focus()")
    map_.page.locator("#gm-tab-list").focus()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert map_.run("() => document.activeElement.id") == "gm-tab-drawer"
    keys.press("ArrowRight")
    tab_to(map_, "#gm-about .gm-button")
    with map_.page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename == "geomap.geojson"


def test_the_map_itself_answers_to_keys(open_map: Opener) -> None:
    map_ = open_map([story()])
    tab_to(map_, ".folium-map")
    before = map_.run("() => geomap.state.map().getCenter().lng")
    map_.page.keyboard.press("ArrowRight")
    map_.page.wait_for_timeout(500)
    assert map_.run("() => geomap.state.map().getCenter().lng") > before
    map_.page.keyboard.press("Enter")
    map_.page.wait_for_selector(".gm-card:not([hidden])")


def test_shortcuts_can_be_switched_off(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#tab=about")
    map_.page.get_by_label("Raccourcis n, p et /").uncheck()
    map_.page.keyboard.press("n")
    map_.settle()
    assert map_.page.locator(".gm-card").is_hidden()


def test_counts_are_said_once_after_a_filter(open_map: Opener) -> None:
    map_ = open_map([many(60)])
    map_.run(
        "() => { window.said = []; new MutationObserver(() => window.said.push(document.querySelector('[role=status]').textContent))"
        ".observe(document.querySelector('[role=status]'), {childList: true}); }"
    )
    for i in range(1, 9):
        map_.run("(i) => geomap.state.setWindow(0, i)", i)
    map_.page.wait_for_timeout(900)
    assert len(map_.run("() => window.said")) == 1


def test_the_page_reflows_at_320_pixels_and_grows_with_the_text(open_map: Opener) -> None:
    narrow = open_map([story()], size=(320, 640))
    assert narrow.run("() => document.documentElement.scrollWidth") <= 320
    large = open_map([story()])
    large.run(
        "() => { document.documentElement.style.fontSize = '200%'; document.body.style.fontSize = '28px'; }"
    )
    assert large.run(
        "() => document.querySelector('.gm-panel').scrollWidth <= document.querySelector('.gm-panel').clientWidth + 1"
    )


def test_targets_are_24_pixels_and_44_on_a_phone(open_map: Opener) -> None:
    # A button inside a sentence is as high as its line; the guidelines ask no more of it.
    script = """(least) => [...document.querySelectorAll('button:not(.gm-credit button), select, input, [role=slider], summary')]
      .map((e) => [e, e.matches('input[type=checkbox]') ? e.closest('label').getBoundingClientRect() : e.getBoundingClientRect()])
      .filter(([e, b]) => b.width && (b.height < least - 0.5 || b.width < Math.min(least, 24) - 0.5)).map(([e, b]) => e.className + ' ' + e.textContent.slice(0, 20) + Math.round(b.width) + 'x' + Math.round(b.height))"""
    assert open_map([story()]).run(script, 24) == []
    phone = open_map([story()], size=(390, 844), has_touch=True, is_mobile=True)
    small = phone.run(script, 36)
    assert [
        s for s in small if "gm-handle" not in s and "gm-presets" not in s and "gm-link" not in s
    ] == []


def test_motion_stops_when_it_is_not_wanted(open_map: Opener) -> None:
    map_ = open_map([many(60)], reduced_motion="reduce")
    moved = map_.run(
        "async () => { const m = geomap.state.map(); m.setView([0, 0], 5, {animate: false}); let n = 0; m.on('move', () => n++);"
        " await geomap.state.openCard([0]); await new Promise((go) => setTimeout(go, 300)); return n; }"
    )
    assert moved <= 2


@pytest.mark.parametrize(
    "sight", ["none", "achromatopsia", "deuteranopia", "protanopia", "tritanopia"]
)
def test_shape_alone_tells_the_seven_layers_apart(open_map: Opener, sight: str) -> None:
    map_ = open_map([many(60)])
    session = map_.page.context.new_cdp_session(map_.page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    map_.keep(f"sight-{sight}")
    # Black on white, each layer's shape against each other's: a share of the pixels must differ.
    share = map_.run(
        """() => {
          const size = 48, shapes = geomap.state.data.v.layers.map((_, layer) => {
            const c = document.createElement('canvas'); c.width = c.height = size;
            const x = c.getContext('2d'), p = new Path2D(); x.translate(size / 2, size / 2);
            geomap.state.symbolPath(p, geomap.state.layerShape(layer), size * 0.4); x.fill(p);
            return x.getImageData(0, 0, size, size).data; });
          let least = 1;
          shapes.forEach((a, i) => shapes.slice(0, i).forEach((b) => {
            let differ = 0, either = 0;
            for (let k = 3; k < a.length; k += 4) { const p = a[k] > 127, q = b[k] > 127; if (p || q) either++; if (p !== q) differ++; }
            least = Math.min(least, differ / either); }));
          return least;
        }"""
    )
    assert share > 0.14
