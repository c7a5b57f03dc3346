"""Names on the basemap, from geomap's own gazetteer, in the languages of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geomap.config import UiLanguage
from geomap.render.basemap import Box

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model.place import Place

LANGUAGES: tuple[UiLanguage, ...] = ("fr", "en")
#: Towns kept: the largest of a box, the largest of each cell of it, the largest near incidents.
LARGEST, PER_CELL, NEARBY = 40, 2, 8
CELL_DEG = 2.0
#: Cells with incidents round which smaller towns are named.
NEARBY_CELLS = 40
TOWNS = 320
#: Population of a record that states none.
NOT_KNOWN = 0xFFFF_FFFF
#: GeoNames codes of populated places that are parts of another, gone, or destroyed.
_NOT_TOWNS = frozenset({"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"})
_CODES = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

#: ``[kind, lon, lat, population, french, english]``; kind 0 country, 1 water, 2 town
Label = list[Any]


def make_labels(
    gazetteer: Gazetteer | None,
    boxes: tuple[Box, ...],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
) -> list[Label]:
    """Labels of countries everywhere, of waters and towns in the boxes of detail, best first."""
    if gazetteer is None:
        return []
    countries: dict[str, Place] = {}
    for code in _CODES:
        place = gazetteer.country(code)
        if place is not None and place.feature_class == "A":
            countries.setdefault(place.id, place)
    towns = _towns(gazetteer, boxes, lon, lat)
    kinds = ((0, countries.values()), (1, _waters(gazetteer, boxes)), (2, towns))
    return [_label(gazetteer, place, kind) for kind, places in kinds for place in places]


def _waters(gazetteer: Gazetteer, boxes: tuple[Box, ...]) -> list[Place]:
    """Seas and lakes of the curated packs whose label lies in a box, widest first."""
    found: dict[str, Place] = {}
    for pack in gazetteer.packs[:-1]:
        for row in range(len(pack.c_lon)):
            position = (pack.c_lon[row] / 1e5, pack.c_lat[row] / 1e5)
            if any(_inside(box, *position) for box in boxes):
                place = pack.place(row)
                if place.feature_class == "H" and place.geometry_kind == "area":
                    found.setdefault(place.id, place)
    return sorted(found.values(), key=lambda p: (-p.radius_m, p.id))[:40]


def _towns(
    gazetteer: Gazetteer,
    boxes: tuple[Box, ...],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
) -> list[Place]:
    wanted: dict[str, Place] = {}
    cells = np.unique(np.stack([np.floor(lon), np.floor(lat)], axis=1), axis=0)[:NEARBY_CELLS]
    for pack in reversed(gazetteer.packs):
        for box in boxes:
            rows = _rows_in(pack, box)
            picked = rows[:LARGEST].tolist() + _best_of_cells(pack, rows, CELL_DEG, PER_CELL)
            for row in picked:
                place = pack.place(row)
                wanted[place.id] = place
        for x, y in cells.tolist():
            for row in _rows_in(pack, (x - 0.5, y - 0.5, x + 1.5, y + 1.5))[:NEARBY].tolist():
                place = pack.place(row)
                wanted[place.id] = place
    towns = sorted(wanted.values(), key=lambda p: (-(p.population or 0), p.id))
    return towns[:TOWNS]


def _is_town(place: Place) -> bool:
    return place.feature_class == "P" and place.feature_code not in _NOT_TOWNS


def _rows_in(pack: Any, box: Box) -> npt.NDArray[np.int64]:
    """Rows of a pack in a box that state a population, largest first."""
    west, south, east, north = box
    rows = np.fromiter(
        pack.rows_in_box(max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north)),
        dtype=np.int64,
    )
    population = np.asarray(pack.c_population)[rows]
    lon, lat = np.asarray(pack.c_lon)[rows] / 1e5, np.asarray(pack.c_lat)[rows] / 1e5
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    inside &= (population > 0) & (population != NOT_KNOWN)
    rows, population = rows[inside], population[inside]
    kinds = np.asarray(pack.c_kind)[rows]
    # One record of each kind says whether the kind is a town.
    _, first = np.unique(kinds, return_index=True)
    towns = [kinds[i] for i in first if _is_town(pack.place(int(rows[i])))]
    town = np.isin(kinds, towns)
    rows, population = rows[town], population[town]
    return rows[np.lexsort((rows, -population.astype(np.int64)))]


def _best_of_cells(
    pack: Any, rows: npt.NDArray[np.int64], cell_deg: float, number: int
) -> list[int]:
    taken: dict[tuple[int, int], int] = {}
    best = []
    for row in rows[:4000].tolist():
        cell = (int(pack.c_lon[row] / 1e5 // cell_deg), int(pack.c_lat[row] / 1e5 // cell_deg))
        if taken.get(cell, 0) < number:
            taken[cell] = taken.get(cell, 0) + 1
            best.append(row)
    return best[:120]


def _inside(box: Box, lon: float, lat: float) -> bool:
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def _label(gazetteer: Gazetteer, place: Place, kind: int) -> Label:
    names = [gazetteer.display_name(place.id, lang) or place.name for lang in LANGUAGES]
    return [kind, round(place.lon, 3), round(place.lat, 3), place.population or 0, *names]
