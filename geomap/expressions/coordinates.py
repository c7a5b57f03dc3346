"""Coordinates printed in a text, in the usual notations: they beat any gazetteer.

Read: "50°27′N 30°31′E", "50° 27' 16.1" N, 30° 31' 25" E", "48,8566° N, 2,3522° E", "N 48.8566 E 2.3522",
"48.8566, 2.3522" (four decimals or a word such as "GPS" before it). The letters are those of French
and English (O and W for west). A pair without letters is latitude, longitude.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.model.text import Span

_NUMBER = r"\d{1,3}(?:[.,]\d{1,8})?"
_DMS = rf"""(?P<{{0}}d>-?{_NUMBER})\s?[°º]\s?
    (?:(?P<{{0}}m>\d{{{{1,2}}}}(?:[.,]\d{{{{1,6}}}})?)\s?['’′]\s?
       (?:(?P<{{0}}s>\d{{{{1,2}}}}(?:[.,]\d{{{{1,4}}}})?)\s?(?:["”″]|''|’’)\s?)?)?"""


def _dms(prefix: str) -> str:
    return _DMS.replace("{{{{", "{").replace("}}}}", "}").replace("{0}", prefix)


_LATITUDE = r"(?:N|S|[Nn]ord|[Ss]ud|[Nn]orth|[Ss]outh)"
_LONGITUDE = r"(?:E|W|O|[Ee]st|[Oo]uest|[Ee]ast|[Ww]est)"
_BETWEEN = r"\s?(?:,|;|/|-|–|et|and|par|by)?\s?"
#: Degrees with the letter behind.
_WITH_SIGN = re.compile(
    rf"{_dms('a')}(?:de\s)?(?:latitude\s)?(?P<al>{_LATITUDE})\b{_BETWEEN}{_dms('b')}(?:de\s)?(?:longitude\s)?(?P<bl>{_LONGITUDE})\b",
    re.VERBOSE,
)
#: Degrees with the letter before.
_LETTER_FIRST = re.compile(
    rf"\b(?P<al>[NS])\s?(?P<ad>\d{{1,2}}(?:[.,]\d{{1,8}}))°?{_BETWEEN}(?P<bl>[EWO])\s?(?P<bd>\d{{1,3}}(?:[.,]\d{{1,8}}))°?"
)
#: A bare pair of decimals.
_PAIR = re.compile(
    r"(?<![\d.,])(?P<ad>-?\d{1,2}\.\d{3,8})°?\s?[,;]\s?(?P<bd>-?\d{1,3}\.\d{3,8})°?(?![\d.,]*\d)"
)
_CUE = re.compile(
    r"(?:gps|coordonn\w+|coordinates?|lat\w*|position)\W{0,4}\S{0,12}\W{0,4}$", re.IGNORECASE
)
_MAYBE = re.compile(r"[°º]|\d\.\d{3}")


@dataclass(frozen=True, slots=True)
class Printed:
    """Coordinates in a text, with the half of their last digit as radius."""

    span: Span
    lon: float
    lat: float
    radius_m: float


def find_coordinates(text: str) -> list[Printed]:
    """All printed coordinates of a text, in order. Values out of range are no coordinates."""
    if not _MAYBE.search(text):
        return []
    found: list[Printed] = []
    for pattern in (_WITH_SIGN, _LETTER_FIRST, _PAIR):
        for match in pattern.finditer(text):
            printed = _read(match, pattern is _PAIR, text)
            if printed and not any(printed.span.overlaps(other.span) for other in found):
                found.append(printed)
    return sorted(found, key=lambda p: p.span)


def _read(match: re.Match[str], bare: bool, text: str) -> Printed | None:
    groups = match.groupdict()
    if bare and not _surely_a_pair(match, text):
        return None
    lat, lat_digit = _value(groups, "a")
    lon, lon_digit = _value(groups, "b")
    if groups.get("al", "N")[0] in "Ss":
        lat = -abs(lat)
    if (groups.get("bl") or "E")[0] in "WwOo":
        lon = -abs(lon)
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        return None
    radius = max(100.0, 0.5 * max(lat_digit, lon_digit) * 111_320.0)
    return Printed(Span(*match.span()), lon, lat, radius)


def _surely_a_pair(match: re.Match[str], text: str) -> bool:
    long = all(len(match[name].split(".")[1]) >= 4 for name in ("ad", "bd"))
    return long or bool(_CUE.search(text[max(0, match.start() - 40) : match.start()]))


def _value(groups: dict[str, str | None], prefix: str) -> tuple[float, float]:
    """Degrees, and what one unit of the last digit is worth in degrees."""
    total, unit, worth = 0.0, 1.0, 1.0
    sign = -1.0 if (groups.get(f"{prefix}d") or "").startswith("-") else 1.0
    for name in ("d", "m", "s"):
        text = groups.get(f"{prefix}{name}")
        if text is None:
            continue
        text = text.replace(",", ".").lstrip("-")
        unit = {"d": 1.0, "m": 1 / 60, "s": 1 / 3600}[name]
        total += float(text) * unit
        worth = unit * 10.0 ** -len(text.partition(".")[2])
    return sign * total, worth
