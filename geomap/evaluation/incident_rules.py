"""When a predicted incident is right: type, place and date, by the rules of the gold's README."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geomap.language.fold import fold
from geomap.model.edtf import Bounds, bounds
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.place import Mention

Gold = dict[str, Any]
KM_PER_DEGREE = 111.195
#: Precisions, finest first; a coarser one that contains the gold is right too.
_ORDER = (
    "second", "minute", "hour", "part_of_day", "day", "days", "week", "month", "year",
    "before_publication", "open_interval", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a predicted incident compares with a gold one."""

    type: bool
    place: bool
    date: bool
    edtf: bool
    quote: bool

    @property
    def right(self) -> bool:
        return self.type and self.place and self.date

    @property
    def weight(self) -> float:
        """For the one-to-one matching: rightness first, then what agrees."""
        return (
            100.0 * self.right + 8 * self.type + 4 * self.quote + 3 * self.place
            + 2 * self.date + 1 * self.edtf
        )  # fmt: skip


def judge(gold: Gold, mentions: dict[str, Gold], found: Findings, incident: Incident) -> Verdict:
    """Compare one gold incident with one predicted one."""
    types = {gold["type"], *(gold.get("type_alternatives") or ())}
    whens = _whens(gold)
    return Verdict(
        incident.type in types,
        _place_right(gold, mentions, found, incident),
        any(_date_right(when, incident) for when in whens),
        any(when.get("edtf") == incident.when.edtf for when in whens),
        _quotes_meet(gold, incident),
    )


def _quotes_meet(gold: Gold, incident: Incident) -> bool:
    return any(
        q["start"] < ours.end and ours.start < q["end"]
        for q in gold["quote"]
        for ours in incident.quotes
    )


# -- dates ------------------------------------------------------------------------------------------


def _whens(gold: Gold) -> list[Gold]:
    when = gold["when"]
    found = [when]
    found += [
        {**when, **other} if isinstance(other, dict) else {**when, "edtf": other}
        for other in (
            *(gold.get("when_alternatives") or ()),
            *(when.get("when_alternatives") or ()),
        )
    ]
    alternatives = [*(gold.get("edtf_alt") or ()), *(when.get("edtf_alt") or ())]
    found += [{**when, "edtf": other} for other in alternatives]
    return found


def _date_right(when: Gold, incident: Incident) -> bool:
    """Intervals overlap with the same precision, or a coarser one that is true and contains it."""
    ours = incident.when
    if when.get("edtf") is None or ours.edtf is None:
        return when.get("edtf") is None and ours.edtf is None
    theirs, mine = bounds(when["edtf"]), bounds(ours.edtf)
    if theirs is None or mine is None or not _overlap(theirs, mine):
        return False
    if when["edtf"] == ours.edtf or when["precision"] == ours.precision:
        return True
    if {when["precision"], ours.precision} <= {"hour", "minute", "part_of_day", "day"}:
        return theirs == mine  # compared by day for precision hour or coarser
    coarser = _ORDER.index(ours.precision) > _ORDER.index(when["precision"])
    return coarser and _contains(mine, theirs)


def _overlap(one: Bounds, other: Bounds) -> bool:
    return not (
        (one.last is not None and other.first is not None and one.last < other.first)
        or (other.last is not None and one.first is not None and other.last < one.first)
    )


def _contains(outer: Bounds, inner: Bounds) -> bool:
    first = outer.first is None or (inner.first is not None and outer.first <= inner.first)
    last = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return first and last


def is_falsely_precise(gold: Gold, incident: Incident) -> bool:
    """A narrower EDTF than the gold's (none of its readings)."""
    mine = bounds(incident.when.edtf) if incident.when.edtf else None
    if mine is None:
        return False
    for when in _whens(gold):
        if when.get("edtf") is None:
            continue
        theirs = bounds(when["edtf"])
        if theirs is None or when["edtf"] == incident.when.edtf:
            return False
        if not (_contains(theirs, mine) and theirs != mine):
            return False
    return True


# -- places -----------------------------------------------------------------------------------------


def drawn_extents(found: Findings, incident: Incident) -> list[tuple[Mention | None, Extent]]:
    """Everything an incident would draw, with the mention it comes from."""
    where = incident.where
    if not incident.on_map or where is None or where.extent is None:
        return []
    by_id = {mention.id: mention for mention in found.mentions}
    first = by_id.get(where.mention) if where.mention else None
    return [(first, where.extent), *((by_id.get(m), extent) for m, extent in where.other_sites)]


def _place_right(
    gold: Gold, mentions: dict[str, Gold], found: Findings, incident: Incident
) -> bool:
    if not gold["map"]:
        return not incident.on_map
    drawn = drawn_extents(found, incident)
    if not drawn:
        return False
    sites = [mentions[m] for m in gold["where"]["mentions"] if m in mentions]
    others = [mentions[m] for m in gold["where"].get("other_sites") or () if m in mentions]
    kind = gold["where"]["geometry"]
    if kind != "any" and any(extent.kind != kind for _, extent in drawn):
        return False
    located = [site for site in sites if _is_located(site)] or sites
    reached = all(any(at_site(site, m, extent) for m, extent in drawn) for site in located)
    alternative = bool(others) and any(at_site(o, m, e) for o in others for m, e in drawn)
    stray = any(
        not any(at_site(site, m, extent) for site in (*sites, *others))
        and not _tolerated(gold, extent)
        for m, extent in drawn
    )
    return (reached or alternative) and not stray


def _is_located(site: Gold) -> bool:
    return bool(site.get("coordinates") or site.get("geometry"))


def _tolerated(gold: Gold, extent: Extent) -> bool:
    area = gold["where"].get("tolerated_area")
    return area is not None and _meets(area, extent)


def at_site(site: Gold, mention: Mention | None, extent: Extent) -> bool:
    """Whether a drawn extent is at a gold site."""
    tolerance = site.get("tolerance_km")
    if tolerance is None:
        return mention is not None and _same_entity(site, mention)
    geometry = site.get("geometry")
    if geometry is not None and extent.kind == "line":
        return _line_within(geometry, extent, tolerance)
    if geometry is not None and _meets(geometry, extent):
        return True
    point = site.get("coordinates")
    return point is not None and distance_km(extent, point[0], point[1]) <= tolerance


def _same_entity(site: Gold, mention: Mention) -> bool:
    """The words of the site, or words the gold itself reads as the same entity."""
    if mention.span.start == site["start"] and mention.span.end == site["end"]:
        return True
    return fold(mention.text) in {fold(site["exact"]), *site.get("names", ())}


def with_names(mentions: Sequence[Gold]) -> list[Gold]:
    """Gold mentions, each with all the words by which the gold names its entity."""
    names: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.get("entity"):
            names.setdefault(mention["entity"], set()).add(fold(mention["exact"]))
    return [{**m, "names": sorted(names.get(m.get("entity") or "", ()))} for m in mentions]


def _scaled(shape: Any, lat: float) -> Any:
    """Degrees to kilometres around a latitude: enough for tolerances of some tens of kilometres."""
    from shapely.affinity import scale

    east = KM_PER_DEGREE * max(math.cos(math.radians(lat)), 0.05)
    return scale(shape, xfact=east, yfact=KM_PER_DEGREE, origin=(0, 0))


def _shape_of(extent: Extent) -> Any:
    from shapely.geometry import Point

    return extent.geometry if extent.geometry is not None else Point(extent.lon, extent.lat)


def distance_km(extent: Extent, lon: float, lat: float) -> float:
    """From a position to what is drawn; 0 inside. A disc counts from its rim."""
    from shapely.geometry import Point

    away = _scaled(_shape_of(extent), lat).distance(_scaled(Point(lon, lat), lat))
    if extent.geometry is None and extent.kind == "area":
        away = max(0.0, away - (extent.radius_m or 0.0) / 1000.0)
    return float(away)


def _meets(area: Gold, extent: Extent) -> bool:
    """A point inside the drawn shape lies in the accepted one."""
    from shapely.geometry import shape

    return bool(shape(area).intersects(_shape_of(extent)))


def _line_within(line: Gold, extent: Extent, tolerance_km: float) -> bool:
    """Every vertex of the drawn line within tolerance of the gold line (or of its area)."""
    from shapely import get_coordinates
    from shapely.geometry import Point, shape

    gold = shape(line)
    lat = gold.centroid.y
    scaled = _scaled(gold, lat)
    vertices: Sequence[Any] = get_coordinates(_shape_of(extent))
    return all(scaled.distance(_scaled(Point(x, y), lat)) <= tolerance_km for x, y in vertices)
