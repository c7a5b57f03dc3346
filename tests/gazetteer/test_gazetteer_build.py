"""Files people edit, compiled over the world: recipes, enrichment, the build as a whole."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.build import build_packs
from geomap.gazetteer.curated import Curated, curate, record_of
from geomap.gazetteer.layout import read_table, write_table
from geomap.gazetteer.recipes import Kitchen, RecipeError, buffer_km, local_plane
from geomap.gazetteer.shapes import geometry_from_bytes, geometry_to_bytes
from geomap.gazetteer.sources.own import read_folder

SQUARE = {"polygon": [[0, 0], [2, 0], [2, 2], [0, 2]]}
EASTERN = {"polygon": [[2, 0], [4, 0], [4, 2], [2, 2]]}
RIVER = {"line": [[0, 1], [4, 1]]}


def kitchen(**recipes: object) -> Kitchen:
    return Kitchen(Path(), {}, {f"gm:{k}": {"": v} for k, v in recipes.items()}, str)  # type: ignore[misc]


def test_recipes_of_areas() -> None:
    cook = kitchen(a=SQUARE, b=EASTERN)
    assert cook.cook({"op": "union", "of": ["gm:a", "gm:b"]}).area == pytest.approx(8)
    assert cook.cook(
        {"op": "intersection", "of": ["gm:a", {"bbox": [1, 0, 9, 9]}]}
    ).area == pytest.approx(2)
    assert cook.cook(
        {"op": "difference", "of": ["gm:a", {"bbox": [1, 0, 9, 9]}]}
    ).area == pytest.approx(2)
    north = cook.cook({"op": "part", "of": "gm:a", "side": "north"})
    assert north.bounds == (0, 1, 2, 2)
    assert cook.cook({"op": "part", "of": "gm:a", "side": "se"}).bounds == (1, 0, 2, 1)


def test_a_border_is_what_two_areas_share() -> None:
    border = kitchen(a=SQUARE, b=EASTERN).cook({"op": "border", "of": ["gm:a", "gm:b"]})
    assert border.equals(shapely.LineString([(2, 0), (2, 2)]))
    with pytest.raises(RecipeError, match="do not touch"):
        kitchen(a=SQUARE, c={"bbox": [9, 9, 10, 10]}).cook({"op": "border", "of": ["gm:a", "gm:c"]})


def test_a_border_near_a_river_is_cut_to_it() -> None:
    cook = kitchen(a=SQUARE, b=EASTERN, r={"line": [[1.9, 0.5], [2.1, 0.5]]})
    part = cook.cook({"op": "border", "of": ["gm:a", "gm:b"], "near": "gm:r", "km": 11.1})
    assert part.bounds[1] == pytest.approx(0.4, abs=0.01)
    assert part.bounds[3] == pytest.approx(0.6, abs=0.01)


def test_the_left_bank_lies_left_of_the_way_the_water_runs() -> None:
    cook = kitchen(r=RIVER)
    left = cook.cook({"op": "bank", "river": "gm:r", "side": "left", "km": 20})
    right = cook.cook({"op": "bank", "river": "gm:r", "side": "right", "km": 20})
    assert left.centroid.y > 1 > right.centroid.y
    assert left.intersection(right).area < left.area / 50


def test_a_coast_is_the_boundary_near_the_sea() -> None:
    cook = kitchen(land=SQUARE, sea={"bbox": [2, 0, 4, 2]})
    coast = cook.cook({"op": "coast", "of": "gm:land", "near": "gm:sea", "km": 5})
    assert coast.bounds[0] > 1.9


def test_a_recipe_falls_back_or_says_what_is_missing() -> None:
    cook = kitchen()
    recipe = {"op": "union", "of": ["gm:none"], "fallback": {"bbox": [0, 0, 1, 1]}}
    assert cook.cook(recipe).area == 1
    with pytest.raises(RecipeError, match="gm:none has no shape"):
        cook.cook({"op": "union", "of": ["gm:none"]})
    with pytest.raises(RecipeError, match="'of' is missing"):
        cook.cook({"op": "union"})


def test_a_box_across_the_180th_meridian_is_two() -> None:
    box = kitchen().cook({"bbox": [170, -20, -170, -10]})
    assert box.area == pytest.approx(200)
    assert len(shapely.get_parts(box)) == 2


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(1, 200))
def test_a_disc_has_the_radius_it_was_given(lon: float, lat: float, km: float) -> None:
    from geomap.gazetteer.sphere import great_circle_m

    disc = buffer_km(shapely.Point(lon, lat), km)
    away = [great_circle_m(lon, lat, x, y) / 1000 for x, y in disc.exterior.coords]
    assert min(away) > 0.97 * km
    assert max(away) < 1.01 * km


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(-3, 3), st.floats(-3, 3))
def test_the_local_plane_leads_back(lon: float, lat: float, dx: float, dy: float) -> None:
    import numpy as np

    to_plane, from_plane = local_plane(shapely.Point(lon, lat))
    point = np.array([[lon + dx, lat + dy]])
    back = from_plane(to_plane(point))
    assert back == pytest.approx(point, abs=1e-6)


@given(
    st.lists(
        st.tuples(st.integers(-1_800_000, 1_800_000), st.integers(-900_000, 900_000)),
        min_size=2, max_size=30,
    ).filter(lambda p: all(a != b for a, b in itertools.pairwise(p)))
)  # fmt: skip
def test_a_packed_line_is_the_same_line(points: list[tuple[int, int]]) -> None:
    line = shapely.LineString([(x / 10_000, y / 10_000) for x, y in points])
    again = geometry_from_bytes(geometry_to_bytes(line))
    assert again.equals_exact(line, 1e-9)


def test_damaged_shapes_are_refused() -> None:
    data = geometry_to_bytes(shapely.box(0, 0, 1, 1))
    with pytest.raises(ValueError, match=r".+"):
        geometry_from_bytes(data[:-4])


@given(st.dictionaries(st.text("abc =", min_size=1), st.lists(st.text("äbc \r0", max_size=5))))
def test_a_table_of_a_pack_leads_back(table: dict[str, list[str]]) -> None:
    clean = {k: [v.replace("\r", "") for v in values] for k, values in table.items()}
    assert read_table(write_table(clean)) == clean


def test_a_tab_cannot_stand_in_a_table() -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        write_table({"a": ["b\tc"]})


OWN = """source = "geomap"

[[place]]
id = "gn:707308"
names = { fr = ["Izmaïl-la-Testée"] }
rank = 40
claims = [ { country = "RO", status = "claimed", since = "1918" } ]

[[place]]
id = "adm1:UA.17"
names = { fr = ["oblast d'Essai"] }

[[place]]
id = "gm:delta"
names = { fr = ["delta d'Essai"] }
feature_class = "T"
feature_code = "DLTA"
geometry = { bbox = [29.0, 45.0, 30.0, 45.5] }
parent = "UA.17"
in = ["UA"]
"""


@pytest.fixture
def laid(world: Gazetteer, tmp_path: Path) -> Curated:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "own.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "aliases.tsv").write_text(
        "key\ttarget\tlang\tkind\nIzmTest\tgn:707308\tfr\tabbrev\n"
    )
    (tmp_path / "demonyms.tsv").write_text("form\ttarget\tlang\nodessite\tUA.17\tfr\n")
    return curate(tmp_path, read_folder(tmp_path), world.packs[-1])


def test_a_block_enriches_the_world_record_and_keeps_its_names(
    laid: Curated, world: Gazetteer
) -> None:
    assert laid.faults == []
    town = laid.records["gn:707308"]
    names = {n.text: n.kind for n in town.names}
    assert names["Izmaïl-la-Testée"] == "official"
    assert names["IzmTest"] == "abbrev"
    assert "Ізмаїл" in names
    assert (town.country, town.rank, town.name) == ("UA", 40, "Izmayil")
    assert town.claims is not None
    assert town.claims[0].country == "RO"
    base = record_of(world.packs[-1], world.packs[-1].row_of("gn:707308") or 0)
    assert (town.lon, town.lat) == (base.lon, base.lat)


def test_short_forms_lead_to_records(laid: Curated, world: Gazetteer) -> None:
    division = world.admin1("UA", "17")
    assert division is not None
    assert {n.text for n in laid.records[division.id].names} >= {"oblast d'Essai", "odessite"}
    delta = laid.records["gm:delta"]
    assert delta.parent == division.id
    assert delta.relations == [("in", "gn:690791")]


def test_position_and_radius_follow_from_the_shape(laid: Curated) -> None:
    delta = laid.records["gm:delta"]
    assert (delta.lon, delta.lat) == (29.5, pytest.approx(45.25, abs=0.01))
    assert 35_000 < (delta.radius_m or 0) < 55_000


def test_building_outside_a_source_tree_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.gazetteer.build.source_folder", lambda: None)
    with pytest.raises(GazetteerError, match="source tree") as caught:
        build_packs(tmp_path)
    assert "pip install" in str(caught.value)


def test_what_is_up_to_date_is_not_built_again(world: Gazetteer) -> None:
    said: list[str] = []
    folder = Path(world.packs[-1].manifest).parent
    build_packs(folder, progress=said.append, keep_world=True)
    build_packs(folder, progress=said.append, keep_world=True)
    assert said.count("compiling the curated gazetteer") <= 1
    assert not any("world" in sentence for sentence in said)
