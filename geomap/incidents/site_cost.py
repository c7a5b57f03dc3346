"""What it costs to take a place for that of an event; None when it cannot be its place."""

from __future__ import annotations

from collections.abc import Sequence, Set

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.fronting import is_fronted
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.nearness import breadth
from geomap.incidents.slots import (
    befell,
    facility_of,
    facility_slot,
    is_source_of,
    is_target,
)
from geomap.incidents.types import ATTACKS, causes, compatible
from geomap.incidents.whose import (
    is_a_clock,
    is_behind_a_date,
    is_cared_for,
    is_in_opening,
    is_origin,
    is_spared,
    is_talked_about,
    is_the_agents,
    is_where_they_live,
    took_off,
)
from geomap.model.place import Mention

#: What another clause costs, in tokens of distance.
OTHER_CLAUSE = 12
#: What it costs that another event stands between the place and the trigger.
OTHER_EVENT = 10
#: What a place before its trigger costs (French and English put it behind, or at the head).
BEFORE = 3
#: What it costs not to be in the gazetteer: a known place beside it is rather meant.
UNRESOLVED = 8
#: "at a maximum-security prison": tokens of adjectives before a building.
ADJECTIVES = 4
#: What it costs to stand in brackets behind another place.
BRACKETED = 12
#: What a ring around a town costs: a town that is named beside it says more.
RING = 24
#: A place this near behind a trigger is that trigger's (tokens).
BESIDE = 4
#: What a coarse place costs against a finer one: it is rather where the finer one lies.
COARSE = {3: 10, 2: 6, 1: 3, 0: 0}
#: Mentions that stand for no place of their own whatever is beside them.
_NEVER = frozenset({"demonym", "actor_org", "embedded_name", "dateline"})
#: Why a government is taken for one that acts or speaks.
_ACTING = frozenset({"role_subject", "role_agent", "role_says", "role_between"})
#: "une attaque de drone revendiquée par X qui a tué": words before the relative clause.
RELATIVE_REACH = 7
#: "Pakistan's bustling southern port of X": words between the land and the kind of place.
NARROWING_REACH = 3
#: What befalls people where they live.
AT_HOME = frozenset({"evacuation", "earthquake", "flood", "storm", "civil_protection"})
#: The type of nouns and verbs that go back to what was told before.
AGAIN = "again"
#: What befalls a building: a base or a school "à X" is then where it happened.
ATTACKED = ATTACKS | {"explosion", "fire"}
_POLITICS = frozenset({"diplomatic_meeting", "agreement", "pledge_or_statement"})


def cost_of(
    draft: Draft,
    drafts: Sequence[Draft],
    low: int,
    high: int,
    mention: Mention,
    lex: Lexicon,
    dated: Set[int],
) -> tuple[float, bool] | None:
    if mention.kind in {"demonym", "organisation"} or mention.role in _NEVER:
        return None
    if befell(draft, low, high, lex, dated):
        return float(COARSE[breadth(mention)]), True
    if _acts(mention):
        return None
    if is_cared_for(draft.reading, low, high, lex):
        return None
    facility = None if draft.frame.siteless else facility_of(draft.reading, low, high, lex)
    if facility is not None and (
        facility_slot(draft, *facility, lex, dated)
        or (draft.kind == "noun" and is_target(draft, *facility, lex, dated))
    ):
        return float(COARSE[breadth(mention)]), True
    if _narrows_next(draft.reading, high, lex):
        return None
    sent = draft.type == "troop_movement" or draft.frame.subtype == "aid"
    sent = sent or took_off(draft, low, lex)
    if mention.role == "destination" and not sent:
        return None
    post = _is_at_post(draft, mention, lex) or (
        mention.role == "affiliation"
        and (
            is_behind_a_date(draft, low, lex, dated)
            or (facility is not None and _is_inside(draft.reading, facility[0], lex))
        )
    )
    if mention.role in {"affiliation", "reporter_location", "reference"} and not (
        post or (draft.type in AT_HOME and is_where_they_live(draft, low, lex))
    ):
        return None
    if draft.type == "evacuation" and _is_nature(mention):
        return None  # "une île du Pacifique a été évacuée"
    if draft.type in _POLITICS and (
        _is_nature(mention)
        or is_talked_about(draft.reading, low, lex)
        or any(k in lex.words["after_cause"] for k in draft.reading.keys[draft.last : low])
    ):
        return None
    left = (
        draft.type == "evacuation" and mention.role == "route" and is_origin(draft, low, lex, dated)
    )
    if (is_origin(draft, low, lex, dated) and draft.type != "evacuation") or (
        draft.frame.siteless and not _is_in_force(draft, low, lex)
    ):
        return None
    inside_of = facility is not None and _is_inside(draft.reading, facility[0], lex)
    target = is_target(draft, low, high, lex, dated) or is_source_of(draft, low, mention, lex)
    lived = draft.type in AT_HOME and mention.role == "affiliation"
    lived = lived or left  # "evacuated from X": they leave X
    here = mention.role in {"site", "destination"} or inside_of or lived or post
    if not target and not here:
        return None
    if target == "genitive" and _is_agent_like(draft, mention, low, lex):
        return None
    reading = draft.reading
    inside = low < draft.last and high > draft.first
    distance = (
        0 if target or inside else (low - draft.last if low >= draft.last else draft.first - high)
    )
    cost = float(max(distance, 0))
    if high <= draft.first and not target:
        cost += 0 if low - reading.low <= 2 else BEFORE
    if is_a_clock(reading, low, dated, lex) or is_spared(reading, low, lex):
        return None
    if is_in_opening(draft, low, lex) or is_the_agents(draft, low, lex):
        return None
    fronted = high <= draft.first and is_fronted(reading, low, dated, lex)
    if fronted:
        cost = min(cost, float(BEFORE))
    elif not _in_its_clause(draft, low, lex):
        if reading.keys[_clause_start(reading, low)] in lex.words["relative_place"]:
            cost += OTHER_CLAUSE
        if low >= draft.last and _and_between(draft, drafts, low, lex):
            return None
        follows = high <= draft.first and reading.keys[draft.low] in lex.words["follows_main"]
        cost += OTHER_CLAUSE if low - reading.low > 2 and not follows else 2
        if high <= draft.first and low - reading.low > 2 and not follows:
            cost += OTHER_CLAUSE
        if _held_elsewhere(draft, drafts, low):
            return None
    if not target and _belongs_to_other(draft, drafts, low):
        return None
    if not target and _is_hit_by_other(draft, drafts, low, high, lex, dated):
        cost += OTHER_EVENT
    cost += OTHER_EVENT * _events_between(draft, drafts, low, high)
    cost += COARSE[breadth(mention)]
    if not target and _is_beside_in_brackets(reading, low):
        cost += BRACKETED
    if mention.kind == "anaphor":
        cost += 6
    if mention.extent is None:
        cost += UNRESOLVED
    elif mention.extent.precision == "offset_no_bearing":
        cost += RING
    return cost, bool(target)


def _acts(mention: Mention) -> bool:
    """A government as subject, as agent, as source, as one of two sides: nothing happens in it."""
    return (
        mention.role == "actor_metonym"
        and mention.role_reason is not None
        and mention.role_reason.code in _ACTING
    )


def _is_at_post(draft: Draft, mention: Mention, lex: Lexicon) -> bool:
    """ "ont attaqué une base à X", "un raid sur une école à X": the office is a building that is hit."""
    reason = mention.role_reason
    return (
        mention.role == "affiliation"
        and draft.type in ATTACKED
        and reason is not None
        and reason.code == "role_office"
        and bool(reason.args)
        and str(reason.args[0]) in lex.words["posts"]
    )


def _is_in_force(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "a ceasefire came into force in X": a truce lies where a verb says that it holds."""
    keys, at = draft.reading.keys, low - 1
    while at > draft.last and keys[at] in lex.words["definite"]:
        at -= 1
    return (
        draft.happens
        and keys[at] in lex.words["prepositions"]
        and any(
            hit.entry.kind == "light"
            and hit.entry.name == "happen"
            and draft.last <= hit.first < low
            for hit in draft.reading.hits
        )
    )


def _is_word(reading: Reading, at: int, lex: Lexicon) -> bool:
    key = reading.keys[at]
    return (key.isalpha() or key == "-") and key not in lex.words["inside"]


def _is_inside(reading: Reading, first: int, lex: Lexicon) -> bool:
    """ "dans la basilique …", "devant le marché de": a word of place before a building."""
    at = first - 1
    while at > reading.low and (
        reading.keys[at] in lex.words["definite"]
        or reading.keys[at] in lex.words["indefinite"]
        or (
            lex.words["name_before_noun"]
            and first - at <= ADJECTIVES
            and _is_word(reading, at, lex)
        )
    ):
        at -= 1  # "at a maximum-security prison in X"
    return at >= reading.low and reading.keys[at] in lex.words["inside"]


def _narrows_next(reading: Reading, high: int, lex: Lexicon) -> bool:
    """ "in the Gaza city of X", "Pakistan's southern port of Y": it only says where X and Y are."""
    starts = {first for first, _, _ in reading.mentions}
    for at in range(high, min(high + NARROWING_REACH, reading.top - 2)):
        if not reading.keys[at].isalpha():
            return False
        if reading.keys[at] in lex.words["kinds_of_place"]:
            behind = reading.keys[at + 1] in lex.words["of_the"]
            return behind and (at + 2 in starts or at + 3 in starts)
    return False


def _and_between(draft: Draft, drafts: Sequence[Draft], low: int, lex: Lexicon) -> bool:
    """ "… et les maires de X ont": a clause of its own stands between; "capsized and sank off X"
    is none: the same subject goes on, and nothing else is told."""
    reading = draft.reading
    start = reading.clause_bounds(low)[0]
    if start <= draft.first or reading.keys[start] not in lex.words["conjunctions"]:
        return False
    opening = reading.keys[start + 1] if start + 1 < reading.top else ""
    own_subject = opening in lex.words["definite"] or opening in lex.words["indefinite"]
    own_subject = (
        own_subject
        or opening in lex.words["clause_openers"]
        or any(first <= start + 1 < last for first, last, _ in reading.mentions)
    )
    tells = any(
        other is not draft and reading.clause_of(other.first) == reading.clause_of(low)
        for other in drafts
    )
    return own_subject or tells


def _is_nature(mention: Mention) -> bool:
    """Rivers, seas, mountains: what talks are about, not where they are held."""
    place = mention.place
    return place is not None and place.feature_class in {"H", "T", "V"}


def _is_beside_in_brackets(reading: Reading, low: int) -> bool:
    """ "Kfar Kila (Marjayoun)": what stands in brackets behind a place says where that lies."""
    return reading.keys[low - 1] == "(" and any(high == low - 1 for _, high, _ in reading.mentions)


def _clause_start(reading: Reading, low: int) -> int:
    return reading.clause_bounds(low)[0]


def _held_elsewhere(draft: Draft, drafts: Sequence[Draft], low: int) -> bool:
    """The place stands in a clause that tells another event, or a fact of its own."""
    reading = draft.reading
    clause = reading.clause_of(low)
    return any(
        other is not draft and reading.clause_of(other.first) == clause and other.realis == "actual"
        for other in drafts
    )


def _in_its_clause(draft: Draft, low: int, lex: Lexicon) -> bool:
    """The place stands in the draft's clause, or in the relative clause that tells of its noun."""
    reading = draft.reading
    clause = reading.clause_of(low)
    if clause == reading.clause_of(draft.first):
        return True
    if draft.kind != "noun" or low < draft.last:
        return False
    start = reading.clause_bounds(low)[0]
    return (
        reading.keys[start] in lex.words["relative_subject"]
        and start - draft.last <= RELATIVE_REACH
        and start >= draft.last
    )


def _is_hit_by_other(
    draft: Draft, drafts: Sequence[Draft], low: int, high: int, lex: Lexicon, dated: Set[int]
) -> bool:
    """Another event of the sentence acts on the place: "a bombardé X au lendemain d'une attaque"."""
    return any(
        other is not draft
        and other.kind == "verb"
        and other.type != draft.type
        and draft.first > low
        and is_target(other, low, high, lex, dated) in {"object", "subject"}
        for other in drafts
    )


def _belongs_to_other(draft: Draft, drafts: Sequence[Draft], low: int) -> bool:
    """Another event's noun or verb stands right before the place: it is that event's place."""
    return any(
        other is not draft
        and other.type != AGAIN
        and (draft.last <= other.first or (low < draft.first and other.kind == "noun"))
        and 0 <= low - other.last <= (BESIDE if draft.last <= other.first else BEFORE)
        and not compatible(other.type, draft.type)
        and not causes(draft.type, other.type)
        and not causes(other.type, draft.type)
        for other in drafts
    )


def _events_between(draft: Draft, drafts: Sequence[Draft], low: int, high: int) -> int:
    left, right = (draft.last, low) if low >= draft.last else (high, draft.first)
    return sum(
        1
        for other in drafts
        if other is not draft and left <= other.first < right and other.type != draft.type
    )


def _is_agent_like(draft: Draft, mention: Mention, low: int, lex: Lexicon) -> bool:
    """ "les attaques de la Russie contre …": a state behind "of" is who acts when a target follows."""
    if breadth(mention) < 3 or draft.kind != "noun":
        return False
    reading = draft.reading
    high = reading.clause_bounds(draft.first)[1]
    return any(reading.keys[at] in lex.words["against"] for at in range(low, high)) or (
        draft.type in {"pledge_or_statement", "diplomatic_meeting", "agreement", "troop_movement"}
    )
