"""Roles of mentions once it is known what happened where."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from geomap.gazetteer.sphere import great_circle_m
from geomap.incidents.nearness import breadth
from geomap.model.incident import Incident
from geomap.model.place import Mention, Reason

#: A place this near to where something happened, named this many sentences after it, belongs to it.
BESIDE_M, BESIDE_SENTENCES = 25_000.0, 3
#: Sentences behind a warning that go on with the places it is for.
ALERT_SENTENCES = 2
#: How far, in code points, what a province holds is named from it in a sentence.
INNER_REACH = 120
#: How far, in code points, below a heading what it is over is told.
HEADING_REACH = 300
#: Why a place is a site whatever is known of what happened: something is said to befall it.
_BEFALLEN = frozenset({"role_event", "role_target"})
#: How wide a country is (``nearness.breadth``): "des accidents en X" is no event of today.
STATE = 3
#: An event of so many calendar years before the document is history, not a part of the story.
HISTORY_YEARS = 2
#: An event told as context is still a site of the story when it is no older than this.
RECENT_MONTHS = 1
#: Letters of a year and its month.
_MONTH = 7


def revise_roles(
    mentions: Sequence[Mention], incidents: Sequence[Incident], told_on: str | None = None
) -> list[Mention]:
    """Every chosen site becomes ``site``; a word of place where nothing happened, ``background``.

    Where the same sentence tells of a current incident, a word of place keeps its role: people died
    or houses fell there ("une personne a été tuée à X"), though the incident is drawn elsewhere. A
    province or country is then a ``container`` of what happened in it. An "ici" or "la ville" that
    takes up a chosen site keeps that role, as its antecedent does. What happened in an earlier year
    than the document (``told_on``, EDTF) is history: its place is ``background``, drawn or not.
    """
    label: dict[str, str] = {}
    drawn: set[str] = set()
    earlier: set[str] = set()
    for incident in incidents:
        if incident.where is None:
            continue
        for mention_id in incident.where.mentions:
            label.setdefault(mention_id, incident.headline)
            if incident.recency == "current" or (
                incident.on_map and _months_ago(incident, told_on) <= RECENT_MONTHS
            ):
                drawn.add(mention_id)
            elif incident.on_map and not _is_history(incident, told_on):
                earlier.add(mention_id)
    drawn = drawn or earlier
    anchors = {
        anchor
        for m in mentions
        if m.expression is not None and m.expression.relation != "within"
        for anchor in m.expression.anchors
    }
    measured = {
        anchor: m.text
        for m in mentions
        if m.expression is not None and m.id in label
        for anchor in m.expression.anchors
    }
    sites: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.id in drawn:
            sites.setdefault(mention.sentence, []).append(mention)
    told = _told(incidents)
    warned = {
        mention_id
        for incident in incidents
        if incident.status == "alert" and incident.where is not None
        for mention_id in incident.where.mentions
    }
    spans = [(q.start, q.end) for i in incidents if i.status == "alert" for q in i.quotes]
    alerts = {m.sentence for m in mentions if m.id in warned or _is_in(m, sorted(spans))}
    headed = _countries_heading(mentions, drawn)
    happened = {_place_id(m) for m in mentions if m.id in drawn} - {None}
    revised: list[Mention] = []
    for mention in mentions:
        if mention.id in headed:
            revised.append(
                _with(mention, "container", Reason("role_container", (headed[mention.id],)))
            )
        elif mention.id in drawn:
            revised.append(_with(mention, "site", Reason("role_event_site", (label[mention.id],))))
        elif _why(mention) == "role_named_event" and _place_id(mention) not in happened:
            revised.append(_with(mention, "background", Reason("role_event_background")))
        elif mention.id in measured and mention.role == "background":
            told_by = Reason("role_reference", (measured[mention.id],))
            revised.append(_with(mention, "reference", told_by))
        elif _why(mention) == "role_arrival":  # "rentrés à X": nothing is told of it
            revised.append(replace(mention, role="destination"))
        elif (
            mention.role == "site"
            and mention.id not in label
            and (
                _is_in(mention, told)
                or _is_beside(mention, sites)
                or any(0 <= mention.sentence - at <= ALERT_SENTENCES for at in alerts)
            )
        ):
            here = sites.get(mention.sentence, ()) if _why(mention) != "role_target" else ()
            near = (s for s in here if abs(s.span.start - mention.span.end) <= INNER_REACH)
            inner = next((site for site in near if _holds(mention, site)), None)
            if inner is not None:
                mention = _with(mention, "container", Reason("role_container", (inner.text,)))
            revised.append(mention)
        elif _is_heading(mention) and (_place_id(mention) in happened or _is_over(mention, told)):
            revised.append(mention)  # over what the text tells
        elif _is_listed_with(mention, revised):
            revised.append(mention)
        elif _why(mention) in _BEFALLEN and mention.id not in label:
            current = drawn and not _is_year_ago(mention, told_on)  # "l'attentat de X en 2015"
            wide = breadth(mention) >= STATE and mention.sentence > 0
            revised.append(
                mention
                if current and not wide
                else _with(mention, "background", Reason("role_event_background"))
            )
        elif mention.id in label:
            revised.append(_with(mention, "background", Reason("role_event_background")))
        elif (
            mention.role == "site" and mention.id not in anchors and mention.antecedent not in drawn
        ):
            revised.append(_with(mention, "background", Reason("role_no_event")))
        else:
            revised.append(mention)
    return _without_idle_expressions(revised, set(label))


def _why(mention: Mention) -> str:
    """The code of what made a mention a site, "" for any other role."""
    if mention.role != "site" or mention.role_reason is None:
        return ""
    return mention.role_reason.code


def _is_heading(mention: Mention) -> bool:
    """True for a word of place in the headline, or alone on its line."""
    return mention.role == "site" and (mention.sentence == 0 or _why(mention) == "role_heading")


def _countries_heading(mentions: Sequence[Mention], drawn: set[str]) -> dict[str, str]:
    """Countries a headline opens with ("X : trois blessés"), and the site in them that is meant."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.sentence > 0:
            break
        reason = mention.role_reason
        opens = reason is not None and reason.args == (mention.text,)
        if mention.role != "site" or not opens or breadth(mention) < STATE:
            continue
        inner = (m for m in mentions if m.id in drawn and _is_inside(m, mention))
        if (site := next(inner, None)) is not None:
            found[mention.id] = site.text
    return found


def _is_inside(mention: Mention, state: Mention) -> bool:
    inner, outer = mention.place, state.place
    return (
        inner is not None
        and outer is not None
        and inner.country == outer.country
        and breadth(mention) < STATE
    )


def _is_over(mention: Mention, told: Sequence[tuple[int, int]]) -> bool:
    """Whether something that happened is told right below a place alone on its line."""
    end = mention.span.end
    at = bisect.bisect_left(told, (end, end))
    below = at < len(told) and told[at][0] - end <= HEADING_REACH
    return below and _why(mention) == "role_heading"


def _is_listed_with(mention: Mention, revised: Sequence[Mention]) -> bool:
    """True for a word of place in a list whose place before it is the site of something."""
    before = revised[-1] if revised else None
    return (
        _why(mention) == "role_coordinate"
        and before is not None
        and before.sentence == mention.sentence
        and before.role == "site"
    )


def _is_year_ago(mention: Mention, told_on: str | None) -> bool:
    """Whether the event named beside a place carries a year before the document's."""
    args = mention.role_reason.args if _why(mention) == "role_event" else ()  # type: ignore[union-attr]
    return len(args) > 1 and told_on is not None and str(args[1]) < told_on[:4]


def _place_id(mention: Mention) -> str | None:
    return mention.place.id if mention.place is not None else None


def _months_ago(incident: Incident, told_on: str | None) -> int:
    """Calendar months between an incident's end and the document; many when either is unknown."""
    end = incident.when.end if incident.when is not None else None
    if end is None or told_on is None or len(told_on) < _MONTH or len(end) < _MONTH:
        return 12 * HISTORY_YEARS
    years, months = int(told_on[:4]) - int(end[:4]), int(told_on[5:7]) - int(end[5:7])
    return 12 * years + months


def _is_history(incident: Incident, told_on: str | None) -> bool:
    end = incident.when.end if incident.when is not None else None
    return (
        end is not None and told_on is not None and int(told_on[:4]) - int(end[:4]) >= HISTORY_YEARS
    )


def _told(incidents: Sequence[Incident]) -> list[tuple[int, int]]:
    """The sentences that tell of something that has happened now, merged and in order."""
    spans = sorted(
        (quote.start, quote.end)
        for incident in incidents
        if incident.recency == "current"
        and (incident.realis in {"actual", "iterative"} or incident.status == "alert")
        and incident.polarity == "affirmed"
        and incident.status in {"reported", "claimed", "alert"}
        and incident.type != "pledge_or_statement"
        for quote in incident.quotes
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_in(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect.bisect_right(spans, (mention.span.start, mention.span.end)) - 1
    return any(
        start <= mention.span.start and mention.span.end <= end
        for start, end in spans[max(0, at) : at + 2]
    )


def _is_beside(mention: Mention, sites: dict[int, list[Mention]]) -> bool:
    """True for a town or a spot next to where something happened, told of in the next sentences."""
    extent = mention.extent
    if extent is None or extent.kind != "point":
        return False
    return any(
        site.extent is not None
        and site.extent.kind == "point"
        and great_circle_m(extent.lon, extent.lat, site.extent.lon, site.extent.lat) <= BESIDE_M
        for number in range(mention.sentence - BESIDE_SENTENCES, mention.sentence + 1)
        for site in sites.get(number, ())
    )


def _holds(mention: Mention, site: Mention) -> bool:
    """True for a country, a province, a region that the finer site named beside it lies in."""
    outer, extent = mention.place, mention.extent
    inner, spot = site.place, site.extent
    if outer is None or spot is None or (inner is not None and inner.id == outer.id):
        return False
    if (
        inner is not None
        and inner.feature_class == "A"
        and inner.feature_code <= outer.feature_code
    ):
        return False
    if outer.feature_code.startswith("PCL") and inner is not None:
        return inner.country == outer.country
    if extent is None or extent.kind != "area":
        return False
    if extent.geometry is None:
        away = great_circle_m(extent.lon, extent.lat, spot.lon, spot.lat)
        return outer.feature_class == "A" and away <= (extent.radius_m or 0.0)
    import shapely

    return bool(extent.geometry.covers(shapely.Point(spot.lon, spot.lat)))


def _without_idle_expressions(mentions: list[Mention], used: set[str]) -> list[Mention]:
    """Expressions that are the site of something stay mentions; any other is kept with its anchor.

    "jusqu'à la frontière du Togo" names Togo and a line; only what happens there makes the line
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
