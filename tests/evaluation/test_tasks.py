"""Tasks on small corpora of our own: what counts, what is told, what predictions say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.config import Options
from geomap.errors import BadRecord, UnreadableInput, UsageError
from geomap.evaluation.floors import falls, raised, read_floors, write_floors
from geomap.evaluation.report import Report
from geomap.evaluation.scores import distance_km
from geomap.evaluation.show import report_lines
from geomap.evaluation.tasks import task_module, tasks_of
from geomap.gazetteer import open_gazetteer
from tests.evaluation.small import TEXTS, documents, tagged, write


def _run(task: str, path: Path) -> Report:
    return task_module(task)(path, open_gazetteer(), Options())


def test_the_form_of_a_corpus_tells_its_tasks(tmp_path: Path) -> None:
    assert tasks_of(write(tmp_path, "places", documents())) == (
        "recognition",
        "resolution",
        "end-to-end",
    )
    assert tasks_of(write(tmp_path, "tags", tagged())) == ("recognition",)
    bare = [
        {**row, "toponyms": [{**t, "lat": None} for t in row["toponyms"]]} for row in documents()
    ]
    assert tasks_of(write(tmp_path, "bare", bare)) == ("recognition",)
    gold = Path(__file__).parents[1] / "gold"
    assert tasks_of(gold / "dates.tsv") == ("dates",)
    assert tasks_of(gold / "tolls.tsv") == ("tolls",)


def test_what_is_no_corpus_is_said_with_file_and_place(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        tasks_of(tmp_path / "none.jsonl")
    with pytest.raises(UnreadableInput, match="empty"):
        tasks_of(write(tmp_path, "empty", []))
    with pytest.raises(BadRecord, match="neither"):
        tasks_of(write(tmp_path, "odd", [{"a": 1}]))
    (tmp_path / "odd.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(BadRecord, match="without any of the columns edtf, tolls"):
        tasks_of(tmp_path / "odd.tsv")
    (tmp_path / "odd.jsonl").write_text("{no json}\n")
    with pytest.raises(BadRecord, match="not JSON"):
        tasks_of(tmp_path / "odd.jsonl")
    with pytest.raises(UsageError, match="no task"):
        task_module("poetry")


def test_recognition_counts_exact_spans(tmp_path: Path) -> None:
    rows = documents()
    report = _run("recognition", write(tmp_path, "places", rows))
    assert report.metrics["n"] == sum(len(places) for _, _, places in TEXTS)
    assert report.metrics["f1"] == 1.0
    rows[0]["toponyms"][0]["end"] += 3  # now nobody can be right
    worse = _run("recognition", write(tmp_path, "places", rows))
    assert worse.metrics["recall"] == pytest.approx(6 / 7)
    assert worse.metrics["precision"] == pytest.approx(6 / 7)
    assert {e.kind for e in worse.errors} == {"boundary", "boundary+"}


def test_tagged_sentences_are_scored_by_their_own_tokens(tmp_path: Path) -> None:
    report = _run("recognition", write(tmp_path, "tags", tagged()))
    assert report.metrics["f1"] == 1.0
    assert [row["tags"] for row in report.predictions] == [
        [t if t.endswith("LOC") else "O" for t in row["tags"]] for row in tagged()
    ]


def test_resolution_counts_every_mention_with_a_point(tmp_path: Path) -> None:
    rows = documents()
    rows[1]["toponyms"].append({"start": 0, "end": 1, "text": "À"})  # no point: not counted
    rows[2]["toponyms"][0] |= {"lon": 0.0, "lat": -80.0}  # where nothing is: wrong for everybody
    report = _run("resolution", write(tmp_path, "places", rows))
    assert report.metrics["n"] == 7
    assert report.metrics["acc161"] == pytest.approx(6 / 7)
    assert report.metrics["oracle161"] == pytest.approx(6 / 7)
    (error,) = report.errors
    assert (error.document, error.kind) == ("d2", "gazetteer")
    assert "[London]" in error.quote


def test_end_to_end_needs_the_span_and_the_place(tmp_path: Path) -> None:
    rows = documents()
    report = _run("end-to-end", write(tmp_path, "places", rows))
    assert report.metrics["acc161"] == 1.0
    rows[0]["toponyms"][0]["start"] += 1
    assert _run("end-to-end", write(tmp_path, "places", rows)).metrics["acc161"] == pytest.approx(
        6 / 7
    )


def test_predictions_let_another_program_check_the_score(tmp_path: Path) -> None:
    rows = documents()
    report = _run("resolution", write(tmp_path, "places", rows))
    right = 0
    for row, told in zip(rows, report.predictions, strict=True):
        assert told["id"] == row["id"]
        by_span = {(t["start"], t["end"]): t for t in told["toponyms"]}
        for gold in row["toponyms"]:
            answer = by_span[gold["start"], gold["end"]]
            assert answer["text"] == gold["text"]
            right += distance_km(answer["lon"], answer["lat"], gold["lon"], gold["lat"]) <= 161
    assert right / report.metrics["n"] == report.metrics["acc161"]


def test_a_report_shows_figures_tables_and_errors(tmp_path: Path) -> None:
    rows = documents()
    rows[2]["toponyms"][0] |= {"lon": 0.0, "lat": -80.0}
    text = "\n".join(report_lines(_run("resolution", write(tmp_path, "places", rows)), 5))
    for words in (
        "acc161",
        "oracle161",
        "By country",
        "Reliability",
        "Kept at a threshold",
        "[London]",
    ):
        assert words in text


def test_floors_rise_and_never_fall(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    report = Report("recognition", "c", {"f1": 0.8, "recall": 0.9})
    write_floors(path, raised(read_floors(path), [(report, "abc")]))
    floor = read_floors(path)["c", "recognition"]
    assert floor.sha256 == "abc"
    assert floor.floors == {"f1": 0.798}
    better = Report("recognition", "c", {"f1": 0.9})
    worse = Report("recognition", "c", {"f1": 0.7})
    known = raised(read_floors(path), [(better, "abc")])
    assert known["c", "recognition"].floors["f1"] == 0.898
    assert raised(known, [(worse, "abc")]) == known, "a floor does not fall by itself"
    assert [f.metric for f in falls(worse, known["c", "recognition"])] == ["f1"]
    assert falls(better, known["c", "recognition"]) == []
    assert raised(known, [(worse, "abc")], may_lower=True)["c", "recognition"].floors["f1"] == 0.698


def test_a_changed_corpus_is_noticed_before_its_score_is_believed() -> None:
    known = raised({}, [(Report("recognition", "c", {"f1": 0.5}), "abc")])
    assert raised(known, [(Report("recognition", "c", {"f1": 0.9}), "other")]) == known


def test_predictions_are_json_lines(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from geomap.commands.evaluate import command

    corpus, out = write(tmp_path, "places", documents()), tmp_path / "out.jsonl"
    result = CliRunner().invoke(
        command, [str(corpus), "--task", "resolution", "--json", "--predictions", str(out)],
        standalone_mode=False,
    )  # fmt: skip
    assert result.return_value == 0, result.output
    assert json.loads(result.output)["metrics"]["acc161"] == 1.0
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == [
        "d0",
        "d1",
        "d2",
    ]


def test_a_score_below_its_floor_is_exit_one(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from geomap.commands.evaluate import command

    corpus, floors = write(tmp_path, "tags", tagged()), tmp_path / "floors.toml"
    ask = [str(corpus), "--floors", str(floors)]
    first = CliRunner().invoke(command, [*ask, "--update-floors"], standalone_mode=False)
    assert first.return_value == 0
    assert CliRunner().invoke(command, ask, standalone_mode=False).return_value == 0
    floors.write_text(floors.read_text("utf-8").replace("0.998", "1.1"), "utf-8")
    fallen = CliRunner().invoke(command, ask, standalone_mode=False)
    assert fallen.return_value == 1
    assert "below" in fallen.output
    assert (
        CliRunner()
        .invoke(command, [str(corpus), "--update-floors"], standalone_mode=False)
        .exception
    )
