"""Faults in the files people edit: all of them, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.checks import check_folder

GOOD = """source = "geomap"

[[place]]
id = "gm:lac-d-essai"
names = { fr = ["lac d'Essai"], en = ["Lake Trial"] }
feature_class = "H"
feature_code = "LK"
lon = 30.0
lat = 46.5
"""


def faults(world: Gazetteer, folder: Path, text: str, **tables: str) -> list[str]:
    places = folder / "places"
    places.mkdir(exist_ok=True)
    (folder / "shapes").mkdir(exist_ok=True)
    (places / "x.toml").write_text(text, encoding="utf-8")
    for name, table in tables.items():
        (folder / f"{name}.tsv").write_text(table, encoding="utf-8")
    return [str(fault) for fault in check_folder(folder, world.packs[-1])]


def test_good_files_have_no_fault(world: Gazetteer, tmp_path: Path) -> None:
    assert faults(world, tmp_path, GOOD) == []


BAD = [
    ('id = "gm:lac-d-essai"', 'id = "gm:Lac d Essai"', "is no id"),
    ('feature_code = "LK"', 'feature_code = "LKX"', "no known code"),
    ('feature_class = "H"', 'feature_class = "P"', "is of class H, not P"),
    ("lon = 30.0", "lon = 300.0", "outside -180..180"),
    ("lat = 46.5", 'lat = "46.5"', "must be a number"),
    ("lat = 46.5", "lat = 46.5\nlongueur = 3", "no such field"),
    ("lat = 46.5", "lat = 46.5\nrank = 200", "outside 0..100"),
    ("lat = 46.5", 'lat = 46.5\nvalid_from = "hier"', "no ISO date"),
    ("lat = 46.5", 'lat = 46.5\nflags = ["maybe"]', "none of stop"),
    ("lat = 46.5", 'lat = 46.5\nsource = "nobody"', "not in sources.toml"),
    ("lat = 46.5", 'lat = 46.5\nclaims = [ { country = "RU", status = "stolen" } ]', "none of de_jure"),
    ("lat = 46.5", 'lat = 46.5\ngeometry = { shape = "shapes/none.geojson" }', "there is no none"),
    ("lat = 46.5", 'lat = 46.5\ngeometry = { op = "border", of = ["FR", "UA"] }', "no neighbours"),
    ("lat = 46.5", 'lat = 46.5\ngeometry = { op = "dance", of = "FR" }', "none of admin1"),
    ("lat = 46.5", 'lat = 46.5\ngeometry = { op = "union", of = ["gm:lac-d-essai"] }', "from itself"),
    ("lat = 46.5", 'lat = 46.5\ngeometry = { bbox = [1, 2, 3] }', "geometry"),
    ('fr = ["lac d\'Essai"]', "fr = [3]", "is no name"),
    ("lon = 30.0\n", "", "needs lon, lat"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "why"), BAD)
def test_a_fault_is_named_with_its_line(
    world: Gazetteer, tmp_path: Path, good: str, bad: str, why: str
) -> None:
    assert good in GOOD
    found = faults(world, tmp_path, GOOD.replace(good, bad))
    assert any(why in fault and fault.startswith("places/x.toml:3") for fault in found), found


def test_a_place_far_from_its_country_is_a_fault(world: Gazetteer, tmp_path: Path) -> None:
    base = '[[place]]\nid = "gm:base"\nnames = { fr = ["base d\'Essai"] }\nfeature_class = "S"\n'
    base += 'feature_code = "AIRB"\nlon = 2.0\nlat = 46.0\ncountry = "UA"\nsource = "geomap"\n'
    (tmp_path / "shapes").mkdir()
    here = Path(__file__).parent.parent.parent / "gazetteer" / "shapes" / "admin0.rings"
    (tmp_path / "shapes" / "admin0.rings").write_bytes(here.read_bytes())
    found = faults(world, tmp_path, base)
    assert any(".country: gn:690791 is" in fault and "km away" in fault for fault in found), found


def test_all_faults_are_found_in_one_run(world: Gazetteer, tmp_path: Path) -> None:
    text = GOOD + GOOD.split("\n\n", 1)[1] + '[[place]]\nid = "gm:b"\n'
    found = faults(
        world, tmp_path, text,
        aliases="key\ttarget\tlang\tkind\nX\tgm:nowhere\tfr\talias\nY\tgm:lac-d-essai\tfr\tpet\n",
        demonyms="form\ttarget\tlang\tgender\tnumber\nessayiste\t\tfr\tm\ts\n",
        stop="name\tlang\twhy\nsur\tfr\tnever\n",
    )  # fmt: skip
    for why in (
        "stands already",
        "needs feature_class",
        "gm:nowhere",
        "'pet'",
        "a demonym needs",
        "'never'",
    ):
        assert any(why in fault for fault in found), (why, found)


def test_two_records_of_one_name_need_a_rank(world: Gazetteer, tmp_path: Path) -> None:
    twin = GOOD.split("\n\n", 1)[1].replace("gm:lac-d-essai", "gm:autre-lac")
    assert any("give one of them a rank" in f for f in faults(world, tmp_path, GOOD + twin))
    assert faults(world, tmp_path, GOOD + twin + "rank = 5\n") == []


def test_a_river_that_runs_upstream_is_a_fault(world: Gazetteer, tmp_path: Path) -> None:
    river = '\n[[place]]\nid = "gm:ruisseau"\nnames = { fr = ["ruisseau d\'Essai"] }\n'
    river += 'feature_class = "H"\nfeature_code = "STM"\nlon = 29.0\nlat = 46.5\n'
    river += "geometry = { line = [[29.9, 46.5], [28.0, 46.5]] }\n"
    lake = GOOD + 'mouth_of = "gm:ruisseau"\n'
    assert any("runs away from its mouth" in f for f in faults(world, tmp_path, lake + river))
    turned = river.replace("[[29.9, 46.5], [28.0, 46.5]]", "[[28.0, 46.5], [29.9, 46.5]]")
    assert faults(world, tmp_path, lake + turned) == []


def test_shapes_are_checked(world: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    ring = "[[0,0],[0,2],[2,2],[2,0],[0,0]]"
    bowtie = "[[0,0],[2,2],[2,0],[0,2],[0,0]]"
    for name, coordinates in (
        ("left", ring),
        ("bowtie", bowtie),
        ("fine", "[[0,0],[0.12345,0],[0,1],[0,0]]"),
    ):
        text = f'{{"type": "Feature", "id": "gm:{name}", "properties": {{}}, "geometry": '
        text += f'{{"type": "Polygon", "coordinates": [{coordinates}]}}}}'
        (tmp_path / "shapes" / f"{name}.geojson").write_text(text)
    found = faults(world, tmp_path, GOOD)
    assert any("left.geojson" in f and "right-handed" in f for f in found), found
    assert any("bowtie.geojson" in f and "not valid" in f for f in found), found
    assert any("fine.geojson" in f and "decimals" in f for f in found), found


def test_broken_toml_is_named(world: Gazetteer, tmp_path: Path) -> None:
    assert any("not valid TOML" in f for f in faults(world, tmp_path, "[[place]\n"))


def test_a_name_that_scanning_never_finds_must_be_marked(world: Gazetteer, tmp_path: Path) -> None:
    stop = "name\tlang\twhy\nlac\tfr\tstop\n"
    alias = "key\ttarget\tlang\tkind\tflags\nLac\tgm:lac-d-essai\tfr\talias\t{}\n"
    found = faults(world, tmp_path, GOOD, stop=stop, aliases=alias.format(""))
    assert any("is a stop name" in f for f in found), found
    assert faults(world, tmp_path, GOOD, stop=stop, aliases=alias.format("stop")) == []
