"""Codes of other taxonomies for our types, from ``crosswalk.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

#: taxonomy -> column
COLUMNS = {
    "acled": "code_acled",
    "ucdp": "code_ucdp",
    "plover": "code_plover",
    "cap": "code_cap",
    "iptc": "code_iptc",
    "hazard": "code_hazard",
}


@lru_cache(maxsize=1)
def crosswalk() -> dict[str, dict[str, str]]:
    """type -> taxonomy -> code; empty where the other has no such type."""
    file = resources.files("geomap.export").joinpath("crosswalk.toml")
    table: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return table


def crosswalk_of(type_: str) -> dict[str, str | None]:
    """The code columns of a type, None where the other taxonomy has no such type."""
    codes = crosswalk().get(type_, {})
    return {column: codes.get(taxonomy) or None for taxonomy, column in COLUMNS.items()}
