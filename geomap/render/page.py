"""One HTML file: folium's shell, then Leaflet, our app, and the findings as inert data."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from geomap.config import MapOptions
from geomap.render.basemap import make_basemap
from geomap.render.boundaries import disputed_rows
from geomap.render.coder import TextCoder
from geomap.render.columns import MapColumns, PackedColumns, pack_columns
from geomap.render.encode import block, json_bytes, json_lines, text_block
from geomap.render.labels import make_labels
from geomap.render.noscript import ROWS, table, text
from geomap.render.reasons import reason_codes, templates_of
from geomap.render.search import FEW_CHUNKS, SearchIndex
from geomap.render.shapes import encode_shapes, geometry_to_parts
from geomap.render.shell import GeomapFigure, Shell, make_shell
from geomap.render.tiles import Tiles, find_tiles
from geomap.render.vocabulary import PRECISIONS, STATUSES, vocabulary
from geomap.render.web import app_script, app_style, leaflet_script, leaflet_style, ui_words

if TYPE_CHECKING:
    import folium

    from geomap.gazetteer import Gazetteer

#: Rows of text in a chunk. Larger chunks compress little better and open slower.
CHUNK_ROWS = 1024
#: With more chunks a search would wait for them to be unpacked; a smaller page is kept small.
MANY_CHUNKS = 300
#: Chunks compressed at once; zlib works outside the interpreter's lock.
WORKERS = 2
#: Chunks whose words make the dictionary of a large page.
SAMPLE_CHUNKS = 48
SHAPE_QUANTUM_DEG = 0.00005


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page is made of besides its rows."""

    options: MapOptions
    gazetteer: Gazetteer | None = None
    credits: tuple[str, ...] = ()
    version: str = ""


def write_page(
    columns: MapColumns, target: Path | BinaryIO, options: MapOptions, gazetteer: Gazetteer | None
) -> None:
    """Write the whole page of ``columns`` to a path or an open binary file, as it is made.

    A file is written beside the target and put in its place when it is whole.
    """
    pieces = page_pieces(columns, PageContext(options, gazetteer))
    if not isinstance(target, Path):
        target.writelines(pieces)
        return
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def page_bytes(columns: MapColumns, context: PageContext) -> bytes:
    """The whole page of ``columns``."""
    target = io.BytesIO()
    target.writelines(page_pieces(columns, context))
    return target.getvalue()


def map_of(columns: MapColumns, context: PageContext) -> folium.Map:
    """A folium map that renders to the page of ``columns``, and takes folium layers of a user's."""
    map_, figure = make_shell()

    def complete(shell: Shell) -> str:
        return b"".join(_pieces(columns, context, shell)).decode("utf-8")

    figure.complete = complete
    return map_


def page_pieces(columns: MapColumns, context: PageContext) -> Iterator[bytes]:
    """The page from first to last byte."""
    _, figure = make_shell()
    assert isinstance(figure, GeomapFigure)
    yield from _pieces(columns, context, figure.shell())


def _pieces(columns: MapColumns, context: PageContext, shell: Shell) -> Iterator[bytes]:
    options = context.options
    words = ui_words(options.ui_lang)
    tiles = find_tiles(options.tiles) if options.tiles else None
    packed = pack_columns(columns)
    app = app_script()
    scripts = [leaflet_script(), app, *shell.scripts()]
    title = _title(columns, options, words)
    yield _head(title, options, words, scripts, tiles, shell).encode("utf-8")
    yield _body(shell, words).encode("utf-8")
    data = _data(columns, packed, context, tiles, title)
    for name, content in data.items():
        yield _data_block(name, content)
    yield f"<script>{app}</script>\n<script>{shell.script}</script>\n".encode()
    yield _noscript(columns, options, words, title).encode("utf-8")
    coder = _coder(columns, packed)
    if coder is not None:
        yield _data_block("dictionary", block(coder.dictionary()))
    index = SearchIndex()
    yield from _chunks(columns, packed, coder, index)
    if coder is not None:
        for name, content in index.blocks(coder.all_tokens()).items():
            yield _data_block(name, content)
    yield b"</body>\n</html>\n"


def _title(columns: MapColumns, options: MapOptions, words: dict[str, Any]) -> str:
    if options.title:
        return options.title
    if len(columns.documents) == 1:
        document = columns.documents[0]
        named = document.get("t") or PurePath(document.get("s", "")).stem or document.get("id")
        if named:
            return str(named)
    return str(words["untitled"])


def _head(
    title: str,
    options: MapOptions,
    words: dict[str, Any],
    scripts: Sequence[str],
    tiles: Tiles | None,
    shell: Shell,
) -> str:
    policy = "" if shell.extended else f"{_policy(scripts, tiles)}\n"
    return (
        f'<!DOCTYPE html>\n<html lang="{options.ui_lang}">\n<head>\n<meta charset="utf-8">\n{policy}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n"
        f'<meta name="description" content="{text(words["description"])}">\n'
        f"<style>{leaflet_style(bare=not shell.extended)}</style>\n<script>{leaflet_script()}</script>\n"
        f"{shell.head}\n<style>{app_style()}</style>\n</head>\n"
    )


def _policy(scripts: Sequence[str], tiles: Tiles | None) -> str:
    hashes = []
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        source = f"'sha256-{digest}'"
        if source not in hashes:
            hashes.append(source)
    images = "data: blob:" + (f" {tiles.csp_source}" if tiles else "")
    content = (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; "
        f"img-src {images}; font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _body(shell: Shell, words: dict[str, Any]) -> str:
    return (
        "<body>\n"
        f'<a class="gm-skip" href="#gm-list">{text(words["skip"])}</a>\n'
        f'<div id="geomap">{shell.body}</div>\n'
    )


def _data(
    columns: MapColumns,
    packed: PackedColumns,
    context: PageContext,
    tiles: Tiles | None,
    title: str,
) -> dict[str, bytes]:
    """The blocks the app needs before it can draw, by name, in a fixed order."""
    options = context.options
    placed = np.isfinite(columns.lon) & (columns.kind > 0)
    lon, lat = columns.lon[placed], columns.lat[placed]
    basemap = make_basemap(lon, lat, options.boundaries, context.gazetteer)
    meta = {
        "title": title,
        "lang": options.ui_lang,
        "boundaries": options.boundaries,
        "quotes": options.quotes,
        "blurKm": options.blur_km,
        "tiles": {"url": tiles.url, "credit": tiles.attribution, "zoom": tiles.max_zoom}
        if tiles
        else None,
        "chunk": CHUNK_ROWS,
        "documents": len(columns.documents)
        if columns.document_count is None
        else columns.document_count,
        "coded": len(columns) > FEW_CHUNKS * CHUNK_ROWS,
        "columns": packed.meta,
        "boxes": basemap.boxes,
        "shapeQuantum": SHAPE_QUANTUM_DEG,
        "vocabulary": vocabulary(),
        "version": context.version or _version(),
        "gazetteer": _gazetteer_credits(context),
        "disputed": _disputed(),
        "style": _style(),
    }
    return {
        "meta": block(json_bytes(meta)),
        "ui": block(json_bytes({lang: ui_words(lang) for lang in ("fr", "en")})),
        **{f"col-{name}": content for name, content in packed.blocks.items()},
        "world": basemap.world,
        "detail": basemap.detail,
        "shapes": block(
            encode_shapes([geometry_to_parts(g) for g in columns.shapes], SHAPE_QUANTUM_DEG)
        ),
        "lists": block(
            json_bytes(
                {
                    "places": list(columns.places),
                    "sources": [list(s) for s in columns.source_sets],
                    "actors": [list(s) for s in columns.actor_sets],
                    "actorNames": list(columns.actor_names),
                    "documents": list(columns.documents),
                    "named": columns.extra.get("named", []),
                }
            )
        ),
        "labels": block(
            json_bytes(make_labels(context.gazetteer, basemap, lon, lat, options.boundaries))
        ),
    }


def _disputed() -> list[dict[str, Any]]:
    keep = ("id", "fr", "en", "source")
    return [{key: row[key] for key in keep} for row in disputed_rows()]


def _style() -> dict[str, Any]:
    file = resources.files("geomap.render").joinpath("data", "style.json")
    return {"layers": json.loads(file.read_text(encoding="utf-8"))["layers"]}


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("geomap")
    except PackageNotFoundError:
        return ""


def _gazetteer_credits(context: PageContext) -> dict[str, Any]:
    if context.gazetteer is None:
        return {"version": None, "sources": []}
    sources = [
        {
            key: source[key]
            for key in ("name", "version", "licence", "attribution", "address")
            if key in source
        }
        for source in context.gazetteer.sources()
    ]
    return {"version": context.gazetteer.version, "sources": sources}


def _data_block(name: str, content: bytes) -> bytes:
    head = f'<script type="application/octet-stream" id="gm-{name}">'
    return head.encode("ascii") + content + b"</script>\n"


def _chunks(
    columns: MapColumns, packed: PackedColumns, coder: TextCoder | None, index: SearchIndex
) -> Iterator[bytes]:
    """Chunks of records in the packed order; compressed on two threads, given in order."""
    templates: set[str] = set()
    waiting: deque[Future[bytes]] = deque()
    number = 0
    pack = text_block if len(columns) > MANY_CHUNKS * CHUNK_ROWS else block
    with ThreadPoolExecutor(WORKERS) as pool:
        for first in range(0, len(columns), CHUNK_ROWS):
            records = columns.details(packed.order[first : first + CHUNK_ROWS].tolist())
            templates |= reason_codes(records)
            content = json_lines(records)
            if coder is not None:
                numbers = coder.numbers_of(content)
                index.add(numbers)
                content = coder.encode(numbers)
            waiting.append(pool.submit(pack, content))
            while len(waiting) > 2 * WORKERS:
                yield _data_block(f"t{number}", waiting.popleft().result())
                number += 1
        while waiting:
            yield _data_block(f"t{number}", waiting.popleft().result())
            number += 1
    yield _data_block("reasons", block(json_bytes(templates_of(templates))))


def _coder(columns: MapColumns, packed: PackedColumns) -> TextCoder | None:
    """A coder trained on chunks spread over all; None for a page too small to pay for it."""
    starts = range(0, len(columns), CHUNK_ROWS)
    if len(starts) <= FEW_CHUNKS:
        return None
    step = max(1, len(starts) // SAMPLE_CHUNKS)
    return TextCoder(
        json_lines(columns.details(packed.order[first : first + CHUNK_ROWS].tolist()))
        for first in starts[::step]
    )


def _noscript(columns: MapColumns, options: MapOptions, words: dict[str, Any], title: str) -> str:
    """The first incidents as told, for readers without scripts."""
    keys = [k for k in (columns.order, columns.start) if k is not None]
    told = np.lexsort(keys)[:ROWS].tolist() if keys else list(range(min(ROWS, len(columns))))
    records = columns.details(told) if told else []
    types = list(vocabulary()["types"])
    labels = []
    for row in told:
        status = STATUSES[int(columns.status[row])] if columns.status is not None else "reported"
        name = columns.places[int(columns.place[row])] if columns.place is not None else ""
        place = name if isinstance(name, str) else name[options.ui_lang]
        if columns.precision is not None:
            precision = PRECISIONS[int(columns.precision[row])]
            how = words["precision"][precision]
            place = f"{place} ({how})" if place else how
        labels.append(
            (words["type"][types[int(columns.type[row])]], words["status"][status], place)
        )
    languages = [str(d.get("l") or "") for d in columns.documents] or [""]
    return table(records, labels, words, languages, options.ui_lang, title)
