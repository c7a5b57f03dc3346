"""Whether a noun is new or known, by its article and what hangs on it; or no event at all."""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Hit, Lexicon

#: "un plan d'action contre …": words between.
GUARD_REACH = 4


def classifies(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "un détecteur d'avalanche", "le centre d'incendie et de secours": a singular noun behind "de"
    without an article says of what kind something is; nothing is told of it.

    Behind words that count or begin ("un début d'incendie", "pas d'explosion") it is an event.
    """
    keys, words, of = reading.keys, lex.words, hit.first - 1
    if _is_guarded_against(reading, hit, lex):
        return True
    if of <= reading.low or keys[of] not in words["classifying_of"]:
        return False
    if keys[hit.first].endswith("s") or keys[hit.first].endswith("x"):
        return False  # "à la suite d'inondations": "de" and "des"
    head = keys[of - 1]
    return head.isalpha() and head not in words["heads_of_events"]


def _is_guarded_against(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "un plan contre les accidents", "une assurance contre les inondations": what it is for."""
    keys, words, at = reading.keys, lex.words, hit.first - 1
    if at > reading.low and keys[at] in words["definite"]:
        at -= 1
    return (
        at > reading.low
        and keys[at] in words["protested_against"]
        and any(
            key in words["plans_against"] for key in keys[max(reading.low, at - GUARD_REACH) : at]
        )
    )


def read_articles(draft: Draft, lex: Lexicon) -> None:
    """Definite or not: "une attaque" is new, "l'attaque" is one already told."""
    keys = draft.reading.keys
    if draft.kind != "noun":
        draft.new = draft.indefinite = _acts_anew(draft, lex)
        return
    low = max(draft.reading.low, draft.first - 4)
    for at in range(draft.first - 1, low - 1, -1):
        key = keys[at]
        if key in lex.words["indefinite"]:
            behind = keys[at - 1] if at > draft.reading.low else ""
            if behind in lex.words["takes_of"] and key in lex.words["of"]:
                draft.definite = True  # "au cours des combats": "de" and "les"
            else:
                draft.indefinite = True
            break
        if key in lex.words["definite"] or _owns(draft.reading.words[at]):
            draft.definite = True
            break
        if key in lex.words["genitive"]:
            break  # "le théâtre de violents affrontements": the article is another noun's
        if not key.isalpha() and key != "-":
            break
    if draft.definite and _is_of_something_new(draft, lex):
        draft.definite = False
    last_word = keys[draft.last - 1] if draft.last - draft.first == 1 else keys[draft.first]
    draft.plural = last_word.endswith("s")
    if not draft.definite:
        draft.indefinite = True
        near = range(max(draft.reading.low, draft.first - 2), draft.first)
        draft.new_word = next((keys[i] for i in near if keys[i] in lex.words["new"]), "")
        draft.new = bool(draft.new_word)


def _acts_anew(draft: Draft, lex: Lexicon) -> bool:
    """ "un autre drone a largué …": the subject says that it is another event."""
    keys, words = draft.reading.keys, lex.words
    return any(
        (keys[at] in words["indefinite"] or keys[at] in words["of"])
        and keys[at + 1] in words["another"]
        and keys[at + 2] not in words["victim_nouns"]
        for at in range(draft.low, draft.first - 2)
    )


def _is_of_something_new(draft: Draft, lex: Lexicon) -> bool:
    """ "la chute d'un arbre", "l'explosion de deux bonbonnes": what hangs on it is new, so it is."""
    keys, words = draft.reading.keys, lex.words
    of = draft.last
    return (
        of + 1 < draft.reading.top
        and keys[of] in words["genitive"]
        and (keys[of + 1] in words["new_things"])
    ) or any(key in words["new_things"] for key in keys[draft.first + 1 : draft.last])


def _owns(word: str) -> bool:
    """ "Monday's storms": the owner stands for an article."""
    return len(word) > 2 and word.endswith(("'s", "’s", "s'", "s’"))
