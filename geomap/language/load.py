"""Opens the language files: ``geomap/language/<lang>/*.toml``, one file a subject.

``load("fr", "dates")`` gives the parsed table, read once a process. Nothing is read at import.
Every file may hold a ``[reasons]`` table: code -> sentence with ``{0}``, ``{1}`` for arguments.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from geomap.errors import GeomapError
from geomap.model.place import Reason

#: The table of reasons in a language file: to the next table, or the end.
_REASONS = re.compile(r"^\[reasons\]\s*$.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)

LANGUAGES: tuple[str, ...] = ("fr", "en")


@lru_cache(maxsize=64)
def load(lang: str, subject: str) -> dict[str, Any]:
    """The table of ``<lang>/<subject>.toml``.

    Raises GeomapError, naming file and place, when the file is missing or is not valid TOML.
    """
    file = resources.files("geomap.language").joinpath(lang, f"{subject}.toml")
    name = f"geomap/language/{lang}/{subject}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GeomapError("language file is missing", source=name) from error
    except tomllib.TOMLDecodeError as error:
        raise GeomapError(f"not valid TOML: {error}", source=name) from error


@lru_cache(maxsize=8)
def load_shared(subject: str) -> dict[str, Any]:
    """The table of ``<subject>.toml``, one for all languages (names of events, little words)."""
    file = resources.files("geomap.language").joinpath(f"{subject}.toml")
    name = f"geomap/language/{subject}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GeomapError("language file is missing", source=name) from error
    except tomllib.TOMLDecodeError as error:
        raise GeomapError(f"not valid TOML: {error}", source=name) from error


@lru_cache(maxsize=4)
def reason_templates(lang: str) -> dict[str, str]:
    """All ``[reasons]`` templates of a language, of every subject."""
    templates: dict[str, str] = {}
    for file in sorted(resources.files("geomap.language").joinpath(lang).iterdir(), key=str):
        if file.name.endswith(".toml"):
            # Only the table of reasons is parsed: the rest of a language that no text is in, most
            # of a start's cost, is left alone.
            table = _REASONS.search(file.read_text(encoding="utf-8"))
            if table:
                templates.update(tomllib.loads(table[0])["reasons"])
    return templates


def words_of_reason(reason: Reason, lang: str) -> str:
    """A reason as a sentence a journalist can read, in ``lang``."""
    template = reason_templates(lang).get(reason.code)
    if template is None:
        return " ".join((reason.code, *reason.args)).strip()
    # Replaced one by one, not with str.format: arguments are words of a source, never a template.
    parts = template
    for index, argument in enumerate(reason.args):
        parts = parts.replace("{" + str(index) + "}", argument)
    return parts
