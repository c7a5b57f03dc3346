"""Agency copies: the same text in four outlets is one source."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from geomap.language.tokens import tokenise
from geomap.model.text import Document

#: Words in a shingle; two texts share one only when a clause was copied.
SHINGLE_WORDS = 6
#: Smallest hashes kept of a text (bottom-k sketch, Broder 1997).
SKETCH_SIZE = 64
#: Share of common shingles from which on two texts are one text.
COPY_FROM = 0.5


def independent_sources(documents: Sequence[Document]) -> int:
    """How many sources stand behind documents: copies of one text count once."""
    sketches: list[frozenset[int]] = []
    seen: set[str] = set()
    for document in documents:
        if document.sha256 in seen:
            continue
        seen.add(document.sha256)
        sketch = _sketch(document.text)
        if not any(_resemblance(sketch, known) >= COPY_FROM for known in sketches):
            sketches.append(sketch)
    return len(sketches)


@lru_cache(maxsize=512)
def _sketch(text: str) -> frozenset[int]:
    """The smallest hashes of a text's shingles; punctuation and case do not count."""
    words = [key for key in tokenise(text).keys if key[0].isalnum()]
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
