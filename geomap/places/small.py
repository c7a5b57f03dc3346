"""Names and demonyms that begin with a small letter: "mer Noire", "zone des trois frontières", "russe"."""

from __future__ import annotations

from geomap.gazetteer.layout import NEEDS_CAPITAL
from geomap.gazetteer.scan import NameHit
from geomap.model.text import Sentence
from geomap.places.spots import Option, Spot, places_of
from geomap.places.spotting import SpotMaker

#: Letters of a demonym at least.
_SHORTEST = 4
#: Tokens between a generic noun and the first capital of its name, and those looked at behind it.
_AHEAD = 5


class SmallReader:
    """Reads the words of one document that have no capital."""

    def __init__(self, maker: SpotMaker) -> None:
        self.maker = maker
        self.reading = maker.reading
        self.cues = maker.cues

    def read(self, sentence: Sentence, at: int, last: int, behind: int) -> Spot | None:
        """The name or demonym that begins at ``at``, or, at a hyphen, with the word before it, unless
        that belongs to a spot (tokens up to ``behind``). Words that begin nothing are remembered."""
        key, head = self.reading.keys[at], self.cues.head
        if key == "-":
            ahead = at - 1
            if ahead < max(behind, sentence.first_token) or self.reading.capital[ahead]:
                return None
            return self.demonym(sentence, ahead, last)
        if key in head and (spot := self.headed(sentence, at, last)) is not None:
            return spot
        spot = self.demonym(sentence, at, last) if len(key) >= _SHORTEST else None
        if spot is None and key not in head and key not in self.cues.demonym_prefixes:
            self.reading.reader.rest(key, self.cues.lang)
        return spot

    def headed(self, sentence: Sentence, at: int, last: int) -> Spot | None:
        """A name that begins with the generic noun at ``at`` ("mer Noire"); None if none.

        The noun is part of the mention where it belongs to the name ("bande de Gaza"), not where it
        only says what kind of place is meant ("région de Tillabéri"). A name that the gazetteer
        itself writes without a capital needs none ("zone des trois frontières").
        """
        reading, capital = self.reading, self.reading.capital
        ahead = at + 1
        while ahead < last and ahead < at + _AHEAD and not capital[ahead]:
            ahead += 1
        named = ahead < last and ahead < at + _AHEAD
        end = min(last, ahead + _AHEAD)
        hits = reading.gazetteer.scan(reading.segmented.tokens, at, end, before=at + 1)
        if not hits or (named and hits[0].last_token <= ahead):
            return None
        hit = hits[0]
        if hit.flags & NEEDS_CAPITAL and not named:
            return None
        if named and hit.last_token < last and capital[hit.last_token]:
            # "la province du Nord Darfour" is no "Province du Nord"
            longer = reading.gazetteer.scan(reading.segmented.tokens, ahead, last, before=ahead + 1)
            if longer and longer[0].last_token > hit.last_token:
                return None
        options = places_of(reading.reader.options(hit, hit.name_ids))
        if not options or not (named or _is_written_small(hit, options)):
            return None
        first = at
        if named and not self.cues.is_joined(reading.keys[at], direct=ahead == at + 1):
            first = ahead if self._is_whole(ahead, hit, options) else at
        return self.maker.spot(sentence, first, hit.last_token, hit.trim, "name", options)

    def _is_whole(self, first: int, hit: NameHit, options: tuple[Option, ...]) -> bool:
        """Whether the rest of a name behind its noun is a name too: Tillabéri, but not Jaune."""
        reading = self.reading
        text = reading.segmented.text[reading.starts[first] : reading.ends[hit.last_token - 1]]
        meant = {option.place.id for option in options}
        return any(
            o.place.id in meant or o.prominence >= options[0].prominence
            for o in places_of(reading.reader.spelt(text))
        )

    def demonym(self, sentence: Sentence, at: int, last: int) -> Spot | None:
        """The demonym that begins at ``at``, a double one with both countries; None if none."""
        reading = self.reading
        keys, starts, ends = reading.keys, reading.starts, reading.ends
        limit = at + 1
        while limit + 1 < last and keys[limit] == "-" and starts[limit] == ends[limit - 1]:
            limit += 2
        demonyms = reading.demonyms(at, limit)
        if demonyms:
            first, last_token, trim, options = demonyms
            return self.maker.spot(sentence, first, last_token, trim, "demonym", options)
        prefix = self.cues.demonym_prefixes.get(keys[at])
        if prefix is None or limit != at + 3:
            return None
        demonyms = reading.demonyms(at + 2, limit)
        if not demonyms:
            return None
        spot = self.maker.spot(sentence, at, limit, demonyms[2], "demonym", demonyms[3])
        spot.countries = tuple(dict.fromkeys((prefix, *spot.countries)))
        return spot


def _is_written_small(hit: NameHit, options: tuple[Option, ...]) -> bool:
    """True for a name of several words that the gazetteer writes without any capital."""
    return hit.last_token - hit.first_token > 2 and any(o.match.matched.islower() for o in options)
