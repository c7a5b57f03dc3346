"""Which column of a table holds the text, the date, the id; told when it is guessed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.config import ReadOptions
from geomap.errors import BadRecord
from geomap.language.fold import fold

#: What columns are called, best first, folded; the first that is there is taken.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "texte", "body", "content", "contenu", "article", "article_text", "full_text",
             "fulltext", "body_text", "corps", "message", "description", "summary", "resume",
             "notes"),
    "date": ("date", "published", "published_at", "publication_date", "date_published",
             "datepublished", "date_publication", "pubdate", "pub_date", "publishdate", "publie", "publie_le",
             "date_de_publication", "date_parution", "parution", "date_heure", "datetime",
             "created_at", "created", "timestamp", "jour"),
    "id": ("id", "doc_id", "document_id", "article_id", "uid", "uuid", "identifier", "identifiant",
           "guid", "key"),
    "url": ("url", "link", "lien", "href", "source_url", "adresse", "web_url", "permalink"),
    "title": ("title", "titre", "headline"),
    "lang": ("lang", "language", "langue", "lang_code"),
    "outlet": ("outlet", "source", "publisher", "media", "journal", "newspaper", "site", "domain"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of the column for each of our fields; None where the table has none."""

    text: str
    date: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    outlet: str | None = None

    def value(self, row: Mapping[str, Any], field: str) -> Any:
        column = getattr(self, field)
        return row.get(column) if column is not None else None


def choose_columns(
    names: Sequence[str], options: ReadOptions, source: str, notice: Callable[[str], None]
) -> Columns:
    """The columns to use: those named by the options, else by what they are called.

    Raises BadRecord when a named column is not there, or no column looks like the text.
    """
    asked = {
        "text": options.text_column,
        "date": options.date_column,
        "id": options.id_column,
        "url": options.url_column,
    }
    chosen: dict[str, str | None] = {}
    for field in _NAMES:
        wanted = asked.get(field)
        if wanted is not None:
            chosen[field] = _named(wanted, names, source, field)
        else:
            chosen[field] = _guessed(field, names, set(chosen.values()))
    text = chosen.pop("text") or _only_column(names)
    if text is None:
        raise BadRecord(
            f"no column looks like the text; there are: {', '.join(names)}",
            source=source,
            hint="say which with --text-column",
        )
    told = [f"text from column {text!r}"]
    told += [f"{field} from {name!r}" for field, name in chosen.items() if name is not None]
    if chosen["date"] is None:
        told.append("no date (say which with --date-column, or --date)")
    if not all(asked[field] for field in ("text",)):
        notice(f"{source}: {', '.join(told)}")
    return Columns(text, **chosen)


def _named(wanted: str, names: Sequence[str], source: str, field: str) -> str:
    if wanted in names:
        return wanted
    folded = [name for name in names if fold(name.strip()) == fold(wanted)]
    if len(folded) == 1:
        return folded[0]
    near = difflib.get_close_matches(wanted, names, n=1)
    raise BadRecord(
        f"there is no column {wanted!r}" + (f", did you mean {near[0]!r}?" if near else ""),
        source=source,
        place="1",
        hint=f"columns: {', '.join(names)}; say which with --{field}-column",
    )


def _guessed(field: str, names: Sequence[str], taken: set[str | None]) -> str | None:
    by_key = {_key(name): name for name in reversed(names)}
    for key in _NAMES[field]:
        name = by_key.get(key)
        if name is not None and name not in taken:
            return name
    return None


def _key(name: str) -> str:
    return fold(name.strip()).replace(" ", "_").replace("-", "_")


def _only_column(names: Sequence[str]) -> str | None:
    return names[0] if len(names) == 1 else None
