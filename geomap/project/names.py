"""Names of output files: from what a document or an input is called, safe on every disk."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from geomap.reading.sources import stem_of

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 100
#: Names that Windows keeps for devices.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)


def file_name(words: str) -> str:
    """``words`` as a file's name without suffix: letters, digits, ``. _ -``; never hidden, never a
    path, never empty; what was cut is told apart by a hash."""
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", words)).strip("-. ")
    if not name:
        return "carte-" + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
    if len(name) > _LONGEST or name.lower().split(".")[0] in _RESERVED:
        digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
        name = f"{name[:_LONGEST]}-{digest}"
    return name


def unique_names(words: Iterable[str]) -> list[str]:
    """A file name for each; two that would be one on a disk that ignores case get a number."""
    used: set[str] = set()
    names: list[str] = []
    for word in words:
        name = file_name(word)
        number = 2
        unique = name
        while unique.casefold() in used:
            unique = f"{name}-{number}"
            number += 1
        used.add(unique.casefold())
        names.append(unique)
    return names


def collection_name(inputs: Sequence[str]) -> str:
    """What several documents on one map are called: the one input's name, else that of the folder
    all inputs lie in, else ``map``."""
    if len(inputs) == 1 and inputs[0] != "-":
        path = Path(inputs[0])
        if re.search(r"[*?\[]", inputs[0]):
            path = _before_pattern(path)
        name = path.resolve().name if path.is_dir() or not path.name else stem_of(path.name)
        return file_name(name or "map")
    parents = {Path(word).resolve().parent for word in inputs if word != "-"}
    if len(parents) == 1:
        return file_name(parents.pop().name or "map")
    return "map"


def _before_pattern(path: Path) -> Path:
    fixed = []
    for part in path.parts:
        if re.search(r"[*?\[]", part):
            break
        fixed.append(part)
    return Path(*fixed) if fixed else Path.cwd()
