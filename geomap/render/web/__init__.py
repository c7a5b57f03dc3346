"""The browser app: its scripts in order, its style, its words; joined into one text each.

The scripts are plain modern JavaScript, one file a subject, joined at build in the order of
``MODULES`` inside one function. Comments and needless spaces go; nothing else changes.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from geomap.errors import OutputError
from geomap.language.load import load
from geomap.render.web.squeeze import squeeze_script, squeeze_style

#: Order matters only for constants; functions see each other.
MODULES = (
    "inflate", "decode", "text", "words", "dates", "data", "filter", "style", "base", "labels", "marks", "shapes", "canvas",
    "layer", "popup", "tip", "review", "list", "legend", "timeline", "search", "found", "export", "picture", "state", "panel", "print",
    "pointers", "app",
)  # fmt: skip

_RULE = re.compile(r"([^{}]+)\{[^{}]*\}\n?")
#: Parts of Leaflet that our page has not: its popups, its buttons, its credit line, old browsers.
_NOT_OURS = re.compile(
    r"leaflet-(?:\w+-)*(?:popup|tooltip|bar|attribution|oldie|safari|vml|div-icon|control-(?:layers|zoom))|lvml"
)


@lru_cache(maxsize=1)
def app_script() -> str:
    """The whole app as one script that defines ``geomap``.

    The build leaves it squeezed; sources changed since then are squeezed here.
    """
    source = _app_source()
    built = resources.files("geomap").joinpath("_built", "app", _app_name(source))
    return _read(built) if built.is_file() else squeeze_script(source)


def build_app(folder: Path) -> Path:
    """Write the squeezed app into ``folder``, named by its sources; gives the file."""
    source = _app_source()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("app-*.js"):
        old.unlink()
    path = folder / _app_name(source)
    path.write_text(squeeze_script(source), encoding="utf-8", newline="\n")
    return path


def _app_source() -> str:
    folder = resources.files("geomap.render.web").joinpath("src")
    joined = "\n".join(_read(folder.joinpath(f"{name}.js")) for name in MODULES)
    return f'var geomap = (function () {{\n"use strict";\n{joined}\nreturn publicFace;\n}})();'


def _app_name(source: str) -> str:
    return f"app-{hashlib.sha256(source.encode()).hexdigest()[:16]}.js"


@lru_cache(maxsize=1)
def app_style() -> str:
    """The app's style sheet."""
    return squeeze_style(_read(resources.files("geomap.render.web").joinpath("app.css")))


@lru_cache(maxsize=4)
def ui_words(lang: str) -> dict[str, Any]:
    """All words of the interface in a language; ``told`` has the short names of types in headlines."""
    words: dict[str, Any] = json.loads(
        _read(resources.files("geomap.render.web").joinpath("ui", f"{lang}.json"))
    )
    words["told"] = load(lang, "triggers")["types"]
    told = load(lang, "date_words")
    words["date"] = {key: told[key] for key in told if key == "part" or isinstance(told[key], str)}
    return words


@lru_cache(maxsize=1)
def leaflet_script() -> str:
    """Leaflet as it came, without its source map."""
    return _built("leaflet.js")


@lru_cache(maxsize=2)
def leaflet_style(*, bare: bool = False) -> str:
    """Leaflet's style sheet without pictures by address; bare without what only layers of others use."""
    style = squeeze_style(_built("leaflet.css"))
    return _RULE.sub(_kept_rule, style) if bare else style


def _kept_rule(rule: re.Match[str]) -> str:
    selectors = rule[1].split(",")
    return "" if all(_NOT_OURS.search(selector) for selector in selectors) else rule[0]


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
