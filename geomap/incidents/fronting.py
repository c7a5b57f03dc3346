"""A place that opens a sentence: "À Arras, …", "Mardi matin, dans le Gard, …".

Whatever the sentence tells, it tells of that place; the next sentence that opens with another place
turns to something else. Round-ups and live-blogs go from event to event in this way.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from geomap.incidents.clauses import Reading, is_finite_verb
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.nearness import breadth, holds
from geomap.model.place import Mention

if TYPE_CHECKING:
    from geomap.incidents.event import Event
    from geomap.incidents.told import Told

#: Tokens within which a place still opens its sentence, and those of what stands right before it.
OPENING, BEFORE_IT = 16, 9
#: Times of a clock.
CLOCK = frozenset({"hour", "minute", "second"})


def is_fronted(reading: Reading, low: int, dated: Set[int], lex: Lexicon) -> bool:
    """Whether the place at token ``low`` opens its sentence, behind dates and short adverbials only.

    ``dated`` are the tokens of dates.
    """
    start = reading.low
    if low - start > OPENING or reading.is_quoted(low):
        return False
    keys = reading.keys
    comma = max((at for at in range(start, low) if keys[at] == ","), default=start - 1)
    if low - comma > BEFORE_IT or any(keys[at] in {":", ";", "(", "."} for at in range(start, low)):
        return False
    at = comma + 1
    while at < low and (at in dated or keys[at] in lex.words["before_fronted"]):
        at += 1
    if at >= low or keys[at] not in lex.words["fronting"]:
        return False
    return not any(lex.is_auxiliary(keys[at], reading.words[at]) for at in range(start, low)) and (
        not any(
            hit.entry.kind in {"verb", "light"}
            and start <= hit.first < low
            and is_finite_verb(keys, hit, lex, start)
            for hit in reading.hits
        )
    )


def site_is_fronted(reading: Reading, site: Mention, dated: Set[int], lex: Lexicon) -> bool:
    """Whether the place chosen for a telling opens its sentence."""
    return any(
        mention is site and is_fronted(reading, low, dated, lex)
        for low, _, mention in reading.mentions
    )


def told_elsewhere(event: Event, one: Told) -> bool:
    """Whether a telling opens with a place that is none of the event's, and goes back to nothing."""
    draft = one.draft
    if not one.fronted or one.site is None or event.site is None:
        return False
    if draft.kind == "noun" and draft.definite:
        return False
    mention, narrowed = one.site.mention, breadth(event.site)
    if (event.type, draft.type) == ("storm", "flood") and breadth(mention) < narrowed:
        return True  # "Des orages ont frappé la Lozère. À Mende, le Lot est sorti de son lit"
    # a land that a town has narrowed no longer holds other towns
    known = (event.site, *(m for m in event.others if breadth(m) <= narrowed))
    return not any(_may_be(one, mention) for one in known)


def told_at_another_hour(event: Event, one: Told) -> bool:
    """ "17h10, c'est ensuite un feu de poubelle …": a clock that opens a sentence opens an event."""
    draft, when, known = one.draft, one.date, event.date
    if when is None or known is None or when.span is None or draft.definite:
        return False
    if when.precision not in CLOCK or known.precision not in CLOCK or when.start == known.start:
        return False
    last, sentence = event.told[-1].draft.reading.sentence, draft.reading.sentence
    return when.span.start - sentence.span.start <= OPENING and last.paragraph != sentence.paragraph


def _may_be(known: Mention, new: Mention) -> bool:
    """The same place, or one in the other; two towns near each other are two."""
    if known.id == new.id or known.text == new.text or "anaphor" in {known.kind, new.kind}:
        return True
    if known.place is not None and new.place is not None and known.place.id == new.place.id:
        return True
    if new.antecedent is not None and new.antecedent == known.id:
        return True
    described = {known.kind, new.kind} == {"name", "expression"}
    if described and (known.text in new.text or new.text in known.text):
        return True
    return holds(known, new) or holds(new, known)
