"""Ctrl-C and processes: none is stopped half-way through its start, none prints what it was doing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C waits; processes started now inherit that they never hear it, not even while they start.

    Blocking it in this thread is for them to inherit. Another thread of this process may take the
    signal all the same, and Python would raise it here, half-way through a start: it is kept for later.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "pthread_sigmask"):  # Windows: they hear their own
        yield
        return
    kept: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: kept.append(number))
    # The tracker is started with the first process, and unblocks Ctrl-C for those that follow.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
        if kept:
            signal.raise_signal(signal.SIGINT)


def leave_on_interrupt() -> None:
    """Start-up of a worker that may be ended at any moment: it writes whole files or none."""
    signal.signal(signal.SIGINT, _leave)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _leave(_number: int, _frame: Any) -> None:
    os._exit(130)
