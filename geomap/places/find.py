"""The door of the room: spots, their places, their roles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geomap.config import PlaceOptions
from geomap.gazetteer import Gazetteer
from geomap.language.fold import fold
from geomap.model.place import Candidate, Mention, Reason
from geomap.model.text import SegmentedText, Span
from geomap.places.decide import Region, Resolver
from geomap.places.recognise import Recogniser
from geomap.places.roles import assign_roles
from geomap.places.spots import Name, Option, Spot
from geomap.places.zones import Reading

#: Candidates kept with a mention.
_KEPT = 6


def find_mentions(
    segmented: SegmentedText, gazetteer: Gazetteer, options: PlaceOptions
) -> list[Mention]:
    """Names of places in a text, resolved, with roles, in text order.

    Demonyms and organisations are among them (they are never placed). A name that the gazetteer
    does not hold has no place and no candidate. Pure; linear in the text.
    """
    spots = Recogniser(Reading(segmented, gazetteer)).spots()
    mentions = _resolved(segmented, gazetteer, options, spots)
    return assign_roles(segmented, mentions, segmented.lang)


def _resolved(
    segmented: SegmentedText, gazetteer: Gazetteer, options: PlaceOptions, spots: Sequence[Spot]
) -> list[Mention]:
    text = segmented.text
    _link_containers(segmented, spots)
    keys = [fold(text[s.start : s.end]) for s in spots]
    resolver = Resolver(spots, region_of(options.region, gazetteer))
    resolver.resolve(keys)
    return [
        _mention(number, text, spot, resolver.names.get(key))
        for number, (spot, key) in enumerate(zip(spots, keys, strict=True))
    ]


def _link_containers(segmented: SegmentedText, spots: Sequence[Spot]) -> None:
    from geomap.places.cues import cues_of

    containing = cues_of(segmented.lang).containing
    keys = segmented.tokens.keys
    for spot, following in pairwise(spots):
        gap = keys[spot.last : following.first]
        if (
            spot.sentence == following.sentence
            and spot.kind == "name" == following.kind
            and 0 < len(gap) <= 6
            and gap[0] in {",", "(", "en", "in"}
            and all(key in containing for key in gap)
            and any(o.is_area for o in following.options[:5])
        ):
            spot.container = following


def _mention(number: int, text: str, spot: Spot, name: Name | None) -> Mention:
    place = None
    probability = 0.0
    candidates: tuple[Candidate, ...] = ()
    if name is not None and name.pick is not None:
        place, probability = name.pick.place, name.sure
        order = sorted(range(len(name.options)), key=lambda i: -name.scores[i])[:_KEPT]
        candidates = tuple(_candidate(name.options[i], name, i) for i in order)
    elif spot.options:
        place, probability = spot.options[0].place, 1.0
    return Mention(
        id=f"m{number + 1}", span=Span(spot.start, spot.end), text=text[spot.start : spot.end],
        kind=spot.kind, sentence=spot.sentence, head=spot.head or None, place=place,
        probability=probability, candidates=candidates, countries=spot.countries,
        nested_in=Span(*spot.nested) if spot.nested else None,
    )  # fmt: skip


def _candidate(option: Option, name: Name, index: int) -> Candidate:
    reasons = (Reason("place_only"),) if len(name.options) == 1 else ()
    del index
    return Candidate(
        option.place, name.sure if option is name.pick else 0.0, reasons, option.match.matched
    )


def region_of(region: str | None, gazetteer: Gazetteer) -> Region | None:
    """``--region``: "west,south,east,north", a country code, or the name of a place."""
    if not region:
        return None
    parts = region.split(",")
    if len(parts) == 4:
        west, south, east, north = (float(p) for p in parts)
        return Region(region, None, (west, south, east, north))
    if len(region) == 2 and (country := gazetteer.country(region.upper())):
        return Region(country.name, country.country, None)
    found = gazetteer.lookup(region, limit=1)
    if not found:
        return None
    place = found[0].place
    if place.feature_code.startswith("PCL"):
        return Region(place.name, place.country, None)
    around = max(1.0, place.radius_m / 111_195)
    return Region(
        place.name,
        None,
        (
            place.lon - around * 1.5,
            place.lat - around,
            place.lon + around * 1.5,
            place.lat + around,
        ),
    )


def resolve_given(
    segmented: SegmentedText, gazetteer: Gazetteer, options: PlaceOptions, spans: Sequence[Span]
) -> list[Mention]:
    """One mention for each of ``spans``, resolved in the light of all the names of the text."""
    recogniser = Recogniser(Reading(segmented, gazetteer))
    given = [recogniser.given(span) for span in spans]
    others = [
        s for s in recogniser.spots() if not any(s.start < g.end and g.start < s.end for g in spans)
    ]
    spots = sorted([*given, *others], key=lambda s: (s.start, s.end))
    mentions = _resolved(segmented, gazetteer, options, spots)
    wanted = {(span.start, span.end) for span in spans}
    return [m for m in mentions if (m.span.start, m.span.end) in wanted]
