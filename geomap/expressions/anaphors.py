"""Words that stand for a place named before: "ici", "sur place", "la ville", "ce territoire"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.expressions.anchor import is_country, is_water
from geomap.language.load import load
from geomap.model.place import Mention, Place, Reason
from geomap.model.text import SegmentedText, Sentence, Span

#: Roles whose mention tells where something is, and so can be meant by a later "ici".
_SITES = frozenset({"site"})
_NEVER = frozenset({"actor_org", "embedded_name", "demonym"})


@dataclass(frozen=True, slots=True)
class _Table:
    deictic: tuple[tuple[str, ...], ...]
    not_after: frozenset[str]
    not_before: frozenset[str]
    demonstratives: frozenset[str]
    definites: frozenset[str]
    part: frozenset[str]
    of: frozenset[str]
    heads: dict[str, str]
    demonstrative_only: frozenset[str]
    offices: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=4)
def _table(lang: str) -> _Table:
    row: dict[str, Any] = load(lang, "expressions")["anaphors"]
    deictic = tuple(
        sorted((tuple(phrase.split(" ")) for phrase in row["deictic"]), key=lambda p: (-len(p), p))
    )
    heads = dict(row["heads"])
    return _Table(
        deictic,
        frozenset(row["not_after"]),
        frozenset(row["not_before"]),
        frozenset(row["demonstratives"]),
        frozenset(row["definites"]),
        frozenset(row["part"]),
        frozenset(row["of"]),
        heads,
        frozenset(row["options"]["demonstrative_only"]),
        frozenset(load(lang, "roles").get("office", ())),
        frozenset({phrase[0] for phrase in deictic} | set(heads)),
    )


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A stretch of words that stands for the place of an earlier mention."""

    span: Span
    kind: str
    antecedent: Mention
    deictic: bool
    office: bool
    #: a demonym inside the words ("territoire roumain"), which is no mention of its own then
    inner: Mention | None = None


def find_anaphors(
    segmented: SegmentedText,
    sentence: Sentence,
    mentions: Sequence[Mention],
    before: Sequence[Mention],
    block_start: int,
) -> list[Anaphor]:
    """The anaphors of a sentence whose antecedent is known.

    ``mentions`` are those of the sentence, ``before`` all earlier ones of the document in text
    order; ``block_start`` is where the story begins. Words whose antecedent is not found are none.
    """
    table = _table(segmented.lang)
    keys = segmented.tokens.keys
    first, last = sentence.first_token, sentence.last_token
    if table.words.isdisjoint(keys[first:last]):
        return []
    found: list[Anaphor] = []
    index = first
    while index < last:
        made = _deictic(segmented, table, index, first, last, mentions, before)
        if made is None:
            made = _phrase(segmented, table, index, last, mentions, before, block_start)
        if made is not None and not any(
            made.span.overlaps(m.span) for m in mentions if m is not made.inner
        ):
            found.append(made)
            while index < last and segmented.tokens.starts[index] < made.span.end:
                index += 1
            continue
        index += 1
    return found


def _deictic(
    segmented: SegmentedText,
    table: _Table,
    index: int,
    first: int,
    last: int,
    mentions: Sequence[Mention],
    before: Sequence[Mention],
) -> Anaphor | None:
    keys = segmented.tokens.keys
    for phrase in table.deictic:
        end = index + len(phrase)
        if keys[index] != phrase[0] or end > last or tuple(keys[index:end]) != phrase:
            continue
        if index > first and keys[index - 1] in table.not_after:
            return None
        if end < last and keys[end] in table.not_before:
            return None
        span = _span(segmented, index, end)
        earlier = [*before, *(m for m in mentions if m.span.end <= span.start)]
        for mention in reversed(earlier):
            if mention.role in _SITES and mention.kind != "demonym" and _placed(mention):
                return Anaphor(span, "deictic", mention, True, False)
        return None
    return None


def _placed(mention: Mention) -> bool:
    return mention.place is not None or mention.extent is not None


def _phrase(
    segmented: SegmentedText,
    table: _Table,
    index: int,
    last: int,
    mentions: Sequence[Mention],
    before: Sequence[Mention],
    block_start: int,
) -> Anaphor | None:
    """ "cette ville", "la ville", "cette partie du territoire roumain"."""
    keys = segmented.tokens.keys
    if keys[index] in table.demonstratives:
        pointing = True
    elif keys[index] in table.definites:
        pointing = False
    else:
        return None
    at = index + 1
    part = False
    if pointing and at + 2 < last and keys[at] in table.part and keys[at + 1] in table.of:
        step = at + 2
        if keys[step] in table.definites:
            step += 1
        if step < last and keys[step] in table.heads:
            part, at = True, step
    if at >= last or keys[at] not in table.heads:
        return None
    head, end = keys[at], at + 1
    if not pointing and head in table.demonstrative_only:
        return None
    inner = next(
        (
            m
            for m in mentions
            if m.kind == "demonym" and end < last and m.span.start == segmented.tokens.starts[end]
        ),
        None,
    )
    if inner is not None:
        end += 1
    elif not pointing and end < last and not _closes(segmented, end):
        return None
    if pointing and end < last and keys[end] in table.of and not part:
        return None  # "cette ville de 40.000 habitants": describes, names nothing
    span = _span(segmented, index, end)
    country = inner.countries[0] if inner is not None and inner.countries else None
    earlier = [m for m in before if m.span.start >= block_start]
    earlier += [m for m in mentions if m.span.end <= span.start]
    antecedent = _antecedent(earlier, table.heads[head], country, part)
    if antecedent is None:
        return None
    if inner is not None and country is None:
        return None
    office = index >= 2 and keys[index - 1] in table.of and keys[index - 2] in table.offices
    return Anaphor(span, table.heads[head], antecedent, False, office, inner)


def _closes(segmented: SegmentedText, index: int) -> bool:
    """A definite phrase stands alone when no name, adjective or complement follows: a verb, a mark
    or a preposition of the next phrase does."""
    word = segmented.tokens.keys[index]
    table = load(segmented.lang, "expressions")["anaphors"]
    return not word[0].isalnum() or word in table["may_follow"]


def _span(segmented: SegmentedText, first: int, end: int) -> Span:
    return Span(segmented.tokens.starts[first], segmented.tokens.ends[end - 1])


def _antecedent(
    earlier: Sequence[Mention], kind: str, country: str | None, part: bool
) -> Mention | None:
    """The nearest earlier mention of the kind; sites go before what is only referred to."""
    fitting = [m for m in reversed(earlier) if _fits(m, kind, country, part)]
    for mention in fitting:
        if mention.role == "site" and mention.sentence >= fitting[0].sentence - 1:
            return mention
    return fitting[0] if fitting else None


def _fits(mention: Mention, kind: str, country: str | None, part: bool) -> bool:
    if mention.role in _NEVER or mention.kind in {"demonym", "organisation", "anaphor"}:
        return False
    if part and mention.kind != "expression":
        return False
    if mention.kind == "expression":
        extent = mention.extent
        if kind != "area" or extent is None or extent.kind != "area":
            return False
        return country is None or _country_of(mention) in {country, None}
    place = mention.place
    if place is None or (country is not None and place.country != country):
        return False
    return _kind_fits(place, kind)


def _country_of(mention: Mention) -> str | None:
    return mention.countries[0] if mention.countries else None


def _kind_fits(place: Place, kind: str) -> bool:
    if kind == "town":
        return place.feature_class == "P"
    if kind == "area":
        return place.feature_class in {"A", "L"} and not is_country(place)
    if kind == "country":
        return is_country(place)
    if kind == "island":
        return place.feature_code.startswith("ISL")
    if kind == "site":
        return place.feature_class == "S"
    return is_water(place) or place.feature_class == "H"


def reason_of(anaphor: Anaphor) -> Reason:
    if anaphor.office:
        return Reason("anaphor-office", (anaphor.antecedent.text,))
    return Reason("anaphor", (anaphor.antecedent.text,))
