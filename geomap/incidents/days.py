"""Whether the days of two tellings let them be one event."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.draft import Draft
from geomap.incidents.event import HARMFUL, Event
from geomap.incidents.told import Told
from geomap.model.dating import moments
from geomap.model.when import When

#: What is announced for a day to come.
SCHEDULED = frozenset({"diplomatic_meeting", "agreement", "peaceful_protest"})


def is_planned_in(told: Sequence[Told], draft: Draft) -> bool:
    """ "Hollande à Yaoundé vendredi" above "effectuera une visite": a title tells no tense."""
    return (
        draft.type in SCHEDULED
        and draft.status == "planned"
        and draft.realis in {"future", "intended"}
        and all(one.title and one.draft.kind == "noun" for one in told)
    )


def is_before_it(event: Event, one: Told) -> bool:
    """ "… ses attaques, qui ont débuté en 2023": not the strike told on the word of Tuesday."""
    known = event.date
    bound = known is None or known.precision in {"before_publication", "open_interval"}
    one_of_all = one.draft.plural or one.draft.kind == "verb"
    return one.earlier and bound and one_of_all and not all(t.title for t in event.told)


def long_before(event: Event, one: Told) -> bool:
    """An earlier day is another event when the first was told without a day."""
    only_title = event.type in HARMFUL and all(told.title for told in event.told)
    if one.date is None or only_title:
        return False  # a title alone may tell what happened long ago
    if event.date is not None and one.date.ongoing != event.date.ongoing:
        return not (one.draft.series and event.series)
    if one.draft.pluperfect and event.date is not None:
        return one.date.edtf != event.date.edtf and not is_later(one.date, event.date)
    near = one.draft.sentence - event.sentences[-1] <= 2
    recalled = one.draft.pluperfect and one.earlier
    if event.date is not None or (one.draft.definite and near and not recalled):
        return False
    return one.draft.pluperfect or one.earlier


def is_later(one: When, other: When) -> bool:
    """Whether a time begins after another ended."""
    (start, _), (_, end) = moments(one), moments(other)
    start = start or moments(one)[1]
    return start is not None and end is not None and start > end
