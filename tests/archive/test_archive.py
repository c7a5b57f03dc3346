"""An archive in, parts out: the same bytes by any engine, from any form, after any interruption."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import os
import resource
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from geomap.archive.parts import read_archive, read_part
from geomap.archive.plan import SourceFailure, list_inputs, plan
from geomap.errors import UsageError
from geomap.incidents import merge
from geomap.project.choice import Choice, chosen, parse_choice
from tests.archive.conftest import (
    ROWS,
    bytes_of,
    command,
    environment,
    parts_of,
    rows,
    run,
    write_rows,
)

SMALL = ("--shard-mb", "0.003")


def ids(folder: Path) -> list[str]:
    return [found.document.id for found in read_archive(folder)]


def test_parts_hold_every_document_in_order(archive: Path, tmp_path: Path) -> None:
    run("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "-q")
    assert ids(tmp_path / "out") == [row["id"] for row in rows()]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["documents"] == ROWS
    assert len(manifest["parts"]) > 4
    assert manifest["mapped"] > ROWS / 2
    assert manifest["failures"] == []


def test_two_processes_give_the_same_bytes_as_one(archive: Path, tmp_path: Path) -> None:
    run("extract", archive, "-o", f"{tmp_path}/one/", *SMALL, "--jobs", "1", "-q")
    run("extract", archive, "-o", f"{tmp_path}/two/", *SMALL, "--jobs", "2", "-q")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_the_size_of_shards_changes_no_finding(archive: Path, tmp_path: Path) -> None:
    run("extract", archive, "-o", f"{tmp_path}/small/", *SMALL, "--jobs", "1", "-q")
    run("extract", archive, "-o", f"{tmp_path}/large/", "--jobs", "1", "-q")
    small, large = (
        [(f.document.id, f.mentions, f.incidents) for f in read_archive(tmp_path / name)]
        for name in ("small", "large")
    )
    assert small == large


def test_a_finished_run_is_not_done_again(archive: Path, tmp_path: Path) -> None:
    words = ("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1")
    run(*words)
    before = bytes_of(tmp_path / "out")
    again = run(*words, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["parts"] == report["reused_parts"] > 0
    assert "from before" in again.stderr
    assert bytes_of(tmp_path / "out") == before


def test_other_options_make_other_parts(archive: Path, tmp_path: Path) -> None:
    words = ("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "-q")
    run(*words)
    run(*words, "--region", "FR", "--report", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["reused_parts"] == 0


def _as_csv(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, ["id", "date", "text"])
        writer.writeheader()
        for row in rows():
            writer.writerow({**row, "text": row["text"].replace("Les secours", '\nLes "secours"')})
    return path


@pytest.mark.parametrize(
    "form", ["csv", "jsonl.gz", "jsonl.zst", "csv.gz", "zip", "parquet", "txt"]
)
def test_every_form_of_archive_gives_all_documents(form: str, tmp_path: Path) -> None:
    lines = write_rows(tmp_path / "source.jsonl").read_bytes()
    path = tmp_path / f"news.{form}"
    if form == "csv":
        _as_csv(path)
    elif form == "jsonl.gz":
        path.write_bytes(gzip.compress(lines))
    elif form == "csv.gz":
        path.write_bytes(gzip.compress(_as_csv(tmp_path / "a.csv").read_bytes()))
    elif form == "jsonl.zst":
        import zstandard

        path.write_bytes(zstandard.ZstdCompressor().compress(lines))
    elif form == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            for row in list(rows())[:60]:
                packed.writestr(f"{row['id']}.txt", row["text"])
            packed.writestr("rest.jsonl", b"\n".join(lines.splitlines()[60:]))
    elif form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(list(rows())), path, row_group_size=25)
    else:
        path = tmp_path / "texts"
        path.mkdir()
        for row in rows():
            (path / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    run("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "-q")
    assert sorted(ids(tmp_path / "out")) == [row["id"] for row in rows()]
    assert len(parts_of(tmp_path / "out")) > 1


@pytest.mark.parametrize("form", ["jsonl.gz", "parquet"])
def test_parts_of_other_forms_hold_the_same_findings(
    form: str, archive: Path, tmp_path: Path
) -> None:
    run("extract", archive, "-o", f"{tmp_path}/plain/", *SMALL, "--jobs", "1", "-q")
    run(
        "extract",
        archive,
        "-o",
        f"{tmp_path}/other/",
        *SMALL,
        "--jobs",
        "1",
        "--format",
        form,
        "-q",
    )
    assert list(read_archive(tmp_path / "other")) == list(read_archive(tmp_path / "plain"))


def test_a_geoparquet_part_opens_in_geopandas(archive: Path, tmp_path: Path) -> None:
    import geopandas

    run("extract", archive, "-o", f"{tmp_path}/out/", "--jobs", "1", "--format", "parquet", "-q")
    frame = geopandas.read_parquet(tmp_path / "out" / "parts" / "part-000000.parquet")
    assert frame.crs.to_epsg() in (4326, None) or frame.crs.is_geographic
    assert len(frame[frame.on_map == True]) > ROWS / 2  # noqa: E712 - a column, not a value
    assert set(frame.document_id) == {row["id"] for row in rows()}


def test_one_percent_of_broken_rows_is_listed_and_the_rest_is_done(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "archive.jsonl")
    lines = path.read_bytes().splitlines()
    lines[7] = b'{"id": "broken", "text": '
    lines[50] = b"\xff\xfe not json"
    path.write_bytes(b"\n".join(lines) + b"\n")
    done = run("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "2", status=3)
    assert len(ids(tmp_path / "out")) == ROWS - 2
    assert "2 failures" in done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert len(manifest["failures"]) == 2
    assert all("archive.jsonl" in f["place"] for f in manifest["failures"])


def test_a_truncated_gz_gives_what_was_whole_and_says_where_it_breaks(tmp_path: Path) -> None:
    import random

    # hard to compress, so that cutting the file cuts rows
    noise = random.Random(4)
    lines = b"".join(
        json.dumps({**row, "text": f"{row['text']} {noise.random()}"}).encode() + b"\n"
        for row in rows()
    )
    whole = gzip.compress(lines)
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    done = run("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", status=3)
    assert 10 < len(ids(tmp_path / "out")) < ROWS
    assert "breaks off" in done.stderr


def test_a_parquet_file_of_another_schema_is_a_failure_of_its_own(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path / "in"
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(list(rows(40))), folder / "a.parquet")
    pq.write_table(pa.table({"n": [1, 2, 3]}), folder / "b.parquet")
    pq.write_table(pa.Table.from_pylist(list(rows(40))), folder / "c.parquet")
    done = run("extract", folder, "-o", f"{tmp_path}/out/", "--jobs", "1", status=3)
    assert len(ids(tmp_path / "out")) == 80
    assert "b.parquet" in done.stderr


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    done = run("extract", tmp_path / "absent.jsonl", "-o", f"{tmp_path}/out/", status=1)
    assert "absent.jsonl" in done.stderr


def test_a_document_that_kills_its_process_is_found_and_the_rest_is_done(
    tmp_path: Path, poisoned: Path
) -> None:
    path = write_rows(tmp_path / "archive.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[33] = json.dumps({"id": "bad", "date": "2024-03-01", "text": "POISON à Goma."})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "2", status=3, folder=poisoned)
    assert len(ids(tmp_path / "out")) == ROWS - 1
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    (failure,) = manifest["failures"]
    assert failure["document"] == "bad"
    assert "died" in failure["error"]
    # once it no longer kills, --retry-failed reads it
    again = run("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "--retry-failed")
    assert "bad" in ids(tmp_path / "out"), again.stderr


@pytest.mark.slow
def test_a_run_killed_at_any_moment_goes_on_to_the_same_bytes(
    archive: Path, tmp_path: Path, poisoned: Path
) -> None:
    run("extract", archive, "-o", f"{tmp_path}/whole/", *SMALL, "--jobs", "1", "-q")
    words = command("extract", archive, "-o", f"{tmp_path}/cut/", *SMALL, "--jobs", "2", "-q")
    parts = tmp_path / "cut" / "parts"
    for enough in (2, 5):
        process = subprocess.Popen(
            words, env=environment(poisoned, GEOMAP_TEST_SLOW="0.05"), start_new_session=True
        )
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if parts.is_dir() and len(list(parts.glob("part-*"))) >= enough:
                break
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for path in parts.glob("part-*.jsonl"):
            whole = tmp_path / "whole" / "parts" / path.name
            assert path.read_bytes() == whole.read_bytes(), "a part appears whole or not at all"
    run("extract", archive, "-o", f"{tmp_path}/cut/", *SMALL, "--jobs", "2", "-q",
        "--report", tmp_path / "report.json")  # fmt: skip
    assert json.loads((tmp_path / "report.json").read_text())["reused_parts"] >= 2
    assert bytes_of(tmp_path / "cut") == bytes_of(tmp_path / "whole")


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_room(
    archive: Path, tmp_path: Path
) -> None:
    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, resource.RLIM_INFINITY))

    words = ("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "-q")
    done = subprocess.run(
        command(*words), capture_output=True, text=True, check=False,
        env=environment(), preexec_fn=little_room,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").rglob("*.part"))
    run(*words)
    assert len(ids(tmp_path / "out")) == ROWS


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    small = write_rows(tmp_path / "small.jsonl", 50)
    large = tmp_path / "large.jsonl"
    text = "Rien à signaler. " * 3000
    with large.open("w") as handle:
        for number in range(160):
            handle.write(json.dumps({"id": f"x{number}", "text": text}) + "\n")

    def peak(path: Path) -> int:
        report = tmp_path / f"{path.stem}.json"
        run("extract", path, "-o", f"{tmp_path}/{path.stem}/", "--shard-mb", "0.5", "--jobs", "1",
            "-q", "--report", report)  # fmt: skip
        value: int = json.loads(report.read_text())["peak_worker_rss_bytes"]
        return value

    assert peak(large) < peak(small) + 40 * 2**20


def test_a_line_begins_in_exactly_one_shard(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(
        "".join(f'{{"text":"ligne {n} {"é" * (n % 40)}"}}\n' for n in range(300)), "utf-8"
    )
    listed = list_inputs((str(path),))
    for size in (1, 7, 64, 1000, 10**6):
        shards = [
            s for s in plan(listed, tmp_path / "spool", size) if not isinstance(s, SourceFailure)
        ]
        assert shards[0].start == 0
        assert shards[-1].end == path.stat().st_size
        assert all(a.end == b.start for a, b in itertools.pairwise(shards))


def test_linking_an_archive_equals_merging_everything_at_once(
    archive: Path, tmp_path: Path
) -> None:
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        run("extract", archive, "-o", f"{folder}/", *SMALL, "--jobs", jobs, "-q")
        plain = [f for path in sorted((folder / "parts").iterdir()) for f in read_part(path)]
        assert list(read_archive(folder)) == merge(plain)
        linked = sum(1 for f in read_archive(folder) for i in f.incidents if i.same_as)
        assert linked > ROWS / 3
        assert json.loads((folder / "manifest.json").read_text())["linked"] == linked


def test_ids_that_stand_twice_are_said(tmp_path: Path) -> None:
    lines = write_rows(tmp_path / "a.jsonl").read_bytes().splitlines()
    (tmp_path / "b.jsonl").write_bytes(b"\n".join(lines[5:7]) + b"\n")
    done = run("extract", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", f"{tmp_path}/out/", *SMALL,
               "--jobs", "1", status=3)  # fmt: skip
    assert "2 ids of documents stand more than once" in done.stderr
    shared = json.loads((tmp_path / "out" / "manifest.json").read_text())["shared_ids"]
    assert shared["count"] == 2
    assert {one["id"] for one in shared["first"]} == {"doc-0005", "doc-0006"}
    assert len(ids(tmp_path / "out")) == ROWS + 2


def test_incidents_are_chosen_by_field_time_and_place(archive: Path, tmp_path: Path) -> None:
    run("extract", archive, "-o", f"{tmp_path}/out/", "--jobs", "1", "-q")

    def types(choice: Choice) -> set[str]:
        return {i.type for f in chosen(read_archive(tmp_path / "out"), choice) for i in f.incidents}

    assert types(parse_choice(where=("type=earthquake",))) == {"earthquake"}
    ukraine = parse_choice(bbox="22,44,41,53")
    for found in chosen(read_archive(tmp_path / "out"), ukraine):
        for incident in found.incidents:
            assert incident.where is not None
            assert incident.where.extent is not None
            assert 22 <= incident.where.extent.lon <= 41
    top = list(chosen(read_archive(tmp_path / "out"), Choice(top=3)))
    assert len(top) == 3
    since = Choice(since="2024-03-20")
    late = [f for f in chosen(read_archive(tmp_path / "out"), since) if f.incidents]
    assert late
    assert all((f.document.date or "") >= "2024-03-13" for f in late)


@pytest.mark.parametrize("words", [("nowhere=1",), ("type",)])
def test_a_condition_that_is_none_lists_what_may_be_said(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="layer, type, status"):
        parse_choice(where=words)


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [0.5, 2.0])
def test_ctrl_c_ends_a_run_at_once_without_noise(tmp_path: Path, after_s: float) -> None:
    """The terminal sends it to all processes, also while they start."""
    path = write_rows(tmp_path / "archive.jsonl", 3000)
    process = subprocess.Popen(
        command("extract", path, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "2"),
        env=environment(), start_new_session=True, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    for part in (tmp_path / "out").glob("parts/part-*"):
        assert part.read_bytes().endswith(b"\n")
