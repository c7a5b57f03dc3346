"""Bytes -> text: by byte order mark, strict UTF-8, what the file declares, then windows-1252.

Never by a guesser: the same bytes always give the same text, and a reader can say why.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from geomap.errors import UnreadableInput

#: Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: First bytes of things that are not text, with the word a person would use.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite or GeoPackage database"),
    (b"PAR1", "a Parquet file"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: A text may hold a stray control character; more than one in 200 is a binary.
_CONTROL_SHARE = 1 / 200
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and what to tell about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, source: str, declared: str | None = None) -> Decoded:
    """Decode ``data``; a byte order mark is not part of the text, nothing else is changed.

    ``declared`` is the encoding the file names itself (HTML, XML), tried after strict UTF-8.
    Raises UnreadableInput for an empty file, a binary, and a lone surrogate (with its place).
    """
    if not data.strip():
        raise UnreadableInput("the file is empty", source=source)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableInput(
                f"this is {kind}, not text", source=source, hint="give a text of it"
            )
    decoded = _by_mark(data, source) or _by_trial(data, source, declared)
    check_text(decoded.text, source)
    return decoded


def _by_mark(data: bytes, source: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return Decoded(body.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                _refuse_surrogates(body, encoding, source)
                raise UnreadableInput(
                    f"its byte order mark says {encoding}, but byte {error.start} is not",
                    source=source,
                    hint="save it again as UTF-8",
                ) from error
    return None


def _by_trial(data: bytes, source: str, declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_surrogates(data, "utf-8", source)
        first_bad = error.start
    if data.count(b"\x00") > len(data) // 50:
        raise UnreadableInput(
            "this is a binary, or UTF-16 without its byte order mark",
            source=source,
            hint="save it as UTF-8",
        )
    if declared and _is_known(declared):
        try:
            return Decoded(data.decode(declared), codecs.lookup(declared).name)
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"neither UTF-8 (byte {first_bad}) nor windows-1252 (byte {error.start}): "
            "a binary or another encoding",
            source=source,
            hint="save it as UTF-8",
        ) from error
    return Decoded(text, "windows-1252", ("not UTF-8: read as windows-1252",))


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _refuse_surrogates(data: bytes, encoding: str, source: str) -> None:
    """Raise when the only thing wrong with ``data`` is half of a surrogate pair."""
    try:
        text = data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return
    check_text(text, source)


def check_text(text: str, source: str) -> None:
    """Raise UnreadableInput for a lone surrogate (it is no character and has no UTF-8) or a binary."""
    found = _SURROGATE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        raise UnreadableInput(
            f"half of a surrogate pair (U+{ord(found.group()):04X}) at character {found.start()}",
            source=source,
            place=f"{line}:{column}",
            hint="the text was cut in the middle of a character; write it again",
        )
    head = text[:100_000]
    if len(_CONTROLS.findall(head)) > len(head) * _CONTROL_SHARE:
        raise UnreadableInput("this is a binary, not text", source=source)
