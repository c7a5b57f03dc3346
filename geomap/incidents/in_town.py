"""Where something happened that its own words do not place: the town its sentence or its story is about."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import HARMFUL
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import breadth
from geomap.incidents.one_news import CROWDS
from geomap.incidents.settle import Settled
from geomap.model.place import Mention

#: What is placed so. An arrest may be made anywhere, unless it is the news itself.
PLACED = HARMFUL | {"arrest_or_crackdown"}
#: A district at most: a province is too much to be drawn for what happened somewhere in it.
WIDEST = 1
#: Events looked back at for the town of "l'école du quartier".
LOOK_BACK = 6


def place_in_town(settled: Sequence[Settled], readings: Sequence[Reading]) -> None:
    """Give current events without a place the only town of the sentence that opens the story, or the
    town told before when their words go back to it ("devant l'école du quartier", "dans la ville")."""
    for number, one in enumerate(settled):
        event = one.event
        if one.site is not None or one.background or event.type not in PLACED:
            continue
        if event.negated or event.series or event.status != "reported":
            continue
        reading = readings[event.sentences[0]]
        before = [s for s in settled[:number] if s.event.opening == event.opening]
        site = _only_town(reading) if not before else None
        if site is None and _names_the_town(reading):
            sites = (s.site for s in reversed(before[-LOOK_BACK:]) if not s.background)
            site = next((s for s in sites if s is not None and _is_town(s)), None)
        if site is None and event.type == "arrest_or_crackdown":
            site = _place_of_unrest(reading, before)
        if site is not None:
            one.site, one.inferred = site, True


def _place_of_unrest(reading: Reading, before: Sequence[Settled]) -> Mention | None:
    """Where a story of riots has them: those its police arrest are arrested there."""
    if not before or before[0].event.type not in CROWDS or before[0].background:
        return None
    told = any(m.role == "site" and m.kind != "demonym" for _, _, m in reading.mentions)
    return None if told else before[0].site


def _is_town(mention: Mention) -> bool:
    extent = mention.extent
    return extent is not None and extent.kind == "point" and breadth(mention) <= WIDEST


def _only_town(reading: Reading) -> Mention | None:
    """ "… ont arrêté le président après une nuit de tirs à X": the one place of the sentence."""
    sites = [m for _, _, m in reading.mentions if m.role == "site" and m.kind != "demonym"]
    return sites[0] if len(sites) == 1 and _is_town(sites[0]) else None


def _names_the_town(reading: Reading) -> bool:
    words = lexicon(reading.lang).words
    return any(
        reading.keys[at + 1] in words["its_town"]
        and (reading.keys[at] in words["definite"] or reading.keys[at] in words["of"])
        for at in range(reading.low, reading.top - 1)
    )
