"""Dates that no words of the text give: the document's own, inherited ones, and those ``until``.

Pure arithmetic on ``When`` and ``DateAnchor``; what both the finder of dates and the finder of
incidents need.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from geomap.model.edtf import days_in_month
from geomap.model.text import Span
from geomap.model.when import PART_HOURS, DateAnchor, PartOfDay, When, WhenBasis

UNKNOWN = When(None, None, None, "unknown", "document_date")


def last_day_of(iso: str) -> str:
    """The last day of an ISO year, month or day ("2023-09" -> "2023-09-30")."""
    parts = iso[:10].split("-")
    if len(parts) == 1:
        return f"{parts[0]}-12-31"
    if len(parts) == 2:
        return f"{parts[0]}-{parts[1]}-{days_in_month(int(parts[0]), int(parts[1])):02d}"
    return iso[:10]


def first_day_of(iso: str) -> str:
    """The first day of an ISO year, month or day ("2023-09" -> "2023-09-01")."""
    parts = iso[:10].split("-")
    return "-".join([*parts, "01", "01"][:3])


def anchor_edtf(anchor: DateAnchor) -> str | None:
    """The document's date as EDTF, to the day at most."""
    return anchor.date[:10] if anchor.date is not None else None


def story_anchor(anchor: DateAnchor, day: str | None) -> DateAnchor:
    """The date a story is told on: its entry's where the source or a heading gives it one."""
    if day is None:
        return anchor
    precisions: dict[int, Literal["day", "month", "year"]] = {4: "year", 7: "month", 10: "day"}
    return DateAnchor(day, precisions.get(len(day), "minute"), "entry")


def document_when(anchor: DateAnchor, basis: WhenBasis = "document_date") -> When:
    """The document's date as the time of something told without one."""
    told = anchor_edtf(anchor)
    if told is None or anchor.precision is None:
        return UNKNOWN
    precision = "day" if anchor.precision == "minute" else anchor.precision
    return When(told, first_day_of(told), last_day_of(told), precision, basis)


def before_publication(anchor: DateAnchor, basis: WhenBasis = "document_date") -> When:
    """ "a entamé", "a déjà": some day not after the document's date (``../date``)."""
    told = anchor_edtf(anchor)
    if told is None:
        return UNKNOWN
    return When(f"../{told}", None, last_day_of(told), "before_publication", basis)


def open_until_publication(anchor: DateAnchor, basis: WhenBasis = "document_date") -> When:
    """ "ces derniers jours", a series in the present: an open interval up to the document's date."""
    told = anchor_edtf(anchor)
    if told is None:
        return UNKNOWN
    return When(f"../{told}", None, last_day_of(told), "open_interval", basis)


def until(when: When) -> When:
    """What was said on a day happened on it or before: "a déclaré mardi" -> ``../that day``."""
    if when.end is None or when.future:
        return when
    end = when.end[:10]
    return replace(
        when, edtf=f"../{end}", start=None, end=end, precision="before_publication", part=None
    )


def inherited(when: When, span: Span | None = None) -> When:
    """The time of something told before, taken over: basis ``inherited``."""
    return replace(when, basis="inherited", span=span, relative_to_event=False)


def since(when: When, anchor: DateAnchor) -> When:
    """From ``when`` to the document's date, still going on ("depuis X")."""
    told = anchor_edtf(anchor)
    if when.edtf is None or told is None or when.start is None:
        return replace(when, ongoing=True)
    start = when.edtf.partition("/")[0]
    precision = when.precision if when.precision in ("month", "year") else "days"
    return replace(
        when, edtf=f"{start}/{told}", start=when.start[:10], end=last_day_of(told),
        precision=precision, part=None, ongoing=True,
    )  # fmt: skip


def part_hours(day: str, part: PartOfDay) -> tuple[str, str]:
    """Start and end (ISO date-times) of a part of an ISO day; a night ends on the next."""
    start, end, next_day = PART_HOURS[part]
    last = (date.fromisoformat(day) + timedelta(days=1)).isoformat() if next_day else day
    return f"{day}T{start}", f"{last}T{end}"


def with_part(when: When, part: PartOfDay) -> When:
    """A day narrowed to a part of it ("jeudi" and, later, "en fin d'après-midi")."""
    if when.precision != "day" or when.edtf is None or len(when.edtf) != 10:
        return when
    start, end = part_hours(when.edtf, part)
    edtf = when.edtf if start[:10] == end[:10] else f"{start[:10]}/{end[:10]}"
    return replace(when, edtf=edtf, start=start, end=end, precision="part_of_day", part=part)


def day_before(when: When) -> When | None:
    """The day before a single day ("au lendemain de"); None when ``when`` is no single day."""
    edtf = when.edtf or ""
    if (
        "/" in edtf
        or not edtf[:4].isdigit()
        or len(edtf) < len("2023-07-04")
        or edtf <= "0001-01-02"
    ):
        return None
    day = (date.fromisoformat(edtf[:10]) - timedelta(days=1)).isoformat()
    return replace(when, edtf=day, start=day, end=day, precision="day", part=None, future=False)


def moments(when: When) -> tuple[datetime | None, datetime | None]:
    """First and last moment of ``when`` as naive local times; None where it is open."""
    return _moment(when.start, time.min), _moment(when.end, time(23, 59))


def _moment(iso: str | None, default: time) -> datetime | None:
    if iso is None or iso.startswith("-"):
        return None
    if len(iso) == 10:
        return datetime.combine(date.fromisoformat(iso), default)
    return datetime.fromisoformat(iso.removesuffix("Z"))


def overlap(one: When, other: When, widen_days: int = 0) -> bool:
    """True when two times share a moment, by ``start``/``end`` with the hours of parts of a day.

    Early Monday and the night of Monday to Tuesday do not overlap. Unknown times never do.
    """
    if one.edtf is None or other.edtf is None:
        return False
    (a, b), (c, d) = moments(one), moments(other)
    slack = timedelta(days=widen_days)
    return not (
        (b is not None and c is not None and b + slack < c)
        or (d is not None and a is not None and d + slack < a)
    )
