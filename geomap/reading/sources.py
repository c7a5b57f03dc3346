"""Words of the command line -> sources: files, folders, globs, archives, standard input.

A source can be opened again and again, says what a person would call it, and never leads out of
what was named: members of archives are read in memory, not unpacked.
"""

from __future__ import annotations

import glob
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from geomap.errors import GeomapError, InputError, UnknownFormat, UnreadableInput
from geomap.reading.failure import ReadFailure
from geomap.reading.packed import COMPRESSED, bomb, looks_like_a_bomb, packing_of, unpacked

#: suffix -> format; what a folder is searched for.
FORMATS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pdf": "pdf",
    ".zip": "zip",
}
#: Members of one archive that are listed before it is refused.
MOST_MEMBERS = 200_000
_SPOOL_BYTES = 16 * 2**20
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: ``name`` as a person would say it, ``stem`` to name documents after."""

    name: str
    stem: str
    format: str
    opener: Callable[[], BinaryIO]
    #: names what it lies in ("news/2023"), used when two sources have one stem.
    parents: tuple[str, ...] = ()
    #: the file, when its bytes are those of the source.
    path: Path | None = None

    def open(self) -> BinaryIO:
        """A fresh binary stream from the beginning. Raises UnreadableInput."""
        try:
            return self.opener()
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnreadableInput(f"cannot be read: {reason}", source=self.name) from error

    def read(self, most_bytes: int | None = None) -> bytes:
        """All bytes. Raises UnreadableInput when damaged, or longer than ``most_bytes``."""
        with self.open() as stream:
            try:
                data = stream.read() if most_bytes is None else stream.read(most_bytes + 1)
            except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
                raise UnreadableInput(f"damaged: {error}", source=self.name) from error
        if most_bytes is not None and len(data) > most_bytes:
            raise UnreadableInput(
                f"longer than {most_bytes // 2**20} MB in one piece",
                source=self.name,
                hint="split it, or give its rows as JSON Lines",
            )
        return data


def find_sources(
    inputs: Iterable[str | Path], leave_out: Path | None = None
) -> Iterator[Source | ReadFailure]:
    """The sources that ``inputs`` name, in their order; a folder's in order of their names.

    Nothing of the folder ``leave_out`` is read when it lies in a folder named: it holds results.

    Stems are made unique: two files of one name are told apart by the folders they lie in.
    """
    found: list[Source | ReadFailure] = []
    seen: set[str] = set()
    for item in inputs:
        for source in _expand(str(item), leave_out):
            if isinstance(source, Source):
                if source.name in seen:
                    continue
                seen.add(source.name)
            found.append(source)
    yield from _with_unique_stems(found)


def _expand(word: str, leave_out: Path | None) -> Iterator[Source | ReadFailure]:
    if word == "-":
        try:
            yield from _settle(_standard_input())
        except GeomapError as error:
            yield ReadFailure("<stdin>", error)
        return
    path = Path(word)
    try:
        if path.is_dir():
            yield from _folder(path, leave_out)
        elif path.exists():
            yield from _file(path)
        elif _GLOB.search(word):
            yield from _glob(word)
        else:
            raise UnreadableInput("no such file or folder", source=word, hint="check the name")
    except GeomapError as error:
        yield ReadFailure(word, error)
    except OSError as error:
        reason = UnreadableInput(f"cannot be read: {error.strerror}", source=word)
        yield ReadFailure(word, reason)


def _glob(word: str) -> Iterator[Source | ReadFailure]:
    matches = sorted(glob.glob(word, recursive=True))  # noqa: PTH207 - absolute and relative alike
    if not matches:
        raise UnreadableInput("nothing matches", source=word, hint="check the pattern")
    for match in matches:
        path = Path(match)
        if path.is_file():
            yield from _guarded_file(path)


def _folder(folder: Path, leave_out: Path | None) -> Iterator[Source | ReadFailure]:
    results = leave_out.resolve() if leave_out else None
    if results == folder.resolve():
        results = None
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and _format_of_name(path.name) is not None
        and (results is None or results not in path.resolve().parents)
    )
    if not files:
        raise UnreadableInput(
            "the folder holds nothing that geomap reads",
            source=str(folder),
            hint="it reads " + " ".join(sorted(FORMATS)) + ", each also as .gz or .zst",
        )
    for path in files:
        yield from _guarded_file(path)


def _guarded_file(path: Path) -> Iterator[Source | ReadFailure]:
    try:
        yield from _file(path)
    except GeomapError as error:
        yield ReadFailure(str(path), error)


def _file(path: Path) -> Iterator[Source | ReadFailure]:
    source = Source(
        name=str(path),
        stem=stem_of(path.name),
        format=_format_of_name(path.name) or "unknown",
        opener=lambda: path.open("rb"),
        parents=tuple(p for p in path.resolve().parent.parts if p != "/"),
        path=path,
    )
    suffix = path.suffix.lower()
    if suffix in COMPRESSED:
        source = _unpacked(source, suffix, path.stat().st_size)
    yield from _settle(source)


def _unpacked(source: Source, suffix: str, packed_bytes: int) -> Source:
    opener = unpacked(source.opener, suffix, source.name, packed_bytes)
    return replace(source, opener=opener, path=None)


def _settle(source: Source) -> Iterator[Source | ReadFailure]:
    """Name the format of a source whose name does not, and open archives."""
    if source.format == "unknown":
        head = _head_of(source)
        packing = packing_of(head)
        if packing is not None:
            source = _unpacked(source, packing, _length_of(source))
            head = _head_of(source)
        source = replace(source, format=_format_of_head(head))
    if source.format == "zip":
        yield from _archive(source)
    else:
        yield source


def _standard_input() -> Source:
    spool = _Spool()
    while chunk := sys.stdin.buffer.read(2**20):
        spool.stream.write(chunk)

    def opener() -> BinaryIO:
        spool.stream.seek(0)
        return cast("BinaryIO", _Unclosed(spool))

    return Source(name="<stdin>", stem="stdin", format="unknown", opener=opener)


class _Spool:
    """Standard input kept to be read again: in memory when short, in a temporary file when long."""

    def __init__(self) -> None:
        self.stream = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115

    def __del__(self) -> None:
        self.stream.close()


class _Unclosed(io.RawIOBase):
    """A view of a spool that stays open when the view is closed, to be read again."""

    def __init__(self, spool: _Spool) -> None:
        self._spool = spool
        self._stream = spool.stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def stem_of(name: str) -> str:
    """A file's name without folders, compression and format: ``a/live.html.gz`` -> ``live``."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.suffix.lower() in COMPRESSED:
        path = path.with_suffix("")
    known = path.suffix.lower() in FORMATS
    return (path.stem if known else path.name) or "document"


def _format_of_name(name: str) -> str | None:
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in COMPRESSED:
        return FORMATS.get(path.with_suffix("").suffix.lower(), "unknown")
    return FORMATS.get(suffix)


def sniff(source: Source) -> str:
    """The format of a source by its first bytes: what opens it, not what it is called."""
    return _format_of_head(_head_of(source))


def _head_of(source: Source) -> bytes:
    with source.open() as stream:
        try:
            return stream.read(4096)
        except (OSError, EOFError) as error:
            raise UnreadableInput(f"damaged: {error}", source=source.name) from error


def _length_of(source: Source) -> int:
    with source.open() as stream:
        return stream.seek(0, io.SEEK_END)


def _format_of_head(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if re.match(rb"<!doctype html|<html|<!--.*?<html", start, re.DOTALL):
        return "html"
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "html" if b"<html" in start else "feed"
    if start.startswith(b"{"):
        return "jsonl"
    if re.match(rb"\[\s*\{", start):
        return "json"
    return "text"


def _archive(source: Source) -> Iterator[Source | ReadFailure]:
    try:
        # Of a path the archive owns the file and closes it when the last member is forgotten.
        archive = zipfile.ZipFile(source.path or io.BytesIO(source.read()))
    except zipfile.BadZipFile as error:
        raise UnreadableInput(f"damaged ZIP archive: {error}", source=source.name) from error
    members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    if len(members) > MOST_MEMBERS:
        raise UnreadableInput(f"more than {MOST_MEMBERS} files in one archive", source=source.name)
    readable = 0
    for member in members:
        name = f"{source.name}!{member.filename}"
        format_ = _format_of_name(member.filename)
        try:
            _check_member(member, name)
        except InputError as error:
            readable += 1
            yield ReadFailure(name, error)
            continue
        if format_ is None or PurePosixPath(member.filename).name.startswith("."):
            continue
        readable += 1
        if format_ in {"zip", "unknown"} or _is_packed(member.filename):
            yield ReadFailure(
                name, UnknownFormat("a packed file within an archive is not opened", source=name)
            )
            continue
        yield Source(
            name=name,
            stem=stem_of(member.filename),
            format=format_,
            opener=_member_opener(archive, member),
            parents=(source.stem, *PurePosixPath(member.filename).parent.parts),
        )
    if not readable:
        raise UnreadableInput("the archive holds nothing that geomap reads", source=source.name)


def _is_packed(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in COMPRESSED


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", archive.open(member))


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if ".." in path.parts or path.is_absolute() or re.match(r"[A-Za-z]:", member.filename):
        raise UnreadableInput("its name leads out of the archive: not read", source=name)
    if member.flag_bits & 0x1:
        raise UnreadableInput("encrypted", source=name, hint="unpack it with its password first")
    if looks_like_a_bomb(member.file_size, member.compress_size):
        raise bomb(name)


def _with_unique_stems(found: list[Source | ReadFailure]) -> Iterator[Source | ReadFailure]:
    """Tell sources of one stem apart by as many of their parents as it takes, all alike."""
    by_stem: dict[str, list[Source]] = {}
    for source in found:
        if isinstance(source, Source):
            by_stem.setdefault(source.stem, []).append(source)
    names = {
        source.name: stem
        for stem, sources in by_stem.items()
        for source, stem in _distinguish(stem, sources)
    }
    for source in found:
        yield replace(source, stem=names[source.name]) if isinstance(source, Source) else source


def _distinguish(stem: str, sources: list[Source]) -> Iterator[tuple[Source, str]]:
    if len(sources) == 1:
        yield sources[0], stem
        return
    deepest = max(len(source.parents) for source in sources)
    for depth in range(1, deepest + 1):
        stems = ["/".join((*source.parents[-depth:], stem)) for source in sources]
        if len(set(stems)) == len(stems):
            yield from zip(sources, stems, strict=True)
            return
    # Same folder, same stem: they differ in their suffix ("live.txt", "live.html").
    for source in sources:
        suffix = PurePosixPath(source.name).suffix.lstrip(".") or "file"
        folder = "/".join(source.parents[-1:])
        yield source, f"{folder}/{stem}-{suffix}" if deepest > 1 else f"{stem}-{suffix}"
