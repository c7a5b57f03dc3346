"""Attributions of a sentence: "selon X", "X a déclaré que", "…, rapporte X", "démenti par X"."""

from __future__ import annotations

from geomap.incidents.claim_reports import Reports
from geomap.incidents.claim_sources import Sources
from geomap.incidents.claim_subjects import QUOTE_MARKS, Subjects
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said

#: Tokens between a verb and the words it quotes.
_QUOTE_NEAR = 4
#: Words set off by commas between a channel and a subject.
_ADJUNCT = 12
#: How far behind a passive its "by" stands, and behind a bare participle.
_BY_REACH, _BY_BESIDE = 9, 2


class Speech:
    """Finds who says something in the sentences of one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.words = sources.words
        self.lang = sources.segmented.lang
        self.reports = Reports(sources)
        self.subjects = Subjects(sources)

    def in_sentence(self, reading: Reading) -> list[Said]:
        """The attributions of a sentence, left to right."""
        found: list[Said] = []
        taken: set[int] = set()
        at = reading.low
        while at < reading.top:
            said = (
                self.reports.according(reading, at)
                or self.reports.learned(reading, at)
                or self._speaks(reading, at, taken)
            )
            if said is not None and self._is_nested(reading, said, found):
                at = max(at + 1, said.last)
            elif said is not None:
                found.append(said)
                taken.update(range(said.first, said.last))
                at = max(at + 1, said.last)
            else:
                at += 1
        return found

    def _is_nested(self, reading: Reading, said: Said, found: list[Said]) -> bool:
        """ "le procureur a indiqué que le suspect avait avoué": told by the first, not by two."""
        if said.verb < 0 or said.stance != "asserts":
            return False
        for outer in found:
            if not 0 <= outer.verb < said.first:
                continue
            following = reading.keys[outer.verb + 1 : outer.verb + 2]
            between = reading.keys[outer.verb : said.first]
            if (
                following
                and self.sources.has("that", following[0])
                and not any(key in QUOTE_MARKS or key == ";" for key in between)
            ):
                return True
        return False

    # -- verbs of saying ------------------------------------------------------------------------

    def _speaks(self, reading: Reading, at: int, taken: set[int]) -> Said | None:
        key = reading.keys[at]
        stances = self.words.verbs.get(key)
        if stances is None or at in taken:
            return None
        if reading.is_quoted(at):
            return self._put_in(reading, at)
        if key in self.words.gerunds and key not in self.words.participles:
            # "accusant Moscou de", "précisant que": the subject has spoken already as a rule
            return (
                None if taken or not self._adds(reading, at) else self.subjects.opening(reading, at)
            )
        if not any(
            tuple(reading.keys[at + 1 : at + 1 + len(rest)]) == rest
            for rest in self.words.rests[key]
        ):
            return None
        if key in self.words.quoting and not self._quotes(reading, at):
            return None
        stance = next(s for s in ("denies", "judges", "asserts") if s in stances)
        by_whom = self._by_whom(reading, at, stance)
        if by_whom is not None:
            return by_whom
        group = self._verb_group(reading, at)
        if group is None:
            return None
        passive = self._passive(reading, group, at, stance)
        if passive is not None:
            return passive
        if self._is_done_to(reading, group, at):
            return None
        inverted = self._inverted(reading, group, at, stance)
        return inverted or self.subjects.before(reading, group, at, stance, taken)

    def _adds(self, reading: Reading, at: int) -> bool:
        """ "…, affirmant lundi que": what the subject of the sentence says besides."""
        keys = reading.keys
        return keys[at] not in self.words.accusing and any(
            self.sources.has("that", keys[step])
            and all(self.sources.has("skip_behind", key) for key in keys[at + 1 : step])
            for step in range(at + 1, min(reading.top, at + _QUOTE_NEAR))
        )

    def _put_in(self, reading: Reading, at: int) -> Said | None:
        """ "« Le feu avance, ont expliqué les pompiers, vers le cap »": put into the quotation."""
        keys = reading.keys
        group = at - 1 if keys[at - 1] in self.words.auxiliaries else at
        if group <= reading.low or keys[group - 1] != "," or keys[at] in self.words.gerunds:
            return None
        if group == at and keys[at] not in self.words.finite:
            return None
        start = self._skip(reading, at + 1)
        end = self.sources.noun_phrase(reading, start)
        closing = keys[end] if end < reading.top else "."
        if end <= start or closing not in {",", ".", "»", '"'}:
            return None
        if not self.sources.is_source(reading, start, end):
            return None
        return self.sources.said(reading, group, end, start, end, "asserts", at)

    def _is_done_to(self, reading: Reading, group: int, at: int) -> bool:
        """ "des rebelles sont signalés": nobody speaks; "s'est indigné" does."""
        reflexive = any(
            key in {"s'", "se"} for key in reading.keys[max(reading.low, group - 1) : at]
        )
        return not reflexive and any(self.sources.has("be", key) for key in reading.keys[group:at])

    def _quotes(self, reading: Reading, at: int) -> bool:
        """Whether a verb of doing is one of saying here: "a lancé : …", "craint que", with words
        quoted in its sentence."""
        keys = reading.keys
        behind = keys[at + 1 : min(reading.top, at + _QUOTE_NEAR)]
        before = keys[max(reading.low, at - _QUOTE_NEAR) : at]
        return (
            behind[:1] in (["que"], ["qu'"], ["that"], [":"])
            or any(key in QUOTE_MARKS for key in (*before, *behind))
            or keys[at - 1] == ","
            or (keys[at - 1] in self.words.auxiliaries and keys[at - 2] == ",")
        )

    def _by_whom(self, reading: Reading, at: int, stance: str) -> Said | None:
        """ "un attentat revendiqué par X", "une accusation rejetée par X", "claimed by X"."""
        keys = reading.keys
        if keys[at] in self.words.accusing and not self.sources.has("claimed", keys[at]):
            return None  # "informés par un témoin"
        if self.sources.has("not", keys[at - 1]):
            return None  # "non confirmée par X"
        claimed = self.sources.has("claimed", keys[at])
        if not claimed and (
            (self.lang == "en" and stance == "asserts") or keys[at] not in self.words.participles
        ):
            return None
        for step in range(at + 1, min(reading.top - 1, at + 1 + _BY_BESIDE)):
            if self.sources.has("by", keys[step]):
                start = step + 1
                end = self.sources.noun_phrase(reading, start)
                if end <= start or not self.sources.is_source(reading, start, end):
                    return None
                return self.sources.said(reading, at, end, start, end, stance, -1)
            if not self.sources.has("skip_before", keys[step]):
                return None
        return None

    def _verb_group(self, reading: Reading, at: int) -> int | None:
        """First token of the verb group ("a déclaré" -> "a"), None when this is no such verb."""
        keys = reading.keys
        key = keys[at]
        start = at
        if key in self.words.participles:
            for step in range(at - 1, max(reading.low, at - 5) - 1, -1):
                if keys[step] in self.words.auxiliaries:
                    start = step
                    while start > reading.low and self.sources.has("clitics", keys[start - 1]):
                        start -= 1
                    return start if self._is_reflexive_alike(reading, start, at) else None
                if keys[step] in {",", '"'}:
                    break
        if key not in self.words.finite or self._is_noun_here(reading, at):
            return None
        following = keys[at + 1] if at + 1 < reading.top else ""
        if key in self.words.participles and self.sources.has("by", following):
            return None  # "les pompiers, informés par un témoin"
        before = keys[at - 1] if at > reading.low else ""
        if self.sources.has("before_nouns", before):
            return None  # "par avance", "the state"
        if before in self.words.sets["articles"] and before not in {"l'", "les", "la", "le"}:
            return None
        if before in {"le", "la", "l'", "les", "the"} and not reading.words[at][0].islower():
            return None
        while start > reading.low and keys[start - 1] in {"s'", "se", "lui", "nous"}:
            start -= 1
        return start if self._is_reflexive_alike(reading, start, at) else None

    def _is_noun_here(self, reading: Reading, at: int) -> bool:
        """ "Kaduna state": a word that is a noun far more often says nothing without "that"."""
        keys = reading.keys
        if keys[at] not in self.words.sets["noun_like"]:
            return False
        before = keys[at - 1] if at > reading.low else ""
        following = keys[at + 1] if at + 1 < reading.top else ""
        return before not in self.words.sets["pronouns"] and following not in {"that", ":", '"'}

    def _is_reflexive_alike(self, reading: Reading, start: int, at: int) -> bool:
        """ "le feu s'est déclaré" says nothing; "il s'est inquiété" does."""
        reflexive = any(k in {"se", "s'"} for k in reading.keys[start:at])
        return not reflexive or reading.keys[at] in self.words.reflexives

    def _passive(self, reading: Reading, group: int, at: int, stance: str) -> Said | None:
        """ "sont jugées … par X"."""
        if reading.keys[group] not in self.words.sets["be"]:
            return None
        for step in range(at + 1, min(reading.top, at + _BY_REACH)):
            if reading.keys[step] in self.words.sets["by"]:
                start = step + 1
                end = self.sources.noun_phrase(reading, start)
                if end > start and self.sources.is_source(reading, start, end):
                    return self.sources.said(reading, at, end, start, end, stance, at)
                return None
            if reading.keys[step] in {",", ";"}:
                return None
        return None

    # -- the subject behind its verb ----------------------------------------------------------------

    def _inverted(self, reading: Reading, group: int, at: int, stance: str) -> Said | None:
        keys = reading.keys
        before = keys[group - 1] if group > reading.low else '"'
        if before not in {",", "a"} | QUOTE_MARKS or keys[at] in self.words.accusing:
            return None
        if (
            before == ","
            and not self.subjects.has_verb(reading, reading.low, group - 1)
            and self.sources.is_source(reading, reading.low, group - 1)
        ):
            return None  # "le maire, Jean Test, a accusé la police": the subject stands before
        start = at + 1
        if start < reading.top and keys[start] == "-":
            return None  # "a-t-il dit": the pronoun's source is that of the sentence before
        start = self._skip(reading, start)
        end = self.sources.noun_phrase(reading, start)
        if end <= start or keys[start] in {"que", "qu'", "that"}:
            return None
        if not self.sources.is_source(reading, start, end) and not self._must_be_source(
            reading, before, start, end
        ):
            return None
        return self.sources.said(reading, group, end, start, end, stance, at)

    def _must_be_source(self, reading: Reading, before: str, start: int, end: int) -> bool:
        """ "…, a annoncé la garde nationale.": what ends such a phrase speaks, whoever it is.

        Behind a quotation, "un porte-parole" does as well: what is quoted is the verb's object.
        """
        closing = reading.keys[end] if end < reading.top else "."
        if self.subjects.past_in(reading, start, end):
            return False  # "said the strikes killed": a clause
        begins = reading.keys[start]
        definite = self.sources.has("definite", begins) or self.sources.has("possessive", begins)
        quoted = before in QUOTE_MARKS and self.sources.has("articles", begins)
        return (definite or quoted) and (
            closing in {".", ",", "!", "?"} or closing in self.words.channel_prepositions
        )

    def _skip(self, reading: Reading, start: int) -> int:
        """Dates and channels between the verb and its subject: "a écrit sur Twitter X"."""
        at = start
        for _ in range(6):
            channel = self.sources.channel_at(reading, at)
            if channel is not None:
                at = self._behind_adjunct(reading, channel[1])
            elif at < reading.top and (
                self.sources.has("skip_behind", reading.keys[at]) or reading.keys[at].isdigit()
            ):
                at += 1
            elif at + 1 < reading.top and (
                self.sources.has("demonstrative", reading.keys[at])
                and self.sources.has("skip_behind", reading.keys[at + 1])
            ):
                at += 2  # "a annoncé ce mardi"
            else:
                break
        return at

    def _behind_adjunct(self, reading: Reading, at: int) -> int:
        """ "a déclaré à l'AFP, lundi peu après l'aube, le colonel X": behind the words set off."""
        if at >= reading.top or reading.keys[at] != ",":
            return at
        words = reading.words[at + 1 : at + _ADJUNCT]
        closing = next((step for step, word in enumerate(words) if word == ","), -1)
        if closing < 1 or any(not word[0].islower() for word in words[:closing]):
            return at
        return at + 2 + closing
