"""A document's text and the things that point into it.

The text of a document never changes after reading. Everything else points at it with half-open
spans of Unicode code points, so that ``text[span.start:span.end]`` is always what is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["fr", "en"]
DocumentDatePrecision = Literal["minute", "day", "month", "year"]

#: Code points of context kept on each side of a quote (W3C Web Annotation text-quote selector).
QUOTE_CONTEXT = 32


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def within(self, other: Span) -> bool:
        """True when this span lies inside ``other`` (equal spans do)."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of a document with its neighbourhood (text-quote selector)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def quote(text: str, span: Span, context: int = QUOTE_CONTEXT) -> Quote:
    """Quote ``span`` of ``text`` with up to ``context`` code points on each side."""
    return Quote(
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - context) : span.start],
        suffix=text[span.end : span.end + context],
        start=span.start,
        end=span.end,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated part of a document as its source marks it (an entry of a live-blog, a feed item)."""

    span: Span
    date: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read. ``text`` is what every offset of the findings refers to.

    ``date`` is an ISO date or date-time cut to its precision (``2023-09``, ``2023-09-13``,
    ``2023-09-13T08:30``) or None when nothing tells it; it is never guessed.
    ``date_basis`` says where it came from: ``header``, ``metadata``, ``row``, ``option``, ``text``.
    ``body`` is where the running text begins (after a header line), 0 when there is no header.
    """

    id: str
    text: str
    sha256: str
    source: str | None = None
    title: str | None = None
    lang: str | None = None
    date: str | None = None
    date_precision: DocumentDatePrecision | None = None
    date_basis: str | None = None
    url: str | None = None
    outlet: str | None = None
    body: int = 0
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text as parallel lists (lists are fast; objects are not).

    ``words[i] == text[starts[i]:ends[i]]``. A token is a run of letters, a run of digits, or one
    mark. An elided article or preposition (``d'``, ``l'``, ``qu'``) is a token with its apostrophe.
    ``keys[i]`` is the folded form used for every look-up (see ``language.fold``).
    """

    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    keys: Sequence[str]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its tokens ``[first_token, last_token)``, its paragraph and story."""

    index: int
    span: Span
    first_token: int
    last_token: int
    paragraph: int
    block: int
    #: ``headline`` (first sentence of a story), ``body``, ``dateline`` (a heading that is only a
    #: date), ``boilerplate``.
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Block:
    """A story: a run of sentences told together. A live-blog holds many, a wire mostly one."""

    index: int
    span: Span
    first_sentence: int
    last_sentence: int
    #: date of the entry the block comes from, when the source or a heading of the text tells it.
    date: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentedText:
    """A document cut into tokens, sentences and stories; what every later stage reads."""

    document: Document
    lang: Language
    tokens: Tokens
    sentences: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return self.document.text
