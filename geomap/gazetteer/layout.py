"""What the writer and the reader of a pack agree on."""

from __future__ import annotations

import math
import zlib

TYPE_CHECKING = False  # importing typing costs a look-up 4 ms
if TYPE_CHECKING:
    from typing import Any

#: Raised whenever a reader of the old form could misread the new one.
FORMAT = 10
#: A population nobody gives.
NOT_KNOWN = 0xFFFF_FFFF
#: Samples of a file that are checked each time it is opened, and their length; smaller files are read
#: whole. The command ``gazetteer info -v`` reads every byte of every file.
SAMPLES = 64
SAMPLE_BYTES = 2048
WHOLE_BYTES = 1 << 19


#: Kinds a name can have.
NAME_KINDS: tuple[str, ...] = (
    "official", "exonym", "endonym", "former", "alias", "abbrev", "demonym", "romanised",
)  # fmt: skip

#: What a stored geometry is of its place.
ROLES = ("area", "line", "coast", "border", "bank", "label")

# Flags of a key: what scanning a text must know before it believes a name.
STOP = 1  #: never found by scanning
NEEDS_CONTEXT = 2  #: a place only where something else says so
NEEDS_CAPITAL = 4  #: never in lower case
SHORT = 8  #: one or two letters
LOWER = 16  #: only ever written in lower case in the source (a machine's romanisation)
MARKED = 32  #: the flags come from the stop list: they hold whatever other packs say of the name

ALL_FLAGS = 0xFF & ~(MARKED | STOP)  #: the flags of a key no pack has been asked about


#: Ids that are a number: what stands before it, by the bits above ``_NUMBER_BITS``. A commune's code has
#: five letters or digits; other ids stand in the table ``detail``.
_NUMBERED = ("gn:", "gnp:", "insee:")
_NUMBER_BITS = 28
_CODE_LENGTH, _CODE_BASE = 5, 36


def number_of_id(identifier: str) -> int:
    """The number that stands for an id in a column; 0 for an id that no number stands for."""
    prefix, colon, value = identifier.partition(":")
    if prefix + colon not in _NUMBERED:
        return 0
    kind = _NUMBERED.index(prefix + colon)
    try:
        number = int(value, _CODE_BASE if prefix == "insee" else 10)
    except ValueError:
        return 0
    if not 0 < number < 1 << _NUMBER_BITS:
        return 0
    whole = kind << _NUMBER_BITS | number
    return whole if id_of_number(whole) == identifier else 0


def id_of_number(number: int) -> str:
    """The inverse of ``number_of_id``."""
    kind, value = number >> _NUMBER_BITS, number & (1 << _NUMBER_BITS) - 1
    if _NUMBERED[kind] != "insee:":
        return f"{_NUMBERED[kind]}{value}"
    digits = ""
    for _ in range(_CODE_LENGTH):
        value, digit = divmod(value, _CODE_BASE)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return f"insee:{digits}"


def together(one: int, other: int) -> int:
    """Flags of a key two packs have: what both say, unless a stop list spoke; STOP of either counts."""
    if one & MARKED and other & MARKED:
        return one | other
    if (one | other) & MARKED:
        return (one if one & MARKED else other) | (one | other) & STOP
    return (one & other) | (one | other) & STOP


FLAG_NAMES: dict[str, int] = {
    "stop": STOP, "needs-context": NEEDS_CONTEXT, "needs-capital": NEEDS_CAPITAL,
}  # fmt: skip


def write_table(table: dict[str, list[str]]) -> str:
    """Lists of short texts, a line each: name, then values, separated by tabs.

    Read at every start, so it is not JSON: importing its reader takes longer than opening a pack.
    """
    for name, values in table.items():
        for value in (name, *values):
            if "\t" in value or "\n" in value:
                raise ValueError(f"{value!r} cannot stand in a table of a pack")
    return "".join("\t".join((name, *values)) + "\n" for name, values in table.items())


def read_table(text: str) -> dict[str, list[str]]:
    """The inverse of ``write_table``."""
    table = {}
    for line in text.split("\n"):
        if not line:
            continue
        name, *values = line.split("\t")
        table[name] = values
    return table


def implied_parent(feature_class: str, feature_code: str, country: str, admin1: str) -> str | None:
    """The id of the first-order division that a lower one lies in: it need not be stored."""
    lower = feature_class == "A" and feature_code.startswith("ADM") and feature_code != "ADM1"
    return f"adm1:{country}.{admin1}" if lower and country and admin1 else None


def cell_of(lon: float, lat: float) -> int:
    """The one-degree cell of a position: rows from the south, columns from the west."""
    row = min(179, max(0, int(lat + 90)))
    column = min(359, max(0, int(lon + 180)))
    return row * 360 + column


def samples_of(data: Any) -> list[int]:
    """Checksums of stretches spread over a file: cheap to test at each opening."""
    size = len(data)
    if size <= WHOLE_BYTES:
        return [zlib.crc32(data[:])]
    starts = [(size - SAMPLE_BYTES) * n // (SAMPLES - 1) for n in range(SAMPLES)]
    return [zlib.crc32(data[s : s + SAMPLE_BYTES]) for s in starts]


def prominence(feature_class: str, feature_code: str, population: int | None, rank: int) -> float:
    """The order of homonyms, 0 to about 100. A curated ``rank`` can only lift a record.

    Countries 85, continents 80, organisations 60; a former state by its rank alone; a town of ten million 54, of 100,000 30, of 1,000 six; a
    first-order division 14 below a town of its population, a lower one 20 below.
    """
    if feature_code == "PCLH":
        base = 0.0
    elif feature_code.startswith("PCL"):
        base = 85.0
    elif feature_code in {"CONT", "OCN"}:
        base = 80.0
    elif feature_class == "O":
        base = 60.0
    else:
        base = max(0.0, 12.0 * math.log10(population) - 30.0) if population else 0.0
        if feature_code == "ADM1":
            base = max(3.0, base - 14.0)
        elif feature_class == "A":
            base = max(1.0, base - 20.0)
        elif feature_code in {"PPLH", "PPLQ", "PPLW"}:
            base = min(base, 2.0)
        elif not population:
            base = 4.0 if feature_class in {"H", "T", "L"} else 2.0
    return max(base, float(rank))


def name_order(score: float, kind: str, text: str, name: str) -> float:
    """The order of a place among those that answer to a name: greater comes first.

    ``score`` is the place's prominence (0-100), ``name`` its main name, ``text`` the one asked for. One
    more alias of a place counts less than another place's own name, less still when it does not
    begin like the main name (a translation of another place's) or is a name of the past (Salisbury is
    in England now), least as a machine's romanisation. Demonyms come last.
    """
    if kind == "demonym":
        return score / 100.0
    if text == name or kind in {"official", "endonym", "exonym", "abbrev"}:
        return 100.0 + score
    if kind == "romanised":
        return 60.0 + score
    if kind == "former":
        return 100.0 + score - 25.0
    alike = text[:3].casefold() == name[:3].casefold()
    return 100.0 + score - (6.0 if alike else 10.0)
