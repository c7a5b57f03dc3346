"""A sentence cut into clauses, and what each clause says of its own truth.

No parser: a clause begins at a subordinating word, a colon, a semicolon, or at "and" once the clause
before it has its verb. That is enough to keep a date, a negation or a "might" with its own verb.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.incidents.lexicon import Hit, Lexicon
from geomap.model.place import Mention
from geomap.model.text import SegmentedText, Sentence

#: How far behind "and" the verb of a new clause may stand.
AND_REACH = 7
#: "chargés de sacs et de valises": words between the two "of".
COMPLEMENT_REACH = 8
#: How far before "que" the "ne" of "ne … que" may stand.
ONLY_REACH = 5
#: "as a Category 5 storm" is no clause: a verb must stand within so many tokens.
LIKE_REACH = 7
#: The longest brackets that are read as an aside (tokens).
BRACKET_REACH = 40
_BREAKS = frozenset({";", ":", "–", "—"})
_QUOTES = frozenset('"«»“”')


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with everything the lexicon found in it."""

    sentence: Sentence
    lang: str
    keys: Sequence[str]
    words: Sequence[str]
    hits: tuple[Hit, ...]
    #: clause number of each token, indexed from ``sentence.first_token``.
    clauses: tuple[int, ...]
    #: True for tokens between quotation marks.
    quoted: tuple[bool, ...]
    #: (first token, last token, mention) of the sentence's mentions.
    mentions: tuple[tuple[int, int, Mention], ...] = ()
    #: (first token, last token, class) of what mentions are: demonym, state, org, place.
    extra: tuple[tuple[int, int, str], ...] = ()
    #: quotations that end in this sentence, as token ranges with their marks.
    quotations: tuple[tuple[int, int], ...] = ()
    #: first token of a quotation still open at the sentence's end, -1 when none is.
    open_quote: int = -1

    @property
    def low(self) -> int:
        return self.sentence.first_token

    @property
    def top(self) -> int:
        return self.sentence.last_token

    def clause_of(self, token: int) -> int:
        """The clause of a token; tokens outside the sentence belong to its nearest end."""
        at = min(max(token, self.low), self.top - 1)
        return self.clauses[at - self.low]

    def clause_bounds(self, token: int) -> tuple[int, int]:
        """Token range of the clause ``token`` stands in, with the relative clauses inside it."""
        number = self.clause_of(token)
        low = self.clauses.index(number)
        high = len(self.clauses) - self.clauses[::-1].index(number)
        return self.low + low, self.low + high

    def is_quoted(self, token: int) -> bool:
        return self.quoted[min(max(token, self.low), self.top - 1) - self.low]

    def classes(self, low: int, high: int) -> set[str]:
        """Names of the word classes found in tokens ``[low, high)``."""
        return {
            hit.entry.name
            for hit in self.hits
            if hit.entry.kind == "class" and low <= hit.first and hit.last <= high
        }

    def modal(self, name: str, low: int, high: int) -> Hit | None:
        """The last word of modality ``name`` in tokens ``[low, high)``."""
        found = None
        for hit in self.hits:
            if (
                hit.entry.kind == "modality"
                and hit.entry.name == name
                and low <= hit.first
                and hit.last <= high
            ):
                found = hit
        return found


def read_sentence(
    segmented: SegmentedText,
    sentence: Sentence,
    lex: Lexicon,
    mentions: Sequence[Mention] = (),
    open_quote: int = -1,
) -> Reading:
    """Look up a sentence's words and cut it into clauses.

    ``mentions`` are those of the sentence; ``open_quote`` is the token of a quotation mark of the
    same paragraph that is still open when the sentence begins, -1 when none is.
    """
    tokens = segmented.tokens
    first, last = sentence.first_token, sentence.last_token
    hits = tuple(lex.hits(tokens.keys, tokens.words, first, last))
    quoted, quotations, open_quote = _quoted(tokens.keys, first, last, open_quote)
    clauses = _clauses(tokens.keys, tokens.words, first, last, lex, hits)
    spans = tuple(
        (
            bisect.bisect_right(tokens.starts, mention.span.start) - 1,
            bisect.bisect_left(tokens.starts, mention.span.end),
            mention,
        )
        for mention in mentions
    )
    extra = tuple((low, high, name) for low, high, m in spans for name in _kinds(m))
    extra += _persons(tokens.words, tokens.keys, first, last, spans, lex)
    return Reading(
        sentence, segmented.lang, tokens.keys, tokens.words, hits, clauses, quoted, spans, extra,
        quotations, open_quote,
    )  # fmt: skip


def _persons(
    words: Sequence[str],
    keys: Sequence[str],
    first: int,
    last: int,
    spans: tuple[tuple[int, int, Mention], ...],
    lex: Lexicon,
) -> tuple[tuple[int, int, str], ...]:
    """Runs of two or more capitalised words that are no place: names of people as far as known."""
    covered = {at for low, high, _ in spans for at in range(low, high)}
    found: list[tuple[int, int, str]] = []
    at = first
    while at < last:
        article = keys[at] in lex.words["definite"] or keys[at] in lex.words["indefinite"]
        if at in covered or article or not _is_name(words[at]):  # "La Mission" is nobody
            at += 1
            continue
        stop = at + 1
        count = 1
        while stop < last and stop not in covered:
            if _is_name(words[stop]):
                count += 1
            elif not (
                keys[stop] == "-" and stop + 1 < last and words[stop + 1][:1].isalpha()
            ) and not (keys[stop - 1] == "-" and words[stop][:1].isalpha()):
                break
            stop += 1
        if count > 1:
            found.append((at, stop, "person"))
        at = stop
    return tuple(found)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1 and not (word.isupper() and len(word) > 3)


def _kinds(mention: Mention) -> tuple[str, ...]:
    if mention.kind == "demonym":
        return ("demonym",)
    if mention.kind == "organisation" or mention.role == "actor_org":
        return ("org",)
    if mention.role == "actor_metonym":
        return ("state",)
    if mention.role in {"affiliation", "embedded_name", "dateline", "reporter_location"}:
        return ()
    return ("place",)


def _quoted(
    keys: Sequence[str], first: int, last: int, opened: int
) -> tuple[tuple[bool, ...], tuple[tuple[int, int], ...], int]:
    marks: list[bool] = []
    found: list[tuple[int, int]] = []
    for at in range(first, last):
        key = keys[at]
        if key in _QUOTES:
            if opened < 0 and key not in {"»", "”"}:
                opened = at
            elif opened >= 0 and key not in {"«", "“"}:
                found.append((opened, at + 1))
                opened = -1
        marks.append(opened >= 0)
    return tuple(marks), tuple(found), opened


def _clauses(
    keys: Sequence[str],
    words: Sequence[str],
    first: int,
    last: int,
    lex: Lexicon,
    hits: tuple[Hit, ...],
) -> tuple[int, ...]:
    verbs = _verb_tokens(keys, words, first, last, lex, hits)
    subordinators = lex.words["subordinators"]
    conjunctions = lex.words["conjunctions"]
    relatives = lex.words["relatives"]
    not_relative = lex.words["not_relative_spelt"]
    numbers: list[int] = []
    number = latest = 0
    has_verb = False
    between = False
    #: number of the clause a relative clause stands in, while that one still waits for its verb
    outer = -1
    #: clauses that parentheses interrupt, -1 for brackets without a verb; clauses with their verb
    aside: list[int] = []
    finished: set[int] = set()
    last_verb = first
    opening = keys[first] in lex.words["opening_prepositions"]
    for at in range(first, last):
        key = keys[at]
        starts = False
        if key in {"(", ")"}:
            if key == "(":
                inside = _parenthesis(keys, at, last)
                tells = inside is None or any(i in verbs for i in inside)
                aside.append(number if tells else -1)
                starts = tells
            elif aside and (back := aside.pop()) >= 0:
                number, has_verb = back, back in finished
        elif key in _BREAKS:
            starts = True
        elif outer >= 0 and _resumes(keys, at, last_verb if has_verb else -1, verbs, lex):
            number, outer, has_verb = outer, -1, False
        elif key in subordinators:
            starts = _is_subordinator(keys, words, at, first, lex) and (
                key not in lex.words["like"] or _has_clause_verb(keys, words, at, last, lex)
            )
            if starts:
                relative = key in relatives and words[at].lower() not in not_relative
                outer = number if relative and not has_verb else -1
        elif key in conjunctions and _joins_complements(keys, at, first, last, lex):
            starts = False  # "chargés de sacs et de valises ont fui"
        elif key in conjunctions and has_verb and not between:
            reach = range(at + 1, min(last, at + 1 + AND_REACH))
            stop = next((i for i in reach if keys[i] in {",", ";", "."}), at + 1 + AND_REACH)
            starts = any(i in verbs for i in range(at + 1, min(stop, last)))
        elif key == "," and opening:
            starts, opening = True, False  # "Après …, …": what came before stands apart
        elif key == ",":
            starts = has_verb and _new_subject(keys, at, last, verbs, lex)
        if starts:
            if has_verb:
                finished.add(number)
            number = latest = latest + 1
            has_verb = between = False
        if key in lex.words["between"]:
            between = True
        if at in verbs:
            has_verb = True
            between = False
            last_verb = at
        numbers.append(number)
    return tuple(numbers)


def _joins_complements(keys: Sequence[str], at: int, first: int, last: int, lex: Lexicon) -> bool:
    of = lex.words["of"]
    before = range(max(first, at - COMPLEMENT_REACH), at)
    return at + 1 < last and keys[at + 1] in of and any(keys[i] in of for i in before)


def _has_clause_verb(
    keys: Sequence[str], words: Sequence[str], at: int, last: int, lex: Lexicon
) -> bool:
    """ "as divers searched" is a clause, "as a Category 5 storm" is none."""
    return any(
        lex.is_auxiliary(keys[i], words[i])
        or (i > at + 1 and words[i].lower().endswith(tuple(lex.words["participle_endings"])))
        for i in range(at + 1, min(last, at + LIKE_REACH))
    )


def _parenthesis(keys: Sequence[str], at: int, last: int) -> range | None:
    """Tokens inside the brackets that open at ``at``, None when they do not close soon."""
    soon = range(at + 1, min(last, at + 1 + BRACKET_REACH))
    close = next((i for i in soon if keys[i] == ")"), None)
    return None if close is None else range(at + 1, close)


def _resumes(keys: Sequence[str], at: int, last_verb: int, verbs: set[int], lex: Lexicon) -> bool:
    """ "les crues qui frappent X, ont fait": the clause around a relative one goes on at its verb."""
    if keys[at] == "," and at + 1 < len(keys):
        return at + 1 in verbs or (keys[at + 1] in lex.words["verb_particles"] and at + 2 in verbs)
    if at not in verbs or last_verb < 0 or at - last_verb < 2:
        return False
    return any(keys[step] in lex.words["definite"] for step in range(last_verb + 1, at)) or any(
        keys[step] in lex.words["of"] for step in range(last_verb + 1, at)
    )


def _is_subordinator(
    keys: Sequence[str], words: Sequence[str], at: int, first: int, lex: Lexicon
) -> bool:
    key = keys[at]
    if key in lex.words["only"] and any(
        keys[i] in lex.words["negation_before"] for i in range(max(first, at - ONLY_REACH), at)
    ):
        return False  # "n'ont réuni que": only
    if key in lex.words["relative_place"]:  # French "où" and "ou" share a key
        return words[at].lower() in lex.words["relative_place_spelt"]
    if key in lex.words["subordinators_before_verb"]:
        following = keys[at + 1] if at + 1 < len(keys) else ""
        return following in lex.words["clause_openers"]
    return True


def _new_subject(keys: Sequence[str], at: int, last: int, verbs: set[int], lex: Lexicon) -> bool:
    """ ", il a …", ", le Premier ministre a …": a new subject right behind a comma."""
    if at + 1 >= last or keys[at + 1] not in lex.words["clause_openers"]:
        return False
    for step in range(at + 2, min(last, at + 7)):
        if keys[step] == ",":
            return False
        if step in verbs:
            return True
    return False


def _verb_tokens(
    keys: Sequence[str],
    words: Sequence[str],
    first: int,
    last: int,
    lex: Lexicon,
    hits: tuple[Hit, ...],
) -> set[int]:
    """Positions that are verbs of a main clause as far as words can tell."""
    found = {at for at in range(first, last) if lex.is_auxiliary(keys[at], words[at])}
    for hit in hits:
        if hit.entry.kind in {"verb", "light"} and is_finite_verb(keys, hit, lex, first):
            found.add(hit.first)
    return found


def is_finite_verb(keys: Sequence[str], hit: Hit, lex: Lexicon, low: int) -> bool:
    """True when a form that may be a finite verb is not a noun behind an article."""
    if not hit.entry.tenses & {"pres", "past", "impf", "fut", "cond"}:
        return False
    if keys[hit.first] in lex.words["between"]:  # "une réunion entre X et Y", not "entre dans X"
        into = lex.words["prepositions"] - lex.words["of"]
        return not into.isdisjoint(keys[hit.first + 1 : hit.first + 3])
    before = keys[hit.first - 1] if hit.first > low else ""
    return before not in lex.words["noun_before"]


def read_document(
    segmented: SegmentedText, mentions: Sequence[Mention], lex: Lexicon
) -> list[Reading]:
    """Every sentence of a document; quotations may run over sentences of one paragraph."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    readings: list[Reading] = []
    paragraph, open_quote = -1, -1
    for sentence in segmented.sentences:
        if sentence.paragraph != paragraph:
            paragraph, open_quote = sentence.paragraph, -1
        found = by_sentence.get(sentence.index, [])
        reading = read_sentence(segmented, sentence, lex, found, open_quote)
        open_quote = reading.open_quote
        readings.append(reading)
    return readings
