"""Rows of ``tests/gold/expressions.tsv``: what is said in both languages, and where it must lie."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geomap.expressions import parse_expression
from geomap.expressions.measure import distance_m
from geomap.gazetteer import Gazetteer
from geomap.model.extent import Extent

GOLD = Path(__file__).parents[1] / "gold"
#: A shape that comes this close to a position that must not lie in it has it inside, kilometres.
TOUCHES_KM = 0.5


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def away_km(extent: Extent, position: str) -> float:
    """How far an answer's shape (its disc, without a shape) is from "lon lat"."""
    lon, lat = (float(value) for value in position.split())
    if extent.geometry is None:
        return max(0.0, distance_m(extent.lon, extent.lat, lon, lat) - (extent.radius_m or 0)) / 1e3
    best = float("inf")
    for turn in (-360.0, 0.0, 360.0):  # a shape may lie beyond the 180th meridian
        point = shapely.Point(lon + turn, lat)
        if extent.geometry.covers(point):
            return 0.0
        x, y = shapely.get_coordinates(shapely.shortest_line(extent.geometry, point))[0]
        best = min(best, distance_m(x, y, lon, lat) / 1e3)
    return best


@pytest.mark.parametrize(
    ("lang", "words", "relation", "kind", "inside", "within_km", "outside"),
    [*rows("expressions.tsv"), *rows("expressions_unseen.tsv")],
)
def test_an_expression_lies_where_its_words_say(
    gazetteer: Gazetteer,
    lang: str,
    words: str,
    relation: str,
    kind: str,
    inside: str,
    within_km: str,
    outside: str,
) -> None:
    query = parse_expression(words, lang, gazetteer)  # type: ignore[arg-type]
    if kind == "none":
        assert query.extent is None
        assert query.why_not is not None
        return
    extent = query.extent
    assert extent is not None, query.why_not
    assert relation in {"-", query.relation}
    assert kind in {"-", extent.kind}
    assert extent.formula
    assert (extent.radius_m or 0) > 0
    assert extent.geometry is None or extent.geometry.is_valid
    assert away_km(extent, inside) <= float(within_km), extent.formula
    if outside != "-":
        assert away_km(extent, outside) > TOUCHES_KM, extent.formula
