"""A user's own file: what can be used is used, the rest is named by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.errors import GazetteerError, UnknownFormat
from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.sources import rows
from geomap.gazetteer.sources.user import Import, records_of
from geomap.gazetteer.user import compile_source


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


GOOD = "nom;lat;lon;pays;type;alias\nBase Kilo;48,5;37,9;UA;base militaire;Point K|Kilo\n"


def test_a_table_with_french_headers_and_decimal_commas_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "mes-lieux.csv", GOOD)
    gazetteer = open_gazetteer((str(path),))
    for name in ("Base Kilo", "Point K"):
        (match, *_) = gazetteer.lookup(name)
        assert match.place.feature_code == "MILB"
        assert (match.place.lon, match.place.lat) == (37.9, 48.5)
        assert match.place.source == "user:mes-lieux.csv"
    assert gazetteer.version.startswith("user ")
    assert any(s["id"] == "user:mes-lieux.csv" for s in gazetteer.sources())


BAD_ROWS = [
    ("X;95;10;FR;;", "outside"),
    ("X;10;200;FR;;", "outside"),
    ("X;130;40;FR;;", "swapped"),
    (";1;2;FR;;", "name is empty"),
    ("X;;2;FR;;", "lat is empty"),
    ("X;douze;2;FR;;", "no number"),
    ("X;nan;2;FR;;", "no number"),
    ("X;1;2;FRA;;", "ISO 3166"),
]


@pytest.mark.parametrize(("row", "why"), BAD_ROWS)
def test_a_bad_row_is_left_out_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    path = write(tmp_path, "u.csv", GOOD + row + "\n")
    report = Import()
    assert [r.name for r in records_of(path, report)] == ["Base Kilo"]
    assert report.left_out == 1
    assert report.faults[0].where == "u.csv:3"
    assert why in report.faults[0].message


def test_an_id_given_twice_is_left_out_the_second_time(tmp_path: Path) -> None:
    path = write(tmp_path, "u.tsv", "id\tname\tlon\tlat\na\tOne\t1\t1\na\tTwo\t2\t2\n")
    report = Import()
    assert [r.name for r in records_of(path, report)] == ["One"]
    assert "stands already in row 2" in report.faults[0].message


UNUSABLE = [
    ("a.toml", "x = 1\n", "no \\[\\[place\\]\\]"),
    ("a.csv", "lieu;pays\nX;FR\n", "no column for lon, lat"),
    ("a.csv", "name,lon,lat\n", "no place in it"),
    ("a.csv", "", "empty"),
    ("a.geojson", "{", "not valid JSON"),
    ("a.geojson", "[1, 2]", "not a GeoJSON"),
    ("a.toml", "[[place]]\nid = ", "TOML"),
    ("a.gpkg", "not a database", "GDAL"),
]


@pytest.mark.parametrize(("name", "text", "why"), UNUSABLE)
def test_a_file_that_cannot_be_used_says_why(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(GazetteerError, match=why) as caught:
        open_gazetteer((str(path),))
    assert name in str(caught.value)


def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "name,lon,lat\nOne,1,1\nÉtampes,2,48\n", "latin-1")
    with pytest.raises(GazetteerError, match="not UTF-8") as caught:
        open_gazetteer((str(path),))
    assert "a.csv:3" in str(caught.value)


def test_utf_16_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        path = write(tmp_path, f"{encoding}.csv", "name,lon,lat\nÉtampes-sur-Lune,2,48\n", encoding)
        assert [r.name for r in records_of(path, Import())] == ["Étampes-sur-Lune"]


def test_a_missing_file_and_an_unknown_form(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        open_gazetteer((str(tmp_path / "none.csv"),))
    with pytest.raises(UnknownFormat, match="csv, tsv"):
        open_gazetteer((str(write(tmp_path, "a.docx", "x")),))


def test_a_shape_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    bowtie = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    feature = {
        "type": "Feature", "properties": {"nom": "Zone Rubis"},
        "geometry": {"type": "Polygon", "coordinates": [bowtie]},
    }  # fmt: skip
    path = write(
        tmp_path, "z.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    gazetteer = open_gazetteer((str(path),))
    (match, *_) = gazetteer.lookup("Zone Rubis")
    area = gazetteer.geometry(match.place.id)
    assert area is not None
    assert area.is_valid
    assert area.area == pytest.approx(2.0)
    assert match.place.geometry_kind == "area"


def test_a_geopackage_in_another_projection_is_read(tmp_path: Path) -> None:
    import geopandas
    from shapely import Point

    frame = geopandas.GeoDataFrame(
        {"name": ["Poste Onyx"], "kind": ["port"]}, geometry=[Point(2.35, 48.85)], crs="EPSG:4326"
    )
    path = tmp_path / "p.gpkg"
    frame.to_crs("EPSG:2154").to_file(path, driver="GPKG")
    (record,) = records_of(path, Import())
    assert (record.lon, record.lat) == (
        pytest.approx(2.35, abs=1e-6),
        pytest.approx(48.85, abs=1e-6),
    )
    assert record.feature_code == "PRT"


@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "shp", "kml"])
def test_gis_files_are_read_in_parts(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each feature once, by its number in the file, whatever the size of a part."""
    import geopandas
    from shapely import Point

    frame = geopandas.GeoDataFrame(
        {"name": [f"Poste {n}" for n in range(7)]},
        geometry=[Point(n, 45) for n in range(7)],
        crs="EPSG:4326",
    )
    path = tmp_path / f"posts.{suffix}"
    frame.to_file(path, driver={"gpkg": "GPKG", "fgb": "FlatGeobuf", "kml": "KML"}.get(suffix))
    monkeypatch.setattr(rows, "FEATURES_AT_ONCE", 3)
    read = list(rows.gdal_rows(path))
    assert [where for where, _, _ in read] == [f"feature {n}" for n in range(1, 8)]
    assert sorted((row["name"], point.x) for _, row, point in read) == [
        (f"Poste {n}", float(n)) for n in range(7)
    ]


def test_own_records_in_toml_may_enrich_the_world(tmp_path: Path) -> None:
    text = '[[place]]\nid = "user:camp"\nnames = { fr = ["Camp Zoulou"] }\n'
    text += 'feature_class = "S"\nfeature_code = "CMP"\nlon = 10.0\nlat = 45.0\n'
    path = write(tmp_path, "mine.toml", text)
    gazetteer = open_gazetteer((str(path),))
    assert gazetteer.lookup("camp zoulou")[0].place.id == "user:camp"
    assert gazetteer.lookup("Izmaïl")[0].place.id == "gn:707308"


def test_a_plain_toml_needs_no_ids_and_a_bad_block_leaves_the_rest(tmp_path: Path) -> None:
    text = (
        '[[place]]\nname = "Camp Alpha"\nlon = 10.0\nlat = 45.0\n\n'
        '[[place]]\nid = "b"\nnames = { fr = ["Camp Bêta", "Camp B"], en = "Camp Beta" }\n'
        'kind = "camp"\nlon = 11\nlat = 45\n\n'
        '[[place]]\nname = "Nulle part"\nlon = 400.0\nlat = 45.0\n\n'
        '[[place]]\nid = "user:c"\nnames = { fr = "Camp C" }\nlon = 10.0\nlat = "nord"\n'
    )
    report = Import()
    records = list(records_of(write(tmp_path, "plain.toml", text), report))
    assert [r.id for r in records] == ["user:plain/1", "user:plain/b"]
    assert {n.text for n in records[1].names} == {"Camp Bêta", "Camp B", "Camp Beta"}
    assert records[1].feature_code == "CMP"
    assert [f.where for f in report.faults] == ["plain.toml:18.lat", "plain.toml:13"]


def test_what_is_mended_and_what_is_no_feature_is_said(tmp_path: Path) -> None:
    bowtie = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    features = [
        {"type": "Feature", "properties": {"name": "Rubis"}, "geometry": bowtie},
        {"type": "Feature", "properties": {"name": "Sans"}, "geometry": None},
        {"type": "Feature", "properties": {"name": "Faux"}, "geometry": {"type": "Blob"}},
        "rien",
    ]
    path = write(tmp_path, "z.geojson", json.dumps({"features": features}))
    report = Import()
    (record,) = records_of(path, report)
    assert (record.feature_class, record.feature_code) == ("L", "RGN")
    assert report.mended[0].where == "z.geojson:feature 1"
    assert "Self-intersection" in report.mended[0].message
    assert [f.where for f in report.faults] == [f"z.geojson:feature {n}" for n in (2, 3, 4)]
    assert "lon is empty" in report.faults[0].message
    assert "cannot be read" in report.faults[1].message


def test_a_place_of_ones_own_goes_before_a_village_not_before_a_metropolis(tmp_path: Path) -> None:
    path = write(tmp_path, "u.csv", "name,lon,lat\nOdessa,10,45\nLe Vigan,10,45\n")
    gazetteer = open_gazetteer((str(path),))
    assert gazetteer.lookup("Le Vigan")[0].place.id == "user:u/2"
    assert gazetteer.lookup("Odessa")[0].place.id == "gn:698740"


def test_a_file_is_compiled_once_by_its_content(tmp_path: Path) -> None:
    path = write(tmp_path, "u.csv", GOOD)
    _, first = compile_source(path)
    _, second = compile_source(path)
    assert first is not None
    assert second is None
    path.write_text(GOOD + "Poste Lima;1;2;FR;;\n", encoding="utf-8")
    pack, third = compile_source(path)
    assert third is not None
    assert pack.place_count == 2


def test_a_file_larger_than_its_sample_of_faults_counts_them_all(tmp_path: Path) -> None:
    rows = "".join(f"P{n};{n % 180 - 90};{n % 400 - 200};FR;;\n" for n in range(4000))
    report = Import()
    taken = list(records_of(write(tmp_path, "big.csv", GOOD.split("\n")[0] + "\n" + rows), report))
    assert len(taken) + report.left_out == 4000
    assert report.left_out > len(report.faults) == report.keep


def test_two_files_of_ones_own_stand_beside_each_other(tmp_path: Path) -> None:
    one = write(tmp_path, "one.csv", "name,lon,lat\nRelais Alpha,1,1\nRelais Gamma,5,5\n")
    two = write(tmp_path, "two.csv", "name,lon,lat\nRelais Beta,2,2\nRelais Gamma,6,6\n")
    gazetteer = open_gazetteer((str(one), str(two)))
    assert [m.place.lon for m in gazetteer.lookup("Relais Alpha")] == [1]
    assert [m.place.lon for m in gazetteer.lookup("Relais Beta")] == [2]
    assert sorted(m.place.lon for m in gazetteer.lookup("Relais Gamma")) == [5, 6]
