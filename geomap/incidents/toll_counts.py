"""One sentence's counts of people: what each number counts and what happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.incidents.toll_words import TollWords, match_word
from geomap.language.numbers import NumberMatch, Qualifier, find_numbers, match_phrase
from geomap.model.text import Tokens

#: How far behind its people a verb may stand, in tokens.
VERB_REACH = 22
HOSPITAL_REACH = 7
SEVERITY_REACH = 3
QUOTES = frozenset('"«»“”')
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
    #: by which construction: noun, passive, active, severity, elliptic, zero, singular.
    how: str = "noun"
    #: token of the verb, when there is one.
    verb: int | None = None
    breakdown: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """What a number counts: the tokens of its noun, and the noun's meaning."""

    first: int
    last: int
    kind: str | None
    group: str | None


class SentenceCounts:
    """Reads the counts of one sentence; see ``read``."""

    def __init__(self, tokens: Tokens, first: int, last: int, lang: str, words: TollWords) -> None:
        self.tokens, self.keys = tokens, tokens.keys
        self.first, self.last = first, last
        self.words = words
        self.numbers = self._numbers(lang)
        self.number_at = {n.first_token: n for n in self.numbers}
        self.counts: list[Count] = []
        self.before: Sequence[Count] = ()

    def read(self, before: Sequence[Count]) -> list[Count]:
        """All counts of the sentence, in order. ``before``: those of the sentences before it."""
        self.before = before
        for number in self.numbers:
            if number.low == 0 and number.high == 0:
                self._zero(number)
            else:
                self._count(number)
        self._worded_zeros()
        self._singular_victims()
        self.counts.sort(key=lambda c: (c.first, c.last))
        return self.counts

    # --- numbers and their heads ---------------------------------------------------------------

    def _numbers(self, lang: str) -> list[NumberMatch]:
        """The sentence's numbers, with the plural article that counts ("des blessés": two or more)."""
        found = find_numbers(self.tokens, self.first, self.last, lang)
        taken = {i for n in found for i in range(n.first_token, n.last_token)}
        for index in range(self.first, self.last - 1):
            if index in taken or self.keys[index] not in self.words.plural_article:
                continue
            ahead = self.keys[index - 1] if index > self.first else ","
            counts = ahead in self.words.plural_after or not ahead[0].isalnum()
            if counts and self._head(index + 1) is not None:
                found.append(
                    NumberMatch(index, index + 1, 2, None, None, "several", index, index + 1)
                )
        return sorted(found, key=lambda n: n.first_token)

    def _skip(self, index: int) -> int:
        """The next token that is neither a filler nor a quotation mark."""
        while index < self.last and (
            self.keys[index] in self.words.fillers or self.keys[index] in QUOTES
        ):
            index += 1
        return index

    def _head(self, index: int) -> _Head | None:
        """The noun a number counts, from the token behind it; None when it counts no people."""
        start = index
        index = self._skip(index)
        if index >= self.last:
            return self._head_of_fillers(start, index)
        noun = match_word(self.words.nouns, self.keys, index, self.last, self.words)
        if noun is not None:
            return _Head(index, noun[0], noun[1], self._group_behind(noun[0]))
        people = match_phrase(self.words.people, self.keys, index, self.last)
        if people is not None:
            return _Head(index, people[0], None, people[1])
        word = self.tokens.words[index]
        if word[0].isupper() and word[0].isalpha() and index > self.first and len(word) > 3:
            return _Head(index, index + 1, None, "persons")  # "50 Palestiniens"
        return self._head_of_fillers(start, index)

    def _head_of_fillers(self, start: int, index: int) -> _Head | None:
        """ "deux autres ont été blessés": the filler itself stands for the people."""
        for at in range(index - 1, start - 1, -1):
            people = match_phrase(self.words.people, self.keys, at, self.last)
            if people is not None:
                return _Head(at, people[0], None, people[1])
        return None

    def _group_behind(self, index: int) -> str | None:
        """ "trois morts civils", "12 blessés parmi les policiers"."""
        if index < self.last:
            people = match_phrase(self.words.people, self.keys, index, self.last)
            if people is not None and people[1] != "persons":
                return people[1]
        return None

    # --- one number ----------------------------------------------------------------------------

    def _count(self, number: NumberMatch) -> None:
        if self._is_unit(number.core_last) or self._is_ordinal_or_part(number):
            return
        split = self._passed_from(number)
        if split:
            return
        head = self._head(number.core_last)
        parent = self._parent(number)
        count = (
            self._by_noun(number, head)
            or self._by_verbs(number, head)
            or self._by_subset(number, head, parent)
            or self._by_ellipsis(number, head)
            or self._by_counter(number, head)
        )
        if count is None:
            return
        self._no_new_person(number, count)
        if parent is not None and count.kind != "none":
            count.subset_of = self._subset_kind(count, parent)
        if count.kind == "none":
            return
        count.first = min(count.first, self._total_before(number.first_token))
        self.counts.append(count)
        self._second_verb(count)

    def _is_unit(self, index: int) -> bool:
        return (
            index < self.last
            and self.keys[index] in self.words.units
            and (self.keys[index] != "pour" or self.keys[min(index + 1, self.last - 1)] == "cent")
        )

    def _is_ordinal_or_part(self, number: NumberMatch) -> bool:
        """ "brigade 47", "T-72", a score, a date: glued digits and numbers behind a hyphen."""
        first = number.core_first
        if not number.digits or first <= self.first:
            return False
        glued = self.tokens.starts[first] == self.tokens.ends[first - 1]
        return glued and self.keys[first - 1] in {"-", "/", ":", "n", "°", "#"}

    def _total_before(self, index: int) -> int:
        """Include "un total de" before a number."""
        at = index
        for phrase in (("un", "total", "de"), ("a", "total", "of"), ("un", "total", "d'")):
            start = at - len(phrase)
            if start >= self.first and tuple(self.keys[start:at]) == phrase:
                return start
        return at

    def _make(
        self, number: NumberMatch, last: int, kind: str, group: str | None, how: str
    ) -> Count:
        return Count(
            number.first_token, last, kind, number.low, number.best, number.high,
            number.qualifier, group, how=how,
        )  # fmt: skip

    def _by_noun(self, number: NumberMatch, head: _Head | None) -> Count | None:
        """ "24 blessés", "une dizaine de morts": the noun says it, a severity behind refines it."""
        if head is None or head.kind is None or self.keys[head.first] in self.words.not_people:
            return None
        if head.kind in {"participants", "abducted", "casualties_unspecified", "displaced"}:
            verbal = self._by_verbs(number, replace_kind(head))
            if verbal is not None:
                if head.kind == "participants" and verbal.group is None:
                    verbal.group = "protesters"
                return verbal
        count = self._make(number, head.last, head.kind, head.group, "noun")
        if head.kind == "participants":
            count.group = "protesters"
        if head.kind in INJURIES:
            self._refine(count, head.last)
        return count

    def _refine(self, count: Count, index: int) -> None:
        """Turn injured into injured_severe … by the words right behind."""
        severity = self._severity_near(index)
        if severity is not None:
            count.kind, count.last = severity[1], severity[0]

    def _severity_near(self, index: int) -> tuple[int, str] | None:
        """A severity phrase that begins within a few tokens, before any number or mark."""
        for at in range(index, min(index + SEVERITY_REACH + 1, self.last)):
            if at in self.number_at or (at > index and self.keys[at] in {"et", "and", ",", ";"}):
                return None
            found = match_phrase(self.words.severity, self.keys, at, self.last)
            if found is not None:
                return found
        return None

    def _by_verbs(self, number: NumberMatch, head: _Head | None) -> Count | None:
        """People and the verb that says what happened to them, behind or before."""
        if head is None and not self._may_stand_alone(number):
            return None
        end = number.core_last if head is None else head.last
        group = None if head is None else head.group
        active = self._active_before(number.first_token)
        passive = self._passive_behind(end)
        if passive is not None and (active is None or passive[3] == "adjective"):
            kind, last, verb, _ = passive
            count = self._make(number, last, kind, group, "passive")
            count.verb = verb
            if self._is_future(end, verb):
                count.realis = "future"
            return count
        if active is not None and head is not None:
            count = self._make(number, end, active, group, "active")
            if active in INJURIES:
                self._refine(count, end)
            return count
        return None

    def _may_stand_alone(self, number: NumberMatch) -> bool:
        """A bare number ("deux ont été tués"), not an article."""
        if number.article or number.core_last >= self.last:
            return False
        follows = self.keys[number.core_last]
        return (
            follows in self.words.auxiliaries
            or match_phrase(self.words.participles, self.keys, number.core_last, self.last)
            is not None
        )

    def _active_before(self, index: int) -> str | None:
        """The kind of the active verb whose object begins at ``index``, through a list if need be."""
        at = index - 1
        while at >= self.first and self.keys[at] in self.words.active_gaps:
            at -= 1
        for start in range(max(self.first, at - 5), at + 1):
            found = match_phrase(self.words.actives, self.keys, start, at + 1)
            if found is not None and found[0] == at + 1:
                return found[1]
        if self.counts and self.counts[-1].how == "active":
            gap = self.keys[self.counts[-1].last : index]
            if 0 < len(gap) <= 3 and all(
                k in {"et", ",", "and", "ainsi", "que", "puis", "as", "well"} for k in gap
            ):
                return self.counts[-1].kind
        return None

    def _passive_behind(self, index: int) -> tuple[str, int, int, str] | None:
        """(kind, token after, token of the verb, construction) of the verb behind the people."""
        direct = self._participle(index)
        if direct is not None:
            return (*direct, "adjective")
        stop = min(index + VERB_REACH, self.last)
        at = index
        while at < stop:
            key = self.keys[at]
            if key in self.words.finite or key in self.words.auxiliaries:
                found = self._participle(at + 1)
                if found is not None:
                    return (*found, "passive")
                if key in self.words.finite:
                    return None
            elif key in self.words.boundaries and not self._opens_relative(at):
                return None
            at += 1
        return None

    def _opens_relative(self, index: int) -> bool:
        """ "deux personnes qu'ils ont abattus": the relative clause right behind the people."""
        return (
            self.keys[index] in {"qu'", "que"}
            and index + 2 < self.last
            and (self.keys[index + 1] in {"ils", "il", "elles", "on"})
        )

    def _participle(self, index: int) -> tuple[str, int, int] | None:
        """(kind, token after, token of the verb) of a participle at ``index``, adverbs skipped."""
        severity: str | None = None
        at = index
        while at < min(index + 9, self.last):
            found = match_word(self.words.participles, self.keys, at, self.last, self.words)
            hospital = self._hospital(at) if self.keys[at] in self.words.carried else None
            if hospital is not None:
                return "hospitalised", hospital, at
            if found is not None:
                return self._graded(found, at, severity)
            graded = match_phrase(self.words.severity, self.keys, at, self.last)
            if graded is not None:
                severity, at = graded[1], graded[0]
                continue
            if (
                self.keys[at] in self.words.adverbs
                or self.keys[at] in self.words.auxiliaries
                or self.keys[at] in QUOTES
            ):
                at += 1
                continue
            return None
        return None

    def _graded(
        self, found: tuple[int, str], at: int, severity: str | None
    ) -> tuple[str, int, int]:
        end, kind = found
        if kind not in INJURIES:
            return kind, end, at
        if severity is not None:
            return (severity if kind == "injured" else kind), end, at
        behind = (
            match_phrase(self.words.severity, self.keys, end, self.last)
            if end < self.last
            else None
        )
        if behind is not None and kind == "injured":
            return behind[1], behind[0], at
        return kind, end, at

    def _hospital(self, index: int) -> int | None:
        """The token behind the hospital that a participle of carrying leads to."""
        for at in range(index + 1, min(index + 1 + HOSPITAL_REACH, self.last)):
            if self.keys[at] in self.words.hospitals:
                return at + 1
            if self.keys[at] in self.words.boundaries or (
                at in self.number_at and not self.number_at[at].article
            ):
                return None
        return None

    def _is_future(self, first: int, verb: int) -> bool:
        return any(k in self.words.future for k in self.keys[first:verb])

    def _second_verb(self, count: Count) -> None:
        """ "ont été blessées et transportées vers un hôpital": the same people, a second kind."""
        if count.how != "passive" or count.last + 1 >= self.last:
            return
        at = count.last
        while at < self.last and self.keys[at] in QUOTES:
            at += 1
        if at >= self.last or self.keys[at] not in {"et", "and", ","}:
            return
        if at + 1 in self.number_at:
            return
        found = self._participle(at + 1)
        if found is None or found[0] == count.kind:
            return
        second = replace(count, kind=found[0], first=at + 1, last=found[1], verb=found[2])
        if {count.kind, found[0]} <= {"arrested", "hospitalised", "injured"} or found[0] in {
            "hospitalised", "killed", "evacuated",
        }:  # fmt: skip
            self.counts.append(second)

    # --- subsets, lists, counters --------------------------------------------------------------

    def _parent(self, number: NumberMatch) -> Count | str | None:
        """The count that "dont trois", "deux d'entre eux" are a part of; its kind when it is named."""
        behind = (
            match_phrase(self.words.subset_behind, self.keys, number.core_last, self.last)
            if number.core_last < self.last
            else None
        )
        if behind is not None:
            named = self.words.subset_parents.get(tuple(self.keys[number.core_last : behind[0]]))
            return named or self._latest()
        for length in range(4, 0, -1):
            start = self._back_over_quotes(number.first_token) - length
            if start < self.first:
                continue
            found = match_phrase(self.words.subset_before, self.keys, start, self.last)
            if found is not None and found[0] == start + length:
                named = self.words.subset_parents.get(tuple(self.keys[start : found[0]]))
                return named or self._latest()
        return self._chained(number)

    def _back_over_quotes(self, index: int) -> int:
        while index > self.first and self.keys[index - 1] in QUOTES:
            index -= 1
        return index

    def _chained(self, number: NumberMatch) -> Count | str | None:
        """ "dont deux enfants et une femme": the second of a list is a part of the same."""
        if not self.counts or self.counts[-1].subset_of is None:
            return None
        gap = self.keys[self.counts[-1].last : number.first_token]
        if 0 < len(gap) <= 2 and all(k in {"et", ",", "and"} for k in gap):
            for count in reversed(self.counts):
                if count.subset_of is None:
                    return count
        return None

    def _latest(self) -> Count | None:
        for count in (*reversed(self.counts), *reversed(self.before)):
            if count.subset_of is None and count.low != 0:
                return count
        return None

    def _subset_kind(self, count: Count, parent: Count | str) -> str | None:
        kind = parent if isinstance(parent, str) else parent.kind
        if isinstance(parent, Count) and parent.superseded:
            count.superseded = True
        return kind

    def _by_subset(
        self, number: NumberMatch, head: _Head | None, parent: Count | str | None
    ) -> Count | None:
        """ "dont trois dans un état grave", "dont deux enfants", "trois d'entre eux grièvement"."""
        end = number.core_last if head is None else head.last
        behind = match_phrase(self.words.subset_behind, self.keys, number.core_last, self.last)
        if behind is not None:
            end = behind[0]
        severity = self._severity_behind(end)
        group = None if head is None else head.group
        if severity is not None and (parent is not None or self._is_state(severity)):
            return self._make(number, severity[0], severity[1], group, "severity")
        if parent is None:
            return None
        if head is None and behind is None:
            return None
        kind = parent if isinstance(parent, str) else parent.kind
        if behind is not None and head is None:
            passive = self._passive_behind(end)
            if passive is None:
                return None
            kind, end = passive[0], passive[1]
        if self.keys[max(end - 1, self.first)] in self.words.units:
            return None
        return self._make(number, end, kind, group, "subset")

    def _severity_behind(self, index: int) -> tuple[int, str] | None:
        """A severity phrase behind the people, over auxiliaries and small words."""
        at = index
        while at < min(index + 6, self.last):
            found = match_phrase(self.words.severity, self.keys, at, self.last)
            if found is not None:
                participle = (
                    match_word(self.words.participles, self.keys, found[0], self.last, self.words)
                    if found[0] < self.last
                    else None
                )
                return (participle[0] if participle else found[0]), found[1]
            if self.keys[at] in self.words.boundaries or (
                at in self.number_at and not self.number_at[at].article
            ):
                return None
            if self.keys[at] == ",":
                return None
            at += 1
        return None

    def _is_state(self, severity: tuple[int, str]) -> bool:
        """A phrase that tells of a person's state by itself ("dans un état grave")."""
        return severity[0] - 2 >= self.first and any(
            k in {"etat", "condition", "urgence", "pronostic", "vital"}
            for k in self.keys[max(self.first, severity[0] - 4) : severity[0]]
        )

    def _by_ellipsis(self, number: NumberMatch, head: _Head | None) -> Count | None:
        """ "deux à X, un à Y": the kind of the count before, by place."""
        if head is not None and head.kind is None and head.group != "persons":
            return None
        at = number.core_last
        if at >= self.last or self.keys[at] not in self.words.places or not self.counts:
            return None
        ahead = self.keys[number.first_token - 1] if number.first_token > self.first else ""
        if ahead not in {",", ":", "et", "and", ";", "(", "dont", "including"}:
            return None
        before = self.counts[-1]
        if number.first_token - before.last > 12 or at + 1 >= self.last:
            return None
        if not self.tokens.words[self._skip_article(at + 1)][:1].isupper():
            return None
        count = self._make(number, number.core_last, before.kind, before.group, "elliptic")
        count.breakdown = True
        return count

    def _skip_article(self, index: int) -> int:
        while (
            index + 1 < self.last
            and self.tokens.words[index][0].islower()
            and len(self.keys[index]) <= 3
        ):
            index += 1
        return min(index, self.last - 1)

    def _by_counter(self, number: NumberMatch, head: _Head | None) -> Count | None:
        """ "the death toll rose to 12": the noun of the count stands before the number."""
        if head is not None or number.article:
            return None
        for start in range(max(self.first, number.first_token - 9), number.first_token):
            found = match_phrase(self.words.counters, self.keys, start, number.first_token)
            if (
                found is not None
                and found[1]
                and not any(
                    n.first_token >= found[0]
                    and n.first_token < number.first_token
                    and not n.article
                    for n in self.numbers
                )
            ):
                follows = self.keys[number.core_last] if number.core_last < self.last else "."
                if follows[
                    0
                ].isalpha() and follows not in self.words.boundaries | self.words.places | {
                    "from",
                    "contre",
                    "on",
                    "after",
                    "apres",
                    "selon",
                    "according",
                    "the",
                    "and",
                    "et",
                }:
                    return None
                return self._make(number, number.core_last, found[1], None, "counter")
        return None

    def _passed_from(self, number: NumberMatch) -> bool:
        """ "est passé de 3 à 5 morts": the range is two counts, the first superseded."""
        if number.qualifier != "between":
            return False
        for opening, _ in self.words.pairs:
            start = number.first_token - len(opening)
            if start >= self.first and tuple(self.keys[start : number.first_token]) == opening:
                break
        else:
            return False
        head = self._head(number.core_last)
        kind = head.kind if head is not None else None
        if kind is None:
            return False
        inner = find_between(self.keys, number)
        old = Count(
            number.first_token,
            inner,
            kind,
            number.low,
            number.low,
            number.low,
            "exact",
            superseded=True,
        )
        assert head is not None
        new = Count(
            inner + 1, head.last, kind, number.high, number.high, number.high, "exact", head.group
        )
        self.counts += [old, new]
        return True

    def _no_new_person(self, number: NumberMatch, count: Count) -> None:
        """ "l'un des blessés": nobody new, unless something else happened to him."""
        start = max(self.first, number.first_token - 1)
        for at in (start, number.first_token):
            found = match_phrase(self.words.no_new, self.keys, at, self.last)
            if found is None or found[0] < number.core_last:
                continue
            noun = match_word(self.words.nouns, self.keys, found[0], self.last, self.words)
            if count.how == "noun" or (noun is not None and noun[1] == count.kind):
                count.kind = "none"
            return

    # --- zeros ---------------------------------------------------------------------------------

    def _zero(self, number: NumberMatch) -> None:
        """ "aucun blessé grave", "pas de victime", "0 mort": an explicit zero of that kind."""
        head = self._head(number.core_last)
        if head is None:
            if number.digits:
                return
            passive = self._passive_behind(number.core_last)
            if passive is not None and passive[3] == "passive" and not number.digits:
                self._add_zeros(number.first_token, passive[1], passive[0])
            return
        if head.kind is None:
            passive = self._passive_behind(head.last)
            if passive is not None:
                self._add_zeros(number.first_token, passive[1], passive[0])
            return
        end, kind = head.last, head.kind
        if kind in INJURIES:
            severity = self._severity_near(end)
            if severity is not None:
                end, kind = severity
        self._add_zeros(number.first_token, end, kind)

    def _add_zeros(self, first: int, last: int, kind: str) -> None:
        kinds = self.words.victims if kind == "casualties_unspecified" else (kind,)
        for one in kinds:
            self.counts.append(Count(first, last, one, 0, 0, 0, "exact", how="zero"))

    def _worded_zeros(self) -> None:
        """ "ni mort ni blessé", "sans faire de victime", "personne n'a été blessé"."""
        for at in range(self.first, self.last):
            if any(c.how == "zero" and c.first <= at < c.last for c in self.counts):
                continue
            if self.keys[at] in self.words.neither:
                head = self._head(at + 1)
                if head is not None and head.kind is not None:
                    self._add_zeros(at, head.last, head.kind)
                continue
            found = match_phrase(self.words.without, self.keys, at, self.last)
            if found is not None:
                head = self._head(found[0])
                if head is not None and head.kind is not None and head.first - found[0] <= 1:
                    self._add_zeros(at, head.last, head.kind)
                continue
            found = match_phrase(self.words.nobody, self.keys, at, self.last)
            if found is not None:
                participle = self._participle(found[0])
                if participle is not None:
                    self._add_zeros(at, participle[1], participle[0])

    # --- a known person ------------------------------------------------------------------------

    def _singular_victims(self) -> None:
        """ "le chauffeur a été tué", "dont le neveu a été abattu": one person, no number."""
        used = {c.verb for c in self.counts if c.verb is not None}
        at = self.first
        while at < self.last:
            if self.keys[at] not in self.words.singular_verbs:
                at += 1
                continue
            found = self._participle(at + 1)
            if found is None or found[2] in used or not self._is_one(at, found):
                at += 1
                continue
            subject = self._subject(at)
            if subject is not None:
                count = Count(
                    subject[0], found[1], found[0], 1, 1, 1, "exact", subject[1], how="singular"
                )
                count.verb = found[2]
                self.counts.append(count)
            at = found[1]

    def _is_one(self, aux: int, found: tuple[str, int, int]) -> bool:
        if found[0] not in {
            "killed",
            "injured",
            "injured_severe",
            "injured_critical",
            "injured_light",
            "arrested",
            "abducted",
            "hospitalised",
        }:
            return False
        word = self.keys[found[2]]
        between = self.keys[aux + 1 : found[2]]
        if word.endswith(("s", "x")) and found[0] != "none" and word not in {"pris", "mis"}:
            return False
        return not any(
            k in {"pas", "jamais", "plus", "not", "never", "rien"} for k in between
        ) and bool(
            set(between) & {"ete", "been", "mort", "being"}
            or self.keys[aux] in {"est", "was", "is", "serait", "etait"}
            or word in {"peri", "succombe", "died", "trouve", "perdu"}
        )

    def _subject(self, aux: int) -> tuple[int, str | None] | None:
        """(first token, group) of a single person as the subject of the auxiliary at ``aux``."""
        start = aux
        while (
            start > self.first
            and self.keys[start - 1] not in self.words.boundaries
            and self.keys[start - 1] not in {",", ";", "et", "and"} | QUOTES
        ):
            start -= 1
        if start >= aux:
            return None
        if any(
            i in self.number_at
            for i in range(start, aux)
            if not self.number_at.get(i) or not self.number_at[i].article
        ):
            return None
        at = start
        while at < aux and self.keys[at] not in self.words.determiners:
            if self.tokens.words[at][0].isupper() and self.tokens.words[at][0].isalpha():
                return self._named(at, aux)
            at += 1
        for index in range(at, min(at + 6, aux)):
            people = match_phrase(self.words.people, self.keys, index, aux)
            if people is not None and not self.keys[index].endswith("s"):
                return (start if self.keys[start] == "dont" else at), people[1]
        return None

    def _named(self, first: int, aux: int) -> tuple[int, str | None] | None:
        """A name of at least two capitalised words: a person more likely than a thing."""
        capitals = [i for i in range(first, aux) if self.tokens.words[i][:1].isupper()]
        if len(capitals) < 2 or aux - first > 5:
            return None
        return first, "persons"


def replace_kind(head: _Head) -> _Head:
    """The head without its own kind, for a verb to decide."""
    return _Head(head.first, head.last, None, head.group)


def find_between(keys: Sequence[str], number: NumberMatch) -> int:
    """The token between the two numbers of a range ("3 à 5")."""
    for index in range(number.core_first + 1, number.core_last - 1):
        if keys[index] in {"a", "to", "-", "–"}:
            return index
    return number.core_first + 1
