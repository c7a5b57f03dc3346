"""What the tagger sees of a zone: one list of clues a token. Plain strings, learned weights."""

from __future__ import annotations

from functools import lru_cache

from geomap.language.fold import fold
from geomap.model.text import Sentence
from geomap.places.cues import Cues, first_names
from geomap.places.spots import Option
from geomap.places.zones import Reading, Zone

_EDGE = "^"
#: Ids of villages that only a list of postal codes has: their names are as often people's or things', so
#: that the tagger goes by what stands around.
_OBSCURE = "gnp:"


def clues_of(
    reading: Reading, sentence: Sentence, zone: Zone, *, blind: bool = False
) -> list[list[str]]:
    """Clues of every token of a zone. ``blind`` leaves out the gazetteer (used in training, so
    that context alone is trusted where the gazetteer does not know a name)."""
    keys = reading.keys
    first, last = zone.first, zone.last
    size = last - first
    labels = ["O"] * size
    if not blind:
        for hit, options in zone.hits:
            kind = bucket(options)
            start, end = hit.first_token - first, min(hit.last_token, last) - first
            whole = "=" if end - start == size else ""
            labels[start] = f"B{kind}{whole}"
            for at in range(start + 1, end):
                labels[at] = f"I{kind}"
    low, top = sentence.first_token, sentence.last_token
    cues = reading.cues
    p1 = keys[first - 1] if first > low else _EDGE
    p2 = keys[first - 2] if first - 1 > low else _EDGE
    n1 = keys[last] if last < top else _EDGE
    n2 = keys[last + 1] if last + 1 < top else _EDGE
    c1 = key_class(p1, cues) if p1 != "." else "." + key_class(p2, cues)
    shouted = "!" if reading.shouted(sentence) else ""
    length = "1" if size == 1 else "2" if size == 2 else "3"
    common = ["lang=" + cues.lang + shouted, "len=" + length]
    word_clues = [token_clues(reading.words[at], cues.lang) for at in range(first, last)]
    items: list[list[str]] = []
    for at in range(size):
        own = word_clues[at]
        label = labels[at]
        item = [*common, *own[1], "g=" + label]
        if at == 0:
            item += (
                "p1=" + p1, "p2=" + p2 + "|" + p1, "c1=" + c1, "c1g=" + c1 + label,
                "c1s=" + c1 + own[0],
            )  # fmt: skip
        else:
            before = word_clues[at - 1]
            item += (
                "w-=" + keys[first + at - 1],
                "s-=" + before[0] + own[0],
                "g-=" + labels[at - 1] + label,
            )
            if at > 1:
                item.append("w--=" + keys[first + at - 2])
            item.append("c1z=" + c1)
        if at == size - 1:
            item += ("n1=" + n1, "n1g=" + n1 + label, "n2=" + n1 + "|" + n2)
            if size == 1:
                item.append("pn=" + p1 + "|" + n1)
        else:
            after = word_clues[at + 1]
            item += (
                "w+=" + keys[first + at + 1],
                "s+=" + own[0] + after[0],
                "g+=" + label + labels[at + 1],
            )
            if at < size - 2:
                item.append("w++=" + keys[first + at + 2])
        items.append(item)
    return items


@lru_cache(maxsize=100_000)
def token_clues(word: str, lang: str) -> tuple[str, tuple[str, ...]]:
    """The shape of a word, and the clues that depend on it alone."""
    from geomap.places.cues import cues_of

    cues = cues_of(lang)
    key = fold(word)
    shape = shape_of(word)
    if key in first_names():
        shape += "f"
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
    return shape, tuple(clues)


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
