"""Findings become rows: what is drawn, how, and with which words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.config import MapOptions
from geomap.model.extent import PIN_PRECISIONS, Extent
from geomap.model.findings import Findings
from geomap.model.text import Span, quote
from geomap.model.when import DateAnchor, When
from geomap.render import vocabulary as v
from geomap.render.blur import blur_position
from geomap.render.columns import MapColumns, pack_columns
from geomap.render.rows import findings_to_columns
from geomap.render.times import iso_to_minutes, when_to_interval
from tests.render.samples import TEXT, VALLEY, document, incident, many, point, story, where

OPTIONS = MapOptions()


def kinds_of(columns: MapColumns) -> list[str]:
    return [v.KINDS[k] for k in columns.kind]


def test_every_incident_is_a_row_drawn_as_its_place_is_known() -> None:
    columns = findings_to_columns([story()], OPTIONS)
    assert kinds_of(columns) == ["point", "point", "area", "line", "point", "drawer", "drawer"]


@pytest.mark.parametrize("precision", [p for p in v.PRECISIONS if p != "unlocated"])
def test_a_pin_is_drawn_for_fine_places_only(precision: str) -> None:
    extent = Extent("point", 3.0, 47.0, 50_000, None, precision)  # type: ignore[arg-type]
    one = incident("p", "fire", "accidents", "Une explosion", where=where(extent))
    found = Findings(document(), DateAnchor(None, None), (), (one,))
    (kind,) = kinds_of(findings_to_columns([found], OPTIONS))
    if precision in PIN_PRECISIONS or precision == "inferred":
        assert kind == "point"
    elif precision == "offset_no_bearing":
        assert kind == "ring"
    else:
        assert kind == "disc"


@pytest.mark.parametrize(
    "changes",
    [
        {"polarity": "negated"},
        {"status": "cancelled"},
        {"realis": "hypothetical"},
        {"realis": "possible"},
        {"on_map": False},
    ],
)
def test_what_did_not_happen_is_never_drawn(changes: dict[str, object]) -> None:
    one = incident("p", "fire", "accidents", "Une explosion", where=where(point(3, 47)))
    found = Findings(document(), DateAnchor(None, None), (), (replace(one, **changes),))  # type: ignore[arg-type]
    assert kinds_of(findings_to_columns([found], OPTIONS)) == ["drawer"]


def test_the_same_incident_of_two_texts_is_one_row_with_both_quotes() -> None:
    first = story()
    again = incident(
        "b1",
        "explosion",
        "accidents",
        "Une explosion",
        same_as=(("doc-1", "a1"),),
        where=where(point(2.5, 47.5)),
    )
    known = replace(first.incidents[0], same_as=(("doc-2", "b1"),))
    first = replace(first, incidents=(known, *first.incidents[1:]))
    second = Findings(document(id="doc-2"), DateAnchor(None, None), (), (again,))
    columns = findings_to_columns([first, second], OPTIONS)
    assert len(columns) == 7
    record = columns.details([0])[0]
    assert [q[0] for q in record["q"]] == [0, 1]
    assert record["o"] == 1
    assert [q[0] for q in columns.details([0])[0]["q"]] == [0, 1]  # asked for again: the same
    assert columns.source_sets[columns.sources[0]] == (0, 1)


def test_the_place_is_marked_in_the_quote_in_code_points() -> None:
    columns = findings_to_columns([story()], OPTIONS)
    record = columns.details([1])[0]
    (_, _, _, exact, _, _, marks) = record["q"][0]
    ((start, end),) = marks
    assert exact[start:end] == "Port-Modèle"
    assert exact.startswith("😀")


def test_short_quotes_keep_the_place_and_say_where_they_are_cut() -> None:
    text = "mot " * 100 + "À Larmor-Test, rien. " + "fin " * 100
    at = text.index("Larmor-Test")
    base = story()
    mention = replace(base.mentions[0], span=Span(at, at + 11))
    one = incident(
        "p",
        "fire",
        "accidents",
        "mot",
        text,
        where=where(point(2.5, 47.5), "m1"),
        quotes=(quote(text, Span(0, len(text))),),
    )
    found = Findings(document(text), DateAnchor(None, None), (mention,), (one,))
    record = findings_to_columns([found], MapOptions(quotes="short")).details([0])[0]
    _, start, end, exact, before, after, marks = record["q"][0]
    assert len(exact) <= 120 and exact in text and before == after == "…"
    assert exact[marks[0][0] : marks[0][1]] == "Larmor-Test"
    assert (start, end) == (0, len(text))


def test_no_words_of_the_source_are_left_when_quotes_are_off() -> None:
    records = findings_to_columns([story()], MapOptions(quotes="none")).details(list(range(7)))
    assert all(len(q) == 3 for record in records for q in record["q"])
    words = repr(records)
    assert "deux blessés" not in words and "a secoué" not in words


def test_blurring_moves_every_position_and_says_so_in_the_radius() -> None:
    columns = findings_to_columns([story()], MapOptions(blur_km=20))
    exact = findings_to_columns([story()], OPTIONS)
    for row in (0, 1, 4):
        assert (columns.lon[row], columns.lat[row]) != (exact.lon[row], exact.lat[row])
        assert columns.radius_m[row] >= 20_000 * math.sqrt(0.5)
        assert columns.flags[row] & v.BLURRED
    named = columns.extra["named"]
    assert named and [named[0][0], named[0][1]] != [4.0, 45.0]


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([0.5, 5, 50, 500]))
def test_a_blurred_position_holds_the_true_one_within_its_circle(
    lon: float, lat: float, km: float
) -> None:
    blon, blat = blur_position(lon, lat, km)
    assert -180 <= blon <= 180 and -90 <= blat <= 90
    assert blur_position(blon, blat, km) == (blon, blat)
    a, b = math.radians(lat), math.radians(blat)
    h = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(lon - blon) / 2) ** 2
    )
    distance_km = 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))
    assert distance_km <= km * 0.75 + 0.01


def test_dates_keep_their_precision_as_intervals() -> None:
    day = 1440
    first = iso_to_minutes("2024-05-14", last=False)
    assert first is not None
    assert when_to_interval(When("2024-05", "2024-05", "2024-05", "month", "explicit"))[
        2
    ] == iso_to_minutes("2024-06-01", last=False)
    assert iso_to_minutes("2024-05-14", last=True) == first + day
    assert (
        when_to_interval(
            When("../2024-05-14", None, "2024-05-14", "open_interval", "document_date")
        )[0]
        == v.OPEN_START
    )
    assert when_to_interval(When(None, None, None, "unknown", "explicit")) == (v.UNDATED, 0, 0)
    assert (
        iso_to_minutes("9999", last=True) is not None
        and iso_to_minutes("2024-13-01", last=False) is None
    )


@settings(max_examples=40)
@given(st.integers(0, 40), st.randoms())
def test_packing_keeps_every_row_once(count: int, random: object) -> None:
    columns = findings_to_columns([many(count)], OPTIONS)
    packed = pack_columns(columns)
    assert sorted(packed.order.tolist()) == list(range(count))
    kinds = columns.kind[packed.order]
    rank = np.where(kinds == v.POINT, 0, np.where(kinds == v.DRAWER, 2, 1))
    assert (np.diff(rank) >= 0).all()
    assert packed.meta["mapped"] == int((kinds != v.DRAWER).sum())


def test_seven_decimals_are_kept_across_the_dateline_and_at_the_poles() -> None:
    lon = np.array([179.9999999, -180.0, -179.1234567, 0.0, 180.0])
    lat = np.array([90.0, -90.0, 12.3456789, -0.0000001, 89.9999999])
    zeros = np.zeros(5, dtype=np.int64)
    packed = pack_columns(
        MapColumns(lon, lat, zeros + v.POINT, zeros, details=lambda rows: [{} for _ in rows])
    )
    assert packed.meta["scale"] == 10**7
    import gzip

    from tests.render.page_reader import unprintable

    def read(name: str) -> list[float]:
        planes = np.frombuffer(gzip.decompress(unprintable(packed.blocks[name])), np.uint8).reshape(
            4, -1
        )
        steps = sum(planes[i].astype(np.int64) << (8 * i) for i in range(4))
        values = np.cumsum((steps >> 1) ^ -(steps & 1))
        return (((values + 2**31) % 2**32 - 2**31) / 1e7).tolist()

    assert read("lon") == lon[packed.order].tolist()
    assert read("lat") == lat[packed.order].tolist()


def test_three_thousand_years_fit() -> None:
    early = When("1000", "1000", "1000", "year", "explicit")
    late = When("3999", "3999", "3999", "year", "explicit")
    found = Findings(
        document(), DateAnchor(None, None), (),
        tuple(incident(i, "fire", "accidents", "Une explosion", when=w, where=where(point(1, 1))) for i, w in (("e", early), ("l", late))),
    )  # fmt: skip
    meta = pack_columns(findings_to_columns([found], OPTIONS)).meta
    assert meta["unit"] == 1 and meta["durations"] == [365 * 1440]


def test_two_incidents_on_one_area_share_its_shape() -> None:
    area = where(Extent("area", 2.5, 47.5, None, VALLEY, "adm2"))
    found = Findings(
        document(), DateAnchor(None, None), (),
        tuple(incident(i, "flood", "natural", "Des crues", where=area) for i in "ab"),
    )  # fmt: skip
    columns = findings_to_columns([found], OPTIONS)
    assert len(columns.shapes) == 1 and columns.shape.tolist() == [0, 0]


def test_further_sites_are_drawn_too() -> None:
    two = where(point(1, 1), other_sites=(("m9", point(2, 2)),))
    one = incident("p", "fire", "accidents", "Une explosion", where=two)
    columns = findings_to_columns(
        [Findings(document(), DateAnchor(None, None), (), (one,))], OPTIONS
    )
    assert shapely.get_coordinates(columns.shapes[0]).tolist() == [[2.0, 2.0]]


def test_only_the_file_name_of_a_source_is_told() -> None:
    columns = findings_to_columns(
        [replace(story(), document=document(source="/home/me/secret/x.txt"))], OPTIONS
    )
    assert columns.documents[0]["s"] == "x.txt"
    assert "secret" not in repr(columns.documents)


def test_places_named_but_not_struck_are_kept_apart() -> None:
    named = findings_to_columns([story()], OPTIONS).extra["named"]
    assert [row[2] for row in named] == ["Saint-Essai"]
    assert TEXT
