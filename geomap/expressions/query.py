"""``parse_expression``: one expression as a person types it, for ``geomap locate``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.expressions.cues import Cue, cues
from geomap.expressions.measure import distance_m
from geomap.expressions.relate import relate
from geomap.expressions.request import Answer, Located
from geomap.expressions.scan import Found, find, found_of, mark
from geomap.expressions.understand import request_of, rivers_meant, story_of
from geomap.gazetteer import Gazetteer
from geomap.language.load import load
from geomap.language.numbers import find_numbers
from geomap.language.tokens import tokenise
from geomap.model.extent import Extent
from geomap.model.place import Mention, NameMatch, Place, Reason
from geomap.model.text import Document, Language, SegmentedText, Sentence, Span

#: Homonyms of a name that are weighed against its neighbour's.
_HOMONYMS = 12
#: Two names in one expression are expected this close; every doubling beyond costs as much as being
#: ten times less populous.
_CLOSE_M = 60_000.0

#: A single small word means a town only from this many inhabitants on.
_KNOWN_TOWN = 10_000

#: A name of the words: tokens [first, last), code points at its end that are not of it, its places.
_Name = tuple[int, int, int, list[NameMatch]]


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood of a typed expression: relation, anchors, and where it is or why not."""

    text: str
    lang: Language
    relation: str | None
    anchors: tuple[Place, ...]
    extent: Extent | None
    distance_m: float | None = None
    bearing_deg: float | None = None
    why_not: Reason | None = None


def parse_expression(text: str, lang: Language, gazetteer: Gazetteer) -> Query:
    """Read one expression ("30 km au nord de Kiev") and compute its place.

    Names are looked up without a text around them: the most prominent place of a name is taken, two
    names together so that they lie close ("entre Valence et Montélimar"). A printed coordinate and a
    plain name are expressions too. Names may be typed without capitals when nothing else makes sense.
    """
    from geomap.expressions.coordinates import find_coordinates

    printed = find_coordinates(text)
    if printed:
        return _coordinates(text, lang, printed[0])
    segmented = _segmented(text, lang)
    if not segmented.sentences:
        return Query(text, lang, None, (), None, why_not=Reason("expression-incomplete"))
    query = _read(segmented, gazetteer, small=False)
    if query.extent is None and text == text.lower():
        again = _read(segmented, gazetteer, small=True)
        if again.extent is not None:
            return again
    return query


def _coordinates(text: str, lang: Language, spot) -> Query:  # type: ignore[no-untyped-def]
    from geomap.expressions.formula import formula, position_words

    words = formula(lang, "coordinates", position_words(spot.lon, spot.lat))
    extent = Extent("point", spot.lon, spot.lat, spot.radius_m, None, "exact", words)
    return Query(text, lang, "coordinates", (), extent)


def _segmented(text: str, lang: Language) -> SegmentedText:
    tokens = tokenise(text)
    span = Span(0, len(text))
    sentences = (Sentence(0, span, 0, len(tokens), 0, 0),) if len(tokens) else ()
    return SegmentedText(Document("query", text, ""), lang, tokens, sentences, ())


def _read(segmented: SegmentedText, gazetteer: Gazetteer, *, small: bool) -> Query:
    """The words read with names in capitals, or in small letters too."""
    text, lang = segmented.text, segmented.lang
    names = _names(segmented, gazetteer, small=small)
    mentions = _mentions(segmented, names)
    found = _whole(segmented, mentions)
    if found is None:
        known = ", ".join(m.text for m in mentions)
        reason = Reason("locate-not-understood", (known,)) if known else Reason("locate-no-name")
        return Query(text, lang, None, (), None, why_not=reason)
    found = rivers_meant(found, gazetteer)
    own = {m.id for m in (*found.anchors, *found.demonyms)}
    places = tuple(m.place for m in found.anchors if m.place is not None)
    story = story_of((m for m in mentions if m.id not in own), gazetteer)
    request = request_of(found, places, story, gazetteer, lang)
    if isinstance(request, Reason):
        return Query(text, lang, found.cue.relation, (), None, why_not=request)
    answer: Answer = relate(request)
    anchors = request.anchors
    if request.country is not None:
        anchors = (*anchors, request.country)
    if isinstance(answer, Reason):
        return Query(text, lang, request.relation, anchors, None, why_not=answer)
    assert isinstance(answer, Located)
    return Query(
        text, lang, request.relation, anchors, answer.extent, answer.distance_m, answer.bearing_deg
    )


# What the words say ---------------------------------------------------------------------------------


def _whole(segmented: SegmentedText, mentions: list[Mention]) -> Found | None:
    """The expression of the words; a plain name when no cue is among them.

    Of several, one that is a place of its own goes before the part of a country it stands in
    ("north-western Pakistan near the Afghan border"), then the longest.
    """
    sentence, table = segmented.sentences[0], cues(segmented.lang)
    found = find(segmented, sentence, mentions, table)
    if found:
        return max(found, key=lambda f: (not f.cue.on_anchor, f.span.end - f.span.start))
    marked = mark(segmented, sentence, mentions, table)
    match = table.plain.search(marked.text)
    if match is None:
        return None
    plain = found_of(segmented, marked, match, Cue("in", table.plain, frozenset()), table)
    return plain if _is_all(segmented, plain, mentions) else None


def _is_all(segmented: SegmentedText, plain: Found, mentions: Sequence[Mention]) -> bool:
    """False when words are left over that mean something: half an expression is not its anchor alone."""
    tokens = segmented.tokens
    may_remain = load(segmented.lang, "expressions")["plain"]["may_remain"]
    return all(
        plain.first_token <= index < plain.last_token
        or tokens.keys[index] in may_remain
        or any(m.span.start <= tokens.starts[index] < m.span.end for m in mentions)
        for index in range(len(tokens))
    )


# Names ---------------------------------------------------------------------------------------------


def _names(segmented: SegmentedText, gazetteer: Gazetteer, *, small: bool) -> list[_Name]:
    """The names of the words, longest first, in the order of the text."""
    tokens, lang = segmented.tokens, segmented.lang
    table = cues(lang)
    cue_words = table.words | set(table.directions) | table.unit_words | table.pattern_words
    numbers = find_numbers(tokens, 0, len(tokens), lang) if small else []
    taken: list[_Name] = []
    for hit in gazetteer.scan(tokens, 0, len(tokens), nested=small):
        placed = [m for m in gazetteer.matches(hit) if m.place.feature_class != "O"]
        matches = _as_headed(tokens.keys, hit.first_token, placed, lang)
        inside = range(hit.first_token, hit.last_token)
        capital = any(tokens.words[i][:1].isupper() for i in inside)
        plain = sum(tokens.keys[i] in cue_words for i in inside)
        if small:
            doubtful = (
                plain == len(inside)
                or any(
                    n.first_token < hit.last_token and hit.first_token < n.last_token
                    for n in numbers
                )
                or (len(inside) == 1 and bool(matches) and not _is_known(matches[0].place))
            )
        else:
            doubtful = not capital or (plain == 1 == len(inside))
        if not matches or (doubtful and not any(m.kind == "demonym" for m in matches)):
            continue
        taken.append((hit.first_token, hit.last_token, hit.trim, matches))
    taken.sort(key=lambda item: (item[0] - item[1], item[0]))
    chosen: list[_Name] = []
    for name in taken:
        if not any(name[0] < other[1] and other[0] < name[1] for other in chosen):
            chosen.append(name)
    return sorted(chosen, key=lambda item: item[:2])


#: What a generic noun before a name asks for: GeoNames classes, and the beginning of codes.
_ASKED = {
    "town": ("P", ""),
    "area": ("AL", ""),
    "country": ("A", "PCL"),
    "island": ("T", "ISL"),
    "water": ("H", ""),
    "site": ("S", ""),
}


def _as_headed(
    keys: Sequence[str], first: int, matches: list[NameMatch], lang: str
) -> list[NameMatch]:
    """The places of a name, those first that the noun before it asks for ("la ville de Gaza")."""
    table = load(lang, "expressions")["anaphors"]
    at = first - 1
    while at >= 0 and (keys[at] in table["of"] or keys[at] in table["definites"]):
        at -= 1
    asked = table["heads"].get(keys[at]) if at >= 0 else None
    if asked is None:
        return matches
    classes, code = _ASKED[asked]

    def fits(match: NameMatch) -> bool:
        place = match.place
        return place.feature_class in classes and place.feature_code.startswith(code)

    return sorted(matches, key=lambda m: not fits(m))


def _is_known(place: Place) -> bool:
    """True for what may be typed in small letters: a town of some size, and all that is no town."""
    return place.feature_class != "P" or (place.population or 0) >= _KNOWN_TOWN


def _mentions(segmented: SegmentedText, names: list[_Name]) -> list[Mention]:
    tokens = segmented.tokens
    picks = _picks(segmented, names)
    made: list[Mention] = []
    for number, ((first, last, trim, _), pick) in enumerate(zip(names, picks, strict=True)):
        span = Span(tokens.starts[first], tokens.ends[last - 1] - trim)
        demonym = pick.kind == "demonym"
        place = pick.place
        made.append(
            Mention(
                f"m{number + 1}",
                span,
                span.of(segmented.text),
                kind="demonym" if demonym else "name",
                place=None if demonym else place,
                probability=1.0,
                role="demonym" if demonym else "reference",
                countries=(place.country,) if demonym and place.country else (),
            )
        )
    return made


def _picks(segmented: SegmentedText, names: list[_Name]) -> list[NameMatch]:
    """One place a name: an adjective stays one, names that stand together lie close together."""
    words = segmented.tokens.words
    picks: list[NameMatch] = []
    spots: list[int] = []
    for number, (first, last, _, matches) in enumerate(names):
        small = not any(words[i][:1].isupper() for i in range(first, last))
        adjective = next((m for m in matches if m.kind == "demonym"), None)
        if adjective is not None and (matches[0].kind == "demonym" or small):
            picks.append(adjective)
            continue
        picks.append(matches[0])
        spots.append(number)
    if len(spots) == 2:
        one, two = ([m for m in names[n][3] if m.kind != "demonym"][:_HOMONYMS] for n in spots)
        picks[spots[0]], picks[spots[1]] = min(
            ((a, b) for a in one for b in two), key=lambda pair: _strain(pair, one[0], two[0])
        )
    return picks


def _strain(pair: tuple[NameMatch, NameMatch], first: NameMatch, second: NameMatch) -> float:
    """How little two places fit: what is given up in prominence, and how far apart they are."""
    given_up = sum(
        0.0
        if mine is best
        else 0.5
        + math.log10(
            max(best.place.population or 0, 1_000) / max(mine.place.population or 0, 1_000)
        )
        if best.place.feature_class == mine.place.feature_class == "P"
        else 3.0
        for mine, best in zip(pair, (first, second), strict=True)
    )
    one, two = pair[0].place, pair[1].place
    apart = distance_m(one.lon, one.lat, two.lon, two.lat)
    reach = one.radius_m + two.radius_m
    return given_up + math.log2(max(1.0, (apart - reach) / _CLOSE_M))
