"""Whether a telling tells an event again: the same thing told twice is one event.

A definite noun ("l'attaque") goes back to an event already told; an indefinite one with a date or a
place of its own is another event; different days, different towns, a single event and a series are
never one.
"""

from __future__ import annotations

from geomap.incidents.agents import others_act
from geomap.incidents.days import is_before_it, is_later, is_planned_in, long_before
from geomap.incidents.details import (
    DETAIL_REACH,
    burns_then,
    goes_back,
    in_another_paragraph,
    in_one_land,
    is_cleared_with,
    is_detail,
    is_that_one,
    spreads_on,
)
from geomap.incidents.draft import ASSERTED, Draft
from geomap.incidents.event import HARMFUL, HAZARDS, Event
from geomap.incidents.fronting import CLOCK, told_at_another_hour, told_elsewhere
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import breadth, holds, same_place
from geomap.incidents.told import AGAIN, HARM, Told
from geomap.incidents.types import ATTACKS, STRIKES, causes, compatible
from geomap.model.dating import overlap

#: What a disaster does is told with it, not as an incident of its own.
AFTERMATH: dict[str, tuple[str, ...]] = {
    "earthquake": ("industrial_accident", "landslide_volcano"),
    "flood": ("industrial_accident",),
    "storm": ("industrial_accident", "landslide_volcano"),
    "tsunami": ("industrial_accident", "flood"),
    "landslide_volcano": ("industrial_accident",),
    "fire": ("industrial_accident",),
    "explosion": ("industrial_accident",),
    "transport_accident": ("industrial_accident",),
}
#: Subtypes of what a disaster brings about: rescue, roads and lines that are closed.
SEQUELS = frozenset({"rescue", "traffic"})
#: From this breadth on a place is narrowed by the town that is told next.
COARSE = 2
#: Statements this many sentences apart are one exchange of words.
STATEMENT_REACH = 2


def is_same(event: Event, one: Told) -> bool:
    draft = one.draft
    if draft.type == HARM:
        return _is_hurt_in(event, one)
    if draft.type == AGAIN and draft.frame.otherwise == "arrest_or_crackdown":
        near = draft.sentence - event.sentences[-1] <= DETAIL_REACH
        return event.type == "riot" and near and event.realis in ASSERTED
    if draft.type == AGAIN:
        return event.type in HARMFUL and not event.negated and event.realis in ASSERTED
    if draft.frame.sequel:
        return compatible(event.type, draft.type)
    if _recalled_together(event, one):
        return True
    if is_cleared_with(event, one):
        return True
    if draft.type in AFTERMATH.get(event.type, ()) or (
        draft.frame.subtype in SEQUELS and event.type in HAZARDS
    ):
        sequel = draft.frame.subtype in SEQUELS
        if not sequel and _is_elsewhere(event, one):
            return False
        if sequel and one.date and one.site and event.site and not places_agree(event, one):
            return False  # others were rescued elsewhere, on a day of their own
        return not event.negated and (sequel or one.date is None or not one.earlier)
    told_on = (is_detail, burns_then, spreads_on, goes_back)
    if any(goes_on(event, one) for goes_on in told_on):
        return True
    consequence = (
        causes(event.type, draft.type)
        and (draft.definite or one.site is None)
        and not (draft.kind == "noun" and draft.plural and in_another_paragraph(event, one))
    )
    if (
        not compatible(event.type, draft.type)
        and not consequence
        and not is_that_attack(event, draft)
        and not is_spoken_of(event, one)
        and not _is_titled(event, draft)
    ):
        return False
    if event.negated != draft.negated:
        return False
    if is_spoken_of(event, one):
        return True
    if draft.frame.type == "explosion" and draft.type == "bombing" and event.type in STRIKES:
        return False  # mines that blow up later are not the strike
    if others_act(event, draft) or is_before_it(event, one) or _stands_beside(event, one):
        return False
    if draft.frame.subtype and event.subtype and draft.frame.subtype != event.subtype:
        return False
    if event.status == "cancelled" and draft.indefinite and draft.status != "cancelled":
        return False
    if _is_to_join(event, one) or _goes_on(event, one):
        return True
    if long_before(event, one):
        return False
    if draft.indefinite and one.date is None and event.date is not None and event.date.remote:
        return False  # "a blast in X" is not one of those of last year
    if draft.type == "pledge_or_statement":
        return draft.sentence - event.sentences[-1] <= STATEMENT_REACH
    talks = draft.type in {"diplomatic_meeting", "agreement"}
    stop = draft.status == "planned" and one.site is not None and one.date is not None
    if stop and _is_another_stop(event, one):
        return False
    back = draft.definite and (talks or not draft.plural) and draft.kind == "noun" and not stop
    if _is_one_of_several(event, one) or told_elsewhere(event, one):
        return False
    if told_at_another_hour(event, one):
        return False
    if (
        one.date
        and event.date
        and not overlap(one.date, event.date)
        and not (back and is_later(one.date, event.date))
        and not (one.date.basis == "inherited" and (draft.definite or one.date.precision in CLOCK))
        and not is_planned_in(event.told, draft)
    ):
        return False
    if one.site and event.site and not places_agree(event, one):
        near = draft.sentence - event.sentences[-1] <= DETAIL_REACH
        one_of_them = event.first.plural and not draft.plural  # "l'incendie le plus violent"
        coarse = breadth(event.site) >= COARSE and in_one_land(event.site, one.site.mention)
        own = one.site.target or (one.fronted and draft.happens)  # "À X, la manifestation a débuté"
        beside = coarse or not own
        if not (back and near and beside and not one_of_them):
            return False
    in_title = all(told.title for told in event.told)
    several = draft.series or event.series or event.listed
    if several and not in_title and not _series_agree(event, one):
        return False
    if draft.indefinite and not _same_again(event, one):
        return False
    return not (draft.pluperfect and one.date is None and one.site is None and draft.indefinite)


def _is_elsewhere(event: Event, one: Told) -> bool:
    """ "… après plusieurs accidents à X.\n\nMercredi, une fuite de gaz à Y": nothing that followed."""
    apart = one.site is not None and event.site is not None and not places_agree(event, one)
    later = one.date is not None and event.date is not None and not overlap(one.date, event.date)
    return apart and (later or in_another_paragraph(event, one))


def _is_another_stop(event: Event, one: Told) -> bool:
    """ "est attendu dans le X ce soir. … A 13h45, il doit inaugurer la mairie de Y": a tour."""
    if event.site is None or one.site is None or all(told.title for told in event.told):
        return False
    later = one.draft.sentence != event.told[-1].draft.sentence
    return later and event.site.text != one.site.mention.text


def _stands_beside(event: Event, one: Told) -> bool:
    """ "Une moto a sauté à X, et un poste a été attaqué dans le Y": each verb has its own place;
    "des tirs ont visé …" is no mine that a car ran over elsewhere."""
    draft, last = one.draft, event.told[-1].draft
    if one.site is None:
        return False
    if event.first.frame.type in {"strike", "bombard"} and draft.type == "bombing":
        return event.site is None or not same_place(event.site, one.site.mention)
    if draft.kind != "verb" or draft.gerund:
        return False
    reading = draft.reading
    if last.sentence != draft.sentence and reading.modal("besides", reading.low, draft.first):
        apart = event.site is not None and not same_place(event.site, one.site.mention)
        return apart and one.site.mention.extent is not None  # "quelques heures plus tôt, à Y"
    if all(told.earlier for told in event.told) and not (one.earlier or draft.pluperfect):
        return one.date is None and event.type not in ATTACKS  # back to what happens now
    return (
        last.sentence == draft.sentence
        and last.kind == "verb"
        and {event.type, draft.type} <= ATTACKS
        and draft.reading.clause_of(last.first) != draft.reading.clause_of(draft.first)
        and event.site is not None
        and event.site.id != one.site.mention.id
        and not holds(event.site, one.site.mention)
        and not holds(one.site.mention, event.site)
    )


def _is_one_of_several(event: Event, one: Told) -> bool:
    """ "Plusieurs incendies … L'incendie le plus violent s'est déclaré à X": a fire of its own."""
    draft = one.draft
    nouns = [told.draft for told in event.told if told.draft.kind == "noun"]
    return (
        draft.kind == "noun"
        and not draft.plural
        and draft.happens
        and one.site is not None
        and event.site is not None
        and breadth(one.site.mention) < breadth(event.site)
        and bool(nouns)
        and nouns[0].plural
    )


def _same_again(event: Event, one: Told) -> bool:
    """Whether an indefinite noun ("une réunion") may be an event already told."""
    draft = one.draft
    if event.told[0].title and event.sentences == [event.first.sentence] != [draft.sentence]:
        return True  # a headline is told again in full by what follows it
    if draft.new:
        return _is_the_lead(event, one) or is_that_one(event, draft)
    if _is_not_introduced(event):
        return True
    last = event.told[-1].draft
    if last.sentence == draft.sentence and last.kind == "noun" and one.site is not None:
        return False
    own = one.date is not None or one.site is not None
    return not own or _tells_again(event, one)


def _is_not_introduced(event: Event) -> bool:
    """ "L'incendie … maîtrisé", "Les pompiers ont maîtrisé l'incendie": a head and what stands below
    it speak of an event that the text then tells ("… luttaient mardi contre un incendie à X")."""
    return (
        event.date is None
        and event.site is None
        and event.told[0].title
        and all(one.title or one.draft.definite for one in event.told)
    )


def is_spoken_of(event: Event, one: Told) -> bool:
    """Words of a speaker on an attack told before: "que des terroristes aient tiré sur …"."""
    return (
        one.draft.reading.is_quoted(one.draft.first)
        and one.date is None
        and not event.series
        and {event.type, one.draft.type} <= ATTACKS
        and one.draft.realis in ASSERTED
        and event.realis in ASSERTED
    )


def _is_to_join(event: Event, one: Told) -> bool:
    """ "X doit s'y rendre mercredi": a plan without a place is for the meeting just told."""
    draft = one.draft
    return (
        draft.kind == "verb"
        and draft.type == event.type == "diplomatic_meeting"
        and draft.realis in {"future", "intended"}
        and one.site is None
        and event.site is not None
        and (event.first.present or any(t.draft.status == "planned" for t in event.told))
        and draft.sentence - event.sentences[-1] <= DETAIL_REACH
    )


def _is_titled(event: Event, draft: Draft) -> bool:
    """ "Trois morts dans un raid" above "des combats ont éclaté": a title names it loosely."""
    return {event.type, draft.type} <= ATTACKS and all(told.title for told in event.told)


def _goes_on(event: Event, one: Told) -> bool:
    """ "Le typhon a frappé X … Il devrait toucher Y": where a storm told before is heading."""
    draft = one.draft
    return (
        event.type == draft.type
        and event.type in HAZARDS
        and event.realis in ASSERTED
        and draft.definite
        and draft.kind == "noun"
        and not draft.plural
        and (draft.realis not in ASSERTED or event.type == "storm")
        and not one.earlier
        and not draft.pluperfect
    )


def _is_the_lead(event: Event, one: Told) -> bool:
    """ "de nouveaux tirs mercredi matin" may be what the headline told of Wednesday."""
    return (
        event.told[0].headline
        and event.first.sentence < one.draft.sentence
        and one.date is not None
        and event.date is not None
        and not one.earlier
        and overlap(one.date, event.date)
    )


def _is_hurt_in(event: Event, one: Told) -> bool:
    """ "Deux personnes ont été tuées jeudi": deaths go back to what was told to hurt."""
    if event.type not in HARMFUL or event.negated or event.series or one.earlier:
        return False
    if one.date and event.date and not overlap(one.date, event.date):
        return False
    return not (one.site and event.site) or places_agree(event, one)


def _recalled_together(event: Event, one: Told) -> bool:
    """Blows and counter-blows of one sentence of context are recalled as one."""
    last = event.told[-1]
    return (
        one.earlier
        and last.earlier
        and last.draft.sentence == one.draft.sentence
        and {event.type, one.draft.type} <= STRIKES
    )


def places_agree(event: Event, one: Told) -> bool:
    assert one.site is not None
    if one.site.mention.kind == "anaphor":
        return True
    known = []
    if event.site is not None:  # a land that a town has narrowed no longer holds other towns
        broad = breadth(event.site)
        known = [event.site, *(m for m in event.others if breadth(m) <= broad)]
    unknown = one.site.mention.extent is None or any(m.extent is None for m in known)
    if unknown and not (one.draft.kind == "noun" and one.draft.indefinite):
        return True  # nothing says that an unknown place is another
    return any(same_place(mention, one.site.mention) for mention in known)


def _series_agree(event: Event, one: Told) -> bool:
    if one.draft.series and (event.series or event.first.plural):
        return one.date is None or event.date is not None
    if event.listed and one.draft.definite and one.draft.plural:
        return True
    return one.site is None and one.date is None and (one.draft.definite or event.series)


def _tells_again(event: Event, one: Told) -> bool:
    """An indefinite telling that repeats the date or the place of the event."""
    if one.site is not None and event.site is not None:
        return True
    if one.date is not None and event.date is not None:
        if one.site is None:
            return one.date.edtf == event.date.edtf
        # the town is told after the day: "cinq morts dans un carambolage hier … à hauteur de X"
        near = one.draft.sentence - event.sentences[-1] <= DETAIL_REACH
        return near and event.type in HAZARDS and overlap(one.date, event.date)
    if one.site is not None and event.type in HAZARDS and not event.series:
        return one.draft.sentence - event.sentences[-1] <= DETAIL_REACH
    return False


def is_that_attack(event: Event, draft: Draft) -> bool:
    """ "l'attaque", "les assaillants ont ouvert le feu" go back to whatever attack was told."""
    if draft.frame.type not in {"attack", "raid"} or event.type not in ATTACKS | {"explosion"}:
        return False
    return draft.definite or (draft.kind == "verb" and _by_known_group(draft))


def _by_known_group(draft: Draft) -> bool:
    """The subject is an armed group with a definite article, or those who attacked."""
    reading = draft.reading
    words = lexicon(reading.lang).words
    if any(reading.keys[at] in words["attackers"] for at in range(draft.low, draft.first)):
        return True  # "des centaines d'assaillants"
    return any(
        hit.entry.kind == "class"
        and hit.entry.name == "armed_group"
        and reading.low <= hit.first - 1
        and reading.keys[hit.first - 1] in words["definite"]
        for hit in reading.hits
        if draft.low <= hit.first < draft.first
    )
