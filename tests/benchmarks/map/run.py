"""The map beside plain folium maps of the same incidents, in one run on one machine.

    python tests/benchmarks/map/run.py            # 100 000 and a million incidents
    python tests/benchmarks/map/run.py 100000     # other numbers

Ours twice: points alone as the peers have them, and with every fifth incident an area, a line or a
disc, which they are not asked for. Each page is written by a process of its own (wall and processor time, peak memory), then opened in
Chromium: first marks (navigation to the frame after the first drawing), a zoom without animation to
its second frame, and for geomap a step of the time window, a popup's quote and searches; the largest
memory of the renderer. Without the evaluation corpora the quotes are made of syllables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

SIZES = (100_000, 1_000_000)
KINDS = ("geomap", "shapes", "cluster", "geojson")
NAMES = {
    "geomap": "geomap",
    "shapes": "geomap, 1/5 shapes",
    "cluster": "folium FastMarkerCluster",
    "geojson": "folium GeoJson, canvas",
}
#: What must be reached, by number of incidents.
GOALS = {
    0: {"file_mb": 0.5},
    100_000: {"file_mb": 18, "first_ms": 1500},
    1_000_000: {
        "file_mb": 175, "first_ms": 2000, "renderer_mb": 800, "step_ms": 30, "zoom_ms": 120,
        "quote_ms": 200, "search_ms": 1500, "write_s": 40, "write_mb": 2500,
    },
}  # fmt: skip
WORDS = {
    "file_mb": "file, MB", "write_s": "written in, s", "write_cpu_s": "  processor, s",
    "write_mb": "  peak memory, MB", "first_ms": "first marks, ms", "renderer_mb": "renderer, MB",
    "zoom_ms": "zoom, ms", "step_ms": "step of time, ms", "quote_ms": "quote in a popup, ms",
    "search_ms": "search (some hits), ms", "search_miss_ms": "search (no hit), ms",
    "search_common_ms": "search (common word), ms",
}  # fmt: skip


def main(sizes: list[int]) -> int:
    from chromium import browser, measure_geomap, measure_peer

    results: dict[int, dict[str, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        for size in (0, *sizes):
            results[size] = {}
            for kind in KINDS if size else KINDS[:1]:
                page = Path(folder) / f"{kind}-{size}.html"
                figures = write(kind, size, page)
                measure = measure_geomap if kind in KINDS[:2] else measure_peer
                figures |= measure(chromium, page)
                results[size][kind] = figures
                page.unlink()
                say(size, kind, figures)
    return report(results)


def write(kind: str, size: int, page: Path) -> dict[str, float]:
    """Write a page in a process of its own: wall seconds, processor seconds, peak MB, file MB."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "write", kind, str(size), str(page)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        made_s = float(process.stdout.readline())  # the incidents exist; the page does not
        begun = time.perf_counter()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(
            f"{kind} of {size} could not be written, after {time.perf_counter() - started:.0f} s"
        )
    return {
        "write_s": time.perf_counter() - begun,
        "write_cpu_s": usage.ru_utime + usage.ru_stime - made_s,
        "write_mb": usage.ru_maxrss / 1024,
        "file_mb": page.stat().st_size / 1e6,
    }


def write_here(kind: str, size: int, page: Path) -> None:
    from incidents import add_shapes, make_columns, news_text

    columns = make_columns(size, news_text() if size else "." * 301)
    if kind == "shapes":
        columns = add_shapes(columns)
    sys.stdout.write(f"{time.process_time()}\n")
    sys.stdout.flush()
    if kind in KINDS[:2]:
        from geomap.config import MapOptions
        from geomap.render.page import write_page

        write_page(columns, page, MapOptions(), None)
        return
    import peers

    from tests.browser.npm import packages

    cache = ROOT / ".benchmarks" / "npm"
    cache.mkdir(parents=True, exist_ok=True)
    modules = packages(cache)
    leaflet, cluster = modules / "leaflet" / "dist", modules / "leaflet.markercluster" / "dist"
    assets = [leaflet / "leaflet.css", leaflet / "leaflet.js"]
    makers: dict[str, Callable[..., Any]] = {
        "cluster": peers.cluster_map,
        "geojson": peers.geojson_map,
    }
    if kind == "cluster":
        assets += [cluster / "MarkerCluster.Default.css", cluster / "leaflet.markercluster.js"]
    peers.write_peer(makers[kind](columns), page, assets)


def say(size: int, kind: str, figures: dict[str, Any]) -> None:
    shown = {
        key: round(value, 2) for key, value in figures.items() if isinstance(value, (int, float))
    }
    print(f"{size:>9,} {NAMES[kind]}: {json.dumps(shown)}", flush=True)
    if figures.get("problems"):
        print(f"          went wrong: {figures['problems']}", flush=True)


def report(results: dict[int, dict[str, dict[str, Any]]]) -> int:
    """Print a table for each size; 1 when a page of ours had an error or a size is beyond its goal.

    Times are shown beside their goals and the peers', and fail nothing: they are those of this machine.
    """
    failed = 0
    for size, kinds in results.items():
        goals = GOALS.get(size, {})
        print(f"\n{size:,} incidents" + "".join(f"{NAMES[k]:>26}" for k in kinds) + f"{'goal':>10}")
        for key, words in WORDS.items():
            cells = [kinds[k].get(key) for k in kinds]
            if cells[0] is None:
                continue
            row = "".join(
                f"{'-' if c is None else f'{c:,.2f}' if c < 10 else f'{c:,.0f}':>26}" for c in cells
            )
            goal = goals.get(key)
            print(
                f"{words:<{len(f'{size:,} incidents')}}"
                + row
                + f"{'' if goal is None else goal:>10}"
            )
            failed |= key == "file_mb" and goal is not None and cells[0] > goal
        failed |= any(kinds[kind]["problems"] for kind in KINDS[:2] if kind in kinds)
    return int(failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_here(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
        sys.exit(0)
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
