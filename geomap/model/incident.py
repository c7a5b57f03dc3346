"""What happened: incidents, who acts in them, who was hurt, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from geomap.model.extent import Extent, GeometryKind, PlacePrecision
from geomap.model.place import Reason
from geomap.model.text import Quote, Span
from geomap.model.when import When

Layer = Literal[
    "conflict", "military", "accidents", "natural", "unrest", "politics", "humanitarian"
]
Status = Literal["reported", "claimed", "denied", "planned", "alert", "cancelled"]
Polarity = Literal["affirmed", "negated"]
Realis = Literal["actual", "ongoing", "iterative", "future", "intended", "possible", "hypothetical"]
Recency = Literal["current", "background"]

LAYER_BY_TYPE: dict[str, Layer] = {
    "drone_strike": "conflict",
    "missile_strike": "conflict",
    "air_strike": "conflict",
    "shelling": "conflict",
    "bombing": "conflict",
    "strike_unspecified": "conflict",
    "armed_clash": "conflict",
    "attack_on_civilians": "conflict",
    "troop_movement": "military",
    "debris_or_ordnance_found": "military",
    "territory_change": "military",
    "fire": "accidents",
    "explosion": "accidents",
    "transport_accident": "accidents",
    "industrial_accident": "accidents",
    "earthquake": "natural",
    "tsunami": "natural",
    "flood": "natural",
    "storm": "natural",
    "wildfire": "natural",
    "landslide_volcano": "natural",
    "peaceful_protest": "unrest",
    "riot": "unrest",
    "arrest_or_crackdown": "unrest",
    "diplomatic_meeting": "politics",
    "agreement": "politics",
    "pledge_or_statement": "politics",
    "evacuation": "humanitarian",
    "civil_protection": "humanitarian",
    "aid_or_outage": "humanitarian",
}
LAYERS: tuple[Layer, ...] = (
    "conflict",
    "military",
    "accidents",
    "natural",
    "unrest",
    "politics",
    "humanitarian",
)
INCIDENT_TYPES: tuple[str, ...] = tuple(LAYER_BY_TYPE)

#: So many other tellings of an incident are named in ``same_as``; in a larger group each names the
#: first telling and those next to its own in time.
MOST_TELLINGS_NAMED = 64
#: The newsroom's own voice: the claim that always exists.
NEWSROOM_CLAIM = "c0"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or suffers. ``country`` is ISO alpha-2; ``claim`` the claim that says so."""

    role: str
    name: str
    type: str | None = None
    country: str | None = None
    span: Span | None = None
    claim: str = NEWSROOM_CLAIM


@dataclass(frozen=True, slots=True)
class Item:
    """A means, a target, a consequence, a measure …: a class, the words, and a value if any."""

    cls: str
    span: Span
    value: float | None = None
    unit: str | None = None
    of: float | None = None
    claim: str = NEWSROOM_CLAIM


@dataclass(frozen=True, slots=True)
class Toll:
    """How many were hurt, as told. None is unknown and never zero; 0 is a zero the text states."""

    kind: str
    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    span: Span
    group: str | None = None
    claim: str = NEWSROOM_CLAIM
    subset_of: str | None = None
    superseded: bool = False
    #: fear or forecast ("jusqu'à 100 morts redoutés").
    realis: Realis = "actual"
    #: spans of words that say the same count again ("24 … vingt-quatre").
    repeats: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says it, through what, and how surely. ``c0`` is the newsroom."""

    id: str
    source: str
    source_role: str = "newsroom"
    side: str | None = None
    channel: str | None = None
    stance: str = "asserts"
    hedge: str | None = None
    attribution: Span | None = None
    quotes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Where an incident took place. ``mention`` is the id of its (first) site mention."""

    mention: str | None
    extent: Extent | None
    geometry_kind: GeometryKind | None
    precision: PlacePrecision
    radius_m: float | None = None
    mentions: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    #: further sites of the same incident (id of mention, extent).
    other_sites: tuple[tuple[str, Extent], ...] = ()
    place_id: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    facility: str | None = None
    relation: str | None = None
    #: {"de_jure": "UA", "control_per_record": [...], "control_per_text": "..."} or None.
    disputed: dict[str, Any] | None = None
    #: the words that say where, whole ("dans sa région frontalière avec l'Ukraine").
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened (or is planned, feared, denied), with the words for each field."""

    id: str
    layer: Layer
    type: str
    headline: str
    quotes: tuple[Quote, ...]
    when: When
    subtype: str | None = None
    status: Status = "reported"
    polarity: Polarity = "affirmed"
    realis: Realis = "actual"
    recency: Recency = "current"
    where: Where | None = None
    actors: tuple[Actor, ...] = ()
    means: tuple[Item, ...] = ()
    targets: tuple[Item, ...] = ()
    consequences: tuple[Item, ...] = ()
    interceptions: tuple[Item, ...] = ()
    measures: tuple[Item, ...] = ()
    casualties: tuple[Toll, ...] = ()
    claims: tuple[Claim, ...] = ()
    part_of: str | None = None
    members: tuple[str, ...] = ()
    about: str | None = None
    aggregate: bool = False
    confidence: str = "F3"
    grade: str | None = None
    on_map: bool = False
    why_not: Reason | None = None
    #: rule ids and version that made it.
    provenance: tuple[str, ...] = ()
    #: (document id, incident id) of the same incident elsewhere, after merging; at most
    #: ``MOST_TELLINGS_NAMED`` of them.
    same_as: tuple[tuple[str, str], ...] = ()
    #: what matched and what spoke against, one entry a merge.
    merge_trace: tuple[str, ...] = ()
    #: names of corrections applied.
    corrected_by: tuple[str, ...] = ()
