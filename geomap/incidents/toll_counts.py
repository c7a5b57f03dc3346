"""The counts of one sentence that hang on a number: by noun, by verb, as a part, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.toll_sentence import INJURIES, QUOTES, Count, Head, TollSentence, Verb
from geomap.incidents.toll_words import match_word
from geomap.language.numbers import NumberMatch, bound_behind, match_phrase

#: Nouns of people whose verb says more than they do ("300 manifestants ont été arrêtés").
_WEAK_NOUNS = frozenset({"participants", "abducted", "casualties_unspecified", "displaced"})
#: Second verbs of one subject that are tolls of their own.
_SECOND = frozenset({"hospitalised", "killed", "evacuated"})
#: How far behind a part "figurent parmi" may stand, and behind a state its negation (tokens).
AMONG_REACH = 12
VERB_REACH = 5
_LABELS = frozenset({"-", "/", ":", "n", "°", "#"})


class NumberCounts:
    """Reads what each number of a sentence counts."""

    def __init__(self, sentence: TollSentence, before: Sequence[Count]) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.keys = sentence.keys
        self.before = before
        self.counts: list[Count] = []
        self.spent: set[int] = set()

    def read(self) -> list[Count]:
        """The counts, zeros aside, in order."""
        for number in self.sentence.numbers:
            told = not (number.low == 0 and number.high == 0)
            if told and number.first_token not in self.spent:
                self._count(number)
        self._share_verbs()
        return self.counts

    def _share_verbs(self) -> None:
        """ "15 soldats et trois civils ont péri": only the last count takes the verb in its span."""
        last_of: dict[int | None, Count] = {
            count.verb: count for count in self.counts if count.verb is not None
        }
        for count in self.counts:
            last = last_of.get(count.verb)
            if last is None or last is count or count.noun is None:
                continue
            if count.subset_of is None and last.subset_of is None:
                count.last = count.noun

    def _count(self, number: NumberMatch) -> None:
        sentence = self.sentence
        if self._is_unit(number.core_last) or self._is_label(number) or self._passed_from(number):
            return
        head = sentence.head(number.core_last) or self._head_of_whole(number)
        if head is not None and head.named and number.article:  # "a Bernard Matthews farm"
            head = None
        if self._one_of_them(number):
            return
        parent = self._parent(number)
        count = (
            self._by_noun(number, head)
            or self._by_verbs(number, head)
            or self._by_state_of(number, head)
            or self._one_of_two(number)
            or self._by_part(number, head, parent or self._chained(number))
            or self._by_ellipsis(number, head)
            or self._by_counter(number, head)
        )
        if count is None:
            return
        if count.how in {"subset", "severity"}:
            parent = parent or self._chained(number)
        if parent is not None:
            self._make_part(count, parent, head)
        self._bound_behind(number, count)
        count.first = self._total_before(count.first)
        self.counts.append(count)
        self._second_verb(count)

    def _bound_behind(self, number: NumberMatch, count: Count) -> None:
        """ "24 blessés au minimum"."""
        lang, last = self.sentence.lang, self.sentence.last
        found = bound_behind(number, self.sentence.tokens, count.last, last, lang)
        if found is not None:
            match, count.last = found
            count.low, count.best, count.high = match.low, match.best, match.high
            count.qualifier = match.qualifier

    # --- what is no count of people --------------------------------------------------------------

    def _is_unit(self, index: int) -> bool:
        return self.sentence.key(index) in self.words.units

    def _is_label(self, number: NumberMatch) -> bool:
        """ "brigade n°47", "T-72", "3-2": digits glued to a mark."""
        first = number.core_first
        tokens = self.sentence.tokens
        if not number.digits or first <= self.sentence.first:
            return False
        return tokens.starts[first] == tokens.ends[first - 1] and self.keys[first - 1] in _LABELS

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
                return True
            verb = sentence.verb_behind(noun[0] if noun else people[0] if people else start)
            if (
                verb is not None
                and not (verb.direct and noun is None)
                and (noun is None or verb.kind != noun[1])
            ):
                self.counts.append(
                    Count(at, verb.last, verb.kind, 1, 1, 1, "exact", how="passive", verb=verb.at)
                )
            return True
        return False

    def _head_of_whole(self, number: NumberMatch) -> Head | None:
        """ "deux des quatre occupants": the noun of the whole, whose number counts nobody new."""
        at = number.core_last
        while self.sentence.key(at) in self.words.links["partitive"]:
            at += 1
        whole = self.sentence.number_at.get(at)
        if whole is None or at == number.core_last or whole.article:
            return None
        head = self.sentence.head(whole.core_last)
        if head is not None:
            self.spent.add(at)
        return head

    # --- by noun and by verb ---------------------------------------------------------------------

    def _make(
        self, number: NumberMatch, last: int, kind: str, group: str | None, how: str
    ) -> Count:
        return Count(
            number.first_token, last, kind, number.low, number.best, number.high,
            number.qualifier, group, how=how,
        )  # fmt: skip

    def _by_noun(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "24 blessés", "une dizaine de morts": the noun says it, a severity behind refines it."""
        if head is None or head.kind is None or self.keys[head.first] in self.words.not_people:
            return None
        if head.kind in _WEAK_NOUNS:
            verbal = self._by_verbs(number, replace(head, kind=None))
            if verbal is not None:
                if head.kind == "participants":
                    verbal.group = verbal.group or "protesters"
                return verbal
        bare = number.core_last - number.core_first == 1 and self.keys[number.core_first] in (
            self.words.plural_article | self.words.determiners
        )
        if bare and head.kind == "participants":
            return None  # "des manifestants": nobody counted them
        if bare and self.keys[head.first] in self.words.uncounted:
            return None
        if self._is_of_counted(number):
            verbal = self._by_verbs(number, replace(head, kind=None))
            if verbal is not None and verbal.kind != head.kind:
                return verbal  # "dozens of the injured were taken to hospitals"
        count = self._make(number, head.last, head.kind, head.group, "noun")
        if head.kind == "participants":
            count.group = "protesters"
        self._refine(count)
        return count

    def _is_of_counted(self, number: NumberMatch) -> bool:
        """ "dozens of the injured", "deux des blessés"."""
        behind = match_phrase(
            self.words.subset_behind, self.keys, number.core_last, self.sentence.last
        )
        return behind is not None

    def _refine(self, count: Count) -> None:
        """Turn injured into injured_severe … by the words right behind."""
        if count.kind in INJURIES:
            severity = self.sentence.severity_near(count.last)
            if severity is not None:
                count.last, count.kind = severity

    def _by_verbs(self, number: NumberMatch, head: Head | None) -> Count | None:
        """People and the verb that says what happened to them, behind or before."""
        sentence = self.sentence
        active = sentence.active_before(number.first_token)
        coordinated = None if active is not None else self._same_object(number)
        active = active or coordinated
        if head is None:
            return self._of_unknown_people(number) or self._by_verb_alone(
                number, active, direct=coordinated is None
            )
        verb = sentence.verb_behind(head.last)
        if verb is not None and (active is None or verb.direct or coordinated is not None):
            return self._with_verb(number, head.last, verb, head.group)
        lost = number.article and head.group == "relatives"  # "qui a perdu un proche"
        if active is None or lost:
            return None
        count = self._make(number, head.last, active, head.group, "active")
        self._refine(count)
        return count

    def _of_unknown_people(self, number: NumberMatch) -> Count | None:
        """ "deux adjoints ont été enlevés": a verb that is said of people only."""
        at = self.sentence.number_at[number.first_token].core_last
        while self.sentence.key(at) in self.words.fillers or self.sentence.key(at) in QUOTES:
            at += 1
        noun = self.sentence.key(at)
        if len(noun) < 4 or not noun.isalpha() or noun in self.words.units:
            return None
        verb = self.sentence.verb_behind(at + 1)
        if verb is None or verb.direct or noun in self.words.auxiliaries:
            return None
        if match_phrase(self.words.of_people_only, self.keys, verb.at, self.sentence.last) is None:
            return None
        return self._with_verb(number, at + 1, verb, None)

    def _by_verb_alone(
        self, number: NumberMatch, active: str | None, *, direct: bool
    ) -> Count | None:
        """ "deux ont été tués", "en tuant trois": a bare number, not an article."""
        if number.article:
            return None
        end = number.core_last
        follows, at = self.sentence.key(end), end
        while self.sentence.key(at) in self.words.adverbs:  # "dozens still missing"
            at += 1
        if follows in self.words.auxiliaries or match_phrase(
            self.words.participles, self.keys, at, self.sentence.last
        ):
            verb = self.sentence.verb_behind(end)
            return None if verb is None else self._with_verb(number, end, verb, None)
        behind = match_phrase(self.words.subset_behind, self.keys, end, self.sentence.last)
        if active is not None and direct and behind is not None:  # "tuant trois d'entre eux"
            return self._make(number, behind[0], active, None, "active")
        closes = not follows or not (follows[:1].isalnum() or follows in _LABELS)
        closes = closes or follows in self.words.places | self.words.links["comma_and"]
        if active is not None and closes and number.qualifier != "several":
            return self._make(number, end, active, None, "active")
        return None

    def _with_verb(self, number: NumberMatch, end: int, verb: Verb, group: str | None) -> Count:
        count = self._make(number, verb.last, verb.kind, group, "passive")
        count.verb, count.noun = verb.at, end
        if any(key in self.words.future for key in self.keys[end : verb.at]):
            count.realis = "future"
        return count

    def _same_object(self, number: NumberMatch) -> str | None:
        """ "a tué trois civils et deux soldats": a second object of the same verb."""
        if not self.counts or self.counts[-1].how != "active":
            return None
        gap = self.keys[self.counts[-1].last : number.first_token]
        if gap and gap[-1] in self.words.determiners:  # "une femme et ses deux filles"
            gap = gap[:-1]
        if 0 < len(gap) <= 3 and all(key in self.words.links["and"] for key in gap):
            return self.counts[-1].kind
        return None

    def _second_verb(self, count: Count) -> None:
        """ "ont été blessées et transportées vers un hôpital": the same people, a second kind."""
        if count.how == "noun" and count.kind in INJURIES:
            self._carried(count)
        if count.how != "passive":
            return
        main = self._main_verb(count)
        if main is not None:
            self.counts.append(
                replace(count, kind=main.kind, first=main.at, last=main.last, verb=main.at)
            )
            return
        at = count.last
        while self.sentence.key(at) in QUOTES:
            at += 1
        if self.sentence.key(at) not in self.words.links["comma_and"] or (
            at + 1 in self.sentence.number_at
        ):
            return
        found = self.sentence.participle(at + 1)
        if found is not None and found.kind != count.kind and found.kind in _SECOND:
            self.counts.append(
                replace(count, kind=found.kind, first=at + 1, last=found.last, verb=found.at)
            )

    def _carried(self, count: Count) -> None:
        """ "some 650 injured people were taken to hospitals": the same people, a second kind."""
        at = count.last
        people = match_phrase(self.words.people, self.keys, at, self.sentence.last)
        verb = self.sentence.verb_behind(at if people is None else people[0])
        if verb is not None and verb.kind == "hospitalised" and not verb.direct:
            self.counts.append(
                replace(count, kind=verb.kind, first=verb.at, last=verb.last, verb=verb.at)
            )

    def _main_verb(self, count: Count) -> Verb | None:
        """ "huit personnes blessées ont été hospitalisées": what the sentence says of them."""
        if count.noun is None or count.verb is None:
            return None
        if any(self.sentence.is_auxiliary(at) for at in range(count.noun, count.verb)):
            return None
        main = self.sentence.verb_behind(count.last)
        if main is None or main.direct or main.kind == count.kind or main.kind not in _SECOND:
            return None
        return main

    def _by_state_of(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "le pronostic vital de deux d'entre eux est engagé": the state before whose it is."""
        sentence = self.sentence
        for start in range(max(sentence.first, number.first_token - 5), number.first_token):
            found = match_phrase(self.words.suffered.of, self.keys, start, number.first_token)
            if found is None or found[0] != number.first_token:
                continue
            behind = match_phrase(
                self.words.subset_behind, self.keys, number.core_last, sentence.last
            )
            if behind is None and head is None:
                return None
            end = behind[0] if behind is not None else head.last if head is not None else 0
            ahead = self.keys[end : min(end + VERB_REACH, sentence.last)]
            if any(key in self.words.links["negations"] for key in ahead):
                return None
            count = self._make(number, end, found[1], None, "severity")
            count.first = start
            return count
        return None

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
        for start in range(max(sentence.first, end - 4), end):
            found = match_phrase(self.words.subset_before, self.keys, start, end)
            if found is not None and found[0] == end:
                return self._named(start, end) or self._latest()
        return None

    def _named(self, first: int, last: int) -> str | None:
        return self.words.subset_parents.get(tuple(self.keys[first:last]))

    def _latest(self) -> Count | None:
        for count in (*reversed(self.counts), *reversed(self.before)):
            if count.subset_of is None and count.low != 0:
                return count
        return None

    def _chained(self, number: NumberMatch) -> Count | str | None:
        """ "dont deux enfants et une femme": the second of a list is a part of the same."""
        if not self.counts or self.counts[-1].subset_of is None:
            return None
        gap = self.keys[self.counts[-1].last : number.first_token]
        if 0 < len(gap) <= 2 and all(key in self.words.links["comma_and"] for key in gap):
            return self._latest()
        return None

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
        if parent is None or (head is None and behind is None):
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
        if ahead not in opens or number.first_token - before.last > 12:
            return None
        if by_source:  # "12.000 selon la police, 40.000 selon les organisateurs"
            return self._make(number, at, before.kind, before.group, "elliptic")
        at += 1
        while sentence.tokens.words[min(at, sentence.last - 1)][0].islower() and len(
            sentence.key(at)
        ) in (1, 2, 3):
            at += 1
        if at >= sentence.last or not sentence.tokens.words[at][0].isupper():
            return None
        count = self._make(number, number.core_last, before.kind, before.group, "elliptic")
        count.breakdown = True
        count.superseded = before.superseded
        return count

    def _by_counter(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "the death toll rose to 12": the noun of the count stands before the number."""
        sentence = self.sentence
        if number.article or (head is not None and head.group != "persons"):
            return None
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
