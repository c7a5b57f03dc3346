"""Sentences with known names, as the trainer reads them: text and typed spans."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from geomap.gazetteer import Gazetteer
from geomap.places.training.setting import set_tokens

#: Fillings of each of our sentences.
FILLINGS = 20
#: A slot, with the kind its filling has here ("{T:ORG}": a club called after its town); a name written
#: out, which may hold slots ("[PER|Grégoire de {T}]").
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_WRITTEN = re.compile(r"\[(\w+)\|([^\]]*)\]|\{(\w+)(?::(\w+))?\}")
_CUT = re.compile(r"(?<=[.!?])\s+")
#: Sentences of this publisher are left out: its licence is not among those named for the file.
_LEFT_OUT = "Delegation"
_KINDS = {"loc": "LOC", "per": "PER", "PER": "PER", "org": "ORG", "humanprod": "MISC"}


_LISTED = {
    "O": ("organisations", "ORG"),
    "J": ("media", "ORG"),
    "M": ("works", "MISC"),
    "F": ("sites", "LOC"),
    "B": ("teams", "ORG"),
    "A": ("things", "MISC"),
    "Q": ("clubs", "ORG"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and its names: (start, end, kind) in code points."""

    text: str
    lang: str
    names: tuple[tuple[int, int, str], ...]
    source: str


def tagged(path: Path) -> Iterator[Example]:
    """Rows of a file of tagged sentences (BIO)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if _LEFT_OUT in str(row.get("source", "")):
            continue
        text, spans = set_tokens(row["tokens"])
        names: list[tuple[int, int, str]] = []
        for (start, end), label in zip(spans, row["tags"], strict=True):
            if (
                label.startswith("I-")
                and names
                and names[-1][2] == label[2:]
                and start - names[-1][1] <= 1
            ):
                names[-1] = (names[-1][0], end, label[2:])
            elif label != "O":
                names.append((start, end, label[2:]))
        yield Example(text, row["lang"], tuple(names), path.stem)


def typed_documents(path: Path) -> Iterator[Example]:
    """Documents with typed entities, cut into sentences."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entities = sorted(
            (e["start"], e["end"], _KINDS.get(str(e["type"]).split(".")[0], "MISC"))
            for e in row["entities"]
        )
        at = 0
        for piece in _CUT.split(row["text"]):
            start = row["text"].index(piece, at)
            end = at = start + len(piece)
            names = tuple(
                (a - start, b - start, kind) for a, b, kind in entities if start <= a and b <= end
            )
            yield Example(piece, row["lang"], names, path.stem)


class Filler:
    """Fills our sentences. The same seed gives the same sentences."""

    def __init__(self, lang: str, gazetteer: Gazetteer, seed: int) -> None:
        self.lang = lang
        self.table = _table(lang)
        people = _table("people")
        self.first, self.last = people["first"].split(), people["last"].replace("\n", " ")
        self.lasts = re.findall(r"Da Silva|Van den Berg|Le Gall|\S+", self.last)
        self.random = random.Random(seed)  # noqa: S311 - no secret, only variety that repeats
        self.towns, self.villages = towns_of(gazetteer)
        self.regions = 3 * self.table["regions"] + names_of(gazetteer, lang, ("A", "L"), _REGIONS)
        self.waters = 3 * self.table["waters"] + names_of(gazetteer, lang, ("H", "T"), _NATURE)
        self.demonyms = demonyms_of(gazetteer, lang)

    def examples(self) -> Iterator[Example]:
        """Every sentence, filled ``FILLINGS`` times."""
        for sentence in self.table["sentences"]:
            for _ in range(FILLINGS):
                text, names = self._fill(sentence)
                yield Example(text, self.lang, tuple(names), "own sentences")

    def _fill(self, sentence: str) -> tuple[str, list[tuple[int, int, str]]]:
        parts: list[str] = []
        names: list[tuple[int, int, str]] = []
        at = size = 0
        for match in _WRITTEN.finditer(sentence):
            before = sentence[at : match.start()]
            parts.append(before)
            size += len(before)
            written, inner, slot, other = match.groups()
            if slot:
                words, kind = self._slot(slot)
                kind = other or kind
            else:
                words, kind = _SLOT.sub(lambda m: self._slot(m.group(1))[0], inner), written
            if kind and kind != "O":
                skip = len(words) - len(words.removeprefix("the "))
                names.append((size + skip, size + len(words), kind))
            parts.append(words)
            size += len(words)
            at = match.end()
        parts.append(sentence[at:])
        return _elide("".join(parts), names, self.lang)

    def _slot(self, slot: str) -> tuple[str, str]:
        pick, table = self.random.choice, self.table
        if slot == "T":
            return pick(self.towns), "LOC"
        if slot == "C":
            return pick(table.get("countries") or table["countries_en"]), "LOC"
        if slot == "Cau":
            return pick(table["countries_au"]), "LOC"
        if slot == "Cx":
            return pick(table["countries_aux"]), "LOC"
        if slot == "S":
            return pick(table["states"]), "LOC"
        if slot == "R":
            return pick(self.regions), "LOC"
        if slot == "W":
            return pick(self.waters), "LOC"
        if slot == "F1":
            return pick(self.first), "PER"
        if slot == "Z":
            return self._invented(), "LOC"
        if slot == "V":
            return pick(self.villages), "LOC"
        if slot == "P":
            return self._person(), "PER"
        if slot == "L":
            return self._surname(), "PER"
        if slot == "D":
            return pick(self.demonyms), "MISC"
        if slot == "N":
            return str(self.random.randint(2, 900)), ""
        if slot == "Y":
            return str(self.random.randint(1890, 2025)), ""
        if slot == "X":
            return pick(table["days"]), ""
        kind = _LISTED[slot][1]
        inner = pick(table[_LISTED[slot][0]])
        return _SLOT.sub(lambda m: self._slot(m.group(1))[0], inner), kind

    def _surname(self) -> str:
        # One in five is the name of some small town: persons are called Calais, Lancaster or Roma.
        roll = self.random.random()
        if roll < 0.2:
            return self.random.choice(self.villages)
        if roll < 0.3:
            return self._invented()
        return str(self.random.choice(self.lasts))

    def _invented(self) -> str:
        """A name that no list holds, of the beginning of one village and the end of another."""
        one, other = self.random.choice(self.villages), self.random.choice(self.villages)
        head = re.match(r".*?[aeiouyéè]+[^aeiouyéè]+", one)
        tail = re.search(r"[aeiouyéè]+[^aeiouyéè]*(?:[aeiouyéè]+)?$", other)
        return (head.group() if head else one) + (tail.group() if tail else "a")

    def _person(self) -> str:
        first = self.random.choice(self.first)
        roll = self.random.random()
        if roll < 0.08:
            first += "-" + self.random.choice(self.first)
        elif roll < 0.14:
            first += " " + self.random.choice("ABCDEFGHJKLMPRST") + "."
        elif roll < 0.2:
            first += " " + self.random.choice(self.first)
        return f"{first} {self._surname()}"


def _elide(
    text: str, names: list[tuple[int, int, str]], lang: str
) -> tuple[str, list[tuple[int, int, str]]]:
    """French "de Angers" is "d'Angers"; spans behind move by one."""
    if lang != "fr":
        return text, names
    shifted = list(names)
    out = text
    for match in reversed(
        list(re.finditer(r"\b([Dd]e|[Ll]a|[Qq]ue) (?=[AEIOUÉÈÊÎÔÂaeiouéèêhH])", text))
    ):
        start, end = match.span()
        if not any(start < e and s < end for s, e, _ in shifted):
            word = match.group(1)[0] if match.group(1).lower() != "que" else match.group(1)[:2]
            replaced = word + "'"
            cut = (end - start) - len(replaced)
            out = out[:start] + replaced + out[end:]
            shifted = [(s - cut, e - cut, k) if s >= end else (s, e, k) for s, e, k in shifted]
    return out, shifted


def _table(name: str) -> dict[str, Any]:
    file = resources.files("geomap.places.training").joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def towns_of(gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Names of towns of all the world in Latin script: large ones more often, and small ones only."""
    found: dict[str, int] = {}
    for lat in range(-50, 70, 2):
        for lon in range(-180, 180, 3):
            for place in gazetteer.near(lon, lat, 160_000, ("P",))[:12]:
                if _latin(place.name):
                    found[place.name] = max(found.get(place.name, 0), place.population or 0)
    names: list[str] = []
    villages: list[str] = []
    for name, population in sorted(found.items()):
        names += [name] * (1 + 2 * (population > 50_000) + 6 * (population > 500_000))
        if population < 30_000 and "-" not in name and " " not in name:
            villages.append(name)
    return names, villages


#: GeoNames codes that the slots of regions, and of rivers, mountains and islands are filled from.
_REGIONS = frozenset({"ADM1", "RGN", "ADM2"})
_NATURE = frozenset({"STM", "LK", "MTS", "MT", "VLC", "ISL", "ISLS", "PEN", "VAL", "DSRT", "RSV"})
#: Of the many second-order divisions one in this many is taken.
_DIVISIONS_EVERY = 12


def names_of(
    gazetteer: Gazetteer, lang: str, classes: tuple[str, ...], codes: frozenset[str]
) -> list[str]:
    """Names of places of some kinds in a language, in Latin script, that begin with a capital."""
    found: set[str] = set()
    for lat in range(-50, 74, 2):
        for lon in range(-180, 180, 3):
            for place in gazetteer.near(lon, lat, 200_000, classes)[:25]:
                if place.feature_code not in codes:
                    continue
                names = [n for n in gazetteer.names(place.id, lang) if n.kind == "official"]
                name = names[0].matched if names and names[0].lang == lang else place.name
                divided = place.feature_code == "ADM2"
                if divided and (names or sum(map(ord, place.id)) % _DIVISIONS_EVERY):
                    continue
                if _latin(name) and name[0].isupper() and not set("(/,0123456789") & set(name):
                    found.add(name)
    return sorted(found)


def _latin(name: str) -> bool:
    return all(ord(c) < 0x250 for c in name)


def demonyms_of(gazetteer: Gazetteer, lang: str) -> list[str]:
    """Demonyms of countries, with a capital (nouns in French, both in English)."""
    found: set[str] = set()
    for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            country = gazetteer.country(a + b)
            if country is not None:
                for match in gazetteer.names(country.id, lang):
                    if match.kind == "demonym":
                        found.add(match.matched[0].upper() + match.matched[1:])
    return sorted(found)
