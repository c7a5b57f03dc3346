"""What the tagger sees of a zone: one list of clues a token. Plain strings, learned weights.

A clue is cheap: it is made of words already folded, classes of words (``key_class``), what the
gazetteer says of a name (``bucket``), and what the sentence is about (``topics``). No number enters.
"""

from __future__ import annotations

from functools import lru_cache

from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.language.fold import fold
from geomap.model.text import Sentence
from geomap.places.cues import Cues, cues_of, first_names, surnames
from geomap.places.spots import Option
from geomap.places.zones import Reading, Zone

_EDGE = "^"
#: Ids of villages that only a list of postal codes has: their names are as often people's or things', so
#: that the tagger goes by what stands around.
_OBSCURE = "gnp:"
#: Tokens looked back for a word that is no little one, and marks that end the search.
_REACH = 4
_MARKS = frozenset('.;:()"«»')
#: Words of a subject that make a sentence one about it.
_ABOUT = 2
_POSSESSIVE = ("'s", "’s")


def clues_of(
    reading: Reading,
    sentence: Sentence,
    zone: Zone,
    *,
    before: Zone | None = None,
    behind: Zone | None = None,
    blind: bool = False,
    nameless: bool = False,
) -> list[list[str]]:
    """Clues of every token of a zone; ``before`` and ``behind`` are its neighbours in the sentence.

    In training, ``blind`` leaves out the gazetteer and ``nameless`` the lists of people's names, so
    that context alone is trusted where they do not know a name.
    """
    keys, cues = reading.keys, reading.cues
    first, last = zone.first, zone.last
    size = last - first
    labels = [""] * size if blind else labels_of(zone)
    low, top = sentence.first_token, sentence.last_token
    p1 = keys[first - 1] if first > low else _EDGE
    p2 = keys[first - 2] if first - 1 > low else _EDGE
    n1 = keys[last] if last < top else _EDGE
    n2 = keys[last + 1] if last + 1 < top else _EDGE
    c1 = key_class(p1, cues) if p1 != "." else "." + key_class(p2, cues)
    verb = _content(reading, first, low)
    shouted = "!" if reading.shouted(sentence) else ""
    length = "1" if size == 1 else "2" if size == 2 else "3"
    common = ["lang=" + cues.lang + shouted, "len=" + length, "c1z=" + c1]
    about = topics(reading, sentence)
    for topic in about:
        common += ("tp=" + topic, "tpc=" + topic + c1)
    if before is not None and before.last + 1 == first and p1 in cues.coordinating:
        common.append("lb=" + neighbour(reading, before, nameless=nameless, blind=blind))
    if behind is not None and last + 1 == behind.first and n1 in cues.coordinating:
        common.append("la=" + neighbour(reading, behind, nameless=nameless, blind=blind))
    word_clues = [token_clues(reading.words[at], cues.lang, nameless) for at in range(first, last)]
    items: list[list[str]] = []
    for at in range(size):
        own = word_clues[at]
        label = labels[at]
        item = [*common, *own[1], "g=" + label, "pv=" + verb]
        item += ["tpg=" + topic + label for topic in about]
        if at == 0:
            item += (
                "p1=" + p1, "p2=" + p2 + "|" + p1, "c1=" + c1, "c1g=" + c1 + label,
                "c1s=" + c1 + own[0],
            )  # fmt: skip
        else:
            left = word_clues[at - 1]
            item += (
                "w-=" + keys[first + at - 1],
                "s-=" + left[0] + own[0],
                "k-=" + left[2] + label,
                "g-=" + labels[at - 1] + label,
            )
            if at > 1:
                item.append("w--=" + keys[first + at - 2])
        if at == size - 1:
            item += ("n1=" + n1, "n1g=" + n1 + label, "n2=" + n1 + "|" + n2)
            if size == 1:
                item.append("pn=" + p1 + "|" + n1)
        else:
            right = word_clues[at + 1]
            item += (
                "w+=" + keys[first + at + 1],
                "s+=" + own[0] + right[0],
                "k+=" + right[2] + label,
                "g+=" + label + labels[at + 1],
            )
            if at < size - 2:
                item.append("w++=" + keys[first + at + 2])
        items.append(item)
    return items


def labels_of(zone: Zone) -> list[str]:
    """What the gazetteer says of every token of a zone."""
    size = zone.last - zone.first
    labels = ["O"] * size
    for hit, options in zone.hits:
        kind = bucket(options) + ("?" if hit.flags & NEEDS_CONTEXT else "")
        start, end = hit.first_token - zone.first, min(hit.last_token, zone.last) - zone.first
        whole = "=" if end - start == size else ""
        labels[start] = f"B{kind}{whole}"
        for at in range(start + 1, end):
            labels[at] = f"I{kind}"
    return labels


def neighbour(reading: Reading, zone: Zone, *, nameless: bool, blind: bool) -> str:
    """What a member of the same list looks like: a known place, a person, or just a name."""
    if zone.hits and not blind:
        hit, options = zone.hits[-1]
        if hit.last_token >= zone.last and hit.first_token == zone.first:
            return bucket(options)
    words = reading.words[zone.first : zone.last]
    return "".join(token_clues(word, reading.cues.lang, nameless)[0] for word in words[:2])


def topics(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """What a sentence is about, of the subjects whose words the language's table holds."""
    known = reading.topics.get(sentence.index)
    if known is None:
        count: dict[str, int] = {}
        subjects = reading.cues.subjects
        keys = set(reading.keys[sentence.first_token : sentence.last_token])
        for key in keys & subjects.keys():
            count[subjects[key]] = count.get(subjects[key], 0) + 1
        known = tuple(sorted(s for s, number in count.items() if number >= _ABOUT))
        reading.topics[sentence.index] = known
    return known


def _content(reading: Reading, first: int, low: int) -> str:
    """The nearest word before a zone that is no little one, a few tokens off at most."""
    keys, little, capital = reading.keys, reading.cues.function_words, reading.capital
    for at in range(first - 1, max(low, first - _REACH) - 1, -1):
        key = keys[at]
        if key in _MARKS or (key[:1].isalpha() and key not in little and not capital[at]):
            return key
    return _EDGE if first - _REACH <= low else "-"


@lru_cache(maxsize=100_000)
def token_clues(word: str, lang: str, nameless: bool = False) -> tuple[str, tuple[str, ...], str]:
    """The shape of a word, the clues that depend on it alone, and its class."""
    cues = cues_of(lang)
    shape = shape_of(word)
    if word.endswith(_POSSESSIVE) and len(word) > 3:
        word = word[:-2]
        shape = shape_of(word) + "'"
    key = fold(word)
    if not nameless:
        if key in first_names():
            shape += "f"
        if key in surnames():
            shape += "l"
    if key in cues.function_words:
        shape += "w"
    clues = ["w=" + key, "s=" + shape]
    if len(key) > 3:
        clues += ("e3=" + key[-3:], "e2=" + key[-2:])
        if len(key) > 5:
            clues.append("e4=" + key[-4:])
    if key in cues.opening:
        clues.append("opens")
    if key in cues.closing:
        clues.append("closes")
    if key in cues.titles:
        clues.append("title")
    if key in cues.head:
        clues.append("head=" + cues.head[key])
    kind = key_class(key, cues)
    if kind == "w":
        kind = "o" if key in cues.opening else "c" if key in cues.closing else shape
    return shape, tuple(clues), kind


def shape_of(word: str) -> str:
    """A word's shape: X one capital, XX capitals, Xx capitalised, xX mixed, x small, 0 digits, - mark."""
    if word.isupper():
        return "X" if len(word) == 1 else "XX" if len(word) < 6 else "XXX"
    if word[0].isupper():
        rest = word[1:]
        return "Xx" if rest.islower() else "XxX"
    if word[0].isalpha():
        return "x"
    return "0" if word[0].isdigit() else "-"


def key_class(key: str, cues: Cues) -> str:
    """What a neighbouring word is: a cue of some kind, a mark, or just a word."""
    if key in cues.locative:
        return "at"
    if key in cues.articles:
        return "the"
    if key in cues.weak_locative:
        return "of"
    if key in cues.titles:
        return "mr"
    if key in cues.speech:
        return "say"
    if key in cues.head:
        return "h" + cues.head[key]
    if not key[:1].isalpha():
        return "0" if key[:1].isdigit() else key[:1]
    return "w"


@lru_cache(maxsize=100_000)
def bucket(options: tuple[Option, ...]) -> str:
    """What the gazetteer says of a name, in a few letters: kind and prominence of the best place."""
    demonym = organisation = False
    best: Option | None = None
    for option in options:
        if option.match.kind == "demonym":
            demonym = True
        elif option.place.feature_class == "O":
            organisation = True
        elif best is None and not option.place.id.startswith(_OBSCURE):
            best = option
    if best is None:
        return "o" if organisation else "d" if demonym else ""
    code = best.place.feature_code
    if code.startswith("PCL"):
        kind = "C"
    elif best.place.feature_class == "P":
        kind = "P" + str(min(5, int(best.prominence / 9)))
    elif best.place.feature_class == "A":
        kind = "A" if best.prominence >= 20 else "a"
    else:
        kind = best.place.feature_class
    if best.far_name:
        kind += "~"
    if demonym and best.prominence < 45:
        kind += "d"
    if organisation:
        kind += "o"
    return kind
