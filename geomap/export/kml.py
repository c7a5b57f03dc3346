"""KML and KMZ: a folder a layer, the quotes in the balloon, all columns as ExtendedData."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.export.frame import right_handed
from geomap.export.rows import flat_values
from geomap.export.style import layer_styles
from geomap.export.whole import write_whole
from geomap.language.date_words import when_in_words
from geomap.language.load import load
from geomap.model.findings import Findings
from geomap.model.incident import LAYERS
from geomap.model.table import Feature, UiLanguage, features

NAMESPACE = "http://www.opengis.net/kml/2.2"
#: Characters that XML 1.0 cannot hold in any spelling.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
Notice = Callable[[str], None]


def write_kml(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: Notice = lambda _: None,
) -> None:
    """Write the mapped incidents of ``findings`` as KML 2.2."""
    write_whole(path, kml_bytes(findings, ui_lang, notice))


def write_kmz(
    findings: Sequence[Findings],
    path: Path,
    ui_lang: UiLanguage = "fr",
    notice: Notice = lambda _: None,
) -> None:
    """The same, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("doc.kml", _NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, kml_bytes(findings, ui_lang, notice))
    write_whole(path, out.getvalue())


def kml_bytes(findings: Sequence[Findings], ui_lang: UiLanguage, notice: Notice) -> bytes:
    """The KML document. A character that XML cannot hold becomes U+FFFD, and is told."""
    labels = load(ui_lang, "labels")
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", _title(findings))
    for layer in LAYERS:
        document.append(_style(layer))
    by_layer: dict[str, list[Feature]] = {}
    for feature in features(findings, ui_lang):
        by_layer.setdefault(feature.incident.layer, []).append(feature)
    lost = 0
    for layer in LAYERS:
        if layer not in by_layer:
            continue
        folder = ET.SubElement(document, "Folder")
        _text(folder, "name", labels["layers"][layer])
        for feature in by_layer[layer]:
            placemark = _placemark(feature, labels, ui_lang)
            lost += _clean(placemark)
            folder.append(placemark)
    if lost:
        notice(f"KML: {lost} texts hold characters that XML cannot hold; they became U+FFFD")
    body = ET.tostring(root, encoding="unicode")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body.encode("utf-8") + b"\n"


def _title(findings: Sequence[Findings]) -> str:
    if len(findings) == 1:
        return findings[0].document.title or findings[0].document.id
    return f"{len(findings)} documents"


def _style(layer: str) -> ET.Element:
    colour = layer_styles()[layer]["colour"]
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    style = ET.Element("Style", id=layer)
    for tag, alpha in (("IconStyle", "ff"), ("LineStyle", "ff"), ("PolyStyle", "59")):
        part = ET.SubElement(style, tag)
        _text(part, "color", f"{alpha}{blue}{green}{red}")
        if tag == "LineStyle":
            _text(part, "width", "3")
    return style


def _placemark(feature: Feature, labels: dict[str, Any], lang: str) -> ET.Element:
    values = flat_values(feature)
    placemark = ET.Element("Placemark", id=_xml_id(values["id"]))
    _text(placemark, "name", values["headline"])
    _text(placemark, "description", _balloon(feature, values, labels, lang))
    span = _time_span(values)
    if span is not None:
        placemark.append(span)
    _text(placemark, "styleUrl", f"#{values['layer']}")
    data = ET.SubElement(placemark, "ExtendedData")
    for name, value in values.items():
        if value is not None:
            item = ET.SubElement(data, "Data", name=name)
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            _text(item, "value", shown)
    placemark.append(_geometry(right_handed(feature.geometry)))
    return placemark


def _balloon(feature: Feature, values: dict[str, Any], labels: dict[str, Any], lang: str) -> str:
    """HTML of the balloon: quotes, date, who says so. All words of the source are escaped."""
    quotes = "".join(f"<blockquote>{escape(q.exact)}</blockquote>" for q in feature.incident.quotes)
    told = [
        labels["types"][values["type"]],
        labels["status"][values["status"]],
        when_in_words(feature.incident.when, lang) if values["when_edtf"] else None,
        values["place"],
        labels["precision"].get(values["place_precision"], values["place_precision"]),
        values["said_by"],
        values["document_title"] or values["document_id"],
        values["document_date"],
    ]
    return quotes + "<p>" + " · ".join(escape(str(part)) for part in told if part) + "</p>"


def _time_span(values: dict[str, Any]) -> ET.Element | None:
    """``TimeSpan`` of what is known; an open end stays open."""
    if not (values["when_start"] or values["when_end"]):
        return None
    span = ET.Element("TimeSpan")
    for tag, value in (("begin", values["when_start"]), ("end", values["when_end"])):
        if value:
            _text(span, tag, f"{value}:00" if re.fullmatch(r".*T\d\d:\d\d", value) else value)
    return span


def _geometry(geometry: BaseGeometry) -> ET.Element:
    parts = list(shapely.get_parts(geometry)) if hasattr(geometry, "geoms") else [geometry]
    if len(parts) == 1:
        return _simple(parts[0])
    multi = ET.Element("MultiGeometry")
    for part in parts:
        multi.append(_geometry(part))
    return multi


def _simple(geometry: BaseGeometry) -> ET.Element:
    if geometry.geom_type == "Polygon":
        polygon = ET.Element("Polygon")
        for tag, ring in (
            ("outerBoundaryIs", geometry.exterior),
            *(("innerBoundaryIs", ring) for ring in geometry.interiors),
        ):
            boundary = ET.SubElement(polygon, tag)
            linear = ET.SubElement(boundary, "LinearRing")
            _text(linear, "coordinates", _coordinates(ring))
        return polygon
    element = ET.Element("Point" if geometry.geom_type == "Point" else "LineString")
    if geometry.geom_type != "Point":
        _text(element, "tessellate", "1")
    _text(element, "coordinates", _coordinates(geometry))
    return element


def _coordinates(geometry: BaseGeometry) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y, *_ in geometry.coords)


def _number(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _xml_id(words: str) -> str:
    return "i-" + re.sub(r"[^A-Za-z0-9_.-]", "-", words)


def _text(parent: ET.Element, tag: str, words: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = words
    return element


def _clean(element: ET.Element) -> int:
    """Replace what XML cannot hold; gives in how many texts."""
    lost = 0
    for node in element.iter():
        if node.text and _NOT_XML.search(node.text):
            node.text = _NOT_XML.sub("\ufffd", node.text)
            lost += 1
    return lost
