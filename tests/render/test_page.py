"""The page as a file: safe, whole, the same on every run."""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import folium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.config import MapOptions
from geomap.errors import UsageError
from geomap.model.findings import Findings
from geomap.model.text import Span, quote
from geomap.model.when import DateAnchor
from geomap.render import build_map, render_page
from geomap.render.page import write_page
from geomap.render.rows import findings_to_columns
from geomap.render.tiles import find_tiles
from geomap.render.web import app_script
from tests.render.page_reader import json_of, records_of, structure_of
from tests.render.samples import document, incident, many, point, story, where

PACKAGE = Path(__file__).parents[2] / "geomap"
OPTIONS = MapOptions()
#: Any text, with what breaks templates, scripts and markup drawn often.
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("{}%#$`\\<>&'\"\u2028\u2029\ufeff\0"),
    ),
    min_size=1,
    max_size=60,
).flatmap(
    lambda t: st.sampled_from([t, t + "</script>", "{{7*7}}" + t, "<!--<script>" + t, "]]>" + t])
)


def hostile_findings(text: str) -> Findings:
    body = text or "x"
    one = incident(
        "h", "fire", "accidents", body, body, headline=text, subtype=text,
        where=where(point(3, 47), name=text, place_id=text or "p", facility=text),
        quotes=(quote(body, Span(0, len(body))),),
    )  # fmt: skip
    named = document(body, id=text or "d", title=text, outlet=text, url=text, source=text)
    return Findings(named, DateAnchor(None, None), (), (one,))


PLAIN = structure_of(render_page([hostile_findings("plain")], MapOptions(title="plain"), None))


@settings(max_examples=40, deadline=None)
@given(HOSTILE)
def test_any_text_gives_the_same_structure_and_comes_back_unchanged(text: str) -> None:
    page = render_page([hostile_findings(text)], MapOptions(title=text or "t"), None)
    assert structure_of(page).tags == PLAIN.tags
    (record,) = records_of(page)
    assert record.get("h", "") == text
    assert record["q"][0][3] == (text or "x")
    assert json_of(page, "meta")["title"] == (text or "t")
    assert json_of(page, "lists")["documents"][0].get("u", "") == text


def test_a_lone_surrogate_does_no_harm() -> None:
    page = render_page([hostile_findings("a\ud800b")], OPTIONS, None)
    assert records_of(page)[0]["h"] == "a\ud800b"


def test_the_policy_names_the_hash_of_every_script_and_allows_nothing_else() -> None:
    seen = structure_of(render_page([story()], OPTIONS, None))
    policy = dict(part.strip().split(" ", 1) for part in seen.policy.split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"] and "connect-src" not in policy
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in seen.scripts
    }
    assert hashes == set(policy["script-src"].split())


def test_nothing_in_the_page_asks_the_network() -> None:
    page = render_page([story()], OPTIONS, None).decode()
    markup = re.sub(r"<script[^>]*>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|srcset|href)\s*=\s*[\"'](?!#)", markup)
    assert not re.search(r"url\((?!#default)", markup)
    assert "@import" not in markup
    assert not re.search(r"sourceMappingURL", page)
    assert "user-scalable" not in page


def test_online_tiles_open_the_policy_for_their_host_only() -> None:
    seen = structure_of(render_page([story()], MapOptions(tiles="osm"), None))
    assert "img-src data: blob: https://tile.openstreetmap.org;" in seen.policy
    assert json_of(render_page([story()], MapOptions(tiles="osm"), None), "meta")["tiles"]["credit"]


@pytest.mark.parametrize(
    "words",
    [
        "nobody",
        "https://x.org/{z}/{x}.png",
        "file:///{z}/{x}/{y}",
        "https://a b/{z}/{x}/{y}",
        "https://x.org;script-src/{z}/{x}/{y}",
        "javascript://{z}{x}{y}",
    ],
)
def test_what_is_not_an_address_of_tiles_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        find_tiles(words)


def test_subdomains_of_tiles_become_a_wildcard() -> None:
    assert (
        find_tiles("https://{s}.example.org:8080/{z}/{x}/{y}.png").csp_source
        == "https://*.example.org:8080"
    )


def test_two_processes_write_the_same_bytes() -> None:
    code = (
        "import hashlib, sys; from geomap.config import MapOptions; from geomap.render import render_page;"
        "from tests.render.samples import many, story;"
        "print(hashlib.sha256(render_page([story(), many(5000, id='d2')], MapOptions(), None)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed}, cwd=PACKAGE.parent,
        ).stdout
        for seed in ("1", "7")
    }  # fmt: skip
    assert len(digests) == 1


def test_a_large_page_holds_every_record_in_coded_words() -> None:
    page = render_page([many(5000)], OPTIONS, None)
    assert json_of(page, "meta")["coded"] is True
    assert {r["i"] for r in records_of(page)} == {f"x{i:05d}" for i in range(5000)}


def test_an_empty_map_is_small_and_whole() -> None:
    page = render_page([], OPTIONS, None)
    assert len(page) <= 500_000
    assert json_of(page, "meta")["columns"]["n"] == 0


def test_the_list_without_scripts_holds_quotes_and_places_as_text() -> None:
    page = render_page([story()], OPTIONS, None).decode()
    table = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "Une explosion a secoué Larmor-Test" in table
    assert "Port-Modèle" in table and 'lang="fr"' in table


def test_a_page_of_columns_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    columns = findings_to_columns([story()], OPTIONS)
    target = tmp_path / "page.html"
    write_page(columns, target, OPTIONS, None)
    assert target.read_bytes() == render_page([story()], OPTIONS, None)

    def fails(rows: object) -> list[dict[str, object]]:
        raise RuntimeError("disk full")

    columns.details = fails  # type: ignore[assignment]
    with pytest.raises(RuntimeError):
        write_page(columns, tmp_path / "other.html", OPTIONS, None)
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_folium_map_saves_the_same_page(tmp_path: Path) -> None:
    map_ = build_map([story()], OPTIONS, None)
    assert isinstance(map_, folium.Map)
    target = tmp_path / "map.html"
    map_.save(str(target))
    assert target.read_bytes() == render_page([story()], OPTIONS, None)


def test_a_user_may_add_folium_layers_of_their_own() -> None:
    map_ = build_map([story()], OPTIONS, None)
    folium.CircleMarker([47, 2], tooltip="mine").add_to(map_)
    page = map_.get_root().render()
    assert "L.circleMarker" in page and "geomap.attach(map_geomap)" in page
    # The strict policy would forbid what layers of a user's may need.
    assert "Content-Security-Policy" not in page
    assert "https://" not in _markup(page)


def test_folium_asks_for_the_assets_that_a_users_layers_need_and_no_others() -> None:
    map_ = build_map([story()], OPTIONS, None)
    group = folium.FeatureGroup("mine").add_to(map_)
    folium.Marker([47, 2], popup="mine").add_to(group)
    page = _markup(map_.get_root().render())
    assert "jquery" in page and "awesome" not in page and "leaflet.js" not in page
    folium.Marker([47, 3], icon=folium.Icon()).add_to(group)
    assert "awesome-markers.js" in _markup(map_.get_root().render())
    other = build_map([story()], OPTIONS, None)
    shape = {"type": "Point", "coordinates": [1, 2]}
    folium.GeoJson(shape, marker=folium.Marker(icon=folium.Icon())).add_to(other)
    assert "awesome-markers.js" in _markup(other.get_root().render())


def _markup(page: str) -> str:
    """A page without the texts of its own scripts."""
    return re.sub(r"<script(?![^>]*src=)[^>]*>.*?</script>", "", page, flags=re.DOTALL)


def test_the_app_never_makes_markup_or_programs_of_text() -> None:
    script = app_script()
    for word in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment",
        "DOMParser", "setHTML", "srcdoc", "eval(", "new Function", "importScripts", "javascript:",
        "localStorage", "fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket",
    ):  # fmt: skip
        assert word not in script, word
    # Leaflet makes markup of what it is given as a string: it is given none.
    assert not re.search(r"bindPopup|bindTooltip|L\.popup|L\.tooltip|L\.divIcon", script)
    assert not re.search(r"setAttribute\(\s*[\"']on|set(?:Timeout|Interval)\(\s*[\"'`]", script)


def test_no_text_but_constants_reaches_a_folium_or_branca_object() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += list(_non_constant_arguments(path))
    assert found == []


def test_the_lint_sees_what_it_forbids(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "import folium\nfrom branca.element import Element as E\n"
        "def f(name):\n    folium.Popup(f'<b>{name}</b>')\n    E(name)\n    folium.Map(tiles=None)\n"
        "    folium.features.GeoJson(data=name)\n",
        encoding="utf-8",
    )
    assert [line for _, line in _non_constant_arguments(bad)] == [4, 5, 7]


def _non_constant_arguments(path: Path) -> list[tuple[str, int]]:
    """Calls of folium, branca or jinja2 names with an argument that is not a literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {
                a.asname or a.name.split(".")[0]
                for a in node.names
                if a.name.split(".")[0] in LIBRARIES
            }
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LIBRARIES:
            names |= {a.asname or a.name for a in node.names}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _root(node.func) in names:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            if not all(_is_literal(argument) for argument in arguments):
                found.append((str(path), node.lineno))
    return sorted(found, key=lambda item: item[1])


LIBRARIES = {"folium", "branca", "jinja2"}


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def test_many_documents_keep_their_own_sources() -> None:
    page = render_page(
        [story(), replace(many(3), document=document(id="d2", title="Deux"))], OPTIONS, None
    )
    assert [d["id"] for d in json_of(page, "lists")["documents"]] == ["doc-1", "d2"]
