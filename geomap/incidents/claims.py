"""Who says it: attributions of a text, with their channel, their hedge and their quotations.

A source named only by office is given its name when a named speaker without office follows in the
same story. Words stand in ``language/<lang>/claims.toml``.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.incidents.claim_pronouns import SUBJECT_REACH, Pronouns
from geomap.incidents.claim_sources import Sources
from geomap.incidents.claim_speech import Speech
from geomap.incidents.claim_words import Words, words_of
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said, continued, resolve_names, taken_up
from geomap.language.fold import fold
from geomap.model.incident import NEWSROOM_CLAIM, Claim
from geomap.model.text import SegmentedText, Span


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims of a document and which hold in a sentence (ids, in order)."""

    claims: tuple[Claim, ...]
    by_sentence: dict[int, tuple[str, ...]]
    #: tokens of verbs of saying: a date beside one dates the saying, not the event.
    said_at: dict[int, tuple[tuple[int, int], ...]]
    #: tokens that describe a source: a place among them is where the speaker belongs.
    sources_at: dict[int, tuple[tuple[int, int], ...]]

    def by_id(self, claim: str) -> Claim:
        """The claim of an id: ids are their places in ``claims``."""
        return self.claims[int(claim[1:])]


def find_claims(
    segmented: SegmentedText, readings: Sequence[Reading], told_on: str | None = None
) -> Claims:
    """The claims of a document. ``c0`` is the newsroom and always first.

    ``told_on`` is the document's date (EDTF): it tells who held an office then.
    """
    words = words_of(segmented.lang)
    sources = Sources(segmented, words)
    speech, pronouns = Speech(sources), Pronouns(sources)
    said: list[Said] = []
    #: who spoke last in this paragraph, and anywhere before
    last: Said | None = None
    previous: Said | None = None
    for reading in readings:
        pronouns.remember(reading)
        found = speech.in_sentence(reading)
        for one in found:
            taken_up(one, previous, words)
        quotes = _quotations(reading, segmented)
        spoken = None if found else pronouns.speaks(reading)
        here = last is not None and last.paragraph == reading.sentence.paragraph
        newer = previous is None or pronouns.sentence > previous.sentence
        if spoken is not None and pronouns.subject and newer:
            found = [pronouns.said_by_subject(reading, spoken)]
        if found:
            _share_quotes(found, quotes)
            last = previous = found[-1]
        elif previous is not None and spoken is not None and _is_near(previous, reading):
            channel = pronouns.channel_of(reading, spoken)
            found = [continued(previous, reading, quotes, channel)]
            last = previous
        elif last is not None and here and quotes:
            found = [continued(last, reading, quotes)]
        elif last is not None and not here:
            last = None
        said.extend(found)
    resolve_names(said, readings, segmented, told_on)
    return _number(said, words, segmented)


def _is_near(said: Said, reading: Reading) -> bool:
    """Whether a pronoun can still mean who spoke then."""
    return 0 <= reading.sentence.index - said.sentence <= SUBJECT_REACH


def _quotations(reading: Reading, segmented: SegmentedText) -> list[Span]:
    """Quoted stretches that end in the sentence, with their marks."""
    tokens = segmented.tokens
    return [Span(tokens.starts[a], tokens.ends[b - 1]) for a, b in reading.quotations]


def _share_quotes(found: list[Said], quotes: list[Span]) -> None:
    for span in quotes:
        nearest = min(
            found,
            key=lambda s: (
                0
                if s.attribution is None
                else min(abs(s.attribution.start - span.end), abs(span.start - s.attribution.end))
            ),
        )
        nearest.quotes.append(span)


def _sentences_of(quotes: Sequence[Span], starts: Sequence[int]) -> set[int]:
    """Every sentence a quotation runs over: all of them are the speaker's words."""
    return {
        sentence
        for span in quotes
        for sentence in range(
            bisect.bisect_right(starts, span.start) - 1, bisect.bisect_left(starts, span.end)
        )
    }


def _number(said: list[Said], words: Words, segmented: SegmentedText) -> Claims:
    newsroom = Claim(NEWSROOM_CLAIM, words.newsroom)
    claims: list[Claim] = [newsroom]
    starts = [sentence.span.start for sentence in segmented.sentences]
    index: dict[tuple[object, ...], int] = {}
    by_sentence: dict[int, list[str]] = {}
    said_at: dict[int, list[tuple[int, int]]] = {}
    sources_at: dict[int, list[tuple[int, int]]] = {}
    for one in said:
        if not one.source:
            continue
        key = (fold(one.source), one.channel, one.hedge, one.stance, one.block)
        at = index.get(key)
        if at is None:
            at = index[key] = len(claims)
            claims.append(
                Claim(
                    f"c{at}", one.source, one.role, one.side, one.channel, one.stance, one.hedge,
                    one.attribution, (),
                )
            )  # fmt: skip
        claim = claims[at]
        claims[at] = replace(
            claim,
            quotes=tuple(dict.fromkeys((*claim.quotes, *one.quotes))),
            attribution=claim.attribution or one.attribution,
        )
        one.claim = claim.id
        for sentence in {one.sentence, *_sentences_of(one.quotes, starts)}:
            holders = by_sentence.setdefault(sentence, [])
            if claim.id not in holders:
                holders.append(claim.id)
        if one.attribution is not None:
            sources_at.setdefault(one.sentence, []).append(one.describes)
        if one.verb >= 0:
            said_at.setdefault(one.sentence, []).append((one.first, one.last))
    return Claims(
        tuple(claims),
        {sentence: tuple(ids) for sentence, ids in by_sentence.items()},
        {sentence: tuple(spans) for sentence, spans in said_at.items()},
        {sentence: tuple(spans) for sentence, spans in sources_at.items()},
    )
