"""Rebuild ``gazetteer/shapes/<sea>.geojson`` from ``seas.toml``: outline minus land.

    python gazetteer/rebuild/seas.py

The outline of a sea is drawn by hand, over land where there is a coast; the land of ``admin0.rings``
is taken away and small scraps (lagoons, lakes behind the coast) are dropped. ``free = true`` keeps
the outline as it stands: lakes and narrow straits that the land's scale does not show.
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
#: Parts of a sea smaller than this share of its largest part are dropped.
SCRAP_SHARE = 0.02
#: Detail of a coast, by the square root of the sea's size in degrees.
DETAIL = 0.002


def water(outline: Any, tree: shapely.STRtree, land: list[Any]) -> Any:
    near = [land[i] for i in tree.query(outline, predicate="intersects")]
    left = shapely.difference(outline, shapely.union_all(near))
    parts = sorted(shapely.get_parts(left), key=lambda part: -part.area)
    kept = [part for part in parts if part.area >= SCRAP_SHARE * parts[0].area]
    sea = shapely.multipolygons(kept)
    tolerance = min(0.04, max(0.002, DETAIL * sea.area**0.5))
    sea = shapely.make_valid(shapely.simplify(sea, tolerance))
    return shapely.multipolygons([p for p in shapely.get_parts(sea) if p.geom_type == "Polygon"])


def main() -> None:
    land = [
        part
        for _, _, shape in read_shapes(SHAPES / "admin0.rings")
        for part in shapely.get_parts(shape)
    ]
    tree = shapely.STRtree(land)
    for slug, sea in tomllib.loads((HERE / "seas.toml").read_text(encoding="utf-8")).items():
        if sea.get("role") == "line":
            write(slug, sea["name"], "line", shapely.linestrings(sea["outline"]))
            continue
        outline = shapely.polygons(sea["outline"])
        assert outline.is_valid, (slug, shapely.is_valid_reason(outline))
        area = outline if sea.get("free") else water(outline, tree, land)
        area = shapely.orient_polygons(area)
        print(f"{slug:24s} {shapely.get_num_coordinates(area):5d} points, {area.area:9.2f} sq deg")
        write(slug, sea["name"], "area", area)


if __name__ == "__main__":
    main()
