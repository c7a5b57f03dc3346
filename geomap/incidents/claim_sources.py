"""What a source is: where its words end, who is named, which office, side, channel and hedge."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.claim_words import Words
from geomap.incidents.clauses import Reading
from geomap.incidents.figures import actor_words
from geomap.incidents.said import Said
from geomap.model.text import SegmentedText, Span

#: A source longer than this is a clause, not a name.
LONGEST_SOURCE_TOKENS = 18
#: "Dans un communiqué publié mardi, la police": words from a channel ahead to its speaker.
CHANNEL_REACH = 4
#: Little words inside the names of people.
PARTICLES = frozenset({"-", "al", "el", "ben", "bin", "von", "de", "van"})
#: The hedge of what is only suspected.
SUSPECTED = "suspected"
#: Letters of an abbreviation that stands for who speaks ("le SDIS", "la CGT").
_ACRONYM = range(2, 7)


class Sources:
    """Reads sources in the sentences of one text."""

    def __init__(self, segmented: SegmentedText, words: Words) -> None:
        self.segmented = segmented
        self.words = words
        self.text = segmented.text
        self.tokens = segmented.tokens

    def has(self, name: str, key: str) -> bool:
        """Whether a folded word is in a set of the language."""
        return key in self.words.sets[name]

    def spelt(self, start: int, end: int) -> str:
        """Tokens ``[start, end)`` as written."""
        if end <= start:
            return ""
        return self.text[self.tokens.starts[start] : self.tokens.ends[end - 1]]

    # -- where its words end ---------------------------------------------------------------------

    def noun_phrase(self, reading: Reading, start: int) -> int:
        """Where a source that begins at ``start`` ends (exclusive)."""
        keys, words = reading.keys, reading.words
        stop, inside = self.words.sets["stop"], self.words.sets["keep_inside"]
        at = start
        limit = min(reading.top, start + LONGEST_SOURCE_TOKENS)
        while at < limit:
            key = keys[at]
            if key == ",":
                following = words[at + 1] if at + 1 < reading.top else ""
                if following[:1].isupper() and self._closes_soon(reading, at + 1):
                    at += 1
                    continue
                break
            if key == "." and at > start and self.has("civil", keys[at - 1]):
                at += 1  # "M. Test"
                continue
            if not (key[:1].isalnum() or key in inside or key.endswith("'")):
                break
            document = self.has("reports", key) and self.has("articles", keys[at - 1])
            goes_on = document or (key in inside and self._goes_on(reading, at))
            if at > start and key in stop and not goes_on:
                break
            if at > start and (
                key in self.words.gerunds or (key in self.words.auxiliaries and key != "a")
            ):
                break
            if (
                at > start + 1
                and key in self.words.verbs
                and key in self.words.finite
                and not self.has("articles", keys[at - 1])
            ):
                break
            at += 1
        while at > start and keys[at - 1] in inside | {","}:
            at -= 1
        return at

    def _goes_on(self, reading: Reading, at: int) -> bool:
        """ "de l'Irrigation et de l'Eau": "et" before a preposition keeps the phrase going."""
        following = reading.keys[at + 1] if at + 1 < reading.top else ""
        return self.has("goes_on", following)

    def _closes_soon(self, reading: Reading, at: int) -> bool:
        """A name set off by commas: "le gouverneur d'Odessa, Oleh Kiper, sur Telegram"."""
        for step in range(at, min(reading.top, at + 6)):
            word, key = reading.words[step], reading.keys[step]
            if key in {",", "."} or step + 1 == reading.top:
                return step > at
            if not (word[0].isupper() or key in PARTICLES):
                return step > at and key in (
                    self.words.sets["stop"] | self.words.verbs.keys() | self.words.auxiliaries
                )
        return False

    # -- who it is ---------------------------------------------------------------------------------

    def is_source(self, reading: Reading, start: int, end: int) -> bool:
        """Whether tokens name somebody who can speak."""
        if any(self.has("nobody", key) for key in reading.keys[start : min(end, start + 3)]):
            return False
        if any(
            low < end and high > start and m.role in {"actor_metonym", "actor_org"}
            for low, high, m in reading.mentions
        ):
            return True
        if self._office(reading.keys, start, end) is not None:
            return True
        return bool(self.person(reading, start, end)) or self._is_acronym(reading, start, end)

    def _is_acronym(self, reading: Reading, start: int, end: int) -> bool:
        at = start
        while at < end and self.has("articles", reading.keys[at]):
            at += 1
        word = reading.words[at] if at < end else ""
        return word.isupper() and word.isalpha() and len(word) in _ACRONYM

    def role(self, keys: Sequence[str], start: int, end: int) -> str:
        """The role of the first office named, "unattributed" when there is none."""
        return self._office(keys, start, end) or "unattributed"

    def _office(self, keys: Sequence[str], start: int, end: int) -> str | None:
        for at in range(start, end):
            for phrase, _, role in self.words.roles.get(keys[at], ()):
                high = at + len(phrase)
                if high <= end and tuple(keys[at:high]) == phrase:
                    return role
        return None

    def person(self, reading: Reading, start: int, end: int) -> str:
        """The longest run of capitalised words that is no place: a person's name."""
        covered = {at for low, high, _ in reading.mentions for at in range(low, high)}
        best: tuple[int, int] = (0, 0)
        at = start
        while at < end:
            if not self.is_name_word(reading, at, covered):
                at += 1
                continue
            stop = at + 1
            while stop < end and (
                self.is_name_word(reading, stop, covered)
                or (
                    reading.keys[stop] in PARTICLES
                    and stop + 1 < end
                    and self.is_name_word(reading, stop + 1, covered)
                )
            ):
                stop += 1
            size = stop - at
            alone = self._is_civil(reading, at, start) or self._alone(reading, at, start, end)
            if (size > 1 or alone) and size > best[1] - best[0]:
                best = (at, stop)
            at = stop
        return self.spelt(*best) if best[1] else ""

    def _is_civil(self, reading: Reading, at: int, start: int) -> bool:
        """ "M. Test", "Mme Test": one name is enough."""
        before = at - 1 if reading.keys[at - 1] != "." else at - 2
        return before >= start and self.has("civil", reading.keys[before])

    def is_name_word(self, reading: Reading, at: int, covered: set[int]) -> bool:
        """Whether a token can be a part of a person's name."""
        word, key = reading.words[at], reading.keys[at]
        return (
            word[0].isupper()
            and word[0].isalpha()
            and at not in covered
            and not (word.isupper() and len(word) > 4)
            and (at > reading.low or len(word) > 3)
            and not self.has("articles", key)
            and not self.has("pronouns", key)
            and not self.has("civil", key)
            and not self.has("clause_words", key)
            and not self.has("adjunct", key)
        )

    def _alone(self, reading: Reading, at: int, start: int, end: int) -> bool:
        """One capitalised word that is the whole phrase: "Malak, une journaliste …"."""
        return at == start and (end == at + 1 or reading.keys[at + 1] == ",") and at > reading.low

    # -- what is told of it ------------------------------------------------------------------------

    def said(
        self, reading: Reading, first: int, last: int, start: int, end: int, stance: str, verb: int
    ) -> Said:
        """An attribution in tokens ``[first, last)`` whose source stands in ``[start, end)``."""
        keys = reading.keys
        demonstrative = start < end and self.has("demonstrative", keys[start])
        definite = start < end and self.has("definite", keys[start])
        while start < end and self.has("articles", keys[start]):
            start += 1
        end = next((at for at in range(start + 1, end) if self.has("asked", keys[at])), end)
        written = self.written(reading, start, end)
        if written is not None:
            start = written[1]
        person = self.person(reading, start, end)
        if person:
            end = self._behind_office(reading, end)
        role = self.role(keys, start, end)
        channel = self.channel(reading, first, last)
        if channel is not None:
            last = max(last, channel[1])
        elif written is not None:
            channel = written
        elif verb >= 0 and keys[reading.low] in self.words.channel_prepositions:
            channel = self._channel_ahead(reading, first)
        tokens = self.tokens
        return Said(
            reading.sentence.index, reading.sentence.block, reading.sentence.paragraph,
            person or self.spelt(start, end), bool(person), self._occupied(keys, role, start, end),
            self._side(reading, start, end), channel[0] if channel else None, stance,
            self.hedge(reading), first, last, Span(tokens.starts[first], tokens.ends[last - 1]),
            verb=verb, describes=self._describes(reading, start, end, verb),
            phrase=self.spelt(start, end), demonstrative=demonstrative, definite=definite,
        )  # fmt: skip

    def written(self, reading: Reading, start: int, end: int) -> tuple[str, int] | None:
        """ "un communiqué de l'armée": what it is written in, and where who wrote it begins."""
        keys = reading.keys
        for phrase, name in self.words.channels:
            behind = start + len(phrase)
            if tuple(keys[start:behind]) != phrase or not self.has("reports", keys[behind - 1]):
                continue
            at = behind + 1
            while at < end and self.has("articles", keys[at]):
                at += 1
            if behind < end and self.has("report_of", keys[behind]) and at < end:
                return name, at
        return None

    def _behind_office(self, reading: Reading, end: int) -> int:
        """ "Laureline Peyrefitte, la procureure de Meaux": the office told behind the name."""
        start = end + 1
        if start >= reading.top or reading.keys[end] != ",":
            return end
        stop = self.noun_phrase(reading, start)
        at = start + self.has("articles", reading.keys[start])
        office = self._office(reading.keys, at, min(stop, at + 1))
        return stop if office is not None and not self.person(reading, start, stop) else end

    def _describes(self, reading: Reading, start: int, end: int, verb: int) -> tuple[int, int]:
        """The source's words, and behind an inverted verb the rest of its clause:
        "a affirmé X, responsable à Y, un village de Z"."""
        if 0 <= verb < start:
            return start, max(end, reading.clause_bounds(start)[1])
        return start, end

    def _occupied(self, keys: Sequence[str], role: str, start: int, end: int) -> str:
        if role == "regional_governor" and any(
            self.has("governor_of_occupied", key) for key in keys[start : end + 6]
        ):
            return "occupation_or_regional_governor"
        return role

    def _side(self, reading: Reading, start: int, end: int) -> str | None:
        for low, high, mention in reading.mentions:
            if low < end and high > start:
                if mention.countries:
                    return mention.countries[0]
                if mention.place is not None and mention.place.country:
                    return mention.place.country
        return None

    def channel(self, reading: Reading, first: int, last: int) -> tuple[str, int] | None:
        """The channel named in or right behind an attribution, and the token behind it."""
        for at in range(first, min(last + 5, reading.top)):
            found = self.channel_at(reading, at)
            if found is not None:
                return found
            if at >= last and reading.keys[at] in {'"', ";", ":"}:
                return None
        return None

    def _channel_ahead(self, reading: Reading, first: int) -> tuple[str, int] | None:
        """ "Dans un communiqué, la police déclare": the channel that opens the sentence."""
        found = self.channel_at(reading, reading.low)
        if found is None:
            return None
        behind = found[1]
        if reading.keys[behind : behind + 1] == ["("]:  # "Sur X (anciennement Twitter), …"
            closes = (at for at in range(behind, first) if reading.keys[at] == ")")
            behind = next(closes, behind)
        return found if first - behind <= CHANNEL_REACH else None

    def channel_at(self, reading: Reading, at: int) -> tuple[str, int] | None:
        """The channel whose preposition stands at a token: "sur Telegram", "sur son compte X"."""
        if at >= reading.top or reading.keys[at] not in self.words.channel_prepositions:
            return None
        start = at + 1
        while start < min(reading.top, at + 5) and self.has("channel_before", reading.keys[start]):
            start += 1
        for begin in dict.fromkeys((at + 1, start)):
            for phrase, name in self.words.channels:
                end = begin + len(phrase)
                if end <= reading.top and tuple(reading.keys[begin:end]) == phrase:
                    return name, end
        return None

    def hedge(self, reading: Reading) -> str | None:
        """The hedge of a sentence; what is only quoted from elsewhere ("selon lesquelles il
        aurait …") is not hedged by this source."""
        keys = reading.keys
        top = next(
            (
                at for at in range(reading.low, reading.top - 1)
                if self.has("relative_source", keys[at + 1]) and (keys[at],) in self.words.according
            ),
            reading.top,
        )  # fmt: skip
        found = [
            (rank, name)
            for at, rank, name in self.hedges_in(keys, reading.low, top)
            if not (name == SUSPECTED and self._doubts_people(reading, at))
        ]
        return min(found)[1] if found else None

    def hedges_in(self, keys: Sequence[str], low: int, high: int) -> list[tuple[int, int, str]]:
        """(token, rank, name) of each hedge in tokens ``[low, high)``."""
        return [
            (at, rank, name)
            for at in range(low, high)
            for phrase, rank, name in self.words.hedges.get(keys[at], ())
            if at + len(phrase) <= high and tuple(keys[at : at + len(phrase)]) == phrase
        ]

    def _doubts_people(self, reading: Reading, at: int) -> bool:
        """ "des jihadistes présumés", "suspected militants": who did it is doubted, not the words."""
        people = actor_words(reading.lang)
        near = at + 1 if people.adjective_first else at - 1
        return reading.low <= near < reading.top and reading.keys[near] in people.nouns
