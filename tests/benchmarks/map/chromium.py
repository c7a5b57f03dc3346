"""One Chromium, its renderers' memory, and what a page of incidents takes in it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--js-flags=--expose-gc",
]  # fmt: skip


def executable() -> str:
    """The system's Chromium. Raises FileNotFoundError saying what to do when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise FileNotFoundError("no Chromium on this machine: install the package chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield launched
        finally:
            launched.close()


class RendererMemory:
    """Largest resident memory of a renderer process of ours, sampled every 0.2 s, in MB."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> RendererMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            self.peak_mb = max(self.peak_mb, *_renderer_mb(), 0.0)


def _renderer_mb() -> list[float]:
    found = [0.0]
    ours = _descendants(os.getpid())
    for pid in ours:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"--type=renderer" in words:
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                found.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
        except OSError:
            continue
    return found


def _descendants(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
    found, frontier = [], [root]
    while frontier:
        parent = frontier.pop()
        children = [pid for pid, ppid in parents.items() if ppid == parent]
        found += children
        frontier += children
    return found


STEP = """async () => {
  const s = geomap.state, n = s.bins.bins.length - 1, times = [];
  for (let i = 0; i < 5; i++) {
    const from = 2 * i % Math.max(1, n - 3);
    const start = performance.now();
    s.setWindow(from, Math.min(n, from + 3));
    times.push(performance.now() - start);
    await new Promise((go) => setTimeout(go, 400));
  }
  s.setWindow(0, n);
  await new Promise((go) => setTimeout(go, 400));
  return times;
}"""
ZOOM = """async () => {
  const map = geomap.state.map(), times = [];
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  const home = map.getZoom();
  for (let i = 0; i < 6; i++) {
    const start = performance.now();
    map.setZoom(home + (i % 2 ? 0 : 2), {animate: false});
    await frame(); await frame();
    times.push(performance.now() - start);
    await new Promise((go) => setTimeout(go, 300));
  }
  return times;
}"""
QUOTE = """async () => {
  const s = geomap.state, times = [];
  for (let i = 0; i < 5; i++) {
    const row = Math.floor((i + 0.37) * s.data.n / 5);
    const start = performance.now();
    await s.openCard([row], {focus: false, pan: false});
    times.push(performance.now() - start);
  }
  return times;
}"""
SEARCH = """async (word) => {
  const s = geomap.state;
  const start = performance.now();
  await s.search(word);
  const ms = performance.now() - start;
  await new Promise((go) => setTimeout(go, 300));
  return [ms, s.result.shown];
}"""


def open_page(page: Page, path: Path, ready: str, timeout_s: float = 240) -> float:
    """Milliseconds from navigation to ``ready`` (a JavaScript expression) being true."""
    page.goto(path.as_uri(), wait_until="commit", timeout=timeout_s * 1000)
    page.wait_for_function(f"() => {ready}", timeout=timeout_s * 1000, polling=20)
    return float(page.evaluate("() => performance.now()"))


def median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def pause(seconds: float) -> None:
    time.sleep(seconds)


def measure_geomap(chromium: Browser, path: Path) -> dict[str, Any]:
    """First marks, filter, zoom, quote, search and memory of a page of ours."""
    with RendererMemory() as memory:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        problems: list[str] = []
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on(
            "request",
            lambda r: (
                problems.append(r.url)
                if not r.url.startswith(("file:", "blob:", "data:"))
                else None
            ),
        )
        open_page(page, path, "window.geomap && geomap.state")
        result: dict[str, Any] = {"first_ms": page.evaluate("() => geomap.firstMarks")}
        pause(1)
        result["step_ms"] = median(page.evaluate(STEP))
        result["zoom_ms"] = median(page.evaluate(ZOOM))
        result["quote_ms"] = median(page.evaluate(QUOTE))
        for name, word in (
            ("search_hit", "earthquake"),
            ("search_miss", "zzyzxq"),
            ("search_common", "president"),
        ):
            result[name + "_ms"], result[name + "_n"] = page.evaluate(SEARCH, word)
        page.evaluate("() => geomap.state.clearAll()")
        result["problems"] = problems
        page.close()
    result["renderer_mb"] = memory.peak_mb
    return result
