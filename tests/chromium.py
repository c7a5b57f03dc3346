"""A real Chromium, and pages of ours opened from disk with the network off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.config import MapOptions
from geomap.model.findings import Findings
from geomap.render import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
#: Pictures of every run, to look at; git-ignored.
SCREENSHOTS = Path(__file__).parent / "browser" / "screenshots"
#: Counts what must not happen; runs before the page's own scripts.
WATCH = """
window.__problems = [];
document.addEventListener("securitypolicyviolation", (e) => window.__problems.push("csp: " + e.violatedDirective + " " + e.blockedURI));
window.alert = window.confirm = window.prompt = (m) => { window.__problems.push("dialog: " + m); };
"""


def chromium() -> str:
    """The system's Chromium; without one these tests fail and say what to do."""
    named = os.environ.get("GEOMAP_CHROMIUM")
    if named and shutil.which(named):
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail(
        "no Chromium on this machine: install the package chromium (make test does, as root)"
    )


@dataclass
class Opened:
    """A page of ours, and everything that went wrong in it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def settle(self) -> None:
        """Wait until timers that follow a choice have run."""
        self.page.wait_for_timeout(150)

    def check(self) -> None:
        """Nothing was asked of the network, nothing was forbidden, nothing failed."""
        assert self.problems + self.run("() => window.__problems") == []

    def keep(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of a test run: a process holds one Playwright at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield launched
        launched.close()


Opener = Callable[..., Opened]


@pytest.fixture
def open_map(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Render findings and open the page from disk; checks at the end that all was quiet."""
    contexts: list[BrowserContext] = []
    opened: list[Opened] = []

    def opener(
        findings: list[Findings] | bytes,
        options: MapOptions | None = None,
        *,
        hash_: str = "",
        size: tuple[int, int] = (1280, 800),
        wait: bool = True,
        script: str = "",
        **context_options: Any,
    ) -> Opened:
        page_bytes = (
            findings
            if isinstance(findings, bytes)
            else render_page(findings, options or MapOptions(), None)
        )
        path = tmp_path / f"map-{len(opened)}.html"
        path.write_bytes(page_bytes)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="fr-FR", offline=True,
            **context_options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH + script)
        one = Opened(page)
        page.on(
            "console",
            lambda m: one.problems.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda e: one.problems.append(str(e)))
        page.on("dialog", lambda d: (one.problems.append("dialog"), d.dismiss()))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith(("file:", "blob:", "data:"))
                else one.problems.append(r.url)
            ),
        )
        page.goto(path.as_uri() + hash_)
        if wait:
            page.wait_for_function("() => window.geomap && geomap.state", timeout=20_000)
        opened.append(one)
        return one

    yield opener
    for one in opened:
        one.check()
    for context in contexts:
        context.close()
