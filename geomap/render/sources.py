"""The documents of a map as a reader chooses among them: one by one, or by who published them.

Some thousand documents are listed. The documents of an archive are as many as its incidents: a list
of them would fill the page's memory and be of no use, so the map lists outlets, hosts of addresses
or files, and each incident's record holds its own documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from geomap.model.findings import Findings

#: Documents, or groups of them, that are listed one by one.
LISTED = 1000
#: The group of all that are not among the most frequent.
OTHERS = "…"
_ROW = re.compile(r"(\[\d+\])?:\d+$")

Document = dict[str, Any]


def document_fields(findings: Findings) -> Document:
    """What a page says of a document: id, title, outlet, address, day, language, name of its file."""
    document = findings.document
    source = document.source
    values = {
        "id": document.id, "t": document.title, "o": document.outlet, "u": document.url,
        "d": document.date or findings.anchor.date, "l": document.lang,
        # Only the file's name: where it lay is nobody's business.
        "s": re.split(r"[\\/]", source)[-1] if source else None,
    }  # fmt: skip
    return {key: value for key, value in values.items() if value}


class Sources:
    """Documents in the order of their numbers, and the sources a reader filters by."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        #: many documents are listed by group, and told with each incident
        self.grouped = len(documents) > LISTED
        self.listed: list[Document] = list(documents)
        if self.grouped:
            names = [_publisher(document) for document in documents]
            counts = Counter(names)
            most = sorted(counts, key=lambda name: (-counts[name], name))[: LISTED - 1]
            number = {name: i for i, name in enumerate(sorted(most))}
            others = len(number) if len(counts) > len(most) else None
            self._source_of = [number.get(name, others) for name in names]
            self.listed = _groups(documents, self._source_of, sorted(most), counts)

    def of(self, documents: Iterable[int]) -> tuple[int, ...]:
        """The sources of an incident told in these documents, by number."""
        if not self.grouped:
            return tuple(sorted(set(documents)))
        return tuple(sorted({self._source_of[number] or 0 for number in documents}))

    def told(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record, with its documents when the page does not list them."""
        if self.grouped:
            numbers = dict.fromkeys(quote[0] for quote in record.get("q", ()))
            record["d"] = {str(number): self._documents[number] for number in numbers}
        return record


def _publisher(document: Document) -> str:
    """Outlet, else host of the address, else the file without the row."""
    if outlet := document.get("o"):
        return str(outlet)
    try:
        host = urlsplit(document.get("u") or "").hostname
    except ValueError:  # an address from outside may be anything
        host = None
    if host:
        return host.removeprefix("www.")
    return _ROW.sub("", document.get("s") or "") or OTHERS


def _groups(
    documents: Sequence[Document],
    source_of: Sequence[int | None],
    names: Sequence[str],
    counts: Counter[str],
) -> list[Document]:
    """An entry a group: its name, how many documents, and the day of the newest."""
    groups: list[Document] = [{"id": name, "s": name, "n": counts[name]} for name in names]
    left = len(documents) - sum(group["n"] for group in groups)
    if left:
        groups.append({"id": OTHERS, "s": OTHERS, "n": left})
    for document, number in zip(documents, source_of, strict=True):
        group = groups[number or 0]
        if (day := document.get("d")) and day > group.get("d", ""):
            group["d"] = day
    return groups
