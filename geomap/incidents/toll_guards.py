"""Numbers that count no people, or nobody new: units, labels, money, offspring, who tells it."""

from __future__ import annotations

from geomap.incidents.toll_counters import CounterCounts
from geomap.incidents.toll_nouns import Head, Verb
from geomap.language.numbers import NumberMatch, match_phrase

#: "an official at the ministry said": words between who speaks and the verb (tokens).
SPEAKER_REACH = 7
_MONEY = frozenset("$€£¥")
_LABELS = frozenset({"-", "/", ":", "n", "°", "#"})


class GuardedCounts(CounterCounts):
    """Knows which numbers of a sentence are left out."""

    def _is_unit(self, index: int) -> bool:
        while self.sentence.key(index) in self.words.links["from"]:  # "un milliard d'euros"
            index += 1
        return self.sentence.key(index) in self.words.units

    def _is_label(self, number: NumberMatch) -> bool:
        """ "brigade n°47", "T-72", "3-2", "$500,000": digits glued to a mark, or money."""
        first = number.core_first
        tokens = self.sentence.tokens
        if not number.digits or first <= self.sentence.first:
            return False
        if self.keys[first - 1] in _MONEY:
            return True
        return tokens.starts[first] == tokens.ends[first - 1] and self.keys[first - 1] in _LABELS

    def _is_year(self, number: NumberMatch) -> bool:
        """ "avaient péri en 1998"."""
        first = number.first_token
        return (
            number.core_last - first == 1
            and len(self.keys[first]) == 4
            and self.keys[first].isdecimal()
            and self.sentence.key(first - 1) in self.words.year_before
        )

    def _is_whole_told(self, number: NumberMatch) -> bool:
        """ "parmi les six autres morts figurent …": counted before."""
        links, at = self.words.links, number.first_token - 1
        if self.sentence.key(number.core_last) not in self.words.fillers:
            return False
        opens = at - 1 == self.sentence.first or self.sentence.key(at - 2) == ","
        return (
            opens
            and self.sentence.key(at) in links["those"]
            and (self.sentence.key(at - 1) in links["among"])
        )

    def _opens_part(self, number: NumberMatch, head: Head, verb: Verb) -> bool:
        """ "of the six children, five were pronounced dead": the verb is of those five."""
        sentence, first = self.sentence, number.first_token
        of = {sentence.key(first - 1), sentence.key(first - 2)} & self.words.links["of_whole"]
        return bool(of) and any(sentence.counts_at(at) for at in range(head.last, verb.at))

    def _is_offspring(self, number: NumberMatch) -> bool:
        """ "père de deux enfants": said of one person, counts nobody."""
        links, at = self.words.links, number.first_token - 1
        return self.sentence.key(at) in links["from"] and (
            self.sentence.key(at - 1) in links["parents"]
        )

    def _speaks(self, number: NumberMatch, head: Head) -> bool:
        """ "killing 16 people, a local official said": who tells it, not who was killed."""
        if not number.article:
            return False
        for at in range(head.last, min(head.last + SPEAKER_REACH, self.sentence.last)):
            key = self.keys[at]
            if key in self.words.links["saying"]:
                return True
            if key == "," or self.sentence.is_auxiliary(at):
                return False
        return False

    def _total_before(self, index: int) -> int:
        """Include "un total de" before a number."""
        for start in range(max(self.sentence.first, index - 3), index):
            found = match_phrase(self.words.totals, self.keys, start, index)
            if found is not None and found[0] == index:
                return start
        return index
