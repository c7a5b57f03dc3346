"""``--task incidents``: what happened, where, when, how many, who says so, against an analyst.

The rules are those of the gold's README: one-to-one matching, optional incidents neither missed
nor false, markers on names that must not be drawn counted apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.errors import BadRecord
from geomap.evaluation.incident_rules import (
    Gold,
    Verdict,
    at_site,
    drawn_extents,
    is_falsely_precise,
    judge,
    with_names,
)
from geomap.evaluation.people import People, score_claims, score_people
from geomap.evaluation.press import text_of
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import ratio
from geomap.gazetteer import Gazetteer
from geomap.language.fold import fold
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.model.text import Document

_PRECISION_OF_LENGTH = {4: "year", 7: "month", 10: "day"}


@dataclass(slots=True)
class _Tally:
    """Counts over all documents of a corpus."""

    required: int = 0
    right: int = 0
    false: int = 0
    mapped: int = 0
    mapped_right: int = 0
    matched: int = 0
    typed: int = 0
    edtf: int = 0
    edtf_of: int = 0
    falsely_precise: int = 0
    markers: int = 0
    sites: list[int] = field(default_factory=lambda: [0, 0, 0])  # hit, predicted, gold
    roles: list[int] = field(default_factory=lambda: [0, 0])
    people: People = field(default_factory=People)
    tolls: list[int] = field(default_factory=lambda: [0, 0, 0])
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Analyse the texts of a gold file, merge them with each other, and score every part."""
    report = Report("incidents", path.stem)
    golds = list(read_jsonl(path))
    findings = analysed(golds, path, gazetteer, options)
    tally = _Tally()
    for gold, found in zip(golds, findings, strict=True):
        score_document(gold, found, tally, report)
        report.predictions.append(_as_object(found))
    _fill(report, tally)
    return report


def analysed(
    golds: Sequence[Gold], path: Path, gazetteer: Gazetteer, options: Options
) -> list[Findings]:
    """Findings of the gold's texts, merged; date and language are those the gold states."""
    from geomap.incidents import merge
    from geomap.pipeline import analyse

    found: list[Findings] = []
    for gold in golds:
        text = text_of(gold, path)
        doc = gold["doc"]
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        if doc.get("sha256") not in {None, sha256}:
            raise BadRecord("the text is not the one the gold was made on", source=str(path))
        published = doc.get("published")
        document = Document(
            str(doc["id"]), text, sha256, title=doc.get("title"), lang=doc["lang"], date=published,
            date_precision=_PRECISION_OF_LENGTH.get(len(published)) if published else None,  # type: ignore[arg-type]
            date_basis="row" if published else None,
        )  # fmt: skip
        found.append(analyse(document, gazetteer, options))
    return merge(found)


def _as_object(found: Findings) -> dict[str, Any]:
    import msgspec

    from geomap.model.wire import findings_to_json

    row: dict[str, Any] = msgspec.json.decode(findings_to_json(found, "fr"))
    return row


# -- one document -------------------------------------------------------------------------------------


def score_document(gold: Gold, found: Findings, tally: _Tally, report: Report) -> None:
    """Add one document to the tally and its errors to the report."""
    document = str(gold["doc"]["id"])
    gold = {**gold, "mentions": with_names(gold["mentions"])}
    mentions = {m["id"]: m for m in gold["mentions"]}
    pairs, unmatched = match(gold, mentions, found)
    right = 0
    for one, (incident, verdict) in pairs.items():
        target = gold["incidents"][one]
        if _is_optional(target):
            continue
        right += verdict.right
        _score_pair(document, target, incident, verdict, tally, report)
    required = [g for g in gold["incidents"] if not _is_optional(g)]
    for number, target in enumerate(gold["incidents"]):
        if number not in pairs and not _is_optional(target):
            report.errors.append(_error(document, "missed", target, "nothing"))
            tally.mapped += bool(target["map"])
    for incident in unmatched:
        tally.false += 1
        report.errors.append(
            Error(document, "false", incident.quotes[0].exact, "no incident", _told(incident))
        )
    tally.required += len(required)
    tally.right += right
    markers = false_markers(gold, found, pairs)
    tally.markers += len(markers)
    for name, incident in markers:
        report.errors.append(Error(document, "marker", incident.quotes[0].exact, "not drawn", name))
    _score_mentions(document, gold, found, tally, report)
    score_claims(document, gold, found, tally.people, report)
    tally.rows.append((document, len(required), right, len(unmatched), len(markers)))


def _is_optional(gold: Gold) -> bool:
    return bool(gold.get("expect", "required") == "optional")


def counted(incident: Incident) -> bool:
    """Whether an incident claims that something happens: negations and fears are only listed."""
    return incident.polarity == "affirmed" and incident.realis not in {"possible", "hypothetical"}


def match(
    gold: Gold, mentions: dict[str, Gold], found: Findings
) -> tuple[dict[int, tuple[Incident, Verdict]], list[Incident]]:
    """Best-first one-to-one matching, and what is left over of the predicted incidents."""
    ours = [incident for incident in found.incidents if counted(incident)]
    ranked: list[tuple[float, int, int, Verdict]] = []
    for g, target in enumerate(gold["incidents"]):
        for o, incident in enumerate(ours):
            verdict = judge(target, mentions, found, incident)
            if (
                verdict.right
                or (verdict.quote and verdict.type)
                or (verdict.quote and verdict.place and verdict.date)
            ):
                weight = verdict.weight + (0.5 if not _is_optional(target) else 0.0)
                ranked.append((-weight, g, o, verdict))
    pairs: dict[int, tuple[Incident, Verdict]] = {}
    taken: set[int] = set()
    for _, g, o, verdict in sorted(ranked, key=lambda row: row[:3]):
        if g not in pairs and o not in taken:
            pairs[g] = (ours[o], verdict)
            taken.add(o)
    return pairs, [incident for o, incident in enumerate(ours) if o not in taken]


def _score_pair(
    document: str, gold: Gold, incident: Incident, verdict: Verdict, tally: _Tally, report: Report
) -> None:
    tally.matched += 1
    tally.typed += verdict.type
    if gold["map"]:
        tally.mapped += 1
        tally.mapped_right += verdict.right
    tally.edtf_of += 1
    tally.edtf += verdict.edtf
    tally.falsely_precise += is_falsely_precise(gold, incident)
    if not verdict.right:
        tally.false += 1
        wrong = [n for n in ("type", "place", "date") if not getattr(verdict, n)]
        report.errors.append(_error(document, "+".join(wrong), gold, _told(incident)))
    elif not verdict.edtf:
        report.errors.append(_error(document, "edtf", gold, _told(incident)))
    _score_tolls(document, gold, incident, tally, report)
    score_people(document, gold, incident, tally.people, report)


def _score_tolls(
    document: str, gold: Gold, incident: Incident, tally: _Tally, report: Report
) -> None:
    def key(toll: Gold) -> tuple[Any, ...]:
        return (toll["kind"], toll["low"], toll["high"], toll["qualifier"], toll.get("subset_of"))

    theirs = [key(toll) for toll in gold["casualties"]]
    ours = [(t.kind, t.low, t.high, t.qualifier, t.subset_of) for t in incident.casualties]
    hits = 0
    rest = list(theirs)
    for toll in ours:
        if toll in rest:
            rest.remove(toll)
            hits += 1
        else:
            report.errors.append(
                Error(document, "toll", incident.quotes[0].exact, "no such toll", str(toll))
            )
    for toll in rest:
        report.errors.append(_error(document, "toll", gold, "missed", str(toll)))
    tally.tolls = [tally.tolls[0] + hits, tally.tolls[1] + len(ours), tally.tolls[2] + len(theirs)]


def _error(document: str, kind: str, gold: Gold, given: str, expected: str | None = None) -> Error:
    quote = gold["quote"][0]["exact"] if gold["quote"] else ""
    told = expected or (
        f"{gold['id']} {gold['type']} {gold['when'].get('edtf')} {gold['when']['precision']} "
        f"{','.join(gold['where']['mentions'])} {'mapped' if gold['map'] else 'listed'}"
    )
    return Error(document, kind, quote, told, given)


def _told(incident: Incident) -> str:
    where = incident.where
    place = f"{where.name} ({where.geometry_kind}, {where.precision})" if where else "nowhere"
    return (
        f"{incident.type} {incident.when.edtf} {incident.when.precision} {place} "
        f"{'mapped' if incident.on_map else 'listed'} {incident.realis} {incident.recency}"
    )


# -- markers, mentions, claims --------------------------------------------------------------------------


def false_markers(
    gold: Gold, found: Findings, pairs: dict[int, tuple[Incident, Verdict]]
) -> list[tuple[str, Incident]]:
    """Geometries drawn where nothing is to be drawn: a name of ``never``, a mention that is no
    site, an incident that has no marker, a pin for an area or a line."""
    partner = {incident.id: gold["incidents"][g] for g, (incident, _) in pairs.items()}
    never = [fold(name) for name in gold["expected_map"].get("never", ())]
    by_start = {m["start"]: m for m in gold["mentions"]}
    sites = [m for m in gold["mentions"] if m["role"] == "site"]
    found_markers: list[tuple[str, Incident]] = []
    for incident in found.incidents:
        for mention, extent in drawn_extents(found, incident):
            name = mention.text if mention is not None else "?"
            target = partner.get(incident.id)
            at_gold_site = any(at_site(site, mention, extent) for site in sites)
            told = by_start.get(mention.span.start) if mention is not None else None
            not_a_site = told is not None and told["role"] != "site" and not at_gold_site
            pin_for_area = (
                target is not None and target["map"]
                and target["where"]["geometry"] in {"area", "line"} and extent.kind == "point"
            )  # fmt: skip
            if (
                (_is_never(fold(name), never, extent.kind) and not at_gold_site)
                or not_a_site
                or (target is not None and not target["map"])
                or pin_for_area
            ):
                found_markers.append((name, incident))
    return found_markers


def _is_never(name: str, never: Sequence[str], kind: str) -> bool:
    for entry in never:
        pin_only = entry.endswith((" centroid", " pin", " (pin)"))
        bare = entry.removesuffix(" centroid").removesuffix(" (pin)").removesuffix(" pin")
        if name == bare and (kind == "point" or not pin_only):
            return True
    return False


def _score_mentions(
    document: str, gold: Gold, found: Findings, tally: _Tally, report: Report
) -> None:
    theirs = {(m["start"], m["end"]): m for m in gold["mentions"]}
    required = [m for m in gold["mentions"] if m.get("expect") != "optional"]
    ours = {(m.span.start, m.span.end): m for m in found.mentions}
    for span, mention in ours.items():
        told = theirs.get(span)
        if told is None:
            if mention.role == "site" and mention.kind != "anaphor":
                tally.sites[1] += 1
                report.errors.append(
                    Error(document, "site", mention.text, "no such mention", "site")
                )
            continue
        if told["role"] == "demonym":
            continue
        tally.roles[1] += 1
        tally.roles[0] += told["role"] == mention.role
        if told["role"] != mention.role:
            start = max(0, span[0] - 40)
            report.errors.append(
                Error(document, "role", found.document.text[start : span[1] + 20],
                      told["role"], f"{mention.role} ({mention.text})")
            )  # fmt: skip
        if mention.role == "site" and told.get("expect") != "optional":
            tally.sites[1] += 1
    tally.sites[0] += sum(
        1 for m in required
        if m["role"] == "site" and (o := ours.get((m["start"], m["end"]))) is not None and o.role == "site"
    )  # fmt: skip
    tally.sites[2] += sum(1 for m in required if m["role"] == "site")


# -- figures ----------------------------------------------------------------------------------------------


def _f1(hit: int, predicted: int, gold: int) -> tuple[float, float, float]:
    precision, recall = ratio(hit, predicted), ratio(hit, gold)
    return precision, recall, ratio(2 * precision * recall, precision + recall)


def _fill(report: Report, tally: _Tally) -> None:
    precision, recall, f1 = _f1(tally.right, tally.right + tally.false, tally.required)
    site, toll = _f1(*tally.sites), _f1(*tally.tolls)
    report.metrics = {
        "n": float(tally.required),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "mapped": float(tally.mapped),
        "mapped_right": float(tally.mapped_right),
        "type_of_matched": ratio(tally.typed, tally.matched),
        "edtf_equal": ratio(tally.edtf, tally.edtf_of),
        "falsely_precise": float(tally.falsely_precise),
        "false_markers": float(tally.markers),
        "site_precision": site[0],
        "site_recall": site[1],
        "site_f1": site[2],
        "roles_on_equal_spans": ratio(tally.roles[0], tally.roles[1]),
        "tolls_f1": toll[2],
        **tally.people.figures(),
    }
    report.tables.append(
        Table(
            "By document", ("document", "required", "right", "false", "markers"), tuple(tally.rows)
        )
    )
