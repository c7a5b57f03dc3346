"""Whether an ambiguous form is a verb, a participle, a passive here."""

from __future__ import annotations

from geomap.incidents.clauses import Reading
from geomap.incidents.lexicon import Hit, Lexicon

#: Classes of those who do what a gerund behind them says.
_WHO_ACT = frozenset({"armed_group", "soldiers", "people", "troops"})
#: "ont atterri mardi à l'aube près de X et attaqué": words between an auxiliary and a second verb.
SHARED_REACH = 14


def is_verb(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """Whether an ambiguous form stands as a verb here."""
    keys, entry = reading.keys, hit.entry
    before = keys[hit.first - 1] if hit.first > reading.low else ""
    if entry.reflexive and not has_reflexive(reading, hit, lex):
        return False
    if before in lex.words["verb_particles"] and hit.first - 1 > reading.low:
        particle, before = before, keys[hit.first - 2]  # "s'y opposant"
        before = before if before in lex.words["reflexive"] else particle
    if not entry.reflexive and before in lex.words["reflexive"] and not entry.rest:
        return False
    following = keys[hit.last] if hit.last < reading.top else ""
    if entry.tenses == {"ger"} and following in lex.words["after_aim"]:
        return False  # "visant à", "visant, dit-il, à": an aim
    if entry.tenses & {"pp"} and has_auxiliary(reading, hit, lex):
        return (
            before not in lex.words["attributive_behind"]
        )  # "hosting hundreds of displaced families"
    if keys[hit.first] in lex.words["between"] and before not in lex.words["verb_before"]:
        return False  # "entre Israël et le Hezbollah"
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
        "pp" in entry.tenses and looks_participle(reading.words[hit.first], lex)
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
    if hit.entry.rest and any(
        other.last == hit.first and other.entry.kind in {"verb", "light"} for other in reading.hits
    ):
        return False  # "residents escape fire at X": the object of the verb before it
    return any(low == hit.last for low, _, _ in reading.mentions) or bool(hit.entry.rest)


def looks_participle(word: str, lex: Lexicon) -> bool:
    return word.lower().endswith(tuple(lex.words["participle_endings"]))


def is_verb_only(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """A noun trigger that is a verb here ("la ville frappe", "il attaque")."""
    keys = reading.keys
    before = keys[hit.first - 1] if hit.first > reading.low else ""
    if hit.last - hit.first > 1:
        return False
    participle = looks_accented(reading.words[hit.first], lex) and not hit.entry.accented
    return before in lex.words["verb_before"] or participle or _is_gerund_of(reading, hit, lex)


def _is_gerund_of(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    """ "rebels fighting in X seized …": what those before it do, no event of its own."""
    endings = tuple(lex.words["gerund_endings"])
    return (
        bool(endings)
        and reading.keys[hit.first].endswith(endings)
        and any(
            other.last == hit.first and other.entry.kind == "class" and other.entry.name in _WHO_ACT
            for other in reading.hits
        )
    )


def looks_accented(word: str, lex: Lexicon) -> bool:
    return word.lower().endswith(tuple(lex.words["accented_endings"]))


def has_reflexive(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    low = max(reading.low, hit.first - 4)
    return any(reading.keys[at] in lex.words["reflexive"] for at in range(low, hit.first))


def has_auxiliary(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    low = max(reading.low, hit.first - 5)
    for at in range(hit.first - 1, low - 1, -1):
        key = reading.keys[at]
        if lex.is_auxiliary(key, reading.words[at]):
            return True
        if key in {",", ";", ":", "«", '"', "“"}:
            return False
    return False


def coordinated_auxiliary(reading: Reading, hit: Hit, lex: Lexicon) -> int:
    """ "ont atterri à X et attaqué un hôpital": where the auxiliary stands that both share, or -1."""
    keys, before = reading.keys, hit.first - 1
    if "pp" not in hit.entry.tenses or before <= reading.low:
        return -1
    if keys[before] not in lex.words["and"]:
        return -1
    for at in range(before - 1, max(reading.low, before - SHARED_REACH) - 1, -1):
        if keys[at] in {";", ":"} or keys[at] in lex.words["subordinators"]:
            return -1
        if lex.is_auxiliary(keys[at], reading.words[at]):
            follows = range(at + 1, min(at + 4, before))
            right_behind = reading.words[at + 1].lower()
            short = right_behind.endswith(tuple(lex.words["short_participle_endings"]))
            found = short or any(looks_participle(reading.words[i], lex) for i in follows)
            return at if found else -1  # "ont rendu … et inondé …"
    return -1


def is_passive(reading: Reading, hit: Hit, lex: Lexicon) -> bool:
    if "pp" not in hit.entry.tenses or hit.entry.reflexive:
        return False
    if reading.keys[hit.first] in lex.words["active_with_be"]:
        return False  # "est tombé": être is the auxiliary of its perfect
    keys = reading.keys
    shared = coordinated_auxiliary(reading, hit, lex)
    if shared >= 0:
        return keys[shared] in lex.words["be"] or keys[shared + 1] in lex.words["be"]
    low = max(reading.low, hit.first - 4)
    for at in range(hit.first - 1, low - 1, -1):
        if keys[at] in lex.words["be"]:
            return True
        if lex.is_auxiliary(keys[at], reading.words[at]) or keys[at] in {",", ";"}:
            return False
    following = keys[hit.last] if hit.last < reading.top else ""
    return following in lex.words["by"] or (
        looks_participle(reading.words[hit.first], lex) and hit.entry.tenses == {"pp"}
    )
