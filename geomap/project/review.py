"""What deserves a look first, most doubtful first, each with the correction that would settle it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.corrections.form import Correction
from geomap.model.findings import Findings
from geomap.model.incident import Incident, Toll
from geomap.model.place import Mention, Reason
from geomap.model.shape import EARTH_RADIUS_M

#: A place is sure enough from this probability on, or this far ahead of the second.
SURE, AHEAD = 0.75, 0.35
#: Beyond this from every other incident of its document, a place is likely a namesake's.
FAR_KM = 3000.0
_FEW = 2
#: A statement is made nowhere in particular.
_WITHOUT_SITE = frozenset({"pledge_or_statement", "agreement"})
_HAPPENED = frozenset({"actual", "ongoing", "iterative"})
#: Roles in which a name must be a place; others are persons and channels as often.
_PLACE_ROLES = frozenset({"site", "container", "reference", "route", "destination", "dateline"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: how doubtful (0 to 1), where, why, and what would settle it."""

    weight: float
    document: str
    headline: str
    quote: str
    reason: Reason
    correction: Correction


def doubts(findings: Sequence[Findings]) -> list[Doubt]:
    """All doubts, most doubtful first. What an analyst has corrected is left out."""
    found: list[Doubt] = []
    for one in findings:
        for incident in one.incidents:
            if not incident.corrected_by:
                found += _of_incident(one, incident)
        found += _far_ones(one)
        found += _unknown_names(one)
    return sorted(found, key=lambda d: (-d.weight, d.document, d.headline, d.reason.code))


def _of_incident(found: Findings, incident: Incident) -> Iterator[Doubt]:
    where = incident.where
    sites: set[str | None] = {*where.mentions, where.mention} if where else set()
    for mention in found.mentions:
        if mention.id in sites and (doubt := _unsure(found, incident, mention)):
            yield doubt
    for kind, words in _disagreeing(incident):
        reason = Reason("review_tolls_differ", (kind, words))
        yield _doubt(found, incident, 0.7, reason, "accept")
    for trace in incident.merge_trace:
        if trace.startswith("against"):
            reason = Reason("review_merge_doubt", (trace,))
            yield _doubt(found, incident, 0.6, reason, "split")
    if incident.status == "denied":
        yield _doubt(found, incident, 0.5, Reason("review_denied"), "accept")
    if where is None and incident.why_not is not None and _has_a_place(incident):
        yield _doubt(found, incident, 0.25, incident.why_not, "move")
    if where and where.precision == "inferred":
        reason = Reason("review_inferred_place", (where.name or "",))
        yield _doubt(found, incident, 0.35, reason, "accept")


def _has_a_place(incident: Incident) -> bool:
    """True for what happened somewhere, whether or not the text says where."""
    happened = incident.polarity == "affirmed" and incident.realis in _HAPPENED
    return happened and incident.type not in _WITHOUT_SITE


def _unsure(found: Findings, incident: Incident, mention: Mention) -> Doubt | None:
    if len(mention.candidates) < _FEW or mention.place is None:
        return None
    first, second = mention.candidates[:2]
    if first.probability >= SURE or first.probability - second.probability >= AHEAD:
        return None
    reason = Reason(
        "review_unsure_place",
        (_name(first.place.name, first.place.country), _percent(first.probability),
         _name(second.place.name, second.place.country), _percent(second.probability)),
    )  # fmt: skip
    doubt = _doubt(found, incident, 1.0 - first.probability, reason, "move")
    return Doubt(
        doubt.weight, doubt.document, doubt.headline, doubt.quote, reason,
        _correction(found, incident, "move", second.place.id),
    )  # fmt: skip


def _name(name: str, country: str | None) -> str:
    return f"{name} ({country})" if country else name


def _percent(probability: float) -> str:
    return str(round(probability * 100))


def _disagreeing(incident: Incident) -> Iterator[tuple[str, str]]:
    """Kinds whose counts, from different sources, cannot both be true."""
    by_kind: dict[str, list[Toll]] = {}
    for toll in incident.casualties:
        if not toll.superseded and toll.subset_of is None and toll.realis in ("actual", "ongoing"):
            by_kind.setdefault(toll.kind, []).append(toll)
    for kind, tolls in by_kind.items():
        lows = [t.low if t.low is not None else 0 for t in tolls]
        highs = [t.high if t.high is not None else math.inf for t in tolls]
        if max(lows) > min(highs):
            names = {claim.id: claim.source for claim in incident.claims}
            told = "; ".join(
                f"{t.best if t.best is not None else t.low} ({names.get(t.claim, t.claim)})"
                for t in tolls
            )
            yield kind, told


def _far_ones(found: Findings) -> Iterator[Doubt]:
    """Points far from all others of their document: an accident of names more often than not."""
    placed = [
        (i, i.where.extent)
        for i in found.incidents
        if i.on_map and i.where is not None and i.where.extent is not None
    ]
    if len(placed) <= _FEW:
        return
    for incident, extent in placed:
        nearest = min(
            _distance_km(extent.lon, extent.lat, other.lon, other.lat)
            for one, other in placed
            if one is not incident
        )
        if nearest > FAR_KM and extent.kind == "point" and not incident.corrected_by:
            name = incident.where.name if incident.where else None
            reason = Reason("review_far", (str(round(nearest)), name or ""))
            yield _doubt(found, incident, 0.45, reason, "accept")


def _distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great circle, haversine."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    a = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a))) / 1000.0


def _unknown_names(found: Findings) -> Iterator[Doubt]:
    """Names that were seen as places and are in no gazetteer, once each, and what hangs on them."""
    seen: set[str] = set()
    for mention in found.mentions:
        unknown = mention.kind == "name" and mention.place is None
        if not unknown or mention.role not in _PLACE_ROLES or mention.text in seen:
            continue
        seen.add(mention.text)
        incident = _incident_at(found, mention)
        correction = Correction(
            "name-means", document=found.document.id, name=mention.text, means="gn:…"
        )
        yield Doubt(
            0.65 if incident is not None and not incident.on_map else 0.3,
            found.document.id,
            incident.headline if incident else mention.text,
            mention.text,
            Reason("review_unresolved_name", (mention.text,)),
            correction,
        )


def _incident_at(found: Findings, mention: Mention) -> Incident | None:
    for incident in found.incidents:
        if any(mention.span.within(quote.span) for quote in incident.quotes):
            return incident
    return None


def _doubt(
    found: Findings, incident: Incident, weight: float, reason: Reason, action: str
) -> Doubt:
    quote = incident.quotes[0].exact if incident.quotes else ""
    correction = _correction(found, incident, action)
    return Doubt(weight, found.document.id, incident.headline, quote, reason, correction)


def _correction(
    found: Findings, incident: Incident, action: str, to: str | None = None
) -> Correction:
    first = incident.quotes[0] if incident.quotes else None
    return Correction(
        do=action,  # type: ignore[arg-type]
        document=found.document.id,
        quote=first.exact if first else None,
        prefix=first.prefix if first else None,
        suffix=first.suffix if first else None,
        type=incident.type,
        place=incident.where.name if incident.where else None,
        to=to,
        with_document=incident.same_as[0][0] if action == "split" and incident.same_as else None,
        with_quote="…" if action == "split" else None,
    )
