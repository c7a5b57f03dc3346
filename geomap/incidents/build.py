"""Events of a document become incidents: dates and places settled, tolls and claims attached."""

from __future__ import annotations

import bisect
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geomap.gazetteer import Gazetteer
from geomap.incidents.actors import STRUCK, Cast
from geomap.incidents.claims import Claims
from geomap.incidents.clauses import Reading
from geomap.incidents.event import Event
from geomap.incidents.fighters import name_by_fighters
from geomap.incidents.headline import headline_of
from geomap.incidents.in_town import place_in_town
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.links import linked
from geomap.incidents.one_news import LOOK_BACK, is_aside, one_news
from geomap.incidents.place import decide_map, where_of
from geomap.incidents.place_of_story import place_by_story
from geomap.incidents.settle import Settled, settle
from geomap.incidents.times import Dated
from geomap.incidents.titled import place_by_title
from geomap.incidents.toll_owners import share_tolls
from geomap.model.incident import (
    LAYER_BY_TYPE,
    NEWSROOM_CLAIM,
    Claim,
    Incident,
    Item,
    Toll,
)
from geomap.model.text import Quote, SegmentedText, Span, quote
from geomap.model.when import DateAnchor

VERSION = "rules/1"
#: More people than this cannot be meant: a tenth of mankind.
MOST_PEOPLE = 800_000_000
#: How many sentences behind an event who speaks still speaks of it.
SPOKEN_REACH = 1
#: Characters of the sentence a warning shows.
QUOTED = 80
#: Rule grade by how many of four things are known (place, date, type by two cues, source).
GRADES = ("D", "D", "C", "B", "A")


@dataclass(slots=True)
class Builder:
    """Builds the incidents of one document."""

    segmented: SegmentedText
    readings: Sequence[Reading]
    claims: Claims
    dates: Mapping[int, Sequence[Dated]]
    anchor: DateAnchor
    lex: Lexicon
    gazetteer: Gazetteer | None
    warnings: list[str] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _starts: list[int] = field(default_factory=list)
    #: sentences without an event of their own in which somebody goes on about one, by event.
    _told_on: dict[int, list[int]] = field(default_factory=dict)

    def build(self, events: Sequence[Event]) -> list[Incident]:
        """Incidents in text order."""
        self._starts = [sentence.span.start for sentence in self.segmented.sentences]

        events = one_news(events, self._settle)
        name_by_fighters(events, self.readings)
        settled = self._settle(events)
        place_by_title(settled, self.readings)
        place_in_town(settled, self.readings)
        place_by_story(settled, self.readings)
        tolls = share_tolls(self.segmented, settled, self.readings, self.claims, self.dates)
        settled, tolls = self._without_asides(settled, tolls)
        told = Counter(sentence for one in settled for sentence in one.event.sentences)
        self._told_on = self._spoken_after(events)
        cast = Cast(self.segmented, self.readings, self.lex, self.gazetteer, self.claims, told)
        incidents = [
            self._incident(one, tolls.get(number, []), cast) for number, one in enumerate(settled)
        ]
        self._doubt(incidents)
        return linked(incidents, settled)

    def _settle(self, events: Sequence[Event]) -> list[Settled]:
        return settle(events, self.anchor, self.segmented, self.dates)

    def _without_asides(
        self, settled: Sequence[Settled], tolls: Mapping[int, list[Toll]]
    ) -> tuple[list[Settled], dict[int, list[Toll]]]:
        kept: list[Settled] = []
        counts: dict[int, list[Toll]] = {}
        for number, one in enumerate(settled):
            near = [k for k in kept[-LOOK_BACK:] if k.event.opening == one.event.opening]
            if not is_aside(one, near, tolls.get(number, ())):
                counts[len(kept)] = list(tolls.get(number, ()))
                kept.append(one)
        return kept, counts

    def _doubt(self, incidents: Sequence[Incident]) -> None:
        """Say what no reader would believe; it is kept as the text tells it."""
        published = (self.anchor.date or "")[:10]
        for incident in incidents:
            told = incident.quotes[0].exact[:QUOTED]
            for toll in incident.casualties:
                most = max(toll.low or 0, toll.high or 0)
                if most > MOST_PEOPLE:
                    self.warnings.append(
                        f'a count of {most} people ({toll.kind}) cannot be right: kept as told ("{told}")'
                    )
            start = (incident.when.start or "")[:10]
            past = incident.realis == "actual" and incident.status in {"reported", "claimed"}
            if past and len(published) == 10 and len(start) == 10 and start > published:
                self.warnings.append(
                    f'told as past, dated {start}, after the text itself ({published}): "{told}"'
                )

    def _incident(self, one: Settled, tolls: Sequence[Toll], cast: Cast) -> Incident:
        event = one.event
        claim_of = self._claim_by_sentence(event)
        where = where_of(one, self.readings)
        targets = cast.targets(event, claim_of)
        if where is not None and targets and where.facility is None:
            where = replace(where, facility=targets[0].cls)
        quotes = self._quotes(event, tolls)
        claims = self._claims(event, tolls)
        status = self._status(event, claims)
        on_map, why_not = decide_map(one, where, status)
        recency = "background" if one.background else "current"
        source = next((c.source for c in claims if c.id != NEWSROOM_CLAIM), None)
        return Incident(
            id=self._id(quotes[0], event.type),
            layer=LAYER_BY_TYPE[event.type],
            type=event.type,
            headline=headline_of(
                self.lex, event.type, self._place_words(where, one), tuple(tolls), status,
                recency, event.series or event.listed, source,
            ),
            quotes=quotes,
            when=one.when,
            subtype=event.subtype,
            status=status,  # type: ignore[arg-type]
            polarity="negated" if event.negated else "affirmed",
            realis=event.realis if not event.negated else "actual",  # type: ignore[arg-type]
            recency=recency,  # type: ignore[arg-type]
            where=where,
            actors=tuple(cast.actors(event, tolls, claim_of)),
            means=tuple(cast.means(event, claim_of)),
            targets=tuple(targets) if event.type in STRUCK else (),
            consequences=self._consequences(event),
            casualties=tuple(tolls),
            claims=tuple(claims),
            aggregate=event.series or event.listed,
            confidence=_confidence(claims),
            grade=_grade(one, where is not None, len(event.told)),
            on_map=on_map,
            why_not=why_not,
            provenance=(VERSION, *sorted({f"frame:{t.draft.frame.index}" for t in event.told})),
        )  # fmt: skip

    def _place_words(self, where: object, one: Settled) -> str | None:
        """The site as a reader of the document's language calls it."""
        site = one.site
        if site is None or where is None:
            return None
        if site.place is None or self.gazetteer is None:
            return site.text if site.place is None else site.place.name
        shown = self.gazetteer.display_name(site.place.id, self.lex.lang, site.text)
        return shown or site.place.name

    def _id(self, first: Quote, type_: str) -> str:
        """Stable across runs: the document and the words, with the type when two share them."""
        base = f"{self.segmented.document.sha256}:{first.start}:{first.end}"
        for suffix in ("", f":{type_}", *(f":{type_}:{n}" for n in range(2, 99))):
            made = "i" + hashlib.sha256((base + suffix).encode()).hexdigest()[:15]
            if made not in self._ids:
                self._ids.add(made)
                return made
        return made

    def _quotes(self, event: Event, tolls: Sequence[Toll]) -> tuple[Quote, ...]:
        sentences = set(event.sentences)
        starts = self._starts
        sentences.update(bisect.bisect_right(starts, toll.span.start) - 1 for toll in tolls)
        text = self.segmented.text
        first = event.first.sentence
        order = [first, *sorted(sentences - {first})]
        return tuple(quote(text, self.segmented.sentences[i].span) for i in order)

    def _claim_by_sentence(self, event: Event) -> dict[int, str]:
        return {
            sentence: ids[0]
            for sentence in event.sentences
            if (ids := self.claims.by_sentence.get(sentence))
        }

    def _claims(self, event: Event, tolls: Sequence[Toll]) -> list[Claim]:
        ids = [NEWSROOM_CLAIM]
        for sentence in (*event.sentences, *event.judged):
            ids += self.claims.by_sentence.get(sentence, ())
        for sentence in self._told_on.get(id(event), ()):
            ids += self.claims.by_sentence.get(sentence, ())
        ids += [toll.claim for toll in tolls]
        return [self.claims.by_id(claim) for claim in dict.fromkeys(ids)]

    def _spoken_after(self, events: Sequence[Event]) -> dict[int, list[int]]:
        """Who speaks right after an event was told, in words that tell no event, speaks of it."""
        by_sentence: dict[int, Event] = {}
        for event in events:
            for sentence in event.sentences:
                by_sentence.setdefault(sentence, event)
        found: dict[int, list[int]] = {}
        sentences = self.segmented.sentences
        for sentence in self.claims.by_sentence:
            if sentence in by_sentence:
                continue
            for before in range(sentence - 1, max(-1, sentence - 1 - SPOKEN_REACH), -1):
                if sentences[before].block != sentences[sentence].block:
                    break
                told = by_sentence.get(before)
                if told is not None:
                    found.setdefault(id(told), []).append(sentence)
                    break
        return found

    def _status(self, event: Event, claims: Sequence[Claim]) -> str:
        if event.status != "reported":
            return event.status
        told_by = [self.claims.by_sentence.get(s, ()) for s in event.sentences]
        if not all(told_by):
            return "reported"
        stances = {c.stance for c in claims if c.id != NEWSROOM_CLAIM}
        if stances == {"denies"}:
            return "denied"
        return "claimed" if "asserts" in stances else "reported"

    def _consequences(self, event: Event) -> tuple[Item, ...]:
        tokens = self.segmented.tokens
        items: list[Item] = []
        for draft in event.consequences:
            span = Span(tokens.starts[draft.first], tokens.ends[draft.last - 1])
            if not any(item.cls == draft.type for item in items):
                items.append(Item(draft.type, span))
        return tuple(items)


def _confidence(claims: Sequence[Claim]) -> str:
    """Letter-digit pair: F, reliability cannot be judged; 2 two independent sources, 3 one, 4 denied."""
    asserting = {c.source for c in claims if c.stance == "asserts"}
    if any(c.stance == "denies" for c in claims):
        return "F4"
    sides = {c.side for c in claims if c.id != NEWSROOM_CLAIM and c.stance == "asserts"} - {None}
    if len(sides) > 1:
        return "F1"
    return "F2" if len(asserting) > 2 else "F3"


def _grade(one: Settled, placed: bool, tellings: int) -> str:
    told = [
        placed and not one.inferred,
        one.when.basis in {"explicit", "deictic"},
        tellings > 1 or one.event.first.kind == "verb" or one.event.first.happens,
        not one.event.because,
    ]
    return GRADES[sum(told)]
