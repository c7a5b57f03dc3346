"""Markdown becomes the text it shows; what is quoted stands in that text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.config import ReadOptions
from geomap.reading import read_inputs
from geomap.reading.markdown import plain_text, title_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Un feu à **Nantes** et à *Brest*.", "Un feu à Nantes et à Brest."),
        ("Un feu à __Nantes__ et à _Brest_.", "Un feu à Nantes et à Brest."),
        ("***Urgent*** : ~~deux~~ trois morts", "Urgent : deux trois morts"),
        ('le [port d\'Izmaïl](https://e.org/a_(b) "titre")', "le port d'Izmaïl"),
        ("le [port][1], selon [lui][]", "le port, selon lui"),
        ("![La crue à Metz](x.png) monte", "La crue à Metz monte"),
        ("[![La crue](x.png)](https://e.org) monte", "La crue monte"),
        ("voir <https://e.org/a_b_c>", "voir https://e.org/a_b_c"),
        ("12 * 3 * 4 et 2*3", "12 * 3 * 4 et 2*3"),
        ("un_nom_de_fichier et 5_000", "un_nom_de_fichier et 5_000"),
        ("\\*pas d'emphase\\* \\[ni lien\\]", "*pas d'emphase* [ni lien]"),
        ("Tom &amp; Jerry <b>gras</b> 3 < 5", "Tom & Jerry gras 3 < 5"),
        ("# Un titre #\nTexte", "Un titre\n\nTexte"),
        ("Un titre\n========\nTexte", "Un titre\n\nTexte"),
        ("a\n\n---\n\n\nb", "a\n\nb"),
        ("> cité\n> encore", "cité\nencore"),
        ("- un\n- deux", "- un\n- deux"),
        ("1. un\n2. deux", "1. un\n2. deux"),
        ("un[^1] mot\n\n[^1]: la note", "un mot\n\n la note"),
        ("[1]: https://e.org\nTexte", "Texte"),
        ("```\ncode *brut*\n```", "code brut"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("a <!-- caché --> b", "a  b"),
        ("sans marque aucune", "sans marque aucune"),
    ],
)
def test_marks_are_taken_out_and_words_stay(markup, text):
    assert plain_text(markup).rstrip("\n") == text.rstrip("\n")


def test_the_first_heading_is_the_title_and_front_matter_wins(tmp_path):
    assert title_of("\n# Feu à **Lyon** #\n\nTexte") == "Feu à Lyon"
    assert title_of("Texte seul") is None
    path = tmp_path / "a.md"
    path.write_text(
        "---\ndate: 2024-05-03\n---\n## Feu\n\nLa route de **Brest** est coupée.", "utf-8"
    )
    (document,) = read_inputs([str(path)], ReadOptions())
    assert (document.title, document.date) == ("Feu", "2024-05-03")
    assert document.text[document.body :] == "Feu\n\nLa route de Brest est coupée."


@given(st.text(alphabet="ab *_~[]()<>`#>-\\\n!&;|:1", max_size=300))
def test_any_marks_are_read(markup):
    assert isinstance(plain_text(markup), str)


@pytest.mark.parametrize(
    "unit", ["[", "*", "**a", "_", "<a", "`", "![", "](", "<!--", "a_ _b", "|-", "> "]
)
def test_marks_without_end_cost_no_more_than_their_length(unit):
    short, long = unit * 10_000, unit * 80_000
    before = time.process_time()
    plain_text(short)
    middle = time.process_time()
    plain_text(long)
    assert time.process_time() - middle < 24 * (middle - before) + 0.5  # squared would be 64
