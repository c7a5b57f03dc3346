"""Names in running text: exact keys on token boundaries, from all packs at once, without reading records.

How it is fast: what a token can begin is asked of the tries once and remembered (texts repeat their
words); only a token that begins some longer name has the words behind it joined and tried, with one
call that gives all the keys that are prefixes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.index import PACK_STRIDE
from geomap.gazetteer.layout import STOP
from geomap.gazetteer.names import NameRules, word_key
from geomap.model.text import Tokens

if TYPE_CHECKING:
    from geomap.gazetteer.pack import Pack

#: Characters joined behind a token; longer names are not found in texts.
_LONGEST = 80
#: Tokens remembered before the memory is emptied (a text in disorder must not fill it).
_MEMORY = 400_000
#: Marks that may stand inside a name when no space is before them: "Port-Soudan", "St. Louis".
_HYPHEN, _DOT = "-", "."


@dataclass(frozen=True, slots=True)
class NameHit:
    """A stretch of tokens ``[first_token, last_token)`` that spells a name.

    ``name_ids`` name the keys (opaque; for ``Gazetteer.matches``). ``trim`` code points at the end of
    the last token do not belong to the name ("Ukraine's": 2). ``flags`` are those of ``record``
    (NEEDS_CONTEXT, NEEDS_CAPITAL, SHORT, LOWER), all that hold in every pack.
    """

    first_token: int
    last_token: int
    name_ids: tuple[int, ...]
    trim: int = 0
    flags: int = 0


#: What a token is: its key, the ids of that key alone, its flags, the packs in which it begins
#: longer names, and how many code points a possessive has at its end.
_Info = tuple[str, tuple[int, ...], int, tuple[int, ...], int]


class Scanner:
    """Finds names of the packs it is made with."""

    def __init__(self, packs: Sequence[Pack], table: NameRules) -> None:
        self._tries = [pack.keys for pack in packs]
        self._flags = [pack.c_key_flags for pack in packs]
        self._memory: dict[str, _Info] = {}
        self._rules = table

    def scan(self, tokens: Tokens, first: int, last: int, *, nested: bool = False) -> list[NameHit]:
        """Hits between two token indices, leftmost-longest; all of them with ``nested``.

        No name crosses a mark other than a hyphen between two words or the stop of an abbreviation.
        """
        keys = tokens.keys
        memory = self._memory
        if len(memory) > _MEMORY:
            memory.clear()
        hits: list[NameHit] = []
        index = first
        while index < last:
            key = keys[index]
            info = memory.get(key) or self._learn(key)
            if not info[1] and not info[3]:
                index += 1
                continue
            found: NameHit | None = None
            if info[3]:
                longer = self._longer(tokens, index, last, info)
                if longer:
                    found = longer[-1]
                    if nested:
                        hits.extend(longer[:-1])
            if info[1] and (found is None or nested):
                single = NameHit(index, index + 1, info[1], info[4], info[2])
                if found is None:
                    found = single
                else:
                    hits.append(single)
            if found is None:
                index += 1
                continue
            hits.append(found)
            index = index + 1 if nested else max(found.last_token, index + 1)
        return hits

    def _learn(self, key: str) -> _Info:
        """What a token is, asked of the tries once."""
        table = self._rules
        word, trim = word_key(key, table), 0
        for ending in table.possessives:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                whole = self._ids(word)
                word, trim = (
                    (word, 0) if whole[0] else (word_key(key[: -len(ending)], table), len(ending))
                )
        ids, flags = self._ids(word) if word else ((), 0)
        start = table.contractions.get(key, word) + " "
        more = (
            tuple(n for n, t in enumerate(self._tries) if next(t.iterkeys(start), None) is not None)
            if word
            else ()
        )
        info = (word, ids, flags, more, trim)
        self._memory[key] = info
        return info

    def _ids(self, key: str) -> tuple[tuple[int, ...], int]:
        ids: list[int] = []
        flags = -1
        for number, trie in enumerate(self._tries):
            found = trie.get(key)
            if found is not None:
                ids.append(number * PACK_STRIDE + found)
                flag = self._flags[number][found]
                if flag & STOP:
                    return (), STOP
                flags &= flag
        return tuple(ids), max(flags, 0)

    def _longer(self, tokens: Tokens, index: int, last: int, info: _Info) -> list[NameHit]:
        """Hits of two words and more that begin at a token, shortest first."""
        contracted = self._rules.contractions.get(tokens.keys[index])
        words, ends = self._words(tokens, index, last, contracted or info[0])
        if len(words) < 2:
            return []
        joined = " ".join(words)
        found: dict[int, tuple[list[int], int]] = {}
        for number in info[3]:
            for key, identifier in self._tries[number].iter_prefixes_with_ids(joined):
                size = len(key)
                if size < len(joined) and joined[size] != " ":
                    continue
                flag = self._flags[number][identifier]
                ids, flags = found.get(size, ([], -1))
                ids.append(number * PACK_STRIDE + identifier)
                found[size] = (ids, flags & flag)
        hits = []
        at, count = 0, 0
        for word, end in zip(words, ends, strict=True):
            at += len(word) + (1 if at else 0)
            count += 1
            if count > 1 and at in found:
                ids, flags = found[at]
                if not flags & STOP:
                    start = index + 1 if contracted else index
                    trim = self._memory[tokens.keys[end - 1]][4] if end - 1 > index else 0
                    hits.append(NameHit(start, end, tuple(ids), trim, max(flags, 0)))
        return hits

    def _words(
        self, tokens: Tokens, index: int, last: int, first_word: str
    ) -> tuple[list[str], list[int]]:
        """The words from a token on, as far as a name can go, each with the token behind it."""
        keys, starts, ends = tokens.keys, tokens.starts, tokens.ends
        memory = self._memory
        words, stops, size = [first_word], [index + 1], len(first_word)
        at = index + 1
        while at < last and size < _LONGEST:
            key = keys[at]
            if key == _HYPHEN:
                if starts[at] != ends[at - 1] or at + 1 >= last or starts[at + 1] != ends[at]:
                    break
                at += 1
                continue
            if key == _DOT:
                if starts[at] != ends[at - 1] or len(keys[at - 1]) > 3:
                    break
                at += 1
                if len(keys[at - 2]) == 1 and len(words) > 1:
                    stops[-1] = at
                continue
            info = memory.get(key) or self._learn(key)
            word = info[0]
            if not word:
                break
            initial = len(word) == 1 and at + 1 < last and keys[at + 1] == _DOT
            if initial and len(keys[at - 2]) == 1 and keys[at - 1] == _DOT and at - 2 >= index:
                words[-1] += word
                stops[-1] = at + 1
            else:
                words.append(word)
                stops.append(at + 1)
            size += len(word) + 1
            at += 1
        return words, stops


def pack_and_key(name_id: int) -> tuple[int, int]:
    """The pack and the key of an id in a hit."""
    return divmod(name_id, PACK_STRIDE)


def hit_text(text: str, tokens: Any, hit: NameHit) -> tuple[int, int]:
    """The span of a hit in the text."""
    del text
    return tokens.starts[hit.first_token], tokens.ends[hit.last_token - 1] - hit.trim
