"""Romanisation: when two spellings are one name written down by two hands.

A *skeleton* is a key in which the ways to romanise one sound have become one letter: French "tch",
English "ch" and German "tsch" are ``c``; "j", "zh" and "dj" ``j``; "ou" and "oo" ``u``; "w" is ``v``; "kh",
"q" and "h" ``k``; double letters are single, the Arabic article and a final vowel are gone. A *frame*
is a skeleton without its vowels (with them where little else is left); names whose skeletons differ
by a vowel or by letters that changed places around one have the same frame.

The table is ours; it follows how French, English and German press write Slavic, Arabic and Turkic
names. Longer groups are replaced before the shorter ones inside them.
"""

from __future__ import annotations

import re

from geomap.gazetteer.names import NameRules

_SOUNDS: tuple[tuple[str, str], ...] = (
    ("chtch", "c"), ("shch", "c"), ("schtsch", "c"), ("stch", "c"), ("tsch", "c"), ("tch", "c"),
    ("sch", "c"), ("dzh", "j"), ("dsch", "j"), ("zh", "j"), ("dj", "j"), ("ch", "c"), ("sh", "c"),
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("qu", "k"),
    ("tz", "s"), ("ts", "s"), ("cz", "c"), ("sz", "c"), ("ou", "u"), ("oo", "u"), ("ow", "ou"),
    ("x", "ks"), ("q", "k"), ("h", "k"), ("w", "v"), ("z", "s"), ("y", "i"),
    ("ei", "e"), ("ai", "e"), ("ae", "e"), ("oe", "e"), ("eu", "e"), ("au", "o"),
)  # fmt: skip
_GROUPS = re.compile("|".join(re.escape(group) for group, _ in _SOUNDS))
_SOUND_OF = dict(_SOUNDS)
_HARD_C = re.compile(r"c(?=[aoul rnkt]|$)")
_DOUBLE = re.compile(r"(.)\1+")
#: "ou" before a vowel is the sound of w: "Ouagadougou", "Kouweït".
_GLIDE = re.compile("u(?=[aeio])")
_VOWELS = re.compile(r"[aeiou]")
#: Consonants a frame needs to tell names apart; with fewer the vowels stay.
_ENOUGH = 3
#: Letters that stand for a consonant in skeletons.
CONSONANTS = "bcdfgjklmnprstv"


def skeleton(key: str, table: NameRules) -> str:
    """The skeleton of a key; empty for a key in another script than Latin, Cyrillic or Greek."""
    head, _, rest = key.partition(" ")
    if rest and head in table.arabic_articles and len(rest) > 3:
        key = rest
    if not key.isascii():
        key = romanised(key)
        if not key:
            return ""
    key = key.replace("'", "")
    key = _HARD_C.sub(lambda m: "k" if m.group() == "c" else m.group(), key.replace("ch", "\1"))
    key = key.replace("\1", "ch")
    sounds = _GROUPS.sub(lambda m: _SOUND_OF[m.group()], key).replace(" ", "")
    sounds = _GROUPS.sub(lambda m: _SOUND_OF[m.group()], sounds)
    sounds = _GLIDE.sub("v", _DOUBLE.sub(r"\1", sounds))
    while len(sounds) > 3 and sounds[-1] in "aeiou":
        sounds = sounds[:-1]
    return sounds


def romanised(key: str) -> str:
    """A key in plain Latin letters; empty when it is in another script than the three."""
    if key.isascii():
        return key
    if not all(c.isascii() or "\u00c0" <= c < "\u0530" or "\u1e00" <= c < "\u2000" for c in key):
        return ""
    from anyascii import anyascii

    return str(anyascii(key)).lower()


def frame(bones: str) -> str:
    """The frame of a skeleton: what index and query share."""
    bare = _DOUBLE.sub(r"\1", _VOWELS.sub("", bones))
    if len(bare) >= _ENOUGH:
        return bare
    return "=" + bones


def frames_nearby(bare: str) -> list[str]:
    """Frames one slip of the pen away: a letter left out, put in, exchanged or written twice."""
    if bare.startswith("="):
        return []
    found: dict[str, None] = {}
    for at in range(len(bare)):
        found[bare[:at] + bare[at + 1 :]] = None
        found[bare[:at] + bare[at + 1 : at + 2] + bare[at] + bare[at + 2 :]] = None
        for letter in CONSONANTS:
            found[bare[:at] + letter + bare[at + 1 :]] = None
            found[bare[:at] + letter + bare[at:]] = None
    for letter in CONSONANTS:
        found[bare + letter] = None
    found.pop(bare, None)
    return [f for f in (_DOUBLE.sub(r"\1", f) for f in found) if len(f) >= _ENOUGH]
