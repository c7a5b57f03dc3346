"""Files that appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geomap.errors import OutputError


def write_whole(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path``, making its folders; False when the file held it already.

    A file that is the same is left untouched, so that what watches it does not wake up.
    Raises OutputError; then nothing half-written is left and an older file is as it was.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
    except OSError:
        pass  # not readable: try to replace it
    with whole_file(path) as beside:
        beside.write_bytes(data)
    return True


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside ``path``, of the same suffix, to write to; moved over ``path`` on success, unless
    ``path`` holds the same already."""
    with beside(path) as folder:
        temporary = folder / path.name
        yield temporary
        if not (path.is_file() and filecmp.cmp(temporary, path, shallow=False)):
            _replace(temporary, path)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as ``path``, removed in the end whatever happens.

    Raises OutputError for every OSError inside (no space, no permission), naming ``path``.
    """
    folder: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".geomap-", dir=path.parent))
        yield folder
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot be written: {reason}", source=str(path), hint="nothing was changed there"
        ) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _replace(temporary: Path, path: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)
    temporary.replace(path)


def move_all(folder: Path, target: Path) -> list[Path]:
    """Move every file of ``folder`` into ``target``, each replacing an older one of its name."""
    moved = []
    for file in sorted(folder.iterdir()):
        _replace(file, target / file.name)
        moved.append(target / file.name)
    return moved
