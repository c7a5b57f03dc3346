"""From an archive to a map and to tables: streamed, chosen from, counted, refused when too large."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas
import pytest

from geomap.archive.parts import read_archive
from geomap.config import MapOptions
from geomap.errors import UsageError
from geomap.export.cells import count_by_cell
from geomap.export.geojson import geojson_bytes
from geomap.gazetteer import open_gazetteer
from geomap.project.choice import Choice, at_most, chosen
from geomap.render import render_page
from tests.archive.conftest import run, write_rows
from tests.model.small import make_small_findings

SMALL = ("--shard-mb", "0.003")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("archive")
    run(
        "extract",
        write_rows(base / "news.jsonl"),
        "-o",
        f"{base}/news/",
        *SMALL,
        "--jobs",
        "1",
        "-q",
    )
    return base / "news"


def features(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))["features"]


def test_the_map_of_an_archive_is_that_of_its_findings(folder: Path, tmp_path: Path) -> None:
    done = run("render", folder, "-o", tmp_path)
    assert "incidents on the map" in done.stderr
    findings = [found for found in read_archive(folder) if found.incidents]
    whole = render_page(findings, MapOptions(), open_gazetteer())
    assert (tmp_path / "news.html").read_bytes() == whole
    assert (tmp_path / "news.geojson").read_bytes() == geojson_bytes(findings)


@pytest.mark.parametrize("name", ["geojson", "geojsonl", "gpkg", "fgb", "parquet", "csv", "kml"])
def test_every_format_holds_every_mapped_incident(folder: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"out.{name}"
    run("export", folder, "--to", name, "-o", path)
    mapped = json.loads((folder / "manifest.json").read_text())["mapped"]
    if name == "csv":
        with path.open(encoding="utf-8-sig", newline="") as handle:
            assert len(list(csv.DictReader(handle))) == mapped
    elif name == "kml":
        assert path.read_text("utf-8").count("<Placemark") == mapped
    elif name == "parquet":
        assert len(geopandas.read_parquet(path)) == mapped
    elif name == "gpkg":
        layers = [geopandas.read_file(path, layer=layer) for layer in ("points", "lines", "areas")]
        assert sum(map(len, layers)) == mapped
    else:
        assert len(geopandas.read_file(path)) == mapped


def test_a_geopackage_of_several_batches_is_that_of_one(folder, tmp_path, monkeypatch) -> None:
    from geomap.export import geopackage, geoparquet, write

    findings = list(read_archive(folder))
    write(findings, tmp_path / "one.gpkg", "gpkg")
    write(findings, tmp_path / "one.parquet", "parquet")
    monkeypatch.setattr(geopackage, "BATCH", 7)
    monkeypatch.setattr(geoparquet, "BATCH", 7)
    write(iter(findings), tmp_path / "many.gpkg", "gpkg")
    write(iter(findings), tmp_path / "many.parquet", "parquet")
    for layer in ("points", "lines", "areas"):
        one = geopandas.read_file(tmp_path / "one.gpkg", layer=layer)
        many = geopandas.read_file(tmp_path / "many.gpkg", layer=layer)
        assert one.drop(columns="geometry").equals(many.drop(columns="geometry"))
        assert one.geometry.geom_equals(many.geometry).all()
    one = geopandas.read_parquet(tmp_path / "one.parquet")
    many = geopandas.read_parquet(tmp_path / "many.parquet")
    assert one["id"].tolist() == many["id"].tolist()
    assert one.geometry.equals(many.geometry)


def test_the_command_line_chooses(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    run("export", folder, "-o", path, "--where", "type=earthquake")
    assert {f["properties"]["type"] for f in features(path)} == {"earthquake"}
    run("export", folder, "-o", path, "--where", "type=earthquake", "--where", "type=fire")
    assert len({f["properties"]["type"] for f in features(path)} - {"earthquake", "fire"}) == 0
    run("export", folder, "-o", path, "--top", "4")
    assert len(features(path)) == 4
    run("export", folder, "-o", path, "--since", "2024-03-10", "--until", "2024-03-12")
    starts = [f["properties"]["when"]["edtf"] for f in features(path)]
    assert starts
    assert all("2024-03-10" <= s[:10] <= "2024-03-12" for s in starts)
    done = run("export", folder, "-o", path, "--where", "colour=red", status=2)
    assert "layer" in done.stderr
    done = run("export", folder, "-o", path, "--bbox", "1,2,3", status=2)
    assert "west,south,east,north" in done.stderr


def test_a_choice_holds_for_texts_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un séisme a fait 3 morts à Naples le 2 mars 2024.", "utf-8")
    run("export", tmp_path / "a.txt", "-o", tmp_path / "a.geojson", "--since", "2024-03-03")
    assert features(tmp_path / "a.geojson") == []
    run("export", tmp_path / "a.txt", "-o", tmp_path / "a.geojson", "--since", "2024-03-01")
    assert len(features(tmp_path / "a.geojson")) == 1


def test_an_archive_among_other_inputs_is_refused(folder: Path, tmp_path: Path) -> None:
    done = run("render", folder, folder, "-o", tmp_path, status=2)
    assert "read alone" in done.stderr
    done = run("render", folder, "-o", tmp_path, "--per-document", status=2)
    assert "--per-document" in done.stderr


def test_more_than_a_map_holds_is_refused_with_the_ways_to_choose() -> None:
    findings = [make_small_findings()] * 3
    with pytest.raises(UsageError) as caught:
        list(at_most(findings, 1, "a map"))
    assert "--top 1" in caught.value.hint
    assert "--cells" in caught.value.hint


def test_the_gravest_of_one_document_stay_one_document(folder: Path) -> None:
    kept = list(chosen(read_archive(folder), Choice(top=50)))
    ids = [found.document.id for found in kept]
    assert len(ids) == len(set(ids))
    assert sum(len(found.incidents) for found in kept) == 50


def test_cells_count_every_event_once(folder: Path, tmp_path: Path) -> None:
    run("export", folder, "--cells", "4", "-o", tmp_path / "c.gpkg")
    frame = geopandas.read_file(tmp_path / "c.gpkg")
    findings = list(read_archive(folder))
    told: set[tuple[str, str]] = set()
    events = 0
    for found in findings:
        for incident in found.incidents:
            if incident.on_map:
                events += not any(other in told for other in incident.same_as)
                told.add((found.document.id, incident.id))
    assert frame["incidents"].sum() == events
    located = frame[frame["cell"].notna()]
    assert located.geometry.is_valid.all()
    assert located.geometry.notna().all()
    points = [i.where.extent for f in findings for i in f.incidents if i.on_map]
    where = geopandas.GeoSeries.from_xy([p.lon for p in points], [p.lat for p in points])
    assert located.geometry.apply(lambda cell: where.within(cell).any()).all()


def test_what_is_known_too_coarsely_is_in_no_cell(folder: Path) -> None:
    fine = count_by_cell(read_archive(folder), 12)
    assert all(cell == "" for cell, _, _, _ in fine)
    assert sum(c.incidents for c in fine.values()) > 0
    done = run("export", folder, "--cells", "4", "--to", "kml", status=2)
    assert "gpkg" in done.stderr
