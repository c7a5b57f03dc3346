"""Online tiles, only when asked for: a name from ``data/tiles.json`` or an address of one's own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from geomap.errors import UsageError

_HOST = re.compile(r"(?:\{s\}\.)?[A-Za-z0-9](?:[A-Za-z0-9-]*\.)*[A-Za-z0-9-]+(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from, who is credited, and what the page's policy must let through."""

    url: str
    attribution: str
    max_zoom: int
    csp_source: str


def find_tiles(name_or_url: str) -> Tiles:
    """The tiles of a name, or of an address with ``{z}``, ``{x}`` and ``{y}`` in it.

    Raises UsageError when it is neither.
    """
    known = _known()
    if name_or_url in known:
        entry = known[name_or_url]
        return _tiles(entry["url"], entry["attribution"], entry["max_zoom"])
    if "://" not in name_or_url:
        raise UsageError(
            f"no tiles are called {name_or_url!r}",
            hint=f"known: {', '.join(sorted(known))}; or give an address with {{z}}, {{x}}, {{y}}",
        )
    return _tiles(name_or_url, "", 18)


def _tiles(url: str, attribution: str, max_zoom: int) -> Tiles:
    parts = urlsplit(url)
    good = parts.scheme in ("https", "http") and _HOST.fullmatch(parts.netloc)
    if not good or not all(mark in url for mark in ("{z}", "{x}", "{y}")):
        raise UsageError(
            f"not an address of tiles: {url!r}",
            hint="like https://tiles.example.org/{z}/{x}/{y}.png",
        )
    host = parts.netloc.replace("{s}.", "*.")
    credit = attribution or parts.netloc.replace("{s}.", "")
    return Tiles(url, credit, max_zoom, f"{parts.scheme}://{host}")


def _known() -> dict[str, dict[str, Any]]:
    file = resources.files("geomap.render").joinpath("data", "tiles.json")
    known: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return known
