"""Nouns of people of a language, singular and plural: ``<lang>/persons.toml``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from geomap.language.load import load


@lru_cache(maxsize=4)
def persons(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(group of tolls, its nouns in both numbers) of every group."""
    data: dict[str, Any] = load(lang, "persons")
    rules = data["plurals"]
    groups: dict[str, list[str]] = {group: list(words) for group, words in data["as_is"].items()}
    for group, words in data["groups"].items():
        plurals = [_plural(word, rules) for word in words]
        groups[group] = [*dict.fromkeys([*groups.get(group, ()), *words, *plurals])]
    return tuple((group, tuple(words)) for group, words in groups.items())


def _plural(phrase: str, rules: dict[str, Any]) -> str:
    """ "boulangers", "agents de sécurité", "jeunes femmes"; "police officers" in English."""
    words = phrase.split(" ")
    if rules["head"] == "last":
        return " ".join([*words[:-1], _plural_word(words[-1], rules)])
    linked = next(
        (n for n, w in enumerate(words) if w in rules["linked_by"] or "'" in w), len(words)
    )
    return " ".join([*(_plural_word(w, rules) for w in words[:linked]), *words[linked:]])


def _plural_word(word: str, rules: dict[str, Any]) -> str:
    if word.endswith(tuple(rules["same"])):
        return word
    for singular, plural in rules["endings"]:
        if word.endswith(singular):
            return word.removesuffix(singular) + str(plural)
    return word
