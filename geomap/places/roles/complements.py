"""Words of place: what stands behind a preposition, a verb of hitting, or nothing at all."""

from __future__ import annotations

from geomap.language.fold import fold
from geomap.model.place import Reason
from geomap.places.roles.actors import behind_apposition, behind_coordinate
from geomap.places.roles.breadth import is_coarse, is_state, is_water
from geomap.places.roles.heads import office_at
from geomap.places.roles.look import Decision, Look

#: How far before a list what it lists stands.
_LIST_REACH, _LIST_STOPS = 24, frozenset({".", ";"})
#: How far before an example what it is one of stands.
_STATES_REACH = 14
#: How many nouns may stand between an event and its place ("l'incendie d'un dépôt de gaz à X").
_EVENT_CHAIN = 3
#: How far before its place the verb of an event stands, and what ends its clause.
_EVENT_REACH, _CLAUSE_ENDS = 9, frozenset({";", ":", ".", ",", '"', "«", "»", "("})
#: How far from a place the year of its event stands.
_YEAR_REACH = 8
#: How far behind a subject what befalls it stands, and how long an aside may be (", hier,").
_SUFFERED, _ASIDE = 9, 4
#: How far before "tout comme X" what befalls stands.
_LIKEWISE_REACH = 16
#: How far before a place the two sides of a conflict stand.
_SIDES_REACH = 9
#: How far before a part of a place "situé" stands ("situé dans le sud de").
_STANDING_PART = 5
#: How far before a place its superlative stands.
_SUPERLATIVE = 9


def lasting(look: Look) -> Decision | None:
    """ "au pouvoir à Gaza depuis 2007": a state that goes on, no event."""
    year = look.key(look.last + 1)
    if (
        look.cues.has("since", look.key(look.last))
        and len(year) == 4
        and year.isdigit()
        and look.cues.has("locative", look.prep)
    ):
        return "background", Reason("role_standing", (f"{look.words[look.last]} {year}",))
    return None


def told_again(look: Look) -> Decision | None:
    """ "une collision s'était déjà produite ici": told again as history."""
    auxiliary = again = ""
    for at in range(look.first - 1, max(look.low, look.first - 10) - 1, -1):
        key = look.keys[at]
        if key in {";", ":", ".", ",", '"', "«", "»"}:
            break
        if look.cues.has("past_auxiliary", key):
            auxiliary = key
        elif look.cues.has("already", key):
            again = key
    if auxiliary and again:
        return "background", Reason("role_history", (f"{auxiliary} {again}",))
    return None


def topic(look: Look) -> Decision | None:
    """ "la situation au Soudan", "les discussions ont porté sur la Syrie": what is talked about."""
    cues = look.cues
    if cues.has("of", look.left) and (noun := _topic_of_part(look)):
        return "background", Reason("role_topic", (noun,))
    if not (cues.has("locative", look.prep) or cues.has("to", look.prep)):
        return None
    if is_coarse(look.mention) and (most := _superlative(look)):
        return "background", Reason("role_standing", (most,))
    if cues.has("about", look.prep) and (verb := look.verb_before("topic_verbs", 3)):
        return "background", Reason("role_topic", (verb,))
    end = look.head_at
    start = look.phrase_start(end)
    noun = look.phrase_at("topic_phrases", end) or look.noun_in(("topics",), start, end)
    if noun and cues.has("a_new", look.key(start - 1)):
        noun = ""  # "une intervention à X": it is told, not talked about
    noun = noun or _topic_between(look)
    return ("background", Reason("role_topic", (noun,))) if noun else None


def _topic_between(look: Look) -> str:
    """ "la guerre entre X et Y dans Z": the noun before the two sides."""
    cues = look.cues
    for at in range(look.gap - 1, max(look.low, look.gap - _SIDES_REACH) - 1, -1):
        key = look.keys[at]
        if cues.has("between", key):
            return look.noun_in(("topics",), look.phrase_start(at - 1), at - 1)
        if key in _CLAUSE_ENDS or key in cues.finite or cues.has("locative", key):
            return ""
    return ""


def _topic_of_part(look: Look) -> str:
    """ "la paix dans l'est de la RDC": the noun before the part of a place."""
    cues, at = look.cues, look.head_at
    if not cues.has("part", look.key(at)):
        return ""
    at -= 1
    while cues.has("articles", look.key(at)) or look.key(at) == "-":
        at -= 1
    if not cues.has("locative", look.key(at)):
        return ""
    return look.noun_in(("topics",), look.phrase_start(at - 1), at - 1)


def _superlative(look: Look) -> str:
    """ "l'un des incendies les plus importants de l'année en France": a comparison, no event."""
    cues = look.cues
    for at in range(look.gap - 1, max(look.low, look.gap - _SUPERLATIVE), -1):
        key = look.keys[at]
        if key in {";", ":", ".", ",", '"', "»"} or key in cues.finite:
            return ""
        if cues.has("most", key) and look.keys[at - 1] in cues.sets["the"] | cues.sets["articles"]:
            return look.text_of(at - 1, at)
    return ""


def situated(look: Look) -> Decision | None:
    """ "Située dans le territoire de X, cette localité …": what holds the place told of."""
    verb = look.verb_before("standing_verbs", 2)
    part = look.cues.has("of", look.left) and look.cues.has("part", look.key(look.head_at))
    if not verb and part:  # "situé dans le sud de X"
        verb = look.verb_before("standing_verbs", _STANDING_PART)
    told = look.before is not None and look.before.kind == "name" and look.before.role == "site"
    wide = is_coarse(look.mention) or is_water(look.mention)
    if not verb or not (wide or look.climbed or (part and told)):
        return None
    if not (look.cues.has("locative", look.prep) or part):
        return None
    return "container", Reason("role_container", (verb,))


def office_in(look: Look) -> Decision | None:
    """ "l'ambassadeur du Rwanda en X": where an office is held; "né à X": where one is from."""
    if look.cues.has("home_participles", look.key(look.head_at)) and (
        look.cues.has("locative", look.prep)
    ):
        return "affiliation", Reason("role_provenance", (look.key(look.head_at),))
    if look.cues.has("office_prepositions", look.prep) and (word := office_at(look)):
        return "affiliation", Reason("role_office", (word,))
    return None


def locative(look: Look) -> Decision | None:
    """The role of a name behind a preposition of place, of target, of agent."""
    cues, prep = look.cues, look.prep
    if look.mention.kind == "expression":
        return "site", Reason("role_locative", (look.mention.text,))
    if noun := _event_beside(look) or _event_verb(look):
        return "site", Reason("role_event", (noun, *_years(look)))
    if cues.has("near", prep) and not (cues.has("of", look.left) or cues.has("part", prep)):
        return "reference", Reason("role_reference", (prep,))
    if cues.has("weakly_towards", prep):
        return "background", Reason("role_none")  # "had ties to X", "a day for X"
    if cues.has("locative", prep) or cues.has("towards", prep):
        return "site", Reason("role_locative", (prep,))
    if cues.has("against", prep):
        if is_state(look.mention) and not look.climbed and not look.word_before("fire_nouns", 8):
            return "actor_metonym", Reason("role_object", (prep,))
        return "site", Reason("role_target", (prep,))
    if cues.has("between", prep) or cues.has("bordering", look.left):
        return "reference", Reason("role_reference", (look.left,))
    if cues.has("agent", prep):
        return "actor_metonym", Reason("role_agent", (prep,))
    if cues.has("of", look.left):
        return _of_something(look)
    return None


def _event_beside(look: Look) -> str:
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


def _event_verb(look: Look) -> str:
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
        if key in _CLAUSE_ENDS or key in cues.finite or cues.has("clause", key):
            return ""
    return ""


def _years(look: Look) -> tuple[str, ...]:
    """The year told behind the name ("à X en 2015"): what makes it history is not known here."""
    low, top = max(look.low, look.gap - _YEAR_REACH), min(look.top, look.last + _YEAR_REACH)
    return tuple(k for k in look.keys[low:top] if len(k) == 4 and k[:2] in {"19", "20"})[:1]


def _of_something(look: Look) -> Decision:
    near = look.key(look.head_at)
    part = look.noun_in(("part",), look.phrase_start(look.head_at), look.head_at)
    if look.cues.has("named_events", near) and not look.article:
        return "site", Reason("role_named_event", (near,))  # "l'attentat de X"
    if look.cues.has("part", near) or part:
        if not _part_is_subject(look):
            return "site", Reason("role_locative", (near,))
        verb = _suffers(look)
        return (
            ("site", Reason("role_target", (verb,)))
            if verb
            else ("background", Reason("role_none"))
        )
    if not is_coarse(look.mention) or _within(look, near):
        return "site", Reason("role_locative", (f"{near} {look.left}".strip(),))
    return "background", Reason("role_none")


def _part_is_subject(look: Look) -> bool:
    """ "l'ensemble du sud-est de X est une région": told of, no word of place."""
    cues, at = look.cues, look.head_at
    while at >= look.low and (
        look.keys[at] == "-"
        or any(
            cues.has(name, look.keys[at]) for name in ("part", "extent", "articles", "of", "and")
        )
    ):
        at -= 1
    left = look.key(at)
    return left == "" or cues.has("clause", left) or cues.has("relative_object", left)


def _within(look: Look, near: str) -> bool:
    """ "dans la région de X", "dans une raffinerie du X": a noun behind a word of place."""
    cues = look.cues
    at = look.head_at - 1
    if cues.has("neighbour", near):
        return True
    if cues.has("articles", look.key(at)) and cues.has("locative", look.key(at - 1)):
        return not cues.has("diplomatic", near)
    if not cues.has("light", near):
        return False
    return any(
        cues.has("locative", look.keys[at])
        for at in range(max(look.low, look.head_at - 4), look.head_at)
    )


def bare(look: Look) -> Decision:
    """No preposition: a subject, an object, an apposition, a title."""
    cues = look.cues
    if look.first == look.low and look.key(look.last) == ":" and not look.state_like():
        return "site", Reason("role_locative", (look.mention.text,))  # "X : trois blessés"
    lists = (
        (look.left == "," and cues.has("listed_places", look.key(look.gap - 1)))
        or look.left == ":"
        or cues.has("copula", look.left)
        or look.left in cues.verbs["presenting_verbs"]
    )
    if lists and look.word_before("listed_places", _LIST_REACH, _LIST_STOPS):
        hit = _hit_before(look)  # "les communes les plus touchées sont X, Y"
        reason = Reason("role_target", (hit,)) if hit else Reason("role_locative", (look.left,))
        return "site", reason  # "cinq départements : X, Y"
    among = cues.has("among", look.left) or (
        cues.has("like", look.left) and look.word_before("with", _STATES_REACH) != ""
    )
    if among and look.state_like() and _are_states(look):
        return "actor_metonym", Reason("role_state")
    if look.mention.kind in {"anaphor", "coordinates"}:
        return "site", Reason("role_anaphor", (look.mention.text,))
    if cues.has("palaces", fold(look.mention.text)):
        return "actor_metonym", Reason("role_state")
    if cues.has("light", look.left) and any(
        cues.has("locative", look.key(at)) for at in range(look.gap - 4, look.gap)
    ):
        return "site", Reason("role_locative", (look.left,))  # "in the capital Nairobi"
    if verb := _hit_by(look) or _hit_likewise(look):
        return "site", Reason("role_target", (verb,))
    if cues.has("among", look.left) and not look.state_like():
        return "site", Reason("role_locative", (look.left,))  # "plusieurs villes, notamment X"
    if not look.article and cues.has("event_nouns", look.left):
        return "site", Reason("role_event", (look.left,))  # "une rixe place Foch"
    verbs = cues.verbs
    if not is_coarse(look.mention) and (
        look.left in verbs["fire_verbs"] or look.left in verbs["subject_verbs"]
    ):
        return "site", Reason("role_target", (look.left,))
    if look.left == "(" and not look.state_like():
        return "site", Reason("role_locative", (look.mention.text,))  # "trois villes (X, Y et Z)"
    starts = look.starts_clause() or cues.has("and", look.left)
    if starts and (verb := _suffers(look)):
        return "site", Reason("role_target", (verb,))
    if holds := look.holding():
        return "site", Reason("role_locative", (holds,))
    if look.state_like() and look.starts_clause() and _is_followed_by_verb(look):
        return "actor_metonym", Reason("role_subject", (look.key(look.last),))
    return "background", Reason("role_none")


def _are_states(look: Look) -> bool:
    """ "certains pays ont protesté, notamment X": states are told of."""
    low = max(look.low, look.gap - _STATES_REACH)
    return any(look.cues.has("states", look.keys[at]) for at in range(low, look.gap))


def _hit_before(look: Look) -> str:
    hits, low = look.cues.verbs["hit_verbs"], max(look.low, look.gap - _LIST_REACH)
    return next((look.keys[at] for at in range(look.gap, low - 1, -1) if look.keys[at] in hits), "")


def _hit_by(look: Look) -> str:
    """ "ont frappé, notamment le Gers": the verb that reaches the name as its object."""
    at = look.before_adverbs()
    if at < look.gap and look.key(at) == ",":
        at -= 1
    key = look.key(at)
    if key in look.cues.verbs["hit_verbs"]:
        return key
    if look.article and look.cues.has("times", look.left):  # "a balayé dans la nuit de mardi le X"
        return look.verb_before("hit_verbs")
    return ""


def _hit_likewise(look: Look) -> str:
    """ "ont été privées d'électricité, tout comme X": what befalls others befalls it."""
    cues, at = look.cues, look.before_adverbs()
    while look.key(at) == "," or look.key(at).endswith(cues.adverb_endings):
        at -= 1
    if not (cues.has("likewise", look.key(at)) and cues.has("likewise_before", look.key(at - 1))):
        return ""
    low = max(look.low, at - _LIKEWISE_REACH)
    hits = cues.passive["hit_verbs"]
    return next((look.keys[i] for i in range(at - 1, low - 1, -1) if look.keys[i] in hits), "")


def _suffers(look: Look) -> str:
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


def _is_followed_by_verb(look: Look) -> bool:
    """Whether a word that is no preposition, article or link stands right behind the name."""
    cues, at = look.cues, look.last
    while cues.has("clitics", look.key(at)):
        at += 1
    key = look.key(at)
    return (
        len(key) > 1
        and key.isalpha()
        and look.words[at].islower()
        and not any(
            cues.has(name, key)
            for name in ("prepositions", "of", "articles", "and", "relative", "copula", "locative")
        )
        and not cues.has("been", look.key(at + 1))
    )
