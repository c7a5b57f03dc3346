"""Names before their noun: "Niger state police", "Japan's Taro Kono", "the Kharkiv region of X".

Only for languages whose noun stands last in its phrase (``noun_last``).
"""

from __future__ import annotations

from geomap.model.place import Reason
from geomap.places.roles.look import Decision, Look

#: Words of a phrase behind a name, its noun the last.
_PHRASE = 6
#: Capitalised words behind a possessive that make a person's name.
_NAME = 2
#: Letters of a state's abbreviation that stands for its adjective ("U.S.", "UK").
_SHORT = 5
#: What ends the phrase behind a name.
_STOPS = ("prepositions", "of", "articles", "and", "relative", "copula", "adverbs", "weekdays")


def compound(look: Look) -> Decision | None:
    """What a name before its noun is there for.

    A noun of place moves the look behind it ("the Kharkiv region | of Ukraine") and tells nothing.
    """
    cues = look.cues
    if not cues.noun_last or look.mention.kind != "name":
        return None
    if (owned := _owned(look)) is not None:
        return owned
    possessive = look.is_possessive()
    end = _phrase_end(look)
    keys = look.keys[look.last : end]
    after = look.after
    if after is not None and end <= look.sight.first_token(after) <= end + 1 - bool(keys):
        inside = possessive or (keys and cues.has("place_nouns", keys[-1].removesuffix("'s")))
        if inside and look.sight.first_token(after) == end:
            return "container", Reason("role_container", (after.text,))
    capitals = [key for at, key in enumerate(keys) if look.words[look.last + at][0].isupper()]
    if any(cues.has("institutions", key) for key in capitals):
        return look.is_part_of(look.text_of(look.first, *range(look.last, end)))
    office = next((key for key in keys if cues.has("office_right", key)), "")
    if office and (capitals or possessive or not cues.has("locative", look.prep)):
        return "affiliation", Reason("role_office", (office,))
    if possessive and (found := _possessed(look, end)) is not None:
        return found
    if keys and _is_short(look) and look.state_like() and look.words[look.last][0].islower():
        return "affiliation", Reason("role_office", (keys[-1],))
    place = next(
        (at for at, key in enumerate(keys) if cues.has("place_nouns", key.removesuffix("'s"))), -1
    )
    if place >= 0 and not possessive:
        look.stand_behind(look.last + place + 1)
    return None


def _owned(look: Look) -> Decision | None:
    """ "Niger state's Borgu area", "Nigeria's Katsina state": inside the place before it."""
    before = look.before
    at = look.first - 1
    while look.cues.has("place_nouns", look.key(at)):
        at -= 1  # "Somalia's capital Mogadishu"
    if before is None or not look.key(at).endswith(("'s", "s'")):
        return None
    if at + 1 - look.sight.behind(before) > 1 or before.kind != "name":
        return None
    if before.role != "container":
        return None
    wide = look.cues.has("place_nouns", look.key(look.last)) or _phrase_end(look) - look.last > 1
    lead = look.sight.first_token(before) - 1  # "X in Nigeria's Katsina state", "a village in …"
    alone = look.cues.has("locative", look.key(lead)) and not look.words[lead - 1][0].isupper()
    if wide and not alone:
        return "container", Reason("role_container", (before.text,))
    return "site", Reason("role_locative", (before.text,))


def _phrase_end(look: Look) -> int:
    """The token behind the nouns and adjectives that follow the name."""
    cues, at = look.cues, look.last
    while at < min(look.top, look.last + _PHRASE):
        key = look.keys[at]
        if not (key[:1].isalpha() and key.removesuffix("'s").isalpha()):
            break
        verb = key in cues.finite or key.endswith(cues.endings)
        if verb and not look.words[at][0].isupper():
            break
        if any(cues.has(name, key) for name in _STOPS):
            break
        if look.after is not None and at >= look.sight.first_token(look.after):
            break
        at += 1
    return at


def _possessed(look: Look, end: int) -> Decision | None:
    """ "Seoul's decision", "Japan's Taro Kono": what belongs to a place."""
    cues = look.cues
    keys, words = look.keys[look.last : end], look.words[look.last : end]
    if look.state_like() and (noun := next((k for k in keys if cues.has("government_of", k)), "")):
        return "actor_metonym", Reason("role_agent", (noun,))
    if len(words) >= _NAME and all(word[0].isupper() for word in words[:_NAME]):
        return "affiliation", Reason("role_office", (words[0],))
    if noun := next((key for key in keys if cues.has("office", key)), ""):
        return "affiliation", Reason("role_office", (noun,))
    if look.state_like() and keys and not cues.has("locative", look.prep) and not look.holding():
        return "affiliation", Reason("role_office", (keys[-1],))  # "South Korea's car industry"
    return None


def _is_short(look: Look) -> bool:
    text = look.mention.text
    return text.isupper() and len(text) <= _SHORT
