"""From words to a request: which places the anchors mean for a relation, and what the story names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geomap.expressions.anchor import is_country, is_river, is_water
from geomap.expressions.request import Request, Story
from geomap.expressions.scan import Found
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention, Place, Reason

#: Relations whose anchor is a river where the name has one: the Missouri, not the state.
_OF_RIVERS = frozenset({"bank", "along", "confluence", "mouth", "source"})
#: Relations of a town and, perhaps, of the river it lies on ("en amont de Bamako, sur le Niger").
_ON_RIVERS = frozenset({"upstream", "downstream"})

#: How a river is written beside a town or a land of its name.
_RIVER_FORMS = ("{}", "{} River", "{} (rivière)", "{} (fleuve)")


def rivers_meant(found: Found, gazetteer: Gazetteer) -> Found:
    """The same expression with rivers as anchors where its relation is one of rivers."""
    relation = found.cue.relation
    if relation in _OF_RIVERS:
        anchors = tuple(_river_of(mention, gazetteer) for mention in found.anchors)
    elif relation in _ON_RIVERS and len(found.anchors) > 1:
        anchors = tuple(
            mention
            if mention.place is not None and mention.place.feature_class == "P"
            else _river_of(mention, gazetteer)
            for mention in found.anchors
        )
    else:
        return found
    return replace(found, anchors=anchors)


def _river_of(mention: Mention, gazetteer: Gazetteer) -> Mention:
    if mention.place is None or mention.place.feature_class == "H":
        return mention
    for form in _RIVER_FORMS:
        for match in gazetteer.lookup(form.format(mention.text)):
            if match.tier == "exact" and is_river(match.place):
                return replace(mention, place=match.place)
    return mention


def request_of(
    found: Found, places: tuple[Place, ...], story: Story, gazetteer: Gazetteer, lang: str
) -> Request | Reason:
    """What a relation is asked, from what was found and where its anchors are."""
    side: Place | None = None
    codes = [code for m in found.demonyms for code in m.countries[:2]]
    if found.prefix is not None:
        codes.insert(0, found.prefix)
    codes = list(dict.fromkeys(codes))
    countries = [c for code in codes if (c := gazetteer.country(code)) is not None]
    if len(countries) < len(codes):
        return Reason("expression-unresolved", (found.label or found.demonyms[0].text,))
    if found.cue.adjective == "anchor" or found.prefix is not None or len(countries) > 1:
        places = (*places, *countries)
    elif countries:
        side = countries[0]
    relation = found.cue.relation
    if relation in {"part_of", "direction"} and found.direction == "C":
        relation = "centre"
    return Request(
        relation=relation,
        anchors=places,
        gazetteer=gazetteer,
        lang=lang,
        distance=found.distance,
        bearing_deg=found.bearing_deg,
        direction=found.direction,
        side=found.side,
        country=side,
        extreme=found.extreme,
        story=story,
        label=found.label,
    )


def story_of(mentions: Iterable[Mention], gazetteer: Gazetteer) -> Story:
    """What mentions name, in their order: countries (meant by a demonym or holding a named town too),
    and places that are none. Governments count as their country, never as a place."""
    countries: dict[str, Place] = {}
    places: dict[str, Place] = {}
    for mention in mentions:
        place = mention.place
        if mention.role in {"actor_org", "embedded_name"}:
            continue
        if place is None or mention.kind == "demonym":
            for code in mention.countries:
                country = gazetteer.country(code)
                if country is not None:
                    countries.setdefault(country.id, country)
        elif is_country(place):
            countries.setdefault(place.id, place)
        elif mention.role != "actor_metonym":
            places.setdefault(place.id, place)
            owner = gazetteer.country(place.country) if place.country else None
            if owner is not None and place.feature_class in {"A", "P", "S"}:
                countries.setdefault(owner.id, owner)
    values = tuple(places.values())
    return Story(
        tuple(countries.values()),
        values,
        tuple(p for p in values if is_river(p)),
        tuple(p for p in values if is_water(p)),
    )
