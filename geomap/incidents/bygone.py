"""Texts that look back (a trial, a commemoration, a book), and texts about games.

What a text that looks back tells without a day of its own happened long before: it is not news of
today. What is attacked, saved or injured in a game is none at all. The words stand in
``language/<lang>/topics.toml``.
"""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.told import HARM, Told
from geomap.incidents.types import ATTACKS

#: What is remembered or judged; a march or a meeting may well be of today.
_REMEMBERED = ATTACKS | {
    "armed_clash", "fire", "explosion", "transport_accident", "industrial_accident", "earthquake",
    "tsunami", "flood", "storm", "wildfire", "landslide_volcano", "arrest_or_crackdown",
    "territory_change", HARM,
}  # fmt: skip
#: What words of games are taken for.
_PLAYED = (ATTACKS - {"bombing", "attack_on_civilians"}) | {
    "evacuation", "diplomatic_meeting", "agreement", "territory_change", "troop_movement",
    "pledge_or_statement", HARM,
}  # fmt: skip


def looks_back(reading: Reading) -> bool:
    """Whether a sentence speaks of a trial, an anniversary, a memorial."""
    return "bygone" in reading.classes(reading.low, reading.top)


def is_of_sport(reading: Reading) -> bool:
    """Whether a sentence speaks of a game."""
    return "sport" in reading.classes(reading.low, reading.top)


def is_of_games(one: Told) -> bool:
    """Whether a telling in a text about games is one of the game: riots and bombs are not."""
    return one.draft.type in _PLAYED


def is_remembered(one: Told) -> bool:
    """Whether a telling in a text that looks back is part of what is remembered.

    A noun told as new with its verb ("une fusillade a éclaté devant le tribunal") is not.
    """
    draft = one.draft
    if draft.type not in _REMEMBERED:
        return False
    if draft.realis in {"future", "intended"}:
        return draft.type in ATTACKS  # "scheduled to die for the fatal stabbing"
    new = draft.kind == "noun" and draft.indefinite and _takes_place(one)
    return one.earlier or (is_undated(one) and not new)


def _takes_place(one: Told) -> bool:
    """ "une fusillade a éclaté": the verb behind a noun says that it happened."""
    draft = one.draft
    return any(
        hit.entry.kind == "light"
        and hit.entry.name == "happen"
        and draft.last <= hit.first < draft.high
        for hit in draft.reading.hits
    )


def is_undated(one: Told) -> bool:
    """Whether no day is surely its own: "vendredi, … les familles touchées par les attentats"."""
    taken_as_known = one.draft.bare or (one.draft.kind == "noun" and one.draft.definite)
    bounded = one.date is not None and one.date.precision == "before_publication"
    return one.date is None or one.date.future or bounded or (taken_as_known and not one.beside)
