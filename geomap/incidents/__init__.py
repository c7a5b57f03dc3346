"""Sentences, mentions and dates -> incidents, with who says so; and the same incident told twice.

Doors: ``extract_incidents`` (one document) and ``merge`` (many).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.incidents.extract import extract_incidents
    from geomap.incidents.merging import merge

__all__ = ["extract_incidents", "merge"]


def __getattr__(name: str) -> Any:
    if name == "extract_incidents":
        from geomap.incidents.extract import extract_incidents

        return extract_incidents
    if name == "merge":
        from geomap.incidents.merging import merge

        return merge
    raise AttributeError(name)
