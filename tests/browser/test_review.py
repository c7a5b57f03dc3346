"""Review mode in a real browser: a decision made on the map, saved, and applied by the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geomap.corrections import read_corrections
from geomap.corrections.form import parse_corrections

SEED = Path(__file__).parents[2] / "seeds" / "2023-09-13-direct.txt"

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(*words):
    return subprocess.run(
        [sys.executable, "-m", "geomap", "render", *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )


def keep(page, action, **fields):
    """Make one decision in the open card."""
    page.click(".gm-card-foot button:has-text('Corriger')")
    page.select_option("#gm-review-do", action)
    for name, value in fields.items():
        field = page.locator(f"#gm-review-{name}")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click(".gm-review button[type=submit]")


def test_decisions_made_on_the_map_are_saved_and_hold_in_the_next_run(desk, browser):
    render(str(SEED))
    errors = []
    with browser.new_context(accept_downloads=True, locale="fr-FR", offline=True) as context:
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.goto((desk / "maps" / "2023-09-13-direct.html").as_uri())
        page.wait_for_function("() => geomap.state !== null")
        ids = page.evaluate("async () => (await geomap.state.drawnItems()).map(i => i.id)")
        open_card = "async (id) => geomap.state.openCard([await geomap.state.rowOfId(id)])"

        page.evaluate(open_card, ids[0])
        keep(page, "reject", reason='un "essai" \\ de guillemets', author="A. Martin")
        page.evaluate(open_card, ids[1])
        keep(page, "move", position="29.1, 45.2", name="Tulcea")

        # A wrong position is told in words and nothing is kept.
        page.evaluate(open_card, ids[2])
        page.click(".gm-card-foot button:has-text('Corriger')")
        page.select_option("#gm-review-do", "move")
        page.fill("#gm-review-position", "là-bas")
        page.click(".gm-review button[type=submit]")
        assert page.is_visible(".gm-review-fault")
        # A place is shown on the map instead.
        page.click(".gm-review button:has-text('Montrer sur la carte')")
        box = page.locator(".leaflet-container").bounding_box()
        page.mouse.click(box["x"] + 60, box["y"] + box["height"] / 2)
        assert "," in page.input_value("#gm-review-position")
        page.click(".gm-review button[type=submit]")

        with page.expect_download() as waiting:
            page.click(".gm-review-save")
        waiting.value.save_as(desk / "corrections.toml")
    assert errors == []
    reject, move, picked = parse_corrections(desk / "corrections.toml")
    assert (reject.do, reject.author, reject.reason) == (
        "reject",
        "A. Martin",
        'un "essai" \\ de guillemets',
    )
    assert (move.to, move.name, move.author) == ((29.1, 45.2), "Tulcea", "A. Martin")
    assert picked.do == "move"
    assert reject.quote in SEED.read_text("utf-8")
    assert read_corrections(desk / "corrections.toml")
    again = render(str(SEED), "--corrections", "corrections.toml")
    assert "3 corrections applied" in again.stderr
    assert "kept, not applied" not in again.stderr
