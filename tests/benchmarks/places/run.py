"""How fast places are found and resolved: ``python tests/benchmarks/places/run.py``.

Recognition, resolution and roles of French press text on one core, after opening, beside the mere
matching of all names by ``ahocorasick_rs`` in the same run (which finds "ont" and "sur" as well, and
resolves nothing). Processor time, so that other work on the machine counts for less; read the
ratios. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
GOAL_MB_S = 1.0
#: Each article is read so often: a day's press tells the same places again.
TIMES = 8


def main() -> int:
    """Measure and print the table."""
    import ahocorasick_rs

    from geomap.config import PlaceOptions
    from geomap.gazetteer import open_gazetteer
    from geomap.model.text import Document, SegmentedText
    from geomap.places import find_mentions
    from geomap.segmenting import segment

    gazetteer = open_gazetteer()
    options = PlaceOptions()
    found = 0

    def read(texts: list[SegmentedText]) -> None:
        nonlocal found
        found = sum(len(find_mentions(text, gazetteer, options)) for text in texts)

    rows = []
    automaton = ahocorasick_rs.AhoCorasick(
        [
            f" {key} "
            for key in sorted({k for pack in gazetteer.packs for k in pack.keys.iterkeys()})
        ],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
    )
    for name, articles in texts().items():
        size = sum(len(article.encode()) for article in articles) / 1e6
        segmented = [
            segment(Document(str(i), a, "", lang="fr"), "fr") for i, a in enumerate(articles)
        ]
        cut = _seconds(
            lambda a=articles: [segment(Document("d", t, "", lang="fr"), "fr") for t in a]
        )
        first = _seconds(lambda s=segmented: read(s))
        again = min(_seconds(lambda s=segmented: read(s)) for _ in range(2))
        joined = [" " + "  ".join(text.tokens.keys) + " " for text in segmented]
        matching = _seconds(lambda j=joined: [automaton.find_matches_as_indexes(t) for t in j])
        rows.append((name, size, found, size / cut, size / first, size / again, size / matching))
    print(
        f"{'text':28} {'MB':>6} {'mentions':>9} {'cutting':>8} {'first':>7} {'warm':>7} {'ahocorasick_rs':>15}"
    )
    for row in rows:
        print(
            f"{row[0]:28} {row[1]:6.2f} {row[2]:9,} {row[3]:8.2f} {row[4]:7.2f} {row[5]:7.2f} {row[6]:15.2f}  MB/s"
        )
    warm = rows[0][5]
    print(
        f"\nFrench press, warm: {warm:.2f} MB/s, goal >= {GOAL_MB_S:.2f}; {warm / rows[0][6]:.2f} of mere matching"
    )
    return 0 if warm >= GOAL_MB_S else 1


def texts() -> dict[str, list[str]]:
    """French press articles (those beside the repository, else the seed), and sentences of an
    encyclopedia, where hardly a name comes twice, when they are at hand."""
    press = [(ROOT / "seeds" / "2023-09-13-direct.txt").read_text(encoding="utf-8")]
    files = sorted((SHARED / "gold" / "news").glob("*.json"))
    press += [json.loads(path.read_text(encoding="utf-8"))["text"] for path in files]
    found = {"French press": press * TIMES}
    corpus = SHARED / "corpora" / "wikineural_fr.jsonl"
    if corpus.is_file():
        from geomap.evaluation.corpus import tagged_sentences

        sentences = [sentence.text for _, sentence in tagged_sentences(corpus)]
        found["encyclopedia, all names new"] = [
            " ".join(sentences[at : at + 25]) for at in range(0, len(sentences), 25)
        ]
    return found


def _seconds(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
