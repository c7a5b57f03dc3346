"""An archive with one process, with two, and on a Dask cluster of two workers: ratios of one run.

    python tests/benchmarks/archive/run.py [documents]

The archive is made from real text: the paragraphs of the seeds and of the stories in ``tests/gold``,
told on other days; a document is a paragraph, the length of an entry of a live-blog. The three runs
read the same file with the same command that a user gives; their parts are compared byte for byte.
What starting a run costs (processes, packs) is measured on a hundred documents and told apart, so
that the ratios are those of the work. At the end the figures are multiplied out to 100 million.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
DOCUMENTS = 50_000
GOAL_TWO, GOAL_DASK, GOAL_RSS_MB = 1.7, 1.1, 400
#: A common cloud's price of a core-hour on demand and of a GB kept for a month, in dollars (2026).
CORE_HOUR, GB_MONTH = 0.05, 0.023


def paragraphs() -> list[str]:
    """Paragraphs of real text, longest repetitions left out."""
    texts = [
        path.read_text("utf-8").split("\n", 1)[1] for path in sorted((ROOT / "seeds").glob("*.txt"))
    ]
    for path in sorted((ROOT / "tests" / "gold").glob("*.stories.toml")):
        texts += [story["text"] for story in tomllib.loads(path.read_text("utf-8"))["story"]]
    found = [p.strip() for text in texts for p in text.split("\n\n") if len(p.strip()) > 80]
    return list(dict.fromkeys(found))


def documents(count: int) -> Iterator[dict[str, str]]:
    """The same documents on every call."""
    told = paragraphs()
    state = 2023
    for number in range(count):
        state = (1103515245 * state + 12345) % 2**31
        day = f"20{18 + state // 11 % 6}-{state // 13 % 12 + 1:02d}-{state // 17 % 28 + 1:02d}"
        yield {"id": f"d{number:07d}", "date": day, "text": told[state // 7 % len(told)]}


def write(path: Path, count: int) -> int:
    with path.open("w", encoding="utf-8") as handle:
        for document in documents(count):
            handle.write(json.dumps(document, ensure_ascii=False) + "\n")
    return path.stat().st_size


def run(archive: Path, folder: Path, words: list[str]) -> tuple[float, dict]:
    """Wall time and figures of ``geomap extract``."""
    report = folder.with_suffix(".json")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "geomap", "extract", str(archive), "-o", f"{folder}/", "-q",
         "--shard-mb", "1", "--report", str(report), *words],
        check=True, cwd=ROOT,
    )  # fmt: skip
    return time.perf_counter() - started, json.loads(report.read_text())


def digest(folder: Path) -> str:
    """One digest of all parts, links and the manifest."""
    value = hashlib.sha256()
    for path in sorted(
        [*folder.glob("parts/*"), *folder.glob("links/*"), folder / "manifest.json"]
    ):
        value.update(path.name.encode() + path.read_bytes())
    return value.hexdigest()


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    ways = {
        "1 process": ["--jobs", "1"],
        "2 processes": ["--jobs", "2"],
        "Dask, 2 workers": ["--cluster", "local", "--jobs", "2"],
    }
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        size = write(base / "archive.jsonl", count)
        write(base / "small.jsonl", 100)
        sys.stdout.write(f"{count} documents, {size / 1e6:.1f} MB\n")
        work: dict[str, float] = {}
        peak = 0.0
        digests = set()
        kept = 0
        for number, (way, words) in enumerate(ways.items()):
            start_s, _ = run(base / "small.jsonl", base / f"small{number}", words)
            wall_s, figures = run(base / "archive.jsonl", base / f"out{number}", words)
            work[way] = wall_s - start_s
            peak = max(peak, figures["peak_worker_rss_bytes"] / 1e6)
            digests.add(digest(base / f"out{number}"))
            kept = sum(p.stat().st_size for p in (base / f"out{number}" / "parts").iterdir())
            sys.stdout.write(
                f"{way:16} {wall_s:8.1f} s ({start_s:.1f} s of it start), "
                f"{count / work[way]:7.0f} documents/s, {size / work[way] / 1e6:.2f} MB/s, "
                f"{figures['incidents']} incidents, {figures['peak_worker_rss_bytes'] / 1e6:.0f} MB\n"
            )
            sys.stdout.flush()
        two = work["1 process"] / work["2 processes"]
        dask = work["Dask, 2 workers"] / work["2 processes"]
        sys.stdout.write(
            f"2 processes: {two:.2f}x one (goal {GOAL_TWO}); "
            f"Dask: {dask:.2f}x the time of 2 processes (goal {GOAL_DASK}); "
            f"worker {peak:.0f} MB (goal {GOAL_RSS_MB}); "
            f"{'the same bytes' if len(digests) == 1 else 'OTHER BYTES'}\n"
        )
        hours = 1e8 / count * work["1 process"] / 3600
        out_gb = kept / count * 1e8 / 1e9
        sys.stdout.write(
            f"100 million documents of this kind: {hours:,.0f} core-hours (${hours * CORE_HOUR:,.0f}), "
            f"{size / count / 10:,.0f} GB in, {out_gb:,.0f} GB of findings "
            f"(${out_gb * GB_MONTH:,.0f} a month)\n"
        )
    good = len(digests) == 1 and two >= GOAL_TWO and dask <= GOAL_DASK and peak <= GOAL_RSS_MB
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
