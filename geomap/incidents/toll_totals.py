"""The tolls of one event: those told again, those that are parts of a total, what does not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.toll_nouns import ATTACKERS
from geomap.model.incident import Toll
from geomap.model.text import Span

#: Groups that say nothing of who it was.
_ANYBODY = frozenset({None, "persons"})
#: Who may be told once as civilians, and once by what they are.
_CIVILIANS = frozenset({"civilians", "men", "women", "children", "elderly", "residents"})
#: Who may be told once as children and once as minors.
_YOUNG = frozenset({"children", "minors", "adolescents", "pupils"})
#: Characters between a part and one told with it (" et ", ", and ").
BESIDE_REACH = 6
#: Characters between one who is hurt and others told with him (", brûlé, ainsi que ").
LISTED_REACH = 16


def without_repeats(tolls: Sequence[Toll]) -> list[Toll]:
    """One toll for a count that is told again; its further spans are kept as ``repeats``."""
    kept: list[Toll] = []
    repeats: list[list[Span]] = []
    place: dict[tuple[object, ...], int] = {}
    for toll in tolls:
        key = (
            toll.kind, toll.low, toll.high, toll.qualifier, toll.subset_of, toll.superseded,
            toll.realis,
        )  # fmt: skip
        at = place.get(key)
        beside = bool(kept) and 0 <= toll.span.start - kept[-1].span.end <= BESIDE_REACH
        # "un Israélien et un Palestinien", "cinq adultes et cinq enfants"
        apart = beside and (kept[-1].kind, kept[-1].low) == (toll.kind, toll.low)
        another = beside and (toll.best == 1 or (apart and toll.group != kept[-1].group))
        if at is None or another or not _same_people(kept[at].group, toll.group):
            place[key] = len(kept)
            kept.append(toll)
            repeats.append([])
        else:
            repeats[at].append(toll.span)
    return [
        replace(toll, repeats=tuple(again)) if again else toll
        for toll, again in zip(kept, repeats, strict=True)
    ]


def _same_people(one: str | None, two: str | None) -> bool:
    """Whether two groups may be the same people: equal, or one says no more than "persons"."""
    young = one in _YOUNG and two in _YOUNG
    civilian = "civilians" in (one, two) and {one, two} <= _CIVILIANS
    return one == two or young or civilian or one in _ANYBODY or two in _ANYBODY


def mark_parts(tolls: Sequence[Toll]) -> list[Toll]:
    """The tolls of one incident with those marked that tell of some of its total.

    "20 personnes ont été massacrées … trois hommes abattus": a smaller count of particular people
    (or of one known person) is a part of the total of its kind, never a second total; so is what
    stands beside such a count ("l'enseignant et deux autres passants"). Those who attacked are no
    part of those they hurt.
    """
    totals = _totals(tolls)
    marked: list[Toll] = []
    for toll in tolls:
        total = totals.get(toll.kind)
        if toll.subset_of is None and total is not None and _is_part(toll, total, marked):
            toll = replace(toll, subset_of=toll.kind)
        marked.append(toll)
    return _with_sums(marked)


def _with_sums(tolls: list[Toll]) -> list[Toll]:
    """ "Five children died. Two … at the scene; three others … at a hospital": they make the five."""
    for number, whole in enumerate(tolls):
        if whole.subset_of is not None or whole.superseded or whole.best is None:
            continue
        parts = [
            at
            for at in range(number + 1, len(tolls))
            if tolls[at].kind == whole.kind and tolls[at].subset_of in {None, whole.kind}
        ]
        if len(parts) < 2 or any(tolls[at].superseded for at in parts):
            continue
        if sum(tolls[at].best or 0 for at in parts) == whole.best:
            for at in parts:
                tolls[at] = replace(tolls[at], subset_of=whole.kind)
    return tolls


def _totals(tolls: Sequence[Toll]) -> dict[str, Toll]:
    """The largest count of nobody in particular, by kind."""
    totals: dict[str, Toll] = {}
    for toll in tolls:
        whole = toll.subset_of is None and not toll.superseded and toll.realis == "actual"
        if whole and toll.group in _ANYBODY and toll.best is not None:
            known = totals.get(toll.kind)
            if known is None or toll.best > (known.best or 0):
                totals[toll.kind] = toll
    return totals


def _is_part(toll: Toll, total: Toll, before: Sequence[Toll]) -> bool:
    if toll.superseded or toll.best is None or not 0 < toll.best < (total.best or 0):
        return False
    if toll.high is None:
        return False  # "au moins douze civils": another's total
    if 0 <= total.span.start - toll.span.end <= LISTED_REACH:
        return False  # "un travailleur, brûlé, ainsi que deux personnes intoxiquées"
    if 0 <= toll.span.start - total.span.end <= BESIDE_REACH:
        return False  # "deux adultes et un adolescent"
    if toll.group not in _ANYBODY:
        return toll.group not in ATTACKERS
    beside = before[-1] if before else None
    return (
        beside is not None and beside.subset_of == toll.kind and beside.kind == toll.kind
        and 0 <= toll.span.start - beside.span.end <= BESIDE_REACH
    )  # fmt: skip


def breakdown_warnings(tolls: Sequence[Toll]) -> list[str]:
    """What does not add up: parts by place that exceed, or that should but do not make, the whole."""
    warnings: list[str] = []
    for whole in tolls:
        if whole.subset_of is not None or whole.best is None:
            continue
        parts = [t for t in tolls if t.subset_of == whole.kind and t.kind == whole.kind]
        total = sum(t.best or 0 for t in parts)
        if len(parts) > 1 and total > whole.best and all(t.best is not None for t in parts):
            warnings.append(
                f"the parts told of {whole.best} {whole.kind} make {total}: all are kept as told"
            )
    return warnings
