"""Corpora as they come: which form a file has, and its rows as documents and gold answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from geomap.errors import BadRecord, UnreadableInput
from geomap.evaluation.report import read_jsonl
from geomap.model.text import Document, SegmentedText
from geomap.places.training.setting import set_tokens
from geomap.segmenting import segment

Form = Literal["places", "tags", "points", "incidents", "time", "tolls"]
#: A column that only this form of table has -> the form.
_FORM_OF_COLUMN: dict[str, Form] = {"edtf": "time", "tolls": "tolls"}


def form_of(path: Path) -> Form:
    """The form of a corpus file, told by the keys of its first row, or by the header of a table.

    Raises UnreadableInput when there is no such file or it is empty, BadRecord when the first row
    has none of the known forms.
    """
    if not path.is_file():
        raise UnreadableInput("no such file", source=str(path))
    if path.suffix == ".tsv":
        return _form_of_table(path)
    try:
        first = next(read_jsonl(path), None)
    except msgspec.DecodeError as error:
        raise BadRecord(f"not JSON: {error}", source=str(path), place="1") from error
    if first is None:
        raise UnreadableInput("the file is empty", source=str(path))
    if "incidents" in first:
        return "incidents"
    if "tokens" in first:
        return "tags"
    if "toponyms" in first:
        return "places"
    if "description" in first or "phrase" in first:
        return "points"
    if "rule" in first and "text" in first:
        return "time"
    raise BadRecord(
        "neither toponyms, tokens, a description nor incidents",
        source=str(path), place="1", hint="the forms stand in the documentation of evaluate",
    )  # fmt: skip


def _form_of_table(path: Path) -> Form:
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split("\t")
    for column, form in _FORM_OF_COLUMN.items():
        if column in header:
            return form
    raise BadRecord(
        f"a table without any of the columns {', '.join(_FORM_OF_COLUMN)}",
        source=str(path), place="1", hint="only tables of dates and of tolls are corpora",
    )  # fmt: skip


def sha256_of(path: Path) -> str:
    """Checksum of a corpus file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def segmented_row(row: dict[str, Any], text: str) -> SegmentedText:
    """A row's text as the pipeline reads it, in the language the row states (English without)."""
    lang = "fr" if str(row.get("lang", "")).startswith("fr") else "en"
    document = Document(
        id=str(row["id"]), text=text, sha256="", lang=lang,
        date=row.get("date"), outlet=row.get("source"), title=row.get("title"),
    )  # fmt: skip
    return segment(document, lang)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A tagged sentence as running text, with the span of every token."""

    id: str
    text: str
    spans: tuple[tuple[int, int], ...]
    tags: tuple[str, ...]


def tagged_sentences(path: Path) -> Iterator[tuple[dict[str, Any], TaggedSentence]]:
    """Rows of a tagged corpus, their tokens set as a printer would set them."""
    for row in read_jsonl(path):
        text, spans = set_tokens(row["tokens"])
        yield row, TaggedSentence(str(row["id"]), text, tuple(spans), tuple(row["tags"]))


def spans_of_tags(tags: tuple[str, ...], kind: str = "LOC") -> set[tuple[int, int]]:
    """Token ranges ``[first, last)`` tagged with a kind (BIO; a lone I- opens a range)."""
    ranges: set[tuple[int, int]] = set()
    first: int | None = None
    for index, tag in enumerate((*tags, "O")):
        goes_on = tag == f"I-{kind}" and first is not None
        if first is not None and not goes_on:
            ranges.add((first, index))
            first = None
        if tag.endswith(f"-{kind}") and not goes_on:
            first = index
    return ranges
