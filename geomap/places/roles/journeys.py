"""Where things go: routes, destinations, what is fired at."""

from __future__ import annotations

from geomap.model.place import Reason
from geomap.places.roles.breadth import is_coarse
from geomap.places.roles.look import Decision, Look

#: Words between a verb of going and its preposition ("se sont rendus mardi à").
_GOING_REACH = 7
#: Words behind a place before the clause that tells what was done there.
_WHERE_REACH = 14


def movement(look: Look) -> Decision | None:
    """A place on a journey or at its end; None when nothing moves."""
    cues, prep = look.cues, look.prep
    if (found := _left_or_reached(look) or _bound(look) or _of_pair(look)) is not None:
        return found
    if cues.has("between", prep):
        if look.word_before("closures", 3):
            return None  # "la circulation est coupée entre X et Y": that is where it happens
        noun = look.word_before("route", 5)
        if noun and look.word_behind(noun, "between") and _is_upon(look, noun):
            return "reference", Reason("role_reference", (noun,))  # "sur la route entre X et Y"
        return ("route", Reason("role_route", (noun,))) if noun else None
    before = look.key(look.head_at)
    if cues.has("of", prep) and (cues.has("towards", before) or cues.has("from", before)):
        return "route", Reason("role_route", (before,))
    if not look.article and cues.has("route", look.left) and look.key(look.last) == "-":
        return "route", Reason("role_route", (look.left,))  # "le vol Nice-Alger"
    if look.left in cues.verbs["link_verbs"]:  # "une route reliant X à Y"
        return "route", Reason("role_route", (look.left,))
    if look.left == "-" and look.before is not None and look.before.role == "route":
        return "route", Reason("role_route", (look.before.text,))
    towards = cues.has("towards", prep)
    if towards or cues.has("locative", prep):
        found = _arrival(look, towards)
        if found is not None:
            return found
    if cues.has("from", prep) or cues.has("of", prep):
        return _origin(look, before)
    return None


def _left_or_reached(look: Look) -> Decision | None:
    """ "ont quitté X", "a rejoint X": a place as the object of going."""
    if look.left in look.cues.phrase_ends:
        return None
    key, verbs = look.key(look.before_adverbs()), look.cues.verbs
    if key in verbs["quit_verbs"]:
        return "route", Reason("role_route", (key,))
    if key in verbs["reach_verbs"]:
        return "destination", Reason("role_destination", (key,))
    return None


def _bound(look: Look) -> Decision | None:
    """ "un avion pour X", "le retour en X", "rentrés à X": where a journey leads.

    Who goes somewhere may meet or fight there: the place stays a site until nothing is told of it.
    """
    cues = look.cues
    if cues.has("bound", look.left):
        noun = look.word_before("route", 3) or look.word_before("vehicles", 2)
        if noun:
            return "route", Reason("role_route", (noun,))
    if not cues.has("arrival_prepositions", look.left):
        return None
    noun = look.noun_in(("arrival_nouns",), look.phrase_start(look.head_at), look.head_at)
    if noun:
        return "destination", Reason("role_destination", (noun,))
    verb = _goes(look)
    if not verb:
        return None
    behind = look.keys[look.last : min(look.top, look.last + _WHERE_REACH)]
    if any(cues.has("where", key) for key in behind):
        return "site", Reason("role_locative", (verb,))  # "arrivés à X, où ils ont abattu"
    return "site", Reason("role_arrival", (verb,))


def _of_pair(look: Look) -> Decision | None:
    """ "des voitures de X à Y": where a way begins and ends."""
    cues = look.cues
    before = look.before
    if before is not None and before.kind == "demonym":
        before = look.earlier  # "de X à la ville mauricienne de Y"
    if look.article and not look.climbed:
        return None
    if cues.has("of", look.left) and look.after is not None:
        joined = look.sight.first_token(look.after) == look.last + 1
        if joined and cues.has("way_to", look.key(look.last)) and not is_coarse(look.mention):
            return "route", Reason("role_route", (look.left, look.key(look.last)))
    onward = before is not None and before.role == "route" and cues.has("way_to", look.left)
    if onward and before is not None and look.sight.behind(before) == look.gap:
        return "route", Reason("role_route", (look.left,))
    return None


def _goes(look: Look) -> str:
    """The verb of going whose complement this is; nothing but its time and manner between."""
    cues = look.cues
    for at in range(look.head_at, max(look.low, look.head_at - _GOING_REACH) - 1, -1):
        key = look.keys[at]
        if key in cues.verbs["arrival_verbs"]:
            reflexive = any(cues.has("reflexive", k) for k in look.keys[max(look.low, at - 3) : at])
            return key if reflexive or key not in cues.verbs["reflexive_verbs"] else ""
        if not key.replace("'", "").replace("-", "x").isalnum() or cues.has("articles", key):
            return ""
    return ""


def _arrival(look: Look, towards: bool) -> Decision | None:
    cues, prep = look.cues, look.prep
    verb = look.verb_before("destination_verbs", 7)
    if verb and (look.word_behind(verb, "idioms") or _is_deed(look, verb)):
        verb = ""  # "took place southeast of X", "ont conduit une opération à X"
    fire = look.verb_before("fire_verbs", 10) or look.word_before("fire_nouns", 8)
    leaves = verb in cues.verbs["leaving_verbs"] and not towards
    if verb and not fire and (not leaves or _is_patient(look, verb)):
        return "destination", Reason("role_destination", (verb,))
    if not towards:
        return None
    if fire:
        return "site", Reason("role_target", (fire,))
    if prep not in {"to", "for", "into"}:
        return "route", Reason("role_route", (prep,))
    if look.before is not None and look.before.role == "route":
        return "route", Reason("role_route", (prep,))
    if verb := look.verb_before("route_verbs", 6):
        return "route", Reason("role_route", (verb,))
    return None


def _is_patient(look: Look, verb: str) -> bool:
    """ "un blessé grave, évacué à X": who is taken away is told, not from where."""
    at = next(i for i in range(look.gap, look.low - 1, -1) if look.keys[i] == verb)
    before = look.keys[max(look.low, at - _GOING_REACH) : at]
    return any(look.cues.has("patients", key) for key in before)


def _is_upon(look: Look, noun: str) -> bool:
    """ "sur une route": something is on the way, nothing goes along it."""
    at = next(i for i in range(look.gap, look.low - 1, -1) if look.keys[i] == noun) - 1
    while look.cues.has("articles", look.key(at)):
        at -= 1
    return look.cues.has("upon", look.key(at))


def _is_deed(look: Look, verb: str) -> bool:
    """ "conduire une opération": what is led is no person."""
    at = look.gap
    while look.keys[at] != verb:
        if look.cues.has("event_nouns", look.keys[at]) or look.cues.has("deeds", look.keys[at]):
            return True
        at -= 1
    return False


def _origin(look: Look, before: str) -> Decision | None:
    cues, prep = look.cues, look.prep
    if look.state_like() and cues.has("from", prep) and cues.has("from_nouns", before):
        return "actor_metonym", Reason("role_agent", (before,))
    if cues.has("from", prep) and cues.has("office", before):
        return "affiliation", Reason("role_office", (before,))
    if cues.has("takeoff", before) and cues.has("takeoff", look.key(look.head_at - 1)):
        return "site", Reason("role_locative", (look.text_of(look.head_at - 1, look.head_at),))
    word = look.word_before("route", 3) or look.verb_before("route_verbs", 3)
    if word or cues.has("from", prep):
        return "route", Reason("role_route", (word or prep,))
    return None
