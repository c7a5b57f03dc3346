"""The neighbourhood of one mention: the words to its left and right, and what it hangs on."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from geomap.language.fold import fold
from geomap.model.place import Mention, Reason, Role
from geomap.model.text import SegmentedText
from geomap.places.roles.breadth import is_continent, is_state
from geomap.places.roles.words import RoleWords, role_words

#: Role and the reason for it.
Decision = tuple[Role, Reason]

#: How far to the left a head noun may stand from its "de" (adjectives and titles between).
HEAD_REACH = 4
#: How far to the left a governing verb may stand.
VERB_REACH = 9
#: Nouns a name may hang on, one behind the other, and words of one noun with its adjectives.
_LONGEST_CHAIN, _LONGEST_PHRASE = 4, 5
#: Tokens between brackets that give a noun's initials.
_INITIALS = 5
#: Words of what is joined before the name ("de la zone sud et").
_CONJUNCT = 7
#: Words between a possessive and what it holds.
_HOLDING_REACH = 3
_POSSESSIVE = ("'s", "s'")
_OPENERS = frozenset("\"'«“‘")
#: Quotation marks as tokens.
QUOTES = frozenset({'"', "«", "»", "“", "”"})
_VERB_STOPS = frozenset({";", ":", ".", '"', "«", "»"})
_WORD_STOPS = frozenset({";", ":", ",", ".", '"', "(", ")"})
_COMMA = frozenset(",;")


class Sight:
    """The tokens of a text, as looks at its mentions read them."""

    __slots__ = ("cues", "ends", "keys", "sentences", "starts", "words")

    def __init__(self, segmented: SegmentedText, lang: str) -> None:
        self.cues: RoleWords = role_words(lang)
        self.starts = segmented.tokens.starts
        self.ends = segmented.tokens.ends
        self.keys = segmented.tokens.keys
        self.words = segmented.tokens.words
        self.sentences = segmented.sentences

    def look(self, mention: Mention, before: Mention | None, after: Mention | None = None) -> Look:
        """A look at a mention, with its neighbours of the same sentence."""
        first = bisect.bisect_right(self.starts, mention.span.start) - 1
        last = bisect.bisect_left(self.starts, mention.span.end)
        here = mention.sentence
        return Look(
            self,
            mention,
            before if before is not None and before.sentence == here else None,
            after if after is not None and after.sentence == here else None,
            first,
            last,
        )

    def first_token(self, mention: Mention) -> int:
        """The token a mention begins with."""
        return bisect.bisect_right(self.starts, mention.span.start) - 1

    def behind(self, mention: Mention) -> int:
        """The token behind a mention."""
        return bisect.bisect_left(self.starts, mention.span.end)


class Look:
    """Tokens before ``first`` and from ``last`` on, inside one sentence.

    ``left`` is the word before the name, its article and its quotation mark left out; ``prep`` the
    same without contraction ("du" is "de"); ``gap`` and ``head_at`` the tokens of ``left`` and of
    the word before it.
    """

    __slots__ = (
        "_acts", "_chain", "after", "article", "before", "climbed", "cues", "earlier", "first", "gap", "head_at", "keys", "last",
        "left", "low", "mention", "prep", "sight", "top", "words",
    )  # fmt: skip

    def __init__(
        self,
        sight: Sight,
        mention: Mention,
        before: Mention | None,
        after: Mention | None,
        first: int,
        last: int,
    ) -> None:
        self.sight = sight
        self.cues = sight.cues
        self.keys = sight.keys
        self.words = sight.words
        self.mention = mention
        self.before, self.after = before, after
        #: the mention before ``before``
        self.earlier: Mention | None = None
        self.last = last
        sentence = sight.sentences[mention.sentence]
        self.low, self.top = sentence.first_token, sentence.last_token
        #: looked at from the noun of place it belongs to ("la ville de X")
        self.climbed = False
        self._acts: bool | None = None
        #: the chain and the token it hangs on
        self._chain: tuple[int, list[tuple[int, int]]] = (-1, [])
        self._stand_at(first)

    def stand_behind(self, last: int) -> None:
        """Look from behind a noun of place the name stands before: "the Kharkiv region"."""
        self.last = last
        self.climbed = True

    def _stand_at(self, first: int) -> None:
        self.first = first
        at = self._before_directions(first - 1)
        while at >= self.low and self.keys[at] in _OPENERS:
            at -= 1
        sets, keys = self.cues.sets, self.keys
        articles = sets["articles"]
        self.article = at >= self.low and keys[at] in articles
        while at >= self.low and keys[at] in articles:
            at -= 1  # "dans toute la ville"
        self.left = self.keys[at] if at >= self.low else ""
        self.prep = self.cues.contracted.get(self.left, self.left)
        self.gap = at
        self.head_at = self._before_brackets(at - 1)
        if self.left in sets["of"]:
            self.head_at = self._shared_head(self.head_at)
            if self.key(self.head_at) in sets["above"]:  # "au-dessus de"
                self.left = self.prep = self.keys[self.head_at]
                self.gap = self.head_at - 2 * (self.key(self.head_at - 1) == "-")
                self.head_at = self.gap - 1

    def _before_brackets(self, at: int) -> int:
        """ "la brigade (BRI) de X": the noun stands before its initials."""
        if at > self.low and self.keys[at] == ")":
            for step in range(at - 1, max(self.low, at - _INITIALS) - 1, -1):
                if self.keys[step] == "(":
                    return step - 1
        return at

    def _shared_head(self, at: int) -> int:
        """ "le préfet de la zone sud et de X": the noun both hang on."""
        if at <= self.low or not self.cues.has("and", self.keys[at]):
            return at
        for step in range(at - 1, max(self.low, at - _CONJUNCT) - 1, -1):
            if self.cues.has("of", self.keys[step]):
                return step - 1
            if not self.keys[step].isalpha() and not self.cues.has("articles", self.keys[step]):
                break
        return at

    def _before_directions(self, at: int) -> int:
        """ "in northwestern and central Nigeria" is "in Nigeria"."""
        directions = self.cues.sets["directions"]
        if not directions:
            return at
        while at > self.low and (
            self.keys[at] in directions
            or (self.cues.has("and", self.keys[at]) and self.keys[at - 1] in directions)
        ):
            at -= 1
        return at

    def key(self, at: int) -> str:
        """The folded word at a token, "" outside the sentence."""
        return self.keys[at] if self.low <= at < self.top else ""

    def text_of(self, *at: int) -> str:
        """Words as written, for a reason."""
        return " ".join(self.words[i] for i in at if self.low <= i < self.top)

    # -- what stands to the left ---------------------------------------------------------------------

    def verb_before(self, name: str, reach: int = VERB_REACH) -> str:
        """The nearest verb of a class to the left, "" when a stop stands between."""
        verbs = self.cues.verbs[name]
        for at in range(self.gap, max(self.low, self.gap - reach) - 1, -1):
            key = self.keys[at]
            if key in verbs:
                return key
            if key in _VERB_STOPS:
                break
        return ""

    def before_adverbs(self) -> int:
        """The token before the name, adverbs and quotation marks between left out.

        "a bombardé "massivement" l'X".
        """
        at = self.gap
        while at > self.low and (
            self.keys[at] in QUOTES
            or self.cues.has("adverbs", self.keys[at])
            or (self.keys[at].endswith(self.cues.adverb_endings) and self.keys[at - 1] != "")
        ):
            at -= 1
        return at

    def is_noun(self, at: int) -> bool:
        """ "attaques" beside "attaqués": written without the accent its participle has."""
        key, word = self.keys[at], self.words[at]
        return bool(self.cues.accented) and key.endswith(self.cues.accented) and word.isascii()

    def word_behind(self, verb: str, name: str) -> bool:
        """Whether a word of a set stands right behind the nearest ``verb`` to the left."""
        at = next((i for i in range(self.gap, self.low - 1, -1) if self.keys[i] == verb), -1)
        return at >= 0 and self.cues.has(name, self.key(at + 1))

    def word_before(self, name: str, reach: int, stops: frozenset[str] = _WORD_STOPS) -> str:
        """The nearest word of a set to the left, "" when a stop stands between."""
        words = self.cues.sets[name]
        for at in range(self.gap, max(self.low, self.gap - reach) - 1, -1):
            key = self.keys[at]
            if key in words:
                return key
            if key in stops:
                break
        return ""

    def phrase_at(self, name: str, end: int) -> str:
        """The phrase of a set that ends with token ``end``, "" when there is none."""
        for parts in self.cues.phrases[name].get(self.key(end), ()):
            at = end - len(parts) + 1
            if at >= self.low and tuple(self.keys[at : end + 1]) == parts:
                return " ".join(parts)
        return ""

    def head(self) -> str:
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

    def phrase_start(self, end: int) -> int:
        """Where the noun phrase that ends with token ``end`` begins, its article left out."""
        at, keys, ends = end, self.keys, self.cues.phrase_ends
        low = max(self.low, end - _LONGEST_PHRASE + 1)
        while at >= low:
            key = keys[at]
            if key in ends or not (key.isalnum() or key == "-"):  # "le 6e arrondissement"
                break
            at -= 1
        return at + 1

    def noun_in(self, names: Sequence[str], start: int, end: int) -> str:
        """The first noun of these sets in a phrase, from where the language puts its noun."""
        keys = self.keys[start : end + 1]
        if self.cues.noun_last:
            keys = keys[::-1]
        if len(names) == 1:
            one = self.cues.sets[names[0]]
            return next((key for key in keys if key in one), "") if keys else ""
        sets = [self.cues.sets[name] for name in names]
        return next((key for key in keys if any(key in one for one in sets)), "")

    def chain(self) -> list[tuple[int, int]]:
        """The noun phrases the name hangs on through "de", inner first: token ranges, end included.

        "un responsable de la partie de la région de X": région, partie, responsable.
        """
        if self._chain[0] == self.gap:
            return self._chain[1]
        found: list[tuple[int, int]] = []
        of = self.gap
        while len(found) < _LONGEST_CHAIN and of > self.low and self.cues.has("of", self.keys[of]):
            start = self.phrase_start(of - 1)
            if start >= of:
                break
            found.append((start, of - 1))
            of = start - 1
            while of > self.low and self.cues.has("articles", self.keys[of]):
                of -= 1
            if of > self.low and self.cues.has("and", self.keys[of]):
                break
        self._chain = (self.gap, found)
        return found

    def climb(self) -> None:
        """Look from the nouns of place the name belongs to: "contre la ville de X" is "contre X"."""
        if (
            self.left == ","
            and not self.article
            and self.key(self.last) in {",", ".", ""}
            and not self.cues.has("listed_places", self.key(self.gap - 1))
            and self.noun_in(("place_nouns",), self.phrase_start(self.gap - 1), self.gap - 1)
        ):
            self.stand_behind(min(self.last + 1, self.top))  # "la capitale, X, a été touchée"
            self._stand_at(self.phrase_start(self.gap - 1))
        if self.cues.has("place_nouns", self.left) and not self.article:
            self.climbed = True  # "dans la capitale X"
            self._stand_at(self.phrase_start(self.gap))
        while self.cues.has("of", self.left):
            end = self.gap - 1
            start = self.phrase_start(end)
            if start > end or not self.noun_in(("place_nouns",), start, end):
                return
            self.climbed = True
            self._stand_at(start)

    # -- what it is ----------------------------------------------------------------------------------

    def state_like(self) -> bool:
        """A country, a capital, a palace by its own name: what can speak and act."""
        if self.climbed:
            return False
        if self._acts is None:
            self._acts = (
                is_state(self.mention)
                or is_continent(self.mention)
                or self.cues.has("palaces", fold(self.mention.text))
            )
        return self._acts

    def is_possessive(self) -> bool:
        """ "Cuba's": something belongs to the place."""
        return self.keys[self.last - 1].endswith(_POSSESSIVE)

    def holding(self) -> str:
        """ "Cuba's national grid", "Peru's coast": what lies in the place it is said to be of."""
        if not self.is_possessive():
            return ""
        reach = range(self.last, min(self.top, self.last + _HOLDING_REACH))
        return next((self.keys[at] for at in reach if self.cues.has("holdings", self.keys[at])), "")

    def is_part_of(self, name: str) -> Decision:
        """The name belongs to a longer one."""
        return "embedded_name", Reason("role_embedded", (name,))

    def starts_clause(self) -> bool:
        """Nothing governs the name: it stands where a subject does."""
        left = self.left
        if self.cues.has("copula", left):  # "c'est X qui"
            return self.cues.has("cleft", self.key(self.gap - 1))
        return left == "" or left in _COMMA or left in _OPENERS or self.cues.has("clause", left)
