"""Grid positions printed in a text: UTM ("36U 324000 5592000") and MGRS ("36U UA 24300 91900").

The military grid names squares of 100 km by two letters that repeat: columns over three zones, rows
every 2,000 km, so that the latitude band tells which one is meant (NGA.STND.0037, "Universal grids
and the transverse Mercator", 2014, section 3). Polar squares (bands A, B, Y, Z) are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M, _ROW_CYCLE_M = 100_000.0, 2_000_000.0

_MGRS = re.compile(
    r"(?<![\w.])(?P<zone>[1-9]|[0-5]\d|60)(?P<band>[C-HJ-NP-X])\s?"
    r"(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])\s?(?P<digits>\d{2,5}\s?\d{2,5})(?![\w.]*\d)"
)
_UTM = re.compile(
    r"(?<![\w.])(?:UTM\s?:?\s?)?(?P<zone>[1-9]|[0-5]\d|60)\s?(?P<band>[C-HJ-NP-X])\s+"
    r"(?P<east>\d{6})(?:\.\d{1,3})?\s?m?\s?[EO]?,?\s+(?P<north>\d{6,7})(?:\.\d{1,3})?(?:\s?m?N?\b)"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A grid position: offsets in the text, degrees, half of its last digit in metres."""

    start: int
    end: int
    lon: float
    lat: float
    radius_m: float


def find_grids(text: str) -> Iterator[Spot]:
    """Grid positions of a text; what lies outside its zone and band is none."""
    for match in _UTM.finditer(text):
        spot = _spot(match, float(match["east"]), float(match["north"]), 0.5)
        if spot is not None:
            yield spot
    for match in _MGRS.finditer(text):
        digits = match["digits"].replace(" ", "")
        if len(digits) % 2:
            continue
        half = len(digits) // 2
        unit = 10.0 ** (5 - half)
        columns = _COLUMNS[(int(match["zone"]) - 1) % 3]
        if match["square"][0] not in columns:
            continue
        # The middle of the square that is told, not its corner.
        east = (columns.index(match["square"][0]) + 1) * _SQUARE_M + (
            int(digits[:half]) + 0.5
        ) * unit
        row = _ROWS.index(match["square"][1]) - (0 if int(match["zone"]) % 2 else 5)
        north = (row % 20) * _SQUARE_M + (int(digits[half:]) + 0.5) * unit
        spot = _in_band(match, east, north, 0.5 * unit)
        if spot is not None:
            yield spot


def _in_band(match: re.Match[str], east: float, north: float, radius_m: float) -> Spot | None:
    """The repetition of a row that lies in the latitude band."""
    for cycle in range(5):
        spot = _spot(match, east, north + cycle * _ROW_CYCLE_M, radius_m)
        if spot is not None:
            return spot
    return None


def _spot(match: re.Match[str], east: float, north: float, radius_m: float) -> Spot | None:
    zone, band = int(match["zone"]), match["band"].upper()
    if not 100_000.0 <= east < 900_000.0 or not 0.0 <= north <= 10_000_000.0:
        return None
    lon, lat = _to_degrees(zone, band >= "N").transform(east, north)
    low = -80.0 + 8.0 * BANDS.index(band)
    high = 84.0 if band == "X" else low + 8.0
    if not low - 0.5 <= lat <= high + 0.5:
        return None
    return Spot(match.start(), match.end(), float(lon), float(lat), radius_m)


@lru_cache(maxsize=8)
def _to_degrees(zone: int, north: bool) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(
        f"EPSG:{(32600 if north else 32700) + zone}", "EPSG:4326", always_xy=True
    )
