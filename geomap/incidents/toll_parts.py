"""Counts that are parts of another, or that a noun of counting stands before: "dont trois …",
"deux à X, un à Y", "le bilan passe de 3 à 5"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.toll_nouns import INJURIES, QUOTES, Count, Head, Verb
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.numbers import NumberMatch, match_phrase

#: "trente dans le Kunar, où 1.500 maisons ont été détruites, dix au Nangarhar": tokens between.
LIST_REACH = 20
#: "deux dans la province de X": words between the number and the name.
AREA_REACH = 6
#: "parmi les personnes décédées, neuf …": the longest phrase before a part (tokens).
SUBSET_REACH = 6
#: "un photographe de l'AFP et cinq autres journalistes": tokens between two parts of a list.
CHAIN_REACH = 7
#: How far behind a part "figurent parmi" may stand (tokens).
AMONG_REACH = 12


class PartCounts:
    """The counts of a sentence in the making, and how one is made a part of another."""

    def __init__(self, sentence: TollSentence, before: Sequence[Count]) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.keys = sentence.keys
        self.before = before
        self.counts: list[Count] = []
        self.spent: set[int] = set()

    def _make(
        self, number: NumberMatch, last: int, kind: str, group: str | None, how: str
    ) -> Count:
        return Count(
            number.first_token, last, kind, number.low, number.best, number.high,
            number.qualifier, group, how=how,
        )  # fmt: skip

    def _with_verb(self, number: NumberMatch, end: int, verb: Verb, group: str | None) -> Count:
        count = self._make(number, verb.last, verb.kind, group, "passive")
        count.verb, count.noun = verb.at, end
        if any(key in self.words.future for key in self.keys[end : verb.at]):
            count.realis = "future"
        return count

    # --- parts of a count ------------------------------------------------------------------------

    def _parent(self, number: NumberMatch) -> Count | str | None:
        """The count that "dont trois", "deux d'entre eux" are a part of; its kind when named."""
        sentence = self.sentence
        behind = match_phrase(self.words.subset_behind, self.keys, number.core_last, sentence.last)
        if behind is not None:
            return self._named(number.core_last, behind[0]) or self._latest()
        end = number.first_token
        while sentence.key(end - 1) in QUOTES:
            end -= 1
        for start in range(max(sentence.first, end - SUBSET_REACH), end):
            found = match_phrase(self.words.subset_before, self.keys, start, end)
            if found is not None and found[0] == end:
                if self._counts_others(start):
                    return None
                return self._named(start, end) or self._latest()
        return None

    def _counts_others(self, at: int) -> bool:
        """ "51 personnes, dont 41 enfants, étaient à bord": those counted right before are no toll."""
        whole = self.sentence.counted_before(at)
        return (
            whole is not None
            and whole.first_token not in self.spent
            and not any(c.first <= whole.first_token < c.last for c in self.counts)
        )

    def _named(self, first: int, last: int) -> str | None:
        return self.words.subset_parents.get(tuple(self.keys[first:last]))

    def _latest(self) -> Count | None:
        for count in (*reversed(self.counts), *reversed(self.before)):
            if count.subset_of is None and count.low != 0:
                return count
        return None

    def _chained(self, number: NumberMatch) -> Count | str | None:
        """ "dont deux enfants et une femme": the second of a list is a part of the same."""
        if not self.counts:
            return None
        if self.counts[-1].subset_of is None:
            return self._chained_to_known(number)
        gap = self.keys[self.counts[-1].last : number.first_token]
        if not 0 < len(gap) <= CHAIN_REACH or gap[-1] not in self.words.links["comma_and"]:
            return None
        plain = all(key in self.words.links["comma_and"] for key in gap)
        # "dont un photographe de l'AFP et cinq journalistes": a complement between
        of_one = gap[0] in self.words.links["from"] and not any(
            key in self.words.boundaries or key in self.words.auxiliaries for key in gap
        )
        return self._latest() if (plain and len(gap) <= 2) or of_one else None

    def _chained_to_known(self, number: NumberMatch) -> Count | None:
        """ "dix blessés, dont le maire et deux policiers": the list opens with a known person."""
        sentence, whole = self.sentence, self.counts[-1]
        opens, end = -1, number.first_token - 1
        if sentence.key(end) not in self.words.links["comma_and"]:
            return None
        for at in range(whole.last, min(whole.last + LIST_REACH, end)):
            opened = match_phrase(self.words.subset_before, self.keys, at, end)
            opens = opened[0] if opened is not None else opens
            if at >= opens >= 0 and self.keys[at] in self.words.finite | self.words.boundaries:
                return None
        known = opens >= 0 and sentence.key(opens) in self.words.determiners
        return whole if known and end - opens <= LIST_REACH else None

    def _one_of_two(self, number: NumberMatch) -> Count | None:
        """ "deux blessés, l'un grièvement"."""
        whole = self._latest()
        if whole is None or whole.kind not in INJURIES or number.low != 1:
            return None
        ahead = self.sentence.key(number.first_token - 1)
        if ahead not in self.words.links["of_two"] and ahead != ",":
            return None
        severity = match_phrase(
            self.words.severity, self.keys, number.core_last, self.sentence.last
        )
        if severity is None:
            return None
        count = self._make(number, severity[0], severity[1], None, "severity")
        count.subset_of = whole.kind
        if ahead != ",":
            count.first = number.first_token - 1
        return count

    def _make_part(self, count: Count, parent: Count | str, head: Head | None) -> None:
        """Mark a count as a part; one that its whole's verb counts ends with its own noun."""
        if isinstance(parent, str):
            count.subset_of = parent
            return
        if parent.kind == "killed" and count.kind.startswith("injured"):
            return  # part of a whole that is not counted: nobody is killed and hurt
        count.subset_of = parent.kind
        count.superseded = parent.superseded
        if head is not None and count.verb is not None and count.verb == parent.verb:
            count.last, count.verb = head.last, None

    def _by_part(
        self, number: NumberMatch, head: Head | None, parent: Count | str | None
    ) -> Count | None:
        """ "dont trois dans un état grave", "dont deux enfants", "trois d'entre eux grièvement"."""
        sentence = self.sentence
        end = number.core_last if head is None else head.last
        behind = match_phrase(self.words.subset_behind, self.keys, number.core_last, sentence.last)
        end = behind[0] if behind is not None else end
        group = None if head is None else head.group
        severity = sentence.severity_behind(end)
        near = head is not None or (
            not number.article
            and (
                sentence.key(end) in self.words.auxiliaries
                or match_phrase(self.words.severity, self.keys, end, sentence.last) is not None
            )
        )
        told = parent is not None or (near and sentence.is_state(end, severity))
        if severity is not None and told:
            return self._make(number, severity[0], severity[1], group, "severity")
        if parent is None and head is not None:
            return self._among_the_hurt(number, head)
        if parent is not None and head is None and behind is None:
            side = match_phrase(self.words.sides, self.keys, end, sentence.last)
            if side is None:
                return None
            kind = parent if isinstance(parent, str) else parent.kind
            return self._make(number, side[0], kind, None, "subset")
        if parent is None:
            return None
        if head is None:
            verb = sentence.verb_behind(end)
            return None if verb is None else self._with_verb(number, end, verb, None)
        return self._make(
            number, end, parent if isinstance(parent, str) else parent.kind, group, "subset"
        )

    def _among_the_hurt(self, number: NumberMatch, head: Head) -> Count | None:
        """ "quatre enfants figurent parmi les morts": a part of a count that is named."""
        sentence = self.sentence
        for start in range(head.last, min(head.last + AMONG_REACH, sentence.last)):
            among = match_phrase(self.words.among, self.keys, start, sentence.last)
            if among is not None:
                return self._among_counted(number, head, among[0])
            if self.keys[start] in self.words.boundaries:
                return None
            found = match_phrase(self.words.subset_before, self.keys, start, sentence.last)
            if found is None or start >= head.last + 4:
                continue
            kind = self._named(start, found[0])
            if kind is None or found[0] in sentence.number_at:
                return None
            count = self._make(number, found[0], kind, head.group, "subset")
            count.subset_of = kind
            return count
        return None

    def _among_counted(self, number: NumberMatch, head: Head, at: int) -> Count | None:
        """ "deux enfants figurent parmi les neuf personnes tuées": a part of a whole to come."""
        sentence = self.sentence
        start = at
        while sentence.key(start) in self.words.determiners | self.words.links["partitive"]:
            start += 1
        whole = sentence.number_at.get(start)
        noun = sentence.head(whole.core_last if whole is not None else start)
        if noun is None:
            return None
        kind = noun.kind
        if kind is None:
            verb = sentence.participle(noun.last)
            kind = verb.kind if verb is not None else None
        if kind is None or kind == "casualties_unspecified":
            return None
        count = self._make(number, at, kind, head.group, "subset")
        count.subset_of = kind
        return count

    def _by_ellipsis(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "deux à X, un à Y": the kind of the count before, by place."""
        sentence, at = self.sentence, number.core_last
        if head is not None and head.kind is None and head.group != "persons":
            return None
        counted_by = sentence.key(number.first_token - 1) in self.words.who_counts
        if counted_by and head is None and self.counts and not sentence.key(at)[:1].isalnum():
            before = self.counts[
                -1
            ]  # "la police a compté 8.500 manifestants, les organisateurs 25.000"
            return self._make(number, at, before.kind, before.group, "elliptic")
        by_source = sentence.key(at) in self.words.sources
        if not (by_source or sentence.key(at) in self.words.places) or not self.counts:
            return None
        ahead = sentence.key(number.first_token - 1)
        opens = self.words.links["comma_and"] | self.words.links["detail_opens"]
        before = self.counts[-1]
        if ahead not in opens or number.first_token - before.last > LIST_REACH:
            return None
        if by_source:  # "12.000 selon la police, 40.000 selon les organisateurs"
            return self._make(number, at, before.kind, before.group, "elliptic")
        at = self._name_behind(at + 1)
        if at >= sentence.last or not sentence.tokens.words[at][0].isupper():
            return None
        count = self._make(number, number.core_last, before.kind, before.group, "elliptic")
        count.breakdown = True
        count.superseded = before.superseded
        return count

    def _name_behind(self, at: int) -> int:
        """The token behind articles and "la province de", where a name may stand."""
        sentence, stop = self.sentence, min(at + AREA_REACH, self.sentence.last - 1)
        while at < stop and sentence.tokens.words[at][0].islower():
            key = sentence.key(at)
            if len(key) > 3 and key not in self.words.links["areas"]:
                break
            at += 1
        return at

    def _by_severity(self, number: NumberMatch) -> Count | None:
        """ "neuf blessés très graves et 17 légers": how badly, the noun is not said again."""
        if number.article or not self.counts:
            return None
        before = self.counts[-1]
        gap = self.keys[before.last : number.first_token]
        listed = 0 < len(gap) <= 2 and all(k in self.words.links["comma_and"] for k in gap)
        if not listed or not (before.kind in INJURIES or before.kind.startswith("injured")):
            return None
        at = number.core_last
        while self.sentence.key(at) in self.words.fillers:  # "et 22 autres plus légèrement"
            at += 1
        severity = match_phrase(self.words.severity, self.keys, at, self.sentence.last)
        if severity is None:
            return None
        count = self._make(number, severity[0], severity[1], before.group, "severity")
        count.subset_of = before.subset_of
        return count

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
        for start in range(max(sentence.first, number.first_token - 9), number.first_token):
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

    def _counter_behind(self, number: NumberMatch) -> tuple[int, str] | None:
        """ "cela porte à six le nombre de morts": the noun of counting behind its number."""
        first, at = number.first_token, number.core_last
        for start in range(max(self.sentence.first, first - 3), first):
            brought = match_phrase(self.words.bring_to, self.keys, start, first)
            if brought is not None and brought[0] == first:
                at += self.sentence.key(at) in self.words.links["articles"]
                return match_phrase(self.words.counters, self.keys, at, self.sentence.last)
        return None

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
