"""How many were killed, hurt, missing, arrested …: ``find_tolls``.

A toll keeps the bounds its words set and nothing more: "au moins 24" has no upper bound, silence is
no toll, and only a zero that is told is a zero. A count told twice is one toll with its repeats; an
older count that the text corrects is kept and marked. Words: ``language/<lang>/tolls.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from geomap.incidents.toll_counts import NumberCounts
from geomap.incidents.toll_known import (
    bodies,
    known_parts,
    mark_deaths,
    persons_among,
    persons_beside,
    persons_listed,
    persons_taken_up,
)
from geomap.incidents.toll_nouns import QUOTES, Count
from geomap.incidents.toll_persons import (
    beside_counted,
    beside_one,
    gapped_persons,
    paired_persons,
    single_objects,
    single_persons,
)
from geomap.incidents.toll_places import mark_places
from geomap.incidents.toll_sentence import TollSentence
from geomap.incidents.toll_totals import without_repeats
from geomap.incidents.toll_words import TollWords, toll_words
from geomap.incidents.toll_zeros import zeros
from geomap.language.phrases import match_phrase
from geomap.model.incident import Realis, Toll
from geomap.model.text import SegmentedText, Sentence, Span, Tokens

#: A fear stands at most so many tokens before or behind the count it is about.
FEAR_REACH = 12
FEAR_BEHIND = 3
#: A statistic's period stands at most so many tokens behind its figure.
STATISTIC_REACH = 10
#: What victims are, when it is told.
_OF_VICTIMS = frozenset(
    {
        "killed", "injured", "injured_severe", "injured_critical", "injured_light",
        "casualties_unspecified",
    }
)  # fmt: skip
_HURT = frozenset({"injured", "hospitalised"})
#: So many counts back a part finds its whole, and a newer count the one it corrects.
MEMORY = 60


def find_tolls(
    segmented: SegmentedText, first_sentence: int, last_sentence: int, lang: str
) -> list[Toll]:
    """The tolls of sentences ``[first_sentence, last_sentence)``, each count told again once."""
    return without_repeats(told_tolls(segmented, first_sentence, last_sentence, lang))


def told_tolls(
    segmented: SegmentedText, first_sentence: int, last_sentence: int, lang: str
) -> list[Toll]:
    """Every telling of a toll in text order, claim left "c0": two events may each have one dead.

    Spans hold the whole phrase with its quotation marks ("« Six civils » ont été transportés à
    l'hôpital"). Linear in the number of tokens.
    """
    words = toll_words(lang)
    tokens = segmented.tokens
    told: list[Count] = []
    for sentence in segmented.sentences[first_sentence:last_sentence]:
        if sentence.kind == "boilerplate" or words.triggers.isdisjoint(
            tokens.keys[sentence.first_token : sentence.last_token]
        ):
            continue
        parts = TollSentence(tokens, sentence.first_token, sentence.last_token, lang, words)
        counts = NumberCounts(parts, told[-MEMORY:]).read()
        counts += zeros(parts)
        counts += single_persons(parts, counts) + beside_counted(parts, counts)
        counts += beside_one(parts, counts)
        counts += single_objects(parts) + bodies(parts)
        counts += gapped_persons(parts, counts) + paired_persons(parts, counts)
        counts += known_parts(parts, counts) + persons_among(parts, counts, told[-MEMORY:])
        counts += persons_listed(parts, counts) + persons_beside(parts, counts)
        counts += persons_taken_up(parts, counts, told[-MEMORY:])
        mark_deaths(parts, counts)
        counts.sort(key=lambda count: (count.first, count.last))
        counts = _checked(tokens, sentence, counts, told[-MEMORY:], words)
        counts = [count for count in counts if not _is_told_before(tokens, count, told, words)]
        _mark_older(tokens, sentence, counts, told, words)
        told += counts
    return [_to_toll(tokens, count) for count in told]


def _checked(
    tokens: Tokens,
    sentence: Sentence,
    counts: list[Count],
    told: Sequence[Count],
    words: TollWords,
) -> list[Count]:
    """Without statistics and overlaps; fears marked; parts of a list marked as parts."""
    if not counts:
        return counts
    keys = tokens.keys
    kept: list[Count] = []
    dropped: set[str | None] = set()
    if _is_rate(tokens, sentence, words):
        return []
    for count in counts:
        if _is_statistic(tokens, sentence, count, words):
            dropped.add(count.kind)
            continue
        if count.subset_of in dropped and count.kind == count.subset_of:
            continue
        if any(_is_same(one, count) for one in kept):
            continue
        ahead = keys[sentence.first_token : count.first]
        if count.qualifier == "several" and not words.unknown.isdisjoint(ahead):
            continue  # "on ignore s'il y a des victimes"
        if count.realis == "actual" and count.low != 0 and _is_feared(keys, sentence, count, words):
            count.realis = "possible"
        kept.append(count)
    mark_places(tokens, sentence, kept, told, words)
    return kept


def _is_told_before(tokens: Tokens, count: Count, told: Sequence[Count], words: TollWords) -> bool:
    """ "le passager est décédé" after "un mort": a known person is one of those counted before."""
    if count.kind == "casualties_unspecified" and count.low:
        behind = tokens.keys[count.first - 1] if count.first else ""
        known = behind in words.links["those"] or count.best == 1  # "ces deux victimes"
        return known and any(one.kind in _OF_VICTIMS and one.low for one in told)
    if count.kind in _HURT and count.best and count.best > 1:
        behind = tokens.keys[count.first - 1] if count.first else ""
        known = behind in words.links["those"]  # "les deux hommes souffrent de fractures"
        kinds = _OF_VICTIMS | _HURT if count.how == "noun" else _HURT
        if known and any(one.kind in kinds and one.best == count.best for one in told[-MEMORY:]):
            return True
    if count.carried:  # "six blessés … Trois blessés ont été transportés à l'hôpital"
        return any(one.kind == "injured" and (one.best or 0) > (count.best or 0) for one in told)
    which = _ordinal(tokens, count, words)
    if which is not None:  # "deux morts et un blessé … une troisième victime a été blessée"
        hurt = [one for one in told[-MEMORY:] if one.kind in _OF_VICTIMS and one.subset_of is None]
        return which <= sum(one.best or 0 for one in hurt)
    if count.how not in {"singular", "one of"}:
        return False
    if count.verb is None and not count.object:
        return False  # "l'infirmier et deux autres": counted with others
    if count.how == "singular" and tokens.keys[count.first] not in words.links["known"]:
        return False
    return any(
        one.kind == count.kind and one.how != "singular" and one.best and one.realis == "actual"
        for one in told[-MEMORY:]
    )


def _ordinal(tokens: Tokens, count: Count, words: TollWords) -> int | None:
    """3 for "une troisième victime", None when no such word opens a count of one."""
    if count.best != 1:
        return None
    opening = tokens.keys[count.first : count.first + 2]
    return next((words.ordinal_values[k] for k in opening if k in words.ordinal_values), None)


def _is_same(one: Count, two: Count) -> bool:
    """Two counts of one kind on the same words; a part may stand inside its whole."""
    overlap = one.first < two.last and two.first < one.last
    return overlap and one.kind == two.kind and one.subset_of == two.subset_of


def _is_rate(tokens: Tokens, sentence: Sentence, words: TollWords) -> bool:
    """ "par an", "en moyenne": a rate, never the toll of an event."""
    return any(
        match_phrase(words.statistics, tokens.keys, at, sentence.last_token) is not None
        for at in range(sentence.first_token, sentence.last_token)
    )


def _is_statistic(tokens: Tokens, sentence: Sentence, count: Count, words: TollWords) -> bool:
    """A yearly figure of many events, or a whole war's ("… ont fait 4.000 morts en 2019")."""
    keys = tokens.keys
    if match_phrase(words.since_start, keys, sentence.first_token, count.first) is not None:
        return True  # "depuis le début de l'invasion, 12.000 civils ont péri"
    ahead = frozenset(keys[sentence.first_token : count.first])
    many, war = not words.many_events.isdisjoint(ahead), not words.wars.isdisjoint(ahead)
    if not many and not war:
        return False
    for at in range(count.last, min(count.last + STATISTIC_REACH, sentence.last_token - 1)):
        what = keys[at + 1]
        is_year = len(what) == 4 and what.isdecimal()
        if many and keys[at] in words.year_before and is_year:
            return True
        if war and keys[at] in words.since and (is_year or what in words.since_what):
            return True
    return False


def _is_feared(keys: Sequence[str], sentence: Sentence, count: Count, words: TollWords) -> bool:
    start = max(sentence.first_token, count.first - FEAR_REACH)
    for at in range(count.first - 1, start - 1, -1):
        if keys[at] in {";", ":"}:
            break
        if keys[at] in words.possible:
            return True
    end = min(sentence.last_token, count.last + FEAR_BEHIND)
    return any(keys[at] in words.possible for at in range(count.first, end))


def _mark_older(
    tokens: Tokens, sentence: Sentence, counts: list[Count], told: list[Count], words: TollWords
) -> None:
    """Mark counts that the text itself calls earlier, and those that a newer one replaces."""
    keys = tokens.keys
    for count in counts:
        for at in range(sentence.first_token, count.first):
            found = match_phrase(words.superseded, keys, at, sentence.last_token)
            if found is not None and found[0] <= count.first:
                near = count.first - found[0] <= 1 or found[0] - at > 1 or len(keys[at]) > 7
                count.superseded = count.superseded or near
    newer = any(
        match_phrase(words.newer, keys, at, sentence.last_token) is not None
        for at in range(sentence.first_token, sentence.last_token)
    )
    if not newer:
        return
    for count in counts:
        if count.superseded or count.subset_of is not None:
            continue
        for older in told[-MEMORY:]:
            if older.kind == count.kind and older.subset_of is None and _differs(older, count):
                older.superseded = True


def _differs(one: Count, two: Count) -> bool:
    return (one.low, one.high) != (two.low, two.high)


def _to_toll(tokens: Tokens, count: Count) -> Toll:
    first, last = _with_quotes(tokens, count.first, count.last)
    return Toll(
        kind=count.kind,
        low=_whole(count.low),
        best=_whole(count.best),
        high=_whole(count.high),
        qualifier=count.qualifier,
        span=Span(tokens.starts[first], tokens.ends[last - 1]),
        group=count.group,
        subset_of=count.subset_of,
        superseded=count.superseded,
        realis=cast(Realis, count.realis),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _with_quotes(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Widen ``[first, last)`` so that a quotation mark in it, or around it, has its partner."""
    words = tokens.words
    opened = first > 0 and words[first - 1] in QUOTES
    closed = last < len(words) and words[last] in QUOTES
    inside = sum(1 for word in words[first:last] if word in QUOTES)
    if opened and closed and inside % 2 == 0:
        return first - 1, last + 1
    if inside % 2 == 1:
        if opened:
            return first - 1, last
        if closed:
            return first, last + 1
    return first, last
