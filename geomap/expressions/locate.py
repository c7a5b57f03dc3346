"""``locate_expressions``: mentions in, the same mentions with expressions, anaphors and extents out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.expressions.anaphors import Anaphor, find_anaphors, reason_of
from geomap.expressions.anchor import precision_of
from geomap.expressions.cues import Cues, cues
from geomap.expressions.described import described_by, held_against, referring
from geomap.expressions.printed import printed_positions
from geomap.expressions.request import Answer, Located, Story
from geomap.expressions.scan import Found, find
from geomap.expressions.understand import request_of, rivers_meant, story_of
from geomap.expressions.unlisted import place_unlisted, unlisted_formula
from geomap.gazetteer import Gazetteer
from geomap.language.load import load
from geomap.model.extent import Extent
from geomap.model.place import Expression, Mention, Place, Reason, Role
from geomap.model.text import Block, SegmentedText, Sentence

#: Roles of an anchor under which a phrase is no place of the story: governments, names in names.
_NO_PLACE = frozenset({"actor_metonym", "actor_org", "embedded_name"})
#: Roles that an anchor hands to the expression hung on it; from any other it is a site.
_HANDED_ON = frozenset({"background", "route", "destination", "affiliation", "reporter_location"})
#: Radius of a border that tells little of what lies on it, metres.
_FAR_M = 100_000.0
#: Mentions looked at on each side of an expression for the story it stands in.
_NEAREST = 200


def locate_expressions(
    segmented: SegmentedText, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> list[Mention]:
    """The mentions in text order, expressions, anaphors and printed coordinates added, ``extent``
    filled wherever it is known. Cheap on sentences without cues: no geometry is touched there."""
    work = _Work(segmented, gazetteer, cues(segmented.lang), list(mentions))
    return work.run()


@dataclass(slots=True)
class _Work:
    segmented: SegmentedText
    gazetteer: Gazetteer
    table: Cues
    mentions: list[Mention]

    def run(self) -> list[Mention]:
        by_sentence: dict[int, list[Mention]] = {}
        for mention in [*self.mentions, *printed_positions(self.segmented, self.mentions)]:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        done: list[Mention] = []
        for block in self.segmented.blocks:
            for number in range(block.first_sentence, block.last_sentence):
                sentence = self.segmented.sentences[number]
                here = by_sentence.pop(number, [])
                here.sort(key=lambda m: (m.span.start, -m.span.end))
                if sentence.kind != "boilerplate":
                    here = self._sentence(sentence, block, here, done, by_sentence)
                else:
                    here = [self._placed(m) for m in here]
                done += here
        for number in sorted(by_sentence):  # mentions outside every story: a header
            done += [self._placed(m) for m in by_sentence[number]]
        done.sort(key=lambda m: (m.span.start, -m.span.end))
        return place_unlisted(self.segmented, self._numbered(done), self.gazetteer)

    # One sentence -----------------------------------------------------------------------------

    def _sentence(
        self,
        sentence: Sentence,
        block: Block,
        here: list[Mention],
        done: list[Mention],
        later: dict[int, list[Mention]],
    ) -> list[Mention]:
        found = find(self.segmented, sentence, here, self.table)
        found = [rivers_meant(item, self.gazetteer) for item in found]
        meant = {m.id: m for item in found for m in item.anchors}
        here = [self._placed(meant.get(m.id, m)) for m in here]
        for item in found:
            here = self._apply(item, sentence, block, here, done, later)
        for anaphor in find_anaphors(
            self.segmented, sentence, here, done[-_NEAREST:], block.span.start
        ):
            here = self._add_anaphor(anaphor, sentence, here)
        return here

    def _apply(
        self,
        found: Found,
        sentence: Sentence,
        block: Block,
        here: list[Mention],
        done: list[Mention],
        later: dict[int, list[Mention]],
    ) -> list[Mention]:
        anchors = [m for m in here if any(m.id == a.id for a in found.anchors)]
        anchors.sort(key=lambda m: [a.id for a in found.anchors].index(m.id))
        if any(m.role in _NO_PLACE for m in anchors):
            return here
        described = described_by(found, here, self.segmented)
        story = self._story(found, sentence, block, here, done, later)
        if described is not None:
            return self._beside(found, described, anchors, story, sentence, here)
        answer = self._answer(found, anchors, story)
        expression = _expression(found, anchors, answer)
        if found.cue.on_anchor:
            return self._on_anchor(anchors, expression, here)
        country = answer.country if isinstance(answer, Located) else None
        return self._own_mention(found, anchors, expression, country, sentence, here)

    def _answer(self, found: Found, anchors: list[Mention], story: Story) -> Answer:
        for mention in anchors:
            if mention.place is None:
                return Reason("expression-unresolved", (mention.text,))
        request = request_of(
            found,
            tuple(m.place for m in anchors if m.place),
            story,
            self.gazetteer,
            self.segmented.lang,
        )
        if isinstance(request, Reason):
            return request
        from geomap.expressions.relate import relate

        return relate(request)

    def _on_anchor(
        self, anchors: list[Mention], expression: Expression, here: list[Mention]
    ) -> list[Mention]:
        """ "dans l'est de la Russie": the mention stays; its extent is the part that is said."""
        target = next((m for m in anchors if m.place is not None), anchors[0])
        changed = replace(target, expression=expression)
        if expression.extent is not None:
            changed = replace(changed, extent=expression.extent)
        return [changed if m.id == target.id else m for m in here]

    def _own_mention(
        self,
        found: Found,
        anchors: list[Mention],
        expression: Expression,
        country: str | None,
        sentence: Sentence,
        here: list[Mention],
    ) -> list[Mention]:
        text = found.span.of(self.segmented.text)
        named = anchors or list(found.demonyms)
        role: Role = next((m.role for m in anchors if m.role in _HANDED_ON), "site")
        if role == "site" and self._only_reached(found):
            role = "background"
        country = country or _country_of(found, anchors)
        mention = Mention(
            id=f"e{found.span.start}",
            span=found.span,
            text=text,
            kind="expression",
            sentence=sentence.index,
            probability=min((m.probability for m in anchors), default=1.0),
            role=role,
            role_reason=Reason(
                "expression-site", (", ".join(m.text for m in named) if named else text,)
            ),
            expression=expression,
            extent=expression.extent,
            countries=(country,) if country else (),
        )
        kept = referring(here, anchors, Reason("expression-reference", (text,)))
        return sorted([*kept, mention], key=lambda m: (m.span.start, -m.span.end))

    def _only_reached(self, found: Found) -> bool:
        """ "jusqu'à la frontière du Togo": how far something reaches is no site."""
        keys, last = self.segmented.tokens.keys, found.first_token
        between = load(self.segmented.lang, "expressions")["plain"]["may_remain"]
        while last > 0 and keys[last - 1] in between and keys[last - 1][0].isalpha():
            last -= 1
        for end in range(last, found.first_token + 1):
            for phrase in _reaching(self.segmented.lang):
                if end >= len(phrase) and tuple(keys[end - len(phrase) : end]) == phrase:
                    return True
        return False

    def _add_anaphor(
        self, anaphor: Anaphor, sentence: Sentence, here: list[Mention]
    ) -> list[Mention]:
        antecedent = anaphor.antecedent
        extent = antecedent.extent
        if anaphor.deictic and extent is not None:
            extent = replace(extent, precision="inferred")
        mention = Mention(
            id=f"a{anaphor.span.start}",
            span=anaphor.span,
            text=anaphor.span.of(self.segmented.text),
            kind="anaphor",
            sentence=sentence.index,
            place=antecedent.place,
            probability=antecedent.probability,
            role="affiliation" if anaphor.office else antecedent.role,
            role_reason=reason_of(anaphor),
            extent=extent,
            antecedent=antecedent.id,
            countries=antecedent.countries,
        )
        kept = [m for m in here if m is not anaphor.inner]
        return sorted([*kept, mention], key=lambda m: (m.span.start, -m.span.end))

    def _beside(
        self,
        found: Found,
        described: Mention,
        anchors: list[Mention],
        story: Story,
        sentence: Sentence,
        here: list[Mention],
    ) -> list[Mention]:
        """The named place stays the place; its description is held against it, or is all there is."""
        if described.place is None:
            return self._described_only(found, described, anchors, story, sentence, here)
        here = referring(here, anchors, Reason("expression-describes", (described.text,)))
        places = tuple(m.place for m in anchors if m.place)
        if len(places) != len(anchors):
            return here
        request = request_of(found, places, story, self.gazetteer, self.segmented.lang)
        if isinstance(request, Reason):
            return here
        checked = held_against(request, described)
        return [checked if m.id == described.id else m for m in here]

    def _described_only(
        self,
        found: Found,
        described: Mention,
        anchors: list[Mention],
        story: Story,
        sentence: Sentence,
        here: list[Mention],
    ) -> list[Mention]:
        """ "Ndjimbala, à 30 km au nord de Goma": an unlisted name is where its description says."""
        expression = _expression(found, anchors, self._answer(found, anchors, story))
        extent = expression.extent
        if extent is None:
            return here
        country = _country_of(found, anchors)
        if (extent.radius_m or 0.0) > _FAR_M and found.cue.relation.startswith("border"):
            # all along a border: the words beside the name may say more
            return self._own_mention(found, anchors, expression, country, sentence, here)
        placed = replace(
            described,
            probability=min((m.probability for m in anchors), default=1.0),
            expression=expression,
            extent=replace(extent, formula=unlisted_formula(self.segmented.lang, extent)),
            countries=(country,) if country else (),
        )
        here = referring(here, anchors, Reason("expression-describes", (described.text,)))
        return [placed if m.id == described.id else m for m in here]

    # What the story names ----------------------------------------------------------------------

    def _story(
        self,
        found: Found,
        sentence: Sentence,
        block: Block,
        here: list[Mention],
        done: list[Mention],
        later: dict[int, list[Mention]],
    ) -> Story:
        """Places of the story, those before the expression first (nearest first), then those after.

        Only the nearest are looked at, so that a long text costs no more than its length.
        """
        own = {m.id for m in (*found.anchors, *found.demonyms)}
        before = [m for m in here if m.span.end <= found.span.start]
        for mention in reversed(done):
            if mention.span.start < block.span.start or len(before) >= _NEAREST:
                break
            before.append(mention)
        after = [m for m in here if m.span.start >= found.span.end]
        for number in range(sentence.index + 1, block.last_sentence):
            if len(after) >= _NEAREST:
                break
            after += sorted(later.get(number, ()), key=lambda m: m.span.start)
        # What was said last comes first; an expression goes before the names inside it.
        before.sort(key=lambda m: (-m.span.end, m.kind not in {"expression", "anaphor"}))
        return story_of((m for m in (*before, *after) if m.id not in own), self.gazetteer)

    # Extents and numbers -----------------------------------------------------------------------

    def _placed(self, mention: Mention) -> Mention:
        place = mention.place
        if place is None or mention.extent is not None or mention.kind == "demonym":
            return mention
        return replace(mention, extent=extent_of(self.gazetteer, place))

    def _numbered(self, done: list[Mention]) -> list[Mention]:
        """Short ids of their own for what was added here: e1, e2 … in text order."""
        known = {m.id for m in self.mentions}
        names: dict[str, str] = {}
        number = 0
        for mention in done:
            if mention.id in known:
                continue
            number += 1
            while f"e{number}" in known:
                number += 1
            names[mention.id] = f"e{number}"
        if not names:
            return done
        return [
            replace(
                m,
                id=names.get(m.id, m.id),
                antecedent=names.get(m.antecedent, m.antecedent) if m.antecedent else None,
            )
            for m in done
        ]


def extent_of(gazetteer: Gazetteer, place: Place) -> Extent:
    """Where a place is, by itself: its shape where it is more than a spot."""
    from geomap.expressions.anchor import any_shape

    shape = any_shape(gazetteer, place)
    return Extent(
        place.geometry_kind, place.lon, place.lat, place.radius_m, shape, precision_of(place)
    )


def _expression(found: Found, anchors: list[Mention], answer: Answer) -> Expression:
    ids = tuple(m.id for m in anchors) or tuple(m.id for m in found.demonyms)
    if isinstance(answer, Located):
        return Expression(
            found.span,
            found.cue.relation,
            ids,
            answer.distance_m,
            answer.bearing_deg,
            answer.extent,
        )
    told = found.distance.best_m if found.distance else None
    return Expression(found.span, found.cue.relation, ids, told, found.bearing_deg, None, answer)


def _country_of(found: Found, anchors: list[Mention]) -> str | None:
    """The country an expression lies in, where its words or its anchors tell."""
    for mention in found.demonyms:
        if found.cue.adjective == "side" and mention.countries:
            return mention.countries[0]
    codes = {m.place.country for m in anchors if m.place and m.place.country}
    return codes.pop() if len(codes) == 1 else None


@lru_cache(maxsize=4)
def _reaching(lang: str) -> tuple[tuple[str, ...], ...]:
    rows = load(lang, "expressions")["reaching"]["before"]
    return tuple(tuple(phrase.split(" ")) for phrase in rows)
