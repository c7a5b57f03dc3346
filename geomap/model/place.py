"""Places, and the mentions of a text that may mean them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geomap.model.extent import Extent, GeometryKind
from geomap.model.text import Span

Role = Literal[
    "site",
    "container",
    "reference",
    "affiliation",
    "actor_metonym",
    "actor_org",
    "demonym",
    "embedded_name",
    "route",
    "destination",
    "background",
    "reporter_location",
    "dateline",
]

#: What a mention is as a string, before anybody asks what it means.
MentionKind = Literal["name", "demonym", "organisation", "expression", "anaphor", "coordinates"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One cue that counted, as a code with arguments.

    ``language.words_of_reason`` turns it into a sentence in the reader's language; the templates
    stand in ``language/<lang>/reasons.toml``. ``weight`` is what it added to the score, if any.
    """

    code: str
    args: tuple[str, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class TerritorialClaim:
    """Who says whose a territory is, and since when (``status``: de_jure, de_facto, occupied, claimed)."""

    country: str
    status: Literal["de_jure", "de_facto", "occupied", "claimed"]
    since: str | None = None
    until: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer.

    ``id`` carries its source before a colon (``gn:707308``, ``gm:vostochny-cosmodrome``).
    ``feature_class``/``feature_code`` are GeoNames' (``P``/``PPLC`` …). ``country`` is the de jure
    ISO 3166-1 alpha-2 code, never computed from a polygon; ``claims`` tell who else holds or claims
    it. ``radius_m`` is the footprint's radius in metres.
    """

    id: str
    name: str
    feature_class: str
    feature_code: str
    lon: float
    lat: float
    radius_m: float
    geometry_kind: GeometryKind = "point"
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    parent: str | None = None
    population: int | None = None
    source: str = ""
    claims: tuple[TerritorialClaim, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    #: Curated weight of the record among its homonyms: greater is more prominent. 0 = not ranked.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that answers to a name, and how it did.

    ``tier``: ``exact`` (after folding), ``skeleton`` (same romanisation skeleton), ``fuzzy``.
    ``kind`` of the name: official, exonym, former, endonym, alias, abbrev, demonym.
    """

    place: Place
    matched: str
    tier: Literal["exact", "skeleton", "fuzzy"] = "exact"
    lang: str | None = None
    kind: str = "alias"
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a mention could mean."""

    place: Place
    probability: float
    reasons: tuple[Reason, ...] = ()
    matched: str = ""
    tier: str = "exact"


@dataclass(frozen=True, slots=True)
class Expression:
    """A place said by its relation to others: "30 km au nord de Kiev".

    ``span`` covers the whole expression; ``anchors`` are ids of mentions it hangs on. ``extent`` is
    None when it could not be computed, and ``why_not`` then says why.
    """

    span: Span
    relation: str
    anchors: tuple[str, ...]
    distance_m: float | None = None
    bearing_deg: float | None = None
    extent: Extent | None = None
    why_not: Reason | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a place in the text, and what was decided about it.

    ``place`` is None when nothing was chosen; the runners-up stay in ``candidates`` (best first,
    the chosen one included). ``extent`` is where the mention is drawn if it is a site: that of its
    expression when it has one, else that of its place. ``antecedent`` is the id of the mention an
    anaphor ("ici", "ce territoire") stands for.
    """

    id: str
    span: Span
    text: str
    kind: MentionKind = "name"
    sentence: int = 0
    #: the generic word that belongs to the name ("port", "oblast"), folded, if any.
    head: str | None = None
    place: Place | None = None
    probability: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    role: Role = "background"
    role_reason: Reason | None = None
    expression: Expression | None = None
    extent: Extent | None = None
    antecedent: str | None = None
    #: ISO codes of the country a demonym or an organisation points to (weak evidence).
    countries: tuple[str, ...] = ()
    #: the longer name this one is a part of ("université de Kharkiv" for Kharkiv), when it is not
    #: a place's name itself.
    nested_in: Span | None = None

    def playing(self, role: Role, reason: Reason) -> Mention:
        """A copy with a role. (Every mention of a text is copied so: ``dataclasses.replace`` takes
        three times as long.)"""
        return Mention(
            self.id, self.span, self.text, self.kind, self.sentence, self.head, self.place,
            self.probability, self.candidates, role, reason, self.expression, self.extent,
            self.antecedent, self.countries, self.nested_in,
        )  # fmt: skip
