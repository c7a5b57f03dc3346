"""Dates and places an event does not give itself: inherited in its paragraph, else the document's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geomap.incidents.story import Event
from geomap.model.dating import (
    UNKNOWN,
    before_publication,
    document_when,
    inherited,
    moments,
    open_until_publication,
    story_anchor,
)
from geomap.model.place import Mention
from geomap.model.text import SegmentedText
from geomap.model.when import DateAnchor, When

#: An event this long before the story's first one is told as context.
BACKGROUND_AFTER = timedelta(days=3)
WEEK_DAYS = 7
#: Events looked back at for a date or a place to inherit.
LOOK_BACK = 8
#: Types that happen where the event before them in the paragraph happened, unless told otherwise.
FOLLOWING = frozenset({"evacuation", "civil_protection", "aid_or_outage"})


@dataclass(slots=True)
class Settled:
    """An event with its final date and place. ``inferred``: the place is taken over."""

    event: Event
    when: When
    site: Mention | None
    others: tuple[Mention, ...]
    inferred: bool
    background: bool


def settle(events: Sequence[Event], anchor: DateAnchor, segmented: SegmentedText) -> list[Settled]:
    """Events in the order told, each with a date (or none that is known) and a place (or none)."""
    settled: list[Settled] = []
    by_block: dict[int, list[Settled]] = {}
    for event in events:
        before = by_block.setdefault(event.block, [])
        told_on = story_anchor(anchor, segmented.blocks[event.block].date)
        one = _settle_one(event, before, told_on, segmented)
        before.append(one)
        settled.append(one)
    return settled


def _settle_one(
    event: Event, before: list[Settled], anchor: DateAnchor, segmented: SegmentedText
) -> Settled:
    paragraph = segmented.sentences[event.sentences[0]].paragraph
    previous = next(
        (
            one for one in reversed(before[-LOOK_BACK:])
            if segmented.sentences[one.event.sentences[-1]].paragraph == paragraph
            and not one.background
        ),
        None,
    )  # fmt: skip
    when = _ahead(event, _when(event, previous, anchor), anchor)
    background = _is_background(event, when, before)
    site, inferred = event.site, False
    if (
        site is None
        and previous is not None
        and event.type in FOLLOWING
        and not background
        and event.subtype != "traffic"
    ):
        site, inferred = previous.site, previous.site is not None
    if event.type == "pledge_or_statement":
        site, inferred = None, False
        event.about = before[-1].event if before else None
    return Settled(event, when, site, tuple(event.others), inferred, background)


def _when(event: Event, previous: Settled | None, anchor: DateAnchor) -> When:
    if event.date is not None:
        return event.date
    if event.begun or event.pluperfect:
        return before_publication(anchor)
    if event.series:
        return open_until_publication(anchor)
    if event.type == "pledge_or_statement":
        same = previous is not None and previous.event.sentences[-1] == event.sentences[0]
        return (
            inherited(_to_the_day(previous.when))
            if same and previous
            else before_publication(anchor)
        )
    if event.status in {"planned", "alert"} and event.realis in {"future", "intended", "possible"}:
        return inherited(previous.when) if previous is not None else UNKNOWN
    if previous is not None and previous.when.edtf is not None:
        return inherited(_to_the_day(previous.when))
    return document_when(anchor)


def _to_the_day(when: When) -> When:
    """What followed was not at the same minute: another event inherits the day."""
    if when.precision not in {"second", "minute", "hour", "part_of_day"} or when.edtf is None:
        return when
    day = when.edtf[:10]
    if "/" in when.edtf or len(day) != 10:
        return when
    return replace(when, edtf=day, start=day, end=day, precision="day", part=None)


def _ahead(event: Event, when: When, anchor: DateAnchor) -> When:
    """A weekday of a plan or a warning is the next one, not the last (rule 1)."""
    if event.status not in {"planned", "alert"} or when.basis != "deictic" or when.future:
        return when
    if when.precision != "day" or anchor.date is None or when.edtf is None or len(when.edtf) != 10:
        return when
    day = date.fromisoformat(when.edtf)
    published = anchor.date[:10]
    if len(published) != 10 or not 0 < (date.fromisoformat(published) - day).days < WEEK_DAYS:
        return when
    ahead = (day + timedelta(days=WEEK_DAYS)).isoformat()
    return replace(when, edtf=ahead, start=ahead, end=ahead, future=True)


def _is_background(event: Event, when: When, before: Sequence[Settled]) -> bool:
    if event.date is not None and event.date.remote:
        return True
    if not before or event.date is None:
        return False
    main = next((one.when for one in before if not one.background), None)
    if main is None:
        return False
    (start, _), (_, end) = moments(main), moments(when)
    start = start or moments(main)[1]
    return start is not None and end is not None and end.date() + BACKGROUND_AFTER <= start.date()
