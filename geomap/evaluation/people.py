"""Who acts and who suffers, with what, what is hit, and who says so: against an analyst.

An actor is right when its words overlap the gold's, or its name holds the gold's or is held by it;
"with role" asks for the same role too. A means or a target is right by its words or its class.
What the gold does not tell (no ``actors``, no ``means``, no ``targets``) is not scored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.evaluation.incident_rules import Gold
from geomap.evaluation.report import Error, Report
from geomap.evaluation.scores import ratio
from geomap.language.fold import fold
from geomap.model.findings import Findings
from geomap.model.incident import Actor, Incident, Item
from geomap.model.text import Span

_ARTICLES = frozenset({"un", "une", "des", "les", "le", "la", "a", "an", "the", "l'"})


def _counts() -> list[int]:
    return [0, 0, 0]


@dataclass(slots=True)
class People:
    """Counts over all documents: right, found, told by the gold."""

    actors: list[int] = field(default_factory=_counts)
    with_role: list[int] = field(default_factory=_counts)
    means: list[int] = field(default_factory=_counts)
    targets: list[int] = field(default_factory=_counts)
    claims: list[int] = field(default_factory=_counts)

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 of each."""
        rows = {
            "actors": self.actors,
            "actors_with_role": self.with_role,
            "means": self.means,
            "targets": self.targets,
            "claims": self.claims,
        }
        figures: dict[str, float] = {}
        for name, (right, found, told) in rows.items():
            precision, recall = ratio(right, found), ratio(right, told)
            if name != "claims":
                figures[f"{name}_precision"] = precision
                figures[f"{name}_recall"] = recall
            figures[f"{name}_f1"] = ratio(2 * precision * recall, precision + recall)
        return figures


# -- actors, means, targets of one incident ----------------------------------------------------------


def score_people(
    document: str, gold: Gold, incident: Incident, people: People, report: Report
) -> None:
    """Score who and what of an incident that was matched with one of the gold."""
    quote = incident.quotes[0].exact
    if gold.get("actors") is not None:
        told, found = gold["actors"], incident.actors

        def in_role(one: Gold, other: Actor) -> bool:
            return one["role"] == other.role and _is_same_actor(one, other)

        _count(people.actors, told, found, _is_same_actor)
        rest, false = _count(people.with_role, told, found, in_role)
        report.errors += [
            Error(document, "actor", quote, f"{a['role']} {a['name']}", "missed") for a in rest
        ]
        report.errors += [
            Error(document, "actor", quote, "no such actor", f"{a.role} {a.name} ({a.type})")
            for a in false
        ]
    for name, counts in (("means", people.means), ("targets", people.targets)):
        if gold.get(name) is None:
            continue
        rest, extra = _count(counts, gold[name], getattr(incident, name), _is_same_item)
        report.errors += [
            Error(document, name, quote, f"{i['class']} ({i['span']['exact']})", "missed")
            for i in rest
        ]
        report.errors += [
            Error(document, name, quote, f"no such {name}",
                  f"{i.cls} ({_words(incident, i.span)})")
            for i in extra
        ]  # fmt: skip


def _words(incident: Incident, span: Span) -> str:
    for quote in incident.quotes:
        if quote.start <= span.start and span.end <= quote.end:
            return quote.exact[span.start - quote.start : span.end - quote.start]
    return f"{span.start}-{span.end}"


def _count(
    counts: list[int],
    told: Sequence[Gold],
    found: Sequence[Any],
    is_same: Callable[[Gold, Any], bool],
) -> tuple[list[Gold], list[Any]]:
    """Pair one to one, add to the counts; what is left over on each side."""
    rest = list(told)
    false: list[Any] = []
    for one in found:
        partner = next((gold for gold in rest if is_same(gold, one)), None)
        if partner is None:
            false.append(one)
        else:
            rest.remove(partner)
    counts[0] += len(found) - len(false)
    counts[1] += len(found)
    counts[2] += len(told)
    return rest, false


def _overlaps(gold: Gold, span: Span | None) -> bool:
    told = gold.get("span")
    return (
        span is not None
        and told is not None
        and span.start < told["end"]
        and told["start"] < span.end
    )


def _is_same_actor(gold: Gold, actor: Actor) -> bool:
    return _overlaps(gold, actor.span) or is_same_name(gold["name"], name_key(actor.name))


def _is_same_item(gold: Gold, item: Item) -> bool:
    return _overlaps(gold, item.span) or gold["class"] == item.cls


# -- claims of one document ---------------------------------------------------------------------------


def score_claims(
    document: str, gold: Gold, found: Findings, people: People, report: Report
) -> None:
    """Score source, channel and hedge of the claims that the incidents of a document carry."""
    if gold["claims"] is None:
        return
    used = {c for i in gold["incidents"] for c in i["claims"]} - {"c0"}
    theirs = [
        (c["source"], c["channel"] is not None, c["hedge"] is not None)
        for c in gold["claims"] if c["id"] in used
    ]  # fmt: skip
    ours = list(
        dict.fromkeys(
            (name_key(c.source), c.channel is not None, c.hedge is not None)
            for i in found.incidents for c in i.claims if c.id != "c0"
        )
    )  # fmt: skip
    rest = list(theirs)
    hits = 0
    for claim in ours:
        same = next((c for c in rest if c[1:] == claim[1:] and is_same_name(c[0], claim[0])), None)
        if same is not None:
            rest.remove(same)
            hits += 1
        else:
            report.errors.append(Error(document, "claim", claim[0], "no such claim", str(claim)))
    report.errors += [Error(document, "claim", c[0], str(c), "missed") for c in rest]
    people.claims[0] += hits
    people.claims[1] += len(ours)
    people.claims[2] += len(theirs)


def name_key(name: str) -> str:
    """A name without case, accents, articles and what stands in brackets."""
    words = fold(name.partition("(")[0]).strip().removeprefix("groupe ").split()
    return " ".join(word.removeprefix("l'") for word in words if word not in _ARTICLES)


def is_same_name(gold: str, key: str) -> bool:
    """Whether a name is the gold's, by its words or by the name it gives in brackets."""
    named = name_key(gold.partition("(")[2].rstrip(") "))
    return any(told and (told in key or key in told) for told in (name_key(gold), named))
