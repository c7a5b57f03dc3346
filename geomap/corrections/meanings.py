"""``name-means``: this name is that place, in one document or everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.language.fold import fold
from geomap.model.extent import Extent, PlacePrecision
from geomap.model.place import Candidate, Mention, Place, Reason

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_KINDS_WITH_A_PLACE = frozenset({"name", "anaphor"})


@dataclass(frozen=True, slots=True)
class NameMeaning:
    """A name (as the text spells it, case and accents aside) and the id of the place it means."""

    name: str
    place_id: str
    label: str = "name-means"


def apply_meanings(
    mentions: Iterable[Mention], meanings: Sequence[NameMeaning], gazetteer: Gazetteer
) -> list[Mention]:
    """``mentions`` with the places that an analyst gave to their names; runners-up are kept.

    An anaphor follows its antecedent. Runs before expressions are computed, so that "à 12 km de X"
    hangs on the right X.
    """
    by_name = {fold(meaning.name): meaning for meaning in meanings}
    out: list[Mention] = []
    given: dict[str, Mention] = {}
    for mention in mentions:
        changed = mention
        meaning = by_name.get(fold(mention.text))
        place = gazetteer.get(meaning.place_id) if meaning else None
        if place is not None and meaning and mention.kind in _KINDS_WITH_A_PLACE:
            changed = _means(mention, place, meaning, gazetteer)
        elif mention.antecedent in given:
            source = given[mention.antecedent]
            changed = replace(mention, place=source.place, probability=1.0, extent=source.extent)
        if changed is not mention:
            given[mention.id] = changed
        out.append(changed)
    return out


def _means(mention: Mention, place: Place, meaning: NameMeaning, gazetteer: Gazetteer) -> Mention:
    chosen = Candidate(place, 1.0, (Reason("corrected", (meaning.label,)),), mention.text)
    others = tuple(
        replace(c, probability=0.0) for c in mention.candidates if c.place.id != place.id
    )
    extent = None
    if mention.extent is not None:
        extent = extent_of_place(place, gazetteer)
    return replace(
        mention, place=place, probability=1.0, candidates=(chosen, *others), extent=extent
    )


_BY_FEATURE: dict[str, PlacePrecision] = {
    "PCLI": "country",
    "ADM1": "adm1",
    "ADM2": "adm2",
    "ADM3": "adm3",
}
_BY_CLASS: dict[str, PlacePrecision] = {"P": "settlement", "S": "site", "H": "water_body"}


def extent_of_place(place: Place, gazetteer: Gazetteer) -> Extent:
    """Where a place is drawn: its point, or its own line or area where the gazetteer has it."""
    geometry = None
    if place.geometry_kind != "point":
        geometry = gazetteer.geometry(place.id, "line" if place.geometry_kind == "line" else "area")
    precision = _BY_FEATURE.get(place.feature_code) or _BY_CLASS.get(place.feature_class, "region")
    if place.geometry_kind == "line":
        precision = "linear"
    return Extent(
        place.geometry_kind, place.lon, place.lat, place.radius_m, geometry, precision
    )  # fmt: skip
