"""One attribution as found, and which name an office or a surname stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.incidents.claim_words import Words
from geomap.incidents.clauses import Reading
from geomap.language.fold import fold
from geomap.language.load import load_shared
from geomap.model.text import SegmentedText, Span

#: Offices one person holds: the name told next may be that person's.
_OFFICES = frozenset(
    {
        "regional_governor", "occupation_or_regional_governor", "local_official", "prosecutor",
        "head_of_state", "head_of_government",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
#: Letters of an article at most.
LONGEST_ARTICLE = 3
#: How many sentences behind an office its name may stand.
NAME_REACH = 3


@dataclass(slots=True)
class Said:
    """One attribution as found: what becomes a ``Claim``, and where it holds."""

    sentence: int
    block: int
    paragraph: int
    source: str
    named: bool
    role: str
    side: str | None
    channel: str | None
    stance: str
    hedge: str | None
    first: int
    last: int
    attribution: Span | None
    quotes: list[Span] = field(default_factory=list)
    verb: int = -1
    describes: tuple[int, int] = (0, 0)
    claim: str = ""
    #: all the words of the source, and whether they point back ("ce responsable")
    phrase: str = ""
    demonstrative: bool = False
    #: named with the definite article ("le procureur", "the officials")
    definite: bool = False


def continued(last: Said, reading: Reading, quotes: list[Span], channel: str | None = None) -> Said:
    """A quotation that goes on: same source, no attribution of its own, its channel if it has one."""
    return Said(
        reading.sentence.index, reading.sentence.block, reading.sentence.paragraph, last.source,
        last.named, last.role, last.side, channel or last.channel, last.stance, last.hedge,
        reading.low, reading.top, None, list(quotes), phrase=last.phrase,
    )  # fmt: skip


def taken_up(one: Said, last: Said | None, words: Words) -> None:
    """ "ce responsable", "la même source", "le texte": who spoke before."""
    noun = _words(one.phrase)
    if last is None or one.named or not noun:
        return
    back = words.sets["back_nouns"]
    pointing = one.demonstrative and (len(noun) == 1 or any(word in back for word in noun[:2]))
    same = noun[0] in words.sets["same"]
    if pointing or same or (len(noun) == 1 and noun[0] in words.sets["documents"]):
        one.source, one.named, one.role = last.source, last.named, last.role
        one.side, one.phrase = last.side, last.phrase
        if same:
            one.channel = one.channel or last.channel  # "l'une d'elles": on the same occasion


def resolve_names(
    said: list[Said],
    readings: Sequence[Reading],
    segmented: SegmentedText,
    told_on: str | None,
) -> None:
    """ "M. Forn" is Joaquin Forn; an office without a name gets the name that follows it, or that
    of its holder when the text names that person anywhere."""
    _whole_offices(said)
    full: dict[str, str] = {}
    for one in said:
        if one.named and " " in one.source:
            full.setdefault(_surname(one.source), one.source)
    for one in said:
        if one.named and _surname(one.source) in full:
            one.source = full[_surname(one.source)]
    known = {one.source: one for one in said if one.named and one.role != "unattributed"}
    for index, office in enumerate(said):
        if office.named or office.role not in _OFFICES:
            continue
        for later in said[index + 1 :]:
            if later.block != office.block or later.sentence > office.sentence + NAME_REACH:
                break
            same = later.role == office.role and later.source in known
            if later.named and (
                same or (later.role == "unattributed" and later.source not in known)
            ):
                office.source, office.named = later.source, True
                later.role, later.side = office.role, office.side or later.side
                office.channel = office.channel or later.channel
                office.hedge = office.hedge or later.hedge
                later.hedge, later.channel = office.hedge, office.channel
                break
    for one in said:  # an office told once holds for the later mentions of the same name
        first = known.get(one.source)
        if first is not None and one.role == "unattributed":
            one.role, one.side = first.role, one.side or first.side
    _sole_holders(said)
    offices = [o for o in said if not o.named and o.side and o.role.startswith("head_of")]
    if offices:
        _name_leaders(offices, _persons(readings, segmented), told_on)


def _sole_holders(said: Sequence[Said]) -> None:
    """ "le procureur", alone: the only one named in the story who holds such an office."""
    for one in said:
        if one.named or not one.definite or one.role not in _OFFICES or " " in one.phrase:
            continue
        names = {
            (other.source, other.side)
            for other in said
            if other.named and other.role == one.role and other.block == one.block
        }
        if len(names) == 1:
            ((one.source, one.side),) = names
            one.named = True


def _whole_offices(said: Sequence[Said]) -> None:
    """ "le procureur" is the one whose words hold that office, if the text has only one such."""
    known: dict[str, list[Said]] = {}
    for one in said:
        if one.named or " " in one.source:
            for word in set(_words(one.phrase)):
                known.setdefault(word, []).append(one)
    for one in said:
        words = _words(one.phrase)
        if one.named or not one.definite or one.role == "unattributed" or not words:
            continue
        wider = [
            other for other in known.get(words[0], ())
            if other is not one and other.block == one.block
            and len(other.phrase) > len(one.phrase)
            and set(words) <= set(_words(other.phrase))
            and _heads(words) & _heads(_words(other.phrase.replace(other.source, "")) or words)
        ]  # fmt: skip
        if wider and len({fold(other.source) for other in wider}) == 1:
            one.source, one.named, one.side = wider[0].source, wider[0].named, wider[0].side


def _heads(words: list[str]) -> set[str]:
    """Where a phrase has its noun: first in French, last in English."""
    first = next((word for word in words if len(word) > LONGEST_ARTICLE), words[0])
    return {first, words[-1]}


def _words(phrase: str) -> list[str]:
    return _WORD.findall(fold(phrase))


def _surname(name: str) -> str:
    return fold(name).split(" ")[-1]


def _persons(readings: Sequence[Reading], segmented: SegmentedText) -> dict[str, str]:
    """Names of people a document holds, folded -> as spelt first."""
    tokens, text = segmented.tokens, segmented.text
    found: dict[str, str] = {}
    for reading in readings:
        for low, high, kind in reading.extra:
            if kind == "person":
                spelt = text[tokens.starts[low] : tokens.ends[high - 1]]
                found.setdefault(fold(spelt), spelt)
    return found


def _name_leaders(offices: Sequence[Said], persons: dict[str, str], told_on: str | None) -> None:
    """ "le président russe" is who held that office then, if the text names that person."""
    for office in offices:
        for country, role, names, first, last in _leaders():
            if country != office.side or role != office.role:
                continue
            if told_on is not None and not first <= told_on <= (last or "9999"):
                continue
            spelt = next((persons[name] for name in names if name in persons), None)
            if spelt is not None:
                office.source, office.named = spelt, True
                break


_KIND = {"head_of_state": "head_of_state", "head_of_government": "government"}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, str]]:
    return {
        name: (_KIND[role], country)
        for country, role, names, _, _ in _leaders()
        if role in _KIND
        for name in names
    }


def leader_named(name: str) -> tuple[str, str] | None:
    """(type of actor, ISO alpha-2) of somebody known to lead, or to have led, a state."""
    return _by_name().get(fold(name))


@lru_cache(maxsize=1)
def _leaders() -> tuple[tuple[str, str, tuple[str, ...], str, str | None], ...]:
    return tuple(
        (row["country"], row["role"], tuple(fold(name) for name in row["names"]), row["from"],
         row.get("until"))
        for row in load_shared("leaders")["leader"]
    )  # fmt: skip
