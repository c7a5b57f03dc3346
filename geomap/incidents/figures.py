"""Whom a sentence names: crowds and forces, persons with their titles, organisations, states.

Nouns of people are those of ``language/<lang>/persons.toml`` and ``actors.toml``; organisations and
states are the mentions already read as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import keys_of
from geomap.language.load import load
from geomap.language.persons import persons
from geomap.model.place import Mention

#: "le ministre français des Affaires étrangères, Jean Test": words from a title to its name.
TITLE_REACH = 7
#: "soldats de l'armée", "membre du Hezbollah": words from a noun to the organisation behind it.
BELONGS_REACH = 2
#: "a fighter jet": nobody in the name of a weapon.
_WEAPONS = frozenset({"aircraft", "artillery", "missile", "uav", "usv"})
#: Sets of words behind which a noun of people is no adjective.
_LEADING = ("of", "by", "and", "to", "prepositions")


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody named in tokens ``[first, last)``; ``lead`` is where determiners and counts begin.

    ``sort`` is "noun", "person", "org", "state" or "demonym"; ``kind`` the type of actor, None when
    the words do not tell it; ``country`` ISO alpha-2.
    """

    first: int
    last: int
    lead: int
    sort: str
    kind: str | None
    country: str | None
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class ActorWords:
    """Words for people and forces of a language."""

    #: first key of a phrase -> (the phrase, type of actor), longest first.
    nouns: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    titles: dict[tuple[str, ...], str]
    #: nouns that name nobody by themselves: "membre", "responsable"
    nobody: frozenset[tuple[str, ...]]
    #: nouns written without an accent on their end: "forcé" is no "force".
    plain: frozenset[tuple[str, ...]]
    sets: dict[str, frozenset[str]]
    adjective_first: bool


@lru_cache(maxsize=4)
def actor_words(lang: str) -> ActorWords:
    """The compiled table of a language."""
    table = load(lang, "actors")
    kinds: dict[tuple[str, ...], str] = {}
    ends: dict[tuple[str, ...], bool] = {}
    by_group = {group: kind for kind, groups in table["groups"].items() for group in groups}
    for group, phrases in persons(lang):
        for phrase in phrases:
            kinds[keys_of(phrase)] = by_group.get(group, "civilians")
            ends[keys_of(phrase)] = ends.get(keys_of(phrase), False) or _is_accented(phrase)
    for kind, phrases in table["actor"].items():
        kinds.update((keys_of(phrase), kind) for phrase in phrases)
        for phrase in phrases:
            ends[keys_of(phrase)] = ends.get(keys_of(phrase), False) or _is_accented(phrase)
    nobody = frozenset(keys_of(phrase) for phrase in table["nobody"])
    kinds.update((phrase, "civilians") for phrase in nobody if phrase not in kinds)
    nouns: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for keys, kind in kinds.items():
        nouns.setdefault(keys[0], []).append((keys, kind))
    return ActorWords(
        {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in nouns.items()},
        {keys_of(title): kind for title, kind in table["titles"].items()},
        nobody,
        frozenset(phrase for phrase, accented in ends.items() if not accented),
        {name: frozenset(words) for name, words in table["words"].items()},
        bool(table["adjective_first"]),
    )


def _is_accented(word: str) -> bool:
    """Whether a word ends as a French participle does."""
    return word.endswith(("é", "és", "ée", "ées"))


def country_of(mention: Mention) -> str | None:
    """ISO code behind a demonym, a government or an organisation; None when it has none."""
    if mention.place is not None and mention.place.country:
        return mention.place.country
    return mention.countries[0] if mention.countries else None


def find_figures(reading: Reading) -> list[Figure]:
    """Everybody a sentence names, in text order, without overlaps."""
    words = actor_words(reading.lang)
    found = _nouns(reading, words)
    taken = {at for one in found for at in range(one.first, one.last)}
    for low, high, name in reading.extra:
        institution = any(key in words.sets["institutions"] for key in reading.keys[low:high])
        if name == "person" and not institution and not taken & set(range(low, high)):
            found.append(Figure(low, high, low, "person", None, None))
            taken.update(range(low, high))
    for low, high, mention in reading.mentions:
        if taken & set(range(low, high)):
            continue
        sort = _sort(mention)
        lead = _lead(reading, low, words)
        if sort == "demonym" and _is_people(mention, words, lead < low):
            found.append(Figure(low, high, lead, "noun", "civilians", country_of(mention)))
        elif sort and (sort != "state" or country_of(mention)):  # a continent is no government
            lead = _lead(reading, low, words, "before_names" if sort == "org" else "before")
            found.append(Figure(low, high, lead, sort, None, country_of(mention), mention))
    return sorted(found, key=lambda one: one.first)


def _is_people(mention: Mention, words: ActorWords, counted: bool) -> bool:
    """ "50 Palestiniens", "Palestinians": a people, no adjective."""
    if words.adjective_first:
        return mention.text.endswith("ns")
    return counted and mention.text[:1].isupper()


def _sort(mention: Mention) -> str:
    if mention.kind == "demonym":
        return "demonym"
    if mention.kind == "organisation" or mention.role == "actor_org":
        return "org"
    return "state" if mention.role == "actor_metonym" else ""


def _nouns(reading: Reading, words: ActorWords) -> list[Figure]:
    names = {
        at
        for low, high, mention in reading.mentions
        if mention.kind != "organisation"
        for at in range(low, high)
    }
    names |= {
        at
        for hit in reading.hits
        if hit.entry.kind == "class"
        and hit.entry.name in _WEAPONS
        and hit.last - hit.first > 1
        and (_noun_at(reading, hit.first, words) or (0, ""))[0] != hit.last  # "air force"
        for at in range(hit.first, hit.last)
    }
    found: list[Figure] = []
    at = reading.low
    while at < reading.top:
        hit = None if at in names else _noun_at(reading, at, words)
        if hit is None:
            at += 1
            continue
        last, kind = hit
        while words.adjective_first and (more := _noun_at(reading, last, words)) is not None:
            last, kind = more  # "criminal gang", "family members"
        if _is_institution(reading, at, last, words):
            at = last
            continue
        one = _figure(reading, at, last, kind, words)
        named = one.last > last or one.first < at
        nobody = not named and all((key,) in words.nobody for key in reading.keys[at:last])
        nobody = nobody or (not named and tuple(reading.keys[at:last]) in words.nobody)
        if not nobody and not _is_adjective(reading, one, last, words):
            found.append(one)
        at = max(last, one.last)
    return found


def _is_institution(reading: Reading, first: int, last: int, words: ActorWords) -> bool:
    """ "Federal Government College": no government, a school."""
    if not reading.words[first][:1].isupper():
        return False
    top = min(reading.top, last + 2)
    return any(
        reading.keys[at] in words.sets["institutions"] and reading.words[at][:1].isupper()
        for at in range(last, top)
    )


def _is_adjective(reading: Reading, one: Figure, last: int, words: ActorWords) -> bool:
    """ "un véhicule militaire", "an armed rebel attack": what could be a noun is none here."""
    if one.lead < one.first or reading.keys[last - 1] not in words.sets["adjectives"]:
        return False
    before = reading.words[one.first - 1] if one.first > reading.low else ""
    return before.isalpha() and not any(before.lower() in words.sets[name] for name in _LEADING)


def _noun_at(reading: Reading, at: int, words: ActorWords) -> tuple[int, str] | None:
    rows = words.nouns.get(reading.keys[at])
    if rows is None:
        return None
    if at > reading.low and reading.keys[at - 1] in words.sets["aided"]:
        return None  # "a employé", "was driver"
    for phrase, kind in rows:
        end = at + len(phrase)
        if end <= reading.top and tuple(reading.keys[at:end]) == phrase:
            if phrase in words.plain and _is_accented(reading.words[end - 1].lower()):
                return None  # "le recrutement forcé"
            return end, kind
    return None


def _figure(reading: Reading, first: int, last: int, kind: str, words: ActorWords) -> Figure:
    keys = reading.keys
    country: str | None = None
    end, start, sort = last, first, "noun"
    for low, high, mention in reading.mentions:
        beside = low == end or (low == end + 1 and keys[end].isalpha())
        beside = beside or (words.adjective_first and high == first)
        if mention.kind == "demonym" and beside:
            country = country_of(mention)
            end, start = max(end, high), min(start, low)
        elif (mention.kind == "organisation" or mention.role == "actor_org") and (
            (end < low <= end + BELONGS_REACH and all(k in words.sets["of"] for k in keys[end:low]))
            or (words.adjective_first and high == first)
        ):
            end, start = max(end, high), min(start, low)
            if kind == "civilians":
                kind = "non_state_armed"
    while (
        start - 1 > reading.low
        and reading.words[start][:1].isupper()
        and reading.words[start - 1][:1].isupper()
        and keys[start - 1] in words.sets["before"]
    ):
        start -= 1  # "les Jeunes Agriculteurs"
    if end == last and kind == "non_state_armed" and keys[first].endswith("s"):
        end = _names_behind(reading, end)
    person = None if keys[first].endswith("s") else _name_behind(reading, end)
    if person is not None:
        title = tuple(keys[first:last])
        return Figure(
            *person, _lead(reading, start, words), "person", words.titles.get(title, kind), country
        )
    return Figure(start, end, _lead(reading, start, words), sort, kind, country)


def _names_behind(reading: Reading, at: int) -> int:
    """Where the name of a group right behind its noun ends: "les milices Maï-Maï"."""
    return next((high for low, high, name in reading.extra if name == "person" and low == at), at)


def _name_behind(reading: Reading, at: int) -> tuple[int, int] | None:
    """The person named behind a title: "le président Jean Test", "le maire de X, Jean Test"."""
    for low, high, name in reading.extra:
        if name == "person" and low < at < high:
            return at, high  # "President Jane Test": the title is part of the run of capitals
        if name != "person" or not at <= low <= at + TITLE_REACH:
            continue
        between = range(at, low)
        if any(
            reading.keys[i] in {".", ";", ":", "(", '"', "«", "»"}
            or (reading.keys[i] == "," and i != low - 1)
            for i in between
        ):
            return None
        verbs = {hit.first for hit in reading.hits if hit.entry.kind in {"verb", "light"}}
        if any(i in verbs and reading.words[i][:1].islower() for i in between):
            return None
        return low, high
    return None


def _lead(reading: Reading, first: int, words: ActorWords, of: str = "before") -> int:
    """Where determiners, counts and adjectives before a noun begin: "au moins quatre soldats"."""
    keys, at = reading.keys, first
    while at > reading.low:
        key = keys[at - 1]
        counted = (
            key in words.sets["of"]
            and at - 1 > reading.low
            and keys[at - 2] in words.sets["counts"]
        )
        if not (counted or key in words.sets[of] or key.isdigit()):
            break
        at -= 1
    return at
