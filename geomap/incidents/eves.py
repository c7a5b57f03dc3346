"""The day of what a phrase counts from: "on Friday, three days after gunmen killed five people"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.incidents.draft import Draft
from geomap.incidents.event import HARMFUL
from geomap.incidents.lexicon import lexicon
from geomap.incidents.told import AFTER_REACH
from geomap.language.numerals import numerals
from geomap.model.when import When

if TYPE_CHECKING:
    from geomap.incidents.times import Dated

#: Days of the units counted in, by their word list; what is counted in months is only that old.
UNITS = {"count_days": 1, "count_weeks": 7}
#: Longer counts are no days of one story.
LONGEST = 120
#: "deux jours après le terrible naufrage": words between.
COUNTED_REACH = 2


def counts_from(draft: Draft, dated: Dated) -> bool:
    """True when the phrase ("quatre jours après") ends right before the telling."""
    after = lexicon(draft.reading.lang).words["after"]
    return (
        dated.when.relative_to_event
        and 0 <= draft.first - dated.last <= AFTER_REACH
        and draft.reading.keys[dated.last - 1] in after
    )


def eve_of(draft: Draft, dated: Dated, dates: Sequence[Dated]) -> When | None:
    """The date of an event a phrase counts from, by the day told before it; None for what was told
    already ("three days after the quake") and when no day is told to count from."""
    if draft.definite or draft.anaphoric or draft.type not in HARMFUL or draft.realis != "actual":
        return None
    counted = _days(draft, dated)
    if counted is None:
        return None
    size, days = counted
    told = [one.when for one in dates if one.first < dated.first and one.when.precision == "day"]
    base = _day(told[-1]) if told else None
    if base is None and dated.when.precision == "day" and (shifted := _day(dated.when)):
        base = shifted - timedelta(days)  # "one day after" counted from the event told before
    if base is None:
        return None
    day = base - timedelta(days)
    if size == 1:
        text = day.isoformat()
        return replace(dated.when, edtf=text, start=text, end=text, precision="day")
    monday = day - timedelta(day.weekday())
    start, end = monday.isoformat(), (monday + timedelta(6)).isoformat()
    return replace(dated.when, edtf=f"{start}/{end}", start=start, end=end, precision="week")


def is_counted_from(draft: Draft, dated: Dated) -> bool:
    """ "trois jours après le naufrage": the days are counted from the event itself."""
    reading = draft.reading
    return (
        draft.kind == "noun"
        and dated.when.relative_to_event
        and 0 < draft.first - dated.last <= COUNTED_REACH
        and reading.keys[dated.last - 1] in lexicon(reading.lang).words["after"]
    )


def counted_back(dated: Dated, dates: Sequence[Dated]) -> When | None:
    """ "commence dimanche …, trois jours après le naufrage": so many days before that Sunday."""
    told = [one.when for one in dates if one.first < dated.first and one.when.precision == "day"]
    if not told or told[-1].edtf is None or dated.when.edtf is None:
        return None
    try:
        base, counted = date.fromisoformat(told[-1].edtf), date.fromisoformat(dated.when.edtf)
    except ValueError:
        return None
    day = (base - (counted - base)).isoformat()
    return replace(dated.when, edtf=day, start=day, end=day)


def _days(draft: Draft, dated: Dated) -> tuple[int, int] | None:
    """The unit and the days of "nearly two weeks after"."""
    reading = draft.reading
    words, rules = lexicon(reading.lang).words, numerals(reading.lang)
    for at in range(dated.first, dated.last):
        size = next((n for kind, n in UNITS.items() if reading.keys[at] in words[kind]), 0)
        if not size or at == dated.first:
            continue
        key = reading.keys[at - 1]
        number = int(key) if key.isdigit() else rules.units.get(key)
        if number is None and key in rules.articles:
            number = 1
        days = number * size if number else 0
        return (size, days) if 0 < days <= LONGEST else None
    return None


def _day(when: When) -> date | None:
    try:
        return date.fromisoformat(when.edtf or "")
    except ValueError:
        return None
