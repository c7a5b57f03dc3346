"""``index.html`` of many maps: the documents with what each holds, in the look of the maps; safe by escape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from geomap.config import MapOptions, UiLanguage
from geomap.model.findings import Findings
from geomap.model.incident import LAYERS
from geomap.render.noscript import text
from geomap.render.web import ui_words

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ --paper: #fbf8f1; --ink: #23201c; --muted: #625a4f; --rule: #ddd4c3; --accent: #8a3a12; --hover: #f4efe4;
  --serif: Charter, "Bitstream Charter", "Charis SIL", "Iowan Old Style", "Palatino Linotype", "P052", "TeX Gyre Pagella", Georgia, "Noto Serif", "DejaVu Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #1c2027; --ink: #eee8dc; --muted: #aeb3ba; --rule: #39414d;
  --accent: #f0a878; --hover: #242a33 }} }}
body {{ max-width: 58rem; margin: 0 auto; padding: 2.2rem 1.2rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 var(--sans); font-variant-numeric: tabular-nums }}
.brand {{ color: var(--muted); font-size: .8rem; letter-spacing: .08em }}
h1 {{ margin: .2rem 0; font: 600 1.8rem/1.2 var(--serif) }}
.sum {{ margin: 0 0 1.4rem; color: var(--muted) }}
table {{ width: 100%; border-collapse: collapse }}
th {{ color: var(--muted); font-size: .8rem; font-weight: 600; vertical-align: bottom }}
th, td {{ padding: .7rem .8rem; border-bottom: 1px solid var(--rule); text-align: left }}
td {{ vertical-align: top }}
th:first-child, td:first-child {{ padding-left: 0 }}
tbody tr:hover {{ background: var(--hover) }}
td.n, th.n {{ text-align: right }}
td.d {{ white-space: nowrap }}
a {{ color: inherit; font: 500 1.1rem/1.3 var(--serif); text-decoration-color: var(--accent); text-underline-offset: 3px; overflow-wrap: anywhere }}
a:focus-visible {{ outline: 3px solid var(--accent); outline-offset: 2px }}
td small {{ display: block; margin-top: .2rem; color: var(--muted); font-size: .85rem; overflow-wrap: anywhere }}
@media (max-width: 34rem) {{
  thead {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap }}
  tr {{ display: block; padding: .7rem 0; border-bottom: 1px solid var(--rule) }}
  td {{ display: inline; padding: 0 .7rem 0 0; border: 0; color: var(--muted) }}
  td:first-child {{ display: block; color: var(--ink) }}
  td.n::after {{ content: " " attr(data-label) }}
}}
</style>
</head>
<body>
<header>
<div class="brand">geomap</div>
<h1>{title}</h1>
<p class="sum">{sum}</p>
</header>
<main>
<table>
<thead><tr><th scope="col">{document}</th><th scope="col">{date}</th><th scope="col" class="n">{mapped}</th>
<th scope="col" class="n">{listed}</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""


def index_page(maps: Sequence[tuple[str, Findings]], options: MapOptions) -> bytes:
    """The page of ``maps``: (file name without suffix, findings) each."""
    words = ui_words(options.ui_lang)
    index = words["index"]
    lang = options.ui_lang
    total = sum(len(found.incidents) for _, found in maps)
    return _PAGE.format(
        lang=lang,
        title=text(options.title or index["title"]),
        sum=f"{_plural(words, lang, 'sources', len(maps))}, {_plural(words, lang, 'incidents', total)}",
        **{key: index[key] for key in ("document", "date", "mapped", "listed")},
        rows="\n".join(_row(name, found, words) for name, found in maps),
    ).encode("utf-8")


def _row(name: str, found: Findings, words: dict[str, Any]) -> str:
    document = found.document
    on_map = sum(incident.on_map for incident in found.incidents)
    told = Counter(incident.layer for incident in found.incidents)
    layers = [f"{words['layer'][layer]} {told[layer]}" for layer in LAYERS if told[layer]]
    about = " · ".join(filter(None, (document.outlet, *layers)))
    index = words["index"]
    address = text(quote(name, errors="replace"))
    title = text(document.title or document.id)
    cells = (
        f'<td><a href="{address}.html">{title}</a><small>{text(about)}</small></td>',
        f'<td class="d">{text(found.anchor.date or "")}</td>',
        f'<td class="n" data-label="{text(index["mapped"].lower())}">{on_map}</td>',
        f'<td class="n" data-label="{text(index["listed"].lower())}">{len(found.incidents) - on_map}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _plural(words: dict[str, Any], lang: UiLanguage, key: str, count: int) -> str:
    # French counts 0 with the singular, English with the plural.
    one = count == 1 or (count == 0 and lang == "fr")
    return str(words[f"{key}_{'one' if one else 'other'}"]).replace("{0}", str(count))
