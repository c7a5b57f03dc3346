"""Where something is: a point, a line or an area, with its uncertainty and its formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # a look-up without a geometry must not wait for shapely
    from shapely.geometry.base import BaseGeometry

GeometryKind = Literal["point", "line", "area"]

#: The labels of place precision, finest first.
PlacePrecision = Literal[
    "exact",
    "street",
    "site",
    "settlement",
    "vicinity",
    "offset",
    "offset_no_bearing",
    "adm3",
    "adm2",
    "adm1",
    "border_strip",
    "linear",
    "water_body",
    "region",
    "country",
    "inferred",
    "unlocated",
]

#: A pin may be drawn for these only; everything coarser is drawn as what it is.
PIN_PRECISIONS: frozenset[str] = frozenset(
    {"exact", "street", "site", "settlement", "vicinity", "offset"}
)


@dataclass(frozen=True, slots=True)
class LonLat:
    """A position, WGS 84 decimal degrees."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180.0 <= self.lon <= 180.0 and -90.0 <= self.lat <= 90.0):
            raise ValueError(f"not a position: lon {self.lon}, lat {self.lat}")


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in WGS 84 degrees; ``west > east`` means that it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180.0 <= self.west <= 180.0 and -180.0 <= self.east <= 180.0):
            raise ValueError(f"not a box: {self}")
        if not -90.0 <= self.south <= self.north <= 90.0:
            raise ValueError(f"not a box: {self}")

    def contains(self, lon: float, lat: float) -> bool:
        if not self.south <= lat <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= lon <= self.east
        return lon >= self.west or lon <= self.east


@dataclass(frozen=True, slots=True)
class Extent:
    """The geometry of what is said.

    ``lon``/``lat`` are the position itself for a point, and a position inside the shape (for a
    label, never for a pin) for a line or an area. ``geometry`` is WGS 84 (lon, lat); None for a
    plain point and for an area known only as a disc of ``radius_m``. ``formula`` is a sentence a
    reader can check. ``radius_m`` is the uncertainty in metres, None when unknown.
    """

    kind: GeometryKind
    lon: float
    lat: float
    radius_m: float | None = None
    geometry: BaseGeometry | None = None
    precision: PlacePrecision | None = None
    formula: str | None = None
