"""The date grammar of a language, read from ``<lang>/dates.toml``, and the scan for its atoms.

An atom is one pattern found in a sentence: a day, a part of a day, a clock time, a period ... What
stands together is joined, and what it means is worked out, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from geomap.dates.events import event_names
from geomap.dates.pattern import (
    DIGITS,
    FOUR_DIGITS,
    GLUED_MINUTES,
    Compiled,
    Macro,
    compile_pattern,
    table_macro,
)
from geomap.dates.tense import TenseWords, tense_words
from geomap.language.fold import fold
from geomap.language.load import load
from geomap.language.numerals import numerals
from geomap.language.persons import persons
from geomap.language.phrases import PhraseTable, match_phrase, phrases, split_phrase
from geomap.model.text import Tokens


@dataclass(frozen=True, slots=True)
class Atom:
    """A pattern found at tokens ``[first, last)``: its rule and the words it caught."""

    rule: str
    first: int
    last: int
    caught: Mapping[str, str]

    def has(self, flag: str) -> bool:
        return f"f_{flag}" in self.caught

    def word(self, name: str) -> str | None:
        return self.caught.get(name)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything of a language's dates, compiled."""

    lang: str
    #: word -> (number, rule, pattern) of the patterns it may open.
    opening: dict[str, tuple[tuple[int, str, Compiled], ...]]
    #: word -> numbers of the patterns that need it or one of its like; adjuncts need none.
    needing: dict[str, frozenset[int]]
    adjuncts: frozenset[int]
    #: tables by name: folded words joined by one space -> value.
    tables: dict[str, dict[str, Any]]
    capitalised: bool
    day_first: bool
    wrapper_words: dict[tuple[str, ...], str]
    wrapper_length: int
    day_words: dict[str, int]
    decade_words: dict[str, int]
    links: dict[str, frozenset[tuple[str, ...]]]
    blocked_before: frozenset[tuple[str, ...]]
    blocked_phrases: PhraseTable
    counted: frozenset[str]
    clock_not_before: frozenset[str]
    weak: frozenset[str]
    tense: TenseWords
    deferred_to: frozenset[str]
    #: before a weekday or a night they make it the next one: "pour la nuit de samedi".
    ahead: frozenset[str]
    #: "publié le", "updated": what opens a publication line; links before its date; what may follow.
    stamp_leads: PhraseTable
    stamp_links: frozenset[str]
    stamp_articles: frozenset[str]
    stamp_behind: frozenset[str]
    #: words between two dates of a publication line.
    stamp_between: frozenset[str]
    #: a named event dates something only right behind one of these.
    event_leads: frozenset[str]


#: macro name -> table of dates.toml (a mapping, or a table with ``words``).
_TABLES = {
    "weekday": ("weekdays", "weekday_abbreviations"),
    "month": ("months", "month_abbreviations"),
    "unit": ("units",),
    "unitplural": ("unit_plurals",),
    "period": ("periods",),
    "dayword": ("daywords",),
    "mod": ("mods",),
    "modbehind": ("mods_behind",),
    "wdbefore": ("weekdays_before_dates",),
    "phase": ("phases",),
    "partbehind": ("parts_behind",),
    "partfree": ("parts_free",),
    "parttoday": ("parts_today",),
    "season": ("seasons",),
    "feast": ("feasts",),
    "feasteve": ("feast_eves",),
    "century": ("centuries",),
    "ordinal": ("ordinals",),
    "vague": ("vague",),
    "approx": ("approximations",),
    "collective": ("collective_numbers",),
    "relday": ("relative_days",),
    "relpart": ("relative_parts",),
    "direction": ("relative_directions",),
    "recently": ("recently",),
    "eventnoun": ("event_nouns",),
    "nightword": ("night_words",),
    "clocklead": ("clock_leads",),
    "hourword": ("clock_hours",),
    "half": ("clock_halves",),
    "zone": ("clock_zones",),
    "relativeof": ("relative_of",),
    "clockword": ("clock_words",),
}
#: Tables a language may do without.
_OPTIONAL = frozenset({"mods_behind", "weekdays_before_dates"})
_STOPPED = ("weekday_abbreviations", "month_abbreviations")
_LINKS = (
    "phase_links",
    "part_links",
    "earlier_links",
    "genitive",
    "into_links",
    "hung_on",
    "bare_day",
)


def _people(lang: str) -> frozenset[str]:
    """People and victims in the plural, folded: a number before them is no day and no year."""
    nouns = [noun for _, words in persons(lang) for noun in words] + [*load(lang, "tolls")["nouns"]]
    return frozenset(fold(noun) for noun in nouns if " " not in noun and noun.endswith("s"))


@lru_cache(maxsize=4)
def grammar(lang: str) -> Grammar:
    """The grammar of a language, compiled once. Raises GeomapError naming a wrong pattern."""
    data = load(lang, "dates")
    tables = {name: _table(data, sources) for name, sources in _TABLES.items()}
    tables["event"] = dict.fromkeys(event_names(lang), True)
    macros = _macros(lang, data, tables)
    ordinary = frozenset(data["ordinary"])
    opening: dict[str, list[tuple[int, str, Compiled]]] = {}
    needing: dict[str, set[int]] = {}
    adjuncts: set[int] = set()
    number = 0
    for entry in data["pattern"]:
        for pattern in entry["match"]:
            compiled = compile_pattern(
                pattern, macros, ordinary, adjunct=entry.get("adjunct", False)
            )
            number += 1
            for word in compiled.needs:
                needing.setdefault(word, set()).add(number)
            if not compiled.needs:
                adjuncts.add(number)
            for word in sorted(compiled.first):
                opening.setdefault(word, []).append((number, entry["rule"], compiled))
    wrappers = {split_phrase(phrase): label for phrase, label in data["wrappers"].items()}
    return Grammar(
        lang=lang,
        opening={word: tuple(entries) for word, entries in opening.items()},
        needing={word: frozenset(numbers) for word, numbers in needing.items()},
        adjuncts=frozenset(adjuncts),
        tables=tables,
        capitalised=data["capitalised"],
        day_first=data["day_first"],
        wrapper_words=wrappers,
        wrapper_length=max(len(words) for words in wrappers),
        day_words={" ".join(split_phrase(w)): v for w, v in data.get("day_words", {}).items()},
        decade_words={" ".join(split_phrase(w)): v for w, v in data["decades"].items()},
        links=_links(data),
        blocked_before=frozenset(split_phrase(p) for p in data["blocked"]["before"]),
        blocked_phrases=phrases([("blocked", data["blocked"]["phrases"])]),
        counted=frozenset(data["blocked"]["counted"]) | _people(lang),
        clock_not_before=frozenset(data["clock_not_before"]["words"]),
        weak=frozenset(
            " ".join(split_phrase(p))
            for name in ("parts_weak", "relative_weak")
            for p in data[name]["words"]
        ),
        tense=tense_words(lang),
        deferred_to=frozenset(data["tense"]["deferred_to"]),
        ahead=frozenset(data["tense"]["ahead"]),
        stamp_leads=phrases([("published", data["stamps"]["leads"])]),
        stamp_links=frozenset(data["stamps"]["links"]),
        stamp_articles=frozenset(data["stamps"]["articles"]),
        stamp_behind=frozenset(data["stamps"]["behind"]),
        stamp_between=frozenset(
            {word for lead in data["stamps"]["leads"] for word in split_phrase(lead)}
            | {*data["stamps"]["links"], *data["stamps"]["behind"]}
        ),
        event_leads=frozenset(
            {words[-1] for words in wrappers}
            | {split_phrase(w)[-1] for w in data["phase_links"]["words"]}
            | {split_phrase(w)[-1] for w in data["phases"]}
        ),
    )


def _table(data: Mapping[str, Any], sources: Sequence[str]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for source in sources:
        if source == "unit_plurals":
            merged |= {w: u for w, u in data["units"].items() if w.endswith("s")}
            continue
        entries = data.get(source, {}) if source in _OPTIONAL else data[source]
        if "words" in entries and isinstance(entries["words"], list):
            entries = dict.fromkeys(entries["words"], True)
        for phrase, value in entries.items():
            words = " ".join(split_phrase(phrase))
            merged[words] = value
            if source in _STOPPED:
                merged[words + " ."] = value
    return merged


def _macros(
    lang: str, data: Mapping[str, Any], tables: Mapping[str, dict[str, Any]]
) -> dict[str, Macro]:
    digits = frozenset({DIGITS})
    macros = {
        name: table_macro(table, frozenset(data["ordinary"])) for name, table in tables.items()
    }
    rules = numerals(lang)
    small = {*rules.units, *rules.tens, *rules.articles, *rules.hundred, *rules.thousand}
    word = "|".join(sorted((re.escape(w) for w in small), key=lambda w: (-len(w), w)))
    marks = "|".join(sorted(data["ordinal_marks"], key=lambda m: (-len(m), m)))
    firsts = frozenset(
        {DIGITS} | {w for w, v in rules.units.items() if v == 1} | set(data.get("day_words", ()))
    )
    day_words = "".join(f"|{re.escape(w)}" for w in data.get("day_words", ()))
    # "samedi 14 heures", "mercredi 16h30": an hour, no day of the month
    units = "|".join(re.escape(w) for w in data["hour_units"]["words"])
    hour = rf"(?! (?:{units}|h[0-5]\d) )" if units else ""
    hour_words = [w for w, v in (*rules.units.items(), *rules.tens.items()) if v <= 20 and v > 0]
    hours = "|".join(sorted((re.escape(w) for w in hour_words), key=lambda w: (-len(w), w)))
    macros |= {
        "day": Macro(rf"(?:[0-3]?\d(?: (?:{marks}))?{day_words}){hour}", firsts | digits),
        "year": Macro(r"(?:1[0-9]\d\d|20\d\d|21\d\d)", frozenset({FOUR_DIGITS})),
        "yy": Macro(r"(?:\d{4}|\d\d)", digits),
        "d": Macro(r"\d\d?", digits),
        "m": Macro(r"\d\d?", digits),
        "mm": Macro(r"[01]\d", digits),
        "dd": Macro(r"[0-3]\d", digits),
        "tdd": Macro(r"[0-3]\d t[0-2]\d", digits),
        "hh": Macro(
            rf"(?:[0-2]?\d|(?:{hours})(?:(?: -| et)? (?:{hours}))?)", digits | frozenset(hour_words)
        ),
        "mi": Macro(r"[0-5]\d", digits),
        "hmi": Macro(r"h[0-5]\d", frozenset({GLUED_MINUTES})),
        "hhmm": Macro(r"[0-2]\d[0-5]\d", frozenset({FOUR_DIGITS})),
        "num": Macro(
            rf"(?:\d+(?: [.,] \d+)?|(?:{word})(?:(?: -| et| and)? (?:{word}))*)",
            digits | frozenset(small),
        ),
        "weekend": table_macro(
            {w: u for w, u in tables["period"].items() if u == "weekend"}, frozenset()
        ),
        "decade": _decades(data),
        "vagueadj": _words(data.get("vague_adjectives", ["longs", "longues", "long"])),
    }
    return macros


def _words(words: list[str]) -> Macro:
    return table_macro(dict.fromkeys(words, True), frozenset())


def _decades(data: Mapping[str, Any]) -> Macro:
    words = "|".join(
        sorted((" ".join(split_phrase(w)) for w in data["decades"]), key=lambda w: (-len(w), w))
    )
    first = frozenset({DIGITS, *(split_phrase(w)[0] for w in data["decades"])})
    suffix = data.get("decade_suffix", "")
    regex = rf"(?:(?:1\d|20)?\d0{suffix}|{words})"
    if not suffix:
        return Macro(regex, first)
    return Macro(regex, first, frozenset({suffix.strip(), *(first - {DIGITS})}))


def _links(data: Mapping[str, Any]) -> dict[str, frozenset[tuple[str, ...]]]:
    links = {name: frozenset(split_phrase(p) for p in data[name]["words"]) for name in _LINKS}
    links["between_after"] = frozenset(
        (",", *split_phrase(p)) for p in data["range_words"]["between"]
    )
    for name, entries in data["range_words"].items():
        links[name] = frozenset(split_phrase(p) for p in entries)
    return links


def scan(tokens: Tokens, first: int, last: int, rules: Grammar) -> list[Atom]:
    """The atoms among tokens ``[first, last)``, in order, longest first at each place.

    Gives nothing, at the cost of one look-up a token, where no word of any pattern stands.
    """
    keys = tokens.keys[first:last]
    likely = _likely_patterns(keys, rules)
    if not likely:
        return []
    text = " ".join(keys) + " "
    offsets = list(accumulate((len(key) + 1 for key in keys), initial=0))
    token_at = {offset: index for index, offset in enumerate(offsets)}
    atoms: list[Atom] = []
    opening, behind = rules.opening, 0
    for index, key in enumerate(keys):
        if index < behind:
            continue
        if key in rules.blocked_phrases:  # "sooner or later", "au jour le jour"
            phrase = match_phrase(rules.blocked_phrases, keys, index, len(keys))
            if phrase is not None:
                behind = phrase[0]
                continue
        if not (key in opening or key[:1].isdecimal()):
            continue
        atom = _atom_at(text, offsets[index], keys, index, token_at, rules, likely)
        if atom is not None:
            atoms.append(Atom(atom.rule, atom.first + first, atom.last + first, atom.caught))
            behind = atom.last
    return atoms


def _likely_patterns(keys: Sequence[str], rules: Grammar) -> frozenset[int]:
    """The patterns of which a rare word is among ``keys``; none where no sentence holds a date."""
    needing = rules.needing
    found: set[int] = set()
    for key in set(keys):
        numbers = needing.get(key)
        if numbers is not None:
            found |= numbers
        if key[:1].isdecimal():
            if len(key) == 4:
                found |= needing.get(FOUR_DIGITS, frozenset())
        elif key[:1] == "h" and key[1:].isdecimal():
            found |= needing.get(GLUED_MINUTES, frozenset())
    return frozenset(found | rules.adjuncts) if found else frozenset()


def _atom_at(
    text: str,
    offset: int,
    keys: Sequence[str],
    index: int,
    token_at: Mapping[int, int],
    rules: Grammar,
    likely: frozenset[int],
) -> Atom | None:
    key = keys[index]
    entries = rules.opening.get(key, ())
    if key.isdecimal():
        entries = rules.opening.get(DIGITS, ())
        if len(key) == 4:
            entries = (*entries, *rules.opening.get(FOUR_DIGITS, ()))
    best: tuple[str, re.Match[str]] | None = None
    end = offset
    for number, rule, compiled in entries:
        if number not in likely:
            continue
        if rule == "event" and (index == 0 or keys[index - 1] not in rules.event_leads):
            continue
        match = compiled.regex.match(text, offset)
        if match is not None and match.end() > end:
            best, end = (rule, match), match.end()
    if best is None:
        return None
    caught = {name: value for name, value in best[1].groupdict().items() if value is not None}
    return Atom(best[0], index, token_at[end], caught)
