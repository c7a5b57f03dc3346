"""Findings as a table: one row a mapped incident, with the property names of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.shape import drawn_geometry, gather, kind_of
from geomap.model.wire_write import Writer, document_fields

if TYPE_CHECKING:
    import geopandas
    from shapely.geometry.base import BaseGeometry

UiLanguage = Literal["fr", "en"]

#: Names that hold nested values; a table format without nesting stores them as JSON text.
NESTED_PROPERTIES: tuple[str, ...] = (
    "when", "where", "actors", "means", "casualties", "claims", "quotes", "same_as", "targets",
    "consequences", "interceptions", "measures", "members", "provenance", "merge_trace",
    "corrected_by", "document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """A mapped incident ready for a GIS: geometry in WGS 84 (lon, lat) and its properties."""

    geometry: BaseGeometry
    #: ``point``, ``line``, ``area``, or ``mixed`` for sites of several kinds.
    kind: str
    properties: dict[str, Any]
    findings: Findings
    incident: Incident


def incident_properties(
    findings: Findings, incident: Incident, ui_lang: UiLanguage = "fr"
) -> dict[str, Any]:
    """The fields of ``incident`` as in the findings, and the document it comes from.

    The geometry is left to the feature: ``where`` has none here, and keeps kind, precision, radius,
    position and formula, and of further sites the ids of their mentions. Of the source only the file's
    name is told: what is published need not say where it lay. All values are plain (dict, list, str, int, float, bool, None).
    """
    raw = Writer(findings, ui_lang).incident(incident)
    for name in ("where", "where_told"):
        where = raw.get(name)
        if where is not None:
            del where["geometry"], where["extent"]
            for name_ in ("lon", "lat"):
                where[name_] = _seven_decimals(where[name_])
            where["other_sites"] = [site["mention"] for site in where["other_sites"]]
    raw.pop("why_not_code", None)
    raw["document"] = document_fields(findings.document)
    raw["document"]["source"] = _file_name(findings.document.source)
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(raw))
    return plain


def _file_name(source: str | None) -> str | None:
    return source.replace("\\", "/").rpartition("/")[2] if source else None


def _seven_decimals(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 7) + 0.0


def incident_geometry(incident: Incident) -> BaseGeometry | None:
    """What is drawn of ``incident``, all its sites; None when it has no place."""
    where = incident.where
    if where is None or where.extent is None:
        return None
    sites = [where.extent, *(extent for _, extent in where.other_sites)]
    return gather([drawn_geometry(site) for site in sites])


def features(findings: Iterable[Findings], ui_lang: UiLanguage = "fr") -> Iterator[Feature]:
    """The mapped incidents of all findings, in the order of the documents and of the text."""
    for found in findings:
        for incident in found.incidents:
            geometry = incident_geometry(incident) if incident.on_map else None
            if geometry is not None:
                properties = incident_properties(found, incident, ui_lang)
                yield Feature(geometry, kind_of(geometry), properties, found, incident)


def findings_to_geodataframe(
    findings: Sequence[Findings], ui_lang: UiLanguage = "fr"
) -> geopandas.GeoDataFrame:
    """The mapped incidents as a GeoDataFrame in EPSG:4326; nested values stay dicts and lists."""
    import geopandas

    rows = list(features(findings, ui_lang))
    names = list(rows[0].properties) if rows else []
    for row in rows:
        names += [name for name in row.properties if name not in names]
    columns = {name: [row.properties.get(name) for row in rows] for name in names}
    geometry = [row.geometry for row in rows]
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326")
