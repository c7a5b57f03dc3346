"""The form of ``corrections.toml``: reading it with all faults told at once, and writing it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from geomap.errors import UsageError
from geomap.model import edtf
from geomap.model.incident import LAYER_BY_TYPE

Action = Literal[
    "accept", "reject", "move", "retype", "redate", "rename", "merge", "split", "name-means"
]
ACTIONS: tuple[str, ...] = get_args(Action)
_NEEDS: dict[str, tuple[str, ...]] = {
    "accept": ("quote",),
    "reject": ("quote",),
    "move": ("quote", "to"),
    "retype": ("quote", "to"),
    "redate": ("quote", "to"),
    "rename": ("quote", "to"),
    "merge": ("quote", "with"),
    "split": ("quote", "with"),
    "name-means": ("name", "means"),
}
_TEXT_KEYS = (
    "do", "document", "quote", "prefix", "suffix", "type", "place", "name", "means", "author", "date",
    "reason",
)  # fmt: skip
_KEYS = (*_TEXT_KEYS, "to", "with", "radius_m")
_POSITION_NUMBERS = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision. ``number`` is its place in the file, from 1; see the package's words."""

    do: Action
    number: int = 0
    document: str | None = None
    quote: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    type: str | None = None
    place: str | None = None
    #: place id, type, EDTF or headline; a position is (lon, lat).
    to: str | tuple[float, float] | None = None
    with_document: str | None = None
    with_quote: str | None = None
    name: str | None = None
    means: str | None = None
    radius_m: float | None = None
    author: str | None = None
    date: str | None = None
    reason: str | None = None

    def label(self) -> str:
        """What marks an incident it was applied to: ``move (A. Martin, 2024-05-02): why``."""
        who = ", ".join(part for part in (self.author, self.date) if part)
        return self.do + (f" ({who})" if who else "") + (f": {self.reason}" if self.reason else "")


def parse_corrections(path: Path) -> list[Correction]:
    """The corrections of a file, in its order.

    Raises UsageError that lists every unknown key, missing key and wrong value, with the number of
    its ``[[correction]]``.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("no such corrections file", source=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", source=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path)) from error
    faults = [
        f"unknown table {name!r}, only [[correction]] is known"
        for name in raw
        if name != "correction"
    ]
    rows = raw.get("correction", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError("write each decision under its own [[correction]]", source=str(path))
    corrections = []
    for number, row in enumerate(rows, 1):
        wrong = _faults_of(row)
        faults += [f"correction {number}: {fault}" for fault in wrong]
        if not wrong:
            corrections.append(_correction(row, number))
    if faults:
        raise UsageError("; ".join(faults), source=str(path), hint="nothing was applied")
    return corrections


def _faults_of(row: Mapping[str, Any]) -> list[str]:
    faults = []
    for key in row:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.5)
            hint = f", did you mean {near[0]}?" if near else f" (known: {', '.join(_KEYS)})"
            faults.append(f"unknown key {key}{hint}")
        elif key in _TEXT_KEYS and not isinstance(row[key], str) and key != "date":
            faults.append(f"{key} wants text, got {row[key]!r}")
    action = row.get("do")
    if action not in ACTIONS:
        return [*faults, f"do is {action!r}, not one of {', '.join(ACTIONS)}"]
    faults += [f"{action} needs {key}" for key in _NEEDS[action] if not row.get(key)]
    return faults or _faults_of_values(action, row)


def _faults_of_values(action: str, row: Mapping[str, Any]) -> list[str]:
    to = row.get("to")
    if action == "move" and not isinstance(to, str) and not _is_position(to):
        return [f"to wants a place id or [lon, lat], got {to!r}"]
    if action == "retype" and to not in LAYER_BY_TYPE:
        near = difflib.get_close_matches(str(to), LAYER_BY_TYPE, n=1, cutoff=0.4)
        return [f"unknown type {to!r}" + (f", did you mean {near[0]}?" if near else "")]
    if action == "redate" and not edtf.is_valid(str(to)):
        return [
            f"to wants an EDTF date (2024-05, 2024-05-01/2024-05-03, ../2024-05-01), got {to!r}"
        ]
    if action in {"merge", "split"}:
        other = row["with"]
        if not isinstance(other, dict) or not isinstance(other.get("quote"), str):
            return ['with wants {document = "…", quote = "…"}']
        strange = [key for key in other if key not in {"document", "quote"}]
        return [f"unknown key with.{key}" for key in strange]
    return []


def _is_position(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == _POSITION_NUMBERS
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
        and -180 <= value[0] <= 180
        and -90 <= value[1] <= 90
    )


def _correction(row: Mapping[str, Any], number: int) -> Correction:
    values = {key: row[key] for key in _TEXT_KEYS if key in row}
    if "date" in values:
        values["date"] = str(values["date"])  # TOML has dates of its own
    to = row.get("to")
    other = row.get("with") or {}
    return Correction(
        number=number,
        to=(float(to[0]), float(to[1])) if isinstance(to, list) else to,
        with_document=other.get("document"),
        with_quote=other.get("quote"),
        radius_m=row.get("radius_m"),
        **values,
    )


def to_toml(corrections: Sequence[Correction]) -> str:
    """Corrections as the text of a file that reads back as the same."""
    parts = []
    for correction in corrections:
        lines = ["[[correction]]"]
        for key in _KEYS:
            if key == "with":
                if correction.with_quote is not None:
                    pairs = [
                        ("document", correction.with_document),
                        ("quote", correction.with_quote),
                    ]
                    inside = ", ".join(f"{k} = {_text(v)}" for k, v in pairs if v is not None)
                    lines.append(f"with = {{ {inside} }}")
                continue
            value = getattr(correction, key)
            if value is not None:
                lines.append(f"{key} = {_value(value)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(repr(float(n)) for n in value) + "]"
    return repr(float(value)) if isinstance(value, int | float) else _text(str(value))


def _text(value: str) -> str:
    """A TOML basic string: quotes, backslashes and control characters escaped."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    out = []
    for c in value:
        if c in short:
            out.append(short[c])
        elif ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0:
            out.append(f"\\u{ord(c):04X}")
        else:
            out.append(c)
    return '"' + "".join(out) + '"'
