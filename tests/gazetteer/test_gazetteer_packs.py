"""Packs: the same bytes, nothing half-written, and an error that says what to do."""

from __future__ import annotations

import pickle
import random
import sqlite3
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.index import open_pack
from geomap.gazetteer.layout import FORMAT
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.staging import Staged
from tests.gazetteer.conftest import REMEDY, tiny_records, town, write_tiny

PARTS = ("marisa", "texts.marisa", "frames.marisa", "arrays", "db")


def part(folder: Path, suffix: str) -> Path:
    """The file of a part; ``marisa`` is the end of three names."""
    found = [
        p for p in folder.glob(f"tiny.*.{suffix}") if p.name.count(".") == suffix.count(".") + 2
    ]
    return found[0]


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    shuffled = tiny_records()
    random.Random(7).shuffle(shuffled)
    write_tiny(tmp_path / "a")
    write_tiny(tmp_path / "b", records=shuffled)
    first = {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()}
    second = {p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()}
    assert first == second
    assert len(first) == len(PARTS) + 1


def test_records_sorted_on_disk_give_the_same_pack(tmp_path: Path) -> None:
    records = [town(10 + n, f"Town {n}", n % 360 - 180, n % 180 - 90, "FR", n) for n in range(500)]
    (tmp_path / "scratch").mkdir()
    on_disk = Staged(iter(records), tmp_path / "scratch", in_memory=100)
    in_memory = Staged(iter(records), tmp_path / "scratch")
    assert len(on_disk) == len(in_memory) == 500
    assert list(on_disk) == list(in_memory)
    assert list(on_disk) == list(on_disk)
    on_disk.close()


@pytest.mark.parametrize("suffix", PARTS)
def test_a_missing_part_is_named_with_the_command_that_makes_it(
    tmp_path: Path, suffix: str
) -> None:
    manifest = write_tiny(tmp_path)
    missing = part(tmp_path, suffix)
    missing.unlink()
    with pytest.raises(GazetteerError) as caught:
        open_pack(str(manifest))
    assert missing.name in str(caught.value)
    assert REMEDY in str(caught.value)


@pytest.mark.parametrize("suffix", PARTS)
def test_a_truncated_part_is_an_error_and_never_an_empty_result(
    tmp_path: Path, suffix: str
) -> None:
    manifest = write_tiny(tmp_path)
    cut = part(tmp_path, suffix)
    cut.write_bytes(cut.read_bytes()[:-7])
    with pytest.raises(GazetteerError, match="bytes instead of") as caught:
        open_pack(str(manifest))
    assert cut.name in str(caught.value)


@pytest.mark.parametrize("suffix", PARTS)
def test_a_part_with_other_bytes_is_an_error(tmp_path: Path, suffix: str) -> None:
    manifest = write_tiny(tmp_path)
    damaged = part(tmp_path, suffix)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2 + 1] ^= 0xFF
    damaged.write_bytes(data)
    with pytest.raises(GazetteerError, match="damaged"):
        open_pack(str(manifest))


@pytest.mark.parametrize("text", ["", "format\tx\n", "{}", f"format\t{FORMAT}\n", "\0\0\0"])
def test_a_damaged_manifest_is_an_error(tmp_path: Path, text: str) -> None:
    manifest = write_tiny(tmp_path)
    manifest.write_text(text)
    with pytest.raises(GazetteerError, match="damaged"):
        open_pack(str(manifest), REMEDY)


def test_a_missing_manifest_and_one_of_another_form(tmp_path: Path) -> None:
    manifest = write_tiny(tmp_path)
    text = manifest.read_text()
    manifest.write_text(text.replace("format\t", "format\t99", 1))
    with pytest.raises(GazetteerError, match="format 99"):
        open_pack(str(manifest))
    manifest.unlink()
    with pytest.raises(GazetteerError, match="missing"):
        open_pack(str(manifest))


def test_an_open_pack_is_not_changed_by_a_new_one(tmp_path: Path) -> None:
    opened = Gazetteer([Pack(str(write_tiny(tmp_path)), REMEDY)])
    write_tiny(tmp_path, records=[town(9, "Elsewhere", 1.0, 1.0, "FR", 9)])
    again = Gazetteer([Pack(str(tmp_path / "tiny.pack"), REMEDY)])
    assert [m.place.name for m in opened.lookup("Izmaïl")] == ["Izmayil"]
    assert again.lookup("Izmaïl") == []
    assert opened.version != again.version


def test_old_parts_are_removed_and_no_scratch_stays(tmp_path: Path) -> None:
    write_tiny(tmp_path)
    write_tiny(tmp_path, records=[town(9, "Elsewhere", 1.0, 1.0, "FR", 9)])
    assert len(list(tmp_path.iterdir())) == len(PARTS) + 1


def test_a_build_that_fails_leaves_the_old_pack(tmp_path: Path) -> None:
    manifest = write_tiny(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def failing() -> object:
        yield town(9, "Elsewhere", 1.0, 1.0, "FR", 9)
        raise ValueError("the source broke off")

    with pytest.raises(ValueError, match="broke off"):
        write_pack(tmp_path, PackContent("tiny", "1", {}), failing(), frozenset())  # type: ignore[arg-type]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    open_pack(str(manifest))


def test_the_database_of_a_pack_cannot_be_written(tiny: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        tiny.packs[0].db.execute("DELETE FROM source")


def test_the_whole_pack_is_read_when_asked(tmp_path: Path) -> None:
    pack = Pack(str(write_tiny(tmp_path)), REMEDY)
    pack.verify()
    target = part(tmp_path, "arrays")
    data = bytearray(target.read_bytes())
    data[-1] ^= 1
    target.write_bytes(data)
    with pytest.raises(GazetteerError, match="changed"):
        pack.verify()


def test_a_gazetteer_travels_by_its_files(world: Gazetteer) -> None:
    again = pickle.loads(pickle.dumps(world))
    assert again.version == world.version
    assert len(pickle.dumps(world)) < 500
