"""What a text says of itself before it begins: a ``date 2023-09`` line, or front matter.

The header stays in the text, byte for byte; only ``body`` tells where the running text begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.model.text import DocumentDatePrecision
from geomap.reading.dates import iso_date

_DATE_LINE = re.compile(
    r"\s*date\s*:?\s+(\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2})?)?)?)(?![\w-])[ \t]*\.?\s*",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n\s*|\Z)", re.DOTALL
)
_FIELD = re.compile(r"([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
#: names of front matter fields -> ours
_FIELDS = {
    "date": "date",
    "published": "date",
    "title": "title",
    "titre": "title",
    "lang": "lang",
    "language": "lang",
    "langue": "lang",
    "url": "url",
    "link": "url",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "id": "id",
}


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the running text, which begins at ``body``."""

    body: int = 0
    date: str | None = None
    date_precision: DocumentDatePrecision | None = None
    title: str | None = None
    lang: str | None = None
    url: str | None = None
    outlet: str | None = None
    id: str | None = None
    warnings: tuple[str, ...] = ()


def read_header(text: str) -> Header:
    """The header of ``text``, if it has one."""
    match = _FRONT_MATTER.match(text)
    if match:
        return _front_matter(match)
    match = _DATE_LINE.match(text)
    if match:
        told = iso_date(match.group(1))
        if told is None:
            return Header(warnings=(f"the header's date {match.group(1)} is no date: not used",))
        return Header(body=match.end(), date=told[0], date_precision=told[1])
    return Header()


def _front_matter(match: re.Match[str]) -> Header:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(match.group(1)):
        field = _FIELDS.get(name.lower())
        if field:
            fields.setdefault(field, value.strip("\"'"))
    warnings: tuple[str, ...] = ()
    told = iso_date(fields["date"]) if fields.get("date") else None
    if fields.get("date") and told is None:
        warnings = (f"the header's date {fields['date'][:40]} is not understood: not used",)
    return Header(
        body=match.end(),
        date=told[0] if told else None,
        date_precision=told[1] if told else None,
        title=fields.get("title") or None,
        lang=(fields.get("lang") or "").split("-")[0].lower() or None,
        url=fields.get("url") or None,
        outlet=fields.get("outlet") or None,
        id=fields.get("id") or None,
        warnings=warnings,
    )
