"""Coordinates printed in a text, in the notations people use; and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geomap.expressions.coordinates import find_coordinates

#: Notation, longitude, latitude, and how far off it may be (degrees).
PRINTED = [
    ("50°27′N 30°31′E", 30.5167, 50.45, 1e-3),
    ("50° 27' 16.1\" N, 30° 31' 25\" E", 30.5236, 50.4545, 1e-3),
    ("33°30'47\"N, 36°17'31\"E", 36.2919, 33.5131, 1e-3),
    ("48,8566° N, 2,3522° E", 2.3522, 48.8566, 1e-6),
    ("12,3456° S, 45,6789° O", -45.6789, -12.3456, 1e-6),
    ("50°27’ de latitude Nord et 30°31’ de longitude Est", 30.5167, 50.45, 1e-3),
    ("N 48.8566 E 2.3522", 2.3522, 48.8566, 1e-6),
    ("48.8566, 2.3522", 2.3522, 48.8566, 1e-6),
    ("coordonnées GPS : 48.856, 2.352", 2.352, 48.856, 1e-6),
    ("lat 34.5553, lon 69.2075", 69.2075, 34.5553, 1e-6),
    ("latitude : 34,55 ; longitude : 69,21", 69.21, 34.55, 1e-6),
    ("Lat. -33.86, long. 151.21", 151.21, -33.86, 1e-6),
    ("UTM 36U 324300 5592000", 30.5249, 50.4537, 1e-3),
    ("36U 324300 5592000", 30.5249, 50.4537, 1e-3),
    ("4QFJ 12345 67890", -157.9161, 21.4098, 1e-3),
    ("4QFJ1234567890", -157.9161, 21.4098, 1e-3),
    ("31U DQ 48251 11932", 2.2945, 48.8582, 1e-3),
]


@pytest.mark.parametrize(("text", "lon", "lat", "within"), PRINTED)
def test_printed_coordinates_are_read(text: str, lon: float, lat: float, within: float) -> None:
    (printed,) = find_coordinates(f"Le navire se trouvait ({text}) au matin.")
    assert printed.lon == pytest.approx(lon, abs=within)
    assert printed.lat == pytest.approx(lat, abs=within)
    assert 100.0 <= printed.radius_m <= 1_000.0


@pytest.mark.parametrize(
    "text",
    [
        "Il faisait 38°, 12° de plus que la veille.",
        "de 12,5 à 13,5 % en 2023",
        "45.1234, 200.2222",
        "95°00'N 30°31'E",
        "un rapport de 1.234, 5.678 euros",
        "99U UA 24300 91900",
        "la version 3.11.7, 4.0.12",
        "le Boeing 747 du 12U",
    ],
)
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert find_coordinates(text) == []


@given(
    zone=st.integers(1, 60),
    east=st.integers(300_000, 700_000),
    lat=st.floats(-78.0, 82.0).filter(lambda lat: abs(lat) > 0.01),
)
def test_a_utm_position_comes_back_where_it_was(zone: int, east: int, lat: float) -> None:
    to_grid = Transformer.from_crs(
        "EPSG:4326", f"EPSG:{(32600 if lat >= 0 else 32700) + zone}", always_xy=True
    )
    middle = 6.0 * zone - 183.0
    _, north = to_grid.transform(middle, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(19, int((lat + 80.0) // 8.0))]
    (printed,) = find_coordinates(f"UTM {zone}{band} {east} {round(north):07d}")
    back_east, back_north = to_grid.transform(printed.lon, printed.lat)
    assert back_east == pytest.approx(east, abs=1.0)
    assert back_north == pytest.approx(round(north), abs=1.0)


@given(st.text(alphabet="0123456789°′'\"NSEWO,. UTMabc-", max_size=200))
def test_any_marks_give_positions_on_the_earth(text: str) -> None:
    for printed in find_coordinates(text):
        assert -180.0 <= printed.lon <= 180.0
        assert -90.0 <= printed.lat <= 90.0
        assert 0 <= printed.span.start < printed.span.end <= len(text)


def test_long_runs_of_marks_take_linear_time() -> None:
    began = time.perf_counter()
    for piece in ("12° ", "12U ", "4QFJ 12", "lat ", "1 ", "N 1.2345 "):
        find_coordinates(piece * 20_000 + "°")
    assert time.perf_counter() - began < 5.0
