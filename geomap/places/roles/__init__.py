"""The role each mention plays, from the words around it alone.

Only neighbouring words are read, so this is cheap: one look to the left, one to the right. What
happens at a place is not known here; ``incidents`` may still turn a place-complement where nothing
happened into background. The words stand in ``language/<lang>/roles.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model.place import Mention, Reason
from geomap.model.text import SegmentedText
from geomap.places.roles.actors import state
from geomap.places.roles.breadth import is_coarse, is_state
from geomap.places.roles.complements import (
    bare,
    lasting,
    locative,
    office_in,
    situated,
    told_again,
    topic,
)
from geomap.places.roles.compounds import compound
from geomap.places.roles.containers import container, listed, narrowed, parallel, resumed
from geomap.places.roles.heads import genitive, taken_to
from geomap.places.roles.journeys import movement
from geomap.places.roles.look import Decision, Look, Sight
from geomap.places.roles.names import dateline, embedded, same_again

__all__ = ["assign_roles", "is_coarse", "is_state", "roles_of_anaphors"]


def assign_roles(segmented: SegmentedText, mentions: Sequence[Mention], lang: str) -> list[Mention]:
    """Give every mention one of the thirteen roles, with the cue that decided.

    Mentions come, and are returned, in text order. Linear in their number.
    """
    sight = Sight(segmented, lang)
    assigned: list[Mention] = []
    for number, mention in enumerate(mentions):
        after = mentions[number + 1] if number + 1 < len(mentions) else None
        before = assigned[-1] if assigned else None
        earlier = assigned[-2] if len(assigned) > 1 else None
        role, reason = _decide(sight, mention, before, after, earlier)
        assigned.append(mention.playing(role, reason))
    return assigned


def roles_of_anaphors(
    segmented: SegmentedText, mentions: Sequence[Mention], lang: str
) -> list[Mention]:
    """Anaphors with the role their own words give them ("des hôpitaux de la ville": a destination).

    Where the words tell nothing they keep the role of what they take up. Other mentions stay.
    """
    if not any(m.kind == "anaphor" for m in mentions):
        return list(mentions)
    sight = Sight(segmented, lang)
    return [
        m.playing(*said)
        if m.kind == "anaphor" and (said := _of_anaphor(sight.look(m, None))) is not None
        else m
        for m in mentions
    ]


def _decide(
    sight: Sight,
    mention: Mention,
    before: Mention | None,
    after: Mention | None,
    earlier: Mention | None,
) -> Decision:
    """The cues, the most telling first; ``before`` and ``earlier`` are the two mentions before."""
    if mention.kind == "demonym":
        return "demonym", Reason("role_demonym")
    if mention.kind == "organisation" or (
        mention.place is not None and mention.place.feature_class == "O"
    ):
        return "actor_org", Reason("role_org")
    look = sight.look(mention, before, after)
    look.earlier = earlier
    found = (
        same_again(look)
        or embedded(look)
        or dateline(look)
        or compound(look)
        or resumed(look)
        or container(look)
        or narrowed(look)
        or lasting(look)
        or genitive(look)
        or listed(look)
    )
    if found is not None:
        return found
    look.climb()
    if look.climbed and (found := genitive(look) or listed(look)) is not None:
        return found
    return (
        office_in(look)
        or situated(look)
        or movement(look)
        or parallel(look)
        or topic(look)
        or state(look)
        or locative(look)
        or bare(look)
    )


def _of_anaphor(look: Look) -> Decision | None:
    """What the words around an anaphor make of it; None when they tell nothing of their own."""
    if look.cues.has("of", look.key(look.first - 1)) and (word := taken_to(look)):
        return "destination", Reason("role_destination", (word,))
    return movement(look) or told_again(look)
