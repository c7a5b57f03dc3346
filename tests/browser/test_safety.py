"""What the page's policy lets through: our own scripts and nothing else; one host when tiles are asked for."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from geomap.config import MapOptions
from geomap.render import render_page
from tests.chromium import WATCH, Opener
from tests.render.samples import story

pytestmark = pytest.mark.browser
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")

#: Every way a text could become a program or tell somebody, if it ever got into the page as markup.
ATTEMPTS = """async () => {
  const ran = [], after = (f) => new Promise((go) => setTimeout(() => { try { go(f()); } catch { go(null); } }, 0));
  const add = (tag, fields) => { const e = Object.assign(document.createElement(tag), fields); document.body.append(e); return e; };
  window.mark = (name) => ran.push(name);
  await after(() => eval("mark('eval')"));
  await after(() => new Function("mark('function')")());
  await after(() => setTimeout("mark('timeout')", 0));
  add("script", { textContent: "mark('inline')" });
  add("script", { src: "data:text/javascript,mark('data')" });
  add("script", { src: URL.createObjectURL(new Blob(["mark('blob')"], { type: "text/javascript" })) });
  const holder = add("div", {});
  holder.innerHTML = "<img src=x onerror=\\"mark('onerror')\\"><svg onload=\\"mark('onload')\\"></svg><a href=\\"javascript:mark('href')\\">x</a><iframe srcdoc=\\"<script>parent.mark('frame')</scr" + "ipt>\\"></iframe>";
  holder.querySelector("a").click();
  add("img", { src: "https://example.org/x.gif" });
  add("link", { rel: "stylesheet", href: "https://example.org/x.css" });
  await fetch("https://example.org/").then(() => ran.push("fetch"), () => {});
  navigator.sendBeacon("https://example.org/", "x");
  const form = add("form", { action: "https://example.org/", method: "post" });
  form.submit();
  add("base", { href: "https://example.org/" });
  await new Promise((go) => setTimeout(go, 400));
  return [ran, document.baseURI.startsWith("file:")];
}"""


def test_nothing_runs_and_nothing_leaves_even_if_markup_got_in(open_map: Opener) -> None:
    map_ = open_map([story()])
    assert map_.problems == []
    stopped: list[tuple[str, str | None]] = []
    map_.page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    ran, base_is_ours = map_.run(ATTEMPTS)
    assert ran == [] and base_is_ours
    # What was asked for was stopped by the policy, not by the network being off.
    asked = {p for p in map_.problems if p.startswith("https://example.org/")}
    assert asked <= {url for url, why in stopped if why == "csp"}
    refused = {p.split()[1] for p in map_.run("() => window.__problems")}
    assert refused >= {
        "script-src", "script-src-elem", "script-src-attr", "img-src", "style-src-elem",
        "connect-src", "form-action", "base-uri",
    }  # fmt: skip
    # They were meant: the check at the end is for what nobody meant.
    map_.problems.clear()
    map_.run("() => { window.__problems.length = 0; }")


@pytest.mark.parametrize(
    ("tiles", "host"),
    [("osm", "tile.openstreetmap.org"), ("https://{s}.tuiles.test/{z}/{x}/{y}.png", "tuiles.test")],
)
def test_tiles_are_asked_of_their_one_host(
    browser: Browser, tmp_path: Path, tiles: str, host: str
) -> None:
    path = tmp_path / "map.html"
    path.write_bytes(render_page([story()], MapOptions(tiles=tiles), None))
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/gif")

    with browser.new_context(locale="fr-FR", viewport={"width": 900, "height": 600}) as context:
        context.route(lambda url: url.startswith("http"), answer)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(path.as_uri())
        page.wait_for_function("() => window.geomap && geomap.state")
        page.wait_for_selector("img.leaflet-tile-loaded", state="attached")
        assert asked and {urlsplit(url).hostname for url in asked} <= {
            host, *(f"{letter}.{host}" for letter in "abc")
        }  # fmt: skip
        # Tiles tell their host what is looked at, and never which page asks.
        assert page.evaluate("() => window.__problems") == []
        shown = page.locator(".gm-credit").text_content() or ""
        assert ("OpenStreetMap" if tiles == "osm" else host) in shown
        page.evaluate("() => { new Image().src = 'https://elsewhere.test/x.gif'; }")
        page.wait_for_function("() => window.__problems.length === 1")
        assert not [url for url in asked if "elsewhere" in url]
