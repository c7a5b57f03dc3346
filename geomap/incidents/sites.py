"""Which place an event has: the locative or target slot of its frame, never a better-known name.

An office, a government or a container does not become a site because nothing better was found.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.nearness import breadth, holds
from geomap.incidents.site_cost import ATTACKED, BESIDE, cost_of
from geomap.incidents.whose import is_the_speakers
from geomap.model.place import Mention

#: A place this far (tokens) from the trigger is not its place.
FARTHEST = 42
#: Nor one this far before it: what follows in a new clause is rarely told of an earlier place.
FARTHEST_BEFORE = 35
#: "une explosion dans une mosquée à l'intérieur du quartier général de la police de X": words between.
OFFICE_REACH = 16
#: "dans les régions russes de X": words between.
KIND_REACH = 3
#: How far behind a street the name of its town stands (tokens).
STREET_REACH = 8


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
        if any(start <= low < end and not start <= draft.first < end for start, end in sources):
            continue  # "a annoncé X à l'issue de la réunion de Paris": the meeting is told there
        if is_the_speakers(draft, low, spoken) or _is_a_number_of(draft.reading, low, high, lex):
            continue
        if low == draft.reading.low and is_colon_dateline(draft.reading, high, lex):
            continue
        cost = cost_of(draft, drafts, low, high, mention, lex, dated)
        if cost is None or cost[0] > (FARTHEST_BEFORE if high <= draft.first else FARTHEST):
            continue
        within.append((cost[0], number, mention, cost[1]))
        if best is None or (cost[0], number) < best[:2]:
            best = (cost[0], number, mention, cost[1])
    if best is None:
        best = _by_office(draft, lex, sources)
    if best is None:
        return None
    if breadth(best[2]):
        best = _finer(draft.reading, best, within)
    if best[2].extent is None:
        best = _the_town_of(reading=draft.reading, street=best, lex=lex)
    if best[2].extent is None and _is_road(draft.reading, best[1], lex):
        best = _town_on(best, within)
    near = best[3] or best[0] <= BESIDE
    return Sited(best[2], _listed_with(draft, best[1], lex), best[3], _only_felt(draft, lex), near)


def _by_office(
    draft: Draft, lex: Lexicon, sources: Sequence[tuple[int, int]]
) -> tuple[float, int, Mention, bool] | None:
    """ "dans une mosquée du quartier général de la police de X", "ont attaqué une brigade de la
    police de X": when nothing else is told, where the building or the men that were hit belong."""
    reading, words = draft.reading, lex.words
    if draft.type not in ATTACKED or draft.frame.siteless:
        return None
    for number, (low, _, mention) in enumerate(reading.mentions):
        reason = mention.role_reason
        if mention.role != "affiliation" or reason is None or reason.code != "role_office":
            continue
        if not draft.last <= low <= draft.last + OFFICE_REACH or breadth(mention) > 1:
            continue
        if reading.clause_of(low) != reading.clause_of(draft.first) or mention.extent is None:
            continue
        if any(start <= low < end for start, end in sources):
            continue
        between = reading.keys[draft.last : low]
        struck = draft.kind == "verb" and not draft.passive and "," not in between
        inside = any(key in words["into"] for key in between)
        if (struck or inside) and not any(key in words["by"] for key in between):
            return float(low - draft.last), number, mention, False
    return None


def _finer(
    reading: Reading,
    area: tuple[float, int, Mention, bool],
    within: Sequence[tuple[float, int, Mention, bool]],
) -> tuple[float, int, Mention, bool]:
    """ "le Pérou a été secoué par un séisme, qui a fait six morts dans la région d'Arequipa"; "dans
    le Var, un feu a pris sur la commune de X": the finer place of those that one holds."""
    clause = reading.clause_of(reading.mentions[area[1]][0])
    finer = [
        one
        for one in within
        if breadth(one[2]) < breadth(area[2])
        and one[2].extent is not None
        and (
            holds(area[2], one[2])
            if reading.clause_of(reading.mentions[one[1]][0]) == clause
            else _in_one_land(area[2], one[2])
        )
    ]
    return min(finer, key=lambda one: one[:2], default=area)


def _in_one_land(land: Mention, inner: Mention) -> bool:
    return (
        breadth(land) == 3
        and inner.place is not None
        and land.place is not None
        and inner.place.country == land.place.country is not None
    )


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


def _is_a_number_of(reading: Reading, low: int, high: int, lex: Lexicon) -> bool:
    """ "along U.S. 6": a road's number, no country."""
    keys, behind = reading.keys, high
    if behind < reading.top and keys[behind] in {".", "-"}:
        behind += 1
    if behind >= reading.top or not keys[behind].isdecimal():
        return False
    if high - low == 1 and len(reading.words[low]) == 2 and reading.words[low].isupper():
        return True  # "on KY 52"
    spelt = "".join(keys[low:behind]).rstrip(".-")  # "U.S." is four tokens
    return any(key in lex.words["roads"] for key in keys[low:high]) or any(
        "." in road and spelt.endswith(road) for road in lex.words["roads"]
    )


def is_colon_dateline(reading: Reading, high: int, lex: Lexicon) -> bool:
    """ "Lagos: Police said …." in English tells where the news comes from; a title does not end so."""
    return (
        bool(lex.words["colon_of_dateline"])
        and high < reading.top
        and reading.keys[high] == ":"
        and reading.keys[reading.top - 1] == "."
    )


def _is_road(reading: Reading, number: int, lex: Lexicon) -> bool:
    """ "Interstate 85", "Route 26": a road that nobody can draw."""
    low, high, _ = reading.mentions[number]
    return any(key in lex.words["roads"] for key in reading.keys[low:high])


def _town_on(
    road: tuple[float, int, Mention, bool], within: Sequence[tuple[float, int, Mention, bool]]
) -> tuple[float, int, Mention, bool]:
    """ "on Interstate 85 in Auburn": the town the road is told to pass."""
    towns = [one for one in within if one[2].extent is not None and breadth(one[2]) <= 1]
    return min(towns, key=lambda one: one[:2], default=road)


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


def _listed_with(draft: Draft, number: int, lex: Lexicon) -> tuple[Mention, ...]:
    """Places listed with the chosen one: "à Rennes, Nantes et Brest", "à Clamart (X) et Meudon (Y)"."""
    mentions = draft.reading.mentions
    listed: list[Mention] = []
    for step in (1, -1):
        at, behind = number, number + step
        while 0 <= behind < len(mentions):
            if _in_brackets(draft, mentions[behind][0]):
                behind += step
                continue
            one, other = (mentions[at], mentions[behind])[::step]
            candidate = mentions[behind][2]
            alike = candidate.role in {"site", mentions[number][2].role}
            if not alike or not _in_one_list(draft, one[1], other[0], lex):
                break
            if breadth(candidate) != breadth(mentions[number][2]) and not _are_of_kind(
                draft, min(mentions[number][0], mentions[behind][0]), lex
            ):
                break
            listed.append(candidate)
            at, behind = behind, behind + step
    return tuple(listed)


def _are_of_kind(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "dans les régions de X (nord-est), Y et Z": all are of the kind that is told before them."""
    keys = draft.reading.keys[max(draft.reading.low, low - KIND_REACH) : low]
    return any(key.endswith("s") and key in lex.words["kinds_of_place"] for key in keys)


def _in_brackets(draft: Draft, low: int) -> bool:
    return low > draft.reading.low and draft.reading.keys[low - 1] == "("


def _in_one_list(draft: Draft, low: int, high: int, lex: Lexicon) -> bool:
    """Only "and", commas, prepositions, articles and one adjective stand between two places.

    What stands in brackets ("Meudon (Hauts-de-Seine), Compiègne") does not count.
    """
    between = _without_brackets(draft.reading.keys[low:high])
    if not 0 < len(between) <= 4 or low <= draft.first < high:
        return False  # "tensions à X, des heurts à Y"
    joins = any(key in {",", *lex.words["and"]} for key in between)
    plain = sum(
        1
        for key in between
        if key not in {",", *lex.words["and"]}
        and key not in lex.words["prepositions"]
        and key not in lex.words["definite"]
        and key not in lex.words["of"]
        and key not in lex.words["kinds_of_place"]
    )
    return joins and plain <= 1


def _without_brackets(keys: Sequence[str]) -> list[str]:
    kept: list[str] = []
    depth = 0
    for key in keys:
        if key == "(":
            depth += 1
        elif key == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(key)
    return kept
