"""Relations that name a kind of site at a place (port, airport, bridge, crossing), and front lines."""

from __future__ import annotations

from geomap.expressions.anchor import any_shape, is_point, line_of
from geomap.expressions.formula import km
from geomap.expressions.measure import disc
from geomap.expressions.relate.points import footprint_m
from geomap.expressions.relate.registry import relation
from geomap.expressions.request import Answer, Located, Request
from geomap.model.extent import Extent
from geomap.model.place import Place, Reason

#: GeoNames codes of the kinds of sites a phrase may ask for.
SITE_CODES = {
    "port": ("PRT", "HBR", "ANCH", "NVB"),
    "airport": ("AIRP", "AIRF", "AIRB", "AIRS"),
    "crossing": ("PSTB", "CSTM", "FY"),
    "bridge": ("BDG",),
}
#: How far from a town its named site may lie.
SITE_WITHIN_M = 25_000.0
#: Half the width of a sector of the front: a front line is never drawn as exact.
FRONT_M = 15_000.0


@relation("port", "airport", "crossing", "bridge")
def site_of(request: Request) -> Answer:
    """ "le port d'Izmaïl", "le pont sur le Dniepr à Kherson": the named site if the gazetteer has it,
    else a disc at the anchor with the kind in its label."""
    place = next((p for p in request.anchors if is_point(p)), None)
    if place is None:
        return _site_on_shape(request)
    named = _named_site(request, place)
    if named is not None:
        words = request.formula("site-known", request.label, request.where(named))
        return Located(Extent("point", named.lon, named.lat, named.radius_m, None, "site", words))
    reach = footprint_m(place)
    words = request.formula("site-unknown", request.label, request.where(place), km(reach))
    return Located(
        Extent(
            "point",
            place.lon,
            place.lat,
            reach,
            disc(place.lon, place.lat, reach),
            "settlement",
            words,
        )
    )


def _named_site(request: Request, place: Place) -> Place | None:
    codes = SITE_CODES.get(request.relation, ())
    if place.feature_code in codes:
        return place
    near = request.gazetteer.near(
        place.lon, place.lat, SITE_WITHIN_M, feature_classes=("S", "R", "H")
    )
    mine = [site for site in near if site.feature_code in codes]
    return mine[0] if len(mine) == 1 else None


def _site_on_shape(request: Request) -> Answer:
    """A bridge over a river with no town named: somewhere on the line, near the story."""
    river = request.anchor
    line = line_of(request.gazetteer, river)
    if line is None:
        return Reason("expression-no-spot", (request.label, request.name(river)))
    from geomap.expressions.measure import middle_of_line, radius_around
    from geomap.expressions.relate.rivers import near_story

    stretch, close = near_story(request, line)
    if not close:
        return Reason("expression-no-spot", (request.label, request.name(river)))
    lon, lat = middle_of_line(stretch)
    words = request.formula(
        "site-on-line",
        request.label,
        request.name(river),
        ", ".join(request.name(p) for p in close),
    )
    return Located(
        Extent("line", lon, lat, radius_around(stretch, lon, lat), stretch, "linear", words)
    )


@relation("front")
def front(request: Request) -> Answer:
    """ "le front de Bakhmout", "la ligne de contact près de X": a wide disc; a line of the gazetteer
    that bears the name, where there is one."""
    place = request.anchor
    line = line_of(request.gazetteer, place)
    if line is not None:
        from geomap.expressions.measure import middle_of_line, radius_around

        lon, lat = middle_of_line(line)
        words = request.formula("front-line", request.name(place), place.valid_from or "?")
        return Located(
            Extent("line", lon, lat, radius_around(line, lon, lat), line, "linear", words)
        )
    shape = any_shape(request.gazetteer, place)
    if shape is not None:
        words = request.formula("front-area", request.name(place))
        return Located(Extent("area", place.lon, place.lat, place.radius_m, shape, "region", words))
    radius = FRONT_M + footprint_m(place)
    words = request.formula("front", request.where(place), km(radius))
    return Located(
        Extent(
            "area",
            place.lon,
            place.lat,
            radius,
            disc(place.lon, place.lat, radius),
            "region",
            words,
        )
    )
