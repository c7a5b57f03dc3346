"""Places that hold the place beside them, and lists of places."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model.place import Mention, Reason
from geomap.places.roles.actors import subject_of
from geomap.places.roles.breadth import breadth, is_coarse, is_state, is_wide
from geomap.places.roles.look import QUOTES, Decision, Look

#: Tokens of a name in a list that the gazetteer lacks, its comma and article among them.
_UNKNOWN = 6
#: Words of an apposition that tells the kind of a place.
_KIND = 10
#: Words between a place and what holds it: ", dans le nord-est montagneux de l'".
_GAP = 10
_COMMA = frozenset(",;")
#: Roles a list hands on across a repeated preposition ("à X et à Y").
_HANDED_ON = frozenset(
    {"affiliation", "actor_metonym", "site", "route", "background", "reference", "destination"}
)


#: Roles of a list whose end may look like the subject of what follows ("ministers of X, Y and Z met").
_LISTED = frozenset({"affiliation", "route", "reference", "destination"})


def container(look: Look) -> Decision | None:
    """ "Sébastopol, en Crimée", "Briançon (Hautes-Alpes)", "Izmail, Ukraine"."""
    if not (is_coarse(look.mention) or look.climbed or _is_area(look) or _is_of_street(look)):
        return None
    return _holds_unknown(look) or _holds_known(look)


def _goes_on(look: Look) -> bool:
    """ "(X, Y, Z et W)": a list goes on behind the name."""
    after = look.after
    on = look.key(look.last) == "," or look.cues.has("and", look.key(look.last))
    if not on or after is None or after.kind != "name":
        return False
    return look.sight.first_token(after) <= look.last + 2


def _is_of_street(look: Look) -> bool:
    """ "place Foch à X", "le stade Y, à X": a town behind one of its streets or buildings."""
    before, place = look.before, look.mention.place
    if before is None or before.kind != "name" or place is None or place.feature_class != "P":
        return False
    noun = look.key(look.sight.first_token(before))
    return look.cues.has("streets", noun) and before.place != place


def _is_abroad(look: Look, before: Mention) -> bool:
    """Whether this is a state and the place before lies in another one."""
    inner, outer = before.place, look.mention.place
    if inner is None or outer is None or not is_state(look.mention):
        return False
    return bool(inner.country) and bool(outer.country) and inner.country != outer.country


def _is_area(look: Look) -> bool:
    """ "dans la banlieue de X": the name of a town stands for what lies around it."""
    return look.cues.has("of", look.left) and look.cues.has("areas", look.key(look.head_at))


def _holds_known(look: Look) -> Decision | None:
    before = look.before
    if before is None or before.kind in {"demonym", "organisation", "anaphor"}:
        return None
    if _is_abroad(look, before):
        return None  # "l'offensive de Moscou en Ukraine"
    inner = -1 if _is_of_street(look) else breadth(before)
    if inner >= max(breadth(look.mention), look.climbed or _is_area(look)):
        return None
    between = [
        key
        for key in look.keys[look.sight.behind(before) : min(look.first, look.top)]
        if key not in QUOTES
    ]
    if len(between) > _GAP or not between or any(look.cues.has("predicate", k) for k in between):
        return None  # "Annecy, s'est écrasé sur la commune de X"
    if look.sight.ends[look.first - 1] < before.span.end:
        return None
    if between[0] == "(" and len(between) == 1 and _fills_brackets(look):
        return _narrows(before.text)
    closing = look.key(look.last) in {",", ".", "", ")", "("} and not _goes_on(look)
    if between == [","] and (closing or before.role == "dateline"):
        return _narrows(before.text)
    said = between[1:] if between[0] == "," else between
    opening = _behind_nouns_of_place(look, said)
    if len(opening) < len(said) and opening and look.cues.has("of", opening[0]):
        return _narrows(before.text)  # "the Kharkiv region of Ukraine"
    if opening and look.cues.has("container_prepositions", opening[0]):
        return _narrows(before.text) if _only_leads(look, opening[1:]) else None
    if _is_region(before) and look.cues.has("of", between[0]) and len(between) <= 2:
        return _narrows(before.text)  # "l'Extrême-Nord du Cameroun"
    return None


def _is_region(mention: Mention) -> bool:
    """True for a division that is named with its country ("X du Y"), not for a city ("Y d'aujourd'hui")."""
    return is_coarse(mention) and mention.role not in {"affiliation", "embedded_name"}


def _holds_unknown(look: Look) -> Decision | None:
    """ "au camping de Torreilles (Pyrénées-Orientales)": behind a name the gazetteer lacks."""
    cues = look.cues
    at = look.first - 1
    if look.key(at) == "(" and _fills_brackets(look):
        at -= 1
    else:
        while at > look.low and _leads(look, look.keys[at], look.keys[at - 1]):
            at -= 1
        if at >= look.first - 1 or not cues.has("container_prepositions", look.keys[at + 1]):
            return None
        at -= look.key(at) == ","
    if cues.noun_last and cues.has("place_nouns", look.key(at)):
        at -= 1  # "the Gakurdi village in the Jibia area"
    start = at
    while start > look.low and (
        look.words[start][0].isupper()
        or (start < at and look.keys[start] in {"-", "la", "le", "les", "sur", "lez"})
    ):
        start -= 1
    if start == at or cues.has("weekdays", look.keys[at]):  # "killed two on Monday in X"
        return None
    before = look.before
    if before is not None and look.sight.behind(before) > start:
        return None
    before_name = look.keys[start - 1] if cues.has("articles", look.keys[start]) else ""
    if not any(
        cues.has("of", key) or cues.has("container_prepositions", key)
        for key in (look.keys[start], before_name)
    ):
        return None
    return _narrows(look.text_of(*range(start + 1, at + 1)))


def _behind_nouns_of_place(look: Look, keys: Sequence[str]) -> Sequence[str]:
    """ "region of", "local government area of": the noun a name stands before left out."""
    if not look.cues.noun_last:
        return keys
    at = next((i for i, key in enumerate(keys[:4]) if look.cues.has("place_nouns", key)), -1)
    return keys[at + 1 :] if at >= 0 and all(key.isalpha() for key in keys[:at]) else keys


def _fills_brackets(look: Look) -> bool:
    """ "(Oise)", "(Nord, 276 postes)": the only place in its brackets."""
    if look.key(look.last) == ")":
        return True
    if look.key(look.last) != ",":
        return False
    closing = next(
        (at for at in range(look.last, min(look.top, look.last + _GAP)) if look.keys[at] == ")"), -1
    )
    return closing > 0 and (look.after is None or look.sight.first_token(look.after) > closing)


def _only_leads(look: Look, keys: Sequence[str]) -> bool:
    """True when words only lead to a name: "la province montagneuse d'", "l'est de la".

    A noun and its adjective may be anything ("les montagnes reculées du") when "de" follows them.
    """
    strange = [
        key for at, key in enumerate(keys) if not _leads(look, key, keys[at - 1] if at else "")
    ]
    if not strange:
        return True
    led = any(look.cues.has("of", key) for key in keys[-2:])
    return (
        led
        and len(strange) <= 2
        and all(key.isalpha() and key not in look.cues.finite for key in strange)
    )


def _leads(look: Look, key: str, before: str) -> bool:
    cues = look.cues
    return key in cues.leading or key == "-" or (key.isalpha() and cues.has("light", before))


def narrowed(look: Look) -> Decision | None:
    """ "en Gironde, à Landiras", "dans les Cévennes, sur la commune de X": the next one is meant."""
    after, cues = look.after, look.cues
    if after is None or after.kind != "name" or not cues.has("locative", look.prep):
        return None
    if breadth(after) >= max(1, breadth(look.mention)) or not is_wide(look.mention):
        return None
    between = look.keys[look.last : look.sight.first_token(after)]
    if not 2 <= len(between) <= 6 or between[0] != ",":
        return None
    opening, rest = cues.contracted.get(between[1], between[1]), between[2:]
    if cues.has("locative", opening) and all(
        cues.has("articles", key) or cues.has("of", key) or cues.has("light", key) for key in rest
    ):
        return _narrows(after.text)
    return None


def _narrows(name: str) -> Decision:
    return "container", Reason("role_container", (name,))


def kind_of(look: Look) -> Decision | None:
    """ "Goma, principale ville de l'est du pays", "Solhan, un des bourgs du Yagha"."""
    at = look.head_at
    while at > look.low and look.head_at - at < _KIND and look.keys[at] not in _COMMA:
        key = look.keys[at]
        verb = key in look.cues.finite and not look.cues.has("part", key)
        if verb or not (key[:1].isalpha() or key == "-"):
            return None
        at -= 1
    if look.key(at) != "," or at <= look.low:
        return None
    between = look.keys[at + 1 : look.head_at + 1]
    if not any(look.cues.has("kinds", key) for key in between):
        return None
    first = between[0]
    if any(look.cues.has(name, first) for name in ("locative", "relative", "according")):
        return None
    if any(look.cues.has("predicate", key) for key in between):
        return None  # "…, s'est écrasé sur la commune de X"
    before = look.before
    if before is not None and look.sight.behind(before) == at:
        named = before.kind == "name" and breadth(before) <= breadth(look.mention)
        return _narrows(before.text) if named else None
    if before is not None and look.sight.behind(before) > at:
        return None
    name_at = at - 1
    while name_at > look.low and look.words[name_at][0].isupper():
        name_at -= 1
    while name_at > look.low and look.cues.has("articles", look.keys[name_at]):
        name_at -= 1
    governed = look.cues.has("of", look.key(name_at)) or look.cues.has(
        "locative", look.key(name_at)
    )
    return _narrows(look.words[at - 1]) if look.words[at - 1][0].isupper() and governed else None


def apposition(look: Look) -> Decision | None:
    """ "la Canebière, l'avenue de Marseille": the second place holds the first."""
    before = look.before
    if before is None or before.kind in {"demonym", "organisation"} or is_coarse(before):
        return None
    at = look.sight.behind(before)
    if not at < look.head_at <= at + 7 or look.keys[at] != ",":
        return None
    between = look.keys[at + 1 : look.head_at + 1]
    if not look.cues.has("articles", between[0]) or any(
        key in look.cues.finite or key == "," for key in between[1:]
    ):
        return None
    return _narrows(before.text)


def _reaches(look: Look, behind: int, joint: int) -> bool:
    """Whether a list goes on from a place to its last joint, one name the gazetteer lacks between:
    "la Somme, le Nord et le Pas-de-Calais"."""
    if look.key(behind) == "(":  # "le Nil (15.720), le Sennar": what is told of one in brackets
        closing = range(behind + 1, min(joint, behind + _GAP))
        behind = next((at + 1 for at in closing if look.keys[at] == ")"), behind)
    if behind == joint:
        return True
    if not 1 < joint - behind <= _UNKNOWN or look.key(behind) not in _COMMA:
        return False
    words = [
        look.words[at]
        for at in range(behind + 1, joint)
        if not (look.cues.has("articles", look.keys[at]) or look.keys[at] == "-")
    ]
    return bool(words) and all(word[0].isupper() for word in words)


def listed(look: Look) -> Decision | None:
    """ "Londres, Paris, Bruxelles": what holds for the first holds for the next."""
    before: Mention | None = look.before
    cues = look.cues
    if before is None or before.kind in {"demonym", "expression"}:
        return None
    at = look.gap if look.left in _COMMA or cues.has("and", look.left) else look.gap - 1
    if at < look.low or not (look.keys[at] in _COMMA or cues.has("and", look.keys[at])):
        return None
    if cues.has("clause", look.keys[at]) and not cues.has("and_before", look.key(at - 1)):
        return None  # "que" links a list only in "ainsi que"
    joint = at
    while cues.has("and_before", look.key(joint - 1)) or look.key(joint - 1) in _COMMA:
        joint -= 1  # ", ainsi que"
    behind = look.sight.behind(before)
    if before.role == "container" and look.key(behind) == ")" and look.earlier is not None:
        if look.earlier.sentence != before.sentence:
            return None
        before, behind = look.earlier, behind + 1  # "X (Savoie) et Y"
    if not _reaches(look, behind, joint) or (at != look.gap and before.role not in _HANDED_ON):
        return None
    if before.role in {"embedded_name", "dateline", "container", "actor_org"}:
        return None
    apart = look.keys[at] == "," and before.role not in _LISTED
    closed = look.key(joint) == "," != look.keys[at] and look.state_like()
    if (apart or closed) and subject_of(look):
        return None  # "X, alliée de Y, et Z négocient"
    wider = breadth(look.mention) > breadth(before)
    if look.left in _COMMA and not look.article and wider and not _goes_on(look):
        return None
    acts = look.key(look.last) in cues.finite and cues.has("and", look.left)
    if acts and look.state_like() and before.role not in _LISTED | {"actor_metonym"}:
        return None
    return before.role, Reason("role_coordinate")


def resumed(look: Look) -> Decision | None:
    """ "dans celle de X", "et celles du Y": the pronoun takes up what the place before hangs on."""
    cues, before = look.cues, look.before
    if before is None or look.key(look.head_at) not in cues.sets["standing_for"]:
        return None
    if not cues.has("of", look.left):
        return None
    if before.kind == "demonym":  # "les autorités syldaves et celles de la Bordurie"
        noun = look.key(look.sight.first_token(before) - 1)
        known = cues.has("office", noun) or cues.has("persons", noun)
        return ("affiliation", Reason("role_office", (noun,))) if known else None
    leads = look.key(look.head_at - 1)
    placed = cues.has("locative", leads) or cues.has("towards", leads)
    if before.role == "affiliation" or (placed and before.role in _HANDED_ON):
        return before.role, Reason("role_coordinate")
    return None


def parallel(look: Look) -> Decision | None:
    """ "l'un à X, l'autre à Y", "deux à X et trois à Y": the same is told of both."""
    cues, before = look.cues, look.before
    if before is None or before.kind != "name" or not cues.has("locative", look.prep):
        return None
    if before.role not in {"site", "destination"}:
        return None
    between = look.keys[look.sight.behind(before) : look.gap]
    if not 2 <= len(between) <= _KIND or not (between[0] == "," or cues.has("and", between[0])):
        return None
    said = [key for key in between if not (cues.has("articles", key) or key == ",")]
    counted = [key for key in between[:4] if key.isdigit() or cues.has("counted", key)]
    if not counted or any(key in cues.finite or cues.has("clause", key) for key in said):
        return None
    return before.role, Reason("role_coordinate")
