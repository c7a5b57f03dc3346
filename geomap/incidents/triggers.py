"""Triggers of a sentence: which words tell an event, of which type, and whether it is asserted."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from geomap.incidents.clauses import Reading, is_finite_verb
from geomap.incidents.lexicon import Frame, Hit, Lexicon, lexicon
from geomap.incidents.types import refine

#: Realis of an event that is told as having happened.
ASSERTED = frozenset({"actual", "ongoing", "iterative"})
#: How far a word of modality may stand before what it governs.
MODAL_REACH = 6
#: "par peur des drones et des tirs": what is feared stands this near behind the fear.
FEAR_REACH = 5
#: "ont commencé vendredi 6 novembre à évacuer": words between the aspect and its infinitive.
ASPECT_REACH = 7
#: "en vue d'une vaste offensive": words between the aim and its noun.
AIM_REACH = 5
#: "c'est le deuxième incendie": words before the noun.
COPULA_REACH = 7


@dataclass(slots=True)
class Draft:
    """One telling of an event: a trigger with its clause. Token positions are absolute."""

    type: str
    frame: Frame
    kind: str
    first: int
    last: int
    reading: Reading
    low: int  #: first token of the clause
    high: int
    indefinite: bool = False
    definite: bool = False
    plural: bool = False
    passive: bool = False
    happens: bool = False  #: a verb says that it took place
    realis: str = "actual"
    status: str = "reported"
    negated: bool = False
    series: bool = False
    begun: bool = False
    anaphoric: bool = False  #: a weak noun with an article: only goes back to an event told
    bare: bool = False  #: a participle without auxiliary: "la ville annexée en …"
    pluperfect: bool = False
    new: bool = False
    gerund: bool = False  #: a participle hung on the verb before: "…, détruisant un hangar"
    without: bool = False  #: "sans parvenir à": did not happen, and is not denied either
    present: bool = False  #: a verb in the present: what is announced for a day is still to come
    because: str = ""  #: the word that decided realis or polarity
    classes: frozenset[str] = frozenset()
    cause_of: list[Draft] = field(default_factory=list)

    @property
    def sentence(self) -> int:
        return self.reading.sentence.index


def find_triggers(
    reading: Reading, lex: Lexicon, places: set[int], dated: Set[int] = frozenset()
) -> list[Draft]:
    """Drafts of one sentence in text order; ``places`` are the tokens its place mentions cover,
    ``dated`` those of its dates: "March 26" is no march."""
    sentence_classes = [
        (hit.first, hit.last, hit.entry.name) for hit in reading.hits if hit.entry.kind == "class"
    ]
    drafts: list[Draft] = []
    covered: set[int] = set(dated) if lex.words["dates_like_nouns"] else set()
    for hit in sorted(reading.hits, key=_preference):
        if hit.entry.kind not in {"noun", "verb"}:
            continue
        if any(at in covered for at in range(hit.first, hit.last)):
            continue
        frame = lex.frames[hit.entry.frame]
        draft = _try_frame(reading, hit, frame, lex, sentence_classes, places)
        if draft is not None:
            drafts.append(draft)
            covered.update(range(hit.first, hit.last))
    drafts.sort(key=lambda draft: draft.first)
    for draft in drafts:
        _name_type(draft, drafts, sentence_classes)
        _judge(draft, lex)
    return drafts


def _name_type(draft: Draft, drafts: Sequence[Draft], classes: list[tuple[int, int, str]]) -> None:
    """The type by the weapons around, without those another event of the sentence carries."""
    others = [d for d in drafts if d is not draft]
    free = [
        (first, last, name)
        for first, last, name in classes
        if not any(d.first <= first and last <= d.last for d in others)
    ]
    low, high = draft.low, draft.high
    beside = _within(free, max(low, draft.first - 3), min(high, draft.last + 4))
    draft.type = refine(
        draft.frame.type,
        beside,
        _within(
            free,
            *(
                (draft.reading.low, draft.reading.top)
                if draft.frame.type == "fire"
                else (low, high)
            ),
        ),
        _mention_classes(draft.reading, max(low, draft.first - 2), min(high, draft.last + 3)),
    )


def _preference(hit: Hit) -> tuple[int, int, int]:
    return (hit.first - hit.last, 0 if hit.entry.kind == "noun" else 1, hit.entry.frame)


def _try_frame(
    reading: Reading,
    hit: Hit,
    frame: Frame,
    lex: Lexicon,
    classes: list[tuple[int, int, str]],
    places: set[int],
) -> Draft | None:
    keys = reading.keys
    if _excluded(reading, hit, frame):
        return None
    low, high = reading.clause_bounds(hit.first)
    if frame.kind == "verb":
        if not _is_verb(reading, hit, lex):
            return None
        passive = _is_passive(reading, hit, lex)
        spelt = _looks_accented(reading.words[hit.first], lex)
        bare = (
            "pp" in hit.entry.tenses
            and (spelt or hit.entry.tenses == {"pp"})
            and not _has_auxiliary(reading, hit, lex)
        )
        if bare and not _may_be_bare(reading, hit, lex):
            return None
        subject, objects = _slots(reading, hit, low, high, passive, lex)
    else:
        if _is_verb_only(reading, hit, lex):
            return None
        passive = bare = False
        if hit.last < reading.top and keys[hit.last] in lex.words["relative_subject"]:
            high = max(high, reading.clause_bounds(hit.last)[1])  # "le séisme qui a secoué X"
        subject, objects = (low, hit.first), (hit.last, high)
    here = _within(classes, low, high)
    if frame.far & here:
        return None
    unproved = (
        frame.kind == "noun"
        and not frame.strong
        and bool(frame.near)
        and not frame.near
        & (
            _within(classes, reading.low, reading.top)
            | _mention_classes(reading, reading.low, reading.top)
        )
    )
    if frame.kind == "noun" and frame.needs_place and not _names_a_place(reading, hit, lex, places):
        return None
    if (
        bare is False
        and passive
        and frame.type == "troop_movement"
        and _is_state(reading, hit, lex)
    ):
        return None
    if frame.kind == "verb" and not _slots_fit(
        reading, frame, classes, subject, objects, (low, high), places
    ):
        return None
    draft = Draft(
        frame.type, frame, frame.kind, hit.first, hit.last, reading, low, high, passive=passive,
        bare=bare,
    )  # fmt: skip
    draft.classes = frozenset(here)
    _articles(draft, keys, lex)
    draft.gerund = frame.kind == "verb" and hit.entry.tenses == {"ger"}
    draft.present = frame.kind == "verb" and hit.entry.tenses == {"pres"}
    if unproved:
        if not draft.definite:
            return None
        draft.anaphoric = True
    return draft


def _names_a_place(reading: Reading, hit: Hit, lex: Lexicon, places: set[int]) -> bool:
    """ "la prise du village de X": a place hangs on the noun."""
    top = min(reading.top, hit.last + 6)
    place = next((at for at in range(hit.last, top) if at in places), None)
    if place is None:
        return False
    between = reading.keys[hit.last : place]
    return (
        bool(between)
        and between[0] in lex.words["of"]
        and all(
            k in lex.words["of"] or k in lex.words["definite"] or k in lex.words["kinds_of_place"]
            for k in between
        )
    )


def _is_state(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "sont déployés en X": a state that lasts, not a movement."""
    low = max(reading.low, hit.first - 3)
    keys = reading.keys[low : hit.first]
    return any(key in lex.words["be_present"] for key in keys) and not any(
        key in lex.words["have_past"] or key in {"ont", "a", "been"} for key in keys
    )


def _may_be_bare(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "Trois villages bombardés", "frappés par": a participle alone tells an event in a sentence
    without a verb, or when it names who did it. Else it is a standing quality ("annexée")."""
    by = range(hit.last, min(hit.last + 6, reading.top))
    if any(reading.keys[at] in lex.words["by"] for at in by):
        return True
    return not any(
        lex.is_auxiliary(reading.keys[at], reading.words[at])
        for at in range(reading.low, reading.top)
    ) and not any(
        h.entry.kind in {"verb", "light"}
        and h.first != hit.first
        and is_finite_verb(reading.keys, h, lex, reading.low)
        for h in reading.hits
    )


def _within(classes: list[tuple[int, int, str]], low: int, high: int) -> set[str]:
    return {name for first, last, name in classes if low <= first and last <= high}


def _mention_classes(reading: Reading, low: int, high: int) -> set[str]:
    return {name for first, last, name in reading.extra if low <= first and last <= high}


def _excluded(reading: Reading, hit: Hit, frame: Frame) -> bool:
    """ "séisme politique", "frappe au but": words that make it something else."""
    keys = reading.keys
    for phrase in frame.unless:
        size = len(phrase)
        if tuple(keys[hit.last : hit.last + size]) == phrase:
            return True
        if hit.first - size >= reading.low and tuple(keys[hit.first - size : hit.first]) == phrase:
            return True
        # an adjective between: "séisme majeur politique", "véritable avalanche hier de critiques"
        if tuple(keys[hit.last + 1 : hit.last + 1 + size]) == phrase:
            return True
    return False


def _is_verb(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """Whether an ambiguous form stands as a verb here."""
    keys, entry = reading.keys, hit.entry
    before = keys[hit.first - 1] if hit.first > reading.low else ""
    if entry.reflexive and not _has_reflexive(reading, hit, lex):
        return False
    if not entry.reflexive and before in lex.words["reflexive"] and not entry.rest:
        return False
    following = keys[hit.last] if hit.last < reading.top else ""
    if entry.tenses == {"ger"} and following in lex.words["after_aim"]:
        return False  # "visant à", "visant, dit-il, à": an aim
    if entry.tenses & {"pp"} and _has_auxiliary(reading, hit, lex):
        return True
    if "inf" in entry.tenses and entry.tenses <= {"inf", "fut"}:
        return True
    if before in lex.words["noun_before"] and before not in lex.words["pronouns"]:
        return False
    if (
        lex.words["verb_or_noun"]
        and entry.tenses <= {"pres", "inf"}
        and not _stands_as_verb(reading, hit, before, lex)
    ):
        return False
    if reading.words[hit.first][:1].isupper() and hit.first > reading.low:
        return False
    if entry.tenses == {"pp"} or (
        "pp" in entry.tenses and _looks_participle(reading.words[hit.first], lex)
    ):
        return True  # a bare participle: "bombardée par", "touché par"
    return bool(entry.tenses & {"pres", "past", "impf", "fut", "cond", "ger"})


def _stands_as_verb(reading: Reading, hit: Hit, before: str, lex: Lexicon) -> bool:
    """English "strike" and "attacks" are verbs behind a pronoun, "to" or a modal, or before what
    they act on."""
    if before in lex.words["verb_before"]:
        return True
    following = reading.keys[hit.last] if hit.last < reading.top else ""
    if following in lex.words["definite"] or following in lex.words["indefinite"]:
        return True
    return any(low == hit.last for low, _, _ in reading.mentions) or bool(hit.entry.rest)


def _looks_participle(word: str, lex: Lexicon) -> bool:
    return word.lower().endswith(tuple(lex.words["participle_endings"]))


def _is_verb_only(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """A noun trigger that is a verb here ("la ville frappe", "il attaque")."""
    keys = reading.keys
    before = keys[hit.first - 1] if hit.first > reading.low else ""
    if hit.last - hit.first > 1:
        return False
    return before in lex.words["verb_before"] or _looks_accented(reading.words[hit.first], lex)


def _looks_accented(word: str, lex: Lexicon) -> bool:
    return word.lower().endswith(tuple(lex.words["accented_endings"]))


def _has_reflexive(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    low = max(reading.low, hit.first - 4)
    return any(reading.keys[at] in lex.words["reflexive"] for at in range(low, hit.first))


def _has_auxiliary(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    low = max(reading.low, hit.first - 5)
    for at in range(hit.first - 1, low - 1, -1):
        key = reading.keys[at]
        if lex.is_auxiliary(key, reading.words[at]):
            return True
        if key in {",", ";", ":"}:
            return False
    return False


def _is_passive(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    if "pp" not in hit.entry.tenses or hit.entry.reflexive:
        return False
    if reading.keys[hit.first] in lex.words["active_with_be"]:
        return False  # "est tombé": être is the auxiliary of its perfect
    keys = reading.keys
    low = max(reading.low, hit.first - 4)
    for at in range(hit.first - 1, low - 1, -1):
        if keys[at] in lex.words["be"]:
            return True
        if lex.is_auxiliary(keys[at], reading.words[at]) or keys[at] in {",", ";"}:
            return False
    following = keys[hit.last] if hit.last < reading.top else ""
    return following in lex.words["by"] or (
        _looks_participle(reading.words[hit.first], lex) and hit.entry.tenses == {"pp"}
    )


def _slots(
    reading: Reading, hit: Hit, low: int, high: int, passive: bool, lex: Lexicon
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Token ranges of the agent and of what is acted on."""
    before, after = (low, hit.first), (hit.last, high)
    if low > reading.low and reading.keys[low] in lex.words["relative_subject"]:
        before = (max(reading.low, low - 8), hit.first)  # "des drones, qui ont visé …"
    if passive:
        by = next((at for at in range(hit.last, high) if reading.keys[at] in lex.words["by"]), high)
        return (by, high), (before[0], hit.first)
    return before, after


def _slots_fit(
    reading: Reading,
    frame: Frame,
    classes: list[tuple[int, int, str]],
    subject: tuple[int, int],
    objects: tuple[int, int],
    clause: tuple[int, int],
    places: set[int],
) -> bool:
    def names(bounds: tuple[int, int]) -> set[str]:
        found = _within(classes, *bounds) | _mention_classes(reading, *bounds)
        if any(at in places for at in range(*bounds)):
            found.add("place")
        if any(reading.keys[at].isdigit() for at in range(*bounds)):
            found.add("number")
        return found

    in_object = names(objects)
    if frame.needs_place and "place" not in in_object:
        return False
    if frame.any and not frame.any & names(clause):
        return False
    if frame.object and not frame.object & in_object:
        return frame.place and "place" in in_object and not frame.subject
    if frame.subject and not frame.subject & names(subject):
        return False
    return not (frame.place and not frame.subject and "place" not in names(clause))


def _articles(draft: Draft, keys: Sequence[str], lex: Lexicon) -> None:
    """Definite or not: "une attaque" is new, "l'attaque" is one already told."""
    if draft.kind != "noun":
        return
    low = max(draft.reading.low, draft.first - 4)
    for at in range(draft.first - 1, low - 1, -1):
        key = keys[at]
        if key in lex.words["indefinite"]:
            draft.indefinite = True
            break
        if key in lex.words["definite"]:
            draft.definite = True
            break
        if not key.isalpha() and key != "-":
            break
    last_word = keys[draft.last - 1] if draft.last - draft.first == 1 else keys[draft.first]
    draft.plural = last_word.endswith("s")
    if not draft.definite:
        draft.indefinite = True
        near = max(draft.reading.low, draft.first - 2)
        draft.new = any(keys[i] in lex.words["new"] for i in range(near, draft.first))


def _judge(draft: Draft, lex: Lexicon) -> None:
    """Negation, hypothesis, plan, alert, series: what the clause says of its own truth."""
    reading, low, high = draft.reading, draft.low, draft.high
    near_low = max(low, draft.first - MODAL_REACH)
    _light(draft, lex)
    tenses = _tenses(draft, lex)
    draft.pluperfect = _has_pluperfect(draft, lex)
    if _negated(draft, lex):
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
    aim = reading.modal("aim", max(low, draft.first - AIM_REACH), draft.first)
    if aim is not None and draft.kind == "noun":
        _set(draft, "hypothetical", "reported", reading, aim)
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
    if alert is not None and draft.frame.type in {
        "storm",
        "flood",
        "tsunami",
        "wildfire",
        "landslide_volcano",
    }:
        _set(draft, "possible", "alert", reading, alert)
        return
    if "fut" in tenses or (draft.kind == "noun" and _planned_noun(draft)):
        plan = reading.modal("plan", low, high)
        draft.realis, draft.status = "future", "planned"
        draft.because = reading.words[plan.first] if plan else ""
        return
    if "cond" in tenses and not reading.modal("hedge_conditional", low, draft.last):
        draft.realis = "possible"
        return
    beside = reading.modal("fear", draft.last, min(high, draft.last + 1))
    if draft.kind == "noun" and beside is not None:
        _set(draft, "possible", "reported", reading, beside)
        return
    doubt = reading.modal("fear", draft.last, high) if draft.kind == "noun" else None
    if doubt is not None and _governs_happening(draft, doubt):
        _set(draft, "possible", "reported", reading, doubt)
        return
    series = reading.modal("series", low, high)
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
    return reading.modal("fear", max(reading.low, low - FEAR_REACH), low)


def _governs_happening(draft: Draft, doubt: Hit) -> bool:
    """ "une attaque pourrait frapper": the doubt stands right before the verb of the event."""
    return any(
        hit.entry.kind in {"light", "verb"} and 0 <= hit.first - doubt.last <= 2
        for hit in draft.reading.hits
    )


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
    for hit in draft.reading.hits:
        if hit.entry.kind != "light" or not (draft.low <= hit.first < draft.high):
            continue
        if hit.first >= draft.first and hit.last <= draft.last:
            continue
        if hit.entry.reflexive and not _has_reflexive(draft.reading, hit, lex):
            continue
        if hit.entry.name == "happen" and (
            is_finite_verb(draft.reading.keys, hit, lex, draft.reading.low)
            or _has_auxiliary(draft.reading, hit, lex)
        ):
            draft.happens = True
        elif (
            hit.entry.name == "cancel"
            and draft.kind == "noun"
            and "pp" in hit.entry.tenses
            and _looks_participle(draft.reading.words[hit.first], lex)
            and _has_auxiliary(draft.reading, hit, lex)
        ):
            draft.status = "cancelled"
            draft.happens = True
        elif hit.entry.name == "multiply":
            draft.series = draft.series or draft.plural
        elif hit.entry.name == "begun":
            draft.begun = True


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
            and (not h.entry.reflexive or _has_reflexive(draft.reading, h, lex))
        ]  # fmt: skip
    tenses: set[str] = set()
    for hit in hits:
        modal = _modal_before(draft.reading, hit, lex)
        if modal:
            return {modal}
        if "pp" in hit.entry.tenses and _has_auxiliary(draft.reading, hit, lex):
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


def _negated(draft: Draft, lex: Lexicon) -> bool:
    reading, keys = draft.reading, draft.reading.keys
    if draft.kind == "noun":
        for at in range(draft.first - 1, max(draft.low, draft.first - 3) - 1, -1):
            if keys[at] in lex.words["negative_determiners"]:
                draft.because = reading.words[at]
                return True
            if keys[at] in {",", ";"}:
                return False
        return _negated_happening(draft, lex)
    return _verb_negated(reading, draft.low, draft.first, draft.last, lex, draft)


def _verb_negated(
    reading: Reading, low: int, first: int, last: int, lex: Lexicon, draft: Draft
) -> bool:
    keys = reading.keys
    if not lex.words["negation_before"]:
        for at in range(first - 1, max(low, first - 4) - 1, -1):
            if keys[at] in lex.words["negation"] or keys[at] in lex.words["without"]:
                draft.because = reading.words[at]
                draft.without = keys[at] in lex.words["without"]
                return True
            if keys[at] == ",":
                return False
        return False
    for at in range(first - 1, max(low, first - 5) - 1, -1):
        if keys[at] in lex.words["negation_before"]:
            for step in (*range(low, at), *range(at + 1, min(last + 4, reading.top))):
                if keys[step] in lex.words["negation"]:
                    draft.because = reading.words[step]
                    return True
                if keys[step] in lex.words["only"]:
                    return False
        if keys[at] in lex.words["without"]:
            draft.because = reading.words[at]
            draft.without = True
            return True
    return False


def _negated_happening(draft: Draft, lex: Lexicon) -> bool:
    for hit in draft.reading.hits:
        if (
            hit.entry.kind == "light"
            and hit.entry.name == "happen"
            and draft.last <= hit.first < draft.high
            and _verb_negated(draft.reading, draft.low, hit.first, hit.last, lex, draft)
        ):
            return True
    return False


def _asserted_infinitive(draft: Draft) -> bool:
    reading, first = draft.reading, draft.first
    hit = reading.modal("asserting", max(draft.low, first - 5), first)
    if hit is not None and hit.last >= first - 2:
        return True
    lex = lexicon(reading.lang)
    if first == draft.low or reading.keys[first - 1] not in lex.words["to_infinitive"]:
        return False
    for at in range(first - 2, max(draft.low, first - ASPECT_REACH) - 1, -1):
        if reading.keys[at] == ",":
            return False
        if reading.keys[at] in lex.words["aspect"]:
            return True  # "ont commencé vendredi à évacuer"
    return False


def _planned_noun(draft: Draft) -> bool:
    reading = draft.reading
    plan = reading.modal("plan", draft.low, draft.high)
    if plan is None:
        return False
    return not draft.happens or abs(plan.first - draft.last) <= MODAL_REACH
