"""Dates that stamp a text instead of telling an event: datelines, publication lines, entry headings.

"KIEV, 12 sept (AFP) -", "Publié le 13 septembre 2023 à 18h05", a line that is nothing but a date, the
"13h45 -" of a live-blog: they say when something was written. They date the document where nothing
else does, they date the entries behind them, and no event happened at them. A day with text behind
it ("24 février 2022 : les chars entrent") is a chronology's and stays the date of its event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geomap.dates.calendar_rules import day_number_of
from geomap.dates.context import Context, Story, parse_now
from geomap.dates.grammar import Grammar, grammar, scan
from geomap.dates.join import Expression, join
from geomap.dates.resolve import read_main
from geomap.dates.values import Now, Value
from geomap.language.phrases import match_phrase
from geomap.model.text import Block, SegmentedText, Sentence
from geomap.model.when import DateAnchor

#: Tokens looked at for a stamp at the head of a line.
REACH = 24
#: A dateline's places before its date, and its agency behind it (tokens).
DATELINE_PLACES = 8
DATELINE_AGENCY = 8
#: Sentences at the head of a text in which its own date may stand.
HEAD_SENTENCES = 8
#: So many hours that open lines make the entries of a live-blog.
ENTRIES = 2
_MARKUP = frozenset("#*>-•[|_–—(")
_DASHES = frozenset("-–—")
_BEHIND = frozenset({*_DASHES, ":", "|", "]", "•", ".", "/", ")"})
_DAYS = frozenset({"calendar", "iso", "numeric"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """The tokens ``[first, last)`` of a stamp, and its date expression.

    ``kind``: ``published`` (a publication line), ``dateline``, ``day`` (a heading), ``clock`` (the
    hour of an entry). ``alone``: nothing else stands in its line.
    """

    first: int
    last: int
    kind: str
    expression: Expression
    alone: bool = False

    @property
    def has_day(self) -> bool:
        return self.expression.main is not None


def stamp_of(segmented: SegmentedText, sentence: Sentence, rules: Grammar) -> Stamp | None:
    """The stamp at the head of a sentence that opens a line, None when there is none."""
    tokens, first = segmented.tokens, sentence.first_token
    if not _opens_line(segmented, sentence):
        return None
    start = first
    while start < sentence.last_token and tokens.keys[start] in _MARKUP:
        start += 1
    prefix = match_phrase(rules.stamp_leads, tokens.keys, start, sentence.last_token)
    last = min(start + REACH, sentence.last_token)
    if prefix is None and not _may_stamp(segmented, start, last, rules):
        return None
    atoms = scan(tokens, start, last, rules)
    expressions = join(tokens, atoms, rules)
    if not expressions:
        return None
    one = expressions[0]
    if prefix is not None:
        behind = prefix[0]
        while behind < last and tokens.keys[behind] in rules.stamp_links:
            behind += 1
        if one.first <= behind and _is_day(one) and _closes_publication(segmented, sentence, one):
            return Stamp(first, _end_of_publication(segmented, expressions), "published", one)
        return None
    if one.first == start:
        return _heading(segmented, sentence, first, one)
    return _dateline(segmented, sentence, first, start, one)


def _opens_line(segmented: SegmentedText, sentence: Sentence) -> bool:
    if sentence.index == 0:
        return True
    between = segmented.text[segmented.tokens.ends[sentence.first_token - 1] : sentence.span.start]
    return "\n" in between


def _ends_line(segmented: SegmentedText, at: int) -> bool:
    """Whether nothing stands behind token ``at - 1`` in its line, a full stop aside."""
    tokens = segmented.tokens
    if at < len(tokens) and tokens.keys[at] == ".":
        at += 1
    if at >= len(tokens):
        return True
    return "\n" in segmented.text[tokens.ends[at - 1] : tokens.starts[at]]


def _closes_publication(segmented: SegmentedText, sentence: Sentence, one: Expression) -> bool:
    """ "Publié le 3 mars 2022, le rapport accuse …" is a sentence, no publication line."""
    keys, at = segmented.tokens.keys, one.last
    if _ends_line(segmented, at):
        return True
    while at < sentence.last_token and keys[at] in {",", "(", "."}:
        at += 1
    behind = rules_of(segmented).stamp_behind
    return at >= sentence.last_token or keys[at] in behind


def _may_stamp(segmented: SegmentedText, start: int, last: int, rules: Grammar) -> bool:
    """A cheap look: a digit or a weekday opens the line, or a capitalised place does, with a date
    near it."""
    keys, words = segmented.tokens.keys, segmented.tokens.words
    if start >= last:
        return False
    opens = keys[start].isdecimal() or keys[start] in rules.tables["weekday"]
    if opens or keys[start] in rules.stamp_articles:
        return True
    return words[start][0].isupper() and any(k.isdecimal() for k in keys[start:last])


def _is_day(one: Expression) -> bool:
    """One full day, with its clock time or without; nothing vague."""
    return one.main is not None and one.main.rule in _DAYS and one.phase is None


def _end_of_publication(segmented: SegmentedText, expressions: Sequence[Expression]) -> int:
    """The token behind the last date of "Publié le …, mis à jour le …"."""
    rules, last = rules_of(segmented), expressions[0].last
    for other in expressions[1:]:
        gap = segmented.tokens.keys[last : other.first]
        if not all(k in rules.stamp_between or not k.isalnum() for k in gap):
            break
        last = other.last
    return last


def _heading(
    segmented: SegmentedText, sentence: Sentence, first: int, one: Expression
) -> Stamp | None:
    """A line that is a date, or one that begins with the hour of an entry."""
    tokens = segmented.tokens
    clock = one.clock is not None and one.clock.rule == "clock"
    if clock and one.clock is not None and one.clock.word("clocklead") is not None:
        return None
    if not _is_day(one) and not (clock and one.main is None and one.part is None):
        return None
    kind = "day" if _is_day(one) else "clock"
    if _ends_line(segmented, one.last):
        return Stamp(first, one.last, kind, one, alone=True)
    ends = one.last >= sentence.last_token  # "Mardi 12 septembre, 22h30." and more in the line
    closes = not ends and tokens.keys[one.last] in _BEHIND
    ends = ends or (closes and one.last + 1 >= sentence.last_token)
    return Stamp(first, one.last, kind, one) if ends or (closes and clock) else None


def _dateline(
    segmented: SegmentedText, sentence: Sentence, first: int, start: int, one: Expression
) -> Stamp | None:
    """ "KIEV, 12 sept (AFP) -", "BEIRUT, Aug 5 (Reuters) -": place, day, agency, dash; or the line
    ends behind the day ("Paris, le 13 septembre 2023")."""
    tokens, last = segmented.tokens, sentence.last_token
    ahead = range(start, one.first)
    if not _is_day(one) or not 1 < len(ahead) <= DATELINE_PLACES:
        return None
    if not all(
        tokens.words[at][0].isupper() or tokens.keys[at] in rules_of(segmented).stamp_links
        or not tokens.keys[at].isalnum()
        for at in ahead
    ):  # fmt: skip
        return None
    at = one.last
    if _ends_line(segmented, at):
        return Stamp(first, at, "dateline", one, alone=True)
    while at < last and tokens.keys[at] in {".", ","}:
        at += 1
    if at < last and tokens.keys[at] == "(":
        closing = range(at, min(at + DATELINE_AGENCY, last))
        at = next((i + 1 for i in closing if tokens.keys[i] == ")"), last)
    if at < last and tokens.keys[at] in _DASHES:
        return Stamp(first, at + 1, "dateline", one)
    return None


def rules_of(segmented: SegmentedText) -> Grammar:
    """The grammar of a text's language."""
    return grammar(segmented.lang)


def date_of_text(segmented: SegmentedText, now: Now | None = None) -> date | None:
    """The day the head of a text is stamped with; a yearless one only within ``now``.

    A dateline or a publication line of the head; else the one line of the text that is nothing but
    a date, if it stands in the head. Never guessed: of several such lines none counts.
    """
    rules = rules_of(segmented)
    for sentence in segmented.sentences[:HEAD_SENTENCES]:
        stamp = stamp_of(segmented, sentence, rules)
        if stamp is not None and stamp.kind in {"published", "dateline"}:
            day = _day_of(stamp, rules, now)
            if day is not None:
                return day
    lines = [
        (sentence, _day_of(stamp, rules, now))
        for sentence, stamp in _line_stamps(segmented, rules)
        if stamp.alone and stamp.has_day
    ]
    if len({day for _, day in lines}) == 1 and lines[0][0] < HEAD_SENTENCES:
        return lines[0][1]
    return None


def _day_of(stamp: Stamp, rules: Grammar, now: Now | None) -> date | None:
    context = Context(rules, now, Story())
    main = stamp.expression.main
    if main is None:
        return None
    if main.rule == "calendar" and "month" not in main.caught:
        return None
    told_year = main.rule != "calendar" or "year" in main.caught
    if not told_year:
        if now is None:
            return None
        if not now.exact:
            return _day_in_period(stamp, context, now)
    value = read_main(stamp.expression, context)
    if not isinstance(value, Value) or value.coarse or value.start != value.end:
        return None
    return value.start


def _day_in_period(stamp: Stamp, context: Context, now: Now) -> date | None:
    """A yearless day of a month or a year the document is known to be of."""
    main = stamp.expression.main
    assert main is not None
    month, day = context.number(main, "month", "month"), day_number_of(main, context)
    if month is None or day is None:
        return None
    try:
        found = date(now.latest.year, month, day)
    except ValueError:
        return None
    return found if now.earliest <= found <= now.latest else None


def date_stories(segmented: SegmentedText, anchor: DateAnchor) -> SegmentedText:
    """The text with its stories dated by the stamps that head them.

    A line that is a date opens a story of that day, and dates those behind it up to the next; the
    hours of several entries open stories of the same day. Stories that the source dates itself stay
    as they are. A text without such lines is given back unchanged.
    """
    if segmented.document.entries:
        return segmented
    rules, now = rules_of(segmented), parse_now(anchor.date)
    days: dict[int, date] = {}
    hours: list[int] = []
    for sentence, stamp in _line_stamps(segmented, rules):
        day = _day_of(stamp, rules, now)
        if day is not None:
            days[sentence] = day
        elif stamp.kind == "clock":
            hours.append(sentence)
    if not days and len(hours) < ENTRIES:
        return segmented
    return _blocks_dated(segmented, days, hours if len(hours) >= ENTRIES else [])


def _line_stamps(segmented: SegmentedText, rules: Grammar) -> Iterator[tuple[int, Stamp]]:
    """(sentence, stamp) of the headings: lines that are dates, and hours that open a line."""
    for sentence in segmented.sentences:
        stamp = stamp_of(segmented, sentence, rules)
        if stamp is not None and stamp.kind in {"day", "clock"}:
            yield sentence.index, stamp


def _blocks_dated(
    segmented: SegmentedText, heads: dict[int, date], hours: Sequence[int]
) -> SegmentedText:
    starts = sorted({block.first_sentence for block in segmented.blocks} | {*heads, *hours})
    ends = [*starts[1:], len(segmented.sentences)]
    blocks: list[Block] = []
    sentences = list(segmented.sentences)
    told: str | None = None
    for first, last in zip(starts, ends, strict=True):
        told = heads[first].isoformat() if first in heads else told
        number = len(blocks)
        span = replace(sentences[first].span, end=sentences[last - 1].span.end)
        blocks.append(Block(number, span, first, last, told))
        for index in range(first, last):
            sentences[index] = replace(sentences[index], block=number)
        if first in heads:
            _move_headline(sentences, first, last)
        elif first in hours and sentences[first].kind == "body":
            sentences[first] = replace(sentences[first], kind="headline")
    return replace(segmented, sentences=tuple(sentences), blocks=tuple(blocks))


def _move_headline(sentences: list[Sentence], first: int, last: int) -> None:
    """The heading is no headline: the sentence behind it is."""
    if sentences[first].kind == "boilerplate":
        return
    sentences[first] = replace(sentences[first], kind="dateline")
    for index in range(first + 1, last):
        if sentences[index].kind in {"body", "headline"}:
            sentences[index] = replace(sentences[index], kind="headline")
            return
