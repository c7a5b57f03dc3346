"""The functions that ``import geomap`` offers, and name-means from end to end."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from geomap.errors import BadRecord, UnreadableInput, UsageError
from geomap.gazetteer import open_gazetteer
from geomap.project import face

TEXT = "Un incendie s'est déclaré hier dans une usine à Lyon. Trois personnes ont été blessées."


def test_a_text_becomes_findings_a_table_a_map_and_a_file(tmp_path):
    found = face.analyse(TEXT, date="2024-05-02")
    (incident,) = [i for i in found.incidents if i.on_map]
    assert (incident.type, incident.when.edtf) == ("fire", "2024-05-01")
    frame = found.to_geodataframe()
    assert frame.crs.to_epsg() == 4326
    assert frame["where"][0]["name"] == "Lyon"
    assert frame["when"][0]["edtf"] == "2024-05-01"
    shown = face.render(found, title="Essai")
    assert "<iframe" in shown._repr_html_()
    (path,) = face.export(found, tmp_path / "a.kml")
    assert "Lyon" in path.read_text("utf-8")
    with pytest.raises(UsageError, match="tells no format"):
        face.export(found, tmp_path / "a.xyz")


def test_an_empty_table_has_the_geometry_and_no_row():
    frame = face.analyse("Il ne s'est rien passé.").to_geodataframe()
    assert len(frame) == 0
    assert frame.crs.to_epsg() == 4326


def test_documents_are_read_and_a_bad_one_raises_its_own_error(tmp_path):
    (tmp_path / "a.txt").write_text("date 2024-05-02 " + TEXT, "utf-8")
    (document,) = face.read(tmp_path)
    assert document.date == "2024-05-02"
    assert face.analyse(document).anchor.date == "2024-05-02"
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(UnreadableInput, match="empty"):
        list(face.read(tmp_path))


@pytest.mark.parametrize("words", [{"date": "hier"}, {"lang": "de"}])
def test_wrong_words_are_refused_with_the_right_ones(words):
    with pytest.raises(UsageError):
        face.analyse(TEXT, **words)


def test_two_texts_of_one_fire_are_linked():
    one = face.analyse("date 2024-05-02 " + TEXT)
    other = face.analyse(
        "date 2024-05-02 A fire broke out yesterday at a factory in Lyon, injuring three people."
    )
    from dataclasses import replace

    documents = [
        replace(f, document=replace(f.document, id=n)) for f, n in ((one, "a"), (other, "b"))
    ]
    merged = face.merge(documents)
    assert len(merged) == 2
    assert {d for f in merged for i in f.incidents for d, _ in i.same_as} <= {"a", "b"}


def test_a_name_means_another_place_in_the_map_and_in_what_hangs_on_it(desk, geomap):
    lyon = open_gazetteer().lookup("Lyon", lang="fr")
    other = open_gazetteer().lookup("Marseille", lang="fr")[0].place
    assert lyon[0].place.id != other.id
    (desk / "a.txt").write_text("date 2024-05-02 " + TEXT, "utf-8")
    (desk / "b.txt").write_text("date 2024-05-02 Une crue a inondé Nantes mardi.", "utf-8")
    geomap("extract", "a.txt", "b.txt", "-o", "f.jsonl")
    (desk / "c.toml").write_text(
        f'[[correction]]\ndo = "name-means"\nname = "Lyon"\nmeans = "{other.id}"\n'
    )
    for source in ("a.txt", "f.jsonl"):
        ran = geomap("export", source, "--to", "geojson", "-o", "-", "--corrections", "c.toml")
        assert ran.status == 0, ran.err
        features = json.loads(ran.out)["features"]
        fire = next(f for f in features if f["properties"]["type"] == "fire")
        assert fire["properties"]["where"]["place_id"] == other.id
        assert fire["geometry"]["coordinates"] == pytest.approx([other.lon, other.lat], abs=1e-6)


def test_only_documents_that_hold_the_name_are_read_again(desk, geomap):
    other = open_gazetteer().lookup("Marseille", lang="fr")[0].place
    (desk / "in").mkdir()
    (desk / "in" / "a.txt").write_text("date 2024-05-02 " + TEXT, "utf-8")
    (desk / "in" / "b.txt").write_text("date 2024-05-02 Une crue a inondé Nantes mardi.", "utf-8")
    geomap("render", "in")
    (desk / "c.toml").write_text(
        f'[[correction]]\ndo = "name-means"\nname = "Lyon"\nmeans = "{other.id}"\n'
    )
    ran = geomap("render", "in", "--corrections", "c.toml")
    assert "(1 read, 1 unchanged)" in ran.err


def test_a_text_named_otherwise_is_not_read_again(desk, geomap):
    (desk / "in").mkdir()
    (desk / "in" / "a.txt").write_text("date 2024-05-02 " + TEXT, "utf-8")
    geomap("render", "in")
    ran = geomap("render", "./in/a.txt")
    assert "(0 read, 1 unchanged)" in ran.err
    properties = json.loads((desk / "maps" / "a.geojson").read_bytes())["features"][0]["properties"]
    assert properties["document"]["source"] == "a.txt"


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "sentences", "lang"), [(6_000, 400, "fr"), (2_500, 300, "auto")])
def test_a_table_larger_than_the_memory_it_takes_is_streamed(tmp_path, rows, sentences, lang):
    path = tmp_path / "grand.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(rows):
            text = f"{number} " + "La route est coupée. " * sentences
            stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    assert path.stat().st_size > 12 * 2**20
    program = (
        "import resource, sys\n"
        "from geomap.config import ReadOptions\n"
        "from geomap.reading import read_inputs\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "items = read_inputs([sys.argv[1]], ReadOptions(lang=sys.argv[2]))\n"
        "next(items); before = peak()\n"
        "print(1 + sum(1 for _ in items), (peak() - before) // 1024)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path), lang],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    documents, grown_mb = map(int, run.stdout.split())
    assert documents == rows
    assert grown_mb < 20


def test_the_functions_stay_callable_whatever_is_imported_and_the_rooms_stay_rooms():
    code = (
        "import geomap\n"
        "import geomap.export.csv, geomap.render.shell\n"
        f"found = geomap.analyse({TEXT!r}, date='2024-05-02')\n"
        "from geomap.render import render_page\n"
        "from geomap.export import FORMATS\n"
        "assert geomap.render([found])._repr_html_()\n"
        "assert callable(geomap.render) and callable(geomap.export)\n"
        "assert geomap.render.render_page is render_page\n"
        "assert geomap.export.FORMATS is FORMATS\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_geomap_loads_nothing_and_unknown_names_are_unknown():
    code = (
        "import sys, geomap\n"
        "assert [m for m in sys.modules if m.startswith('geomap')] == ['geomap']\n"
        "assert not {'numpy', 'click', 'typing'} & set(sys.modules)\n"
        "try: geomap.analyze\n"
        "except AttributeError as error: assert 'analyze' in str(error)\n"
        "else: raise SystemExit(1)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n" + code],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_findings_are_written_and_read_again_and_texts_are_no_findings(tmp_path):
    import geomap as face_

    found = face_.analyse(TEXT, date="2024-05-02")
    (path,) = face_.export(found, tmp_path / "a.findings.jsonl")
    assert list(face_.read_findings(path)) == [found]
    text = tmp_path / "b.txt"
    text.write_text(TEXT, "utf-8")
    with pytest.raises(BadRecord, match="not findings"):
        list(face_.read_findings(text))


def test_what_a_format_cannot_hold_is_a_warning(tmp_path):
    import geomap as face_

    found = face_.analyse(TEXT, date="2024-05-02")
    with pytest.warns(UserWarning, match="names are cut to ten letters"):
        face_.export(found, tmp_path / "a.shp")


def test_a_user_s_own_code_is_checked_by_the_types(tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(
        "import geomap\n"
        "found: geomap.Findings = geomap.analyse('x', date='2024')\n"
        "names: list[str] = [i.headline for i in found.incidents]\n"
        "files = geomap.export(found, 'x.csv')\n"
        "files[0].name.upper()\n"
        "geomap.render(found, title='x').save('x.html')\n"
        "wrong: int = geomap.analyse(3)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(script)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.count("error:") == 2, done.stdout
    assert "mine.py:7" in done.stdout
