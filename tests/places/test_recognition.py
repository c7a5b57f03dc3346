"""Which words are names of places: rows of ``tests/gold/recognition.tsv``, and hard cases by rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places.reading import mentions_of

ROWS = Path(__file__).parents[1] / "gold" / "recognition.tsv"
_MARK = re.compile(r"\[([^\]]+)\]|<([^>]+)>|\{([^}]+)\}")


def _rows() -> list[tuple[str, str]]:
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    return [(line[:2], line[3:]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("lang", "marked"), _rows())
def test_the_names_of_a_sentence_are_found_and_nothing_else(lang: str, marked: str) -> None:
    text, names, nested, demonyms, at = "", set(), set(), set(), 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        for group, wanted in zip(match.groups(), (names, nested, demonyms), strict=True):
            if group:
                wanted.add((len(text), len(text) + len(group)))
                text += group
        at = match.end()
    text += marked[at:]
    found = mentions_of(text, lang)
    spans = {
        kind: {(m.span.start, m.span.end) for m in found if m.kind == kind}
        for kind in ("name", "demonym")
    }
    inside = {(m.span.start, m.span.end) for m in found if m.kind == "name" and m.nested_in}
    words = [(m.text, m.kind) for m in found]
    assert spans["name"] == names | nested, words
    assert inside == nested, words
    assert demonyms <= spans["demonym"], words
