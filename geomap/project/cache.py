"""Findings of texts already read, by the hash of everything they depend on.

A folder of small files in the user's cache folder. It may be deleted at any time; two processes may
use it at once: a file appears whole or not at all, and one that vanishes is a miss.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from geomap import __version__
from geomap.config import Options, cache_folder
from geomap.errors import BadRecord, OutputError
from geomap.export.whole import whole_file
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.model.wire import findings_from_json, findings_to_json

#: The cache is cut back to four fifths of this when it grows beyond it.
MOST_BYTES = 2**30
_CUT_BACK = 0.8


class Cache:
    """``get`` and ``put`` findings. ``folder`` None: nothing is kept (``--no-cache``)."""

    def __init__(self, folder: Path | None, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self.hits = 0

    @classmethod
    def of_user(cls) -> Cache:
        return cls(cache_folder() / "findings")

    def get(self, key: str) -> Findings | None:
        """The findings under ``key``; None when there are none, or they are damaged."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            found = findings_from_json(zlib.decompress(path.read_bytes()))
            os.utime(path)  # the oldest are dropped first; this one was of use
        except OSError:
            return None
        except (zlib.error, BadRecord):
            path.unlink(missing_ok=True)
            return None
        self.hits += 1
        return found

    def put(self, key: str, findings: Findings) -> None:
        """Keep ``findings``. A cache that cannot be written is no reason to stop."""
        if self.folder is None:
            return
        data = zlib.compress(findings_to_json(findings), 6)
        try:
            with whole_file(self._path(key)) as path:
                path.write_bytes(data)
        except OutputError:
            return

    def prune(self) -> int:
        """Drop the files unused for longest until the cache is small enough. Returns how many."""
        if self.folder is None or not self.folder.is_dir():
            return 0
        files: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*/*.json.z"):
            try:
                status = path.stat()
            except OSError:  # another process was faster
                continue
            files.append((status.st_mtime, status.st_size, path))
        size = sum(bytes_ for _, bytes_, _ in files)
        if size <= self.most_bytes:
            return 0
        dropped = 0
        for _, bytes_, path in sorted(files):
            path.unlink(missing_ok=True)
            dropped += 1
            size -= bytes_
            if size <= self.most_bytes * _CUT_BACK:
                break
        return dropped

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / f"{key}.json.z"


def cache_key(
    document: Document, options: Options, gazetteer_version: str, meanings: Any = ()
) -> str:
    """A hash of all that the findings of ``document`` depend on: its text and what is known of it,
    the options of reading, places and extractor, the gazetteer, geomap itself, and the corrections
    that change what its names mean."""
    known = {
        # where the file lies is no part of what it says
        "document": {**asdict(document), "source": None},
        "read": asdict(options.read),
        "places": asdict(options.places),
        "extractor": asdict(options.extractor),
        "files": [_file_hash(name) for name in options.places.gazetteers],
        "gazetteer": gazetteer_version,
        "geomap": code_hash(),
        "meanings": [asdict(meaning) for meaning in meanings],
    }
    return hashlib.sha256(msgspec.json.encode(known, order="sorted")).hexdigest()


def _file_hash(name: str) -> str:
    try:
        return hashlib.sha256(Path(name).read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


@lru_cache(maxsize=1)
def code_hash() -> str:
    """geomap's version and the content of its code and language files, so that findings of an older
    state are never taken for those of this one. About 10 ms, once a process."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for path in sorted((*root.rglob("*.py"), *root.rglob("*.toml"), *root.rglob("*.crfsuite"))):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
