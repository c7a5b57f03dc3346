"""Opening what an archive is made of: local files and, with the extra ``cloud``, any fsspec address."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from geomap.errors import InputError, MissingExtra, UnreadableInput

#: Kinds of addresses and the extra that brings their library.
EXTRAS = {
    "s3": "cloud",
    "s3a": "cloud",
    "http": "cloud",
    "https": "cloud",
    "gs": "gcs",
    "gcs": "gcs",
}


def is_address(source: str) -> bool:
    """True for ``s3://bucket/key`` and the like, False for a path of this machine."""
    return "://" in source


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of an archive: where it is, how large, and a mark that changes with its content."""

    source: str
    size: int
    mark: str


def _filesystem(source: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra("fsspec", "cloud", f"reading {source}") from error
    protocol = source.split("://", 1)[0]
    try:
        filesystem, path = url_to_fs(source)
    except ImportError as error:
        extra = EXTRAS.get(protocol)
        if extra is None:
            raise InputError(f"cannot be read: {error}", source=source) from error
        raise MissingExtra(f"the library for {protocol}://", extra, f"reading {source}") from error
    except ValueError as error:
        raise InputError(
            f"cannot read addresses of the kind {protocol}://", source=source
        ) from error
    return filesystem, path


def list_files(source: str) -> list[SourceFile]:
    """The files under a path, an address, a folder or a glob, in a fixed order.

    Raises UnreadableInput when nothing is there.
    """
    files = _list_remote(source) if is_address(source) else _list_local(source)
    if not files:
        raise UnreadableInput(
            "nothing is there", source=source, hint="check the path or the pattern"
        )
    return files


def _list_local(source: str) -> list[SourceFile]:
    path = Path(source)
    if path.is_dir():
        found = [p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)]
    elif path.exists():
        found = [path]
    else:
        base = Path(path.anchor) if path.is_absolute() else Path()
        pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else source
        found = [p for p in base.glob(pattern) if p.is_file()] if set("*?[") & set(source) else []
    files = []
    for p in sorted(found, key=lambda p: p.as_posix()):
        status = p.stat()
        files.append(
            SourceFile(p.as_posix(), status.st_size, f"{status.st_size}-{status.st_mtime_ns}")
        )
    return files


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _list_remote(source: str) -> list[SourceFile]:
    filesystem, path = _filesystem(source)
    try:
        if set("*?[") & set(path):
            found = filesystem.glob(path, detail=True)
            entries = list(found.values())
        elif filesystem.isdir(path):
            entries = list(filesystem.find(path, detail=True).values())
        else:
            entries = [filesystem.info(path)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnreadableInput(f"cannot be listed: {error}", source=source) from error
    files = []
    for entry in sorted(entries, key=lambda e: str(e["name"])):
        if entry.get("type") == "directory":
            continue
        mark = entry.get("ETag") or entry.get("etag") or entry.get("mtime") or ""
        size = int(entry.get("size") or 0)
        files.append(SourceFile(filesystem.unstrip_protocol(entry["name"]), size, f"{size}-{mark}"))
    return files


def open_source(source: str) -> IO[bytes]:
    """Open a file or an address for reading bytes; seekable. Raises UnreadableInput."""
    try:
        if not is_address(source):
            return Path(source).open("rb")
        filesystem, path = _filesystem(source)
        # buffered: the files of fsspec read no line of bounded length by themselves
        handle = io.BufferedReader(filesystem.open(path, "rb"), 2**20)
    except OSError as error:
        raise UnreadableInput(
            f"cannot be opened: {error.strerror or error}", source=source
        ) from error
    return handle
