"""Dates of headers, metadata and rows -> ISO, cut to the precision they were told with.

A wall time stays as told: an offset (``+02:00``) is read and dropped, never converted, so that the
day is the one the outlet printed. Midnight sharp in a table is a day, not a minute.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.model.text import DocumentDatePrecision

_ISO = re.compile(
    r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(?:\d{2})?Z?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T,à]+(\d{1,2})[:hH](\d{2}))?")
_MONTHS_PER_YEAR = 12
_CLOCK = r"(?:[\s,à@-]*(?:at\s+)?(\d{1,2})\s?[:hH.]\s?(\d{2})\s*(am|pm|a\.m\.?|p\.m\.?)?)?.{0,12}"
_LEAD = r"(?:[^\W\d]{2,9}\.?,?\s+)?(?:(?:le|the|on)\s+)?"
#: "mercredi 13 septembre 2023 à 18h05", "13 Sept. 2023".
_DAY_MONTH = re.compile(
    _LEAD + r"(\d{1,2})(?:er|st|nd|rd|th)?\s+(?:of\s+)?([^\W\d]{3,9})\.?,?\s+(\d{4})\b" + _CLOCK,
    re.IGNORECASE,
)
#: "September 13, 2023 6:05 pm".
_MONTH_DAY = re.compile(
    _LEAD + r"([^\W\d]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b" + _CLOCK,
    re.IGNORECASE,
)
#: "septembre 2023".
_MONTH_YEAR = re.compile(r"([^\W\d]{3,9})\.?\s+(\d{4})")
_HALF_DAY = 12

IsoDate = tuple[str, DocumentDatePrecision]


def iso_date(value: object, *, day_first: bool = False) -> IsoDate | None:
    """``value`` (text, date, datetime, whole year; words of French and English too) as (ISO text, precision); None if it is no date.

    ``13/09/2023`` is read when only one reading exists; ``09/10/2023`` only with ``day_first``.
    """
    if isinstance(value, datetime):
        return _from_datetime(value)
    if isinstance(value, date):
        return value.isoformat(), "day"
    text = str(value).strip() if value is not None else ""
    for pattern in (_ISO, _COMPACT):
        match = pattern.fullmatch(text)
        if match:
            return _from_parts(*match.groups())
    match = _DAY_FIRST.fullmatch(text)
    if match:
        day, month, year, hour, minute = match.groups()
        if int(day) <= _MONTHS_PER_YEAR and not day_first and day != month:
            return None
        return _from_parts(year, month, day, hour, minute)
    return _from_mail_date(text) or _from_words(text)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Names and abbreviations of months in the languages we read, folded."""
    months: dict[str, int] = {}
    for lang in ("en", "fr"):
        told = load(lang, "dates")
        months |= told["month_abbreviations"] | told["months"]
    return {fold(name): number for name, number in months.items()}


def _from_words(text: str) -> IsoDate | None:
    """ "13 septembre 2023 à 18h05", "Sept. 13, 2023", "septembre 2023"."""
    match = _MONTH_YEAR.fullmatch(text)
    if match:
        number = _months().get(fold(match[1]))
        return _from_parts(match[2], str(number), None, None, None) if number else None
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        match = pattern.fullmatch(text)
        number = _months().get(fold(match[month])) if match else None
        if match and number:
            hour, half = match[4], (match[6] or "")[:1].lower()
            if hour and half and int(hour) <= _HALF_DAY:
                hour = str(int(hour) % _HALF_DAY + (_HALF_DAY if half == "p" else 0))
            return _from_parts(match[3], str(number), match[day], hour, match[5])
    return None


def _from_parts(
    year: str, month: str | None, day: str | None, hour: str | None, minute: str | None
) -> IsoDate | None:
    try:
        if month is None:
            return f"{date(int(year), 1, 1).year:04d}", "year"
        if day is None:
            first = date(int(year), int(month), 1)
            return f"{first.year:04d}-{first.month:02d}", "month"
        if hour is None or minute is None:
            return date(int(year), int(month), int(day)).isoformat(), "day"
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute))  # noqa: DTZ001
    except ValueError:
        return None
    return _from_datetime(moment)


def _from_datetime(moment: datetime) -> IsoDate:
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat(), "day"
    return moment.strftime("%Y-%m-%dT%H:%M"), "minute"


def _from_mail_date(text: str) -> IsoDate | None:
    """RFC 2822, as feeds write it: ``Wed, 13 Sep 2023 08:30:00 +0200``."""
    if not re.search(r"\b\d{4}\b", text) or not re.search(r"[A-Za-z]{3}", text):
        return None
    try:
        return _from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        return None
