"""What is kept of the spots of a document, in the light of all of them.

A name that is surely a place somewhere is one everywhere, a surname of somebody named in full is
none; what stands in a list of places is one, and so is what lies in the area named behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geomap.places.context import contains
from geomap.places.respelt import respell
from geomap.places.spots import Spot
from geomap.places.spotting import COUNTRY
from geomap.places.zones import Reading

#: A place so sure that the same name elsewhere in the text is one too; one over its being a surname.
_SURE = 0.85
_OVER_SURNAME = 0.97
#: Prominence of an area whose name behind a comma tells that a place stands before it.
_AREA = 55.0
#: Behind a comma a name that the tagger thinks this little of is no member of a list of places.
_LIST_LEAST = 0.3
#: One that the gazetteer does not know must be thought a place by the tagger too.
_LIST_UNKNOWN = 0.4
#: Prominence of a place that an event is called after, whatever the tagger thinks.
_CALLED = 27.0
#: Tokens between two members of a list: "et", "et la", ", de l'".
_LIST_GAP = 3
#: How sure the tagger must be, by prominence of the best place of the name: chosen so that about
#: every second name just above is a place (LGL, GeoVirus, WikiNEuRal, November 2026).
_BARS = ((80.0, 0.15), (35.0, 0.25), (27.0, 0.3), (18.0, 0.35), (9.0, 0.5), (0.0, 0.6))
_BAR_RESPELT = 0.5
_BAR_UNKNOWN = {"fr": 0.8, "en": 0.9}
_BAR_UNKNOWN_LONG = {"fr": 0.8, "en": 0.85}


def settle(found: Sequence[Spot], reading: Reading, surnames: set[str]) -> list[Spot]:
    """The spots that are kept, in text order. ``surnames``: last words of persons named in full."""
    lang = reading.cues.lang
    sure = {
        key_of(spot, reading)
        for spot in found
        if spot.kind == "name" and spot.nested is None and spot.is_place >= _SURE
    }
    sure -= surnames
    respell(found, reading, surnames)
    _believe_contained(found, reading, sure)
    _continue_lists(found, reading)
    kept: list[Spot] = []
    for spot in found:
        if spot.kind == "name":
            key = key_of(spot, reading)
            if _mark_called_after(spot, reading):
                if spot.is_place >= bar_of(spot, lang) or spot.options[0].prominence >= _CALLED:
                    kept.append(spot)
                continue
            if key not in sure and (
                spot.is_place < bar_of(spot, lang)
                or (key in surnames and spot.is_place < _over_surname(spot))
            ):
                continue
            _join_head(spot, reading, kept[-1].last if kept else 0)
        kept.append(spot)
    return kept


def key_of(spot: Spot, reading: Reading) -> str:
    """The folded words of a spot."""
    return " ".join(reading.keys[spot.first : spot.last])


def _over_surname(spot: Spot) -> float:
    """How sure a name must be that is a surname of the text too: nobody is called as a country is."""
    known = spot.options[0].prominence if spot.options else 0.0
    return 0.0 if known >= COUNTRY else _OVER_SURNAME


def bar_of(spot: Spot, lang: str) -> float:
    """How sure the tagger must be of a name to be believed: less of places people know."""
    if not spot.options:
        bars = _BAR_UNKNOWN if spot.last - spot.first == 1 else _BAR_UNKNOWN_LONG
        return bars[lang]
    if spot.options[0].match.tier != "exact":
        return _BAR_RESPELT
    best = spot.options[0].prominence
    return next(bar for least, bar in _BARS if best >= least)


def _join_head(spot: Spot, reading: Reading, least: int) -> None:
    """Take in the generic noun that belongs to a name ("péninsule de Kola", "mont Hermon")."""
    cues, keys = reading.cues, reading.keys
    if spot.nested is not None or cues.head_behind or not spot.head:
        return
    at = spot.first - 1
    while at > least and keys[at] in cues.linking:
        at -= 1
    direct = at == spot.first - 1
    if not direct and keys[at + 1] in cues.articles:
        return  # "Météo-France place la Loire en vigilance"
    while at > least and not direct and keys[at] in cues.qualifying:
        at -= 1
    if (
        at >= least
        and keys[at] == spot.head
        and not reading.capital[at]
        and cues.is_joined(spot.head, direct=direct)
    ):
        spot.first, spot.start = at, reading.starts[at]


def _mark_called_after(spot: Spot, reading: Reading) -> bool:
    """Mark a place that a team, or an event in small letters, is called after as inside its name ("les
    Rangers de New York", "la bataille de Verdun"); False when it is none."""
    cues, keys = reading.cues, reading.keys
    if spot.nested is not None or not spot.options:
        return False
    low = reading.segmented.sentences[spot.sentence].first_token
    at = spot.first - 1
    while at > low and keys[at] in cues.linking:
        at -= 1
    if low <= at < spot.first - 1 and keys[at] in (
        cues.teams if reading.capital[at] else cues.called_after
    ):
        spot.nested = (reading.starts[at], spot.end)
        return True
    return False


def _believe_contained(found: Sequence[Spot], reading: Reading, sure: set[str]) -> None:
    """ "PARIS, Texas": what stands before a comma and an area that holds it is a place."""
    for spot, behind in pairwise(found):
        if (
            spot.kind == "name" == behind.kind
            and spot.last + 1 == behind.first
            and reading.keys[spot.last] == ","
            and spot.options
            and behind.options
            and behind.options[0].is_area
            and behind.options[0].prominence >= _AREA
            and behind.is_place >= _SURE > spot.is_place
            and any(contains(behind.options[0], option) for option in spot.options)
        ):
            spot.is_place, spot.nested = _SURE, None
            sure.add(key_of(spot, reading))


def _continue_lists(found: Sequence[Spot], reading: Reading) -> None:
    """ "entre Marseille et Briançon": what is coordinated with a place is one, if it is known."""
    coordinating, keys, lang = reading.cues.coordinating, reading.keys, reading.cues.lang
    little = reading.articled | reading.cues.linking
    before: Spot | None = None
    for spot in found:
        if spot.kind != "name" or spot.nested is not None:
            continue
        if (
            before is not None
            and (spot.options or spot.is_place >= _LIST_UNKNOWN)
            and before.last < spot.first <= before.last + _LIST_GAP
            and keys[before.last] in coordinating
            and all(key in little for key in keys[before.last + 1 : spot.first])
            and before.is_place >= bar_of(before, lang)
            and (keys[before.last] != "," or spot.is_place >= _LIST_LEAST)
        ):
            spot.is_place = max(spot.is_place, bar_of(spot, lang))
        before = spot
