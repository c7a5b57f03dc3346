"""Names on the basemap, from geomap's own gazetteer, in the languages of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geomap.config import Boundaries, UiLanguage
from geomap.render.basemap import Basemap, Box
from geomap.render.boundaries import disputed_rows

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model.place import Place

LANGUAGES: tuple[UiLanguage, ...] = ("fr", "en")
#: Towns kept: the largest of a box, the largest of each cell of it, the largest near incidents.
LARGEST, PER_CELL, NEARBY = 40, 2, 8
CELL_DEG = 2.0
#: Cells with incidents round which smaller towns are named.
NEARBY_CELLS = 40
TOWNS = 180
#: Population of a record that states none.
NOT_KNOWN = 0xFFFF_FFFF
#: GeoNames codes of populated places that are parts of another, gone, or destroyed.
_NOT_TOWNS = frozenset({"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"})
_CODES = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

COUNTRY, WATER, TOWN, TERRITORY, RIVER = range(5)
#: A sea at least this wide is named wherever it lies, a smaller water only in a box of detail.
SEA_M = 250_000.0
WATERS = 90

#: ``[kind, lon, lat, weight, french, english]``; the weight of a town is its population, of a river
#: the number of its line in the detail, of all else its radius in kilometres, which says from what
#: zoom on there is room for the name.
Label = list[Any]


def make_labels(
    gazetteer: Gazetteer | None,
    basemap: Basemap,
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    policy: Boundaries,
) -> list[Label]:
    """Labels of countries and seas everywhere, of lakes, rivers and towns in the boxes of detail."""
    if gazetteer is None:
        return []
    rivers = [place for id_ in basemap.rivers if (place := gazetteer.get(id_)) is not None]
    labels = [_label(gazetteer, place, *kind) for place, kind in _countries(gazetteer, policy)]
    labels += [
        _label(gazetteer, place, WATER, round(place.radius_m / 1000))
        for place in _waters(gazetteer, basemap.boxes)
    ]
    labels += [
        _label(gazetteer, place, TOWN, _rounded(place.population or 0))
        for place in _towns(gazetteer, basemap.boxes, lon, lat)
    ]
    return labels + [_label(gazetteer, place, RIVER, i) for i, place in enumerate(rivers)]


def _countries(gazetteer: Gazetteer, policy: Boundaries) -> list[tuple[Place, tuple[int, int]]]:
    """Countries and territories, the widest first, with the kind of their label and its weight.

    A place that the documents of the United Nations count to another state is named as a territory
    unless the borders are those of de facto control.
    """
    counted_elsewhere = {row["code"] for row in disputed_rows() if "code" in row}
    found: dict[str, tuple[Place, tuple[int, int]]] = {}
    for code in _CODES:
        place = gazetteer.country(code)
        if place is None or place.feature_class != "A":
            continue
        sovereign = place.feature_code in ("PCLI", "PCL", "PCLF")
        if policy != "de-facto" and code in counted_elsewhere:
            sovereign = False
        kind = COUNTRY if sovereign else TERRITORY
        found.setdefault(place.id, (place, (kind, round(place.radius_m / 1000))))
    return sorted(found.values(), key=lambda f: (-f[0].radius_m, f[0].id))


def _waters(gazetteer: Gazetteer, boxes: tuple[Box, ...]) -> list[Place]:
    """Seas of the curated packs, and lakes whose label lies in a box, widest first."""
    found: dict[str, Place] = {}
    for pack in gazetteer.packs[:-1]:
        for row in pack.rows_of_kind("H", "area"):
            place = pack.place(row)
            wide = place.feature_code in ("OCN", "SEA", "GULF", "BAY") and place.radius_m >= SEA_M
            if wide or any(_inside(box, place.lon, place.lat) for box in boxes):
                found.setdefault(place.id, place)
    return sorted(found.values(), key=lambda p: (-p.radius_m, p.id))[:WATERS]


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


def _rounded(population: int) -> int:
    """Two digits: they only say which town is named first."""
    step: int = 10 ** max(0, len(str(population)) - 2)
    return population // step * step


def _label(gazetteer: Gazetteer, place: Place, kind: int, weight: int) -> Label:
    names = [gazetteer.display_name(place.id, lang) or place.name for lang in LANGUAGES]
    return [kind, round(place.lon, 3), round(place.lat, 3), weight, *names]
