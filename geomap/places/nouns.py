"""Names told by a noun that only places have: "le village de X", "au lieu-dit X", "the X district".

Such a name is a place whatever the tagger thinks of it, and whether the gazetteer holds it or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model.text import Sentence
from geomap.places.cues import first_names
from geomap.places.segments import Segment
from geomap.places.spots import Spot
from geomap.places.spotting import SpotMaker
from geomap.places.zones import Zone

#: How sure such a name is; behind nouns that other names follow too, a known one, of a village of 500.
_SAID, _SAID_KNOWN = 0.9, 0.8
_TOWN = 3.0
#: Words between a comma and the noun of an apposition.
_APPOSED = 4


class NounReader:
    """Reads the nouns beside the zones of one document."""

    def __init__(self, maker: SpotMaker) -> None:
        self.maker = maker
        self.reading = maker.reading
        self.keys = maker.keys
        self.cues = maker.cues

    def told(
        self, sentence: Sentence, zone: Zone, spots: Sequence[Spot], segments: Sequence[Segment]
    ) -> list[Spot]:
        """New spots of a zone; those of ``spots`` that a noun tells are made sure."""
        found = (
            self._behind_noun(sentence, zone, spots, segments),
            self._before_noun(sentence, zone, spots),
            self._before_apposition(sentence, zone, spots),
        )
        return [spot for spot in found if spot is not None]

    def _behind_noun(
        self, sentence: Sentence, zone: Zone, spots: Sequence[Spot], segments: Sequence[Segment]
    ) -> Spot | None:
        """The name behind a noun that only places have ("le village de X", "the town of X"): a place
        whatever the tagger thinks, but for somebody named in full."""
        keys, cues, low = self.keys, self.cues, sentence.first_token
        first, at = zone.first, zone.first - 1
        while at > low and keys[at] in cues.linking:
            at -= 1
        if at < low:
            return None
        linked = at < first - 1 and keys[at] in cues.telling
        if at < first - 1 and keys[at] in cues.telling_known:
            self._believe_known(zone, spots)
        if not linked and not (at == first - 1 and self._written_before(at) in cues.telling_direct):
            return None
        covering = next((s for s in spots if s.first <= first < s.last), None)
        if covering is not None:
            if covering.kind == "name" and covering.nested is None:
                covering.is_place = max(covering.is_place, _SAID)
            return None
        segment = next((s for s in segments if s[0] <= first < s[1]), None)
        if segment is not None and segment[2] == "PER" and keys[first] in first_names():
            return None
        last = first + 1
        while last < zone.last and (self.reading.capital[last] or keys[last] == "-"):
            last += 1
        if any(first < s.last and s.first < last for s in spots):
            return None
        spot = self.maker.unknown(sentence, first, last, zone.hits)
        spot.is_place = _SAID
        return spot

    def _believe_known(self, zone: Zone, spots: Sequence[Spot]) -> None:
        """ "l'hôpital de Bourg-Saint-Maurice": the town that an office is in, where it is known."""
        covering = next((s for s in spots if s.first <= zone.first < s.last), None)
        if (
            covering is not None
            and covering.kind == "name"
            and covering.nested is None
            and covering.options
            and not covering.approximate
            and covering.options[0].prominence >= _TOWN
        ):
            covering.is_place = max(covering.is_place, _SAID_KNOWN)

    def _before_noun(self, sentence: Sentence, zone: Zone, spots: Sequence[Spot]) -> Spot | None:
        """The name before a noun for a division ("the X tribal district"), as above."""
        keys, cues, at = self.keys, self.cues, zone.last
        if at < sentence.last_token and keys[at] in cues.qualifying:
            at += 1
        if at >= sentence.last_token or keys[at] not in cues.telling_behind:
            return None
        covering = next((s for s in spots if s.last == zone.last), None)
        if covering is not None and covering.kind == "name" and covering.nested is None:
            covering.is_place = max(covering.is_place, _SAID)
        first = last = zone.last
        while first > zone.first and (
            (self.reading.capital[first - 1] and not keys[first - 1].endswith(cues.possessives))
            or (keys[first - 1] == "-" and first < last)
        ):
            first -= 1
        if first == last or any(s.last > first for s in spots):
            return None
        if any(key in first_names() or key in cues.function_words for key in keys[first:last]):
            return None
        spot = self.maker.unknown(sentence, first, last, zone.hits)
        spot.is_place = _SAID
        return spot

    def _before_apposition(
        self, sentence: Sentence, zone: Zone, spots: Sequence[Spot]
    ) -> Spot | None:
        """ "Keur Momar, le deuxième hameau évacué": what is told to be a settlement behind a
        comma is one, whether the gazetteer holds it or not."""
        keys, cues, at = self.keys, self.cues, zone.last
        if at + 2 >= sentence.last_token or keys[at] != ",":
            return None
        if self.reading.words[zone.first].isupper():
            return None  # the headword of a dictionary is its subject, no mention
        noun = at + 1
        while noun < sentence.last_token and noun <= at + _APPOSED and keys[noun] in cues.apposing:
            noun += 1
        if noun == at + 1 or noun >= sentence.last_token or keys[noun] not in cues.apposed:
            return None
        covering = next((s for s in spots if s.last == zone.last), None)
        if covering is not None:
            if covering.kind == "name" and covering.nested is None:
                covering.is_place = max(covering.is_place, _SAID)
                covering.head = covering.head or keys[noun]
            return None
        first = zone.first
        if any(s.last > first for s in spots) or keys[first] in cues.function_words:
            return None
        if keys[first] in first_names():
            return None
        spot = self.maker.unknown(sentence, first, zone.last, zone.hits)
        spot.is_place, spot.head = _SAID, keys[noun]
        return spot

    def _written_before(self, at: int) -> str:
        """The word that ends at a token, with what hyphens join to it: "lieu-dit"."""
        keys = self.keys
        return keys[at] if at < 2 or keys[at - 1] != "-" else keys[at - 2] + "-" + keys[at]
