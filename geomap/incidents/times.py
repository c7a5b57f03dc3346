"""Which date an event has: that of its own clause, else of its sentence, else what was told before."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.incidents.claims import Claims
from geomap.incidents.triggers import Draft
from geomap.model.dating import until
from geomap.model.text import SegmentedText
from geomap.model.when import When

#: A date this near to a verb of saying dates the saying (tokens).
SAID_REACH = 4
#: What another clause costs against a token of distance.
OTHER_CLAUSE = 14


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a sentence by token positions; ``said`` when it dates a saying, not an event."""

    when: When
    first: int
    last: int
    said: bool


def dates_by_sentence(
    segmented: SegmentedText, whens: Sequence[When], claims: Claims
) -> dict[int, list[Dated]]:
    """The dates of each sentence, with those that date a verb of saying marked."""
    tokens = segmented.tokens
    starts = [sentence.span.start for sentence in segmented.sentences]
    found: dict[int, list[Dated]] = {}
    for when in whens:
        if when.span is None:
            continue
        sentence = bisect.bisect_right(starts, when.span.start) - 1
        if sentence < 0:
            continue
        first = bisect.bisect_right(tokens.starts, when.span.start) - 1
        last = bisect.bisect_left(tokens.starts, when.span.end)
        said = any(
            low - 1 <= first <= high + SAID_REACH and first >= low
            for low, high in claims.said_at.get(sentence, ())
        )
        found.setdefault(sentence, []).append(Dated(when, first, last, said))
    return found


def own_date(draft: Draft, dates: Sequence[Dated], drafts: Sequence[Draft]) -> When | None:
    """The date of a draft's own words, None when its sentence gives it none.

    A date belongs to the verb of its clause; one at the head of the sentence serves every clause
    that has none. A date beside a verb of saying bounds the event: on that day or before.
    """
    reading = draft.reading
    best: tuple[int, Dated] | None = None
    for dated in dates:
        if dated.said or dated.when.edtf is None:
            continue
        clause = reading.clause_of(dated.first)
        distance = min(abs(dated.first - draft.last), abs(draft.first - dated.last))
        if clause != reading.clause_of(draft.first):
            if _has_other(clause, draft, drafts) and not _at_head(dated, reading.low):
                continue
            distance += OTHER_CLAUSE
        elif _nearer_draft(dated, draft, drafts, distance):
            continue
        if best is None or distance < best[0]:
            best = (distance, dated)
    if best is not None:
        return best[1].when
    for dated in dates:
        if dated.said and dated.when.edtf is not None:
            return until(dated.when)
    return None


def _at_head(dated: Dated, low: int) -> bool:
    return dated.first - low <= 3


def _has_other(clause: int, draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(
        other is not draft and draft.reading.clause_of(other.first) == clause for other in drafts
    )


def _nearer_draft(dated: Dated, draft: Draft, drafts: Sequence[Draft], distance: int) -> bool:
    """Another event of the same clause stands between: "mardi …, suivies mercredi par …"."""
    for other in drafts:
        if other is draft or other.reading.clause_of(other.first) != draft.reading.clause_of(
            draft.first
        ):
            continue
        between = min(draft.first, dated.first) < other.first < max(draft.first, dated.first)
        if between and other.type != draft.type:
            nearest = min(abs(dated.first - other.last), abs(other.first - dated.last))
            if nearest < distance and nearest <= 3:
                return True
    return False
