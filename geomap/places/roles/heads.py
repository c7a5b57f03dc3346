"""What "de" or "of" hangs the name on: an office, people, a longer name, a landmark, a hospital."""

from __future__ import annotations

from geomap.model.place import Reason
from geomap.places.roles.breadth import is_coarse, is_land
from geomap.places.roles.containers import apposition, kind_of
from geomap.places.roles.look import Decision, Look

#: How far before its place a word of origin stands ("originaires d'une caserne de X").
_PROVENANCE_REACH = 7
#: Words of a person's name before "of" ("Terry Lee Jolly of X").
_LONGEST_NAME = 3


def genitive(look: Look) -> Decision | None:
    """The role of a name behind "de", None when its noun tells nothing."""
    cues = look.cues
    right = look.key(look.last)
    if cues.has("office_right", right) and not cues.has("locative", look.prep):
        return "affiliation", Reason("role_office", (right,))
    if (
        cues.has("indefinite", look.key(look.first - 1))
        and is_land(look.mention)
        and right.isalpha()
    ):
        return "actor_metonym", Reason("role_state")
    if not cues.has("of", look.left):
        return None
    near = look.key(look.head_at)
    if home := _lives_there(look, near):
        return "affiliation", Reason("role_provenance", (home,))
    _leave_agent(look)
    near = look.key(look.head_at)
    if word := look.word_before("provenance", _PROVENANCE_REACH):
        return "affiliation", Reason("role_provenance", (word,))
    if phrase := look.phrase_at("near_phrases", look.head_at):
        return "reference", Reason("role_reference", (phrase,))
    if _done_by(look):
        return "actor_metonym", Reason("role_object", (look.text_of(look.gap),))
    if look.state_like() and (with_it := look.phrase_at("government_phrases", look.head_at)):
        return "actor_metonym", Reason("role_agent", (with_it,))
    if cues.has("objective_nouns", near):
        return "site", Reason("role_event", (near,))
    if title := _titled(look):
        return look.is_part_of(f"{title} {look.left} {look.mention.text}")
    if person := _person_of(look):
        return "affiliation", Reason("role_office", (person,))
    if cues.has("near", near) and not inside(look, near):
        return "reference", Reason("role_reference", (near,))
    if (held := kind_of(look)) is not None:
        return held
    if office := _office_of_chain(look):
        return "affiliation", Reason("role_office", (office,))
    if cues.has("part", near) or cues.has("neighbour", near):
        return None
    return (
        apposition(look)
        or _cared_for(look)
        or _longer_name_or_office(look)
        or _standing(look)
        or _of_government(look)
    )


def _leave_agent(look: Look) -> None:
    """ "la conquête par l'armée X de la ville de Y": what "de" hangs on stands before the agent."""
    cues = look.cues
    start = look.phrase_start(look.head_at)
    if start > look.head_at or not (look.climbed or start < look.head_at):
        return
    at = start - 1
    while cues.has("articles", look.key(at)):
        at -= 1
    if cues.has("agent", look.key(at)) and cues.has("objective_nouns", look.key(at - 1)):
        look.head_at = at - 1


def _lives_there(look: Look, near: str) -> str:
    """ "Jan Roe, 87, of X", "Jan Roe of X": somebody's home; the age or the name, "" for neither."""
    age = look.key(look.head_at - 1)
    if near == "," and age.isdigit() and len(age) <= 3:
        return age
    given = look.cues.sets["given_names"]
    names = range(look.head_at, max(look.low, look.head_at - _LONGEST_NAME) - 1, -1)
    for at in names if given else ():
        if not look.words[at][:1].isupper():
            return ""
        if at < look.head_at and look.keys[at] in given:
            return look.text_of(at, look.head_at)
    return ""


def _done_by(look: Look) -> bool:
    """ "la reconnaissance par X de Y": Y is what the state X does something to."""
    before = look.before
    return (
        before is not None
        and look.state_like()
        and before.role == "actor_metonym"
        and before.role_reason is not None
        and before.role_reason.code == "role_agent"
        and look.sight.behind(before) == look.gap
    )


def _titled(look: Look) -> str:
    """ "L'Oeil du X", "La Voix du X": the name of a paper, a club, a book; "" for a common noun."""
    at, cues = look.head_at, look.cues
    word = look.words[at] if at - 1 > look.low else ""
    if not (word[:1].isupper() and look.words[at - 1][:1].isupper()):
        return ""
    named = cues.has("the", look.keys[at - 1])
    common = any(cues.has(name, look.key(at)) for name in ("office", "place_nouns", "part", "near"))
    return f"{look.words[at - 1]} {word}" if named and not common else ""


def _person_of(look: Look) -> str:
    """ "Patrice Talon du Bénin": two capitals before "de" that name no place."""
    before, words = look.before, look.words
    at = look.head_at
    if at - 1 < look.low or not all(
        words[i][:1].isupper() and len(words[i]) > 1 for i in (at - 1, at)
    ):
        return ""
    if before is not None and look.sight.behind(before) > at - 1:
        return ""
    return (
        "" if any(look.cues.has("place_nouns", look.keys[i]) for i in (at - 1, at)) else words[at]
    )


def inside(look: Look, near: str) -> bool:
    """ "le nord de X" lies in X, "du quart nord-ouest de X" too; "au nord de X" does not."""
    before_at = look.head_at - 1
    if look.cues.has("neighbour", near):  # "la ville voisine de X" is X
        return look.cues.has("light", look.key(before_at)) and (
            look.key(look.head_at - 2) in look.cues.sets["the"]
        )
    if not look.cues.has("part", near):
        return False
    while look.key(before_at) == "-" or (
        look.cues.has("part", look.key(before_at)) or look.cues.has("extent", look.key(before_at))
    ):
        if look.cues.has("fractions", look.key(before_at)):
            return True  # "une large partie sud de X"
        before_at -= 1
    # "du sud de X" comes from inside, "au sud de X" and "à l'ouest de X" lie outside
    before = look.key(before_at)
    if look.cues.has("place_nouns", before):
        return True  # "les quartiers nord de X"
    if look.cues.has("articles", before) and look.cues.has("to", look.key(before_at - 1)):
        return False
    return look.cues.has("articles", before) or look.cues.has("of", before)


def _office_of_chain(look: Look) -> str:
    """ "un responsable de la partie de la région de X": the office, behind nouns of place."""
    chain = look.chain()
    for start, end in chain:
        noun = look.noun_in(("office", "place_nouns", "part"), start, end)
        if noun in look.cues.sets["office"] and len(chain) > 1:
            return noun if look.noun_in(("embedding",), start, end) == "" else ""
        if not noun:
            return ""
    return ""


def _cared_for(look: Look) -> Decision | None:
    """ "transportés vers des hôpitaux de X", "à l'hôpital de X": where people are taken."""
    if word := taken_to(look):
        return "destination", Reason("role_destination", (word,))
    chain = look.chain()
    noun = next((n for start, end in chain if (n := look.noun_in(("care",), start, end))), "")
    at = chain[-1][0] - 1 if chain else look.low
    while look.cues.has("articles", look.key(at)):
        at -= 1
    if noun and look.cues.has("care_prepositions", look.key(at)):
        return "destination", Reason("role_destination", (noun,))
    return None


def taken_to(look: Look) -> str:
    """ "conduites dans des cliniques de Lyon": the verb, "" when nobody is taken."""
    cues = look.cues
    for at in range(look.head_at, max(look.low, look.head_at - 4) - 1, -1):
        key = look.keys[at]
        if cues.has("towards", key) or cues.has("locative", key):
            for step in range(at - 1, max(look.low, at - 4) - 1, -1):
                if cues.has("event_nouns", look.keys[step]) or cues.has("deeds", look.keys[step]):
                    return ""  # "conduire une opération dans"
                if look.keys[step] in cues.verbs["destination_verbs"]:
                    if not cues.has("towards", key) and (
                        look.keys[step] in cues.verbs["leaving_verbs"]
                    ):
                        return ""  # "évacuer les habitants sur les pentes de X"
                    idiom = cues.has("idioms", look.keys[step + 1])  # "took place in the north of"
                    return "" if idiom else look.keys[step]
            return ""
    return ""


def _longer_name_or_office(look: Look) -> Decision | None:
    cues = look.cues
    head = look.head()
    start = look.phrase_start(look.head_at)
    if look.noun_in(("office", "embedding", "place_nouns"), start, look.head_at) in (
        cues.sets["place_nouns"] - cues.sets["office"] - cues.sets["embedding"]
    ):
        return None  # "les quartiers rebelles de X": the noun is one of place
    if head and cues.has("summits", head) and _lies_on(look, head):
        return None  # "au sommet de X": up there
    if head and cues.has("embedding", head):
        if head == look.key(look.head_at) or cues.has("embedding_far", head):
            return look.is_part_of(f"{head} {look.left} {look.mention.text}")
        return None
    if head and _reaches(look, head):
        return "affiliation", Reason("role_office", (head,))
    who = look.key(look.head_at if cues.noun_last else start)
    joined = cues.has("and", look.key(start - 1))  # "le bastion jihadiste et rebelle de X"
    if start <= look.head_at and cues.has("persons", who) and not joined:
        return "affiliation", Reason("role_office", (who,))
    return None


def _lies_on(look: Look, head: str) -> bool:
    """Whether a word of place stands before a noun ("au sommet", "sur le sommet")."""
    at = next((i for i in range(look.head_at, look.low - 1, -1) if look.keys[i] == head), look.low)
    at -= 1
    while at > look.low and look.cues.has("articles", look.keys[at]):
        at -= 1
    return look.cues.has("locative", look.key(at))


def _reaches(look: Look, head: str) -> bool:
    """True when only titles, adjectives and link words stand between the head and "de"."""
    at = look.head_at
    strange = 0
    while at > look.low and look.keys[at] != head:
        key = look.keys[at]
        strange += not look.cues.has("light", key) and not look.cues.has("of", key)
        if strange > 1:
            return False
        if key in {",", "(", '"'} or (key in look.cues.finite and key not in {"a", "general"}):
            return False
        at -= 1
    return True


def office_at(look: Look) -> str:
    """ "ambassadeur à X", "officials in X": the office, "" when none stands there."""
    word = look.word_before("office_at", 4)
    if not word or not _reaches(look, word):
        return ""
    at = max(at for at in range(look.low, look.gap + 1) if look.keys[at] == word)
    before = look.key(at - 1)
    noun = look.cues.has("place_nouns", before) or (
        before.isalpha()
        and not any(
            look.cues.has(name, before)
            for name in ("articles", "the", "indefinite", "light", "office", "office_at", "of")
        )
    )
    return "" if noun and look.cues.has("light", word) else word  # "une base militaire à X"


def _standing(look: Look) -> Decision | None:
    for phrase in look.cues.standing:
        at = look.head_at - len(phrase) + 1
        if at >= look.low and tuple(look.keys[at : look.head_at + 1]) == phrase:
            return "background", Reason("role_standing", (" ".join(phrase),))
    return None


def _of_government(look: Look) -> Decision | None:
    """ "la médiation du Qatar", "les politiques expansionnistes d'Israël": a state acts."""
    if not look.state_like():
        return None
    start = look.phrase_start(look.head_at)
    noun = look.noun_in(("government_of",), start, look.head_at)
    if not noun and (phrase := look.phrase_at("in_manner", look.head_at)):
        end = look.head_at - len(phrase.split())  # "l'offensive à grande échelle de X"
        noun = look.noun_in(("government_of",), look.phrase_start(end), end)
    if not noun and (is_coarse(look.mention) or look.key(look.head_at) in look.cues.sets["forays"]):
        noun = look.noun_in(("attacks",), start, look.head_at)
    return ("actor_metonym", Reason("role_agent", (noun,))) if noun else None
