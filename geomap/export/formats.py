"""The formats by name: suffix, module, and what they need. No format is imported here."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is asked for, how its files are called, and the function that writes it."""

    name: str
    suffix: str
    module: str
    function: str
    help: str
    #: other suffixes that mean it.
    suffixes: tuple[str, ...] = ()
    #: a picture of the map: takes its title and its boundaries.
    drawn: bool = False
    #: written as findings come, so that it may hold a million incidents.
    streams: bool = False


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("geojson", ".geojson", "geojson", "write_geojson", "GeoJSON, RFC 7946", (".json",), streams=True),
        Format("geojsonl", ".geojsonl", "geojson", "write_geojson_sequence",
               "GeoJSON text sequence, one feature a line", (".geojsons",), streams=True),
        Format("gpkg", ".gpkg", "geopackage", "write_geopackage",
               "GeoPackage: points, lines and areas, with styles for QGIS", streams=True),
        Format("fgb", ".fgb", "flatgeobuf", "write_flatgeobuf", "FlatGeobuf"),
        Format("parquet", ".parquet", "geoparquet", "write_geoparquet",
               "GeoParquet, nested values nested", (".geoparquet",), streams=True),
        Format("kml", ".kml", "kml", "write_kml", "KML with the quotes, a folder a layer"),
        Format("kmz", ".kmz", "kml", "write_kmz", "KML, packed"),
        Format("csv", ".csv", "csv", "write_csv", "CSV with WKT and crosswalk codes, formulas defused", streams=True),
        Format("shp", ".shp", "shapefile", "write_shapefile",
               "Shapefile, one a geometry kind; cuts names and texts and says so"),
        Format("png", ".png", "figure", "write_figure", "picture of the map", drawn=True),
        Format("svg", ".svg", "figure", "write_figure", "drawing of the map", drawn=True),
        Format("pdf", ".pdf", "figure", "write_figure", "page with the map", drawn=True),
        Format("annotations", ".annotations.jsonld", "annotations", "write_annotations",
               "W3C Web Annotations of the quotes", (".jsonld",)),
        Format("findings", ".findings.jsonl", "findings", "write_findings",
               "findings, as `geomap extract` writes them", (".jsonl",), streams=True),
    )
}  # fmt: skip


def format_named(name: str) -> Format:
    """The format called ``name``. Raises UsageError with the nearest name."""
    found = FORMATS.get(name.lower().lstrip("."))
    if found is None:
        near = difflib.get_close_matches(name, FORMATS, n=1)
        hint = f"did you mean {near[0]}?" if near else "known: " + ", ".join(FORMATS)
        raise UsageError(f"unknown format {name!r}", hint=hint)
    return found


def format_of_path(path: Path) -> Format | None:
    """The format a file's name tells, None when it tells none."""
    name = path.name.lower()
    longest = sorted(FORMATS.values(), key=lambda f: -len(f.suffix))
    for format_ in longest:
        if name.endswith((format_.suffix, *format_.suffixes)):
            return format_
    return None
