"""Which date an event has: that of its own clause, else of its sentence, else what was told before."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.incidents.claims import Claims
from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.dying import dates_a_death, is_blamed_later, names_a_street
from geomap.incidents.eves import counted_back, is_counted_from
from geomap.incidents.lexicon import Lexicon, lexicon
from geomap.incidents.told import HARM
from geomap.incidents.types import compatible
from geomap.language.numerals import numerals
from geomap.model.dating import until
from geomap.model.text import SegmentedText
from geomap.model.when import When

#: A date this near to a verb of saying dates the saying (tokens).
SAID_REACH = 4
#: What a sentence says ends so before "a déclaré …"; then its speaker may take so many tokens.
SAID_BEFORE = frozenset({",", "»", '"', "”", "—", "–"})
SPEAKER_REACH = 30
#: "un attentat suicide de grande ampleur survenu mardi": trigger and its participle (tokens).
PARTICIPLE_REACH = 6
#: "l'attaque du village de X, qui …": trigger and its relative clause (tokens).
RELATIVE_REACH = 8
#: What goes on for a time: "depuis mardi" may date it.
_LASTING = frozenset(
    {
        "aid_or_outage", "armed_clash", "arrest_or_crackdown", "civil_protection", "evacuation",
        "flood", "peaceful_protest", "riot", "storm", "troop_movement", "wildfire",
        "diplomatic_meeting", "landslide_volcano", "strike_unspecified", "fire", "agreement",
    }
)  # fmt: skip
#: What is held because of something else.
_HELD = frozenset({"diplomatic_meeting", "agreement"})
#: "après la forte éruption": words between.
ADJUNCT_REACH = 4
#: "the death toll from the collapse": words between.
TOLL_REACH = 6
#: "depuis le début de l'insurrection dans le pays il y a six ans": words between.
SINCE_REACH = 10
#: "celle du samedi", "ceux de la semaine dernière": words between.
COMPARED_REACH = 3
#: "contre 22.000 le week-end dernier": words before the date.
OLDER_REACH = 5
#: "after having been kidnapped": words between "after" and the verb.
BEING_REACH = 4
#: What another clause costs against a token of distance.
OTHER_CLAUSE = 14


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a sentence by token positions; ``said`` when it dates a saying, not an event."""

    when: When
    first: int
    last: int
    said: bool
    #: token of the participle it belongs to ("annexé en 2014"), -1 when it belongs to the clause.
    modifies: int = -1


def dates_by_sentence(
    segmented: SegmentedText, whens: Sequence[When], claims: Claims
) -> dict[int, list[Dated]]:
    """The dates of each sentence, with those that date a verb of saying marked."""
    tokens = segmented.tokens
    starts = [sentence.span.start for sentence in segmented.sentences]
    found: dict[int, list[Dated]] = {}
    for when in whens:
        if when.span is None:
            continue
        sentence = bisect.bisect_right(starts, when.span.start) - 1
        if sentence < 0:
            continue
        first = bisect.bisect_right(tokens.starts, when.span.start) - 1
        last = bisect.bisect_left(tokens.starts, when.span.end)
        modifies = _participle_before(segmented, first, segmented.sentences[sentence].first_token)
        said = any(
            low <= first <= high + _said_reach(segmented, low, modifies)
            and not _another_verb(segmented, high, first)
            for low, high in claims.said_at.get(sentence, ())
        )
        told = lexicon(segmented.lang).words["told_participles"]
        if first and segmented.tokens.keys[first - 1] in told:
            said, modifies = True, -1  # "un décompte établi mardi", "l'attaque, revendiquée mardi"
        found.setdefault(sentence, []).append(Dated(when, first, last, said, modifies))
    return found


def _said_reach(segmented: SegmentedText, verb: int, modifies: int) -> int:
    """How far behind a verb of saying its date may stand (tokens).

    Behind what was said, who says it may be named at length: "…, a déclaré le porte-parole de
    l'armée, le colonel Souleymane Dembélé, mardi".
    """
    behind = modifies < 0 and verb > 0 and segmented.tokens.keys[verb - 1] in SAID_BEFORE
    return SPEAKER_REACH if behind else SAID_REACH


def is_number(key: str, lang: str) -> bool:
    """A numeral in digits or one word of a numeral."""
    rules = numerals(lang)
    return key.isdecimal() or key in rules.units or key in rules.tens or key in rules.hundred


def _another_verb(segmented: SegmentedText, first: int, last: int) -> bool:
    """ "a annoncé mercredi avoir frappé dans la nuit": the night belongs to what is said."""
    lex, tokens = lexicon(segmented.lang), segmented.tokens
    return any(
        tokens.keys[at] in lex.words["subordinators"]
        or lex.is_auxiliary(tokens.keys[at], tokens.words[at])
        or (at > first and _is_past(lex, tokens.keys[at]))
        for at in range(first, last)
    )


def _is_past(lex: Lexicon, key: str) -> bool:
    """ "says about 200 people protested early Tuesday": a verb in the past stands between."""
    return any(
        entry.kind in {"verb", "light"} and not entry.rest and "past" in entry.tenses
        for entry in lex.table.get(key, ())
    )


def _participle_before(segmented: SegmentedText, first: int, low: int) -> int:
    """The participle without auxiliary right before a date, -1 when there is none."""
    words = lexicon(segmented.lang).words
    tokens = segmented.tokens
    endings = tuple(words["participle_endings"])
    for at in range(first - 1, max(low, first - 3) - 1, -1):
        if tokens.keys[at] in words["subordinators"]:
            return -1  # "suivies mercredi par": it opens the clause
        if tokens.keys[at] in words["victim_nouns"]:
            return -1  # "ont fait trois disparus mardi"
        word = tokens.words[at].lower()
        if word in words["born_spelt"]:
            return at  # "un homme né en 1951"
        if word.endswith(endings) and len(word) > 3:
            if at > low and is_number(tokens.keys[at - 1], segmented.lang):
                return -1  # "a fait plus de 200 morts le 4 août": counted, no participle
            before = tokens.keys[max(low, at - 3) : at]
            spelt = tokens.words[max(low, at - 3) : at]
            lex = lexicon(segmented.lang)
            aided = any(lex.is_auxiliary(k, w) for k, w in zip(before, spelt, strict=True))
            return -1 if aided else at
        if (
            tokens.keys[at] not in words["prepositions"]
            and tokens.keys[at] not in words["definite"]
        ):
            return -1
    return -1


def own_date(draft: Draft, dates: Sequence[Dated], drafts: Sequence[Draft]) -> When | None:
    """The date of a draft's own words, None when its sentence gives it none.

    A date belongs to the verb of its clause; one at the head of the sentence serves every clause
    that has none. A date beside a verb of saying bounds the event: on that day or before.
    """
    reading = draft.reading
    best: tuple[int, Dated] | None = None
    until_then: When | None = None
    for dated in dates:
        if dated.said or dated.when.edtf is None:
            continue
        if names_a_street(draft, dated) or is_blamed_later(draft, dated):
            continue
        if dated.first <= draft.first < dated.last:
            continue  # "deux ans après l'explosion du port": not the date of the explosion
        if is_counted_from(draft, dated):
            return counted_back(dated, dates)
        if (
            dated.when.future
            and draft.realis == "actual"
            and not draft.present
            and any(not other.when.future and not other.said for other in dates)
        ):
            continue  # "agreed on Friday to reopen within two months"
        if dated.when.ongoing and not (draft.plural or draft.series or draft.type in _LASTING):
            continue  # "depuis 2007" dates no single blow
        if _dates_a_beginning(draft, dated) or _dates_another(reading, dated):
            continue
        if _is_record(draft, dated):
            continue
        if _lasts_elsewhere(draft, dated, drafts):
            continue
        if dated.modifies >= 0 and not _modifies(draft, dated.modifies):
            continue
        if _dates_the_toll(draft, dated) or _dates_the_cause(draft, dated):
            continue
        if _dates_what_is_aimed_at(draft, dated):
            continue
        if dates_a_death(draft, dated):
            until_then = until(dated.when)
            continue
        if _dates_what_followed(draft, dated) or _is_before_it(draft, dated):
            continue
        clause = reading.clause_of(dated.first)
        distance = min(abs(dated.first - draft.last), abs(draft.first - dated.last))
        if clause != reading.clause_of(draft.first):
            relative = _in_its_relative(draft, dated, drafts)
            head = _at_head(dated, reading.low)
            if _has_other(clause, draft, drafts) and not head and not relative:
                continue
            if dated.when.ongoing and dated.last <= draft.first and dated.first > reading.low + 1:
                continue
            distance += 0 if relative else OTHER_CLAUSE
        elif _nearer_draft(dated, draft, drafts, distance):
            continue
        if best is None or distance < best[0]:
            best = (distance, dated)
    if best is not None:
        return best[1].when
    for dated in dates:
        if dated.said and dated.when.edtf is not None:
            apart = _in_where_clause(draft, dated)
            return dated.when if apart else until(dated.when)
    return until_then


def _in_its_relative(draft: Draft, dated: Dated, drafts: Sequence[Draft]) -> bool:
    """ "l'explosion du port, qui a fait 200 morts le 4 août": the date is of the relative clause."""
    reading, relatives = draft.reading, lexicon(draft.reading.lang).words["relatives"]
    reach = range(draft.last, min(draft.last + RELATIVE_REACH, dated.first))
    opens = next((at for at in reach if reading.keys[at] in relatives), -1)
    if opens < 0 or draft.kind != "noun":
        return False
    if any(draft.last <= other.first < opens for other in drafts):
        return False
    return reading.clause_of(opens) == reading.clause_of(dated.first)


def _dates_another(reading: Reading, dated: Dated) -> bool:
    """ "interdite comme celle de la semaine dernière": the date of what it is compared with."""
    words, keys = lexicon(reading.lang).words, reading.keys
    compared = range(max(reading.low, dated.first - COMPARED_REACH), dated.first)
    older = range(max(reading.low, dated.first - OLDER_REACH), dated.first - 1)
    return any(keys[at] in words["compared"] for at in compared) or any(
        keys[at] in words["older_count"] and is_number(keys[at + 1], reading.lang) for at in older
    )


def _is_record(draft: Draft, dated: Dated) -> bool:
    """ "la plus grande manœuvre depuis la fin de la guerre froide": not when it took place."""
    words = lexicon(draft.reading.lang).words["most"]
    return dated.when.ongoing and any(
        draft.reading.keys[at] in words for at in range(draft.low, dated.first)
    )


def _dates_a_beginning(draft: Draft, dated: Dated) -> bool:
    """ "depuis le début de l'insurrection il y a six ans": since when, not when."""
    lex, reading = lexicon(draft.reading.lang), draft.reading
    for at in range(dated.first - 1, max(reading.low, dated.first - SINCE_REACH) - 1, -1):
        key = reading.keys[at]
        if key in lex.words["since"]:
            return at < dated.first - 1
        if key in {",", ";"} or lex.is_auxiliary(key, reading.words[at]):
            return False
    return False


def _dates_the_toll(draft: Draft, dated: Dated) -> bool:
    """ "the toll from X climbed to 141 on Tuesday": Tuesday is when people were counted."""
    reading = draft.reading
    words = lexicon(reading.lang).words
    if draft.kind != "noun" or dated.first < draft.last:
        return False
    before = reading.keys[max(reading.low, draft.first - TOLL_REACH) : draft.first]
    return any(key in words["tolls"] for key in before) and any(
        key in words["toll_verbs"] for key in reading.keys[draft.last : dated.first]
    )


def _lasts_elsewhere(draft: Draft, dated: Dated, drafts: Sequence[Draft]) -> bool:
    """ "provoqué par les pluies que X connaît depuis lundi": how long something else lasts."""
    reading = draft.reading
    return (
        dated.when.ongoing
        and draft.definite
        and dated.first >= draft.last
        and reading.clause_of(dated.first) != reading.clause_of(draft.first)
        and not _in_its_relative(draft, dated, drafts)
    )


def _dates_what_is_aimed_at(draft: Draft, dated: Dated) -> bool:
    """ "se sont rendus vendredi sur place pour déterminer les circonstances de l'accident": not when it
    happened."""
    words = lexicon(draft.reading.lang).words["done_for"]
    return (
        draft.kind == "noun"
        and draft.definite
        and dated.last <= draft.first
        and any(key in words for key in draft.reading.keys[dated.last : draft.first])
    )


def _dates_the_cause(draft: Draft, dated: Dated) -> bool:
    """ "le sommet a eu lieu suite au coup d'État au Niger le 26 juillet": not when it was held."""
    words = lexicon(draft.reading.lang).words["after_cause"]
    between = draft.reading.keys[draft.last : dated.first]
    return draft.type in _HELD and any(key in words for key in between)


def _dates_what_followed(draft: Draft, dated: Dated) -> bool:
    """ "les habitants évacués après l'éruption ont trouvé refuge mardi": not when it erupted."""
    reading, lex = draft.reading, lexicon(draft.reading.lang)
    if draft.kind != "noun" or not draft.definite or dated.first < draft.last:
        return False
    before = reading.keys[max(reading.low, draft.first - ADJUNCT_REACH) : draft.first]
    if not any(key in lex.words["after"] for key in before):
        return False
    relatives = lex.words["relatives"]
    between = range(draft.last, dated.first)
    if any(reading.keys[at] in relatives for at in between):
        return False
    return any(lex.is_auxiliary(reading.keys[at], reading.words[at]) for at in between)


def _is_before_it(draft: Draft, dated: Dated) -> bool:
    """ "were released Thursday after being kidnapped": Thursday is not when they were taken."""
    keys, words = draft.reading.keys, lexicon(draft.reading.lang).words
    low = max(draft.reading.low, draft.first - BEING_REACH)
    return draft.kind == "verb" and any(
        keys[at] in words["after"] and keys[at + 1] in words["being"] and dated.last <= at
        for at in range(low, draft.first - 1)
    )


def _in_where_clause(draft: Draft, dated: Dated) -> bool:
    """ "a annoncé dimanche une offensive à X, où 50 personnes ont été tuées": not what was said."""
    reading = draft.reading
    start = reading.clause_bounds(draft.first)[0]
    return (
        start > dated.last and reading.keys[start] in lexicon(reading.lang).words["relative_place"]
    )


def _modifies(draft: Draft, participle: int) -> bool:
    """ "un attentat survenu mardi": the participle is the trigger's, or the trigger itself."""
    if draft.first <= participle < draft.last:
        return True
    if draft.kind != "noun" or not 0 <= participle - draft.last <= PARTICIPLE_REACH:
        return False
    between = draft.reading.keys[draft.last : participle]  # "l'attaque, survenue lundi soir"
    return "," not in between or between.index(",") == len(between) - 1


def _at_head(dated: Dated, low: int) -> bool:
    return dated.first - low <= 3


def _has_other(clause: int, draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(
        other is not draft
        and other.frame.type != HARM  # "ont péri dimanche quand leur véhicule a sauté sur une mine"
        and draft.reading.clause_of(other.first) == clause
        for other in drafts
    )


def _nearer_draft(dated: Dated, draft: Draft, drafts: Sequence[Draft], distance: int) -> bool:
    """Another event of the same clause stands between: "mardi …, suivies mercredi par …"."""
    for other in drafts:
        clause = draft.reading.clause_of(draft.first)
        if other is draft or other.reading.clause_of(other.first) != clause:
            continue
        if other.type == HARM:  # "une explosion a fait deux blessés mardi"
            continue
        between = min(draft.first, dated.first) < other.first < max(draft.first, dated.first)
        if between and not compatible(other.type, draft.type):  # "trois roquettes se sont abattues"
            nearest = min(abs(dated.first - other.last), abs(other.first - dated.last))
            if nearest < distance and nearest <= 3:
                return True
    return False
