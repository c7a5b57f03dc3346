"""Who "dit-elle" is: the person a paragraph is about, or who spoke before."""

from __future__ import annotations

from geomap.incidents.claim_sources import Sources
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said
from geomap.model.text import Span

#: How many sentences behind a name a pronoun stands for it, over a paragraph's end too.
SUBJECT_REACH = 4


class Pronouns:
    """Remembers the person a paragraph is about, and finds verbs of saying of a pronoun."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.words = sources.words
        self.lang = sources.segmented.lang
        #: who "dit-elle" is when nobody else spoke.
        self.subject = ""
        #: the sentence that named that person
        self.sentence = -1
        self._paragraph = -1

    def remember(self, reading: Reading) -> None:
        """ "Amina attend, elle, un visa": the name a sentence begins with is its person."""
        if reading.sentence.paragraph != self._paragraph:
            self._paragraph = reading.sentence.paragraph
        if reading.sentence.index - self.sentence > SUBJECT_REACH:
            self.subject = ""
        low = reading.low
        if (
            low + 1 >= reading.top
            or reading.is_quoted(low)
            or not self.sources.is_name_word(reading, low, set())
        ):
            return
        stop = low + 1
        while stop < reading.top and self.sources.is_name_word(reading, stop, set()):
            stop += 1
        following = reading.keys[stop] if stop < reading.top else ""
        known = any(first <= low < last for first, last, _ in reading.mentions)
        if not known and (following in {",", "qui", "who"} or self._may_be_verb(reading, stop)):
            self.subject, self.sentence = self.sources.spelt(low, stop), reading.sentence.index

    def _may_be_verb(self, reading: Reading, at: int) -> bool:
        """Whether a word behind a name can be its verb: no preposition, link or article."""
        if at >= reading.top:
            return False
        key = reading.keys[at]
        if key in self.words.auxiliaries or key in self.words.finite:
            return reading.words[reading.low].lower() not in self.words.verbs
        return (
            key.isalpha()
            and reading.words[at].islower()
            and not any(
                self.sources.has(name, key)
                for name in ("stop", "adjunct", "keep_inside", "clause_words", "articles")
            )
        )

    def speaks(self, reading: Reading) -> int | None:
        """The verb of "dit-elle", "souligne-t-il", "she said"; None when no pronoun speaks."""
        keys = reading.keys
        pronouns = self.words.sets["speaking_pronouns"]
        for at in range(reading.low, reading.top):
            if keys[at] not in self.words.verbs or reading.is_quoted(at):
                continue
            if self._asks_behind(reading, at, pronouns):
                return at
            if at > reading.low and keys[at - 1] in pronouns and self.lang == "en":
                return at
        return None

    def _asks_behind(self, reading: Reading, at: int, pronouns: frozenset[str]) -> bool:
        """ "dit-elle" and "a-t-elle dit": the pronoun hangs on the verb or on its auxiliary."""
        keys = reading.keys
        behind = keys[at + 1 : at + 5]
        if behind[:1] == ["-"] and any(key in pronouns for key in behind[:4]):
            return True
        low = max(reading.low, at - 5)
        return any(
            keys[step] == "-" and keys[step + 1] in pronouns
            and any(key in self.words.auxiliaries for key in keys[low:step])
            for step in range(low + 1, at)
        )  # fmt: skip

    def said_by_subject(self, reading: Reading, verb: int) -> Said:
        """What a pronoun says, told by the person the paragraph is about."""
        last = min(verb + 4, reading.top)
        return Said(
            reading.sentence.index, reading.sentence.block, reading.sentence.paragraph,
            self.subject, True, "witness", None, self.channel_of(reading, verb), "asserts",
            self.sources.hedge(reading), verb, last,
            self._span(verb, last), verb=verb, describes=(verb, last),
        )  # fmt: skip

    def channel_of(self, reading: Reading, verb: int) -> str | None:
        """The channel of what a pronoun says: "a-t-il écrit sur Twitter"."""
        channel = self.sources.channel(reading, verb, min(verb + 4, reading.top))
        return channel[0] if channel else None

    def _span(self, first: int, last: int) -> Span:
        tokens = self.sources.tokens
        return Span(tokens.starts[first], tokens.ends[last - 1])
