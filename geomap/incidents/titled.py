"""The town a story opens with ("Verrue : un choc frontal …", "(Mallama) Dix personnes …"): where it
happened, when nothing else says so. So does the only place of the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.incidents.clauses import Reading
from geomap.incidents.event import HARMFUL, HAZARDS, Event
from geomap.incidents.lexicon import lexicon
from geomap.incidents.nearness import breadth
from geomap.incidents.settle import Settled
from geomap.incidents.sites import is_colon_dateline
from geomap.model.place import Mention

#: What happens in one place: strikes and marches go on in many.
PLACED = HARMFUL - {"peaceful_protest"}
#: What stands behind a place that titles a story.
_MARKS = frozenset({":", ".", "–", "—"})
#: A land or a province is too much to be drawn for what happened somewhere in it.
WIDEST = 1
#: "(Seine-Saint-Denis)": tokens of a bracket behind a town.
BRACKET_REACH = 7
#: Sentences behind the first that may tell where it happened.
TOLD_NEXT = 3


def place_by_title(settled: Sequence[Settled], readings: Sequence[Reading]) -> None:
    """Give the first disaster or accident of a story without a place the town its title names, and
    others the place of the sentence that leads in."""
    placed: set[int] = set()
    for one in settled:
        event = one.event
        if one.background or event.type not in HARMFUL or event.opening in placed:
            continue
        placed.add(event.opening)
        if one.site is not None or event.negated or event.series or event.status != "reported":
            continue
        title = _title_of(readings[event.opening])
        if title is not None and (event.type in HAZARDS or breadth(title) == 0):
            one.site, one.inferred = title, True
    _place_led_in(settled, readings)


def _place_led_in(settled: Sequence[Settled], readings: Sequence[Reading]) -> None:
    """ "The situation in X worsened. Soldiers clashed with …": the only place of the sentence before.

    Only within a paragraph, and when that sentence tells nothing itself.
    """
    taken = {at for one in settled for at in one.event.sentences}
    opened: set[int] = set()
    for one in settled:
        event = one.event
        if event.type in HARMFUL and not one.background and event.opening not in opened:
            opened.add(event.opening)
            if one.site is None and event.status == "reported" and not event.negated:
                one.site = _the_town(event, readings)
                if one.site is None and event.type in PLACED:
                    one.site = _place_told_next(event, readings, taken)
                one.inferred = one.site is not None
    for one in settled:
        event, at = one.event, one.event.sentences[0] - 1
        if one.site is not None or one.background or event.type not in PLACED or at < 0:
            continue
        if event.negated or event.series or event.status != "reported" or at in taken:
            continue
        before, first = readings[at], readings[at + 1]
        if before.sentence.paragraph != first.sentence.paragraph:
            continue
        if len(event.sentences) > 1 or before.sentence.kind == "headline":
            continue
        sites = [m for _, _, m in before.mentions if m.role == "site" and m.extent is not None]
        if len(sites) == 1:
            one.site, one.inferred = sites[0], True


def _place_told_next(event: Event, readings: Sequence[Reading], taken: set[int]) -> Mention | None:
    """ "A plane crashed on Tuesday. A witness at the airport of X …": the first town told behind it.

    Only from sentences of the same story that tell nothing else, and when each names one.
    """
    last = event.sentences[0]
    for at in range(last + 1, min(last + 1 + TOLD_NEXT, len(readings))):
        if readings[at].sentence.block != readings[last].sentence.block:
            return None
        if at in taken and at not in event.sentences:
            continue
        sites = [
            m for _, _, m in readings[at].mentions if m.role == "site" and m.extent is not None
        ]
        if sites:  # "in X, a town 90 miles north of Y": what measures X is no second place
            plain = [m for m in sites if m.kind == "name"] or sites
            return plain[0] if len(plain) == 1 and breadth(plain[0]) <= WIDEST else None
    return None


def _the_town(event: Event, readings: Sequence[Reading]) -> Mention | None:
    """ "Police of X … outside a shop on the city's west side": the last town named before it."""
    for at in event.sentences:
        reading = readings[at]
        words = lexicon(reading.lang).words
        for token in range(reading.low + 1, reading.top - 1):
            if (
                reading.keys[token] in words["definite"]
                and reading.keys[token + 1].removesuffix("'s") in words["the_town"]
                and reading.keys[token - 1] in words["inside"] | words["of"]
                and reading.keys[token + 2] not in words["of_the"]  # "the city of the same name"
            ):
                return _town_before(readings, at, token, event.opening)
    return None


def _town_before(readings: Sequence[Reading], at: int, token: int, opening: int) -> Mention | None:
    for sentence in range(at, max(opening, at - TOLD_NEXT) - 1, -1):
        towns = [
            mention
            for _, high, mention in readings[sentence].mentions
            if high <= token and mention.kind == "name" and mention.place is not None
            and mention.role not in {"dateline", "reporter_location"}
            and mention.place.feature_class == "P" and mention.extent is not None
        ]  # fmt: skip
        if towns:
            return towns[-1]
    return None


def _behind_bracket(reading: Reading, at: int) -> int:
    """ "Groisy (74) : …", "Dieppe (Seine-Maritime). …": behind what the bracket says of the town."""
    if at < reading.top and reading.keys[at] == "(" and reading.keys[reading.low] != "(":
        close = next((i for i in range(at, reading.top) if reading.keys[i] == ")"), at)
        return close + 1 if close - at <= BRACKET_REACH else at
    return at


def _title_of(reading: Reading) -> Mention | None:
    low = reading.low
    opened = reading.keys[low] == "("
    for first, last, mention in reading.mentions:
        if first != low + opened:
            continue
        last = _behind_bracket(reading, last)
        behind = reading.keys[last] if last < reading.top else "."
        titles = behind == ")" if opened else behind in _MARKS
        titles = titles and not is_colon_dateline(reading, last, lexicon(reading.lang))
        place = mention.place
        if any(hit.entry.kind == "noun" and hit.first == first for hit in reading.hits):
            return None  # "Grève : …" is no town
        if titles and place is not None and mention.extent is not None:
            return mention if breadth(mention) <= WIDEST and mention.kind != "demonym" else None
    return None
