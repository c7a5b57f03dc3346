"""What a figure shows and where: planes, frames, ground, names and words, beside the picture itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from shapely.geometry import MultiPolygon, Point, box

from geomap.export import write
from geomap.export.dates_in_words import date_words
from geomap.export.ground import open_ground
from geomap.export.panels import frame_of, panels_of
from geomap.export.projection import boxes_under, plane_of
from geomap.model.edtf import date_of, day_number
from tests.model.small import make_small_findings


@pytest.mark.parametrize(
    ("told", "fr", "en"),
    [
        ("2023-09-13", "13 septembre 2023", "13 September 2023"),
        ("2024-05-01", "1er mai 2024", "1 May 2024"),
        ("2023-09-12/2023-09-13", "12–13 septembre 2023", "12–13 September 2023"),
        ("2024-04-30/2024-05-07", "30 avril – 7 mai 2024", "30 April – 7 May 2024"),
        (
            "2023-12-30/2024-01-02",
            "30 décembre 2023 – 2 janvier 2024",
            "30 December 2023 – 2 January 2024",
        ),
        ("2023-09", "septembre 2023", "September 2023"),
        ("2023", "2023", "2023"),
        ("2021/2023", "2021 – 2023", "2021 – 2023"),
        ("../2023-09-13", "au plus tard le 13 septembre 2023", "no later than 13 September 2023"),
        ("2023-09-13/..", "à partir du 13 septembre 2023", "from 13 September 2023"),
        ("2023-09-13T10:30", "13 septembre 2023", "13 September 2023"),
        (None, "date inconnue", "date unknown"),
        ("bientôt", "date inconnue", "date unknown"),
    ],
)
def test_a_date_is_said_at_its_own_precision(told, fr, en):
    assert date_words(told, "fr") == fr
    assert date_words(told, "en") == en


def test_a_night_is_said_as_a_night():
    assert date_words("2023-09-12/2023-09-13", "fr", "night") == "nuit du 12 au 13 septembre 2023"
    assert date_words("2023-09-12/2023-09-13", "en", "night") == "night of 12–13 September 2023"
    assert date_words("2023-09-13", "fr", "night") == "13 septembre 2023"


@given(st.integers(-2_000_000, 3_000_000))
def test_a_day_s_number_and_its_date_are_one(number):
    year, month, day = date_of(number)
    assert day_number(year, month, day) == number
    assert 1 <= month <= 12
    assert 1 <= day <= 31


def test_both_sides_of_the_180th_meridian_are_one_map():
    fiji, samoa = Point(178.4, -18.1), Point(-171.8, -13.8)
    frame = frame_of([fiji, samoa])
    assert frame.width_m < 2_500_000
    assert frame.holds(fiji)
    assert frame.holds(samoa)
    assert len(boxes_under(frame.plane, frame.box)) == 2
    assert not frame.holds(Point(0, 51))


def test_places_all_round_the_earth_are_shown_on_the_whole_of_it():
    places = [Point(151, -34), Point(-58, -34), Point(2, 49), Point(139, 35)]
    frame = frame_of(places)
    assert frame.plane.whole_world
    assert all(frame.holds(p) for p in places)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=6))
def test_any_places_have_a_frame_that_holds_them(places):
    points = [Point(p) for p in places]
    frame = frame_of(points)
    assert np.isfinite(frame.box).all()
    assert frame.ratio > 1
    assert frame.plane.whole_world or all(frame.holds(p) for p in points)
    for panel in panels_of(points, frame):
        assert panel.width_m < frame.width_m


def test_the_ground_under_a_frame_has_its_land_and_its_borders():
    ground = open_ground(frame_of([Point(28.8, 45.3), Point(33.5, 44.6)]))
    assert ground is not None
    land = shapely.union_all([p.buffer(0) for p in ground.land])
    plane = plane_of([Point(28.8, 45.3), Point(33.5, 44.6)])
    assert land.contains(plane.geometry(Point(29.5, 45.9)))
    assert not land.contains(plane.geometry(Point(31, 43.6)))
    assert {dashed for _, dashed in ground.borders} == {False, True}


def test_what_is_cut_at_the_180th_meridian_shows_no_coast_there():
    ground = open_ground(frame_of([Point(178, 66), Point(-175, 66)]))
    plane = plane_of([Point(178, 66), Point(-175, 66)])
    (seam,) = shapely.get_parts(plane.geometry(shapely.LineString([(180, 65.5), (180, 68.5)])))
    coasts = shapely.MultiLineString([c for c in ground.coasts if len(c) > 1])
    assert coasts.intersection(seam.buffer(200)).length < 20_000
    assert any(p.distance(seam) < 5_000 for p in ground.land)


def drawn(found, tmp_path, **options):
    (path,) = write(found, tmp_path / "a.svg", "svg", **options)
    return "".join(etree.parse(path).getroot().itertext())


def test_the_key_says_what_when_and_according_to_whom_in_the_language_asked_for(tmp_path):
    found = make_small_findings()
    mapped = [i for i in found.incidents if i.on_map]
    text = drawn([found], tmp_path, title="Un titre")
    for incident in mapped:
        assert incident.headline in text
    assert "sur la carte" in text
    assert "Natural Earth" in text
    assert "on the map" in drawn([found], tmp_path, ui_lang="en")


def test_an_archipelago_has_one_symbol(tmp_path):
    found = make_small_findings()
    first = next(i for i in found.incidents if i.on_map)
    islands = MultiPolygon([box(n, 40, n + 0.3, 40.3) for n in range(30)])
    extent = replace(first.where.extent, kind="area", geometry=islands, lon=15.0, lat=40.1)
    where = replace(first.where, extent=extent, geometry_kind="area", other_sites=())
    one = replace(found, incidents=(replace(first, where=where),))
    (path,) = write([one], tmp_path / "a.svg", "svg")
    marks = etree.parse(path).getroot().findall(".//{*}g[@id]")
    assert sum(mark.get("id").startswith("PathCollection") for mark in marks) < 30


def test_many_at_one_place_are_one_symbol_with_their_number(tmp_path):
    found = make_small_findings()
    first = next(i for i in found.incidents if i.on_map and i.where.extent.kind == "point")
    many = tuple(replace(first, id=f"i{n}") for n in range(40))
    text = drawn([replace(found, incidents=many)], tmp_path)
    assert "(40)" in text
