"""What a date expression is read against: the document's date, the tense, the story so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geomap.dates.grammar import Atom, Grammar
from geomap.dates.tense import Tense
from geomap.dates.values import Now, Value
from geomap.model.edtf import days_in_month
from geomap.model.when import DateAnchor

#: A document dated outside these years is not dated at all (and arithmetic stays in range).
EARLIEST_YEAR, LATEST_YEAR = 1000, 9000


#: An event so many days old no longer lends its day to the hours of another paragraph.
PAST_DAYS = 2


class _Unknown:
    """The words name a time that cannot be told: relative, and nothing to count from."""


UNKNOWN: Final = _Unknown()
#: A value, a time that cannot be told, or no time expression at all.
Reading = Value | _Unknown | None


@dataclass(slots=True)
class Story:
    """What a story has told so far (changed while it is read)."""

    #: the last event's date, to which "la veille" is relative.
    last_event: Value | None = None
    #: the paragraph that told it.
    event_paragraph: int = -1
    #: the last date of the sentence, background included.
    in_sentence: Value | None = None
    #: a year told for what follows in the paragraph.
    year: int | None = None
    paragraph: int = -1
    #: the last full date with its weekday: where the document's day is unknown, weekdays hang on it.
    full_date: date | None = None

    @property
    def event(self) -> Value | None:
        """What "plus tard" and "la veille" count from."""
        return self.in_sentence or self.last_event

    def event_of_today(self, now: Now | None) -> Value | None:
        """The event whose day "à l'aube", "dans la nuit" mean; not one of another paragraph that
        is days past, for a new paragraph opens on the document's day."""
        event = self.event
        if event is None or now is None or event is self.in_sentence:
            return event
        elsewhere = self.event_paragraph != self.paragraph
        past = (now.latest - event.end).days > PAST_DAYS
        return None if elsewhere and past else event


@dataclass(slots=True)
class Context:
    """All that the reading of one expression may look at."""

    rules: Grammar
    now: Now | None
    story: Story
    tense: Tense | None = None
    #: folded words of the story, for the scope of named events.
    words: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)
    #: bounds set by the other end of a range ("de lundi à mercredi").
    not_after: date | None = None
    not_before: date | None = None

    @property
    def future(self) -> bool:
        return self.tense == "future"

    def look(self, table: str, word: str) -> object:
        """The value of a folded word in a table of the grammar."""
        return self.rules.tables[table][word]

    def label(self, atom: Atom) -> str | None:
        """What "dernier", "next" ... before or behind a date says, None when nothing does."""
        for name in ("mod", "modbehind"):
            word = atom.word(name)
            if word is not None:
                return str(self.rules.tables[name][word])
        return None

    def weekday(self, atom: Atom, suffix: str = "") -> int | None:
        """The ISO number of the weekday that was caught (1 Monday to 7 Sunday)."""
        number = self.number(atom, f"weekday{suffix}", "weekday")
        return number if number is not None else self.number(atom, f"wdbefore{suffix}", "wdbefore")

    def number(self, atom: Atom, name: str, table: str) -> int | None:
        word = atom.word(name)
        return None if word is None else int(str(self.rules.tables[table][word]))


def now_of(anchor: DateAnchor) -> Now | None:
    """The days the document's date may be; None when it is unknown."""
    return parse_now(anchor.date)


def parse_now(iso: str | None) -> Now | None:
    """An ISO year, month, day or date-time as the days it may be; None when it is no date."""
    if iso is None:
        return None
    parts = iso[:10].split("-")
    try:
        numbers = [int(p) for p in parts]
        if not EARLIEST_YEAR <= numbers[0] <= LATEST_YEAR:
            return None
        if len(numbers) == 1:
            return Now(date(numbers[0], 1, 1), date(numbers[0], 12, 31), iso[:4])
        if len(numbers) == 2:
            year, month = numbers
            return Now(date(year, month, 1), date(year, month, days_in_month(year, month)), iso[:7])
        day = date(*numbers[:3])
    except (ValueError, IndexError):
        return None
    return Now(day, day, day.isoformat())
