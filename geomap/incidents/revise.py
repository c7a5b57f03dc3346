"""Roles of mentions once it is known what happened where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.model.incident import Incident
from geomap.model.place import Mention, Reason


def revise_roles(mentions: Sequence[Mention], incidents: Sequence[Incident]) -> list[Mention]:
    """Every chosen site becomes ``site``; a word of place where nothing happened, ``background``.

    An "ici" or "la ville" that takes up a chosen site keeps that role, as its antecedent does.
    """
    label: dict[str, str] = {}
    drawn: set[str] = set()
    for incident in incidents:
        if incident.where is None:
            continue
        for mention_id in incident.where.mentions:
            label.setdefault(mention_id, incident.headline)
            if incident.recency == "current" or incident.on_map:
                drawn.add(mention_id)
    anchors = {
        anchor for m in mentions if m.expression is not None for anchor in m.expression.anchors
    }
    revised: list[Mention] = []
    for mention in mentions:
        if mention.id in drawn:
            revised.append(_with(mention, "site", Reason("role_event_site", (label[mention.id],))))
        elif mention.id in label:
            revised.append(_with(mention, "background", Reason("role_event_background")))
        elif (
            mention.role == "site" and mention.id not in anchors and mention.antecedent not in drawn
        ):
            revised.append(_with(mention, "background", Reason("role_no_event")))
        else:
            revised.append(mention)
    return _without_idle_expressions(revised, set(label))


def _without_idle_expressions(mentions: list[Mention], used: set[str]) -> list[Mention]:
    """Expressions that are the site of something stay mentions; any other is kept with its anchor.

    "jusqu'à la frontière du Mali" names the Mali and a line; only what happens there makes the line
    a place of the text.
    """
    used = used | {m.antecedent for m in mentions if m.antecedent is not None}
    idle = {
        m.id: m
        for m in mentions
        if m.kind == "expression" and m.role != "site" and m.id not in used
    }
    if not idle:
        return mentions
    by_anchor = {
        anchor: m.expression
        for m in idle.values()
        if m.expression is not None
        for anchor in m.expression.anchors[:1]
    }
    return [
        replace(m, expression=by_anchor[m.id]) if m.id in by_anchor and m.expression is None else m
        for m in mentions
        if m.id not in idle
    ]


def _with(mention: Mention, role: str, reason: Reason) -> Mention:
    if mention.role == role:
        reason = mention.role_reason or reason
    return replace(mention, role=role, role_reason=reason)  # type: ignore[arg-type]
