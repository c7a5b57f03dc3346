"""Named events that date others ("depuis l'invasion", "before the war"): an editable table.

``language/events.toml`` holds names in both languages, the places whose story they belong to, and
their days. A name that means many events ("la guerre") counts only where a place of its scope is
told of; an unknown one gives no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geomap.language.load import load_shared
from geomap.language.phrases import split_phrase


@dataclass(frozen=True, slots=True)
class Event:
    """An event: EDTF days of its start and end (None: goes on), how its beginning is dated."""

    id: str
    start: str
    end: str | None
    #: EDTF of "au début de": start, and until when that is said.
    early_end: str | None
    #: folded words one of which the story must hold; empty: the name is enough.
    scope: frozenset[str]


@lru_cache(maxsize=4)
def _by_name(lang: str) -> dict[str, tuple[Event, ...]]:
    names: dict[str, list[Event]] = {}
    for entry in load_shared("events")["event"]:
        scope = frozenset(entry.get("scope", ()))
        event = Event(entry["id"], entry["start"], entry.get("end"), entry.get("early_end"), scope)
        own = Event(event.id, event.start, event.end, event.early_end, frozenset())
        for name in entry.get(lang, ()):
            names.setdefault(" ".join(split_phrase(name)), []).append(own)
        for name in entry.get(f"{lang}_in_scope", ()):
            names.setdefault(" ".join(split_phrase(name)), []).append(event)
    return {name: tuple(events) for name, events in names.items()}


def event_names(lang: str) -> tuple[str, ...]:
    """Every name of an event in a language, as folded tokens joined by spaces."""
    return tuple(sorted(_by_name(lang)))


def find_event(name: str, lang: str, story: frozenset[str]) -> Event | None:
    """The event a name means in a story (the set of its folded words); None when it is not sure."""
    fitting = [e for e in _by_name(lang).get(name, ()) if not e.scope or e.scope & story]
    return fitting[0] if len(fitting) == 1 else None
