"""Words that only look like triggers: months, names of places, titles of books."""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import Frame, Hit, Lexicon

#: Types whose nouns begin names ("Hurricane Milton").
NATURE_NAMED = frozenset({"storm", "earthquake", "flood", "tsunami", "wildfire"})
#: Words this short stay small in a title.
LONGEST_SMALL_WORD = 3


def months(reading: Reading, lex: Lexicon) -> set[int]:
    """Months spelt as nouns: "march 31", "a wet March"; not "the March for Life" or "march on"."""
    found: set[int] = set()
    for at in range(reading.low, reading.top):
        if reading.keys[at] not in lex.words["dates_like_nouns"]:
            continue
        behind = reading.words[at + 1] if at + 1 < reading.top else ""
        before = reading.words[at - 1] if at > reading.low else ""
        behind_word = (before[:1].islower() and len(before) > 1) or before == "-"
        spelt = reading.words[at][:1].isupper() and behind_word
        if behind[:1].isdigit() or (spelt and behind.lower() not in lex.words["march_for"]):
            found.add(at)
    return found


def inside_names(reading: Reading) -> set[int]:
    """Capitalised words within the name of a place: nothing storms in "Hurricane, W.Va."."""
    return {
        at
        for low, high, mention in reading.mentions
        if mention.kind == "name"
        for at in range(low, high)
        if reading.words[at][:1].isupper()
    }


def in_title(reading: Reading, hit: Hit, frame: Frame) -> bool:
    """ "his thriller, Explosion at Dawn": a capital inside a sentence of small letters is a name.

    Storms and quakes have names of their own ("Storm Daniel").
    """
    words = reading.words
    if frame.type in NATURE_NAMED or hit.first == reading.low or not _capital(words[hit.first]):
        return False
    if words[hit.first - 1][:1] in {":", '"', "“", "«", "-", "–", "—", "."}:
        return False
    spelt = [w for w in words[reading.low + 1 : reading.top] if len(w) > LONGEST_SMALL_WORD]
    return 2 * sum(map(_capital, spelt)) < len(spelt)


def _capital(word: str) -> bool:
    """Whether a word begins with a capital and goes on in small letters."""
    return word[:1].isupper() and word[1:].islower()
