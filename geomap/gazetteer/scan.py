"""Names in running text: exact keys on token boundaries, from all packs at once, without reading records.

How it is fast: what a token can begin is asked of the tries once and remembered (texts repeat their
words), and so is which words can follow it; only a token that begins a longer name together with
the next has the words behind it joined and tried, with one call that gives all the keys that are
prefixes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.index import PACK_STRIDE
from geomap.gazetteer.layout import ALL_FLAGS, MARKED, STOP, together
from geomap.gazetteer.names import NameRules, word_key
from geomap.model.text import Tokens

if TYPE_CHECKING:
    from geomap.gazetteer.pack import Pack

#: Characters joined behind a token; longer names are not found in texts.
_LONGEST = 80
#: Pairs and tokens remembered before the memory is emptied (a text in disorder must not fill it).
_MEMORY = 1_000_000
#: Letters a word may have whose full stop stands inside a name: "St. Louis", "Ste. Marie".
_ABBREVIATED = 3


class NameHit(NamedTuple):
    """A stretch of tokens ``[first_token, last_token)`` that spells a name.

    ``name_ids`` name the keys (opaque; for ``Gazetteer.matches``). ``trim`` code points at the end of
    the last token do not belong to the name ("Ukraine's": 2). ``flags`` are those of ``layout``
    (NEEDS_CONTEXT, NEEDS_CAPITAL, SHORT, LOWER, MARKED): those of a stop list, else those that hold in
    every pack that has the key.
    """

    first_token: int
    last_token: int
    name_ids: tuple[int, ...]
    trim: int = 0
    flags: int = 0


class _Info(NamedTuple):
    """What a token is. ``whole`` differs from ``word`` when a possessive ends it ("york's")."""

    word: str
    whole: str
    trim: int
    ids: tuple[int, ...]
    flags: int
    #: what the token stands for at the beginning of a longer name ("du" for "le"; "king's" for
    #: "king" and "kings")
    starts: tuple[str, ...]
    contracted: bool
    #: tries in which it begins longer names, and which next tokens it does so with
    more: tuple[int, ...]
    follow: dict[str, bool]
    #: nothing begins here: no name, no article, no initial
    idle: bool
    #: a romanised Arabic article, a lower-case article, a letter
    is_arabic_article: bool
    is_article: bool
    is_letter: bool


class Scanner:
    """Finds names of the packs it is made with."""

    def __init__(self, packs: Sequence[Pack], table: NameRules) -> None:
        self._tries = [pack.keys for pack in packs]
        self._flags = [pack.c_key_flags for pack in packs]
        self._names_of_key = [pack.c_key_names for pack in packs]
        self._rules = table
        self._memory: dict[str, _Info] = {}
        self._remembered = 0

    def scan(
        self,
        tokens: Tokens,
        first: int,
        last: int,
        *,
        nested: bool = False,
        before: int | None = None,
    ) -> list[NameHit]:
        """Hits between two token indices, leftmost-longest; all of them with ``nested``; with
        ``before`` only those that begin before that index.

        No name crosses a mark other than a hyphen between two words or the stop of an abbreviation. A
        lower-case article is left out when the name behind it goes further than the one it begins
        ("la Côte d'Ivoire" is not "La Côte").
        """
        if self._remembered > _MEMORY:
            self._memory.clear()
            self._remembered = 0
        keys, memory = tokens.keys, self._memory
        hits: list[NameHit] = []
        index = first
        end = last if before is None else min(last, before)
        while index < end:
            key = keys[index]
            info = memory.get(key) or self._learn(key)
            if info.idle:
                index += 1
                continue
            if info.is_letter and (run := self._initials(tokens, index, last)):
                found = self._at(tokens, index, last, *run)
            else:
                found = self._at(tokens, index, last, info, index + 1)
            if info.is_arabic_article:
                found = self._with_article(tokens, index, last, found)
            if not found:
                index += 1
                continue
            if nested:
                hits.extend(found)
                index += 1
                continue
            best = found[-1]
            if info.is_article and tokens.words[index] == key and index + 1 < last:
                follower = memory.get(keys[index + 1]) or self._learn(keys[index + 1])
                behind = self._at(tokens, index + 1, last, follower, index + 2)
                if behind and behind[-1].last_token > best.last_token:
                    best = behind[-1]
            hits.append(best)
            index = max(best.last_token, index + 1)
        return hits

    def _at(self, tokens: Tokens, index: int, last: int, info: _Info, behind: int) -> list[NameHit]:
        """Hits whose first word goes from token ``index`` to ``behind``, shortest first."""
        found = [NameHit(index, behind, info.ids, info.trim, info.flags)] if info.ids else []
        if info.more and behind < last:
            key = tokens.keys[behind]
            goes_on = info.follow.get(key)
            if goes_on is None:
                goes_on = self._can_follow(info, key)
            if goes_on:
                found += self._longer(tokens, index, last, info, behind)
        return found

    def behind_article(self, tokens: Tokens, index: int, last: int) -> NameHit | None:
        """The longest name from token ``index`` on whose article is the word before it, contracted or
        not: "au Mans" is Le Mans. The hit begins at ``index``; None where there is no such name."""
        at = index - 1
        key = tokens.keys[at]
        info = self._memory.get(key) or self._learn(key)
        found = [h for h in self._at(tokens, at, last, info, index) if h.last_token > index]
        return found[-1]._replace(first_token=index) if found else None

    def _initials(self, tokens: Tokens, index: int, last: int) -> tuple[_Info, int] | None:
        """Initials with their stops as one word ("U.S.": "us"), and the token behind them."""
        letters, at = "", index
        while at < last and _is_initial(tokens, at, last):
            if letters and tokens.starts[at] != tokens.ends[at - 1]:
                break
            letters += tokens.keys[at]
            at += 2
        if len(letters) < 2:
            return None
        return self._memory.get(letters) or self._learn(letters), at

    def _with_article(
        self, tokens: Tokens, index: int, last: int, found: list[NameHit]
    ) -> list[NameHit]:
        """ "Al-Hodeïda" is Hodeïda with its article, unless the whole is a name."""
        if found and found[-1].last_token > index + 1:
            return found
        behind = index + 2
        if behind >= last or tokens.keys[index + 1] != "-" or not _is_tight(tokens, index + 1):
            return found
        key = tokens.keys[behind]
        info = self._memory.get(key) or self._learn(key)
        longer = self._at(tokens, behind, last, info, behind + 1)
        return [hit._replace(first_token=index) for hit in longer] or found

    def _learn(self, key: str) -> _Info:
        """What a token is, asked of the tries once."""
        table = self._rules
        word = whole = word_key(key, table)
        trim = 0
        ids, flags = self._ids(word) if word else ((), 0)
        for ending in table.possessives:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                bare = word_key(key[: -len(ending)], table)
                bare_ids, bare_flags = self._ids(bare)
                if bare_ids or not ids:
                    word, trim, ids, flags = bare, len(ending), bare_ids, bare_flags
        contracted = key in table.contractions
        starts = (table.contractions[key],) if contracted else tuple(dict.fromkeys((word, whole)))
        more = tuple(
            number
            for number in range(len(self._tries))
            if word and any(self._begins(number, f"{start} ") for start in starts)
        )
        arabic, letter = key in table.arabic_articles, len(key) == 1 and key.isalpha()
        info = _Info(
            word, whole, trim, ids, flags, starts, contracted, more, {},
            idle=not (ids or more or arabic or letter), is_arabic_article=arabic,
            is_article=key in table.leading, is_letter=letter,
        )  # fmt: skip
        self._memory[key] = info
        self._remembered += 1
        return info

    def _begins(self, number: int, prefix: str) -> bool:
        return next(self._tries[number].iterkeys(prefix), None) is not None

    def _ids(self, key: str) -> tuple[tuple[int, ...], int]:
        ids: list[int] = []
        flags = ALL_FLAGS
        for number, trie in enumerate(self._tries):
            found = trie.get(key)
            if found is not None:
                flag = self._flags[number][found]
                if flag & STOP:
                    return (), STOP
                if not flag & MARKED or self._has_names(number, found):
                    ids.append(number * PACK_STRIDE + found)
                flags = together(flags, flag)
        return tuple(ids), flags if ids else 0

    def _has_names(self, number: int, key: int) -> bool:
        """False for a key that only the stop list of that pack knows; it is marked then."""
        names = self._names_of_key[number]
        return bool(names[key] < names[key + 1])

    def _can_follow(self, info: _Info, key: str) -> bool:
        """Whether a token with this key can go on with a name that ``info`` begins; remembered."""
        if key in {"-", "."}:
            possible = True
        else:
            other = self._memory.get(key) or self._learn(key)
            words = {other.word, other.whole} - {""}
            possible = any(
                self._begins(number, f"{start} {word}")
                for number in info.more
                for start in info.starts
                for word in words
            )
        info.follow[key] = possible
        self._remembered += 1
        return possible

    def _longer(
        self, tokens: Tokens, index: int, last: int, info: _Info, behind: int
    ) -> list[NameHit]:
        """Hits of two words and more that begin at a token, shortest first."""
        words, ends, wholes, possessive = self._words(tokens, last, info, behind)
        found = self._names(words, ends, info)
        in_whole = self._names(wholes, ends, info) if wholes is not None else {}
        start = index + 1 if info.contracted else index
        hits = []
        for end in sorted({*found, *in_whole}):
            ids, flags = found.get(end) or in_whole[end]
            if flags & STOP:
                continue
            last_info = self._memory.get(tokens.keys[end - 1])
            trim = last_info.trim if last_info else 0
            if end not in found and end == possessive:
                trim = 0
            hits.append(NameHit(start, end, tuple(ids), trim, flags))
        return hits

    def _names(
        self, words: list[str], ends: list[int], info: _Info
    ) -> dict[int, tuple[list[int], int]]:
        """Keys that are prefixes of the words: token behind -> ids and flags."""
        if len(words) < 2:
            return {}
        joined = " ".join(words)
        end_of: dict[int, int] = {}
        size = -1
        for word, end in zip(words, ends, strict=True):
            size += len(word) + 1
            end_of[size] = end
        single = len(words[0])
        found: dict[int, tuple[list[int], int]] = {}
        for number in info.more:
            for key, identifier in self._tries[number].iter_prefixes_with_ids(joined):
                size = len(key)
                if size == single or size not in end_of:
                    continue
                flag = self._flags[number][identifier]
                ids, flags = found.setdefault(end_of[size], ([], ALL_FLAGS))
                if not flag & MARKED or self._has_names(number, identifier):
                    ids.append(number * PACK_STRIDE + identifier)
                found[end_of[size]] = (ids, together(flags, flag))
        return {end: (ids, flags) for end, (ids, flags) in found.items() if ids}

    def _words(
        self, tokens: Tokens, last: int, info: _Info, behind: int
    ) -> tuple[list[str], list[int], list[str] | None, int]:
        """The words from a token on, as far as a name can go, each with the token behind it; and
        the words with their first possessive unstripped ("King's Lynn"), with the token behind it."""
        keys, memory = tokens.keys, self._memory
        words, ends, wholes = [info.starts[0]], [behind], [info.starts[-1]]
        size, possessive, run = len(words[0]), behind if info.trim else 0, False
        at = behind
        while at < last and size < _LONGEST:
            key = keys[at]
            if key == "-":
                if not _is_tight(tokens, at):
                    break
                at += 1
                continue
            if key == ".":
                if tokens.starts[at] != tokens.ends[at - 1] or len(keys[at - 1]) > _ABBREVIATED:
                    break
                if run:
                    ends[-1] = at + 1
                at += 1
                continue
            other = memory.get(key) or self._learn(key)
            if not other.word:
                break
            initial = _is_initial(tokens, at, last)
            if initial and run:
                words[-1] += other.word
                wholes[-1] += other.word
                ends[-1] = at + 1
            else:
                words.append(other.word)
                wholes.append(other.word if possessive else other.whole)
                ends.append(at + 1)
                if other.trim and not possessive:
                    possessive = at + 1
            run = initial
            size += len(other.word) + 1
            at += 1
        return words, ends, wholes if possessive else None, possessive


def _is_tight(tokens: Tokens, at: int) -> bool:
    """True for a mark with no space on either side."""
    return (
        at + 1 < len(tokens.starts)
        and tokens.starts[at] == tokens.ends[at - 1]
        and tokens.starts[at + 1] == tokens.ends[at]
    )


def _is_initial(tokens: Tokens, at: int, last: int) -> bool:
    """True for a letter with its full stop: "U." in "U.S."."""
    key = tokens.keys[at]
    return (
        len(key) == 1
        and key.isalpha()
        and at + 1 < last
        and tokens.keys[at + 1] == "."
        and tokens.starts[at + 1] == tokens.ends[at]
    )
