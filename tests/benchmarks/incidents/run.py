"""Cost of everything after place resolution, beside segmenting the same text.

    python tests/benchmarks/incidents/run.py

The text is our own stories of ``tests/gold``, told over and over; dates, incidents, tolls, claims and
links are timed, finding and resolving places is not. A second part tells 5,000 incidents in one text.
"""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from geomap.config import Options
from geomap.dates import anchor_document, read_dates
from geomap.evaluation.stories import read_stories
from geomap.expressions import locate_expressions
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.incidents import extract_incidents
from geomap.model.text import Document
from geomap.places import find_mentions
from geomap.segmenting import segment

GOLD = Path(__file__).parents[2] / "gold"
#: What the brief of incidents asks of one core.
SENTENCES_A_SECOND = 300
#: An event a sentence; the town changes so that none is told twice.
TOWNS = ("Lyon", "Nantes", "Lille", "Brest", "Metz", "Nice", "Tours", "Dijon", "Rouen", "Pau")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def timed(text: str, lang: str, gazetteer: Gazetteer) -> tuple[int, int, float, float]:
    """Sentences, incidents, seconds of segmenting, seconds after place resolution."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        "d", text, digest, lang=lang, date="2024-05-01", date_precision="day", date_basis="row"
    )
    start = time.perf_counter()
    segmented = segment(document, lang)  # type: ignore[arg-type]
    floor_s = time.perf_counter() - start
    anchor = anchor_document(segmented, None)
    mentions = find_mentions(segmented, gazetteer, Options().places)
    mentions = locate_expressions(segmented, mentions, gazetteer)
    start = time.perf_counter()
    dates = read_dates(segmented, anchor)
    incidents, _, _ = extract_incidents(
        segmented, mentions, list(dates.whens), anchor, gazetteer, Options().extractor
    )
    return len(segmented.sentences), len(incidents), floor_s, time.perf_counter() - start


def stories(lang: str, times: int) -> str:
    """All stories of a language, ``times`` times over."""
    files = sorted(GOLD.glob(f"{lang}*.stories.toml"))
    texts = [story["text"].strip() for file in files for story in read_stories(file)]
    return "\n\n".join(texts * times)


def many(count: int) -> str:
    """``count`` events, a paragraph each."""
    return "\n\n".join(
        f"Un incendie a détruit {DAYS[n // len(TOWNS) % len(DAYS)]} un entrepôt à "
        f"{TOWNS[n % len(TOWNS)]}, faisant {n % 90 + 2} blessés."
        for n in range(count)
    )


def main() -> int:
    """Print the figures; exit 1 below the sentences a second that are asked for."""
    gazetteer = open_gazetteer()
    slowest = float("inf")
    for lang in ("fr", "en"):
        timed(stories(lang, 1), lang, gazetteer)  # tables are read
        sentences, incidents, floor_s, wall_s = timed(stories(lang, 4), lang, gazetteer)
        slowest = min(slowest, sentences / wall_s)
        sys.stdout.write(
            f"{lang}: {sentences} sentences, {incidents} incidents, {sentences / wall_s:6.0f} "
            f"sentences/s, x{wall_s / floor_s:.1f} of segmenting the same text\n"
        )
    for count in (500, 5_000):
        sentences, incidents, floor_s, wall_s = timed(many(count), "fr", gazetteer)
        sys.stdout.write(
            f"{count} events in one text: {incidents} incidents, {wall_s:6.2f} s, "
            f"x{wall_s / floor_s:.1f} of segmenting\n"
        )
    return 1 if slowest < SENTENCES_A_SECOND else 0


if __name__ == "__main__":
    sys.exit(main())
