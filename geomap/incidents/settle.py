"""Dates and places an event does not give itself: inherited in its paragraph, else the document's."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geomap.incidents.days import SCHEDULED
from geomap.incidents.event import HARMFUL, Event
from geomap.incidents.lexicon import grammar_words
from geomap.incidents.times import Dated
from geomap.incidents.types import ATTACKS
from geomap.model.dating import (
    UNKNOWN,
    before_publication,
    document_when,
    inherited,
    moments,
    open_until_publication,
    story_anchor,
    until,
)
from geomap.model.place import Mention
from geomap.model.text import SegmentedText
from geomap.model.when import DateAnchor, When

#: An event this long before the story's first one is told as context.
BACKGROUND_AFTER = timedelta(days=3)
WEEK_DAYS = 7
#: Sentences before an event that may lead in with its day, and how old that day may be.
LED_IN = 2
RECENT = timedelta(days=7)
LED_PRECISIONS = frozenset({"minute", "hour", "part_of_day", "day"})
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


def settle(
    events: Sequence[Event],
    anchor: DateAnchor,
    segmented: SegmentedText,
    dates: Mapping[int, Sequence[Dated]],
) -> list[Settled]:
    """Events in the order told, each with a date (or none that is known) and a place (or none)."""
    settled: list[Settled] = []
    by_block: dict[int, list[Settled]] = {}
    for event in events:
        before = by_block.setdefault(event.block, [])
        told_on = story_anchor(anchor, segmented.blocks[event.block].date)
        one = _settle_one(event, before, told_on, segmented, dates)
        before.append(one)
        settled.append(one)
    return settled


def _settle_one(
    event: Event,
    before: list[Settled],
    anchor: DateAnchor,
    segmented: SegmentedText,
    dates: Mapping[int, Sequence[Dated]],
) -> Settled:
    paragraph = segmented.sentences[event.sentences[0]].paragraph
    previous = next(
        (
            one for one in reversed(before[-LOOK_BACK:])
            if any(
                segmented.sentences[at].paragraph == paragraph
                for at in one.event.sentences
                if at <= event.sentences[0]
            )
            and not one.background
        ),
        None,
    )  # fmt: skip
    last = next((one for one in reversed(before[-LOOK_BACK:]) if not one.background), None)
    lead = (
        None if event.date is not None else _day_led_in(event, previous, anchor, segmented, dates)
    )
    if previous is None and lead is None:
        previous = _blow_before(event, before)
    when = _ahead(
        event, _that_evening(lead or _when(event, previous, anchor), last, segmented), anchor
    )
    background = _is_background(event, when, before)
    site, inferred = event.site, False
    if (
        site is None
        and previous is not None
        and not previous.event.series
        and previous.event.type in HARMFUL | FOLLOWING
        and event.type in FOLLOWING
        and not background
        and event.subtype != "traffic"
    ):
        site, inferred = previous.site, previous.site is not None
    if event.type == "pledge_or_statement":
        site, inferred = None, False
        event.about = before[-1].event if before else None
    return Settled(event, when, site, tuple(event.others), inferred, background)


def _blow_before(event: Event, before: Sequence[Settled]) -> Settled | None:
    """Another blow of the same story: "… lundi sur X. [new paragraph] A Y, des tirs ont tué …"."""
    last = next((one for one in reversed(before[-LOOK_BACK:]) if not one.background), None)
    if last is None or last.event.opening != event.opening or last.event.date is None:
        return None
    both = {last.event.type, event.type} <= ATTACKS
    return last if both and last.when.precision in LED_PRECISIONS else None


def _day_led_in(
    event: Event,
    previous: Settled | None,
    anchor: DateAnchor,
    segmented: SegmentedText,
    dates: Mapping[int, Sequence[Dated]],
) -> When | None:
    """ "… 84 interventions samedi. A X, un poteau a causé un accident": the day of what leads in.

    None unless the sentences just before, of the same paragraph and without an event of their own,
    tell one recent day.
    """
    if event.begun or event.pluperfect or event.series or event.status != "reported":
        return None
    published = moments(document_when(anchor))[1] if anchor.precision in {"day", "minute"} else None
    first = event.sentences[0]
    paragraph = segmented.sentences[first].paragraph
    earliest = -1 if previous is None else previous.event.sentences[-1]
    for at in range(first - 1, max(earliest, first - 1 - LED_IN), -1):
        if at < 0:
            return None
        if segmented.sentences[at].paragraph != paragraph and not event.told[0].fronted:
            return None  # but: "Lundi, des actions ont eu lieu.\n\nÀ Arras, …"
        told = [d.when for d in dates.get(at, ()) if d.when.edtf is not None]
        if not told:
            continue
        when, end = told[-1], moments(told[-1])[1]
        recent = published is not None and end is not None and end + RECENT >= published
        plain = when.precision in LED_PRECISIONS and not (
            when.ongoing or when.future or when.remote
        )
        one_day = (
            len({(w.edtf or "")[:10] for w in told}) == 1
        )  # "Ce samedi 4 février, il est 6h30"
        return inherited(_to_the_day(when)) if one_day and plain and recent else None
    return None


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
    if previous is not None and previous.when.edtf is not None and _tells_a_time(previous.when):
        if previous.event.type == "arrest_or_crackdown" and event.type in HARMFUL:
            return until(previous.when)  # "interpellé lundi, il est soupçonné d'avoir poignardé …"
        return inherited(_to_the_day(previous.when))
    return document_when(anchor)


def _that_evening(when: When, previous: Settled | None, segmented: SegmentedText) -> When:
    """ "Dans la soirée, …" without a day is that of the day told just before."""
    known = previous.when if previous is not None else UNKNOWN
    if when.precision not in {"part_of_day", "day"} or when.edtf is None:
        return when
    if not _names_no_day(when, segmented):
        return when
    day = (known.edtf or "")[:10]
    alone = "/" not in (known.edtf or "/") and "/" not in when.edtf
    if known.basis not in {"explicit", "deictic"} or not alone or len(day) != 10:
        return when
    moved = replace(when, edtf=day, basis="inherited")
    return replace(
        moved,
        start=day + when.start[10:] if when.start else day,
        end=day + when.end[10:] if when.end else day,
    )


def _firsts(segmented: SegmentedText) -> list[int]:
    return [sentence.first_token for sentence in segmented.sentences]


def _names_no_day(when: When, segmented: SegmentedText) -> bool:
    """ "dans la soirée", "en fin de matinée": a part of a day alone."""
    if when.span is None:
        return False
    tokens, words = segmented.tokens, grammar_words(segmented.lang)["part_of_day_alone"]
    first = bisect.bisect_left(tokens.starts, when.span.start)
    opens = bisect.bisect_left(_firsts(segmented), first + 1) - 1
    if segmented.sentences[opens].first_token < first:
        return False  # "avait convoqué dans la matinée": in the middle of what is told
    last = bisect.bisect_left(tokens.starts, when.span.end)
    return all(key in words for key in tokens.keys[first:last])


def _tells_a_time(when: When) -> bool:
    """A bound ("on that day or before") is no time that another event could share."""
    return when.precision not in {"before_publication", "open_interval"}


def _to_the_day(when: When) -> When:
    """What followed was not at the same minute: another event inherits the day."""
    if when.precision not in {"second", "minute", "hour", "part_of_day"} or when.edtf is None:
        return when
    day = when.edtf[:10]
    if "/" in when.edtf or len(day) != 10:
        return when
    return replace(when, edtf=day, start=day, end=day, precision="day", part=None)


def _ahead(event: Event, when: When, anchor: DateAnchor) -> When:
    """A weekday of a plan or a warning is the next one, not the last (rule 1).

    So is that of a meeting told in the present: "ils se retrouvent mardi et mercredi à X".
    """
    present = all(one.draft.present for one in event.told)
    scheduled = present and event.type in SCHEDULED and event.status == "reported"
    if when.basis != "deictic" or when.future or anchor.date is None or when.edtf is None:
        return when
    if not scheduled and event.status not in {"planned", "alert"}:
        return when
    days = _days(when.edtf)
    published = anchor.date[:10]
    if not days or len(published) != 10:
        return when
    gaps = [(date.fromisoformat(published) - day).days for day in days]
    if not all(0 < gap < WEEK_DAYS for gap in gaps):
        return when
    if scheduled:
        event.status, event.realis = "planned", "future"
    ahead = [(day + timedelta(days=WEEK_DAYS)).isoformat() for day in days]
    edtf = ahead[0] if len(ahead) == 1 else "{" + ",".join(ahead) + "}"
    return replace(when, edtf=edtf, start=ahead[0], end=ahead[-1], future=True)


def _days(edtf: str) -> list[date]:
    """The single days of "2023-07-04" or "{2023-07-04,2023-07-05}"; none for anything else."""
    words = edtf[1:-1].split(",") if edtf.startswith("{") and edtf.endswith("}") else [edtf]
    if not all(len(word) == len("2023-07-04") and ".." not in word for word in words):
        return []
    return [date.fromisoformat(word) for word in words]


def _is_background(event: Event, when: When, before: Sequence[Settled]) -> bool:
    if event.recalled or (event.date is not None and event.date.remote):
        return True
    if not before or event.date is None:
        return False
    main = next((one.when for one in before if not one.background), None)
    if main is None:
        return False
    (start, _), (_, end) = moments(main), moments(when)
    start = start or moments(main)[1]
    return start is not None and end is not None and end.date() + BACKGROUND_AFTER <= start.date()
