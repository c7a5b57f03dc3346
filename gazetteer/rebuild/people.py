"""Make ``geomap/language/people.tsv``: given names and surnames of many countries, folded.

    python gazetteer/rebuild/people.py        # with the package faker installed (40.63.0 was read)

The package keeps lists of ordinary names by country (from national statistics, as its files say).
Names in Latin script are taken, of one word and three letters at least; words that a text holds all
the time ("Will", "Juste") are left out. Both lists only lean a reading towards a person: geomap takes
no name for a person's because it stands here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from geomap.language.fold import fold
from geomap.places.cues import cues_of

TARGET = Path(__file__).resolve().parents[2] / "geomap" / "language" / "people.tsv"
HEAD = (
    "# Given names and surnames of many countries, folded, one letter a row: a clue of persons, never a\n"
    "# proof. Made by gazetteer/rebuild/people.py from the package faker (MIT, Daniele Faraglia and\n"
    "# contributors).\n"
)
#: Letters of a name at least; code points of Latin script.
SHORTEST, LATIN = 3, 0x250


def main() -> None:
    given: set[str] = set()
    family: set[str] = set()
    for table in _tables():
        for attribute, value in vars(table).items():
            if isinstance(value, (list, tuple, dict)):
                if attribute.startswith(("first_name", "first_romanized", "given_name")):
                    given.update(_names(value))
                elif attribute.startswith(("last_name", "last_romanized")):
                    family.update(_names(value))
    rows = [
        f"{kind}\t{' '.join(names)}\n"
        for kind, found in (("first", given), ("last", family))
        for _, names in groupby(sorted(found), key=lambda name: name[0])
    ]
    TARGET.write_text(HEAD + "".join(rows), encoding="utf-8")


def _tables() -> Iterator[Any]:
    package = importlib.import_module("faker.providers.person")
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        yield importlib.import_module(f"{package.__name__}.{module}").Provider


def _names(values: Any) -> Iterator[str]:
    ordinary = cues_of("fr").function_words
    for value in values:
        if not isinstance(value, str) or not value[:1].isupper() or set(" -") & set(value):
            continue
        if all(ord(c) < LATIN or c in "'’" for c in value):
            name = fold(value)
            if len(name) >= SHORTEST and name not in ordinary:
                yield name


if __name__ == "__main__":
    main()
