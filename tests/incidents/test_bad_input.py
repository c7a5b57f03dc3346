"""Odd texts: nothing invented, nothing endless, and it is said."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.incidents.marked import read

_WORDS = [
    "attaque",
    "drone",
    "a",
    "frappé",
    "Kiev",
    "mardi",
    "selon",
    "le",
    "maire",
    ",",
    ".",
    '"',
    "«",
    "»",
    "(",
    ")",
    "d'",
    "l'",
    "ne",
    "pas",
    "n'",
    "été",
    "tué",
    "incendie",
    "ravage",
    "si",
    "pourrait",
    "24",
    "blessés",
    "qui",
    "que",
    "où",
    "et",
    "mais",
    "à",
    "dans",
    "contre",
    "par",
    "séisme",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=40), st.sampled_from(["fr", "en"]))
@settings(max_examples=60, deadline=None)
def test_any_run_of_words_gives_verbatim_quotes(words: list[str], lang: str) -> None:
    found = read(" ".join(words).replace("Kiev", "[Kiev|PPLC]"), lang)
    text = found.document.text
    for incident in found.incidents:
        assert incident.quotes
        assert all(text[q.start : q.end] == q.exact for q in incident.quotes)
        if incident.on_map:
            assert incident.where is not None
            assert incident.where.extent is not None
            assert incident.polarity == "affirmed"
        else:
            assert incident.why_not is not None


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_failing(text: str) -> None:
    read(text.replace("[", "("))


def test_a_text_without_any_date_invents_none() -> None:
    found = read("Un incendie a ravagé un entrepôt de [Bordeaux|PPL].", date=None)
    assert found.incidents[0].when.edtf is None
    assert found.incidents[0].when.precision == "unknown"


def test_five_thousand_incidents_are_read_in_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "\n\n".join(
            f"Un incendie numéro {n} a ravagé un entrepôt à [Ville{n}|PPL] mardi."
            for n in range(count)
        )
        start = time.perf_counter()
        found = read(text)
        assert len(found.incidents) == count
        return time.perf_counter() - start

    seconds(50)
    small, large = seconds(500), seconds(5_000)
    assert large < small * 10 * 4  # ten times the text, with room for a busy machine


def test_a_paragraph_in_another_language_is_said() -> None:
    found = read(
        "Un incendie a ravagé un entrepôt à [Lyon|PPL] mardi, selon les pompiers de la ville.\n\n"
        "The fire was brought under control by the firefighters of the city after a night of work "
        "and the mayor said that the cause of the fire was not known."
    )
    assert any("paragraph 2" in warning and "(en)" in warning for warning in found.warnings)


def test_an_absurd_toll_does_not_break_anything() -> None:
    found = read("Un séisme a fait 1000000000000 morts à [Lima|PPLC] mardi.")
    assert found.incidents[0].type == "earthquake"
    assert any("cannot be right" in warning for warning in found.warnings)


def test_a_past_event_dated_after_the_text_is_said() -> None:
    found = read("Une explosion a secoué [Marseille|PPL] le 5 mai 2031.")
    assert found.incidents[0].when.edtf == "2031-05-05"
    assert any("after the text itself" in warning for warning in found.warnings)
    fine = read("Une explosion a secoué [Marseille|PPL] le 5 mars 2024.")
    assert fine.warnings == ()
