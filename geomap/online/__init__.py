"""Online geocoders, off unless asked for: one port, cached, at most one request a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.online.complete import complete_mentions
    from geomap.online.geocoder import Geocoder, open_geocoder

__all__ = ["Geocoder", "complete_mentions", "open_geocoder"]


def __getattr__(name: str) -> Any:
    # Resolved on first use: nothing of geopy is read where no ``--online`` is given.
    if name == "complete_mentions":
        from geomap.online.complete import complete_mentions

        return complete_mentions
    if name in __all__:
        from geomap.online import geocoder

        return getattr(geocoder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
