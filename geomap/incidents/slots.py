"""Which mention stands in the slot of what an event befell: object, passive subject, genitive, a building."""

from __future__ import annotations

from collections.abc import Sequence, Set

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon
from geomap.model.place import Mention

#: Classes of places that are themselves what erupts, slides or overflows, by type of event.
SOURCES = {"landslide_volcano": "TV", "flood": "H"}
#: Types whose verb tells what befell its subject ("l'usine de X a explosé", "X's grid collapsed").
BEFALLING = frozenset(
    {
        "fire", "explosion", "industrial_accident", "aid_or_outage", "flood", "wildfire",
        "landslide_volcano",
    }
)  # fmt: skip
#: "X a été de nouveau bombardée": words between.
PASSIVE_REACH = 5
#: "X, dont le vieux village, a été évacuée": the longest aside that is passed over.
ASIDE_REACH = 12
#: "a été la cible d'une nouvelle et violente attaque": words between the verb and what befell.
UNDERGO_REACH = 5
#: How many words may stand between a facility and the name of its place.
FACILITY_REACH = 4


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
    if words["name_before_noun"]:  # "two New York City buildings", "a Texas elementary school"
        behind = [h for h in heads if high <= h.first <= high + 1]
        built = min(behind, key=lambda h: (h.first, -h.last), default=None)
        if built is not None and all(k.isalpha() for k in reading.keys[high : built.first]):
            return low, built.last
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


def facility_slot(draft: Draft, low: int, high: int, lex: Lexicon, dated: Set[int]) -> str:
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


def befell(draft: Draft, low: int, high: int, lex: Lexicon, dated: Set[int]) -> bool:
    """ "la commune de X, dans la province de Y, a été la cible d'une violente attaque"; "X saw
    fierce fighting": the place, or the building in it, is the subject of a verb of undergoing."""
    if draft.kind != "noun":
        return False
    reading = draft.reading
    verb = next(
        (
            hit.first
            for hit in reading.hits
            if hit.entry.kind == "light"
            and hit.entry.name == "undergo"
            and draft.low <= hit.first
            and 0 <= draft.first - hit.last <= UNDERGO_REACH
            and all(key.isalpha() or key in lex.words["of"] or key in lex.words["definite"]
                    for key in reading.keys[hit.last : draft.first])
        ),
        None,
    )  # fmt: skip
    if verb is None or high > verb or reading.clause_of(low) != reading.clause_of(verb):
        return False
    start = draft.low
    if reading.keys[start] in lex.words["prepositions"] and "," in reading.keys[start:low]:
        start = low - reading.keys[start:low][::-1].index(",")  # "In X, the city of Y has faced …"
    return _heads(reading, start, low, lex, dated)


def _heads(reading: Reading, start: int, low: int, lex: Lexicon, dated: Set[int]) -> bool:
    """Whether a name is that of the subject: alone, or behind "le village de", "l'hôpital de"."""
    keys, words = reading.keys, lex.words
    opening = max((at for at in range(start, low) if keys[at] == ","), default=-1)
    if any(at in dated for at in range(start, opening)):
        start = opening + 1  # "Hier (jeudi) soir, un poste …"
    while start < low and (
        start in dated or keys[start] in words["adverbs"] or not keys[start][:1].isalnum()
    ):
        start += 1
    before = [at for at in range(start, low) if keys[at] not in words["definite"]]
    if any(not keys[at][:1].isalnum() for at in before):
        return False  # a comma: what stands there is no part of the subject
    named = [
        at for at in before if keys[at] not in words["of"] and keys[at] not in words["indefinite"]
    ]
    if not named:
        return True
    if any(first < low and start < last for first, last, _ in reading.mentions):
        return False
    persons = {"leaders", "people"}
    inside = [hit for hit in reading.hits if start <= hit.first and hit.last <= low]
    if any(hit.entry.kind == "class" and hit.entry.name in persons for hit in inside):
        return False
    return any(
        keys[at] in words["kinds_of_place"] or keys[at] in words["posts"] for at in named
    ) or any(
        hit.entry.kind == "facility"
        or (hit.entry.kind == "class" and hit.entry.name in {"building", "service"})
        for hit in inside
    )


def is_source_of(draft: Draft, low: int, mention: Mention, lex: Lexicon) -> str:
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


def _without_aside(keys: Sequence[str], low: int, high: int) -> list[int]:
    """Tokens ``[low, high)`` without what stands in brackets, nor an aside between commas that opens
    them: "X (Y), dont le centre, a été touchée"."""
    if low < high and keys[low] == "(":
        close = next((at for at in range(low + 1, high) if keys[at] == ")"), high)
        low = close + 1 if close - low <= ASIDE_REACH and close < high else low
    if low < high and keys[low] == ",":
        close = next((at for at in range(low + 1, high) if keys[at] == ","), high)
        if close - low <= ASIDE_REACH and close < high:
            low = close + 1
    return list(range(low, high))


def _without_list(reading: Reading, rest: list[int], words: dict[str, frozenset[str]]) -> list[int]:
    """ "two regions, X and Y, were left …": the other names of a list and its closing comma."""
    named = {at for low, high, _ in reading.mentions for at in range(low, high)}
    at = 0
    while at < len(rest) and (
        rest[at] in named or reading.keys[rest[at]] in words["and"] or reading.keys[rest[at]] == ","
    ):
        at += 1
    return rest[at:]


def is_target(
    draft: Draft, low: int, high: int, lex: Lexicon, dated: Set[int] = frozenset()
) -> str:
    """Whether a mention stands in the slot of what is hit, taken or shaken ("" when it does not).

    ``object`` of the verb, ``subject`` of its passive, or ``genitive`` of the noun.
    """
    reading, keys, words = draft.reading, draft.reading.keys, lex.words
    if reading.words[high - 1].endswith(("'s", "’s")):
        return ""  # "met Iraq's top cleric": the owner is not what is acted on
    if draft.kind == "verb":
        between = [
            keys[at]
            for at in range(draft.last, low)
            if at not in dated and (keys[at] not in words["adverbs"] or keys[at] in words["of"])
        ]
        if any(at in dated for at in range(draft.last, low)):
            while between and between[0] in {",", "(", ")"}:
                del between[0]  # "ont attaqué hier (mercredi), vers 20 heures, le village de X"
        if draft.last <= low and len(between) <= 2 and not draft.passive:
            plain = all(k in words["definite"] or k in words["of"] or k in '"«' for k in between)
            if plain:
                return "object"
        if draft.last <= low and not draft.passive and _is_kind(between, words):
            return "object"
        if draft.passive and high <= draft.first:
            rest = _without_list(reading, _without_aside(keys, high, draft.first), words)
            plain = len(rest) <= PASSIVE_REACH and all(
                at in dated
                or lex.is_auxiliary(keys[at], reading.words[at])
                or keys[at] in words["adverbs"]
                for at in rest
            )
            return "subject" if plain else ""
        if draft.frame.place and high <= draft.first <= high + 3:
            return "subject"  # "la ville est tombée aux mains de …"
        return ""
    if _is_genitive(draft, low, lex) or _is_meant_for(draft, low, lex):
        return "genitive"
    for hit in reading.hits:
        if hit.entry.kind != "light" or hit.entry.name != "happen":
            continue
        if not draft.low <= hit.first < draft.high:
            continue
        if hit.last <= low and (draft.last <= hit.first or high <= draft.first):
            between = [keys[at] for at in range(hit.last, low) if at not in dated]
            if len(between) <= 2 and all(
                k in words["definite"] or k in words["indefinite"] for k in between
            ):
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
    if not 0 < len(between) <= 6 or between[-1] not in words["genitive"] | words["definite"]:
        return False
    if any(k in words["parts"] for k in between):
        return all(k.isalpha() for k in between) and any(k in words["of_the"] for k in between)
    return (
        len(between) > 2
        and between[-1] in words["genitive"]
        and between[0] in words["definite"]
        and any(k in words["kinds_of_place"] for k in between)
    )


def _is_meant_for(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "evacuation orders were issued for X": who has to leave, or is warned."""
    keys, at = draft.reading.keys, low - 1
    while at > draft.last and keys[at] in lex.words["definite"]:
        at -= 1
    return (
        draft.type in {"evacuation", "civil_protection"}
        and draft.last <= at
        and keys[at] in lex.words["for_whom"]
        and draft.reading.clause_of(low) == draft.reading.clause_of(draft.first)
    )


def _is_genitive(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "le bombardement de X", "the shelling of X"."""
    words = lex.words
    if not draft.last <= low <= draft.last + 5 or draft.type == "pledge_or_statement":
        return False
    between = draft.reading.keys[draft.last : low]
    if len(between) > 2 and between[0] in words["of_the"]:
        names = draft.reading.words[draft.last + 1 : low]  # "the evacuation of Mayer and X"
        listed = [key in words["and"] or key == "," for key in between[1:]]
        if listed[-1] and all(
            joins or name[:1].isupper() for name, joins in zip(names, listed, strict=True)
        ):
            return True
    return (
        bool(between)
        and any(key in words["of"] for key in between[-2:])
        and all(key.isalpha() or key in words["of"] or key in words["definite"] for key in between)
        and sum(1 for key in between if key in words["of"]) == 1
    )
