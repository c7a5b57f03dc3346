"""Rivers run past towns on the side where the towns are."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geomap.expressions import parse_expression
from geomap.expressions.relate.rivers import side_of
from geomap.gazetteer import Gazetteer

BANKS = Path(__file__).parents[2] / "gazetteer" / "rebuild" / "banks.tsv"


def banks() -> list[list[str]]:
    lines = BANKS.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_every_known_town_is_on_its_bank(gazetteer: Gazetteer) -> None:
    wrong = []
    for river, side, town, lon, lat in banks():
        line = gazetteer.geometry(f"gm:{river}", "line")
        assert line is not None, river
        if side_of(line, float(lon), float(lat)) != side:
            wrong.append((town, river))
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "held", "not_held"),
    [
        ("la rive gauche du Dniepr", (33.3559, 46.7597), (33.4266, 46.8385)),
        ("la rive droite du Dniepr", (33.4266, 46.8385), (33.3559, 46.7597)),
        ("la rive droite du Nil", (32.6421, 25.6989), (32.60, 25.72)),
        ("la rive gauche du Mississippi", (-90.0490, 35.1495), None),
    ],
)
def test_a_bank_is_one_side_of_the_river(
    gazetteer: Gazetteer,
    words: str,
    held: tuple[float, float],
    not_held: tuple[float, float] | None,
) -> None:
    extent = parse_expression(words, "fr", gazetteer).extent
    assert extent is not None
    assert extent.geometry is not None
    assert extent.geometry.distance(shapely.Point(held)) < 0.02
    if not_held is not None:
        assert not extent.geometry.covers(shapely.Point(not_held))
