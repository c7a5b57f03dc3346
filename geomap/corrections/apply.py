"""Corrections on findings: one small function an action, and an account of what was applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections.form import Correction, parse_corrections
from geomap.corrections.match import Wanted, find_incident
from geomap.corrections.meanings import NameMeaning, extent_of_place
from geomap.errors import UsageError
from geomap.language.fold import fold
from geomap.model import edtf
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import LAYER_BY_TYPE, Incident, Where
from geomap.model.place import Reason
from geomap.model.text import Document
from geomap.model.when import When, WhenPrecision

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: A place an analyst set by its position alone is as sure as a named site.
_MOVED_RADIUS_M = 1000.0
_DAY_CHARACTERS = len("2024-05-01")


@dataclass(frozen=True, slots=True)
class Stale:
    """A correction that fits nothing any more; it stays in the file."""

    correction: Correction
    why: str

    def __str__(self) -> str:
        what = self.correction.quote or self.correction.name or ""
        short = what if len(what) <= 60 else what[:57] + "…"
        return f"correction {self.correction.number} ({self.correction.do} «{short}»): {self.why}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the corrections."""

    applied: tuple[Correction, ...] = ()
    stale: tuple[Stale, ...] = ()


@dataclass(frozen=True, slots=True)
class _Links:
    """Pairs ((document, incident), (document, incident)) that are, or are not, one incident."""

    joined: list[tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=list)
    parted: list[tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=list)


class Corrections:
    """The corrections of a project; none at all is a value too."""

    def __init__(self, corrections: Sequence[Correction] = (), source: str | None = None) -> None:
        self.corrections = tuple(corrections)
        self.source = source
        self._links = _Links()

    def __bool__(self) -> bool:
        return bool(self.corrections)

    def check_places(self, gazetteer: Gazetteer) -> None:
        """Raise UsageError that lists every place id the gazetteer does not know."""
        unknown = []
        for correction in self.corrections:
            target = correction.means if correction.do == "name-means" else correction.to
            asked = correction.do in {"move", "name-means"} and isinstance(target, str)
            if asked and gazetteer.get(str(target)) is None:
                unknown.append(f"correction {correction.number}: no place {target}")
        if unknown:
            raise UsageError(
                "; ".join(unknown), source=self.source, hint="`geomap lookup NAME` tells the ids"
            )

    def meanings_in(self, document: Document) -> tuple[NameMeaning, ...]:
        """What names mean in ``document``: those of its own after those that hold everywhere, and
        only of names it holds, so that a correction changes no other document's findings."""
        text = None
        found = {}
        ordered = sorted(self.corrections, key=lambda c: c.document is not None)
        for correction in ordered:
            if correction.do != "name-means" or correction.document not in (None, document.id):
                continue
            if text is None:
                text = fold(document.text)
            if correction.name and correction.means and fold(correction.name) in text:
                found[fold(correction.name)] = NameMeaning(
                    correction.name, correction.means, correction.label()
                )
        return tuple(found.values())

    def apply(
        self, findings: Sequence[Findings], gazetteer: Gazetteer
    ) -> tuple[list[Findings], Outcome]:
        """Findings corrected, and what became of each correction. Run before merging; ``link``
        after it. Incidents are found by what geomap said of them, before any correction."""
        if not self.corrections:
            return list(findings), Outcome()
        incidents = {
            (found.document.id, incident.id): incident
            for found in findings
            for incident in found.incidents
        }
        applied: list[Correction] = []
        stale: list[Stale] = []
        self._links = _Links()
        for correction in self.corrections:
            why = self._apply_one(correction, findings, incidents, gazetteer)
            if why is None:
                applied.append(correction)
            else:
                stale.append(Stale(correction, why))
        return _rebuilt(findings, incidents), Outcome(tuple(applied), tuple(stale))

    def _apply_one(
        self,
        correction: Correction,
        findings: Sequence[Findings],
        incidents: dict[tuple[str, str], Incident],
        gazetteer: Gazetteer,
    ) -> str | None:
        """None when applied, else why not."""
        if correction.do == "name-means":
            held = any(
                meaning.name == correction.name
                for found in findings
                for meaning in self.meanings_in(found.document)
            )
            return None if held else "no text holds this name"
        found = find_incident(_wanted(correction), findings)
        if isinstance(found, str):
            return found
        document, incident = found[0].document.id, found[1]
        key = (document, incident.id)
        if key not in incidents:
            return "its incident was merged into another by a correction before this one"
        if correction.do in {"merge", "split"}:
            return self._pair(correction, findings, key, incidents)
        changed = _changed(incidents[key], correction, gazetteer)
        incidents[key] = replace(changed, corrected_by=(*changed.corrected_by, correction.label()))
        return None

    def _pair(
        self,
        correction: Correction,
        findings: Sequence[Findings],
        key: tuple[str, str],
        incidents: dict[tuple[str, str], Incident],
    ) -> str | None:
        wanted = Wanted(correction.with_quote or "", correction.with_document or key[0])
        found = find_incident(wanted, findings)
        other = None if isinstance(found, str) else (found[0].document.id, found[1].id)
        if correction.do == "split" and other in (None, key):
            return _split_one(correction, key, incidents)
        if other is None:
            return f"the other incident: {found}"
        if other == key:
            return "both are the same incident already"
        if other not in incidents:
            return "the other incident was merged by a correction before this one"
        label = correction.label()
        if correction.do == "split":
            self._links.parted.append((key, other))
        elif other[0] == key[0]:
            incidents[key] = _joined(incidents[key], incidents.pop(other))
        else:
            self._links.joined.append((key, other))
        for mark in (key, other):
            if mark in incidents:
                old = incidents[mark]
                incidents[mark] = replace(old, corrected_by=(*old.corrected_by, label))
        return None

    def link(self, findings: Sequence[Findings]) -> list[Findings]:
        """``same_as`` between documents as the analyst wants it; run after merging."""
        if not (self._links.joined or self._links.parted):
            return list(findings)
        same = {
            (found.document.id, incident.id): set(incident.same_as)
            for found in findings
            for incident in found.incidents
        }
        for one, other in self._links.joined:
            same.get(one, set()).add(other)
            same.get(other, set()).add(one)
        for one, other in self._links.parted:
            same.get(one, set()).discard(other)
            same.get(other, set()).discard(one)
        return [
            replace(
                found,
                incidents=tuple(
                    replace(i, same_as=tuple(sorted(same[found.document.id, i.id])))
                    for i in found.incidents
                ),
            )
            for found in findings
        ]


def read_corrections(path: str | Path) -> Corrections:
    """The corrections of a file. Raises UsageError listing every fault."""
    return Corrections(parse_corrections(Path(path)), str(path))


def _wanted(correction: Correction) -> Wanted:
    return Wanted(
        correction.quote or "", correction.document, correction.prefix, correction.suffix,
        correction.type, correction.place,
    )  # fmt: skip


def _changed(incident: Incident, correction: Correction, gazetteer: Gazetteer) -> Incident:
    match correction.do:
        case "accept":
            located = incident.where is not None and incident.where.extent is not None
            return replace(incident, on_map=True, why_not=None) if located else incident
        case "reject":
            why = Reason("rejected", (correction.label(),))
            return replace(incident, on_map=False, why_not=why)
        case "move":
            where = _moved(incident.where, correction, gazetteer)
            return replace(incident, where=where, on_map=True, why_not=None)
        case "retype":
            kind = str(correction.to)
            return replace(incident, type=kind, layer=LAYER_BY_TYPE[kind], subtype=None)
        case "redate":
            return replace(incident, when=_redated(str(correction.to)))
        case "rename":
            return replace(incident, headline=str(correction.to))
    return incident


def _moved(where: Where | None, correction: Correction, gazetteer: Gazetteer) -> Where:
    old = where or Where(None, None, None, "unlocated")
    if isinstance(correction.to, tuple):
        lon, lat = correction.to
        radius_m = correction.radius_m or _MOVED_RADIUS_M
        extent = Extent("point", lon, lat, radius_m, precision="site", formula=correction.label())
        return replace(
            old, extent=extent, geometry_kind="point", precision="site", radius_m=radius_m,
            other_sites=(), place_id=None, name=correction.name or old.name, disputed=None,
        )  # fmt: skip
    place = gazetteer.get(str(correction.to))
    assert place is not None, "check_places has refused unknown ids"
    extent = replace(extent_of_place(place, gazetteer), formula=correction.label())
    if correction.radius_m:
        extent = replace(extent, radius_m=correction.radius_m)
    return replace(
        old, extent=extent, geometry_kind=extent.kind, precision=extent.precision or "site",
        radius_m=extent.radius_m, other_sites=(), place_id=place.id, name=place.name,
        country=place.country, admin1=place.admin1, disputed=None,
    )  # fmt: skip


def _redated(told: str) -> When:
    bounds = edtf.bounds(told)
    assert bounds is not None, "the file was checked"
    start, end = told, told
    if "/" in told:
        start, _, end = told.partition("/")
    first = _iso(bounds.first) if start not in ("", "..") else None
    last = _iso(bounds.last) if end not in ("", "..") else None
    return When(told, first, last, _precision(told, start, end), "explicit")


def _iso(day: int | None) -> str | None:
    from datetime import date, timedelta

    return (date(1970, 1, 1) + timedelta(days=day)).isoformat() if day is not None else None


def _precision(told: str, start: str, end: str) -> WhenPrecision:
    if start in ("", "..") or end in ("", ".."):
        return "open_interval"
    if start != end or told[:1] in "[{":
        return "days"
    if "T" in told:
        return "minute"
    by_length: dict[int, WhenPrecision] = {4: "year", 7: "month", _DAY_CHARACTERS: "day"}
    return by_length.get(len(told), "days")


def _joined(one: Incident, other: Incident) -> Incident:
    """Two incidents of one document as one: all quotes, tolls and claims of both are kept."""
    known = {claim.id for claim in one.claims}
    quotes = {(q.start, q.end): q for q in (*other.quotes, *one.quotes)}
    first = one.quotes[0]
    rest = sorted(
        (q for q in quotes.values() if q.span != first.span), key=lambda q: (q.start, q.end)
    )
    return replace(
        one,
        quotes=(first, *rest),
        actors=(*one.actors, *(a for a in other.actors if a not in one.actors)),
        means=(*one.means, *(m for m in other.means if m not in one.means)),
        casualties=(*one.casualties, *(t for t in other.casualties if t not in one.casualties)),
        claims=(*one.claims, *(c for c in other.claims if c.id not in known)),
        where=one.where or other.where,
        on_map=one.on_map or other.on_map,
        why_not=None if one.on_map or other.on_map else one.why_not,
    )


def _split_one(
    correction: Correction, key: tuple[str, str], incidents: dict[tuple[str, str], Incident]
) -> str | None:
    """Cut one incident in two: the quotes from ``with.quote`` on become an incident of their own."""
    incident = incidents[key]
    ordered = sorted(incident.quotes, key=lambda q: q.start)
    at = next((n for n, q in enumerate(ordered) if q.exact == correction.with_quote and n), None)
    if at is None:
        return "with.quote is no later quote of this incident"
    label = correction.label()
    second = ordered[at:]
    start = second[0].start
    incidents[key] = replace(
        incident,
        quotes=tuple(ordered[:at]),
        casualties=tuple(t for t in incident.casualties if t.span.start < start),
        corrected_by=(*incident.corrected_by, label),
    )
    part = f"{incident.id}-2"
    incidents[key[0], part] = replace(
        incident,
        id=part,
        quotes=tuple(second),
        headline=second[0].exact,
        casualties=tuple(t for t in incident.casualties if t.span.start >= start),
        corrected_by=(*incident.corrected_by, label),
    )
    return None


def _rebuilt(
    findings: Sequence[Findings], incidents: dict[tuple[str, str], Incident]
) -> list[Findings]:
    out = []
    for found in findings:
        mine = [i for (document, _), i in incidents.items() if document == found.document.id]
        order = {incident.id: n for n, incident in enumerate(found.incidents)}
        mine.sort(key=lambda i: (order.get(i.id, order.get(i.id.removesuffix("-2"), 0)), i.id))
        out.append(replace(found, incidents=tuple(mine)))
    return out
