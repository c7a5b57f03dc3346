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

from playwright.sync_api import Browser, Error, Page, sync_playwright

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


#: Milliseconds from navigation to the frame after the peer's marks are there.
PEER_READY = """async (marks) => {
  while (!document.querySelector(marks)) await new Promise((go) => setTimeout(go, 20));
  for (let i = 0; i < 2; i++) await new Promise((go) => requestAnimationFrame(go));
  return performance.now();
}"""
PEER_ZOOM = ZOOM.replace(
    "geomap.state.map()", "Object.values(window).find((v) => v instanceof L.Map)"
)
PATIENCE_S = 300


def median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def measure_geomap(chromium: Browser, path: Path) -> dict[str, Any]:
    """First marks, filter, zoom, quote, search and memory of a page of ours."""
    result: dict[str, Any] = {"problems": []}
    with RendererMemory() as memory:
        page = _page(chromium, result["problems"])
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("() => window.geomap && geomap.state", timeout=PATIENCE_S * 1000)
        result["first_ms"] = float(page.evaluate("() => geomap.firstMarks"))
        if page.evaluate("() => geomap.state.data.n"):
            time.sleep(1)
            result["step_ms"] = median(page.evaluate(STEP))
            result["zoom_ms"] = median(page.evaluate(ZOOM))
            result["quote_ms"] = median(page.evaluate(QUOTE))
            for name, word in (
                ("search", "earthquake"),
                ("search_miss", "zzyzxq"),
                ("search_common", "president"),
            ):
                result[f"{name}_ms"], result[f"{name}_n"] = page.evaluate(SEARCH, word)
        page.close()
    result["renderer_mb"] = memory.peak_mb
    return result


def measure_peer(chromium: Browser, path: Path) -> dict[str, Any]:
    """First marks, zoom and memory of a folium page; no more than what it lived to show."""
    result: dict[str, Any] = {"problems": []}
    with RendererMemory() as memory:
        page = _page(chromium, result["problems"])
        page.set_default_timeout(PATIENCE_S * 1000)
        try:
            page.goto(path.as_uri(), wait_until="commit")
            page.wait_for_selector(".leaflet-container", state="attached")
            result["first_ms"] = float(
                page.evaluate(PEER_READY, ".marker-cluster, .leaflet-overlay-pane canvas")
            )
            result["zoom_ms"] = median(page.evaluate(PEER_ZOOM))
        except Error as error:
            result["problems"].append(str(error).splitlines()[0])
        page.close()
    result["renderer_mb"] = memory.peak_mb
    return result


def _page(chromium: Browser, problems: list[str]) -> Page:
    """A new page that notes errors, and every request to anywhere."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    local = ("file:", "blob:", "data:")
    page.on("request", lambda r: None if r.url.startswith(local) else problems.append(r.url))
    return page
