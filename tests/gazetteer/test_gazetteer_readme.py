"""The worked example of the README, run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geomap.config import Options, ReadOptions
from geomap.gazetteer import open_gazetteer
from geomap.gazetteer.user import compile_source
from geomap.pipeline import analyse
from geomap.reading import ReadFailure, read_inputs

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_example_of_ones_own_places_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    section = README.partition("## Your own places")[2].partition("\n## ")[0]
    (table,) = re.findall(r"```csv\n(.*?)```", section, re.DOTALL)
    camps = tmp_path / "camps.csv"
    camps.write_text(table, encoding="utf-8")
    _, report = compile_source(camps)
    assert report is not None
    assert (report.taken, report.left_out) == (table.count("\n") - 1, 0)

    gazetteer = open_gazetteer((str(camps),))
    assert gazetteer.lookup("Camp de Bria")[0].place.name == "Camp PK3"
    (sentence,) = re.findall(r'"(Des hommes armés [^"]*)"', section)
    text = tmp_path / "text.txt"
    text.write_text(f"date 2024-05-03\n\n{sentence}.\n", encoding="utf-8")
    (document,) = read_inputs([str(text)], ReadOptions())
    assert not isinstance(document, ReadFailure)
    (incident,) = analyse(document, gazetteer, Options()).incidents
    assert incident.on_map
    assert incident.where is not None
    assert incident.where.place_id == "user:camps/1"
