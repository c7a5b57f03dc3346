"""What goes into the page as bytes comes out as the same bytes."""

from __future__ import annotations

import gzip

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.render.coder import TextCoder
from geomap.render.encode import (
    ALPHABET,
    block,
    deltas,
    json_bytes,
    narrowest,
    printable,
    shuffled,
    varints,
)
from geomap.render.search import SearchIndex, fold_text
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


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.text(max_size=120))
def test_coded_words_come_back_whatever_the_text(sample: list[str], text: str) -> None:
    sample = [s.replace("\n", " ").encode("utf-8", "replace").decode() for s in sample] * 3
    text = text.encode("utf-8", "replace").decode()
    coder = TextCoder(sample)
    assert decode_tokens(coder.encode(coder.numbers_of(text)), coder.tokens) == text


def test_codes_of_one_two_and_three_bytes_come_back() -> None:
    words = [
        f"w{'abcdefghij'[i % 10]}{'x' * (i // 10 % 40)}{'y' * (i // 400)} " for i in range(17_000)
    ]
    coder = TextCoder(["".join(words)] * 3)
    assert coder.known > 128 + 128**2
    text = "".join(reversed(words))
    assert decode_tokens(coder.encode(coder.numbers_of(text)), coder.tokens) == text


def test_a_lone_surrogate_stays_an_escape() -> None:
    assert json_bytes(["\ud800"]) == b'["\\ud800"]'


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
    coder = TextCoder(texts)
    index = SearchIndex()
    for text in texts:
        index.add(coder.numbers_of(text))
    blocks = index.blocks(coder.all_tokens())
    piece = fold_text(data.draw(st.text("abcéœ", min_size=1, max_size=4)))
    holding = {i for i, text in enumerate(texts) if piece in fold_text(text)}
    assert holding <= _chunks_of(blocks, piece, len(texts))


def test_folding_forgets_case_accents_and_the_form_of_apostrophes() -> None:
    assert fold_text("L’Œuvre d'ÉTÉ") == fold_text("l'oeuvre d’été") == "l'oeuvre d'ete"
