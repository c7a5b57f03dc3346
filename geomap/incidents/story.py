"""Drafts of one story become events: a story is read once, downwards."""

from __future__ import annotations

from geomap.incidents.bygone import (
    is_of_games,
    is_of_sport,
    is_remembered,
    is_undated,
    looks_back,
)
from geomap.incidents.clauses import Reading
from geomap.incidents.draft import ASSERTED, Draft
from geomap.incidents.event import HARMFUL, Event
from geomap.incidents.joining import is_blamed
from geomap.incidents.judging import hangs
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import breadth
from geomap.incidents.sameness import is_same
from geomap.incidents.taking import take
from geomap.incidents.told import AGAIN, HARM, NATURE, Told
from geomap.incidents.types import ATTACKS, STRIKES, UNKNOWN
from geomap.model.dating import overlap

#: Events looked back at when a draft asks whether it was told before: keeps long texts linear.
LOOK_BACK = 12
#: The breadth of a province: what people were killed in a land is told by more than that.
PROVINCE = 2
#: Sentences between a death and what is told to have caused it.
EXPLAINED_REACH = 2
#: Frames of official warnings.
ALERT = "alert"
#: Sentences about games after which a story is one of sport.
OF_SPORT = 2
#: Verbs of praise and blame: a claim on the event they judge, and a statement of their own.
JUDGEMENT = "judgement"


class Story:
    """The events of one block, in the order they are first told."""

    def __init__(self, block: int, opening: int) -> None:
        self.block = block
        self.opening = opening
        self.events: list[Event] = []
        #: deaths and injuries told before anything that caused them.
        self._unexplained: list[Told] = []
        self._looks_back = False
        self._of_sport = 0

    def hear(self, reading: Reading) -> None:
        """Take note of a sentence before its tellings: does the story look back from here on?"""
        if not self._looks_back and not any(event.type in HARMFUL for event in self.events):
            self._looks_back = looks_back(reading)
        self._of_sport += is_of_sport(reading)

    def add(self, one: Told) -> Event | None:
        """Give a telling its event; None when it tells nothing by itself."""
        if one.draft.frame.subtype == ALERT and not self._warns_of_weather(one):
            return None
        if one.draft.type == "fire" and self._is_of_wildfires(one):
            one.draft.type = "wildfire"
        event = self._earlier(one) or self._the_only(one)
        if event is None and one.draft.frame.otherwise is not None:
            one.draft.type = one.draft.frame.otherwise
        if event is None:
            if one.draft.frame.subtype == JUDGEMENT and self.events:
                near = reversed(self.events[-LOOK_BACK:])
                judged = next((e for e in near if e.type in HARMFUL), self.events[-1])
                judged.judged.append(one.draft.sentence)
                if not judged.series and judged.type in HARMFUL:
                    return None  # a verdict on one event is a claim on it; on a whole series, news
            if one.draft.type == HARM and not one.earlier and not one.draft.negated:
                like = self._attack_elsewhere(one)
                if like is not None:
                    return self._open(one, like)
                self._unexplained.append(one)
            if not _stands_alone(one) or (one.draft.by_story and not self._tells_of_such(one)):
                return None
            recalled = self._looks_back and is_remembered(one)
            if recalled and not one.earlier and is_undated(one):
                return None
            if self._of_sport >= OF_SPORT and is_of_games(one):
                return None
            event = Event(one.draft.type, self.block, self.opening, recalled=recalled)
            self.events.append(event)
            take(event, one)
            self._explain(event, one)
            return event
        take(event, one)
        return event

    def _explain(self, event: Event, one: Told) -> None:
        """ "Un homme est mort samedi à X. Sa moto a percuté …": when and where it happened."""
        waiting, self._unexplained = self._unexplained, []
        if event.type not in HARMFUL or event.negated or event.realis not in ASSERTED:
            return
        for harm in waiting:
            near = 0 < one.draft.sentence - harm.draft.sentence <= EXPLAINED_REACH
            if near and is_same(event, harm):
                take(event, harm)

    def _warns_of_weather(self, one: Told) -> bool:
        """ "Dix départements en vigilance orange": a warning of the storm the story tells of.

        False when it names no place: then nothing is told that the storm does not tell.
        """
        draft = one.draft
        weather = next(
            (e.type for e in reversed(self.events[-LOOK_BACK:]) if e.type in NATURE), None
        )
        if weather is None or draft.type in NATURE:
            return True
        draft.type, draft.status, draft.realis = weather, "alert", "possible"
        return one.site is not None

    def _is_of_wildfires(self, one: Told) -> bool:
        """ "… Crews were battling three fires near X": what burns where the story tells of forests."""
        draft = one.draft
        built = "building" in draft.reading.classes(draft.low, draft.high)
        wild = any(event.type == "wildfire" for event in self.events[-LOOK_BACK:])
        return wild and draft.kind == "noun" and not built

    def _attack_elsewhere(self, harm: Told) -> str | None:
        """ "… Deux autres personnes ont été tuées à X": the type of the attacks told of other towns."""
        draft, site = harm.draft, harm.site
        if site is None or site.mention.extent is None or not draft.passive or draft.bare:
            return None
        if draft.realis not in ASSERTED or breadth(site.mention) > PROVINCE or draft.pluperfect:
            return None
        told = (e for e in reversed(self.events[-LOOK_BACK:]) if e.type in ATTACKS)
        event = next((e for e in told if e.realis in ASSERTED and not e.negated), None)
        if event is None or event.site is None:
            return None
        several = {e.type for e in self.events if e.type in STRIKES}
        return UNKNOWN if len(several) > 1 and event.type in STRIKES else event.type

    def _open(self, one: Told, type_: str) -> Event:
        one.draft.type = type_
        event = Event(type_, self.block, self.opening)
        self.events.append(event)
        take(event, one)
        return event

    def _tells_of_such(self, one: Told) -> bool:
        """Whether the story tells of fights, or of the visit that "il se rendra à X" goes on with."""
        if one.draft.type != "diplomatic_meeting":
            return any(event.type in ATTACKS for event in self.events)
        last = self.events[-1] if self.events else None
        near = last is not None and one.draft.sentence - last.sentences[-1] <= EXPLAINED_REACH
        return near and last is not None and last.type == one.draft.type

    def _is_head_over(self, event: Event, one: Told) -> bool:
        """ "Frappes en Ukraine" heads the blows of several towns: it is none of them."""
        wide = event.site is not None and breadth(event.site) >= PROVINCE
        town = one.site is not None and breadth(one.site.mention) < PROVINCE
        titles = event.first.plural and all(told.title for told in event.told)
        return bool(wide and town and titles and event is not self.events[-1])

    def _the_only(self, one: Told) -> Event | None:
        """ "L'attaque s'est produite …" in a story of one attack: that one, wherever X may lie."""
        draft = one.draft
        if draft.frame.type != "attack" or draft.plural or not draft.definite or draft.new:
            return None
        if draft.kind != "noun" or one.earlier or draft.pluperfect or draft.negated:
            return None
        attacks = [e for e in self.events if e.type in ATTACKS | {"explosion"} and not e.negated]
        if (
            len(attacks) != 1
            or attacks[0].first.plural
            or attacks[0].series
            or attacks[0].realis not in ASSERTED
        ):
            return None
        known = attacks[0].date
        apart = one.date is not None and known is not None and not overlap(one.date, known)
        return None if apart or draft.realis not in ASSERTED else attacks[0]

    def _earlier(self, one: Told) -> Event | None:
        same = (
            event
            for event in reversed(self.events[-LOOK_BACK:])
            if is_same(event, one) and not self._is_head_over(event, one)
        )
        latest = next(same, None)
        if latest is None or not _is_recalled(latest) or _recalls(one):
            return latest
        # "Les circonstances de l'accident": of the news, not of one recalled by the way
        return next((event for event in same if not _is_recalled(event)), latest)


def _is_recalled(event: Event) -> bool:
    """Whether an event is told as one of earlier days: "un camion y avait déjà versé le 5"."""
    return event.told[0].earlier or (event.pluperfect and event.date is not None)


def _recalls(one: Told) -> bool:
    return one.earlier or one.draft.pluperfect or one.date is not None


def _stands_alone(one: Told) -> bool:
    """Whether a telling is enough for an event: a verb, or a noun with a verb, date or place."""
    draft = one.draft
    if draft.anaphoric or draft.type in {HARM, AGAIN} or draft.frame.sequel:
        return False
    if draft.frame.subtype == JUDGEMENT and not _is_personal(draft):
        return False  # what a state or an organisation thinks of it is a claim, not an event
    if draft.type == "pledge_or_statement" and draft.reading.is_quoted(draft.first):
        return False  # what somebody says that others want
    if draft.type == "pledge_or_statement" and draft.gerund:
        return False  # "…, mettant en garde contre": said with what the sentence tells
    undated = one.date is None or (one.shares_date and not draft.happens)
    if draft.type == "storm" and (one.date is None or one.behind) and is_blamed(draft):
        return False  # "provoqué par des pluies": why, not what
    held = draft.type == "diplomatic_meeting" and one.site is not None
    if draft.definite and draft.kind == "noun" and one.behind and undated and not held:
        return False  # "… dans l'offensive lancée par": taken as known, not told
    if draft.realis == "possible" and draft.status != "alert":
        return one.site is not None and not draft.reading.is_quoted(draft.first)
    if draft.negated:
        return one.site is not None or one.date is not None
    if (
        draft.realis in {"future", "intended"}
        and draft.type in ATTACKS
        and (one.site is None or (draft.kind == "noun" and one.date is None))
    ):
        return False  # a threat, not an event
    if draft.type == "territory_change" and one.date is None and _in_relative(draft):
        return False  # "les terres dont X s'est emparé": how things stand
    if draft.present and one.date is None and one.site is None and _of_pronoun(draft):
        return False  # "elles explosent au contact": what they do, not what happened
    if draft.imperfect and one.date is None and draft.type == "diplomatic_meeting":
        return False  # "alors qu'ils se rendaient à X": on the way
    if draft.imperfect and one.date is None and one.site is None:
        return False  # "alors que des drones survolaient la zone": what was going on
    if draft.kind == "verb" and draft.pluperfect and one.date is None and one.site is None:
        return False  # "une ville dont ils s'étaient emparés": known before
    years = one.date is not None and one.date.remote and one.date.precision == "year"
    if draft.plural and not draft.happens and one.earlier and one.site is None and _is_noun(draft):
        return False  # "a fine for taking part in rallies" of last May: told of, not told
    nowhere = one.site is None or one.site.mention.extent is None
    if draft.kind == "noun" and years and nowhere:
        return False  # "the building survived the flood of 1938"
    aside = draft.series or draft.type == "evacuation"
    undated = one.date is None or one.date.precision == "year"
    habit = draft.series and _is_noun_of_habit(draft)
    if ((aside and draft.kind == "verb" and undated) or habit) and _in_relative(draft):
        return False  # "a border town that has been shelled repeatedly"
    if draft.kind == "verb" or draft.happens:
        return True
    if one.site is None and hangs(draft):
        return False
    if draft.definite and one.date is None and not one.headline:
        return one.site is not None and one.site.near
    return one.date is not None or one.site is not None or one.headline


def _is_noun_of_habit(draft: Draft) -> bool:
    """ "où Israël mène régulièrement des frappes": the verb before the noun is in the present."""
    return draft.kind == "noun" and any(
        hit.entry.kind in {"light", "verb"}
        and "pres" in hit.entry.tenses
        and draft.low <= hit.first < draft.first
        for hit in draft.reading.hits
    )


def _is_noun(draft: Draft) -> bool:
    return draft.kind == "noun" and draft.indefinite


def _in_relative(draft: Draft) -> bool:
    """Whether its clause opens with "which", "that", "who"."""
    words = lexicon(draft.reading.lang).words
    return draft.low > draft.reading.low and draft.reading.keys[draft.low] in words["relatives"]


def _is_personal(draft: Draft) -> bool:
    """Whether somebody with a name or an office is the subject."""
    reading = draft.reading
    low, high = (draft.last, reading.top) if draft.passive else (draft.low, draft.first)
    return "leaders" in reading.classes(low, high) or any(
        low <= first and last <= high and name == "person" for first, last, name in reading.extra
    )


def _of_pronoun(draft: Draft) -> bool:
    """Whether the clause begins with a pronoun that stands for its subject."""
    reading = draft.reading
    return reading.keys[draft.low] in lexicon(reading.lang).words["subject_pronouns"]
