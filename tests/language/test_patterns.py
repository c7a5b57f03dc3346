"""Every pattern of the language files is a regular expression; they are compiled when first asked."""

from __future__ import annotations

import re

import pytest

from geomap.dates.grammar import grammar
from geomap.expressions.cues import cues
from geomap.language.lazy import LazyPattern
from geomap.language.load import LANGUAGES, load, reason_templates


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_compiles(lang: str) -> None:
    patterns = [cue.pattern for cue in cues(lang).cues]
    patterns += [c.regex for entries in grammar(lang).opening.values() for _, _, c in entries]
    assert len(patterns) > 50
    for pattern in patterns:
        assert isinstance(pattern.compiled, re.Pattern)


def test_a_wrong_pattern_says_so_when_it_is_asked() -> None:
    broken = LazyPattern("(?P<a>x)(?P<a>y)", lambda error: ValueError(f"wrong: {error}"))
    with pytest.raises(ValueError, match="wrong"):
        broken.match("xy")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_are_read_without_the_rest_of_their_file(lang: str) -> None:
    found = reason_templates(lang)
    for subject in ("roles", "places", "triggers", "expressions"):
        reasons = load(lang, subject)["reasons"]
        assert reasons.items() <= found.items()
