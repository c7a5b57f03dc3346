"""Counts by place, and by who people were: parts of a total told in the sentence or before it."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.toll_nouns import Count
from geomap.incidents.toll_words import TollWords
from geomap.language.phrases import match_phrase
from geomap.model.text import Sentence, Tokens


def mark_places(
    tokens: Tokens,
    sentence: Sentence,
    counts: list[Count],
    told: Sequence[Count],
    words: TollWords,
) -> None:
    """Mark the parts by place among the counts of one sentence; ``told`` are those before it."""
    _mark_breakdown(tokens.keys, counts, words)
    _mark_places(tokens.keys, sentence, counts, told, words)
    _mark_bracketed(tokens, counts, told)


def _mark_bracketed(tokens: Tokens, counts: Sequence[Count], told: Sequence[Count]) -> None:
    """ "X (271 morts) et Y (91 morts)": places of a larger count told before."""
    parts = [
        count
        for count in counts
        if count.first > 1
        and tokens.keys[count.first - 1] == "("
        and tokens.words[count.first - 2][:1].isupper()
        and tokens.keys[count.last : count.last + 1] == [")"]
    ]
    for part in parts:
        alike = sum(other.best or 0 for other in parts if other.kind == part.kind)
        if alike > (part.best or 0) and any(
            one.kind == part.kind and one.subset_of is None and (one.low or 0) >= alike
            for one in told
        ):
            part.subset_of = part.kind


def _mark_breakdown(keys: Sequence[str], counts: list[Count], words: TollWords) -> None:
    """ "cinq morts : deux à X, trois à Y": the parts belong to the count before the colon."""
    parent: Count | None = None
    for number, count in enumerate(counts):
        if not count.breakdown:
            if parent is None or count.kind != parent.kind:
                parent = count
            continue
        whole = parent
        if whole is None or whole is count:
            continue
        between = keys[whole.last : count.first]
        if any(key in words.links["detail_opens"] for key in between):
            count.subset_of = whole.kind
        elif number and counts[number - 1].subset_of is not None:
            count.subset_of = counts[number - 1].subset_of
    _mark_sum(keys, counts, words)


def _mark_places(
    keys: Sequence[str],
    sentence: Sentence,
    counts: Sequence[Count],
    told: Sequence[Count],
    words: TollWords,
) -> None:
    """ "onze morts. Six ont péri à X, deux à Y, trois à Z": places that make a whole told before.

    Behind "dans le détail" they need not make all of it.
    """
    detailed = match_phrase(words.in_detail, keys, sentence.first_token, sentence.last_token)
    parts: list[Count] = []
    for count in counts:
        if count.breakdown and parts and count.kind == parts[0].kind:
            parts.append(count)
        else:
            parts = [count]
        runs = [parts] if parts[0].breakdown else [parts, parts[1:]]
        for run in runs:
            whole = sum(part.best or 0 for part in run)
            wholes = (
                one.low or 0
                for one in (*told, *counts)
                if one.kind == count.kind and one.subset_of is None and one not in run
            )
            if len(run) > 1 and any(
                low == whole or (detailed is not None and low > whole) for low in wholes
            ):
                for part in run:
                    part.subset_of = part.kind


def _mark_sum(keys: Sequence[str], counts: list[Count], words: TollWords) -> None:
    """ "174 soldats …: 14 morts à X, 89 à Y, 71 à Z": counts behind a colon that make the whole."""
    for number, whole in enumerate(counts[:-2]):
        parts = [c for c in counts[number + 1 :] if c.kind == whole.kind and not c.superseded]
        if whole.subset_of is not None or len(parts) < 2 or whole.best is None:
            continue
        between = keys[whole.last : parts[0].first]
        apposed = list(between) == [","] and whole.kind == parts[0].kind
        if not apposed and not any(key in words.links["detail_opens"] for key in between):
            continue
        if sum(part.best or 0 for part in parts) == whole.best:
            for part in parts:
                part.subset_of = whole.kind
