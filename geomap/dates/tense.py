"""Whether the clause around an expression speaks of the future, by its verb and its plan words.

An expression belongs to the verb of its clause: "a annoncé jeudi qu'il partira lundi" has a past
Thursday and a coming Monday. Clauses are cut at marks and link words; the nearest verb counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from geomap.language.load import load
from geomap.language.phrases import PhraseTable, match_phrase, phrases
from geomap.model.text import Tokens

Tense = Literal["future", "past", "perfect", "pluperfect", "deferral"]


@dataclass(frozen=True, slots=True)
class TenseWords:
    """The words and endings that tell a tense (``[tense]`` of ``dates.toml``)."""

    future_endings: tuple[str, ...]
    not_future: frozenset[str]
    future_words: frozenset[str]
    #: articles before them: "a plan" is no verb
    noun_before: frozenset[str]
    future_phrases: PhraseTable
    #: "due to bad weather": words that make the phrase before them no plan.
    not_before: frozenset[str]
    #: "reporté", "postponed": what stands behind "à", "to" is to come.
    deferral: frozenset[str]
    be_participles: frozenset[str]
    future_between: frozenset[str]
    not_auxiliaries: frozenset[str]
    auxiliaries: frozenset[str]
    perfect: frozenset[str]
    pluperfect: frozenset[str]
    participle_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    past_words: frozenset[str]
    boundaries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The verbs of a sentence with their tenses, and the tokens that part its clauses."""

    first: int
    last: int
    cues: tuple[tuple[int, Tense], ...]
    boundaries: tuple[int, ...]


@lru_cache(maxsize=4)
def tense_words(lang: str) -> TenseWords:
    table = load(lang, "dates")["tense"]
    return TenseWords(
        future_endings=tuple(table["future_endings"]),
        not_future=frozenset(table["not_future"]),
        future_words=frozenset(table["future_words"]),
        noun_before=frozenset(table["noun_before"]),
        future_phrases=phrases([("future", table["future_phrases"])]),
        not_before=frozenset(table.get("not_before", ())),
        deferral=frozenset(table["deferral"]),
        be_participles=frozenset(table["be_participles"]),
        future_between=frozenset(table["future_between"]),
        not_auxiliaries=frozenset(table["not_auxiliaries"]),
        auxiliaries=frozenset(table["auxiliaries"]),
        perfect=frozenset(table.get("perfect", ())),
        pluperfect=frozenset(table["pluperfect"]),
        participle_endings=tuple(table["participle_endings"]),
        past_endings=tuple(table["past_endings"]),
        past_words=frozenset(table.get("past_words", ())),
        boundaries=frozenset(table["boundaries"]),
    )


def read_clauses(tokens: Tokens, first: int, last: int, words: TenseWords) -> Clauses:
    """The tensed verbs and the clause boundaries among tokens ``[first, last)``."""
    cues: list[tuple[int, Tense]] = []
    boundaries: list[int] = []
    spent = -1  # the participle of an auxiliary is no verb of its own
    for index in range(first, last):
        key = tokens.keys[index]
        if index <= spent:
            continue
        if key in words.boundaries or tokens.words[index].lower() in words.boundaries:
            boundaries.append(index)
            continue
        found = _tense_at(tokens, index, last, words)
        if found is not None:
            tense, spent = found
            cues.append((index, tense))
    return Clauses(first, last, tuple(cues), tuple(boundaries))


def _tense_at(tokens: Tokens, index: int, last: int, words: TenseWords) -> tuple[Tense, int] | None:
    """The tense that begins at a token, and the token that ends its verb; None when none does."""
    key, word = tokens.keys[index], tokens.words[index]
    if not word[0].islower():  # "May" is a month, "Sera" a name
        return None
    if key in words.future_words:
        if index > 0 and tokens.keys[index - 1] in words.noun_before:
            return None  # "against a plan to raise": a noun
        return "future", _end_of_future(tokens, index, last, words)
    if key in words.deferral:
        return "deferral", index
    phrase = _future_phrase(tokens, index, last, words)
    if phrase is not None:
        return "future", phrase - 1
    if key in words.auxiliaries and word not in words.not_auxiliaries:
        return _with_participle(tokens, index, last, words)
    if key in words.past_words:
        return "past", index
    if len(key) < 5:
        return None
    if (
        words.future_endings
        and key.endswith(words.future_endings)
        and key not in words.not_future
        and not word.endswith("éra")
    ):
        return "future", index
    return ("past", index) if word.endswith(words.past_endings) else None


def _future_phrase(tokens: Tokens, index: int, last: int, words: TenseWords) -> int | None:
    """The token behind a phrase of plans at ``index`` ("is due to meet", but "due to the storm")."""
    phrase = match_phrase(words.future_phrases, tokens.keys, index, last)
    if phrase is None or phrase[0] >= last:
        return None if phrase is None else phrase[0]
    follows = tokens.keys[phrase[0]]
    return None if follows in words.not_before else phrase[0]


def _end_of_future(tokens: Tokens, index: int, last: int, words: TenseWords) -> int:
    """The participle of "will be imposed" is no verb of its own."""
    ahead = index + 1
    while ahead < last and tokens.keys[ahead] in words.future_between:
        ahead += 1
    if ahead == index + 1 or ahead >= last:
        return index
    return ahead if tokens.keys[ahead].endswith(words.participle_endings) else index


def _with_participle(
    tokens: Tokens, index: int, last: int, words: TenseWords
) -> tuple[Tense, int] | None:
    """An auxiliary and the participle behind it ("a officiellement démarré")."""
    key = tokens.keys[index]
    told: Tense = "past"
    if key in words.pluperfect:
        told = "pluperfect"
    elif key in words.perfect:
        told = "perfect"
    passive: int | None = None
    for ahead in range(index + 1, min(index + 5, last)):
        word = tokens.keys[ahead]
        if word in words.boundaries:
            break
        phrase = _future_phrase(tokens, ahead, last, words)
        if word in words.future_words or phrase is not None:
            return "future", ahead if phrase is None else phrase - 1
        if word in words.deferral:
            return "deferral", ahead
        if word in words.be_participles:
            passive = ahead
        elif tokens.words[ahead].lower().endswith(words.participle_endings):
            return told, ahead
    if passive is not None:
        return told, passive
    return ("past", index) if key in words.past_words else None


def tense_of(clauses: Clauses, first: int, last: int) -> Tense | None:
    """The tense of the verb that tokens ``[first, last)`` belong to, None when there is no verb."""
    if not clauses.cues:
        return None
    start = max((b + 1 for b in clauses.boundaries if b < first), default=clauses.first)
    end = min((b for b in clauses.boundaries if b >= last), default=clauses.last)
    inside = [cue for cue in clauses.cues if start <= cue[0] < end]
    if inside:
        return _nearest(inside, first, last)
    after = [cue for cue in clauses.cues if cue[0] >= end]
    before = [cue for cue in clauses.cues if cue[0] < start]
    if before and not (start == clauses.first and after):
        return before[-1][1]
    return after[0][1] if after else before[-1][1]


def _nearest(cues: Sequence[tuple[int, Tense]], first: int, last: int) -> Tense:
    return min(cues, key=lambda c: (first - c[0] if c[0] < first else c[0] - last + 1, c[0]))[1]
