"""Finds expressions in a sentence: marks its places and numbers, then runs the cues it calls for."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.expressions.cues import BEARINGS, Cue, Cues
from geomap.expressions.request import Distance
from geomap.language.numbers import NumberMatch, find_numbers
from geomap.model.place import Mention
from geomap.model.text import SegmentedText, Sentence, Span

#: A told distance is meant to a third, when nothing tells how exact it is.
VAGUE_SHARE = 0.33


@dataclass(slots=True)
class Marked:
    """A sentence as one string of folded words, its mentions and numbers as marks."""

    text: str
    #: where each piece begins in ``text``, and the tokens [first, last) it stands for
    starts: list[int]
    tokens: list[tuple[int, int]]
    mentions: Sequence[Mention]
    numbers: list[NumberMatch]

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        first = bisect.bisect_right(self.starts, start) - 1
        last = bisect.bisect_left(self.starts, end) - 1
        return self.tokens[first][0], self.tokens[max(first, last)][1]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a text, its anchors not yet asked where they are."""

    cue: Cue
    span: Span
    first_token: int
    last_token: int
    anchors: tuple[Mention, ...]
    demonyms: tuple[Mention, ...]
    distance: Distance | None = None
    direction: str | None = None
    side: str | None = None
    prefix: str | None = None
    possessive: bool = False
    extreme: bool = False
    label: str = ""

    @property
    def bearing_deg(self) -> float | None:
        return None if self.direction is None else BEARINGS.get(self.direction)


def mark(
    segmented: SegmentedText, sentence: Sentence, mentions: Sequence[Mention], table: Cues
) -> Marked:
    """The sentence with ``‹p0›`` for a place, ``‹a0›`` for a demonym, ``‹n0›`` for a number."""
    tokens = segmented.tokens
    first, last = sentence.first_token, sentence.last_token
    replaced: dict[int, tuple[int, str]] = {}
    for number, mention in enumerate(mentions):
        start = max(first, bisect.bisect_right(tokens.starts, mention.span.start) - 1)
        end = max(start + 1, bisect.bisect_left(tokens.starts, mention.span.end))
        if start in replaced and replaced[start][0] >= end:
            continue
        letter = "a" if mention.kind == "demonym" else "p"
        if mention.kind == "organisation":
            continue
        if letter == "a" and len(mention.countries) > 1 and tokens.keys[end - 2] == "-":
            start = end - 1  # "polono-ukrainienne": its first part is read by the patterns
        text = f"‹{letter}{number}›"
        if tokens.ends[end - 1] > mention.span.end:  # "Russia's"
            text += " 's"
        replaced[start] = (end, text)
    numbers: list[NumberMatch] = []
    if not table.unit_words.isdisjoint(tokens.keys[first:last]):
        numbers = find_numbers(tokens, first, last, segmented.lang)
        for index, match in enumerate(numbers):
            follows = tokens.keys[match.last_token] if match.last_token < last else ""
            if match.article and follows not in table.unit_words:
                continue
            replaced.setdefault(match.first_token, (match.last_token, f"‹n{index}›"))
    return _join(tokens.keys, first, last, replaced, mentions, numbers)


def _join(
    keys: Sequence[str],
    first: int,
    last: int,
    replaced: dict[int, tuple[int, str]],
    mentions: Sequence[Mention],
    numbers: list[NumberMatch],
) -> Marked:
    pieces: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    length = 0
    index = first
    while index < last:
        end, text = replaced.get(index, (index + 1, keys[index]))
        starts.append(length)
        spans.append((index, end))
        pieces.append(text)
        length += len(text) + 1
        index = end
    starts.append(length)
    return Marked(" ".join(pieces), starts, spans, mentions, numbers)


def find(
    segmented: SegmentedText, sentence: Sentence, mentions: Sequence[Mention], table: Cues
) -> list[Found]:
    """The expressions of a sentence in text order, longest first where they overlap."""
    tokens = segmented.tokens
    called = table.of(list(tokens.keys[sentence.first_token : sentence.last_token]))
    if not called:
        return []
    marked = mark(segmented, sentence, mentions, table)
    return _matches(segmented, marked, called, table)


def _matches(
    segmented: SegmentedText, marked: Marked, called: list[Cue], table: Cues
) -> list[Found]:
    if "‹" not in marked.text and not any(cue.relation == "bank" for cue in called):
        return []
    hits = [
        (match.start() - match.end(), cue.order, match.start(), match, cue)
        for cue in called
        for match in cue.pattern.finditer(marked.text)
    ]
    hits.sort(key=lambda hit: hit[:3])
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for _, _, _, match, cue in hits:
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        found.append(found_of(segmented, marked, match, cue, table))
    return sorted(found, key=lambda f: (f.first_token, f.last_token))


def found_of(
    segmented: SegmentedText, marked: Marked, match: re.Match[str], cue: Cue, table: Cues
) -> Found:
    """A match with its groups read."""
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    start, end = match.span("span") if "span" in groups else match.span()
    first, last = marked.tokens_of(start, end)
    tokens = segmented.tokens
    anchors = tuple(marked.mentions[int(value)] for _, value in sorted(_numbered(groups, "p")))
    demonyms = tuple(marked.mentions[int(value)] for _, value in sorted(_numbered(groups, "a")))
    span_end = tokens.ends[last - 1]
    for mention in (*anchors, *demonyms):  # "Russia's": the name ends before the token does
        if mention.span.start >= tokens.starts[last - 1]:
            span_end = mention.span.end
    direction = cue.direction or _first(groups, "dir")
    label_at = match.span("label") if "label" in groups else None
    label = ""
    if label_at is not None:
        a, b = marked.tokens_of(*label_at)
        label = segmented.text[tokens.starts[a] : tokens.ends[b - 1]]
    side = _first(groups, "side")
    return Found(
        cue,
        Span(tokens.starts[first], span_end),
        first,
        last,
        anchors,
        demonyms,
        distance_of(groups, marked, table, segmented),
        table.directions.get(direction, direction) if direction else None,
        table.sides.get(side, side) if side else cue.side,
        table.prefixes.get(groups["prefix"]) if "prefix" in groups else None,
        "poss" in groups,
        "extreme" in groups,
        label,
    )


def _numbered(groups: dict[str, str], letter: str) -> list[tuple[int, str]]:
    return [
        (int(name[1:]), value)
        for name, value in groups.items()
        if name[0] == letter and name[1:].isdigit()
    ]


def _first(groups: dict[str, str], name: str) -> str | None:
    for group in (name, f"{name}_2", f"{name}_3"):
        if group in groups:
            return groups[group]
    return None


def distance_of(
    groups: dict[str, str], marked: Marked, table: Cues, segmented: SegmentedText
) -> Distance | None:
    """The distance a match tells, with its bounds."""
    number = _first(groups, "n")
    if number is None:
        return None
    match = marked.numbers[int(number)]
    unit, time = _first(groups, "unit"), _first(groups, "time")
    tokens = segmented.tokens
    words = segmented.text[tokens.starts[match.first_token] : tokens.ends[match.last_token - 1]]
    if unit is not None:
        return told(match, table.units[unit], f"{words} {unit}")
    if time is None:
        return None
    way = _first(groups, "way") or ""
    low, usual, high = table.travel.get(way, table.travel[""])
    minutes = bounds(match)
    if minutes is None:
        return None
    factor = table.times[time]
    return Distance(
        minutes[0] * factor * low,
        minutes[1] * factor * usual,
        minutes[2] * factor * high,
        f"{words} {time} {way}".strip(),
        way or "road",
    )


def bounds(match: NumberMatch) -> tuple[float, float, float] | None:
    """Low, best and high of a number, open ends closed: "plus de 100" to half as much again,
    "moins de 5" down to nothing, "des dizaines" up to five times the least."""
    value = match.value
    if value is None:
        return None
    low = match.low if match.low is not None else 0.0
    if match.high is not None:
        high = float(match.high)
    else:
        high = (
            5.0 * float(value)
            if match.best is None and match.qualifier != "more_than"
            else 1.5 * float(value)
        )
    best = match.best if match.best is not None else (low + high) / 2
    return float(low), float(best), float(high)


def told(match: NumberMatch, metres: float, words: str) -> Distance | None:
    """A distance in metres; a plain number is meant to a third or to half its last digit."""
    found = bounds(match)
    if found is None:
        return None
    low, best, high = (value * metres for value in found)
    if match.qualifier in {"exact", "about", "almost"}:
        digit = 0.5 * metres if match.digits else 0.0
        give = max(VAGUE_SHARE * best, digit)
        low, high = max(0.0, min(low, best - give)), max(high, best + give)
    elif match.qualifier in {"between", "several"}:
        low, high = 0.9 * low, 1.1 * high
    return Distance(low, best, high, words)
