"""What ``geomap locate`` prints and draws."""

from __future__ import annotations

from typing import Any

from geomap.expressions.query import Query, parse_expression
from geomap.gazetteer import Gazetteer
from geomap.language.load import LANGUAGES, words_of_reason

#: Decimals of a coordinate: 0.1 m, more than any answer knows (RFC 7946 asks for no more than 7).
DECIMALS = 6


def located(text: str, lang: str, gazetteer: Gazetteer) -> Query:
    """An expression read in a language, or in the one that makes most of it.

    ``auto`` takes the first language in which a relation is understood and located, else the first
    in which a place is found.
    """
    languages = LANGUAGES if lang == "auto" else (lang,)
    queries = [parse_expression(text, code, gazetteer) for code in languages]  # type: ignore[arg-type]
    return min(queries, key=_rank)


def _rank(query: Query) -> int:
    if query.extent is None:
        return 2 if query.relation not in {None, "in"} else 3
    return 1 if query.relation == "in" else 0


def as_feature(query: Query, gazetteer: Gazetteer) -> str:
    """The GeoJSON Feature of a query as one line of JSON."""
    import msgspec

    return msgspec.json.encode(feature_of(query, gazetteer)).decode()


def feature_of(query: Query, gazetteer: Gazetteer) -> dict[str, Any]:
    """A Feature (RFC 7946); its geometry is null when the expression is not located."""
    extent = query.extent
    properties: dict[str, Any] = {
        "expression": query.text,
        "lang": query.lang,
        "relation": query.relation,
        "anchors": [
            {
                "id": place.id,
                "name": gazetteer.display_name(place.id, query.lang) or place.name,
                "lon": place.lon,
                "lat": place.lat,
                "feature_class": place.feature_class,
                "feature_code": place.feature_code,
                "country": place.country,
            }
            for place in query.anchors
        ],
        "distance_m": _rounded(query.distance_m),
        "bearing_deg": query.bearing_deg,
        "formula": extent.formula if extent else None,
        "radius_m": _rounded(extent.radius_m) if extent else None,
    }
    if extent is None:
        if query.why_not is not None:
            properties["why_not"] = words_of_reason(query.why_not, query.lang)
        return {"type": "Feature", "geometry": None, "properties": properties}
    properties |= {
        "geometry_kind": extent.kind,
        "precision": extent.precision,
        "lon": round(extent.lon, DECIMALS),
        "lat": round(extent.lat, DECIMALS),
    }
    geometry = geometry_of(query)
    return {
        "type": "Feature",
        "bbox": [round(value, DECIMALS) for value in geometry_bounds(query)],
        "geometry": geometry,
        "properties": properties,
    }


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def _shape(query: Query) -> Any:
    from shapely import Point

    extent = query.extent
    assert extent is not None
    return extent.geometry if extent.geometry is not None else Point(extent.lon, extent.lat)


def geometry_bounds(query: Query) -> tuple[float, float, float, float]:
    """The box of an answer; west is greater than east where it crosses the 180th meridian."""
    import shapely

    shape = _shape(query)
    west, south, east, north = shape.bounds
    if west <= -179.999 and east >= 179.999:
        parts = [part.bounds for part in shapely.get_parts(shape)]
        right = [b for b in parts if b[0] >= 0.0]
        left = [b for b in parts if b[0] < 0.0]
        if right and left and min(b[0] for b in right) > max(b[2] for b in left):
            west, east = min(b[0] for b in right), max(b[2] for b in left)
    return west, south, east, north


def geometry_of(query: Query) -> dict[str, Any]:
    """The geometry as GeoJSON: right-handed rings, a few decimals."""
    import msgspec
    import shapely

    shape = _shape(query)
    if shape.geom_type.endswith("Polygon"):
        shape = shapely.orient_polygons(shape)
    shape = shapely.transform(shape, lambda points: points.round(DECIMALS))
    geometry: dict[str, Any] = msgspec.json.decode(shapely.to_geojson(shape))
    return geometry
