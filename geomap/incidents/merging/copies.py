"""Agency copies: the same text in four outlets is one source."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.language.tokens import tokenise
from geomap.model.text import Document

#: Words in a shingle; two texts share one only when a clause was copied.
SHINGLE_WORDS = 6
#: Smallest hashes kept of a text (bottom-k sketch, Broder 1997).
SKETCH_SIZE = 64
#: Share of common shingles from which on two texts are one text.
COPY_FROM = 0.5
#: Texts a text is compared with, those it shares most with first.
MOST_LIKELY = 8
#: Texts remembered for one shingle: a phrase of hundreds of texts says nothing of copies.
MOST_SHARING = 32


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is needed of a text to see whether another is a copy of it."""

    sha256: str
    hashes: frozenset[int]


def sketch_of(document: Document) -> Sketch:
    """The sketch of a document's text; some 64 numbers, however long the text."""
    return Sketch(document.sha256, _sketch(document.text))


def independent_sources(sketches: Sequence[Sketch]) -> int:
    """How many sources stand behind documents: copies of one text count once."""
    kept: list[frozenset[int]] = []
    #: hash -> the kept texts that have it: a text is compared only with those it shares words with
    sharing: dict[int, list[int]] = {}
    seen: set[str] = set()
    for sketch in sketches:
        if sketch.sha256 in seen:
            continue
        seen.add(sketch.sha256)
        shared = Counter(n for h in sketch.hashes for n in sharing.get(h, ()))
        likely = [kept[number] for number, _ in shared.most_common(MOST_LIKELY)]
        if not any(_resemblance(sketch.hashes, known) >= COPY_FROM for known in likely):
            for h in sketch.hashes:
                beside = sharing.setdefault(h, [])
                if len(beside) < MOST_SHARING:
                    beside.append(len(kept))
            kept.append(sketch.hashes)
    return len(kept)


@lru_cache(maxsize=512)
def _sketch(text: str) -> frozenset[int]:
    """The smallest hashes of a text's shingles; punctuation and case do not count."""
    words = [key for key in tokenise(text).keys if key[:1].isalnum()]
    shingles = {
        " ".join(words[at : at + SHINGLE_WORDS])
        for at in range(max(1, len(words) - SHINGLE_WORDS + 1))
    }
    hashes = sorted(
        int.from_bytes(hashlib.blake2b(s.encode(), digest_size=8).digest(), "big") for s in shingles
    )
    return frozenset(hashes[:SKETCH_SIZE])


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimated share of common shingles (Jaccard) from two bottom-k sketches."""
    union = sorted(one | other)[:SKETCH_SIZE]
    return sum(1 for h in union if h in one and h in other) / len(union) if union else 0.0
