"""Takes the picture of the example map that the README shows, from the real page.

``python -m tests.browser.picture`` opens ``maps/2023-09-13-direct.html`` (made by ``geomap render``)
in French at 1440x900, with the card of the strike on Izmaïl open, and writes the PNG beside it.
The page names its own fonts; what the machine has of them decides how the letters look.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor
from playwright.sync_api import sync_playwright

from tests.chromium import FLAGS, chromium

MAPS = Path(__file__).parents[2] / "maps"
STYLE = MAPS.parent / "geomap" / "render" / "data" / "style.json"
NAME = "2023-09-13-direct"
#: Zoom, latitude and longitude: the Danube and Crimea to the left of the card.
VIEW = "6.75/45.1/34.1"


def take(page_file: Path, picture: Path) -> None:
    """Write the picture of a page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
        page.goto(f"{page_file.as_uri()}#m={VIEW}")
        page.wait_for_function("() => window.geomap && geomap.state")
        page.locator(".gm-row-button", has_text="Izmaïl").first.click()
        page.wait_for_selector(".gm-card h2")
        # Opening moves the map away from under the card; the picture has its own view.
        lat, lon = VIEW.split("/")[1:]
        page.evaluate(
            "([lat, lon, zoom]) => { geomap.state.map().setView([lat, lon], zoom, {animate: false});"
            " document.activeElement.blur(); }",
            [float(lat), float(lon), float(VIEW.split("/")[0])],
        )
        page.mouse.move(700, 700)
        page.wait_for_timeout(400)
        shot = page.screenshot()
        browser.close()
    image = Image.open(BytesIO(shot)).convert("RGB")
    image.quantize(palette=_palette(image), dither=Image.Dither.NONE).save(picture, optimize=True)


def _palette(image: Image.Image) -> Image.Image:
    """256 colours, a third of the weight: the page's commonest, and those of the layers, which are rare."""
    layers = json.loads(STYLE.read_text(encoding="utf-8"))["layers"].values()
    rare = [channel for layer in layers for channel in ImageColor.getrgb(layer["colour"])]
    common = image.quantize(256 - len(layers), dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(common[: 768 - len(rare)] + rare)
    return palette


if __name__ == "__main__":
    source = MAPS / f"{NAME}.html"
    if not source.exists():
        sys.exit(f"{source} is not there: run geomap render first")
    take(source, MAPS / f"{NAME}.png")
