"""Spellings that are not in the index: the same skeleton, then a slip of the pen away.

Only for ``lookup`` and for a name nothing answered to in a place where a place is said; never for
scanning a text. A name found this way carries its tier and how similar it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geomap.gazetteer.names import query_keys
from geomap.gazetteer.near_keys import frame, frames_nearby, romanised, skeleton

if TYPE_CHECKING:
    from geomap.gazetteer.index import Index, Row

#: Similarity of skeletons (rapidfuzz ratio, 0-1) a fuzzy answer must have. Chosen on the 70 press
#: spellings of the gold list, November 2026: below, unrelated names begin to appear.
LEAST_SIMILARITY = 0.80
#: Similarity of the names as written (0-100) below which a skeleton is not looked at.
_LEAST_ALIKE = 60.0
#: Similarity (rapidfuzz ratio, 0-1) of the names as written that a name of the same skeleton must have:
#: "Xqzwv" and "Qusqu Suyu" have one skeleton, and nothing else. The press spellings have 0.6 and more.
_LEAST_SAME = 0.5
#: Shortest skeleton for a fuzzy answer: every three letters are one slip away from some village.
_SHORTEST = 5
#: Shortest name that is looked for under another spelling: three letters are an abbreviation.
_SHORTEST_KEY = 4
#: How much of a place's prominence (0-100) weighs against one whole similarity (0-1).
_PROMINENCE_WEIGHT = 1 / 400


def rows_nearby(index: Index, name: str, tier: str) -> list[Row]:
    """Places whose name has the skeleton of ``name`` (``skeleton``) or nearly (``fuzzy``)."""
    for key in query_keys(name, index.rules):
        bones = skeleton(key, index.rules)
        if len(bones) < 3 or len(key) < _SHORTEST_KEY:
            continue
        found = _same(index, key, bones) if tier == "skeleton" else _similar(index, key, bones)
        if found:
            return found
    return []


def _same(index: Index, key: str, bones: str) -> list[Row]:
    from rapidfuzz.fuzz import ratio

    near: dict[str, float] = {}
    asked = romanised(key)
    for other in _keys_of_frames(index, [frame(bones)]):
        if other != key and skeleton(other, index.rules) == bones:
            near[other] = ratio(asked, romanised(other)) / 100
    near = {other: alike for other, alike in near.items() if alike >= _LEAST_SAME}
    return _rows(index, near, "skeleton")


def _similar(index: Index, key: str, bones: str) -> list[Row]:
    from rapidfuzz.fuzz import ratio

    if len(bones) < _SHORTEST:
        return []
    near: dict[str, float] = {}
    bare = frame(bones)
    for others in (_keys_of_frames(index, [bare]), _keys_of_frames(index, frames_nearby(bare))):
        for other in others:
            # The cheap measure first: a skeleton takes twenty times as long.
            if other == key or ratio(key, other) < _LEAST_ALIKE:
                continue
            similarity = ratio(bones, skeleton(other, index.rules)) / 100
            if similarity >= LEAST_SIMILARITY:
                near[other] = (similarity + ratio(key, other) / 100) / 2
    near = {other: similarity for other, similarity in near.items() if similarity >= 0.75}
    return _rows(index, near, "fuzzy")


def _keys_of_frames(index: Index, frames: Iterable[str]) -> Iterable[str]:
    for pack in index.packs:
        known = pack.frames
        for bare in frames:
            if bare in known:
                for number in pack.keys_of_frame(bare):
                    yield str(pack.keys.restore_key(number))


def _rows(index: Index, near: dict[str, float], tier: str) -> list[Row]:
    """Rows of the keys, best first: similarity with a little of prominence; each place once."""
    found: dict[tuple[int, int], Row] = {}
    for key, similarity in near.items():
        for row in index.rows_of_ids(index.ids_of_key(key)):
            if row.kind == "demonym":
                continue
            place = (id(row.pack), row.row)
            if place not in found or found[place].similarity < similarity:
                row.tier, row.similarity = tier, round(similarity, 4)
                found[place] = row
    return sorted(
        found.values(),
        key=lambda r: (-(r.similarity + r.order * _PROMINENCE_WEIGHT), r.matched, r.row),
    )
