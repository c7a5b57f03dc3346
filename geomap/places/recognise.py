"""Which words are names of places: the tagger's reading of the zones, the gazetteer, and both agreed."""

from __future__ import annotations

from geomap.model.text import Sentence
from geomap.places.capitals import CapitalReader
from geomap.places.settle import settle
from geomap.places.small import SmallReader
from geomap.places.spots import Spot
from geomap.places.spotting import SpotMaker
from geomap.places.tagger import open_tagger
from geomap.places.zones import Reading


class Recogniser:
    """Finds spots in one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.maker = SpotMaker(reading)
        self._capitals = CapitalReader(self.maker, open_tagger())
        self._small = SmallReader(self.maker)

    def spots(self) -> list[Spot]:
        """Spots in text order."""
        found: list[Spot] = []
        for sentence in self.reading.segmented.sentences:
            self._sentence(sentence, found)
        return settle(found, self.reading, self._capitals.surnames)

    def _sentence(self, sentence: Sentence, found: list[Spot]) -> None:
        reading, last = self.reading, sentence.last_token
        capital, keys = reading.capital, reading.keys
        idle = reading.reader.idle[reading.cues.lang]
        zones = list(reading.zones(sentence))
        number, behind_spot = 0, sentence.first_token
        # At most words of a text nothing begins: they are passed over without being looked at.
        busy = [
            at for at in range(sentence.first_token, last) if capital[at] or keys[at] not in idle
        ]
        for at in busy:
            if at < behind_spot:
                continue
            if capital[at]:
                while number < len(zones) and zones[number].first < at:
                    number += 1
                if number == len(zones) or zones[number].first != at:
                    # The beginning of a zone went to a generic noun before it.
                    zones.insert(number, reading.zone_at(at, last))
                before = zones[number - 1] if number else None
                behind = zones[number + 1] if number + 1 < len(zones) else None
                found.extend(self._capitals.read(sentence, zones[number], before, behind))
                behind_spot = zones[number].last
                continue
            spot = self._small.read(sentence, at, last, behind_spot)
            if spot is not None:
                found.append(spot)
                behind_spot = max(spot.last, at + 1)
