"""An input that could not be read, as a value: it is listed, and the others are still done."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.errors import GeomapError


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """What could not be read (``source`` as the user named it), and why."""

    source: str
    error: GeomapError

    def __str__(self) -> str:
        return str(self.error)
