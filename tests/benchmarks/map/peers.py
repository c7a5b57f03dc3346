"""The same incidents as plain folium maps, as inlined and as light as folium lets them be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import folium
from folium.plugins import FastMarkerCluster

from geomap.render.columns import MapColumns

#: Names of assets folium asks for and these pages do not need.
_CALLBACK = """function (row) {
  var marker = L.circleMarker([row[0], row[1]], {radius: 6});
  marker.bindPopup(function () { var p = document.createElement("p"); p.textContent = row[2]; return p; });
  return marker;
}"""


def cluster_map(columns: MapColumns) -> folium.Map:
    """FastMarkerCluster with a light callback; the popup is made when it is opened."""
    map_ = _empty()
    rows = [[lat, lon, quote] for lon, lat, quote in _rows(columns)]
    FastMarkerCluster(rows, callback=_CALLBACK).add_to(map_)
    return map_


def geojson_map(columns: MapColumns) -> folium.Map:
    """One GeoJson layer of circle markers on a canvas, with the quote as a popup."""
    map_ = _empty(prefer_canvas=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"quote": quote},
        }
        for lon, lat, quote in _rows(columns)
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=6),
        popup=folium.GeoJsonPopup(["quote"], labels=False),
        zoom_on_click=False,
        smooth_factor=None,
    ).add_to(map_)
    return map_


def write_peer(map_: folium.Map, target: Path, assets: list[Path]) -> None:
    """Write a folium map with scripts and styles inlined instead of asked for."""
    for element in (map_, *map_._children.values()):
        element.default_js = element.default_css = []
    page = map_.get_root().render()
    texts = [path.read_text(encoding="utf-8") for path in assets]
    inlined = "".join(
        f"<style>{text}</style>" if path.suffix == ".css" else f"<script>{text}</script>"
        for path, text in zip(assets, texts, strict=True)
    )
    target.write_text(page.replace("</head>", inlined + "</head>", 1), encoding="utf-8")


def _empty(**options: Any) -> folium.Map:
    # Without a deepest zoom of the map, clusters are refused.
    return folium.Map([42, 25], zoom_start=4, tiles=None, maxZoom=18, **options)


def _rows(columns: MapColumns) -> list[tuple[float, float, str]]:
    records = columns.details(range(len(columns)))
    # Folium compiles a page a second time as a template: a brace in a quote would end it.
    return [
        (lon, lat, record["q"][0][3].replace("{", "("))
        for lon, lat, record in zip(
            columns.lon.tolist(), columns.lat.tolist(), records, strict=True
        )
    ]
