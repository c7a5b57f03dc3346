"""Which place an event has: the locative or target slot of its frame, never a better-known name.

An office, a government or a container does not become a site because nothing better was found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass

from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.triggers import Draft
from geomap.incidents.types import causes, compatible
from geomap.model.extent import Extent
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
EARTH_RADIUS_M = 6_371_008.8
#: Below this distance two positions are one place for a story (metres).
SAME_PLACE_M = 10_000.0
#: Classes of places that are themselves what erupts, slides or overflows, by type of event.
SOURCES = {"landslide_volcano": "TV", "flood": "H"}
#: Mentions that stand for no place of their own whatever is beside them.
_NEVER = frozenset({"demonym", "actor_org", "embedded_name", "dateline"})
#: Types whose verb tells what befell its subject ("l'usine de X a explosé", "X's grid collapsed").
BEFALLING = frozenset(
    {
        "fire", "explosion", "industrial_accident", "aid_or_outage", "flood", "wildfire",
        "landslide_volcano",
    }
)  # fmt: skip
#: "une attaque de drone revendiquée par X qui a tué": words before the relative clause.
RELATIVE_REACH = 7
#: How far behind a street the name of its town stands (tokens).
STREET_REACH = 8
#: How many words may stand between a facility and the name of its place.
FACILITY_REACH = 4
_POLITICS = frozenset({"diplomatic_meeting", "agreement", "pledge_or_statement"})
_STATE_CODES = ("PCL", "CONT")


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


def breadth(mention: Mention) -> int:
    """How much a mention covers: 0 a spot or town, 1 a district, 2 a province, 3 a state."""
    place = mention.place
    if mention.kind == "expression" or place is None:
        return 0
    code = place.feature_code
    if code.startswith(_STATE_CODES):
        return 3
    if place.feature_class == "A":
        return 1 if code.startswith(("ADM2", "ADM3", "ADM4")) else 2
    if place.feature_class == "H":
        return 3 if code in {"OCN", "SEA"} else 2
    if code.startswith("ISL"):
        return 1
    return 2 if code.startswith(("RGN", "TERR")) else 0


def distance_m(one: Extent, other: Extent) -> float:
    """Great-circle distance between two extents' positions, metres (haversine, mean radius)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (one.lon, one.lat, other.lon, other.lat))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


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
    if facility is not None and (slot := _facility_slot(draft, *facility, lex, dated)):
        return float(COARSE[breadth(mention)]), bool(slot)
    if mention.role == "destination" and not _is_left(draft, low, lex):
        return None
    if mention.role in {"affiliation", "reporter_location", "reference"}:
        return None
    if draft.type in _POLITICS and _is_nature(mention):
        return None
    if _is_origin(draft, low, lex) or (draft.frame.siteless and not _is_in_force(draft, low, lex)):
        return None
    inside_of = facility is not None and _is_inside(draft.reading, facility[0], lex)
    target = _is_target(draft, low, high, lex, dated) or _is_source_of(draft, low, mention, lex)
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


def _is_left(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "évacuer les habitants sur les pentes de X": they leave it; "évacués vers X": they go there."""
    keys = draft.reading.keys
    near = range(max(draft.last, low - FACILITY_REACH), low)
    return draft.type == "evacuation" and not any(keys[at] in lex.words["towards"] for at in near)


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
        and _is_target(other, low, high, lex, dated) in {"object", "subject"}
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


def facility_of(reading: Reading, low: int, high: int, lex: Lexicon) -> tuple[int, int] | None:
    """The tokens of "le principal hôpital de X" or "X's main hospital" around the name of a place."""
    words = lex.words
    owner = reading.words[high - 1].endswith(("'s", "’s"))
    heads = [
        hit
        for hit in reading.hits
        if hit.entry.kind == "facility"
        or (hit.entry.kind == "class" and hit.entry.name in {"building", "service"})
    ]
    if owner:
        behind = [h for h in heads if high <= h.first <= high + FACILITY_REACH]
        first = min(behind, key=lambda h: (h.first, -h.last), default=None)
        if first is None or any(not k.isalpha() for k in reading.keys[high : first.first]):
            return None
        return low, first.last
    beside = next((h for h in heads if h.last == low), None)
    if beside is not None:
        return beside.first, high  # "la basilique Notre-Dame de X"
    of = low - 1
    while of > reading.low and reading.keys[of] in words["definite"]:
        of -= 1
    if of <= reading.low or reading.keys[of] not in words["genitive"]:
        return None
    before = [h for h in heads if of - FACILITY_REACH < h.last <= of]
    last = max(before, key=lambda h: (h.last, -h.first), default=None)
    if last is None or any(
        not k.isalpha() or k in words["and"] for k in reading.keys[last.last : of]
    ):
        return None
    return last.first, high


def _facility_slot(draft: Draft, low: int, high: int, lex: Lexicon, dated: Set[int]) -> str:
    """Whether a facility is what the event befell: "l'hôpital de X a été touché"."""
    reading, keys, words = draft.reading, draft.reading.keys, lex.words
    if reading.clause_of(low) != reading.clause_of(draft.first):
        return ""
    if draft.kind == "noun":
        between = keys[draft.last : low]
        plain = all(k in words["of"] or k in words["definite"] for k in between)
        return "genitive" if draft.last <= low <= draft.last + 2 and between and plain else ""
    if high <= draft.first and (draft.passive or draft.type in BEFALLING):
        plain = all(
            at in dated
            or lex.is_auxiliary(keys[at], reading.words[at])
            or keys[at] in words["adverbs"]
            or keys[at] in words["reflexive"]
            for at in range(high, draft.first)
        )
        return "subject" if plain else ""
    if draft.last <= low and not draft.passive and draft.type not in BEFALLING:
        rest = [keys[at] for at in range(draft.last, low) if at not in dated]
        plain = all((k.isalpha() or k in words["definite"]) and k not in words["by"] for k in rest)
        return "object" if plain and len(rest) <= FACILITY_REACH else ""
    return ""


def _is_source_of(draft: Draft, low: int, mention: Mention, lex: Lexicon) -> str:
    """ "le volcan X est entré en éruption", "the river X burst its banks": it happens there."""
    place = mention.place
    if draft.kind != "verb" or place is None or low > draft.first:
        return ""
    built = "SR" if draft.type in BEFALLING else ""
    if place.feature_class not in SOURCES.get(draft.type, "") + built:
        return ""
    reading = draft.reading
    if reading.clause_of(low) != reading.clause_of(draft.first):
        return ""
    before = reading.keys[draft.low : low]
    plain = all(k in lex.words["definite"] or not k.isalpha() for k in before)
    return "subject" if plain else ""


def _is_target(
    draft: Draft, low: int, high: int, lex: Lexicon, dated: Set[int] = frozenset()
) -> str:
    """Whether a mention stands in the slot of what is hit, taken or shaken ("" when it does not).

    ``object`` of the verb, ``subject`` of its passive, or ``genitive`` of the noun.
    """
    reading, keys, words = draft.reading, draft.reading.keys, lex.words
    if reading.words[high - 1].endswith(("'s", "’s")):
        return ""  # "met Iraq's top cleric": the owner is not what is acted on
    if draft.kind == "verb":
        between = [keys[at] for at in range(draft.last, low) if at not in dated]
        if draft.last <= low and len(between) <= 2 and not draft.passive:
            plain = all(k in words["definite"] or k in words["of"] or k in '"«' for k in between)
            return "object" if plain else ""
        if draft.last <= low and not draft.passive and _is_kind(between, words):
            return "object"
        if draft.passive and high <= draft.first <= high + 5:
            between_words = range(high, draft.first)
            plain = all(
                lex.is_auxiliary(keys[at], reading.words[at]) or keys[at] in words["adverbs"]
                for at in between_words
            )
            return "subject" if plain else ""
        if draft.frame.place and high <= draft.first <= high + 3:
            return "subject"  # "la ville est tombée aux mains de …"
        return ""
    if _is_genitive(draft, low, lex):
        return "genitive"
    for hit in reading.hits:
        if hit.entry.kind != "light" or hit.entry.name != "happen":
            continue
        if not draft.low <= hit.first < draft.high:
            continue
        if hit.last <= low and (draft.last <= hit.first or high <= draft.first):
            between = [keys[at] for at in range(hit.last, low) if at not in dated]
            if len(between) <= 2 and all(k in words["definite"] for k in between):
                return "object"
            if _is_kind(between, words):
                return "object"
        if high <= hit.first <= high + 4 and hit.last <= draft.first:
            between_words = range(high, hit.first)
            aided = all(lex.is_auxiliary(keys[at], reading.words[at]) for at in between_words)
            passive = not between_words or any(keys[at] in words["be"] for at in between_words)
            if aided and passive and "pp" in hit.entry.tenses:
                return "subject"
    return ""


def _is_kind(between: Sequence[str], words: dict[str, frozenset[str]]) -> bool:
    """ "la ville voisine de", "the southern city of": the kind of place a name is of."""
    if not 2 < len(between) <= 6 or between[-1] not in words["genitive"]:
        return False
    return between[0] in words["definite"] and any(k in words["kinds_of_place"] for k in between)


def _is_genitive(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "le bombardement de X", "the shelling of X"."""
    words = lex.words
    if not draft.last <= low <= draft.last + 5 or draft.type == "pledge_or_statement":
        return False
    between = draft.reading.keys[draft.last : low]
    return (
        bool(between)
        and any(key in words["of"] for key in between[-2:])
        and all(key.isalpha() or key in words["of"] or key in words["definite"] for key in between)
        and sum(1 for key in between if key in words["of"]) == 1
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


def same_place(one: Mention, other: Mention) -> bool:
    """Whether two site mentions may be one place: equal, near, or one holding the other."""
    if one.place is not None and other.place is not None and one.place.id == other.place.id:
        return True
    a, b = one.extent, other.extent
    if a is None or b is None:
        return one.text == other.text
    if holds(one, other) or holds(other, one):
        return True
    reach = max(SAME_PLACE_M, (a.radius_m or 0.0) + (b.radius_m or 0.0))
    if a.kind == "point" and b.kind == "point":
        return distance_m(a, b) <= reach
    return _near_shapes(a, b)


def _near_shapes(a: Extent, b: Extent) -> bool:
    if a.geometry is not None and b.geometry is not None:
        return bool(a.geometry.intersects(b.geometry))
    return distance_m(a, b) <= max(SAME_PLACE_M, (a.radius_m or 0.0) + (b.radius_m or 0.0))


def holds(outer: Mention, inner: Mention) -> bool:
    """Whether a coarse place contains a finer one, by record or by shape."""
    if breadth(outer) <= breadth(inner) and (outer.extent is None or outer.extent.kind == "point"):
        return False
    place, other = outer.place, inner.place
    if place is not None and other is not None and breadth(outer) == 3:
        return place.country is not None and place.country == other.country
    if place is not None and other is not None and other.parent == place.id:
        return True
    extent, point = outer.extent, inner.extent
    if extent is None or point is None or extent.kind == "point":
        return False
    if extent.geometry is not None:
        from shapely.geometry import Point

        return bool(extent.geometry.buffer(0.02).contains(Point(point.lon, point.lat)))
    return distance_m(extent, point) <= (extent.radius_m or 0.0)
