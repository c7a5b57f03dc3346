"""Counts by a noun of counting that stands before or behind the number: "le bilan passe de 3 à 5",
"porte à six le nombre de morts", "25.000, selon les organisateurs"."""

from __future__ import annotations

from geomap.incidents.toll_nouns import Count, Head
from geomap.incidents.toll_parts import PartCounts
from geomap.language.numbers import NumberMatch
from geomap.language.phrases import match_phrase

#: A noun of counting and its number (tokens); farther when the verb between says so.
COUNTER_REACH = 9
FAR_COUNTER = 32


class CounterCounts(PartCounts):
    """Reads the numbers that a noun of counting says the meaning of."""

    def _by_crowd(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "25.000, selon les organisateurs": who counts crowds says that they are one."""
        sentence, at = self.sentence, number.core_last
        if number.article or head is not None:
            return None
        crowds = self.words.crowd_counters
        if not any(sentence.keys[i] in crowds for i in range(sentence.first, sentence.last)):
            return None
        at += sentence.key(at) == ","
        if sentence.key(at) not in self.words.sources:
            return None
        at += 1
        at += sentence.key(at) in self.words.links["articles"]
        if sentence.key(at) not in self.words.who_counts:
            return None
        return self._make(number, number.core_last, "participants", "protesters", "counter")

    def _by_counter(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "the death toll rose to 12": the noun of the count stands before the number."""
        sentence = self.sentence
        if number.article or (head is not None and head.group != "persons"):
            return None
        noun = self._counter_behind(number)
        if noun is not None:
            return self._make(number, noun[0], noun[1], None, "counter")
        far = FAR_COUNTER if self._is_raised_to(number) else COUNTER_REACH
        for start in range(max(sentence.first, number.first_token - far), number.first_token):
            found = match_phrase(self.words.counters, self.keys, start, number.first_token)
            if found is None or any(
                sentence.counts_at(at) for at in range(found[0], number.first_token)
            ):
                continue
            if head is not None:
                return self._make(number, head.last, found[1], head.group, "counter")
            follows = sentence.key(number.core_last)
            stops = self.words.boundaries | self.words.places | self.words.links["counted_before"]
            if follows[:1].isalpha() and follows not in stops:
                return None
            return self._make(number, number.core_last, found[1], None, "counter")
        return self._older_counter(number) if head is None else None

    def _is_raised_to(self, number: NumberMatch) -> bool:
        """ "the death toll from … has risen to 36": the verb that a count is the subject of."""
        first = number.first_token
        return any(
            (found := match_phrase(self.words.newer, self.keys, at, first)) is not None
            and found[0] == first
            for at in range(max(self.sentence.first, first - 4), first)
        )

    def _counter_behind(self, number: NumberMatch) -> tuple[int, str] | None:
        """ "cela porte à six le nombre de morts": the noun of counting behind its number."""
        first, at = number.first_token, number.core_last
        for start in range(max(self.sentence.first, first - 3), first):
            brought = match_phrase(self.words.bring_to, self.keys, start, first)
            if brought is not None and brought[0] == first:
                at += self.sentence.key(at) in self.words.links["articles"]
                told = match_phrase(self.words.counters, self.keys, at, self.sentence.last)
                return told or self._number_of_people(at)
        return None

    def _number_of_people(self, at: int) -> tuple[int, str] | None:
        """ "le nombre de soldats tués": people counted, and the participle behind them."""
        sentence = self.sentence
        counted = match_phrase(self.words.numbers_of, self.keys, at, sentence.last)
        if counted is None:
            return None
        people = match_phrase(self.words.people, self.keys, counted[0], sentence.last)
        verb = sentence.participle(people[0]) if people is not None else None
        if people is None or verb is None or verb.at != people[0]:
            return None
        return verb.last, verb.kind

    def _older_counter(self, number: NumberMatch) -> Count | None:
        """ "rose to 45, from 39 earlier", "12 morts, contre 9 la veille": the count before it."""
        if not self.counts or number.first_token - self.counts[-1].last > 6:
            return None
        for start in range(self.counts[-1].last, number.first_token):
            found = match_phrase(self.words.older, self.keys, start, number.first_token)
            if found is not None and found[0] == number.first_token:
                count = self._make(number, number.core_last, self.counts[-1].kind, None, "counter")
                count.superseded = True
                return count
        return None

    def _passed_from(self, number: NumberMatch) -> bool:
        """ "est passé de 3 à 5 morts", "down from 94 to 61": two counts, the first superseded."""
        if not any(
            self.sentence.matches_behind(opening, number.first_token)
            for opening, _ in self.words.pairs
        ):
            return False
        ends = self._ends_of_change(number)
        if ends is None:
            return False
        old, new, split, behind = ends
        head = self.sentence.head(behind)
        kind = head.kind if head is not None and head.kind else self._kind_of_counter(number)
        if kind is None:
            return False
        last = head.last if head is not None and head.kind else behind
        self.counts.append(
            Count(number.first_token, split, kind, old, old, old, "exact", superseded=True)
        )
        self.counts.append(Count(split + 1, last, kind, new, new, new, "exact"))
        self.spent.add(split + 1)
        return True

    def _ends_of_change(
        self, number: NumberMatch
    ) -> tuple[float | None, float | None, int, int] | None:
        """Old and new value, the token between them ("à", "to"), the token behind both."""
        to = self.words.links["to"]
        if number.qualifier == "between":
            inside = range(number.core_first + 1, number.core_last - 1)
            split = next((at for at in inside if self.keys[at] in to), number.core_first + 1)
            return number.low, number.high, split, number.core_last
        second = self.sentence.number_at.get(number.core_last + 1)  # a toll revised down
        if second is None or self.sentence.key(number.core_last) not in to:
            return None
        return number.best, second.best, number.core_last, second.core_last

    def _kind_of_counter(self, number: NumberMatch) -> str | None:
        for start in range(max(self.sentence.first, number.first_token - 9), number.first_token):
            found = match_phrase(self.words.counters, self.keys, start, number.first_token)
            if found is not None:
                return found[1]
        return None
