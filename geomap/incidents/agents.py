"""Who acts in a telling: the countries and groups told as the authors; other actors, other event."""

from __future__ import annotations

from geomap.incidents.draft import Draft
from geomap.incidents.event import Event
from geomap.incidents.lexicon import lexicon
from geomap.incidents.types import ATTACKS
from geomap.model.place import Mention

#: Types with somebody who acts: other actors, other event.
AGENTIVE = ATTACKS | {"troop_movement", "territory_change"}


def others_act(event: Event, draft: Draft) -> bool:
    """ "Les États-Unis déploient … L'armée israélienne a massé …": not the same army."""
    if event.type not in AGENTIVE or draft.type not in AGENTIVE:
        return False
    known, new = agents_of(event.first), agents_of(draft)
    return bool(known) and bool(new) and not known & new


def agents_of(draft: Draft) -> frozenset[str]:
    """Countries said to act: in the subject of an active verb, or the adjective of the noun."""
    if draft.kind == "verb":
        low, high = (0, 0) if draft.passive else (draft.low, draft.first)
    else:
        low, high = draft.first, draft.last + 2
    by = lexicon(draft.reading.lang).words["by"] if draft.kind == "verb" else frozenset()
    return frozenset(
        code
        for first, last, mention in draft.reading.mentions
        if low <= first and last <= high
        and draft.reading.keys[first - 1] not in by  # "rebels backed by X entered": X did not
        and (mention.kind in {"demonym", "organisation"} or mention.role in {"actor_metonym", "actor_org"})
        if (code := _side(mention))
    )  # fmt: skip


def _side(mention: Mention) -> str:
    """The country of a people, a state or an organisation; the name of one without a country."""
    if mention.place is not None:
        return mention.place.country or mention.place.name
    return mention.countries[0] if mention.countries else ""
