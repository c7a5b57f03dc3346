"""Colours and shapes of the layers, from ``style.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def layer_styles() -> dict[str, dict[str, str]]:
    """layer -> its colour, shapes and hatchings."""
    file = resources.files("geomap.export").joinpath("style.toml")
    styles: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return styles
