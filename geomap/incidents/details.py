"""What a sentence tells further of an event that was told already, without day or place of its own."""

from __future__ import annotations

from datetime import timedelta

from geomap.incidents.draft import ASSERTED, Draft
from geomap.incidents.event import HAZARDS, Event
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import same_place
from geomap.incidents.told import Told
from geomap.incidents.types import ATTACKS
from geomap.model.dating import moments, overlap
from geomap.model.place import Mention
from geomap.model.when import When

#: How many sentences on an event is still told further.
DETAIL_REACH = 2
#: "Le minibus et le camion ont pris feu": words before the verb.
SUBJECT_WORDS = 6
#: What befalls one building or vehicle: who leaves it is told with it.
OF_A_BUILDING = frozenset({"fire", "explosion", "transport_accident", "industrial_accident"})
#: The subtype of people and herds that fall ill.
EPIDEMIC = "epidemic"
#: Days told of one disaster lie no farther apart.
ONE_WEEK = timedelta(days=7)


def is_detail(event: Event, one: Told) -> bool:
    """ "Une bombe a explosé au passage des renforts": an attack told further, without date or place."""
    draft = one.draft
    return (
        draft.kind == "verb"
        and not draft.new
        and one.date is None
        and (one.site is None or (event.site is not None and one.site.mention is event.site))
        and not draft.negated
        and draft.realis in ASSERTED
        and event.type in ATTACKS
        and draft.type in ATTACKS
        and not event.series
        and draft.sentence - event.sentences[-1] <= DETAIL_REACH
    )


def is_cleared_for(event: Event, one: Told) -> bool:
    """ "Les occupants ont été évacués": told of the building that burns, no move of people."""
    draft = one.draft
    return (
        draft.type == "evacuation"
        and event.type in OF_A_BUILDING
        and (one.site is None or (event.site is not None and one.site.mention is event.site))
        and _is_told_near(event, draft)
    )


def is_cleared_with(event: Event, one: Told) -> bool:
    """A building that burns and those who leave it, whichever is told first."""
    draft = one.draft
    return is_cleared_for(event, one) or (
        event.type == "evacuation"
        and draft.type in OF_A_BUILDING
        and draft.kind == "noun"
        and draft.definite
        and one.site is None
        and (one.date is None or event.date is None or bool(overlap(one.date, event.date)))
        and _is_told_near(event, draft)
    )


def _is_told_near(event: Event, draft: Draft) -> bool:
    """Both said to have happened, within a few sentences."""
    return (
        not event.negated
        and not draft.negated
        and {event.realis, draft.realis} <= ASSERTED
        and draft.sentence - event.sentences[-1] <= DETAIL_REACH
    )


def spreads_on(event: Event, one: Told) -> bool:
    """ "Nine more cases were confirmed in X": an epidemic told before, in the same land or nowhere."""
    draft = one.draft
    if not event.subtype == draft.frame.subtype == EPIDEMIC:
        return False
    if draft.negated or event.negated or draft.realis not in ASSERTED or one.earlier:
        return False
    if one.site is None or event.site is None:
        return True
    return same_place(event.site, one.site.mention) or in_one_land(event.site, one.site.mention)


def burns_then(event: Event, one: Told) -> bool:
    """ "Un car a percuté un camion. Le car a pris feu": what it led to, told of a thing known."""
    draft = one.draft
    words = lexicon(draft.reading.lang).words
    return (
        event.type == "transport_accident"
        and draft.type in {"fire", "explosion"}
        and draft.kind == "verb"
        and event.realis in ASSERTED
        and draft.realis in ASSERTED
        and not event.negated
        and not draft.negated
        and draft.sentence - event.sentences[-1] <= DETAIL_REACH
        and 0 < draft.first - draft.low <= SUBJECT_WORDS
        and draft.reading.keys[draft.low] in words["definite"]
    )


def goes_back(event: Event, one: Told) -> bool:
    """ "The landslide hit early Wednesday": the disaster a story tells of, whatever day it was given.

    A lead dates what rescuers do ("worked in rain today"); the noun with its own verb tells when it
    happened. Not for what lies weeks apart or elsewhere.
    """
    draft = one.draft
    if draft.kind != "noun" or not draft.definite or draft.plural or draft.new:
        return False
    fires = {event.type, draft.type} == {"wildfire", "fire"}
    if (event.type != draft.type and not fires) or event.type not in HAZARDS:
        return False
    if draft.negated or event.negated or event.series or event.listed or draft.series:
        return False
    if not {draft.realis, event.realis} <= ASSERTED:
        return False
    if one.date is not None and event.date is not None and not _in_one_week(one.date, event.date):
        return False
    if one.site is None or event.site is None:
        return True
    return same_place(event.site, one.site.mention)


def _in_one_week(one: When, other: When) -> bool:
    if one.ongoing or other.ongoing or one.remote or other.remote:
        return False
    (start, end), (first, last) = moments(one), moments(other)
    start, first = start or end, first or last
    return start is not None and first is not None and abs(start - first) <= ONE_WEEK


def in_one_land(one: Mention, other: Mention) -> bool:
    """ "dans le nord de l'Afghanistan", "à X": nothing says that X lies in another country."""
    lands = [
        m.place.country if m.place is not None else m.countries[0] if m.countries else None
        for m in (one, other)
    ]
    return lands[0] is not None and lands[0] == lands[1]


def in_another_paragraph(event: Event, one: Told) -> bool:
    last = event.told[-1].draft.reading.sentence
    return one.draft.reading.sentence.paragraph != last.paragraph


def is_that_one(event: Event, draft: Draft) -> bool:
    """ "une troisième fusillade" is the third one told before."""
    known = event.first
    return (
        known.type == draft.type
        and known.new_word == draft.new_word != ""
        and draft.new_word in lexicon(draft.reading.lang).words["ordinals"]
    )
