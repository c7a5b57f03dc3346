"""How fast dates and tolls are read, as ratios: ``python tests/benchmarks/dates/run.py``.

5 MB of news sentences (those of the gold tables, over and over), already cut into sentences. The
floor beside it, in the same run: one pass of one regular expression that only spots words of dates,
and the cutting into tokens that every stage builds on. Twice the text must cost twice the time, as one
document or as many. Times are of this machine: read the ratios. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geomap.dates import anchor_document, date_stories, read_dates
from geomap.dates.grammar import grammar
from geomap.incidents.tolls import find_tolls
from geomap.language.tokens import tokenise
from geomap.model.text import Document, Language, SegmentedText
from geomap.segmenting import segment

GOLD = Path(__file__).resolve().parents[2] / "gold"
TEXT_CHARACTERS = 5_000_000
DOCUMENT_CHARACTERS = 20_000
#: Rows without a date or a toll that stand among the others, so that the text is no list of hits.
PLAIN = {
    "fr": "Les habitants se sont rassemblés devant la mairie pour demander des explications. ",
    "en": "Residents gathered in front of the town hall to ask for explanations. ",
}
#: How many times the regular expression dates may cost; dates and tolls beside cutting into tokens;
#: what a doubling may cost.
MOST_OF_REGEX, MOST_OF_TOKENS, MOST_OF_DOUBLE = 8.0, 12.0, 2.4


def main() -> int:
    """Run both languages and print the table."""
    missed = 0
    for lang in ("fr", "en"):
        missed += _language(lang)  # type: ignore[arg-type]
    return 1 if missed else 0


def _language(lang: Language) -> int:
    text = _text(lang, TEXT_CHARACTERS)
    documents = _documents(text, lang)
    spotter = _spotter(lang)
    spotting = _best(lambda: sum(1 for _ in spotter.finditer(text)))
    cutting = _best(lambda: tokenise(text))
    dates = _best(lambda: [_dates(d) for d in documents])
    tolls = _best(lambda: [_tolls(d, lang) for d in documents])
    half = _one(text[: len(text) // 20], lang)
    whole = _one(text[: len(text) // 10], lang)
    double = _best(lambda: (_dates(whole), _tolls(whole, lang))) / _best(
        lambda: (_dates(half), _tolls(half, lang))
    )
    megabytes = len(text.encode()) / 1e6
    sentences = sum(len(d.sentences) for d in documents)
    print(
        f"{lang}: {megabytes:.1f} MB, {sentences} sentences; words of dates by one regular expression "
        f"{spotting:.2f} s, tokens {cutting:.2f} s, dates {dates:.2f} s, tolls {tolls:.2f} s"
    )
    goals = (
        ("dates / one regular expression", dates / spotting, MOST_OF_REGEX),
        ("dates and tolls / cutting into tokens", (dates + tolls) / cutting, MOST_OF_TOKENS),
        ("one document of twice the length", double, MOST_OF_DOUBLE),
    )
    missed = 0
    for what, measured, most in goals:
        kept = measured <= most
        missed += not kept
        print(f"  {what:40} {measured:6.2f} x <= {most:5.2f}{'' if kept else '  MISSED'}")
    return missed


def _text(lang: str, characters: int) -> str:
    rows: list[str] = []
    for path in sorted([*GOLD.glob("dates*.tsv"), *GOLD.glob("tolls*.tsv")]):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows += [row["text"] for row in reader if row["lang"] == lang]
    paragraph = "\n".join(f"{row} {PLAIN[lang] * 2}" for row in rows)
    return (paragraph * (characters // len(paragraph) + 1))[:characters]


def _documents(text: str, lang: Language) -> list[SegmentedText]:
    pieces = range(0, len(text), DOCUMENT_CHARACTERS)
    return [_one(text[at : at + DOCUMENT_CHARACTERS], lang) for at in pieces]


def _one(text: str, lang: Language) -> SegmentedText:
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        "bench", text, digest, lang=lang, date="2023-09-13", date_precision="day",
        date_basis="row",
    )  # fmt: skip
    return segment(document, lang)


def _dates(segmented: SegmentedText) -> int:
    anchor = anchor_document(segmented)
    return len(read_dates(date_stories(segmented, anchor), anchor).whens)


def _tolls(segmented: SegmentedText, lang: str) -> int:
    return sum(
        len(find_tolls(segmented, block.first_sentence, block.last_sentence, lang))
        for block in segmented.blocks
    )


def _spotter(lang: str) -> re.Pattern[str]:
    """Days of the week, months and years: what a first attempt would look for."""
    tables = grammar(lang).tables
    words = "|".join(sorted({*tables["weekday"], *tables["month"], *tables["dayword"]}))
    return re.compile(rf"\b(?:\d{{1,2}}\s+)?(?:{words})\b|\b\d{{4}}\b", re.IGNORECASE)


def _best(function: Callable[[], object]) -> float:
    """The fastest of three runs, in seconds of this process."""
    spans = []
    for _ in range(3):
        start = time.process_time()
        function()
        spans.append(time.process_time() - start)
    return min(spans)


if __name__ == "__main__":
    sys.exit(main())
