"""How fast the gazetteer is, as ratios: ``python tests/benchmarks/gazetteer/run.py``.

Cold look-up beside ``import sqlite3``; opening; matching of the full name set beside a dictionary of
tuples and ``ahocorasick_rs`` in the same run over the same text; spellings; building. Times are of
this machine: read the ratios. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORPORA = ROOT.parent / "shared" / "corpora"
TEXT_BYTES = 5_000_000
#: Sentences of our own; the names of places are drawn from the gazetteer.
SENTENCES = (
    "Des frappes de drones ont touché le port de {a} dans la nuit, selon le gouverneur de la région.",
    "À {a}, les habitants ont passé la matinée dans les abris ; aucune victime n'est signalée.",
    "Le ministre s'est rendu hier de {a} à {b} pour y rencontrer les équipes de secours.",
    "La route qui relie {a} à {b} reste fermée après l'incendie d'un entrepôt de carburant.",
    "Les autorités parlent de trois blessés, dont un enfant, sans dire d'où venait le tir.",
)
GOALS: list[tuple[str, float, float, str]] = []


def main() -> int:
    """Run everything and print the table."""
    cold()
    opening()
    matching()
    spellings()
    building()
    print(f"\n{'what':52} {'measured':>10} {'goal':>10}")
    missed = 0
    for what, measured, goal, unit in GOALS:
        at_most = unit.endswith("<=")
        kept = measured <= goal if at_most else measured >= goal
        missed += not kept
        sign = "<=" if at_most else ">="
        mark = "" if kept else "  MISSED"
        print(f"{what:52} {measured:10.2f} {sign}{goal:8.2f} {unit.removesuffix('<=')}{mark}")
    return 1 if missed else 0


def _best(function: Callable[[], object], times: int) -> float:
    """The fastest of several runs, in seconds."""
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        spans.append(time.perf_counter() - start)
    return min(spans)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def cold() -> None:
    """A whole process that looks one name up, beside one that imports sqlite3."""
    _run("-m", "geomap", "lookup", "Izmaïl")
    base = _best(lambda: _run("-c", "import sqlite3"), 15)
    ours = _best(lambda: _run("-m", "geomap", "lookup", "Izmaïl"), 15)
    print(f"cold: import sqlite3 {base * 1000:.1f} ms, geomap lookup {ours * 1000:.1f} ms")
    GOALS.append(("cold look-up / import sqlite3", ours / base, 3.0, "x<="))


def opening() -> None:
    """Opening all packs, and what stays resident after reading a short text."""
    code = (
        "import time, sys\n"
        "import geomap.gazetteer.store as store\nfrom geomap.language.tokens import tokenise\n"
        "start = time.perf_counter(); gazetteer = store.open_gazetteer()\n"
        "opened = time.perf_counter() - start\n"
        "tokens = tokenise('Des drones ont frappé Izmaïl, près d’Odessa, et Port-Soudan.')\n"
        "hits = [gazetteer.matches(h) for h in gazetteer.scan(tokens, 0, len(tokens))]\n"
        "import resource\n"
        "print(opened, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    rows = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        rows.append([float(number) for number in done.stdout.split()])
    opened, resident = min(r[0] for r in rows), statistics.median(r[1] for r in rows)
    print(f"opening: {opened * 1000:.1f} ms, {resident:.0f} MB resident")
    GOALS.append(("opening all packs", opened * 1000, 50, "ms<="))
    GOALS.append(("resident after a first text", resident, 60, "MB<="))


def french_text(names: list[str]) -> str:
    """Five megabytes of French: a corpus beside the repository, or our own sentences."""
    corpus = CORPORA / "wikineural_fr.jsonl"
    parts: list[str] = []
    size = 0
    if corpus.exists():
        with corpus.open(encoding="utf-8") as lines:
            for line in lines:
                parts.append(" ".join(json.loads(line)["tokens"]))
                size += len(parts[-1].encode())
                if size > TEXT_BYTES:
                    break
    draw = random.Random(2026)
    while size < TEXT_BYTES:
        sentence = draw.choice(SENTENCES).format(a=draw.choice(names), b=draw.choice(names))
        parts.append(sentence)
        size += len(sentence.encode())
    return "\n".join(parts)


def matching() -> None:
    """All names, leftmost-longest, on token boundaries, by three engines."""
    import ahocorasick_rs

    from geomap.gazetteer import open_gazetteer
    from geomap.language.tokens import tokenise

    gazetteer = open_gazetteer()
    keys = sorted({key for pack in gazetteer.packs for key in pack.keys.iterkeys()})
    text = french_text(["Odessa", "Port-Soudan", "Izmaïl", "Aix-la-Chapelle"])
    size = len(text.encode()) / 1e6
    start = time.perf_counter()
    tokens = tokenise(text)
    cut = time.perf_counter() - start
    print(
        f"matching: {size:.1f} MB, {len(tokens):,} tokens, {len(keys):,} names; cutting {size / cut:.1f} MB/s"
    )
    start = time.perf_counter()
    hits = gazetteer.scan(tokens, 0, len(tokens))
    first = time.perf_counter() - start
    again = _best(lambda: gazetteer.scan(tokens, 0, len(tokens)), 2)
    words = [key.replace("'", "") if key[-1:] != "'" else key for key in tokens.keys]
    start = time.perf_counter()
    table = {tuple(key.split(" ")): 1 for key in keys}
    table_built = time.perf_counter() - start
    by_table = _best(lambda: sum(1 for _ in _by_table(table, words)), 1)
    start = time.perf_counter()
    automaton = ahocorasick_rs.AhoCorasick(
        [f" {key} " for key in keys], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    automaton_built = time.perf_counter() - start
    joined = " " + "  ".join(words) + " "
    by_automaton = _best(lambda: automaton.find_matches_as_indexes(joined), 1)
    print(
        f"  ours, first reading   {size / first:6.2f} MB/s  {len(hits):,} hits, built 0 s\n"
        f"  ours, once warm       {size / again:6.2f} MB/s\n"
        f"  dict of tuples        {size / by_table:6.2f} MB/s  built {table_built:.1f} s each start\n"
        f"  ahocorasick_rs        {size / by_automaton:6.2f} MB/s  built {automaton_built:.1f} s each start"
    )
    GOALS.append(("matching, first reading", size / first, 2.5, "MB/s"))
    print(
        f"  ours / dict of tuples {by_table / again:.2f}, / ahocorasick_rs {by_automaton / again:.2f}"
    )


def _by_table(table: dict[tuple[str, ...], int], words: list[str]) -> Iterator[int]:
    """The plain way: the longest tuple of up to six words from each position."""
    at, last = 0, len(words)
    while at < last:
        for length in range(6, 0, -1):
            if tuple(words[at : at + length]) in table:
                yield at
                at += length
                break
        else:
            at += 1


def spellings() -> None:
    """The 70 press spellings through all tiers."""
    from geomap.gazetteer import open_gazetteer
    from geomap.gazetteer.sphere import great_circle_m

    gazetteer = open_gazetteer()
    lines = (ROOT / "tests" / "gold" / "spellings.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "spelling"))]
    tiers = ("exact", "skeleton", "fuzzy")
    right = 0
    start = time.perf_counter()
    for name, lon, lat in rows:
        found = gazetteer.lookup(name, tiers=tiers)  # type: ignore[arg-type]
        place = found[0].place if found else None
        right += bool(
            place and great_circle_m(float(lon), float(lat), place.lon, place.lat) < 50_000
        )
    spent = (time.perf_counter() - start) / len(rows)
    slips = [name[:2] + name[3:] for name, *_ in rows if len(name) > 5]
    start = time.perf_counter()
    for name in slips:
        gazetteer.lookup(name, tiers=tiers)  # type: ignore[arg-type]
    slipped = (time.perf_counter() - start) / len(slips)
    GOALS.append(("press spellings found, of 70", right, 67, ""))
    GOALS.append(("a press spelling", spent * 1000, 2, "ms<="))
    GOALS.append(("a spelling with a letter left out", slipped * 1000, 2, "ms<="))


def building() -> None:
    """Both packs from nothing, twice: time, size, and the same bytes."""
    from geomap.gazetteer.build import build_packs

    made = []
    spent = 0.0
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            build_packs(folder)
            spent = time.perf_counter() - start
            made.append({p.name: p.read_bytes() for p in Path(folder).iterdir()})
    size = sum(len(data) for data in made[0].values()) / 1e6
    print(f"building: {spent:.0f} s, {size:.1f} MB, same bytes: {made[0] == made[1]}")
    GOALS.append(("building both packs", spent, 90, "s<="))
    GOALS.append(("packs, installed", size, 60, "MB<="))
    GOALS.append(("two builds give the same bytes", float(made[0] == made[1]), 1, ""))


if __name__ == "__main__":
    sys.exit(main())
