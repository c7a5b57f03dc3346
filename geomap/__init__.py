"""geomap turns news text into incident maps: where things happened, in the words of the source.

>>> import geomap
>>> findings = geomap.analyse("Un incendie s'est déclaré hier à Lyon.", date="2024-05-02")
>>> [incident.headline for incident in findings.incidents]
['Incendie : Lyon']

Names are imported when they are used, so that ``import geomap`` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

TYPE_CHECKING = False  # typing itself would cost a command as long as an answer takes
if TYPE_CHECKING:
    from typing import Any

    from geomap.config import Options
    from geomap.errors import GeomapError
    from geomap.gazetteer import Gazetteer, open_gazetteer
    from geomap.model.findings import Findings
    from geomap.model.incident import Incident
    from geomap.model.place import Mention, Place
    from geomap.model.text import Document
    from geomap.project.face import analyse, export, merge, read, read_findings, render

__all__ = [
    "Document",
    "Findings",
    "Gazetteer",
    "GeomapError",
    "Incident",
    "Mention",
    "Options",
    "Place",
    "__version__",
    "analyse",
    "export",
    "merge",
    "open_gazetteer",
    "read",
    "read_findings",
    "render",
]

_HOMES = {
    "Document": "geomap.model.text",
    "Findings": "geomap.model.findings",
    "Gazetteer": "geomap.gazetteer",
    "GeomapError": "geomap.errors",
    "Incident": "geomap.model.incident",
    "Mention": "geomap.model.place",
    "Options": "geomap.config",
    "Place": "geomap.model.place",
    "analyse": "geomap.project.face",
    "merge": "geomap.project.face",
    "open_gazetteer": "geomap.gazetteer",
    "read": "geomap.project.face",
    "read_findings": "geomap.project.face",
}
#: Functions that share their name with a room of the house.
_ROOMS = frozenset({"export", "render"})


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"geomap.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Room(ModuleType):
    """A subpackage that is also the function of its name: ``geomap.render(findings)``."""

    def __call__(self, *words: Any, **options: Any) -> Any:
        name = self.__name__.rpartition(".")[2]
        return getattr(import_module("geomap.project.face"), name)(*words, **options)


class _Face(ModuleType):
    """Importing ``geomap.render`` sets it here: it stays callable, in whatever order things happen."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _ROOMS and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
