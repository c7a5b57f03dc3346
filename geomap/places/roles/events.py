"""Events named beside a place, and verbs that hit it: what makes it a site by the words alone."""

from __future__ import annotations

from geomap.places.roles.actors import behind_apposition, behind_coordinate
from geomap.places.roles.look import Look

#: How far before a list what it lists stands.
LIST_REACH = 24
#: How many nouns may stand between an event and its place ("l'incendie d'un dépôt de gaz à X").
_EVENT_CHAIN = 3
#: How far before its place the verb of an event stands, and how far behind one that opens a sentence.
_EVENT_REACH, _AHEAD_REACH = 9, 12
#: What ends a clause.
CLAUSE_ENDS = frozenset({";", ":", ".", ",", '"', "«", "»", "("})
#: How far from a place the year of its event stands.
_YEAR_REACH = 8
#: How far behind a subject what befalls it stands, and how long an aside may be (", hier,").
_SUFFERED, _ASIDE = 9, 4
#: Words of an apposition before what has befallen ("X, une autre ville assiégée").
_KIND = 5
#: How far before a verb it is told who says so.
_SAID_REACH = 10
#: How far before its object a verb stands that an aside parts from it.
_OBJECT_REACH = 14
#: How far before "tout comme X" what befalls stands.
_LIKEWISE_REACH = 16


def event_beside(look: Look) -> str:
    """ "une attaque de drone à X": the noun of an event the words of place hang on."""
    cues = look.cues
    if look.prep not in cues.of_events:
        return ""
    end = look.head_at
    for _ in range(_EVENT_CHAIN):
        start = look.phrase_start(end)
        if start > end:
            return ""
        if noun := look.noun_in(("event_nouns",), start, end):
            return noun
        at = start - 1
        while cues.has("articles", look.key(at)):
            at -= 1
        if not cues.has("of", look.key(at)):
            return ""
        end = at - 1
    return ""


def event_verb(look: Look) -> str:
    """ "a attaqué un navire dans le golfe de X": the verb of an event, told as news, not as history."""
    cues, verbs = look.cues, look.cues.verbs
    if not cues.has("locative", look.prep):
        return ""
    start = look.gap - 1
    if look.key(start) == ",":  # "a eu lieu à 7h22, à X"
        start -= 1
    for at in range(start, max(look.low, look.gap - _EVENT_REACH) - 1, -1):
        key = look.keys[at]
        takes_place = (
            key in verbs["presented_verbs"]
            and any(cues.has("reflexive", k) for k in look.keys[max(look.low, at - 3) : at])
        ) or look.phrase_at("took_place", at) != ""
        if takes_place or (key in verbs["event_verbs"] and not look.is_noun(at)):
            return "" if _is_earlier(look, at) else key
        said_at = cues.has("to", key) and not look.words[at].isascii()  # "à 7h22" is no "a"
        if key in CLAUSE_ENDS or cues.has("clause", key) or (key in cues.finite and not said_at):
            return ""
    return ""


def _is_earlier(look: Look, verb: int) -> bool:
    """ "avait attaqué": told as history, unless somebody says it ("a indiqué qu'il avait")."""
    cues, low = look.cues, max(look.low, verb - _SAID_REACH)
    if not any(cues.has("past_auxiliary", k) for k in look.keys[max(low, verb - 3) : verb]):
        return False
    return not any(
        cues.has("relative_object", look.keys[at])
        and look.keys[at - 1] in cues.verbs["subject_verbs"]
        for at in range(low + 1, verb)
    )


def event_ahead(look: Look) -> str:
    """ "En X, un gardien est mort", "À X et Y, des foyers ont été touchés": told behind the place."""
    cues, verbs = look.cues, look.cues.verbs["event_verbs"]
    if look.gap != look.low or look.prep not in cues.of_events:
        return ""
    start = _behind_list(look)
    if look.key(start) != ",":
        return ""
    for at in range(start + 1, min(look.top, start + _AHEAD_REACH)):
        key = look.keys[at]
        hit = key in verbs or key in cues.passive["hit_verbs"]
        if hit and not look.is_noun(at):
            return "" if _is_earlier(look, at) else key
        if cues.has("clause", key) or cues.has("relative", key) or key in CLAUSE_ENDS:
            return ""
    return ""


def _behind_list(look: Look) -> int:
    """The last comma of what a place opens: "À X, Y et Z," or "À X,"."""
    cues, at, comma = look.cues, look.last, look.last
    for at in range(look.last, min(look.top, look.last + LIST_REACH)):
        key = look.keys[at]
        if key == ",":
            comma = at
        elif not (
            look.words[at][0].isupper() or key == "-" or cues.has("and", key) or cues.has("of", key)
        ):
            break
    return comma


def stands_alone(look: Look) -> bool:
    """ "A Rennes" on a line of its own: the heading of what follows."""
    return look.gap == look.low and look.last >= look.top


def lies_under(look: Look) -> str:
    """ "X sous les bombes", "X, une ville assiégée": what befalls it without a verb."""
    cues, at = look.cues, look.last
    if cues.has("under", look.key(at)) and cues.has("articles", look.key(at + 1)):
        return look.key(at + 2) if cues.has("blows", look.key(at + 2)) else ""
    at += look.key(at) == ","
    for step in range(at, min(look.top, at + _KIND)):
        key = look.keys[step]
        if key in cues.passive["hit_verbs"] and not look.is_noun(step):
            return key
        if not (key.isalpha() or key == "l'") or key in look.cues.finite:
            return ""
        if any(cues.has(name, key) for name in ("of", "relative", "clause", "prepositions")):
            return ""
    return ""


def years(look: Look) -> tuple[str, ...]:
    """The year told behind the name ("à X en 2015"): what makes it history is not known here."""
    low, top = max(look.low, look.gap - _YEAR_REACH), min(look.top, look.last + _YEAR_REACH)
    return tuple(k for k in look.keys[low:top] if len(k) == 4 and k[:2] in {"19", "20"})[:1]


def hit_before(look: Look) -> str:
    hits, low = look.cues.verbs["hit_verbs"], max(look.low, look.gap - LIST_REACH)
    return next((look.keys[at] for at in range(look.gap, low - 1, -1) if look.keys[at] in hits), "")


def hit_by(look: Look) -> str:
    """ "ont frappé, notamment le Gers": the verb that reaches the name as its object."""
    at = look.before_adverbs()
    if at < look.gap and look.key(at) == ",":
        at -= 1
    elif look.key(at) == ",":  # "a attaqué vendredi, pour la cinquième fois, X"
        return _hit_behind_aside(look, at)
    key = look.key(at)
    if key in look.cues.verbs["hit_verbs"] and not look.cues.has("prepositions", key):
        return key
    if look.article and look.cues.has("times", look.left):  # "a balayé dans la nuit de mardi le X"
        return look.verb_before("hit_verbs")
    return ""


def _hit_behind_aside(look: Look, comma: int) -> str:
    """The verb before ", pour la cinquième fois cette semaine," that the name is the object of."""
    low = max(look.low, comma - _OBJECT_REACH)
    opening = next((i for i in range(comma - 1, low - 1, -1) if look.keys[i] == ","), -1)
    if opening < 0 or not look.cues.has("prepositions", look.key(opening + 1)):
        return ""
    at = opening - 1
    while at > low and look.cues.has("times", look.keys[at]):
        at -= 1
    key = look.key(at)
    hits = key in look.cues.verbs["hit_verbs"] and not look.is_noun(at)
    return key if hits and not look.cues.has("prepositions", key) else ""


def put_under(look: Look) -> str:
    """ "ont placé X en vigilance": the verb that says what befalls its object."""
    cues, verb = look.cues, look.key(look.before_adverbs())
    if verb not in cues.verbs["placing_verbs"] or not cues.has("locative", look.key(look.last)):
        return ""
    return verb if cues.has("befalls", look.key(look.last + 1)) else ""


def hit_likewise(look: Look) -> str:
    """ "ont été privées d'électricité, tout comme X": what befalls others befalls it."""
    cues, at = look.cues, look.before_adverbs()
    while look.key(at) == "," or look.key(at).endswith(cues.adverb_endings):
        at -= 1
    if not (cues.has("likewise", look.key(at)) and cues.has("likewise_before", look.key(at - 1))):
        return ""
    low = max(look.low, at - _LIKEWISE_REACH)
    hits = cues.passive["hit_verbs"]
    return next((look.keys[i] for i in range(at - 1, low - 1, -1) if look.keys[i] in hits), "")


def suffers(look: Look) -> str:
    """ "X a été bombardée", "X est en vigilance": what befalls the place named as subject."""
    cues = look.cues
    start = behind_apposition(look, behind_coordinate(look))
    for at in range(start, min(look.top, start + _SUFFERED)):
        key = look.keys[at]
        if cues.has("habits", key):
            return ""  # "est régulièrement le théâtre de"
        done = key in cues.passive["hit_verbs"] and not look.is_noun(at)
        lasting_on = any(cues.has("since", k) for k in look.keys[start : at + 1])
        if done or (cues.has("befalls", key) and not lasting_on):
            return key
        near = (*look.keys[at + 1 : at + _ASIDE], *look.keys[at - _ASIDE : at])
        aside = key == "," and "," in near
        if key in {";", ":", ".", '"', "»", "("} or (key == "," and not aside):
            return ""
    return ""
