"""Findings of one document as lines of text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geomap.language.date_words import when_in_words
from geomap.language.load import load, words_of_reason
from geomap.model.findings import Findings
from geomap.model.incident import Incident, Toll
from geomap.model.place import Candidate, Mention, Reason

RUNNERS_UP = 4


def explain_document(findings: Findings, lang: str) -> str:
    """The whole explanation of a document, in the language of the reader."""
    labels = load(lang, "labels")
    words = labels["explain"]
    document = findings.document
    lines = [
        f"{words['document']}: {document.id}",
        f"{words['date']}: {findings.anchor.date or words['unknown_date']}"
        + (f" ({findings.anchor.basis})" if findings.anchor.basis else ""),
        "",
        marked_text(findings),
        "",
        f"== {words['mentions']} ({len(findings.mentions)})",
    ]
    for mention in findings.mentions:
        lines += _mention(mention, labels, lang)
    lines += ["", f"== {words['incidents']} ({len(findings.incidents)})"]
    for incident in findings.incidents:
        lines += _incident(incident, document.text, labels, lang)
    if findings.warnings:
        lines += ["", f"== {words['warnings']}", *(f"  {w}" for w in findings.warnings)]
    return "\n".join(lines) + "\n"


def marked_text(findings: Findings) -> str:
    """The text with ``[words](id)`` round every mention; the longest of nested ones."""
    text = findings.document.text
    parts: list[str] = []
    at = 0
    for mention in sorted(findings.mentions, key=lambda m: (m.span.start, -m.span.end)):
        if mention.span.start < at:
            continue
        parts += [text[at : mention.span.start], f"[{mention.text}]({mention.id})"]
        at = mention.span.end
    parts.append(text[at:])
    return "".join(parts)


def _mention(mention: Mention, labels: dict[str, Any], lang: str) -> Iterator[str]:
    words = labels["explain"]
    role = labels["roles"].get(mention.role, mention.role)
    yield f"{mention.id} «{mention.text}» {mention.span.start}-{mention.span.end}"
    yield f"    {role}{_because(mention.role_reason, lang)}"
    if mention.place is not None:
        place = mention.place
        where = ", ".join(p for p in (place.admin1, place.country) if p)
        yield (
            f"    → {place.name} ({place.id}, {place.feature_class}/{place.feature_code}"
            f"{', ' + where if where else ''}) {place.lon:.4f} {place.lat:.4f}"
            f"  p={mention.probability:.2f}"
        )
    elif mention.kind in ("name", "coordinates"):
        yield f"    → {words['no_place']}"
    if mention.expression is not None:
        expression = mention.expression
        if expression.extent is not None and expression.extent.formula:
            yield f"    {words['formula']}: {expression.extent.formula}"
        if expression.why_not is not None:
            yield f"    {words['unlocated']}{_because(expression.why_not, lang)}"
    others = [
        c for c in mention.candidates if mention.place is None or c.place.id != mention.place.id
    ]
    for candidate in _chosen(mention):
        yield from _reasons(candidate, lang)
    for candidate in others[:RUNNERS_UP]:
        place = candidate.place
        yield (
            f"      {candidate.probability:.2f} {place.name} ({place.id}, {place.country or '-'}, "
            f"{place.feature_code}) {place.lon:.2f} {place.lat:.2f}"
        )
        yield from _reasons(candidate, lang)


def _chosen(mention: Mention) -> list[Candidate]:
    return [
        c
        for c in mention.candidates
        if mention.place is not None and c.place.id == mention.place.id
    ]


def _reasons(candidate: Candidate, lang: str) -> Iterator[str]:
    for reason in candidate.reasons:
        yield f"        · {words_of_reason(reason, lang)}"


def _because(reason: Reason | None, lang: str) -> str:
    return f": {words_of_reason(reason, lang)}" if reason is not None else ""


def _incident(incident: Incident, text: str, labels: dict[str, Any], lang: str) -> Iterator[str]:
    words = labels["explain"]
    kind = labels["types"].get(incident.type, incident.type)
    status = labels["status"].get(incident.status, incident.status)
    yield f"{incident.id} {kind} [{status}, {incident.polarity}, {incident.realis}, {incident.recency}]"
    yield f"    {incident.headline}"
    when = incident.when
    said = f" «{when.span.of(text)}»" if when.span else ""
    told = f"{when.edtf}, {when.precision}" if when.edtf else words["unknown_date"]
    yield f"    {words['when']}: {when_in_words(when, lang)} ({told}, {when.basis}){said}"
    if incident.where is not None:
        where = incident.where
        precision = labels["precision"].get(where.precision, where.precision)
        yield f"    {words['where']}: {where.name or '-'} ({precision}, {where.geometry_kind or '-'})"
    for toll in incident.casualties:
        yield f"    {words['tolls']}: {_toll(toll)} «{toll.span.of(text)}» [{toll.claim}]"
    for actor in incident.actors:
        yield f"    {words['actors']}: {actor.name} ({actor.role}, {actor.country or '-'})"
    for claim in incident.claims:
        if claim.source_role != "newsroom":
            hedge = f", {claim.hedge}" if claim.hedge else ""
            channel = f", {claim.channel}" if claim.channel else ""
            yield f"    {words['claims']} {claim.id}: {claim.source} ({claim.stance}{channel}{hedge})"
    for quote in incident.quotes:
        yield f"    {words['quote']} {quote.start}-{quote.end}: «{_one_line(quote.exact)}»"
    verdict = words["mapped"] if incident.on_map else words["not_mapped"]
    yield f"    {verdict}{_because(incident.why_not, lang)}"


def _toll(toll: Toll) -> str:
    def shown(value: int | None) -> str:
        return "?" if value is None else str(value)

    subset = f" ⊂ {toll.subset_of}" if toll.subset_of else ""
    return f"{toll.kind} {shown(toll.low)}/{shown(toll.best)}/{shown(toll.high)} {toll.qualifier}{subset}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
