"""Zeros that are told: "aucun blessé grave", "ni mort ni blessé", "personne n'a été blessé"."""

from __future__ import annotations

from geomap.incidents.toll_nouns import INJURIES, Count
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.numbers import NumberMatch
from geomap.language.phrases import match_phrase


def zeros(sentence: TollSentence) -> list[Count]:
    """ "aucun blessé grave", "ni mort ni blessé", "personne n'a été blessé": zeros that are told."""
    found: list[Count] = []
    for number in sentence.numbers:
        if number.low == 0 and number.high == 0:
            found += _numbered(sentence, number)
    at = sentence.first
    while at < sentence.last:
        likely = sentence.keys[at] in sentence.words.zero_starts
        worded = _worded(sentence, at) if likely and not _covered(found, at) else None
        if worded is None:
            at += 1
            continue
        last, kind, verb = worded
        found += _zero(sentence, at, last, kind, verb)
        at = last
    return found


def _covered(found: list[Count], at: int) -> bool:
    return any(count.first <= at < count.last for count in found)


def _zero(
    sentence: TollSentence, first: int, last: int, kind: str, verb: int | None = None
) -> list[Count]:
    """A zero; "aucune victime" denies the dead and the injured alike."""
    kinds = sentence.words.victims if kind == "casualties_unspecified" else (kind,)
    return [Count(first, last, one, 0, 0, 0, "exact", how="zero", verb=verb) for one in kinds]


def _numbered(sentence: TollSentence, number: NumberMatch) -> list[Count]:
    """A zero by its number word: "aucun", "pas de", "no", "0"."""
    first, head = number.first_token, sentence.head(number.core_last)
    if head is not None and head.kind is not None:
        end, kind = head.last, head.kind
        severity = sentence.severity_near(end) if kind in INJURIES else None
        if severity is not None:
            end, kind = severity
        return _zero(sentence, first, end, kind)
    if head is None and number.digits:
        return []
    verb = sentence.verb_behind(number.core_last if head is None else head.last)
    return [] if verb is None else _zero(sentence, first, verb.last, verb.kind)


def _worded(sentence: TollSentence, at: int) -> tuple[int, str, int | None] | None:
    """(token behind, kind, verb) of a zero said by "ni", "sans" or "personne n'a été"."""
    words, keys = sentence.words, sentence.keys
    if keys[at] in words.neither:
        return _neither(sentence, at)
    without = match_phrase(words.without, keys, at, sentence.last)
    if without is not None:
        head = sentence.head(without[0])
        if head is not None and head.kind is not None and head.first - without[0] <= 1:
            return head.last, head.kind, None
    nobody = match_phrase(words.nobody, keys, at, sentence.last)
    if nobody is not None:
        verb = sentence.participle(nobody[0])
        return (verb.last, verb.kind, verb.at) if verb is not None else None
    return None


def _neither(sentence: TollSentence, at: int) -> tuple[int, str, int | None] | None:
    """ "ni mort ni blessé", "ni les passagers ni l'équipage n'ont été blessés"."""
    determined = sentence.key(at + 1) in sentence.words.determiners | sentence.words.active_gaps
    head = sentence.head(at + 2 if determined else at + 1)
    if head is None:
        return None
    if head.kind is not None:
        return head.last, head.kind, None
    verb = sentence.verb_behind(head.last)
    return (verb.last, verb.kind, verb.at) if verb is not None else None
