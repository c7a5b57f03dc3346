"""Dates of headers, metadata and tables, in figures and in words."""

from __future__ import annotations

import pytest

from geomap.reading.dates import iso_date


@pytest.mark.parametrize(
    ("told", "iso"),
    [
        ("2023", ("2023", "year")),
        ("2023-09", ("2023-09", "month")),
        ("2023-09-13", ("2023-09-13", "day")),
        ("2023-09-13T08:30:00+02:00", ("2023-09-13T08:30", "minute")),
        ("Wed, 13 Sep 2023 08:30:00 +0200", ("2023-09-13T08:30", "minute")),
        ("13/09/2023", ("2023-09-13", "day")),
        ("13 septembre 2023", ("2023-09-13", "day")),
        ("mercredi 13 septembre 2023 à 18h05", ("2023-09-13T18:05", "minute")),
        ("Publié le 1er août 2024", ("2024-08-01", "day")),
        ("septembre 2023", ("2023-09", "month")),
        ("Sept. 13, 2023 6:05 pm", ("2023-09-13T18:05", "minute")),
        ("Thursday, September 14th, 2023 at 12:05 a.m. EDT", ("2023-09-14T00:05", "minute")),
        ("14 July 2023", ("2023-07-14", "day")),
        ("31 février 2022", None),
        ("9/10/2023", None),
        ("12 hommes 2023", None),
        ("bientôt", None),
        ("", None),
    ],
)
def test_a_date_is_read_to_the_precision_it_is_told_with(
    told: str, iso: tuple[str, str] | None
) -> None:
    assert iso_date(told) == iso
