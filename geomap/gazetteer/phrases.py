"""Names asked for with more than the name: what holds the place, or what kind of thing it is.

"Paradise, California", "Buffalo, N.Y.": the place of that name inside the other. "district de
Masisi", "base aérienne de Bagram", "Bagram air base": the name without the noun that says its kind,
places of that kind first. "Garamba": the one known as "parc de la Garamba" alone. For look-ups, after
the whole name answered nothing; in a text the container and the kind are other mentions, weighed
elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.names import name_key
from geomap.language.fold import fold

if TYPE_CHECKING:
    from typing import Any

    from geomap.gazetteer.index import Index, Row

#: Group of kind nouns in the languages' ``places.toml`` -> classes of GeoNames.
_CLASSES = {
    "town": "P", "admin": "A", "country": "A", "water": "H", "land": "TLV", "spot": "SPR",
}  # fmt: skip
#: Groups whose places are not named otherwise when none of their kind is known: a district or a base
#: bears the name of its town, a lake does not.
_NAMED_AFTER_TOWNS = frozenset({"town", "admin", "spot"})
#: Words between a kind noun and its linking word: "base *aérienne* de Bagram".
_MOST_BETWEEN = 2


def rows_of_phrase(index: Index, name: str) -> list[Row]:
    """Places that answer to a name said with its container or its kind; empty when it is no such."""
    if "," in name:
        return _rows_inside(index, name)
    return _rows_of_kind(index, name) or _rows_with_kind(index, name)


def _rows_with_kind(index: Index, name: str) -> list[Row]:
    """Places known only with the noun of their kind, most prominent first."""
    key = name_key(name, index.rules)
    if not key:
        return []
    found: dict[tuple[int, int], Row] = {}
    for groups_of, linking, behind in _kind_words():
        for word in groups_of:
            keys = [f"{word} {key}", *(f"{word} {link} {key}" for link in linking)]
            keys += [f"{word} de {link} {key}" for link in linking if link in {"la", "l'"}]
            keys += [f"{key} {word}"] if behind else []
            for longer in keys:
                for row in index.rows_of_ids(index.ids_of_key(longer)):
                    if row.kind != "demonym":
                        found.setdefault((id(row.pack), row.row), row)
    return sorted(found.values(), key=lambda row: (-row.order, row.matched, row.row))


def _rows_inside(index: Index, name: str) -> list[Row]:
    inner, _, outer = name.rpartition(",")
    holders = [row for row in index.rows_of_name(outer) if _fields(row)["feature_class"] == "A"]
    if not inner.strip() or not holders:
        return []
    held = index.rows_of_name(inner) or rows_of_phrase(index, inner)
    return [row for row in held if any(_holds(holder, row) for holder in holders)]


def _holds(holder: Row, row: Row) -> bool:
    """Whether a country, or a division of the first or second order, holds a place, by their codes."""
    outer, inner = _fields(holder), _fields(row)
    if outer["id"] == inner["id"] or outer["country"] != inner["country"]:
        return False
    code = outer["feature_code"]
    if code.startswith("PCL"):
        return True
    levels = {"ADM1": ("admin1",), "ADM2": ("admin1", "admin2")}.get(code, ())
    return bool(levels) and all(outer[level] and outer[level] == inner[level] for level in levels)


def _rows_of_kind(index: Index, name: str) -> list[Row]:
    words = fold(name).replace("'", "' ").replace("’", "' ").split()
    written = name.replace("'", "' ").replace("’", "’ ").split()
    if len(words) != len(written):
        return []
    for groups, first, last in _cuts(tuple(words)):
        rest = " ".join(written[first:last])
        rows = index.rows_of_name(rest)
        wanted = {letter for group in groups for letter in _CLASSES[group]}
        of_kind = [row for row in rows if _fields(row)["feature_class"] in wanted]
        if of_kind:
            return of_kind + [row for row in rows if row not in of_kind]
        if rows and groups & _NAMED_AFTER_TOWNS:
            return rows
    return []


def _cuts(words: tuple[str, ...]) -> list[tuple[frozenset[str], int, int]]:
    """Where a kind noun can be taken off: the groups it is of, and the words that are left."""
    found: list[tuple[frozenset[str], int, int]] = []
    for groups_of, linking, behind in _kind_words():
        if (groups := groups_of.get(words[0])) is not None:
            at = next(
                (
                    n
                    for n in range(1, 2 + _MOST_BETWEEN)
                    if words[n : n + 1] and words[n] in linking
                ),
                0,
            )
            while 0 < at < len(words) and words[at] in linking:
                at += 1
            if 0 < at < len(words):
                found.append((groups, at, len(words)))
        if behind and (groups := groups_of.get(words[-1])) is not None:
            found += [(groups, 0, last) for last in (len(words) - 1, len(words) - 2) if last > 0]
    return found


@lru_cache(maxsize=1)
def _kind_words() -> list[tuple[dict[str, frozenset[str]], frozenset[str], bool]]:
    """By language: kind noun -> groups; linking words; whether the noun may stand behind."""
    from geomap.language.load import LANGUAGES, load

    tables = []
    for lang in LANGUAGES:
        table = load(lang, "places")
        groups_of: dict[str, frozenset[str]] = {}
        for group in _CLASSES:
            for word in table["heads"].get(group, ()):
                groups_of[fold(word)] = groups_of.get(fold(word), frozenset()) | {group}
        linking = frozenset(fold(word) for word in table["linking"])
        tables.append((groups_of, linking, bool(table["head_behind"])))
    return tables


def _fields(row: Row) -> dict[str, Any]:
    return row.pack.fields(row.row)
