"""Paragraphs in another language than the text's: read all the same, but said."""

from __future__ import annotations

from geomap.incidents.lexicon import grammar_words
from geomap.language.load import LANGUAGES
from geomap.model.text import SegmentedText

#: A paragraph shorter than this tells too little.
FEWEST_WORDS = 15
_GRAMMAR = ("definite", "of", "and", "auxiliaries", "by", "subordinators", "indefinite")


def foreign_paragraphs(segmented: SegmentedText) -> list[str]:
    """One warning a paragraph whose words of grammar are rather those of another language."""
    own = _grammar(segmented.lang)
    others = {lang: _grammar(lang) for lang in LANGUAGES if lang != segmented.lang}
    words: dict[int, list[str]] = {}
    for sentence in segmented.sentences:
        keys = segmented.tokens.keys[sentence.first_token : sentence.last_token]
        words.setdefault(sentence.paragraph, []).extend(keys)
    warnings: list[str] = []
    for paragraph, keys in words.items():
        if len(keys) < FEWEST_WORDS:
            continue
        mine = sum(key in own for key in keys)
        for lang, theirs in others.items():
            if sum(key in theirs for key in keys) > 2 * mine + 2:
                warnings.append(
                    f"paragraph {paragraph + 1} looks like another language ({lang}); "
                    f"it was read as {segmented.lang}"
                )
    return warnings


def _grammar(lang: str) -> frozenset[str]:
    words = grammar_words(lang)
    return frozenset().union(*(words[name] for name in _GRAMMAR))
