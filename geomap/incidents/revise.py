"""Roles of mentions once it is known what happened where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.story import Event
from geomap.model.incident import Incident
from geomap.model.place import Mention, Reason


def revise_roles(
    mentions: Sequence[Mention], incidents: Sequence[Incident], events: Sequence[Event]
) -> list[Mention]:
    """Every chosen site becomes ``site``; a word of place where nothing happened, ``background``."""
    label: dict[str, str] = {}
    drawn: set[str] = set()
    for incident in incidents:
        if incident.where is None:
            continue
        for mention_id in incident.where.mentions:
            label.setdefault(mention_id, incident.headline)
            if incident.recency == "current" or incident.on_map:
                drawn.add(mention_id)
    revised: list[Mention] = []
    anchors = {
        anchor for m in mentions if m.expression is not None for anchor in m.expression.anchors
    }
    for mention in mentions:
        if mention.id in drawn:
            revised.append(_with(mention, "site", Reason("role_event_site", (label[mention.id],))))
        elif mention.id in label:
            revised.append(_with(mention, "background", Reason("role_event_background")))
        elif mention.role == "site" and mention.id not in anchors:
            revised.append(_with(mention, "background", Reason("role_no_event")))
        else:
            revised.append(mention)
    return revised


def _with(mention: Mention, role: str, reason: Reason) -> Mention:
    if mention.role == role:
        reason = mention.role_reason or reason
    return replace(mention, role=role, role_reason=reason)  # type: ignore[arg-type]
