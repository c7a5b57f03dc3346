"""The counts of one sentence that hang on a number: by noun, by verb, as a part, in a list."""

from __future__ import annotations

from dataclasses import replace

from geomap.incidents.toll_guards import GuardedCounts
from geomap.incidents.toll_nouns import ATTACKERS, INJURIES, QUOTES, Count, Head, Verb
from geomap.incidents.toll_objects import same_object, told_beside
from geomap.incidents.toll_parts import DEAD, VICTIMS
from geomap.language.numbers import NumberMatch, bound_behind
from geomap.language.phrases import match_phrase

#: Nouns of people whose verb says more than they do ("300 manifestants ont été arrêtés").
_WEAK_NOUNS = frozenset(
    {"arrested", "participants", "abducted", "casualties_unspecified", "displaced"}
)
#: Second verbs of one subject that are tolls of their own.
_SECOND = frozenset({"hospitalised", "killed", "evacuated"})
#: How far behind a state its negation may stand (tokens).
VERB_REACH = 5
#: What one person alone is not said to be: a crowd, people in flight.
_OF_MANY = frozenset({"displaced", "participants"})
_LABELS = frozenset({"-", "/", ":", "n", "°", "#"})


class NumberCounts(GuardedCounts):
    """Reads what each number of a sentence counts."""

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
        if self._is_unit(number.core_last) or self._is_label(number) or self._is_offspring(number):
            return
        if self._is_whole_told(number) or self._is_age(number):
            return
        if self._passed_from(number):
            return
        head = sentence.head(number.core_last)
        if head is None:
            head = self._head_of_whole(number)
            if head is not None and head.kind == VICTIMS and not self._by_verbs(number, head):
                return  # "deux des cinq victimes ont été surprises"
        if head is not None and head.named and number.article:  # "a Bernard Matthews farm"
            head = None
        if self._one_of_them(number) or (head is not None and self._speaks(number, head)):
            return
        parent = self._parent(number)
        count = (
            self._by_noun(number, head)
            or self._by_verbs(number, head)
            or self._by_state_of(number, head)
            or self._one_of_two(number)
            or self._by_part(number, head, parent or self._chained(number))
            or told_beside(sentence, number, head)
            or self._by_severity(number, head)
            or self._by_detail(number, head)
            or self._by_ellipsis(number, head)
            or self._by_crowd(number, head)
            or self._by_counter(number, head)
        )
        if count is None or (count.kind in _OF_MANY and count.best == 1):
            return
        asked = self.sentence.key(number.first_token - 1) in self.words.links["asked"]
        if asked and number.qualifier == "several":  # "did not know how many were displaced"
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
        for end in {count.last, count.noun or count.last}:  # "cent personnes au moins sont mortes"
            found = bound_behind(number, self.sentence.tokens, end, last, lang)
            if found is None:
                continue
            match, count.last = found[0], max(count.last, found[1])
            count.low, count.best, count.high = match.low, match.best, match.high
            count.qualifier = match.qualifier

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
        died = self._of_the_hurt(number, head)
        if died is not None:
            return died
        count = self._make(number, head.last, head.kind, head.group, "noun")
        if head.kind == "participants":
            count.group = "protesters"
        self._refine(count)
        return count

    def _of_the_hurt(self, number: NumberMatch, head: Head) -> Count | None:
        """ "deux blessés ont succombé": dead now, no more hurt."""
        verb = self.sentence.verb_behind(head.last) if head.kind in INJURIES else None
        if verb is None or verb.kind != DEAD or verb.direct or verb.at - head.last > VERB_REACH:
            return None
        apart = any(
            self.keys[at] in self.words.links["comma_and"] for at in range(head.last, verb.at)
        )
        return None if apart else self._with_verb(number, head.last, verb, head.group)

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
        coordinated = None if active is not None else same_object(sentence, self.counts, number)
        active = active or coordinated
        if head is None:
            return (
                self._by_their_number(number)
                or self._of_unknown_people(number)
                or self._by_verb_alone(number, active, direct=coordinated is None)
            )
        verb = sentence.verb_behind(head.last)
        if verb is not None and not verb.direct and self._opens_part(number, head, verb):
            return None
        agent = sentence.key(number.first_token - 1) in self.words.links["agents"]
        if verb is not None and not verb.direct and (agent or self._is_complement(number, verb)):
            verb = None  # "percutée par un automobiliste à X, est décédée"
        if verb is not None and self._is_of_next(number, head, verb):
            verb = None
        if head.group in ATTACKERS and (verb.kind if verb else active) == "missing":
            return None  # "deux suspects sont recherchés": wanted by the police
        if verb is not None and (active is None or verb.direct or coordinated is not None):
            count = self._with_verb(number, head.last, verb, head.group)
            state = sentence.severity_behind(verb.last) if verb.direct else None
            if state is not None and verb.kind == "injured" and sentence.is_state(verb.last, state):
                count.kind = state[1]  # "neuf blessés ont été admis en urgence absolue"
            return count
        removed = sentence.participle_before_bracket(number.first_token)
        if removed is not None:  # "la zone est évacuée (3.000 personnes)"
            return self._make(number, head.last, removed, head.group, "noun")
        carried = (
            None if active is not None else sentence.carried_before(number.first_token, head.last)
        )
        if carried is not None:
            return self._with_verb(number, head.last, carried, head.group)
        lost = number.article and head.group == "relatives"  # "qui a perdu un proche"
        if active is None or lost:
            return None
        count = self._make(number, head.last, active, head.group, "active")
        self._refine(count)
        return count

    def _by_their_number(self, number: NumberMatch) -> Count | None:
        """ "les assaillants, au nombre de trois, ont été abattus": the number in an aside."""
        sentence, first = self.sentence, number.first_token
        if not any(
            (found := match_phrase(self.words.number_of, self.keys, start, first)) is not None
            and found[0] == first
            for start in range(max(sentence.first, first - 3), first)
        ):
            return None
        close = next(
            (i for i in range(number.core_last, min(number.core_last + VERB_REACH, sentence.last))
             if self.keys[i] == ","), number.core_last,
        )  # fmt: skip
        verb = sentence.verb_behind(close + 1 if self.keys[close] == "," else close)
        return None if verb is None else self._with_verb(number, number.core_last, verb, None)

    def _of_unknown_people(self, number: NumberMatch) -> Count | None:
        """ "deux adjoints ont été enlevés": a verb that is said of people only."""
        at = self.sentence.number_at[number.first_token].core_last
        while self.sentence.key(at) in self.words.fillers or self.sentence.key(at) in QUOTES:
            at += 1
        noun = self.sentence.key(at)
        if len(noun) < 4 or not noun.isalpha():
            return None
        if noun in self.words.units | self.words.months | self.words.not_people:
            return None
        verb = self.sentence.verb_behind(at + 1)
        if verb is None or verb.direct or noun in self.words.auxiliaries:
            return None
        if match_phrase(self.words.of_people_only, self.keys, verb.at, self.sentence.last) is None:
            return None
        many = any(k in self.words.links["plural_auxiliaries"] for k in self.keys[at + 1 : verb.at])
        if number.article and many:  # "dans un hélicoptère privé ont été tués": not its verb
            return None
        return self._with_verb(number, at + 1, verb, None)

    def _by_verb_alone(
        self, number: NumberMatch, active: str | None, *, direct: bool
    ) -> Count | None:
        """ "deux ont été tués", "en tuant trois": a bare number, not an article."""
        if number.article or self._is_year(number):
            return None
        end = number.core_last
        follows, at = self.sentence.key(end), end
        while self.sentence.key(at) in self.words.adverbs:  # "dozens still missing"
            at += 1
        told = follows in self.words.auxiliaries | self.words.suffered.verbs
        if told or match_phrase(self.words.participles, self.keys, at, self.sentence.last):
            verb = self.sentence.verb_behind(end)
            return None if verb is None else self._with_verb(number, end, verb, None)
        behind = match_phrase(self.words.subset_behind, self.keys, end, self.sentence.last)
        if active is not None and direct and behind is not None:  # "tuant trois d'entre eux"
            return self._make(number, behind[0], active, None, "active")
        closes = not follows or not (follows[:1].isalnum() or follows in _LABELS)
        closes = closes or follows in self.words.places | self.words.links["comma_and"]
        closes = closes or follows in self.words.links["times"] | self.words.links["closers"]
        if active is not None and closes and number.qualifier != "several":
            return self._make(number, end, active, None, "active")
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
                replace(
                    count, kind=main.kind, first=main.at, last=main.last, verb=main.at, noun=None
                )
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
                replace(
                    count, kind=found.kind, first=at + 1, last=found.last, verb=found.at, noun=None
                )
            )

    def _carried(self, count: Count) -> None:
        """ "some 650 injured people were taken to hospitals": the same people, a second kind."""
        at = count.last
        people = match_phrase(self.words.people, self.keys, at, self.sentence.last)
        verb = self.sentence.verb_behind(at if people is None else people[0])
        if verb is not None and verb.kind == "hospitalised" and not verb.direct:
            self.counts.append(
                replace(
                    count, kind=verb.kind, first=verb.at, last=verb.last, verb=verb.at, noun=None
                )
            )
            count.carried = True

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
