"""The commands as a user meets them: files written, words said, exit statuses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from geomap.model.wire import findings_from_json

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "2023-09-13-direct.txt"
FIRE = "Un incendie s'est déclaré lundi dans une usine à {}. Trois personnes ont été blessées."


def fire(folder, name, town="Lyon"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("date 2024-05-02 " + FIRE.format(town), "utf-8")
    return path


# render


def test_without_input_seeds_become_maps(desk, geomap):
    (desk / "seeds").mkdir()
    (desk / "seeds" / SEED.name).write_bytes(SEED.read_bytes())
    ran = geomap("render")
    assert (ran.status, ran.out) == (0, "")
    names = sorted(p.name for p in (desk / "maps").iterdir())
    assert names == ["2023-09-13-direct.geojson", "2023-09-13-direct.html"]
    first = {p.name: p.read_bytes() for p in (desk / "maps").iterdir()}
    geomap("render", "--no-cache")
    assert {p.name: p.read_bytes() for p in (desk / "maps").iterdir()} == first


def test_without_input_and_without_seeds_it_is_wrong_usage(geomap):
    ran = geomap("render")
    assert ran.status == 2
    assert "no folder seeds/" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("render", "x.txt", "--boundaries", "ours"),
        ("render", "x.txt", "--date", "hier"),
        ("render", "x.txt", "--also", "docx"),
        ("render", "x.txt", "--corrections", "absent.toml"),
        ("export", "x.txt", "--to", "gpgk"),
        ("export", "x.txt"),
        ("render", "x.txt", "--blur-km", "-1"),
    ],
)
def test_wrong_words_are_exit_status_two(desk, geomap, words):
    fire(desk, "x.txt")
    ran = geomap(*words)
    assert ran.status == 2, ran.err
    assert not (desk / "maps").exists()


def test_a_bad_document_never_stops_the_others(desk, geomap):
    fire(desk, "in/bon.txt")
    (desk / "in" / "vide.txt").write_bytes(b"")
    (desk / "in" / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    ran = geomap("render", "in")
    assert ran.status == 3
    assert "in/vide.txt: the file is empty" in ran.err
    assert "in/image.txt: this is a PNG picture" in ran.err
    assert "2 failures" in ran.err
    assert (desk / "maps" / "bon.html").exists()


def test_when_nothing_can_be_read_nothing_is_written(desk, geomap):
    (desk / "vide.txt").write_bytes(b"")
    ran = geomap("render", "vide.txt", "absent.txt")
    assert ran.status == 1
    assert "absent.txt: no such file" in ran.err
    assert not (desk / "maps").exists()


def test_strict_makes_a_warning_an_error(desk, geomap):
    path = desk / "a.txt"
    path.write_bytes(("date 2024-05-02 " + FIRE.format("Lyon")).encode("cp1252"))
    assert geomap("render", "a.txt").status == 0
    ran = geomap("render", "a.txt", "--strict")
    assert ran.status == 1
    assert "windows-1252" in ran.err


def test_a_folder_that_cannot_be_written_is_named(desk, geomap):
    fire(desk, "a.txt")
    (desk / "occupé").write_text("x")
    ran = geomap("render", "a.txt", "-o", "occupé/maps")
    assert ran.status == 1
    assert "occupé" in ran.err
    assert "cannot be written" in ran.err
    assert (desk / "occupé").read_text() == "x"


def test_several_documents_come_on_one_map_or_on_one_each(desk, geomap):
    for number, town in enumerate(("Lyon", "Lille", "Nice")):
        fire(desk, f"faits/{number}.txt", town)
    assert geomap("render", "faits").status == 0
    assert sorted(p.name for p in (desk / "maps").iterdir()) == ["faits.geojson", "faits.html"]
    ran = geomap("render", "faits", "--per-document", "-o", "un")
    assert ran.status == 0
    names = {p.name for p in (desk / "un").iterdir()}
    assert names == {f"{n}.{s}" for n in range(3) for s in ("html", "geojson")} | {"index.html"}
    index = (desk / "un" / "index.html").read_text("utf-8")
    assert 'href="0.html"' in index


def test_maps_of_texts_that_are_gone_go_only_when_told_to(desk, geomap):
    for number, town in enumerate(("Lyon", "Lille")):
        fire(desk, f"faits/{number}.txt", town)
    geomap("render", "faits", "--per-document")
    kept = desk / "maps" / "notes.txt"
    kept.write_text("à moi")
    (desk / "faits" / "1.txt").unlink()
    geomap("render", "faits", "--per-document")
    assert (desk / "maps" / "1.html").exists()
    ran = geomap("render", "faits", "--per-document", "--remove-gone")
    assert "removed" in ran.err
    assert sorted(p.name for p in (desk / "maps").iterdir()) == ["0.geojson", "0.html", "notes.txt"]


def test_maps_that_lie_among_the_texts_are_not_read_as_texts(desk, geomap):
    fire(desk, "a.txt")
    first = geomap("render", ".", "--also", "csv")
    assert first.status == 0, first.err
    again = geomap("render", ".", "--also", "csv")
    assert "1 document (0 read, 1 unchanged)" in again.err
    assert sorted(p.name for p in (desk / "maps").iterdir()) == ["a.csv", "a.geojson", "a.html"]


def test_standard_input_and_standard_output(desk, geomap):
    ran = geomap("render", "-", "-o", "-", stdin="date 2024-05-02 " + FIRE.format("Lyon"))
    assert ran.status == 0
    assert ran.out.lower().startswith("<!doctype html>")
    assert not (desk / "maps").exists()


def test_further_formats_are_written_beside_the_map(desk, geomap):
    fire(desk, "a.txt")
    ran = geomap("render", "a.txt", "--also", "gpkg", "--also", "csv")
    assert ran.status == 0
    assert {p.suffix for p in (desk / "maps").iterdir()} == {".html", ".geojson", ".gpkg", ".csv"}


def test_blurred_positions_are_blurred_in_the_map_and_in_every_file(desk, geomap):
    fire(desk, "a.txt")
    geomap("render", "a.txt", "-o", "net")
    geomap("render", "a.txt", "-o", "flou", "--blur-km", "20", "--also", "csv")
    lon = json.loads((desk / "net/a.geojson").read_bytes())["features"][0]["geometry"][
        "coordinates"
    ][0]
    for path in (desk / "flou").iterdir():
        assert str(lon).encode() not in path.read_bytes()


def test_several_processes_give_the_same_bytes(desk, geomap):
    for number, town in enumerate(("Lyon", "Lille", "Nice")):
        fire(desk, f"faits/{number}.txt", town)
    geomap("render", "faits", "-o", "un", "--no-cache")
    ran = geomap("render", "faits", "-o", "deux", "--no-cache", "--jobs", "2")
    assert ran.status == 0, ran.err
    for name in ("faits.geojson", "faits.html"):
        assert (desk / "un" / name).read_bytes() == (desk / "deux" / name).read_bytes()


def test_the_file_of_the_project_is_followed(desk, geomap):
    fire(desk, "textes/a.txt")
    assert geomap("init").status == 0
    path = desk / "geomap.toml"
    assert geomap("init").status == 2, "it is there already"
    path.write_text('inputs = ["textes"]\noutput = "cartes"\nalso = ["kml"]\n', "utf-8")
    ran = geomap("render")
    assert ran.status == 0, ran.err
    assert {p.name for p in (desk / "cartes").iterdir()} == {"a.html", "a.geojson", "a.kml"}
    path.write_text("tilte = 'x'", "utf-8")
    ran = geomap("render")
    assert ran.status == 2
    assert "did you mean title" in ran.err


def test_a_corrections_file_with_a_wrong_key_is_named_and_nothing_is_written(desk, geomap):
    fire(desk, "a.txt")
    (desk / "c.toml").write_text('[[correction]]\ndo = "reject"\nqoute = "x"\n')
    ran = geomap("render", "a.txt", "--corrections", "c.toml")
    assert ran.status == 2
    assert "c.toml: correction 1: unknown key qoute, did you mean quote?" in ran.err
    assert not (desk / "maps").exists()


def test_hostile_names_write_only_where_they_are_told_to(desk, geomap):
    rows = [
        {"id": "../../dehors", "text": FIRE.format("Lyon")},
        {"id": "a/../b", "text": FIRE.format("Lille")},
    ]
    (desk / "t.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
    ran = geomap("render", "t.jsonl", "--date", "2024-05-02", "--per-document")
    assert ran.status == 0, ran.err
    assert sorted(p.name for p in desk.parent.iterdir()) == ["bureau", "cache"]
    assert {p.name for p in (desk / "maps").iterdir()} == {
        "dehors.html", "dehors.geojson", "a-..-b.html", "a-..-b.geojson", "index.html",
    }  # fmt: skip


# extract and export


def test_findings_go_out_and_come_in_again_as_the_same_map(desk, geomap):
    fire(desk, "a.txt")
    ran = geomap("extract", "a.txt")
    assert ran.status == 0
    found = findings_from_json(ran.out.strip())
    assert found.document.id == "a"
    (desk / "f.jsonl").write_text(ran.out, "utf-8")
    geomap("render", "a.txt", "-o", "direct")
    geomap("render", "f.jsonl", "-o", "relu")
    for name in ("a.geojson", "a.html"):
        assert (desk / "direct" / name).read_bytes() == (desk / "relu" / name).read_bytes()


def test_extract_writes_a_whole_file_or_none(desk, geomap):
    fire(desk, "a.txt")
    (desk / "vide.txt").write_bytes(b"")
    assert geomap("extract", "a.txt", "vide.txt", "-o", "f.jsonl").status == 3
    assert len((desk / "f.jsonl").read_text("utf-8").splitlines()) == 1
    (desk / "f.jsonl").write_text("ancien")
    assert geomap("extract", "vide.txt", "-o", "f.jsonl").status == 1
    assert (desk / "f.jsonl").read_text() == "ancien"


def test_extract_without_the_texts_keeps_the_quotes(desk, geomap):
    fire(desk, "a.txt")
    raw = json.loads(geomap("extract", "a.txt", "--no-text").out)
    assert "text" not in raw["document"]
    assert any("Lyon" in q["exact"] for i in raw["incidents"] for q in i["quotes"])


def test_export_by_name_by_suffix_and_to_standard_output(desk, geomap):
    fire(desk, "a.txt")
    assert geomap("export", "a.txt", "--to", "kmz").status == 0
    assert zipfile.is_zipfile(desk / "a.kmz")
    assert geomap("export", "a.txt", "-o", "b.gpkg").status == 0
    ran = geomap("export", "a.txt", "--to", "geojson", "-o", "-")
    assert json.loads(ran.out)["type"] == "FeatureCollection"
    ran = geomap("extract", "a.txt")
    (desk / "f.jsonl").write_text(ran.out, "utf-8")
    assert json.loads(geomap("export", "f.jsonl", "--to", "geojson", "-o", "-").out)["features"]


# review and watch


def test_review_lists_what_is_doubtful_and_writes_ready_corrections(desk, geomap):
    path = fire(desk, "a.txt")
    path.write_text(
        path.read_text("utf-8") + "\n\nUne explosion a secoué Zyxwville mardi.", "utf-8"
    )
    ran = geomap("review", "a.txt", "--json")
    assert ran.status == 0
    assert all(
        {"reason", "quote", "weight"} <= json.loads(line).keys() for line in ran.out.splitlines()
    )
    ready = geomap("review", "a.txt", "--toml")
    uncommented = "\n".join(
        line.removeprefix("# ") for line in ready.out.splitlines() if "=" in line or "[[" in line
    )
    import tomllib

    tomllib.loads(uncommented)


def test_watch_renders_again_when_a_text_changes(desk):
    path = fire(desk, "textes/a.txt")
    said = desk.parent / "said.txt"
    # Ctrl-C is ignored by what a shell starts in the background; here it must be heard.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from geomap.cli import main; main(['watch', 'textes', '--interval', '0.1'])"
    )
    with (
        said.open("w") as stream,
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=desk, stderr=stream,
            env={**os.environ, "GEOMAP_CACHE": str(desk.parent / "cache")},
        ) as run,
    ):  # fmt: skip
        try:
            wait_for(said, "watching")
            path.write_text("date 2024-05-02 " + FIRE.format("Lille"), "utf-8")
            wait_for(said, "changed: textes/a.txt")
            wait_for(said, "Lille")
            run.send_signal(signal.SIGINT)
            assert run.wait(30) == 0
        finally:
            run.kill()
    assert "Lille" in (desk / "maps" / "a.geojson").read_text("utf-8")


def wait_for(path, words):
    """Until a file holds ``words``; fails after 40 seconds."""
    deadline = time.monotonic() + 40
    while words not in path.read_text("utf-8"):
        assert time.monotonic() < deadline, path.read_text("utf-8")
        time.sleep(0.1)
