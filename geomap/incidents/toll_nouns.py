"""What a sentence offers to a counter of people: its numbers, the nouns they count, severities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.incidents.toll_words import TollWords, match_word
from geomap.language.numbers import NumberMatch, Qualifier, find_numbers
from geomap.language.phrases import match_phrase
from geomap.model.text import Tokens

SEVERITY_REACH = 3
#: "sont en état d'« urgence relative »": words between people and their state.
STATE_REACH = 12
QUOTES = frozenset('"«»“”')
#: Groups who attack, or are wanted: not counted among those attacked, not missed.
ATTACKERS = frozenset({"attackers", "fighters", "jihadists", "suspects"})
#: Kinds that a severity refines.
INJURIES = frozenset({"injured", "hospitalised", "casualties_unspecified"})


@dataclass(slots=True)
class Count:
    """A count in the making: tokens ``[first, last)`` and the fields of a toll."""

    first: int
    last: int
    kind: str
    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier
    group: str | None = None
    subset_of: str | None = None
    superseded: bool = False
    realis: str = "actual"
    #: by which construction: noun, passive, active, severity, subset, elliptic, zero, singular.
    how: str = "noun"
    #: token of the verb, when there is one.
    verb: int | None = None
    #: token behind the noun it counts; of several counts of one verb, all but the last end there.
    noun: int | None = None
    breakdown: bool = False
    #: a known person as the object of a verb or a noun ("le décès de la victime").
    object: bool = False
    #: the same people are told to be in hospital by the same sentence.
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What a number counts: the tokens of its noun, the kind or the group the noun means."""

    first: int
    last: int
    kind: str | None
    group: str | None
    #: only its capital says that it means people.
    named: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """What happened to people: the kind, the token behind the verb, the token of the verb.

    ``direct``: a participle right behind the people ("trois personnes tuées").
    """

    kind: str
    last: int
    at: int
    direct: bool = False


class CountedNouns:
    """A sentence as tokens ``[first, last)``: its numbers, and what stands behind each."""

    def __init__(self, tokens: Tokens, first: int, last: int, lang: str, words: TollWords) -> None:
        self.tokens, self.keys = tokens, tokens.keys
        self.first, self.last = first, last
        self.words = words
        self.lang = lang
        self.numbers = self._numbers(lang)
        self.number_at = {n.first_token: n for n in self.numbers}

    def _numbers(self, lang: str) -> list[NumberMatch]:
        """The numbers, with the plural article that counts ("des blessés": two or more)."""
        found = [self._pair(n) or n for n in find_numbers(self.tokens, self.first, self.last, lang)]
        self.number_starts = frozenset(n.first_token for n in found)
        taken = {i for n in found for i in range(n.first_token, n.last_token)}
        for index in range(self.first, self.last - 1):
            if index in taken or self.keys[index] not in self.words.plural_article:
                continue
            ahead = self.keys[index - 1] if index > self.first else ","
            counts = ahead in self.words.plural_after or not ahead[:1].isalnum()
            counts = counts and ahead not in self.words.units  # "40 % des habitants"
            head = self.head(index + 1) if counts else None
            if head is not None and not (head.named and self._is_of_name(head)):
                found.append(
                    NumberMatch(index, index + 1, 2, None, None, "several", index, index + 1)
                )
        return sorted(found, key=lambda n: n.first_token)

    def _pair(self, number: NumberMatch) -> NumberMatch | None:
        """ "un couple de retraités": two people."""
        end = number.last_token
        if (
            not number.article
            or end >= self.last
            or self.keys[end] not in self.words.links["pairs"]
        ):
            return None
        return NumberMatch(
            number.first_token, end + 1, 2, 2, 2, "exact", number.core_first, end + 1
        )

    def _is_of_name(self, head: Head) -> bool:
        """ "des Pyrénées-Atlantiques": a name of several words, not some people of that name."""
        following = self.tokens.words[head.last] if head.last < self.last else ""
        return (
            following[:1].isupper() or following == "-" or not self.keys[head.first].endswith("s")
        )

    def key(self, index: int) -> str:
        """The folded word at a token, an empty one outside the sentence."""
        return self.keys[index] if self.first <= index < self.last else ""

    def counts_at(self, index: int) -> bool:
        """True when a number begins at the token that is more than an article."""
        number = self.number_at.get(index)
        return number is not None and not number.article

    def counts_people(self, at: int) -> bool:
        """A number of people, not an age, an hour or a distance."""
        return self.counts_at(at) and (
            self.key(self.number_at[at].core_last) not in self.words.units
        )

    def counted_before(self, at: int) -> NumberMatch | None:
        """The number of people that ends nearest before a token, articles left out."""
        for number in reversed(self.numbers):
            if number.last_token > at or number.article or number.qualifier == "several":
                continue
            head = self.head(number.core_last)
            if head is not None and not head.named:
                return number
        return None

    def matches_behind(self, words: Sequence[str], end: int) -> bool:
        """True when ``words`` end right before token ``end``."""
        start = end - len(words)
        return start >= self.first and tuple(self.keys[start:end]) == tuple(words)

    # --- nouns ---------------------------------------------------------------------------------

    def head(self, index: int) -> Head | None:
        """The noun a number counts, from the token behind it; None when it counts no people."""
        start = index
        ordinal = self.key(index) in self.words.links["ordinals"]
        if ordinal and match_phrase(self.words.people, self.keys, index + 1, self.last):
            index += 1  # "un cinquième ouvrier est décédé"
        while index < self.last:
            if self.keys[index] in self.words.fillers or self.keys[index] in QUOTES:
                index += 1
            elif self._is_age(index):
                index += 5
            else:
                break
        index += self._is_owned(index)
        if index >= self.last:
            return self._head_of_fillers(start, index)
        noun = match_word(self.words.nouns, self.keys, index, self.last, self.words)
        if noun is not None and ordinal:
            return None  # "un quatrième blessé": one of those counted
        if noun is not None:
            return Head(index, noun[0], noun[1], self._group_at(noun[0]))
        people = match_phrase(self.words.people, self.keys, index, self.last)
        if people is not None:
            return Head(index, people[0], None, "persons" if ordinal else people[1])
        modified = self._modified(index)
        if modified is not None:
            return modified
        alone = self.keys[index] in self.words.links["ordinals"] and self.stands_alone(index + 1)
        if alone and match_phrase(self.words.nouns, self.keys, index + 1, self.last) is None:
            return Head(index, index + 1, None, "persons")  # "un second est gravement brûlé"
        word = self.tokens.words[index]
        if word[0].isupper() and word[0].isalpha() and index > self.first and len(word) > 3:
            return Head(index, index + 1, None, "persons", named=True)  # "50 Palestiniens"
        return self._head_of_fillers(start, index)

    def _is_owned(self, index: int) -> bool:
        """ "deux de ses clients", "two of their children"."""
        links = self.words.links
        owned = self.key(index) in links["owned"] - links["articles"] - links["those"]
        return owned and self.key(index - 1) in links["from"]

    def _is_age(self, index: int) -> bool:
        """ "six-year-old" before a noun."""
        links = self.words.links
        return self.key(index + 2) in links["age"] and self.key(index + 4) in links["old"]

    def _modified(self, index: int) -> Head | None:
        """People behind one or two words that say what kind ("30 Hezbollah fighters")."""
        proper = self.tokens.words[index][0].isupper()
        for at in range(index, min(index + max(self.words.modifiers, int(proper)), self.last - 1)):
            key = self.keys[at]
            closed = key in self.words.boundaries or key in self.words.auxiliaries
            if closed or not key.isalpha() or key in self.words.places or key in self.words.units:
                return None
            if at + 1 in self.number_starts or key in self.words.participles:
                return None
            people = match_phrase(self.words.people, self.keys, at + 1, self.last)
            if people is not None:
                return Head(index, people[0], None, people[1])
        return None

    def _head_of_fillers(self, start: int, index: int) -> Head | None:
        """ "deux autres ont été blessés": the filler itself stands for the people."""
        for at in range(index - 1, start - 1, -1):
            people = match_phrase(self.words.people, self.keys, at, self.last)
            if people is not None:
                alone = self.stands_alone(people[0])
                return Head(at, people[0], None, people[1]) if alone else None
        return None

    def stands_alone(self, index: int) -> bool:
        """Nothing behind it that it could qualify: "un autre a été …", not "un autre avion …"."""
        key = self.key(index)
        closed = not key[:1].isalpha() or key in self.words.auxiliaries | self.words.adverbs
        closed = closed or key in self.words.places | self.words.boundaries | self.words.fillers
        closed = closed or any(
            key in self.words.links[name]
            for name in ("comma_and", "relative", "from", "partitive", "owner", "times", "closers")
        )
        return closed or any(
            match_phrase(table, self.keys, index, self.last) is not None
            for table in (self.words.participles, self.words.severity, self.words.subset_behind)
        )

    def _group_at(self, index: int) -> str | None:
        """ "trois morts civils": the group right behind a noun of tolls."""
        if index < self.last:
            people = match_phrase(self.words.people, self.keys, index, self.last)
            if people is not None and people[1] != "persons":
                return people[1]
        return None

    # --- severities ----------------------------------------------------------------------------

    def severity_near(self, index: int) -> tuple[int, str] | None:
        """A severity phrase that begins within a few tokens, before any number or mark."""
        for at in range(index, min(index + SEVERITY_REACH + 1, self.last)):
            if at in self.number_at or (at > index and self.keys[at] in self.words.links["and"]):
                return None
            found = match_phrase(self.words.severity, self.keys, at, self.last)
            if found is not None:
                return found
        return None

    def severity_behind(self, index: int) -> tuple[int, str] | None:
        """A severity phrase behind people, over auxiliaries and small words."""
        if self.key(index) == ",":  # "cinq personnes, dont un enfant, étaient dans un état grave"
            reach = range(index + 1, min(index + STATE_REACH, self.last - 1))
            close = next((at for at in reach if self.keys[at] == ","), None)
            known = self.words.auxiliaries
            index = close + 1 if close is not None and self.keys[close + 1] in known else index
        for at in range(index, min(index + STATE_REACH, self.last)):
            found = match_phrase(self.words.severity, self.keys, at, self.last)
            if found is not None:
                participle = match_word(
                    self.words.participles, self.keys, found[0], self.last, self.words
                )
                return (participle[0] if participle else found[0]), found[1]
            if self.keys[at] in self.words.boundaries or self.counts_people(at):
                return None
            if self.keys[at] == ",":
                return None
        return None

    def is_state(self, first: int, severity: tuple[int, str] | None) -> bool:
        """Whether a severity tells of a state by itself ("dans un état grave")."""
        if severity is None:
            return False
        return any(k in self.words.links["state"] for k in self.keys[first : severity[0]])
