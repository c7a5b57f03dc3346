"""Which places of several ambiguous names lie together: Douglas County and the Alexandria in it.

No name needs to be sure of itself for this. All places that the names could mean are laid on a
grid once; a place counts the other names that could be beside it. A name with hundreds of places is
beside everything somewhere, so it counts for less.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from geomap.places.context import rough_km
from geomap.places.spots import Name, Option

#: Degrees of a cell, and kilometres at which two places are beside each other for half a count.
_CELL = 1.0
_BESIDE_KM = 40.0
#: Places of a name that are laid on the grid, and those beyond which it counts for less.
_PLACES = 80
_MANY = 12
#: Areas so wide that they are beside nothing.
_WIDE = ("PCL", "CONT", "OCN", "RGN")


class Together:
    """The places of all names of a text, by where they lie."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, int, float]]] = defaultdict(
            list
        )
        #: codes of divisions that a name may be the name of -> the names, with their shares
        self._divisions: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, name in enumerate(names):
            name.number = number
            share = min(1.0, _MANY / len(name.options))
            for option in name.options[:_PLACES]:
                place = option.place
                if place.feature_code == "ADM1":
                    self._divisions[option.admin1].append((number, share))
                elif place.feature_code == "ADM2" and option.admin2:
                    self._divisions[option.admin2].append((number, share))
                if place.feature_code != "ADM1" and not place.feature_code.startswith(_WIDE):
                    cell = math.floor(place.lon / _CELL), math.floor(place.lat / _CELL)
                    self._cells[cell].append((place.lon, place.lat, number, share))

    def beside(self, option: Option, own: int) -> float:
        """How many other names could be beside a place, each between 0 and 1."""
        best: dict[int, float] = {}
        place = option.place
        column, row = math.floor(place.lon / _CELL), math.floor(place.lat / _CELL)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                for lon, lat, number, share in self._cells.get((x, y), ()):
                    if number != own and share > best.get(number, 0.0):
                        near = share * 2.0 ** (
                            -rough_km(place.lon, place.lat, lon, lat) / _BESIDE_KM
                        )
                        if near > best.get(number, 0.0):
                            best[number] = near
        for code in (option.admin2, option.admin1):
            for number, share in self._divisions.get(code, ()) if code else ():
                if number != own:
                    best[number] = max(best.get(number, 0.0), share * 0.7)
        return sum(best.values())
