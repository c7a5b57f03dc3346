"""Who, with what, and who says so, against an analyst: what counts as right, missed, false."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.config import Options
from geomap.errors import BadRecord
from geomap.evaluation.incidents import run
from geomap.evaluation.people import is_same_name, name_key
from geomap.evaluation.report import Report
from geomap.evaluation.stories import read_stories
from geomap.gazetteer import open_gazetteer

_STORY = """
[[story]]
id = "port"
lang = "fr"
date = "2024-03-13"
text = "Des drones russes ont frappé mardi le port d'Odessa, a déclaré le maire, Jean Test."
{claims}
[[story.incident]]
type = "drone_strike"
quote = "Des drones russes ont frappé"
when = "2024-03-12 day"
geometry = "any"
sites = ["Odessa"]
{people}
"""


def _scored(tmp_path: Path, people: str, claims: str = "") -> Report:
    file = tmp_path / "one.stories.toml"
    file.write_text(_STORY.format(people=people, claims=claims), encoding="utf-8")
    return run(file, open_gazetteer(), Options())


def _figures(tmp_path: Path, people: str, claims: str = "") -> dict[str, float]:
    return _scored(tmp_path, people, claims).metrics


def test_actors_means_targets_and_claims_are_scored(tmp_path: Path) -> None:
    people = (
        'actors = ["perpetrator drones russes"]\nmeans = ["uav drones"]\ntargets = ["port port"]'
    )
    figures = _figures(tmp_path, people, 'claims = ["Jean Test | - | -"]')
    names = ("actors_f1", "actors_with_role_f1", "means_f1", "targets_f1", "claims_f1")
    assert [figures[name] for name in names] == [1.0] * 5


def test_a_role_that_differs_and_an_actor_that_is_missed_count(tmp_path: Path) -> None:
    figures = _figures(tmp_path, 'actors = ["victim drones russes", "victim Jean Test"]')
    assert figures["actors_precision"] == 1.0
    assert figures["actors_recall"] == 0.5
    assert figures["actors_with_role_f1"] == 0.0


def test_what_the_analyst_does_not_tell_is_not_scored(tmp_path: Path) -> None:
    nobody, untold = _scored(tmp_path, "actors = []"), _scored(tmp_path, "")
    assert [error.kind for error in nobody.errors] == ["actor"]
    assert untold.errors == []


def test_a_name_holds_or_is_held() -> None:
    assert name_key("L'armée israélienne (Tsahal)") == "armee israelienne"
    assert is_same_name("l'armée", name_key("armée israélienne"))
    assert is_same_name("maire (Jean Test)", "jean test")
    assert not is_same_name("police", "pompiers")


@pytest.mark.parametrize(
    ("people", "claims", "said"),
    [
        ('actors = ["victim Marie"]', "", "'Marie' is not in the text"),
        ("", 'claims = ["Jean Test | -"]', "claims"),
    ],
)
def test_a_story_says_what_is_wrong_with_its_people(
    tmp_path: Path, people: str, claims: str, said: str
) -> None:
    file = tmp_path / "bad.stories.toml"
    file.write_text(_STORY.format(people=people, claims=claims), encoding="utf-8")
    with pytest.raises(BadRecord, match=said):
        list(read_stories(file))
