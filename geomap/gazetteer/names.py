"""The one normaliser of place names, for index and query.

A *key* is what is compared: the folded words of a name joined by one space. Hyphens count as spaces,
marks are dropped, abbreviations are written out ("St" is "saint"), runs of initials are joined
("U.S." is "us"). An elided article keeps its apostrophe ("l' aquila"); an apostrophe inside a word
goes ("Sana'a" is "sanaa"). The words come from the tokeniser of texts, so that a name and its
occurrence in a text always give the same key.

The rules stand in the languages' ``names.toml`` and are stored in each pack: a query is always
normalised as the names of the pack were.
"""

from __future__ import annotations

from functools import lru_cache

from geomap.language.fold import fold

#: Characters a key is kept to; a longer "name" is a text.
LONGEST_KEY = 160


class NameRules:
    """What the languages' ``names.toml`` say, of all languages together.

    A mention is looked up by the rules of every language: a French text quotes English names.
    A plain class: the modules of dataclasses and typing cost a look-up ten milliseconds.
    """

    __slots__ = ("abbreviations", "arabic_articles", "contractions", "leading", "possessives")

    def __init__(
        self,
        contractions: dict[str, str],
        leading: frozenset[str],
        abbreviations: dict[str, str],
        arabic_articles: frozenset[str],
        possessives: tuple[str, ...],
    ) -> None:
        self.contractions = contractions
        self.leading = leading
        self.abbreviations = abbreviations
        self.arabic_articles = arabic_articles
        self.possessives = possessives

    def to_table(self) -> dict[str, list[str]]:
        """The rules as a pack keeps them."""
        return {
            "contractions": [f"{k}={v}" for k, v in sorted(self.contractions.items())],
            "leading": sorted(self.leading),
            "abbreviations": [f"{k}={v}" for k, v in sorted(self.abbreviations.items())],
            "arabic_articles": sorted(self.arabic_articles),
            "possessives": list(self.possessives),
        }


def rules_from_table(table: dict[str, list[str]]) -> NameRules:
    """The rules a pack was made with."""
    return NameRules(
        dict(pair.split("=", 1) for pair in table["contractions"]),
        frozenset(table["leading"]),
        dict(pair.split("=", 1) for pair in table["abbreviations"]),
        frozenset(table["arabic_articles"]),
        tuple(table["possessives"]),
    )


@lru_cache(maxsize=1)
def rules() -> NameRules:
    """The rules of the language files, read once a process."""
    from geomap.language.load import LANGUAGES, load

    tables = [load(lang, "names") for lang in LANGUAGES]
    return NameRules(
        contractions={k: v for t in tables for k, v in t["contractions"].items()},
        leading=frozenset(w for t in tables for w in t["leading"]),
        abbreviations={k: v for t in tables for k, v in t["abbreviations"].items()},
        arabic_articles=frozenset(w for t in tables for w in t["arabic_articles"]),
        possessives=tuple(w for t in tables for w in t["possessives"]),
    )


def word_key(key: str, table: NameRules) -> str:
    """The key of one token from its folded form; empty for a mark."""
    if key.endswith("'") and len(key) > 1:
        return key
    if not key[:1].isalnum():
        return ""
    return table.abbreviations.get(key) or (key.replace("'", "") if "'" in key else key)


def name_key(name: str, table: NameRules | None = None) -> str:
    """The key of a name: what the index holds and what a query asks for. May be empty."""
    table = table or rules()
    words = name.replace("-", " ").split()
    if all(map(_is_plain, words)):  # no mark: the tokeniser has nothing to say
        folded = [fold(word) for word in words]
        if all(map(_is_plain, folded)):
            return " ".join(table.abbreviations.get(w, w) for w in folded)[:LONGEST_KEY]
    return _key_of_tokens(name, table)[:LONGEST_KEY]


def _is_plain(word: str) -> bool:
    return word.isalpha() or (word.isascii() and word.isdigit())


def _key_of_tokens(name: str, table: NameRules) -> str:
    if _has_vowel_signs(name):  # Indic and Thai vowels are marks: they belong to the word
        return " ".join(fold(name).replace("-", " ").split())
    from unicodedata import normalize

    from geomap.language.tokens import tokenise

    tokens = tokenise(normalize("NFC", name))
    keys = tokens.keys
    words: list[str] = []
    initials = 0
    for index, key in enumerate(keys):
        if key == "." and initials:
            continue
        word = word_key(key, table)
        dotted = (
            len(key) == 1
            and key.isalpha()
            and index + 1 < len(keys)
            and keys[index + 1] == "."
            and tokens.starts[index + 1] == tokens.ends[index]
        )
        if dotted and initials and words:
            words[-1] += word
        elif word:
            words.append(word)
        initials = initials + 1 if dotted else 0
    return " ".join(words)


def _has_vowel_signs(name: str) -> bool:
    if name.isascii():
        return False
    from unicodedata import category, combining

    return any(ord(c) > 0x8FF and category(c) in {"Mn", "Mc"} and not combining(c) for c in name)


def index_keys(name: str, table: NameRules, *, arabic: bool = False) -> list[str]:
    """The keys a name is found by: its own, then its variants.

    "N'Djamena" is also found as "Ndjamena"; with ``arabic``, "Al Hudaydah" also as "Hudaydah".
    """
    key = name_key(name, table)
    if not key:
        return []
    keys = [key]
    head, _, rest = key.partition(" ")
    if rest and head.endswith("'"):
        keys.append(head[:-1] + rest)
    if arabic and rest and head in table.arabic_articles and len(rest) > 2:
        keys.append(rest)
    return keys


def query_keys(name: str, table: NameRules | None = None) -> list[str]:
    """The keys to try for a name as a person writes it, best first.

    The name itself; the article its contraction hides ("du Havre": "le havre", "havre"); without a
    leading preposition or article ("d'Odessa", "the Hague"); without the Arabic article.
    """
    table = table or rules()
    key = name_key(name, table)
    keys = [key] if key else []
    head, _, rest = key.partition(" ")
    if rest and head in table.contractions:
        keys += [f"{table.contractions[head]} {rest}", rest]
    if rest and (head in table.leading or head.endswith("'")):
        keys.append(rest)
        keys += _other_articles(rest, table)
    if rest and head.endswith("'"):
        keys.append(head[:-1] + rest)
    keys += _other_articles(key, table)
    return list(dict.fromkeys(keys))


def _other_articles(key: str, table: NameRules) -> list[str]:
    """Other ways of writing the Arabic article of a key: "el fasher" also "al fasher", "fasher"."""
    head, _, rest = key.partition(" ")
    if rest and head in table.arabic_articles:
        return [f"al {rest}", f"el {rest}", rest]
    return []
