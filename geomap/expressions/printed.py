"""Mentions of the coordinates that a text prints."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from geomap.expressions.coordinates import find_coordinates
from geomap.expressions.formula import formula, position_words
from geomap.model.extent import Extent
from geomap.model.place import Mention, Reason
from geomap.model.text import SegmentedText, Span


def printed_positions(segmented: SegmentedText, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each position printed in a sentence, where none of ``mentions`` stands."""
    names = sorted((m.span.start, m.span.end) for m in mentions)
    for printed in find_coordinates(segmented.text):
        sentence = _sentence_at(segmented, printed.span)
        at = bisect.bisect_left(names, (printed.span.end,))
        if sentence is None or (at > 0 and names[at - 1][1] > printed.span.start):
            continue
        words = formula(segmented.lang, "coordinates", position_words(printed.lon, printed.lat))
        text = printed.span.of(segmented.text)
        extent = Extent("point", printed.lon, printed.lat, printed.radius_m, None, "exact", words)
        yield Mention(
            f"c{printed.span.start}", printed.span, text, "coordinates", sentence, probability=1.0,
            role="site", role_reason=Reason("expression-site", (text,)), extent=extent,
        )  # fmt: skip


def _sentence_at(segmented: SegmentedText, span: Span) -> int | None:
    sentences = segmented.sentences
    at = bisect.bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    if at < 0 or not span.within(sentences[at].span):
        return None
    return sentences[at].index
