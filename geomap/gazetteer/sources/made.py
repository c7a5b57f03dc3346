"""Tables that ``gazetteer/rebuild`` makes: tab-separated, comments first, then a header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def rows_of_table(path: Path) -> Iterator[list[str]]:
    """The rows below the header; none when the file is not there."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        lines = (line.rstrip("\n") for line in file if not line.startswith("#"))
        next(lines)  # the header
        for line in lines:
            yield line.split("\t")
