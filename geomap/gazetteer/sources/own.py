"""The files people edit in ``gazetteer/``: records (TOML), aliases, demonyms, stop names, sources.

The form is described in ``gazetteer/FORMAT.md``. Nothing is raised at the first fault: faults are
collected, each with file and line, so that one run shows them all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.gazetteer.layout import FLAG_NAMES, NAME_KINDS
from geomap.gazetteer.record import Name, Record
from geomap.model.place import TerritorialClaim

#: table of a block -> kind of its names
NAME_TABLES = {
    "names": "official", "exonyms": "exonym", "endonyms": "endonym", "former": "former",
    "alias": "alias", "abbrev": "abbrev",
}  # fmt: skip
RELATIONS = ("in", "part_of", "on", "borders", "mouth_of")
STATUSES = ("de_jure", "de_facto", "occupied", "claimed")
_KNOWN = frozenset(
    (
        "id", "name", "feature_class", "feature_code", "lon", "lat", "radius_m", "country",
        "countries", "admin1", "admin2", "parent", "population", "rank", "valid_from", "valid_to",
        "flags", "claims", "geometry", "note", "source", *NAME_TABLES, *RELATIONS,
    )
)  # fmt: skip
_ID = re.compile(
    r"^(?:gn:\d+|gm:[a-z0-9]+(?:-[a-z0-9]+)*|adm[12]:[A-Z]{2}\.[\w.-]+|user:.+|continent:[A-Z]{2}|insee:[0-9AB-]+)$"
)
_DATE = re.compile(r"^-?\d{4}(?:-\d{2}(?:-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a gazetteer file: where, and what."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class ExtraName:
    """A row of ``aliases.tsv`` or ``demonyms.tsv``: one more name of ``target``."""

    target: str
    name: Name
    where: str


@dataclass(slots=True)
class OwnFiles:
    """All that stands in a gazetteer folder."""

    records: list[Record] = field(default_factory=list)
    extra: list[ExtraName] = field(default_factory=list)
    #: name -> (flags, where)
    stop: dict[str, tuple[int, str]] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_folder(folder: Path) -> OwnFiles:
    """Read a gazetteer folder whole; faults are in the result."""
    own = OwnFiles()
    sources = folder / "sources.toml"
    if sources.exists():
        own.sources = _toml(sources, own.faults)
    for path in sorted((folder / "places").glob("*.toml")):
        read_records(path, own)
    for name, reader in (("aliases", _aliases), ("demonyms", _demonyms), ("stop", _stop)):
        path = folder / f"{name}.tsv"
        if path.exists():
            reader(path, own)
    return own


def _toml(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(Fault(path.name, f"not valid TOML: {error}"))
        return {}


def read_records(path: Path, own: OwnFiles) -> None:
    """Add the ``[[place]]`` blocks of one file."""
    table = _toml(path, own.faults)
    lines = _lines_of_blocks(path)
    blocks = table.get("place", [])
    if not isinstance(blocks, list):
        own.faults.append(Fault(path.name, "place must be written [[place]]"))
        return
    for number, block in enumerate(blocks):
        line = lines[number] if number < len(lines) else 0
        where = f"{path.parent.name}/{path.name}:{line}"
        read_block({"source": table.get("source", ""), **block}, where, own)


def read_block(block: dict[str, Any], where: str, own: OwnFiles) -> None:
    """Add one ``[[place]]`` block, or its faults."""
    _Block(block, where, own).read()


def is_own_id(identifier: object) -> bool:
    """True for an id of one of the forms of ``gazetteer/FORMAT.md``."""
    return isinstance(identifier, str) and bool(_ID.match(identifier))


def _lines_of_blocks(path: Path) -> list[int]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[place]]"]


@dataclass(slots=True)
class _Block:
    """One ``[[place]]`` block on its way to a record."""

    block: dict[str, Any]
    where: str
    own: OwnFiles

    def fault(self, key: str, message: str) -> None:
        self.own.faults.append(Fault(f"{self.where}.{key}" if key else self.where, message))

    def read(self) -> None:
        identifier = self.block.get("id")
        if not isinstance(identifier, str) or not is_own_id(identifier):
            self.fault("id", f"{identifier!r} is no id: gm:lower-case-words, gn:number, adm1:UA.17")
            return
        for key in self.block:
            if key not in _KNOWN:
                self.fault(key, "no such field; see gazetteer/FORMAT.md")
        record = Record(id=identifier, where=self.where)
        record.source = self.text("source") or ""
        record.names = list(self.names())
        record.name = self.text("name") or self.main_name(record)
        for key in ("feature_class", "feature_code", "admin1", "admin2", "parent"):
            setattr(record, key, self.text(key))
        record.lon, record.lat = self.number("lon", -180, 180), self.number("lat", -90, 90)
        record.radius_m = self.number("radius_m", 0, 2e7)
        population, rank = self.number("population", 0, 1e10), self.number("rank", 0, 100)
        record.population = None if population is None else int(population)
        record.rank = None if rank is None else int(rank)
        record.valid_from, record.valid_to = self.date("valid_from"), self.date("valid_to")
        record.countries = tuple(self.texts("countries"))
        country = self.text("country")
        record.country = country or (record.countries[0] if len(record.countries) == 1 else None)
        if record.admin1 and "." in record.admin1:
            record.admin1 = record.admin1.removeprefix("adm1:").partition(".")[2]
        if "claims" in self.block:
            record.claims = tuple(self.claims())
        record.geometry = self.geometry()
        record.relations = [(kind, other) for kind in RELATIONS for other in self.texts(kind)]
        self.own.records.append(record)

    def main_name(self, record: Record) -> str | None:
        if record.id.startswith(("gn:", "adm")):
            return None  # an enriched record keeps the name it has
        for lang in ("en", "fr"):
            for name in record.names:
                if name.lang == lang and name.kind == "official":
                    return name.text
        return record.names[0].text if record.names else None

    def names(self) -> Iterator[Name]:
        flags = 0
        for flag in self.texts("flags"):
            if flag in FLAG_NAMES:
                flags |= FLAG_NAMES[flag]
            else:
                self.fault("flags", f"{flag!r} is none of {', '.join(FLAG_NAMES)}")
        for key, kind in NAME_TABLES.items():
            table = self.block.get(key, {})
            if not isinstance(table, dict):
                self.fault(key, 'must be a table of languages: { fr = ["..."] }')
                continue
            for lang, texts in table.items():
                for text in [texts] if isinstance(texts, str) else texts:
                    if not isinstance(text, str) or not text.strip():
                        self.fault(f"{key}.{lang}", f"{text!r} is no name")
                        continue
                    yield Name(text.strip(), "" if lang in {"any", "local"} else lang, kind, flags)

    def claims(self) -> Iterator[TerritorialClaim]:
        for number, claim in enumerate(self.block["claims"]):
            status = claim.get("status")
            if status not in STATUSES:
                self.fault(
                    f"claims[{number}].status", f"{status!r} is none of {', '.join(STATUSES)}"
                )
                continue
            since, until = claim.get("since"), claim.get("until")
            for key, value in (("since", since), ("until", until)):
                if value is not None and not _DATE.match(str(value)):
                    self.fault(f"claims[{number}].{key}", f"{value!r} is no ISO date")
            yield TerritorialClaim(
                str(claim.get("country", "")), status, _text(since), _text(until), claim.get("note")
            )

    def geometry(self) -> dict[str, Any]:
        table = self.block.get("geometry")
        if table is None:
            return {}
        if not isinstance(table, dict):
            self.fault("geometry", "must be a table")
            return {}
        roles = {"area", "line", "coast", "border", "bank", "label"}
        if table and set(table) <= roles and all(isinstance(v, dict) for v in table.values()):
            return dict(table)
        return {"": table}  # its kind decides the role

    def text(self, key: str) -> str | None:
        value = self.block.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fault(key, f"{value!r} must be text")
            return None
        return value

    def texts(self, key: str) -> list[str]:
        value = self.block.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            self.fault(key, f"{value!r} must be a text or a list of texts")
            return []
        return values

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self.block.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(key, f"{value!r} must be a number")
            return None
        if not low <= value <= high:
            self.fault(key, f"{value} is outside {low:g}..{high:g}")
            return None
        return float(value)

    def date(self, key: str) -> str | None:
        value = self.block.get(key)
        if value is None:
            return None
        if not _DATE.match(str(value)):
            self.fault(key, f"{value!r} is no ISO date (1991, 1991-12 or 1991-12-26)")
            return None
        return str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def rows_of(path: Path, faults: list[Fault]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a tab-separated table with a header line; ``#`` begins a comment line."""
    header: list[str] | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        line = raw.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if header is None:
            header = cells
            continue
        where = f"{path.name}:{number}"
        if len(cells) > len(header):
            faults.append(Fault(where, f"{len(cells)} cells under {len(header)} columns"))
            continue
        yield where, dict(zip(header, cells, strict=False))


def _aliases(path: Path, own: OwnFiles) -> None:
    for where, row in rows_of(path, own.faults):
        kind = row.get("kind") or "alias"
        if kind not in NAME_KINDS:
            own.faults.append(Fault(where, f"kind {kind!r} is none of {', '.join(NAME_KINDS)}"))
            continue
        text, target = row.get("key", ""), row.get("target", "")
        if not text or not target:
            own.faults.append(Fault(where, "an alias needs a key and a target"))
            continue
        flags = 0
        for flag in row.get("flags", "").replace(",", " ").split():
            if flag not in FLAG_NAMES:
                own.faults.append(Fault(where, f"flag {flag!r} is none of {', '.join(FLAG_NAMES)}"))
            flags |= FLAG_NAMES.get(flag, 0)
        lang = row.get("lang", "")
        name = Name(text, "" if lang in {"any", "local"} else lang, kind, flags)
        own.extra.append(ExtraName(target, name, where))


def _demonyms(path: Path, own: OwnFiles) -> None:
    for where, row in rows_of(path, own.faults):
        form, target = row.get("form", ""), row.get("target", "")
        if not form or not target:
            own.faults.append(Fault(where, "a demonym needs a form and a target"))
            continue
        own.extra.append(ExtraName(target, Name(form, row.get("lang", ""), "demonym"), where))


def _stop(path: Path, own: OwnFiles) -> None:
    for where, row in rows_of(path, own.faults):
        name, why = row.get("name", ""), row.get("why", "") or "stop"
        flags = 0
        for word in why.replace(",", " ").split():
            if word not in FLAG_NAMES:
                own.faults.append(Fault(where, f"why {word!r} is none of {', '.join(FLAG_NAMES)}"))
            flags |= FLAG_NAMES.get(word, 0)
        if not name:
            own.faults.append(Fault(where, "a stop name is missing"))
            continue
        own.stop[name] = (flags, where)
