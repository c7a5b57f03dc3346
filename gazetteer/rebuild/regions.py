"""Rebuild ``gazetteer/shapes/<region>.geojson`` from ``regions.toml``: unions of areas, or outlines by hand cut to land.

python gazetteer/rebuild/regions.py        (after areas.py)
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import shapely
from rivers import write

from geomap.gazetteer.shapes import read_shapes

HERE = Path(__file__).resolve().parent
SHAPES = HERE.parent / "shapes"
#: Unions are shown at the scale of a region: simplified by a share of the square root of their size.
DETAIL = 0.002


def areas() -> dict[str, Any]:
    found = {
        key: shape
        for name in ("admin0", "admin1", "admin2")
        for key, _, shape in read_shapes(SHAPES / f"{name}.rings")
    }
    found |= {key: shape for key, _, shape in read_shapes(SHAPES / "territories.rings")}
    return found


def shape_of(region: dict[str, Any], known: dict[str, Any]) -> Any:
    if "union" in region:
        shape = shapely.union_all([known[key] for key in region["union"]])
    else:
        shape = shapely.polygons(region["outline"])
        assert shape.is_valid, region["name"]
        if region.get("within"):
            shape = shapely.intersection(
                shape, shapely.union_all([known[code] for code in region["within"]])
            )
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    parts = [p for p in parts if p.geom_type == "Polygon" and p.area > 1e-3 * parts[0].area]
    shape = shapely.multipolygons(parts)
    tolerance = min(0.05, DETAIL * shape.area**0.5)
    shape = shapely.make_valid(shapely.simplify(shape, tolerance))
    return shapely.orient_polygons(
        shapely.multipolygons([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"])
    )


def main() -> None:
    known = areas()
    for key, about, shape in read_shapes(SHAPES / "territories.rings"):
        write(key.removeprefix("gm:"), about["name"], "area", shape)
    for slug, region in tomllib.loads((HERE / "regions.toml").read_text(encoding="utf-8")).items():
        shape = shape_of(region, known)
        print(f"{slug:24s} {shapely.get_num_coordinates(shape):5d} points")
        write(slug, region["name"], "area", shape)


if __name__ == "__main__":
    main()
