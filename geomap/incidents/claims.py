"""Who says it: attributions of a text, with their channel, their hedge and their quotations.

Four shapes are read: "selon X", "X a déclaré que", the inverted "…, rapporte X", and a quotation
that goes on without a verb of saying. A source named only by office is given its name when a named
speaker without office follows in the same story. Words stand in ``language/<lang>/claims.toml``.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.incidents.claim_words import Words, finite_forms, words_of
from geomap.incidents.clauses import Reading
from geomap.incidents.said import Said, continued, resolve_names
from geomap.language.fold import fold
from geomap.model.incident import NEWSROOM_CLAIM, Claim
from geomap.model.text import SegmentedText, Span

#: A source longer than this is a clause, not a name.
LONGEST_SOURCE_TOKENS = 18
#: What a subject does not reach over.
_QUOTE_MARKS = frozenset({'"', "«", "»", "“", "”"})
_STOPS = frozenset({";", ":", '"', "»", "«", "(", ")", "."})


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims of a document and which hold in a sentence (ids, in order)."""

    claims: tuple[Claim, ...]
    by_sentence: dict[int, tuple[str, ...]]
    #: tokens of verbs of saying: a date beside one dates the saying, not the event.
    said_at: dict[int, tuple[tuple[int, int], ...]]
    #: tokens that describe a source: a place among them is where the speaker belongs.
    sources_at: dict[int, tuple[tuple[int, int], ...]]

    def by_id(self, claim: str) -> Claim:
        """The claim of an id: ids are their places in ``claims``."""
        return self.claims[int(claim[1:])]


def find_claims(
    segmented: SegmentedText, readings: Sequence[Reading], told_on: str | None = None
) -> Claims:
    """The claims of a document. ``c0`` is the newsroom and always first.

    ``told_on`` is the document's date (EDTF): it tells who held an office then.
    """
    words = words_of(segmented.lang)
    finder = _Finder(segmented, words)
    said: list[Said] = []
    last: Said | None = None
    for reading in readings:
        found = finder.in_sentence(reading)
        quotes = _quotations(reading, segmented)
        spoken = finder.pronoun_speaks(reading)
        if (
            spoken is not None
            and not found
            and finder.subject
            and (last is None or last.paragraph != reading.sentence.paragraph)
        ):
            found = [finder.said_by_subject(reading, spoken)]
        if found:
            _share_quotes(found, quotes)
            last = found[-1]
        elif quotes and last is not None and last.paragraph == reading.sentence.paragraph:
            found = [continued(last, reading, quotes)]
        elif last is not None and last.paragraph != reading.sentence.paragraph:
            last = None
        said.extend(found)
    resolve_names(said, readings, segmented, told_on)
    return _number(said, words, segmented)


def _quotations(reading: Reading, segmented: SegmentedText) -> list[Span]:
    """Quoted stretches that end in the sentence, with their marks."""
    tokens = segmented.tokens
    return [Span(tokens.starts[a], tokens.ends[b - 1]) for a, b in reading.quotations]


def _share_quotes(found: list[Said], quotes: list[Span]) -> None:
    for span in quotes:
        nearest = min(
            found,
            key=lambda s: (
                0
                if s.attribution is None
                else min(abs(s.attribution.start - span.end), abs(span.start - s.attribution.end))
            ),
        )
        nearest.quotes.append(span)


class _Finder:
    def __init__(self, segmented: SegmentedText, words: Words) -> None:
        self.segmented = segmented
        self.words = words
        self.text = segmented.text
        self.tokens = segmented.tokens
        #: the person a paragraph is about: who "dit-elle" is when nobody else spoke.
        self.subject = ""
        self._paragraph = -1

    def in_sentence(self, reading: Reading) -> list[Said]:
        self._remember_subject(reading)
        found: list[Said] = []
        taken: set[int] = set()
        at = reading.low
        while at < reading.top:
            said = self._according(reading, at) or self._speaks(reading, at, taken)
            if said is not None:
                found.append(said)
                taken.update(range(said.first, said.last))
                at = max(at + 1, said.last)
            else:
                at += 1
        return found

    def _remember_subject(self, reading: Reading) -> None:
        """ "Samira rêve, elle, d'une pause": the name a sentence begins with is its person."""
        if reading.sentence.paragraph != self._paragraph:
            self._paragraph, self.subject = reading.sentence.paragraph, ""
        low = reading.low
        if low + 1 >= reading.top or not self._is_name_word(reading, low, set()):
            return
        stop = low + 1
        while stop < reading.top and self._is_name_word(reading, stop, set()):
            stop += 1
        following = reading.keys[stop] if stop < reading.top else ""
        known = any(first <= low < last for first, last, _ in reading.mentions)
        verb = (
            following in self.words.auxiliaries
            or following in {",", "qui", "who"}
            or (
                reading.words[low].lower() not in self.words.verbs
                and following in self.words.finite
            )
        )
        if (verb or self._is_verb_form(following)) and not known:
            self.subject = self.text[self.tokens.starts[low] : self.tokens.ends[stop - 1]]

    def _is_verb_form(self, key: str) -> bool:
        return key in finite_forms(self.segmented.lang)

    def pronoun_speaks(self, reading: Reading) -> int | None:
        """The verb of "dit-elle", "souligne-t-il", "she said"; None when no pronoun speaks."""
        keys = reading.keys
        pronouns = self.words.sets["speaking_pronouns"]
        for at in range(reading.low, reading.top):
            if keys[at] not in self.words.verbs or reading.is_quoted(at):
                continue
            behind = keys[at + 1 : at + 5]
            if behind[:1] == ["-"] and any(key in pronouns for key in behind[:4]):
                return at
            if at > reading.low and keys[at - 1] in pronouns and self.segmented.lang == "en":
                return at
        return None

    def said_by_subject(self, reading: Reading, verb: int) -> Said:
        """What a pronoun says, told by the person the paragraph is about."""
        tokens = self.tokens
        last = min(verb + 4, reading.top)
        return Said(
            reading.sentence.index, reading.sentence.block, reading.sentence.paragraph,
            self.subject, True, "witness", None, self._channel_name(reading, verb, last), "asserts",
            self._hedge(reading), verb, last,
            Span(tokens.starts[verb], tokens.ends[last - 1]), verb=verb, describes=(verb, last),
        )  # fmt: skip

    def _channel_name(self, reading: Reading, first: int, last: int) -> str | None:
        channel = self._channel(reading, first, last)
        return channel[0] if channel else None

    # -- "selon X" ------------------------------------------------------------------------------

    def _according(self, reading: Reading, at: int) -> Said | None:
        keys = reading.keys
        for phrase in self.words.according:
            if tuple(keys[at : at + len(phrase)]) == phrase and at + len(phrase) <= reading.top:
                start = at + len(phrase)
                if start < reading.top and keys[start] == "-":
                    continue  # "d'après-midi"
                end = self._noun_phrase(reading, start)
                if end <= start or self._is_hedge(keys, start, end):
                    return None
                start = self._behind_toll(keys, start, end)
                return self._said(reading, at, end, start, end, "asserts", -1)
        return None

    def _behind_toll(self, keys: Sequence[str], start: int, end: int) -> int:
        """ "un nouveau bilan de la défense civile": who counted is the source."""
        reports, of = self.words.sets["reports"], self.words.sets["report_of"]
        for at in range(start, end - 1):
            if keys[at] in reports:
                behind = next((i for i in range(at + 1, end) if keys[i] in of), None)
                return start if behind is None else behind + 1
        return start

    def _is_hedge(self, keys: Sequence[str], start: int, end: int) -> bool:
        return any(
            tuple(keys[i : i + len(phrase)]) == phrase
            for phrase, _ in self.words.hedges
            for i in range(start, end)
        )

    def _noun_phrase(self, reading: Reading, start: int) -> int:
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
            if not (key[0].isalnum() or key in inside or key.endswith("'")):
                break
            if at > start and key in stop and not (key in inside and self._goes_on(reading, at)):
                break
            if at > start and key in self.words.auxiliaries and key != "a":
                break
            if (
                at > start
                and key in self.words.verbs
                and key in self.words.finite
                and at > start + 1
            ):
                break
            at += 1
        while at > start and keys[at - 1] in inside | {","}:
            at -= 1
        return at

    def _goes_on(self, reading: Reading, at: int) -> bool:
        """ "de l'Irrigation et de l'Eau": "et" before a preposition keeps the phrase going."""
        following = reading.keys[at + 1] if at + 1 < reading.top else ""
        return following in {"de", "du", "des", "d'", "of", "the"}

    def _closes_soon(self, reading: Reading, at: int) -> bool:
        """A name set off by commas: "le gouverneur d'Odessa, Oleh Kiper, sur Telegram"."""
        for step in range(at, min(reading.top, at + 6)):
            word, key = reading.words[step], reading.keys[step]
            if key in {",", "."} or step + 1 == reading.top:
                return step > at
            if not (
                word[0].isupper() or key in {"-", "al", "el", "ben", "bin", "von", "de", "van"}
            ):
                return (
                    step > at
                    and key
                    in self.words.sets["stop"] | self.words.verbs.keys() | self.words.auxiliaries
                )
        return False

    # -- verbs of saying ------------------------------------------------------------------------

    def _speaks(self, reading: Reading, at: int, taken: set[int]) -> Said | None:
        key = reading.keys[at]
        stances = self.words.verbs.get(key)
        if stances is None or at in taken or reading.is_quoted(at):
            return None
        if not any(
            tuple(reading.keys[at + 1 : at + 1 + len(rest)]) == rest
            for rest in self.words.rests[key]
        ):
            return None
        responsible = self._responsible(reading, at)
        if responsible is not None:
            return responsible
        group = self._verb_group(reading, at)
        if group is None:
            return None
        stance = next(s for s in ("denies", "judges", "asserts") if s in stances)
        passive = self._passive(reading, group, at, stance)
        if passive is not None:
            return passive
        inverted = self._inverted(reading, group, at, stance)
        return inverted or self._subject(reading, group, at, stance, taken)

    def _responsible(self, reading: Reading, at: int) -> Said | None:
        """ "un attentat revendiqué par X", "claimed by X": X says that X did it."""
        keys = reading.keys
        if keys[at] not in self.words.sets["claimed"] or at + 1 >= reading.top:
            return None
        if keys[at + 1] not in self.words.sets["by"]:
            return None
        end = self._noun_phrase(reading, at + 2)
        if end <= at + 2 or not self._is_source(reading, at + 2, end):
            return None
        return self._said(reading, at, end, at + 2, end, "asserts", -1)

    def _verb_group(self, reading: Reading, at: int) -> int | None:
        """First token of the verb group ("a déclaré" -> "a"), None when this is no such verb."""
        keys = reading.keys
        key = keys[at]
        start = at
        if key in self.words.participles:
            for step in range(at - 1, max(reading.low, at - 4) - 1, -1):
                if keys[step] in self.words.auxiliaries:
                    start = step
                    while start > reading.low and keys[start - 1] in {
                        "s'",
                        "n'",
                        "ne",
                        "l'",
                        "en",
                        "y",
                        "lui",
                        "nous",
                    }:
                        start -= 1
                    return start if self._is_reflexive_alike(reading, start, at) else None
                if keys[step] in {",", '"'}:
                    break
        if key not in self.words.finite or self._is_noun_here(reading, at):
            return None
        before = keys[at - 1] if at > reading.low else ""
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
        for step in range(at + 1, min(reading.top, at + 9)):
            if reading.keys[step] in self.words.sets["by"]:
                start = step + 1
                end = self._noun_phrase(reading, start)
                if end > start and self._is_source(reading, start, end):
                    return self._said(reading, at, end, start, end, stance, at)
                return None
            if reading.keys[step] in {",", ";"}:
                return None
        return None

    def _inverted(self, reading: Reading, group: int, at: int, stance: str) -> Said | None:
        keys = reading.keys
        before = keys[group - 1] if group > reading.low else '"'
        if before not in {",", '"', "»", "”", "a"}:
            return None
        if before == "," and not self._has_verb(reading, reading.low, group - 1):
            return None  # "le maire, Jean Test, a accusé la police": the subject stands before
        start = at + 1
        if start < reading.top and keys[start] == "-":
            return None  # "a-t-il dit": the pronoun's source is that of the sentence before
        start = self._skip(reading, start)
        end = self._noun_phrase(reading, start)
        if end <= start or keys[start] in {"que", "qu'", "that"}:
            return None
        if not self._is_source(reading, start, end) and not self._must_be_source(
            reading, before, start, end
        ):
            return None
        return self._said(reading, group, end, start, end, stance, at)

    def _tells_an_event(self, reading: Reading, start: int, end: int) -> bool:
        """ "China launched drills … in what it called": a clause of its own is no subject."""
        keys, words = reading.keys, reading.words
        if any(keys[at] in self.words.sets["pronouns"] | {"qui"} for at in range(start, end)):
            return self.segmented.lang == "en" and self._past_in(reading, start, end)
        return self._past_in(reading, start, end) or any(
            keys[at] in self.words.auxiliaries and words[at] not in {"à", "À", "A"}
            for at in range(start, end)
        )

    def _past_in(self, reading: Reading, start: int, end: int) -> bool:
        forms = finite_forms(self.segmented.lang)
        return self.segmented.lang == "en" and any(
            reading.keys[at].endswith("ed") and reading.keys[at] in forms
            for at in range(start + 1, end)
        )

    def _has_verb(self, reading: Reading, low: int, high: int) -> bool:
        """Whether a finite verb, an auxiliary or a quotation stands in tokens ``[low, high)``."""
        keys, forms = reading.keys, finite_forms(self.segmented.lang)
        return any(
            (keys[at] in self.words.auxiliaries and reading.words[at] not in {"à", "À", "A"})
            or keys[at] in self.words.finite
            or keys[at] in forms
            or keys[at] in _QUOTE_MARKS
            for at in range(low, high)
        )

    def _must_be_source(self, reading: Reading, before: str, start: int, end: int) -> bool:
        """ "…, a annoncé la garde nationale.": what ends such a phrase speaks, whoever it is."""
        closing = reading.keys[end] if end < reading.top else "."
        return (
            before in {",", '"', "»", "”"}
            and reading.keys[start] in self.words.sets["definite"]
            and (closing in {".", ",", "!", "?"} or closing in self.words.channel_prepositions)
        )

    def _skip(self, reading: Reading, start: int) -> int:
        """Dates and channels between the verb and its subject: "a écrit sur Twitter X"."""
        at = start
        for _ in range(4):
            channel = self._channel_at(reading, at)
            if channel is not None:
                at = channel[1]
            elif at < reading.top and reading.keys[at] in self.words.sets["skip_before"] - {
                "l'",
                "la",
                "a",
            }:
                at += 1
            else:
                break
        return at

    def _subject(
        self, reading: Reading, group: int, at: int, stance: str, taken: set[int]
    ) -> Said | None:
        """The noun phrase before the verb, apposition included."""
        keys = reading.keys
        low = group
        commas = 0
        while low > reading.low:
            key = keys[low - 1]
            if key in _STOPS or key in self.words.sets["clause_words"]:
                break
            if key == ",":
                commas += 1
                if commas > 2 or not self._apposition(reading, low, group, commas):
                    break
            low -= 1
            if group - low > LONGEST_SOURCE_TOKENS:
                return None
        if low >= group:
            return None
        start, end = low, group
        if any(at in taken for at in range(start, end)):
            return None
        head = self._head(reading, group)
        if head is not None and not any(at in taken for at in range(*head)):
            return self._said(reading, head[0], at + 1, *head, stance, at)
        if keys[start] in self.words.sets["adjunct"] and "," in keys[start:end]:
            start = next(at for at in range(start, end) if keys[at] == ",") + 1
        while end > start and keys[end - 1] == ",":
            end -= 1
        if not self._is_source(reading, start, end) or keys[start] in {"selon", "according"}:
            return None
        if self._tells_an_event(reading, start, end):
            return None
        return self._said(reading, start, at + 1, start, end, stance, at)

    def _head(self, reading: Reading, group: int) -> tuple[int, int] | None:
        """ "le Jihad islamique, second groupe armé de la bande, après le Hamas, a indiqué": the
        words before the first comma, when they begin the sentence and the verb follows a comma."""
        keys, low = reading.keys, reading.low
        if keys[group - 1] != "," or group - low > LONGEST_SOURCE_TOKENS + 4:
            return None
        if any(key in _STOPS for key in keys[low:group]):
            return None
        while low < group and keys[low] in self.words.sets["clause_words"]:
            low += 1
        comma = next((at for at in range(low, group) if keys[at] == ","), group)
        if comma >= group - 1 or keys[low] in self.words.sets["adjunct"]:
            return None
        if self._person(reading, low, group - 1):
            return None  # a name follows the office: the whole phrase is wanted
        return (low, comma) if self._is_source(reading, low, comma) else None

    def _apposition(self, reading: Reading, low: int, group: int, commas: int) -> bool:
        """Whether the words between two commas are a name: then the phrase goes on to the left."""
        words = [w for w in reading.words[low:group] if w[0].isalpha()]
        if low == group:
            return True  # ", Jane Test, said": the phrase is set off by commas
        named = all(
            w[0].isupper() or w.lower() in {"al", "el", "ben", "bin", "de", "van", "von"}
            for w in words
        )
        return commas <= 2 and bool(words) and (named or reading.keys[group - 1] == ",")

    # -- what a source is -------------------------------------------------------------------------

    def _is_source(self, reading: Reading, start: int, end: int) -> bool:
        if any(
            low < end and high > start and m.role in {"actor_metonym", "actor_org"}
            for low, high, m in reading.mentions
        ):
            return True
        if self._role(reading.keys, start, end) != "unattributed":
            return True
        return bool(self._person(reading, start, end))

    def _role(self, keys: Sequence[str], start: int, end: int) -> str:
        best: tuple[int, int, str] | None = None
        for phrase, role in self.words.roles:
            size = len(phrase)
            for at in range(start, end - size + 1):
                if tuple(keys[at : at + size]) == phrase:
                    rank = (at, -size, role)
                    if best is None or rank < best:
                        best = rank
                    break
        return best[2] if best is not None else "unattributed"

    def _person(self, reading: Reading, start: int, end: int) -> str:
        """The longest run of capitalised words that is no place: a person's name."""
        covered = {at for low, high, _ in reading.mentions for at in range(low, high)}
        best: tuple[int, int] = (0, 0)
        at = start
        while at < end:
            if self._is_name_word(reading, at, covered):
                stop = at + 1
                while stop < end and (
                    self._is_name_word(reading, stop, covered)
                    or (
                        reading.keys[stop] in {"-", "ben", "bin", "al", "el", "de", "van", "von"}
                        and stop + 1 < end
                        and self._is_name_word(reading, stop + 1, covered)
                    )
                ):
                    stop += 1
                civil = at > start and (
                    reading.keys[at - 1] in self.words.sets["civil"]
                    or (
                        reading.keys[at - 1] == "."
                        and at - 2 >= start
                        and reading.keys[at - 2] in self.words.sets["civil"]
                    )
                )
                size = stop - at
                if (size > 1 or civil or self._alone(reading, at, start, end)) and size > best[
                    1
                ] - best[0]:
                    best = (at, stop)
                at = stop
            else:
                at += 1
        if best == (0, 0):
            return ""
        return self.text[self.tokens.starts[best[0]] : self.tokens.ends[best[1] - 1]]

    def _is_name_word(self, reading: Reading, at: int, covered: set[int]) -> bool:
        word = reading.words[at]
        return (
            word[0].isupper()
            and word[0].isalpha()
            and at not in covered
            and not (word.isupper() and len(word) > 4)
            and (at > reading.low or len(word) > 3)
            and reading.keys[at] not in self.words.sets["articles"]
            and reading.keys[at] not in self.words.sets["pronouns"]
        )

    def _alone(self, reading: Reading, at: int, start: int, end: int) -> bool:
        """One capitalised word that is the whole phrase: "Malak, une journaliste …"."""
        return at == start and (end == at + 1 or reading.keys[at + 1] == ",") and at > reading.low

    def _said(
        self, reading: Reading, first: int, last: int, start: int, end: int, stance: str, verb: int
    ) -> Said:
        keys = reading.keys
        while start < end and keys[start] in self.words.sets["articles"]:
            start += 1
        person = self._person(reading, start, end)
        role = self._role(keys, start, end)
        channel = self._channel(reading, first, last)
        if channel is not None:
            last = max(last, channel[1])
        phrase = (
            self.text[self.tokens.starts[start] : self.tokens.ends[end - 1]] if end > start else ""
        )
        tokens = self.tokens
        return Said(
            reading.sentence.index, reading.sentence.block, reading.sentence.paragraph,
            person or phrase, bool(person), self._occupied(keys, role, start, end),
            self._side(reading, start, end), channel[0] if channel else None, stance,
            self._hedge(reading), first, last, Span(tokens.starts[first], tokens.ends[last - 1]),
            verb=verb, describes=self._describes(reading, start, end, verb),
        )  # fmt: skip

    def _describes(self, reading: Reading, start: int, end: int, verb: int) -> tuple[int, int]:
        """The source's words, and behind an inverted verb the rest of its clause:
        "a affirmé X, responsable à Y, un village de Z"."""
        if 0 <= verb < start:
            return start, max(end, reading.clause_bounds(start)[1])
        return start, end

    def _occupied(self, keys: Sequence[str], role: str, start: int, end: int) -> str:
        if role == "regional_governor" and any(
            key in self.words.sets["governor_of_occupied"] for key in keys[start : end + 6]
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

    def _channel(self, reading: Reading, first: int, last: int) -> tuple[str, int] | None:
        for at in range(first, min(last + 5, reading.top)):
            found = self._channel_at(reading, at)
            if found is not None:
                return found
            if at >= last and reading.keys[at] in {'"', ";", ":"}:
                return None
        return None

    def _channel_at(self, reading: Reading, at: int) -> tuple[str, int] | None:
        if at >= reading.top or reading.keys[at] not in self.words.channel_prepositions:
            return None
        for phrase, name in self.words.channels:
            end = at + 1 + len(phrase)
            if end <= reading.top and tuple(reading.keys[at + 1 : end]) == phrase:
                return name, end
        return None

    def _hedge(self, reading: Reading) -> str | None:
        keys = reading.keys
        for phrase, name in self.words.hedges:
            size = len(phrase)
            for at in range(reading.low, reading.top - size + 1):
                if tuple(keys[at : at + size]) == phrase:
                    return name
        return None


def _sentences_of(quotes: Sequence[Span], starts: Sequence[int]) -> set[int]:
    """Every sentence a quotation runs over: all of them are the speaker's words."""
    return {
        sentence
        for span in quotes
        for sentence in range(
            bisect.bisect_right(starts, span.start) - 1, bisect.bisect_left(starts, span.end)
        )
    }


def _number(said: list[Said], words: Words, segmented: SegmentedText) -> Claims:
    newsroom = Claim(NEWSROOM_CLAIM, words.newsroom)
    claims: list[Claim] = [newsroom]
    starts = [sentence.span.start for sentence in segmented.sentences]
    index: dict[tuple[object, ...], int] = {}
    by_sentence: dict[int, list[str]] = {}
    said_at: dict[int, list[tuple[int, int]]] = {}
    sources_at: dict[int, list[tuple[int, int]]] = {}
    for one in said:
        if not one.source:
            continue
        key = (fold(one.source), one.channel, one.hedge, one.stance, one.block)
        at = index.get(key)
        if at is None:
            at = index[key] = len(claims)
            claims.append(
                Claim(
                    f"c{at}", one.source, one.role, one.side, one.channel, one.stance, one.hedge,
                    one.attribution, (),
                )
            )  # fmt: skip
        claim = claims[at]
        claims[at] = replace(
            claim,
            quotes=tuple(dict.fromkeys((*claim.quotes, *one.quotes))),
            attribution=claim.attribution or one.attribution,
        )
        one.claim = claim.id
        for sentence in {one.sentence, *_sentences_of(one.quotes, starts)}:
            holders = by_sentence.setdefault(sentence, [])
            if claim.id not in holders:
                holders.append(claim.id)
        if one.attribution is not None:
            sources_at.setdefault(one.sentence, []).append(one.describes)
        if one.verb >= 0:
            said_at.setdefault(one.sentence, []).append((one.first, one.last))
    return Claims(
        tuple(claims),
        {sentence: tuple(ids) for sentence, ids in by_sentence.items()},
        {sentence: tuple(spans) for sentence, spans in said_at.items()},
        {sentence: tuple(spans) for sentence, spans in sources_at.items()},
    )
