"""Runs of one kind in the tagger's tags."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.places.zones import Hit

#: Tokens ``[first, last)`` and their kind.
Segment = tuple[int, int, str]


def segments_of(tags: Sequence[str], first: int) -> list[Segment]:
    """Runs of one kind in BIO tags, as token ranges."""
    segments: list[Segment] = []
    for at, label in enumerate(tags, first):
        kind = label[2:]
        if label[0] == "I" and segments and segments[-1][1] == at:
            segments[-1] = (segments[-1][0], at + 1, segments[-1][2])
        elif label != "O":
            segments.append((at, at + 1, kind))
    return segments


def cut_possessives(segments: list[Segment], hits: Sequence[Hit]) -> list[Segment]:
    """Segments cut behind a possessive: "Nigeria's Kaduna" is two places."""
    ends = {hit.last_token for hit, _ in hits if hit.trim}
    if not ends:
        return segments
    cut: list[Segment] = []
    for first, last, kind in segments:
        for end in sorted(e for e in ends if first < e < last) if kind == "LOC" else ():
            cut.append((first, end, kind))
            first = end
        cut.append((first, last, kind))
    return cut
