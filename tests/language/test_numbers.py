"""Numbers in digits and words, with their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.language.numbers import NumberMatch, find_numbers
from geomap.language.numerals import numerals
from geomap.language.tokens import tokenise


def numbers(text: str, lang: str) -> list[NumberMatch]:
    tokens = tokenise(text)
    return find_numbers(tokens, 0, len(tokens), lang)


def only(text: str, lang: str) -> tuple[float | None, float | None, float | None, str]:
    (found,) = numbers(text, lang)
    return found.low, found.best, found.high, found.qualifier


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("soixante-dix", 70), ("soixante et onze", 71), ("quatre-vingts", 80), ("quatre-vingt-dix", 90),
        ("quatre-vingt-onze", 91), ("quatre-vingt-dix-sept", 97), ("cent un", 101), ("deux cents", 200),
        ("trois cent cinquante", 350), ("mille deux cents", 1200), ("deux mille", 2000),
        ("un million et demi", 1_500_000), ("septante", 70), ("huitante", 80), ("nonante-neuf", 99),
        ("vingt-et-un", 21), ("vingt et un", 21), ("deux-mille-vingt-trois", 2023),
        ("12 000", 12_000), ("12\u00a0000", 12_000), ("12\u202f000", 12_000), ("12.000", 12_000),
        ("6,2", 6.2), ("1,2 million", 1_200_000), ("1 000 000", 1_000_000), ("12,000", 12_000),
        ("un demi-million", 500_000), ("deux cent mille", 200_000), ("1000000000000", 10**12),
    ],
)  # fmt: skip
def test_french_numbers(text: str, value: float) -> None:
    assert only(text, "fr") == (value, value, value, "exact")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one hundred and five", 105), ("twenty-five", 25), ("a hundred", 100), ("12,000", 12_000),
        ("6.2", 6.2), ("1.2 million", 1_200_000), ("two and a half million", 2_500_000),
        ("half a million", 500_000), ("two thousand three hundred and six", 2306),
        ("twelve hundred", 1200), ("three hundred thousand", 300_000), ("2.5m", 2_500_000),
    ],
)  # fmt: skip
def test_english_numbers(text: str, value: float) -> None:
    assert only(text, "en") == (value, value, value, "exact")


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "au moins 24", (24, 24, None, "at_least")),
        ("fr", "24 au minimum", (24, 24, None, "at_least")),
        ("fr", "plus de 24", (25, 24, None, "more_than")),
        ("fr", "plus d'une centaine", (101, 100, None, "more_than")),
        ("fr", "une vingtaine", (20, 20, 20, "about")),
        ("fr", "une demi-douzaine", (6, 6, 6, "about")),
        ("fr", "quelque 4.000", (4000, 4000, 4000, "about")),
        ("fr", "un millier", (1000, 1000, 1000, "about")),
        ("fr", "près de 60", (None, 60, 60, "almost")),
        ("fr", "moins de 10", (None, None, 9, "less_than")),
        ("fr", "jusqu'à 10", (None, None, 10, "at_most")),
        ("fr", "entre 10 et 15", (10, None, 15, "between")),
        ("fr", "10 à 15", (10, None, 15, "between")),
        ("fr", "10-15", (10, None, 15, "between")),
        ("fr", "deux à trois mille", (2000, None, 3000, "between")),
        ("fr", "des dizaines", (20, None, None, "tens")),
        ("fr", "plusieurs centaines", (200, None, None, "hundreds")),
        ("fr", "des dizaines de milliers", (20_000, None, None, "thousands")),
        ("fr", "plusieurs", (2, None, None, "several")),
        ("fr", "aucun", (0, 0, 0, "exact")),
        ("en", "at least 24", (24, 24, None, "at_least")),
        ("en", "more than a dozen", (13, 12, None, "more_than")),
        ("en", "a dozen", (12, 12, 12, "about")),
        ("en", "half a dozen", (6, 6, 6, "about")),
        ("en", "two dozen", (24, 24, 24, "about")),
        ("en", "some 20", (20, 20, 20, "about")),
        ("en", "nearly 60", (None, 60, 60, "almost")),
        ("en", "fewer than 10", (None, None, 9, "less_than")),
        ("en", "up to 10", (None, None, 10, "at_most")),
        ("en", "dozens", (24, None, None, "dozens")),
        ("en", "scores", (40, None, None, "scores")),
        ("en", "tens of thousands", (20_000, None, None, "thousands")),
        ("en", "several hundred", (200, None, None, "hundreds")),
        ("en", "no", (0, 0, 0, "exact")),
    ],
)
def test_bounds_are_those_of_the_words(
    lang: str, text: str, expected: tuple[float | None, float | None, float | None, str]
) -> None:
    assert only(text, lang) == expected


def test_an_article_is_a_number_that_may_mean_nothing() -> None:
    (found,) = numbers("une attaque", "fr")
    assert found.article


def test_a_date_in_figures_is_no_decimal() -> None:
    assert [n.best for n in numbers("12.09.2023", "fr")] == [12, 9, 2023]


def test_a_number_of_a_thousand_digits_is_no_number() -> None:
    assert numbers("9" * 5000 + " morts", "fr") == []


def _french(n: int) -> str:
    """``n`` below a million in words, by the school's rules (to test against)."""
    units = [
        "zéro",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
    ]
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
    if n >= 1000:
        head = "" if n // 1000 == 1 else _french(n // 1000) + " "
        return (head + "mille" + (f" {_french(n % 1000)}" if n % 1000 else "")).strip()
    if n >= 100:
        head = "" if n // 100 == 1 else units[n // 100] + " "
        plural = "s" if n % 100 == 0 and n > 100 else ""
        return head + "cent" + plural + (f" {_french(n % 100)}" if n % 100 else "")
    if n <= 16:
        return units[n]
    if n < 20:
        return f"dix-{units[n - 10]}"
    if n >= 80:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{_french(n - 80)}"
    base = 60 if n >= 60 else n // 10 * 10
    rest = n - base
    if rest == 0:
        return tens[base]
    return (
        f"{tens[base]} et {_french(rest)}" if rest in (1, 11) else f"{tens[base]}-{_french(rest)}"
    )


@given(st.integers(0, 999_999))
def test_french_words_and_back(n: int) -> None:
    if n == 1:
        return  # an article
    (found,) = numbers(_french(n), "fr")
    assert found.best == n


@given(st.integers(1000, 999_999_999), st.sampled_from([" ", "\u00a0", "\u202f", "."]))
def test_grouped_digits_and_back(n: int, mark: str) -> None:
    (found,) = numbers(f"{n:,}".replace(",", mark), "fr")
    assert found.best == n


_WORDS = sorted({*numerals("fr").units, *numerals("fr").tens, "cent", "mille", "million", "et", "-", "demi", "à",
                 "plus", "de", "au", "moins", "une", "vingtaine", "des", "dizaines", "12", "000", ",", ".", "entre"})  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_WORDS), max_size=14), st.sampled_from(["fr", "en"]))
def test_numbers_do_not_overlap_and_bounds_are_in_order(words: list[str], lang: str) -> None:
    tokens = tokenise(" ".join(words))
    end = 0
    for found in find_numbers(tokens, 0, len(tokens), lang):
        assert found.first_token >= end
        assert found.first_token <= found.core_first < found.core_last <= found.last_token
        end = found.last_token
        if found.low is not None and found.high is not None:
            assert found.low <= found.high
