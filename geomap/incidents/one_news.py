"""A story's tellings seen together: what is one event in other words, what is an aside.

Read downwards, a sentence can only be held against what stands before it. Here all events of a story
have their dates and places: a lead ("Au moins dix civils tués dans le nord de X"), its body ("des
hommes armés ont attaqué le village de Y dimanche") and what both lead to are brought together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from geomap.incidents.agents import agents_of
from geomap.incidents.draft import ASSERTED
from geomap.incidents.event import HAZARDS, Event
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import breadth, distance_m, holds, same_place
from geomap.incidents.settle import Settled
from geomap.incidents.taking import take
from geomap.incidents.types import ATTACKS, CONSEQUENCES, causes, compatible, more_specific
from geomap.model.dating import moments, overlap
from geomap.model.incident import LAYER_BY_TYPE, Toll
from geomap.model.place import Mention
from geomap.model.when import When

#: Events of a story looked back at: keeps long texts linear.
LOOK_BACK = 12
#: Attacks whose means is not told: another telling may give it.
VAGUE = frozenset({"attack_on_civilians", "strike_unspecified", "armed_clash"})
#: Who makes a fight one of war, and what a story of unrest tells in words of war.
ARMED = frozenset({"armed_group", "soldiers"})
#: What fights on the ground are fought with.
OF_A_FIGHT = VAGUE | {"shelling", "bombing"}
FORCES = frozenset({"soldiers", "police", "gendarmes"})
OF_A_CROWD = frozenset({"armed_clash", "shelling", "strike_unspecified"})
#: What a crowd and the police do to each other may be told in the words of war.
CROWDS = frozenset({"riot", "peaceful_protest"})
#: Types that are no incidents of their own when told by the way: all but words of leaders.
ASIDES = frozenset(LAYER_BY_TYPE) - {"pledge_or_statement"}
#: Disasters and accidents are told by their own name.
DISASTERS = HAZARDS - ATTACKS - {"explosion"}
#: What may be told of the main event of a story in other words.
TOLD_IN_OTHER_WORDS = ATTACKS | CROWDS | HAZARDS
#: Precisions that only say "by the day of the text".
BOUNDS = frozenset({"before_publication", "open_interval"})
VAGUE_TIMES = BOUNDS | {"year"}
#: The breadth of a state.
LAND = 3
#: Breadth from which a place holds towns.
COARSE = 2
#: A lead is told again in full this many sentences on.
RETOLD_REACH = 4
#: A story may tell of what happened some days ago.
SOME_DAYS = timedelta(days=8)
#: A title says "near X" of what happened this far from it (metres).
TITLE_REACH_M = 80_000.0
#: An area of this radius may hold many towns (metres).
WIDE_M = 40_000.0


def one_news(
    events: Sequence[Event], settle: Callable[[Sequence[Event]], list[Settled]]
) -> list[Event]:
    """The same events, those that are one brought together into the first of them."""
    _name_by_theme(events)
    settled = settle(events)
    pairs: list[tuple[int, int]] = []
    for later, one in enumerate(settled):
        earlier = range(later - 1, max(-1, later - 1 - LOOK_BACK), -1)
        known = next((at for at in earlier if _is_one(settled[at], one)), None)
        if known is not None:
            pairs.append((known, later))
    gone: dict[int, int] = {}
    for known, later in pairs:
        if _is_sum_of_several(settled, known, pairs):
            if all(one.title for one in settled[known].event.told):
                gone[known] = later  # a headline over them all: told by what it sums up
        else:
            _merge(settled[gone.get(known, known)].event, settled[later].event)
            gone[later] = gone.get(known, known)
    return [one.event for at, one in enumerate(settled) if at not in gone]


def _name_by_theme(events: Sequence[Event]) -> None:
    """In a story of a march, "des affrontements", "tirs de mortier" are those of a crowd."""
    themes: dict[int, str] = {}
    for event in events:
        theme = themes.setdefault(event.opening, event.type)
        armed = any(one.draft.classes & ARMED for one in event.told)
        if theme in CROWDS and event.type in OF_A_CROWD and not armed:
            event.type = "riot"


def _is_sum_of_several(
    settled: Sequence[Settled], known: int, pairs: Sequence[tuple[int, int]]
) -> bool:
    """ "Huit morts dans des frappes en Ukraine", then a town after the other: a head over them all."""
    site = settled[known].event.site
    if site is not None and breadth(site) < COARSE:
        return False
    sites = [settled[later].event.site for first, later in pairs if first == known]
    inner = [s for s in sites if s is not None and (site is None or breadth(s) < breadth(site))]
    return any(not same_place(inner[0], other) for other in inner[1:])


def _is_one(known: Settled, one: Settled) -> bool:
    a, b = known.event, one.event
    if _is_effect(known, one):
        return True
    if a.opening != b.opening or not {a.type, b.type} <= TOLD_IN_OTHER_WORDS:
        return False
    if a.first.sentence == b.first.sentence and _is_part_of(b):
        return bool({a.type, b.type} <= ATTACKS)
    crowd = (a.type, b.type) == ("riot", "peaceful_protest") and b.first.definite  # "the protests"
    if not (crowd or _may_be_one_type(a.type, b.type)) or known.background:
        return False
    if one.background and not _leads_to(known, one):
        return False
    if a.first.sentence == b.first.sentence and a.type != b.type:
        return False
    if (a.type in CROWDS) != (b.type in CROWDS) and not _is_of_its_crowd(a, b):
        return False
    if any(e.negated or e.series or e.listed or e.realis not in ASSERTED for e in (a, b)):
        return False
    if a.status != b.status or b.pluperfect or is_new(b):
        return False
    new = b.first.kind == "noun" and b.first.indefinite and _own_date(b) is not None
    if new and b.first.sentence - a.sentences[-1] > RETOLD_REACH:
        return False  # "A shootout Thursday …" at the end of a text is another one
    sides = agents_of(a.first), agents_of(b.first)
    if sides[0] and sides[1] and not sides[0] & sides[1]:
        return False
    return _dates_agree(known, one) and _places_agree(a, b)


def _is_part_of(event: Event) -> bool:
    """ "trois attaques, dont deux attentats suicide": among those told before it."""
    reading, first = event.first.reading, event.first.first
    including = lexicon(reading.lang).words["including"]
    return any(key in including for key in reading.keys[max(reading.low, first - 2) : first])


def _leads_to(known: Settled, one: Settled) -> bool:
    """A lead without day or place ("Two-car accident kills one"), told in full as of some days ago."""
    bare = known.event.date is None and known.event.site is None
    (start, _), (_, end) = moments(known.when), moments(one.when)
    if not bare or start is None or end is None:
        return False
    return known.event.first.sentence == known.event.opening and start - end <= SOME_DAYS


def _is_of_its_crowd(a: Event, b: Event) -> bool:
    """ "des assaillants … ont pillé des magasins" is the attack; "des manifestants ont mis le feu"
    is what it led to; a killing nobody can place is not the riot of another town."""
    if a.site is None and b.site is not None:
        return False
    crowd = _is_by_crowd(b) and not _is_by_crowd(a)  # "des activistes" may be those who attack
    return a.type in CROWDS or (b.type == "riot" and not crowd)


def _is_by_crowd(event: Event) -> bool:
    return any(one.draft.classes & {"protesters", "crowd"} for one in event.told)


def _is_effect(known: Settled, one: Settled) -> bool:
    """ "Des manifestants … ont allumé plusieurs feux à X", "une seconde explosion a eu lieu"."""
    a, b = known.event, one.event
    if a.opening != b.opening or b.type not in CONSEQUENCES or known.background != one.background:
        return False
    if not causes(a.type, b.type) or a.negated or b.negated or a.realis not in ASSERTED:
        return False
    own = _own_date(b)
    return (own is None or overlap(known.when, one.when)) and (
        b.site is None or (a.site is not None and same_place(a.site, b.site))
    )


def _may_be_one_type(one: str, other: str) -> bool:
    """Two attacks unless both say by what means, and different ones; a fight within a protest."""
    if one in DISASTERS or other in DISASTERS:
        return one == other
    if compatible(one, other):
        return True
    if {one, other} <= ATTACKS:
        return bool({one, other} & VAGUE)
    fought = {one, other} & {"armed_clash", "attack_on_civilians"}
    return bool({one, other} & CROWDS) and (
        bool(fought) or (one, other) == ("riot", "peaceful_protest")
    )


def is_new(event: Event) -> bool:
    """ "une autre attaque", "par ailleurs", "également": said to be another event."""
    draft = event.first
    reading, words = draft.reading, lexicon(draft.reading.lang).words
    if draft.new:
        return True
    return reading.modal("besides", reading.low, draft.last) is not None or any(
        reading.keys[at] in words["another"] for at in range(reading.low, draft.last)
    )


def _dates_agree(known: Settled, one: Settled) -> bool:
    a, b = _own_date(known.event), _own_date(one.event)
    if b is None:
        return True
    if a is None:  # the lead gives no day; the body does, and it is no old story
        types = known.event.type, one.event.type
        one_type = compatible(*types) or types == ("riot", "armed_clash")
        return one_type and not b.remote and not b.ongoing
    if b.precision in {"month", "year"} and b.edtf != a.edtf:
        return False  # "En 2017, …" is not what the text tells of Thursday
    return overlap(known.when, one.when) and not (a.ongoing ^ b.ongoing)


def _own_date(event: Event) -> When | None:
    """The time its sentences give; a mere bound ("by the day of the text") is none."""
    when = event.date
    return None if when is not None and when.precision in BOUNDS else when


def _places_agree(a: Event, b: Event) -> bool:
    if a.site is None or b.site is None:
        return True
    narrowed = breadth(a.site)  # a land that a town has narrowed no longer holds other towns
    known = (a.site, *(m for m in a.others if breadth(m) <= narrowed))
    if any(same_place(mention, b.site) for mention in known):
        return a.type == b.type or any(_is_one_place(mention, b.site) for mention in known)
    if (
        all(one.title for one in a.told)
        and a.site.kind == "expression"
        and b.site.extent is not None
    ):
        far = a.site.extent is None or distance_m(a.site.extent, b.site.extent) > TITLE_REACH_M
        return not far  # "l'attaque d'un marché près de X", then the village by its name
    return b.site.extent is None and _is_coarse(a.site)


def _is_one_place(one: Mention, other: Mention) -> bool:
    """The same place or one in the other, not only near: two towns may see two kinds of blows."""
    same = one.place is not None and other.place is not None and one.place.id == other.place.id
    return same or holds(one, other) or holds(other, one) or one.text == other.text


def _is_coarse(mention: Mention) -> bool:
    """A land, a province, "le nord de X": the body names a place in it that nobody knows."""
    extent = mention.extent
    return extent is not None and (
        breadth(mention) >= COARSE or (extent.kind == "area" and (extent.radius_m or 0) > WIDE_M)
    )


def is_aside(one: Settled, before: Sequence[Settled], tolls: Sequence[Toll]) -> bool:
    """Told by the way, in a story that opened with another event (``before``, none when it opens).

    "La crise humanitaire …", "… qui a signé la paix", "où Israël mène régulièrement des frappes":
    what a reader takes as context. What the text plans, denies or states is always kept.
    """
    event = one.event
    if not before or event.type not in ASIDES or event.negated:
        return False
    if event.status != "reported" or event.realis not in ASSERTED:
        return False
    return _is_circumstance(event, before) or (
        _is_standing(one) if _is_placed(one) else _is_unplaced_aside(one, tolls)
    )


def _is_placed(one: Settled) -> bool:
    return one.site is not None and not one.inferred


def _is_unplaced_aside(one: Settled, tolls: Sequence[Toll]) -> bool:
    own = one.event.date
    if one.background:
        return True  # an earlier event that no map can show
    return not tolls and (own is None or own.basis == "inherited" or own.precision in VAGUE_TIMES)


def _is_standing(one: Settled) -> bool:
    """How things stand in a whole country, without a day: no incident of its own."""
    event = one.event
    if event.site is None or breadth(event.site) < LAND or _own_date(event) is not None:
        return False
    draft = event.first
    return event.series or (draft.kind == "verb" and (draft.present or draft.imperfect))


def _is_circumstance(event: Event, before: Sequence[Settled]) -> bool:
    """ "un attentat lors d'un rassemblement à X", "à X, la circulation est coupée" by the protest."""
    if event.subtype == "traffic":
        dated = event.date is not None and not event.told[0].shares_date
        return not dated and any(
            one.event.type in CROWDS and _places_agree(one.event, event) for one in before
        )
    beside = [one.event for one in before if event.first.sentence in one.event.sentences]
    if event.type in {"peaceful_protest", "troop_movement", "debris_or_ordnance_found"}:
        return any(
            one.type in ATTACKS or (one.type == "riot" and event.first.kind == "verb")
            for one in beside
        )
    if event.type == "civil_protection" and _own_date(event) is None:
        return before[0].event.type in ATTACKS  # who is looked for after an attack
    told_by_noun = event.first.kind == "noun" or event.first.gerund
    return (  # "des affrontements qui ont fait 100 morts et des milliers de déplacés"
        event.type in {"evacuation", "aid_or_outage"}
        and told_by_noun
        and any(one.type in ATTACKS | CROWDS | {"territory_change"} for one in beside)
    )


def _merge(event: Event, other: Event) -> None:
    before, new = event.type, other.type
    fight = _is_fight(event)
    for one in other.told:
        take(event, one)
    event.consequences.extend(d for d in other.consequences if d not in event.consequences)
    event.judged.extend(other.judged)
    event.type = "armed_clash" if fight and new in OF_A_FIGHT else _type_of_both(before, new)


def _is_fight(event: Event) -> bool:
    """ "des combats entre l'armée et un groupe armé": more than an attack on whom nobody names."""
    return event.type == "armed_clash" and any(
        one.draft.frame.type in {"armed_clash", "clash"} and one.draft.classes & FORCES
        for one in event.told
    )


def _type_of_both(one: str, other: str) -> str:
    if one == other or other in CONSEQUENCES:
        return one
    if CROWDS & {one, other}:
        return "riot" if one in CROWDS else one
    if compatible(one, other):
        return more_specific(one, other)
    if one in VAGUE and other in VAGUE:
        return "attack_on_civilians" if "attack_on_civilians" in {one, other} else one
    return other if one in VAGUE else one
