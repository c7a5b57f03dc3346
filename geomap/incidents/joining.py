"""Tellings of one sentence that are one event: noun and verb, cause and effect, harm and blow."""

from __future__ import annotations

from geomap.incidents.draft import ASSERTED, Draft
from geomap.incidents.nearness import breadth, same_place
from geomap.incidents.site_cost import RELATIVE_REACH
from geomap.incidents.sites import Sited
from geomap.incidents.told import HARM, NATURE, SUBJECT_REACH, Told, lexicon_words
from geomap.incidents.types import (
    ATTACKS,
    EFFECTS,
    STRIKES,
    causes,
    compatible,
    entails,
    more_specific,
)
from geomap.model.dating import overlap

#: What falls and kills is a strike.
FALLING = STRIKES | {"debris_or_ordnance_found"}
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
#: "outre l'enlèvement": words between.
BESIDE_REACH = 2
#: Frames of truces: what talks are about.
CEASEFIRE = "ceasefire"


def united(told: list[Told]) -> list[Told]:
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
    if _is_left_for_it(one, other) or _is_left_for_it(other, one):
        return False
    other_days = one.date and other.date and not overlap(one.date, other.date)
    if not other_days and (_effect_of(a, b) or _effect_of(b, a) or _told_as_reason(a, b)):
        return True
    if _goes_for(a, b):
        return (
            one.site is None
            or other.site is None
            or same_place(one.site.mention, other.site.mention)
        )
    if _is_beside(b):
        return False
    if b.last < a.first and compatible(a.type, b.type) and _is_named_as(a):
        return True
    crackdown = a.type == b.type == "arrest_or_crackdown"
    if crackdown and b.last <= a.first and _coordinated(b, a):
        return True  # "a décrété l'état d'urgence et un couvre-feu"
    if a.kind == "noun" and b.kind == "noun" and b.last < a.first:
        if a.type == b.type == "storm" and is_blamed(b) and not is_blamed(a):
            return False  # "des toits touchés par la grêle : les orages qui se sont abattus …"
        if a.type == b.type and (_is_of(a) or not _verb_between(b, a)):
            return True  # "la signature … des accords"
        if {a.type, b.type} <= STRIKES and _coordinated(b, a):
            return True  # "des attaques de drones et des frappes ont visé …"
        if a.new or (a.indefinite and one.site is not None):
            return False
    if a.kind == "verb" and b.kind == "noun" and not a.passive and {a.type, b.type} <= ATTACKS:
        near = 0 <= a.first - b.last <= SUBJECT_REACH
        if near:
            return True  # "une attaque suicide a pris pour cible un convoi"
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


def _goes_for(noun: Draft, verb: Draft) -> bool:
    """ "a atterri à X pour une brève visite": going there and what it is for are one meeting."""
    return (
        noun.kind == "noun"
        and verb.kind == "verb"
        and noun.type == verb.type == "diplomatic_meeting"
        and verb.last <= noun.first
        and noun.indefinite
        and not noun.new
    )


def _is_left_for_it(left: Told, cause: Told) -> bool:
    """ "The fire forced the evacuation of X and Y": an event of its own where it says who left."""
    return (
        left.draft.type == "evacuation"
        and left.draft.kind == "noun"
        and left.site is not None
        and left.site.target
        and cause.site is None
    )


def _is_of(draft: Draft) -> bool:
    """ "la signature, à X, des accords": the noun hangs on one before it."""
    keys = draft.reading.keys
    return keys[draft.first - 1] in lexicon_words(draft)["of_the"]


def _is_beside(draft: Draft) -> bool:
    """ "outre l'enlèvement des lycéens, ils ont tué dix personnes": another event."""
    keys, low = draft.reading.keys, max(draft.reading.low, draft.first - BESIDE_REACH)
    words = lexicon_words(draft)["beside"]
    return draft.kind == "noun" and any(keys[at] in words for at in range(low, draft.first))


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
    phrase = first.last - first.first > 1  # "décréter l'état d'urgence et un couvre-feu"
    if (first.kind != "noun" and not phrase) or second.kind != "noun" or second.first < first.last:
        return False
    between = first.reading.keys[first.last : second.first]
    return len(between) <= 3 and any(k in lexicon_words(first)["and"] for k in between)


def is_blamed(draft: Draft) -> bool:
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
    if other.date is None or not (other.date.ongoing and is_blamed(b)):
        kept.date = kept.date or other.date  # not since when the rains fall that are blamed
    apart = (
        kept.site is not None
        and other.site is not None
        and not same_place(kept.site.mention, other.site.mention)
    )
    unplaced = kept.site is not None and kept.site.mention.extent is None
    if b.type == HARM and kept.site is not None and not (unplaced and _is_placed(other)):
        return
    if (
        kept.site is None
        or (unplaced and b.type == HARM)  # "mort à X après avoir été poignardé rue Y"
        or (apart and b.kind == "verb" and not b.gerund and b.type != "agreement")
        or (other.site is not None and breadth(other.site.mention) < breadth(kept.site.mention))
    ):
        kept.site = other.site or kept.site


def _is_placed(one: Told) -> bool:
    return one.site is not None and one.site.mention.extent is not None


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
    if b.kind == "verb" and not b.anaphoric and b.type == a.type:
        a.anaphoric = False  # "le sommet s'est ouvert": the verb proves the noun
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
        return is_blamed(effect) or _coordinated(cause, effect)
    words = lexicon_words(cause)
    found = cause.type == "debris_or_ordnance_found"  # people leave their homes for a bomb: news
    if cause.last <= effect.first and effect.kind == "noun" and effect.type in LED_TO and not found:
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
        tie = words["followed_by"]  # "floods that followed the collapse" came behind it
        return len(between) <= FOLLOWED_REACH and any(
            key in words["followed"]
            and (not tie or (between[at + 1 : at + 2] and between[at + 1] in tie))
            for at, key in enumerate(between)
        )
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
