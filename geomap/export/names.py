"""Names on a figure, from geomap's own gazetteer, in the language of the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from geomap.export.projection import Box
from geomap.model.table import Feature, UiLanguage

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: (name, lon, lat, weight): the weight of a country is its radius in metres, of a town its people.
Name = tuple[str, float, float, float]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATES = frozenset({"PCLI", "PCL", "PCLF"})
#: GeoNames codes of populated places that are parts of another, gone, or destroyed.
_NOT_TOWNS = frozenset({"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"})
#: Population of a record that states none.
_NOT_KNOWN = 0xFFFF_FFFF
_LONGEST = 34


def place_name(row: Feature, gazetteer: Gazetteer, ui_lang: UiLanguage) -> str:
    """The name of an incident's place; empty for an expression, which its key tells in whole words."""
    where = row.incident.where
    if where is None or (where.place_id is None and where.geometry_kind != "point"):
        return ""
    said = next((m.text for m in row.findings.mentions if m.id == where.mention), None)
    known = gazetteer.display_name(where.place_id, ui_lang, said) if where.place_id else None
    name = known or where.name or ""
    flat = " ".join(name.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"


def country_names(gazetteer: Gazetteer, ui_lang: UiLanguage) -> list[Name]:
    """Sovereign states, the widest first."""
    found: dict[str, Name] = {}
    for code in (a + b for a in _LETTERS for b in _LETTERS):
        place = gazetteer.country(code)
        if place is not None and place.feature_code in _STATES:
            name = gazetteer.display_name(place.id, ui_lang) or place.name
            found[place.id] = (name, place.lon, place.lat, place.radius_m)
    return sorted(found.values(), key=lambda c: (-c[3], c[0]))


def town_names(
    gazetteer: Gazetteer, boxes: Sequence[Box], ui_lang: UiLanguage, most: int
) -> list[Name]:
    """The most populous towns in ``boxes`` (degrees), the largest first."""
    found: dict[str, Name] = {}
    for pack in gazetteer.packs:
        for box in boxes:
            rows = np.fromiter(pack.rows_in_box(*box), dtype=np.int64)
            people = np.asarray(pack.c_population)[rows].astype(np.int64)
            rows, people = rows[people < _NOT_KNOWN], people[people < _NOT_KNOWN]
            # some of the largest are no towns, but divisions
            for row in rows[np.lexsort((rows, -people))][: most * 6].tolist():
                place = pack.place(row)
                if place.feature_class == "P" and place.feature_code not in _NOT_TOWNS:
                    name = gazetteer.display_name(place.id, ui_lang) or place.name
                    found.setdefault(place.id, (name, place.lon, place.lat, place.population or 0))
    return sorted(found.values(), key=lambda t: (-t[3], t[0]))[:most]
