"""What differs between Nominatim, Photon and GeoNames: how each is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geomap.config import OnlineSettings
from geomap.model.place import Place

Asker = Callable[[str, str | None], list[dict[str, Any]]]
#: Radius in metres of an answer without a box.
_RADIUS_M = 2_000.0
#: (key, value) of OpenStreetMap -> GeoNames class and code; value "" is any other of that key
_KINDS: dict[tuple[str, str], tuple[str, str]] = {
    ("place", "country"): ("A", "PCLI"), ("place", "state"): ("A", "ADM1"),
    ("place", "county"): ("A", "ADM2"), ("place", "sea"): ("H", "SEA"),
    ("place", "ocean"): ("H", "OCN"), ("place", "island"): ("T", "ISL"),
    ("place", "region"): ("L", "RGN"), ("place", "suburb"): ("P", "PPLX"),
    ("place", "neighbourhood"): ("P", "PPLX"), ("place", "quarter"): ("P", "PPLX"),
    ("place", ""): ("P", "PPL"), ("boundary", ""): ("A", "ADMD"), ("natural", "peak"): ("T", "PK"),
    ("natural", "volcano"): ("T", "VLC"), ("natural", "strait"): ("H", "STRT"),
    ("natural", "bay"): ("H", "BAY"), ("natural", "water"): ("H", "LK"),
    ("natural", ""): ("T", "MT"), ("waterway", "dam"): ("S", "DAM"), ("waterway", ""): ("H", "STM"),
    ("water", ""): ("H", "LK"), ("aeroway", "aerodrome"): ("S", "AIRP"), ("aeroway", ""): ("S", "AIRF"),
    ("military", "airfield"): ("S", "AIRB"), ("military", ""): ("S", "INSM"),
    ("landuse", "military"): ("S", "INSM"), ("highway", ""): ("R", "RD"), ("railway", "station"): ("S", "RSTN"),
    ("railway", ""): ("R", "RR"), ("power", "plant"): ("S", "PS"), ("bridge", ""): ("S", "BDG"),
    ("man_made", "bridge"): ("S", "BDG"), ("barrier", "border_control"): ("S", "PSTB"),
}  # fmt: skip
_OTHER = ("S", "FCL")


def asker(
    provider: str, settings: OnlineSettings, scheme: str, domain: str, timeout_s: float, limit: int
) -> Asker:
    """A function that asks a service and gives its raw rows; geopy's errors pass through."""
    from geopy.adapters import URLLibAdapter
    from geopy.geocoders import GeoNames, Nominatim, Photon

    shared: dict[str, Any] = {
        "user_agent": settings.user_agent, "timeout": timeout_s, "adapter_factory": URLLibAdapter,
        "scheme": scheme, "domain": domain,
    }  # fmt: skip
    if provider == "nominatim":
        nominatim = Nominatim(**shared)

        def ask_nominatim(query: str, lang: str | None) -> list[dict[str, Any]]:
            found = nominatim.geocode(
                query, exactly_one=False, limit=limit, addressdetails=True, language=lang or False
            )
            return _raw(found)

        return ask_nominatim
    if provider == "photon":
        photon = Photon(**shared)

        def ask_photon(query: str, lang: str | None) -> list[dict[str, Any]]:
            return _raw(
                photon.geocode(query, exactly_one=False, limit=limit, language=lang or False)
            )

        return ask_photon
    geonames = GeoNames(settings.geonames_user, **shared)

    def ask_geonames(query: str, _lang: str | None) -> list[dict[str, Any]]:
        return _raw(geonames.geocode(query, exactly_one=False))[:limit]

    return ask_geonames


def _raw(found: Any) -> list[dict[str, Any]]:
    return [dict(location.raw) for location in found or ()]


def place_of(provider: str, row: dict[str, Any]) -> Place | None:
    """A raw row as a place; None when it has no name or no position."""
    read = {"nominatim": _of_nominatim, "photon": _of_photon, "geonames": _of_geonames}[provider]
    return read(row)


def lonlat_of(lat: Any, lon: Any) -> tuple[float, float]:
    """Services speak lat, lon; geomap lon, lat. The swap happens here and nowhere else."""
    east, north = float(lon), float(lat)
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise ValueError(f"not a position: lon {east}, lat {north}")
    return east, north


def _kind(key: str, value: str) -> tuple[str, str]:
    return _KINDS.get((key, value)) or _KINDS.get((key, "")) or _OTHER


def _radius_m(
    lon: float, lat: float, west: float, south: float, east: float, north: float
) -> float:
    from geomap.gazetteer.sphere import great_circle_m

    corners = ((west, south), (east, north), (west, north), (east, south))
    return max(500.0, round(max(great_circle_m(lon, lat, x, y) for x, y in corners), -2))


def _of_nominatim(row: dict[str, Any]) -> Place | None:
    name = row.get("name") or str(row.get("display_name") or "").split(",")[0].strip()
    if not name or "lat" not in row:
        return None
    lon, lat = lonlat_of(row["lat"], row["lon"])
    feature_class, feature_code = _kind(
        str(row.get("class") or row.get("category") or ""),
        str(row.get("addresstype") or row.get("type") or ""),
    )
    address = row.get("address") or {}
    radius_m = _RADIUS_M
    if row.get("boundingbox"):
        south, north, west, east = (float(v) for v in row["boundingbox"])
        radius_m = _radius_m(lon, lat, west, south, east, north)
    return Place(
        id=f"osm:{str(row.get('osm_type') or 'x')[0].upper()}{row.get('osm_id')}", name=str(name),
        feature_class=feature_class, feature_code=feature_code, lon=lon, lat=lat, radius_m=radius_m,
        country=str(address.get("country_code") or "").upper() or None, source="nominatim",
    )  # fmt: skip


def _of_photon(row: dict[str, Any]) -> Place | None:
    properties = row.get("properties") or {}
    name = properties.get("name")
    if not name:
        return None
    x, y = row["geometry"]["coordinates"][:2]
    lon, lat = lonlat_of(y, x)
    feature_class, feature_code = _kind(
        str(properties.get("osm_key") or ""), str(properties.get("osm_value") or "")
    )
    radius_m = _RADIUS_M
    if extent := properties.get("extent"):
        west, north, east, south = (float(v) for v in extent)
        radius_m = _radius_m(lon, lat, west, south, east, north)
    return Place(
        id=f"osm:{str(properties.get('osm_type') or 'x')[0].upper()}{properties.get('osm_id')}",
        name=str(name), feature_class=feature_class, feature_code=feature_code, lon=lon, lat=lat,
        radius_m=radius_m, country=str(properties.get("countrycode") or "").upper() or None,
        source="photon",
    )  # fmt: skip


def _of_geonames(row: dict[str, Any]) -> Place | None:
    from geomap.gazetteer.record import default_radius_m

    name = row.get("name") or row.get("toponymName")
    if not name or "lat" not in row:
        return None
    lon, lat = lonlat_of(row["lat"], row["lng"])
    feature_class, feature_code = str(row.get("fcl") or "P"), str(row.get("fcode") or "PPL")
    population = int(row.get("population") or 0) or None
    return Place(
        id=f"gn:{int(row['geonameId'])}", name=str(name), feature_class=feature_class,
        feature_code=feature_code, lon=lon, lat=lat,
        radius_m=default_radius_m(feature_class, feature_code, population),
        country=row.get("countryCode") or None, admin1=row.get("adminCode1") or None,
        population=population, source="geonames-online",
    )  # fmt: skip
