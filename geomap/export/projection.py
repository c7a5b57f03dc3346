"""The plane a figure is drawn on: equal-area round the incidents, or the whole world.

Lambert's azimuthal equal-area projection, centred on what is shown, keeps shapes and areas of a town's
surroundings as well as of a continent, and knows no seam at the 180th meridian. What reaches further
than 80 degrees from its centre is drawn in Equal Earth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

#: west, south, east, north: degrees, or metres on the plane.
Box = tuple[float, float, float, float]
_FARTHEST_DEG = 80.0
_WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
#: Metres of a kilometre-wide step along a frame's edge are enough to find what lies under it.
_EDGE_STEPS = 24
_LATITUDE_TO_POLE = 80.0


@dataclass(frozen=True)
class Plane:
    """A projection (PROJ string) with its centre; all methods take or give metres east and north."""

    proj: str
    lon: float
    lat: float
    whole_world: bool = False

    @cached_property
    def _transformer(self) -> Any:
        from pyproj import Transformer

        return Transformer.from_crs("EPSG:4326", self.proj, always_xy=True)

    def project(self, lon_lat: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """(n, 2) degrees -> (n, 2) metres; infinite where the projection has no image."""
        x, y = self._transformer.transform(lon_lat[:, 0], lon_lat[:, 1])
        return np.column_stack([x, y])

    def unproject(self, xy: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        lon, lat = self._transformer.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])

    def geometry(self, geometry: BaseGeometry) -> BaseGeometry:
        """``geometry`` on the plane; long edges are bent as the earth bends them."""
        fine = shapely.segmentize(geometry, 0.5) if geometry.length > 2.0 else geometry
        return shapely.transform(fine, self.project)


def plane_of(geometries: Sequence[BaseGeometry]) -> Plane:
    """The plane on which ``geometries`` (WGS 84) are drawn."""
    points = shapely.get_coordinates([_corners(g) for g in geometries])
    lon, lat = _centre(points)
    for _ in range(3):  # from the middle of the points to the middle of the frame round them
        plane = _azimuthal(lon, lat)
        if _farthest_deg(points, lon, lat) > _FARTHEST_DEG:
            return Plane("+proj=eqearth +lon_0=0 +datum=WGS84 +units=m", 0.0, 0.0, whole_world=True)
        xy = plane.project(points)
        middle = (xy.min(axis=0) + xy.max(axis=0)) / 2
        lon, lat = plane.unproject(middle[None, :])[0]
    return _azimuthal(lon, lat)


def _azimuthal(lon: float, lat: float) -> Plane:
    proj = f"+proj=laea +lon_0={lon:.4f} +lat_0={lat:.4f} +datum=WGS84 +units=m"
    return Plane(proj, float(lon), float(lat))


def _corners(geometry: BaseGeometry) -> BaseGeometry:
    """What decides the frame: the parts' boxes, few points whatever the geometry."""
    return shapely.MultiPoint(
        [
            point
            for part in shapely.get_parts(geometry)
            for w, s, e, n in [part.bounds]
            for point in ((w, s), (e, s), (e, n), (w, n))
        ]
    )


def _centre(points: npt.NDArray[Any]) -> tuple[float, float]:
    """The middle of ``points`` on the sphere, so that both sides of the 180th meridian are near."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    x, y, z = (
        (np.cos(lat) * np.cos(lon)).mean(),
        (np.cos(lat) * np.sin(lon)).mean(),
        np.sin(lat).mean(),
    )
    if math.hypot(x, y, z) < 1e-6:
        return 0.0, 0.0
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _farthest_deg(points: npt.NDArray[Any], lon: float, lat: float) -> float:
    lons, lats = np.radians(points[:, 0]), np.radians(points[:, 1])
    phi, lam = math.radians(lat), math.radians(lon)
    cosine = np.sin(lats) * math.sin(phi) + np.cos(lats) * math.cos(phi) * np.cos(lons - lam)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))).max())


def boxes_under(plane: Plane, frame: Box) -> list[Box]:
    """The boxes of longitude and latitude that hold all that a frame on the plane shows; two when it
    crosses the 180th meridian."""
    if plane.whole_world:
        return [_WORLD]
    west, south, east, north = frame
    t = np.linspace(0.0, 1.0, _EDGE_STEPS)
    grid = np.stack(np.meshgrid(west + t * (east - west), south + t * (north - south)), axis=-1)
    lon_lat = plane.unproject(grid.reshape(-1, 2))
    lon_lat = lon_lat[np.isfinite(lon_lat).all(axis=1)]
    if not len(lon_lat):
        return [_WORLD]
    low, high = float(lon_lat[:, 1].min()), float(lon_lat[:, 1].max())
    if max(abs(low), abs(high)) > _LATITUDE_TO_POLE:  # round a pole every meridian may be seen
        return [(-180.0, max(-90.0, low - 10), 180.0, min(90.0, high + 10))]
    turned = (lon_lat[:, 0] - plane.lon + 180.0) % 360.0 - 180.0
    left, right = plane.lon + float(turned.min()) - 1.0, plane.lon + float(turned.max()) + 1.0
    low, high = max(-90.0, low - 1.0), min(90.0, high + 1.0)
    if left < -180.0:
        return [(left + 360.0, low, 180.0, high), (-180.0, low, right, high)]
    if right > 180.0:
        return [(left, low, 180.0, high), (-180.0, low, right - 360.0, high)]
    return [(left, low, right, high)]
