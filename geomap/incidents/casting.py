"""Which part somebody named in a sentence plays in an event: local grammar, no parser.

A figure acts when it is the subject of the event's verb, its genitive ("une attaque du groupe X") or
stands behind "by"; it suffers when it is the object, the subject of a passive, or stands behind
"against". What these mean depends on the type of event.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from geomap.incidents.blame import accuses, claims_it, is_blamed, is_blow, is_doubted
from geomap.incidents.clauses import Reading
from geomap.incidents.deeds import STOPS, Act, find_acts, is_mine
from geomap.incidents.draft import Draft
from geomap.incidents.figures import ActorWords, Figure
from geomap.incidents.forms import has_auxiliary, is_verb
from geomap.incidents.lexicon import Lexicon
from geomap.incidents.opposed import is_on_a_side, is_opposed, is_second
from geomap.incidents.types import ATTACKS

ACTS, SUFFERS, ALLEGED, BESIDE = "acts", "suffers", "alleged", "beside"
HELPED, CALLS = "helped", "calls"
_CROWDS = frozenset({"peaceful_protest", "riot"})
_OPPOSING = frozenset({"armed_clash", "riot"})
_AID = frozenset({"aid_or_outage", "civil_protection"})
#: Words from a subject to its verb, from a verb to its object, from a noun to its "against".
SUBJECT_REACH = 24
OBJECT_REACH = 4
AGAINST_REACH = 10
#: "attaque de drone du groupe X": words between the noun and its genitive.
GENITIVE_REACH = 4
#: "tués mardi par": words between a participle and "by".
BY_REACH = 6
_ARMED = frozenset({"state_forces", "police", "non_state_armed", "suspects", "protesters"})
_WEAPONS = frozenset(
    {
        "uav", "usv", "missile", "rocket", "aircraft", "artillery", "explosive", "small_arms",
        "ramming", "bomber",
    }
)  # fmt: skip


@dataclass(slots=True)
class Casting:
    """The parts of the figures of one telling."""

    draft: Draft
    lex: Lexicon
    words: ActorWords
    #: tokens that describe who says something: nobody there takes part.
    sources: Set[int]
    #: whether other events are told in the same sentence.
    shared: bool
    #: a meeting or an accord: who stands in its clause takes part.
    politics: bool

    @property
    def reading(self) -> Reading:
        """The sentence of the telling."""
        return self.draft.reading

    def parts(self, figures: Sequence[Figure]) -> list[tuple[str, Figure]]:
        """(part, figure) of everybody who takes part, in text order."""
        acts = find_acts(self.draft, self.lex, self.words, self.shared)
        found: list[tuple[str, Figure]] = []
        draft_type = self.draft.type
        for one in figures:
            at = one.last + (self.reading.keys[one.last : one.last + 1] == ["-"])
            if at < self.reading.top and self.reading.keys[at] in self.words.sets["tied"]:
                continue  # "the X-linked group"
            if claims_it(self.draft, one, self.lex, self.words):
                part = ACTS
            elif one.first in self.sources or one.last - 1 in self.sources:
                by = self.reading.keys[one.lead - 1] in self.words.sets["by"]
                claimed = by and self._behind_by(one.lead - 1, acts) == ACTS  # "revendiqué par"
                own = claimed or self._says_its_own(one) or self._did_it(one)
                part = ACTS if own else ""
            else:
                part = self._part(one, acts)
            if part == ACTS and is_doubted(self.reading, one, self.words):
                part = ALLEGED
            if part:
                found.append((part, one))
        if draft_type == "armed_clash" and any(part == BESIDE for part, _ in found):
            return [(BESIDE if part == ACTS else part, one) for part, one in found]
        return found

    def _says_its_own(self, one: Figure) -> bool:
        """ "X a déclaré avoir tiré", "l'armée a annoncé une offensive": who says it did it."""
        draft, keys, sets = self.draft, self.reading.keys, self.words.sets
        if one.sort == "demonym" or not one.last <= draft.first <= one.last + SUBJECT_REACH:
            return False
        between = keys[one.last : draft.first]
        if accuses(self.reading, one.last, draft.first, self.words):
            return False  # "l'armée a accusé les rebelles d'avoir tué": they did, not it
        if self._says_of_others(one.last, draft.first):
            return False
        if any(key in sets["having"] for key in between):
            return not any(key in self.lex.words["complementisers"] for key in between)
        if draft.kind == "verb" or one.kind not in _ARMED or len(between) > AGAINST_REACH:
            return False
        befalls = any(key in sets["befalls"] for key in (*between, *keys[draft.first : draft.last]))
        away = sets["topic"] | sets["against"] | sets["by"] | self.lex.words["complementisers"]
        return not befalls and not any(key in away for key in between)

    def _says_of_others(self, low: int, high: int) -> bool:
        """ "police said gunmen launched an attack": what is said without "that" is of others."""
        keys, sets = self.reading.keys, self.words.sets
        return any(
            keys[at] in sets["says"] and keys[at + 1] not in sets["itself"]
            for at in range(low, high)
        )

    # -- one figure ----------------------------------------------------------------------------------

    def _part(self, one: Figure, acts: Sequence[Act]) -> str:
        keys, draft = self.reading.keys, self.draft
        before = keys[one.lead - 1] if one.lead > self.reading.low else ""
        if (
            draft.kind == "noun"
            and keys[one.lead] in self.words.sets["united"]
            and draft.last <= one.lead <= draft.last + GENITIVE_REACH
            and before not in self.words.sets["prepositions"]
        ):
            before = keys[one.lead]  # "attaque des X": "de" and "les"
        if draft.type in _CROWDS and one.sort in {"state", "person", "demonym"}:
            return ""
        if one.sort == "demonym":
            return ACTS if self._is_whose(one) else ""
        if before in self.lex.words["be"] and draft.kind == "verb":
            return ""  # "gunmen, suspected to be herdsmen, attacked"
        if self._did_it(one):
            return ACTS
        if self._opens_relative(one):
            part = self._subject(one, acts)
            if part:
                return part
        if before in self.words.sets["by"]:
            part = self._behind_by(one.lead - 1, acts)
            at = one.lead - 1
            beside = any(
                0 <= at - last <= BY_REACH
                and not any(map(self._is_other_participle, self.reading.words[last:at]))
                for _, last in self._nouns()
            )  # "l'attaque, non confirmée par X": what is done by X is another thing
            return part or (ACTS if beside else "")
        if is_blamed(draft, one, before, self.words):
            return ALLEGED
        if draft.type in _OPPOSING and is_opposed(draft, one, before, self.words):
            return BESIDE
        if draft.type in ATTACKS and self._is_called_victim(one):
            return SUFFERS
        if draft.type in _AID and one.kind == "civilians" and before in self.words.sets["for_whom"]:
            return HELPED
        if draft.type in _CROWDS and self._calls_for(one):
            return CALLS
        for first, last in self._nouns():
            part = self._of_noun(one, before, first, last)
            if part:
                return part
        if before in self.words.sets["between"] or is_second(
            self.reading, one, "between", self.words
        ):
            return BESIDE
        if draft.type in _OPPOSING and is_on_a_side(self.reading, one, self.words):
            return BESIDE
        if before in self.words.sets["with"] or is_second(self.reading, one, "with", self.words):
            return BESIDE
        if before in self.words.sets["of"]:
            return SUFFERS if self._owns_target(one) else ""
        if before in self.words.sets["against"]:
            return ""
        if self.politics and self._meets(one, before):
            return BESIDE
        if draft.type in _CROWDS and one.kind in {"protesters", "union"}:
            return ACTS
        if keys[one.lead - 1] in self.words.sets["helps"] and one.lead > self.reading.low:
            return HELPED
        away = before in self.words.sets["topic"] or before in self.words.sets["to"]
        return self._object(one, acts) or ("" if away else self._subject(one, acts))

    def _did_it(self, one: Figure) -> bool:
        """ "la frappe qu'Israël a annoncé avoir menée": the subject of a relative clause."""
        keys, at = self.reading.keys, one.lead - 1
        high = min(self.reading.top, one.last + AGAINST_REACH)
        return (
            self.draft.kind == "noun"
            and at == self.draft.last
            and keys[at] in self.words.sets["which"]
            and any(key in self.words.sets["conduct"] for key in keys[one.last : high])
        )

    def _is_whose(self, one: Figure) -> bool:
        """ "une attaque ukrainienne", "drones russes", "an Israeli strike": whose blow it is."""
        draft = self.draft
        gap = draft.first - one.last if self.words.adjective_first else one.first - draft.last
        if draft.kind == "noun" and 0 <= gap <= 2:
            return True
        near = one.last if self.words.adjective_first else one.first
        return any(
            hit.entry.kind == "class"
            and hit.entry.name in _WEAPONS
            and near in {hit.first, hit.last}
            and self.draft.low <= hit.first < self.draft.high
            for hit in self.reading.hits
        )

    def _behind_by(self, at: int, acts: Sequence[Act]) -> str:
        """ "tués par", "une offensive menée par": what the participle before "by" says."""
        keys, words, step, left = self.reading.keys, self.reading.words, at, BY_REACH + 1
        while left > 0 and (step := step - 1) >= self.reading.low:
            if keys[step] == ")" and "(" in keys[self.reading.low : step]:
                while keys[step] != "(":
                    step -= 1
                continue  # "blessé à X (Y) par"
            left -= 1
            if keys[step] in self.words.sets["conduct"]:
                return ACTS if is_mine(self.draft, step, self.shared) else ""
            if any(act.first <= step < act.last for act in acts):
                return ACTS
            if self._is_other_participle(words[step]) or keys[step] in STOPS:
                return ""
        return ""

    def _is_other_participle(self, word: str) -> bool:
        """ "a checkpoint manned by": what is done by somebody is another thing."""
        return word.endswith("ed" if self.words.adjective_first else ("é", "ée", "és", "ées"))

    def _is_called_victim(self, one: Figure) -> bool:
        """ "les victimes sont des soldats et des civils"."""
        keys, low = self.reading.keys, max(self.reading.low, one.lead - AGAINST_REACH)
        told = [at for at in range(low, one.lead) if keys[at] in self.words.sets["victims"]]
        be = self.lex.words["be"]
        return bool(told) and any(key in be for key in keys[told[-1] : one.lead])

    def _calls_for(self, one: Figure) -> bool:
        """ "les syndicats ont appelé à manifester", "à l'appel de la CGT"."""
        keys, sets, draft = self.reading.keys, self.words.sets, self.draft
        at = one.lead - 1
        if at > self.reading.low and keys[at] in sets["of"] and keys[at - 1] in sets["call"]:
            return True
        if keys[one.lead] in sets["united"] and keys[at] in sets["call"]:
            return True  # "à l'appel des X"
        between = keys[one.last : draft.first]
        return 0 < len(between) <= AGAINST_REACH and any(key in sets["called"] for key in between)

    def _owns_target(self, one: Figure) -> bool:
        """ "visant des objectifs du groupe X": whose the things aimed at are."""
        keys, at = self.reading.keys, one.lead - 1
        if one.sort not in {"org", "state"} and one.kind not in _ARMED:
            return False
        for step in range(at - 1, max(self.draft.low, at - OBJECT_REACH) - 1, -1):
            if keys[step] in self.words.sets["against"]:
                return self.draft.low <= step and keys[step] not in self.words.sets["to"]
            if keys[step] in STOPS or keys[step] == ",":
                return False
        return False

    def _nouns(self) -> list[tuple[int, int]]:
        """The noun that tells the event, and others of its sentence that tell it again."""
        draft = self.draft
        found = [(draft.first, draft.last)] if draft.kind == "noun" else []
        if draft.type in ATTACKS:
            found += [
                (hit.first, hit.last)
                for hit in self.reading.hits
                if hit.entry.kind == "noun"
                and is_blow(hit, self.lex)
                and hit.first != draft.first
                and is_mine(draft, hit.first, self.shared)
            ]
        return found

    def _of_noun(self, one: Figure, before: str, first: int, last: int) -> str:
        """What stands behind, or in English before, the noun that tells the event."""
        keys, words = self.reading.keys, self.words
        ahead = words.adjective_first and 0 <= first - one.last <= 1
        if ahead and before not in words.sets["of"]:
            return ACTS if one.kind in _ARMED or one.sort in {"org", "state"} else ""
        at = one.lead - (before == keys[one.lead - 1])
        if at < last:
            return ""
        genitive = before in words.sets["of"] and at - last <= GENITIVE_REACH
        if genitive and self._only_weapons(last, at):
            befalls = any(key in words.sets["befalls"] for key in keys[first:last])
            return SUFFERS if befalls or one.kind == "civilians" else ACTS
        if before in words.sets["against"] and at - last <= AGAINST_REACH:
            same = self.reading.clause_of(at) == self.reading.clause_of(first)
            return SUFFERS if same else ""
        return ""

    def _only_weapons(self, low: int, high: int) -> bool:
        """Whether tokens ``[low, high)`` are weapons and little words."""
        weapons = {
            at
            for hit in self.reading.hits
            if hit.entry.kind == "class" and hit.entry.name in _WEAPONS
            for at in range(hit.first, hit.last)
        }
        return all(
            at in weapons or self.reading.keys[at] in self.words.sets["of"]
            for at in range(low, high)
        )

    def _meets(self, one: Figure, before: str) -> bool:
        """ "X a reçu Y", "la visite du président X": persons and states in the clause of a meeting."""
        draft = self.draft
        if not draft.low <= one.first < draft.high:
            return False
        if one.sort == "noun" and one.kind not in {"government", "head_of_state", "igo"}:
            return False
        return one.sort != "org" and before not in self.words.sets["topic"]

    # -- verbs ------------------------------------------------------------------------------------------

    def _subject(self, one: Figure, acts: Sequence[Act]) -> str:
        reading = self.reading
        for act in acts:
            if not 0 <= act.first - one.last <= SUBJECT_REACH:
                continue
            between = reading.keys[one.last : act.first]
            if any(key in STOPS for key in between):
                return ""
            if self._other_verb(one.last, act) or self._is_object_elsewhere(one):
                return ""
            if self._set_off(one.last, act.first):
                return SUFFERS if act.suffers else ACTS
            same = reading.clause_of(one.first) == reading.clause_of(act.first)
            relative = self._opens_relative(one)
            if not same and not relative and act.first - one.last > 2:
                return ""
            return SUFFERS if act.suffers else ACTS
        return ""

    def _set_off(self, low: int, high: int) -> bool:
        """ "gunmen, believed to be herdsmen, attacked": commas around what stands between."""
        keys = self.reading.keys
        return (
            2 < high - low <= AGAINST_REACH
            and keys[low] == "," == keys[high - 1]
            and "," not in keys[low + 1 : high - 1]
            and keys[low + 1] in self.words.sets["alleged"]
        )

    def _opens_relative(self, one: Figure) -> bool:
        """ "des hommes qui ont tiré", "two men, who": a relative clause behind the figure."""
        keys, at = self.reading.keys, one.last
        at += at < self.reading.top and keys[at] == ","
        return at < self.reading.top and keys[at] in self.words.sets["who"]

    def _is_object_elsewhere(self, one: Figure) -> bool:
        """ "avoir poignardé deux agents, … a été arrêté": the object of another verb."""
        at = one.lead - 1
        return any(
            hit.entry.kind in {"verb", "light"}
            and hit.last == one.lead
            and (self.reading.words[at].endswith(("é", "ant")) or "inf" in hit.entry.tenses)
            for hit in self.reading.hits
        )

    def _other_verb(self, low: int, act: Act) -> bool:
        """Whether another verb stands between a subject and the one it might be of."""
        reading, lex = self.reading, self.lex
        for hit in reading.hits:
            if hit.entry.kind in {"verb", "light"} and low <= hit.first and hit.last <= act.first:
                if "pp" in hit.entry.tenses and not has_auxiliary(reading, hit, lex):
                    continue
                if reading.keys[hit.first - 1] in self.words.sets["having"]:
                    continue
                if hit.entry.tenses & {"pres", "past", "impf", "fut", "cond", "pp"} and is_verb(
                    reading, hit, lex
                ):
                    return True
        return False

    def _object(self, one: Figure, acts: Sequence[Act]) -> str:
        reading = self.reading
        for act in reversed(acts):
            gap = one.lead - act.last
            if not 0 <= gap <= OBJECT_REACH or act.suffers:
                continue
            between = reading.keys[act.last : one.lead]
            if any(key in STOPS or key == "," for key in between):
                return ""
            away = self.words.sets["by"] | self.words.sets["of"] | self.words.sets["topic"]
            if any(key in away for key in between):
                return ""
            return SUFFERS
        return ""
