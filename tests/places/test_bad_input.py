"""Any text at all: no crash, spans that quote the text, sensible silence, time linear in the text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places.reading import mentions_of

PRESS = (
    "Des drones ont frappé Izmaïl et Odessa dans la nuit de mardi à mercredi, a annoncé le "
    "gouverneur Oleh Kiper. À Moscou, le ministère a démenti. La Roumanie, voisine, a protesté. "
)
WORDS = st.sampled_from(
    [
        "Paris",
        "à",
        "de",
        "la",
        "en",
        "Le",
        "Saint",
        "-",
        ",",
        ".",
        "(",
        ")",
        "«",
        "»",
        "Moscou",
        "RUSSIE",
        "d'Odessa",
        "l'Ukraine",
        "Washington",
        "D.",
        "C",
        ".",
        "U.S.",
        "Mme",
        "M.",
        "kiev",
        "nord-coréen",
        "المدينة",
        "القاهرة",
        "קיריה",
        "東京",
        "Харків",
        "🔥",
        "&nbsp;",
        "<b>",
        "</p>",
        "2023",
        "York",
        "New",
        "The",
        "West",
        "Bank",
    ]
)


def _hold(text: str, lang: str) -> None:
    before = -1
    for mention in mentions_of(text, lang):
        assert text[mention.span.start : mention.span.end] == mention.text != ""
        assert mention.span.start >= before
        before = mention.span.start
        assert 0.0 <= mention.probability <= 1.0
        chances = [c.probability for c in mention.candidates]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1.0 + 1e-9


@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_characters_are_read_without_failing(text: str, lang: str) -> None:
    _hold(text, lang)


@given(
    st.lists(WORDS, max_size=60),
    st.sampled_from([" ", "", "\n", "\u00a0"]),
    st.sampled_from(["fr", "en"]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_names_in_any_disorder_are_read_without_failing(
    words: list[str], gap: str, lang: str
) -> None:
    _hold(gap.join(words), lang)


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "à", "Paris", "?!", "\u200b", "a" * 5000, "É" * 5000, "(" * 3000, "- " * 3000],
)
def test_tiny_and_dull_texts_are_read(text: str) -> None:
    _hold(text, "fr")


def test_one_word_is_a_place_when_it_is_one() -> None:
    (found,) = mentions_of("Paris")
    assert found.place is not None
    assert found.place.country == "FR"
    assert mentions_of("bonjour") == []


def test_capitals_do_not_hide_the_names() -> None:
    found = {
        m.text
        for m in mentions_of(
            "EXPLOSION À BEYROUTH : LE LIBAN DÉCRÈTE TROIS JOURS DE DEUIL, PARIS ENVOIE DE L'AIDE"
        )
    }
    assert {"BEYROUTH", "LIBAN"} <= found


def test_small_letters_are_left_alone() -> None:
    assert [
        m.text
        for m in mentions_of("il fait beau sur la place et dans la tour, dit le maire du coin")
    ] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "".join(
            c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
        ),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(". ", ".</p>\n<p>"),
        lambda text: "🔥 " + text.replace(",", " 😱,"),
        lambda text: text.replace("Odessa", "Odes\u00adsa"),
    ],
    ids=["decomposed", "no accents", "hard spaces", "markup left over", "emoji", "soft hyphen"],
)
def test_the_same_places_are_found_in_a_damaged_text(change) -> None:  # type: ignore[no-untyped-def]
    ids = {m.place.id for m in mentions_of(PRESS) if m.place}
    damaged = {m.place.id for m in mentions_of(change(PRESS)) if m.place}
    assert len(ids) >= 4
    assert ids <= damaged


def test_noise_of_a_scanner_makes_few_places() -> None:
    noise = "Tl1e qnick bro\\vn f0x jnmps ovcr thc Iazy d0g ; lcs trorxpes ont avnncé vcrs Ia vi11e dc X~ rn ,, .. -' Il~ "
    assert len(mentions_of(noise * 20)) <= 20


def test_a_sentence_in_another_language_and_script_does_no_harm() -> None:
    mixed = (
        PRESS
        + "The fire in Athens, Greece, is out. الحريق في بيروت مستمر. Пожар в Харькове. "
        + PRESS
    )
    found = [m for m in mentions_of(mixed) if m.place is not None]
    assert {"Izmaïl", "Moscou"} <= {m.text for m in found}
    _hold(mixed, "fr")


def _seconds(text: str) -> float:
    start = time.process_time()
    mentions_of(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        PRESS,
        "Paris, Lyon, Marseille et Toulouse. ",
        "San José de San Juan de Santa Cruz de ",
        "Saint-Denis-Saint-Denis-",
        "U.S. N.Y. D.C. ",
        "de la de la de la ",
    ],
    ids=["press", "lists", "Spanish saints", "hyphens", "initials", "connectors"],
)
def test_time_grows_with_the_text(unit: str) -> None:
    once = unit * (20_000 // len(unit))
    _seconds(once[:4000])
    short, long = min(_seconds(once) for _ in range(2)), _seconds(once * 4)
    assert long < 4 * 2.2 * short + 0.3


def test_ten_thousand_mentions_in_one_text() -> None:
    towns = [
        "Paris",
        "Lyon",
        "Lille",
        "Nantes",
        "Rennes",
        "Brest",
        "Nice",
        "Toulon",
        "Nîmes",
        "Dijon",
        "Metz",
        "Nancy",
        "Reims",
        "Amiens",
        "Rouen",
        "Caen",
    ]
    text = " ".join(
        f"Un incendie a touché {towns[i % 16]} et {towns[(i * 7 + 3) % 16]}." for i in range(5_000)
    )
    start = time.process_time()
    found = mentions_of(text)
    assert len(found) >= 9_300
    assert time.process_time() - start < 30
