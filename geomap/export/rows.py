"""Features as flat rows for formats without nesting: short columns first, nested values as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from geomap.export.crosswalk import COLUMNS as CROSSWALK_COLUMNS
from geomap.export.crosswalk import crosswalk_of
from geomap.model.findings import Findings
from geomap.model.table import NESTED_PROPERTIES, Feature, UiLanguage, features

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Toll kinds that get a column of their own, each as low and high.
_TOLLS = ("killed", "injured", "missing", "displaced")
#: The ACLED convention for a toll told as a magnitude (said in the column ``toll_note``).
_MAGNITUDES = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000}


@dataclass(frozen=True, slots=True)
class Row:
    """A flat row: its geometry, the kind of it, and plain values by column."""

    geometry: BaseGeometry
    kind: str
    values: dict[str, Any]


def column_names() -> list[str]:
    """The columns of every flat export, in their order; the same whatever is found."""
    return list(_COLUMNS)


def flat_rows(findings: Iterable[Findings], ui_lang: UiLanguage = "fr") -> Iterator[Row]:
    """One row a mapped incident: what a table wants on top, then every property of the interface
    (nested ones as JSON text), then the codes of other taxonomies."""
    for feature in features(findings, ui_lang):
        yield Row(feature.geometry, feature.kind, flat_values(feature))


def flat_values(feature: Feature) -> dict[str, Any]:
    """The columns of one feature, always the same ones in the same order."""
    properties = feature.properties
    when, where = properties["when"], properties["where"]
    document = properties["document"]
    quotes = properties["quotes"]
    values: dict[str, Any] = {
        "id": properties["id"],
        "layer": properties["layer"],
        "type": properties["type"],
        "subtype": properties["subtype"],
        "headline": properties["headline"],
        "status": properties["status"],
        "polarity": properties["polarity"],
        "realis": properties["realis"],
        "recency": properties["recency"],
        "when_edtf": when["edtf"],
        "when_start": when["start"],
        "when_end": when["end"],
        "when_precision": when["precision"],
        "when_basis": when["basis"],
        "place": where["name"],
        "country": where["country"],
        "admin1": where["admin1"],
        "place_id": where["place_id"],
        "geometry_kind": where["geometry_kind"],
        "place_precision": where["precision"],
        "radius_m": where["radius_m"],
        "formula": where["formula"],
        "disputed": bool(where["disputed"]),
        "quote": quotes[0]["exact"] if quotes else None,
        "quote_start": quotes[0]["start"] if quotes else None,
        "quote_end": quotes[0]["end"] if quotes else None,
        "said_by": _speakers(properties["claims"]),
        **_toll_columns(properties["casualties"]),
        "actors_text": _names(properties["actors"]),
        "aggregate": properties["aggregate"],
        "confidence": properties["confidence"],
        "document_id": document["id"],
        "document_title": document["title"],
        "document_date": document["date"],
        "document_url": document["url"],
        "document_source": document["source"],
        "document_sha256": document["sha256"],
        **crosswalk_of(properties["type"]),
    }
    for name in NESTED_PROPERTIES:
        values[f"{name}_json"] = _json(properties.get(name))
    return values


_COLUMNS = (
    "id", "layer", "type", "subtype", "headline", "status", "polarity", "realis", "recency",
    "when_edtf", "when_start", "when_end", "when_precision", "when_basis", "place", "country",
    "admin1", "place_id", "geometry_kind", "place_precision", "radius_m", "formula", "disputed",
    "quote", "quote_start", "quote_end", "said_by",
    *(f"{kind}_{bound}" for kind in _TOLLS for bound in ("low", "high")),
    "fatalities_acled", "fatalities_note", "actors_text", "aggregate", "confidence", "document_id",
    "document_title", "document_date", "document_url", "document_source", "document_sha256",
    *CROSSWALK_COLUMNS.values(),
    *(f"{name}_json" for name in NESTED_PROPERTIES),
)  # fmt: skip


def _json(value: Any) -> str | None:
    """A nested value as JSON text: GDAL would write Python's own spelling of it."""
    return None if value in (None, [], {}) else msgspec.json.encode(value).decode("utf-8")


def _speakers(claims: Sequence[dict[str, Any]]) -> str | None:
    names = dict.fromkeys(c["source"] for c in claims if c["id"] != "c0")
    return "; ".join(names) or None


def _names(actors: Sequence[dict[str, Any]]) -> str | None:
    return "; ".join(dict.fromkeys(f"{a['role']}: {a['name']}" for a in actors)) or None


def _toll_columns(tolls: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Envelope of each kind over all sources, and the one number that ACLED would write.

    None where nothing is said; 0 only where the text says zero. Subsets, superseded and feared
    counts are left to ``casualties_json``.
    """
    columns: dict[str, Any] = {}
    for kind in _TOLLS:
        told = [
            t for t in tolls
            if t["kind"] == kind and not t["superseded"] and not t["subset_of"]
            and t["realis"] in ("actual", "ongoing")
        ]  # fmt: skip
        lows = [t["low"] for t in told]
        highs = [t["high"] for t in told]
        columns[f"{kind}_low"] = min(lows) if lows and None not in lows else None
        columns[f"{kind}_high"] = max(highs) if highs and None not in highs else None
    dead = [t for t in tolls if t["kind"] == "killed" and not t["superseded"]]
    columns["fatalities_acled"], columns["fatalities_note"] = _acled_fatalities(dead)
    return columns


def _acled_fatalities(tolls: Sequence[dict[str, Any]]) -> tuple[int | None, str | None]:
    """The lowest told count, magnitudes as 10, 12, 100; marked when it is such a convention."""
    numbers: list[tuple[int, str | None]] = []
    for toll in tolls:
        if toll["qualifier"] in _MAGNITUDES:
            numbers.append((_MAGNITUDES[toll["qualifier"]], f"convention for {toll['qualifier']}"))
        else:
            known = [n for n in (toll["best"], toll["low"], toll["high"]) if n is not None]
            if known:
                numbers.append((known[0], None))
    return min(numbers, key=lambda n: n[0]) if numbers else (None, None)
