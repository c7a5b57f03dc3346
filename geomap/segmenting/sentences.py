"""Tokens -> paragraphs, sentences and stories (blocks), with exact offsets."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import lru_cache

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.tokens import tokenise
from geomap.model.text import Block, Document, Language, SegmentedText, Sentence, Span, Tokens

_APOSTROPHES = frozenset("'’ʼ")
_CLOSERS = frozenset("\"'”’»)]›\u00bb")
_ENDERS = frozenset(".!?…。！？")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n\s*")
_LINE = re.compile(r"\n\s*")
#: A sentence without an end mark is cut here, so that no later stage meets an endless one.
LONGEST_SENTENCE_TOKENS = 400


@dataclass(frozen=True, slots=True)
class _Rules:
    abbreviations: frozenset[str]
    boilerplate: tuple[str, ...]
    continuations: tuple[str, ...]
    #: "a.m", "p.m": what stands behind them tells whether the sentence ends.
    clock: frozenset[str]
    behind_clock: frozenset[str]


@lru_cache(maxsize=4)
def _rules(lang: Language) -> _Rules:
    table = load(lang, "segmenting")
    return _Rules(
        frozenset(table["abbreviations"]),
        tuple(table["boilerplate"]),
        tuple(table["continuations"]),
        frozenset(table["clock"]),
        frozenset(table["behind_clock"]),
    )


def segment(document: Document, lang: Language) -> SegmentedText:
    """Cut a document into tokens, sentences and stories.

    A story is a paragraph between blank lines in a live-blog (several paragraphs that each open a
    new matter) and the whole text in an article; entries marked by the source win over both.
    """
    tokens = tokenise(document.text)
    rules = _rules(lang)
    sentences: list[Sentence] = []
    paragraphs = _paragraphs(document)
    for number, paragraph in enumerate(paragraphs):
        _cut_paragraph(document.text, tokens, paragraph, number, rules, sentences)
    blocks = _blocks(document, paragraphs, sentences, rules)
    return SegmentedText(document, lang, tokens, *_with_blocks(sentences, blocks))


def _paragraphs(document: Document) -> list[Span]:
    """Paragraphs: between blank lines, or lines where the text has no blank line at all."""
    text, start = document.text, document.body
    separator = _BLANK_LINE if _BLANK_LINE.search(text, start) else _LINE
    spans: list[Span] = []
    for match in separator.finditer(text, start):
        _append_trimmed(text, start, match.start(), spans)
        start = match.end()
    _append_trimmed(text, start, len(text), spans)
    return spans


def _append_trimmed(text: str, start: int, end: int, spans: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append(Span(start, end))


def _cut_paragraph(
    text: str, tokens: Tokens, span: Span, number: int, rules: _Rules, out: list[Sentence]
) -> None:
    first = bisect.bisect_left(tokens.starts, span.start)
    last = bisect.bisect_left(tokens.starts, span.end)
    begin = first
    index = first
    while index < last:
        end = _sentence_end(text, tokens, begin, index, last, rules)
        if end is not None or index - begin >= LONGEST_SENTENCE_TOKENS:
            stop = end if end is not None else index + 1
            _append_sentence(text, tokens, begin, stop, number, rules, out)
            begin = index = stop
        else:
            index += 1
    if begin < last:
        _append_sentence(text, tokens, begin, last, number, rules, out)


def _sentence_end(
    text: str, tokens: Tokens, begin: int, index: int, last: int, rules: _Rules
) -> int | None:
    """The token after the sentence when token ``index`` ends one, else None."""
    word = tokens.words[index]
    if word not in _ENDERS:
        if "\n" in text[tokens.ends[index] : _start_of(tokens, index + 1, last)]:
            return index + 1 if _line_break_ends(tokens, index, last) else None
        return None
    end = index + 1
    while (
        end < last and tokens.words[end] in _ENDERS and tokens.starts[end] == tokens.ends[end - 1]
    ):
        end += 1
    while end < last and tokens.words[end] in _CLOSERS and _closes(text, tokens, begin, end):
        end += 1
    if end >= last:
        return end
    if tokens.starts[end] == tokens.ends[end - 1]:  # "3.5", "U.S.", "site.com": no space behind
        return end if _lost_space(tokens, begin, index, end, last) else None
    following = tokens.words[end]
    if word == "." and index > begin and _is_abbreviation(tokens, index, rules):
        return None
    if following[0].islower() or following in ",;:":
        return None
    return end


def _lost_space(tokens: Tokens, begin: int, index: int, end: int, last: int) -> bool:
    """A full stop glued to the next sentence ("… le 4 août.Furieux"), as joined paragraphs give:
    a whole lower-case word (or a quotation's end) before it, a capitalised word behind it."""
    before = tokens.words[index - 1] if index > begin else ""
    if not (before in _CLOSERS or (len(before) > 2 and before[1:].islower()) or before.isdigit()):
        return False
    while end + 1 < last and tokens.words[end] in '"«“-–—':
        end += 1
    following = tokens.words[end]
    if not following[0].isupper():
        return False
    if len(following) == 1:  # "… occupée.A Gaza": a preposition and its name
        spaced = end + 1 < last and tokens.starts[end + 1] > tokens.ends[end]
        return spaced and (following in "AÀ" or tokens.words[end + 1][0].isupper())
    return following[1:].islower() or following.isupper() or following[1:] in _APOSTROPHES


def _start_of(tokens: Tokens, index: int, last: int) -> int:
    return tokens.starts[index] if index < last else tokens.ends[index - 1]


def _line_break_ends(tokens: Tokens, index: int, last: int) -> bool:
    """A single line break ends a sentence when the next line opens with a capital, digit or mark
    of a list, and the line before does not end in a comma or a lower-case link word."""
    if index + 1 >= last:
        return True
    following = tokens.words[index + 1]
    return not following[0].islower() and tokens.words[index] not in {",", "-", "("}


def _closes(text: str, tokens: Tokens, begin: int, index: int) -> bool:
    """A straight quotation mark closes when an odd number stands before it in the sentence; any
    closer belongs to the sentence when nothing, or a space only it explains, is before it."""
    word = tokens.words[index]
    if word == '"':
        opened = sum(1 for w in tokens.words[begin:index] if w == '"')
        return opened % 2 == 1
    gap = text[tokens.ends[index - 1] : tokens.starts[index]]
    return gap == "" or (word in "»›" and not gap.strip())


def _is_abbreviation(tokens: Tokens, index: int, rules: _Rules) -> bool:
    before = tokens.keys[index - 1]
    if tokens.ends[index - 1] != tokens.starts[index]:
        return False
    if before in rules.abbreviations:
        return True
    dotted = _dotted(tokens, index)
    if dotted in rules.clock and _opens_behind_clock(tokens, index, rules):
        return False
    if dotted in rules.abbreviations:
        return True
    # An initial: one capital letter ("J. Dupont", "U.S. forces").
    return len(before) == 1 and before.isalpha() and tokens.words[index - 1].isupper()


def _opens_behind_clock(tokens: Tokens, index: int, rules: _Rules) -> bool:
    """ "at 9:53 p.m. Villagers came": a capital opens a sentence, unless it says which day or zone
    ("5 p.m. Friday", "9 a.m. Moscow time")."""
    if index + 2 >= len(tokens.words):
        return False
    word, key = tokens.words[index + 1], tokens.keys[index + 1]
    return (
        word[:1].isupper()
        and (word[1:].islower() or len(word) == 1)
        and key not in rules.behind_clock
        and tokens.keys[index + 2] not in rules.behind_clock
    )


def _dotted(tokens: Tokens, index: int) -> str:
    """The letters and stops that stand together before the stop at ``index``: "a.m" of "a.m."."""
    first = index - 1
    while (
        first >= 2
        and tokens.words[first - 1] == "."
        and tokens.ends[first - 1] == tokens.starts[first]
        and tokens.ends[first - 2] == tokens.starts[first - 1]
        and len(tokens.keys[first - 2]) == 1
    ):
        first -= 2
    return "".join(tokens.keys[first:index])


def _append_sentence(
    text: str,
    tokens: Tokens,
    first: int,
    last: int,
    number: int,
    rules: _Rules,
    out: list[Sentence],
) -> None:
    span = Span(tokens.starts[first], tokens.ends[last - 1])
    opening = fold(text[span.start : min(span.end, span.start + 80)]).lstrip("\"'«“ >•*-–(")
    kind = "boilerplate" if opening.startswith(rules.boilerplate) else "body"
    out.append(Sentence(len(out), span, first, last, number, 0, kind))


def _blocks(
    document: Document, paragraphs: list[Span], sentences: list[Sentence], rules: _Rules
) -> list[Block]:
    """Group sentences into stories. See ``segment``."""
    if not sentences:
        return []
    starts = [document.body]
    dates: dict[int, str | None] = {}
    if document.entries:
        starts = [entry.span.start for entry in document.entries]
        dates = {entry.span.start: entry.date for entry in document.entries}
        if starts[0] > document.body:
            starts.insert(0, document.body)
    elif is_live_blog(document, paragraphs):
        starts = [
            span.start
            for span in paragraphs
            if span is paragraphs[0]
            or not fold(document.text[span.start : span.start + 40]).startswith(rules.continuations)
        ]
    blocks: list[Block] = []
    first = 0
    for start, following in zip(starts, [*starts[1:], len(document.text) + 1], strict=True):
        last = first
        while last < len(sentences) and sentences[last].span.start < following:
            last += 1
        if last > first:
            span = Span(sentences[first].span.start, sentences[last - 1].span.end)
            blocks.append(Block(len(blocks), span, first, last, dates.get(start)))
        first = last
    return blocks


_LIVE = re.compile(
    r"\b(?:(?:notre|en|le|du) direct|live[- ]?blog|live updates|follow live)\b", re.IGNORECASE
)
_CLOCK_LINE = re.compile(r"^\s*(?:\[?\d{1,2}\s?[hH:]\s?\d{2}\]?)\b", re.MULTILINE)


def is_live_blog(document: Document, paragraphs: list[Span]) -> bool:
    """A text whose paragraphs are stories of their own: it says so, or its entries carry hours."""
    text = document.text
    if len(paragraphs) < 2:
        return False
    if len(_CLOCK_LINE.findall(text)) >= 3:
        return True
    head = text[: max(1200, paragraphs[0].end)]
    return bool(_LIVE.search(head)) or bool(_LIVE.search(text[-400:]))


def _with_blocks(
    sentences: list[Sentence], blocks: list[Block]
) -> tuple[tuple[Sentence, ...], tuple[Block, ...]]:
    placed: list[Sentence] = []
    for block in blocks:
        headline_seen = False
        for sentence in sentences[block.first_sentence : block.last_sentence]:
            kind = sentence.kind
            if kind == "body" and not headline_seen:
                kind, headline_seen = "headline", True
            placed.append(
                Sentence(
                    sentence.index, sentence.span, sentence.first_token, sentence.last_token,
                    sentence.paragraph, block.index, kind,
                )
            )  # fmt: skip
    return tuple(placed), tuple(blocks)
