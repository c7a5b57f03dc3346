"""Drafts of one story become events: the same thing told twice is one event.

A story is read once, downwards. A definite noun ("l'attaque") goes back to an event already told;
an indefinite one with a date or a place of its own is another event; different days, different
towns, a single event and a series are never one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geomap.incidents.claims import Claims
from geomap.incidents.lexicon import Lexicon, lexicon
from geomap.incidents.sites import RELATIVE_REACH, Sited, breadth, find_site, same_place
from geomap.incidents.times import Dated, own_date
from geomap.incidents.triggers import ASSERTED, Draft
from geomap.incidents.types import (
    ATTACKS,
    EFFECTS,
    STRIKES,
    causes,
    compatible,
    entails,
    more_specific,
)
from geomap.model.dating import day_before, moments, overlap
from geomap.model.place import Mention
from geomap.model.when import When

#: Events looked back at when a draft asks whether it was told before: keeps long texts linear.
LOOK_BACK = 12
#: How far behind its subject a verb stands (tokens).
SUBJECT_REACH = 5
#: "quatre jours après le violent attentat": words between the phrase and its event.
AFTER_REACH = 4
#: What a disaster does is told with it, not as an incident of its own.
AFTERMATH: dict[str, tuple[str, ...]] = {
    "earthquake": ("industrial_accident", "landslide_volcano"),
    "flood": ("industrial_accident",),
    "storm": ("industrial_accident", "landslide_volcano"),
    "tsunami": ("industrial_accident",),
    "landslide_volcano": ("industrial_accident",),
    "fire": ("industrial_accident",),
    "explosion": ("industrial_accident",),
    "transport_accident": ("industrial_accident",),
}
#: What rescuers come after.
HAZARDS = frozenset(
    {
        "earthquake", "flood", "storm", "tsunami", "landslide_volcano", "wildfire", "fire",
        "explosion", "transport_accident", "industrial_accident", "drone_strike",
        "missile_strike", "air_strike", "shelling", "bombing", "strike_unspecified",
    }
)  # fmt: skip
#: How many sentences on an attack is still told further.
DETAIL_REACH = 2
#: Types an attack told before is not renamed to.
VAGUE = frozenset({"attack_on_civilians", "strike_unspecified", "armed_clash"})
#: Verbs of dying and hurting: they tell more of an event, never one of their own.
HARM = "harm"
HARMFUL = HAZARDS | {"attack_on_civilians", "armed_clash", "riot", "peaceful_protest"}
#: What falls and kills is a strike.
FALLING = STRIKES | {"debris_or_ordnance_found"}
#: Verbs of praise and blame: said of an event told, a statement when nothing was told.
JUDGEMENT = "judgement"
#: Types with somebody who acts: other actors, other event.
AGENTIVE = ATTACKS | {"troop_movement", "territory_change"}
#: What warnings are about.
NATURE = frozenset({"storm", "flood", "tsunami", "wildfire", "landslide_volcano"})
#: How far behind a promise what is promised stands (tokens).
PROMISE_REACH = 5
#: "un séisme suivi d'un tsunami": words between the two.
FOLLOWED_REACH = 3
#: "par une violente frappe ukrainienne": words between "by" and the cause.
BY_REACH = 4
#: What the noun behind a verb of causing may be.
LED_TO = EFFECTS | {"flood", "fire", "explosion", "landslide_volcano", "tsunami"}
#: "provoquant une importante inondation": words between the verb and what it led to.
CAUSED_REACH = 5
#: "attisés par les vents d'un ouragan": words between "by" and what is blamed.
BLAMED_REACH = 5
#: Frames of truces: what talks are about.
CEASEFIRE = "ceasefire"
#: Statements this many sentences apart are one exchange of words.
STATEMENT_REACH = 2


@dataclass(slots=True)
class Told:
    """One draft with what its own sentence gives it."""

    draft: Draft
    date: When | None
    site: Sited | None
    headline: bool
    #: its date lies days before the document's.
    earlier: bool = False
    #: another event of its sentence was told before it.
    behind: bool = False
    #: dated the day before what its sentence tells: "au lendemain de".
    eve: bool = False


@dataclass(slots=True)
class Event:
    """What several tellings of a story have in common; becomes an incident."""

    type: str
    block: int
    told: list[Told] = field(default_factory=list)
    date: When | None = None
    site: Mention | None = None
    site_is_weak: bool = False
    others: list[Mention] = field(default_factory=list)
    series: bool = False
    #: several of a kind, told together ("des rassemblements à X et à Y").
    listed: bool = False
    realis: str = "actual"
    status: str = "reported"
    negated: bool = False
    because: str = ""
    begun: bool = False
    pluperfect: bool = False
    subtype: str | None = None
    consequences: list[Draft] = field(default_factory=list)
    #: sentences that only say what somebody thinks of it.
    judged: list[int] = field(default_factory=list)
    about: Event | None = None

    @property
    def first(self) -> Draft:
        return self.told[0].draft

    @property
    def sentences(self) -> list[int]:
        return sorted({one.draft.sentence for one in self.told})


def tell(
    drafts: list[Draft],
    dates: Sequence[Dated],
    lex: Lexicon,
    headline: bool,
    earlier: Callable[[When], bool],
    claims: Claims,
) -> list[Told]:
    """The tellings of one sentence, one a kind of event and clause."""
    drafts = _assertable(drafts)
    told: list[Told] = []
    sentence = drafts[0].sentence if drafts else -1
    sources = claims.sources_at.get(sentence, ())
    reported = bool(claims.said_at.get(sentence))
    dated = frozenset(at for one in dates for at in range(one.first, one.last))
    for draft in drafts:
        if reported and not draft.reading.is_quoted(draft.first):
            draft.pluperfect = False  # "a raconté que … avaient été": only reported speech
        date = own_date(draft, dates, drafts)
        if draft.bare and date is not None and (date.remote or date.precision == "year"):
            continue  # "annexé en 2014": history of the place
        if draft.realis == "intended" and _is_promised(draft, drafts):
            continue
        if _is_after_it(draft, dates):
            date, draft.pluperfect = None, True
        if date is None and told and not draft.definite:
            date = told[-1].date  # "… en août des ballons et mené plusieurs tirs"
        before = date is not None and earlier(date)
        site = find_site(draft, drafts, lex, sources, dated, claims.said_at.get(sentence, ()))
        told.append(Told(draft, date, site, headline, before))
    _dated_by_the_day_after(told, lex)
    return _shared_sites(_united(told))


def _dated_by_the_day_after(told: list[Told], lex: Lexicon) -> None:
    """ "… mercredi à X au lendemain de la chute d'un missile": the missile fell on Tuesday."""
    for one in told:
        draft = one.draft
        if draft.kind != "noun" or not _follows(draft, lex.day_after):
            continue
        main = next((t.date for t in told if t is not one and t.date is not None), None)
        eve = day_before(main) if main is not None else None
        if eve is not None:
            one.date, one.eve = eve, True


def _follows(draft: Draft, phrases: Sequence[tuple[str, ...]]) -> bool:
    keys, low = draft.reading.keys, draft.reading.low
    return any(
        tuple(keys[at - len(phrase) : at]) == phrase
        for phrase in phrases
        for at in range(max(low + len(phrase), draft.first - AFTER_REACH), draft.first + 1)
    )


def _shared_sites(told: list[Told]) -> list[Told]:
    """A blow told within a larger one of the same sentence lies where that one does."""
    for one in told:
        if one.site is None and one.draft.type in ATTACKS and not one.draft.frame.siteless:
            one.site = next(
                (
                    other.site for other in told
                    if other.site is not None and other.draft.type in ATTACKS
                    and not one.eve
                    and other.draft.realis in ASSERTED and not other.draft.negated
                ),
                None,
            )  # fmt: skip
    for number, one in enumerate(told):
        one.behind = number > 0
    return told


def _is_after_it(draft: Draft, dates: Sequence[Dated]) -> bool:
    """ "quatre jours après un attentat": the phrase counts from the event behind it."""
    keys = draft.reading.keys
    return any(
        dated.when.relative_to_event
        and 0 <= draft.first - dated.last <= AFTER_REACH
        and keys[dated.last - 1] in lexicon_words(draft)["after"]
        for dated in dates
    )


def lexicon_words(draft: Draft) -> dict[str, frozenset[str]]:
    """The words of grammar of the draft's language."""
    return lexicon(draft.reading.lang).words


def _assertable(drafts: list[Draft]) -> list[Draft]:
    """Without what is only supposed, and without words said in the first person about the future."""
    kept: list[Draft] = []
    nature = next((d for d in drafts if d.type in NATURE), None)
    for draft in drafts:
        if draft.frame.subtype == "alert" and nature is not None and nature is not draft:
            if nature.realis != "actual" or not nature.happens:
                nature.status, nature.realis = "alert", "possible"
            continue
        if draft.status == "statistic" or (draft.realis == "hypothetical" and not draft.negated):
            continue
        quoted = draft.reading.is_quoted(draft.first)
        if quoted and draft.realis in {"future", "intended", "possible"}:
            continue
        if draft.negated and (quoted or draft.without):
            continue
        kept.append(draft)
    return kept


def _is_promised(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "promettent de s'entretenir": what is promised belongs to the promise."""
    return any(
        other.type == "pledge_or_statement" and 0 < draft.first - other.last <= PROMISE_REACH
        for other in drafts
    )


def _united(told: list[Told]) -> list[Told]:
    """Tellings of one clause that are one event become one: "l'attaque a visé", noun and verb."""
    kept: list[Told] = []
    for one in told:
        nearest_first = kept[::-1] if one.draft.type == HARM else kept
        for other in nearest_first:
            if _one_clause(one, other):
                _join(other, one)
                break
        else:
            kept.append(one)
    return kept


def _one_clause(one: Told, other: Told) -> bool:
    a, b = one.draft, other.draft
    if HARM in {a.type, b.type}:
        return a.type != b.type or a.reading.clause_of(a.first) == b.reading.clause_of(b.first)
    if _effect_of(a, b) or _effect_of(b, a) or _told_as_reason(a, b):
        return True
    if b.last < a.first and compatible(a.type, b.type) and _is_named_as(a):
        return True
    if a.kind == "noun" and b.kind == "noun" and b.last < a.first:
        if a.type == b.type and (_is_of(a) or not _verb_between(b, a)):
            return True  # "la signature … des accords"
        if a.new or (a.indefinite and one.site is not None):
            return False
    if a.gerund and {a.type, b.type} <= ATTACKS and b.last <= a.first:
        return True  # "a attaqué les ports de X, détruisant un hangar à Y"
    if (
        b.kind == "noun"
        and a.kind == "verb"
        and {a.type, b.type} <= FALLING | ATTACKS
        and a.type in ATTACKS
        and _tells_of(a, b)
    ):
        return True  # "la chute d'un missile, qui a tué deux personnes"
    if (a.type, b.type) == ("riot", "peaceful_protest") and a.kind == "verb" and b.kind == "noun":
        return 0 <= a.first - b.last <= SUBJECT_REACH  # "des manifestants ont attaqué …"
    if not compatible(a.type, b.type):
        return False
    if (a.type, b.type) == ("agreement", "diplomatic_meeting") and b.kind == "noun":
        return a.kind == "verb"  # "après des négociations à X, … sont parvenus à un accord"
    if a.reading.clause_of(a.first) != b.reading.clause_of(b.first):
        return False
    if a.kind == "verb" and b.kind == "noun" and 0 <= a.first - b.last <= SUBJECT_REACH:
        return True  # the noun is the verb's subject
    return not (one.date and other.date and not overlap(one.date, other.date)) and not (
        one.site
        and other.site
        and not same_place(one.site.mention, other.site.mention)
        and not _listed(one.site, other.site)
    )


def _is_of(draft: Draft) -> bool:
    """ "la signature, à X, des accords": the noun hangs on one before it."""
    keys = draft.reading.keys
    return keys[draft.first - 1] in lexicon_words(draft)["of_the"]


def _verb_between(left: Draft, right: Draft) -> bool:
    return any(
        hit.entry.kind in {"verb", "light"} and left.last <= hit.first < right.first
        for hit in left.reading.hits
    ) or any(left.reading.keys[at] == "," for at in range(right.first - 3, right.first))


def _listed(one: Sited, other: Sited) -> bool:
    return other.mention in one.others or one.mention in other.others


def _is_named_as(draft: Draft) -> bool:
    """ "hit the coast as a Category 5 storm": another name of what was told."""
    keys, low = draft.reading.keys, max(draft.reading.low, draft.first - BY_REACH)
    return draft.kind == "noun" and any(
        keys[at] in lexicon_words(draft)["like"] for at in range(low, draft.first)
    )


def _tells_of(verb: Draft, noun: Draft) -> bool:
    """The verb stands in the relative clause that goes back to the noun."""
    reading = verb.reading
    start = reading.clause_bounds(verb.first)[0]
    return (
        noun.last <= start <= noun.last + RELATIVE_REACH
        and reading.keys[start] in lexicon_words(verb)["relative_subject"]
    )


def _told_as_reason(cause: Draft, effect: Draft) -> bool:
    """ "des coupures de courant après la chute de débris": the reason is told with what it led to."""
    if cause.kind != "noun" or cause.first < effect.last:
        return False
    if not entails(cause.type, effect.type) and cause.type != "debris_or_ordnance_found":
        return False
    words = lexicon_words(cause)["after_cause"]
    low = max(effect.last, cause.first - BY_REACH)
    return effect.type in EFFECTS and any(
        cause.reading.keys[at] in words for at in range(low, cause.first)
    )


def _coordinated(first: Draft, second: Draft) -> bool:
    """ "des inondations et des glissements de terrain": one disaster, named by its first word."""
    if first.kind != "noun" or second.kind != "noun" or second.first < first.last:
        return False
    between = first.reading.keys[first.last : second.first]
    return len(between) <= 3 and any(k in lexicon_words(first)["and"] for k in between)


def _is_blamed(draft: Draft) -> bool:
    """ "fanned by winds from a hurricane", "dues à la tempête": named as the reason of another."""
    keys = draft.reading.keys
    low = max(draft.reading.low, draft.first - BLAMED_REACH)
    words = lexicon_words(draft)["because"]
    return draft.kind == "noun" and any(keys[at] in words for at in range(low, draft.first))


def _join(kept: Told, other: Told) -> None:
    """Make two tellings one: the event keeps its own words, a harm or an effect hangs on them."""
    if (kept.draft.type == HARM and other.draft.type != HARM) or (
        kept.draft.type != HARM and _effect_of(kept.draft, other.draft)
    ):
        kept.draft, other.draft = other.draft, kept.draft
        kept.date, other.date = other.date, kept.date
        kept.site, other.site = other.site, kept.site
    a, b = kept.draft, other.draft
    if b.type == HARM:
        _harmed(a, b)
    elif _effect_of(b, a):
        a.cause_of.extend([*b.cause_of, b])
    elif _told_as_reason(b, a):
        kept.date = kept.date or other.date
        return
    else:
        _joined_drafts(a, b)
    kept.date = kept.date or other.date
    apart = (
        kept.site is not None
        and other.site is not None
        and not same_place(kept.site.mention, other.site.mention)
    )
    if b.type == HARM and kept.site is not None:
        return
    if (
        kept.site is None
        or (apart and b.kind == "verb" and not b.gerund and b.type != "agreement")
        or (other.site is not None and breadth(other.site.mention) < breadth(kept.site.mention))
    ):
        kept.site = other.site or kept.site


def _joined_drafts(a: Draft, b: Draft) -> None:
    """Two words for one event: "l'attaque a visé", "des tirs et des explosions"."""
    if b.type in STRIKES and a.type == "debris_or_ordnance_found":
        a.type = b.type
    if b.type == "riot" and a.type == "peaceful_protest":
        a.type = b.type
    if b.type == "agreement" and b.kind == "verb" and b.realis in ASSERTED:
        a.type = b.type  # what the talks led to
    talks = {a.type, b.type} == {"diplomatic_meeting", "agreement"} and CEASEFIRE in {
        a.frame.subtype, b.frame.subtype,
    }  # fmt: skip
    a.type = "diplomatic_meeting" if talks else more_specific(a.type, b.type)
    a.happens = a.happens or b.happens
    a.series = a.series or b.series
    if b.kind == "noun" and a.kind == "verb":
        a.definite, a.indefinite, a.plural = b.definite, b.indefinite, b.plural
    a.classes = a.classes | b.classes
    a.begun = a.begun or b.begun
    if a.realis == "actual" and b.realis in {"ongoing", "iterative"}:
        a.realis = b.realis
    if b.kind == "verb" and a.kind == "noun" and b.realis not in ASSERTED:
        a.realis, a.status, a.because = b.realis, b.status, b.because
    a.negated = a.negated or (b.negated and a.kind == "noun" and b.kind == "verb")


def _harmed(event: Draft, harm: Draft) -> None:
    """ "Douze soldats ont été tués dans l'attaque": who was hurt tells what kind of attack it was."""
    if event.frame.type != "attack" or "people" in harm.classes:
        return
    if event.type == "attack_on_civilians" and "soldiers" in harm.classes:
        event.type = "armed_clash"


def _effect_of(effect: Draft, cause: Draft) -> bool:
    """ "privé d'électricité par une frappe", "un séisme suivi d'un tsunami"."""
    if causes(cause.type, effect.type):
        return True
    reading = cause.reading
    if effect.gerund and cause.last <= effect.first and entails(cause.type, effect.type):
        return True  # "ont tiré …, privant de courant"
    if {effect.type, cause.type} <= NATURE and effect.type != cause.type:
        if effect.gerund and cause.last <= effect.first:
            return True  # "made landfall near X, flooding villages"
        return _is_blamed(effect) or _coordinated(cause, effect)
    words = lexicon_words(cause)
    if cause.last <= effect.first and effect.kind == "noun" and effect.type in LED_TO:
        low = max(cause.last, effect.first - CAUSED_REACH)
        if any(
            hit.entry.kind == "light"
            and hit.entry.name == "cause"
            and low <= hit.first < effect.first
            for hit in reading.hits
        ):
            return True  # "a cédé, provoquant l'inondation de la ville"
    if cause.last <= effect.first:
        between = reading.keys[cause.last : effect.first]
        return len(between) <= FOLLOWED_REACH and any(key in words["followed"] for key in between)
    low = max(effect.last, cause.first - BY_REACH)
    if cause.kind == "noun" and any(
        reading.keys[at] in words["after_cause"] for at in range(low, cause.first)
    ):
        return False  # "des coupures après la chute de débris": see ``_told_as_reason``
    by = any(
        reading.keys[at] in lexicon_words(cause)["by"]
        for at in range(max(effect.last, cause.first - BY_REACH), cause.first)
    )
    return by and entails(cause.type, effect.type)


class Story:
    """The events of one block, in the order they are first told."""

    def __init__(self, block: int) -> None:
        self.block = block
        self.events: list[Event] = []

    def add(self, one: Told) -> Event | None:
        """Give a telling its event; None when it tells nothing by itself."""
        event = self._earlier(one)
        if event is None:
            if one.draft.frame.subtype == JUDGEMENT and self.events:
                self.events[-1].judged.append(one.draft.sentence)
                return None
            if not _stands_alone(one):
                return None
            event = Event(one.draft.type, self.block)
            self.events.append(event)
        self._take(event, one)
        return event

    def _earlier(self, one: Told) -> Event | None:
        for event in reversed(self.events[-LOOK_BACK:]):
            if self._is_same(event, one):
                return event
        return None

    def _is_same(self, event: Event, one: Told) -> bool:
        draft = one.draft
        if draft.type == HARM:
            return self._is_hurt_in(event, one)
        if draft.frame.sequel:
            return compatible(event.type, draft.type)
        if self._recalled_together(event, one):
            return True
        if draft.type in AFTERMATH.get(event.type, ()) or (
            draft.frame.subtype == "rescue" and event.type in HAZARDS
        ):
            return not event.negated and (one.date is None or not one.earlier)
        if _is_detail(event, one):
            return True
        consequence = causes(event.type, draft.type) and (draft.definite or one.site is None)
        if (
            not compatible(event.type, draft.type)
            and not consequence
            and not _is_that_attack(event, draft)
            and not self._is_spoken_of(event, one)
        ):
            return False
        if event.negated != draft.negated:
            return False
        if self._is_spoken_of(event, one):
            return True
        if draft.frame.type == "explosion" and draft.type == "bombing" and event.type in STRIKES:
            return False  # mines that blow up later are not the strike
        if _others_act(event, draft):
            return False
        if draft.frame.subtype and event.subtype and draft.frame.subtype != event.subtype:
            return False
        if event.status == "cancelled" and draft.indefinite and draft.status != "cancelled":
            return False
        if self._is_to_join(event, one):
            return True
        if self._long_before(event, one):
            return False
        if draft.type == "pledge_or_statement":
            return draft.sentence - event.sentences[-1] <= STATEMENT_REACH
        talks = draft.type in {"diplomatic_meeting", "agreement"}
        goes_back = draft.definite and (talks or not draft.plural) and draft.kind == "noun"
        if (
            one.date
            and event.date
            and not overlap(one.date, event.date)
            and not (goes_back and _later(one.date, event.date))
        ):
            return False
        if one.site and event.site and not self._places_agree(event, one):
            near = draft.sentence - event.sentences[-1] <= DETAIL_REACH
            if not (goes_back and near and not one.site.target):
                return False
        if (draft.series or event.series or event.listed) and not self._series_agree(event, one):
            return False
        if draft.indefinite and not self._same_again(event, one):
            return False
        return not (draft.pluperfect and one.date is None and one.site is None and draft.indefinite)

    def _same_again(self, event: Event, one: Told) -> bool:
        """Whether an indefinite noun ("une réunion") may be an event already told."""
        draft = one.draft
        if draft.new:
            return self._is_the_lead(event, one)
        if event.told[0].headline and event.sentences == [event.first.sentence] != [draft.sentence]:
            return True  # a headline is told again in full by what follows it
        last = event.told[-1].draft
        if last.sentence == draft.sentence and last.kind == "noun" and one.site is not None:
            return False
        own = one.date is not None or one.site is not None
        return not own or self._tells_again(event, one)

    def _is_spoken_of(self, event: Event, one: Told) -> bool:
        """Words of a speaker on an attack told before: "que des terroristes aient tiré sur …"."""
        return (
            one.draft.reading.is_quoted(one.draft.first)
            and one.date is None
            and not event.series
            and {event.type, one.draft.type} <= ATTACKS
            and one.draft.realis in ASSERTED
            and event.realis in ASSERTED
        )

    def _is_to_join(self, event: Event, one: Told) -> bool:
        """ "X doit s'y rendre mercredi": a plan without a place is for the meeting just told."""
        draft = one.draft
        return (
            draft.kind == "verb"
            and draft.type == event.type == "diplomatic_meeting"
            and draft.realis in {"future", "intended"}
            and one.site is None
            and event.site is not None
            and event.first.present
            and draft.sentence - event.sentences[-1] <= DETAIL_REACH
        )

    def _is_the_lead(self, event: Event, one: Told) -> bool:
        """ "de nouveaux tirs mercredi matin" may be what the headline told of Wednesday."""
        return (
            event.told[0].headline
            and event.first.sentence < one.draft.sentence
            and one.date is not None
            and event.date is not None
            and not one.earlier
            and overlap(one.date, event.date)
        )

    def _long_before(self, event: Event, one: Told) -> bool:
        """An earlier day is another event when the first was told without a day."""
        if one.date is None:
            return False
        if event.date is not None and one.date.ongoing != event.date.ongoing:
            return not (one.draft.series and event.series)
        if one.draft.pluperfect and event.date is not None:
            return one.date.edtf != event.date.edtf and not _later(one.date, event.date)
        near = one.draft.sentence - event.sentences[-1] <= 2
        if event.date is not None or (one.draft.definite and near):
            return False
        return one.draft.pluperfect or one.earlier

    def _is_hurt_in(self, event: Event, one: Told) -> bool:
        """ "Deux personnes ont été tuées jeudi": deaths go back to what was told to hurt."""
        if event.type not in HARMFUL or event.negated or event.series or one.earlier:
            return False
        if one.date and event.date and not overlap(one.date, event.date):
            return False
        return not (one.site and event.site) or self._places_agree(event, one)

    def _recalled_together(self, event: Event, one: Told) -> bool:
        """Blows and counter-blows of one sentence of context are recalled as one."""
        last = event.told[-1]
        return (
            one.earlier
            and last.earlier
            and last.draft.sentence == one.draft.sentence
            and {event.type, one.draft.type} <= STRIKES
        )

    def _places_agree(self, event: Event, one: Told) -> bool:
        assert one.site is not None
        known = [event.site, *event.others] if event.site else []
        unknown = one.site.mention.extent is None or any(m.extent is None for m in known)
        if unknown and not (one.draft.kind == "noun" and one.draft.indefinite):
            return True  # nothing says that an unknown place is another
        return any(same_place(mention, one.site.mention) for mention in known)

    def _series_agree(self, event: Event, one: Told) -> bool:
        if one.draft.series and (event.series or event.first.plural):
            return one.date is None or event.date is not None
        if event.listed and one.draft.definite and one.draft.plural:
            return True
        return one.site is None and one.date is None and (one.draft.definite or event.series)

    def _tells_again(self, event: Event, one: Told) -> bool:
        """An indefinite telling that repeats the date or the place of the event."""
        if one.site is not None and event.site is not None:
            return True
        return (
            one.date is not None
            and event.date is not None
            and one.date.edtf == event.date.edtf
            and one.site is None
        )

    def _take(self, event: Event, one: Told) -> None:
        draft = one.draft
        first = not event.told
        event.told.append(one)
        if draft.frame.sequel:
            return
        if not first and causes(event.type, draft.type):
            event.consequences.append(draft)
        elif (
            not first and causes(draft.type, event.type) and not compatible(draft.type, event.type)
        ) or first:
            event.type = draft.type
        elif draft.type in AFTERMATH.get(event.type, ()):
            event.consequences.append(draft)
        elif event.type == "explosion" and _is_that_attack(event, draft):
            event.type = "bombing"
        elif compatible(event.type, draft.type) and not (
            draft.type in VAGUE and _is_that_attack(event, draft)
        ):
            event.type = more_specific(event.type, draft.type)
        elif {event.type, draft.type} <= STRIKES and draft.type not in VAGUE:
            event.type = "strike_unspecified"  # blows of several kinds recalled as one
        event.consequences.extend(draft.cause_of)
        if first:
            event.series, event.realis, event.status = draft.series, draft.realis, draft.status
            event.negated, event.because = draft.negated, draft.because
            event.pluperfect = draft.pluperfect
        elif draft.status == "cancelled":
            event.status = "cancelled"
        elif event.status == "planned" and draft.realis in ASSERTED and not draft.negated:
            event.status, event.realis = draft.status, draft.realis
        if one.site is not None and one.site.others and draft.plural and draft.kind == "noun":
            event.listed = True  # "des rassemblements à X et à Y" are several
        if draft.type == event.type:
            event.subtype = event.subtype or draft.frame.subtype
        event.begun = event.begun or draft.begun
        if draft.type != HARM or event.date is None or event.date.precision == "before_publication":
            event.date = _better_date(event.date, one.date)
        rescue = draft.frame.subtype == "rescue" and event.type != draft.type
        if draft.type == HARM and event.site is not None:
            return
        feared = event.realis in ASSERTED and draft.realis in {"possible", "hypothetical"}
        if (
            not first
            and one.site is not None
            and self._is_spoken_of(event, one)
            and not self._places_agree(event, one)
        ):
            return
        followed = draft.type in AFTERMATH.get(event.type, ()) or (
            event.site is not None
            and not compatible(event.type, draft.type)
            and causes(event.type, draft.type)
        )
        followed = followed or draft.anaphoric
        if one.site is None or rescue or feared or followed:
            return
        _better_site(event, one.site)


def _others_act(event: Event, draft: Draft) -> bool:
    """ "Les États-Unis déploient … L'armée israélienne a massé …": not the same army."""
    if event.type not in AGENTIVE or draft.type not in AGENTIVE:
        return False
    known, new = _agents(event.first), _agents(draft)
    return bool(known) and bool(new) and not known & new


def _agents(draft: Draft) -> frozenset[str]:
    """Countries said to act: in the subject of an active verb, or the adjective of the noun."""
    if draft.kind == "verb":
        low, high = (0, 0) if draft.passive else (draft.low, draft.first)
    else:
        low, high = draft.first, draft.last + 2
    return frozenset(
        code
        for first, last, mention in draft.reading.mentions
        if low <= first and last <= high
        and (mention.kind == "demonym" or mention.role == "actor_metonym")
        for code in ([mention.place.country] if mention.place is not None else mention.countries[:1])
        if code
    )  # fmt: skip


def _later(one: When, other: When) -> bool:
    """Whether a time begins after another ended."""
    (start, _), (_, end) = moments(one), moments(other)
    start = start or moments(one)[1]
    return start is not None and end is not None and start > end


def _is_detail(event: Event, one: Told) -> bool:
    """ "Une bombe a explosé au passage des renforts": an attack told further, without date or place."""
    draft = one.draft
    return (
        draft.kind == "verb"
        and one.date is None
        and one.site is None
        and not draft.negated
        and draft.realis in ASSERTED
        and event.type in ATTACKS
        and draft.type in ATTACKS
        and not event.series
        and draft.sentence - event.sentences[-1] <= DETAIL_REACH
    )


def _is_that_attack(event: Event, draft: Draft) -> bool:
    """ "l'attaque", "les assaillants ont ouvert le feu" go back to whatever attack was told."""
    if draft.frame.type != "attack" or event.type not in ATTACKS | {"explosion"}:
        return False
    return draft.definite or (draft.kind == "verb" and _by_known_group(draft))


def _by_known_group(draft: Draft) -> bool:
    """The subject is an armed group with a definite article: one already told."""
    reading = draft.reading
    words = lexicon(reading.lang).words
    return any(
        hit.entry.kind == "class"
        and hit.entry.name == "armed_group"
        and reading.low <= hit.first - 1
        and reading.keys[hit.first - 1] in words["definite"]
        for hit in reading.hits
        if draft.low <= hit.first < draft.first
    )


def _better_date(known: When | None, new: When | None) -> When | None:
    """The more precise of two dates that agree; a day and a later part of that day are joined."""
    if known is None or new is None:
        return known or new
    if not overlap(known, new):
        return known  # how it went on, not when it began
    order = [
        "second", "minute", "hour", "part_of_day", "day", "days", "week", "month", "year",
        "before_publication", "open_interval", "unknown",
    ]  # fmt: skip
    return new if order.index(new.precision) < order.index(known.precision) else known


def _better_site(event: Event, site: Sited) -> None:
    mention = site.mention
    if event.site is None or (event.site_is_weak and not site.weak):
        event.site, event.site_is_weak = mention, site.weak
    elif site.weak:
        return
    elif mention.extent is None or event.site.extent is None:
        if event.site.extent is None and mention.extent is not None:
            mention, event.site = event.site, mention  # a known place beats an unknown one
        if mention.id != event.site.id and mention not in event.others:
            event.others.append(mention)
    elif site.others and breadth(event.site) > 1 and breadth(mention) < breadth(event.site):
        event.others.append(mention)  # several towns of one land: its parts
    elif breadth(mention) < breadth(event.site) or (
        mention.kind == "expression" and event.site.kind != "expression" and breadth(event.site) > 0
    ):
        event.others.append(event.site)
        event.site = mention
    elif mention.id != event.site.id and mention not in event.others:
        event.others.append(mention)
    for other in site.others:
        if other not in event.others and other.id != event.site.id:
            event.others.append(other)


def _stands_alone(one: Told) -> bool:
    """Whether a telling is enough for an event: a verb, or a noun with a verb, date or place."""
    draft = one.draft
    if draft.anaphoric or draft.type == HARM or draft.frame.sequel:
        return False
    if draft.definite and draft.kind == "noun" and one.behind and one.date is None:
        return False  # "… dans l'offensive lancée par": taken as known, not told
    if draft.realis == "possible" and draft.status != "alert":
        return one.site is not None and not draft.reading.is_quoted(draft.first)
    if draft.negated:
        return one.site is not None or one.date is not None
    if draft.realis in {"future", "intended"} and draft.type in ATTACKS and one.site is None:
        return False  # a threat, not an event
    if draft.kind == "verb" or draft.happens:
        return True
    if draft.definite and one.date is None and not one.headline:
        return one.site is not None and one.site.near
    return one.date is not None or one.site is not None or one.headline
