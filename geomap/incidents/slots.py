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
#: How many words may stand between a facility and the name of its place.
FACILITY_REACH = 4


def is_left(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "évacuer les habitants sur les pentes de X": they leave it; "évacués vers X": they go there."""
    keys = draft.reading.keys
    near = range(max(draft.last, low - FACILITY_REACH), low)
    return draft.type == "evacuation" and not any(keys[at] in lex.words["towards"] for at in near)


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
    """Tokens ``[low, high)`` without an aside between commas that opens them."""
    if low < high and keys[low] == ",":
        close = next((at for at in range(low + 1, high) if keys[at] == ","), high)
        if close - low <= ASIDE_REACH and close < high:
            low = close + 1
    return list(range(low, high))


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
            if at not in dated and keys[at] not in words["adverbs"]
        ]
        if draft.last <= low and len(between) <= 2 and not draft.passive:
            plain = all(k in words["definite"] or k in words["of"] or k in '"«' for k in between)
            return "object" if plain else ""
        if draft.last <= low and not draft.passive and _is_kind(between, words):
            return "object"
        if draft.passive and high <= draft.first:
            rest = _without_aside(keys, high, draft.first)
            plain = len(rest) <= PASSIVE_REACH and all(
                lex.is_auxiliary(keys[at], reading.words[at]) or keys[at] in words["adverbs"]
                for at in rest
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
