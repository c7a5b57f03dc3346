"""The one normaliser of place names, for index and query.

A *key* is what is compared: the folded words of a name joined by one space. Hyphens count as spaces,
marks are dropped, abbreviations are written out ("St" is "saint"), runs of initials are joined
("U.S." is "us"). An elided article keeps its apostrophe ("l' aquila"); an apostrophe inside a word
goes ("Sana'a" is "sanaa"). The words come from the tokeniser of texts, so that a name and its
occurrence in a text always give the same key.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from geomap.language.fold import fold
from geomap.language.load import LANGUAGES, load
from geomap.language.tokens import tokenise


@dataclass(frozen=True, slots=True)
class NameRules:
    """What the languages' ``names.toml`` say, of all languages together.

    A mention is looked up by the rules of every language: a French text quotes English names.
    """

    contractions: dict[str, str]
    leading: frozenset[str]
    abbreviations: dict[str, str]
    arabic_articles: frozenset[str]
    possessives: tuple[str, ...]


@lru_cache(maxsize=1)
def rules() -> NameRules:
    """The rules, read once a process."""
    tables = [load(lang, "names") for lang in LANGUAGES]
    return NameRules(
        contractions={k: v for t in tables for k, v in t["contractions"].items()},
        leading=frozenset(w for t in tables for w in t["leading"]),
        abbreviations={k: v for t in tables for k, v in t["abbreviations"].items()},
        arabic_articles=frozenset(w for t in tables for w in t["arabic_articles"]),
        possessives=tuple(w for t in tables for w in t["possessives"]),
    )


def word_key(key: str) -> str:
    """The key of one token from its folded form; empty for a mark."""
    if key.endswith("'") and len(key) > 1:
        return key
    if not key[:1].isalnum():
        return ""
    return rules().abbreviations.get(key) or (key.replace("'", "") if "'" in key else key)


def name_key(name: str) -> str:
    """The key of a name: what the index holds and what a query asks for. May be empty."""
    if name.isascii() and name.isalpha():
        lower = name.lower()
        return rules().abbreviations.get(lower, lower)
    if _has_vowel_signs(name):  # Indic and Thai vowels are marks: they belong to the word
        return " ".join(fold(name).replace("-", " ").split())
    tokens = tokenise(name)
    words: list[str] = []
    initials = 0
    for index, key in enumerate(tokens.keys):
        if key == "." and initials:
            continue
        word = word_key(key)
        dotted = (
            len(key) == 1
            and key.isalpha()
            and index + 1 < len(tokens)
            and tokens.keys[index + 1] == "."
            and tokens.starts[index + 1] == tokens.ends[index]
        )
        if dotted and initials and words:
            words[-1] += word
        elif word:
            words.append(word)
        initials = initials + 1 if dotted else 0
    return " ".join(words)


def _has_vowel_signs(name: str) -> bool:
    return any(
        ord(c) > 0x8FF and unicodedata.category(c) in {"Mn", "Mc"} and not unicodedata.combining(c)
        for c in name
    )


def index_keys(name: str, *, arabic: bool = False) -> list[str]:
    """The keys a name is found by: its own, then its variants.

    "N'Djamena" is also found as "Ndjamena"; with ``arabic``, "Al Hudaydah" also as "Hudaydah".
    """
    key = name_key(name)
    if not key:
        return []
    keys = [key]
    head, _, rest = key.partition(" ")
    if rest and head.endswith("'"):
        keys.append(head[:-1] + rest)
    if arabic and rest and head in rules().arabic_articles and len(rest) > 2:
        keys.append(rest)
    return keys


def query_keys(name: str) -> list[str]:
    """The keys to try for a name as a person writes it, best first.

    The name itself; the article its contraction hides ("du Havre": "le havre", "havre"); without a
    leading preposition or article ("d'Odessa", "the Hague"); without the Arabic article.
    """
    key = name_key(name)
    keys = [key] if key else []
    head, _, rest = key.partition(" ")
    table = rules()
    if rest and head in table.contractions:
        keys += [f"{table.contractions[head]} {rest}", rest]
    if rest and (head in table.leading or head.endswith("'")):
        keys.append(rest)
        keys += [k for k in query_keys_of_article(rest) if k not in keys]
    if rest and head.endswith("'"):
        keys.append(head[:-1] + rest)
    keys += query_keys_of_article(key)
    return list(dict.fromkeys(keys))


def query_keys_of_article(key: str) -> list[str]:
    """Other ways of writing the Arabic article of a key: "el fasher" also "al fasher", "fasher"."""
    head, _, rest = key.partition(" ")
    if rest and head in rules().arabic_articles:
        return [f"al {rest}", f"el {rest}", rest]
    return []
