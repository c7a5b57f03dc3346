"""The record behind a popup: everything geomap knows of one incident, as plain JSON values.

Keys are short because a million of them are written; ``web/src/popup.js`` reads them. Words of the
source stay exactly as they are: they are data from here to the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.config import Quotes
from geomap.model.findings import Findings
from geomap.model.incident import Claim, Incident, Item, Toll, Where
from geomap.model.place import Candidate, Mention, Reason
from geomap.model.text import Quote, Span

#: Code points a quote keeps with ``--quotes short``.
SHORT = 120
#: Runners-up shown in a popup.
CANDIDATES = 4


def incident_to_record(
    findings: Findings,
    incident: Incident,
    document: int,
    mentions: Mapping[str, Mention],
    quotes: Quotes,
    *,
    blurred: bool,
) -> dict[str, Any]:
    """One incident's record; ``document`` is the number of its document in the page."""
    text = findings.document.text if quotes == "full" else ""
    marks = [_words_of_place(mentions[m]) for m in _site_ids(incident) if m in mentions]
    record: dict[str, Any] = {
        "i": incident.id,
        "h": incident.headline,
        "q": [_quote(q, document, marks, quotes) for q in incident.quotes],
        "w": _when(incident, text),
        "l": _where(incident.where, mentions, text, blurred=blurred),
        "a": [[a.role, a.name, a.type, a.country, a.claim] for a in incident.actors],
        "s": [_claim(claim, text) for claim in incident.claims],
        "k": [_toll(toll, text) for toll in incident.casualties],
        "x": reason_to_list(incident.why_not),
        "g": [incident.confidence, incident.grade],
        "b": incident.subtype,
        "po": incident.part_of,
        "ab": incident.about,
        "me": list(incident.members),
        "sa": [list(pair) for pair in incident.same_as],
        "mt": list(incident.merge_trace),
        "cb": list(incident.corrected_by),
    }
    for key, items in (
        ("m", incident.means), ("t", incident.targets), ("c", incident.consequences),
        ("n", incident.interceptions), ("z", incident.measures),
    ):  # fmt: skip
        record[key] = [_item(item, text) for item in items]
    return {key: value for key, value in record.items() if not _is_empty(value)}


def reason_to_list(reason: Reason | None) -> list[str] | None:
    """A reason as its code and its arguments; the page holds the sentence of each code."""
    return None if reason is None else [reason.code, *reason.args]


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}, [None, None])


def _site_ids(incident: Incident) -> list[str]:
    where = incident.where
    if where is None:
        return []
    ids = [where.mention] if where.mention else []
    return [*ids, *(m for m in where.mentions if m not in ids), *(m for m, _ in where.other_sites)]


def _words_of_place(mention: Mention) -> Span:
    return mention.expression.span if mention.expression is not None else mention.span


def _quote(quote: Quote, document: int, marks: Sequence[Span], quotes: Quotes) -> list[Any]:
    """``[document, start, end, exact, prefix, suffix, marks]``, marks in code points of exact.

    ``end`` is 0 where it is ``start`` and the length of ``exact``.
    """
    if quotes == "none":
        return [document, quote.start, quote.end]
    inside = sorted(
        {
            (max(m.start, quote.start) - quote.start, min(m.end, quote.end) - quote.start)
            for m in marks
            if m.overlaps(quote.span)
        }
    )
    if quotes == "full":
        found = [list(m) for m in inside]
        return [document, quote.start, 0, quote.exact, quote.prefix, quote.suffix, found]
    cut, shift = _shortened(quote.exact, inside[0][0] if inside else 0)
    kept = [[s - shift, e - shift] for s, e in inside if s >= shift and e - shift <= len(cut)]
    before, after = shift > 0, shift + len(cut) < len(quote.exact)
    return [
        document, quote.start, quote.end, cut, "…" if before else "", "…" if after else "", kept
    ]  # fmt: skip


def _shortened(exact: str, at: int) -> tuple[str, int]:
    """At most SHORT code points of ``exact`` round position ``at``, and where they begin."""
    if len(exact) <= SHORT:
        return exact, 0
    first = max(0, min(at - SHORT // 3, len(exact) - SHORT))
    if first > 0:
        space = exact.find(" ", first, first + 20)
        first = space + 1 if space >= 0 else first
    last = min(len(exact), first + SHORT)
    space = exact.rfind(" ", first + SHORT // 2, last) if last < len(exact) else -1
    return exact[first : space if space > 0 else last], first


def _when(incident: Incident, text: str) -> dict[str, Any]:
    when = incident.when
    values = {
        "e": when.edtf, "s": when.start, "t": when.end, "p": when.precision, "b": when.basis,
        "d": when.part, "u": when.duration, "o": when.ongoing or None,
        "q": when.span.of(text) if when.span and text else None,
    }  # fmt: skip
    return {key: value for key, value in values.items() if value is not None}


def _where(
    where: Where | None, mentions: Mapping[str, Mention], text: str, *, blurred: bool
) -> dict[str, Any] | None:
    if where is None:
        return None
    mention = mentions.get(where.mention or "")
    extent = where.extent
    values: dict[str, Any] = {
        "n": where.name or (mention.text if mention else None),
        "id": where.place_id, "c": where.country, "a": where.admin1, "r": where.relation,
        "fa": where.facility, "di": where.disputed,
        # A formula may say the exact figures that blurring hides.
        "f": extent.formula if extent and not blurred else None,
        "q": where.span.of(text) if where.span and text else None,
        "co": [mentions[m].text for m in where.containers if m in mentions],
    }  # fmt: skip
    if mention is not None:
        values |= {
            "rr": reason_to_list(mention.role_reason),
            "p": round(mention.probability, 3),
            "ca": [_candidate(c, blurred=blurred) for c in mention.candidates[:CANDIDATES]],
        }
    return {key: value for key, value in values.items() if not _is_empty(value)}


def _candidate(candidate: Candidate, *, blurred: bool) -> list[Any]:
    place = candidate.place
    digits = 0 if blurred else 4
    return [
        place.id, place.name, place.country, place.admin1, round(place.lon, digits),
        round(place.lat, digits), round(candidate.probability, 3), place.feature_code,
        [reason_to_list(reason) for reason in candidate.reasons],
    ]  # fmt: skip


def _claim(claim: Claim, text: str) -> list[Any]:
    words = claim.attribution.of(text) if claim.attribution and text else None
    return [
        claim.id, claim.source, claim.source_role, claim.side, claim.channel, claim.stance,
        claim.hedge, words,
    ]  # fmt: skip


def _toll(toll: Toll, text: str) -> list[Any]:
    return [
        toll.kind, toll.group, toll.low, toll.best, toll.high, toll.qualifier,
        toll.span.of(text) if text else None, toll.claim, toll.subset_of,
        1 if toll.superseded else 0, toll.realis,
    ]  # fmt: skip


def _item(item: Item, text: str) -> list[Any]:
    return [
        item.cls,
        item.span.of(text) if text else None,
        item.value,
        item.unit,
        item.of,
        item.claim,
    ]
