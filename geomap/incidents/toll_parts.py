"""Counts that are parts of another, or that a noun of counting stands before: "dont trois …",
"deux à X, un à Y", "le bilan passe de 3 à 5"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.toll_nouns import INJURIES, QUOTES, Count, Head, Verb
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.numbers import NumberMatch
from geomap.language.phrases import match_phrase

DEAD = "killed"
VICTIMS = "casualties_unspecified"
#: "trente dans le Kunar, où 1.500 maisons ont été détruites, dix au Nangarhar": tokens between.
LIST_REACH = 20
#: "deux dans la province de X": words between the number and the name.
AREA_REACH = 6
#: "parmi les personnes décédées, neuf …": the longest phrase before a part (tokens).
SUBSET_REACH = 8
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
        if sentence.key(end - 1) == ",":  # "parmi elles, 32 personnes …"
            end -= 1
        for start in range(max(sentence.first, end - SUBSET_REACH), end):
            found = match_phrase(self.words.subset_before, self.keys, start, end)
            if found is not None and found[0] == end:
                if self._counts_others(start):
                    return None
                inner = self.counts[-1] if sentence.key(start - 1) in "(," and self.counts else None
                if inner is not None and inner.last == start - 1 and inner.subset_of is not None:
                    return inner  # "dont 11 hospitalisées (dont trois enfants)"
                return self._of_victims(self._named(start, end)) or self._latest()
        return self._of_named_whole(number) or self._opened_whole(number)

    def _of_named_whole(self, number: NumberMatch) -> Count | str | None:
        """ "parmi les victimes de cet orage, une adolescente": the whole has a complement."""
        sentence, comma = self.sentence, number.first_token - 1
        if sentence.key(comma) != ",":
            return None
        links = self.words.links
        for start in range(max(sentence.first, comma - SUBSET_REACH), comma):
            found = match_phrase(self.words.subset_before, self.keys, start, comma)
            if found is None or self._named(start, found[0]) is None:
                continue
            if sentence.key(found[0]) not in links["from"] | links["contracted"] | {"des"}:
                return None
            if any(map(sentence.is_auxiliary, range(found[0], comma))):
                return None
            return self._of_victims(self._named(start, found[0]))
        return None

    def _opened_whole(self, number: NumberMatch) -> Count | None:
        """ "of the 30 wounded, eight are in a critical state": the count told right before."""
        whole = self.counts[-1] if self.counts else None
        if whole is None or whole.last != number.first_token - 1:
            return None
        of = {self.sentence.key(whole.first - 1), self.sentence.key(whole.first - 2)}
        opens = self.sentence.key(whole.last) == "," and of & self.words.links["of_whole"]
        return whole if opens and _fits(self._make(number, 0, "", None, ""), whole) else None

    def _of_victims(self, kind: str | None) -> Count | str | None:
        """ "parmi les victimes": the dead, when any are told."""
        if kind != VICTIMS:
            return kind
        told = (*reversed(self.counts), *reversed(self.before))
        return next((c for c in told if c.kind == DEAD and c.subset_of is None and c.low), None)

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
        if parent.kind == "missing" and count.kind == DEAD:
            return  # "les corps de deux d'entre eux": found, no more missing
        if (
            parent.kind == count.kind
            and count.how in {"active", "passive"}
            and (parent.verb != count.verb or count.verb is None)
            and parent.last <= self.sentence.first
            and not self._opens_with_whole(count.first)
        ):
            return  # "839 élèves … sans nouvelles de 333 d'entre eux": of others
        count.subset_of = parent.kind
        count.superseded = parent.superseded
        if head is not None and count.verb is not None and count.verb == parent.verb:
            count.last, count.verb = head.last, None

    def _opens_with_whole(self, first: int) -> bool:
        """ "parmi elles, 32 ont été arrêtées": the count is of the whole named before it."""
        starts = range(max(self.sentence.first, first - CHAIN_REACH), first)
        found = (match_phrase(self.words.subset_before, self.keys, at, first) for at in starts)
        return any(one is not None and first - one[0] <= 1 for one in found)

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
            count = self._make(number, severity[0], severity[1], group, "severity")
            if head is not None and parent is None:
                count.noun, count.verb = head.last, severity[0]
            return count
        if parent is None and head is not None:
            return self._among_the_hurt(number, head)
        pair = sentence.key(number.core_last - 1) in self.words.links["pairs"]
        if parent is not None and head is None and pair:  # "including a couple who …"
            kind = parent if isinstance(parent, str) else parent.kind
            return self._make(number, number.core_last, kind, "persons", "subset")
        if parent is not None and head is None and behind is None:
            side = match_phrase(self.words.sides, self.keys, end, sentence.last)
            if side is None:
                return None
            kind = parent if isinstance(parent, str) else parent.kind
            return self._make(number, side[0], kind, None, "subset")
        if parent is None and (behind is None or head is not None):
            return None
        if head is None or parent is None:
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
            whole = self._of_victims(self._named(start, found[0]))
            kind = whole.kind if isinstance(whole, Count) else whole
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
        if head is not None and sentence.key(head.last + 1) in self.words.sources:
            at = head.last + (sentence.key(head.last) == ",")  # "15.000 personnes, d'après …"
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

    def _by_severity(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "neuf blessés très graves et 17 légers": how badly, the noun is not said again.

        Of those not graded before it is a part ("trois blessés, deux légèrement, un grièvement").
        """
        if not self.counts or (head is not None and head.kind is not None):
            return None
        before = self.counts[-1]
        gap = self.keys[before.last : number.first_token]
        between = self.words.links["comma_and"] | self.words.links["detail_opens"]
        listed = 0 < len(gap) <= 3 and all(k in between or k in self.words.determiners for k in gap)
        if not listed or not (before.kind in INJURIES or before.kind.startswith("injured")):
            return None
        at = number.core_last if head is None else head.last
        while head is None and self.sentence.key(at) in self.words.fillers:
            at += 1  # "et 22 autres plus légèrement"
        severity = match_phrase(self.words.severity, self.keys, at, self.sentence.last)
        if severity is None:
            return None
        group = before.group if head is None else head.group
        count = self._make(number, severity[0], severity[1], group, "severity")
        count.subset_of = before.subset_of
        if before.kind in INJURIES and before.subset_of is None and _fits(count, before):
            count.subset_of = before.kind
        return count

    def _by_detail(self, number: NumberMatch, head: Head | None) -> Count | None:
        """ "12 morts : huit hommes, trois femmes et un enfant": who the counted were, one by one."""
        if head is None or head.kind is not None or not self.counts:
            return None
        before = self.counts[-1]
        gap = self.keys[before.last : number.first_token]
        if not 0 < len(gap) <= 2 or before.low == 0 or before.kind == "participants":
            return None
        opened = before.subset_of is None and any(
            k in self.words.links["detail_opens"] for k in gap
        )
        goes_on = before.how == "detail" and all(k in self.words.links["comma_and"] for k in gap)
        if not opened and not goes_on:
            return None
        count = self._make(number, head.last, before.kind, head.group, "detail")
        count.subset_of = before.kind
        return count if goes_on or _fits(count, before) else None


def _fits(part: Count, whole: Count) -> bool:
    """Whether a count can be a part of another."""
    if part.best is None:
        return False
    return whole.high is None if whole.best is None else part.best <= whole.best
