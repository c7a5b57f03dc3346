"""QGIS styles (QML): a rule for each layer and each way of being told, as on the map.

Reported is solid, claimed by one side is hollow, planned and alert are dashed; background is grey.
"""

from __future__ import annotations

from typing import Literal
from xml.etree import ElementTree as ET

from geomap.export.style import layer_styles
from geomap.language.load import load
from geomap.model.incident import LAYERS

#: How a status is drawn -> QGIS expression that selects it.
_TOLD: dict[str, str] = {
    "background": "\"recency\" = 'background'",
    "solid": "\"recency\" <> 'background' AND \"status\" = 'reported'",
    "hollow": "\"recency\" <> 'background' AND \"status\" IN ('claimed', 'denied')",
    "dashed": "\"recency\" <> 'background' AND \"status\" IN ('planned', 'alert', 'cancelled')",
}
_INK = "29,27,25,255"
_GREY = "150,146,138,255"
_NOTHING = "255,255,255,0"
_SYMBOLS = {"point": "marker", "line": "line", "area": "fill"}
_GEOMETRY = {"point": "0", "line": "1", "area": "2"}


def layer_style(kind: str, ui_lang: Literal["fr", "en"]) -> str:
    """The QML of a GeoPackage layer of ``kind`` (point, line, area)."""
    labels = load(ui_lang, "labels")
    root = ET.Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling")
    renderer = ET.SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0",
        forceraster="0",
    )  # fmt: skip
    rules = ET.SubElement(renderer, "rules", key="{geomap}")
    symbols = ET.SubElement(renderer, "symbols")
    number = 0
    for layer in LAYERS:
        group = ET.SubElement(
            rules, "rule", key=f"{{{layer}}}", filter=f"\"layer\" = '{layer}'",
            label=labels["layers"][layer],
        )  # fmt: skip
        for told, condition in _TOLD.items():
            ET.SubElement(
                group, "rule", key=f"{{{layer}-{told}}}", filter=condition, symbol=str(number),
                label=_label(labels, told),
            )  # fmt: skip
            symbols.append(_symbol(kind, layer, told, number))
            number += 1
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY[kind]
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + ET.tostring(root, encoding="unicode")


def _label(labels: dict[str, dict[str, str]], told: str) -> str:
    status = labels["status"]
    if told == "background":
        return labels["roles"]["background"]
    return {"solid": status["reported"], "hollow": status["claimed"], "dashed": status["planned"]}[
        told
    ]


def _symbol(kind: str, layer: str, told: str, number: int) -> ET.Element:
    symbol = ET.Element(
        "symbol", type=_SYMBOLS[kind], name=str(number), alpha="1", clip_to_extent="1", force_rhr="0"
    )  # fmt: skip
    colour = _GREY if told == "background" else _rgba(layer_styles()[layer]["colour"])
    if kind == "point":
        _options(symbol, "SimpleMarker", _marker(layer, told, colour))
    elif kind == "line":
        # a paper halo first, so that the line is seen on any ground
        _options(symbol, "SimpleLine", _line("255,253,247,255", "1.8", "solid"))
        style = "dash" if told == "dashed" else "solid"
        _options(symbol, "SimpleLine", _line(colour, "0.5" if told == "hollow" else "1", style))
    else:
        _options(symbol, "SimpleFill", _fill(layer, told, colour))
    return symbol


def _marker(layer: str, told: str, colour: str) -> dict[str, str]:
    hollow = told in ("hollow", "dashed")
    return {
        "name": layer_styles()[layer]["qgis"],
        "color": _NOTHING if hollow else colour,
        "outline_color": colour if hollow else _INK,
        "outline_style": "dash" if told == "dashed" else "solid",
        "outline_width": "0.6" if hollow else "0.4",
        "outline_width_unit": "MM",
        "size": "4",
        "size_unit": "MM",
        "angle": "0",
    }


def _line(colour: str, width: str, style: str) -> dict[str, str]:
    return {
        "line_color": colour,
        "line_style": style,
        "line_width": width,
        "line_width_unit": "MM",
        "capstyle": "round",
        "joinstyle": "round",
    }


def _fill(layer: str, told: str, colour: str) -> dict[str, str]:
    return {
        "color": colour,
        "style": "no" if told == "hollow" else layer_styles()[layer]["brush"],
        "outline_color": colour,
        "outline_style": "dash" if told == "dashed" else "solid",
        "outline_width": "0.5",
        "outline_width_unit": "MM",
    }


def _options(symbol: ET.Element, kind: str, values: dict[str, str]) -> None:
    layer = ET.SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    )
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in values.items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"{red},{green},{blue},255"
