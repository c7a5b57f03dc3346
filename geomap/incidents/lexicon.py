"""The trigger tables of a language, compiled into one look-up over tokens.

``language/<lang>/triggers.toml`` holds phrases and infinitives; here they become a table from a
token's key to the phrases that begin with it, so that a sentence is read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.persons import persons
from geomap.language.tokens import tokenise
from geomap.language.verbs import forms_of

#: Lists that compare words as spelt: accents tell a participle from a noun.
_AS_SPELT = ("_endings", "_spelt")
#: "incendie" is no noun in "ont incendié": words ending in "é", "és", "ée" match only phrases that do.
_NOMINAL = frozenset({"class", "noun", "facility"})
#: Words of a date between a verb and the rest of its phrase.
LONGEST_GAP = 4
_PREPOSITION_A = frozenset({"à", "À", "A"})
_REFLEXIVE = frozenset({"se", "s'"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the trigger tables: what it means and what must stand around it."""

    index: int
    kind: str  #: "noun" or "verb"
    type: str  #: an incident type, or "strike", "attack", "pledge": refined by what stands around
    strong: bool
    unless: tuple[tuple[str, ...], ...]
    near: frozenset[str]
    #: classes that may not stand in its clause.
    far: frozenset[str]
    #: classes that may not stand anywhere in its sentence.
    off: frozenset[str]
    subject: frozenset[str]
    object: frozenset[str]
    any: frozenset[str]
    needs_place: bool
    subtype: str | None
    siteless: bool
    place: bool
    #: tells how an event goes on or ends, never an event of its own.
    sequel: bool
    #: counts only in the passive: "a été attaqué".
    passive: bool
    #: without a word near it that proves it, it counts where the story has told of an attack.
    by_story: bool
    #: counts only with a definite article: "le drame", not "un drame".
    definite: bool
    #: no event as a gerund: "people fleeing poverty".
    finite: bool
    #: the type when nothing told before is meant: "l'accident" alone is one of the road.
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one phrase stands for: a frame, a class, a word of modality …"""

    rest: tuple[str, ...]
    kind: str
    name: str
    frame: int = -1
    tenses: frozenset[str] = frozenset()
    reflexive: bool = False
    accented: bool = False  #: a phrase that itself ends in "é"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found at tokens ``[first, last)``."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything known of triggers in one language."""

    lang: str
    frames: tuple[Frame, ...]
    table: dict[str, tuple[Entry, ...]]
    words: dict[str, frozenset[str]]
    labels: dict[str, str]
    types: dict[str, str]
    headline: dict[str, Any]
    #: "c'est", "it was": what opens a sentence about an event told before.
    copulas: tuple[tuple[str, ...], ...] = ()
    #: "au lendemain de": what follows happened the day before.
    day_after: tuple[tuple[str, ...], ...] = ()

    def is_auxiliary(self, key: str, word: str) -> bool:
        """An auxiliary verb; "à" shares a key with "a" and is none."""
        return key in self.words["auxiliaries"] and word not in _PREPOSITION_A

    def _end_behind_gap(
        self, keys: Sequence[str], at: int, last: int, rest: tuple[str, ...]
    ) -> int:
        """Where a phrase ends whose rest stands behind words of a date, 0 when it does not.

        "descendus dimanche dans la rue": the rest "dans la rue" of "descendre" begins at ``at`` + 1.
        """
        words, size = self.words["gap"], len(rest)
        for start in range(at + 1, min(last - size, at + LONGEST_GAP) + 1):
            if keys[start - 1] not in words:
                return 0
            if tuple(keys[start : start + size]) == rest:
                return start + size
        return 0

    def hits(self, keys: Sequence[str], words: Sequence[str], first: int, last: int) -> list[Hit]:
        """All entries at token positions ``[first, last)``, in text order, longest first."""
        table = self.table
        found: list[Hit] = []
        for at in range(first, last):
            entries = table.get(keys[at])
            if entries is None:
                continue
            for entry in entries:
                end = at + 1 + len(entry.rest)
                if end > last or tuple(keys[at + 1 : end]) != entry.rest:
                    end = (
                        self._end_behind_gap(keys, at + 1, last, entry.rest)
                        if _may_gap(entry)
                        else 0
                    )
                    if not end:
                        continue
                nominal = entry.kind in _NOMINAL and not entry.accented
                if not nominal or not _ends_accented(words[end - 1]):
                    found.append(Hit(at, end, entry))
        return self._without_hidden(found)

    def _without_hidden(self, found: list[Hit]) -> list[Hit]:
        """Without the "mine" of "mine de charbon": no explosive, and not the end of a trigger."""
        names = self.words["not_explosive"]
        hiding = [h for h in found if h.entry.kind == "class" and h.entry.name in names]
        if not hiding:
            return found
        return [
            hit
            for hit in found
            if (hit.entry.kind != "noun" and hit.entry.name != "explosive")
            or not any(h.first < hit.last <= h.last for h in hiding)
        ]


def _ends_accented(words: str) -> bool:
    """Whether it ends as a participle does: "frappé", "frappés", "frappée"."""
    return words.lower().rstrip("s").endswith(("é", "ée"))


def _may_gap(entry: Entry) -> bool:
    return bool(entry.rest) and entry.kind in {"verb", "light"}


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the folded tokens a text would give; "vague d'" is followed by a word there."""
    if phrase.endswith("'"):
        return tuple(tokenise(phrase + "x").keys[:-1])
    return tuple(tokenise(phrase).keys)


@lru_cache(maxsize=4)
def lexicon(lang: str) -> Lexicon:
    """The compiled tables of a language."""
    table = load(lang, "triggers")
    tables = [table, *(load(lang, subject) for subject in table.get("more", ()))]
    builder = _Builder(lang)
    for part in tables:
        for section in ("class", "more_class"):
            for name, phrases in part.get(section, {}).items():
                builder.phrases(phrases, "class", name)
    unlike = frozenset(table.get("class_of_groups", {}).get("but", ()))
    for name, groups in table.get("class_of_groups", {}).items():
        nouns = (word for group, words in persons(lang) if group in groups for word in words)
        builder.phrases([word for word in nouns if word not in unlike], "class", name)
    for name, phrases in table["facility"].items():
        builder.phrases(phrases, "facility", name)
    for section in ("modality", "modality_more"):
        for name, phrases in table.get(section, {}).items():
            builder.phrases(phrases, "modality", name)
    for name, infinitives in table["light"].items():
        builder.verbs(infinitives, "light", name, -1)
    for part in tables:
        for row in part["noun"]:
            builder.noun(row)
        for row in part["verb"]:
            builder.verb(row)
    return Lexicon(
        lang, tuple(builder.frames), builder.finish(), grammar_words(lang),
        dict(table["labels"]), dict(table["types"]), dict(table["headline"]),
        tuple(keys_of(phrase) for phrase in table["told_of"]["openings"]),
        tuple(keys_of(phrase) for phrase in table["told_of"]["day_after"]),
    )  # fmt: skip


@lru_cache(maxsize=4)
def grammar_words(lang: str) -> dict[str, frozenset[str]]:
    """The sets of words of grammar of a language; much less than its whole lexicon."""
    return {
        name: frozenset(word if name.endswith(_AS_SPELT) else _word_key(word) for word in phrases)
        for name, phrases in load(lang, "triggers")["words"].items()
    }


def _word_key(word: str) -> str:
    """A word of grammar as a token's key; elided ones ("l'") are whole tokens."""
    return fold(word) if " " not in word else " ".join(keys_of(word))


class _Builder:
    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.frames: list[Frame] = []
        self._table: dict[str, dict[tuple[object, ...], Entry]] = {}

    def _add(self, key: str, entry: Entry) -> None:
        identity = (entry.rest, entry.kind, entry.name, entry.frame, entry.reflexive)
        known = self._table.setdefault(key, {})
        if identity in known:
            entry = Entry(
                entry.rest, entry.kind, entry.name, entry.frame,
                entry.tenses | known[identity].tenses, entry.reflexive,
            )  # fmt: skip
        known[identity] = entry

    def phrases(self, phrases: list[str], kind: str, name: str, frame: int = -1) -> None:
        for phrase in phrases:
            keys = keys_of(phrase)
            accented = _ends_accented(phrase)
            self._add(keys[0], Entry(keys[1:], kind, name, frame, accented=accented))

    def verbs(self, infinitives: list[str], kind: str, name: str, frame: int) -> None:
        for infinitive in infinitives:
            keys = keys_of(infinitive)
            reflexive = keys[0] in _REFLEXIVE
            keys = keys[1:] if reflexive else keys
            for form, tenses in forms_of(keys[0], self.lang).items():
                self._add(form, Entry(keys[1:], kind, name, frame, tenses, reflexive))

    def _frame(self, row: dict[str, Any], kind: str) -> Frame:
        frame = Frame(
            index=len(self.frames),
            kind=kind,
            type=row["type"],
            strong=bool(row.get("strong", False)),
            unless=tuple(keys_of(phrase) for phrase in row.get("unless", ())),
            near=frozenset(row.get("near", ())),
            far=frozenset(row.get("far", ())),
            off=frozenset(row.get("off", ())),
            subject=frozenset(row.get("subject", ())),
            object=frozenset(row.get("object", ())),
            any=frozenset(row.get("any", ())),
            needs_place=bool(row.get("needs_place", False)),
            place=bool(row.get("place", False)),
            subtype=row.get("subtype"),
            siteless=bool(row.get("siteless", False)),
            sequel=bool(row.get("sequel", False)),
            passive=bool(row.get("passive", False)),
            by_story=bool(row.get("by_story", False)),
            definite=bool(row.get("definite", False)),
            finite=bool(row.get("finite", False)),
            otherwise=row.get("otherwise"),
        )
        self.frames.append(frame)
        return frame

    def noun(self, row: dict[str, Any]) -> None:
        frame = self._frame(row, "noun")
        self.phrases(row["words"], "noun", frame.type, frame.index)

    def verb(self, row: dict[str, Any]) -> None:
        frame = self._frame(row, "verb")
        self.verbs(row["verbs"], "verb", frame.type, frame.index)

    def finish(self) -> dict[str, tuple[Entry, ...]]:
        return {
            key: tuple(
                sorted(
                    entries.values(),
                    key=lambda e: (-len(e.rest), e.kind, e.frame, e.name, e.reflexive),
                )
            )
            for key, entries in self._table.items()
        }
