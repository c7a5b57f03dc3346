"""What geomap knows of the earth: names, records, geometries; opened once, never changed."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from typing import Any

    from geomap.gazetteer.store import Gazetteer, open_gazetteer

__all__ = ["Gazetteer", "open_gazetteer"]


def __getattr__(name: str) -> Any:
    # Resolved on first use: the command ``lookup`` needs the index alone.
    if name in __all__:
        from geomap.gazetteer import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
