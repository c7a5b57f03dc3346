"""Which words are names of places: capitals, gazetteer, and the words around them."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from geomap.gazetteer import Gazetteer
from geomap.places.cues import Cues, cues_of
from geomap.places.spots import Option, OptionReader, Spot, option_of, option_reader
from geomap.model.text import SegmentedText, Sentence, Span

#: Tokens behind the last capital that a name may still take ("Emirats arabes unis").
_TAIL = 3


@dataclass(slots=True)
class Zone:
    """A run of tokens with capitals, and little words between them: ``[first, last)``."""

    first: int
    last: int


class Recogniser:
    """Finds spots in one document."""

    def __init__(self, segmented: SegmentedText, gazetteer: Gazetteer) -> None:
        self.segmented = segmented
        self.gazetteer = gazetteer
        self.cues: Cues = cues_of(segmented.lang)
        self.reader: OptionReader = option_reader(gazetteer)
        tokens = segmented.tokens
        self.words, self.keys = tokens.words, tokens.keys
        self.starts, self.ends = tokens.starts, tokens.ends
        self.capital = [word[0].isupper() for word in tokens.words]

    def spots(self) -> list[Spot]:
        """Spots in text order, none overlapping another of the same depth."""
        found: list[Spot] = []
        for sentence in self.segmented.sentences:
            self._sentence(sentence, found)
        return found

    def _sentence(self, sentence: Sentence, found: list[Spot]) -> None:
        first, last = sentence.first_token, sentence.last_token
        capital, keys = self.capital, self.keys
        head = self.cues.head
        at = first
        while at < last:
            if capital[at]:
                zone_end = self.zone_end(at, last)
                self._zone(sentence, at, zone_end, found)
                at = zone_end
                continue
            key = keys[at]
            if key in head:
                taken = self._headed(sentence, at, last, found)
                if taken:
                    at = taken
                    continue
            elif len(key) > 3:
                taken = self._demonym(sentence, at, last, found)
                if taken:
                    at = taken
                    continue
            at += 1

    def zone_end(self, at: int, last: int) -> int:
        """The token behind the run of capitals that begins at ``at``."""
        capital, keys, starts, ends = self.capital, self.keys, self.starts, self.ends
        connectors = self.cues.connectors
        end = at + 1
        while end < last:
            if capital[end]:
                if starts[end] - ends[end - 1] > 1:
                    break
                end += 1
            elif keys[end] == "-" and end + 1 < last and ends[end - 1] == starts[end] and ends[end] == starts[end + 1]:  # fmt: skip
                end += 2
            elif keys[end] == "." and end + 1 < last and capital[end + 1] and len(keys[end - 1]) == 1 and ends[end - 1] == starts[end]:  # fmt: skip
                end += 1
            elif keys[end] in connectors:
                ahead = end + 1
                while ahead < last and ahead < end + 3 and keys[ahead] in connectors:
                    ahead += 1
                if ahead >= last or not capital[ahead]:
                    break
                end = ahead + 1
            else:
                break
        return end

    def _zone(self, sentence: Sentence, first: int, end: int, found: list[Spot]) -> None:
        tokens = self.segmented.tokens
        limit = min(sentence.last_token, end + _TAIL)
        for hit in self.gazetteer.scan(tokens, first, limit):
            if hit.first_token >= end:
                break
            if not self.capital[hit.first_token]:
                continue
            options = self.reader.options(hit, hit.name_ids)
            spot = self._judge(sentence, hit, options, first, end)
            if spot is not None:
                found.append(spot)

    def _headed(self, sentence: Sentence, at: int, last: int, found: list[Spot]) -> int:
        """A name that begins with a generic noun in lower case ("mer Noire"); 0 if none."""
        ahead = at + 1
        while ahead < last and ahead < at + 5 and not self.capital[ahead]:
            ahead += 1
        if ahead >= last or not self.capital[ahead] or ahead == at + 5:
            return 0
        for hit in self.gazetteer.scan(self.segmented.tokens, at, min(last, ahead + 5)):
            if hit.first_token != at or hit.last_token <= ahead:
                return 0
            options = self.reader.options(hit, hit.name_ids)
            found.append(self._spot(sentence, hit, options, "name"))
            return hit.last_token
        return 0

    def _demonym(self, sentence: Sentence, at: int, last: int, found: list[Spot]) -> int:
        hits = self.gazetteer.scan(self.segmented.tokens, at, at + 1)
        if not hits:
            return 0
        options = self.reader.options(hits[0], hits[0].name_ids)
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        if not demonyms:
            return 0
        found.append(self._spot(sentence, hits[0], demonyms, "demonym"))
        return at + 1

    def _judge(
        self, sentence: Sentence, hit: object, options: tuple[Option, ...], first: int, end: int
    ) -> Spot | None:
        if not options:
            return None
        begin, stop = hit.first_token, hit.last_token  # type: ignore[attr-defined]
        keys, cues = self.keys, self.cues
        key = keys[begin]
        if stop - begin == 1 and (
            key in cues.function_words or len(key) < 3 and not options[0].prominence > 60
        ):
            return None
        top = options[0]
        if any(o.place.feature_class == "O" for o in options[:3]):
            orgs = tuple(o for o in options if o.place.feature_class == "O")
            return self._spot(sentence, hit, orgs, "organisation")
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        places = tuple(o for o in options if o.match.kind != "demonym")
        if demonyms and (not places or places[0].prominence < 40):
            return self._spot(sentence, hit, demonyms, "demonym")
        before = keys[begin - 1] if begin > sentence.first_token else ""
        after = keys[stop] if stop < sentence.last_token else ""
        score = top.prominence / 15 - 1.5
        if before in cues.locative:
            score += 2.0
        elif before in cues.weak_locative or before in cues.articles:
            score += 0.7
        if before in cues.titles or (
            before == "." and begin >= 2 and keys[begin - 2] in cues.titles
        ):
            score -= 4.0
        if begin > first and self.capital[begin - 1]:
            score -= 3.0
        if stop < end and self.capital[stop]:
            score -= 3.0
        if after in cues.speech:
            score -= 1.0
        if score <= 0:
            return None
        return self._spot(sentence, hit, places, "name")

    def _spot(
        self, sentence: Sentence, hit: object, options: tuple[Option, ...], kind: str
    ) -> Spot:
        first, last = hit.first_token, hit.last_token  # type: ignore[attr-defined]
        spot = Spot(
            first, last, self.starts[first], self.ends[last - 1] - hit.trim,  # type: ignore[attr-defined]
            sentence.index, kind, options,  # type: ignore[arg-type]
        )  # fmt: skip
        if kind != "name":
            spot.countries = tuple(dict.fromkeys(o.country for o in options if o.country))
        self._find_head(sentence, spot)
        return spot

    def _find_head(self, sentence: Sentence, spot: Spot) -> None:
        """The generic noun before ("ville de X", "Lake X") or behind ("X region")."""
        keys, head = self.keys, self.cues.head
        at = spot.first - 1
        if at >= sentence.first_token and keys[at] in {
            "de",
            "d'",
            "du",
            "des",
            "of",
            "la",
            "l'",
            "le",
            "the",
        }:
            at -= 1
            if at >= sentence.first_token and keys[at] in {"de", "of"}:
                at -= 1
        if at >= sentence.first_token and keys[at] in head:
            spot.head, spot.group = keys[at], head[keys[at]]
        elif self.cues.lang == "en" and spot.last < sentence.last_token and keys[spot.last] in head:
            spot.head, spot.group = keys[spot.last], head[keys[spot.last]]

    def given(self, span: Span) -> Spot:
        """The spot of a span that is known to be a place's name."""
        first = bisect.bisect_right(self.starts, span.start) - 1
        last = max(first + 1, bisect.bisect_left(self.starts, span.end))
        options: tuple[Option, ...] = ()
        for match in self.gazetteer.lookup(self.segmented.text[span.start : span.end], limit=2000):
            options = (*options, option_of(match))
        places = tuple(o for o in options if o.match.kind != "demonym")
        demonyms = tuple(o for o in options if o.match.kind == "demonym")
        kind = "name"
        if demonyms and (not places or places[0].prominence < 40):
            kind, options = "demonym", demonyms
        else:
            options = places
        number = bisect.bisect_right([s.first_token for s in self.segmented.sentences], first) - 1
        sentence = self.segmented.sentences[max(0, number)]
        spot = Spot(first, last, span.start, span.end, sentence.index, kind, options)  # type: ignore[arg-type]
        self._find_head(sentence, spot)
        return spot
