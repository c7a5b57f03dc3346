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
    #: of the generic nouns, those behind whose "of" stands a place and nothing else
    telling: frozenset[str]
    #: those behind whose "of" a known place is meant ("l'hôpital de X")
    telling_known: frozenset[str]
    #: those before which it stands ("Yamgan district")
    telling_behind: frozenset[str]
    #: and those that stand right before the name ("lieu-dit")
    telling_direct: frozenset[str]
    #: generic nouns that belong to the name when it follows them, and those for which it must follow
    #: directly ("îles Canaries", but not "les îles de Sumatra et de Java")
    joined: frozenset[str]
    joined_direct: frozenset[str]
    streets: frozenset[str]
    #: nouns that tell a name before a comma to be a settlement, and words before them
    apposed: frozenset[str]
    apposing: frozenset[str]
    #: generic nouns in the plural, before a list of names; words between its members
    plural_heads: frozenset[str]
    listing: frozenset[str]
    #: nouns before the two ends of a way ("l'axe X-Y")
    ways: frozenset[str]
    #: generic nouns that no city is called by
    villages: frozenset[str]
    #: of these, those never near the place they are called after; and those that are another word with
    #: an article before them ("la place de Paris")
    called_streets: frozenset[str]
    articled_streets: frozenset[str]
    #: buildings called after a saint, and first words of such names
    dedicated: frozenset[str]
    patrons: frozenset[str]
    linking: frozenset[str]
    #: adjectives between a generic noun and the "de" of its name ("parc national de")
    qualifying: frozenset[str]
    coordinating: frozenset[str]
    head_behind: bool
    opening: frozenset[str]
    closing: frozenset[str]
    #: nouns in small letters for events and bodies that are called after a place
    called_after: frozenset[str]
    #: words behind a name that make it a thing ("West Nile virus")
    things_behind: frozenset[str]
    #: days and months
    calendar: frozenset[str]
    possessives: tuple[str, ...]
    channels: frozenset[str]
    #: ids of bodies of states that are areas too
    bodies: frozenset[str]
    #: names of sport teams, last word
    teams: frozenset[str]
    #: initials of three letters by which countries are called
    initials: frozenset[str]
    titles: frozenset[str]
    courtesy: frozenset[str]
    speech: frozenset[str]
    function_words: frozenset[str]
    #: words that tell what a sentence is about -> the subject
    subjects: Mapping[str, str]
    #: first parts of double adjectives ("russo-ukrainien"), with their country
    demonym_prefixes: Mapping[str, str]
    #: countries whose towns a text of this language names without saying more
    home: frozenset[str]
    lang: str

    def is_joined(self, head: str, *, direct: bool) -> bool:
        """Whether a generic noun is part of the name behind it, with "de" between or ``direct``."""
        return head in self.joined or (direct and head in self.joined_direct)


@lru_cache(maxsize=4)
def cues_of(lang: str) -> Cues:
    """The cues of a language, read once a process."""
    table = load(lang, "places")
    heads = table["heads"]
    head = {
        fold(word): group
        for group, words in heads.items()
        if not group.startswith("joined")
        for word in words
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
        telling=frozenset(table["telling"]),
        telling_known=frozenset(table["telling_known"]),
        telling_behind=frozenset(table["telling_behind"]),
        telling_direct=frozenset(table["telling_direct"]),
        joined=frozenset(heads["joined"]),
        joined_direct=frozenset(heads["joined_direct"]),
        streets=frozenset(table["streets"]),
        apposed=frozenset(table["apposed"]),
        apposing=frozenset(table["apposing"]),
        plural_heads=frozenset(table["plural_heads"]),
        listing=frozenset((*table["coordinating"], *table["linking"])),
        ways=frozenset(table["ways"]),
        villages=frozenset(table["villages"]),
        called_streets=frozenset(table["called_streets"]),
        articled_streets=frozenset(table["articled_streets"]),
        dedicated=frozenset(table["dedicated"]),
        patrons=frozenset(table["patrons"]),
        coordinating=frozenset(table["coordinating"]),
        linking=frozenset(table["linking"]),
        qualifying=frozenset(table["qualifying"]),
        head_behind=table["head_behind"],
        opening=frozenset(table["organisations"]["opening"]),
        closing=frozenset(table["organisations"].get("closing", ())),
        called_after=frozenset(table["called_after"]["nouns"]),
        things_behind=frozenset(table["called_after"]["things_behind"]),
        calendar=_calendar(lang),
        possessives=tuple(load(lang, "names")["possessives"]),
        channels=_channels()["channels"],
        bodies=_channels()["bodies"],
        teams=_channels()["teams"],
        initials=_channels()["initials"],
        titles=frozenset(table["people"]["titles"]),
        courtesy=frozenset(table["people"]["courtesy"]),
        speech=frozenset(table["people"]["speech"]),
        function_words=_function_words(),
        subjects={fold(w): s for s, ws in table["subjects"].items() for w in ws.split()},
        demonym_prefixes=dict(load(lang, "expressions")["prefixes"]),
        home=frozenset(table["home"]),
        lang=lang,
    )


def _calendar(lang: str) -> frozenset[str]:
    table = load(lang, "dates")
    return frozenset({*table["weekdays"], *table["months"]})


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    """Frequent little words of French and English: never a name by themselves."""
    file = resources.files("geomap.language").joinpath("function_words.toml")
    latin = tomllib.loads(file.read_text(encoding="utf-8"))["latin"]
    return frozenset(word for lang in ("fr", "en") for word in latin[lang].split())


@lru_cache(maxsize=1)
def _channels() -> dict[str, frozenset[str]]:
    """Media, networks and firms that are no mentions, and bodies that act."""
    file = resources.files("geomap.language").joinpath("channels.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: frozenset(values) for name, values in table.items()}


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Common first names, folded: a clue that a person is meant, never a proof."""
    return _people()[0]


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Common surnames, folded."""
    return _people()[1]


@lru_cache(maxsize=1)
def _people() -> tuple[frozenset[str], frozenset[str]]:
    file = resources.files("geomap.language").joinpath("people.tsv")
    first: set[str] = set()
    last: set[str] = set()
    for line in file.read_text("utf-8").splitlines():
        kind, _, names = line.partition("\t")
        {"first": first, "last": last}.get(kind, set()).update(names.split())
    return frozenset(first), frozenset(last)
