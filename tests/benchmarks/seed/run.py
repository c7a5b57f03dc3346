"""Wall time of the seed's whole render as a ratio to a process that only imports folium, geopandas.

Pairs A B A B ..., so that a drift of the machine's speed falls on both; the median of the ratios
counts. The cache of findings is off: every render analyses the text.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
RUNS = 7


def wall_s(command: list[str], folder: str) -> float:
    environment = {**os.environ, "GEOMAP_CACHE": folder}
    # as a user has it: compiled once, not at every start
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def main() -> None:
    floor = [sys.executable, "-c", "import folium, geopandas"]
    ratios = []
    for run in range(RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            render = [
                sys.executable,
                "-m",
                "geomap",
                "render",
                "seeds",
                "-o",
                f"{folder}/maps",
                "-q",
            ]
            ratio = wall_s(render, folder) / wall_s(floor, folder)
        if run:  # the first pair warms the disk
            ratios.append(ratio)
    print(
        f"render of the seed / import folium, geopandas: median {statistics.median(ratios):.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}, goal 2.00)"
    )


if __name__ == "__main__":
    main()
