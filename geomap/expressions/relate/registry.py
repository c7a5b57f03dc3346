"""The relations by name, and the one door to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from geomap.expressions.request import Answer, Relation, Request
from geomap.model.place import Reason

#: A quarter of the way round the earth: beyond, a distance with a direction says nothing.
FARTHEST_M = 10_000_000.0
REGISTRY: dict[str, Relation] = {}
#: Modules of this folder that hold relations; imported when the first expression is met.
_MODULES = ("points", "areas", "borders", "rivers", "seas", "ways", "sites")


def relation(*names: str) -> Callable[[Relation], Relation]:
    """Register a function as the relation of these names."""

    def register(function: Relation) -> Relation:
        for name in names:
            REGISTRY[name] = function
        return function

    return register


@lru_cache(maxsize=1)
def relations() -> dict[str, Relation]:
    """All relations by name; a module somebody imported before does not stand for all of them."""
    for name in _MODULES:
        import_module(f"geomap.expressions.relate.{name}")
    return REGISTRY


def relate(request: Request) -> Answer:
    """The shape of an expression, or the reason why it has none."""
    function = relations().get(request.relation)
    if function is None:
        return Reason("expression-unknown-relation", (request.relation,))
    if request.distance is not None and request.distance.best_m > FARTHEST_M:
        return Reason("expression-too-far", (request.distance.words,))
    return function(request)
