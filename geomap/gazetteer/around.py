"""What expressions ask of the packs of an open gazetteer: divisions of a country, lines near a spot."""

from __future__ import annotations

from functools import lru_cache

from geomap.gazetteer.store import Gazetteer
from geomap.model.place import Place


@lru_cache(maxsize=256)
def divisions_of(gazetteer: Gazetteer, country: str) -> tuple[Place, ...]:
    """The first-order divisions of a country (ISO 3166-1 alpha-2), by code; empty when none is known."""
    found: dict[str, Place] = {}
    for pack in gazetteer.packs:
        # "/" follows "." in the order of the key: every code of this country, no other's.
        query = "SELECT id, place FROM ext WHERE id >= ? AND id < ? ORDER BY id"
        for code, row in pack.rows(query, (f"adm1:{country}.", f"adm1:{country}/")):
            found.setdefault(code, pack.place(row))
    return tuple(found[code] for code in sorted(found))


def lines_near(gazetteer: Gazetteer, lon: float, lat: float, degrees: float) -> list[Place]:
    """Places with a line (rivers, fronts) whose box, wider by ``degrees``, holds a position; by id."""
    found: dict[str, Place] = {}
    for pack in gazetteer.packs:
        query = (
            "SELECT place FROM geom WHERE role='line' AND west <= ? AND east >= ? "
            "AND south <= ? AND north >= ?"
        )
        box = (lon + degrees, lon - degrees, lat + degrees, lat - degrees)
        for (row,) in pack.rows(query, box):
            place = pack.place(row)
            found.setdefault(place.id, place)
    return [found[key] for key in sorted(found)]
