"""What a sentence only takes as known, counts or guards against: it tells no news by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geomap.incidents.clauses import is_finite_verb
from geomap.incidents.draft import Draft
from geomap.incidents.lexicon import Lexicon, lexicon
from geomap.incidents.times import Dated, is_number
from geomap.incidents.told import HARM
from geomap.incidents.types import ATTACKS
from geomap.model.when import When

#: How far behind a promise what is promised stands (tokens).
PROMISE_REACH = 5
#: "ont été tués depuis fin avril": words between.
SINCE_REACH = 2
#: "annexée par la Russie en 2014": words between.
YEAR_REACH = 6
#: "l'attentat survenu mardi": words between.
BESIDE_REACH = 3
#: "en mémoire des victimes des pires attentats": words between.
REMEMBERED_REACH = 8
#: "days of intense fighting": adjectives between.
ADJECTIVES = 2
#: "malgré la fragile trêve": words between.
STANDING_REACH = 3
#: "… ? »": tokens from a question mark to the end of its sentence.
CLOSING = 3
#: "prévention contre les grands feux": words between.
GUARD_REACH = 5


def is_left_out(
    draft: Draft, drafts: Sequence[Draft], date: When | None, dates: Sequence[Dated], lex: Lexicon
) -> bool:
    """Whether a telling is history, statistics, a promise or a fear, and no event of its own."""
    if _is_cause_of_a_march(draft, drafts, lex) or _is_guarded_against(draft, lex):
        return True
    if draft.bare and _in_a_year(draft, dates):
        return True  # "péninsule annexée par la Russie en 2014, …"
    if draft.bare and date is not None and (date.remote or date.precision == "year"):
        return True  # "annexé en 2014": history of the place
    if _is_counted(draft, lex) or _is_yearly(draft, date) or _since_years(draft, date):
        return True
    if _is_what_it_does(draft, date, lex) or _is_of_a_kind(draft, dates, lex):
        return True
    if draft.realis == "intended" and _is_promised(draft, drafts):
        return True
    # "depuis 2012, des violences ont fait des milliers de morts"
    return draft.type == HARM and any(
        one.when.ongoing and one.when.precision == "year" for one in dates
    )


def is_known(
    draft: Draft,
    date: When | None,
    dates: Sequence[Dated],
    lex: Lexicon,
    earlier: Callable[[When], bool],
) -> bool:
    """Whether a telling speaks of something told before: "malgré la trêve", "le procès de"."""
    if _is_sum(draft, dates):
        return True  # "600 civils ont été tués depuis avril dans les bombardements"
    if _is_standing(draft, lex) or _goes_on_long(draft, lex) or _is_compared(draft, date, lex):
        return True
    return _is_remembered(draft, lex) and not _is_dated_beside(draft, date, dates, earlier)


def _is_cause_of_a_march(draft: Draft, drafts: Sequence[Draft], lex: Lexicon) -> bool:
    """ "… dans la rue pour protester contre le coup d'État du mois dernier": what they are against."""
    keys, at = draft.reading.keys, draft.first - 1
    while at > draft.reading.low and keys[at] in lex.words["definite"] | lex.words["indefinite"]:
        at -= 1
    return (
        draft.kind == "noun"
        and keys[at] in lex.words["protested_against"]
        and any(d.type in {"peaceful_protest", "riot"} and d.first < draft.first for d in drafts)
    )


def _is_sum(draft: Draft, dates: Sequence[Dated]) -> bool:
    """People counted over weeks or years: how many, not what happened."""
    return (
        draft.kind == "verb"
        and draft.passive
        and draft.type in ATTACKS
        and any(
            dated.when.ongoing and 0 <= dated.first - draft.last <= SINCE_REACH for dated in dates
        )
        and not any(not dated.when.ongoing and not dated.said for dated in dates)
    )


def _in_a_year(draft: Draft, dates: Sequence[Dated]) -> bool:
    return any(
        dated.when.precision == "year" and 0 <= dated.first - draft.last <= YEAR_REACH
        for dated in dates
    )


def _is_standing(draft: Draft, lex: Lexicon) -> bool:
    """ "malgré une trêve", "depuis la fin de l'attaque": how things stand, taken as known."""
    low = draft.first - STANDING_REACH
    if any(key in lex.words["takes_of"] for key in draft.reading.keys[max(0, low) : draft.first]):
        low -= 2  # the article and the noun
    low = max(draft.reading.low, low)
    return draft.kind == "noun" and any(
        draft.reading.keys[at] in lex.words["standing"] for at in range(low, draft.first)
    )


def _goes_on_long(draft: Draft, lex: Lexicon) -> bool:
    """ "des mois de négociations": how long, not what happened. "Two days of drills" are told."""
    keys, at = draft.reading.keys, draft.first - 1
    low = draft.reading.low
    while at > low and keys[at] not in lex.words["of"] and draft.first - at <= ADJECTIVES:
        at -= 1  # "days of intense fighting"
    return (
        draft.kind == "noun" and at > low
        and keys[at] in lex.words["of"]
        and keys[at - 1] in lex.words["long"]
        and not (at - 2 >= low and is_number(keys[at - 2], draft.reading.lang))
    )  # fmt: skip


def _is_compared(draft: Draft, date: When | None, lex: Lexicon) -> bool:
    """ "les crues les plus marquantes sont celles de 1965": said of all there ever were."""
    keys = draft.reading.keys
    behind = keys[draft.last : draft.last + 2]
    return (
        draft.kind == "noun" and draft.definite and draft.plural
        and (date is None or date.ongoing or date.precision == "year")
        and len(behind) == 2 and behind[0] in lex.words["definite"] and behind[1] in lex.words["most"]
    )  # fmt: skip


def _is_remembered(draft: Draft, lex: Lexicon) -> bool:
    """ "le procès des attentats de X", "victime de l'attentat": named by what came of it since."""
    keys, words = draft.reading.keys, lex.words
    if draft.kind != "noun":
        return False
    for at in range(draft.first - 2, max(draft.low, draft.first - REMEMBERED_REACH) - 1, -1):
        if keys[at] in words["remembered_in"] and keys[at + 1] in words["remembered_by"]:
            between = keys[at + 2 : draft.first]
            united = keys[at + 1] in words["of_the"]  # "des": "de" and "les"
            return draft.definite or (united and not any(k in words["indefinite"] for k in between))
        if keys[at] == "," or lex.is_auxiliary(keys[at], draft.reading.words[at]):
            return False
    return False


def _is_dated_beside(
    draft: Draft, date: When | None, dates: Sequence[Dated], earlier: Callable[[When], bool]
) -> bool:
    """ "les victimes de l'attentat de mardi": a recent day of its own, right behind it."""
    reading, lex = draft.reading, lexicon(draft.reading.lang)
    held = any(key in lex.words["ceremonies"] for key in reading.keys[draft.low : draft.first])
    return any(
        dated.when is date
        and (not held or reading.keys[dated.first - 1] in lex.words["of"])
        and 0 <= dated.first - draft.last <= BESIDE_REACH
        and not any(
            lex.is_auxiliary(reading.keys[at], reading.words[at])
            for at in range(draft.last, dated.first)
        )
        and not any(
            draft.last <= hit.first < dated.first
            and hit.entry.kind in {"verb", "light"}
            and is_finite_verb(reading.keys, hit, lex, reading.low)
            for hit in reading.hits
        )
        for dated in dates
        if not dated.when.future and not earlier(dated.when)
    )


def _is_guarded_against(draft: Draft, lex: Lexicon) -> bool:
    """ "campagne de prévention contre les feux", "éviter les incendies": of a kind, none of today."""
    keys, low = draft.reading.keys, max(draft.low, draft.first - GUARD_REACH)
    before = keys[draft.first - 1] if draft.first > draft.low else ""
    kind = draft.plural or keys[draft.first].endswith(("s", "x")) or before in lex.words["of"]
    if draft.kind != "noun" or not kind or (draft.indefinite and before not in lex.words["of"]):
        return False
    return any(keys[at] in lex.words["guards"] for at in range(low, draft.first)) and not any(
        key == "," or lex.is_auxiliary(key, word)
        for key, word in zip(
            keys[low : draft.first], draft.reading.words[low : draft.first], strict=True
        )
    )


def _is_what_it_does(draft: Draft, date: When | None, lex: Lexicon) -> bool:
    """ "des missiles qui visent l'Europe", "groups that attack villages": on no day at all."""
    keys, at = draft.reading.keys, draft.first - 1
    return (
        draft.kind == "verb"
        and draft.present
        and draft.type in ATTACKS
        and date is None
        and at > draft.reading.low
        and keys[at] in lex.words["relative_subject"]
    )


def _is_of_a_kind(draft: Draft, dates: Sequence[Dated], lex: Lexicon) -> bool:
    """ "Séismes, éruptions, tsunamis.", "how to warn of a tsunami?": words of a kind of event, on
    no day and in no place."""
    reading = draft.reading
    if draft.kind != "noun" or draft.definite or dates or reading.mentions:
        return False
    asked = "?" in reading.keys[max(reading.low, reading.top - CLOSING) : reading.top]
    many = reading.keys[draft.first].endswith(("s", "x")) and not any(
        hit.entry.kind in {"verb", "light"}
        and (is_finite_verb(reading.keys, hit, lex, reading.low) or "pp" in hit.entry.tenses)
        for hit in reading.hits
    )
    listed = (
        many
        and reading.keys[draft.first - 1] in {",", "."}
        and "," in reading.keys[reading.low : reading.top]
    )
    return asked or listed


def _is_counted(draft: Draft, lex: Lexicon) -> bool:
    """ "intervenus 1.240 fois pour des feux": how often, over a time."""
    keys, low = draft.reading.keys, draft.low
    return (
        draft.kind == "noun"
        and draft.plural
        and any(
            keys[at] in lex.words["times"] and keys[at - 1][:1].isdigit()
            for at in range(low + 1, draft.first)
        )
    )


def _is_yearly(draft: Draft, date: When | None) -> bool:
    """A number right before the events of a year: statistics."""
    before = draft.reading.keys[draft.first - 1] if draft.first > draft.reading.low else ""
    return (
        draft.kind == "noun"
        and draft.plural
        and date is not None
        and date.precision == "year"
        and before[:1].isdigit()
    )


def _since_years(draft: Draft, date: When | None) -> bool:
    return (
        date is not None
        and date.ongoing
        and date.precision == "year"
        and draft.kind == "noun"
        and draft.plural
        and not draft.definite
    )


def _is_promised(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "promettent de s'entretenir": what is promised belongs to the promise."""
    return any(
        other.type == "pledge_or_statement" and 0 < draft.first - other.last <= PROMISE_REACH
        for other in drafts
    )
