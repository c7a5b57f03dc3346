"""When something happened, with the precision it was told with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geomap.model.text import Span

WhenPrecision = Literal[
    "second",
    "minute",
    "hour",
    "part_of_day",
    "day",
    "days",
    "week",
    "month",
    "year",
    "before_publication",
    "open_interval",
    "unknown",
]
WhenBasis = Literal["explicit", "deictic", "inherited", "document_date"]
PartOfDay = Literal["night", "early", "dawn", "morning", "midday", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class DateAnchor:
    """The document's own date, to which "hier" and "mercredi" are relative.

    ``date`` is ISO, cut to its precision; None when unknown. ``basis`` says where it comes from.
    """

    date: str | None
    precision: Literal["minute", "day", "month", "year"] | None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A time with its precision: EDTF (ISO 8601-2), local ISO ``start``/``end``, inclusive dates.

    All values are None when the words give no date ("pendant deux heures": ``duration`` PT2H).
    ``span`` is where the text says it, None when it is inherited or the document's.
    """

    edtf: str | None
    start: str | None
    end: str | None
    precision: WhenPrecision
    basis: WhenBasis
    span: Span | None = None
    part: PartOfDay | None = None
    duration: str | None = None
    #: "depuis mardi": goes on until publication.
    ongoing: bool = False
    #: "demain", "jeudi prochain".
    future: bool = False
    #: "en 2014", "il y a dix ans" … far enough in the past to be background by itself.
    remote: bool = False
    #: "la veille", "le lendemain": counted from the event told before.
    relative_to_event: bool = False


#: Hours of the parts of a day: (start, end, does the end lie on the next day). A convention.
PART_HOURS: dict[PartOfDay, tuple[str, str, bool]] = {
    "night": ("18:00", "09:00", True),
    "early": ("00:00", "09:00", False),
    "dawn": ("04:00", "09:00", False),
    "morning": ("04:00", "12:00", False),
    "midday": ("11:00", "14:00", False),
    "afternoon": ("12:00", "18:00", False),
    "evening": ("18:00", "23:59", False),
}
