"""The words that decide roles, one table a language, ready for look-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.persons import persons
from geomap.language.verbs import FINITE, forms_of


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Folded words by what they do; ``verbs`` holds every form of the verbs of a class."""

    sets: dict[str, frozenset[str]]
    #: phrases of several words by their last one
    phrases: dict[str, dict[str, tuple[tuple[str, ...], ...]]]
    contracted: dict[str, str]
    verbs: dict[str, frozenset[str]]
    finite: frozenset[str]
    #: prepositions that tell where an event named before them is
    of_events: frozenset[str]
    #: what leads from a preposition to a name ("dans l'est de la")
    leading: frozenset[str]
    #: what stands before a noun and its adjectives, never among them
    phrase_ends: frozenset[str]
    #: participles of the verbs of a class: what a passive is made with
    passive: dict[str, frozenset[str]]
    standing: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...]
    #: folded ends of participles that carry an accent, as their nouns do not ("attaqués")
    accented: tuple[str, ...]
    #: what adverbs of manner end with
    adverb_endings: tuple[str, ...]
    #: the noun of a phrase stands behind its adjectives ("northern city"), not before them
    noun_last: bool
    #: endings of verb forms that go with "be" in an active verb ("are enjoying")
    progressive: tuple[str, ...]

    def has(self, name: str, key: str) -> bool:
        """Whether a folded word is in a set."""
        return key in self.sets[name]


def _forms(infinitives: Iterable[str], lang: str, tenses: frozenset[str] | None) -> frozenset[str]:
    return frozenset(
        form
        for infinitive in infinitives
        for form, names in forms_of(infinitive, lang).items()
        if tenses is None or names & tenses
    )


#: Sets that hold phrases.
_PHRASES = (
    "near_phrases",
    "government_phrases",
    "object_phrases",
    "topic_phrases",
    "engaged",
    "home_phrases",
    "asides",
    "took_place",
    "in_manner",
)


def _by_last(phrases: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases):
        parts = tuple(phrase.split())
        found.setdefault(parts[-1], []).append(parts)
    return {last: tuple(rest) for last, rest in found.items()}


def _plurals(nouns: frozenset[str], endings: list[list[str]]) -> frozenset[str]:
    """The plural of each noun, by the first ending that fits ("canal": "canaux")."""
    return frozenset(
        next(noun.removesuffix(one) + many for one, many in endings if noun.endswith(one))
        for noun in nouns
    )


@lru_cache(maxsize=4)
def role_words(lang: str) -> RoleWords:
    """The words of a language, read once a process."""
    table = load(lang, "roles")
    sets = {
        name: frozenset(fold(word) for word in words)
        for name, words in table.items()
        if isinstance(words, list) and all(isinstance(word, str) for word in words)
    }
    for name in ("office_right", "modal_subject"):
        sets.setdefault(name, frozenset())
    sets["persons"] = frozenset(
        fold(noun)
        for group, nouns in persons(lang)
        for noun in nouns
        if " " not in noun and group not in table["not_of_a_place"]
    ) - sets.pop("no_office")
    for name in table["with_plurals"]:
        sets[name] |= _plurals(sets[name], table["plural"])
    classes = [name for name in table if name.endswith(("_verbs", "_participles"))]
    return RoleWords(
        sets=sets,
        phrases={name: _by_last(sets[name]) for name in _PHRASES},
        contracted=dict(table["contracted"]),
        verbs={name: _forms(table[name], lang, None) for name in classes},
        of_events=sets["locative"] | sets["against"] | sets["towards"],
        leading=frozenset().union(
            *(sets[name] for name in ("articles", "locative", "part", "of", "light"))
        ),
        phrase_ends=sets["articles"] | sets["of"] | sets["prepositions"] | sets["and"],
        finite=_forms(table["subject_verbs"], lang, FINITE) | sets["modal_subject"],
        passive={name: _forms(table[name], lang, frozenset({"pp"})) for name in classes},
        standing=tuple(tuple(fold(phrase).split()) for phrase in table["background_before"]),
        endings=tuple(table["finite_endings"]),
        accented=tuple(table["accented"]),
        adverb_endings=tuple(table["adverb_endings"]),
        noun_last=bool(table["noun_last"]),
        progressive=tuple(table["progressive"]),
    )
