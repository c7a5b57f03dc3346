"""Which task is which module, and which task a corpus form asks for. Modules are imported on use."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from geomap.errors import UsageError
from geomap.evaluation.corpus import form_of
from geomap.evaluation.report import Task

#: task -> module of geomap.evaluation with ``run(path, gazetteer, options) -> Report``.
TASKS = MappingProxyType(
    {
        "recognition": "recognition",
        "resolution": "resolution",
        "end-to-end": "end_to_end",
        "expressions": "expressions",
        "dates": "dates",
        "tolls": "tolls",
        "incidents": "incidents",
    }
)
_TASK_OF_FORM = MappingProxyType(
    {
        "tags": "recognition",
        "points": "expressions",
        "incidents": "incidents",
        "time": "dates",
        "tolls": "tolls",
    }
)


def task_module(name: str) -> Task:
    """The ``run`` of a task. Raises UsageError for a task that is not there."""
    if name not in TASKS:
        raise UsageError(f"no task {name!r}", hint=f"one of: {', '.join(TASKS)}")
    run: Task = import_module(f"geomap.evaluation.{TASKS[name]}").run
    return run


def tasks_of(path: Path) -> tuple[str, ...]:
    """The tasks a corpus is for, told by its form.

    Documents with places are scored for recognition and, where they have points, for resolution
    and end to end.
    """
    form = form_of(path)
    if form != "places":
        return (_TASK_OF_FORM[form],)
    from geomap.evaluation.report import read_jsonl

    pointed = False
    for number, row in enumerate(read_jsonl(path)):
        pointed = pointed or any(t.get("lat") is not None for t in row["toponyms"])
        if pointed or number > 50:
            break
    return ("recognition", "resolution", "end-to-end") if pointed else ("recognition",)
