"""A place that is named beside its description: "Kherson, à 450 km au sud de Kiev".

The named place is the place; the description only confirms it or speaks against it. Of a name that
the gazetteer does not hold, the description is all that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geomap.expressions.request import Request
from geomap.expressions.scan import Found
from geomap.language.load import load
from geomap.model.place import Mention, Reason
from geomap.model.text import SegmentedText

#: Relations that often describe a place named beside them.
_DESCRIBING = frozenset(
    [
        "offset", "ring", "direction", "near", "gates", "around", "facing", "upstream", "downstream",
        "between", "halfway", "offshore",
    ]
)  # fmt: skip
#: Relations that tell more of a name that is not listed.
_LOCATING = _DESCRIBING | {
    "border",
    "border_strip",
    "border_zone",
    "border_distance",
    "along",
    "coast",
}
#: Roles of an anchor that become a reference's; what is background or a route stays so.
_OF_THE_STORY = frozenset({"site", "container", "reference"})
#: Roles of a name that is no place of the story, or no place.
_NO_PLACE = frozenset({"embedded_name", "actor_org", "actor_metonym", "reporter_location"})
#: What a description that does not fit leaves of a place's probability (chosen).
_CONTRADICTED = 0.6


def described_by(found: Found, here: Sequence[Mention], segmented: SegmentedText) -> Mention | None:
    """The settlement or site that an offset describes, before it or behind it; None for none."""
    if found.cue.relation not in _LOCATING:
        return None
    listed = found.cue.relation in _DESCRIBING

    def may_be(mention: Mention) -> bool:
        return mention.id not in ids and ((_is_spot(mention) and listed) or is_unlisted(mention))

    links = _links(segmented.lang)
    keys, starts = segmented.tokens.keys, segmented.tokens.starts
    ids = {m.id for m in (*found.anchors, *found.demonyms)}
    for mention in reversed(here):
        if mention.span.end <= found.span.start and may_be(mention):
            index = found.first_token - 1
            while index >= 0 and starts[index] >= mention.span.end and keys[index] in links:
                index -= 1
            if index >= 0 and starts[index] < mention.span.end:
                return mention
            break
    after = _links_after(segmented.lang)
    for mention in here:
        if mention.span.start >= found.span.end and may_be(mention):
            index = found.last_token
            while index < len(keys) and starts[index] < mention.span.start:
                if keys[index] not in after:
                    return None
                index += 1
            return mention if index > found.last_token else None
    return None


def referring(here: Sequence[Mention], anchors: Sequence[Mention], reason: Reason) -> list[Mention]:
    """The mentions with their anchors made references, for ``reason``."""
    ids = {m.id for m in anchors}
    return [
        replace(m, role="reference", role_reason=reason)
        if m.id in ids and m.role in _OF_THE_STORY
        else m
        for m in here
    ]


def held_against(request: Request, described: Mention) -> Mention:
    """The described place, less probable where its description does not fit it."""
    if described.place is None or not request.anchors:
        return described
    from geomap.expressions.relate.points import agrees

    verdict = agrees(request, described.place)
    if verdict is None:
        return described
    code = "expression-confirms" if verdict else "expression-contradicts"
    note = Reason(code, (described.text,))
    chance = described.probability if verdict else _CONTRADICTED * described.probability
    candidates = tuple(
        replace(c, reasons=(*c.reasons, note)) if c.place.id == described.place.id else c
        for c in described.candidates
    )
    return replace(described, probability=chance, candidates=candidates)


def is_unlisted(mention: Mention) -> bool:
    """True for a name of the story that no place of the gazetteer bears."""
    return (
        mention.kind == "name"
        and mention.place is None
        and mention.extent is None
        and mention.nested_in is None
        and mention.role not in _NO_PLACE
    )


def _is_spot(mention: Mention) -> bool:
    place = mention.place
    if mention.kind != "name":
        return False
    return place is not None and place.feature_class in {"P", "S"}


@lru_cache(maxsize=4)
def _links(lang: str) -> frozenset[str]:
    return frozenset(load(lang, "expressions")["describes"]["before"])


@lru_cache(maxsize=4)
def _links_after(lang: str) -> frozenset[str]:
    return frozenset(load(lang, "expressions")["describes"]["after"])
