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
    cues, verbs = look.cues, look.cues.verbs["event_verbs"]
    if not cues.has("locative", look.prep):
        return ""
    for at in range(look.gap - 1, max(look.low, look.gap - _EVENT_REACH) - 1, -1):
        key = look.keys[at]
        if key in verbs and not look.is_noun(at):
            before = look.keys[max(look.low, at - 3) : at]
            history = any(cues.has("past_auxiliary", k) for k in before)
            return "" if history else key
        if key in CLAUSE_ENDS or key in cues.finite or cues.has("clause", key):
            return ""
    return ""


def event_ahead(look: Look) -> str:
    """ "En X, un gardien est mort": the verb of an event behind a place that opens its sentence."""
    cues, verbs = look.cues, look.cues.verbs["event_verbs"]
    if look.gap != look.low or look.key(look.last) != "," or look.prep not in cues.of_events:
        return ""
    for at in range(look.last + 1, min(look.top, look.last + _AHEAD_REACH)):
        key = look.keys[at]
        if key in verbs and not look.is_noun(at):
            before = look.keys[max(look.low, at - 3) : at]
            return "" if any(cues.has("past_auxiliary", k) for k in before) else key
        if cues.has("clause", key) or cues.has("relative", key) or key in CLAUSE_ENDS:
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
    key = look.key(at)
    if key in look.cues.verbs["hit_verbs"] and not look.cues.has("prepositions", key):
        return key
    if look.article and look.cues.has("times", look.left):  # "a balayé dans la nuit de mardi le X"
        return look.verb_before("hit_verbs")
    return ""


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
