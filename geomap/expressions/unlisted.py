"""Names that no gazetteer holds, where the text says what they lie in or beside.

"le village de Gadbo, dans le département de Téra", "les villages de X et Y, dans la région de Z": the
name takes over the position of what the words name, with all its uncertainty. It has no ``place``; its
expression (relation ``within``) says in its formula that the position is not its own, its anchor is
what it was taken from, and its precision is never finer than that of its source. What the words say
holds for the name in all the text. A village that is only said to be somewhere in the story takes the
division the story names last, marked ``inferred``.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.expressions.described import is_unlisted
from geomap.expressions.formula import formula, km
from geomap.gazetteer import Gazetteer
from geomap.language.fold import fold
from geomap.language.load import load
from geomap.model.extent import Extent, PlacePrecision
from geomap.model.place import Expression, Mention
from geomap.model.text import Language, SegmentedText, Span

#: What is left of the probability of the source: by words beside the name, by a place it is listed
#: with, by the story alone (chosen).
_BY_WORDS, _BY_LIST, _BY_STORY = 0.85, 0.75, 0.4
#: Tokens between a name and what holds it; between two names of a list.
_BETWEEN, _LISTED = 9, 4
#: Radius of a town that is told as a district, and of any town a village lies in or by (metres).
_AS_DISTRICT_M, _AS_TOWN_M = 30_000.0, 10_000.0
#: Radius of a district up to which a village in it is a point with that uncertainty, not an area (metres).
_AS_POINT_M = 60_000.0
#: Steps from name to name: a village of a district that is unlisted too, a list of five.
_STEPS = 6
#: Divisions that a story can be about, and mentions looked back for one.
_OF_THE_STORY = frozenset({"site", "container", "background", "affiliation", "reference"})
_DIVISIONS = frozenset({"ADM1", "ADM2", "ADM3", "ADM4"})
_STORY = 60


@dataclass(frozen=True, slots=True)
class _Source:
    """What a name takes its position from, and how sure that is."""

    mention: Mention
    share: float
    precision: PlacePrecision | None = None


def place_unlisted(
    segmented: SegmentedText, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions in text order, unlisted names with the position of what holds them."""
    if not any(is_unlisted(m) for m in mentions):
        return list(mentions)
    return _Work(segmented, list(mentions), gazetteer).run()


class _Work:
    def __init__(
        self, segmented: SegmentedText, mentions: list[Mention], gazetteer: Gazetteer
    ) -> None:
        self.segmented, self.gazetteer = segmented, gazetteer
        self.keys = segmented.tokens.keys
        self.mentions = mentions
        self.words = _words(segmented.lang)
        self.key = {m.id: fold(m.text) for m in mentions if is_unlisted(m)}

    def run(self) -> list[Mention]:
        self._hand_on(
            {
                fold(m.text): (number, _Source(m, 1.0))
                for number, m in reversed(list(enumerate(self.mentions)))
                if _is_taken_over(m)
            }
        )
        for _ in range(_STEPS):
            fresh = self._by_words()
            if not fresh:
                break
            self._hand_on(fresh)
        fresh = self._by_story()
        if fresh:
            self._hand_on(fresh)
        return self.mentions

    def _by_words(self) -> dict[str, tuple[int, _Source]]:
        """For each name still open, the surest of what the words beside its mentions say."""
        found: dict[str, tuple[int, _Source]] = {}
        for number, mention in enumerate(self.mentions):
            if not is_unlisted(mention):
                continue
            source = self._behind(number) or self._before(number) or self._list(number)
            key = self.key[mention.id]
            if source is not None and (key not in found or found[key][1].share < source.share):
                found[key] = number, source
        return found

    def _hand_on(self, fresh: dict[str, tuple[int, _Source]]) -> None:
        """Give a name its position, at the mention that tells it and at all others."""
        for number, mention in enumerate(self.mentions):
            if not is_unlisted(mention) or (told := fresh.get(self.key[mention.id])) is None:
                continue
            at, source = told
            self.mentions[number] = self._placed(mention, source, beside=at == number)

    # What the words say -----------------------------------------------------------------------

    def _behind(self, number: int) -> _Source | None:
        """ "X, dans le département de Y", "X (Y)": the next place tells where the name lies."""
        mention = self.mentions[number]
        for other in self.mentions[number + 1 : number + 3]:
            if other.sentence != mention.sentence:
                return None
            if other.kind == "demonym":
                continue
            gap = self._gap(mention.span.end, _start(other))
            if gap is None or len(gap) > _BETWEEN:
                return None
            if not gap or other.extent is None:
                continue
            narrows = (
                other.role == "container"
                and other.role_reason is not None
                and mention.text in other.role_reason.args
            )
            if (narrows or self._leads(gap)) and _can_hold(other):
                return _Source(other, _BY_WORDS)
            return None
        return None

    def _leads(self, gap: Sequence[str]) -> bool:
        """Whether words behind a comma or a bracket only lead to what holds the name."""
        if gap[0] not in self.words.openers:
            return False
        rest = [key for key in gap[1:] if key not in self.words.little]
        if not rest:
            return len(gap) > 1 or gap[0] == "("
        return any(key in self.words.kinds for key in rest) and all(
            key in self.words.kinds or key in self.words.adjectives for key in rest
        )

    def _before(self, number: int) -> _Source | None:
        """ "Dans la région de Y, le village de X": what was named first holds the name."""
        mention = self.mentions[number]
        for other in reversed(self.mentions[max(0, number - 2) : number]):
            if other.sentence != mention.sentence or other.kind == "demonym":
                continue
            gap = self._gap(other.span.end, mention.span.start)
            if gap is None or not 2 <= len(gap) <= _BETWEEN or gap[0] not in self.words.openers:
                return None
            if other.extent is None:
                return None
            words = set(gap[1:])
            if self._is_relative(words):
                return _Source(other, _BY_WORDS) if _can_hold(other) else None
            if not _is_wide(other) or not self._is_at(other):
                return None
            told = words & (self.words.kinds | self.words.at)
            if told and words <= self.words.little | self.words.kinds | self.words.adjectives:
                return _Source(other, _BY_WORDS)
            return None
        return None

    def _is_relative(self, words: set[str]) -> bool:
        """ "le district de Y, dans lequel se trouve X", "Y, où se trouve X"."""
        rest = words - self.words.relative
        return rest < words and rest <= (
            self.words.relative_words | self.words.of | self.words.kinds | self.words.little
        )

    def _is_at(self, mention: Mention) -> bool:
        """Whether a place stands behind "dans", "en", "à", its noun between left out."""
        starts = self.segmented.tokens.starts
        at = bisect.bisect_left(starts, _start(mention)) - 1
        low = self.segmented.sentences[mention.sentence].first_token
        while at >= low and (self.keys[at] in self.words.kinds or self.keys[at] in self.words.of):
            at -= 1
        return at + 1 <= low or self.keys[at] in self.words.at or self.keys[at + 1] in self.words.at

    def _list(self, number: int) -> _Source | None:
        """ "les villages de X et Y": what holds for one holds for the other."""
        mention = self.mentions[number]
        for other in (*self.mentions[number + 1 : number + 2], *self.mentions[number - 1 : number]):
            if other.sentence != mention.sentence or not _is_taken_over(other):
                continue
            first, second = sorted((mention, other), key=lambda m: m.span.start)
            gap = self._gap(first.span.end, second.span.start)
            if (
                gap
                and len(gap) <= _LISTED
                and gap[0] in self.words.coordinating
                and all(key in self.words.little for key in gap[1:])
            ):
                return _Source(other, _BY_LIST / _BY_WORDS)
        return None

    def _by_story(self) -> dict[str, tuple[int, _Source]]:
        """Names still open that the text says something is at, with the division told of last."""
        found: dict[str, tuple[int, _Source]] = {}
        for number, mention in enumerate(self.mentions):
            key = self.key.get(mention.id, "")
            if not is_unlisted(mention) or key in found or not self._is_somewhere(mention):
                continue
            story = self._story_of(mention)
            before = reversed(self.mentions[max(0, number - _STORY) : number])
            area = next((m for m in before if _is_division(m) and m.sentence in story), None)
            if area is not None:
                found[key] = number, _Source(area, _BY_STORY, "inferred")
        return found

    def _story_of(self, mention: Mention) -> range:
        """The sentences of the story a mention stands in."""
        blocks = self.segmented.blocks
        at = bisect.bisect_right(blocks, mention.sentence, key=lambda b: b.first_sentence) - 1
        return range(blocks[at].first_sentence, blocks[at].last_sentence) if at >= 0 else range(0)

    def _is_somewhere(self, mention: Mention) -> bool:
        """ "le village de X", "à X": what is said to be a settlement or to have something at it."""
        if mention.head in self.words.towns:
            return True
        at = bisect.bisect_left(self.segmented.tokens.starts, mention.span.start) - 1
        low = self.segmented.sentences[mention.sentence].first_token
        return (
            at >= low
            and mention.role in {"site", "destination"}
            and self.keys[at] in self.words.strict
        )

    # Positions --------------------------------------------------------------------------------

    def _placed(self, mention: Mention, source: _Source, *, beside: bool) -> Mention:
        other = source.mention
        assert other.extent is not None
        extent = self._extent(other, source)
        span = mention.span
        if beside and other.sentence == mention.sentence:
            span = Span(min(span.start, other.span.start), max(span.end, other.span.end))
        country = other.place.country if other.place is not None else None
        return replace(
            mention,
            probability=round(other.probability * source.share, 4),
            expression=Expression(span, "within", (other.id,), extent=extent),
            extent=extent,
            countries=(country,) if country else other.countries[:1],
        )

    def _extent(self, other: Mention, source: _Source) -> Extent:
        """The extent of the source, said to be that of something in it; wider than a mere spot.

        A village of a small district is still a point, somewhere in the circle of the district.
        """
        extent, lang = other.extent, self.segmented.lang
        assert extent is not None
        if _is_taken_over(other):
            return extent
        precision = source.precision or extent.precision
        code = "within-story" if source.precision else "within"
        told = self._called(other)
        if extent.kind == "point" and other.expression is None:
            least = _AS_DISTRICT_M if other.head in self.words.districts else _AS_TOWN_M
            radius = max(least, 2.0 * (extent.radius_m or 0.0))
            words = formula(lang, "within-town", told, km(radius))
            return replace(
                extent, radius_m=radius, precision=source.precision or "vicinity", formula=words
            )
        if extent.formula:
            told = extent.formula
        words = formula(lang, code, told)
        if extent.kind == "area" and 0.0 < (extent.radius_m or 0.0) <= _AS_POINT_M:
            return Extent(
                "point", extent.lon, extent.lat, extent.radius_m, precision=precision, formula=words
            )
        return replace(extent, precision=precision, formula=words)

    def _called(self, mention: Mention) -> str:
        place = mention.place
        if place is None:
            return mention.text
        return self.gazetteer.display_name(place.id, self.segmented.lang) or place.name

    def _gap(self, start: int, end: int) -> Sequence[str] | None:
        """The folded tokens between two positions; None where they overlap."""
        if end < start:
            return None
        tokens = self.segmented.tokens
        first = bisect.bisect_left(tokens.starts, start)
        return self.keys[first : bisect.bisect_left(tokens.starts, end)]


def unlisted_formula(lang: str, extent: Extent) -> str:
    """The formula of a description, said of a name that the gazetteer does not hold."""
    return formula(lang, "unlisted", extent.formula or "")


def _start(mention: Mention) -> int:
    """Where a mention begins, with the words of its expression."""
    if mention.expression is None or mention.expression.relation == "within":
        return mention.span.start
    return min(mention.span.start, mention.expression.span.start)


def _is_taken_over(mention: Mention) -> bool:
    """True for an unlisted name that has a position by now."""
    return mention.kind == "name" and mention.place is None and mention.extent is not None


def _is_wide(mention: Mention) -> bool:
    """True for a division, a region, an island: what can hold a village."""
    place = mention.place
    return place is not None and (place.feature_class in "AL" or place.feature_code[:3] == "ISL")


def _can_hold(mention: Mention) -> bool:
    if _is_taken_over(mention) or mention.kind == "expression":
        return True
    place = mention.place
    return _is_wide(mention) or (place is not None and place.feature_class in "PT")


def _is_division(mention: Mention) -> bool:
    place = mention.place
    return (
        place is not None
        and place.feature_code in _DIVISIONS
        and mention.extent is not None
        and mention.role in _OF_THE_STORY
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words of a language that stand between an unlisted name and what holds it."""

    openers: frozenset[str]
    little: frozenset[str]
    adjectives: frozenset[str]
    kinds: frozenset[str]
    towns: frozenset[str]
    districts: frozenset[str]
    at: frozenset[str]
    of: frozenset[str]
    strict: frozenset[str]
    relative: frozenset[str]
    relative_words: frozenset[str]
    coordinating: frozenset[str]


@lru_cache(maxsize=4)
def _words(lang: Language) -> _Words:
    table, places = load(lang, "expressions")["unlisted"], load(lang, "places")
    heads = places["heads"]
    return _Words(
        openers=frozenset(table["openers"]),
        little=frozenset(table["little"]),
        adjectives=frozenset(table["adjectives"]),
        kinds=frozenset((*heads["town"], *heads["admin"], *table["kinds"])),
        towns=frozenset(heads["town"]),
        districts=frozenset(heads["admin"]),
        at=frozenset(table["at"]),
        of=frozenset(table["of"]),
        strict=frozenset(table["strict"]),
        relative=frozenset(table["relative"]),
        relative_words=frozenset(table["relative_words"]),
        coordinating=frozenset(places["coordinating"]),
    )
