"""Findings of one or many documents to the columns of a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from geomap.config import MapOptions
from geomap.language.load import LANGUAGES
from geomap.model.extent import PIN_PRECISIONS, Extent
from geomap.model.findings import Findings
from geomap.model.incident import INCIDENT_TYPES, MOST_TELLINGS_NAMED, Incident
from geomap.model.place import Place
from geomap.render import vocabulary as v
from geomap.render.blur import blur_extent, blur_position
from geomap.render.columns import MapColumns
from geomap.render.details import incident_to_record
from geomap.render.sources import Sources, document_fields
from geomap.render.times import when_to_interval

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_HURT = frozenset(
    {"injured", "injured_critical", "injured_severe", "injured_moderate", "injured_light",
     "hospitalised"}
)  # fmt: skip
MOST_COUNTED = 2**32 - 3
#: Never drawn, whatever place they name: they did not happen, or nobody says they did.
_NOT_DRAWN_REALIS = frozenset({"possible", "hypothetical"})


@dataclass(slots=True)
class _Coder:
    """Numbers for values in the order they come."""

    values: list[Any] = field(default_factory=list)
    number_by_value: dict[Any, int] = field(default_factory=dict)

    def __call__(self, value: Any) -> int:
        number = self.number_by_value.get(value)
        if number is None:
            number = self.number_by_value[value] = len(self.values)
            self.values.append(value)
        return number


class Records(Protocol):
    """Where the records of popups are kept until they are written: a list, or a file."""

    def append(self, record: dict[str, Any], /) -> None: ...

    def __getitem__(self, number: int, /) -> dict[str, Any]: ...


def findings_to_columns(
    findings: Iterable[Findings],
    options: MapOptions,
    gazetteer: Gazetteer | None = None,
    records: Records | None = None,
) -> MapColumns:
    """Columns of all incidents; those merged with ``same_as`` become one row with all its quotes.

    Findings are taken one at a time and let go, so with ``records`` on disk an archive of a million
    incidents needs no more than its columns. With a gazetteer, a place that carries its record's own
    name gets it in every interface language.
    """
    places, actors, names, shapes = _Coder(), _Coder(), _Coder(), _Coder()
    places(""), actors(())
    records = [] if records is None else records
    groups = _Groups()
    named = _Named(options.blur_km, gazetteer)
    rows: dict[str, list[Any]] = {name: [] for name in _ROW}
    ids: list[str] = []
    geometries: list[shapely.Geometry] = []
    documents: list[dict[str, Any]] = []
    for document, each in enumerate(findings):
        documents.append(document_fields(each))
        named.add(each)
        mentions = {m.id: m for m in each.mentions}
        for number, incident in enumerate(each.incidents):
            record = incident_to_record(
                each, incident, document, mentions, options.quotes, blurred=bool(options.blur_km)
            )
            shown = _shown_names(incident, gazetteer)
            if shown:
                record["l"]["nn"] = dict(shown)
            records.append(record)
            if not groups.add(document, each.document.id, incident):
                continue
            row = _row(incident, options.blur_km)
            for name, value in row.items():
                if name in rows:
                    rows[name].append(value)
            geometry = row["geometry"]
            key = None if geometry is None else shapely.to_wkb(geometry)
            if key is not None and key not in shapes.number_by_value:
                geometries.append(geometry)
            rows["shape"].append(-1 if key is None else shapes(key))
            rows["place"].append(places(shown or record.get("l", {}).get("n") or ""))
            rows["actors"].append(
                actors(tuple(sorted({names(a.name) for a in incident.actors if a.name})))
            )
            rows["order"].append(number)
            ids.append(incident.id)
    sources, listed = _Coder(), Sources(documents)
    sources(())
    rows["sources"] = [
        sources(listed.of(document for document, _ in group)) for group in groups.members
    ]
    floats = {"lon", "lat", "radius_m"}
    arrays: dict[str, Any] = {
        name: np.array(values, dtype=np.float64 if name in floats else np.int64)
        for name, values in rows.items()
    }
    return MapColumns(
        **arrays,
        details=lambda wanted: [
            listed.told(_told_together(groups.members[i], records)) for i in wanted
        ],
        shapes=geometries,
        places=[dict(p) if isinstance(p, tuple) else p for p in places.values],
        source_sets=sources.values,
        actor_sets=actors.values,
        actor_names=names.values,
        documents=listed.listed,
        document_count=len(documents),
        ids=ids,
        extra={"named": named.rows()},
    )


_ROW = (
    "lon", "lat", "kind", "type", "status", "realis", "precision", "grade", "flags", "start",
    "end", "time", "radius_m", "killed", "hurt", "shape", "place", "sources", "actors", "order",
)  # fmt: skip


class _Groups:
    """Incidents grouped by ``same_as``: (document, record) of every member, in the order told."""

    def __init__(self) -> None:
        self.members: list[list[tuple[int, int]]] = []
        self._number_by_key: dict[tuple[str, str], int] = {}
        self._records = 0

    def add(self, document: int, document_id: str, incident: Incident) -> bool:
        """Take the next incident; True when it begins a group of its own."""
        told = self._number_by_key
        known = ((document_id, incident.id), *incident.same_as)
        number = next((told[same] for same in known if same in told), None)
        begins = number is None
        if number is None:
            number = len(self.members)
            self.members.append([])
        self.members[number].append((document, self._records))
        self._records += 1
        told[document_id, incident.id] = number
        if len(incident.same_as) >= MOST_TELLINGS_NAMED:
            for same in incident.same_as:  # not all are named: the first telling joins them
                told.setdefault(same, number)
        return begins


def _told_together(members: Sequence[tuple[int, int]], records: Records) -> dict[str, Any]:
    """The record of a group: its first member's, with the quotes, claims and tolls of the rest."""
    record = dict(records[members[0][1]])
    if len(members) == 1:
        return record
    # Copies are added to, not what the records hold.
    quotes, claims, tolls = (list(record.get(key, ())) for key in "qsk")
    for document, number in members[1:]:
        found = records[number]
        quotes += found.get("q", [])
        # Claims of another document: their ids are its own, so they get its number.
        rename = {claim[0]: f"{claim[0]}@{document}" for claim in found.get("s", [])}
        claims += [[rename[s[0]], *s[1:]] for s in found.get("s", [])]
        tolls += [[*k[:7], rename.get(k[7], k[7]), *k[8:]] for k in found.get("k", [])]
    record |= {"q": quotes, "s": claims, "k": tolls}
    # Other texts that tell it: ``same_as`` of a large group does not name them all.
    record["o"] = len({document for document, _ in members}) - 1
    return record


def _shown_names(
    incident: Incident, gazetteer: Gazetteer | None
) -> tuple[tuple[str, str], ...] | None:
    """The place's name by interface language, when it differs from one to the other."""
    where = incident.where
    if gazetteer is None or where is None or where.place_id is None:
        return None
    place = gazetteer.get(where.place_id)
    if place is None:
        return None
    names = _names_by_language(place, gazetteer)
    # An incident at a part of a place has a name of its own.
    return names if names and where.name in (place.name, *dict(names).values()) else None


def _names_by_language(
    place: Place, gazetteer: Gazetteer | None
) -> tuple[tuple[str, str], ...] | None:
    """A place's name in each interface language; None when all are its own."""
    if gazetteer is None:
        return None
    names = tuple(
        (lang, gazetteer.display_name(place.id, lang) or place.name) for lang in LANGUAGES
    )
    return names if any(name != place.name for _, name in names) else None


def _row(incident: Incident, blur_km: float | None) -> dict[str, Any]:
    where = incident.where
    kind, geometry = _drawn(incident)
    extent = where.extent if where is not None else None
    lon, lat = (extent.lon, extent.lat) if extent is not None and kind else (np.nan, np.nan)
    radius = where.radius_m if where and where.radius_m is not None else None
    if radius is None and extent is not None:
        radius = extent.radius_m
    flags = _flags(incident)
    if blur_km and kind:
        kind, lon, lat, radius, geometry = blur_extent(kind, lon, lat, radius, geometry, blur_km)
        flags |= v.BLURRED
    time, start, end = when_to_interval(incident.when)
    return {
        "lon": lon, "lat": lat, "kind": kind, "geometry": geometry,
        "type": INCIDENT_TYPES.index(incident.type), "status": v.STATUSES.index(incident.status),
        "realis": v.REALIS.index(incident.realis),
        "precision": v.PRECISIONS.index(where.precision if where else "unlocated"),
        "grade": _grade(incident.confidence), "flags": flags, "time": time, "start": start,
        "end": end, "radius_m": np.nan if radius is None else radius,
        "killed": _count(incident, frozenset({"killed"})), "hurt": _count(incident, _HURT),
    }  # fmt: skip


def _drawn(incident: Incident) -> tuple[int, shapely.Geometry | None]:
    """How an incident is drawn, and its shape if it needs one. Coarse places are never pins."""
    where = incident.where
    if (
        not incident.on_map
        or where is None
        or where.extent is None
        or where.precision == "unlocated"
        or incident.polarity == "negated"
        or incident.status == "cancelled"
        or incident.realis in _NOT_DRAWN_REALIS
    ):
        return v.DRAWER, None
    extent = where.extent
    kind = _kind(extent, where.precision)
    pieces = [extent.geometry] if kind in (v.LINE, v.AREA) else []
    for _, other in where.other_sites:
        pieces.append(
            other.geometry if other.geometry is not None else shapely.Point(other.lon, other.lat)
        )
    if not pieces:
        return kind, None
    return kind, pieces[0] if len(pieces) == 1 else shapely.GeometryCollection(pieces)


def _kind(extent: Extent, precision: str) -> int:
    if extent.geometry is not None and not extent.geometry.is_empty:
        if extent.kind == "line":
            return v.LINE
        if extent.kind == "area":
            return v.AREA
    if precision == "offset_no_bearing":
        return v.RING
    if extent.kind == "point" and (precision in PIN_PRECISIONS or precision == "inferred"):
        return v.POINT
    return v.DISC


def _flags(incident: Incident) -> int:
    where = incident.where
    flags = v.NEGATED if incident.polarity == "negated" else 0
    flags |= v.BACKGROUND if incident.recency == "background" else 0
    flags |= v.SERIES if incident.aggregate or incident.realis == "iterative" else 0
    if where is not None:
        flags |= v.DISPUTED if where.disputed else 0
        flags |= v.INFERRED if where.precision == "inferred" else 0
    return flags


def _grade(confidence: str) -> int:
    digit = confidence[-1:]
    return int(digit) if digit in v.GRADES and digit else 6


def _count(incident: Incident, kinds: frozenset[str]) -> int:
    """The highest count told of these kinds; -1 when none is told. A column of the page holds 32
    bits: of more people than there are, the badge says as many as it can."""
    counts = [
        next(n for n in (toll.best, toll.low, toll.high, 0) if n is not None)
        for toll in incident.casualties
        if toll.kind in kinds and not toll.superseded and toll.realis == "actual"
    ]
    return min(max(counts, default=-1), MOST_COUNTED)


class _Named:
    """Places named but not struck, gathered over documents."""

    def __init__(self, blur_km: float | None, gazetteer: Gazetteer | None) -> None:
        self._blur_km = blur_km
        self._gazetteer = gazetteer
        self._sites: set[str] = set()
        self._found: dict[str, tuple[Place, int, list[str]]] = {}

    def add(self, findings: Findings) -> None:
        for mention in findings.mentions:
            if mention.place is None:
                continue
            if mention.role == "site":
                self._sites.add(mention.place.id)
                continue
            first, times, roles = self._found.get(mention.place.id, (mention.place, 0, []))
            if mention.role not in roles:
                roles = [*roles, mention.role]
            self._found[mention.place.id] = (first, times + 1, roles)

    def rows(self) -> list[list[Any]]:
        """``[lon, lat, name, times named, roles]``, by name; the name by language where it differs."""
        rows = []
        by_name = sorted(self._found.items(), key=lambda item: (item[1][0].name, item[0]))
        for place_id, (place, times, roles) in by_name:
            if place_id in self._sites or place.feature_class == "O":
                continue
            lon, lat = place.lon, place.lat
            if self._blur_km:
                lon, lat = blur_position(lon, lat, self._blur_km)
            names = _names_by_language(place, self._gazetteer)
            shown = dict(names) if names else place.name
            rows.append([round(lon, 4), round(lat, 4), shown, times, sorted(roles)])
        return rows
