"""What a name does in its sentence: rows of ``tests/gold/roles.tsv``, and what holds for any text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.language.load import words_of_reason
from geomap.model.place import Mention, Place
from geomap.model.text import Document, SegmentedText, Span
from geomap.places.roles import assign_roles
from geomap.segmenting import segment

ROWS = Path(__file__).parents[1] / "gold" / "roles.tsv"
_MARK = re.compile(r"\[([^|\]]+)\|([A-Z0-9]+)\|([a-z_]+)\]")


def _rows() -> list[tuple[str, str]]:
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    return [(line[:2], line[3:]) for line in lines if line and not line.startswith("#")]


def _place(name: str, code: str) -> Place:
    if code.startswith(("PCL", "ADM", "TERR")):
        feature_class = "A"
    elif code.startswith("PPL"):
        feature_class = "P"
    else:
        feature_class = "H" if code == "SEA" else "L"
    return Place(f"test:{name}", name, feature_class, code, 0.0, 0.0, 1000.0)


def _read(lang: str, marked: str) -> tuple[SegmentedText, list[Mention], list[str]]:
    text, mentions, roles, at = "", [], [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        name, code, role = match.groups()
        span = Span(len(text), len(text) + len(name))
        mentions.append(Mention(f"m{len(mentions)}", span, name, place=_place(name, code)))
        roles.append(role)
        text += name
        at = match.end()
    text += marked[at:]
    document = Document("d", text, hashlib.sha256(text.encode()).hexdigest())
    return segment(document, lang), mentions, roles  # type: ignore[arg-type]


@pytest.mark.parametrize(("lang", "marked"), _rows())
def test_the_words_around_a_name_give_its_role(lang: str, marked: str) -> None:
    segmented, mentions, roles = _read(lang, marked)
    assigned = assign_roles(segmented, mentions, lang)
    assert [(m.text, m.role) for m in assigned] == [
        (m.text, role) for m, role in zip(mentions, roles, strict=True)
    ]
    for mention in assigned:
        assert mention.role_reason is not None
        for ui in ("fr", "en"):
            words = words_of_reason(mention.role_reason, ui)
            assert mention.role_reason.code not in words
            assert "{" not in words


@given(
    st.lists(
        st.sampled_from(
            [
                "à",
                "de",
                "Paris",
                ",",
                "(",
                ")",
                "«",
                "-",
                "par",
                "contre",
                "entre",
                "et",
                "3",
                "le",
                "roi",
                "vol",
                "a",
            ]
        )
    )
)
def test_any_run_of_words_gets_roles_without_failing(words: list[str]) -> None:
    text = " ".join([*words, "Paris"])
    document = Document("d", text, hashlib.sha256(text.encode()).hexdigest())
    segmented = segment(document, "fr")
    mentions = [
        Mention(f"m{i}", Span(m.start(), m.end()), "Paris", place=_place("Paris", "PPLC"))
        for i, m in enumerate(re.finditer("Paris", text))
    ]
    assigned = assign_roles(segmented, mentions, "fr")
    assert [m.id for m in assigned] == [m.id for m in mentions]
