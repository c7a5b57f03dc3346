"""What goes into the page as bytes comes out as the same bytes."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.render import tokens as tokens_module
from geomap.render.coder import TextCoder
from geomap.render.encode import (
    ALPHABET,
    block,
    deltas,
    json_bytes,
    json_lines,
    narrowest,
    printable,
    shuffled,
    text_block,
    varints,
)
from geomap.render.phrases import Pairs, learn
from geomap.render.search import SearchIndex, fold_text
from geomap.render.tokens import tokens_of
from tests.render.page_reader import decode_tokens, unprintable


@given(st.binary(max_size=400))
def test_printable_bytes_come_back(data: bytes) -> None:
    assert unprintable(printable(data)) == data


@given(st.binary(max_size=200))
def test_printable_bytes_hold_nothing_that_ends_a_script(data: bytes) -> None:
    assert not set(printable(data)) & set(b"<&\\\r\n\0")


def test_the_alphabet_has_91_letters_once_each() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 91


@given(st.binary(max_size=300))
def test_a_block_is_gzip_without_the_time_of_day(data: bytes) -> None:
    packed = unprintable(block(data))
    assert gzip.decompress(packed) == data
    assert packed[4:8] == b"\0\0\0\0"


@given(st.lists(st.integers(0, 2**40), max_size=80))
def test_varints_come_back(values: list[int]) -> None:
    data = varints(np.array(values, dtype=np.uint64))
    out, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            out.append(value)
            value = shift = 0
    assert out == values


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=60))
def test_differences_come_back_modulo_32_bits(values: list[int]) -> None:
    steps = deltas(np.array(values, dtype=np.int64)).astype(np.int64)
    undone = (steps >> 1) ^ -(steps & 1)
    total = np.cumsum(undone)
    assert [int(v) for v in (total + 2**31) % 2**32 - 2**31] == values


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=60))
def test_a_column_is_stored_in_the_narrowest_type_plane_by_plane(values: list[int]) -> None:
    narrow = narrowest(np.array(values, dtype=np.int64))
    size = narrow.dtype.itemsize
    planes = np.frombuffer(shuffled(narrow), dtype=np.uint8).reshape(size, -1)
    back = sum(planes[i].astype(np.int64) << (8 * i) for i in range(size))
    assert back.tolist() == values
    assert size == 1 or max(values) >= 256 ** (size // 2)


#: The rule of tokens in words of a regular expression: letters by ranges of Unicode.
LETTER = "a-zA-Z\u00c0-\u1fff\u2c00-\u2fff\u3040-\U0010ffff"
TOKEN = re.compile(rf"\n|[{LETTER}]+ ?|[0-9]{{1,3}}|[^{LETTER}0-9\n]+")
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from('ab 12\n é’«ⴰ—本ﬁ😀 {}[]",:\\')
    ),
    max_size=120,
)


@settings(max_examples=200)
@given(ANY)
def test_tokens_are_words_with_their_space_three_digits_marks_and_breaks(text: str) -> None:
    tokens = tokens_of(text.encode())
    found = [tokens.token(i).decode() for i in range(len(tokens))]
    assert found == TOKEN.findall(text)
    assert "".join(found) == text


@settings(max_examples=60)
@given(st.lists(ANY, min_size=1, max_size=6), ANY, st.sampled_from([3, 20]))
def test_coded_words_come_back_whatever_the_text(sample: list[str], text: str, times: int) -> None:
    """Few repeats give tokens only, many give phrases."""
    coder = TextCoder([s.encode() for s in sample] * times)
    text += sample[0]
    codes = coder.encode(coder.numbers_of(text.encode()))
    assert decode_tokens(codes, strings(coder.entries)) == text
    numbers = coder.numbers_of(text.encode()).tolist()
    assert "".join(coder.all_tokens()[n - 1] for n in numbers) == text


def test_codes_of_one_two_and_three_bytes_come_back() -> None:
    words = ["".join("abcdefghij"[int(digit)] for digit in f"{i:05d}") + " " for i in range(17_000)]
    coder = TextCoder(["".join(words).encode()] * 3)
    assert coder.known > 128 + 128**2
    text = "".join(reversed(words))
    assert (
        decode_tokens(coder.encode(coder.numbers_of(text.encode())), strings(coder.entries)) == text
    )


def test_the_dictionary_gives_all_tokens_but_the_line_break_which_comes_first() -> None:
    coder = TextCoder([b"un mot et un mot\n"] * 3)
    assert strings(coder.entries) == ["\n", *coder.dictionary().decode().split("\n")]
    assert coder.encode(coder.numbers_of(b"\n")) == bytes([0x80 | 1])


def test_pairs_seen_often_get_one_code_and_stay_inside_a_record() -> None:
    coder = TextCoder([b"de la mer au 12 de la mer\n"] * 20)
    entries = strings(coder.entries)
    assert "de la mer" in entries
    assert not [
        e for e in entries if len(e) > 1 and ("\n" in e or re.search("[0-9][^0-9]|[^0-9][0-9]", e))
    ]
    told = coder.numbers_of(b"de la mer\nau sud de la mer")
    assert len(coder.encode(told)) == len(b"de la mer|\n|au |sud |de la mer".split(b"|")) + 4 + 1
    assert {t for t in coder.all_tokens() if " " in t.strip()} == set()


@given(st.lists(st.integers(1, 4), max_size=60), st.lists(st.integers(1, 4), max_size=60))
def test_merged_numbers_are_the_numbers_again(sample: list[int], text: list[int]) -> None:
    alone = np.array([True, True, False, False, False])
    rounds, _ = learn([np.array(sample, dtype=np.int64)] * 20, alone)
    spelling = {number: (number,) for number in range(5)}
    merged = np.array(text, dtype=np.int64)
    for first, second, numbers in rounds:
        for a, b, both in zip(first.tolist(), second.tolist(), numbers.tolist(), strict=True):
            spelling[both] = spelling[a] + spelling[b]
            assert 1 not in spelling[both]
        merged = Pairs(first, second, numbers).merged(merged)
    assert [n for number in merged.tolist() for n in spelling[number]] == text


def test_coded_text_is_packed_only_where_that_saves_a_fifth() -> None:
    noise = np.random.default_rng(3).integers(0, 256, 60_000, dtype=np.uint8).tobytes()
    assert unprintable(text_block(noise)) == b"\0" + noise
    alike = noise[:500] * 120
    assert gzip.decompress(unprintable(text_block(alike))) == alike
    assert unprintable(text_block(b"")) == b"\0"


def test_tokens_of_one_key_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_module, "_keys", lambda words, lengths: words[0] & np.uint64(3))
    words = ["ab ", "cd ", "ef ", "gh ", "a", "bb", "ccc "]
    coder = TextCoder(["1".join(words).encode()] * 3)
    text = ",".join(reversed(words))
    assert (
        decode_tokens(coder.encode(coder.numbers_of(text.encode())), strings(coder.entries)) == text
    )


def test_a_line_without_end_is_cut_between_characters() -> None:
    text = "é" * 5_000_000 + "\n" + "fin"
    coder = TextCoder([b"fin"] * 3)
    codes = coder.encode(coder.numbers_of(text.encode()))
    assert decode_tokens(codes, strings(coder.entries)) == text


def strings(tokens: list[bytes]) -> list[str]:
    return [token.decode() for token in tokens]


def test_a_lone_surrogate_becomes_an_escape_and_nothing_else_does() -> None:
    assert json_bytes(["é\ud800"]) == '["é\\ud800"]'.encode()
    assert json_lines([["é\ud800"], "b"]) == '["é\\ud800"]\n"b"'.encode()


def _chunks_of(blocks: dict[str, bytes], piece: str, total: int) -> set[int]:
    """As the page looks for a piece: in the words of the list, then their chunks."""
    listed = gzip.decompress(unprintable(blocks["words"])).decode()
    words = listed.split("\n") if listed else []
    data = list(gzip.decompress(unprintable(blocks["chunks"])))
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    found: set[int] = set()
    at = 0
    for word in words:
        count, at = numbers[at], at + 1
        chunks = np.cumsum(numbers[at : at + count]).tolist() if count else range(total)
        at += count
        if piece in word:
            found |= set(chunks)
    return found


@settings(max_examples=40)
@given(st.lists(st.text("abcé 'œ12.", min_size=1, max_size=40), min_size=1, max_size=9), st.data())
def test_the_search_index_never_leaves_out_a_chunk(texts: list[str], data: st.DataObject) -> None:
    coder = TextCoder([text.encode() for text in texts] * 20)
    index = SearchIndex()
    for text in texts:
        index.add(coder.numbers_of(text.encode()))
    blocks = index.blocks(coder.all_tokens())
    piece = fold_text(data.draw(st.text("abcéœ", min_size=1, max_size=4)))
    holding = {i for i, text in enumerate(texts) if piece in fold_text(text)}
    assert holding <= _chunks_of(blocks, piece, len(texts))


def test_folding_forgets_case_accents_and_the_form_of_apostrophes() -> None:
    assert fold_text("L’Œuvre d'ÉTÉ") == fold_text("l'oeuvre d’été") == "l'oeuvre d'ete"
