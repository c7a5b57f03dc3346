"""The browser app: its scripts in order, its style, its words; joined into one text each.

The scripts are plain modern JavaScript, one file a subject, joined at build in the order of
``MODULES`` inside one function. Comments and indents go; nothing else changes.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from geomap.errors import OutputError

#: Order matters only for constants; functions see each other.
MODULES = (
    "inflate", "decode", "text", "words", "dates", "data", "filter", "style", "base", "labels", "canvas",
    "layer", "popup", "review", "list", "legend", "timeline", "search", "export", "state", "panel", "app",
)  # fmt: skip
_BLOCK_COMMENT = re.compile(r"/\*\*(?:(?!\*/).)*\*/[ ]?", re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)


@lru_cache(maxsize=1)
def app_script() -> str:
    """The whole app as one script that defines ``geomap``."""
    folder = resources.files("geomap.render.web").joinpath("src")
    parts = [_without_comments(_read(folder.joinpath(f"{name}.js"))) for name in MODULES]
    joined = "\n".join(parts)
    return f'var geomap = (function () {{\n"use strict";\n{_without_indents(joined)}\nreturn publicFace;\n}})();\n'


@lru_cache(maxsize=1)
def app_style() -> str:
    """The app's style sheet."""
    style = _read(resources.files("geomap.render.web").joinpath("app.css"))
    return _without_indents(re.sub(r"/\*.*?\*/\n?", "", style, flags=re.DOTALL))


@lru_cache(maxsize=4)
def ui_words(lang: str) -> dict[str, Any]:
    """All words of the interface in a language."""
    words: dict[str, Any] = json.loads(
        _read(resources.files("geomap.render.web").joinpath("ui", f"{lang}.json"))
    )
    return words


@lru_cache(maxsize=1)
def leaflet_script() -> str:
    """Leaflet as it came, without its source map."""
    return _built("leaflet.js")


@lru_cache(maxsize=1)
def leaflet_style() -> str:
    """Leaflet's style sheet without pictures by address."""
    return _built("leaflet.css")


def _without_indents(text: str) -> str:
    """Lines without leading spaces. No text of ours spans lines, so nothing else changes."""
    return re.sub(r"^[ \t]+|\n(?=\n)", "", text, flags=re.MULTILINE)


def _without_comments(script: str) -> str:
    return _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", script))


def _built(name: str) -> str:
    file = resources.files("geomap").joinpath("_built", "web", name)
    if not file.is_file():
        raise OutputError(
            "the map's JavaScript was not built",
            source=str(file),
            hint="install geomap again: pip install -e .",
        )
    return _read(file)


def _read(file: Traversable) -> str:
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")
