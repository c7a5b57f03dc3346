"""Sentences a reader can check: the ``[formulas]`` of the language files, filled in."""

from __future__ import annotations

from geomap.language.load import load


def formula(lang: str, code: str, *arguments: str) -> str:
    """The sentence of a code with its arguments put in, one by one (they are no templates)."""
    template: str = load(lang, "expressions")["formulas"][code]
    pieces = template
    for number, argument in enumerate(arguments):
        pieces = pieces.replace("{" + str(number) + "}", argument)
    return pieces


def position_words(lon: float, lat: float) -> str:
    """A position with four decimals and the letters of its hemispheres: "50.4547 N 30.5238 E"."""
    north = f"{abs(lat):.4f} {'N' if lat >= 0 else 'S'}"
    return f"{north} {abs(lon):.4f} {'E' if lon >= 0 else 'W'}"


def km(metres: float) -> str:
    """Kilometres as a person would write them: "0.5", "7.5", "20", "300"."""
    value = metres / 1000.0
    if value < 1.0:
        return f"{value:.2g}"
    if value < 10.0:
        text = f"{value:.1f}"
        return text.removesuffix(".0")
    return f"{value:.0f}"


def degrees(value: float) -> str:
    """A bearing in 0 to 360 with one decimal where it has one: "337.5", "22.5", "90"."""
    text = f"{value % 360.0:.1f}"
    return text.removesuffix(".0")
