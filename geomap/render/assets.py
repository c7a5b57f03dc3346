"""What the map takes from the npm registry, compiled once at build time into ``geomap/_built``.

``build_assets`` is called by the build hook with a ``node_modules`` folder. It copies Leaflet (its
style sheet without the pictures it refers to) with its licence, and turns the boundary topologies
into arrays that open at once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geomap.errors import OutputError
from geomap.render.boundaries import borders, units, units_to_arrays
from geomap.render.topology import Topology, read_topology

RESOLUTIONS = ("110m", "10m")
#: The map's world is the finest data with its arcs simplified by this much: at zoom 4, where the
#: detail round incidents takes over, it is two pixels. Natural Earth 1:110m is off by tens
#: of kilometres there.
WORLD_TOLERANCE_DEG = 0.18
#: Islands and lakes of the world smaller than this are left out (square degrees).
WORLD_SMALLEST_DEG2 = 0.06


def build_assets(npm_folder: Path, out_folder: Path) -> None:
    """Write ``web/`` and ``basemap/`` under ``out_folder`` from the packages in ``npm_folder``.

    Raises OutputError naming the package when one is missing.
    """
    web = out_folder / "web"
    basemap = out_folder / "basemap"
    web.mkdir(parents=True, exist_ok=True)
    basemap.mkdir(parents=True, exist_ok=True)
    _copy_leaflet(npm_folder / "leaflet", web)
    _copy_licence(npm_folder / "world-atlas", basemap)
    for resolution in RESOLUTIONS:
        _compile_boundaries(npm_folder / "world-atlas", resolution, basemap)
    _compile_world(npm_folder / "world-atlas", basemap)


def _copy_leaflet(package: Path, web: Path) -> None:
    script = _read(package / "dist" / "leaflet.js")
    # The map beside the script would be a request for a file that is not there.
    script = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", script)
    style = _read(package / "dist" / "leaflet.css")
    # Pictures by address: the layers button and the default pin. Neither is used; none may be asked for.
    style = re.sub(r"[^{};]*:\s*url\([^)]*\)[^;}]*;?", "", style)
    _write(web / "leaflet.js", script)
    _write(web / "leaflet.css", style)
    _write(web / "leaflet.LICENSE", _read(package / "LICENSE"))
    _write(web / "leaflet.version", json.loads(_read(package / "package.json"))["version"] + "\n")


def _copy_licence(package: Path, basemap: Path) -> None:
    _write(basemap / "world-atlas.LICENSE", _read(package / "LICENSE"))
    _write(
        basemap / "world-atlas.version",
        json.loads(_read(package / "package.json"))["version"] + "\n",
    )


def _compile_boundaries(package: Path, resolution: str, basemap: Path) -> None:
    topology = read_topology(_topology_file(package, resolution))
    _store_lines(basemap / f"{resolution}.npz", topology, smallest_deg2=0.0)
    found: dict[str, Any] = units_to_arrays(units(topology))
    np.savez_compressed(basemap / f"units-{resolution}.npz", **found)


def _compile_world(package: Path, basemap: Path) -> None:
    """The whole world from the finest data, its arcs simplified so that borders still meet."""
    topology = read_topology(_topology_file(package, "10m"), WORLD_TOLERANCE_DEG)
    _store_lines(basemap / "world.npz", topology, WORLD_SMALLEST_DEG2)


def _topology_file(package: Path, resolution: str) -> Path:
    source = package / f"countries-{resolution}.json"
    if not source.exists():
        raise OutputError("the boundary data is missing", source=str(source))
    return source


def _store_lines(target: Path, topology: Topology, smallest_deg2: float) -> None:
    """Land and borders as arrays; parts of land up to ``smallest_deg2`` are left out."""
    land = [part for part in shapely.get_parts(topology.land) if part.geom_type == "Polygon"]
    land = [part for part in land if shapely.area(part) > smallest_deg2]
    lines = borders(topology)
    line_xy, line_index = shapely.get_coordinates(
        [border.line for border in lines], return_index=True
    )
    rings = [shapely.get_rings(part) for part in land]
    ring_xy, ring_index = shapely.get_coordinates(np.concatenate(rings), return_index=True)
    np.savez(
        target,
        land_xy=ring_xy.astype(np.float32),
        land_ring=np.bincount(ring_index).astype(np.int32),
        land_part=np.array([len(part) for part in rings], dtype=np.int32),
        land_bounds=shapely.bounds(land).astype(np.float32),
        line_xy=line_xy.astype(np.float32),
        line_length=np.bincount(line_index).astype(np.int32),
        line_style=np.array([border.style for border in lines], dtype=np.uint8),
        line_bounds=shapely.bounds([border.line for border in lines]).astype(np.float32),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise OutputError(
            "a package of the map is missing",
            source=str(path),
            hint="run npm ci in geomap/render/web",
        ) from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
