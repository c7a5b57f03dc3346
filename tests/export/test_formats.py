"""Every format, read back by a reader that is not ours, with the same words, nulls and dates."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from geomap.errors import InputError, OutputError, UsageError
from geomap.export import FORMATS, format_named, format_of_path, write
from geomap.export.crosswalk import COLUMNS, crosswalk
from geomap.export.csv import FORMULA_STARTS, cell
from geomap.export.geojson import bbox, geojson_bytes
from geomap.export.shapefile import LONGEST_TEXT_BYTES, SHORT_NAMES
from geomap.export.style import layer_styles
from geomap.model.incident import INCIDENT_TYPES, LAYERS
from geomap.model.text import Span, quote
from tests.model.small import TEXT, make_small_findings
from tests.model.strategies import findings as any_findings

OGRINFO = shutil.which("ogrinfo")
calm = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)  # fmt: skip
QUOTE_OF_THE_FLOOD = "La crue du Danube gagne les quais d'œuvres à 日本."


@pytest.fixture
def small():
    return [make_small_findings()]


def export(small, folder, name):
    said = []
    paths = write(small, folder / f"petit{FORMATS[name].suffix}", name, notice=said.append)
    return paths, said


def ogr(path, *words):
    """What GDAL's own program says of a file."""
    if OGRINFO is None:
        pytest.skip("GDAL's ogrinfo is not installed")
    run = subprocess.run(
        [OGRINFO, *words, str(path)], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert "ERROR" not in run.stderr
    return run.stdout


def test_every_format_gives_the_same_bytes_twice(small, tmp_path):
    for name in FORMATS:
        first, _ = export(small, tmp_path / "a", name)
        second, _ = export(small, tmp_path / "b", name)
        for one, two in zip(first, second, strict=True):
            assert one.read_bytes() == two.read_bytes(), one.name


def test_a_format_is_known_by_its_name_and_by_its_suffix(tmp_path):
    assert format_named("GPKG").name == "gpkg"
    assert format_of_path(tmp_path / "a.annotations.jsonld").name == "annotations"
    assert format_of_path(tmp_path / "a.kmz").name == "kmz"
    assert format_of_path(tmp_path / "a.docx") is None
    with pytest.raises(UsageError, match="did you mean gpkg"):
        format_named("gpgk")


# GeoJSON


def test_geojson_is_what_rfc_7946_wants(small, tmp_path):
    (path,), _ = export(small, tmp_path, "geojson")
    raw = json.loads(path.read_bytes())
    assert raw["type"] == "FeatureCollection"
    assert "crs" not in raw
    assert raw["bbox"] == [28.5, 45.0, 29.7, 45.4]
    point, line, area = raw["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [28.8375, 45.3506]}
    assert line["geometry"]["type"] == "LineString"
    ring = area["geometry"]["coordinates"][0]
    turned = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in itertools.pairwise(ring))
    assert turned < 0, "the outer ring goes counter-clockwise"
    properties = point["properties"]
    assert properties["when"]["edtf"] == "2023-09-12/2023-09-13"
    assert properties["casualties"][1]["low"] is None
    assert properties["document"]["sha256"] == small[0].document.sha256
    assert "text" not in properties["document"]
    assert [f["properties"]["on_map"] for f in raw["features"]] == [True] * 3


def test_geojson_is_read_by_geopandas_and_by_ogrinfo(small, tmp_path):
    import geopandas

    (path,), _ = export(small, tmp_path, "geojson")
    frame = geopandas.read_file(path)
    assert len(frame) == 3
    assert frame.crs.to_epsg() == 4326
    assert frame["quotes"][1][0]["exact"] == QUOTE_OF_THE_FLOOD
    told = ogr(path, "-al", "-so")
    assert "Feature Count: 3" in told


@calm
@given(found=any_findings(2))
def test_coordinates_have_seven_decimals_at_most_and_quotes_stay_word_for_word(found):
    data = geojson_bytes([found])
    raw = json.loads(data)
    for numbers in re.findall(rb'"coordinates":(\[[^a-z]*\])', data):
        for number in re.findall(rb"-?\d+\.(\d+)", numbers):
            assert len(number) <= 7
    mapped = [i for i in found.incidents if i.on_map]
    assert [f["properties"]["quotes"][0]["exact"] for f in raw["features"]] == [
        i.quotes[0].exact for i in mapped
    ]


def test_a_box_goes_the_short_way_round_the_180th_meridian():
    from shapely.geometry import Point

    assert bbox([Point(179, -17), Point(-172, -13)]) == [179.0, -17.0, -172.0, -13.0]
    assert bbox([Point(29, 45), Point(128, 52)]) == [29.0, 45.0, 128.0, 52.0]
    assert bbox([]) is None


def test_gdal_finds_nothing_to_mend_when_it_writes_the_same_as_rfc_7946(small, tmp_path):
    import pyogrio

    (path,), _ = export(small, tmp_path, "geojson")
    frame = pyogrio.read_dataframe(path, columns=["id"])
    mended = tmp_path / "gdal.geojson"
    pyogrio.write_dataframe(frame, mended, driver="GeoJSON", RFC7946="YES")
    ours, theirs = (json.loads(p.read_bytes()) for p in (path, mended))
    assert [f["geometry"] for f in ours["features"]] == [f["geometry"] for f in theirs["features"]]
    assert "crs" not in theirs
    assert ours["bbox"] == pytest.approx(theirs.get("bbox", ours["bbox"]))


def test_a_text_sequence_holds_one_feature_a_line(small, tmp_path):
    (path,), _ = export(small, tmp_path, "geojsonl")
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["Feature"] * 3
    assert "Feature Count: 3" in ogr(path, "-al", "-so")
    (sequence,) = write(small, tmp_path / "petit.geojsons", "geojsonl")
    assert sequence.read_bytes().count(b"\x1e") == 3


# GeoPackage, FlatGeobuf, GeoParquet


def test_a_geopackage_has_a_layer_a_kind_and_keeps_nulls_and_nesting(small, tmp_path):
    import pyogrio

    (path,), _ = export(small, tmp_path, "gpkg")
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {
        "points": "Point",
        "lines": "LineString",
        "areas": "Polygon",
        "layer_styles": None,
    }
    points = pyogrio.read_dataframe(path, layer="points")
    row = points.iloc[0]
    assert row["when_edtf"] == "2023-09-12/2023-09-13"
    assert json.loads(row["casualties_json"])[1]["best"] is None
    assert (row["killed_low"] != row["killed_low"]) or row["killed_low"] is None, "unknown is not 0"
    assert row["killed_high"] == 3
    assert pyogrio.read_dataframe(path, layer="lines").iloc[0]["quote"] == QUOTE_OF_THE_FLOOD
    assert "Feature Count: 1" in ogr(path, "-so", "-al")


def test_qgis_finds_a_default_style_for_each_layer(small, tmp_path):
    (path,), _ = export(small, tmp_path, "gpkg")
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        geometry = dict(
            connection.execute(
                "SELECT table_name, column_name FROM gpkg_geometry_columns"
            ).fetchall()
        )
        registered = connection.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchone()
        columns = {r[1] for r in connection.execute("PRAGMA table_info(points)").fetchall()}
    finally:
        connection.close()
    assert registered == ("attributes",)
    assert {row[0] for row in rows} == {"points", "lines", "areas"}
    for table, column, default, qml in rows:
        assert (column, default) == (geometry[table], 1)
        style = etree.fromstring(qml.split("\n", 1)[1])
        symbols = {s.get("name") for s in style.iter("symbol")}
        used = {r.get("symbol") for r in style.iter("rule") if r.get("symbol")}
        assert used == symbols
        assert len(symbols) == 4 * len(LAYERS)
        for rule in style.iter("rule"):
            for name in re.findall(r'"(\w+)"', rule.get("filter") or ""):
                assert name in columns


def test_the_colours_are_those_of_the_map():
    from importlib import resources

    file = resources.files("geomap.render").joinpath("data", "style.json")
    shown = json.loads(file.read_text("utf-8"))["layers"]
    assert {layer: style["colour"] for layer, style in layer_styles().items()} == {
        layer: style["colour"] for layer, style in shown.items()
    }


def test_flatgeobuf_is_read_back_equal(small, tmp_path):
    import pyogrio

    (path,), _ = export(small, tmp_path, "fgb")
    frame = pyogrio.read_dataframe(path).set_index("id").loc[["s1", "s3", "s4"]]
    assert list(frame.geometry.geom_type) == ["Point", "LineString", "Polygon"]
    assert frame["quote"]["s3"] == QUOTE_OF_THE_FLOOD
    assert json.loads(frame["when_json"]["s1"])["part"] == "night"


def test_geoparquet_keeps_nested_values_nested(small, tmp_path):
    import geopandas
    import pyarrow.parquet as pq

    (path,), _ = export(small, tmp_path, "parquet")
    frame = geopandas.read_parquet(path)
    assert frame["when"][0]["edtf"] == "2023-09-12/2023-09-13"
    assert frame["casualties"][0][1]["low"] is None
    assert frame["quotes"][1][0]["exact"] == QUOTE_OF_THE_FLOOD
    assert frame.geometry[0].x == pytest.approx(28.8375)
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["geometry_types"] == ["LineString", "Point", "Polygon"]


def test_geoparquet_has_one_schema_whatever_is_found(small, tmp_path):
    import pyarrow.parquet as pq

    (full,), _ = export(small, tmp_path, "parquet")
    (empty,) = write([replace(small[0], incidents=())], tmp_path / "vide.parquet", "parquet")
    assert pq.read_schema(full).remove_metadata() == pq.read_schema(empty).remove_metadata()
    names = set(pq.read_schema(full).names)
    assert set(json.loads(geojson_bytes(small))["features"][0]["properties"]) <= names


# KML


def test_kml_says_the_quotes_and_keeps_the_rest_as_data(small, tmp_path):
    (path,), _ = export(small, tmp_path, "kml")
    tree = etree.parse(path)
    ns = {"k": "http://www.opengis.net/kml/2.2"}
    placemarks = tree.findall(".//k:Placemark", ns)
    assert len(placemarks) == 3
    flood = next(p for p in placemarks if p.get("id") == "i-s3")
    balloon = flood.findtext("k:description", namespaces=ns)
    assert QUOTE_OF_THE_FLOOD.replace("'", "&#x27;") in balloon
    data = {
        d.get("name"): d.findtext("k:value", namespaces=ns) for d in flood.iterfind(".//k:Data", ns)
    }
    assert data["quote"] == QUOTE_OF_THE_FLOOD
    assert "killed_low" not in data
    strike = next(p for p in placemarks if p.get("id") == "i-s1")
    assert strike.findtext("k:TimeSpan/k:begin", namespaces=ns) == "2023-09-12T18:00:00"
    assert strike.findtext("k:Point/k:coordinates", namespaces=ns) == "28.8375,45.3506"
    assert "Feature Count: 1" in ogr(path, "-al", "-so")


def test_kmz_holds_the_kml(small, tmp_path):
    (path,), _ = export(small, tmp_path, "kmz")
    (kml,), _ = export(small, tmp_path, "kml")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == kml.read_bytes()


def test_markup_in_a_quote_is_shown_not_run_and_what_xml_cannot_hold_is_said(small, tmp_path):
    text = 'Le <b>feu</b> & ]]> \x07 {{7*7}} "fin".'
    found = small[0]
    document = replace(found.document, text=text)
    told = quote(text, Span(0, len(text)))
    incident = replace(found.incidents[2], quotes=(told,))
    (path,), said = export(
        [replace(found, document=document, incidents=(incident,), mentions=())], tmp_path, "kml"
    )
    tree = etree.parse(path)
    ns = {"k": "http://www.opengis.net/kml/2.2"}
    balloon = tree.findtext(".//k:description", namespaces=ns)
    assert "&lt;b&gt;feu&lt;/b&gt; &amp; ]]&gt; \ufffd {{7*7}}" in balloon
    assert any("U+FFFD" in line for line in said)


# CSV


def test_csv_is_read_by_the_standard_reader_and_by_pandas(small, tmp_path):
    import pandas

    (path,), _ = export(small, tmp_path, "csv")
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert [r["id"] for r in rows] == ["s1", "s3", "s4"]
    assert rows[1]["quote"] == QUOTE_OF_THE_FLOOD
    assert (rows[0]["lon"], rows[1]["lon"], rows[2]["lon"]) == ("28.8375", "", "")
    assert rows[2]["WKT"].startswith("POLYGON")
    assert rows[0]["killed_low"] == ""
    assert rows[0]["code_acled"] == "Explosions/Remote violence > Air/drone strike"
    frame = pandas.read_csv(path)
    assert next(iter(frame.columns)) == "id"
    assert "Feature Count: 3" in ogr(path, "-al", "-so", "-oo", "GEOM_POSSIBLE_NAMES=WKT")


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(start):
    assert cell(f"{start}1+1").startswith("'")
    assert cell(-12.5) == -12.5


def test_codes_of_other_taxonomies_exist_for_each_type_and_only_for_those():
    assert set(crosswalk()) == set(INCIDENT_TYPES)
    for codes in crosswalk().values():
        assert set(codes) == set(COLUMNS)
        assert re.fullmatch(r"medtop:\d{8}(; medtop:\d{8})*", codes["iptc"])


# Shapefile


def test_a_shapefile_says_its_limits_aloud(small, tmp_path):
    import geopandas

    found = small[0]
    long = replace(found.incidents[0], headline="é" * 300)
    paths, said = export([replace(found, incidents=(long, *found.incidents[1:]))], tmp_path, "shp")
    shapes = {p.stem: p for p in paths if p.suffix == ".shp"}
    assert set(shapes) == {"petit_points", "petit_lines", "petit_areas"}
    points = geopandas.read_file(shapes["petit_points"])
    assert len(points["headline"][0].encode()) <= LONGEST_TEXT_BYTES
    assert points["headline"][0].endswith("é…")
    lines = geopandas.read_file(shapes["petit_lines"])
    assert lines["quote"][0] == QUOTE_OF_THE_FLOOD
    assert any("headline was cut to 254 bytes in 1 " in line for line in said)
    assert all(len(name) <= 10 for name in SHORT_NAMES.values())
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)
    assert "Feature Count: 1" in ogr(shapes["petit_areas"], "-al", "-so")


def test_an_incident_with_two_sites_is_one_row_in_every_format(small, tmp_path):
    import geopandas

    found = small[0]
    strike = found.incidents[0]
    second = replace(strike.where.extent, lon=29.1, lat=45.2)
    where = replace(strike.where, other_sites=(("m2", second),))
    both = replace(found, incidents=(replace(strike, where=where), replace(strike, id="s7")))
    paths, _ = export([both], tmp_path, "shp")
    shapes = geopandas.read_file(next(p for p in paths if p.suffix == ".shp"))
    assert sorted(len(g.geoms) if hasattr(g, "geoms") else 1 for g in shapes.geometry) == [1, 2]
    for name in ("gpkg", "fgb", "parquet", "geojson", "kml"):
        (path,), _ = export([both], tmp_path, name)
        layer = {"layer": "points"} if name == "gpkg" else {}
        read = geopandas.read_parquet if name == "parquet" else geopandas.read_file
        assert len(read(path, **layer)) == 2, name


def test_a_geopackage_is_read_without_a_warning_by_older_tools(small, tmp_path):
    (path,), _ = export(small, tmp_path, "gpkg")
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA user_version").fetchone() == (10300,)
    finally:
        connection.close()


# figures


def test_a_figure_is_a_picture_a_drawing_and_a_page(small, tmp_path):
    from PIL import Image

    (png,), _ = export(small, tmp_path, "png")
    with Image.open(png) as image:
        assert image.size[0] > 1000
        colours = {c for _, c in image.convert("RGB").getcolors(1 << 24)}
        strike = tuple(int(layer_styles()["conflict"]["colour"][n : n + 2], 16) for n in (1, 3, 5))
        assert strike in colours
    (svg,), _ = export(small, tmp_path, "svg")
    assert "Izmaïl" in "".join(etree.parse(svg).getroot().itertext())
    (pdf,), _ = export(small, tmp_path, "pdf")
    import pypdf

    assert len(pypdf.PdfReader(pdf).pages) == 1


def test_a_figure_takes_words_as_words_and_says_when_no_font_has_them(small, tmp_path):
    found = small[0]
    title = replace(found.document, title="$x^2$ \\frac{1}{0} 日本")
    (svg,), said = export([replace(found, document=title)], tmp_path, "svg")
    assert "$x^2$ \\frac{1}{0}" in "".join(etree.parse(svg).getroot().itertext())
    assert said


def test_groups_that_lie_far_apart_are_shown_larger_in_panels():
    from shapely.geometry import Point

    from geomap.export.panels import frame_of, panels_of

    near = [Point(29 + n / 10, 45) for n in range(5)]
    assert panels_of(near, frame_of(near)) == []
    far = [*near, Point(128, 52)]
    panels = panels_of(far, frame_of(far))
    assert len(panels) == 2
    for points, panel in zip((near, far[5:]), panels, strict=True):
        assert all(panel.holds(p) for p in points)
        assert panel.ratio == pytest.approx(1.5)


def test_a_figure_takes_a_title_and_leaves_borders_out_when_told_to(small, tmp_path):
    (with_borders,) = write(small, tmp_path / "a.svg", "svg", title="Un titre")
    (without,) = write(small, tmp_path / "b.svg", "svg", title="Un titre", boundaries="none")
    assert "Un titre" in "".join(etree.parse(without).getroot().itertext())
    assert len(without.read_bytes()) < len(with_borders.read_bytes())


def test_a_figure_of_nothing_is_refused(small, tmp_path):
    with pytest.raises(InputError, match="nothing to draw"):
        export([replace(small[0], incidents=())], tmp_path, "png")
    assert list(tmp_path.iterdir()) == []


# annotations


def test_annotations_point_into_the_text_by_words_and_by_position(small, tmp_path):
    (path,), _ = export(small, tmp_path, "annotations")
    page = json.loads(path.read_bytes())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == 5
    for item in page["items"]:
        words, position = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == words["exact"]
        assert TEXT[: position["start"]].endswith(words["prefix"])
        assert item["target"]["source"] == "https://example.org/a?b=1&c=2"


# whole or not at all


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(small, tmp_path):
    blocked = tmp_path / "fichier"
    blocked.write_text("x")
    for name in ("geojson", "gpkg", "shp", "png"):
        with pytest.raises(OutputError, match="cannot be written"):
            write(small, blocked / f"a{FORMATS[name].suffix}", name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fichier"]


def test_an_export_that_fails_leaves_the_old_file_as_it_was(small, tmp_path, monkeypatch):
    from geomap.export import geopackage

    (path,), _ = export(small, tmp_path, "gpkg")
    before = path.read_bytes()

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(geopackage, "_write_styles", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        export(small, tmp_path, "gpkg")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["petit.gpkg"]


def test_a_disk_that_fills_up_is_an_error_in_every_format_and_leaves_nothing(tmp_path):
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from geomap.errors import OutputError\n"
        "from geomap.export import FORMATS, write\n"
        "from tests.model.small import make_small_findings\n"
        "import matplotlib.pyplot, pyogrio, pyarrow\n"
        "folder = Path(sys.argv[1])\n"
        "found = [make_small_findings()]\n"
        "write(found, folder.parent / 'warm.png', 'png')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (90, 90))\n"
        "for name, format_ in FORMATS.items():\n"
        "    try:\n"
        "        write(found, folder / f'a{format_.suffix}', name)\n"
        "    except OutputError as error:\n"
        "        print(name, len(str(error)) < 500)\n"
    )
    folder = tmp_path / "plein"
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=Path(__file__).parent.parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.split("\n")[:-1] == [f"{name} True" for name in FORMATS]
    assert list(folder.iterdir()) == []
