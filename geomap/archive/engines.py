"""Who runs the jobs: this process, processes of this machine, or a Dask cluster.

An engine takes jobs and gives results in any order; it writes nothing itself. A job whose worker
dies is retried and, after that, given back as ``Broken``; the caller then looks for the document
that did it. We write no scheduler: processes are the standard library's, clusters are Dask's.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from geomap.archive.interrupts import interrupts_held, leave_on_interrupt
from geomap.archive.shard import Broken, Done, Job
from geomap.archive.work import VersionMismatch, check_worker, process_job
from geomap.errors import GeomapError, MissingExtra, UsageError

#: how often a job is tried before its shard is searched for the document that breaks it.
TRIES = 3


class Engine(Protocol):
    """Runs jobs. ``run`` may be called several times; ``close`` ends the workers."""

    def map(self, function: Callable[[Any], Any], arguments: Sequence[Any]) -> list[Any]: ...

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Broken]: ...

    def close(self) -> None: ...


class SerialEngine:
    """Everything in this process: no copy of the gazetteer, no start-up, easy to debug."""

    def map(self, function: Callable[[Any], Any], arguments: Sequence[Any]) -> list[Any]:
        return [function(argument) for argument in arguments]

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Broken]:
        for job in jobs:
            yield process_job(job)

    def close(self) -> None:
        """Nothing to end."""


def _pool_of(workers: int) -> ProcessPoolExecutor:
    """Processes started fresh, which a Ctrl-C ends at once."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=leave_on_interrupt)


class ProcessEngine:
    """``jobs`` processes of this machine, started fresh (spawn), a bounded number of jobs at once."""

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise UsageError(f"--jobs {workers}: at least 1 is needed")
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool_of(self._workers)
        return self._pool

    def _submit(self, job: Job) -> Future[Done]:
        with interrupts_held():
            return self._open().submit(process_job, job)

    def map(self, function: Callable[[Any], Any], arguments: Sequence[Any]) -> list[Any]:
        with interrupts_held():
            results = self._open().map(function, arguments)
        return list(results)

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Broken]:
        waiting = iter(jobs)
        running: dict[Future[Done], Job] = {}
        while True:
            for job in waiting:
                running[self._submit(job)] = job
                if len(running) >= 2 * self._workers:
                    break
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            broken: list[Job] = []
            for future in finished:
                job = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    broken.append(job)
            if broken:
                # One death ends the whole pool: every job that was running is a suspect, and each
                # is tried alone, so that only the guilty one is given up.
                suspects = sorted((*broken, *running.values()), key=lambda j: j.shard.number)
                running.clear()
                self.close()
                for job in suspects:
                    yield self._alone(job)

    def _alone(self, job: Job) -> Done | Broken:
        for _ in range(TRIES - 1):
            with _pool_of(1) as pool:
                try:
                    with interrupts_held():
                        running = pool.submit(process_job, job)
                    return running.result()
                except BrokenProcessPool:
                    continue
        return Broken(job, "the process died while reading it")

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


#: Workers of our own are not watched a hundred times a second by a profiler nobody looks at, and keep
#: the memory of a document for the next one instead of giving it back (Dask's MALLOC_TRIM_THRESHOLD_).
_LEAN = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1},
}


class DaskEngine:
    """A Dask scheduler and its workers: one that runs (``address``) or one of our own (``local``)."""

    def __init__(
        self,
        address: str,
        workers: int | None,
        expected: tuple[str, str],
        extra_files: tuple[str, ...],
    ) -> None:
        """``expected``: versions of geomap and of the gazetteer that every worker must have."""
        try:
            import dask
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise MissingExtra("distributed", "cluster", "--cluster") from error
        self._cluster: Any = None
        if address == "local":
            with dask.config.set(_LEAN):
                self._cluster = LocalCluster(
                    n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
                )
            address = self._cluster.scheduler_address
        try:
            self._client: Any = Client(address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise GeomapError(
                f"no Dask scheduler answers ({error or type(error).__name__})",
                source=address,
                hint="start one with 'dask scheduler', or use --cluster local or --jobs N",
            ) from error
        self._address = address
        self._check_workers(expected, extra_files)

    def _check_workers(self, expected: tuple[str, str], extra_files: tuple[str, ...]) -> None:
        """Refuse workers of another geomap or gazetteer before anything is sent to them."""
        try:
            self._client.wait_for_workers(1, timeout=30)
            answers = self._client.run(check_worker, expected, extra_files, on_error="return")
        except (OSError, TimeoutError) as error:
            self.close()
            raise GeomapError(
                "the scheduler has no workers",
                source=self._address,
                hint=f"start some with 'dask worker {self._address} --death-timeout 60'",
            ) from error
        wrong = {w: a for w, a in sorted(answers.items()) if a is not None}
        if wrong:
            self.close()
            worker, answer = next(iter(wrong.items()))
            raise VersionMismatch(f"worker {worker}: {answer}")

    def map(self, function: Callable[[Any], Any], arguments: Sequence[Any]) -> list[Any]:
        futures = self._client.map(function, arguments, pure=False, retries=TRIES)
        results: list[Any] = self._client.gather(futures)
        return results

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Broken]:
        from distributed import as_completed

        waiting = iter(jobs)
        bound = 4 * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        job_by_key: dict[str, Job] = {}
        futures = as_completed(loop=self._client.loop)

        def send(number: int) -> None:
            for _, job in zip(range(number), waiting, strict=False):
                future = self._client.submit(
                    process_job,
                    job,
                    key=f"geomap-{job.digest}-{job.only}",
                    retries=TRIES,
                    pure=False,
                )
                job_by_key[future.key] = job
                futures.add(future)

        send(bound)
        while not futures.is_empty():
            future = next(futures)
            job = job_by_key.pop(future.key)
            yield self._result(future, job)
            send(1)

    def _result(self, future: Any, job: Job) -> Done | Broken:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            done: Done = future.result()
        except KilledWorker:
            return Broken(job, "the worker died while reading it")
        except VersionMismatch:
            raise
        except (FutureCancelledError, OSError) as error:
            raise GeomapError(
                "the Dask scheduler is gone",
                source=self._address,
                hint="start it again and run the same command: it goes on where it stopped",
            ) from error
        except ModuleNotFoundError as error:
            raise VersionMismatch(f"a worker cannot import {error.name}") from error
        finally:
            future.release()
        return done

    def close(self) -> None:
        if getattr(self, "_client", None) is not None:
            self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def open_engine(
    cluster: str | None,
    jobs: int | None,
    expected: tuple[str, str],
    extra_files: tuple[str, ...],
    *,
    small: bool,
) -> Engine:
    """The engine for what was asked: ``--cluster``, ``--jobs``, or what the size suggests.

    ``small``: the input is one shard, for which starting processes costs more than it saves.
    """
    if cluster:
        return DaskEngine(cluster, jobs, expected, extra_files)
    if jobs is None:
        jobs = 1 if small else (multiprocessing.cpu_count() or 1)
    return SerialEngine() if jobs == 1 else ProcessEngine(jobs)
