"""The verbs that say what happened to counted people: behind them, before them, over a hospital."""

from __future__ import annotations

from geomap.incidents.toll_nouns import QUOTES, CountedNouns, Verb
from geomap.incidents.toll_words import match_word
from geomap.language.phrases import match_phrase

#: How far behind its people a verb may stand, in tokens.
VERB_REACH = 34
HOSPITAL_REACH = 12
#: "deux élèves, dont l'état a été jugé grave, ont été …": the longest aside passed over.
ASIDE_REACH = 14
SUFFERED_REACH = 9
#: What places are said to be, too: "le quartier a été évacué (300 personnes)".
MOVED = frozenset({"evacuated", "displaced"})
#: "(EDSR)", "(Calvados)": the longest bracket passed over.
BRACKET_REACH = 7
#: "ont, quant à eux, été blessés": an aside between an auxiliary and its participle.
SHORT_ASIDE = 6
#: A time and a place between a verb and its object (tokens).
ADJUNCT_REACH = 8


class TollSentence(CountedNouns):
    """A sentence of counts with its verbs."""

    def participle(self, index: int) -> Verb | None:
        """The participle of harm at ``index``, adverbs and auxiliaries skipped."""
        severity: str | None = None
        at = index
        if self.key(at) == ",":  # "ont, quant à eux, été blessés"
            close = self._close_of_aside(at)
            at = close + 1 if close is not None and close - at <= SHORT_ASIDE else at
        while at < min(index + 9, self.last):
            hospital = self._hospital(at) if self.keys[at] in self.words.carried else None
            if hospital is not None:
                return Verb("hospitalised", hospital, at)
            found = match_word(
                self.words.participles, self.keys, at, self.last, self.words
            ) or self._over_times(at)
            if found is not None and self._is_reflexive(index, at):
                return None
            if found is not None:
                return self._graded(found, at, severity)
            graded = match_phrase(self.words.severity, self.keys, at, self.last)
            if graded is not None:
                severity, at = graded[1], graded[0]
            elif self._is_between(self.keys[at]):
                at += 1
            else:
                return None
        return None

    def _over_times(self, at: int) -> tuple[int, str] | None:
        """ "descendues dimanche dans les rues": a phrase with a time behind its first word."""
        behind = at + 1
        while self.key(behind) in self.words.links["times"]:
            behind += 1
        if behind == at + 1:
            return None
        for words, kind in self.words.participles.get(self.keys[at], ()):
            end = behind + len(words) - 1
            if len(words) > 1 and tuple(self.keys[behind:end]) == words[1:] and end <= self.last:
                return end, kind
        return None

    def _is_reflexive(self, index: int, at: int) -> bool:
        """ "s'est abattue": the reflexive of these verbs means something else."""
        return self.keys[at] in self.words.links["not_reflexive"] and any(
            key in self.words.links["reflexive"]
            for key in self.keys[max(self.first, index - 2) : at]
        )

    def _is_between(self, key: str) -> bool:
        """A word that may stand between an auxiliary and its participle."""
        return key in self.words.adverbs or key in self.words.auxiliaries or key in QUOTES

    def _graded(self, found: tuple[int, str], at: int, severity: str | None) -> Verb:
        end, kind = found
        if severity is not None and kind in {"injured", "affected"}:
            return Verb(severity, end, at)  # "légèrement touchés": hurt
        if kind != "injured":
            return Verb(kind, end, at)
        behind = match_phrase(self.words.severity, self.keys, end, self.last)
        if behind is not None:
            return Verb(behind[1], behind[0], at)
        return Verb(kind, end, at)

    def _hospital(self, index: int) -> int | None:
        """The token behind the hospital that a participle of carrying leads to."""
        for at in range(index + 1, min(index + 1 + HOSPITAL_REACH, self.last)):
            if self.keys[at] in self.words.hospitals:
                away = self.words.links["from"]  # "évacués de l'hôpital" is no admission
                if self.key(at - 1) in away or self.key(at - 2) in away:
                    return None
                return at + 1
            if self.keys[at] in self.words.boundaries or self.counts_at(at):
                return None
        return None

    def verb_behind(self, index: int) -> Verb | None:
        """The verb that says what happened to the people that end at ``index``."""
        suffered = self.suffered(index)
        if suffered is not None:
            return suffered
        direct = self.participle(index)
        if direct is not None and not self.is_auxiliary(index):
            if self._has_object(direct):  # "two gunmen killed five people"
                return None
            return Verb(direct.kind, direct.last, direct.at, direct=True)
        if self.key(index) == ",":
            close = self._close_of_aside(index)
            aside = self.participle(index + 1)
            if aside is not None and close is not None:  # "un gendarme, blessé, a été …"
                return Verb(aside.kind, aside.last, aside.at, direct=True)
            if close is not None and self.is_auxiliary(close + 1):
                return self.verb_behind(close + 1)  # "deux élèves, dont l'état …, ont été …"
        relative = False  # behind "qu'ils" the people are the object of the active verb
        at, end = index, min(index + VERB_REACH, self.last)
        while at < end:
            if self.keys[at] == "(":  # "l'escadron (EDSR) des Landes, est décédé"
                at = self._behind_bracket(at)
                continue
            if self.is_auxiliary(at):
                found = self.suffered(at + 1) or self.participle(at + 1)
                if found is not None:
                    return found if relative or not self._is_active(at, found) else None
                if self.keys[at] in self.words.finite:
                    return None
            if self.keys[at] in self.words.intransitive:  # "…, died"
                return self.intransitive(at)
            suffered = self.suffered(at)
            if suffered is not None:
                return suffered
            own = match_phrase(self.words.with_have, self.keys, at, self.last)
            if own is not None and own[0] - at > 1:  # "…, lost their lives"
                return self.intransitive(at)
            relative = relative or self.keys[at] in self.words.links["relative"]
            if self._ends_reach(at) or (at > index and self._another_subject(at)):
                return None
            at += 1
        return None

    def _behind_bracket(self, at: int) -> int:
        """The token behind a short bracket that opens at ``at``; the end when it is a long one."""
        reach = range(at + 1, min(at + BRACKET_REACH, self.last))
        return next((i + 1 for i in reach if self.keys[i] == ")"), self.last)

    def _close_of_aside(self, comma: int) -> int | None:
        """The comma that closes what the comma at ``comma`` opens, None when none is near."""
        reach = range(comma + 1, min(comma + ASIDE_REACH, self.last))
        return next((at for at in reach if self.keys[at] == ","), None)

    def carried_before(self, first: int, end: int) -> Verb | None:
        """ "ont transporté une femme de 84 ans à l'hôpital": people as the object of carrying."""
        at = first - 1
        while at > self.first and self.keys[at] in self.words.active_gaps:
            at -= 1
        if at <= self.first or self.keys[at] not in self.words.carried:
            return None
        if not any(k in self.words.have for k in self.keys[max(self.first, at - 3) : at]):
            return None
        hospital = self._hospital(end - 1)
        return None if hospital is None else Verb("hospitalised", hospital, at)

    def participle_before_bracket(self, at: int) -> str | None:
        """The kind of the participle that a bracket which opens right before ``at`` counts."""
        if self.key(at - 1) != "(":
            return None
        for start in range(max(self.first, at - 4), at - 1):
            found = match_phrase(self.words.participles, self.keys, start, at - 1)
            if found is not None and found[0] == at - 1:
                return found[1] if found[1] in MOVED else None
        return None

    def suffered(self, at: int) -> Verb | None:
        """ "suffered minor injuries", "souffrent de brûlures graves": verb, harm, how badly."""
        words = self.words.suffered
        if self.key(at) not in words.verbs:
            return None
        kind, index = "injured", at + 1
        while index < min(at + SUFFERED_REACH, self.last):
            grade = match_phrase(words.grades, self.keys, index, self.last)
            if grade is not None:
                index, kind = grade
            elif self.keys[index] in words.harms:
                behind = match_phrase(words.grades, self.keys, index + 1, self.last)
                end, kind = behind or (index + 1, kind)
                return Verb(kind, end, at)
            elif self.keys[index] in words.between:
                index += 1
            else:
                return None
        return None

    def intransitive(self, at: int) -> Verb:
        """A finite verb that needs no auxiliary ("died", "meurt")."""
        found = match_phrase(self.words.participles, self.keys, at, self.last)
        return Verb("killed", at + 1, at) if found is None else Verb(found[1], found[0], at)

    def _has_object(self, verb: Verb) -> bool:
        """Whether an object follows, so that the verb is active."""
        active = match_phrase(self.words.actives, self.keys, verb.at, self.last)
        if active is None or active[0] != verb.last:
            return False
        at = verb.last
        while self.key(at) in self.words.adverbs or self.key(at) in self.words.active_gaps:
            at += 1
        return at in self.number_at or self.key(at) in self.words.determiners

    def _is_active(self, aux: int, verb: Verb) -> bool:
        """ "ont tué" is what they did; "ont été tués" and "ont péri" what happened to them."""
        if self.keys[aux] not in self.words.have:
            return False
        between = self.keys[aux + 1 : verb.at]
        if any(k in self.words.links["been"] or k in self.words.links["be"] for k in between):
            return False
        if any(self.keys[at] in self.words.finite for at in range(aux + 1, verb.at)):
            return False
        return match_phrase(self.words.with_have, self.keys, verb.at, self.last) is None

    def is_auxiliary(self, at: int) -> bool:
        """An auxiliary; "à" folds to "a" and is none."""
        key = self.keys[at]
        if key not in self.words.finite and key not in self.words.auxiliaries:
            return False
        return self.tokens.words[at].lower() not in self.words.not_auxiliaries

    def _another_subject(self, at: int) -> bool:
        """Other counted people, that are no further members of the same list."""
        if not self.counts_at(at):
            return False
        number = self.number_at[at]
        if self.head(number.core_last) is None:
            return False
        listed = self.words.links["comma_and"]
        owned = self.key(at - 1) in self.words.links["owned"]  # "une mère et ses deux enfants"
        if self.key(at - 1) in listed or (owned and self.key(at - 2) in listed):
            return False
        for start in range(max(self.first, at - 4), at):
            found = match_phrase(self.words.subset_before, self.keys, start, at)
            if found is not None and found[0] == at:
                return False
        return True

    def _ends_reach(self, at: int) -> bool:
        """A word behind which another subject speaks."""
        key = self.keys[at]
        if key in self.words.links["owner"]:  # "une femme dont le frère a été tué"
            return self.key(at + 1) in self.words.determiners and at + 1 not in self.number_at
        if self.tokens.words[at].lower() in self.words.boundaries:  # "où" is not "ou"
            return key not in self.words.links["relative"] or self._relative_of_others(at)
        return False

    def _relative_of_others(self, at: int) -> bool:
        """A "que" that does not open "qu'ils ont abattus", a clause on the people themselves."""
        return self.key(at + 1) not in self.words.links["relative_subjects"]

    def active_before(self, index: int) -> str | None:
        """The kind of the active verb whose object begins at ``index``."""
        at = index - 1
        while at >= self.first and self.keys[at] in self.words.active_gaps:
            at -= 1
        kind = self._active_ending(at)
        if kind is None:
            return self._active_over_adjuncts(at)
        if kind == "injured":  # "blessant légèrement treize personnes"
            for between in range(at + 1, index):
                severity = match_phrase(self.words.severity, self.keys, between, index)
                kind = severity[1] if severity is not None else kind
        return kind

    def _active_ending(self, at: int) -> str | None:
        """The kind of the active verb whose last token is ``at``."""
        for start in range(max(self.first, at - 5), at + 1):
            found = match_phrase(self.words.actives, self.keys, start, at + 1)
            if found is not None and found[0] == at + 1:
                return found[1]
        return None

    def _active_over_adjuncts(self, at: int) -> str | None:
        """ "a arrêté mardi à Malaga neuf personnes": a time and a place before the object."""
        start = at
        while start > max(self.first, at - ADJUNCT_REACH) and self._is_adjunct(start):
            start -= 1
        if start == at or self.keys[start] not in self.words.participles:
            return None
        kind = self._active_ending(start)
        passive = any(k in self.words.links["been"] for k in self.keys[max(0, start - 2) : start])
        aided = any(k in self.words.have for k in self.keys[max(self.first, start - 3) : start])
        finite = self.lang == "en" or aided
        return kind if kind is not None and finite and not passive else None

    def _is_adjunct(self, at: int) -> bool:
        """A word of a time or of a place between a verb and its object."""
        key, word = self.keys[at], self.tokens.words[at]
        return (
            key in self.words.places or key in self.words.links["times"]
            or (word[0].isupper() and word.isalpha()) or key in {"-", "de", "la", "the"}
        )  # fmt: skip
