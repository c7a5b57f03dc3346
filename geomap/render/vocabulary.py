"""The closed words of a row, in the order of their codes. The page gets the same lists."""

from __future__ import annotations

from geomap.model.incident import INCIDENT_TYPES, LAYER_BY_TYPE, LAYERS

STATUSES = ("reported", "claimed", "denied", "planned", "alert", "cancelled")
REALIS = ("actual", "ongoing", "iterative", "future", "intended", "possible", "hypothetical")
PRECISIONS = (
    "exact", "street", "site", "settlement", "vicinity", "offset", "offset_no_bearing", "adm3",
    "adm2", "adm1", "border_strip", "linear", "water_body", "region", "country", "inferred",
    "unlocated",
)  # fmt: skip
#: How a row is drawn: not at all (in the drawer), as a symbol, a line, an area, a disc, a ring.
DRAWER, POINT, LINE, AREA, DISC, RING = range(6)
KINDS = ("drawer", "point", "line", "area", "disc", "ring")
#: undated; both ends known; begins before its end, unknown when; goes on after its start.
UNDATED, DATED, OPEN_START, OPEN_END = range(4)
#: bits of a row's flags
NEGATED, BACKGROUND, SERIES, DISPUTED, INFERRED, BLURRED = 1, 2, 4, 8, 16, 32
GRADES = ("0", "1", "2", "3", "4", "5", "6")


def vocabulary() -> dict[str, list[str] | dict[str, str]]:
    """What the page needs to read the codes."""
    return {
        "layers": list(LAYERS),
        "types": list(INCIDENT_TYPES),
        "layerByType": dict(LAYER_BY_TYPE),
        "statuses": list(STATUSES),
        "realis": list(REALIS),
        "precisions": list(PRECISIONS),
        "kinds": list(KINDS),
    }
