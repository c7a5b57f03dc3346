"""Near spellings in texts: taken for a place of a country the text speaks of, and for nothing else."""

from __future__ import annotations

import pytest

from tests.places.reading import mentions_of


@pytest.mark.parametrize(
    ("text", "written", "place"),
    [
        ("L'armée ukrainienne a quitté la ville de Tchassyv Yar.", "Tchassyv Yar", "Chasiv Yar"),
        (
            "En Ukraine, des obus sont tombés sur la ville de Kramatrosk.",
            "Kramatrosk",
            "Kramatorsk",
        ),
    ],
)
def test_another_romanisation_or_a_slip_of_the_pen_is_placed(
    text: str, written: str, place: str
) -> None:
    mention = next(m for m in mentions_of(text, "fr") if m.text == written)
    assert mention.place is not None
    assert mention.place.name == place
    assert mention.candidates[0].tier in {"skeleton", "fuzzy"}
    assert mention.candidates[0].reasons[0].code == "place_fuzzy"
    assert mention.probability < 0.9


def test_without_its_country_in_the_text_a_near_spelling_is_not_taken() -> None:
    found = mentions_of("Des obus sont tombés sur la ville de Kramatrosk.", "fr")
    assert [(m.text, m.place) for m in found] == [("Kramatrosk", None)]


def test_names_of_people_are_no_spellings_of_places() -> None:
    text = "En Chine, Vladimir Poutine a rencontré Sergueï Lavrov. Selon Poutine, Lavrov a raison."
    assert {m.text for m in mentions_of(text, "fr") if m.kind == "name"} == {"Chine"}


def test_a_text_of_unknown_names_is_read_in_bounded_time() -> None:
    names = " ".join(
        f"Le village de {a}{b}{c}ovka est pris."
        for a in "BDGKMPRT"
        for b in "aeiou"
        for c in "lnrst"
    )
    found = mentions_of("En Ukraine. " + names, "fr")
    assert len(found) > 100
