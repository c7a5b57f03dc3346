"""From one text to an archive: shards in, parts out, on every core or a cluster, resumable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_archive(folder: Path) -> bool:
    """True when the folder is one that ``geomap extract ARCHIVE -o DIR`` wrote."""
    return (folder / "manifest.json").is_file() and (folder / "parts").is_dir()
