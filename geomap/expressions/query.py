"""``parse_expression``: one expression as a person types it, for ``geomap locate``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geomap.expressions.cues import Cues, cues
from geomap.expressions.locate import request_of
from geomap.expressions.relate import relate
from geomap.expressions.request import Answer, Located, Story
from geomap.expressions.scan import Found, find, found_of, mark
from geomap.gazetteer import Gazetteer
from geomap.language.tokens import tokenise
from geomap.model.extent import Extent
from geomap.model.place import Mention, NameMatch, Place, Reason
from geomap.model.text import Document, Language, SegmentedText, Sentence, Span


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

    Names are looked up without a text around them: the most prominent place of a name is taken,
    except that a second name is preferred near the first ("entre Odessa et Mykolaïv"). A printed
    coordinate and a plain name are expressions too.
    """
    from geomap.expressions.coordinates import find_coordinates

    printed = find_coordinates(text)
    if printed:
        spot = printed[0]
        extent = Extent("point", spot.lon, spot.lat, spot.radius_m, None, "exact", text.strip())
        return Query(text, lang, "coordinates", (), extent)
    segmented = _segmented(text, lang)
    sentence = segmented.sentences[0] if segmented.sentences else None
    if sentence is None:
        return Query(text, lang, None, (), None, why_not=Reason("expression-incomplete"))
    mentions = _names(segmented, gazetteer)
    table = cues(lang)
    found = _whole(segmented, sentence, mentions, table)
    if found is None:
        names = ", ".join(m.text for m in mentions)
        reason = Reason("locate-not-understood", (names,)) if names else Reason("locate-no-name")
        return Query(text, lang, None, (), None, why_not=reason)
    found = _rivers_first(found, gazetteer)
    places = tuple(m.place for m in found.anchors if m.place is not None)
    request = request_of(found, places, _story(mentions, found, gazetteer), gazetteer, lang)
    answer: Answer = request if isinstance(request, Reason) else relate(request)
    anchors = () if isinstance(request, Reason) else request.anchors
    if not isinstance(request, Reason) and request.country is not None:
        anchors = (*anchors, request.country)
    if isinstance(answer, Located):
        return Query(
            text,
            lang,
            found.cue.relation,
            anchors,
            answer.extent,
            answer.distance_m,
            answer.bearing_deg,
        )
    return Query(text, lang, found.cue.relation, anchors, None, why_not=answer)


def _segmented(text: str, lang: Language) -> SegmentedText:
    tokens = tokenise(text)
    span = Span(0, len(text))
    sentences = (Sentence(0, span, 0, len(tokens), 0, 0),) if len(tokens) else ()
    return SegmentedText(Document("query", text, ""), lang, tokens, sentences, ())


def _whole(
    segmented: SegmentedText, sentence: Sentence, mentions: list[Mention], table: Cues
) -> Found | None:
    """The expression that covers most of the words; a plain name when no cue is there."""
    found = find(segmented, sentence, mentions, table)
    if found:
        return max(found, key=lambda f: f.span.end - f.span.start)
    marked = mark(segmented, sentence, mentions, table)
    match = table.plain.search(marked.text)
    if match is None:
        return None
    from geomap.expressions.cues import Cue

    plain = Cue("in", table.plain, frozenset())
    return found_of(segmented, marked, match, plain, table)


def _names(segmented: SegmentedText, gazetteer: Gazetteer) -> list[Mention]:
    """The names of the words, longest first, with the most prominent place of each."""
    tokens, lang = segmented.tokens, segmented.lang
    taken: list[tuple[int, int, list[NameMatch]]] = []
    cue_words = cues(lang).words | set(cues(lang).directions)
    for hit in gazetteer.scan(tokens, 0, len(tokens)):
        matches = gazetteer.matches(hit)
        capital = any(tokens.words[i][:1].isupper() for i in range(hit.first_token, hit.last_token))
        plain = all(tokens.keys[i] in cue_words for i in range(hit.first_token, hit.last_token))
        doubtful = not capital or (plain and hit.last_token - hit.first_token == 1)
        if not matches or (doubtful and not any(m.kind == "demonym" for m in matches)):
            continue
        taken.append((hit.first_token, hit.last_token, matches))
    taken.sort(key=lambda item: (item[0] - item[1], item[0]))
    chosen: list[tuple[int, int, list[NameMatch]]] = []
    for first, last, matches in taken:
        if not any(first < b and a < last for a, b, _ in chosen):
            chosen.append((first, last, matches))
    chosen.sort(key=lambda item: item[:2])
    return _mentions(segmented, chosen)


def _mentions(
    segmented: SegmentedText, chosen: list[tuple[int, int, list[NameMatch]]]
) -> list[Mention]:
    tokens = segmented.tokens
    made: list[Mention] = []
    near: Place | None = None
    for number, (first, last, matches) in enumerate(chosen):
        best = matches[0]
        lower = not any(tokens.words[i][:1].isupper() for i in range(first, last))
        adjective = next((m for m in matches if m.kind == "demonym"), None)
        demonym = adjective is not None and (best.kind == "demonym" or lower)
        if demonym and adjective is not None:
            best = adjective
        elif near is not None and len(matches) > 1:
            best = _nearest(matches, near)
        place = best.place
        if not demonym and near is None:
            near = place
        span = Span(tokens.starts[first], tokens.ends[last - 1])
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


def _nearest(matches: list[NameMatch], near: Place) -> NameMatch:
    """Of the places of a second name, the most prominent one unless a homonym lies by the first."""
    from geomap.expressions.measure import distance_m

    first = matches[0]
    if distance_m(first.place.lon, first.place.lat, near.lon, near.lat) < 600_000.0:
        return first
    for match in matches[1:10]:
        same = match.place.country == near.country and near.country is not None
        if same and distance_m(match.place.lon, match.place.lat, near.lon, near.lat) < 300_000.0:
            return match
    return first


#: Relations whose anchor is a river where the name has one: the Missouri, not the state.
_OF_RIVERS = frozenset({"bank", "along", "confluence", "mouth", "source"})


def _rivers_first(found: Found, gazetteer: Gazetteer) -> Found:
    if found.cue.relation not in _OF_RIVERS:
        return found
    from geomap.expressions.anchor import is_river

    anchors = []
    for mention in found.anchors:
        names = (mention.text, f"{mention.text} River")
        matches = [m for name in names for m in gazetteer.lookup(name)]
        river = next((m.place for m in matches if is_river(m.place)), None)
        known = mention.place is not None and mention.place.feature_class == "H"
        anchors.append(mention if known or river is None else replace(mention, place=river))
    return replace(found, anchors=tuple(anchors))


def _story(mentions: list[Mention], found: Found, gazetteer: Gazetteer) -> Story:
    """What else the words name: "la rive gauche du Dniepr, en Ukraine"."""
    from geomap.expressions.anchor import is_country, is_river, is_water

    own = {m.id for m in (*found.anchors, *found.demonyms)}
    countries: dict[str, Place] = {}
    places: list[Place] = []
    for mention in mentions:
        if mention.id in own:
            continue
        place = mention.place
        if place is None:
            for code in mention.countries:
                country = gazetteer.country(code)
                if country is not None:
                    countries.setdefault(country.id, country)
        elif is_country(place):
            countries.setdefault(place.id, place)
        else:
            places.append(place)
    return Story(
        tuple(countries.values()),
        tuple(places),
        tuple(p for p in places if is_river(p)),
        tuple(p for p in places if is_water(p)),
    )
