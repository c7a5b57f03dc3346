"""Values -> the JSON form. See ``geomap.model.wire``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.language.load import words_of_reason
from geomap.model.extent import Extent
from geomap.model.findings import SCHEMA, Findings
from geomap.model.incident import Actor, Claim, Incident, Item, Toll, Where
from geomap.model.place import Candidate, Expression, Mention, Place, Reason
from geomap.model.shape import drawn_geometry
from geomap.model.text import Document, Span
from geomap.model.when import When

Json = dict[str, Any]

#: Fields of a place that the interface promises; the record has the rest.
_PLACE_FIELDS = (
    "id", "name", "feature_class", "feature_code", "country", "admin1", "population",
    "lon", "lat", "radius_m", "geometry_kind", "source",
)  # fmt: skip
_WHEN_EXTRAS = ("duration", "ongoing", "future", "remote", "relative_to_event")


class Writer:
    """Writes one document's findings; holds what is written once and numbered."""

    def __init__(self, findings: Findings, ui_lang: str, *, with_text: bool = True) -> None:
        self._findings = findings
        self._text = findings.document.text
        self._lang = ui_lang
        self._with_text = with_text
        self._records: dict[Place, int] = {}
        self._shapes: dict[bytes, int] = {}
        self._shape_list: list[msgspec.Raw] = []

    def findings(self) -> Json:
        found = self._findings
        mentions = [self.mention(m) for m in found.mentions]
        incidents = [self.incident(i) for i in found.incidents]
        anchor = found.anchor
        return {
            "schema": SCHEMA,
            "document": self.document(found.document),
            "anchor": {"date": anchor.date, "precision": anchor.precision, "basis": anchor.basis},
            "mentions": mentions,
            "incidents": incidents,
            "warnings": list(found.warnings),
            "records": [_without_defaults(place) for place in self._records],
            "shapes": self._shape_list,
            "geomap_version": found.geomap_version,
            "gazetteer_version": found.gazetteer_version,
        }

    def document(self, document: Document) -> Json:
        out = document_fields(document)
        if self._with_text:
            out["text"] = document.text
        out["body"] = document.body
        if document.entries:
            out["entries"] = [
                {"start": e.span.start, "end": e.span.end, "date": e.date, "title": e.title}
                for e in document.entries
            ]
        out["warnings"] = list(document.warnings)
        return out

    def mention(self, mention: Mention) -> Json:
        reason = mention.role_reason
        return {
            "id": mention.id,
            "start": mention.span.start,
            "end": mention.span.end,
            "text": mention.text,
            "role": mention.role,
            "role_reason": self._words(reason),
            "place": self._place(mention.place),
            "expression": self._expression(mention.expression),
            "probability": mention.probability,
            "candidates": [self._candidate(c) for c in mention.candidates],
            "kind": mention.kind,
            "sentence": mention.sentence,
            "head": mention.head,
            "antecedent": mention.antecedent,
            "countries": list(mention.countries),
            "role_reason_code": _reason(reason),
            "extent": self._extent(mention.extent),
        }

    def incident(self, incident: Incident) -> Json:
        where = self._where(incident.where)
        located = incident.where is not None and incident.where.extent is not None
        out: Json = {
            "id": incident.id,
            "layer": incident.layer,
            "type": incident.type,
            "headline": incident.headline,
            "status": incident.status,
            "polarity": incident.polarity,
            "realis": incident.realis,
            "recency": incident.recency,
            "when": self._when(incident.when),
            "where": where if located else None,
            "actors": [self._actor(a) for a in incident.actors],
            "means": self._items(incident.means),
            "casualties": [self._toll(t) for t in incident.casualties],
            "claims": [self._claim(c) for c in incident.claims],
            "quotes": [
                {"exact": q.exact, "prefix": q.prefix, "suffix": q.suffix, "start": q.start,
                 "end": q.end}
                for q in incident.quotes
            ],
            "same_as": [{"document": d, "incident": i} for d, i in incident.same_as],
            "on_map": incident.on_map,
        }  # fmt: skip
        if incident.why_not is not None:
            out["why_not"] = self._words(incident.why_not)
            out["why_not_code"] = _reason(incident.why_not)
        if where is not None and not located:
            out["where_told"] = where
        out["subtype"] = incident.subtype
        for name in ("targets", "consequences", "interceptions", "measures"):
            out[name] = self._items(getattr(incident, name))
        for name in ("part_of", "about", "aggregate", "confidence", "grade"):
            out[name] = getattr(incident, name)
        for name in ("members", "provenance", "merge_trace", "corrected_by"):
            out[name] = list(getattr(incident, name))
        return out

    def _words(self, reason: Reason | None) -> str | None:
        return words_of_reason(reason, self._lang) if reason else None

    def _quote(self, span: Span | None) -> Json | None:
        if span is None:
            return None
        return {"exact": span.of(self._text), "start": span.start, "end": span.end}

    def _record(self, place: Place) -> int:
        return self._records.setdefault(place, len(self._records))

    def _place(self, place: Place | None) -> Json | None:
        if place is None:
            return None
        out: Json = {name: getattr(place, name) for name in _PLACE_FIELDS}
        out["record"] = self._record(place)
        return out

    def _candidate(self, candidate: Candidate) -> Json:
        place = candidate.place
        return {
            "id": place.id,
            "name": place.name,
            "lon": place.lon,
            "lat": place.lat,
            "probability": candidate.probability,
            "reasons": [self._words(r) for r in candidate.reasons],
            "matched": candidate.matched,
            "tier": candidate.tier,
            "record": self._record(place),
            "reason_codes": [_reason(r) for r in candidate.reasons],
        }

    def _expression(self, expression: Expression | None) -> Json | None:
        if expression is None:
            return None
        extent = expression.extent
        return {
            "relation": expression.relation,
            "anchors": list(expression.anchors),
            "distance_m": expression.distance_m,
            "bearing_deg": expression.bearing_deg,
            "geometry": geojson(drawn_geometry(extent)) if extent else None,
            "formula": extent.formula if extent else None,
            "start": expression.span.start,
            "end": expression.span.end,
            "extent": self._extent(extent),
            "why_not": self._words(expression.why_not),
            "why_not_code": _reason(expression.why_not),
        }

    def _extent(self, extent: Extent | None) -> Json | None:
        if extent is None:
            return None
        return {
            "kind": extent.kind,
            "lon": extent.lon,
            "lat": extent.lat,
            "radius_m": extent.radius_m,
            "precision": extent.precision,
            "formula": extent.formula,
            "shape": self._shape(extent.geometry),
        }

    def _shape(self, geometry: BaseGeometry | None) -> int | None:
        if geometry is None:
            return None
        key = shapely.to_wkb(geometry)
        number = self._shapes.get(key)
        if number is None:
            number = self._shapes[key] = len(self._shape_list)
            self._shape_list.append(geojson(geometry))
        return number

    def _where(self, where: Where | None) -> Json | None:
        if where is None:
            return None
        out = where_fields(where)
        extent = where.extent
        out["geometry"] = geojson(drawn_geometry(extent)) if extent else None
        out["quote"] = self._quote(where.span)
        out["extent"] = self._extent(extent)
        out["other_sites"] = [
            {"mention": mention, "geometry": geojson(drawn_geometry(site)),
             "extent": self._extent(site)}
            for mention, site in where.other_sites
        ]  # fmt: skip
        return out

    def _when(self, when: When) -> Json:
        out: Json = {
            "start": when.start,
            "end": when.end,
            "edtf": when.edtf,
            "precision": when.precision,
            "basis": when.basis,
            "quote": self._quote(when.span),
            "part": when.part,
        }
        for name in _WHEN_EXTRAS:
            out[name] = getattr(when, name)
        return out

    def _actor(self, actor: Actor) -> Json:
        return {
            "role": actor.role,
            "name": actor.name,
            "type": actor.type,
            "country": actor.country,
            "quote": self._quote(actor.span),
            "claim": actor.claim,
        }

    def _items(self, items: Iterable[Item]) -> list[Json]:
        return [
            {"class": i.cls, "value": i.value, "unit": i.unit, "of": i.of,
             "quote": self._quote(i.span), "claim": i.claim}
            for i in items
        ]  # fmt: skip

    def _toll(self, toll: Toll) -> Json:
        return {
            "kind": toll.kind,
            "group": toll.group,
            "low": toll.low,
            "best": toll.best,
            "high": toll.high,
            "qualifier": toll.qualifier,
            "quote": self._quote(toll.span),
            "claim": toll.claim,
            "subset_of": toll.subset_of,
            "superseded": toll.superseded,
            "realis": toll.realis,
            "repeats": [self._quote(s) for s in toll.repeats],
        }

    def _claim(self, claim: Claim) -> Json:
        return {
            "id": claim.id,
            "source": claim.source,
            "source_role": claim.source_role,
            "side": claim.side,
            "channel": claim.channel,
            "stance": claim.stance,
            "hedge": claim.hedge,
            "attribution": self._quote(claim.attribution),
            "quotes": [self._quote(s) for s in claim.quotes],
        }


def document_fields(document: Document) -> Json:
    """What identifies a document, without its text."""
    names = (
        "id", "source", "title", "lang", "date", "date_precision", "sha256", "date_basis", "url",
        "outlet",
    )  # fmt: skip
    return {name: getattr(document, name) for name in names}


def where_fields(where: Where) -> Json:
    """A site in words and numbers, without its geometry."""
    extent = where.extent
    return {
        "mention": where.mention,
        "geometry": None,
        "geometry_kind": where.geometry_kind,
        "precision": where.precision,
        "radius_m": where.radius_m,
        "disputed": where.disputed,
        "name": where.name,
        "country": where.country,
        "admin1": where.admin1,
        "place_id": where.place_id,
        "lon": extent.lon if extent else None,
        "lat": extent.lat if extent else None,
        "facility": where.facility,
        "relation": where.relation,
        "formula": extent.formula if extent else None,
        "mentions": list(where.mentions),
        "containers": list(where.containers),
    }


def geojson(geometry: BaseGeometry) -> msgspec.Raw:
    """A geometry as GeoJSON with every decimal it has, ready to stand in the output."""
    return msgspec.Raw(shapely.to_geojson(geometry).encode())


def _reason(reason: Reason | None) -> Json | None:
    if reason is None:
        return None
    return {"code": reason.code, "args": list(reason.args), "weight": reason.weight}


def _without_defaults(place: Place) -> Json:
    out: Json = {}
    for field in fields(Place):
        value = getattr(place, field.name)
        if value != field.default:
            out[field.name] = value
    return out
