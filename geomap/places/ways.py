"""The two ends of a way: "la ligne Lyon-Turin", "dans le sens Nantes-Quimper"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geomap.places.segments import Segment
from geomap.places.spots import Option, places_of
from geomap.places.zones import Zone

#: What joins the two ends, and prominence of towns that are such ends.
_STROKES, _END = frozenset("-–—/"), 27.0


def ends_of_ways(keys: Sequence[str], zone: Zone, segments: Sequence[Segment]) -> set[int]:
    """Tokens of two known towns of a zone joined by a stroke; none where one is part of a person's name."""
    ends: set[int] = set()
    for (one, options), (other, others) in pairwise(zone.hits):
        if one.last_token + 1 != other.first_token or keys[one.last_token] not in _STROKES:
            continue
        whole = one.first_token, other.last_token
        person = any(
            kind == "PER" and first < whole[1] and whole[0] < last and (first, last) != whole
            for first, last, kind in segments
        )
        if not person and _is_town(options) and _is_town(others):
            ends.update(range(one.first_token, other.last_token))
    return ends


def _is_town(options: tuple[Option, ...]) -> bool:
    places = places_of(options)
    return bool(places) and places[0].place.feature_class == "P" and places[0].prominence >= _END
