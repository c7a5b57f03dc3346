"""The ``where`` of an incident, and whether it may be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.incidents.clauses import Reading
from geomap.incidents.nearness import breadth, holds, same_place
from geomap.incidents.settle import Settled
from geomap.model.extent import Extent, PlacePrecision
from geomap.model.incident import Where
from geomap.model.place import Mention, Place, Reason

#: What a place is drawn as when its mention says nothing finer.
_PRECISION_BY_CLASS: dict[str, PlacePrecision] = {
    "P": "settlement", "S": "site", "R": "street", "H": "water_body", "L": "region", "T": "region",
}  # fmt: skip
#: Types that are drawn only with a site of their own.
_NEEDS_OWN_SITE = frozenset({"planned", "alert", "cancelled"})


def where_of(one: Settled, readings: Sequence[Reading]) -> Where | None:
    """Where an incident took place; None when the text does not say."""
    site = one.site
    if site is None:
        return None
    containers = _containers(one, readings)
    extent = site.extent
    place = site.place
    others = [] if one.inferred else _distinct(site, one.others)
    mentions = (site.id,) if one.inferred else (site.id, *(m.id for m in one.others))
    return Where(
        mention=site.id,
        extent=extent,
        geometry_kind=extent.kind if extent is not None else None,
        precision="inferred" if one.inferred else _precision(site),
        radius_m=extent.radius_m if extent is not None else None,
        mentions=mentions,
        containers=tuple(m.id for m in containers),
        other_sites=tuple((m.id, m.extent) for m in others if m.extent is not None),
        place_id=place.id if place is not None else None,
        name=place.name if place is not None else site.text,
        country=_country(site),
        admin1=place.admin1 if place is not None else None,
        relation="inherited" if one.inferred else _relation(site),
        disputed=_disputed(place),
        span=site.expression.span if site.expression is not None else site.span,
    )


def _precision(site: Mention) -> PlacePrecision:
    extent = site.extent
    if extent is not None and extent.precision is not None:
        return extent.precision
    if extent is None or site.place is None:
        return "unlocated"
    if site.place.feature_class == "A":
        code = site.place.feature_code
        if code.startswith("PCL"):
            return "country"
        return "adm2" if code == "ADM2" else "adm3" if code in {"ADM3", "ADM4"} else "adm1"
    return _PRECISION_BY_CLASS.get(site.place.feature_class, "region")


def _country(site: Mention) -> str | None:
    """The country a site lies in: its place's, or the only one an expression can mean."""
    if site.place is not None:
        return site.place.country
    return site.countries[0] if len(site.countries) == 1 else None


def _relation(site: Mention) -> str:
    if site.expression is not None:
        return site.expression.relation
    return "at" if breadth(site) == 0 else "in"


def _distinct(site: Mention, others: Sequence[Mention]) -> list[Mention]:
    """Other sites that are not the same place told again, nor what holds it."""
    kept: list[Mention] = []
    for other in others:
        if other.extent is None or other.kind == "anaphor":
            continue
        if any(same_place(other, known) or holds(other, known) for known in (site, *kept)):
            continue
        kept.append(other)
    return kept


def _containers(one: Settled, readings: Sequence[Reading]) -> list[Mention]:
    found: list[Mention] = []
    for sentence in one.event.sentences:
        for _, _, mention in readings[sentence].mentions:
            if mention.role == "container" and mention not in found:
                found.append(mention)
    return found


def _disputed(place: Place | None) -> dict[str, Any] | None:
    if place is None or not place.claims:
        return None
    return {
        "de_jure": place.country,
        "control_per_record": [
            {"country": c.country, "status": c.status, "since": c.since, "until": c.until}
            for c in place.claims
        ],
    }


def decide_map(one: Settled, where: Where | None, status: str) -> tuple[bool, Reason | None]:
    """Whether an incident is drawn, and if not, why."""
    event = one.event
    if event.negated:
        return False, Reason("why_negated", (event.because,))
    if status == "denied":
        return False, Reason("why_denied")
    if event.type == "pledge_or_statement":
        return False, Reason("why_statement")
    if event.realis in {"possible", "hypothetical"} and status != "alert":
        return False, Reason("why_hypothetical", (event.because,))
    if where is None:
        return False, _why_nowhere(status)
    if where.extent is None:
        return False, Reason("why_unresolved", (where.name or "",))
    if status == "cancelled":
        return False, Reason("why_cancelled")
    if status == "alert" and where.extent.kind == "point":
        return False, Reason("why_alert_no_area")
    if one.inferred and (status in _NEEDS_OWN_SITE or one.background):
        return False, Reason("why_planned")
    if one.background and (event.date is None or event.series or _is_anaphor(one.site)):
        return False, Reason("why_background")
    return True, None


def _is_anaphor(site: Mention | None) -> bool:
    return site is not None and site.kind == "anaphor" and site.extent is None


def _why_nowhere(status: str) -> Reason:
    if status == "planned":
        return Reason("why_planned")
    return Reason("why_cancelled") if status == "cancelled" else Reason("why_no_site")


def extent_of(mention: Mention) -> Extent | None:
    """Where a mention is drawn if it is a site."""
    return mention.extent
