"""Waits for inputs to change: by looking at names, sizes and times, with nothing to install."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from geomap.project.settings import Project
from geomap.reading.sources import Source, find_sources

Snapshot = dict[str, tuple[int, int]]
#: A file being written changes again within this time; rendering waits until it rests.
SETTLE_S = 0.3


def snapshot(project: Project, settings: Path | None) -> Snapshot:
    """Size and time of every file that a run of ``project`` depends on."""
    found = find_sources(project.inputs, Path(project.output))
    paths = {source.path for source in found if isinstance(source, Source)}
    names = {str(path) for path in paths if path is not None}
    # members of archives and packed files have no path of their own; what was named has
    names |= {word for word in project.inputs if Path(word).is_file()}
    names |= set(project.options.places.gazetteers)
    if project.options.corrections:
        names.add(project.options.corrections)
    if settings:
        names.add(str(settings))
    seen: Snapshot = {}
    for name in sorted(names):
        try:
            status = Path(name).stat()
        except OSError:
            continue
        seen[name] = (status.st_size, status.st_mtime_ns)
    return seen


def changes(
    look: Callable[[], Snapshot],
    interval_s: float,
    before: Snapshot,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[list[str]]:
    """The names that changed, came or went since ``before``, each time some did and all rest again.

    ``before`` is looked at ahead of the first run, so that what changes while it runs is seen.
    Never ends.
    """
    while True:
        sleep(interval_s)
        now = look()
        if now == before:
            continue
        while True:
            sleep(SETTLE_S)
            again = look()
            if again == now:
                break
            now = again
        changed = [n for n in sorted({*before, *now}) if before.get(n) != now.get(n)]
        before = now
        if changed:
            yield changed
