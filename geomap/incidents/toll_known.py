"""Known persons among those counted ("dont le chauffeur", "son fils fait partie des morts") and
those a pronoun takes up ("il est décédé à l'hôpital")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.incidents.toll_nouns import Count, Head, Verb
from geomap.incidents.toll_persons import OF_ONE, known_at, single_verb
from geomap.incidents.toll_sentence import TollSentence
from geomap.language.phrases import match_phrase

#: Between a whole and the known person who is one of its parts (tokens).
WHOLE_REACH = 14
#: "le chauffeur du camion, âgé d'une trentaine d'années, fait partie des morts": words between.
SUBJECT_REACH = 14
#: Words of a known person's complement: "le chauffeur de l'autocar et son fils".
COMPLEMENT_REACH = 5
#: "il présentait un traumatisme crânien et a été transporté à l'hôpital": words between.
PREDICATE_REACH = 16
#: The longest list of known persons before their verb (tokens).
LIST_REACH = 40
#: A death so near behind what befell a person first is told by the same phrase (tokens).
DEATH_REACH = 12
#: "le corps sans vie de": words between the body and whose it is.
BODY_REACH = 4
#: "Ils ont tous été évacués vers l'hôpital": words between the pronoun and its verb.
THEY_REACH = 7
#: "ont été blessés dans l'accident, ainsi que …": words between.
ADJUNCT_REACH = 5
#: What a pronoun may add to what was told of one person.
_OF_PRONOUN = frozenset({"hospitalised", "killed"})
#: A known person hurt or missing who is told dead is counted dead.
_BEFORE_DEATH = frozenset(
    {"injured", "injured_severe", "injured_critical", "injured_light", "missing", "hospitalised"}
)
_DEAD = "killed"


def known_parts(sentence: TollSentence, counted: Sequence[Count]) -> list[Count]:
    """ "43 morts, dont le chauffeur et son fils": one each, parts of the count before them."""
    found: list[Count] = []
    for at in range(sentence.first, sentence.last - 1):
        opened = match_phrase(sentence.words.subset_before, sentence.keys, at, sentence.last)
        if opened is None:
            continue
        whole = _whole_before(sentence, counted, at)
        if whole is not None:
            found += _listed(sentence, opened[0], whole.kind)
    return found


def _whole_before(sentence: TollSentence, counted: Sequence[Count], at: int) -> Count | None:
    """The count right before a part, when those counted last are people of a toll."""
    whole = next((c for c in reversed(counted) if c.first < at), None)
    if whole is None or whole.subset_of is not None or whole.low == 0:
        return None
    if at - whole.last > WHOLE_REACH or whole.how == "singular":
        return None
    others = sentence.counted_before(at)
    if others is not None and others.first_token >= whole.last:
        return None  # "43 morts … quatre personnes sont indemnes, dont le chauffeur"
    return whole


def _listed(sentence: TollSentence, at: int, kind: str) -> list[Count]:
    """The known persons of a list that begins at a token, each one of those of a kind."""
    found: list[Count] = []
    while True:
        known = known_at(sentence, at)
        if known is None or _is_told_of(sentence, known[0]):
            return found
        end, group = known
        found.append(Count(at, end, kind, 1, 1, 1, "exact", group, subset_of=kind, how="subset"))
        at = _next_of_list(sentence, end)
        if at < 0:
            return found


def _is_told_of(sentence: TollSentence, at: int) -> bool:
    """ "dont le frère a été tué": a clause of its own about that person."""
    return at < sentence.last and _is_finite(sentence, at)


def _is_finite(sentence: TollSentence, at: int) -> bool:
    return sentence.keys[at] in sentence.words.finite and sentence.is_auxiliary(at)


def _next_of_list(sentence: TollSentence, end: int) -> int:
    """The token behind "et" or "ainsi que" that follows a person and its complement, else -1."""
    links = sentence.words.links
    for at in range(end, min(end + COMPLEMENT_REACH, sentence.last)):
        beside = match_phrase(sentence.words.beside, sentence.keys, at, sentence.last)
        if beside is not None:
            return beside[0]
        if sentence.keys[at] in links["comma_and"]:
            return at + 1
        if at == end and sentence.keys[at] not in links["from"] | links["contracted"]:
            return -1
    return -1


def persons_beside(sentence: TollSentence, counted: Sequence[Count]) -> list[Count]:
    """ "la députée a été blessée, ainsi que son chauffeur": what was said of the one before."""
    found: list[Count] = []
    for at in range(sentence.first + 1, sentence.last - 1):
        along = match_phrase(sentence.words.along, sentence.keys, at, sentence.last)
        known = known_at(sentence, along[0]) if along is not None else None
        if along is None or known is None or _is_told_of(sentence, known[0]):
            continue
        told = at - (sentence.key(at - 1) == ",")
        near = [c for c in counted if 0 <= told - c.last <= ADJUNCT_REACH and c.verb is not None]
        one = max(near, key=lambda c: c.last, default=None)
        if one is not None and any(map(sentence.is_auxiliary, range(one.last, told))):
            continue
        if one is not None and one.kind in OF_ONE:
            found.append(
                Count(along[0], known[0], one.kind, 1, 1, 1, "exact", known[1], how="singular")
            )
    return found


def persons_among(
    sentence: TollSentence, counted: Sequence[Count], told: Sequence[Count]
) -> list[Count]:
    """ "le chauffeur, âgé de 40 ans, fait partie des morts, de même que son fils"."""
    found: list[Count] = []
    for at in range(sentence.first + 1, sentence.last - 1):
        among = match_phrase(sentence.words.among_one, sentence.keys, at, sentence.last)
        if among is None:
            continue
        noun = sentence.head(_behind_number(sentence, among[0]))
        kind = _kind_of(noun, [*told, *counted])
        subject = _subject_before(sentence, at)
        if kind is None or noun is None or subject is None:
            continue
        first, end, group = subject
        if any(c.first <= first < c.last and c.kind == kind for c in counted):
            continue
        found.append(Count(first, end, kind, 1, 1, 1, "exact", group, subset_of=kind, how="subset"))
        follows = noun.last + (sentence.key(noun.last) == ",")
        beside = match_phrase(sentence.words.beside, sentence.keys, follows, sentence.last)
        if beside is not None:
            found += _listed(sentence, beside[0], kind)
    return found


def _behind_number(sentence: TollSentence, at: int) -> int:
    """ "des quatorze morts": the token behind the number, which counts nobody new."""
    number = sentence.number_at.get(at)
    return at if number is None else number.last_token


def _kind_of(noun: Head | None, told: Sequence[Count]) -> str | None:
    """What the noun of the whole tells; "victimes" are the dead when any are told."""
    if noun is None or noun.kind is None:
        return None
    if noun.kind != "casualties_unspecified":
        return noun.kind
    kinds = [count.kind for count in told if count.low]
    return _DEAD if _DEAD in kinds else (kinds[-1] if kinds else None)


def _subject_before(sentence: TollSentence, verb: int) -> tuple[int, int, str | None] | None:
    """(first token, token behind, group) of the known person nearest before a verb."""
    for first in range(verb - 2, max(sentence.first, verb - SUBJECT_REACH) - 1, -1):
        if _is_finite(sentence, first):
            return None
        known = known_at(sentence, first)
        if known is not None:
            return first, known[0], known[1]
    return None


def persons_taken_up(
    sentence: TollSentence, counted: Sequence[Count], told: Sequence[Count]
) -> list[Count]:
    """ "il a été transporté à l'hôpital", "elle n'a pas survécu": of the one person told before.

    A death takes the place of what was told of that person alone: nobody is counted hurt and dead.
    """
    found: list[Count] = []
    links = sentence.words.links
    used = {count.verb for count in counted}
    for at in range(sentence.first, sentence.last - 2):
        state = match_phrase(sentence.words.states_of_one, sentence.keys, at, sentence.last)
        if state is not None:
            _make_worse(_one_before(counted, told, at), state[1])
        state = match_phrase(sentence.words.states_of_many, sentence.keys, at, sentence.last)
        if state is not None:
            _make_worse(next((c for c in reversed(counted) if c.last <= at), None), state[1])
        if sentence.keys[at] in links["they"]:
            found += _taken_to_hospital(sentence, at, [*told, *counted])
        verb = _predicate(sentence, at + 1) if sentence.keys[at] in links["pronouns"] else None
        if verb is None or verb.kind not in _OF_PRONOUN or verb.at in used:
            continue
        one = _one_before(counted, told, at)
        if verb.kind == _DEAD and one is not None and one.kind in _BEFORE_DEATH:
            one.kind = _DEAD
        elif _is_new(verb.kind, one, [*told, *counted]):
            found.append(
                Count(at, verb.last, verb.kind, 1, 1, 1, "exact", one.group if one else "persons",
                      how="singular", verb=verb.at)
            )  # fmt: skip
    return found


def _taken_to_hospital(sentence: TollSentence, at: int, told: Sequence[Count]) -> list[Count]:
    """ "Ils ont été évacués vers l'hôpital": those told last, when they are hurt."""
    verb = sentence.verb_behind(at + 1)
    if verb is None or verb.kind != "hospitalised" or verb.direct or verb.at - at > THEY_REACH:
        return []
    before = [c for c in told if c.first < at]
    many = _with_those_beside(before) if before else None
    if many is None or not many.kind.startswith("injured") or many.best == 1 or not many.low:
        return []
    return [
        Count(at, verb.last, verb.kind, many.low, many.best, many.high, many.qualifier, many.group,
              how="taken up", verb=verb.at)
    ]  # fmt: skip


def _with_those_beside(told: Sequence[Count]) -> Count:
    """ "Une surveillante et quatre lycéens …. Tous ont été …": those told together, as one count."""
    last = max(told, key=lambda c: c.first)
    beside = next((c for c in told if 0 < last.first - c.last <= 1 and c.kind == last.kind), None)
    if beside is None or beside.best is None or last.best is None:
        return last
    whole = beside.best + last.best
    return replace(last, low=whole, best=whole, high=whole, group="persons")


def _is_new(kind: str, one: Count | None, told: Sequence[Count]) -> bool:
    """Whether what a pronoun says of one person has not been counted."""
    if kind != _DEAD:
        return one is not None and one.kind not in {kind, _DEAD}
    return not any(count.kind == _DEAD and count.low for count in told)


def _one_before(counted: Sequence[Count], told: Sequence[Count], at: int) -> Count | None:
    """The count told last, when it is of one person."""
    before = [c for c in (*told, *counted) if c.first < at and c.low != 0]
    one = max(before, key=lambda c: c.first, default=None)
    return one if one is not None and one.best == 1 and not one.superseded else None


def _make_worse(one: Count | None, kind: str) -> None:
    """ "son pronostic vital est engagé": the same person, more badly hurt than told before."""
    if one is not None and one.kind.startswith("injured"):
        one.kind = kind


def _predicate(sentence: TollSentence, at: int) -> Verb | None:
    """The verb of harm of a pronoun before ``at``: its own, or one joined to it by "et"."""
    links = sentence.words.links
    while at < sentence.last and sentence.keys[at] in links["clitics"]:
        at += 1
    verb = single_verb(sentence, at)
    for joined in range(at, min(at + PREDICATE_REACH, sentence.last - 1)):
        if verb is not None or sentence.keys[joined] in sentence.words.boundaries:
            break
        if sentence.keys[joined] in links["pronouns"]:
            break
        if sentence.keys[joined] in links["comma_and"]:
            verb = single_verb(sentence, joined + 1)
    return verb


def persons_listed(sentence: TollSentence, counted: Sequence[Count]) -> list[Count]:
    """ "la navigatrice X, la nageuse Y et le boxeur Z sont morts": one each, a plural verb."""
    found: list[Count] = []
    plural = sentence.words.links["plural_auxiliaries"]
    used = {count.verb for count in counted}
    for at in range(sentence.first + 3, sentence.last - 1):
        if sentence.keys[at] not in plural or not sentence.is_auxiliary(at):
            continue
        verb = sentence.participle(at + 1)
        if verb is None or verb.at in used or verb.kind not in OF_ONE:
            continue
        persons = _list_before(sentence, at)
        if len(persons) > 1:
            found += [
                Count(first, end, verb.kind, 1, 1, 1, "exact", group, how="singular", verb=verb.at)
                for first, end, group in persons
            ]
    return found


def _list_before(sentence: TollSentence, verb: int) -> list[tuple[int, int, str | None]]:
    """(first token, token behind, group) of the known persons of the list that ends at a verb."""
    links, end = sentence.words.links, verb
    persons: list[tuple[int, int, str | None]] = []
    start = end
    while start > sentence.first and verb - start < LIST_REACH:
        start -= 1
        opens = start == sentence.first
        if not opens and sentence.keys[start] not in links["comma_and"]:
            continue
        first = start if opens else start + 1
        known = known_at(sentence, first)
        if known is None or any(_is_finite(sentence, at) for at in range(first, end)):
            break
        persons.append((first, end, known[1]))
        if not opens and len(persons) == 1 and sentence.keys[start] == ",":
            break  # the last of a list stands behind "et"
        end = start
    return persons[::-1]


def mark_deaths(sentence: TollSentence, counted: Sequence[Count]) -> None:
    """ "transporté à l'hôpital, où il est décédé": one person, dead in the end."""
    for at in range(sentence.first, sentence.last - 1):
        told = match_phrase(sentence.words.later_death, sentence.keys, at, sentence.last)
        many = match_phrase(sentence.words.later_deaths, sentence.keys, at, sentence.last)
        told = told or many
        if told is None:
            continue
        before = [c for c in counted if c.last <= at and c.low]
        one = max(before, key=lambda c: c.last, default=None)
        if one is None or (one.best != 1 and many is None):
            continue
        if one.kind in _BEFORE_DEATH:
            one.kind = _DEAD
            one.last = told[0] if at - one.last <= DEATH_REACH else one.last


def bodies(sentence: TollSentence) -> list[Count]:
    """ "le corps sans vie d'un homme a été retrouvé": a body is somebody dead."""
    found: list[Count] = []
    links = sentence.words.links
    for first in range(sentence.first, sentence.last - 3):
        if sentence.keys[first + 1] not in links["bodies"] or (
            sentence.keys[first] not in links["articles"]
        ):
            continue
        for of in range(first + 2, min(first + 2 + BODY_REACH, sentence.last - 1)):
            if sentence.keys[of] not in links["from"]:
                continue
            start = of + 1
            start += sentence.keys[start] in sentence.words.determiners
            people = match_phrase(sentence.words.people, sentence.keys, start, sentence.last)
            if people is not None and not sentence.keys[people[0] - 1].endswith("s"):
                found.append(
                    Count(first, people[0], "killed", 1, 1, 1, "exact", people[1], how="singular")
                )
            break
    return found
