"""The door of the room: spots, their places, their roles."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.config import PlaceOptions
from geomap.gazetteer import Gazetteer
from geomap.model.place import Candidate, Mention
from geomap.model.text import SegmentedText, Span
from geomap.places.belief import is_out_of_the_way
from geomap.places.context import Region
from geomap.places.cues import Cues, cues_of
from geomap.places.decide import Resolver, key_of
from geomap.places.natures import mark_natures, natures_of
from geomap.places.recognise import Recogniser
from geomap.places.roles import assign_roles
from geomap.places.spots import Name, Spot
from geomap.places.zones import Reading

#: Below this share of the scores a name has candidates and no place: unknown is not the likeliest
#: homonym. (Below it fewer than one answer in five was right: LGL, GeoVirus, TUD-Loc 2013; November 2026.)
_ANSWERED = 0.025
#: Tokens between a name and what it lies in, and the first of them.
_GAP = 6
_BESIDE = frozenset({",", "(", "en", "in", "dans"})
#: Tokens between two members of a list ("et de la").
_IN_LIST = 4
#: Where the noun of a definition ("is a small town in") stands at the latest, and how many tokens its
#: preposition stands before the first name ("in rural Somerset").
_DEFINITION = 9
_LOCATIVE = 3
#: Spots behind a definition that may belong to it, and those in asides before it.
_DEFINING = 4
_IN_ASIDES = 4
#: What opens an aside between a name and its definition, and what closes it; its tokens at most.
_ASIDE = {"(": ")", "[": "]", "/": "/", ",": ","}
_ASIDE_TOKENS = 40
#: Prominence of a city whose districts and suburbs are defined by it.
_CITY = 27.0


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
    share_heads(segmented.tokens.keys, spots, cues_of(segmented.lang))
    link_containers(segmented, spots)
    mark_natures(segmented.tokens.keys, spots, natures_of(segmented.lang))
    cues = cues_of(segmented.lang)
    resolver = Resolver(
        spots, region_of(options.region, gazetteer), home=cues.home, villages=cues.villages
    )
    resolver.resolve([key_of(text[s.start : s.end]) for s in spots])
    return [
        _mention(number, text, spot, resolver, resolver.name_of[number])
        for number, spot in enumerate(spots)
    ]


def link_containers(segmented: SegmentedText, spots: Sequence[Spot]) -> None:
    """Tell every spot which spots right behind it may say where it lies."""
    cues = cues_of(segmented.lang)
    keys = segmented.tokens.keys
    for number, spot in enumerate(spots[:-1]):
        following = spots[number + 1]
        if spot.kind != "name" or spot.sentence != following.sentence or spot.nested is not None:
            continue
        gap = keys[spot.last : following.first]
        if (
            following.kind == "name"
            and 0 < len(gap) <= _GAP
            and gap[0] in _BESIDE
            and all(key in cues.containing for key in gap)
            and any(o.is_area for o in following.options[:5])
            and not _are_listed(keys, spot, following, cues)
        ):
            spot.containers.append(following)
            spot.said_inside = len(gap) > 1 or gap[0] != ","
        elif gap and (gap[0] in _ASIDE or gap[0] in cues.defining_verbs):
            spot.containers += _in_definition(keys, spots, number, cues)


def share_heads(keys: Sequence[str], spots: Sequence[Spot], cues: Cues) -> None:
    """ "les villages de X, Y et Z": a noun in the plural tells the kind of every member of the list."""
    plural = ""
    before: Spot | None = None
    for spot in spots:
        if spot.kind != "name" or spot.nested is not None:
            continue
        if spot.head:
            plural = spot.group if spot.head in cues.plural_heads else ""
        elif plural and before is not None and before.sentence == spot.sentence:
            gap = keys[before.last : spot.first]
            listed = 0 < len(gap) <= _IN_LIST and gap[0] in cues.coordinating
            if listed and all(key in cues.listing for key in gap[1:]):
                spot.head, spot.group = before.head, plural
            else:
                plural = ""
        before = spot


def _are_listed(keys: Sequence[str], spot: Spot, following: Spot, cues: Cues) -> bool:
    """ "le Mali, la Guinée", "China, Japan and Chile": countries of a list hold one another not."""
    if not (_may_be_country(spot) and _may_be_country(following)):
        return False
    gap = keys[spot.last : following.first]
    behind = keys[following.last] if following.last < len(keys) else ""
    if gap[0] != ",":
        return False
    return (len(gap) == 2 and gap[1] in cues.articles) or (
        len(gap) == 1 and behind in cues.coordinating - {","}
    )


def _may_be_country(spot: Spot) -> bool:
    return any(o.place.feature_code.startswith("PCL") for o in spot.options[:5])


def _in_definition(
    keys: Sequence[str], spots: Sequence[Spot], number: int, cues: Cues
) -> list[Spot]:
    """The areas and cities that a sentence defining ``spots[number]`` names: "X is a town in Y, Z"."""
    verb = _behind_asides(keys, spots[number].last)
    if keys[verb] not in cues.defining_verbs or keys[verb + 1] not in cues.defining_articles:
        return []
    behind = [
        s
        for s in spots[number + 1 : number + 1 + _DEFINING + _IN_ASIDES]
        if s.sentence == spots[number].sentence and s.first > verb + 1
    ][:_DEFINING]
    if not behind:
        return []
    said = keys[verb + 2 : behind[0].first]
    if not any(key in cues.head for key in said[:_DEFINITION]):
        return []
    if not any(key in cues.containing for key in said[-_LOCATIVE:]):
        return []
    return [
        s
        for s in behind
        if s.kind == "name" and any(o.is_area or o.prominence >= _CITY for o in s.options[:5])
    ]


def _behind_asides(keys: Sequence[str], at: int) -> int:
    """The token behind what stands in brackets, strokes or commas: "(1,200 inhabitants)", "/ˈdʌblɪn/"."""
    last = len(keys) - 2
    while at < last and keys[at] in _ASIDE:
        opens, closes = keys[at], _ASIDE[keys[at]]
        depth, end = 1, at
        while depth and end < min(last, at + _ASIDE_TOKENS):
            end += 1
            depth += (keys[end] == opens != closes) - (keys[end] == closes)
        if depth:
            break
        at = end + 1
    return min(at, last)


def _mention(number: int, text: str, spot: Spot, resolver: Resolver, name: Name | None) -> Mention:
    place = None
    probability = 0.0
    candidates: tuple[Candidate, ...] = ()
    if name is not None and name.pick is not None:
        probability = resolver.belief(name)
        if name.sure >= _ANSWERED and not is_out_of_the_way(
            name, resolver.context, resolver.home, resolver.villages
        ):
            place = name.pick.place
        candidates = resolver.candidates(name)
    elif spot.options:
        place, probability = spot.options[0].place, 1.0
    return Mention(
        id=f"m{number + 1}", span=Span(spot.start, spot.end), text=text[spot.start : spot.end],
        kind=spot.kind, sentence=spot.sentence, head=spot.head or None, place=place,
        probability=probability, candidates=candidates, countries=spot.countries,
        nested_in=Span(*spot.nested) if spot.nested else None,
    )  # fmt: skip


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
    given = [recogniser.maker.given(span) for span in spans]
    others = [
        s for s in recogniser.spots() if not any(s.start < g.end and g.start < s.end for g in spans)
    ]
    spots = sorted([*given, *others], key=lambda s: (s.start, s.end))
    mentions = _resolved(segmented, gazetteer, options, spots)
    wanted = {(span.start, span.end) for span in spans}
    return [m for m in mentions if (m.span.start, m.span.end) in wanted]
