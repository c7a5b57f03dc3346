"""W3C Web Annotations (JSON-LD) of the quotes and of the places named, for annotation tools.

Each points into its source by the words (TextQuoteSelector) and by position (code points).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from geomap.export.whole import write_whole
from geomap.language.load import load
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.place import Mention
from geomap.model.table import UiLanguage
from geomap.model.text import Document, Quote, quote

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_annotations(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: object = None,  # noqa: ARG001
) -> None:
    """Write an AnnotationPage: a quote of an incident (mapped or not) describes, a place named is
    identified."""
    items = [item for found in findings for item in annotations_of(found, ui_lang)]
    page = {"@context": CONTEXT, "id": "urn:geomap:page", "type": "AnnotationPage", "items": items}
    write_whole(path, msgspec.json.format(msgspec.json.encode(page), indent=1) + b"\n")


def annotations_of(found: Findings, ui_lang: UiLanguage) -> Iterator[dict[str, Any]]:
    """The annotations of one document."""
    labels = load(ui_lang, "labels")
    document = found.document
    for incident in found.incidents:
        for number, told in enumerate(incident.quotes):
            yield {
                "id": f"urn:geomap:{document.sha256[:16]}:{incident.id}:{number}",
                "type": "Annotation",
                "motivation": "describing",
                "body": _incident_body(incident, labels, ui_lang),
                "target": _target(document, told),
            }
    for mention in found.mentions:
        if mention.place is not None:
            yield {
                "id": f"urn:geomap:{document.sha256[:16]}:{mention.id}",
                "type": "Annotation",
                "motivation": "identifying",
                "body": _place_body(mention),
                "target": _target(document, quote(document.text, mention.span)),
            }


def _target(document: Document, told: Quote) -> dict[str, Any]:
    return {
        "source": document.url or f"urn:sha256:{document.sha256}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": told.exact,
                "prefix": told.prefix,
                "suffix": told.suffix,
            },
            {"type": "TextPositionSelector", "start": told.start, "end": told.end},
        ],
    }


def _incident_body(
    incident: Incident, labels: dict[str, Any], ui_lang: UiLanguage
) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextualBody",
            "value": incident.headline,
            "format": "text/plain",
            "language": ui_lang,
            "purpose": "describing",
        },
        {
            "type": "TextualBody",
            "value": labels["types"][incident.type],
            "format": "text/plain",
            "language": ui_lang,
            "purpose": "tagging",
        },
    ]


def _place_body(mention: Mention) -> dict[str, Any]:
    place = mention.place
    assert place is not None
    kind, _, number = place.id.partition(":")
    address = (
        f"https://sws.geonames.org/{number}/" if kind == "gn" else f"urn:geomap:place:{place.id}"
    )
    return {
        "type": "SpecificResource",
        "source": address,
        "purpose": "identifying",
        "name": place.name,
        "geo": {"lon": place.lon, "lat": place.lat, "kind": place.geometry_kind},
    }
