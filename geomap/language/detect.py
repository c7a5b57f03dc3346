"""Which language a text is in, by its little words; None when it does not show.

An own detector, because it must be exact about two things a statistical one is not: it says
"unknown" instead of the nearest guess, and the same text gives the same answer for ever. The words
are data (``function_words.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from geomap.language.fold import fold

#: Enough to tell; a book is not read whole for it.
SAMPLE_CHARACTERS = 6_000
#: Share of the words of a running text that are little words of its language: 0.35-0.55 in news,
#: 0.02-0.12 for another language of the table (chosen on own texts of the languages listed).
ENOUGH_SHARE = 0.16
#: With fewer hits than this a text shows nothing (a name, a list).
ENOUGH_HITS = 2
#: The best must be ahead of the second by this factor.
ENOUGH_LEAD = 1.25
#: Letters of scripts that have an entry of their own (Greek and all behind it but the marks).
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c80-\ud7ff\uf900-\ufdff]")
#: An elided word with its apostrophe, or a run of letters.
_WORD = re.compile(r"[^\W\d_]{1,5}'(?=[^\W\d_])|[^\W\d_]+")
_MOST_LETTERS = 0.5
_LETTER_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """``lang``: ISO 639-1 code or None. ``shares``: share of words that are little words of each."""

    lang: str | None
    shares: tuple[tuple[str, float], ...] = ()

    def share(self, lang: str) -> float:
        return dict(self.shares).get(lang, 0.0)


@dataclass(frozen=True, slots=True)
class _Table:
    weights: dict[str, tuple[tuple[str, float], ...]]
    scripts: tuple[tuple[str, str, str], ...]
    letters: tuple[tuple[str, str, frozenset[str]], ...]


@lru_cache(maxsize=1)
def _table() -> _Table:
    file = resources.files("geomap.language").joinpath("function_words.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    speakers: dict[str, list[str]] = {}
    for lang, words in data["latin"].items():
        for word in dict.fromkeys(words.split()):
            speakers.setdefault(word, []).append(lang)
    weights = {
        word: tuple((lang, 1.0 / len(langs) ** 0.5) for lang in langs)
        for word, langs in speakers.items()
    }
    return _Table(
        weights,
        tuple((lang, low, high) for lang, (low, high) in data["scripts"].items()),
        tuple((lang, base, frozenset(marks)) for lang, (base, marks) in data["letters"].items()),
    )


def detect_language(text: str, words: list[str] | None = None) -> LanguageGuess:
    """The language of ``text``. ``words``: its folded tokens, when they are at hand."""
    sample = text[:SAMPLE_CHARACTERS]
    by_script = _by_script(sample)
    if by_script is not None:
        return LanguageGuess(by_script, ((by_script, 1.0),))
    counts = Counter(words or _words(sample))
    total = sum(count for word, count in counts.items() if word[0].isalpha())
    if not total:
        return LanguageGuess(None)
    scores: dict[str, float] = {}
    hits: Counter[str] = Counter()
    weights = _table().weights
    for word, count in counts.items():
        for lang, weight in weights.get(word, ()):
            scores[lang] = scores.get(lang, 0.0) + weight * count
            hits[lang] += count
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    shares = tuple((lang, round(score / total, 4)) for lang, score in ranked)
    if not ranked:
        return LanguageGuess(None)
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    shown = (
        hits[best] >= ENOUGH_HITS
        and score / total >= ENOUGH_SHARE
        and score >= second * ENOUGH_LEAD
    )
    return LanguageGuess(best if shown else None, shares)


def _by_script(text: str) -> str | None:
    if not _NOT_LATIN.search(text):
        return None
    letters = [c for c in text if c.isalpha()]
    table = _table()
    foreign = Counter(c for c in letters if c >= "\u0370")
    found = None
    for lang, low, high in table.scripts:
        count = sum(n for c, n in foreign.items() if low <= c <= high)
        # Japanese is written with Chinese characters too: its own letters decide, a few suffice.
        if count > len(letters) * (_MOST_LETTERS if lang != "ja" else _MOST_LETTERS / 5):
            found = lang
            break
    for lang, base, marks in table.letters:
        own = sum(foreign.get(c, 0) + foreign.get(c.upper(), 0) for c in marks)
        if found == base and own > len(letters) * _LETTER_SHARE:
            return lang
    return found


def _words(text: str) -> list[str]:
    """Folded words, elided ones with their apostrophe: ``l'armée`` gives ``l'`` and ``armee``."""
    return _WORD.findall(fold(text))
