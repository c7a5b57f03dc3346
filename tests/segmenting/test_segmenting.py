"""Cutting a text never changes it: every token, sentence and story is where it says it is."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model.text import Document, Entry, SegmentedText, Span
from geomap.segmenting import segment

SEED = Path(__file__).parents[2] / "seeds" / "2023-09-13-direct.txt"


def _document(text: str, **fields: object) -> Document:
    return Document(
        "d", text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), **fields
    )  # type: ignore[arg-type]


def _sentences(text: str, lang: str = "fr") -> list[str]:
    cut = segment(_document(text), lang)  # type: ignore[arg-type]
    return [sentence.span.of(text) for sentence in cut.sentences]


def _check(cut: SegmentedText) -> None:
    text, tokens = cut.text, cut.tokens
    end = 0
    for start, stop, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
        assert end <= start < stop
        assert text[start:stop] == word
        end = stop
    token = 0
    for index, sentence in enumerate(cut.sentences):
        assert sentence.index == index
        assert sentence.first_token >= token
        assert sentence.last_token > sentence.first_token
        token = sentence.last_token
        assert sentence.span.start == tokens.starts[sentence.first_token]
        assert sentence.span.end == tokens.ends[sentence.last_token - 1]
    at = 0
    for block in cut.blocks:
        assert block.first_sentence == at
        at = block.last_sentence
        assert all(s.block == block.index for s in cut.sentences[block.first_sentence : at])
    assert at == len(cut.sentences)


@given(st.text(max_size=300), st.sampled_from(["fr", "en"]))
def test_any_text_is_cut_at_exact_offsets(text: str, lang: str) -> None:
    _check(segment(_document(text), lang))  # type: ignore[arg-type]


@given(
    st.lists(
        st.sampled_from(["Kiev", "l'", ".", "!", "\n\n", "\n", " ", '"', "«", "»", "12", "M", "a"])
    )
)
@settings(max_examples=200)
def test_text_of_marks_and_breaks_is_cut_at_exact_offsets(parts: list[str]) -> None:
    _check(segment(_document("".join(parts)), "fr"))


def test_no_word_of_a_text_is_left_out_of_the_sentences() -> None:
    text = SEED.read_bytes().decode("utf-8")
    cut = segment(_document(text, body=14), "fr")
    inside = sum(s.last_token - s.first_token for s in cut.sentences)
    before = sum(1 for start in cut.tokens.starts if start < 14)
    assert inside + before == len(cut.tokens)


def test_the_seed_is_five_stories_of_a_live_blog() -> None:
    text = SEED.read_bytes().decode("utf-8")
    cut = segment(_document(text, body=14), "fr")
    headlines = [s.span.of(text)[:24] for s in cut.sentences if s.kind == "headline"]
    assert len(cut.blocks) == 5
    assert headlines[1] == "Moscou veut aider Pyongy"
    assert [s.span.of(text) for s in cut.sentences if s.kind == "boilerplate"] == [
        "Suivez notre direct."
    ]


def test_an_article_without_a_mark_of_live_text_is_one_story() -> None:
    cut = segment(_document("Un séisme a frappé Agadir.\n\nLes secours arrivent.\n\nFin."), "fr")
    assert len(cut.blocks) == 1


def test_entries_of_the_source_are_stories_with_their_date() -> None:
    text = "Premier point. Suite.\nDeuxième point."
    entries = (Entry(Span(0, 21), "2024-05-01T08:00"), Entry(Span(22, 37), "2024-05-01T09:30"))
    cut = segment(_document(text, entries=entries), "fr")
    assert [block.date for block in cut.blocks] == ["2024-05-01T08:00", "2024-05-01T09:30"]


def test_abbreviations_initials_and_numbers_do_not_end_a_sentence() -> None:
    assert _sentences("M. Dupont a parlé à J. Martin. La magnitude est de 6.2 environ. Fin.") == [
        "M. Dupont a parlé à J. Martin.",
        "La magnitude est de 6.2 environ.",
        "Fin.",
    ]
    assert _sentences("The U.S. Army left St. Louis on Jan. 5. It rained.", "en") == [
        "The U.S. Army left St. Louis on Jan. 5.",
        "It rained.",
    ]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    assert _sentences('Il a dit : "Nous partons." Puis il est parti.') == [
        'Il a dit : "Nous partons."',
        "Puis il est parti.",
    ]
    assert _sentences("« Nous partons. » Puis il est parti.") == [
        "« Nous partons. »",
        "Puis il est parti.",
    ]


def test_elided_words_are_tokens_and_names_keep_their_apostrophe() -> None:
    cut = segment(_document("Près d'Odessa, jusqu’à N'Djamena, aujourd'hui, l'Aquila"), "fr")
    words = list(cut.tokens.words)
    assert "d'" in words and "Odessa" in words
    assert "jusqu’" in words and "à" in words
    assert "aujourd'hui" in words


def test_cutting_is_linear_in_the_text() -> None:
    text = SEED.read_bytes().decode("utf-8")

    def cost(times: int) -> float:
        document = _document(text * times)
        started = time.process_time()
        segment(document, "fr")
        return time.process_time() - started

    # Twenty times the text: linear is 20, quadratic 400. The best of some, for a busy machine.
    cost(20)
    small, large = min(cost(20) for _ in range(5)), min(cost(400) for _ in range(2))
    assert large < 20 * small * 8
