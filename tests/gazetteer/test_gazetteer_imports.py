"""A GeoNames dump and a Natural Earth folder of one's own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.sources.geonames_dump import dump_in, dump_records
from geomap.gazetteer.sources.natural_earth import natural_earth_records
from geomap.gazetteer.sources.user import Import
from geomap.gazetteer.user import compile_source


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))


def line(number: int, name: str, lat: str, lon: str, *, code: str = "PPL", others: str = "") -> str:
    cells = [
        str(number), name, name, others, lat, lon, "P" if code == "PPL" else "A", code, "UA", "", "17",
        "0501", "", "", "321", "", "", "Europe/Kyiv", "2026-01-01",
    ]  # fmt: skip
    return "\t".join(cells) + "\n"


DUMP = (
    line(99000001, "Novosilka-sur-Test", "45.5", "28.9", others="Novosilka Test,novosilka test")
    + line(99000002, "Oblast d'Essai", "46.5", "30.5", code="ADM1")
    + line(99000003, "Trop Loin", "95.0", "30.5")
    + "seulement\ttrois\tcolonnes\n"
    + line(99000004, "Sans Nombre", "x", "1")
)
NAMES = (
    "1\t99000001\tfr\tNouveau-Village-Test\t1\t\t\t\t\t\n"
    "2\t99000001\tuk\tТестова\t\t\t\t\t\t\n"
    "3\t99000001\tru\tСтарая Тестовая\t\t\t\t1\t\t\n"
    "4\t99000001\tlink\thttps://example.org\t\t\t\t\t\t\n"
    "5\t99000002\tabbr\tOET\t\t\t\t\t\t\n"
    "cassé\n"
)


def write_dump(folder: Path) -> Path:
    path = folder / "UA.txt"
    path.write_text(DUMP, encoding="utf-8")
    (folder / "alternateNamesV2.txt").write_text(NAMES, encoding="utf-8")
    return path


def test_a_dump_gives_its_records_with_languages_and_kinds(tmp_path: Path) -> None:
    report = Import()
    first, second = dump_records(write_dump(tmp_path), report)
    names = {(n.text, n.lang, n.kind) for n in first.names}
    assert ("Nouveau-Village-Test", "fr", "official") in names
    assert ("Старая Тестовая", "ru", "former") in names
    assert ("novosilka test", "", "romanised") in names
    assert not any("http" in text for text, _, _ in names)
    assert (first.admin1, first.admin2, first.population) == ("17", "0501", 321)
    assert second.codes == ("adm1:UA.17",)
    assert ("OET", "", "abbrev") in {(n.text, n.lang, n.kind) for n in second.names}


def test_what_a_dump_leaves_out_is_named_by_line(tmp_path: Path) -> None:
    report = Import()
    assert len(list(dump_records(write_dump(tmp_path), report))) == report.taken == 2
    places = {fault.where: fault.message for fault in report.faults}
    assert "outside" in places["UA.txt:3"]
    assert "3 columns" in places["UA.txt:4"]
    assert "UA.txt:5" in places
    assert "alternateNamesV2.txt:6" in places
    assert report.left_out == 4


def test_a_dump_is_searched_as_a_gazetteer(tmp_path: Path) -> None:
    gazetteer = open_gazetteer((str(write_dump(tmp_path)),))
    assert gazetteer.lookup("Nouveau-Village-Test")[0].place.id == "gn:99000001"
    assert gazetteer.lookup("Izmaïl")[0].place.id == "gn:707308"


def test_a_zip_or_a_folder_means_the_dump_in_it(tmp_path: Path) -> None:
    plain = write_dump(tmp_path)
    assert dump_in(tmp_path) == plain
    packed = tmp_path / "zipped" / "UA.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "x")
        archive.writestr("UA.txt", DUMP)
    assert dump_in(packed) == packed
    assert [r.id for r in dump_records(packed, Import())] == ["gn:99000001", "gn:99000002"]
    (tmp_path / "FR.txt").write_text("not a dump\n", encoding="utf-8")
    assert dump_in(tmp_path / "FR.txt") is None


def test_progress_goes_up_to_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "FR.txt"
    rows = (line(1_000 + n, f"Lieu {n}", "45", "3") for n in range(50_000))
    path.write_text("".join(rows), encoding="utf-8")
    seen: list[tuple[int, int]] = []
    count = sum(
        1 for _ in dump_records(path, Import(), lambda done, total: seen.append((done, total)))
    )
    assert count == 50_000
    assert seen == sorted(seen)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def write_natural_earth(folder: Path) -> None:
    import geopandas
    from shapely import LineString, box

    geopandas.GeoDataFrame(
        {
            "featurecla": ["River", "Mystery", "River"],
            "name": ["Teststrom", "Nothing", None],
            "name_fr": ["Fleuve d'Essai", None, None],
            "ne_id": [1, 2, 3],
        },
        geometry=[LineString([(1, 45), (2, 46)])] * 3,
        crs="EPSG:4326",
    ).to_file(folder / "ne_10m_rivers.shp")
    geopandas.GeoDataFrame(
        {"featurecla": ["sea"], "name": ["Mer d'Essai"], "ne_id": [7]},
        geometry=[box(10, 40, 12, 42)], crs="EPSG:4326",
    ).to_file(folder / "ne_10m_marine.gpkg")  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
def test_natural_earth_layers_become_places_with_shapes(tmp_path: Path) -> None:
    folder = tmp_path / "ne"
    folder.mkdir()
    write_natural_earth(folder)
    report = Import()
    kinds = {r.name: r.feature_code for r in natural_earth_records(folder, report)}
    assert kinds == {"Teststrom": "STM", "Mer d'Essai": "SEA"}
    assert report.passed_over == {
        "ne_10m_rivers.shp: kind 'Mystery'": 1,
        "ne_10m_rivers.shp: no name": 1,
    }
    gazetteer = open_gazetteer((str(folder),))
    river = gazetteer.lookup("Fleuve d'Essai")[0].place
    assert river.geometry_kind == "line"
    line_shape = gazetteer.geometry(river.id, "line")
    assert line_shape is not None
    assert list(line_shape.coords) == [(1, 45), (2, 46)]
    sea = gazetteer.geometry(gazetteer.lookup("Mer d'Essai")[0].place.id)
    assert sea is not None
    assert sea.area == pytest.approx(4)


def test_a_folder_of_anything_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="neither a GeoNames dump"):
        compile_source(tmp_path)
