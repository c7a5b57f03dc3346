"""``geomap locate``: GeoJSON on standard output, a reason and an exit status where there is no place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import shapely

from geomap.cli import main


def locate(
    capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, features and messages of a run."""
    with pytest.raises(SystemExit) as stop:
        main(["locate", *words])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), [msgspec.json.decode(line) for line in out.splitlines()], err


def test_an_expression_is_a_feature_with_its_formula(capsys: pytest.CaptureFixture[str]) -> None:
    status, (feature,), _ = locate(capsys, "30 km au nord de Kiev")
    assert status == 0
    assert feature["type"] == "Feature"
    told = feature["properties"]
    assert (told["relation"], told["lang"], told["precision"]) == ("offset", "fr", "offset")
    assert told["distance_m"] == 30_000
    assert told["bearing_deg"] == 0.0
    assert told["radius_m"] >= 9_000
    assert "Kiev (50.4547 N 30.5238 E)" in told["formula"]
    (anchor,) = told["anchors"]
    assert (anchor["id"], anchor["country"]) == ("gn:703448", "UA")
    shape = shapely.from_geojson(msgspec.json.encode(feature["geometry"]))
    assert shape.is_valid
    assert shape.covers(shapely.Point(told["lon"], told["lat"]))
    west, south, east, north = feature["bbox"]
    assert west <= told["lon"] <= east
    assert south <= told["lat"] <= north


def test_the_language_is_told_by_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("au large d'Odessa", "off the coast of Yemen", "la frontière polono-ukrainienne")
    status, features, _ = locate(capsys, *words)
    assert status == 0
    assert [f["properties"]["lang"] for f in features] == ["fr", "en", "fr"]
    assert [f["properties"]["relation"] for f in features] == ["offshore", "offshore", "border"]


def test_names_may_be_typed_small(capsys: pytest.CaptureFixture[str]) -> None:
    _, (small,), _ = locate(capsys, "30 km au nord de kiev")
    _, (capital,), _ = locate(capsys, "30 km au nord de Kiev")
    assert small["geometry"] == capital["geometry"]


def test_what_is_not_located_says_why_and_the_rest_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, features, _ = locate(
        capsys, "la frontière entre la France et la Pologne", "près de Goma"
    )
    assert status == 3
    assert features[0]["geometry"] is None
    assert "France" in features[0]["properties"]["why_not"]
    assert features[1]["geometry"] is not None
    status, (lost,), _ = locate(capsys, "à 12 km au nord de Zorglubville")
    assert status == 1
    assert lost["properties"]["why_not"]


def test_half_an_expression_is_not_its_anchor(capsys: pytest.CaptureFixture[str]) -> None:
    status, (feature,), _ = locate(capsys, "entre Paris et")
    assert status == 1
    assert feature["geometry"] is None


def test_across_the_180th_meridian_a_shape_is_cut_and_its_box_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, (feature,), _ = locate(capsys, "à 250 km à l'est de Suva")
    assert feature["geometry"]["type"] == "MultiPolygon"
    west, _, east, _ = feature["bbox"]
    assert west > east  # RFC 7946, section 5.2
    for ring in feature["geometry"]["coordinates"]:
        assert all(-180.0 <= lon <= 180.0 for lon, _ in ring[0])


def test_a_users_own_place_can_be_an_anchor(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,lon,lat\nPoste Zorglub,10.0,20.0\n", encoding="utf-8")
    status, (feature,), _ = locate(capsys, "10 km au sud de Poste Zorglub", "--gazetteer", str(own))
    assert status == 0
    assert feature["properties"]["lon"] == pytest.approx(10.0)
    assert feature["properties"]["lat"] == pytest.approx(20.0 - 10 / 110.7, abs=2e-3)


def test_the_map_is_one_file_without_script_or_network(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "map.html"
    words = 'au large d\'Odessa <script>alert("x")</script>'
    status, _, _ = locate(capsys, "la rive gauche du Dniepr", words, "--map", str(page))
    assert status == 0
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert re.findall(r"(?:src|href)\s*=", html) == []
    assert "default-src 'none'" in html
    assert html.count("<path") >= 2
    assert "rive gauche de" in html


def test_a_map_that_cannot_be_written_is_a_clear_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["locate", "près de Goma", "--map", str(tmp_path / "no" / "map.html")])
    assert stop.value.code == 1
    assert str(tmp_path / "no") in capsys.readouterr().err
