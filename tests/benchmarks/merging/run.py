"""Cost of merging at 1k, 10k and 100k incidents, as ratios: near-linear means near 10 each step.

    python tests/benchmarks/merging/run.py

Incidents are made from a fixed generator of numbers: 300 towns, 60 days, one document each, so that
busy towns hold hundreds of incidents and the index has something to do.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

from geomap.incidents import merge
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Incident, Where
from geomap.model.text import Document, Quote
from geomap.model.when import DateAnchor, When

TOWNS, DAYS = 300, 60
TYPES = ("drone_strike", "missile_strike", "fire", "flood", "peaceful_protest")


def made(count: int) -> list[Findings]:
    """``count`` documents of one incident each, the same on every run."""
    findings: list[Findings] = []
    state = 12345
    for number in range(count):
        state = (1103515245 * state + 12345) % 2**31
        town, day = state // 7 % TOWNS, state // 7 // TOWNS % (DAYS * max(1, count // 1000))
        told = (date(2000, 1, 1) + timedelta(days=day)).isoformat()
        when = When(told, told, told, "day", "explicit")
        extent = Extent("point", town % 60 * 2 - 60.0, town // 60 * 10 - 20.0, 3000.0)
        where = Where("m0", extent, "point", "settlement", 3000.0, ("m0",), place_id=f"t:{town}")
        text = f"Document {number} sur la ville {town} et ce qui s'y est passé le {told}."
        incident = Incident(
            f"i{number}", "conflict", TYPES[state % len(TYPES)], "titre",
            (Quote(text, "", "", 0, len(text)),), when, where=where, on_map=True,
        )  # fmt: skip
        document = Document(f"d{number}", text, f"{number:064x}", date=told)
        findings.append(Findings(document, DateAnchor(told, "day"), (), (incident,)))
    return findings


def main() -> int:
    """Print seconds and ratios; exit 1 when a step of ten costs more than thirty times."""
    before = 0.0
    worst = 0.0
    for count in (1_000, 10_000, 100_000):
        findings = made(count)
        start = time.perf_counter()
        merged = merge(findings)
        wall_s = time.perf_counter() - start
        linked = sum(bool(i.same_as) for f in merged for i in f.incidents)
        ratio = wall_s / before if before else 0.0
        worst = max(worst, ratio)
        sys.stdout.write(
            f"merge {count:>7} incidents: {wall_s:8.2f} s, x{ratio:5.1f}, {linked} linked\n"
        )
        before = wall_s
    return 1 if worst > 30 else 0


if __name__ == "__main__":
    sys.exit(main())
