"""``when_in_words``: a time as a reader would say it, no more precise than it was told.

"nuit du 12 au 13 septembre 2023", "d'octobre à décembre 2022", "vers 1850". The words are data of
``<lang>/date_words.toml``; the page says the same words by the same rules (``render/web/src/dates.js``),
and one table of cases holds for both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.language.load import load
from geomap.model.edtf import days_in_month
from geomap.model.when import When

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")
_SET = re.compile(r"([\[{])(.+)[\]}]")
_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
_VOWEL = r"(?=[aeiouyéèâ])"


@dataclass(frozen=True, slots=True)
class _Date:
    """An ISO date cut to its precision; ``parts`` is 1 to 3, 5 with a clock time."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    parts: int

    @property
    def is_day(self) -> bool:
        return self.parts >= 3


@lru_cache(maxsize=4)
def _words(lang: str) -> Mapping[str, Any]:
    return load(lang, "date_words")


def when_in_words(when: When, lang: str, quote: str | None = None) -> str:
    """A time in words of ``lang`` ("fr", "en"); ``quote`` stands for one that could not be told."""
    words = _words(lang)
    if when.edtf is None:
        if when.duration is not None:
            return str(words["for"]).format(_duration(when.duration, words))
        return words["unknown_quote"].format(quote) if quote else str(words["undated"])
    start, end = when.start or "", when.end or ""
    if when.precision == "part_of_day" and when.part and start and end:
        if when.part == "night" and start[:10] != end[:10]:
            return str(words["night_range"].format(_range(start[:10], end[:10], words)))
        return str(words["part"][when.part].format(_date(start[:10], words)))
    if when.precision == "hour" and "T" in start and start[:10] == end[:10]:
        day, opens, closes = _date(start[:10], words), _clock(start, words), _clock(end, words)
        hours = str(words["between"].format(day, opens, closes))
        return hours + (" GMT" if start.endswith("Z") else "")
    if when.precision == "week" and start and end:
        return str(words["week"].format(_range(start, end, words)))
    return _edtf(when, words)


def _edtf(when: When, words: Mapping[str, Any]) -> str:
    edtf = when.edtf or ""
    found = _SET.fullmatch(edtf)
    if found:
        *members, last = found[2].split(",")
        told = [_first_of(member, last, words) for member in members]
        label = "either" if found[1] == "[" else "both"
        return str(words[label].format(", ".join(told), _one(last, words)))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(start, words)
    if start == "..":
        return _day_or_period("until", end, words)
    if end == "..":
        return _day_or_period("from", start, words)
    about = "~" in start or "%" in start
    if when.ongoing:
        label = "ongoing_about" if about else "ongoing"
        return _day_or_period(label, _plain(start), words, _date(end, words))
    if about or "~" in end:
        return _elided(words["span"].format(_one(start, words), _one(end, words)), words)
    return _range(start, end, words)


def _plain(edtf: str) -> str:
    return re.sub(r"[~?%]", "", edtf)


def _parsed(iso: str) -> _Date | None:
    found = _ISO.match(iso)
    if found is None:
        return None
    parts = [int(part) if part else 0 for part in found.groups()]
    told = sum(1 for part in found.groups() if part is not None)
    return _Date(parts[0], parts[1], parts[2], parts[3], parts[4], told)


def _one(edtf: str, words: Mapping[str, Any]) -> str:
    """One date of EDTF: "vers 1850", "années 1990", "XIXe siècle"."""
    if re.match(r"\d\dXX", edtf):
        return str(words["century"].format(_ordinal(int(edtf[:2]) + 1, words)))
    if re.match(r"\d{3}X", edtf):
        return str(words["decade"].format(f"{int(edtf[:3])}0"))
    iso = _plain(edtf)
    if "~" in edtf or "%" in edtf:
        return _day_or_period("about", iso, words)
    return _date(iso, words) + (" GMT" if "T" in iso and iso.endswith("Z") else "")


def _date(iso: str, words: Mapping[str, Any]) -> str:
    """An ISO date in words; the text itself when it is none."""
    date = _parsed(iso)
    if date is None:
        return iso
    if date.parts == 1 or not 1 <= date.month <= 12:
        return str(date.year)
    if date.parts == 2:
        return f"{words['months'][date.month - 1]} {date.year}"
    day = f"{_day(date, words)} {words['months'][date.month - 1]} {date.year}"
    return day if date.parts == 3 else str(words["at"].format(day, _clock(iso, words)))


def _day(date: _Date, words: Mapping[str, Any]) -> str:
    return str(words["first_day"]) if date.day == 1 else str(date.day)


def _clock(iso: str, words: Mapping[str, Any]) -> str:
    date = _parsed(iso)
    if date is None:
        return iso
    hour = str(date.hour) if "h" in words["clock"] else f"{date.hour:02d}"
    return str(words["clock"].format(hour, f"{date.minute:02d}"))


def _whole(start: str, end: str) -> tuple[str, str]:
    """Whole months as months, whole years as years: what a range of days says too."""
    one, two = _parsed(start), _parsed(end)
    if one is None or two is None or one.parts != 3 or two.parts != 3 or one.day != 1:
        return start, end
    if not 1 <= two.month <= 12 or two.day != days_in_month(two.year, two.month):
        return start, end
    if one.month == 1 and two.month == 12:
        return start[:4], end[:4]
    return start[:7], end[:7]


def _range(start: str, end: str, words: Mapping[str, Any]) -> str:
    """ "du 12 au 13 septembre 2023", without saying twice what both share."""
    start, end = _whole(start, end)
    one, two = _parsed(start), _parsed(end)
    if one is None or two is None:
        return _date(start or end, words)
    last = _date(end[:10], words)
    if one.is_day and two.is_day:
        if start[:10] == end[:10]:
            return last
        return str(words["range"].format(_first_of(start, end, words), last))
    same_year = one.parts == two.parts == 2 and one.year == two.year and one.month != two.month
    first = words["months"][one.month - 1] if same_year else _date(start[:10], words)
    if first == last:
        return str(first)
    label = "range_to_month" if one.is_day else "span_to_day" if two.is_day else "span"
    return _elided(words[label].format(first, last), words)


def _first_of(first: str, last: str, words: Mapping[str, Any]) -> str:
    """The first of two dates without the month and the year it shares with the second."""
    one, two = _parsed(first), _parsed(last)
    if one is None or two is None or not (one.is_day and two.is_day):
        return _one(first, words)
    if one.year != two.year:
        return _date(first[:10], words)
    month = "" if one.month == two.month else f" {words['months'][one.month - 1]}"
    return _day(one, words) + month


def _day_or_period(label: str, iso: str, words: Mapping[str, Any], more: str = "") -> str:
    """A word for a day, or its like for a month or a year ("au plus tard le", "au plus tard en")."""
    date = _parsed(iso)
    label = label if date is not None and date.is_day else f"{label}_period"
    return _elided(words[label].format(_date(iso[:10], words), more), words)


def _elided(text: str, words: Mapping[str, Any]) -> str:
    """ "de octobre" is no French."""
    for word in words["elided"]:
        text = re.sub(rf"\b({word[0]}){word[1:]} {_VOWEL}", r"\1'", text)
    return text


def _ordinal(number: int, words: Mapping[str, Any]) -> str:
    """19 as "XIXe" or "19th"."""
    if words["ordinals"] == "roman":
        ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
        return "X" * (number // 10) + ones[number % 10] + ("er" if number == 1 else "e")
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _duration(iso: str, words: Mapping[str, Any]) -> str:
    found = _DURATION.fullmatch(iso)
    if found is None:
        return iso
    return " ".join(
        f"{count} {words['units'][unit][int(count) != 1]}"
        for unit, count in zip(_UNITS, found.groups(), strict=True)
        if count is not None
    )
