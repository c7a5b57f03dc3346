"""``geomap lookup`` and ``geomap gazetteer`` as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = {
    "id", "name", "matched", "tier", "lon", "lat", "geometry_kind", "feature_class", "feature_code",
    "country", "admin1", "population", "source",
}  # fmt: skip


def run(*words: str, cache: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"GEOMAP_CACHE": str(cache)} if cache else {})}
    return subprocess.run(
        [sys.executable, "-m", "geomap", *words], capture_output=True, text=True, check=False,
        env=environment, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("options", [[], ["--limit", "5"]], ids=["quick", "whole"])
def test_lookup_prints_one_object_a_name(options: list[str]) -> None:
    done = run("lookup", "--json", "Izmaïl", "Xyzzyqqq", *options)
    assert done.returncode == 0, done.stderr
    known, unknown = (json.loads(line) for line in done.stdout.splitlines())
    assert known["query"] == "Izmaïl"
    assert set(known["results"][0]) >= KEYS
    assert known["results"][0]["id"] == "gn:707308"
    assert unknown == {"query": "Xyzzyqqq", "results": []}


def test_lookup_says_what_a_person_wants_to_know() -> None:
    done = run("lookup", "Sébastopol")
    first = done.stdout.split("\n   2.")[0]
    for words in ("gn:694423", "UA", "inhabitants", 'name "Sébastopol"', "RU since 2014"):
        assert words in first, first
    assert "no place of this name is known" in run("lookup", "Xyzzyqqq").stdout


def test_lookup_near_and_of_a_country() -> None:
    near = json.loads(run("lookup", "--json", "Odessa", "--near", "-102,32").stdout)
    assert near["results"][0]["country"] == "US"
    of = json.loads(run("lookup", "--json", "Odessa", "--country", "us").stdout)
    assert {r["country"] for r in of["results"]} == {"US"}


def test_lookup_of_an_organisation_gives_no_position() -> None:
    (line,) = run("lookup", "--json", "Otan").stdout.splitlines()
    organisation = next(r for r in json.loads(line)["results"] if r["feature_class"] == "O")
    assert organisation["lon"] is None
    assert organisation["lat"] is None


@pytest.mark.parametrize(
    "words",
    [["lookup"], ["lookup", "X", "--near", "95"], ["lookup", "X", "--near", "1,100"],
     ["lookup", "X", "--country", "UKR"], ["lookup", "X", "--limit", "0"], ["gazetteer", "add"],
     ["gazetteer", "dance"], ["lookup", "X", "--lang", "xx"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_words_are_wrong_usage(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_gazetteer_of_ones_own_is_added_and_used(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "nom,lat,lon,pays\nPoste Quartz,48.5,37.9,UA\nTrop Loin,99,0,UA\n", encoding="utf-8"
    )
    added = run("gazetteer", "add", str(path), cache=tmp_path / "cache")
    assert added.returncode == 0, added.stderr
    assert added.stdout == ""
    assert "1 place taken, 1 row left out" in added.stderr
    assert "mine.csv:3: lon 0, lat 99 is outside" in added.stderr
    again = run("gazetteer", "add", str(path), cache=tmp_path / "cache")
    assert "compiled before, 1 places" in again.stderr
    found = run(
        "lookup", "--json", "Poste Quartz", "--gazetteer", str(path), cache=tmp_path / "cache"
    )
    assert json.loads(found.stdout)["results"][0]["source"] == "user:mine.csv"


def test_a_file_that_cannot_be_used_ends_with_one_and_no_traceback(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        done = run("gazetteer", "add", str(path), cache=tmp_path / "cache")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert str(path) in done.stderr


def test_info_lists_packs_sources_and_licences() -> None:
    done = run("gazetteer", "info")
    assert done.returncode == 0, done.stderr
    for words in ("curated  ", "world  ", "GeoNames (CC BY 4.0)", "Natural Earth", "places"):
        assert words in done.stdout
    packs = json.loads(run("gazetteer", "info", "--json", "-v").stdout)["packs"]
    assert [pack["pack"] for pack in packs] == ["curated", "world"]
    assert sum(pack["bytes"] for pack in packs) < 60_000_000
    for pack in packs:
        assert all(source["licence"] for source in pack["sources"])


def test_check_of_a_folder_names_the_fault_and_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "shapes").mkdir()
    (tmp_path / "places" / "x.toml").write_text('[[place]]\nid = "nonsense"\n', encoding="utf-8")
    done = run("gazetteer", "check", str(tmp_path))
    assert done.returncode == 1
    assert "places/x.toml:1.id" in done.stderr
    (tmp_path / "places" / "x.toml").unlink()
    done = run("gazetteer", "check", str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_the_files_of_this_gazetteer_are_in_order() -> None:
    done = run("gazetteer", "check")
    assert done.returncode == 0, done.stderr


def test_a_look_up_reads_neither_values_nor_heavy_modules() -> None:
    code = (
        "import sys; sys.argv = ['geomap', 'lookup', 'Nouméa']\n"
        "from geomap.__main__ import main\n"
        "try: main()\nexcept SystemExit as stop: assert stop.code == 0\n"
        "slow = {'click', 'numpy', 'shapely', 'dataclasses', 'typing', 'pathlib', 'tomllib', 'json'}\n"
        "assert not slow & set(sys.modules), slow & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Nouméa" in done.stdout
