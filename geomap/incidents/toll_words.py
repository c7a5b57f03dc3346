"""The words of ``<lang>/tolls.toml``, compiled for look-up by their first token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.language.load import load
from geomap.language.persons import persons
from geomap.language.phrases import PhraseTable, match_phrase, phrases, split_phrase

#: Shorter words are no typing errors of longer ones; one letter is too much of them.
SHORTEST_TYPO = 7


@dataclass(frozen=True, slots=True)
class Suffered:
    """ "suffered minor injuries": the verbs, the harms, how badly, and words between them."""

    verbs: frozenset[str]
    harms: frozenset[str]
    grades: PhraseTable
    between: frozenset[str]
    #: before a number: "le pronostic vital de".
    of: PhraseTable


@dataclass(frozen=True, slots=True)
class TollWords:
    """Every table of a language's tolls."""

    nouns: PhraseTable
    people: PhraseTable
    participles: PhraseTable
    actives: PhraseTable
    severity: PhraseTable
    fillers: frozenset[str]
    carried: frozenset[str]
    hospitals: frozenset[str]
    active_gaps: frozenset[str]
    auxiliaries: frozenset[str]
    finite: frozenset[str]
    conditional: frozenset[str]
    adverbs: frozenset[str]
    subset_before: PhraseTable
    subset_behind: PhraseTable
    among: PhraseTable
    #: "fait partie des": one person, before the noun of the whole.
    among_one: PhraseTable
    #: "ainsi que", "de même que": one more beside a person.
    beside: PhraseTable
    #: "son pronostic vital est engagé": of the one person told before.
    states_of_one: PhraseTable
    #: "leur pronostic vital est engagé": of those counted last.
    states_of_many: PhraseTable
    #: the death told behind what befell a person first.
    later_death: PhraseTable
    #: "troisième": which of those counted.
    ordinal_values: dict[str, int]
    #: before a number whose noun of counting follows: "porte à six le nombre de morts".
    bring_to: PhraseTable
    #: before a number that counts those told before it: "les assaillants, au nombre de trois".
    number_of: PhraseTable
    numbers_of: PhraseTable
    age_before: PhraseTable
    later_deaths: PhraseTable
    in_detail: PhraseTable
    #: those that only go with people told before: "ainsi que cinq autres".
    along: PhraseTable
    #: who the counted are, behind a bare part: "dont cinq du côté des forces de l'ordre".
    sides: PhraseTable
    suffered: Suffered
    subset_parents: dict[tuple[str, ...], str]
    no_new: PhraseTable
    neither: frozenset[str]
    without: PhraseTable
    nobody: PhraseTable
    victims: tuple[str, ...]
    superseded: PhraseTable
    older: PhraseTable
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    newer: PhraseTable
    possible: frozenset[str]
    future: frozenset[str]
    statistics: PhraseTable
    many_events: frozenset[str]
    since_start: PhraseTable
    wars: frozenset[str]
    since: frozenset[str]
    since_what: frozenset[str]
    year_before: frozenset[str]
    units: frozenset[str]
    months: frozenset[str]
    boundaries: frozenset[str]
    places: frozenset[str]
    sources: frozenset[str]
    #: who counts, before a bare number ("les organisateurs 25.000").
    who_counts: frozenset[str]
    #: who counts crowds and nothing else.
    crowd_counters: frozenset[str]
    #: nouns that a bare plural does not count.
    uncounted: frozenset[str]
    not_auxiliaries: frozenset[str]
    determiners: frozenset[str]
    singular_verbs: frozenset[str]
    plural_article: frozenset[str]
    plural_after: frozenset[str]
    counters: PhraseTable
    not_people: frozenset[str]
    modifiers: int
    links: dict[str, frozenset[str]]
    totals: PhraseTable
    intransitive: frozenset[str]
    have: frozenset[str]
    with_have: PhraseTable
    of_people_only: PhraseTable
    unknown: frozenset[str]
    own: PhraseTable
    #: verbs of a state ("est dans un état grave", "lutte entre la vie et la mort").
    state_verbs: frozenset[str]
    #: words that may open a zero told in words.
    zero_starts: frozenset[str]
    #: any of these in a sentence makes it worth reading.
    triggers: frozenset[str]
    #: long toll words by their first two letters, for typing errors.
    spelt: dict[str, tuple[tuple[str, str], ...]]
    not_typos: frozenset[str]


def _groups(table: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for phrase, label in table.items():
        grouped.setdefault(label, []).append(phrase)
    return list(grouped.items())


def _listed(words: Sequence[str]) -> PhraseTable:
    return phrases([("", list(words))])


def _first_tokens(table: PhraseTable) -> set[str]:
    """The words that make a phrase of the table likely: its longest token each."""
    return {max(words, key=len) for entries in table.values() for words, _ in entries}


@lru_cache(maxsize=4)
def toll_words(lang: str) -> TollWords:
    """The compiled tables of a language."""
    data: dict[str, Any] = load(lang, "tolls")
    nouns = phrases(_groups(data["nouns"]))
    participles = phrases(_groups(data["participles"]))
    actives = phrases(_groups(data["actives"]))
    severity = phrases(_groups(data["severity"]))
    zero, subset, auxiliaries = data["zero"], data["subset"], data["auxiliaries"]
    statistics = data["statistics"]
    counters = phrases(_groups(data.get("counters", {})))
    carried = frozenset(data["carried"]["words"])
    suffered = Suffered(
        frozenset(data["suffered"]["verbs"]),
        frozenset(data["suffered"]["harms"]),
        phrases(_groups(data["suffered"]["grades"])),
        frozenset(data["suffered"]["between"]),
        phrases(_groups(data["suffered"]["of"])),
    )
    triggers = frozenset(
        set[str]().union(
            *(_first_tokens(t) for t in (nouns, participles, actives, severity, counters))
        )
        | carried
        | suffered.harms
        | set(data["elliptic"]["crowds"])
        | set(data["singular"]["intransitive"])
    )
    spelt: dict[str, list[tuple[str, str]]] = {}
    for table in (nouns, participles):
        for first, entries in table.items():
            for words, label in entries:
                if len(words) == 1 and len(first) >= SHORTEST_TYPO - 1:
                    spelt.setdefault(first[:2], []).append((first, label))
    return TollWords(
        nouns=nouns,
        people=phrases(persons(lang)),
        participles=participles,
        actives=actives,
        severity=severity,
        fillers=frozenset(data["fillers"]["words"]),
        carried=carried,
        hospitals=frozenset(data["carried"]["hospitals"]),
        active_gaps=frozenset(data["active_gaps"]["words"]),
        auxiliaries=frozenset(auxiliaries["words"]),
        finite=frozenset(auxiliaries["finite"]),
        conditional=frozenset(auxiliaries["conditional"]),
        adverbs=frozenset(auxiliaries["adverbs"]),
        subset_before=_listed(subset["before"]),
        subset_behind=_listed(subset["behind"]),
        among=_listed(subset["among"]),
        among_one=_listed(subset["among_one"]),
        beside=_listed(subset["beside"]),
        along=_listed(subset["along"]),
        sides=_listed(subset["sides"]),
        states_of_one=phrases(_groups(data["states_of_one"])),
        ordinal_values=dict(data["ordinal_values"]),
        later_death=_listed(data["later_death"]["phrases"]),
        states_of_many=phrases(_groups(data["states_of_many"])),
        bring_to=_listed(data["counting"]["bring_to"]),
        number_of=_listed(data["counting"]["number_of"]),
        numbers_of=_listed(data["counting"]["numbers_of"]),
        age_before=_listed(data["counting"]["age_before"]),
        later_deaths=_listed(data["later_deaths"]["phrases"]),
        in_detail=_listed(data["counting"]["in_detail"]),
        suffered=suffered,
        subset_parents={split_phrase(p): kind for p, kind in subset["parents"].items()},
        no_new=_listed(data["no_new"]["phrases"]),
        neither=frozenset(zero["neither"]),
        without=_listed(zero["without"]),
        nobody=_listed(zero["nobody"]),
        victims=tuple(zero["victims"]),
        superseded=_listed(data["superseded"]["clause"]),
        older=_listed(data["superseded"]["older"]),
        pairs=tuple((split_phrase(a), split_phrase(b)) for a, b in data["superseded"]["pair"]),
        newer=_listed(data["superseded"]["newer"]),
        possible=frozenset(data["possible"]["words"]),
        future=frozenset(data["possible"]["future"]),
        statistics=_listed(statistics["phrases"]),
        many_events=frozenset(statistics["plurals"]),
        since_start=_listed(statistics["since_start"]),
        wars=frozenset(statistics["wars"]),
        since=frozenset(statistics["since"]),
        since_what=frozenset(statistics["since_what"]),
        year_before=frozenset(statistics["year_before"]),
        units=frozenset(statistics["units"]),
        months=frozenset(load(lang, "dates")["months"]),
        boundaries=frozenset(data["boundaries"]["words"]),
        places=frozenset(data["elliptic"]["places"]),
        sources=frozenset(data["elliptic"]["sources"]),
        who_counts=frozenset(data["elliptic"]["counters"]),
        crowd_counters=frozenset(data["elliptic"]["crowds"]),
        uncounted=frozenset(data.get("uncounted", {}).get("nouns", ())),
        not_auxiliaries=frozenset(auxiliaries["not"]),
        determiners=frozenset(data["singular"]["determiners"]),
        singular_verbs=frozenset(data["singular"]["verbs"]),
        plural_article=frozenset(data.get("plural", {}).get("articles", ())),
        plural_after=frozenset(data.get("plural", {}).get("after", ())),
        counters=counters,
        not_people=frozenset(data.get("not_people", {}).get("words", ())),
        modifiers=data["modifiers"]["reach"],
        links={
            name: frozenset(entries) for name, entries in data["links"].items() if name != "totals"
        },
        totals=_listed(data["links"]["totals"]),
        intransitive=frozenset(data["singular"]["intransitive"]),
        own=_listed(data["singular"]["own"]),
        have=frozenset(auxiliaries["have"]),
        with_have=_listed([*auxiliaries["with_have"], *data["singular"]["own"]]),
        of_people_only=_listed(data["of_people_only"]["participles"]),
        unknown=frozenset(data["possible"]["unknown"]),
        state_verbs=frozenset(data["links"]["be"]) | frozenset(data["links"]["state_verbs"]),
        zero_starts=frozenset(zero["neither"])
        | _listed(zero["without"]).keys()
        | _listed(zero["nobody"]).keys(),
        triggers=triggers,
        spelt={k: tuple(v) for k, v in spelt.items()},
        not_typos=frozenset(data["not_typos"]["words"]),
    )


def match_word(
    table: PhraseTable, keys: Sequence[str], index: int, last: int, words: TollWords
) -> tuple[int, str] | None:
    """``match_phrase``, and a word of a table that is misspelt by one letter."""
    found = match_phrase(table, keys, index, last)
    if found is not None or index >= last:
        return found
    key = keys[index]
    if len(key) < SHORTEST_TYPO or key in words.not_typos or key in words.people:
        return None
    for word, label in words.spelt.get(key[:2], ()):
        if word in table and _within_one_edit(key, word):
            return index + 1, label
    return None


def _within_one_edit(one: str, two: str) -> bool:
    """True when one letter put in, left out or changed (or two swapped) makes the words equal."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return one == two
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    rest_one, rest_two = one[start:], two[start:]
    if len(one) == len(two):
        swapped = rest_one[1::-1] + rest_one[2:] if len(rest_one) > 1 else rest_one
        return rest_one[1:] == rest_two[1:] or swapped == rest_two
    longer, shorter = (rest_one, rest_two) if len(one) > len(two) else (rest_two, rest_one)
    return longer[1:] == shorter
