"""The role each mention plays, from the words around it alone.

Only neighbouring words are read, so this is cheap: one look to the left, one to the right. What
happens at a place is not known here; ``incidents`` may still turn a place-complement where nothing
happened into background. The words stand in ``language/<lang>/roles.toml``.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.verbs import FINITE, forms_of
from geomap.model.place import Mention, Reason, Role
from geomap.model.text import SegmentedText, Sentence

#: Role and the reason for it.
Decision = tuple[Role, Reason]

#: How far to the left a head noun may stand from its "de" (adjectives and titles between).
HEAD_REACH = 4
#: How far to the left a governing verb may stand.
VERB_REACH = 9
_OPENERS = frozenset("\"'«“‘")
_COMMA = frozenset(",;")
#: A place coarser than a town: it can contain one.
_COARSE_CODES = ("PCL", "ADM", "RGN", "TERR", "CONT", "ISL", "ZN")


@dataclass(frozen=True, slots=True)
class _Cues:
    """The tables of one language, as sets ready for look-up."""

    sets: dict[str, frozenset[str]]
    contracted: dict[str, str]
    verbs: dict[str, frozenset[str]]
    finite: frozenset[str]
    participles: frozenset[str]
    standing: tuple[tuple[str, ...], ...]
    endings: tuple[str, ...]

    def has(self, name: str, key: str) -> bool:
        return key in self.sets[name]


def _verb_keys(infinitives: Iterable[str], lang: str, tenses: frozenset[str] | None) -> set[str]:
    keys: set[str] = set()
    for infinitive in infinitives:
        for form, names in forms_of(infinitive, lang).items():
            if tenses is None or names & tenses:
                keys.add(form)
    return keys


@lru_cache(maxsize=4)
def _cues(lang: str) -> _Cues:
    table = load(lang, "roles")
    sets = {
        name: frozenset(fold(word) for word in words)
        for name, words in table.items()
        if isinstance(words, list)
    }
    for name in ("office_right", "modal_subject"):
        sets.setdefault(name, frozenset())
    verbs = {
        name: frozenset(_verb_keys(table[name], lang, None))
        for name in table
        if name.endswith("_verbs")
    }
    finite = frozenset(_verb_keys(table["subject_verbs"], lang, FINITE)) | sets["modal_subject"]
    participles = frozenset(_verb_keys(table["history_participles"], lang, frozenset({"pp"})))
    standing = tuple(tuple(fold(phrase).split()) for phrase in table["background_before"])
    endings = tuple(table["finite_endings"])
    return _Cues(sets, dict(table["contracted"]), verbs, finite, participles, standing, endings)


def assign_roles(segmented: SegmentedText, mentions: Sequence[Mention], lang: str) -> list[Mention]:
    """Give every mention one of the thirteen roles, with the cue that decided.

    Mentions come, and are returned, in text order. Linear in their number.
    """
    reader = _Reader(segmented, lang)
    assigned: list[Mention] = []
    for number, mention in enumerate(mentions):
        after = mentions[number + 1] if number + 1 < len(mentions) else None
        role, reason = reader.decide(mention, assigned[-1] if assigned else None, after)
        assigned.append(replace(mention, role=role, role_reason=reason))
    return assigned


def roles_of_anaphors(
    segmented: SegmentedText, mentions: Sequence[Mention], lang: str
) -> list[Mention]:
    """Anaphors with the role their own words give them ("des hôpitaux de la ville": a destination).

    Where the words tell nothing they keep the role of what they take up. Other mentions stay.
    """
    if not any(m.kind == "anaphor" for m in mentions):
        return list(mentions)
    reader = _Reader(segmented, lang)
    return [
        replace(m, role=said[0], role_reason=said[1])
        if m.kind == "anaphor" and (said := reader.of_anaphor(m)) is not None
        else m
        for m in mentions
    ]


def is_coarse(mention: Mention) -> bool:
    """True for a country, a province, a region: something that can contain a town."""
    place = mention.place
    return place is not None and (
        place.feature_class == "A" or place.feature_code.startswith(_COARSE_CODES)
    )


def _is_wide(mention: Mention) -> bool:
    """True for what can hold a town: a province, a region, a range of mountains, an island."""
    place = mention.place
    return is_coarse(mention) or (
        place is not None
        and place.feature_code in {"MTS", "PLN", "VAL", "FRST", "DSRT", "PEN", "VALS"}
    )


def is_state(mention: Mention) -> bool:
    """True for what can speak and act as a government: a country, a capital, a palace."""
    place = mention.place
    if place is None:
        return False
    code = place.feature_code
    return code.startswith("PCL") or code in {"PPLC", "TERR"}


def _breadth(mention: Mention) -> int:
    """How much a mention can contain: 0 a spot or town, 1 a district, 2 a province, 3 a state."""
    place = mention.place
    if place is None or not is_coarse(mention):
        return 0
    code = place.feature_code
    if code.startswith(("PCL", "CONT")):
        return 3
    return 1 if code.startswith(("ADM2", "ADM3", "ADM4")) else 2


class _Reader:
    """Looks left and right of mentions of one text."""

    def __init__(self, segmented: SegmentedText, lang: str) -> None:
        self._cues = _cues(lang)
        self._starts = segmented.tokens.starts
        self._ends = segmented.tokens.ends
        self._keys = segmented.tokens.keys
        self._words = segmented.tokens.words
        self._sentences = segmented.sentences

    def decide(
        self, mention: Mention, before: Mention | None, after: Mention | None = None
    ) -> Decision:
        if mention.kind == "demonym":
            return "demonym", Reason("role_demonym")
        if mention.kind == "organisation" or (
            mention.place is not None and mention.place.feature_class == "O"
        ):
            return "actor_org", Reason("role_org")
        look = self._look(mention, before)
        if after is not None and after.sentence == mention.sentence:
            look.after = after
        return look.decide()

    def of_anaphor(self, mention: Mention) -> Decision | None:
        return self._look(mention, None).said_here()

    def _look(self, mention: Mention, before: Mention | None) -> _Look:
        sentence = self._sentences[mention.sentence]
        first = bisect.bisect_right(self._starts, mention.span.start) - 1
        last = bisect.bisect_left(self._starts, mention.span.end)
        return _Look(self, mention, before, sentence, first, last)


class _Look:
    """The neighbourhood of one mention: tokens before ``first`` and from ``last`` on."""

    __slots__ = (
        "after", "article", "before", "cues", "first", "gap", "head_at", "keys", "last", "left", "low",
        "mention", "prep", "reader", "top", "words",
    )  # fmt: skip

    def __init__(
        self,
        reader: _Reader,
        mention: Mention,
        before: Mention | None,
        sentence: Sentence,
        first: int,
        last: int,
    ) -> None:
        self.reader = reader
        self.cues = reader._cues
        self.keys = reader._keys
        self.words = reader._words
        self.mention = mention
        self.before = before if before is not None and before.sentence == mention.sentence else None
        self.after: Mention | None = None
        self.first, self.last = first, last
        self.low, self.top = sentence.first_token, sentence.last_token
        at = first - 1
        while at >= self.low and self.keys[at] in _OPENERS:
            at -= 1
        self.article = at >= self.low and self.cues.has("articles", self.keys[at])
        if self.article:
            at -= 1
        self.left = self.keys[at] if at >= self.low else ""
        self.prep = self.cues.contracted.get(self.left, self.left)
        self.head_at = at - 1
        self.gap = at

    def decide(self) -> Decision:
        return (
            self._embedded()
            or self._dateline()
            or self._container()
            or self._narrowed()
            or self._lasting()
            or self._genitive()
            or self._coordinate()
            or self._movement()
            or self._state()
            or self._locative()
            or self._bare()
        )

    def said_here(self) -> Decision | None:
        """What the words around an anaphor make of it; None when they tell nothing of their own."""
        return self._genitive_of_anaphor() or self._movement() or self._past()

    # -- helpers ---------------------------------------------------------------------------------

    def _key(self, at: int) -> str:
        return self.keys[at] if self.low <= at < self.top else ""

    def _head(self) -> str:
        """The noun "de" hangs on, looking over adjectives; "" when there is none near."""
        for at in range(self.head_at, max(self.low, self.head_at - HEAD_REACH) - 1, -1):
            key = self.keys[at]
            if self.cues.has("office", key) or self.cues.has("embedding", key):
                return key
            if not (key.isalpha() or key in {"-", "d'", "l'"}) or self.cues.has("and", key):
                return ""
            if at < self.head_at and self.cues.has("locative", key):
                return ""
        return ""

    def _verb_before(self, name: str, reach: int = VERB_REACH) -> str:
        verbs = self.cues.verbs[name]
        for at in range(self.gap, max(self.low, self.gap - reach) - 1, -1):
            key = self.keys[at]
            if key in verbs:
                return key
            if key in {";", ":", ".", '"', "«", "»"}:
                break
        return ""

    def _word_before(self, name: str, reach: int) -> str:
        words = self.cues.sets[name]
        for at in range(self.gap, max(self.low, self.gap - reach) - 1, -1):
            key = self.keys[at]
            if key in words:
                return key
            if key in {";", ":", ",", ".", '"', "(", ")"}:
                break
        return ""

    def _state_like(self) -> bool:
        return is_state(self.mention) or self.cues.has("palaces", fold(self.mention.text))

    # -- cues, the most telling first ------------------------------------------------------------

    def _dateline(self) -> Decision | None:
        reporter = self._word_before("reporter", 4)
        if reporter and self.cues.has("locative", self.prep):
            return "reporter_location", Reason("role_reporter", (reporter,))
        if self.first != self.low:
            return None
        for at in range(self.last, min(self.top, self.last + 12)):
            if self.keys[at] in {"-", "–", "—"} and at > self.last:
                return "dateline", Reason("role_dateline")
            if self.cues.has("datelines", self.keys[at]) and self.keys[at - 1] == "(":
                return "dateline", Reason("role_dateline")
        return None

    def _embedded(self) -> Decision | None:
        cues = self.cues
        following, further = self._key(self.last), self._key(self.last + 1)
        if self.mention.kind in {"expression", "anaphor", "coordinates"}:
            return None
        if cues.has("embedding_right", following) and self.words[self.last][0].isupper():
            return self._is_part_of(f"{self.mention.text} {self.words[self.last]}")
        if following.isdigit() and not further.isalpha() and not self.article and not self.left:
            return self._is_part_of(f"{self.mention.text} {following}")
        if (
            following.isdigit()
            and len(following) == 1
            and not self.article
            and further in {"", ",", ".", '"', "»", ")"}
        ):
            return self._is_part_of(f"{self.mention.text} {following}")
        if self.article and self._is_longer_name():
            return self._is_part_of(f"{self.mention.text} {self.words[self.last]}")
        previous = self._key(self.first - 1)
        if (
            cues.has("embedding_left", previous)
            and self.words[self.first - 1][0].isupper()
            and self.first - 1 > self.low
        ):
            return self._is_part_of(f"{self.words[self.first - 1]} {self.mention.text}")
        if self.first - 2 >= self.low and previous == "-" and self.keys[self.first - 2].isalpha():
            return self._is_part_of(f"{self.words[self.first - 2]}-{self.mention.text}")
        return None

    def _is_longer_name(self) -> bool:
        """ "the Kenya Medical Association": an article, the name, and more capitals behind it."""
        if self.last >= self.top or not self.cues.sets["titles_follow_names"]:
            return False
        word = self.words[self.last]
        return word[0].isupper() and word[1:].islower() and is_coarse(self.mention)

    def _is_part_of(self, name: str) -> Decision:
        return "embedded_name", Reason("role_embedded", (name,))

    def _lasting(self) -> Decision | None:
        """ "au pouvoir à Gaza depuis 2007": a state that goes on, no event."""
        year = self._key(self.last + 1)
        if (
            self.cues.has("since", self._key(self.last))
            and len(year) == 4
            and year.isdigit()
            and self.cues.has("locative", self.prep)
        ):
            return "background", Reason("role_standing", (f"{self.words[self.last]} {year}",))
        return None

    def _past(self) -> Decision | None:
        """ "un accident avait déjà eu lieu ici": told again as history."""
        auxiliary = again = ""
        for at in range(self.first - 1, max(self.low, self.first - 10) - 1, -1):
            key = self.keys[at]
            if key in {";", ":", ".", ",", '"', "«", "»"}:
                break
            if self.cues.has("past_auxiliary", key):
                auxiliary = key
            elif self.cues.has("already", key):
                again = key
        if auxiliary and again:
            return "background", Reason("role_history", (f"{auxiliary} {again}",))
        return None

    def _genitive_of_anaphor(self) -> Decision | None:
        """ "des hôpitaux de la ville": what the phrase hangs on."""
        if not self.cues.has("of", self._key(self.first - 1)):
            return None
        if word := self._taken_to():
            return "destination", Reason("role_destination", (word,))
        return None

    def _container(self) -> Decision | None:
        """ "Sébastopol, en Crimée", "Briançon (Hautes-Alpes)", "Izmail, Ukraine"."""
        before = self.before
        if before is None or before.kind in {"demonym", "organisation", "anaphor"}:
            return None
        if _breadth(before) >= _breadth(self.mention) or not is_coarse(self.mention):
            return None
        starts, ends = self.reader._starts, self.reader._ends
        between = [
            self.keys[at]
            for at in range(bisect.bisect_left(starts, before.span.end), min(self.first, self.top))
        ]
        if len(between) > 7 or not between or ends[self.first - 1] < before.span.end:
            return None
        if between[0] == "(" and len(between) == 1 and self._key(self.last) == ")":
            return self._narrows(before)
        cues = self.cues
        if between == [","] and self._key(self.last) in {",", ".", "", ")", "("}:
            return self._narrows(before)
        opening = between[1:] if between[0] == "," else between
        if (
            opening
            and cues.has("container_prepositions", opening[0])
            and self._only_leads(opening[1:])
        ):
            return self._narrows(before)
        return None

    def _only_leads(self, keys: Sequence[str]) -> bool:
        """True when words only lead to a name: "la province montagneuse d'", "l'est de la"."""
        cues = self.cues
        for at, key in enumerate(keys):
            if not (
                cues.has("articles", key)
                or cues.has("locative", key)
                or cues.has("part", key)
                or cues.has("of", key)
                or cues.has("light", key)
                or key == "-"
                or (at > 0 and key.isalpha() and cues.has("light", keys[at - 1]))
            ):
                return False
        return True

    def _narrowed(self) -> Decision | None:
        """ "en Gironde, à Landiras", "dans les Cévennes, sur la commune de X": the next one is meant."""
        after, cues = self.after, self.cues
        if after is None or after.kind != "name" or not cues.has("locative", self.prep):
            return None
        if _breadth(after) >= max(1, _breadth(self.mention)) or not _is_wide(self.mention):
            return None
        next_at = bisect.bisect_right(self.reader._starts, after.span.start) - 1
        between = self.keys[self.last : next_at]
        if not 2 <= len(between) <= 6 or between[0] != ",":
            return None
        opening, rest = cues.contracted.get(between[1], between[1]), between[2:]
        if cues.has("locative", opening) and all(
            cues.has("articles", key) or cues.has("of", key) or cues.has("light", key)
            for key in rest
        ):
            return self._narrows(after)
        return None

    def _narrows(self, before: Mention) -> Decision:
        return "container", Reason("role_container", (before.text,))

    def _genitive(self) -> Decision | None:
        """What "de" or "of" hangs on: an office, people, a longer name, a landmark."""
        cues = self.cues
        right = self._key(self.last)
        if cues.has("office_right", right) and not cues.has("locative", self.prep):
            return "affiliation", Reason("role_office", (right,))
        if not cues.has("of", self.left):
            return None
        near = self._key(self.head_at)
        if cues.has("provenance", near):
            return "affiliation", Reason("role_provenance", (near,))
        if cues.has("part", near) and (word := self._word_before("provenance", 7)):
            return "affiliation", Reason("role_provenance", (word,))
        if cues.has("near", near) and not self._inside(near):
            return "reference", Reason("role_reference", (near,))
        if cues.has("part", near) or cues.has("neighbour", near):
            return None
        if self._is_apposition():
            return "container", Reason("role_container", (self.before.text,))  # type: ignore[union-attr]
        if word := self._taken_to():
            return "destination", Reason("role_destination", (word,))
        head = self._head()
        if head and cues.has("embedding", head):
            if head == near or cues.has("embedding_far", head):
                return self._is_part_of(f"{head} {self.left} {self.mention.text}")
            head = ""
        if head and self._reaches(head):
            return "affiliation", Reason("role_office", (head,))
        for phrase in cues.standing:
            at = self.head_at - len(phrase) + 1
            if at >= self.low and tuple(self.keys[at : self.head_at + 1]) == phrase:
                return "background", Reason("role_standing", (" ".join(phrase),))
        if self._state_like():
            for at in range(self.head_at, max(self.low, self.head_at - 2) - 1, -1):
                if cues.has("government_of", self.keys[at]):
                    return "actor_metonym", Reason("role_agent", (self.keys[at],))
        return None

    def _inside(self, near: str) -> bool:
        """ "le nord de X" lies in X; "au nord de X" does not."""
        before = self._key(self.head_at - 1)
        if self.cues.has("neighbour", near):  # "la ville voisine de X" is X
            at = self.head_at - 2
            return self.cues.has("light", before) and self._key(at) in self.cues.sets["the"]
        # "du sud de X" comes from inside, "au sud de X" lies outside
        return self.cues.has("part", near) and (
            self.cues.has("articles", before) or self.cues.has("of", before)
        )

    def _is_apposition(self) -> bool:
        """ "les Ramblas, l'artère de Barcelone": the second place holds the first."""
        before = self.before
        if before is None or before.kind in {"demonym", "organisation"} or is_coarse(before):
            return False
        at = bisect.bisect_left(self.reader._starts, before.span.end)
        if not at < self.head_at <= at + 7 or self.keys[at] != ",":
            return False
        between = self.keys[at + 1 : self.head_at + 1]
        return self.cues.has("articles", between[0]) and not any(
            key in self.cues.finite or key == "," for key in between[1:]
        )

    def _reaches(self, head: str) -> bool:
        """True when only titles, adjectives and link words stand between the head and "de"."""
        at = self.head_at
        strange = 0
        while at > self.low and self.keys[at] != head:
            key = self.keys[at]
            strange += not self.cues.has("light", key) and not self.cues.has("of", key)
            if strange > 1:
                return False
            if key in {",", "(", '"'} or (key in self.cues.finite and key not in {"a", "general"}):
                return False
            at -= 1
        return True

    def _coordinate(self) -> Decision | None:
        """ "Londres, Paris, Bruxelles": what holds for the first holds for the next."""
        before = self.before
        if before is None or before.kind in {"demonym", "expression"}:
            return None
        at = self.gap if self.left in _COMMA or self.cues.has("and", self.left) else self.head_at
        if at < self.low or not (self.keys[at] in _COMMA or self.cues.has("and", self.keys[at])):
            return None
        ends_at = bisect.bisect_left(self.reader._starts, before.span.end)
        if ends_at != at or (at != self.gap and not self._same_preposition(before)):
            return None
        if before.role in {"embedded_name", "dateline", "container", "actor_org"}:
            return None
        if self.keys[at] == "," and self._subject():
            return None
        if self.left in _COMMA and _breadth(self.mention) > _breadth(before):
            return None
        acts = self._key(self.last) in self.cues.finite and self.cues.has("and", self.left)
        if acts and before.role not in {"actor_metonym", "route", "reference"}:
            return None
        return before.role, Reason("role_coordinate")

    def _same_preposition(self, before: Mention) -> bool:
        return before.role in {
            "affiliation", "actor_metonym", "site", "route", "background", "reference"
        }  # fmt: skip

    def _movement(self) -> Decision | None:
        cues = self.cues
        prep = self.prep
        towards, origin = cues.has("towards", prep), cues.has("from", prep) or cues.has("of", prep)
        if cues.has("between", prep):
            noun = self._word_before("route", 5)
            if noun:
                return "route", Reason("role_route", (noun,))
            return None
        if cues.has("of", prep) and cues.has("towards", self._key(self.head_at)):
            return "route", Reason("role_route", (self._key(self.head_at),))
        if cues.has("of", prep) and cues.has("from", self._key(self.head_at)):
            return "route", Reason("role_route", (self._key(self.head_at),))
        if towards or cues.has("locative", prep):
            verb = self._verb_before("destination_verbs", 7)
            fire = self._verb_before("fire_verbs", 10) or self._word_before("fire_nouns", 8)
            if verb and not fire and (towards or verb not in cues.verbs["leaving_verbs"]):
                return "destination", Reason("role_destination", (verb,))
            if towards and fire:
                return "site", Reason("role_target", (fire,))
            if towards and prep not in {"to", "for", "into"}:
                return "route", Reason("role_route", (prep,))
            if towards and self.before is not None and self.before.role == "route":
                return "route", Reason("role_route", (prep,))
            if towards and (verb := self._verb_before("route_verbs", 6)):
                return "route", Reason("role_route", (verb,))
        if origin:
            people = self._key(self.head_at)
            if cues.has("from", prep) and cues.has("office", people):
                return "affiliation", Reason("role_office", (people,))
            word = self._word_before("route", 3) or self._verb_before("route_verbs", 3)
            if word or cues.has("from", prep):
                return "route", Reason("role_route", (word or prep,))
        return None

    def _taken_to(self) -> str:
        """ "transportées vers des hôpitaux de la ville": the verb, "" when nobody is taken."""
        cues = self.cues
        for at in range(self.head_at, max(self.low, self.head_at - 4) - 1, -1):
            key = self.keys[at]
            if cues.has("towards", key) or cues.has("locative", key):
                for step in range(at - 1, max(self.low, at - 4) - 1, -1):
                    if self.keys[step] in cues.verbs["destination_verbs"]:
                        return self.keys[step]
                return ""
        return ""

    def _state(self) -> Decision | None:
        """A country, a capital or a palace that speaks, acts, is spoken to."""
        if not self._state_like():
            return None
        cues = self.cues
        prep = self.prep
        if cues.has("agent", prep):
            return self._agent()
        if cues.has("according", prep):
            return "actor_metonym", Reason("role_says", (prep,))
        if cues.has("between", prep) or cues.has("with", prep):
            near = self._word_before("near", 5)
            if near:
                return "reference", Reason("role_reference", (near,))
            return "actor_metonym", Reason("role_between", (prep,))
        if cues.has("to", prep) and (verb := self._verb_before("to_verbs", 5)):
            return "actor_metonym", Reason("role_object", (verb,))
        if cues.has("locative", prep) or cues.has("of", prep) or cues.has("against", prep):
            return None
        subject = self._subject()
        if subject:
            return "actor_metonym", Reason("role_subject", (subject,))
        verb = self._verb_before("object_verbs", 2)
        if verb or self._phrase_before("object_phrases"):
            return "actor_metonym", Reason("role_object", (verb or self._key(self.gap),))
        return None

    def _agent(self) -> Decision:
        """ "par la Russie": history when the participle carries a year, else an agent."""
        at = self.head_at
        for step in range(at, max(self.low, at - 5) - 1, -1):
            key = self.keys[step]
            if key in self.cues.participles:
                between = self.keys[step : self.head_at + 1]
                if any(len(k) == 4 and k.isdigit() for k in between):
                    return "background", Reason("role_history", (" ".join(between),))
                break
        verb = self._key(self.head_at)
        return "actor_metonym", Reason("role_agent", (f"{verb} {self.left}".strip(),))

    def _phrase_before(self, name: str) -> bool:
        for phrase in self.cues.sets[name]:
            parts = phrase.split()
            at = self.gap - len(parts) + 1
            if at >= self.low and list(self.keys[at : self.gap + 1]) == parts:
                return True
        return False

    def _subject(self) -> str:
        """The finite verb this name is the subject of, "" when it is not one."""
        cues = self.cues
        if not self.article and self.left and self.left in cues.verbs["subject_verbs"]:
            return self._inverted()
        at = self._behind_coordinate()
        if self._key(at) == "," or self._key(at) == "(":  # an apposition between subject and verb
            closer = "," if self._key(at) == "," else ")"
            stop = next(
                (i for i in range(at + 1, min(self.top, at + 14)) if self.keys[i] == closer), -1
            )
            if stop < 0:
                return ""
            at = stop + 1 if not cues.has("relative", self._key(at + 1)) else at + 2
        for step in range(at, min(self.top, at + 4)):
            key = self.keys[step]
            if key in cues.finite or key.endswith(cues.endings):
                if cues.has("copula", key) or cues.has("been", self._key(step + 1)):
                    return ""  # a state or a passive: nobody acts
                return key
            if not (key.isalpha() or key in {"n'", "s'", "l'", '"', "«"}) or self.cues.has(
                "locative", key
            ):
                return ""
        return ""

    def _behind_coordinate(self) -> int:
        """ "X et les Y soutiennent": the token behind what is coordinated with this name."""
        after, cues = self.after, self.cues
        if after is None or after.kind != "name" or not is_state(after):
            return self.last
        next_at = bisect.bisect_right(self.reader._starts, after.span.start) - 1
        between = self.keys[self.last : next_at]
        if not between or len(between) > 2 or not cues.has("and", between[0]):
            return self.last
        if not all(cues.has("articles", key) for key in between[1:]):
            return self.last
        return bisect.bisect_left(self.reader._starts, after.span.end)

    def _inverted(self) -> str:
        """ "a annoncé Moscou", "rapporte Kiev"."""
        if self.left in self.cues.verbs["subject_verbs"] and self._key(self.last) in {
            ",",
            ".",
            "",
            '"',
            "»",
        }:
            quoted = any(
                self.keys[i] in {'"', "»", ","}
                for i in range(max(self.low, self.gap - 4), self.gap)
            )
            return self.left if quoted else ""
        return ""

    def _locative(self) -> Decision | None:
        cues = self.cues
        prep = self.prep
        if self.mention.kind == "expression":
            return "site", Reason("role_locative", (self.mention.text,))
        if cues.has("near", prep) and not cues.has("of", self.left):
            return "reference", Reason("role_reference", (prep,))
        if cues.has("locative", prep) or cues.has("towards", prep):
            at_office = self._word_before("office_at", 4)
            if cues.has("office_prepositions", prep) and at_office and self._reaches(at_office):
                return "affiliation", Reason("role_office", (at_office,))
            return "site", Reason("role_locative", (prep,))
        if cues.has("against", prep):
            if is_state(self.mention) and not self._word_before("fire_nouns", 8):
                return "actor_metonym", Reason("role_object", (prep,))
            return "site", Reason("role_target", (prep,))
        if cues.has("between", prep) or cues.has("bordering", self.left):
            return "reference", Reason("role_reference", (self.left,))
        if cues.has("agent", prep):
            return "actor_metonym", Reason("role_agent", (prep,))
        if cues.has("of", self.left):
            near = self._key(self.head_at)
            if cues.has("part", near):
                return "site", Reason("role_locative", (near,))
            if not is_coarse(self.mention) or self._within(near):
                return "site", Reason("role_locative", (f"{near} {self.left}".strip(),))
            return "background", Reason("role_none")
        return None

    def _within(self, near: str) -> bool:
        """ "dans la région de X", "dans une raffinerie du X": a noun behind a word of place."""
        at = self.head_at - 1
        if self.cues.has("neighbour", near):
            return True
        if self.cues.has("articles", self._key(at)) and self.cues.has(
            "locative", self._key(at - 1)
        ):
            return not self.cues.has("diplomatic", near)
        if not self.cues.has("light", near):
            return False
        return any(
            self.cues.has("locative", self.keys[at])
            for at in range(max(self.low, self.head_at - 4), self.head_at)
        )

    def _bare(self) -> Decision:
        """No preposition: a subject, an object, an apposition, a title."""
        if self.mention.kind in {"anaphor", "coordinates"}:
            return "site", Reason("role_anaphor", (self.mention.text,))
        if self.cues.has("palaces", fold(self.mention.text)):
            return "actor_metonym", Reason("role_state")
        if self.cues.has("light", self.left) and any(
            self.cues.has("locative", self._key(at)) for at in range(self.gap - 4, self.gap)
        ):
            return "site", Reason("role_locative", (self.left,))  # "in the capital Nairobi"
        verbs = self.cues.verbs
        if not is_coarse(self.mention) and (
            self.left in verbs["fire_verbs"] or self.left in verbs["subject_verbs"]
        ):
            return "site", Reason("role_target", (self.left,))
        return "background", Reason("role_none")
