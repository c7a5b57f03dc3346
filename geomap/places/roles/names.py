"""A name inside a longer name, and the place a dispatch is dated from."""

from __future__ import annotations

from geomap.model.place import Reason
from geomap.places.roles.breadth import is_coarse
from geomap.places.roles.look import Decision, Look

#: How far before a place the words of a desk stand ("Rédigé par Jeanne Martin à X").
_DESK_REACH = 7
_DESK_STOPS = frozenset({";", ".", '"', "»"})
#: Tokens a dateline takes up, and words in small letters among them: a month, "de", "le".
_DATELINE_REACH, _DATELINE_WORDS = 12, 3
#: Letters of the initials of a state or an organisation.
_INITIALS = 6
_DASHES = frozenset("-–—")
#: What stands behind a number that belongs to a name ("France 3,").
_ENDS = frozenset({"", ",", ".", '"', "»", ")"})


def embedded(look: Look) -> Decision | None:
    """ "France 3", "Radio France", "the Kenya Medical Association": part of another name."""
    cues = look.cues
    following, further = look.key(look.last), look.key(look.last + 1)
    text = look.mention.text
    if look.mention.kind != "name":
        return None
    if following == "-" and cues.has("compounds", further):
        return look.is_part_of(f"{text}-{further}")
    if "-" in text and cues.has("compounds", look.key(look.last - 1)):
        return look.is_part_of(text)  # "U.S.-built"
    capital = following and look.words[look.last][0].isupper()
    if cues.has("embedding_right", following) and (
        capital or cues.has("embedding_small", following)
    ):
        return look.is_part_of(f"{text} {look.words[look.last]}")
    if following.isdigit() and not look.article:
        opens = not further.isalpha() and not look.left
        alone = len(following) == 1 and further in _ENDS
        if opens or alone:
            return look.is_part_of(f"{text} {following}")
    if look.article and _goes_on(look):
        return look.is_part_of(f"{text} {look.words[look.last]}")
    previous = look.key(look.first - 1)
    if (
        cues.has("embedding_left", previous)
        and look.words[look.first - 1][0].isupper()
        and look.first - 1 > look.low
    ):
        return look.is_part_of(f"{look.words[look.first - 1]} {text}")
    if body := _of_body(look):
        return look.is_part_of(f"{body} {text}")
    if (
        previous == "-"
        and look.first - 2 >= look.low
        and look.keys[look.first - 2].isalpha()
        and not _is_beside(look)
    ):
        if cues.has("route", look.key(look.first - 3)):  # "dans le sens province-Paris"
            return "route", Reason("role_route", (look.key(look.first - 3),))
        return look.is_part_of(f"{look.words[look.first - 2]}-{text}")
    return None


def _is_beside(look: Look) -> bool:
    """ "la liaison Le Caire-Mansoura": two names with a dash between."""
    return look.before is not None and look.sight.behind(look.before) == look.first - 1


def _of_body(look: Look) -> str:
    """ "le Bureau de l'ONU pour le X", "la Mission des Nations unies au X": a body of a body."""
    cues, before = look.cues, look.before
    if before is None or before.kind != "organisation" or not is_coarse(look.mention):
        return ""
    if look.sight.behind(before) != look.gap or not cues.has("for_lands", look.left):
        return ""
    at = look.sight.first_token(before) - 1
    while cues.has("articles", look.key(at)):
        at -= 1
    capital = look.low < at - 1 and look.words[at - 1][0].isupper()
    return look.words[at - 1] if capital and cues.has("of", look.key(at)) else ""


def same_again(look: Look) -> Decision | None:
    """ "la République de X (RX)": the initials in brackets are what stands before them."""
    before = look.before
    if before is None or look.key(look.first - 1) != "(" or look.key(look.last) != ")":
        return None
    if look.sight.behind(before) != look.first - 1:
        return None
    short = look.mention.text
    same = look.mention.place is not None and look.mention.place == before.place
    initials = short.isupper() and len(short) <= _INITIALS and short[0] == before.text[0].upper()
    if same or (initials and " " in before.text):
        return before.role, Reason("role_coordinate")
    return None


def _goes_on(look: Look) -> bool:
    """ "the Kenya Medical Association": an article, the name, and more capitals behind it."""
    if look.last >= look.top or not look.cues.sets["titles_follow_names"]:
        return False
    word = look.words[look.last]
    return word[0].isupper() and word[1:].islower() and is_coarse(look.mention)


def dateline(look: Look) -> Decision | None:
    """ "BEYROUTH (AFP) -", "(Paris) Plus de cent", "de notre correspondante à Genève"."""
    placed = look.cues.has("locative", look.prep)
    if placed and (reporter := look.word_before("reporter", _DESK_REACH, _DESK_STOPS)):
        return "reporter_location", Reason("role_reporter", (reporter,))
    if look.first == look.low + 1 and look.key(look.low) == "(" and look.key(look.last) == ")":
        return ("dateline", Reason("role_dateline")) if look.last + 1 < look.top else None
    if look.first != look.low:
        return None
    small = 0
    for at in range(look.last, min(look.top, look.last + _DATELINE_REACH)):
        key = look.keys[at]
        if key in _DASHES:
            long = look.words[at] in {"–", "—"}
            free = long or look.sight.starts[at] > look.sight.ends[at - 1]  # not "irano-russe"
            shouted = look.mention.text.isupper() or at > look.last
            shouted = shouted or (long and not is_coarse(look.mention))
            return ("dateline", Reason("role_dateline")) if free and shouted else None
        if look.cues.has("datelines", key) and look.keys[at - 1] == "(":
            return "dateline", Reason("role_dateline")
        small += key.isalpha() and look.words[at].islower()
        if small > _DATELINE_WORDS:
            return None
    return None
