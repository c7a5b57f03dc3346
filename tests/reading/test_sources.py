"""Folders, globs, compressed files, archives, standard input, names."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile

import pytest

from geomap.config import ReadOptions
from geomap.model.text import Document
from geomap.reading import ReadFailure, read_inputs
from geomap.reading import packed as packed_module
from geomap.reading.sources import stem_of

TEXT = "La rivière est sortie de son lit et la route est coupée dans le village."


def documents(*inputs):
    return [
        i for i in read_inputs([str(i) for i in inputs], ReadOptions()) if isinstance(i, Document)
    ]


def failures(*inputs):
    return [
        i
        for i in read_inputs([str(i) for i in inputs], ReadOptions())
        if isinstance(i, ReadFailure)
    ]


def test_a_folder_is_read_in_the_order_of_its_names_hidden_and_strange_files_left_out(tmp_path):
    for name in ("b.txt", "a.md", ".cache.txt", "x.docx", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert [d.id for d in documents(tmp_path)] == ["a", "b", "c"]


def test_an_empty_folder_and_a_missing_file_are_listed(tmp_path):
    empty, missing = failures(tmp_path, tmp_path / "nulle-part.txt")
    assert "holds nothing" in str(empty)
    assert "no such file" in str(missing)


def test_a_glob_finds_files_and_says_when_it_finds_none(tmp_path):
    (tmp_path / "un.txt").write_text(TEXT)
    (tmp_path / "deux.txt").write_text(TEXT)
    assert [d.id for d in documents(tmp_path / "*.txt")] == ["deux", "un"]
    assert "nothing matches" in str(failures(tmp_path / "*.md")[0])


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    assert len(documents(tmp_path / "a.txt", tmp_path)) == 1


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    for folder in ("2023/mai", "2024/mai"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "direct.txt").write_text(TEXT)
    assert [d.id for d in documents(tmp_path)] == ["2023/mai/direct", "2024/mai/direct"]


def test_two_formats_of_one_name_are_told_apart_by_their_format(tmp_path):
    (tmp_path / "direct.txt").write_text(TEXT)
    (tmp_path / "direct.md").write_text(TEXT)
    ids = [d.id for d in documents(tmp_path)]
    assert len(set(ids)) == 2
    assert all("direct-" in i for i in ids)


def test_gzip_and_zstandard_are_read_as_what_they_hold(tmp_path):
    import zstandard

    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.ZstdCompressor().compress(TEXT.encode()))
    assert [(d.id, d.text) for d in documents(tmp_path)] == [("a", TEXT), ("b", TEXT)]


@pytest.mark.parametrize("cut", [5, 30])
def test_a_damaged_gzip_is_listed(tmp_path, cut):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode() * 3)[:cut])
    (failure,) = failures(tmp_path / "a.txt.gz")
    assert "a.txt.gz" in str(failure)


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_zstandard_that_is_cut_short_is_listed_and_not_taken_for_whole(tmp_path, cut):
    import zstandard

    rows = "".join(json.dumps({"id": n, "text": f"{TEXT} {n}"}) + "\n" for n in range(2000))
    whole = zstandard.ZstdCompressor().compress(rows.encode())
    (tmp_path / "a.jsonl.zst").write_bytes(whole[: len(whole) * cut // 100])
    assert "cut short" in str(failures(tmp_path / "a.jsonl.zst")[-1])


def test_packed_frames_one_after_the_other_are_one_file(tmp_path):
    import zstandard

    first, second = TEXT[:20].encode(), TEXT[20:].encode()
    (tmp_path / "a.txt.zst").write_bytes(zstandard.compress(first) + zstandard.compress(second))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(first) + gzip.compress(second))
    assert [d.text for d in documents(tmp_path)] == [TEXT, TEXT]


@pytest.mark.parametrize("packing", ["gzip", "zstd", "zip"])
def test_what_is_packed_is_seen_by_its_bytes_also_on_standard_input(tmp_path, monkeypatch, packing):
    import zstandard

    rows = "".join(json.dumps({"id": n, "text": TEXT}) + "\n" for n in range(3)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jsonl", rows)
    data = {"gzip": gzip.compress(rows), "zstd": zstandard.compress(rows), "zip": out.getvalue()}
    (tmp_path / "sans-suffixe").write_bytes(data[packing])
    assert [d.id for d in documents(tmp_path / "sans-suffixe")] == ["0", "1", "2"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data[packing])))
    assert [d.id for d in documents("-")] == ["0", "1", "2"]


def test_a_bomb_on_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr(packed_module, "BOMB_FLOOR_BYTES", 2**20)
    data = gzip.compress(bytes(40 * 2**20))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert "bomb" in str(failures("-")[0])


def test_a_bomb_is_refused_without_unpacking_it_all(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_module, "BOMB_FLOOR_BYTES", 2**20)
    (tmp_path / "bombe.txt.gz").write_bytes(gzip.compress(bytes(40 * 2**20)))
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zero.txt", bytes(40 * 2**20))
        archive.writestr("bon.txt", TEXT)
    found = failures(tmp_path / "bombe.txt.gz", tmp_path / "bombe.zip")
    assert ["bomb" in str(f) for f in found] == [True, True]
    assert [d.text for d in documents(tmp_path / "bombe.zip")] == [TEXT]


def test_an_archive_never_leads_out_of_itself(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../dehors.txt", TEXT)
        archive.writestr("/etc/absolu.txt", TEXT)
        archive.writestr("dans/bon.txt", TEXT)
        archive.writestr("autre.zip", b"PK")
        archive.writestr("encore.txt.gz", gzip.compress(TEXT.encode()))
        archive.writestr("image.png", b"x")
    bad = failures(path)
    assert sum("leads out of the archive" in str(f) for f in bad) == 2
    assert sum("within an archive" in str(f) for f in bad) == 2
    assert [(d.id, d.source) for d in documents(path)] == [("bon", f"{path}!dans/bon.txt")]
    assert not (tmp_path.parent / "dehors.txt").exists()


def test_a_damaged_archive_is_listed(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 pas une archive")
    assert "ZIP" in str(failures(tmp_path / "a.zip")[0])


def test_a_file_without_a_suffix_is_known_by_what_it_holds(tmp_path):
    (tmp_path / "texte").write_text(TEXT)
    (tmp_path / "page").write_text(
        f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>"
    )
    (tmp_path / "lignes").write_text(f'{{"id": "r1", "text": "{TEXT}"}}\n')
    found = documents(tmp_path / "texte", tmp_path / "page", tmp_path / "lignes")
    assert [d.id for d in found] == ["texte", "page", "r1"]
    assert all(TEXT in d.text for d in found)


def test_standard_input_is_read_and_its_format_seen(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (document,) = documents("-")
    assert (document.id, document.source, document.text) == ("stdin", "<stdin>", TEXT)


def test_standard_input_may_hold_findings_lines(monkeypatch, tmp_path):
    rows = "\n".join(json.dumps({"id": n, "text": TEXT}) for n in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows.encode())))
    assert [d.id for d in documents("-")] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a/live.html.gz", "live"),
        ("2023-09-13.txt", "2023-09-13"),
        ("notes.v2", "notes.v2"),
        ("x.jsonl.zst", "x"),
    ],
)
def test_a_stem_is_the_name_without_format_and_compression(name, stem):
    assert stem_of(name) == stem
