"""Coordinates printed in a text, in the usual notations: they beat any gazetteer.

Read are degrees with signs ("50°27′N 30°31′E", "50° 27' 16.1" N, 30° 31' 25" E", "48,8566° N, 2,3522° E"),
letters before ("N 48.8566 E 2.3522"), words before ("lat 34.55, lon 69.21", "latitude : 34,55 ;
longitude : 69,21"), bare pairs ("48.8566, 2.3522" with four decimals, or fewer behind a word such as
"GPS"), UTM ("36U 324000 5592000") and military grid references ("36U UA 24300 91900"; spaces are free).
The letters are those of French and English (O and W for west). A pair without letters is latitude,
longitude. Values out of range are no coordinates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.expressions import grids
from geomap.model.text import Span

#: Metres of a degree of latitude.
DEGREE_M = 111_320.0
#: Nothing printed is trusted closer than this.
LEAST_M = 100.0

_NUMBER = r"\d{1,3}(?:[.,]\d{1,8})?"
_MINUTES, _SECONDS = r"\d{1,2}(?:[.,]\d{1,6})?", r"\d{1,2}(?:[.,]\d{1,4})?"


def _dms(name: str) -> str:
    """Degrees, perhaps with minutes and seconds, in groups named after ``name``."""
    return (
        rf"(?P<{name}d>-?{_NUMBER})\s?[°º]\s?"
        rf"(?:(?P<{name}m>{_MINUTES})\s?['’′]\s?"
        rf"(?:(?P<{name}s>{_SECONDS})\s?(?:[\"”″]|''|’’|′′)\s?)?)?"
    )


_LATITUDE = r"(?:N|S|[Nn]ord|[Ss]ud|[Nn]orth|[Ss]outh)"
_LONGITUDE = r"(?:E|W|O|[Ee]st|[Oo]uest|[Ee]ast|[Ww]est)"
_OF = r"(?:de\s)?"
_BETWEEN = r"\s?(?:,|;|/|-|–|et|and|par|by)?\s?"
#: Degrees with the letter behind.
_WITH_SIGN = re.compile(
    rf"{_dms('a')}{_OF}(?:latitude\s)?(?P<al>{_LATITUDE})\b{_BETWEEN}"
    rf"{_dms('b')}{_OF}(?:longitude\s)?(?P<bl>{_LONGITUDE})\b"
)
#: Degrees with the letter before.
_LETTER_FIRST = re.compile(
    rf"\b(?P<al>[NS])\s?(?P<ad>\d{{1,2}}(?:[.,]\d{{1,8}}))°?{_BETWEEN}"
    r"(?P<bl>[EWO])\s?(?P<bd>\d{1,3}(?:[.,]\d{1,8}))°?"
)
#: Words before: "lat 34.55, lon 69.21".
_WORD_FIRST = re.compile(
    rf"\blat(?:itude)?\b\.?\s?[:=]?\s?(?P<ad>-?{_NUMBER})\s?°?\s?(?P<al>[NS]\b)?{_BETWEEN}"
    rf"lon(?:g(?:itude)?)?\b\.?\s?[:=]?\s?(?P<bd>-?{_NUMBER})\s?°?\s?(?P<bl>[EWO]\b)?",
    re.IGNORECASE,
)
#: A bare pair of decimals.
_PAIR = re.compile(
    r"(?<![\d.,])(?P<ad>-?\d{1,2}\.\d{3,8})°?\s?[,;]\s?(?P<bd>-?\d{1,3}\.\d{3,8})°?(?![\d.,]*\d)"
)
_CUE = re.compile(
    r"(?:gps|coordonn\w+|coordinates?|lat\w*|position)\W{0,4}\S{0,12}\W{0,4}$", re.IGNORECASE
)
#: Without one of these there is nothing to read: one cheap look at most texts.
_MAYBE = re.compile(
    r"[°º]|\d\.\d{3}|\blat|\d[C-HJ-NP-X]\s?(?:[A-HJ-NP-Z]{2}\s?\d|\s\d{6})|\bUTM\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Printed:
    """Coordinates in a text, with the half of their last digit as radius."""

    span: Span
    lon: float
    lat: float
    radius_m: float


def find_coordinates(text: str) -> list[Printed]:
    """All printed coordinates of a text, in order."""
    if not _MAYBE.search(text):
        return []
    found: list[Printed] = []

    def keep(printed: Printed | None) -> None:
        if printed and not any(printed.span.overlaps(other.span) for other in found):
            found.append(printed)

    for pattern in (_WITH_SIGN, _LETTER_FIRST, _WORD_FIRST, _PAIR):
        for match in pattern.finditer(text):
            keep(_read(match, pattern is _PAIR, text))
    for spot in grids.find_grids(text):
        keep(Printed(Span(spot.start, spot.end), spot.lon, spot.lat, max(LEAST_M, spot.radius_m)))
    return sorted(found, key=lambda p: p.span)


def _read(match: re.Match[str], bare: bool, text: str) -> Printed | None:
    groups = match.groupdict()
    if bare and not _surely_a_pair(match, text):
        return None
    lat, lat_digit = _value(groups, "a")
    lon, lon_digit = _value(groups, "b")
    if (groups.get("al") or "N")[0] in "Ss":
        lat = -abs(lat)
    if (groups.get("bl") or "E")[0] in "WwOo":
        lon = -abs(lon)
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        return None
    radius = max(LEAST_M, 0.5 * max(lat_digit, lon_digit) * DEGREE_M)
    return Printed(
        Span(match.start(), match.start() + len(match.group().rstrip())), lon, lat, radius
    )


def _surely_a_pair(match: re.Match[str], text: str) -> bool:
    long = all(len(match[name].split(".")[1]) >= 4 for name in ("ad", "bd"))
    return long or bool(_CUE.search(text[max(0, match.start() - 40) : match.start()]))


def _value(groups: dict[str, str | None], prefix: str) -> tuple[float, float]:
    """Degrees, and what one unit of the last digit is worth in degrees."""
    total, worth = 0.0, 1.0
    sign = -1.0 if (groups.get(f"{prefix}d") or "").startswith("-") else 1.0
    for name, unit in (("d", 1.0), ("m", 1 / 60), ("s", 1 / 3600)):
        text = groups.get(f"{prefix}{name}")
        if text is None:
            continue
        text = text.replace(",", ".").lstrip("-")
        total += float(text) * unit
        worth = unit * 10.0 ** -len(text.partition(".")[2])
    return sign * total, worth
