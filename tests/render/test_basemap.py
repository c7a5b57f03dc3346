"""Land, borders and who holds what on the basemap."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np
import pytest

from geomap.config import Boundaries
from geomap.gazetteer import open_gazetteer
from geomap.render.basemap import boxes_round, make_basemap
from geomap.render.boundaries import Unit, disputed_rows, owner_at, units_from_arrays
from geomap.render.labels import COUNTRY, RIVER, TERRITORY, make_labels

#: place: lon, lat, and whose it is as the United Nations' documents say, and de facto
OWNERS = {
    "Simferopol": (34.10, 44.95, "Ukraine", "Russia"),
    "Sevastopol": (33.521, 44.608, "Ukraine", "Russia"),
    "Kerch": (36.40, 45.33, "Ukraine", "Russia"),
    "Pristina": (21.16, 42.66, "Serbia", "Kosovo"),
    "Golan": (35.78, 33.00, "Syria", "Israel"),
    "Laayoune": (-13.20, 27.15, "W. Sahara", "Morocco"),
    "north Nicosia": (33.36, 35.22, "Cyprus", "N. Cyprus"),
    "Hargeisa": (44.06, 9.56, "Somalia", "Somaliland"),
    "Kyiv": (30.52, 50.45, "Ukraine", "Ukraine"),
    "Tel Aviv": (34.85, 32.10, "Israel", "Israel"),
    "Bucharest": (26.10, 44.43, "Romania", "Romania"),
    "Rabat": (-6.80, 33.95, "Morocco", "Morocco"),
}


@lru_cache(maxsize=2)
def units(resolution: str) -> list[Unit]:
    file = resources.files("geomap").joinpath("_built", "basemap", f"units-{resolution}.npz")
    with resources.as_file(file) as path, np.load(path) as arrays:
        return units_from_arrays(arrays)


@pytest.mark.parametrize("resolution", ["110m", "10m"])
@pytest.mark.parametrize("name", OWNERS)
def test_each_policy_gives_a_disputed_place_to_whom_it_says(name: str, resolution: str) -> None:
    lon, lat, un, de_facto = OWNERS[name]
    assert owner_at(units(resolution), lon, lat, "un") == un
    assert owner_at(units(resolution), lon, lat, "de-facto") == de_facto


def test_every_disputed_row_names_its_source_in_both_languages() -> None:
    for row in disputed_rows():
        assert row["source"] and row["fr"] and row["en"]
        assert sum(key in row for key in ("unit", "from", "pair")) == 1


def test_detail_lies_round_groups_of_incidents_not_round_all() -> None:
    boxes = boxes_round(np.array([28.8, 33.5, 128.3]), np.array([45.3, 44.6, 51.9]))
    assert len(boxes) == 2
    assert all(box[2] - box[0] < 60 for box in boxes)


def test_boxes_stop_at_the_dateline_and_go_on_behind_it() -> None:
    boxes = boxes_round(np.array([179.9]), np.array([-17.0]))
    assert len(boxes) == 2
    assert boxes[0][0] == -180.0 and boxes[1][2] == 180.0


def test_poles_and_nothing_at_all_are_places_too() -> None:
    assert boxes_round(np.array([]), np.array([])) == ()
    for lat in (90.0, -90.0):
        make_basemap(np.array([0.0]), np.array([lat]), "un")


@pytest.mark.parametrize("spread", [0.1, 5, 40, 90])
def test_the_basemap_stays_small_however_wide_the_incidents_lie(spread: float) -> None:
    random = np.random.default_rng(3)
    lon = np.clip(random.normal(20, spread, 4000), -180, 180)
    lat = np.clip(random.normal(40, spread / 2, 4000), -85, 85)
    made = make_basemap(lon, lat, "un")
    assert len(made.world) + len(made.detail) < 100_000


def test_no_borders_are_drawn_when_none_are_wanted() -> None:
    lon, lat = np.array([34.0]), np.array([45.0])
    assert len(make_basemap(lon, lat, "none").world) < len(make_basemap(lon, lat, "un").world)


def test_rivers_in_the_boxes_are_drawn_and_named() -> None:
    gazetteer = open_gazetteer()
    lon, lat = np.array([28.8]), np.array([45.3])
    basemap = make_basemap(lon, lat, "un", gazetteer)
    assert "gm:danube" in basemap.rivers
    assert "gm:mississippi" not in basemap.rivers
    labels = make_labels(gazetteer, basemap, lon, lat, "un")
    rivers = [label for label in labels if label[0] == RIVER]
    assert [label[3] for label in rivers] == list(range(len(basemap.rivers)))
    assert ["Danube", "Danube"] in [label[4:] for label in rivers]


@pytest.mark.parametrize(
    ("policy", "kind"), [("un", TERRITORY), ("none", TERRITORY), ("de-facto", COUNTRY)]
)
@pytest.mark.parametrize("name", ["Kosovo", "Taiwan"])
def test_a_disputed_state_is_named_as_the_policy_says(
    name: str, policy: Boundaries, kind: int
) -> None:
    none = np.empty(0)
    basemap = make_basemap(none, none, policy)
    labels = make_labels(open_gazetteer(), basemap, none, none, policy)
    assert [label[0] for label in labels if label[5] == name] == [kind]
