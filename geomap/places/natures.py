"""Districts, and the rivers, towns and summits of the same name: what the words beside a name say it is.

"en Isère", "les pompiers de la Loire" are districts, "noyé dans la Loire", "les crues de la Loire" the
river; French towns bear no article, so "le Doubs", "la Creuse" are none. Only names that are both are
looked at, so that a text without them pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.model.place import Place
from geomap.places.spots import Option, Spot

#: Prominence of a district that shares its name with a water, at least.
_DISTRICT = 8.0
#: Districts that are known by their names, their least prominence, and the readings looked at for one.
_DISTRICTS, _LEAST_DISTRICT, _FIRST = frozenset({"ADM1", "ADM2"}), 9.0, 6
#: How far a former name is from a place's own (see ``Option.far_name``).
_FORMER = 2
#: Codes of summits: no accident happens in one.
_SUMMITS = frozenset({"MT", "PK", "VLC", "HLL"})
#: How much better known an area is that is meant by "à" and a name it shares with a town in it.
_BETTER_KNOWN = 10.0
#: Codes of seas, and the words of "dans la" behind which a comma shows that a town stands before.
_SEAS, _LEADS = frozenset({"CHN", "SEA", "OCN", "GULF", "STRT"}), 2
#: Groups of the noun before a name that leave open what it is, or say that it is a district.
_GROUPS = frozenset({"", "admin"})
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
    #: and what stands right before towns only ("à Québec")
    bare_town: frozenset[str]
    admin_before: frozenset[str]
    admin_behind: frozenset[str]
    water_before: frozenset[str]
    water_behind: frozenset[str]
    #: what may stand between the members of a list
    listing: frozenset[str]
    #: articles, those that hold a preposition ("du"), and what else stands before them ("de la")
    articles: frozenset[str]
    contracted: frozenset[str]
    of: frozenset[str]
    of_the: frozenset[str]
    #: before an article: where districts are meant ("dans la Creuse")
    within: frozenset[str]
    #: sides of the sky: "dans le Nord" may be any north
    sides: frozenset[str]
    #: behind a name at the head of a line ("Isère : un randonneur se tue")
    heads: frozenset[str]


@lru_cache(maxsize=4)
def natures_of(lang: str) -> Natures:
    """The words of a language, read once a process."""
    places = load(lang, "places")
    table = places["natures"]
    return Natures(
        bare_admin=frozenset(table["bare_admin"]),
        bare_town=frozenset(table["bare_town"]),
        admin_before=frozenset(table["admin_before"].split()),
        admin_behind=frozenset(table["admin_behind"].split()),
        water_before=frozenset(table["water_before"].split()),
        water_behind=frozenset(table["water_behind"].split()),
        listing=frozenset((*places["coordinating"], *places["linking"], *table["bare_admin"])),
        articles=frozenset(table["articles"]),
        contracted=frozenset(table["contracted"]),
        of=frozenset(table["of"]),
        of_the=frozenset(table["of_the"]),
        within=frozenset(table["within"]),
        sides=frozenset(table["sides"]),
        heads=frozenset(table["heads"]),
    )


def mark_natures(keys: Sequence[str], spots: Sequence[Spot], natures: Natures) -> None:
    """Set ``nature`` of the spots whose name is a district's and a water's, a town's or a summit's:
    "admin", "water", "town" or ""."""
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
        if (
            spot.kind == "name"
            and spot.group in _GROUPS
            and tuple(keys[spot.first : spot.last]) in both
        ):
            spot.nature = _nature(keys, spot, natures)
            if not spot.nature and before is not None and before.sentence == spot.sentence:
                gap = keys[before.last : spot.first]
                if 0 < len(gap) <= _LISTED and all(key in natures.listing for key in gap):
                    spot.nature = before.nature
        before = spot


def _has_two(spot: Spot) -> bool:
    if _is_country(spot):
        return _is_town(spot)
    classes = {
        _class_of(o.place)
        for o in spot.options
        if (o.place.feature_class in "HP" or (not o.far_name and o.prominence >= _DISTRICT))
        and not o.place.feature_code.startswith("PCL")
    }
    return "A" in classes and not classes.isdisjoint({"H", "P", "T"})


def _class_of(place: Place) -> str:
    """The feature class; ranges and massifs are called like their district, and lie in it: no class."""
    return (
        ""
        if place.feature_class == "T" and place.feature_code not in _SUMMITS
        else place.feature_class
    )


def _nature(keys: Sequence[str], spot: Spot, natures: Natures) -> str:
    """What the words around a name say: those of a water first, then those of a district."""
    first, last = spot.first, spot.last
    if _is_country(spot):  # "à Mexico", "à Luxembourg"
        return "town" if first and keys[first - 1] in natures.bare_town else ""
    before = _up_to_mark(keys[at] for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1))
    behind = _up_to_mark(keys[at] for at in range(last, min(len(keys), last + _BEHIND)))
    if (before[:1] and before[0] in natures.bare_admin) or _in_brackets(keys, first, last):
        return "admin"
    waters = any(o.place.feature_class == "H" for o in spot.options)
    if before[:1] and before[0] in natures.bare_town and _is_town(spot):
        return "town"
    if waters and not (
        natures.water_before.isdisjoint(before) and natures.water_behind.isdisjoint(behind)
    ):
        return "water"
    told = natures.admin_before.intersection(before)
    if told <= natures.within and len(before) > _LEADS and _is_sea(spot):
        told = told if before[_LEADS] == "," else frozenset()  # "secourus dans la Manche": at sea
    if told or not natures.admin_behind.isdisjoint(behind):
        return "admin" if waters or _has_article(keys, spot, natures) else ""
    if not before and last < len(keys) and keys[last] in natures.heads:
        return "admin"
    return "" if waters or not _has_article(keys, spot, natures) else "admin"


def _is_country(spot: Spot) -> bool:
    return bool(spot.options) and spot.options[0].place.feature_code.startswith("PCL")


def _is_town(spot: Spot) -> bool:
    """Whether a name is a town's, and no area is so much better known by it as Gaza is."""
    towns = [o.prominence for o in spot.options if o.place.feature_class == "P" and not o.far_name]
    if not towns:
        return False
    return _is_country(spot) or spot.options[0].prominence <= max(towns) + _BETTER_KNOWN


def _is_sea(spot: Spot) -> bool:
    return any(o.place.feature_code in _SEAS for o in spot.options)


def _has_article(keys: Sequence[str], spot: Spot, natures: Natures) -> bool:
    """Whether a name stands behind an article that is not its own ("du Doubs", but "du Havre")."""
    before = keys[spot.first - 1] if spot.first else ""
    return (before in natures.articles or before in natures.contracted) and not any(
        fold(o.match.matched).split(" ")[0] in natures.articles
        for o in spot.options
        if o.place.feature_class == "P" and not o.far_name
    )


def has_district(places: Sequence[Option]) -> bool:
    """Whether one of the best readings of a name is a division of the first or second order."""
    return any(
        o.place.feature_code in _DISTRICTS
        and o.far_name < _FORMER
        and o.prominence >= _LEAST_DISTRICT
        for o in places[:_FIRST]
    )


def _in_brackets(keys: Sequence[str], first: int, last: int) -> bool:
    """ "Guéret (Creuse)": the district that a town lies in."""
    return first > 1 and last < len(keys) and keys[first - 1] == "(" and keys[last] == ")"


def is_district_said(keys: Sequence[str], first: int, last: int, natures: Natures) -> bool:
    """Whether the words before a name say that it is a district's: "dans la Creuse", "les pompiers du
    Cher", "en Charente", "Cahors (Lot)"."""
    at = first - 1
    if at < 1:
        return False
    if _in_brackets(keys, first, last):
        return True
    if keys[at] in natures.bare_admin:
        return keys[first] not in natures.sides
    if keys[at] in natures.of_the:
        return keys[at - 1] in natures.admin_before
    if keys[at] not in natures.articles:
        return False
    if keys[at - 1] in natures.within:
        return keys[first] not in natures.sides
    return at > 1 and keys[at - 1] in natures.of and keys[at - 2] in natures.admin_before


def _up_to_mark(keys: Iterable[str]) -> list[str]:
    return list(takewhile(lambda key: key not in _MARKS, keys))
