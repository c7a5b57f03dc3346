"""Reading an archive's parts back as a stream."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from geomap.archive.manifest import read_manifest
from geomap.archive.merging import with_links
from geomap.errors import InputError
from geomap.model.findings import Findings
from geomap.model.wire import findings_from_json


def read_archive(folder: Path) -> Iterator[Findings]:
    """The findings of every part in order, one at a time, with the links between documents."""
    for part in read_manifest(folder)["parts"]:
        name = part["part"]
        yield from with_links(folder, name, read_part(folder / "parts" / name))


def read_part(path: Path) -> Iterator[Findings]:
    """The findings of one part. Raises InputError when it is missing, BadRecord when damaged."""
    if not path.exists():
        raise InputError("part is missing", source=str(path), hint="run 'geomap extract' again")
    if path.suffix == ".parquet":
        from geomap.archive.parquet import findings_of_geoparquet

        yield from findings_of_geoparquet(str(path))
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as handle:
        for number, line in enumerate(handle, 1):
            yield findings_from_json(line, f"{path}:{number}")
