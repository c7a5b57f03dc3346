"""Which incident a correction means: the one that says its words, in the document it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from geomap.language.fold import fold
from geomap.model.findings import Findings
from geomap.model.incident import Incident

#: Below this likeness (0 to 100) of quotes it is another sentence. A word changed in a sentence of
#: ten leaves about 90, half of a sentence rewritten about 65.
LIKE_ENOUGH = 78.0
#: With the same type and the same place a sentence may have changed more.
LIKE_ENOUGH_IF_SAME = 60.0
#: Two incidents as near as this to the words: told by type, place and neighbourhood, else none.
_TIE = 3.0
#: A piece of a quote, word for word, tells it when it has so many characters.
_LEAST_PART, _PART = 20, 96.0
_BONUS_TYPE, _BONUS_PLACE, _BONUS_CONTEXT = 4.0, 4.0, 2.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the incident a correction was made for."""

    quote: str
    document: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    type: str | None = None
    place: str | None = None


def find_incident(wanted: Wanted, findings: Sequence[Findings]) -> tuple[Findings, Incident] | str:
    """The incident, or a sentence why there is none to be sure of.

    Looks in the named document; if it is gone, wherever the very words stand (a text under a new
    name). Never settles for the nearest when two fit alike.
    """
    named = [f for f in findings if f.document.id == wanted.document]
    if wanted.document is not None and not named:
        named = [f for f in findings if wanted.quote in f.document.text]
        if not named:
            return f"there is no document {wanted.document}, and no other says these words"
    scored = sorted(
        _scored(wanted, named or findings), key=lambda row: (-row[0], row[1].document.id)
    )
    if not scored:
        return "no incident is told in these words or in words like them"
    best, found, incident = scored[0]
    if len(scored) > 1 and best - scored[1][0] < _TIE:
        return "two incidents are told in these words: give type and place"
    return found, incident


def _scored(
    wanted: Wanted, findings: Iterable[Findings]
) -> Iterable[tuple[float, Findings, Incident]]:
    words = fold(wanted.quote)
    for found in findings:
        for incident in found.incidents:
            like, context = _likeness(wanted, words, incident)
            same_type = wanted.type is None or wanted.type == incident.type
            same_place = wanted.place is not None and wanted.place == _place(incident)
            enough = LIKE_ENOUGH_IF_SAME if same_type and same_place else LIKE_ENOUGH
            if like < enough:
                continue
            bonus = _BONUS_TYPE * (wanted.type == incident.type) + _BONUS_PLACE * same_place
            yield like + bonus + context, found, incident


def _likeness(wanted: Wanted, words: str, incident: Incident) -> tuple[float, float]:
    """(likeness of the nearest quote, bonus of its neighbourhood). The first quote counts most."""
    best = (0.0, 0.0)
    for number, quote in enumerate(incident.quotes):
        like = 100.0 if quote.exact == wanted.quote else _ratio(words, fold(quote.exact))
        context = 0.0
        if wanted.prefix and quote.prefix.endswith(wanted.prefix[-12:]):
            context += _BONUS_CONTEXT
        if wanted.suffix and quote.suffix.startswith(wanted.suffix[:12]):
            context += _BONUS_CONTEXT
        # An incident that begins with the words is meant before one that also quotes them.
        best = max(best, (like - (_TIE + 1.0 if number else 0.0), context))
    return best


def _ratio(words: str, quote: str) -> float:
    """How alike two folded quotes are; a part written by hand stands for its whole."""
    if len(words) >= _LEAST_PART and words in quote:
        return _PART
    return float(fuzz.ratio(words, quote))


def _place(incident: Incident) -> str | None:
    return incident.where.name if incident.where else None
