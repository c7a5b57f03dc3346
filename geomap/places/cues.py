"""The words that mark places and other names, one table a language, ready for look-up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from geomap.language.fold import fold
from geomap.language.load import load


@dataclass(frozen=True, slots=True)
class Cues:
    """Folded words by what they say. ``head`` maps a generic noun to its group (town, admin ...)."""

    locative: frozenset[str]
    weak_locative: frozenset[str]
    articles: frozenset[str]
    connectors: frozenset[str]
    containing: frozenset[str]
    defining_verbs: frozenset[str]
    defining_articles: frozenset[str]
    head: Mapping[str, str]
    joined: frozenset[str]
    streets: frozenset[str]
    linking: frozenset[str]
    coordinating: frozenset[str]
    head_behind: bool
    opening: frozenset[str]
    closing: frozenset[str]
    channels: frozenset[str]
    titles: frozenset[str]
    courtesy: frozenset[str]
    speech: frozenset[str]
    function_words: frozenset[str]
    #: first parts of double adjectives ("russo-ukrainien"), with their country
    demonym_prefixes: Mapping[str, str]
    #: countries whose towns a text of this language names without saying more
    home: frozenset[str]
    lang: str


@lru_cache(maxsize=4)
def cues_of(lang: str) -> Cues:
    """The cues of a language, read once a process."""
    table = load(lang, "places")
    heads = table["heads"]
    head = {
        fold(word): group for group, words in heads.items() if group != "joined" for word in words
    }
    return Cues(
        locative=frozenset(table["locative"]),
        weak_locative=frozenset(table["weak_locative"]),
        articles=frozenset(table["articles"]),
        connectors=frozenset(table["connectors"]),
        containing=frozenset(table["containing"]),
        defining_verbs=frozenset(table["defining"]["verbs"]),
        defining_articles=frozenset(table["defining"]["articles"]),
        head=head,
        joined=frozenset(heads["joined"]),
        streets=frozenset(table["streets"]),
        coordinating=frozenset(table["coordinating"]),
        linking=frozenset(table["linking"]),
        head_behind=table["head_behind"],
        opening=frozenset(table["organisations"]["opening"]),
        closing=frozenset(table["organisations"].get("closing", ())),
        channels=_channels(),
        titles=frozenset(table["people"]["titles"]),
        courtesy=frozenset(table["people"]["courtesy"]),
        speech=frozenset(table["people"]["speech"]),
        function_words=_function_words(),
        demonym_prefixes=dict(load(lang, "expressions")["prefixes"]),
        home=frozenset(table["home"]),
        lang=lang,
    )


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    """Frequent little words of French and English: never a name by themselves."""
    file = resources.files("geomap.language").joinpath("function_words.toml")
    latin = tomllib.loads(file.read_text(encoding="utf-8"))["latin"]
    return frozenset(word for lang in ("fr", "en") for word in latin[lang].split())


@lru_cache(maxsize=1)
def _channels() -> frozenset[str]:
    """Media, networks and firms that are no mentions."""
    file = resources.files("geomap.language").joinpath("channels.toml")
    return frozenset(tomllib.loads(file.read_text(encoding="utf-8"))["channels"])


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Common first names, folded: a clue that a person is meant, never a proof."""
    file = resources.files("geomap.places").joinpath("training", "people.toml")
    return frozenset(fold(name) for name in tomllib.loads(file.read_text("utf-8"))["first"].split())
