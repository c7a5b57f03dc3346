"""``geomap extract`` as a function: documents through, one line each, nothing held in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from geomap.corrections import Corrections, read_corrections
from geomap.corrections.apply import Stale
from geomap.errors import InputError
from geomap.model.wire import findings_to_json
from geomap.project.analysis import analyse_documents
from geomap.project.cache import Cache
from geomap.project.settings import Project
from geomap.reading import ReadFailure
from geomap.reading.read import Notice, read_items

Tick = Callable[[int, int], None]


@dataclass(slots=True)
class Extracted:
    """How many documents and incidents were written, and what failed."""

    documents: int = 0
    incidents: int = 0
    failures: list[ReadFailure] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)


def extract(
    project: Project,
    stream: BinaryIO,
    *,
    cache: Cache,
    with_text: bool = True,
    notice: Notice,
    tick: Tick,
) -> Extracted:
    """Write the findings of every document to ``stream`` as soon as they are there."""
    from geomap.gazetteer import open_gazetteer

    options = project.options
    corrections = read_corrections(options.corrections) if options.corrections else Corrections()
    gazetteer = open_gazetteer(options.places.gazetteers)
    corrections.check_places(gazetteer)
    result = Extracted()
    fitting: set[int] = set()
    stale: dict[int, Stale] = {}
    analysed = analyse_documents(
        read_items(project.inputs, options.read, notice), options, gazetteer,
        cache=cache, jobs=project.jobs, meanings_of=corrections.meanings_in,
    )  # fmt: skip
    for done, item in enumerate(analysed, 1):
        tick(done, 0)
        if isinstance(item, ReadFailure):
            result.failures.append(item)
            continue
        if options.strict and item.warnings:
            source = item.document.source or item.document.id
            error = InputError(item.warnings[0], source=source)
            result.failures.append(ReadFailure(source, error))
            continue
        (found,), outcome = corrections.apply([item], gazetteer)
        fitting |= {c.number for c in outcome.applied}
        stale.update({s.correction.number: s for s in outcome.stale})
        stream.write(findings_to_json(found, options.map.ui_lang, with_text=with_text) + b"\n")
        result.documents += 1
        result.incidents += len(found.incidents)
    result.stale = [s for number, s in sorted(stale.items()) if number not in fitting]
    cache.prune()
    return result
