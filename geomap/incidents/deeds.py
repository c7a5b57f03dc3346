"""The verbs of a telling: which harm, which are passive, which have the event for their object."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.incidents.draft import Draft
from geomap.incidents.figures import ActorWords
from geomap.incidents.forms import has_auxiliary, is_passive, is_verb, looks_accented
from geomap.incidents.lexicon import Hit, Lexicon
from geomap.incidents.told import HARM

#: "a mené lundi des frappes": words from the verb to the noun that is its object.
LED_REACH = 6
#: Nobody plays a part over these.
STOPS = frozenset({";", ":", "(", ")", "«", "»", '"', "“", "”"})


@dataclass(frozen=True, slots=True)
class Act:
    """A verb in tokens ``[first, last)``. ``suffers``: what happens to its subject is the event."""

    first: int
    last: int
    suffers: bool


def find_acts(draft: Draft, lex: Lexicon, words: ActorWords, shared: bool) -> list[Act]:
    """Verbs of a telling in text order: its own, those of dying and hurting beside it, and the one
    whose object its noun is. ``shared``: its sentence tells other events too."""
    reading = draft.reading
    acts: dict[int, Act] = {}
    for hit in reading.hits:
        if hit.entry.kind != "verb" or not is_verb(reading, hit, lex):
            continue
        own = hit.first == draft.first and draft.kind == "verb"
        harms = lex.frames[hit.entry.frame].type == HARM and is_mine(draft, hit.first, shared)
        if not own and not harms:
            continue
        bare = not has_auxiliary(reading, hit, lex) and _is_participle(draft, hit, lex, words)
        dies = reading.keys[hit.first] in words.sets["dying"]
        acts[hit.first] = Act(hit.first, hit.last, bare or dies or is_passive(reading, hit, lex))
    led = _led(draft, lex, words) if draft.kind == "noun" else -1
    if led >= 0:
        acts[led] = Act(led, led + 1, False)
    return [acts[at] for at in sorted(acts)]


def is_mine(draft: Draft, at: int, shared: bool) -> bool:
    """Whether a word of the sentence belongs to this telling rather than to another."""
    if not shared or draft.low <= at < draft.high:
        return True
    return draft.reading.clause_of(at) == draft.reading.clause_of(draft.first)


def _is_participle(draft: Draft, hit: Hit, lex: Lexicon, words: ActorWords) -> bool:
    """ "quatre civils enlevés", "soldiers killed in": no active verb."""
    reading = draft.reading
    if "pp" not in hit.entry.tenses:
        return False
    if not words.adjective_first:
        return looks_accented(reading.words[hit.first], lex) or hit.entry.tenses == {"pp"}
    following = reading.keys[hit.last] if hit.last < reading.top else "."
    behind = reading.keys[hit.last + 1 : hit.last + 2]
    if behind and behind[0] in words.sets["bounds"]:
        return False  # "a bomber killed at least four people"
    return following in lex.words["prepositions"] | words.sets["by"] | {"."}


def _led(draft: Draft, lex: Lexicon, words: ActorWords) -> int:
    """ "a mené lundi des frappes": where the verb stands whose object the event is, or -1."""
    keys = draft.reading.keys
    for at in range(draft.first - 1, max(draft.low, draft.first - LED_REACH) - 1, -1):
        if keys[at] in STOPS or keys[at] == ",":
            return -1
        if keys[at] in words.sets["conduct"]:
            before = keys[at - 1] if at > draft.low else ""
            return -1 if before in lex.words["be"] else at
    return -1
