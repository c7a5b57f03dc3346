"""Runs commands in a folder of their own, with a cache of their own."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass

import pytest

from geomap.cli import main


@dataclass
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder to work in; the user's cache is beside it."""
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "bureau"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def geomap(desk, monkeypatch):
    """Run a command line; gives exit status, standard output and standard error."""

    def run(*words, stdin=None):
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            if stdin is not None:
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
            with pytest.raises(SystemExit) as stopped:
                main([str(word) for word in words])
            out.flush()
            err.flush()
        return Ran(
            int(stopped.value.code or 0),
            out.buffer.getvalue().decode(),
            err.buffer.getvalue().decode(),
        )

    return run
