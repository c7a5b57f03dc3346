"""Spots: stretches of a text that may be the name of a place, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.record import prominence
from geomap.language.fold import fold
from geomap.model.place import Candidate, NameMatch, Place

SpotKind = Literal["name", "demonym", "organisation"]
Tier = Literal["exact", "skeleton", "fuzzy"]

#: Groups of generic nouns -> GeoNames classes they ask for ("" = any other).
CLASSES_OF_GROUP = {
    "town": "P",
    "admin": "A",
    "country": "A",
    "water": "H",
    "land": "TLVU",
    "spot": "SRL",
}


@dataclass(slots=True, eq=False)
class Option:
    """A place that a name could mean, with what the ranking asks again and again."""

    place: Place
    match: NameMatch
    prominence: float
    country: str
    #: codes of its divisions: "US.KS", "US.KS.029"; empty when not known
    admin1: str
    admin2: str
    is_area: bool
    #: 0 its official or usual name, 1 another name or a name in a third language, 2 a romanisation
    #: or former name.
    far_name: int


@dataclass(slots=True, eq=False)
class Name:
    """One sense of a name in a document: what it could mean, and what the text says beside it."""

    key: str
    options: tuple[Option, ...]
    spots: list[Spot] = field(default_factory=list)
    #: what the text says it lies in, right beside one of its spots
    boxes: list[Spot] = field(default_factory=list)
    #: scores by themselves, and in the light of the rest of the text
    own: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    candidates: tuple[Candidate, ...] | None = None
    number: int = 0
    pick: Option | None = None
    sure: float = 0.0
    #: no place of the name lies in what the text says right beside it that it lies in
    outside: bool = False
    #: the probability stated for the pick, once it was asked for
    belief: float | None = None


@dataclass(slots=True, eq=False)
class Spot:
    """One occurrence. Tokens ``[first, last)``, code points ``[start, end)``."""

    first: int
    last: int
    start: int
    end: int
    sentence: int
    kind: SpotKind
    options: tuple[Option, ...]
    #: generic noun before or behind the name, and its group.
    head: str = ""
    group: str = ""
    #: what the words around make of a name that is a district's and a water's: "admin" or "water".
    nature: str = ""
    #: probability that this is the name of a place at all.
    is_place: float = 1.0
    nested: tuple[int, int] | None = None
    #: the options are those of a place inside the name ("University of Oxford"), not of the name
    approximate: bool = False
    countries: tuple[str, ...] = ()
    #: the spots behind this one that tell where it is ("Paris, Texas"; "Paris is a town in ...").
    containers: list[Spot] = field(default_factory=list)
    #: more than a comma says so: it stands in no list of places.
    said_inside: bool = False


@lru_cache(maxsize=8)
def option_reader(gazetteer: Gazetteer) -> OptionReader:
    """The reader of a gazetteer's options, one for each gazetteer opened."""
    return OptionReader(gazetteer)


class OptionReader:
    """Name ids of a hit -> options, remembered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[int, ...], tuple[Option, ...]] = {}
        #: options of a hit that a short word may mean as it is written
        self.written: dict[tuple[tuple[int, ...], str], tuple[Option, ...]] = {}
        self._spelt: dict[str, tuple[Option, ...]] = {}
        self._near: dict[tuple[str, Tier], tuple[Option, ...]] = {}
        #: words in small letters at which nothing begins, by the language of the text
        self.idle: dict[str, set[str]] = {"fr": set(), "en": set()}
        #: lower-case words -> what they are demonyms of, () for most words
        self.demonyms: dict[str, tuple[Option, ...]] = {}

    def options(self, hit: object, name_ids: tuple[int, ...]) -> tuple[Option, ...]:
        """Every place of a hit, most prominent first; demonyms and organisations among them."""
        known = self._known.get(name_ids)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            matches = self.gazetteer.matches(hit)  # type: ignore[arg-type]
            known = self._known[name_ids] = tuple(option_of(m) for m in matches)
        return known

    def rest(self, key: str, lang: str) -> None:
        """Remember that nothing begins at a word in small letters."""
        idle = self.idle[lang]
        if len(idle) > _IDLE_KEPT:
            idle.clear()
        idle.add(key)

    def spelt(self, text: str) -> tuple[Option, ...]:
        """Every place that answers to some words, remembered."""
        known = self._spelt.get(text)
        if known is None:
            found = self.gazetteer.lookup(text, limit=1000)
            known = self._spelt[text] = tuple(option_of(m) for m in found)
        return known

    def near(self, text: str, tier: Tier) -> tuple[Option, ...]:
        """Towns and divisions of a near spelling, far from their own names; remembered."""
        key = text, tier
        known = self._near.get(key)
        if known is None:
            if len(self._near) > _NEAR_KEPT:
                self._near.clear()
            matches = self.gazetteer.lookup(text, tiers=(tier,), limit=_NEAR_READINGS)
            known = self._near[key] = tuple(
                replace(option_of(m), far_name=_RESPELT)
                for m in matches
                if m.place.feature_class in "PA"
            )
        return known


#: Words remembered at which nothing begins.
_IDLE_KEPT = 200_000
#: Near spellings remembered, readings of each, and how far such a name is from being a place's own: as
#: far as a former one.
_NEAR_KEPT, _NEAR_READINGS, _RESPELT = 50_000, 20, 2
_FAR = {"former": 2, "romanised": 2, "alias": 1, "demonym": 1}
#: Languages of the texts: an official name in another one is just another name.
_READ = frozenset({None, "", "fr", "en"})


def option_of(match: NameMatch) -> Option:
    """The option of a match."""
    place = match.place
    country = place.country or ""
    admin1 = f"{country}.{place.admin1}" if place.admin1 else ""
    return Option(
        place,
        match,
        prominence(place.feature_class, place.feature_code, place.population, place.rank),
        country,
        admin1,
        f"{admin1}.{place.admin2}" if place.admin1 and place.admin2 else "",
        place.feature_class in "AL" or place.feature_code in _AREA_CODES,
        _far_name(match),
    )


def _far_name(match: NameMatch) -> int:
    """0 for a usual name, also without its generic noun ("Tabasco" for "State of Tabasco")."""
    if match.matched == match.place.name:
        return 0
    far = _FAR.get(match.kind, int(match.lang not in _READ))
    if far == 1 and match.kind != "demonym" and match.place.feature_code not in _BY_FULL_NAME:
        whole = f" {fold(match.place.name).replace('-', ' ')} "
        if f" {fold(match.matched).replace('-', ' ')} " in whole:
            return 0
    return far


#: Counties and towns are not called by a part of their name.
_BY_FULL_NAME = frozenset({"ADM2", "PPL", "PPLC", "PPLA", "PPLX", "PPLL"})
_AREA_CODES = frozenset({"ISL", "ISLS", "PEN", "SEA", "OCN", "GULF", "DSRT"})


def places_of(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options that are places: no demonyms, no organisations."""
    if not any(o.match.kind == "demonym" or o.place.feature_class == "O" for o in options):
        return options
    return tuple(o for o in options if o.match.kind != "demonym" and o.place.feature_class != "O")
