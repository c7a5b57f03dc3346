"""Who attacked where the attack itself names nobody: the armed men a story tells of around it.

"Kenscoff est le théâtre d'attaques", and the sentence behind: "des hommes armés sèment la terreur". An
attack whose weapon is told, or that is a strike by its own word, keeps its type.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import Event
from geomap.incidents.told import AGAIN, HARM
from geomap.incidents.types import TYPE_BY_WEAPON, UNKNOWN

#: Frames of an attack that says nothing of how, and of what goes back to it.
_PLAIN = frozenset({"attack", HARM, AGAIN})
#: Sentences before and behind the event's own that may tell who it was.
_AROUND = 1
_MEN = frozenset({"armed_group"})
_ARMED = frozenset({"soldiers", "gendarmes"})
#: Whose attack it is where a state or a people is named.
_STATES = frozenset({"state", "demonym"})
#: Classes of people and places that nobody defends.
_UNARMED = frozenset({"people", "hamlet"})


def name_by_fighters(events: Sequence[Event], readings: Sequence[Reading]) -> None:
    """Make attacks without attacker, told among armed men, attacks on civilians or clashes."""
    for event in events:
        if event.type != UNKNOWN or any(one.draft.frame.type not in _PLAIN for one in event.told):
            continue
        own = _classes(event.sentences, readings)
        if own & (TYPE_BY_WEAPON.keys() | _STATES):
            continue
        first, last = event.sentences[0], event.sentences[-1]
        block = readings[first].sentence.block
        near = [
            at
            for at in (*range(first - _AROUND, first), *range(last + 1, last + 1 + _AROUND))
            if 0 <= at < len(readings) and readings[at].sentence.block == block
        ]
        if (own | _classes(near, readings)) & _MEN:
            fought = own & _ARMED and not own & _UNARMED
            event.type = "armed_clash" if fought else "attack_on_civilians"


def _classes(sentences: Sequence[int], readings: Sequence[Reading]) -> set[str]:
    found: set[str] = set()
    for at in sentences:
        reading = readings[at]
        found |= reading.classes(reading.low, reading.top)
        found |= {name for _, _, name in reading.extra}
    return found
