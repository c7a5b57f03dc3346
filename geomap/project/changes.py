"""What a run changed since the last one: new, changed and gone incidents, and the files it wrote.

What a run gave is kept beside the cache, one small file for each output folder and its inputs; without it (deleted, first
run) nothing is compared and nothing is ever removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from geomap.config import cache_folder
from geomap.errors import OutputError
from geomap.export.whole import write_whole
from geomap.model.findings import Findings
from geomap.model.incident import Incident


class Told(msgspec.Struct, frozen=True):
    """An incident as a reader sees it: enough to say whether it is still the same."""

    headline: str
    #: hash of what is shown of it: type, status, date, place, tolls, sources.
    content: str


class Memory(msgspec.Struct):
    """What the last run into a folder gave."""

    version: int = 1
    #: document -> first quote -> incident
    incidents: dict[str, dict[str, Told]] = msgspec.field(default_factory=dict)
    outputs: list[str] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """Headlines with their document. ``first`` when there is nothing to compare with."""

    first: bool
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: int = 0
    #: files an earlier run wrote that this one did not.
    leftover: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def memory_path(folder: Path, inputs: Sequence[str]) -> Path:
    """Where runs of ``inputs`` into ``folder`` are remembered; other inputs are another matter."""
    told = "\n".join([str(folder.resolve()), *(str(Path(word).resolve()) for word in inputs)])
    name = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]
    return cache_folder() / "runs" / f"{name}.json"


def recall(path: Path) -> Memory | None:
    """What is remembered, None when nothing is, or nothing that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except (OSError, msgspec.DecodeError):
        return None


def remember(path: Path, memory: Memory) -> None:
    """Keep ``memory`` for the next run; a cache that cannot be written is no reason to stop."""
    try:
        write_whole(path, msgspec.json.encode(memory, order="sorted"))
    except OutputError:
        return


def memory_of(findings: Iterable[Findings], outputs: Sequence[Path]) -> Memory:
    """What a run gave, to be remembered."""
    incidents: dict[str, dict[str, Told]] = {}
    for found in findings:
        told: dict[str, Told] = {}
        for incident in found.incidents:
            key = f"{incident.quotes[0].exact}" if incident.quotes else incident.id
            number = 2
            while key in told:
                key, number = f"{incident.quotes[0].exact} ({number})", number + 1
            told[key] = Told(incident.headline, _content(incident))
        incidents[found.document.id] = told
    return Memory(incidents=incidents, outputs=sorted(str(p.resolve()) for p in outputs))


def _content(incident: Incident) -> str:
    where = incident.where
    shown = (
        incident.type, incident.headline, incident.status, incident.polarity, incident.realis,
        incident.recency, incident.on_map, incident.when.edtf,
        (where.name, where.precision, where.place_id) if where else None,
        [round(v, 4) for v in (where.extent.lon, where.extent.lat)]
        if where and where.extent else None,
        [(t.kind, t.low, t.best, t.high, t.superseded) for t in incident.casualties],
        [(c.source, c.stance) for c in incident.claims],
        sorted(incident.same_as), incident.corrected_by,
    )  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:16]


def compare(before: Memory | None, now: Memory) -> Changes:
    """What is new, changed and gone. An incident is known by its document and its first words."""
    if before is None:
        return Changes(first=True)
    new: list[str] = []
    changed: list[str] = []
    same = 0
    for document, incidents in now.incidents.items():
        known = before.incidents.get(document, {})
        for quote, told in incidents.items():
            line = f"{document}: {told.headline}"
            if quote not in known:
                new.append(line)
            elif known[quote].content != told.content:
                changed.append(line)
            else:
                same += 1
    gone = [
        f"{document}: {told.headline}"
        for document, incidents in before.incidents.items()
        for quote, told in incidents.items()
        if quote not in now.incidents.get(document, {})
    ]
    written = set(now.outputs)
    leftover = tuple(name for name in before.outputs if name not in written)
    return Changes(False, tuple(new), tuple(changed), tuple(gone), same, leftover)
