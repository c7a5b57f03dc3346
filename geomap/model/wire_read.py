"""The JSON form -> values. See ``geomap.model.wire``.

Only the fields of the interface are needed; ours are used when they are there, and what is unknown
is passed over.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from shapely import GEOSException, from_geojson
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geomap.errors import BadRecord
from geomap.model import extent as extent_module
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.place import Mention, Place
from geomap.model.shape import kind_of
from geomap.model.text import Document
from geomap.model.when import DateAnchor

#: Warning of a document whose findings came without its text: only its quotes are known.
TEXT_LEFT_OUT = "the text was left out: only what is quoted is known"

#: Shapes remembered over documents: a few hundred regions are told of again and again.
_SHAPES_KEPT = 256

Json = dict[str, Any]
T = TypeVar("T")

# ``Extent`` names the type of its geometry without importing it; conversion must find the name.
vars(extent_module).setdefault("BaseGeometry", BaseGeometry)

#: ours -> name in the JSON form, where they differ.
_PLACE_FIELDS = frozenset(field.name for field in fields(Place))
_INCIDENT_FIELDS = frozenset(field.name for field in fields(Incident))


def findings_of(raw: Json, source: str | None) -> Findings:
    """Findings of a decoded object. Raises BadRecord naming the field."""
    try:
        reader = _Reader(raw)
        return reader.findings()
    except msgspec.ValidationError as error:
        raise BadRecord(str(error), source=source, place=_document_id(raw)) from error
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        kind = "lacks" if isinstance(error, KeyError) else "has a wrong value:"
        raise BadRecord(f"{kind} {error}", source=source, place=_document_id(raw)) from error


def _document_id(raw: Json) -> str | None:
    document = raw.get("document")
    name = document.get("id") if isinstance(document, dict) else None
    return str(name) if name else None


@lru_cache(maxsize=_SHAPES_KEPT)
def _shape(geojson: bytes) -> BaseGeometry:
    """A geometry as it is written. Geometries are never changed, so that one may serve many."""
    try:
        return from_geojson(geojson)
    except GEOSException as error:
        raise ValueError(f"a shape: {error}") from error


class _Reader:
    def __init__(self, raw: Json) -> None:
        self._raw = raw
        self._records = [_convert(r, Place) for r in raw.get("records") or ()]
        self._shapes = [
            _shape(s) if isinstance(s, bytes) else shape(s) for s in raw.get("shapes") or ()
        ]
        #: (start, exact) of every quote read, checked against the text at the end.
        self._told: list[tuple[int, str]] = []

    def findings(self) -> Findings:
        raw = self._raw
        mentions = tuple(self._mention(m) for m in raw.get("mentions") or ())
        incidents = tuple(self._incident(i) for i in raw.get("incidents") or ())
        document = self._document(raw["document"])
        anchor = raw.get("anchor") or {
            "date": document.date,
            "precision": document.date_precision,
            "basis": document.date_basis,
        }
        return Findings(
            document=document,
            anchor=_convert(anchor, DateAnchor),
            mentions=mentions,
            incidents=incidents,
            warnings=tuple(str(w) for w in raw.get("warnings") or ()),
            gazetteer_version=raw.get("gazetteer_version"),
            geomap_version=raw.get("geomap_version"),
        )

    def _document(self, raw: Json) -> Document:
        entries = [
            {"span": _span(e), "date": e.get("date"), "title": e.get("title")}
            for e in raw.get("entries") or ()
        ]
        text = raw.get("text")
        warnings = raw.get("warnings") or []
        if text is None:
            text = _text_of_quotes(self._told)
            warnings = list(dict.fromkeys([*warnings, TEXT_LEFT_OUT]))
        else:
            _check_quotes(text, self._told)
        named = {k: v for k, v in raw.items() if k in _DOCUMENT_FIELDS}
        return _convert({**named, "text": text, "entries": entries, "warnings": warnings}, Document)

    def _mention(self, raw: Json) -> Mention:
        self._told.append((raw["start"], raw["text"]))
        candidates = [self._candidate(c) for c in raw.get("candidates") or ()]
        place = self._place(raw.get("place"))
        reason = raw.get("role_reason_code") or _told_reason(raw.get("role_reason"))
        extent = self._extent(raw.get("extent"))
        return _convert(
            {
                **{k: v for k, v in raw.items() if k in _MENTION_PLAIN},
                "span": _span(raw),
                "place": place,
                "candidates": candidates,
                "role_reason": reason,
                "expression": self._expression(raw.get("expression"), raw),
                "extent": extent,
            },
            Mention,
        )

    def _place(self, raw: Json | None) -> Place | None:
        if raw is None:
            return None
        record = raw.get("record")
        if record is not None:
            found: Place = self._records[record]
            return found
        return _convert({k: v for k, v in raw.items() if k in _PLACE_FIELDS}, Place)

    def _candidate(self, raw: Json) -> Json:
        place = self._place(raw) if "record" in raw else _poor_place(raw)
        codes = raw.get("reason_codes")
        if codes is None:
            codes = [_told_reason(words) for words in raw.get("reasons") or ()]
        return {
            "place": place,
            "probability": raw["probability"],
            "reasons": codes,
            "matched": raw.get("matched", ""),
            "tier": raw.get("tier", "exact"),
        }

    def _expression(self, raw: Json | None, mention: Json) -> Json | None:
        if raw is None:
            return None
        extent = self._extent(raw.get("extent"))
        if "extent" not in raw and raw.get("geometry"):
            extent = _extent_of(shape(raw["geometry"]), {"formula": raw.get("formula")})
        span = _span(raw) if "start" in raw else _span(mention)
        return {
            **{k: raw.get(k) for k in ("relation", "anchors", "distance_m", "bearing_deg")},
            "span": span,
            "extent": extent,
            "why_not": raw.get("why_not_code") or _told_reason(raw.get("why_not")),
        }

    def _extent(self, raw: Json | None) -> Extent | None:
        if raw is None:
            return None
        number = raw.get("shape")
        geometry = self._shapes[number] if number is not None else None
        return _convert({**raw, "geometry": geometry}, Extent)

    def _incident(self, raw: Json) -> Incident:
        plain = {k: v for k, v in raw.items() if k in _INCIDENT_FIELDS}
        quotes = raw["quotes"]
        self._told += [(q["start"], q["exact"]) for q in quotes]
        return _convert(
            {
                **plain,
                "when": self._when(raw["when"]),
                "where": self._where(raw.get("where") or raw.get("where_told")),
                "actors": [self._spanned(a) for a in raw.get("actors") or ()],
                **{name: self._items(raw.get(name)) for name in _ITEM_LISTS},
                "casualties": [self._toll(t) for t in raw.get("casualties") or ()],
                "claims": [self._claim(c) for c in raw.get("claims") or ()],
                "same_as": [(s["document"], s["incident"]) for s in raw.get("same_as") or ()],
                "why_not": raw.get("why_not_code") or _told_reason(raw.get("why_not")),
            },
            Incident,
        )

    def _quote(self, raw: Json | None) -> Json | None:
        if raw is None:
            return None
        self._told.append((raw["start"], raw["exact"]))
        return _span(raw)

    def _spanned(self, raw: Json) -> Json:
        return {**raw, "span": self._quote(raw.get("quote"))}

    def _items(self, raw: list[Json] | None) -> list[Json]:
        return [{**self._spanned(item), "cls": item["class"]} for item in raw or ()]

    def _toll(self, raw: Json) -> Json:
        return {
            **self._spanned(raw),
            "repeats": [self._quote(q) for q in raw.get("repeats") or ()],
        }

    def _claim(self, raw: Json) -> Json:
        return {
            **raw,
            "attribution": self._quote(raw.get("attribution")),
            "quotes": [self._quote(q) for q in raw.get("quotes") or ()],
        }

    def _when(self, raw: Json) -> Json:
        return self._spanned(raw)

    def _where(self, raw: Json | None) -> Json | None:
        if raw is None:
            return None
        extent = self._extent(raw.get("extent"))
        if "extent" not in raw and raw.get("geometry"):
            extent = _extent_of(shape(raw["geometry"]), raw)
        return {
            **raw,
            "extent": extent,
            "other_sites": [
                (site["mention"], self._extent(site["extent"]))
                for site in raw.get("other_sites") or ()
            ],
            "span": self._quote(raw.get("quote")),
        }


_ITEM_LISTS = ("means", "targets", "consequences", "interceptions", "measures")
_MENTION_PLAIN = frozenset(
    {"id", "text", "kind", "sentence", "head", "probability", "role", "antecedent", "countries"}
)
_DOCUMENT_FIELDS = frozenset(f.name for f in fields(Document)) - {"text", "entries"}


def _convert(raw: Any, kind: type[T]) -> T:
    return msgspec.convert(raw, kind, dec_hook=_keep)


def _keep(kind: type[Any], value: Any) -> Any:
    if isinstance(value, kind):
        return value
    raise msgspec.ValidationError(f"Expected `{kind.__name__}`, got `{type(value).__name__}`")


def _span(raw: Json) -> Json:
    return {"start": raw["start"], "end": raw["end"]}


def _told_reason(words: str | None) -> Json | None:
    """A reason of another program: its words are its code, printed as they are."""
    return {"code": words} if words else None


def _poor_place(raw: Json) -> Place:
    """A candidate of another program: identifier, name and position, and nothing made up."""
    return Place(
        id=raw["id"], name=raw["name"], feature_class="", feature_code="",
        lon=raw["lon"], lat=raw["lat"], radius_m=0.0,
    )  # fmt: skip


def _extent_of(geometry: BaseGeometry, raw: Json) -> Extent:
    inside = geometry.representative_point()
    kind = raw.get("geometry_kind") or kind_of(geometry)
    return _convert(
        {
            "kind": "area" if kind == "mixed" else kind,
            "lon": inside.x,
            "lat": inside.y,
            "radius_m": raw.get("radius_m"),
            "geometry": None if geometry.geom_type == "Point" else geometry,
            "precision": raw.get("precision"),
            "formula": raw.get("formula"),
        },
        Extent,
    )


def _check_quotes(text: str, told: list[tuple[int, str]]) -> None:
    for start, exact in told:
        if text[start : start + len(exact)] != exact:
            raise ValueError(f"the text does not say {exact[:60]!r} at character {start}")


def _text_of_quotes(told: list[tuple[int, str]]) -> str:
    """A text that says every quote in its place, blank between, for findings without their text."""
    letters = [" "] * max((start + len(exact) for start, exact in told), default=0)
    for start, exact in told:
        letters[start : start + len(exact)] = exact
    return "".join(letters)
