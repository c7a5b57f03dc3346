"""Names the gazetteer does not hold as the text spells them: "Zaporizhjia", "Bakhmuth", "Tchassiv Yar".

Romanisations differ and slips of the pen happen. A near spelling is taken only for what the tagger
already thinks a place, and only for a place of a country the text speaks of: without that, "Poutine"
is Putian and "Lavrov" La Oroya.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.language.fold import fold
from geomap.places.cues import first_names, surnames
from geomap.places.spots import Option, Spot, Tier
from geomap.places.zones import Reading

#: How sure the tagger must be of a name before another romanisation is tried, and before a slip of the
#: pen is thought of. Chosen, not measured.
_LEAST, _LEAST_SLIP = 0.4, 0.7
#: Prominence of a place whose name tells that the text speaks of its country.
_TELLING = 27.0
#: Groups of generic nouns behind which stands no town: "mont Pourri", "rue Bossuet".
_NO_TOWNS = frozenset({"land", "spot"})
#: Letters of a name at least, tokens at most.
_SHORTEST, _LONGEST = 5, 5
#: Near spellings tried in one document: each costs some milliseconds.
_TRIED = 20
#: Tokens of a name that is called by its first one too, and letters of that.
_PARTS, _PART = 3, 6
#: Similarity (0-1) of a spelling that is a slip of the pen, and of one that is another romanisation.
_SLIP, _ROMANISED = 0.88, 0.6


def respell(found: Sequence[Spot], reading: Reading, named: set[str]) -> None:
    """Give spots without places those of a near spelling. ``named``: surnames of the text's people."""
    unknown = [s for s in found if _is_open(s, reading, named)]
    if not unknown:
        return
    _shorten(unknown, found, reading)
    unknown = [spot for spot in unknown if not spot.options]
    countries = _countries(found)
    if not countries:
        return
    known: dict[str, tuple[Option, ...]] = {}
    for spot in unknown:
        text = reading.segmented.text[spot.start : spot.end]
        village = spot.head in reading.cues.villages
        if text not in known:
            if len(known) == _TRIED:
                return
            slips = spot.is_place >= _LEAST_SLIP
            known[text] = _near(reading, text, countries, slips=slips)
        spot.options = tuple(o for o in known[text] if not village or o.prominence < _TELLING)


def _shorten(unknown: Sequence[Spot], found: Sequence[Spot], reading: Reading) -> None:
    """ "Marcillac" where the text has called it Marcillac-Vallon."""
    keys = reading.keys
    whole: dict[str, tuple[Option, ...]] = {}
    for spot in found:
        if (
            spot.kind == "name"
            and spot.options
            and not spot.approximate
            and spot.last - spot.first >= _PARTS
            and keys[spot.first + 1] == "-"
        ):
            whole.setdefault(keys[spot.first], spot.options)
    if not whole:
        return
    for spot in unknown:
        key = keys[spot.first]
        if spot.last == spot.first + 1 and len(key) >= _PART and key not in reading.cues.opening:
            spot.options = whole.get(key, ())


def _is_open(spot: Spot, reading: Reading, named: set[str]) -> bool:
    if (
        spot.kind != "name"
        or spot.options
        or spot.nested is not None
        or spot.group in _NO_TOWNS
        or spot.is_place < _LEAST
        or spot.last - spot.first > _LONGEST
        or spot.end - spot.start < _SHORTEST
    ):
        return False
    keys = reading.keys[spot.first : spot.last]
    words = reading.words[spot.first : spot.last]
    if not words[0][0].isupper() or not all(word.isalpha() or word in "-'’" for word in words):
        return False
    if words[0].isupper() and len(words[0]) < _SHORTEST:
        return False
    first, last = keys[0], keys[-1]
    return not (
        last in named or first in first_names() or first in surnames() or first in reading.cues.head
    )


def _countries(found: Sequence[Spot]) -> set[str]:
    """Countries that the text speaks of."""
    told: set[str] = set()
    for spot in found:
        if spot.kind == "demonym":
            told.update(spot.countries)
        elif spot.options and spot.is_place >= _LEAST and spot.options[0].prominence >= _TELLING:
            told.add(spot.options[0].country)
    return told - {""}


def _near(reading: Reading, text: str, countries: set[str], *, slips: bool) -> tuple[Option, ...]:
    tiers: tuple[tuple[Tier, float], ...] = (("skeleton", _ROMANISED), ("fuzzy", _SLIP))
    for tier, least in tiers if slips else tiers[:1]:
        options = tuple(
            o
            for o in reading.reader.near(text, tier)
            if o.country in countries
            and o.match.similarity >= least
            and (tier == "skeleton" or fold(o.match.matched)[:1] == fold(text)[:1])
        )
        if options:
            return options
    return ()
