"""A country, a capital or a palace that speaks, acts, is spoken to."""

from __future__ import annotations

from geomap.model.place import Reason
from geomap.places.roles.breadth import is_land, is_state
from geomap.places.roles.look import Decision, Look

#: How far behind a subject its verb stands, and the longest apposition between them.
_VERB_REACH, _APPOSITION = 4, 24
#: How far behind a state and what is joined to it their verb stands; "a" is also a preposition.
_JOINED_REACH, _AMBIGUOUS = 10, frozenset({"a"})
#: What French infinitives and gerunds, and its participles, end with when folded.
_INFINITIVES, _PARTICIPLES = ("er", "ir", "re", "ant"), ("e", "i", "u", "is", "it", "us")
_SHORTEST_VERB = 4
_OPENING = frozenset({"", ",", '"', "»", "mais", "et"})
_CLOSING = frozenset({",", ".", "", '"', "»"})


def state(look: Look) -> Decision | None:
    """The role of a state that is not a place here; None when it is one, or nothing tells."""
    if not look.state_like():
        return None
    cues, prep = look.cues, look.prep
    if cues.has("agent", prep):
        return agent(look)
    if (
        cues.has("according", prep)
        and (not cues.has("weakly_according", prep) or look.key(look.gap - 1) in _OPENING)
    ) or (cues.has("according_of", prep) and cues.has("of", look.key(look.gap - 1))):
        return "actor_metonym", Reason("role_says", (prep,))
    if cues.has("between", prep) or cues.has("with", prep):
        near = look.word_before("borders", 5)
        if near:
            return "reference", Reason("role_reference", (near,))
        return "actor_metonym", Reason("role_between", (prep,))
    if cues.has("and", prep) and (
        joint := look.word_before("between", 6) or look.word_before("with", 5)
    ):
        return "actor_metonym", Reason("role_between", (joint,))
    if dative(look) or _told_to_do(look):
        return "actor_metonym", Reason("role_object", (look.text_of(look.gap, look.first - 1),))
    if cues.has("to", prep) and (
        given := look.verb_before("to_verbs", 8) or look.word_before("to_nouns", 6)
    ):
        return "actor_metonym", Reason("role_object", (given,))
    if cues.has("acted_on", prep) and (noun := look.word_before("acting_nouns", 6)):
        return "actor_metonym", Reason("role_object", (noun,))
    if cues.has("for_subject", prep) and cues.has("to", look.key(behind_coordinate(look))):
        return "actor_metonym", Reason("role_subject", (prep,))  # "for X and Y to agree"
    if any(cues.has(name, prep) for name in ("locative", "of", "against")) or (
        cues.has("prepositions", prep) and not look.starts_clause()
    ):
        return None
    if subject := subject_of(look):
        return "actor_metonym", Reason("role_subject", (subject,))
    verb = look.verb_before("object_verbs", 3) or governing_verb(look)
    if verb or look.phrase_at("object_phrases", look.gap):
        return "actor_metonym", Reason("role_object", (verb or look.key(look.gap),))
    return None


def dative(look: Look) -> bool:
    """ "à la Russie", "à l'Iran": with an article French gives to a country, it is not there."""
    cues = look.cues
    return (
        look.article
        and cues.has("dative_of", look.left)
        and cues.has("dative", look.key(look.first - 1))
        and is_land(look.mention)
        and not cues.has("islands", look.key(look.first))
    )


def _told_to_do(look: Look) -> bool:
    """ "à X de livrer": whom something is asked, forbidden, allowed."""
    cues = look.cues
    return (
        cues.has("dative_of", look.left)
        and cues.has("of", look.key(look.last))
        and look.key(look.last + 1).endswith(_INFINITIVES[:3])
        and look.key(look.last + 1) not in cues.sets["not_verbs"]
    )


def governing_verb(look: Look) -> str:
    """The verb a state is the object of: an infinitive, a gerund, a participle behind "avoir".

    "" for verbs of hitting (that is where it happens) and for those that take no object.
    """
    cues, at = look.cues, look.before_adverbs()
    key = look.key(at)
    if len(key) < _SHORTEST_VERB or cues.has("not_verbs", key):
        return ""
    if any(key in cues.verbs[name] for name in ("hit_verbs", "auxiliary_verbs", "visit_verbs")):
        return ""
    if cues.noun_last:
        return ""
    if cues.has("relative", look.key(at - 1)):
        return key  # "qui lie la France et la Chine"
    having = look.key(at - 1) in cues.verbs["auxiliary_verbs"]
    verbal = key.endswith(_INFINITIVES) or (having and key.endswith(_PARTICIPLES))
    if verbal or key in cues.verbs["subject_verbs"]:
        return key
    return key if _stands_before_object(look, at) else ""


def _stands_before_object(look: Look, at: int) -> bool:
    """ "inquiète Moscou", "agace la Syldavie": only a verb stands before a bare state without a
    preposition or a comma between."""
    cues, key = look.cues, look.key(at)
    if not key.isalpha() or not look.words[at].islower() or key in cues.phrase_ends:
        return False
    return not any(
        cues.has(name, key)
        for name in (
            "clause",
            "times",
            "place_nouns",
            "kinds",
            "office",
            "route",
            "among",
            "light",
            "like",
        )
    )


def agent(look: Look) -> Decision:
    """ "par la Russie": history when the participle carries a year, else an agent."""
    at = look.head_at
    for step in range(at, max(look.low, at - 5) - 1, -1):
        key = look.keys[step]
        if key in look.cues.passive["history_participles"]:
            between = look.keys[step : look.head_at + 1]
            if any(len(k) == 4 and k.isdigit() for k in between):
                return "background", Reason("role_history", (" ".join(between),))
            break
    verb = look.key(look.head_at)
    return "actor_metonym", Reason("role_agent", (f"{verb} {look.left}".strip(),))


def subject_of(look: Look) -> str:
    """The finite verb this name is the subject of, "" when it is not one."""
    if look.holding():
        return ""  # "Cuba's national grid collapsed": the grid did
    if not look.article and look.left in look.cues.verbs["subject_verbs"] and _inverted(look):
        return look.left
    if not look.article and look.cues.has("adverbs", look.left):
        verb = look.key(look.gap - 1)
        if verb in look.cues.verbs["subject_verbs"] and _inverted(look):
            return verb
    at = behind_apposition(look, behind_coordinate(look))
    if at >= look.top:
        return ""
    return verb_at(look, at) or _verb_of_both(look, at)


def _verb_of_both(look: Look, at: int) -> str:
    """ "la Syldavie et des experts de l'Union affirment": the verb behind what is joined to a subject."""
    cues = look.cues
    if not (cues.has("and", look.key(at)) and cues.has("joined", look.key(at + 1))):
        return ""
    for step in range(at + 2, min(look.top, at + _JOINED_REACH)):
        key = look.keys[step]
        if key in cues.finite and not cues.has("copula", key) and key not in _AMBIGUOUS:
            return key
        if not key.replace("'", "x").replace("-", "x").isalpha():
            return ""
    return ""


def behind_apposition(look: Look, at: int) -> int:
    """The token behind an apposition or a bracket that begins at ``at``; the sentence's end when
    it does not close. A relative clause is entered: its verb is one of the subject's."""
    if look.key(at) not in {",", "("}:
        return at
    if look.cues.has("relative", look.key(at + 1)):
        return at + 2
    closer = "," if look.key(at) == "," else ")"
    stop = next(
        (i for i in range(at + 1, min(look.top, at + _APPOSITION)) if look.keys[i] == closer), -1
    )
    return stop + 1 if stop >= 0 else look.top


def verb_at(look: Look, at: int) -> str:
    """The verb of doing, willing or saying that stands at or right behind a token."""
    cues = look.cues
    for step in range(at, min(look.top, at + _VERB_REACH)):
        key = look.keys[step]
        if key in cues.finite or key.endswith(cues.endings):
            following = look.key(step + 1)
            if cues.has("copula", key) and cues.has("reflexive", look.key(step - 1)):
                return following  # "se sont livré trois guerres"
            if cues.has("been", following):  # "a été accusée", but not "a été bombardée"
                done = look.key(step + 2)
                if done.endswith(cues.progressive):
                    return done  # "has been pressing"
                return done if done in cues.passive["object_verbs"] else ""
            if cues.has("copula", key) and following.endswith(cues.progressive):
                return following  # "are enjoying"
            at_odds = step + 1 + cues.has("adverbs", following)
            if look.phrase_at("asides", step + 2):
                at_odds, following = step + 3, look.key(step + 3)  # "est en effet furieux"
            for end in (at_odds + 1, at_odds + 2):
                if cues.has("copula", key) and look.phrase_at("engaged", end):
                    return look.key(end)  # "est en conflit avec", "était sur le point de"
            if cues.has("copula", key):  # a state, unless of mind: "est prête à"
                return following if cues.has("willing", following) else ""
            return key
        if not (key.isalpha() or key in {"n'", "s'", "l'", '"', "«"}) or cues.has("locative", key):
            return ""
        if cues.noun_last and (cues.has("prepositions", key) or cues.has("and", key)):
            return ""
    return ""


def behind_coordinate(look: Look) -> int:
    """ "X et les Y soutiennent": the token behind what is coordinated with this name."""
    after, cues = look.after, look.cues
    if after is None or after.kind != "name" or is_state(after) != is_state(look.mention):
        return look.last
    between = look.keys[look.last : look.sight.first_token(after)]
    if not between or len(between) > 2 or not cues.has("and", between[0]):
        return look.last
    if not all(cues.has("articles", key) for key in between[1:]):
        return look.last
    return look.sight.behind(after)


def _inverted(look: Look) -> str:
    """ "a annoncé Moscou", "rapporte Kiev", "ce que nie aussi Kiev"."""
    if look.key(look.last) not in _CLOSING:
        return ""
    quoted = any(
        look.keys[i] in {'"', "»", ","} or look.cues.has("relative_object", look.keys[i])
        for i in range(max(look.low, look.gap - 4), look.gap)
    )
    return look.left if quoted else ""
