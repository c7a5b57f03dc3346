"""What kind of thing the inputs are, told before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path

from geomap.archive import is_archive
from geomap.errors import UsageError


def archive_of(inputs: tuple[str, ...]) -> Path | None:
    """The archive folder that ``inputs`` names, None when they are texts.

    Raises UsageError for an archive among other inputs.
    """
    folders = [Path(word) for word in inputs if word != "-" and is_archive(Path(word))]
    if not folders:
        return None
    if len(inputs) > 1:
        raise UsageError(
            "is an archive, and is read alone", source=str(folders[0]),
            hint="read all inputs into one archive: geomap extract … -o DIR/",
        )  # fmt: skip
    return folders[0]
