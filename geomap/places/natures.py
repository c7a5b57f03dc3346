"""Rivers and the districts called after them: what the words beside a name say it is.

"en Isère", "les pompiers de la Loire" are districts, "noyé dans la Loire", "les crues de la Loire" the
river. Only names that are both are looked at, so that a text without them pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from geomap.language.load import load
from geomap.places.spots import Spot

#: Prominence of a district that shares its name with a water, at least.
_DISTRICT = 8.0
#: Words looked at before the name, and behind it.
_BEFORE, _BEHIND = 5, 5
_MARKS = frozenset('.;:()!?"«»')
#: Tokens between two members of a list ("de la Loire et de la Vienne").
_LISTED = 4


@dataclass(frozen=True, slots=True)
class Natures:
    """Folded words that make such a name a district or a water."""

    #: right before the name, without an article ("en Isère")
    bare_admin: frozenset[str]
    admin_before: frozenset[str]
    admin_behind: frozenset[str]
    water_before: frozenset[str]
    water_behind: frozenset[str]
    #: what may stand between the members of a list
    listing: frozenset[str]


@lru_cache(maxsize=4)
def natures_of(lang: str) -> Natures:
    """The words of a language, read once a process."""
    places = load(lang, "places")
    table = places["natures"]
    return Natures(
        bare_admin=frozenset(table["bare_admin"]),
        admin_before=frozenset(table["admin_before"].split()),
        admin_behind=frozenset(table["admin_behind"].split()),
        water_before=frozenset(table["water_before"].split()),
        water_behind=frozenset(table["water_behind"].split()),
        listing=frozenset((*places["coordinating"], *places["linking"], *table["bare_admin"])),
    )


def mark_natures(keys: Sequence[str], spots: Sequence[Spot], natures: Natures) -> None:
    """Set ``nature`` of the spots whose name is a district's and a water's: "admin", "water" or ""."""
    # "la Manche" alone is the sea, "Manche" is both: what one mention may be, the others may be too.
    both = {
        tuple(keys[spot.first : spot.last])
        for spot in spots
        if spot.kind == "name" and _has_two(spot)
    }
    if not both:
        return
    before: Spot | None = None
    for spot in spots:
        if spot.kind == "name" and not spot.group and tuple(keys[spot.first : spot.last]) in both:
            spot.nature = _nature(keys, spot, natures)
            if not spot.nature and before is not None and before.sentence == spot.sentence:
                gap = keys[before.last : spot.first]
                if 0 < len(gap) <= _LISTED and all(key in natures.listing for key in gap):
                    spot.nature = before.nature
        before = spot


def _has_two(spot: Spot) -> bool:
    classes = {
        o.place.feature_class
        for o in spot.options
        if not o.far_name
        and (o.place.feature_class == "H" or o.prominence >= _DISTRICT)
        and not o.place.feature_code.startswith("PCL")
    }
    return "A" in classes and "H" in classes


def _nature(keys: Sequence[str], spot: Spot, natures: Natures) -> str:
    """What the words around a name say: those of a water first, then those of a district."""
    first, last = spot.first, spot.last
    before = _up_to_mark(keys[at] for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1))
    behind = _up_to_mark(keys[at] for at in range(last, min(len(keys), last + _BEHIND)))
    if before[:1] and before[0] in natures.bare_admin:
        return "admin"
    if not natures.water_before.isdisjoint(before) or not natures.water_behind.isdisjoint(behind):
        return "water"
    if not natures.admin_before.isdisjoint(before) or not natures.admin_behind.isdisjoint(behind):
        return "admin"
    return ""


def _up_to_mark(keys: Iterable[str]) -> list[str]:
    return list(takewhile(lambda key: key not in _MARKS, keys))
