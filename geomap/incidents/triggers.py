"""Triggers of a sentence: which words tell an event, of which type, and whether it is asserted."""

from __future__ import annotations

from collections.abc import Sequence, Set

from geomap.incidents.articles import classifies, read_articles
from geomap.incidents.clauses import Reading, is_finite_verb
from geomap.incidents.draft import Draft
from geomap.incidents.forms import (
    coordinated_auxiliary,
    has_auxiliary,
    is_passive,
    is_verb,
    is_verb_only,
    looks_accented,
)
from geomap.incidents.judging import (
    judge,
)
from geomap.incidents.lexicon import Frame, Hit, Lexicon
from geomap.incidents.spelt import in_title, inside_names, months
from geomap.incidents.told import HARM
from geomap.incidents.types import HARMLESS, WEAPONS, refine

#: What a noun behind a trigger makes of it.
OF_ANOTHER, OF_IT = "of another", "of it"


def find_triggers(
    reading: Reading,
    lex: Lexicon,
    places: set[int],
    dated: Set[int] = frozenset(),
    spoken: Sequence[tuple[int, int]] = (),
) -> list[Draft]:
    """Drafts of one sentence in text order; ``places`` are the tokens its place mentions cover,
    ``dated`` those of its dates: "March 26" is no march; ``spoken`` those of verbs of saying with
    their subjects: who tells of an attack does not say what kind it was."""
    sentence_classes = [
        (hit.first, hit.last, hit.entry.name)
        for hit in reading.hits
        if hit.entry.kind == "class"
        and not _is_inside_phrase(hit, reading)
        and not _is_inside_weapon(hit, reading)
    ]
    drafts: list[Draft] = []
    unproved: list[Draft] = []
    covered: set[int] = set(dated) if lex.words["dates_like_nouns"] else set()
    covered |= months(reading, lex) | inside_names(reading)
    undergone = [hit for hit in reading.hits if hit.entry.name == "undergo"]
    for hit in sorted(reading.hits, key=_preference):
        if hit.entry.kind not in {"noun", "verb"}:
            continue
        if any(
            h.first <= hit.first and hit.last <= h.last for h in undergone if h.first + 1 < h.last
        ):
            continue  # "a été la cible de": the noun behind tells what happened
        if hit.first in covered or hit.last - 1 in covered:
            continue  # a date may stand inside: "agreed on Thursday to"
        frame = lex.frames[hit.entry.frame]
        draft = _try_frame(reading, hit, frame, lex, sentence_classes, places, dated)
        if draft is None:
            continue
        if draft.anaphoric or draft.by_story:
            unproved.append(draft)  # unless another frame is sure of these words
            continue
        drafts.append(draft)
        covered.update(range(hit.first, hit.last))
    for draft in unproved:
        if not any(at in covered for at in range(draft.first, draft.last)):
            drafts.append(draft)
            covered.update(range(draft.first, draft.last))
    drafts.sort(key=lambda draft: draft.first)
    acting = [
        one
        for one in sentence_classes
        if not any(low <= one[0] and one[1] <= high for low, high in spoken)
    ]
    for draft in drafts:
        _name_type(draft, drafts, acting)
        judge(draft, lex)
    return drafts


def _is_inside_phrase(hit: Hit, reading: Reading) -> bool:
    """ "en train de" is no train, "tirs de mortier d'artifice" are no mortar."""
    return any(
        (other.entry.kind == "modality" or other.entry.name == "harmless")
        and other.first <= hit.first
        and hit.last <= other.last
        and hit.last - hit.first < other.last - other.first
        for other in reading.hits
    )


def _is_inside_weapon(hit: Hit, reading: Reading) -> bool:
    """ "barils d'explosifs", "mortier d'artifice": the longer word says what it is."""
    return hit.entry.name in WEAPONS and any(
        other.entry.kind == "class"
        and other.entry.name != hit.entry.name
        and other.entry.name in WEAPONS | HARMLESS
        and other.first <= hit.first
        and hit.last <= other.last
        and hit.last - hit.first < other.last - other.first
        for other in reading.hits
    )


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


def _preference(hit: Hit) -> tuple[int, int, bool, int]:
    """Longest first, nouns before verbs, harm last: what else its verb tells says how it was done."""
    entry = hit.entry
    return (
        hit.first - hit.last, 0 if entry.kind == "noun" else 1, entry.name == HARM, entry.frame,
    )  # fmt: skip


def _try_frame(
    reading: Reading,
    hit: Hit,
    frame: Frame,
    lex: Lexicon,
    classes: list[tuple[int, int, str]],
    places: set[int],
    dated: Set[int],
) -> Draft | None:
    keys = reading.keys
    if _excluded(reading, hit, frame):
        return None
    head = ""
    low, high = reading.clause_bounds(hit.first)
    if frame.kind == "verb":
        if not is_verb(reading, hit, lex):
            return None
        passive = is_passive(reading, hit, lex)
        if frame.passive and not passive:
            return None
        gerund = hit.entry.tenses == {"ger"}
        if frame.finite and gerund and not has_auxiliary(reading, hit, lex):
            return None
        spelt = looks_accented(reading.words[hit.first], lex)
        bare = (
            "pp" in hit.entry.tenses
            and (spelt or hit.entry.tenses == {"pp"})
            and not has_auxiliary(reading, hit, lex)
            and coordinated_auxiliary(reading, hit, lex) < 0
        )
        if bare and spelt and reading.keys[hit.first] not in lex.words["active_with_be"]:
            passive = True  # "Adolescent poignardé à mort": what befell what stands before it
        if bare and not passive and frame.subject:
            return (
                None  # "15 soldats tués, 7 blessés": told of those, not done by what stands before
            )
        if bare and frame.type == "territory_change" and not {hit.last, hit.last + 1} & dated:
            return None  # "la ville de X, tombée aux mains des rebelles": how things stand
        if bare and not _may_be_bare(reading, hit, lex, dated):
            return None
        subject, objects = _slots(reading, hit, low, high, passive, lex)
    else:
        if is_verb_only(reading, hit, lex) or in_title(reading, hit, frame):
            return None
        if classifies(reading, hit, lex):
            return None
        head = _head_behind(reading, hit, lex)
        if head == OF_ANOTHER:
            return None
        passive = bare = False
        if hit.last < reading.top and keys[hit.last] in lex.words["relative_subject"]:
            high = max(high, reading.clause_bounds(hit.last)[1])  # "le séisme qui a secoué X"
        subject, objects = (low, hit.first), (hit.last, high)
    here = _within(classes, low, high)
    if frame.far & (here | _within(classes, *subject)):
        return None
    around = _within(classes, reading.low, reading.top) | _mention_classes(
        reading, reading.low, reading.top
    )
    if frame.off & around or "fiction" in around:
        return None
    unproved = not frame.strong and bool(frame.near) and not frame.near & around
    if unproved and frame.kind == "verb":
        return None
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
    read_articles(draft, lex)
    if head == OF_IT:
        draft.anaphoric = True
    if frame.definite and not draft.definite:
        return None
    becomes = frame.type == "storm" and keys[hit.first - 1] in lex.words["turned_into"]
    if draft.indefinite and (becomes or _is_outlived(reading, hit, lex)):
        draft.anaphoric = True
    draft.gerund = frame.kind == "verb" and hit.entry.tenses == {"ger"}
    draft.present = frame.kind == "verb" and hit.entry.tenses == {"pres"}
    draft.imperfect = frame.kind == "verb" and hit.entry.tenses == {"impf"}
    if unproved:
        draft.by_story = frame.by_story and not draft.definite
        if not draft.definite and not draft.by_story:
            return None
        draft.anaphoric = draft.definite
    draft.by_story = draft.by_story or (frame.by_story and frame.kind == "verb")
    return draft


def _head_behind(reading: Reading, hit: Hit, lex: Lexicon) -> str:
    """ "evacuation centres", "a shooting suspect": a noun behind makes the trigger only its kind.

    ``OF_ANOTHER`` when no event is told, ``OF_IT`` when it goes back to one told before, else "".
    """
    at = hit.last
    if at + 1 < reading.top and reading.keys[at] == "-":
        at += 1  # "quake-hit"
    if at >= reading.top:
        return ""
    key = reading.keys[at]
    if key in lex.words["and"] and at + 2 < reading.top and at == hit.last:
        both = reading.keys[at + 2]  # "the floods and storms control committee"
        return OF_ANOTHER if both in lex.words["heads_of_another"] else ""
    if key in lex.words["heads_of_another"]:
        return OF_ANOTHER
    behind = key in lex.words["heads_of_it"] or (
        at > hit.last and key in lex.words["heads_hyphened"]
    )
    return OF_IT if behind else ""


def _is_outlived(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "150 survivants d'un naufrage": who comes out of it tells of it, and where they are now."""
    keys, at = reading.keys, hit.first - 1
    if at > reading.low and keys[at] in lex.words["indefinite"]:
        at -= 1
    return (
        at > reading.low and keys[at] in lex.words["of"] and keys[at - 1] in lex.words["survivors"]
    )


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


def _may_be_bare(reading: Reading, hit: Hit, lex: Lexicon, dated: Set[int]) -> bool:
    """ "Trois villages bombardés", "frappés par": a participle alone tells an event in a sentence
    without a verb, or when it names who did it or when. Else it is a standing quality ("annexée")."""
    if hit.last in dated or hit.last + 1 in dated:
        return True  # "les 42 personnes enlevées mercredi dernier"
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


def _slots(
    reading: Reading, hit: Hit, low: int, high: int, passive: bool, lex: Lexicon
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Token ranges of the agent and of what is acted on."""
    before, after = (low, hit.first), (hit.last, high)
    if low > reading.low and reading.keys[low] in lex.words["relative_subject"]:
        before = (max(reading.low, low - 8), hit.first)  # "des drones, qui ont visé …"
    elif low > reading.low and reading.keys[low] in lex.words["and"] and hit.first - low <= 3:
        before = (reading.clause_bounds(low - 1)[0], hit.first)  # "… et ont attaqué": same subject
    elif low > reading.low and _has_no_subject(reading, low, hit.first, lex):
        before = (reading.clause_bounds(low - 1)[0], hit.first)  # "… après avoir été poignardé"
    if passive:
        by = next((at for at in range(hit.last, high) if reading.keys[at] in lex.words["by"]), high)
        return (by, high), (before[0], hit.first)
    return before, after


def _has_no_subject(reading: Reading, low: int, first: int, lex: Lexicon) -> bool:
    """ "après avoir été", "avant d'être", "pour avoir": the subject is that of the clause before."""
    keys, words = reading.keys, lex.words
    return keys[low] in words["subjectless_openings"] and all(
        lex.is_auxiliary(keys[at], reading.words[at])
        or keys[at] in words["of"]
        or keys[at] in words["adverbs"]
        for at in range(low + 1, first)
    )


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
