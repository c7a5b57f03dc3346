"""Sources named without a verb of saying: "selon X", "a-t-on appris auprès de X"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.claim_sources import Sources
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said

#: How far behind a verb of learning its source stands ("a-t-on appris mardi auprès de").
_LEARNED_REACH = 5


class Reports:
    """Finds who is named as a source by a preposition."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.words = sources.words

    def according(self, reading: Reading, at: int) -> Said | None:
        keys = reading.keys
        for phrase in self.words.according:
            if tuple(keys[at : at + len(phrase)]) == phrase and at + len(phrase) <= reading.top:
                start = at + len(phrase)
                if start < reading.top and (
                    keys[start] == "-" or self.sources.has("relative_source", keys[start])
                ):
                    continue  # "d'après-midi", "selon laquelle"
                if self.sources.has("source_nouns", phrase[-1]):
                    start -= 1  # "de source militaire": the word belongs to the source
                return self._given_by(reading, at, start)
        return None

    def _given_by(self, reading: Reading, at: int, start: int) -> Said | None:
        """The source behind a preposition, a toll or a statement it gave passed over."""
        end = self.sources.noun_phrase(reading, start)
        if end <= start or self._is_hedge(reading.keys, start, end):
            return None
        if reading.keys[end - 1] in self.words.sets["own_words"]:
            return None  # "selon nos informations"
        giver = self._giver(reading, start, end)
        first = start + self.sources.has("articles", reading.keys[start])
        written = self.sources.written(reading, first, end) is not None
        if giver is not None and not written:
            start, end = giver, self.sources.noun_phrase(reading, giver)
        return self.sources.said(reading, at, max(end, start), start, end, "asserts", -1)

    def _giver(self, reading: Reading, start: int, end: int) -> int | None:
        """ "un nouveau bilan de la défense civile", "un bilan communiqué par X": who counted."""
        keys, has = reading.keys, self.sources.has
        told = end + 1 < reading.top and (
            (keys[end] in self.words.participles and keys[end] not in self.words.reflexives)
            or has("given", keys[end])
        )
        if told and has("by", keys[end + 1]):  # "les faits rapportés par X"
            return end + 2
        for at in range(start, min(end + 1, reading.top)):
            if not has("reports", keys[at]):
                continue
            step = at + 1
            while step < min(end + 1, reading.top) and not has("report_of", keys[step]):
                step += 1
            while step < reading.top and (
                keys[step] in self.words.participles or has("given", keys[step])
            ):
                step += 1
            if step + 1 < reading.top and has("report_of", keys[step]):
                behind = step + 1
                return behind if self.sources.noun_phrase(reading, behind) > behind else None
            return None
        return None

    def _is_hedge(self, keys: Sequence[str], start: int, end: int) -> bool:
        return any(
            tuple(keys[at : at + len(phrase)]) == phrase
            for at in range(start, end)
            for phrase, _, _ in self.words.hedges.get(keys[at], ())
        )

    def learned(self, reading: Reading, at: int) -> Said | None:
        """ "a-t-on appris mardi auprès des pompiers"."""
        keys, has = reading.keys, self.sources.has
        if not has("learned", keys[at]):
            return None
        for step in range(at + 1, min(reading.top - 1, at + 1 + _LEARNED_REACH)):
            if has("learned_from", keys[step]):
                start = step + 1
                if start < reading.top and has("learned_from", keys[start]):
                    start += 1  # "auprès de"
                said = self._given_by(reading, at, start)
                if said is None or not self.sources.is_source(reading, start, said.last):
                    return None
                return said
            media = reading.words[step][:1].isupper()  # "a appris Le Journal auprès de"
            if not media and not has("skip_before", keys[step]) and not keys[step].isdigit():
                return None
        return None
