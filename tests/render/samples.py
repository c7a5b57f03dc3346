"""Findings in our own words: a small story with every way of being drawn, and builders for more."""

from __future__ import annotations

import hashlib
from typing import Any

import shapely

from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Actor, Claim, Incident, Toll, Where
from geomap.model.place import Candidate, Mention, Place, Reason
from geomap.model.text import Document, Span, quote
from geomap.model.when import DateAnchor, When

TEXT = (
    "Une explosion a secoué Larmor-Test dans la nuit de lundi à mardi, faisant deux blessés. "
    "Le maire de Saint-Essai annonce 😀 une réunion à Port-Modèle jeudi. "
    "Des crues touchent tout le département du Val-Feint depuis dimanche. "
    "Le long de la Rivière-Fictive, des arbres sont tombés. "
    "Selon la préfecture, un drone aurait visé Larmor-Test. "
    "Aucune attaque n'a eu lieu à Port-Modèle. "
    "Le ministre promet une aide."
)
DAY = When("2024-05-14", "2024-05-14", "2024-05-14", "day", "document_date")
NIGHT = When(
    "2024-05-13/2024-05-14", "2024-05-13T18:00", "2024-05-14T09:00", "part_of_day", "deictic",
    part="night",
)  # fmt: skip
OPEN = When("../2024-05-14", None, "2024-05-14", "open_interval", "document_date")
UNKNOWN = When(None, None, None, "unknown", "document_date")
VALLEY = shapely.Polygon([(2.0, 47.0), (3.2, 47.1), (3.0, 48.0), (2.1, 47.9)])
RIVER = shapely.LineString([(1.0, 46.0), (1.6, 46.4), (2.4, 46.3), (3.0, 46.9)])


def document(text: str = TEXT, **fields: Any) -> Document:
    values: dict[str, Any] = {
        "id": "doc-1",
        "text": text,
        "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "source": "texts/essai.txt",
        "title": "Essai",
        "lang": "fr",
        "date": "2024-05-14",
        "date_precision": "day",
    }
    return Document(**(values | fields))


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def place(id_: str, name: str, lon: float, lat: float, **fields: Any) -> Place:
    return Place(id_, name, "P", "PPL", lon, lat, 3000.0, **fields)


def point(
    lon: float, lat: float, precision: Any = "settlement", radius_m: float = 3000.0
) -> Extent:
    return Extent("point", lon, lat, radius_m, None, precision)


def where(extent: Extent | None, mention: str | None = None, **fields: Any) -> Where:
    values: dict[str, Any] = {
        "mention": mention,
        "extent": extent,
        "geometry_kind": extent.kind if extent else None,
        "precision": (extent.precision if extent else None) or "unlocated",
        "radius_m": extent.radius_m if extent else None,
    }
    return Where(**(values | fields))


def incident(
    id_: str, type_: str, layer: Any, words: str, text: str = TEXT, **fields: Any
) -> Incident:
    values: dict[str, Any] = {
        "id": id_,
        "layer": layer,
        "type": type_,
        "headline": f"Titre {id_}",
        "quotes": (quote(text, span(text, words)),),
        "when": DAY,
        "claims": (Claim("c0", "rédaction"),),
        "on_map": fields.get("where") is not None,
    }
    return Incident(**(values | fields))


def story(text: str = TEXT) -> Findings:
    """Two incidents at one point, an area, a line, a claim, a negated one and one without place."""
    town = place("t:1", "Larmor-Test", 2.5, 47.5)
    other = place("t:2", "Larmor-Ailleurs", -60.0, -10.0)
    port = place("t:3", "Port-Modèle", 179.9, -17.0)
    mentions = (
        Mention(
            "m1", span(text, "Larmor-Test"), "Larmor-Test", place=town, probability=0.9, role="site",
            role_reason=Reason("unknown_code", ("Larmor-Test",)),
            candidates=(Candidate(town, 0.9, (Reason("near", ("Val-Feint",)),)), Candidate(other, 0.1)),
        ),
        Mention(
            "m2", span(text, "Port-Modèle"), "Port-Modèle", place=port, probability=0.8, role="site"
        ),
        Mention(
            "m3", span(text, "Saint-Essai"), "Saint-Essai", place=place("t:4", "Saint-Essai", 4.0, 45.0),
            role="affiliation",
        ),
    )  # fmt: skip
    prefect = Claim("c1", "Préfecture", "government", "FR", None, "asserts", "conditional")
    toll = Toll("injured", 2, 2, 2, "exact", span(text, "deux blessés"))
    incidents = (
        incident(
            "a1", "explosion", "accidents", "Une explosion a secoué Larmor-Test", text, when=NIGHT,
            where=where(point(2.5, 47.5), "m1", name="Larmor-Test", place_id="t:1", country="FR"),
            casualties=(toll,), actors=(Actor("responder", "Pompiers"),),
        ),
        incident(
            "a2", "diplomatic_meeting", "politics", "😀 une réunion à Port-Modèle jeudi", text,
            status="planned", realis="future",
            where=where(point(179.9, -17.0), "m2", name="Port-Modèle", place_id="t:3"),
        ),
        incident(
            "a3", "flood", "natural", "Des crues touchent tout le département du Val-Feint", text,
            when=OPEN,
            where=where(Extent("area", 2.5, 47.5, 60_000, VALLEY, "adm2"), name="Val-Feint"),
        ),
        incident(
            "a4", "storm", "natural", "Le long de la Rivière-Fictive", text, when=UNKNOWN,
            where=where(Extent("line", 2.0, 46.4, 500, RIVER, "linear"), name="Rivière-Fictive"),
        ),
        incident(
            "a5", "drone_strike", "conflict", "un drone aurait visé Larmor-Test", text,
            status="claimed", claims=(prefect,),
            where=where(point(2.5, 47.5), "m1", name="Larmor-Test", place_id="t:1"),
        ),
        incident(
            "a6", "bombing", "conflict", "Aucune attaque n'a eu lieu à Port-Modèle", text,
            polarity="negated", on_map=False, why_not=Reason("negated"),
            where=where(point(179.9, -17.0), "m2", name="Port-Modèle"),
        ),
        incident(
            "a7", "pledge_or_statement", "politics", "Le ministre promet une aide", text,
            status="planned", on_map=False, why_not=Reason("no_site"),
        ),
    )  # fmt: skip
    return Findings(document(text), DateAnchor("2024-05-14", "day", "header"), mentions, incidents)


def many(count: int, text: str = TEXT, **fields: Any) -> Findings:
    """``count`` incidents on a spiral over Europe, of every type and status in turn."""
    from geomap.model.incident import INCIDENT_TYPES, LAYER_BY_TYPE

    statuses = ("reported", "claimed", "denied", "planned", "alert")
    incidents = []
    for i in range(count):
        type_ = INCIDENT_TYPES[i % 30]
        day = f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}"
        incidents.append(
            incident(
                f"x{i:05d}", type_, LAYER_BY_TYPE[type_], "Une explosion a secoué", text,
                status=statuses[i % 5],
                when=UNKNOWN if i % 17 == 0 else When(day, day, day, "day", "explicit"),
                where=None if i % 11 == 10 else where(
                    point(-5 + (i * 0.618) % 40, 38 + (i * 0.414) % 22), None, name=f"Lieu {i % 90}"
                ),
                confidence=f"F{1 + i % 4}",
            )
        )  # fmt: skip
    return Findings(
        document(text, **fields), DateAnchor("2024-05-14", "day", "header"), (), tuple(incidents)
    )
