"""News-like paragraphs of our own against an analyst's reading: floors that may only rise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from geomap.config import Options
from geomap.errors import BadRecord
from geomap.evaluation.incidents import run
from geomap.evaluation.stories import read_stories
from geomap.gazetteer import Gazetteer, open_gazetteer

GOLD = Path(__file__).parents[1] / "gold"
#: file -> least F1 of required incidents, least share of equal dates (some room for other stages).
FLOORS = {
    "fr.stories.toml": (0.90, 0.92),
    "en.stories.toml": (0.90, 0.90),
    "fr2.stories.toml": (0.80, 0.85),
    "en2.stories.toml": (0.60, 0.80),
    "fr3.stories.toml": (0.80, 0.80),
    "en3.stories.toml": (0.55, 0.75),
    "fr4.stories.toml": (0.70, 0.80),
    "en4.stories.toml": (0.70, 0.70),
    "fr5.stories.toml": (0.80, 0.80),
    "fr6.stories.toml": (0.70, 0.80),
    "fr7.stories.toml": (0.55, 0.85),
    "fr8.stories.toml": (0.75, 0.90),
    "fr9.stories.toml": (0.70, 0.85),
    "fr10.stories.toml": (0.80, 0.90),
    "fr11.stories.toml": (0.70, 0.85),
    "en5.stories.toml": (0.50, 0.70),
    "en6.stories.toml": (0.70, 0.80),
    "en7.stories.toml": (0.62, 0.75),
    "en8.stories.toml": (0.55, 0.70),
    "en9.stories.toml": (0.75, 0.85),
}


#: least F1 of actors with their roles, of means, of claims, where the analyst tells them.
PEOPLE_FLOORS = {"fr11.stories.toml": (0.80, 0.80, 0.80)}


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize("name", FLOORS)
def test_what_an_analyst_reads_is_found(name: str) -> None:
    report = run(GOLD / name, _gazetteer(), Options())
    least_f1, least_edtf = FLOORS[name]
    wrong = [f"{e.kind} {e.document}: {e.expected} / {e.given}" for e in report.errors]
    assert report.metrics["f1"] >= least_f1, "\n".join(wrong)
    assert report.metrics["edtf_equal"] >= least_edtf
    assert report.metrics["falsely_precise"] == 0


@pytest.mark.parametrize("name", PEOPLE_FLOORS)
def test_who_acts_with_what_and_who_says_so_is_found(name: str) -> None:
    report = run(GOLD / name, _gazetteer(), Options())
    wrong = [f"{e.kind} {e.document}: {e.expected} / {e.given}" for e in report.errors]
    figures = ("actors_with_role_f1", "means_f1", "claims_f1")
    for figure, least in zip(figures, PEOPLE_FLOORS[name], strict=True):
        assert report.metrics[figure] >= least, "\n".join([figure, *wrong])


def test_a_story_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "bad.stories.toml"
    row = '[[story]]\nid="a"\nlang="fr"\ntext="Rien."\n[[story.incident]]\ntype="fire"\n'
    file.write_text(row + 'quote="Un feu"\nwhen="2024 year"\n', encoding="utf-8")
    with pytest.raises(BadRecord, match="'Un feu' is not in the text") as caught:
        list(read_stories(file))
    assert "story 'a'" in str(caught.value)
    file.write_text("[[story", encoding="utf-8")
    with pytest.raises(BadRecord, match="no TOML"):
        list(read_stories(file))
