"""Which place an event has: the locative or target slot of its frame, never a better-known name.

An office, a government or a container does not become a site because nothing better was found.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.nearness import (
    breadth,
)
from geomap.incidents.slots import (
    facility_of,
    facility_slot,
    is_left,
    is_source_of,
    is_target,
)
from geomap.incidents.types import causes, compatible
from geomap.model.place import Mention

#: What another clause costs, in tokens of distance.
OTHER_CLAUSE = 12
#: What it costs that another event stands between the place and the trigger.
OTHER_EVENT = 10
#: What a place before its trigger costs (French and English put it behind, or at the head).
BEFORE = 3
#: What it costs not to be in the gazetteer: a known place beside it is rather meant.
UNRESOLVED = 8
#: A place this near behind a trigger is that trigger's (tokens).
BESIDE = 4
#: A place this far (tokens) from the trigger is not its place.
FARTHEST = 42
#: Nor one this far before it: what follows in a new clause is rarely told of an earlier place.
FARTHEST_BEFORE = 35
#: What a coarse place costs against a finer one: it is rather where the finer one lies.
COARSE = {3: 10, 2: 6, 1: 3, 0: 0}
#: Mentions that stand for no place of their own whatever is beside them.
_NEVER = frozenset({"demonym", "actor_org", "embedded_name", "dateline"})
#: "une attaque de drone revendiquée par X qui a tué": words before the relative clause.
RELATIVE_REACH = 7
#: How far behind a street the name of its town stands (tokens).
STREET_REACH = 8
_POLITICS = frozenset({"diplomatic_meeting", "agreement", "pledge_or_statement"})


@dataclass(frozen=True, slots=True)
class Sited:
    """A place chosen for a draft; ``others`` are places listed with it."""

    mention: Mention
    others: tuple[Mention, ...] = ()
    target: bool = False
    #: only felt there ("ressentie jusqu'à X"): serves when nothing else is told.
    weak: bool = False
    #: right beside its trigger, or in its slot.
    near: bool = False


def find_site(
    draft: Draft,
    drafts: Sequence[Draft],
    lex: Lexicon,
    sources: Sequence[tuple[int, int]] = (),
    dated: Set[int] = frozenset(),
    spoken: Sequence[tuple[int, int]] = (),
) -> Sited | None:
    """The place of a draft within its own sentence, None when the sentence gives none.

    ``sources`` are tokens that describe who speaks: a place among them is the speaker's.
    ``dated`` are the tokens of dates: they may stand between a verb and what it acts on;
    ``spoken`` those of verbs of saying with their subjects.
    """
    number = None if draft.frame.siteless else _antecedent_of_where(draft, lex)
    if number is not None:
        return Sited(draft.reading.mentions[number][2], _listed_with(draft, number, lex), near=True)
    best: tuple[float, int, Mention, bool] | None = None
    within: list[tuple[float, int, Mention, bool]] = []
    mentions = draft.reading.mentions
    for number, (low, high, mention) in enumerate(mentions):
        if any(start <= low < end for start, end in sources):
            continue
        if _is_the_speakers(draft, low, spoken):
            continue
        cost = _cost(draft, drafts, low, high, mention, lex, dated)
        if cost is None or cost[0] > (FARTHEST_BEFORE if high <= draft.first else FARTHEST):
            continue
        within.append((cost[0], number, mention, cost[1]))
        if best is None or (cost[0], number) < best[:2]:
            best = (cost[0], number, mention, cost[1])
    if best is None:
        return None
    if breadth(best[2]) == 3:
        best = _finer(best, within)
    if best[2].extent is None:
        best = _the_town_of(reading=draft.reading, street=best, lex=lex)
    near = best[3] or best[0] <= BESIDE
    return Sited(best[2], _listed_with(draft, best[1], lex), best[3], _only_felt(draft, lex), near)


def _finer(
    land: tuple[float, int, Mention, bool], within: Sequence[tuple[float, int, Mention, bool]]
) -> tuple[float, int, Mention, bool]:
    """ "le Pérou a été secoué par un séisme, qui a fait six morts dans la région d'Arequipa"."""
    finer = [
        one
        for one in within
        if breadth(one[2]) < 3
        and one[2].extent is not None
        and one[2].place is not None
        and land[2].place is not None
        and one[2].place.country == land[2].place.country is not None
    ]
    return min(finer, key=lambda one: one[:2], default=land)


def _the_town_of(
    reading: Reading, street: tuple[float, int, Mention, bool], lex: Lexicon
) -> tuple[float, int, Mention, bool]:
    """ "rue X, en plein centre de Y": what nobody knows lies where the words beside it say."""
    number = street[1] + 1
    first = reading.keys[reading.mentions[street[1]][0]]
    if number == len(reading.mentions):
        return street
    low, _, town = reading.mentions[number]
    described = town.kind == "expression" and town.extent is not None and town.role == "site"
    if described and low - reading.mentions[street[1]][1] <= 1:
        return street[0], number, town, street[3]  # "le village de X, à l'est de Y"
    if first not in lex.words["streets"]:
        return street
    near = low - reading.mentions[street[1]][1] <= STREET_REACH
    if not near or town.extent is None or town.role not in {"site", "container"}:
        return street
    return (street[0], number, town, street[3]) if breadth(town) == 0 else street


def _only_felt(draft: Draft, lex: Lexicon) -> bool:
    """ "la secousse a été ressentie à X": X is not where it happened."""
    keys = draft.reading.keys
    return draft.type == "earthquake" and any(
        keys[at] in lex.words["felt"] for at in range(draft.low, draft.high)
    )


def _antecedent_of_where(draft: Draft, lex: Lexicon) -> int | None:
    """ "X, un village de Y, où …": the place a relative "where" goes back to, by number.

    Containers between are passed over: what happened, happened in what they narrow.
    """
    reading = draft.reading
    where = next(
        (
            at for at in range(draft.first - 1, reading.low - 1, -1)
            if reading.keys[at] in lex.words["relative_place"] and reading.clause_bounds(at)[0] == at
        ),
        None,
    )  # fmt: skip
    if where is None:
        return None
    before = [
        number
        for number, (_, high, mention) in enumerate(reading.mentions)
        if high <= where and mention.kind not in {"demonym", "organisation"}
        and mention.role not in {"actor_org", "actor_metonym", "embedded_name"}
    ]  # fmt: skip
    if not before or where - reading.mentions[before[-1]][1] > BESIDE:
        return None
    chosen = before.pop()
    while before and (
        reading.mentions[chosen][2].role == "container" or _is_of_kind(reading, chosen, lex)
    ):
        chosen = before.pop()
    return chosen


def _is_of_kind(reading: Reading, number: int, lex: Lexicon) -> bool:
    """ "X, un des trois villages de Y": Y holds X; nothing but the kind of X stands between."""
    if number == 0:
        return False
    high, low = reading.mentions[number - 1][1], reading.mentions[number][0]
    between = reading.keys[high:low]
    return (
        2 < len(between) <= 8
        and between[0] == ","
        and between[1] in lex.words["indefinite"]
        and "," not in between[1:]
        and any(key in lex.words["kinds_of_place"] for key in between)
    )


def _cost(
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
    facility = None if draft.frame.siteless else facility_of(draft.reading, low, high, lex)
    if facility is not None and (slot := facility_slot(draft, *facility, lex, dated)):
        return float(COARSE[breadth(mention)]), bool(slot)
    if mention.role == "destination" and not is_left(draft, low, lex):
        return None
    if mention.role in {"affiliation", "reporter_location", "reference"}:
        return None
    if draft.type in _POLITICS and _is_nature(mention):
        return None
    if _is_origin(draft, low, lex) or (draft.frame.siteless and not _is_in_force(draft, low, lex)):
        return None
    inside_of = facility is not None and _is_inside(draft.reading, facility[0], lex)
    target = is_target(draft, low, high, lex, dated) or is_source_of(draft, low, mention, lex)
    if not target and mention.role not in {"site", "destination"} and not inside_of:
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
    if _in_opening(draft, low, lex):
        return None
    if not _in_its_clause(draft, low, lex):
        if reading.keys[_clause_start(reading, low)] in lex.words["relative_place"]:
            cost += OTHER_CLAUSE
        if low >= draft.last and _and_between(draft, drafts, low, lex):
            return None
        cost += OTHER_CLAUSE if low - reading.low > 2 else 2
        if high <= draft.first and low - reading.low > 2:
            cost += OTHER_CLAUSE
        if _held_elsewhere(draft, drafts, low):
            return None
    if not target and _belongs_to_other(draft, drafts, low):
        return None
    if not target and _is_hit_by_other(draft, drafts, low, high, lex, dated):
        cost += OTHER_EVENT
    cost += OTHER_EVENT * _events_between(draft, drafts, low, high)
    cost += COARSE[breadth(mention)]
    if mention.kind == "anaphor":
        cost += 6
    if mention.extent is None:
        cost += UNRESOLVED
    return cost, bool(target)


def _is_the_speakers(draft: Draft, low: int, spoken: Sequence[tuple[int, int]]) -> bool:
    """ "A Paris, le ministre a estimé que la bataille …": said there, not happened there."""
    reading = draft.reading
    clause = reading.clause_of(draft.first)
    return any(
        last < draft.first
        and low < last
        and reading.clause_of(low) == reading.clause_of(last - 1)
        and reading.clause_of(last - 1) != clause
        for _, last in spoken
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


def _is_inside(reading: Reading, first: int, lex: Lexicon) -> bool:
    """ "dans la basilique …", "devant le marché de": a word of place before a building."""
    at = first - 1
    while at > reading.low and (
        reading.keys[at] in lex.words["definite"] or reading.keys[at] in lex.words["indefinite"]
    ):
        at -= 1
    return at >= reading.low and reading.keys[at] in lex.words["inside"]


def _is_origin(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "des tirs depuis l'enclave": where it comes from is not where it strikes."""
    keys, first = draft.reading.keys, draft.reading.low
    at = low - 1
    while at > first and keys[at] in lex.words["definite"]:
        at -= 1
    if at >= first and keys[at] in lex.words["origin"]:
        return True
    before = draft.reading.words[max(first, low - 3) : low]
    return any(word.lower() in lex.words["born_spelt"] for word in before)


def _in_opening(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "Après une nuit à X, …": the place of what came before the event."""
    reading = draft.reading
    return (
        reading.keys[reading.low] in lex.words["opening_prepositions"]
        and reading.clause_of(low) == reading.clause_of(reading.low)
        and reading.clause_of(draft.first) != reading.clause_of(reading.low)
    )


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
        and draft.last <= other.first
        and 0 <= low - other.last <= BESIDE
        and not compatible(other.type, draft.type)
        and not causes(draft.type, other.type)
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


def _listed_with(draft: Draft, number: int, lex: Lexicon) -> tuple[Mention, ...]:
    """Places listed with the chosen one: "à Rennes, Nantes et Brest"."""
    mentions = draft.reading.mentions
    listed: list[Mention] = []
    for step in (1, -1):
        at = number
        while 0 <= at + step < len(mentions):
            one, other = (mentions[at], mentions[at + step])[::step]
            candidate = mentions[at + step][2]
            if candidate.role != "site" or not _in_one_list(draft, one[1], other[0], lex):
                break
            if breadth(candidate) != breadth(mentions[number][2]):
                break
            listed.append(candidate)
            at += step
    return tuple(listed)


def _in_one_list(draft: Draft, low: int, high: int, lex: Lexicon) -> bool:
    """Only "and", commas, prepositions, articles and one adjective stand between two places."""
    keys = draft.reading.keys
    if not 0 < high - low <= 4:
        return False
    between = keys[low:high]
    joins = any(key in {",", *lex.words["and"]} for key in between)
    plain = sum(
        1
        for key in between
        if key not in {",", *lex.words["and"]}
        and key not in lex.words["prepositions"]
        and key not in lex.words["definite"]
        and key not in lex.words["of"]
    )
    return joins and plain <= 1
