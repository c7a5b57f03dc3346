"""Attributions of a sentence: "selon X", "X a déclaré que", "…, rapporte X", "démenti par X"."""

from __future__ import annotations

from geomap.incidents.claim_reports import Reports
from geomap.incidents.claim_sources import LONGEST_SOURCE_TOKENS, PARTICLES, Sources
from geomap.incidents.claim_words import finite_forms
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said

#: What a subject does not reach over.
_QUOTE_MARKS = frozenset({'"', "«", "»", "“", "”"})
_STOPS = frozenset({";", ":", '"', "»", "«", "(", ")", "."})
_BRACKETS = frozenset("()")
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
            if said is not None:
                found.append(said)
                taken.update(range(said.first, said.last))
                at = max(at + 1, said.last)
            else:
                at += 1
        return found

    # -- verbs of saying ------------------------------------------------------------------------

    def _speaks(self, reading: Reading, at: int, taken: set[int]) -> Said | None:
        key = reading.keys[at]
        stances = self.words.verbs.get(key)
        if stances is None or at in taken:
            return None
        if reading.is_quoted(at):
            return self._put_in(reading, at)
        if key in self.words.gerunds and key not in self.words.participles:
            return None  # "accusant Moscou de", "précisant que": the subject has spoken already
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
        return inverted or self._subject(reading, group, at, stance, taken)

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
            or any(key in _QUOTE_MARKS for key in (*before, *behind))
            or keys[at - 1] == ","
        )

    def _by_whom(self, reading: Reading, at: int, stance: str) -> Said | None:
        """ "un attentat revendiqué par X", "une accusation rejetée par X", "claimed by X"."""
        keys = reading.keys
        if keys[at] in self.words.accusing and not self.sources.has("claimed", keys[at]):
            return None  # "informés par un témoin"
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
        if before not in {",", "a"} | _QUOTE_MARKS or keys[at] in self.words.accusing:
            return None
        if (
            before == ","
            and not self._has_verb(reading, reading.low, group - 1)
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
        begins = reading.keys[start]
        definite = self.sources.has("definite", begins)
        quoted = before in _QUOTE_MARKS and self.sources.has("articles", begins)
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

    # -- the subject before its verb ----------------------------------------------------------------

    def _subject(
        self, reading: Reading, group: int, at: int, stance: str, taken: set[int]
    ) -> Said | None:
        """The noun phrase before the verb, apposition included."""
        keys = reading.keys
        if group - 1 > reading.low and self.sources.has("who", keys[group - 1]):
            group -= 1  # "X, qui accuse Y"
            group -= keys[group - 1] == ","
        low = self._reach_left(reading, group)
        if low is None or low >= group:
            return None
        start, end = low, group
        if any(at in taken for at in range(start, end)):
            return None
        head = self._head(reading, group)
        if head is not None and not any(at in taken for at in range(*head)):
            return self.sources.said(reading, head[0], at + 1, *head, stance, at)
        if keys[start] in self.words.sets["adjunct"] and "," in keys[start:end]:
            start = next(at for at in range(start, end) if keys[at] == ",") + 1
        while end > start and keys[end - 1] == ",":
            end -= 1
        while end > start and self.sources.has("clitics", keys[end - 1]):
            end -= 1
        comma = next((at for at in range(end - 1, start, -1) if keys[at] == ","), end)
        tells = self._tells_an_event(reading, start, end)
        named = comma < end and bool(self.sources.person(reading, comma + 1, end))
        if tells or (named and not self.sources.is_source(reading, start, comma)):
            start = comma + 1  # "Ten people died in X, President Roe said": the name alone
            if start >= end or self._tells_an_event(reading, start, end):
                return None
        if not self.sources.is_source(reading, start, end) or keys[start] in {
            "selon",
            "according",
        }:
            return None
        return self.sources.said(reading, start, at + 1, start, end, stance, at)

    def _reach_left(self, reading: Reading, group: int) -> int | None:
        """Where the words before a verb begin that may be its subject; None for a clause."""
        keys, low, commas = reading.keys, group, 0
        while low > reading.low:
            key = keys[low - 1]
            if key == ")" and low - 3 > reading.low and keys[low - 3] == "(":
                low -= 3  # "le service des urgences (SDIS) a indiqué"
                continue
            if self._joins_clauses(reading, low, group):
                break
            civil = (
                key == "." and low - 1 > reading.low and self.sources.has("civil", keys[low - 2])
            )
            if (key in _STOPS and not civil) or key in self.words.sets["clause_words"]:
                break
            if key == ",":
                commas += 1
                if commas > 2 or not self._apposition(reading, low, group, commas):
                    break
            low -= 1
            if group - low > LONGEST_SOURCE_TOKENS:  # only what stands behind the last comma
                return next((at + 1 for at in range(group - 2, low, -1) if keys[at] == ","), None)
        return low

    def _joins_clauses(self, reading: Reading, low: int, group: int) -> bool:
        """ "X reproche à Y … et Z accuse": a new subject behind "and"."""
        return (
            self.sources.has("and", reading.keys[low - 1])
            and low < group
            and self.sources.is_source(reading, low, group)
            and self._has_verb(reading, reading.low, low - 1)
        )

    def _head(self, reading: Reading, group: int) -> tuple[int, int] | None:
        """ "le M23, première rébellion de la province, derrière les ADF, a indiqué": the
        words before the first comma, when they begin the sentence and the verb follows a comma."""
        keys, low = reading.keys, reading.low
        if keys[group - 1] != "," or group - low > LONGEST_SOURCE_TOKENS + 4:
            return None
        if any(key in _STOPS - _BRACKETS for key in keys[low:group]):
            return None
        while low < group and keys[low] in self.words.sets["clause_words"]:
            low += 1
        comma = next((at for at in range(low, group) if keys[at] == ","), group)
        if comma >= group - 1 or keys[low] in self.words.sets["adjunct"]:
            return None
        if not self.sources.person(reading, low, comma) and self.sources.person(
            reading, low, group - 1
        ):
            return None  # a name follows the office: the whole phrase is wanted
        return (low, comma) if self.sources.is_source(reading, low, comma) else None

    def _apposition(self, reading: Reading, low: int, group: int, commas: int) -> bool:
        """Whether the words between two commas are a name: then the phrase goes on to the left."""
        words = [w for w in reading.words[low:group] if w[0].isalpha()]
        if low == group:
            return True  # ", Jane Test, said": the phrase is set off by commas
        named = all(w[0].isupper() or w.lower() in PARTICLES for w in words)
        return commas <= 2 and bool(words) and (named or reading.keys[group - 1] == ",")

    # -- verbs of other things -------------------------------------------------------------------------

    def _tells_an_event(self, reading: Reading, start: int, end: int) -> bool:
        """ "China launched drills … in what it called": a clause of its own is no subject."""
        keys, words = reading.keys, reading.words
        if any(keys[at] in self.words.sets["pronouns"] | {"qui"} for at in range(start, end)):
            return self.lang == "en" and self._past_in(reading, start, end)
        return self._past_in(reading, start, end) or any(
            keys[at] in self.words.auxiliaries and words[at] not in {"à", "À", "A"}
            for at in range(start, end)
        )

    def _past_in(self, reading: Reading, start: int, end: int) -> bool:
        forms = finite_forms(self.lang)
        return self.lang == "en" and any(
            reading.keys[at].endswith("ed") and reading.keys[at] in forms
            for at in range(start + 1, end)
        )

    def _has_verb(self, reading: Reading, low: int, high: int) -> bool:
        """Whether a finite verb, an auxiliary or a quotation stands in tokens ``[low, high)``."""
        keys, forms = reading.keys, finite_forms(self.lang)
        return any(
            (keys[at] in self.words.auxiliaries and reading.words[at] not in {"à", "À", "A"})
            or keys[at] in self.words.finite
            or keys[at] in forms
            or keys[at] in _QUOTE_MARKS
            for at in range(low, high)
        )
