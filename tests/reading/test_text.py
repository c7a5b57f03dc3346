"""Text and Markdown: the bytes, the header, the encoding, the language."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.config import ReadOptions
from geomap.errors import UnreadableInput
from geomap.reading import ReadFailure, document_from_text, language_of, read_inputs
from geomap.reading import text as text_module
from geomap.reading.encoding import decode
from geomap.reading.header import read_header

ROOT = Path(__file__).parents[2]
SENTENCE = "Le préfet a annoncé que la route était coupée et que les secours étaient sur place."


def read_one(path, **options):
    (item,) = read_inputs([str(path)], ReadOptions(**options))
    return item


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def test_the_seed_is_read_byte_for_byte_and_its_header_is_known():
    document = read_one(ROOT / "seeds" / "2023-09-13-direct.txt")
    data = (ROOT / "seeds" / "2023-09-13-direct.txt").read_bytes()
    assert document.text.encode("utf-8") == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.id, document.body) == ("2023-09-13-direct", 14)
    assert (document.date, document.date_precision, document.date_basis) == (
        "2023-09", "month", "header",
    )  # fmt: skip
    assert (document.lang, document.warnings) == ("fr", ())


@pytest.mark.parametrize(
    ("text", "body", "date", "precision"),
    [
        ("date 2023-09 Les faits", 13, "2023-09", "month"),
        (" date 2023-09-13 Les faits", 17, "2023-09-13", "day"),
        ("date: 2023\n\nLes faits", 12, "2023", "year"),
        ("DATE 2023-09-13T08:30 Les faits", 22, "2023-09-13T08:30", "minute"),
        ("La date 2023-09 est celle du texte", 0, None, None),
        ("date 2023-099 Les faits", 0, None, None),
        ("date limite 2023", 0, None, None),
        ("---\ndate: 2024-05-02\ntitle: Crue\n---\n\nLes faits", 38, "2024-05-02", "day"),
    ],
)
def test_a_header_tells_the_date_and_where_the_text_begins(text, body, date, precision):
    header = read_header(text)
    assert (header.body, header.date, header.date_precision) == (body, date, precision)
    if body:
        assert text[header.body :] == "Les faits"


def test_a_header_that_is_no_date_is_told_and_nothing_is_invented():
    document = document_from_text("date 2023-13 " + SENTENCE, ReadOptions())
    assert document.date is None
    assert "2023-13" in document.warnings[0]


def test_the_date_option_serves_texts_without_a_date_only():
    dated = document_from_text("date 2023-09 " + SENTENCE, ReadOptions(date="2020"))
    undated = document_from_text(SENTENCE, ReadOptions(date="2020-02"))
    assert (dated.date, dated.date_basis) == ("2023-09", "header")
    assert (undated.date, undated.date_precision, undated.date_basis) == (
        "2020-02",
        "month",
        "option",
    )


def test_front_matter_tells_title_language_and_source(tmp_path):
    path = write(
        tmp_path, "a.md",
        f'---\ntitle: "Routes coupées"\nlang: fr-FR\nsource: Le Journal\nurl: https://e.org/a\n---\n{SENTENCE}',
    )  # fmt: skip
    document = read_one(path)
    assert document.title == "Routes coupées"
    assert (document.outlet, document.url, document.lang) == ("Le Journal", "https://e.org/a", "fr")
    assert document.text[document.body :] == SENTENCE


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("cp1252", b""),
    ],
)
def test_the_same_text_is_read_in_every_encoding(tmp_path, encoding, mark):
    text = SENTENCE + " « Œuvre » – 20 €"
    document = read_one(write(tmp_path, "a.txt", mark + text.encode(encoding)))
    assert document.text == text
    assert document.warnings == (
        ("not UTF-8: read as windows-1252",) if encoding == "cp1252" else ()
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_any_text_is_read_as_it_is(text):
    assert (
        decode(text.encode("utf-8"), "t").text == text.removeprefix("\ufeff") or text[0] == "\ufeff"
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"\x7fELF" + bytes(100), "program"),
        (bytes(range(256)) * 4, "binary"),
        (SENTENCE.encode("utf-16-le"), "UTF-16 without its byte order mark"),
        (b"date 2023-09   ", "after the header"),
        ("début \ud83d fin".encode("utf-8", "surrogatepass"), "U\\+D83D.* at character 6"),
        (b"\xff\xfe" + "a\ud83db".encode("utf-16-le", "surrogatepass"), "surrogate"),
    ],
)
def test_what_is_no_text_is_a_listed_failure_that_says_why(tmp_path, data, told):
    path = write(tmp_path, "mauvais.txt", data)
    good = write(tmp_path, "bon.txt", SENTENCE)
    bad, fine = read_inputs([str(path), str(good)], ReadOptions())
    assert isinstance(bad, ReadFailure)
    assert isinstance(bad.error, UnreadableInput)
    assert str(path) in str(bad)
    with pytest.raises(UnreadableInput, match=told):
        raise bad.error
    assert fine.text == SENTENCE


def test_a_lone_surrogate_is_refused_with_its_line_and_column():
    with pytest.raises(UnreadableInput) as caught:
        document_from_text("un\ndeux \udc00", ReadOptions(), id="essai")
    assert caught.value.place == "2:6"


def test_a_line_of_fifty_megabytes_is_refused_and_the_rest_is_read(tmp_path):
    long = write(tmp_path, "a.txt", b"mot " * (50 * 2**20 // 4))
    good = write(tmp_path, "b.txt", SENTENCE)
    bad, fine = read_inputs([str(long), str(good)], ReadOptions())
    assert isinstance(bad, ReadFailure)
    assert "split it" in str(bad)
    assert fine.text == SENTENCE


def test_a_text_just_too_long_names_its_length(monkeypatch):
    monkeypatch.setattr(text_module, "LONGEST_DOCUMENT_CHARACTERS", 100)
    with pytest.raises(UnreadableInput, match="101 characters"):
        document_from_text("a" * 101, ReadOptions())


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (SENTENCE, "fr"),
        ("The governor said that the bridge was closed and that rescuers were on the spot.", "en"),
        (
            "Der Gouverneur sagte, dass die Brücke gesperrt ist und dass es keine Verletzten gibt.",
            "de",
        ),
        ("El gobernador dijo que el puente está cerrado y que no hay heridos en la zona.", "es"),
        ("Губернатор сказав, що міст закрито і що немає поранених у цій області.", "uk"),
        ("Губернатор сказал, что мост закрыт и что раненых в этой области нет.", "ru"),
        ("知事は橋が閉鎖されたと述べた。", "ja"),
    ],
)
def test_the_language_is_seen(text, lang):
    document = document_from_text(text, ReadOptions())
    assert document.lang == lang
    told = " ".join(document.warnings)
    assert (lang in ("fr", "en")) == (told == "")
    assert lang in ("fr", "en") or f"({lang})" in told


def test_a_text_in_no_known_language_is_still_read_and_said():
    document = document_from_text("Zyx wvu tsr qpo nml kji hgf edc ba.", ReadOptions())
    assert document.lang is None
    assert "no language we know" in document.warnings[0]
    assert language_of(document, "auto") == "fr"


def test_the_language_option_wins_over_what_is_seen():
    document = document_from_text(SENTENCE, ReadOptions(lang="en"))
    assert (document.lang, document.warnings) == ("en", ())
    assert language_of(document, "en") == "en"


def test_a_short_english_headline_is_read_as_english_when_it_shows_more_of_it():
    document = document_from_text("Fire at the Marseille docks", ReadOptions())
    assert language_of(document, "auto") == "en"
