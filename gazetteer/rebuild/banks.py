"""Known towns stay on their bank: moves the line of a river where its scale has it on the wrong side.

Natural Earth's 50m rivers are off by some kilometres, so that a town stands across the river from where
it is. ``banks.tsv`` says which bank a town lies on (left and right looking downstream); near a town on
the wrong side the line is led past it, half way between two towns that face each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

#: A town further from the line than this is on no bank of it.
REACH_KM = 40.0
#: How far a line passes from a town that it is led around, and how near it may pass any.
AWAY_KM, LEAST_KM = 1.2, 0.5
#: Towns that face each other lie closer than this.
FACING_KM = 14.0
#: The flow at a point is that of its own stretch, this far up and down the river.
FLOW_KM = 0.05
#: Towns of one bend disturb each other; this many rounds settle them.
ROUNDS = 6
DEGREE_KM = 111.2


@dataclass(frozen=True, slots=True)
class Bank:
    """A town, its position, and the bank of a river it lies on."""

    town: str
    lon: float
    lat: float
    side: str


def read_banks(path: Path) -> dict[str, list[Bank]]:
    """The rows of ``banks.tsv`` by river."""
    rivers: dict[str, list[Bank]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        river, side, town, lon, lat = line.split("\t")
        rivers.setdefault(river, []).append(Bank(town, float(lon), float(lat), side))
    return rivers


def side_of(line: Any) -> tuple[str, float]:
    """The side of an oriented line the origin lies on (see ``flat``), and how far from it, km."""
    point = shapely.Point(0.0, 0.0)
    at = line.project(point)
    back = line.interpolate(max(0.0, at - FLOW_KM))
    ahead = line.interpolate(min(line.length, at + FLOW_KM))
    turn = (ahead.x - back.x) * (0.0 - back.y) - (ahead.y - back.y) * (0.0 - back.x)
    return ("left" if turn > 0 else "right"), line.distance(point)


def flat(line: Any, bank: Bank) -> Any:
    """The line in kilometres east and north of a town."""
    shrink = math.cos(math.radians(bank.lat))
    scale = np.array([DEGREE_KM * shrink, DEGREE_KM])
    return shapely.transform(line, lambda p: (p - (bank.lon, bank.lat)) * scale)


def keep_banks(line: Any, banks: list[Bank]) -> tuple[Any, list[str]]:
    """The line with every town on its side, and the towns for which that failed."""
    left_over: list[str] = []
    for _ in range(ROUNDS):
        left_over = []
        for bank in banks:
            here = flat(line, bank)
            side, away = side_of(here)
            if away > REACH_KM:
                continue
            if side == bank.side and away >= min(LEAST_KM, 0.3 * facing_km(bank, banks)):
                continue
            left_over.append(bank.town)
            line = led_past(line, here, bank, banks)
        if not left_over:
            break
    return line, left_over


def facing_km(bank: Bank, banks: list[Bank]) -> float:
    """How far the nearest town of the other bank is."""
    others = [flat(shapely.Point(b.lon, b.lat), bank) for b in banks if b.side != bank.side]
    return min((math.hypot(p.x, p.y) for p in others), default=math.inf)


def led_past(line: Any, here: Any, bank: Bank, banks: list[Bank]) -> Any:
    """The line with a new point beside a town, in place of those near it."""
    at = here.project(shapely.Point(0.0, 0.0))
    away = here.distance(shapely.Point(0.0, 0.0))
    back = here.interpolate(max(0.0, at - FLOW_KM))
    ahead = here.interpolate(min(here.length, at + FLOW_KM))
    flow = np.array([ahead.x - back.x, ahead.y - back.y])
    flow = flow / (np.hypot(*flow) or 1.0)
    # Left of the flow is (-y, x); a town on the left has the river on its right.
    turn = 1.0 if bank.side == "right" else -1.0
    spot = AWAY_KM * turn * np.array([-flow[1], flow[0]])
    across = [flat(shapely.Point(b.lon, b.lat), bank) for b in banks if b.side != bank.side]
    across.sort(key=lambda p: math.hypot(p.x, p.y))
    if across and math.hypot(across[0].x, across[0].y) < FACING_KM:
        spot = np.array([across[0].x / 2, across[0].y / 2])
    reach = max(2.0, 1.6 * (away + AWAY_KM))
    points = shapely.get_coordinates(here)
    along = np.array([here.project(shapely.Point(p)) for p in points])
    kept_before = points[along < at - reach]
    kept_after = points[along > at + reach]
    made = np.vstack([kept_before, spot[None, :], kept_after])
    if len(made) < 2:
        return line
    shrink = math.cos(math.radians(bank.lat))
    scale = np.array([DEGREE_KM * shrink, DEGREE_KM])
    return shapely.linestrings(made / scale + (bank.lon, bank.lat))
