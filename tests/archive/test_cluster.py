"""A Dask cluster on loopback, started as a user would, and what happens when parts of it die."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.conftest import ROWS, bytes_of, command, environment, run

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

SMALL = ("--shard-mb", "0.003")


class Cluster:
    """A scheduler and workers as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def _start(self, what: str, *words: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + what, *words],
            env=environment(self.folder, **more), cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, **more: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--death-timeout", "20", **more,
        )  # fmt: skip

    def close(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def cluster(poisoned: Path) -> Iterator[Cluster]:
    cluster = Cluster(poisoned)
    yield cluster
    cluster.close()


@pytest.fixture
def expected(archive: Path, tmp_path: Path) -> dict[str, bytes]:
    run("extract", archive, "-o", f"{tmp_path}/expected/", *SMALL, "--jobs", "1", "-q")
    return bytes_of(tmp_path / "expected")


def test_workers_of_a_scheduler_give_the_same_bytes(
    archive: Path, tmp_path: Path, cluster: Cluster, expected: dict[str, bytes]
) -> None:
    cluster.worker()
    cluster.worker()
    run("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--cluster", cluster.address, "-q")
    assert bytes_of(tmp_path / "out") == expected


def test_a_killed_worker_loses_nothing(
    archive: Path, tmp_path: Path, cluster: Cluster, expected: dict[str, bytes]
) -> None:
    doomed = cluster.worker(GEOMAP_TEST_SLOW="0.05")
    cluster.worker(GEOMAP_TEST_SLOW="0.02")
    words = command(
        "extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--cluster", cluster.address, "-q"
    )
    process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE)
    parts = tmp_path / "out" / "parts"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (
        parts.is_dir() and len(list(parts.glob("part-*"))) >= 3
    ):
        time.sleep(0.02)
    os.killpg(doomed.pid, signal.SIGKILL)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    assert bytes_of(tmp_path / "out") == expected


def test_a_scheduler_that_dies_is_said_and_the_run_goes_on_later(
    archive: Path, tmp_path: Path, cluster: Cluster, expected: dict[str, bytes]
) -> None:
    cluster.worker(GEOMAP_TEST_SLOW="0.1")
    words = command(
        "extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--cluster", cluster.address, "-q"
    )
    process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE)
    parts = tmp_path / "out" / "parts"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (
        parts.is_dir() and len(list(parts.glob("part-*"))) >= 2
    ):
        time.sleep(0.02)
    os.killpg(cluster.processes[0].pid, signal.SIGKILL)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 1
    assert b"scheduler" in error
    assert b"goes on where it stopped" in error
    run("extract", archive, "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "1", "-q")
    assert bytes_of(tmp_path / "out") == expected


def test_a_worker_of_another_version_is_refused(
    archive: Path, tmp_path: Path, cluster: Cluster
) -> None:
    cluster.worker(GEOMAP_TEST_VERSION="0.0.1")
    done = run(
        "extract", archive, "-o", f"{tmp_path}/out/", "--cluster", cluster.address, "-q", status=1
    )
    assert "has geomap 0.0.1" in done.stderr
    assert "install the same geomap" in done.stderr


def test_an_unreachable_scheduler_is_said(archive: Path, tmp_path: Path) -> None:
    done = run(
        "extract",
        archive,
        "-o",
        f"{tmp_path}/out/",
        "--cluster",
        "tcp://127.0.0.1:1",
        "-q",
        status=1,
    )
    assert "no Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_the_install_command_is_given(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import sys\nsys.modules['distributed'] = None\nsys.modules['fsspec'] = None\n"
        "sys.modules['fsspec.core'] = None\n"
    )
    done = run(
        "extract", archive, "-o", f"{tmp_path}/out/", "--cluster", "local", status=1, folder=folder
    )
    assert "geomap[cluster]" in done.stderr
    done = run("extract", "s3://bucket/a.jsonl", "-o", f"{tmp_path}/out/", status=1, folder=folder)
    assert "geomap[cloud]" in done.stderr


@pytest.mark.slow
def test_an_archive_on_an_s3_server_is_read_like_a_local_one(
    archive: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    pytest.importorskip("moto", reason="the S3-compatible server is not installed")
    pytest.importorskip("s3fs", reason="the extra 'cloud' is not installed")
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        port = None
        for line in server.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                port = found[1]
                break
        address = f"http://127.0.0.1:{port}"
        secrets = {
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": address,
        }  # fmt: skip
        code = (
            "import s3fs, sys\nfs = s3fs.S3FileSystem(endpoint_url=sys.argv[1])\n"
            "fs.mkdir('news')\nfs.put(sys.argv[2], 'news/2024/archive.jsonl')\n"
        )
        subprocess.run(
            [sys.executable, "-c", code, address, str(archive)],
            env={**os.environ, **secrets}, check=True,
        )  # fmt: skip
        run("extract", "s3://news/2024/", "-o", f"{tmp_path}/out/", *SMALL, "--jobs", "2", "-q",
            **secrets)  # fmt: skip
    finally:
        server.kill()
        server.communicate()
    parts = {
        name: content
        for name, content in bytes_of(tmp_path / "out").items()
        if name != "manifest.json"
    }
    documents = [json.loads(line) for content in parts.values() for line in content.splitlines()]
    assert len(documents) == ROWS
    assert [d["incidents"] for d in documents] == [
        json.loads(line)["incidents"]
        for name, content in expected.items() if name != "manifest.json"
        for line in content.splitlines()
    ]  # fmt: skip
