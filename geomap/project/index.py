"""``index.html`` of many maps: a list of documents with what each holds; plain, and safe by escape."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from geomap.config import MapOptions
from geomap.model.findings import Findings

_WORDS = {
    "fr": ("Cartes", "Document", "Date", "Sur la carte", "Sans lieu"),
    "en": ("Maps", "Document", "Date", "On the map", "Without a place"),
}
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }}
h1 {{ font: 600 1.6rem/1.2 Georgia, serif }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  padding: .45rem .6rem; text-align: left }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums }}
</style>
</head>
<body>
<h1>{title}</h1>
<table>
<thead><tr><th scope="col">{document}</th><th scope="col">{date}</th><th scope="col" class="n">{mapped}</th>
<th scope="col" class="n">{listed}</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def index_page(maps: Sequence[tuple[str, Findings]], options: MapOptions) -> bytes:
    """The page of ``maps``: (file name without suffix, findings) each."""
    title, document, date, mapped, listed = _WORDS[options.ui_lang]
    return _PAGE.format(
        lang=options.ui_lang,
        title=escape(options.title or title),
        document=document,
        date=date,
        mapped=mapped,
        listed=listed,
        rows="\n".join(_row(name, found) for name, found in maps),
    ).encode("utf-8")


def _row(name: str, found: Findings) -> str:
    label = escape(found.document.title or found.document.id)
    on_map = sum(incident.on_map for incident in found.incidents)
    cells = (
        f'<td><a href="{escape(quote(name), quote=True)}.html">{label}</a></td>',
        f"<td>{escape(found.anchor.date or '')}</td>",
        f'<td class="n">{on_map}</td>',
        f'<td class="n">{len(found.incidents) - on_map}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"
