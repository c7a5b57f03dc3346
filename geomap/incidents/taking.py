"""What an event takes from one more telling: type, truth, date, places."""

from __future__ import annotations

from geomap.incidents.days import is_planned_in
from geomap.incidents.details import OF_A_BUILDING, is_cleared_for
from geomap.incidents.draft import ASSERTED
from geomap.incidents.event import HAZARDS, Event
from geomap.incidents.nearness import breadth, distance_m, holds
from geomap.incidents.sameness import (
    AFTERMATH,
    SEQUELS,
    is_spoken_of,
    is_that_attack,
    places_agree,
)
from geomap.incidents.sites import Sited
from geomap.incidents.told import AGAIN, HARM, Told
from geomap.incidents.types import ATTACKS, STRIKES, causes, compatible, more_specific
from geomap.model.dating import moments, overlap
from geomap.model.place import Mention
from geomap.model.when import When

#: From this breadth on a place says less than the name of a village nobody knows.
COARSE = 2
#: Types an attack told before is not renamed to.
VAGUE = frozenset({"attack_on_civilians", "strike_unspecified", "armed_clash"})
#: Words of place that only say what is near, and how far beyond their circle a town may lie; nearer
#: than this it is the town they name (metres).
LOOSE = frozenset({"vicinity", "offset_no_bearing"})
WIDE_OF_LOOSE_M, AT_ANCHOR_M = 15_000.0, 3_000.0
#: The breadth of a state.
LAND = 3


def take(event: Event, one: Told) -> None:
    draft = one.draft
    first = not event.told
    event.told.append(one)
    if draft.frame.sequel:
        return
    burns = not first and event.type in {"fire", "explosion"}
    if (burns and draft.type == "industrial_accident") or (
        not first and is_cleared_for(event, one)
    ):
        event.consequences.append(draft)  # what burns pollutes, and may fall in; people leave it
    elif not first and causes(event.type, draft.type):
        event.consequences.append(draft)
        if draft.type == "explosion" and _is_vague_attempt(event):
            event.type = "bombing"  # "un attentat terroriste …, la façade soufflée par l'explosion"
    elif not first and event.type == "explosion" and is_that_attack(event, draft):
        event.type = "bombing"  # "two explosions … the first attack": somebody set them off
    elif not first and event.type == "evacuation" and draft.type in OF_A_BUILDING:
        event.consequences.extend(told.draft for told in event.told[:-1])
        event.type = draft.type  # "les habitants ont été évacués … l'incendie": the fire
    elif (
        not first and causes(draft.type, event.type) and not compatible(draft.type, event.type)
    ) or first:
        event.type = draft.type
    elif draft.type in AFTERMATH.get(event.type, ()):
        event.consequences.append(draft)
    elif compatible(event.type, draft.type) and not (
        (draft.type in VAGUE and (is_that_attack(event, draft) or _is_blow(event)))
        or (draft.type == "bombing" and _is_blow(event))
    ):
        event.type = more_specific(event.type, draft.type)
    elif {event.type, draft.type} <= ATTACKS and all(told.title for told in event.told[:-1]):
        event.type = draft.type  # a title names it loosely
    elif (
        {event.type, draft.type} <= STRIKES
        and draft.type not in VAGUE
        and (event.series or event.listed or draft.sentence == event.sentences[0])
    ):
        event.type = "strike_unspecified"  # blows of several kinds recalled as one
    event.consequences.extend(draft.cause_of)
    if first:
        event.series, event.realis, event.status = draft.series, draft.realis, draft.status
        event.negated, event.because = draft.negated, draft.because
        event.pluperfect = draft.pluperfect
    elif draft.status == "cancelled":
        if compatible(event.type, draft.type):  # a search called off does not undo the wreck
            event.status = "cancelled"
    elif event.status in {"planned", "alert"} and draft.realis in ASSERTED and not draft.negated:
        event.status, event.realis = draft.status, draft.realis
    elif (
        event.realis == "possible"
        and draft.realis in ASSERTED
        and not draft.negated
        and all(told.title for told in event.told[:-1])
    ):
        event.realis, event.status, event.because = draft.realis, draft.status, draft.because
    if one.site is not None and one.site.others and draft.plural and draft.kind == "noun":
        event.listed = True  # "des rassemblements à X et à Y" are several
    wide = event.site is None or breadth(event.site) == LAND
    if wide and draft.reading.modal("everywhere", draft.low, draft.high):
        event.listed = True  # "dans de nombreuses villes": what a town saw is told for itself
    if draft.type == event.type:
        event.subtype = event.subtype or draft.frame.subtype
    event.begun = event.begun or draft.begun
    if not first and is_planned_in(event.told[:-1], draft):
        event.realis, event.status, event.because = draft.realis, draft.status, draft.because
        event.date = one.date or event.date
    aftermath = draft.type == HARM or (draft.type == AGAIN and draft.kind == "verb")
    ahead = not first and event.realis in ASSERTED and draft.realis in {"future", "intended"}
    if ahead:
        pass  # "le blocage est prévu pour toute la nuit": how long, not when it began
    elif not aftermath or event.date is None or event.date.precision == "before_publication":
        event.date = _better_date(event.date, one.date, _tells_when(one))
    rescue = draft.frame.subtype in SEQUELS and event.type != draft.type
    if draft.type == HARM and event.site is not None:
        return
    planned = draft.realis in {"future", "intended"} and event.site is None
    feared = event.realis in ASSERTED and draft.realis not in ASSERTED and not planned
    if (
        not first
        and one.site is not None
        and event.site is not None
        and is_spoken_of(event, one)
        and not places_agree(event, one)
    ):
        return
    followed = draft.type in AFTERMATH.get(event.type, ()) or (
        event.site is not None
        and not compatible(event.type, draft.type)
        and causes(event.type, draft.type)
    )
    shared = one.shares_date and draft.kind == "noun" and not first
    followed = followed or (draft.anaphoric and event.site is not None) or shared
    elsewhere = (  # "cette avalanche de X": what goes back to it does not move it
        draft.kind == "noun"
        and draft.definite
        and one.site is not None
        and event.site is not None
        and not places_agree(event, one)
    )
    if elsewhere:
        return
    if one.site is None or rescue or feared or followed or _only_there(event, one.site):
        return
    _better_site(event, one.site)


def _is_vague_attempt(event: Event) -> bool:
    draft = event.first
    return (
        event.type in VAGUE and draft.frame.type == "attack" and ("bombing_word" in draft.classes)
    )


def _is_blow(event: Event) -> bool:
    """Told first as a strike from afar: who calls it an attack on civilians does not rename it."""
    return event.first.frame.type in {"strike", "bombard"}


def _only_there(event: Event, site: Sited) -> bool:
    """ "sur place": nothing new when the event has its place."""
    return event.site is not None and site.mention.kind == "anaphor"


def _tells_when(one: Told) -> bool:
    """ "The landslide hit early Wednesday": the event's noun with its own verb and day."""
    draft = one.draft
    return draft.kind == "noun" and draft.definite and draft.happens and draft.type in HAZARDS


def _better_date(known: When | None, new: When | None, tells_when: bool = False) -> When | None:
    """The more precise of two dates that agree; a day and a later part of that day are joined."""
    if known is None or new is None:
        return known or new
    if not overlap(known, new):
        before = tells_when and _ended_before(new, known)
        return new if before else known  # else how it went on, not when it began
    order = [
        "second", "minute", "hour", "part_of_day", "day", "days", "week", "month", "year",
        "before_publication", "open_interval", "unknown",
    ]  # fmt: skip
    return new if order.index(new.precision) < order.index(known.precision) else known


def _ended_before(one: When, other: When) -> bool:
    end, last = moments(one)[1], moments(other)[1]
    return end is not None and last is not None and end < last


def _better_site(event: Event, site: Sited) -> None:
    mention = site.mention
    if event.type == "storm" and event.site is not None and holds(event.site, mention):
        return  # what a storm did in one town does not make it that town's
    if event.site is None or (event.site_is_weak and not site.weak):
        event.site, event.site_is_weak = mention, site.weak
    elif site.weak:
        return
    elif mention.extent is None or event.site.extent is None:
        if event.site.extent is None and mention.extent is not None and breadth(mention) < COARSE:
            mention, event.site = event.site, mention  # a known place beats an unknown one
        if mention.id != event.site.id and mention not in event.others:
            event.others.append(mention)
    elif site.others and breadth(event.site) > 1 and breadth(mention) < breadth(event.site):
        event.others.append(mention)  # several towns of one land: its parts
    elif (
        breadth(mention) < breadth(event.site)
        or _measures(mention, event.site)
        or _names_what_is_near(mention, event.site)
        or (
            mention.kind == "expression"
            and event.site.kind != "expression"
            and breadth(event.site) > 0
        )
    ):
        event.others.append(event.site)
        event.site = mention
    elif mention.id != event.site.id and mention not in event.others:
        event.others.append(mention)
    for other in site.others:
        if other not in event.others and other.id != event.site.id:
            event.others.append(other)


def _names_what_is_near(mention: Mention, known: Mention) -> bool:
    """ "près de Paris", then "à Sevran"; "près de la frontière nigérienne", then "à Seytenga": the town
    itself says more than what it is near."""
    told, extent = known.extent, mention.extent
    if (
        known.kind != "expression"
        or mention.kind != "name"
        or breadth(mention) != 0
        or told is None
        or extent is None
    ):
        return False
    if told.kind == "area":
        return holds(known, mention)
    away = distance_m(told, extent)
    return told.precision in LOOSE and AT_ANCHOR_M < away <= (
        (told.radius_m or 0.0) + WIDE_OF_LOOSE_M
    )


def _measures(mention: Mention, known: Mention) -> bool:
    """ "à 30 km au sud de X" says more than "au sud de X"."""
    new, old = mention.extent, known.extent
    return (
        new is not None
        and old is not None
        and (new.precision, old.precision) == ("offset", "vicinity")
    )
