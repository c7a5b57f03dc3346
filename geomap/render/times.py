"""Local ISO dates, cut to their precision, as minutes since 1970 on a proleptic calendar."""

from __future__ import annotations

import re
from datetime import date

from geomap.model.when import When
from geomap.render.vocabulary import DATED, OPEN_END, OPEN_START, UNDATED

_EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")


def when_to_interval(when: When) -> tuple[int, int, int]:
    """``(time, start, end)`` of a When: a code, and minutes, the end exclusive.

    An open side has the minute of the known one, so that it takes no room it was not given.
    """
    start = iso_to_minutes(when.start, last=False)
    end = iso_to_minutes(when.end, last=True)
    if start is not None and end is not None:
        return (DATED, start, max(end, start)) if end >= start else (DATED, end, start)
    if end is not None:
        return OPEN_START, end - 1, end
    if start is not None:
        return OPEN_END, start, start + 1
    return UNDATED, 0, 0


def iso_to_minutes(text: str | None, *, last: bool) -> int | None:
    """The first minute of an ISO date, or with ``last`` the one after its last; None if it is none.

    A date-time is an instant either way.
    """
    found = _ISO.match(text or "")
    if found is None:
        return None
    year, month, day, hour, minute = (int(g) if g else None for g in found.groups())
    assert year is not None
    try:
        if hour is not None and minute is not None:
            return (_ordinal(year, month, day) * 24 + hour) * 60 + minute
        if last:
            if day is not None:
                return (_ordinal(year, month, day) + 1) * 1440
            if month is not None:
                year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            else:
                year += 1
            if year > date.max.year:
                return (date.max.toordinal() - _EPOCH + 1) * 1440
        return _ordinal(year, month, day) * 1440
    except ValueError:
        return None


def _ordinal(year: int, month: int | None, day: int | None) -> int:
    return date(year, month or 1, day or 1).toordinal() - _EPOCH
