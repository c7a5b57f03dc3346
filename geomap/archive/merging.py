"""The second stage: the same incident told in several documents of an archive, linked.

Tellings of different families of types (attacks, floods, meetings ...) never meet, and those of one
family meet only within some weeks of each other. So the tellings of every part are sorted into one
file a family and week; each family is then read week by week, and groups that no later telling can
meet are closed and let go. No process holds more than some weeks of one family, families run side by
side, and the result is exactly that of merging everything in one process.

What merging adds is kept beside the parts, in ``links/``: parts are written once and never changed.
"""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from geomap.archive.manifest import write_whole
from geomap.incidents.merging import Grouper, Item, Link, Sketch, item_of, link, sketch_of
from geomap.model.findings import Findings

#: Open bucket files at once while tellings are sorted.
MOST_OPEN = 200


class Mapper(Protocol):
    """What merging needs of an engine."""

    def map(self, function: Any, arguments: Sequence[Any]) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """An incident of a part as merging sees it: where it stands, and what it is compared by."""

    part: int
    document_id: str
    sketch: Sketch
    item: Item


@dataclass(frozen=True, slots=True)
class PartLink:
    """One line of ``links/part-000000.jsonl``: an incident, by document and position in its part."""

    document: int
    position: int
    same_as: tuple[tuple[str, str], ...]
    trace: tuple[str, ...]
    confidence: str | None = None


def tellings_of(part: int, findings: Iterable[Findings], first: int = 0) -> Iterator[Telling]:
    """What of a part can be merged; ``first`` is the number of the first document in its part."""
    for number, found in enumerate(findings, first):
        sketch: Sketch | None = None
        for position, incident in enumerate(found.incidents):
            item = item_of(number, position, found, _without_words(incident))
            if item is None:
                continue
            sketch = sketch or sketch_of(found.document)
            yield Telling(part, found.document.id, sketch, item)


def _without_words(incident: Any) -> Any:
    """Quotes and headline are not compared: they would be most of the bytes."""
    return replace(incident, quotes=(), headline="")


#: What is kept of a telling until it is sorted: family, week, and the telling itself, packed.
Record = tuple[str, int, bytes]


def records_of(tellings: Iterable[Telling]) -> Iterator[Record]:
    """Tellings packed; those of no known time are left out, they are never one with another."""
    for telling in tellings:
        weeks = telling.item.weeks(spread=False)
        if weeks:
            (family,) = telling.item.families
            yield family, weeks[-1], pickle.dumps(telling, protocol=5)


def store_tellings(path: Path, records: Sequence[Record]) -> None:
    """Write the packed tellings of a part."""
    write_whole(path, msgspec.msgpack.encode(records))


def merge_archive(folder: Path, parts: Sequence[tuple[int, str]], engine: Mapper) -> int:
    """Link the incidents of all ``parts`` (number, file name); gives how many incidents are linked."""
    work = folder / ".work" / "merge"
    shutil.rmtree(work, ignore_errors=True)
    (work / "buckets").mkdir(parents=True)
    _sort_into_buckets(folder, [number for number, _ in parts], work / "buckets")
    families = sorted({_family(path) for path in (work / "buckets").iterdir()})
    (work / "links").mkdir()
    engine.map(_merge_family, [(work.as_posix(), family) for family in families])
    linked = _write_links(folder, parts, work / "links")
    shutil.rmtree(work)
    return linked


def _bucket(family: str, week: int) -> str:
    return f"{family}.{week:07d}"


def _family(path: Path) -> str:
    return path.name.rsplit(".", 1)[0]


def tellings_path(folder: Path, part: int) -> Path:
    """Where a worker leaves the tellings of a part."""
    return folder / ".work" / "tellings" / f"{part:06d}.msgpack"


def _sort_into_buckets(folder: Path, parts: Sequence[int], buckets: Path) -> None:
    handles: dict[str, BinaryIO] = {}
    try:
        for part in parts:
            path = tellings_path(folder, part)
            if not path.exists():
                continue
            for family, week, payload in msgspec.msgpack.decode(
                path.read_bytes(), type=list[Record]
            ):
                name = _bucket(family, week)
                handle = handles.pop(name, None) or (buckets / name).open("ab")
                handles[name] = handle  # last used is last: the first is closed when too many
                handle.write(len(payload).to_bytes(4, "big") + payload)
                if len(handles) > MOST_OPEN:
                    handles.pop(next(iter(handles))).close()
    finally:
        for handle in handles.values():
            handle.close()


def _read_bucket(path: Path) -> list[Telling]:
    content = path.read_bytes()
    tellings = []
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        # Written by this run, in its own folder; it holds our values only.
        tellings.append(pickle.loads(content[at + 4 : at + 4 + size]))  # noqa: S301
        at += 4 + size
    tellings.sort(key=lambda t: (t.item.order, t.part))
    return tellings


def _merge_family(argument: tuple[str, str]) -> int:
    """Read one family week by week; write the links of its groups, a file a part."""
    work, family = Path(argument[0]), argument[1]
    grouper = Grouper()
    told: dict[int, Telling] = {}
    links: dict[int, list[PartLink]] = {}
    count = 0
    pattern = re.compile(re.escape(family) + r"\.-?\d+")
    buckets = sorted(p for p in (work / "buckets").iterdir() if pattern.fullmatch(p.name))
    for path in buckets:
        week = int(path.name.rsplit(".", 1)[1])
        count += _link(grouper.close_before(week), told, links)
        for telling in _read_bucket(path):
            told[id(telling.item)] = telling
            grouper.add(telling.item)
    count += _link(grouper.close(), told, links)
    for part, found in links.items():
        content = b"".join(msgspec.json.encode(one) + b"\n" for one in found)
        (work / "links" / f"{family}.{part:06d}").write_bytes(content)
    return count


def _link(groups: Iterable[Any], told: dict[int, Telling], links: dict[int, list[PartLink]]) -> int:
    count = 0
    for group in groups:
        members = [told.pop(id(item)) for item in group.members]
        if len(members) < 2:
            continue
        names = [t.document_id for t in members]
        found: list[Link] = group.links(names, [t.sketch for t in members])
        for telling, one in zip(members, found, strict=True):
            count += 1
            links.setdefault(telling.part, []).append(
                PartLink(
                    telling.item.document, telling.item.position, one.same_as, one.trace,
                    one.confidence,
                )
            )  # fmt: skip
    return count


def links_path(folder: Path, part: str) -> Path:
    """The links of a part, by its file name."""
    return folder / "links" / f"{part.split('.', 1)[0]}.jsonl"


def _write_links(folder: Path, parts: Sequence[tuple[int, str]], links: Path) -> int:
    """Gather the links of every part from all families; replace ``links/`` as a whole."""
    beside = folder / ".work" / "links"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    by_part: dict[int, list[Path]] = {}
    for path in sorted(links.iterdir()):
        by_part.setdefault(int(path.name.rsplit(".", 1)[1]), []).append(path)
    count = 0
    for number, name in parts:
        lines = [
            line for path in by_part.get(number, ()) for line in path.read_bytes().splitlines()
        ]
        if lines:
            found = sorted(
                (msgspec.json.decode(line, type=PartLink) for line in lines),
                key=lambda one: (one.document, one.position),
            )
            count += len(found)
            content = b"".join(msgspec.json.encode(one) + b"\n" for one in found)
            (beside / links_path(folder, name).name).write_bytes(content)
    shutil.rmtree(folder / "links", ignore_errors=True)
    beside.replace(folder / "links")
    return count


def with_links(folder: Path, part: str, findings: Iterable[Findings]) -> Iterator[Findings]:
    """The findings of a part with what merging added."""
    path = links_path(folder, part)
    if not path.exists():
        yield from findings
        return
    links: dict[int, dict[int, PartLink]] = {}
    for line in path.read_bytes().splitlines():
        one = msgspec.json.decode(line, type=PartLink)
        links.setdefault(one.document, {})[one.position] = one
    for number, found in enumerate(findings):
        mine = links.get(number)
        if not mine:
            yield found
            continue
        yield replace(
            found,
            incidents=tuple(
                link(incident, _as_link(mine[position])) if position in mine else incident
                for position, incident in enumerate(found.incidents)
            ),
        )


def _as_link(one: PartLink) -> Link:
    return Link(one.same_as, one.trace, one.confidence)
