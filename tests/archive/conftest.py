"""A small archive of our own sentences, and geomap as a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PLACES = [
    "Izmaïl", "Kherson", "Goma", "Khartoum", "Alep", "Kharkiv", "Odessa", "Derna", "Idlib", "Kaboul",
    "Tombouctou", "Nouméa", "Calais", "Lampedusa", "Marioupol",
]  # fmt: skip
SENTENCES = [
    "Une frappe de drone a touché un dépôt à {0} mardi, faisant {1} blessés, selon le maire.",
    "Un incendie s'est déclaré dans une usine de {0} ; {1} personnes ont été évacuées.",
    "Un séisme a secoué la ville de {0} dans la nuit, au moins {1} morts.",
    "Des milliers de personnes ont manifesté à {0} dimanche contre la réforme.",
]
ROWS = 120


def rows(number: int = ROWS) -> Iterator[dict[str, str]]:
    """Documents of the archive; the same on every call."""
    for n in range(number):
        # three documents tell one event, days apart from the next
        event = n // 3
        sentence = SENTENCES[event % len(SENTENCES)].format(
            PLACES[event % len(PLACES)], event % 17 + 2
        )
        yield {
            "id": f"doc-{n:04d}",
            "date": f"2024-03-{event % 28 + 1:02d}",
            "text": f"{sentence} Les secours sont sur place, dit la dépêche {n % 3}.",
        }


def write_rows(path: Path, number: int = ROWS) -> Path:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(number)),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "archive.jsonl")


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "geomap", *map(str, words)]


def environment(folder: Path | None = None, **more: str) -> dict[str, str]:
    """The environment of a geomap process; ``folder`` may hold a ``sitecustomize.py``."""
    paths = [str(folder)] if folder else []
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", **more}


def run(
    *words: str | Path, status: int | None = 0, folder: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*words), capture_output=True, text=True, check=False,
        env=environment(folder, **more), timeout=240,
    )  # fmt: skip
    if status is not None:
        assert done.returncode == status, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All that an archive folder says: its parts and its manifest."""
    files = [*sorted((folder / "parts").iterdir()), folder / "manifest.json"]
    return {path.name: path.read_bytes() for path in files}


def parts_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "parts").iterdir())}


#: Put on the path of a process: a document that holds the word kills the process that reads it.
POISON = """
import os, sys
from importlib import abc, machinery

class _Finder(abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "geomap.pipeline":
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        loader = spec.loader
        class Loader(abc.Loader):
            def create_module(self, spec):
                return None
            def exec_module(self, module):
                module.__file__ = spec.origin
                loader.exec_module(module)
                true = module.analyse
                def analyse(document, gazetteer, options):
                    if "POISON" in document.text:
                        os._exit(9)
                    slow = os.environ.get("GEOMAP_TEST_SLOW")
                    if slow:
                        import time; time.sleep(float(slow))
                    return true(document, gazetteer, options)
                module.analyse = analyse
        return machinery.ModuleSpec(name, Loader(), origin=spec.origin)

sys.meta_path.insert(0, _Finder())
version = os.environ.get("GEOMAP_TEST_VERSION")
if version:
    import geomap
    geomap.__version__ = version
"""


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A folder to put on the path of a process so that POISON kills it."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    return folder
