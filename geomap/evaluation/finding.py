"""How the tasks call the place finder, and what counts as a place for a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geomap.config import PlaceOptions
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention
from geomap.model.text import SegmentedText, Span

#: Kinds that are never a place of a corpus: organisations are LOC nowhere.
_NO_PLACES = frozenset({"organisation", "anaphor", "expression", "coordinates"})
#: Words shown on each side of an error.
_AROUND = 45


def found_places(
    segmented: SegmentedText, gazetteer: Gazetteer, options: PlaceOptions
) -> list[Mention]:
    """Mentions as the pipeline finds them."""
    from geomap.places import find_mentions

    return find_mentions(segmented, gazetteer, options)


def resolved_spans(
    segmented: SegmentedText,
    gazetteer: Gazetteer,
    options: PlaceOptions,
    spans: Sequence[tuple[int, int]],
) -> list[Mention]:
    """One mention for each of ``spans`` (sorted, code points), resolved in the document's light."""
    from geomap.places import resolve_given

    return resolve_given(segmented, gazetteer, options, [Span(*span) for span in spans])


def place_spans(
    mentions: Iterable[Mention], *, demonyms: bool = True, nested: bool = True
) -> set[tuple[int, int]]:
    """Spans of the mentions that are places: names, with demonyms and nested names if wanted."""
    return {
        (m.span.start, m.span.end)
        for m in mentions
        if m.kind not in _NO_PLACES
        and (demonyms or m.kind != "demonym")
        and (nested or m.nested_in is None)
        and not (m.place is not None and m.place.feature_class == "O")
    }


def around(text: str, start: int, end: int) -> str:
    """The words around a span, the span in square brackets, on one line."""
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
