"""Names of files, the cache, what changed, blurring, layers, watching: part by part."""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.config import Options, PlaceOptions, ReadOptions
from geomap.export.geojson import geojson_bytes
from geomap.model.blur import blur, blurred_position
from geomap.model.wire import findings_to_json
from geomap.project.cache import Cache, cache_key
from geomap.project.changes import compare, memory_of, memory_path, recall, remember
from geomap.project.layers import keep_layers
from geomap.project.names import collection_name, file_name, unique_names
from geomap.project.watch import changes
from tests.model.small import make_small_findings

# names


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_give_a_safe_file_name(words):
    name = file_name(words)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0\n ')
    assert not name.startswith((".", "-"))
    assert len(name.encode()) <= 4 * 110


@given(st.lists(st.text(max_size=5), max_size=8))
def test_no_two_names_are_one_on_a_disk_that_ignores_case(words):
    names = unique_names(words)
    assert len({name.casefold() for name in names}) == len(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("2023-09-13-direct", "2023-09-13-direct"),
        ("../../etc/passwd", "etc-passwd"),
        ("Crue à Lyon", "Crue-à-Lyon"),
        ("https://e.org/a?b=1", "https-e.org-a-b-1"),
    ],
)
def test_names_stay_readable(words, name):
    assert file_name(words) == name


def test_a_device_name_of_windows_is_not_used():
    assert file_name("con") != "con"
    assert file_name("NUL.txt") != "NUL.txt"


def test_a_collection_is_called_after_what_holds_it(tmp_path):
    folder = tmp_path / "dépêches"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("x")
    assert collection_name([str(folder)]) == "dépêches"
    assert collection_name([str(folder / "*.txt")]) == "dépêches"
    assert collection_name([str(folder / "a.txt"), str(folder / "b.txt")]) == "dépêches"
    assert collection_name([str(tmp_path / "table.csv.gz")]) == "table"
    assert collection_name([str(folder / "a.txt"), str(tmp_path / "c.txt")]) == "map"
    assert collection_name(["-"]) == "map"


# the cache


def test_the_cache_gives_back_what_it_was_given(tmp_path):
    cache = Cache(tmp_path)
    found = make_small_findings()
    assert cache.get("ab" * 32) is None
    cache.put("ab" * 32, found)
    assert cache.get("ab" * 32) == found
    assert cache.hits == 1


def test_a_damaged_entry_is_a_miss_and_goes(tmp_path):
    cache = Cache(tmp_path)
    cache.put("ab" * 32, make_small_findings())
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(b"tronqu")
    assert cache.get("ab" * 32) is None
    assert not file.exists()


def test_the_key_changes_with_all_that_matters_and_with_nothing_else(tmp_path):
    document = make_small_findings().document
    gazetteer = tmp_path / "lieux.toml"
    gazetteer.write_text("a")
    options = Options(places=PlaceOptions(gazetteers=(str(gazetteer),)))
    key = cache_key(document, options, "g1")
    assert key == cache_key(replace(document), options, "g1")
    assert key == cache_key(document, replace(options, strict=True, corrections="c.toml"), "g1")
    others = [
        cache_key(replace(document, text=document.text + "."), options, "g1"),
        cache_key(replace(document, date="2020"), options, "g1"),
        cache_key(document, replace(options, read=ReadOptions(lang="en")), "g1"),
        cache_key(document, options, "g2"),
        cache_key(document, Options(), "g1"),
    ]
    gazetteer.write_text("b")
    others.append(cache_key(document, options, "g1"))
    assert len({key, *others}) == len(others) + 1


def test_the_cache_is_bounded_and_drops_what_was_unused_longest(tmp_path):
    cache = Cache(tmp_path)
    keys = [f"{n:02x}" * 32 for n in range(6)]
    for n, key in enumerate(keys):
        cache.put(key, make_small_findings())
        os.utime(cache._path(key), (n, n))
    size = cache._path(keys[0]).stat().st_size
    cache.get(keys[0])  # used again: now the youngest
    cache.most_bytes = int(size * 4.5)
    assert cache.prune() == 3
    kept = [key for key in keys if cache.get(key) is not None]
    assert kept == [keys[0], keys[4], keys[5]]


def _fill(folder, first):
    cache = Cache(folder)
    for n in range(first, first + 12):
        cache.put(f"{n % 8:02x}" * 32, make_small_findings())
        cache.get(f"{n % 8:02x}" * 32)


def test_two_processes_may_use_it_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(tmp_path, n)) for n in (0, 4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(list(tmp_path.glob("*/*"))) == 8
    assert all(Cache(tmp_path).get(f"{n:02x}" * 32) == make_small_findings() for n in range(8))


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    blocked = tmp_path / "fichier"
    blocked.write_text("x")
    cache = Cache(blocked)
    cache.put("ab" * 32, make_small_findings())
    assert cache.get("ab" * 32) is None
    assert cache.prune() == 0


# what changed


def test_new_changed_and_gone_incidents_are_told_apart(tmp_path):
    found = make_small_findings()
    before = memory_of([found], [tmp_path / "a.html"])
    strike, fear, flood, shelter = found.incidents
    later = replace(found, incidents=(replace(strike, status="claimed"), fear, shelter))
    other = make_small_findings("grand")
    told = compare(before, memory_of([later, other], [tmp_path / "b.html"]))
    assert len(told.new) == 4
    assert told.changed == (f"petit: {strike.headline}",)
    assert told.gone == (f"petit: {flood.headline}",)
    assert told.same == 2
    assert told.leftover == (str(tmp_path / "a.html"),)


def test_an_incident_is_the_same_although_its_id_and_offsets_moved():
    found = make_small_findings()
    moved = replace(
        found, incidents=tuple(replace(i, id=f"z{n}") for n, i in enumerate(found.incidents))
    )
    told = compare(memory_of([found], []), memory_of([moved], []))
    assert not told
    assert told.same == 4


def test_the_first_run_has_nothing_to_compare_with_and_a_damaged_memory_is_none(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path))
    path = memory_path(tmp_path / "maps", ["textes"])
    assert path != memory_path(tmp_path / "maps", ["autres"])
    assert recall(path) is None
    memory = memory_of([make_small_findings()], [])
    assert compare(None, memory).first
    remember(path, memory)
    assert recall(path) == memory
    path.write_text("{")
    assert recall(path) is None


# blurring and layers


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.5, 50))
def test_a_blurred_position_is_near_says_nothing_finer_and_stays(lon, lat, km):
    east, north = blurred_position(lon, lat, km)
    assert -180 <= east <= 180
    assert -90 <= north <= 90
    assert abs(north - lat) <= km / 111.0 + 1e-4
    assert blurred_position(lon, lat, km) == (east, north)


def test_nothing_finer_is_left_anywhere_in_what_is_written():
    found = make_small_findings()
    blurred = blur(found, 10)
    written = findings_to_json(blurred).decode() + geojson_bytes([blurred]).decode()
    assert "28.8375" not in written
    assert "45.3506" not in written
    strike = blurred.incidents[0]
    assert strike.where.radius_m >= 7000
    assert blur(blurred, 10) == blurred


def test_layers_left_out_are_neither_drawn_nor_listed():
    kept = keep_layers(make_small_findings(), ("natural",))
    assert [i.type for i in kept.incidents] == ["flood"]


# watching


def test_watching_tells_what_changed_once_it_rests():
    looks = iter(
        [{"a": (1, 1)}, {"a": (2, 2)}, {"a": (3, 3)}, {"a": (3, 3)}, {"a": (3, 3), "b": (1, 1)}]
        + [{"a": (3, 3), "b": (1, 1)}] * 3
    )  # fmt: skip
    slept = []
    told = changes(lambda: next(looks), 1.0, {"a": (1, 1)}, slept.append)
    assert next(told) == ["a"]
    assert next(told) == ["b"]
    assert 0.3 in slept


def test_findings_written_are_one_json_object_a_line():
    line = findings_to_json(make_small_findings())
    assert b"\n" not in line
    assert json.loads(line)["schema"] == "geomap/1"
