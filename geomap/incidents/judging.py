"""What a clause says of its own truth: hypothesis, fear, plan, alert, series."""

from __future__ import annotations

from geomap.incidents.clauses import Reading, is_finite_verb
from geomap.incidents.draft import Draft
from geomap.incidents.forms import (
    has_auxiliary,
    has_reflexive,
    looks_participle,
)
from geomap.incidents.lexicon import Hit, Lexicon, lexicon
from geomap.incidents.negation import is_negated
from geomap.incidents.wanted import asked_for, demanded, is_aimed_at, such

#: How far a word of modality may stand before what it governs.
MODAL_REACH = 6
#: "par crainte des obus et des mines": what is feared stands this near behind the fear.
FEAR_REACH = 5
#: "ont commencé vendredi 6 novembre à évacuer": words between the aspect and its infinitive.
ASPECT_REACH = 7
#: What an infinitive happens behind: "began to", "did not hesitate to", "caused a bus to plunge".
BRING_ABOUT = ("aspect", "hesitating", "causative")
#: "a wave of overnight aerial attacks": words between.
SERIES_REACH = 3
#: "led to the evacuation of": words between the verb of causing and what it caused.
CAUSED_REACH = 3
#: "a summit is unlikely": forms of "be" before the doubt.
DOUBT_REACH = 2
#: "en vue d'une vaste offensive": words between the aim and its noun.
AIM_REACH = 5
_ASKED_FOR = frozenset({"evacuation", "explosion", "civil_protection", "aid_or_outage"})
#: What comes back every year is no single event; "une vague d'incendies" is one.
_RECURRENT = frozenset(
    {
        "earthquake", "tsunami", "flood", "storm", "wildfire", "landslide_volcano", "fire",
        "transport_accident",
    }
)  # fmt: skip
#: "sont venus, en nombre, en tracteurs, lancer leur cri": words between.
COME_REACH = 14
#: What is an attack even when it fails.
_ATTEMPTED = frozenset({"attack", "attack_on_civilians", "armed_clash", "bombing"})
#: What is forecast: nobody plans it.
_FORECAST = frozenset({"storm", "flood", "tsunami", "wildfire", "landslide_volcano"})
#: "c'est le deuxième incendie": words before the noun.
COPULA_REACH = 7


def judge(draft: Draft, lex: Lexicon) -> None:
    """Negation, hypothesis, plan, alert, series: what the clause says of its own truth."""
    reading, low, high = draft.reading, draft.low, draft.high
    near_low = max(low, draft.first - MODAL_REACH)
    _light(draft, lex)
    tenses = _tenses(draft, lex)
    draft.pluperfect = _has_pluperfect(draft, lex)
    if is_negated(draft, lex):
        draft.negated, draft.realis = True, "hypothetical"
        return
    if draft.status == "cancelled":
        return
    avoided = reading.modal("avoided", low, draft.first) or (
        reading.modal("avoided", draft.last, high) if draft.kind == "noun" else None
    )
    if avoided is not None:
        _set(draft, "hypothetical", "reported", reading, avoided)
        return
    if draft.indefinite and reading.keys[low] in lex.words["purpose"]:
        draft.realis, draft.because = "hypothetical", reading.words[low]
        return
    forbidden = reading.modal("forbidden", near_low, draft.first)
    if forbidden is not None and draft.kind == "noun":
        _set(draft, "hypothetical", "reported", reading, forbidden)
        return
    asked = asked_for(draft) if draft.kind == "noun" and draft.type in _ASKED_FOR else None
    if asked is not None:
        _set(draft, "hypothetical", "reported", reading, asked)
        return
    if is_aimed_at(draft, lex):
        draft.realis, draft.because = "hypothetical", reading.words[draft.first]
        return
    wanted = demanded(draft, lex)
    if wanted is not None:
        draft.realis, draft.because = "hypothetical", reading.words[wanted.first]
        return
    aim = reading.modal("aim", max(low, draft.first - AIM_REACH), draft.first)
    if aim is not None and draft.kind == "noun":
        _set(draft, "hypothetical", "reported", reading, aim)
        return
    to_come = reading.modal("to_come", draft.last, min(high, draft.last + 5))
    if to_come is not None and draft.kind == "noun":
        _set(draft, "hypothetical", "reported", reading, to_come)
        return
    feared = _governed_by_fear(draft, lex)
    if feared is not None:
        _set(draft, "possible", "reported", reading, feared)
        return
    condition = reading.modal("hypothesis", low, draft.first)
    if condition is not None and condition.first <= low + 1:
        _set(draft, "hypothetical", "reported", reading, condition)
        return
    if _is_told_of(draft, lex):
        draft.status, draft.because = "statistic", reading.words[reading.low]
        return
    generic = reading.modal("generic", max(low, draft.first - 3), min(high, draft.last + 4))
    if generic is not None and (draft.plural or draft.kind == "noun"):
        draft.status = "statistic"
        draft.because = reading.words[generic.first]
        return
    counted = reading.modal("one_of_many", max(low, draft.first - MODAL_REACH), draft.first)
    if draft.kind == "noun" and counted is not None and counted.last == draft.first:
        draft.status, draft.because = "statistic", reading.words[counted.first]
        return  # "the latest in a series of attacks"
    if draft.kind == "noun" and (hit := such(draft)):
        draft.status, draft.because = "statistic", reading.words[hit.first]
        return  # "de telles attaques sont fréquentes"
    if draft.kind == "noun" and (hit := reading.modal("standing", draft.last, high)):
        draft.status, draft.because = "statistic", reading.words[hit.first]
        return  # "bombings of X are common"
    if hit := reading.modal("statistic", reading.low, reading.top):
        _set(draft, "iterative", "reported", reading, hit)
        draft.status = "statistic"
        return
    if draft.kind == "verb" and tenses == {"inf"} and not _asserted_infinitive(draft):
        plan = reading.modal("plan", near_low, draft.first)
        fear = reading.modal("fear", near_low, draft.first)
        if fear is not None and (plan is None or fear.first > plan.first):
            _set(draft, "possible", "reported", reading, fear)
        elif plan is not None:
            _set(draft, "intended", "planned", reading, plan)
        else:
            draft.realis, draft.because = "hypothetical", reading.words[draft.first]
        return
    fear = reading.modal("fear", near_low, draft.first)
    if fear is not None and (not draft.happens or draft.first - fear.last <= FEAR_REACH):
        _set(draft, "possible", "reported", reading, fear)
        return
    alert = reading.modal("alert", low, high)
    if alert is not None and draft.frame.type in _FORECAST:
        _set(draft, "possible", "alert", reading, alert)
        return
    if (
        "fut" in tenses
        or (draft.kind == "noun" and _planned_noun(draft))
        or _is_expected(draft, lex)
    ):
        plan = reading.modal("plan", low, high)
        weather = draft.frame.type in _FORECAST
        draft.realis, draft.status = ("possible", "alert") if weather else ("future", "planned")
        draft.because = reading.words[plan.first] if plan else ""
        return
    if "cond" in tenses and not reading.modal("hedge_conditional", low, draft.last):
        draft.realis = "possible"
        return
    beside = _doubt_beside(draft, lex) if draft.kind == "noun" else None
    if beside is not None:
        _set(draft, "possible", "reported", reading, beside)
        return
    doubt = reading.modal("fear", draft.last, high) if draft.kind == "noun" else None
    if doubt is not None and _governs_happening(draft, doubt):
        _set(draft, "possible", "reported", reading, doubt)
        return
    habit = reading.modal("habit", low, high)
    if habit is not None and draft.type in _RECURRENT:
        draft.status, draft.because = "statistic", reading.words[habit.first]
        return
    series = reading.modal("series", low, high)
    if series is not None and reading.keys[series.last - 1] in lex.words["of_the"]:
        near = draft.first - series.last  # "the attacks were part of a series of strikes"
        series = series if draft.kind == "verb" or 0 <= near <= SERIES_REACH else None
    if series is not None and (draft.plural or draft.kind == "verb"):
        draft.series, draft.realis = True, "iterative"
        draft.because = " ".join(reading.words[series.first : series.last])
    elif draft.kind == "verb" and tenses and tenses <= {"pres", "impf"} and _continuous(draft):
        draft.realis = "ongoing"


def _is_told_of(draft: Draft, lex: Lexicon) -> bool:
    """ "C'est le deuxième incendie", "it was the worst storm": said of an event told before."""
    keys, low = draft.reading.keys, draft.reading.low
    if draft.kind != "noun" or draft.first - low > COPULA_REACH:
        return False
    return any(
        tuple(keys[low : low + len(phrase)]) == phrase for phrase in lex.copulas
    ) and draft.reading.clause_of(draft.first) == draft.reading.clause_of(low)


def _governed_by_fear(draft: Draft, lex: Lexicon) -> Hit | None:
    """ "analysts fear that a blockade …": the clause hangs on a word of fear."""
    reading, low = draft.reading, draft.low
    if low == reading.low or reading.keys[low] not in lex.words["complementisers"]:
        return None
    reach = FEAR_REACH
    if low - 1 > reading.low and reading.keys[low - 1] in lex.words["be"]:
        reach += FEAR_REACH  # "le scénario le plus probable à l'heure actuelle est que …"
    return reading.modal("fear", max(reading.low, low - reach), low)


def _governs_happening(draft: Draft, doubt: Hit) -> bool:
    """ "une attaque pourrait frapper": the doubt stands right before the verb of the event.

    Not before a participle: "with more victims feared trapped".
    """
    return any(
        hit.entry.kind in {"light", "verb"}
        and 0 <= hit.first - doubt.last <= 2
        and "inf" in hit.entry.tenses
        for hit in draft.reading.hits
    )


def _doubt_beside(draft: Draft, lex: Lexicon) -> Hit | None:
    """ "a summit is unlikely", "floods possible": the doubt stands right behind, or behind "is"."""
    keys, at = draft.reading.keys, draft.last
    while at < min(draft.high, draft.last + DOUBT_REACH) and keys[at] in lex.words["be"]:
        at += 1
    return draft.reading.modal("fear", at, min(draft.high, at + 2))


def _set(draft: Draft, realis: str, status: str, reading: Reading, hit: Hit) -> None:
    draft.realis, draft.status = realis, status
    draft.because = " ".join(reading.words[hit.first : hit.last])


def _continuous(draft: Draft) -> bool:
    return draft.frame.type in {
        "aid_or_outage", "civil_protection", "evacuation", "troop_movement", "armed_clash",
    }  # fmt: skip


def _light(draft: Draft, lex: Lexicon) -> None:
    """Is there a verb in the clause that says the event took place?"""
    if draft.kind == "verb":
        draft.happens = True
    hanging = hangs(draft)
    for hit in draft.reading.hits:
        if hit.entry.kind != "light" or not (draft.low <= hit.first < draft.high):
            continue
        if hit.first >= draft.first and hit.last <= draft.last:
            continue
        if hit.entry.reflexive and not has_reflexive(draft.reading, hit, lex):
            continue
        if hit.first < draft.first and hanging:
            continue
        if hit.entry.name == "happen" and (
            is_finite_verb(draft.reading.keys, hit, lex, draft.reading.low)
            or ("pp" in hit.entry.tenses and has_auxiliary(draft.reading, hit, lex))
        ):
            draft.happens = True
        elif (
            hit.entry.name == "cancel"
            and draft.kind == "noun"
            and "pp" in hit.entry.tenses
            and looks_participle(draft.reading.words[hit.first], lex)
            and has_auxiliary(draft.reading, hit, lex)
        ):
            draft.status = "cancelled"
            draft.happens = True
        elif hit.entry.name == "multiply":
            draft.series = draft.series or draft.plural
        elif hit.entry.name == "begun":
            draft.begun = True
        elif hit.entry.name == "over":
            draft.over = draft.kind == "noun" and draft.definite and hit.first >= draft.last
        elif hit.entry.name == "cause" and draft.kind == "noun":
            draft.happens = draft.happens or 0 <= draft.first - hit.last <= CAUSED_REACH


def hangs(draft: Draft) -> bool:
    """ "he put off a trip because of the storm": the verb before it tells nothing of the storm."""
    keys, at = draft.reading.keys, draft.first - 1
    words = lexicon(draft.reading.lang).words
    return (
        draft.kind == "noun"
        and draft.definite
        and at > draft.low
        and keys[at] in words["definite"]
        and keys[at - 1] in words["hangs_on"]
    )


def _tenses(draft: Draft, lex: Lexicon) -> set[str]:
    """Tenses of the trigger verb, or of the verb that says the noun took place."""
    if draft.kind == "verb":
        hits = [
            h for h in draft.reading.hits
            if h.first == draft.first and h.entry.kind == "verb" and h.entry.frame == draft.frame.index
        ]  # fmt: skip
    else:
        hits = [
            h for h in draft.reading.hits
            if h.entry.kind == "light" and h.entry.name == "happen" and draft.low <= h.first < draft.high
            and (not h.entry.reflexive or has_reflexive(draft.reading, h, lex))
        ]  # fmt: skip
    tenses: set[str] = set()
    for hit in hits:
        modal = _modal_before(draft.reading, hit, lex)
        if modal:
            return {modal}
        if "pp" in hit.entry.tenses and has_auxiliary(draft.reading, hit, lex):
            return {"pp"} | _auxiliary_tense(draft.reading, hit, lex)
        tenses |= hit.entry.tenses
    return tenses


def _modal_before(reading: Reading, hit: Hit, lex: Lexicon) -> str:
    """English "will strike", "would meet": the tense a modal gives the base form."""
    if "inf" not in hit.entry.tenses or not lex.words["modal_future"]:
        return ""
    for at in range(hit.first - 1, max(reading.low, hit.first - 3) - 1, -1):
        if reading.keys[at] in lex.words["modal_future"]:
            return "fut"
        if reading.keys[at] in lex.words["modal_conditional"]:
            return "cond"
        if reading.keys[at] == "to" and at == hit.first - 1:
            return "inf"
    return ""


def _auxiliary_tense(reading: Reading, hit: Hit, lex: Lexicon) -> set[str]:
    for at in range(hit.first - 1, max(reading.low, hit.first - 6) - 1, -1):
        key = reading.keys[at]
        if key in lex.words["future_auxiliaries"]:
            return {"fut"}
        if key in {",", ";"}:
            break
    return set()


def _has_pluperfect(draft: Draft, lex: Lexicon) -> bool:
    keys = draft.reading.keys
    if draft.kind == "verb":
        low, high = max(draft.low, draft.first - 6), draft.first
        return any(keys[at] in lex.words["have_past"] for at in range(low, high))
    return any(  # "une attaque avait eu lieu", "avait intensifié son offensive"
        keys[at] in lex.words["have_past"]
        for hit in draft.reading.hits
        if hit.entry.kind == "light" and draft.low <= hit.first < draft.high
        for at in range(max(draft.low, hit.first - 3), hit.first)
    )


def _asserted_infinitive(draft: Draft) -> bool:
    reading, first = draft.reading, draft.first
    hit = reading.modal("asserting", max(draft.low, first - 5), first)
    if hit is not None and hit.last >= first - 2:
        return True
    lex = lexicon(reading.lang)
    if first == draft.low or reading.keys[first - 1] not in lex.words["to_infinitive"]:
        came = range(max(draft.low, first - COME_REACH), first)
        return any(reading.keys[at] in lex.words["come_to"] for at in came)
    for at in range(first - 2, max(draft.low, first - ASPECT_REACH) - 1, -1):
        if reading.keys[at] == ",":
            return False
        if reading.keys[at] in lex.words["attempting"] and draft.frame.type in _ATTEMPTED:
            return True  # "a tenté à plusieurs reprises de poignarder un policier"
        if any(reading.keys[at] in lex.words[kind] for kind in BRING_ABOUT):
            return True  # "ont commencé vendredi à évacuer", "n'ont pas hésité à bloquer"
    return False


def _is_expected(draft: Draft, lex: Lexicon) -> bool:
    """ "est attendu mardi à X", "présidera une réunion": meetings to come."""
    if draft.frame.type != "diplomatic_meeting":
        return False
    reading, keys = draft.reading, draft.reading.keys
    if draft.kind == "verb":
        return any(keys[at] in lex.words["expected"] for at in range(draft.first, draft.last))
    endings = tuple(lex.words["future_endings"])
    return bool(endings) and any(
        keys[at].endswith(endings)
        and reading.words[at].islower()
        and keys[at - 1] not in lex.words["definite"] | lex.words["indefinite"] | lex.words["of"]
        for at in range(max(draft.low + 1, draft.first - MODAL_REACH), draft.first)
    )


def _planned_noun(draft: Draft) -> bool:
    reading = draft.reading
    plan = reading.modal("plan", draft.low, draft.high)
    if plan is None or _is_done(draft):
        return False
    return not draft.happens or abs(plan.first - draft.last) <= MODAL_REACH


def _is_done(draft: Draft) -> bool:
    """ "doit …, sous l'état d'urgence décrété mercredi": the participle behind it says it was done."""
    reading = draft.reading
    lex = lexicon(reading.lang)
    return any(
        hit.entry.kind == "light"
        and hit.entry.name == "happen"
        and "pp" in hit.entry.tenses
        and hit.first == draft.last
        and looks_participle(reading.words[hit.first], lex)
        for hit in reading.hits
    )
