"""Words of place: what stands behind a preposition, a verb of hitting, or nothing at all."""

from __future__ import annotations

from geomap.language.fold import fold
from geomap.model.place import Reason
from geomap.places.roles.breadth import is_coarse, is_state, is_water
from geomap.places.roles.events import (
    CLAUSE_ENDS,
    LIST_REACH,
    event_ahead,
    event_beside,
    event_verb,
    hit_before,
    hit_by,
    hit_likewise,
    lies_under,
    put_under,
    stands_alone,
    suffers,
    years,
)
from geomap.places.roles.heads import office_at
from geomap.places.roles.look import Decision, Look

#: What ends the words before a list.
_LIST_STOPS = frozenset({".", ";"})
#: How far before an example what it is one of stands.
_STATES_REACH = 14
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
    verb = look.verb_before("topic_verbs", 3) if cues.has("about", look.prep) else ""
    if verb and not look.word_behind(verb, "missing"):  # "portée disparue sur la commune de X"
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
        if key in CLAUSE_ENDS or key in cues.finite or cues.has("locative", key):
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
    if look.cues.has("locative", look.prep) and look.head_at >= look.low:
        home = look.keys[look.head_at]
        if look.cues.has("home_participles", home) and not look.is_noun(look.head_at):
            return "affiliation", Reason("role_provenance", (home,))
        if phrase := look.phrase_at("home_phrases", look.head_at):
            return "affiliation", Reason("role_provenance", (phrase,))
    if look.cues.has("office_prepositions", look.prep) and (word := office_at(look)):
        return "affiliation", Reason("role_office", (word,))
    return None


def locative(look: Look) -> Decision | None:
    """The role of a name behind a preposition of place, of target, of agent."""
    cues, prep = look.cues, look.prep
    if look.mention.kind == "expression":
        return "site", Reason("role_locative", (look.mention.text,))
    if noun := event_beside(look) or event_verb(look) or event_ahead(look):
        return "site", Reason("role_event", (noun, *years(look)))
    if cues.has("near", prep) and not (cues.has("of", look.left) or cues.has("part", prep)):
        return "reference", Reason("role_reference", (prep,))
    if cues.has("weakly_towards", prep):
        return "background", Reason("role_none")  # "had ties to X", "a day for X"
    if cues.has("locative", prep) or cues.has("towards", prep):
        heading = "role_heading" if stands_alone(look) else "role_locative"
        return "site", Reason(heading, (prep,))
    if cues.has("against", prep):
        if is_state(look.mention) and not look.climbed and not look.word_before("fire_nouns", 8):
            return "actor_metonym", Reason("role_object", (prep,))
        return "site", Reason("role_target", (prep,))
    if cues.has("between", prep) or cues.has("bordering", look.left):
        return "reference", Reason("role_reference", (look.left,))
    if cues.has("agent", prep):
        acts = is_coarse(look.mention) or look.state_like()
        return (
            ("actor_metonym", Reason("role_agent", (prep,)))
            if acts
            else ("route", Reason("role_route", (prep,)))  # "entrés par le pont de X"
        )
    if cues.has("of", look.left):
        return _of_something(look)
    return None


def _of_something(look: Look) -> Decision:
    near = look.key(look.head_at)
    if near == "%":
        return "background", Reason("role_none")  # "contrôlent 80 % de X"
    part = look.noun_in(("part",), look.phrase_start(look.head_at), look.head_at)
    if look.cues.has("named_events", near) and not look.article:
        return "site", Reason("role_named_event", (near,))  # "l'attentat de X"
    if look.cues.has("part", near) or part:
        if not _part_is_subject(look):
            return "site", Reason("role_locative", (near,))
        verb = suffers(look)
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
    leads = not look.state_like() or look.mention.sentence == 0
    if look.first == look.low and look.key(look.last) == ":" and leads:
        return "site", Reason("role_locative", (look.mention.text,))  # "X : trois blessés"
    alone = look.first == look.low and look.last + (look.key(look.last) == ".") >= look.top
    if alone and not look.state_like():
        return "site", Reason("role_heading", (look.mention.text,))  # "X. Une fusillade …"
    lists = (
        (look.left == "," and cues.has("listed_places", look.key(look.gap - 1)))
        or look.left == ":"
        or cues.has("copula", look.left)
        or look.left in cues.verbs["presenting_verbs"]
    )
    if lists and look.word_before("listed_places", LIST_REACH, _LIST_STOPS):
        hit = hit_before(look)  # "les communes les plus touchées sont X, Y"
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
    if verb := hit_by(look) or hit_likewise(look) or put_under(look):
        return "site", Reason("role_target", (verb,))
    such = cues.has("relative_object", look.left) and cues.has("like", look.key(look.gap - 1))
    if such and not cues.has("listed_places", look.key(look.gap - 2)):
        such = False  # "dans des villes telles que X"
    if (such or cues.has("among", look.left)) and not look.state_like():
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
    if starts and (verb := lies_under(look) or suffers(look)):
        return "site", Reason("role_target", (verb,))
    if holds := look.holding():
        return "site", Reason("role_locative", (holds,))
    if look.state_like() and look.starts_clause() and _is_followed_by_verb(look):
        return "actor_metonym", Reason("role_subject", (look.key(look.last),))
    if _is_bare_street(look):
        return "site", Reason("role_locative", (look.mention.text,))
    return "background", Reason("role_none")


def _is_bare_street(look: Look) -> bool:
    """ "sont intervenus rue de X", "par une pelleteuse rue de X": a street needs no preposition."""
    cues = look.cues
    named = cues.has("streets", fold(look.mention.text).split(" ")[0])
    return (
        named
        and look.mention.place is None
        and not look.article
        and not look.starts_clause()
        and look.left.isalpha()
    )


def _are_states(look: Look) -> bool:
    """ "certains pays ont protesté, notamment X": states are told of."""
    low = max(look.low, look.gap - _STATES_REACH)
    return any(look.cues.has("states", look.keys[at]) for at in range(low, look.gap))


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
