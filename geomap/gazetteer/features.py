"""Feature codes: what kind of place a record is, in words. The table is ``features.tsv``."""

from __future__ import annotations

import os
from functools import lru_cache


@lru_cache(maxsize=1)
def feature_table() -> dict[str, tuple[str, str, str]]:
    """code -> (class, English label, French label)."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "features.tsv")  # noqa: PTH100, PTH118, PTH120
    table = {}
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs a look-up 5 ms
        for line in file:
            if line.strip() and not line.startswith("#"):
                feature_class, code, english, french = line.rstrip("\n").split("\t")
                table[code] = (feature_class, english, french)
    return table


def label_of(feature_class: str, feature_code: str, lang: str) -> str:
    """The words for a code ("town", "ville"); class and code themselves when the table lacks it."""
    known = feature_table().get(feature_code)
    if known is None:
        return f"{feature_class}/{feature_code}"
    return known[2] if lang == "fr" else known[1]
