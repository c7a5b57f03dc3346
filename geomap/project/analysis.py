"""Many documents through ``analyse``: from the cache where nothing changed, on several processes
when asked, in order, and none stopping another."""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

from geomap import __version__
from geomap.archive.interrupts import interrupts_held
from geomap.config import Options
from geomap.errors import GeomapError, InputError
from geomap.model.findings import Findings
from geomap.model.text import Document
from geomap.model.wire_read import TEXT_LEFT_OUT
from geomap.project.cache import Cache, cache_key
from geomap.reading import ReadFailure

log = logging.getLogger(__name__)
#: Documents handed to the processes ahead of the one awaited; bounds the memory of a long run.
_AHEAD_PER_JOB = 8

Analysed = Findings | ReadFailure
#: Chooses the corrections that say what names mean in a document.
MeaningsOf = Callable[[Document], Sequence[Any]]


def no_meanings(_: Document) -> Sequence[Any]:
    return ()


def analyse_documents(
    documents: Iterable[Document | Findings | ReadFailure],
    options: Options,
    gazetteer: Any,
    *,
    cache: Cache,
    jobs: int = 1,
    meanings_of: MeaningsOf = no_meanings,
) -> Iterator[Analysed]:
    """Findings of ``documents`` in their order. Findings and failures pass through as they are;
    findings in which a correction gives a name another meaning are made again from their text.

    What goes wrong inside one document is a failure of that document.
    """
    documents = (_unless_reread(item, meanings_of) for item in documents)
    if jobs > 1:
        yield from _on_processes(documents, options, gazetteer, cache, jobs, meanings_of)
        return
    for item in documents:
        if not isinstance(item, Document):
            yield item
            continue
        meanings = tuple(meanings_of(item))
        key = cache_key(item, options, gazetteer.version, meanings)
        found = cache.get(key)
        if found is None:
            result = _analyse_one(item, gazetteer, options, meanings)
            if isinstance(result, Findings):
                cache.put(key, result)
            yield result
        else:
            yield replace(found, document=item)


def _unless_reread(
    item: Document | Findings | ReadFailure, meanings_of: MeaningsOf
) -> Document | Findings | ReadFailure:
    if not isinstance(item, Findings) or TEXT_LEFT_OUT in item.document.warnings:
        return item
    return item.document if meanings_of(item.document) else item


def _analyse_one(
    document: Document, gazetteer: Any, options: Options, meanings: tuple[Any, ...]
) -> Analysed:
    from geomap.pipeline import analyse

    try:
        found = analyse(document, gazetteer, options, meanings)
    except GeomapError as error:
        return ReadFailure(document.source or document.id, error)
    except Exception as error:  # whatever it is, the other documents are still done
        log.debug("analysis of %s failed", document.id, exc_info=True)
        reason = InputError(
            f"the analysis failed: {type(error).__name__}: {error}",
            source=document.source or document.id,
            hint="a fault of geomap; please report it with the text",
        )
        return ReadFailure(document.source or document.id, reason)
    return replace(found, geomap_version=__version__)


_worker: dict[str, Any] = {}


def _start_worker(options: Options) -> None:
    """Each process opens the packs once; the gazetteer itself is never sent. Ctrl-C is for the one
    that started them: a process that stopped in the middle of taking its next text would leave the
    others waiting for ever."""
    from geomap.gazetteer import open_gazetteer

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker["gazetteer"] = open_gazetteer(options.places.gazetteers)
    _worker["options"] = options


def _in_worker(document: Document, meanings: tuple[Any, ...]) -> Analysed:
    return _analyse_one(document, _worker["gazetteer"], _worker["options"], meanings)


def _on_processes(
    documents: Iterable[Document | Findings | ReadFailure],
    options: Options,
    gazetteer: Any,
    cache: Cache,
    jobs: int,
    meanings_of: MeaningsOf,
) -> Iterator[Analysed]:
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(options,)
    )
    waiting: deque[Analysed | tuple[str, Document, Future[Analysed]]] = deque()
    try:
        for item in documents:
            waiting.append(_submit(item, options, gazetteer, cache, pool, meanings_of))
            if len(waiting) >= jobs * _AHEAD_PER_JOB:
                yield _take(waiting.popleft(), cache)
        while waiting:
            yield _take(waiting.popleft(), cache)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    item: Document | Findings | ReadFailure,
    options: Options,
    gazetteer: Any,
    cache: Cache,
    pool: ProcessPoolExecutor,
    meanings_of: MeaningsOf,
) -> Analysed | tuple[str, Document, Future[Analysed]]:
    if not isinstance(item, Document):
        return item
    meanings = tuple(meanings_of(item))
    key = cache_key(item, options, gazetteer.version, meanings)
    found = cache.get(key)
    if found is not None:
        return replace(found, document=item)
    with interrupts_held():
        return key, item, pool.submit(_in_worker, item, meanings)


def _take(entry: Analysed | tuple[str, Document, Future[Analysed]], cache: Cache) -> Analysed:
    if not isinstance(entry, tuple):
        return entry
    key, document, future = entry
    try:
        result = future.result()
    except Exception as error:  # the process died: out of memory, killed
        source = document.source or document.id
        return ReadFailure(source, InputError(f"its process ended: {error}", source=source))
    if isinstance(result, Findings):
        cache.put(key, result)
    return result
