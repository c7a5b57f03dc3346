"""The two places that are markup by nature: the title, and the list for readers without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from geomap.language.date_words import when_in_words
from geomap.model.when import When

#: Incidents in the table of ``<noscript>``.
ROWS = 1000
#: Without scripts the map's part of the page is empty and would fill the window.
_IN_PLACE = "#geomap,.gm-skip{display:none}html,body{height:auto}"


def text(value: object) -> str:
    """Any text as HTML text: the only way outside words become part of the page's markup."""
    shown = "" if value is None else str(value)
    # HTML has no NUL and no lone surrogate; both are shown as what they are not: replaced.
    shown = shown.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return escape(shown, quote=True).replace("\r", "&#13;")


def table(
    records: Iterable[Mapping[str, Any]],
    labels: Iterable[tuple[str, str, str]],
    words: Mapping[str, str],
    languages: list[str],
    lang: str,
    title: str,
) -> str:
    """A page of its own: a table of incidents in place of the map.

    ``labels`` are (type, status, place) in words, one a record.
    """
    heads = "".join(
        f'<th scope="col">{text(words[key])}</th>'
        for key in ("col_when", "col_where", "col_what", "col_status", "col_quote")
    )
    rows = []
    for record, (kind, status, place) in zip(records, labels, strict=True):
        when = _when(record.get("w", {}), lang) or words["undated"]
        quotes = "".join(
            f'<blockquote lang="{text(_language(record, q[0], languages))}">{text(q[3])}</blockquote>'
            for q in record.get("q", [])
            if len(q) > 3
        )
        rows.append(
            f"<tr><td>{text(when)}</td><td>{text(place)}</td>"
            f"<td>{text(record.get('h') or kind)}<br><small>{text(kind)}</small></td>"
            f"<td>{text(status)}</td><td>{quotes}</td></tr>"
        )
    return (
        f"<noscript><style>{_IN_PLACE}</style><main class='gm-noscript'><h1>{text(title)}</h1>"
        f"<p>{text(words['noscript'])}</p><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></main></noscript>"
    )


def _language(record: Mapping[str, Any], document: int, languages: list[str]) -> str:
    """Of a document told with its record, else of one the page lists."""
    told = record.get("d", {}).get(str(document))
    return str(told.get("l") or "") if told else languages[document]


def _when(told: Mapping[str, Any], lang: str) -> str | None:
    """The date of a record in words; None when it has none."""
    if not told.get("e"):
        return None
    when = When(
        told["e"], told.get("s"), told.get("t"), told.get("p", "unknown"),
        told.get("b", "explicit"), part=told.get("d"), ongoing=bool(told.get("o")),
    )  # fmt: skip
    return when_in_words(when, lang)
