"""Names the gazetteer does not know, asked of an online geocoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.errors import NetworkError
from geomap.gazetteer.names import query_keys
from geomap.model.extent import Extent
from geomap.model.place import Candidate, Mention, Place, Reason
from geomap.online.geocoder import Geocoder

#: Probability of a place an online service names exactly so, and of its other answers. Chosen: below
#: what the gazetteer's own exact names start with.
_SAME_NAME, _OTHER = 0.6, 0.2
#: Failures in a row after which a service is not asked again in this run.
_PATIENCE = 3


def complete_mentions(
    mentions: Sequence[Mention], lang: str, geocoder: Geocoder
) -> tuple[list[Mention], list[str]]:
    """Mentions, those without a place completed by what the service knows; and warnings.

    An online candidate competes with the others and says where it is from; the name of the mention
    must be the place's name for it to be chosen. A failure is a warning, never silence, and
    never blanks what is known.
    """
    answers: dict[str, list[Place]] = {}
    warnings: list[str] = []
    failures = 0
    done: list[Mention] = []
    for mention in mentions:
        if mention.place is not None or mention.kind != "name" or failures >= _PATIENCE:
            done.append(mention)
            continue
        if mention.text not in answers:
            try:
                answers[mention.text] = geocoder.search(mention.text, lang)
                failures = 0
            except NetworkError as error:
                failures += 1
                warnings.append(f"{mention.text!r} was not looked up online: {error}")
                if failures >= _PATIENCE:
                    warnings.append(f"{geocoder.provider} is not asked again in this document")
                done.append(mention)
                continue
        done.append(_completed(mention, answers[mention.text], geocoder.provider))
    return done, warnings


def _completed(mention: Mention, places: list[Place], provider: str) -> Mention:
    keys = set(query_keys(mention.text))
    candidates = list(mention.candidates)
    for place in places:
        same = bool(keys & set(query_keys(place.name)))
        reason = Reason("online_found", (provider, place.name))
        candidates.append(Candidate(place, _SAME_NAME if same else _OTHER, (reason,), place.name))
    candidates.sort(key=lambda c: -c.probability)
    best = candidates[0] if candidates else None
    if (
        best is None
        or best.probability < _SAME_NAME
        or not best.reasons
        or best.reasons[0].code != "online_found"
    ):
        return replace(mention, candidates=tuple(candidates))
    place = best.place
    extent = Extent(place.geometry_kind, place.lon, place.lat, place.radius_m)
    return replace(
        mention,
        place=place,
        probability=best.probability,
        candidates=tuple(candidates),
        extent=extent,
    )
