"""Working with the map: filters, time, search, list, drawer, exports, permalinks."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from geomap.config import MapOptions
from geomap.model.findings import Findings
from geomap.model.when import DateAnchor, When
from geomap.render import render_page
from tests.chromium import Opened, Opener
from tests.render.samples import TEXT, document, incident, many, point, story, where

pytestmark = pytest.mark.browser


def listed(map_: Opened) -> list[str]:
    return sorted(map_.run("() => geomap.state.listedIds(true)"))


def drawn(map_: Opened) -> list[str]:
    return sorted(item["id"] for item in map_.run("() => geomap.state.drawnItems()"))


def exported(map_: Opened, format_: str) -> str:
    return str(map_.run("(f) => geomap.state.exportParts(f)", format_))


#: In the page: one choice after the other, and what list, map, export and count then hold.
EQUAL = """async (choices) => {
  const s = geomap.state, f = s.filter, unequal = [];
  for (const [types, statuses, window, undated] of choices) {
    f.types.forEach((_, i) => (f.types[i] = types[i]));
    f.statuses.forEach((_, i) => (f.statuses[i] = statuses[i]));
    f.undated = undated;
    f.window = window && [s.bins.bins[window[0]], s.bins.bins[window[1]]];
    for (const bit of [1, 2, 16]) s.changed(bit);
    const listed = (await s.listedIds(true)).sort().join();
    const drawn = (await s.drawnItems()).map((item) => item.id).sort().join();
    const exported = JSON.parse(await s.exportParts("geojson")).features.map((x) => x.properties.id).sort().join();
    const count = listed ? listed.split(",").length : 0;
    if (listed !== drawn || listed !== exported || s.result.shown !== count) unequal.push([listed, drawn, exported, s.result.shown]);
    f.seen = (f.seen || new Set()).add(count);
  }
  return [unequal, f.seen.size];
}"""


def test_list_map_and_exports_are_equal_under_any_filter(open_map: Opener) -> None:
    map_ = open_map([many(400)])
    dice = random.Random(4)
    choices = [
        [
            [int(dice.random() < 0.6) for _ in range(30)],
            [int(dice.random() < 0.7) for _ in range(6)],
            sorted(dice.sample(range(40), 2)) if dice.random() < 0.5 else None,
            dice.random() < 0.5,
        ]
        for _ in range(50)
    ]
    unequal, counts_seen = map_.run(EQUAL, choices)
    assert unequal == []
    assert counts_seen > 20


def test_counts_in_the_legend_are_those_under_all_other_filters(open_map: Opener) -> None:
    map_ = open_map([many(300)])
    map_.run(
        "() => { geomap.state.filter.statuses.fill(0); geomap.state.filter.statuses[0] = 1; geomap.state.changed(2); }"
    )
    for type_ in range(30):
        seen = map_.run("(t) => geomap.state.result.counts.types[t]", type_)
        want = map_.run(
            "(t) => { const d = geomap.state.data; let n = 0; for (let i = 0; i < d.n; i++) if (d.type[i] === t && d.status[i] === 0) n++; return n; }",
            type_,
        )
        assert seen == want


@pytest.mark.parametrize("count", [0, 1, 40, 1200])
def test_any_number_of_incidents_is_shown_and_every_row_counted(
    open_map: Opener, count: int
) -> None:
    map_ = open_map([many(count)] if count else [])
    mapped = sum(i % 11 != 10 for i in range(count))
    assert len(drawn(map_)) == mapped
    marks = map_.run("() => geomap.state.drawn.marks.reduce((n, m) => n + m.count, 0)")
    assert marks == mapped
    if count in (0, 1200):
        map_.keep(f"incidents-{count}")


def test_the_histogram_counts_an_interval_once_in_all(open_map: Opener) -> None:
    long = When("2024-05-01/2024-05-20", "2024-05-01", "2024-05-20", "days", "explicit")
    ones = [
        incident(str(i), "fire", "accidents", "Une explosion", when=long, where=where(point(i, 45)))
        for i in range(7)
    ]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    total = map_.run("() => geomap.state.bins.counts.reduce((a, b) => a + b, 0)")
    assert total == pytest.approx(7)


def test_imprecise_dates_fade_instead_of_vanishing(open_map: Opener) -> None:
    long = When("2024-05-01/2024-05-20", "2024-05-01", "2024-05-20", "days", "explicit")
    short = When("2024-05-03", "2024-05-03", "2024-05-03", "day", "explicit")
    ones = [
        incident(str(i), "fire", "accidents", "Une explosion", when=w, where=where(point(i, 45)))
        for i, w in enumerate((long, short))
    ]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    map_.run("() => { const b = geomap.state.bins.bins; geomap.state.setWindow(2, 5); }")
    map_.settle()
    faded = map_.run("() => geomap.state.drawn.marks.map((m) => [m.rows[0], m.look.faded])")
    by_row = dict(faded)
    rows = {i: map_.run("(id) => geomap.state.rowOfId(id)", str(i)) for i in (0, 1)}
    assert by_row[rows[0]] is True and by_row[rows[1]] is False


def test_incidents_at_one_point_are_one_mark_and_all_reached(open_map: Opener) -> None:
    ones = [
        incident(f"s{i}", "fire", "accidents", "Une explosion", where=where(point(10, 45)))
        for i in range(30)
    ]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    marks = map_.run("() => geomap.state.drawn.marks.map((m) => [m.x, m.y, m.count])")
    assert [m[2] for m in marks] == [30]
    map_.run("([x, y]) => geomap.state.clickAt(x, y)", marks[0][:2])
    map_.page.wait_for_selector(".gm-card .gm-pager")
    seen = set()
    for _ in range(30):
        shown = map_.page.locator(".gm-card code").text_content()
        seen.add(shown)
        map_.page.get_by_role("button", name="Suivant").click()
        map_.page.wait_for_function(
            "(id) => document.querySelector('.gm-card code').textContent !== id", arg=shown
        )
    assert len(seen) == 30


def test_a_search_folds_case_accents_and_apostrophes(open_map: Opener) -> None:
    map_ = open_map([story()])
    for words, ids in (
        ("larmor-test", ["a1", "a5"]), ("DÉPARTEMENT", ["a3"]), ("departement", ["a3"]),
        ("prefecture", ["a5"]), ("pompiers", ["a1"]), ("zzz", []), ("une reunion", ["a2"]), ("", ["a1", "a2", "a3", "a4", "a5"]),
    ):  # fmt: skip
        map_.run("(q) => geomap.state.search(q)", words)
        map_.settle()
        assert listed(map_) == ids, words


@pytest.mark.parametrize("packed", [True, False])
def test_a_search_in_a_large_map_finds_in_coded_chunks_what_is_there(
    open_map: Opener, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where chunks are so many that they are not packed."""
    if not packed:
        monkeypatch.setattr("geomap.render.page.MANY_CHUNKS", 1)
        monkeypatch.setattr("geomap.render.encode.WORTH_GZIP", 0)
    text = TEXT + " L'œuvre d'Élodie Ångström 2024."
    base = many(9000)
    rare = incident(
        "rare",
        "fire",
        "accidents",
        "L'œuvre d'Élodie Ångström 2024",
        text,
        where=where(point(5, 45)),
    )
    map_ = open_map([base, Findings(document(text, id="d2"), DateAnchor(None, None), (), (rare,))])
    for words in ("oeuvre elodie", "angstrom", "2024 œuvre", "d’elodie"):
        map_.run("(q) => geomap.state.search(q)", words)
        map_.page.wait_for_timeout(300)
        assert listed(map_) == ["rare"], words
    map_.run("() => geomap.state.search('explosion secoue')")
    map_.page.wait_for_timeout(500)
    assert map_.run("() => geomap.state.result.shown") == sum(i % 11 != 10 for i in range(9000))


def test_both_folds_agree(open_map: Opener) -> None:
    from geomap.render.search import fold_text

    map_ = open_map([story()])
    words = [
        "L’Œuvre",
        "ÉTÉ",
        "Straße",
        "Łódź",
        "Київ",
        "İzmir",
        "naïve",
        "ﬁn",
        "Ångström",
        "Đà Nẵng",
        "½",
        "ΣΑΣ",
        "日本",
    ]
    assert map_.run("(ws) => ws.map(geomap.state.foldText)", words) == [fold_text(w) for w in words]


STATES: list[dict[str, Any]] = [
    {"y": "fire,flood"}, {"s": "claimed"}, {"q": "explosion"}, {"t": "2024-02-01T00:00_2024-06-01T00:00"},
    {"l": "en"}, {"c": "dark"}, {"tab": "filters"}, {"i": "x00007"}, {"m": "6/45.5/12.25"}, {"u": "0"},
    {"e": "forecast", "g": "2", "n": "1", "p": "settlement"},
]  # fmt: skip


@lru_cache(maxsize=1)
def sixty() -> bytes:
    return render_page([many(60)], MapOptions(), None)


@pytest.mark.parametrize("state", STATES, ids=lambda s: "-".join(s))
def test_every_state_is_restored_from_its_address(open_map: Opener, state: dict[str, str]) -> None:
    map_ = open_map(sixty(), hash_="#" + "&".join(f"{k}={v}" for k, v in state.items()))
    map_.page.wait_for_timeout(300)
    address, shown = map_.run("() => location.hash"), listed(map_)
    for key, value in state.items():
        assert f"{key}={value}" in address.replace("%3A", ":"), address
    map_.page.reload()
    map_.page.wait_for_function("() => window.geomap && geomap.state")
    map_.page.wait_for_timeout(300)
    assert map_.run("() => location.hash") == address
    assert listed(map_) == shown
    assert map_.page.locator(".gm-card").is_visible() == ("i" in state)


def test_the_permalink_of_an_open_incident_survives_its_own_pan(open_map: Opener) -> None:
    map_ = open_map(sixty())
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('x00041')])")
    map_.page.wait_for_timeout(700)
    assert "i=x00041" in map_.run("() => location.hash")


@pytest.mark.parametrize(
    "hash_",
    [
        "#m=99/900/abc&t=x_y&y=%E0%A4%A&i=%00&l=__proto__&c=evil&k=evil,1e99",
        "#" + "m=" * 5000,
        "#l=constructor&tab=toString&src=x&act=y",
    ],
)
def test_a_hostile_address_does_nothing(open_map: Opener, hash_: str) -> None:
    map_ = open_map([story()], hash_=hash_)
    assert len(drawn(map_)) == 5


def test_exports_are_what_programs_read(open_map: Opener) -> None:
    text = "=1+1 est dit ici. " + TEXT
    bad = incident(
        "=cmd|' /C calc'!A0",
        "fire",
        "accidents",
        "=1+1 est dit ici",
        text,
        headline="@SUM(A1)",
        where=where(point(3, 46)),
    )
    base = story(text)
    map_ = open_map([Findings(base.document, base.anchor, base.mentions, (*base.incidents, bad))])
    collection = json.loads(exported(map_, "geojson"))
    by_id = {f["properties"]["id"]: f for f in collection["features"]}
    assert by_id["a2"]["geometry"] == {"type": "Point", "coordinates": [179.9, -17]}
    assert (
        by_id["a3"]["geometry"]["type"] == "Polygon"
        and by_id["a4"]["geometry"]["type"] == "LineString"
    )
    ring = by_id["a3"]["geometry"]["coordinates"][0]
    assert (
        sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in itertools.pairwise(ring)) < 0
    )  # counter-clockwise
    for feature in by_id.values():
        quote = feature["properties"]["quotes"][0]
        assert text[quote["start"] : quote["end"]] == quote["exact"]
    rows = list(csv.DictReader(io.StringIO(exported(map_, "csv").removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert not [c for r in rows for c in r.values() if c and c[0] in "=+@\t\r"]
    assert {r["id"]: r["lon"] for r in rows}["a3"] == ""
    kml = ET.fromstring(exported(map_, "kml"))
    names = {n.text for n in kml.iter("{http://www.opengis.net/kml/2.2}name")}
    assert (
        "Titre a1" in names
        and len(list(kml.iter("{http://www.opengis.net/kml/2.2}Placemark"))) == 6
    )


def test_the_drawer_says_why_in_words_and_holds_the_quote(open_map: Opener) -> None:
    map_ = open_map([story()], hash_="#tab=drawer")
    drawer = map_.page.locator("#gm-drawer")
    map_.page.wait_for_timeout(300)
    said = drawer.text_content() or ""
    assert "Niés" in said and "Déclarations" in said
    assert "Le ministre promet une aide" in said
    assert map_.page.locator(".gm-tab-count").text_content() == "2"


def test_places_named_but_not_struck_show_only_when_asked(open_map: Opener) -> None:
    map_ = open_map([story()])
    before = map_.run("() => geomap.state.layer().canvas.toDataURL()")
    map_.page.get_by_role("tab", name="Filtres").click()
    map_.page.get_by_label("Lieux nommés, non touchés").check()
    map_.page.wait_for_timeout(200)
    assert map_.run("() => geomap.state.layer().canvas.toDataURL()") != before
    assert len(drawn(map_)) == 5


def test_a_source_filter_works_over_several_documents(open_map: Opener) -> None:
    map_ = open_map([story(), many(5, id="d2", title="Deux")])
    map_.page.get_by_role("tab", name="Filtres").click()
    map_.page.locator("#gm-pick-source").select_option(label="Deux · 14 mai 2024")
    map_.settle()
    assert listed(map_) == [f"x{i:05d}" for i in range(5)]


def test_the_documents_of_an_archive_are_chosen_by_file_and_told_with_each_incident(
    open_map: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.render.sources.LISTED", 2)
    texts = [story(), many(5, id="d2", title="Deux"), many(3, id="d3", title="Trois")]
    outlets = ("Le Journal", "La Dépêche", "Le Journal")
    map_ = open_map(
        [
            replace(f, document=replace(f.document, outlet=o))
            for f, o in zip(texts, outlets, strict=True)
        ]
    )
    assert "3\u00a0sources" in map_.page.locator(".gm-sub").first.inner_text()
    map_.page.get_by_role("tab", name="Filtres").click()
    labels = map_.page.locator("#gm-pick-source option").all_inner_texts()
    assert [label.partition(" · ")[0] for label in labels[1:]] == ["…", "Le Journal"]
    map_.page.locator("#gm-pick-source").select_option(index=1)
    map_.settle()
    assert listed(map_) == [f"x{i:05d}" for i in range(5)]
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('x00000')])")
    assert "Deux" in map_.page.locator(".gm-card").inner_text()
    features = json.loads(exported(map_, "geojson"))["features"]
    assert {f["properties"]["document"]["id"] for f in features} == {"d2"}


def test_the_language_is_switched_in_the_page_and_quotes_stay(open_map: Opener) -> None:
    map_ = open_map([story()])
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('a1')])")
    map_.page.get_by_role("button", name="English").click()
    map_.settle()
    assert map_.run("() => document.documentElement.lang") == "en"
    assert "night of 13 to 14 May 2024" in (map_.page.locator(".gm-when").text_content() or "")
    assert (
        map_.page.locator(".gm-exact").first.text_content() == "Une explosion a secoué Larmor-Test"
    )
    assert map_.page.locator(".gm-quote").first.get_attribute("lang") == "fr"


BAD: dict[str, list[When]] = {
    "three thousand years": [When("1000", "1000", "1000", "year", "explicit"), When("3999", "3999", "3999", "year", "explicit")],
    "no dates": [When(None, None, None, "unknown", "explicit")] * 2,
    "one minute": [When("2024-05-14T05:30", "2024-05-14T05:30", "2024-05-14T05:30", "minute", "explicit")] * 2,
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_odd_dates_still_give_a_useful_page(open_map: Opener, name: str) -> None:
    ones = [
        incident(str(i), "fire", "accidents", "Une explosion", when=w, where=where(point(i, 45)))
        for i, w in enumerate(BAD[name])
    ]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    assert len(drawn(map_)) == 2
    assert map_.run("() => geomap.state.bins.bins.length") < 200


def test_poles_and_the_dateline_are_seen(open_map: Opener) -> None:
    spots = [(0, 90), (0, -90), (180, 10), (-180, 12), (179.99, -17), (-179.99, -17)]
    ones = [
        incident(str(i), "fire", "accidents", "Une explosion", where=where(point(x, y)))
        for i, (x, y) in enumerate(spots)
    ]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    assert len(drawn(map_)) == 6
    for spot in range(6):
        map_.run("async (id) => geomap.state.openCard([await geomap.state.rowOfId(id)])", str(spot))
    pair = [
        incident(str(i), "fire", "accidents", "Une explosion", where=where(point(x, -17)))
        for i, x in enumerate((179.5, -179.5))
    ]
    near = open_map([Findings(document(), DateAnchor(None, None), (), tuple(pair))])
    assert near.run("() => geomap.state.map().getZoom()") > 6


def test_a_quote_of_a_megabyte_is_read_whole(open_map: Opener) -> None:
    text = "Début. " + "mot répété " * 95_000
    one = incident("big", "fire", "accidents", text, text, where=where(point(3, 46)))
    map_ = open_map([Findings(document(text), DateAnchor(None, None), (), (one,))])
    map_.run("() => geomap.state.openCard([0])")
    assert map_.run("() => document.querySelector('.gm-exact').textContent.length") == len(text)


def test_all_unlocated_is_a_useful_page(open_map: Opener) -> None:
    ones = [incident(str(i), "fire", "accidents", "Une explosion") for i in range(3)]
    map_ = open_map([Findings(document(), DateAnchor(None, None), (), tuple(ones))])
    assert drawn(map_) == [] and len(map_.run("() => geomap.state.listedIds(false)")) == 3


def test_a_browser_without_decompression_reads_the_same_page(open_map: Opener) -> None:
    map_ = open_map([many(5000)], script="delete window.DecompressionStream;")
    assert map_.run("() => typeof DecompressionStream") == "undefined"
    map_.run("async () => geomap.state.openCard([await geomap.state.rowOfId('x04321')])")
    assert map_.page.locator(".gm-exact").text_content() == "Une explosion a secoué"


def test_without_scripts_the_list_is_there(open_map: Opener) -> None:
    map_ = open_map([story()], wait=False, java_script_enabled=False)
    assert (
        "Une explosion a secoué Larmor-Test"
        in (map_.page.locator("noscript").first.text_content() or "")
        or map_.page.get_by_text("Une explosion a secoué Larmor-Test").is_visible()
    )
    map_.run = lambda *_: []  # type: ignore[method-assign]  # nothing can be asked of a page without scripts


def test_blurring_is_said_on_the_map(open_map: Opener) -> None:
    map_ = open_map([story()], MapOptions(blur_km=20))
    assert "20 km" in (map_.page.locator(".gm-credit").text_content() or "")
