"""One known person, without a number that counts: "le chauffeur a été tué"."""

from __future__ import annotations

from geomap.incidents.toll_nouns import QUOTES, Count, Verb
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.phrases import match_phrase

#: Kinds that may be told of one known person ("le chauffeur a été tué").
OF_ONE = frozenset(
    {
        "killed", "injured", "injured_severe", "injured_critical", "injured_light", "arrested",
        "abducted", "hospitalised",
    }
)  # fmt: skip
#: A name of a person has two capitalised words or more, and stands near its verb.
_NAME_WORDS = 2
_NAME_REACH = 5
_NOUN_REACH = 8
#: "âgée de 49 ans": its words.
_AGE_REACH = 5
#: ", touché aux bras et à la cuisse,": the longest aside before a verb.
_ASIDE_REACH = 14
#: Adjectives between a determiner and its person.
_ADJECTIVES = 2


def single_persons(sentence: TollSentence, counted: list[Count]) -> list[Count]:
    """ "le chauffeur a été tué", "dont le frère a été tué": one person, no number."""
    used = {count.verb for count in counted}
    found: list[Count] = []
    at = sentence.first
    while at < sentence.last:
        verb = single_verb(sentence, at)
        if verb is None or verb.at in used:
            at += 1
            continue
        subject = _subject(sentence, at)
        if subject is not None:
            first, group = subject
            hurt = _told_aside(sentence, at, verb)
            if hurt is not None:
                found.append(
                    Count(first, hurt.last, hurt.kind, 1, 1, 1, "exact", group, how="singular")
                )
            found.append(
                Count(
                    first,
                    verb.last,
                    verb.kind,
                    1,
                    1,
                    1,
                    "exact",
                    group,
                    how="singular",
                    verb=verb.at,
                )
            )
        at = verb.last
    return found


def single_objects(sentence: TollSentence) -> list[Count]:
    """ "a tué le conducteur", "coûté la vie au maire": one known person as the object."""
    found: list[Count] = []
    for at in range(sentence.first, sentence.last):
        active = match_phrase(sentence.words.actives, sentence.keys, at, sentence.last)
        if active is None or active[1] not in OF_ONE or active[0] in sentence.number_at:
            continue
        first = active[0]
        determined = sentence.key(first) in sentence.words.determiners
        contracted = (
            first - at > 1 and sentence.keys[first - 1] in sentence.words.links["contracted"]
        )
        if not determined and not contracted:
            continue
        start = first + 1 if determined else first
        people = match_phrase(sentence.words.people, sentence.keys, start, sentence.last)
        if people is None or sentence.keys[people[0] - 1].endswith("s"):
            continue
        passive = sentence.verb_behind(people[0])
        if passive is None or passive.at != at:
            found.append(
                Count(
                    first, people[0], active[1], 1, 1, 1, "exact", people[1], how="singular",
                    object=True,
                )
            )  # fmt: skip
    return found


def beside_one(sentence: TollSentence, counted: list[Count]) -> list[Count]:
    """ "une femme de 49 ans et son fils de 14 ans ont été hospitalisés": the second of two."""
    found: list[Count] = []
    links = sentence.words.links["comma_and"] - {","}
    for count in counted:
        if count.how != "passive" or count.best != 1 or None in (count.noun, count.verb):
            continue
        at = _behind_age(sentence, count.noun or 0)
        second = known_at(sentence, at + 1) if sentence.key(at) in links else None
        if second is None or _behind_age(sentence, second[0]) > (count.verb or 0):
            continue
        if any(other.first == at + 1 for other in counted):
            continue
        found.append(
            Count(at + 1, count.last, count.kind, 1, 1, 1, "exact", second[1], how="singular")
        )
        count.last = at
    return found


def _behind_age(sentence: TollSentence, at: int) -> int:
    """The token behind "de 49 ans", "âgée de 49 ans", ", 49 ans,"; ``at`` when no age stands there."""
    ages = sentence.words.links["ages"]
    for step in range(at, min(at + _AGE_REACH, sentence.last)):
        if sentence.keys[step] in ages:
            return step + 1
        plain = sentence.keys[step] in sentence.words.links["from"] | sentence.words.links["aged"]
        if not plain and step not in sentence.number_at:
            break
    return at


def beside_counted(sentence: TollSentence, counted: list[Count]) -> list[Count]:
    """ "le chauffeur et deux passagers ont été tués": the known person before the counted ones."""
    found: list[Count] = []
    for count in counted:
        end = count.first - 1
        if count.how != "passive" or count.subset_of is not None:
            continue
        if sentence.key(end) not in sentence.words.links["comma_and"] or sentence.key(end) == ",":
            continue
        for first in range(max(sentence.first, end - _NOUN_REACH), end):
            opens = sentence.words.determiners | sentence.words.links["another"]
            if sentence.keys[first] not in opens or first in sentence.number_at:
                continue
            people = match_phrase(sentence.words.people, sentence.keys, first + 1, end)
            if people is not None and sentence.keys[first + 1] in sentence.words.links["lives"]:
                break  # "a perdu la vie et deux autres ont été …"
            if people is not None and any(map(sentence.is_auxiliary, range(people[0], end))):
                break  # "le chauffeur a été tué et douze élèves blessés": told by its own verb
            if people is not None and not sentence.keys[people[0] - 1].endswith("s"):
                found.append(
                    Count(first, people[0], count.kind, 1, 1, 1, "exact", people[1], how="singular")
                )
                break
    return found


def paired_persons(sentence: TollSentence, counted: list[Count]) -> list[Count]:
    """ "le pilote et son passager ont été tués": two known persons, a verb in the plural."""
    used = {count.verb for count in counted}
    links = sentence.words.links["comma_and"] - {","}
    found: list[Count] = []
    for at in range(sentence.first + 2, sentence.last - 2):
        if sentence.keys[at] not in links:
            continue
        first, second = known_before(sentence, at), known_at(sentence, at + 1)
        if first is None or second is None or sentence.key(second[0]) == ",":
            continue
        verb = sentence.verb_behind(second[0])
        if verb is None or verb.direct or verb.at in used or verb.kind not in OF_ONE:
            continue
        if not any(map(sentence.is_auxiliary, range(second[0], verb.at + 1))):
            continue
        found += [
            Count(
                first[0], at, verb.kind, 1, 1, 1, "exact", first[1], how="singular", verb=verb.at
            ),
            Count(
                at + 1, verb.last, verb.kind, 1, 1, 1, "exact", second[1], how="singular",
                verb=verb.at,
            ),
        ]  # fmt: skip
    return found


def known_before(sentence: TollSentence, end: int) -> tuple[int, str | None] | None:
    """(first token, group) of "le pilote" that ends at ``end``."""
    for first in range(end - 2, max(sentence.first, end - 4) - 1, -1):
        known = known_at(sentence, first)
        if known is not None and known[0] == end:
            return first, known[1]
    return None


def known_at(sentence: TollSentence, first: int) -> tuple[int, str | None] | None:
    """(token behind, group) of a determiner and one person at ``first``; no number counts it."""
    if sentence.key(first) not in sentence.words.determiners or first in sentence.number_at:
        return None
    people = match_phrase(sentence.words.people, sentence.keys, first + 1, sentence.last)
    if people is None:
        return None
    return people if _is_one(sentence, people[0]) else None


def _is_one(sentence: TollSentence, end: int) -> bool:
    """Whether the noun that ends at a token stands in the singular."""
    noun = sentence.keys[end - 1]
    return not noun.endswith("s") or noun in sentence.words.links["one_in_s"]


def gapped_persons(sentence: TollSentence, counted: list[Count]) -> list[Count]:
    """ "un homme a été tué et sa femme grièvement blessée": the auxiliary is not said again."""
    found: list[Count] = []
    told = min((count.verb for count in counted if count.verb is not None), default=None)
    links = sentence.words.links["comma_and"]
    for at in range(sentence.first + 1, sentence.last - 2):
        if sentence.keys[at] not in links or told is None or told > at:
            continue
        another = sentence.keys[at + 1] in sentence.words.links["another"]
        determined = sentence.keys[at + 1] in sentence.words.determiners
        if not (another or determined) or at + 1 in sentence.number_at:
            continue
        begin = at + 1 if another else at + 2
        for start in range(begin, min(begin + _ADJECTIVES + 1, sentence.last)):
            people = match_phrase(sentence.words.people, sentence.keys, start, sentence.last)
            if people is None:
                continue
            verb = sentence.participle(people[0])
            plural = sentence.keys[people[0] - 1].endswith("s")
            if verb is None or plural or verb.kind not in OF_ONE or _goes_on(sentence, verb):
                break
            between = range(people[0], verb.at)
            if any(sentence.is_auxiliary(i) for i in between) or _is_plural(sentence, verb.at):
                break
            found.append(
                Count(
                    at + 1, verb.last, verb.kind, 1, 1, 1, "exact", people[1], how="singular",
                    verb=verb.at,
                )
            )  # fmt: skip
            break
    return found


def _goes_on(sentence: TollSentence, verb: Verb) -> bool:
    """A finite verb or an object follows: the participle only qualifies, or is a verb itself."""
    at = verb.last
    follows = sentence.key(at)
    return at < sentence.last and (
        sentence.is_auxiliary(at) or at in sentence.number_at
        or follows in sentence.words.determiners
    )  # fmt: skip


def single_verb(sentence: TollSentence, at: int) -> Verb | None:
    """A singular verb of harm that begins at ``at`` ("a été tué", "est mort", "died")."""
    words, keys = sentence.words, sentence.keys
    if keys[at] in words.intransitive:
        finite = sentence.intransitive(at)
        return finite if finite.kind in OF_ONE else None
    state = _state(sentence, at) or sentence.suffered(at)
    if state is not None:
        return state
    if keys[at] not in words.singular_verbs:
        return None
    if not sentence.is_auxiliary(at):
        return None
    verb = sentence.participle(at + 1)
    if verb is None or verb.kind not in OF_ONE:
        return None
    between = keys[at + 1 : verb.at]
    if any(key in words.links["negations"] for key in between):
        return None
    passive = keys[at] in words.links["be"] or any(k in words.links["been"] for k in between)
    own = match_phrase(words.own, keys, verb.at, sentence.last) is not None
    if not passive and not own:
        return None
    return None if _is_plural(sentence, verb.at) else verb


def _state(sentence: TollSentence, at: int) -> Verb | None:
    """ "est dans un état critique", "se trouve entre la vie et la mort"."""
    if sentence.keys[at] not in sentence.words.state_verbs:
        return None
    severity = match_phrase(sentence.words.severity, sentence.keys, at + 1, sentence.last)
    if severity is None or not sentence.is_state(at + 1, severity):
        return None
    return Verb(severity[1], severity[0], at)


def _is_plural(sentence: TollSentence, at: int) -> bool:
    """French participles show the number; what is no participle of one ends in s."""
    word = sentence.tokens.words[at].lower()
    return word.endswith(("és", "ées", "us", "ues", "ts", "tes"))


def _subject(sentence: TollSentence, verb: int) -> tuple[int, str | None] | None:
    """(first token, group) of a single person as the subject of the verb at ``verb``."""
    start = _clause_start(sentence, verb)
    opened = _aside_before(sentence, start, verb)
    if opened is not None:  # "le suspect, 24 ans, a été arrêté"
        verb, start = opened, _clause_start(sentence, opened)
    if any(_counts_people(sentence, at) for at in range(start, verb)):
        return None
    speech = sentence.words.links["speech"]
    at = max((i + 1 for i in range(start, verb) if sentence.keys[i] in speech), default=start)
    at += sentence.key(at) in sentence.words.links["owner"]  # "dont le frère a été tué"
    while at < verb and sentence.keys[at] not in sentence.words.determiners:
        if sentence.tokens.words[at][0].isupper():
            return _name(sentence, verb)
        at += 1
    prenominal = sentence.words.links["prenominal"]
    for index in range(at + 1, min(at + _NOUN_REACH, verb)):
        people = match_phrase(sentence.words.people, sentence.keys, index, verb)
        vague = people is not None and people[0] == index + 1
        vague = vague and sentence.keys[index] in sentence.words.fillers
        if vague and people is not None and not sentence.stands_alone(people[0]):
            return None  # "un autre avion a été abattu"
        if people is not None and _is_one(sentence, people[0]):
            owner = sentence.keys[start] in sentence.words.links["owner"]
            return (start if owner else at), people[1]
        if prenominal and sentence.keys[index] not in prenominal:
            return None  # "un drone militaire a été abattu": its noun is no person
    return None


def _aside_before(sentence: TollSentence, start: int, verb: int) -> int | None:
    """The comma that opens the aside which ends right before a verb, None when there is none."""
    clitics = sentence.words.links["clitics"] | sentence.words.links["reflexive"]
    if sentence.key(start - 1) != "," or any(k not in clitics for k in sentence.keys[start:verb]):
        return None
    for at in range(start - 2, max(sentence.first, start - _ASIDE_REACH) - 1, -1):
        if sentence.keys[at] == ",":
            return at
        if sentence.keys[at] in sentence.words.boundaries:
            return None
    return None


def _told_aside(sentence: TollSentence, at: int, verb: Verb) -> Verb | None:
    """ "son fils, légèrement blessé, a été hospitalisé": what the aside tells besides the verb."""
    opened = _aside_before(sentence, _clause_start(sentence, at), at)
    hurt = sentence.participle(opened + 1) if opened is not None else None
    if hurt is None or hurt.last > at or hurt.kind == verb.kind or verb.kind == "killed":
        return None
    return hurt if hurt.kind in OF_ONE else None


def _counts_people(sentence: TollSentence, at: int) -> bool:
    """A number of people, not an age."""
    return sentence.counts_at(at) and sentence.head(sentence.number_at[at].core_last) is not None


def _clause_start(sentence: TollSentence, verb: int) -> int:
    stops = sentence.words.boundaries | sentence.words.links["comma_and"] | QUOTES
    start = verb
    while start > sentence.first and sentence.keys[start - 1] not in stops:
        start -= 1
        if sentence.keys[start] == ")":  # "le fils de la défunte (16 ans)"
            reach = range(start - 1, max(sentence.first, start - _ASIDE_REACH) - 1, -1)
            start = next((at for at in reach if sentence.keys[at] == "("), start)
        if sentence.keys[start] in sentence.words.links["owner"]:
            break
    return start


def _name(sentence: TollSentence, verb: int) -> tuple[int, str | None] | None:
    """A name of at least two capitalised words right before the verb: a person, not a thing."""
    first, capitals = verb, 0
    while first > sentence.first and verb - first < _NAME_REACH:
        word = sentence.tokens.words[first - 1]
        if word[0].isupper() and word[0].isalpha():
            capitals += 1
        elif word != "-" and sentence.keys[first - 1] not in sentence.words.links["particles"]:
            break
        first -= 1
    while first < verb and not sentence.tokens.words[first][0].isupper():
        first += 1
    if sentence.key(first) in sentence.words.determiners:
        return None
    return (first, "persons") if capitals >= _NAME_WORDS else None
