"""Places named in a sentence that are somebody's or something's, not where its event happened."""

from __future__ import annotations

from collections.abc import Sequence, Set

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon

#: "(15 h 30 à Paris)": tokens between the bracket and the place.
CLOCK_REACH = 8
#: "took off Friday from an airfield in the scenic town of X": words between "off" and X.
TAKEN_OFF_REACH = 14
#: Words between a verb of saying and where it is said ("told parliament in X").
SAID_IN_REACH = 3
#: "les habitants de la commune de X": words between.
HOME_REACH = 7
#: "les tensions au Liban": words between.
TOPIC_REACH = 4
#: "died Saturday in a Dallas hospital": words between.
CARED_REACH = 8
#: "percutée de plein fouet par": words between a passive and its agent.
AGENT_REACH = 5


def is_where_they_live(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "les habitants de la commune de X ont été évacués": they leave X."""
    keys, first = draft.reading.keys, draft.reading.low
    before = keys[max(first, low - HOME_REACH) : low]
    return any(key in lex.words["inhabitants"] for key in before) and "," not in before


def is_cared_for(reading: Reading, low: int, high: int, lex: Lexicon) -> bool:
    """ "died Saturday in a Dallas hospital", "treated at a clinic in X": where they were taken."""
    keys, words = reading.keys, lex.words
    houses = [*keys[max(reading.low, low - 3) : low], *keys[high : min(high + 2, reading.top)]]
    if not any(key in words["care_houses"] for key in houses):
        return False
    return any(key in words["cared_for"] for key in keys[max(reading.low, low - CARED_REACH) : low])


def is_talked_about(reading: Reading, low: int, lex: Lexicon) -> bool:
    """ "au menu, la crise au Liban": the matter of talks is not where they are held."""
    before = reading.keys[max(reading.low, low - TOPIC_REACH) : low]
    return any(key in lex.words["topics"] for key in before) and not {",", ";"} & set(before)


def is_the_speakers(draft: Draft, low: int, spoken: Sequence[tuple[int, int]]) -> bool:
    """ "A Paris, le ministre a estimé que la bataille …": said there, not happened there."""
    reading = draft.reading
    clause = reading.clause_of(draft.first)
    return any(
        (
            low < last < draft.first  # or "…, the minister told parliament in X"
            or (draft.last <= first and last <= low <= last + SAID_IN_REACH)
        )
        and reading.clause_of(low) == reading.clause_of(last - 1)
        and (reading.clause_of(last - 1) != clause or draft.last <= first)
        for first, last in spoken
    )


def is_the_agents(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "a été percutée par une voiture de la police de X": of the one who did it, not where."""
    keys, words = draft.reading.keys, lex.words
    near = range(draft.last, min(low, draft.last + AGENT_REACH))
    by = next((at for at in near if keys[at] in words["by"]), None)
    if not draft.passive or by is None:
        return False
    at = low - 1
    while at > draft.last and keys[at] in words["definite"]:
        at -= 1
    return keys[at] in words["of"] and "," not in keys[draft.last : low]


def is_a_clock(reading: Reading, low: int, dated: Set[int], lex: Lexicon) -> bool:
    """ "(15 h 30 à Paris)", "(heure de Paris)": whose time it is, not where."""
    keys, start = reading.keys, reading.low
    open_at = next(
        (at for at in range(low - 1, max(start, low - CLOCK_REACH) - 1, -1) if keys[at] in "()"), -1
    )
    return (
        open_at >= 0
        and keys[open_at] == "("
        and any(at in dated or keys[at] in lex.words["clock"] for at in range(open_at + 1, low))
    )


def is_spared(reading: Reading, low: int, lex: Lexicon) -> bool:
    """ "après avoir épargné la Martinique": where it did not happen."""
    at = low - 1
    while at > reading.low and reading.keys[at] in lex.words["definite"]:
        at -= 1
    return at >= reading.low and reading.keys[at] in lex.words["spares"]


def is_behind_a_date(draft: Draft, low: int, lex: Lexicon, dated: Set[int]) -> bool:
    """ "… sur son conducteur jeudi à X": with a day between, X is the verb's, not the noun's."""
    keys = draft.reading.keys
    return (
        low - 2 > draft.reading.low
        and low - 2 in dated
        and keys[low - 1] in lex.words["fronting"]
        and draft.reading.clause_of(low) == draft.reading.clause_of(draft.first)
    )


def is_origin(draft: Draft, low: int, lex: Lexicon, dated: Set[int] = frozenset()) -> bool:
    """ "des tirs depuis l'enclave": where it comes from is not where it strikes."""
    keys, first = draft.reading.keys, draft.reading.low
    at = low - 1
    while at > first and keys[at] in lex.words["definite"]:
        at -= 1
    if at >= first and keys[at] in lex.words["origin"]:
        off = at - 1  # "slid off while taking off from X", "took off Friday from X"
        while off > first and off in dated:
            off -= 1
        return keys[off] not in lex.words["take_off"] and keys[off - 1] not in lex.words["take_off"]
    before = draft.reading.words[max(first, low - 3) : low]
    return any(word.lower() in lex.words["born_spelt"] for word in before)


def took_off(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "a plane took off from an airfield in X": nobody is taken there."""
    keys = draft.reading.keys
    if draft.type != "transport_accident":
        return False
    return any(
        keys[at] in lex.words["take_off"]
        for at in range(max(draft.reading.low, low - TAKEN_OFF_REACH), low)
    )


def is_in_opening(draft: Draft, low: int, lex: Lexicon) -> bool:
    """ "Après une nuit à X, …": the place of what came before the event."""
    reading = draft.reading
    return (
        reading.keys[reading.low] in lex.words["opening_prepositions"]
        and reading.clause_of(low) == reading.clause_of(reading.low)
        and reading.clause_of(draft.first) != reading.clause_of(reading.low)
    )
