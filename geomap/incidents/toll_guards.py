"""Numbers that count no people, or nobody new: units, labels, money, offspring, who tells it,
one of those told, and verbs that are said of others."""

from __future__ import annotations

from geomap.incidents.toll_counters import CounterCounts
from geomap.incidents.toll_nouns import INJURIES, Count, Head, Verb
from geomap.incidents.toll_words import match_word
from geomap.language.numbers import NumberMatch
from geomap.language.phrases import match_phrase

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

    def _is_age(self, number: NumberMatch) -> bool:
        """ "under the age of 10": no count of people."""
        first = number.first_token
        return any(
            (found := match_phrase(self.words.age_before, self.keys, at, first)) is not None
            and found[0] == first
            for at in range(max(self.sentence.first, first - 3), first)
        )

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
            noun = self.sentence.head(number.core_last)
            if noun is None or not any(
                one.kind == noun.kind and one.low == number.low for one in self.before
            ):
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

    def _one_of_them(self, number: NumberMatch) -> bool:
        """ "l'un des blessés": nobody new, unless something else happened to him."""
        sentence = self.sentence
        for at in (max(sentence.first, number.first_token - 1), number.first_token):
            found = match_phrase(self.words.no_new, self.keys, at, sentence.last)
            if found is None or found[0] <= number.core_first:
                continue
            inner = sentence.number_at.get(found[0])  # "l'un des deux blessés"
            start = inner.last_token if inner is not None else found[0]
            noun = match_word(self.words.nouns, self.keys, start, sentence.last, self.words)
            people = match_phrase(self.words.people, self.keys, start, sentence.last)
            if noun is None and people is None:
                self._one_of_told(at, found[0])
                return True
            verb = sentence.verb_behind(noun[0] if noun else people[0] if people else start)
            if (
                verb is not None
                and not (verb.direct and noun is None)
                and (noun is None or verb.kind != noun[1])
            ):
                self.counts.append(
                    Count(at, verb.last, verb.kind, 1, 1, 1, "exact", how="one of", verb=verb.at)
                )
            return True
        return False

    def _one_of_told(self, at: int, end: int) -> None:
        """ "l'une d'elles, grièvement brûlée, a été …": one of those told before."""
        verb = self.sentence.verb_behind(end)
        whole = self._latest()
        aside = self.sentence.participle(end + 1) if self.sentence.key(end) == "," else None
        if aside is not None and whole is not None and verb is not None and aside.at != verb.at:
            hurt = Count(at, aside.last, aside.kind, 1, 1, 1, "exact", how="one of")
            if aside.kind.startswith("injured") and whole.kind in INJURIES:
                hurt.subset_of = whole.kind
            self.counts.append(hurt)
        if verb is None and whole is not None and whole.kind in INJURIES:
            severity = match_phrase(self.words.severity, self.keys, end, self.sentence.last)
            if severity is not None:  # "deux blessés, l'un d'eux grièvement"
                verb = Verb(severity[1], severity[0], end)
        if verb is None or whole is None or verb.kind == whole.kind:
            return
        count = Count(at, verb.last, verb.kind, 1, 1, 1, "exact", how="one of", verb=verb.at)
        if verb.kind.startswith("injured") and whole.kind in INJURIES:
            count.subset_of = whole.kind
        self.counts.append(count)

    def _is_complement(self, number: NumberMatch, verb: Verb) -> bool:
        """ "les cinq membres d'une famille ont été …": one, behind a preposition, a plural verb."""
        plural = self.words.links["plural_auxiliaries"]
        links = self.words.links
        return (
            number.article
            and self.sentence.key(number.first_token - 1) in links["from"]
            and any(self.keys[at] in plural for at in range(number.core_last, verb.at))
        )

    def _is_of_next(self, number: NumberMatch, head: Head, verb: Verb) -> bool:
        """ "sept ont été tuées, dont un enfant, et 38 autres ont été blessées": the others' verb."""
        if verb.direct or not self.counts or self.counts[-1].verb is None:
            return False
        if self.counts[-1].last > number.first_token or self._parent(number) is None:
            return False
        return any(self.sentence.counts_people(at) for at in range(head.last, verb.at))
