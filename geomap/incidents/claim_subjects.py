"""The subject of a verb of saying: the noun phrase before it, apposition included."""

from __future__ import annotations

from geomap.incidents.claim_sources import LONGEST_SOURCE_TOKENS, PARTICLES, Sources
from geomap.incidents.claim_words import finite_forms
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said

QUOTE_MARKS = frozenset({'"', "«", "»", "“", "”"})
#: What a subject does not reach over.
_STOPS = frozenset({";", ":", '"', "»", "«", "(", ")", "."})
_BRACKETS = frozenset("()")


class Subjects:
    """Finds the words before a verb of saying that name who speaks."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.words = sources.words
        self.lang = sources.segmented.lang

    def before(
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
        if keys[start] in {"selon", "according"}:
            return None
        if not self.sources.is_source(reading, start, end):
            if not self._opens_with(reading, start, end, at):
                return None
            end = min(end, self.sources.noun_phrase(reading, start))
            if end <= start:
                return None
        return self.sources.said(reading, start, at + 1, start, end, stance, at)

    def opening(self, reading: Reading, at: int) -> Said | None:
        """ "Le gouvernement a revu le bilan, affirmant que": the subject of the whole sentence."""
        forms = finite_forms(self.lang) | self.words.finite
        verb = next(
            (
                step
                for step in range(reading.low + 1, at)
                if (reading.keys[step] in self.words.auxiliaries and reading.words[step] != "à")
                or (
                    reading.keys[step] in forms
                    and reading.words[step].islower()
                    and not self._is_compound(reading, step)
                )
            ),
            None,
        )
        if verb is None or any(key in _STOPS - _BRACKETS for key in reading.keys[verb:at]):
            return None
        while verb > reading.low and self.sources.has("clitics", reading.keys[verb - 1]):
            verb -= 1
        said = self.before(reading, verb, verb, "asserts", set())
        if said is None or said.attribution is None:
            return None
        low, high = said.describes
        return self.sources.said(reading, at, at + 1, low, high, "asserts", at)

    def _opens_with(self, reading: Reading, start: int, end: int, at: int) -> bool:
        """ "Un notable du village a raconté que": who opens the sentence and says "that" speaks,
        whoever it is."""
        keys = reading.keys
        behind = keys[at + 1] if at + 1 < reading.top else ""
        tells = self.sources.has("that", behind) or self.sources.has("says", keys[at])
        return (
            start == reading.low
            and tells
            and self.sources.has("articles", keys[start])
            and not any(self.sources.has("nobody", key) for key in keys[start:end])
            and not any(key in _STOPS or key == "," for key in keys[start:end])
            and not self._tells_an_event(reading, start, end)
            and keys[end - 1] not in self.words.sets["documents"]
        )

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
            before = reading.words[low - 2] if low - 1 > reading.low else ""
            initial = len(before) == 1 and before.isupper()  # "the U.N. chief"
            civil = key == "." and (initial or self.sources.has("civil", before.lower()))
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
            and self.has_verb(reading, reading.low, low - 1)
        )

    def _head(self, reading: Reading, group: int) -> tuple[int, int] | None:
        """ "le M23, première rébellion de la province, derrière les ADF, a indiqué": the
        words before the first comma, when they begin the sentence and the verb follows a comma."""
        keys, low = reading.keys, reading.low
        if keys[group - 1] != "," or group - low > 2 * LONGEST_SOURCE_TOKENS:
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
            return self.lang == "en" and self.past_in(reading, start, end)
        return self.past_in(reading, start, end) or any(
            keys[at] in self.words.auxiliaries and words[at] not in {"à", "À", "A"}
            for at in range(start, end)
        )

    def past_in(self, reading: Reading, start: int, end: int) -> bool:
        forms = finite_forms(self.lang)
        return self.lang == "en" and any(
            reading.keys[at].endswith("ed") and reading.keys[at] in forms
            for at in range(start + 1, end)
        )

    def has_verb(self, reading: Reading, low: int, high: int) -> bool:
        """Whether a finite verb, an auxiliary or a quotation stands in tokens ``[low, high)``."""
        keys, forms = reading.keys, finite_forms(self.lang)
        return any(
            (keys[at] in self.words.auxiliaries and reading.words[at] not in {"à", "À", "A"})
            or keys[at] in self.words.finite
            or (keys[at] in forms and not self._is_compound(reading, at))
            or keys[at] in QUOTE_MARKS
            for at in range(low, high)
        )

    @staticmethod
    def _is_compound(reading: Reading, at: int) -> bool:
        """ "porte-parole", "Houthi-run": a part of a word is no verb."""
        around = (*reading.keys[max(reading.low, at - 1) : at], *reading.keys[at + 1 : at + 2])
        return "-" in around
