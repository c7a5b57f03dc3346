"""Names asked for with what holds them, or with the kind of thing they are."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.store import Tier

TIERS: tuple[Tier, ...] = ("exact", "skeleton", "fuzzy")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Paradise, California", "gn:5381002"),
        ("Buffalo, N.Y.", "gn:5110629"),
        ("Portland, Ore.", "gn:5746545"),
        ("Ferguson, Missouri, USA", "gn:4386387"),
        ("Paris, Texas", "gn:4717560"),
        ("Paris, France", "gn:2988507"),
        ("district de Masisi", "gn:9179534"),
        ("comté de Harris", "adm2:US.48201"),
        ("base aérienne de Bagram", "gm:bagram-base"),
        ("région de Kharkiv", "adm1:UA.07"),
    ],
)
def test_a_name_with_its_container_or_kind_is_understood(
    world: Gazetteer, asked: str, expected: str
) -> None:
    wanted = world.get(expected)
    found = world.lookup(asked, tiers=TIERS)
    assert wanted is not None
    assert found
    assert (found[0].place.id, found[0].tier) == (wanted.id, "exact")


@pytest.mark.parametrize("asked", ["Paris, Mali", "Lyon, Toulouse", "lac de Grenoble", ", ,"])
def test_a_container_that_does_not_hold_it_gives_no_exact_answer(
    world: Gazetteer, asked: str
) -> None:
    assert all(match.tier != "exact" for match in world.lookup(asked, tiers=TIERS))


def test_only_a_look_up_with_all_tiers_reads_phrases(world: Gazetteer) -> None:
    assert world.lookup("Paradise, California") == []
