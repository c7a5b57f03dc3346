"""Which incident a toll belongs to, and who says it."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.incidents.claims import Claims
from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import lexicon
from geomap.incidents.settle import Settled
from geomap.incidents.times import Dated
from geomap.incidents.toll_totals import mark_parts, without_repeats
from geomap.incidents.tolls import told_tolls
from geomap.model.dating import moments, overlap
from geomap.model.incident import NEWSROOM_CLAIM, Toll
from geomap.model.text import SegmentedText, Span
from geomap.model.when import When

#: "celui de juin 2010 dans le Var, où …": a date and the relative clause that it dates (tokens).
RELATIVE_GAP = 5
#: Tellings looked back at from a toll: keeps long texts linear.
LOOK_BACK = 48
_RARELY = frozenset({"peaceful_protest", "aid_or_outage", "debris_or_ordnance_found"})
#: Who is hurt around an arrest was hurt in what led to it.
_HARDLY = frozenset({"arrest_or_crackdown"})
#: Who drowned or was found dead, where the text tells of nothing that hurt them.
_FOUND = frozenset({"civil_protection"})
_HARM = frozenset(
    {
        "drone_strike", "missile_strike", "air_strike", "shelling", "bombing",
        "strike_unspecified", "armed_clash", "attack_on_civilians", "fire", "explosion",
        "transport_accident", "industrial_accident", "earthquake", "tsunami", "flood", "storm",
        "wildfire", "landslide_volcano", "riot",
    }
)  # fmt: skip
#: An event that rarely hurts, told before a sentence, counts as told so many sentences further back.
RARE = 2
#: And one that only looks for people.
LAST_RESORT = 100
#: What people are moved away from.
_FLED_FROM = frozenset(
    {
        "fire", "explosion", "industrial_accident", "earthquake", "tsunami", "flood", "storm",
        "wildfire", "landslide_volcano",
    }
)  # fmt: skip
_FLED = frozenset({"evacuated", "displaced"})
#: Sentences between a disaster and those evacuated from it.
CAUSE_SENTENCES = 3
_CROWDS = frozenset({"peaceful_protest", "riot", "diplomatic_meeting"})
_MOVED = frozenset({"evacuation"})
#: kind of toll -> types it may belong to, the likelier set first.
_SUITS: dict[str, tuple[frozenset[str], ...]] = {
    "arrested": (frozenset({"arrest_or_crackdown"}), frozenset({"riot", "peaceful_protest"})),
    "participants": (_CROWDS,),
    "evacuated": (_MOVED, _HARM),
    "displaced": (_MOVED, _HARM),
    "affected": (_HARM, _MOVED),
    "abducted": (frozenset({"attack_on_civilians"}), _HARM),
}


def share_tolls(
    segmented: SegmentedText,
    settled: Sequence[Settled],
    readings: Sequence[Reading],
    claims: Claims,
    dates: Mapping[int, Sequence[Dated]],
) -> dict[int, list[Toll]]:
    """Tolls by the index of the incident they belong to. A toll without owner is left out.

    A part told in the sentence of its whole goes where the whole goes.
    """
    starts = [sentence.span.start for sentence in segmented.sentences]
    tellings = _tellings(settled)
    shared: dict[int, list[Toll]] = {}
    apart: set[tuple[int, str]] = set()
    for block in segmented.blocks:
        told = tellings.get(block.index)
        if not told:
            continue
        owners: dict[tuple[int, str], int | None] = {}
        for toll in told_tolls(
            segmented, block.first_sentence, block.last_sentence, segmented.lang
        ):
            sentence = bisect.bisect_right(starts, toll.span.start) - 1
            if toll.realis == "possible":
                continue  # feared or foretold: no toll of what happened
            whole = (sentence, toll.subset_of or "")
            if whole in owners:
                owner = owners[whole]
            else:
                owner = _owner(toll, sentence, told, settled, readings, segmented, shared)
            if toll.subset_of is None:
                owners[sentence, toll.kind] = owner
            if (
                toll.realis == "future"
                and owner is not None
                and (settled[owner].event.realis == "actual" and toll.kind not in _FLED)
            ):
                continue  # "trois blessés seront transférés"
            if owner is None or _of_another_day(sentence, settled[owner], dates):
                continue
            if whole in apart or _dated_apart(
                toll, sentence, settled[owner], readings[sentence], segmented, dates
            ):
                apart.add((sentence, toll.kind))
                continue
            told_by = replace(toll, claim=_claim(toll, sentence, claims))
            shared.setdefault(owner, []).append(told_by)
            cause = _cause_of(owner, sentence, told, settled) if toll.kind in _FLED else None
            if cause is not None:
                shared.setdefault(cause, []).append(told_by)
    titles = [s.span for s in segmented.sentences if s.kind == "headline"]
    return {
        owner: mark_parts(without_repeats(_rounded_in_title(kept, titles)))
        for owner, kept in shared.items()
    }


def _rounded_in_title(tolls: Sequence[Toll], titles: Sequence[Span]) -> list[Toll]:
    """A title's "kills seven" is the "at least seven" of its text, in fewer words."""
    bounded = {(t.kind, t.low) for t in tolls if t.qualifier == "at_least"}
    return [
        toll
        for toll in tolls
        if toll.qualifier != "exact"
        or (toll.kind, toll.low) not in bounded
        or not any(s.start <= toll.span.start < s.end for s in titles)
    ]


def _cause_of(
    owner: int, sentence: int, tellings: Sequence[tuple[int, int, int]], settled: Sequence[Settled]
) -> int | None:
    """The fire or the flood an evacuation is told of: those evacuated are of its toll too.

    Nothing is added up over incidents, so a count may stand in both.
    """
    if settled[owner].event.type not in _MOVED:
        return None
    last = bisect.bisect_left(tellings, (sentence + 1, -1, -1))
    for told, _, number in reversed(tellings[max(0, last - LOOK_BACK) : last]):
        one = settled[number]
        if sentence - told > CAUSE_SENTENCES or one.background:
            continue
        if one.event.type in _FLED_FROM and not one.event.series:
            return number
    return None


def _tellings(settled: Sequence[Settled]) -> dict[int, list[tuple[int, int, int]]]:
    """(sentence, token, incident) of every telling of each story, in text order."""
    by_block: dict[int, list[tuple[int, int, int]]] = {}
    for number, one in enumerate(settled):
        if not one.event.negated:
            by_block.setdefault(one.event.block, []).extend(
                (told.draft.sentence, told.draft.first, number) for told in one.event.told
            )
    for told in by_block.values():
        told.sort()
    return by_block


def _of_another_day(sentence: int, owner: Settled, dates: Mapping[int, Sequence[Dated]]) -> bool:
    """A sentence that tells no event of its own but another day: its toll is of that day."""
    if sentence in owner.event.sentences or owner.when.edtf is None:
        return False
    told = [d.when for d in dates.get(sentence, ()) if not d.said and d.when.edtf is not None]
    if any(when.ongoing and when.precision == "year" for when in told) and not owner.when.ongoing:
        return True  # "depuis 2011, le conflit a fait 290.000 morts"
    return bool(told) and all(_is_before(when, owner.when) for when in told)


def _is_before(when: When, event: When) -> bool:
    """Whether a date is of days before an event: a count told later may still be of it."""
    first, last = moments(event)[0], moments(when)[1]
    return first is not None and last is not None and last < first and not overlap(when, event, 1)


def _dated_apart(
    toll: Toll,
    sentence: int,
    owner: Settled,
    reading: Reading,
    segmented: SegmentedText,
    dates: Mapping[int, Sequence[Dated]],
) -> bool:
    """ "le plus meurtrier depuis celui qui, en 1982, avait coûté la vie à 53 personnes"."""
    if owner.when.edtf is None:
        return False
    token = bisect.bisect_right(segmented.tokens.starts, toll.span.start) - 1
    clause = reading.clause_of(token)
    told = [d for d in dates.get(sentence, ()) if not d.said and d.when.edtf is not None]
    beside = [d.when for d in told if reading.clause_of(d.first) == clause]
    opens = reading.clause_bounds(token)[0]
    if not beside and reading.keys[opens] in lexicon(reading.lang).words["relatives"]:
        # "le séisme du 17 août 1999, qui avait fait 17.000 morts"
        beside = [d.when for d in told if 0 <= opens - d.last <= RELATIVE_GAP][-1:]
    return bool(beside) and all(_is_before(when, owner.when) for when in beside)


def _claim(toll: Toll, sentence: int, claims: Claims) -> str:
    if toll.claim != NEWSROOM_CLAIM:
        return toll.claim
    ids = claims.by_sentence.get(sentence, ())
    if not ids:
        return NEWSROOM_CLAIM

    def gap(claim: str) -> int:
        attribution = claims.by_id(claim).attribution
        if attribution is None:
            return 0
        return min(abs(attribution.start - toll.span.end), abs(toll.span.start - attribution.end))

    return min(ids, key=gap)


def _owner(
    toll: Toll,
    sentence: int,
    tellings: Sequence[tuple[int, int, int]],
    settled: Sequence[Settled],
    readings: Sequence[Reading],
    segmented: SegmentedText,
    counted: Mapping[int, object],
) -> int | None:
    """The incident told nearest before or beside the toll, of a type that suits its kind."""
    token = bisect.bisect_right(segmented.tokens.starts, toll.span.start) - 1
    end = bisect.bisect_left(segmented.tokens.starts, toll.span.end) - 1
    last = bisect.bisect_left(tellings, (sentence + 1, -1, -1))
    near = tellings[max(0, last - LOOK_BACK) : last]
    tiers = _SUITS.get(toll.kind, (_HARM, _RARELY, _HARDLY, _FOUND))
    ranked: list[tuple[int, int, int, bool, int, int]] = []
    for told, first, number in near:
        type_ = settled[number].event.type
        tier = next((n for n, suits in enumerate(tiers) if type_ in suits), None)
        if tier is None:
            continue
        away = sentence - told
        away += RARE * int(tier > 0 and away > 0)  # those hurt are not hurt by an arrest
        away += LAST_RESORT * int(type_ in _FOUND)
        reading = readings[sentence]
        own = {reading.clause_of(token), reading.clause_of(end)}
        other = away == 0 and reading.clause_of(first) not in own
        gap = min(abs(first - token), abs(first - end))
        # a likelier owner in the sentence before beats an unlikely one further back only
        # of two told together, the one that has tolls goes on to have them
        fresh = (away > 0 or other) and number not in counted
        ranked.append((away, tier, int(other), fresh, gap, number))
    return min(ranked)[5] if ranked else None
