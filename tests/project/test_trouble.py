"""A disk that fills up, a run that is interrupted, a process that dies: whole files and no loss."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from geomap.cli import main; main()"
)
TEXT = (
    "date 2024-05-02 "
    + "Un incendie s'est déclaré lundi à Lyon. Trois personnes ont été blessées. " * 60
)


def start(desk, *words, **more):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], cwd=desk, stderr=subprocess.PIPE,
        env={**os.environ, "GEOMAP_CACHE": str(desk.parent / "cache")}, **more,
    )  # fmt: skip


def finish(run, seconds=60):
    _, err = run.communicate(timeout=seconds)
    return run.returncode, err.decode("utf-8")


def test_a_disk_that_fills_up_leaves_the_old_files_as_they_were(desk):
    (desk / "a.txt").write_text("date 2024-05-02 Un incendie s'est déclaré lundi à Lyon.", "utf-8")
    (desk / "maps").mkdir()
    (desk / "maps" / "a.html").write_text("ancien")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # noqa: E731
    status, err = finish(start(desk, "render", "a.txt", preexec_fn=limit))
    assert status == 1, err
    assert "maps/a.html: cannot be written: File too large" in err
    assert "Traceback" not in err
    assert [p.name for p in (desk / "maps").iterdir()] == ["a.html"]
    assert (desk / "maps" / "a.html").read_text() == "ancien"


@pytest.mark.slow
def test_an_interrupted_run_leaves_no_half_and_the_next_goes_on_from_there(desk):
    (desk / "textes").mkdir()
    for number in range(60):
        (desk / "textes" / f"{number:03d}.txt").write_text(f"{TEXT} {number}", "utf-8")
    run = start(desk, "render", "textes")
    cache = desk.parent / "cache" / "findings"
    deadline = time.monotonic() + 60
    while len(list(cache.glob("*/*.z"))) < 5:
        assert time.monotonic() < deadline
        assert run.poll() is None, "it was too fast to interrupt"
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    status, err = finish(run)
    assert status == 130
    assert "stopped" in err
    assert not (desk / "maps").exists()
    assert list(desk.parent.rglob(".geomap-*")) == []
    kept = len(list(cache.glob("*/*.z")))
    status, err = finish(start(desk, "render", "textes"), 120)
    assert status == 0
    assert f"60 documents ({60 - kept} read, {kept} unchanged)" in err


def test_ctrl_c_while_modules_are_read_is_one_line(tmp_path):
    """A stand-in for the first library that is read, in which Ctrl-C is heard."""
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    run = subprocess.run(
        [sys.executable, "-m", "geomap", "render", "a.txt"], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr, run.stdout) == (130, "geomap: stopped\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [0.6, 2.5])
def test_ctrl_c_ends_a_run_on_several_processes_and_keeps_what_was_read(desk, after_s):
    """The terminal sends it to all of them at once, also while they start."""
    (desk / "textes").mkdir()
    for number in range(300):
        (desk / "textes" / f"{number:03d}.txt").write_text(f"{TEXT * 3} {number}", "utf-8")
    run = start(desk, "render", "textes", "--jobs", "2", start_new_session=True)
    time.sleep(after_s)
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)
    status, err = finish(run, 30)
    assert status == 130, err
    assert "Traceback" not in err
    assert not (desk / "maps").exists()
    assert list(desk.parent.rglob(".geomap-*")) == []


def test_a_process_that_dies_is_a_listed_failure_of_its_document(desk):
    (desk / "textes").mkdir()
    for number in range(3):
        (desk / "textes" / f"{number}.txt").write_text(f"{TEXT} {number}", "utf-8")
    program = (
        "import os, geomap.project.analysis as analysis\n"
        "def die(*words): os._exit(9)\n"
        "def main():\n"
        "    from geomap.config import Options\n"
        "    from geomap.gazetteer import open_gazetteer\n"
        "    from geomap.project.cache import Cache\n"
        "    from geomap.reading import ReadFailure, read_inputs\n"
        "    from geomap.config import ReadOptions\n"
        "    analysis._in_worker = die\n"
        "    found = list(analysis.analyse_documents(read_inputs(['textes'], ReadOptions()), Options(),\n"
        "        open_gazetteer(), cache=Cache(None), jobs=2))\n"
        "    assert [type(f) for f in found] == [ReadFailure] * 3, found\n"
        "    assert 'its process ended' in str(found[0])\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    script = desk / "run.py"
    script.write_text(program, "utf-8")
    run = subprocess.run(
        [sys.executable, str(script)],
        cwd=desk,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_more_documents_than_one_run_holds_are_sent_to_the_archive(desk, geomap, monkeypatch):
    monkeypatch.setattr("geomap.project.rendering.MOST_DOCUMENTS", 3)
    rows = "".join(f'{{"id": "{n}", "text": "La route est coupée à Lyon."}}\n' for n in range(5))
    (desk / "grand.jsonl").write_text(rows, "utf-8")
    ran = geomap("render", "grand.jsonl")
    assert ran.status == 1
    assert "grand.jsonl:4: more than 3 documents" in ran.err
    assert "geomap extract INPUT -o findings/" in ran.err
    assert not (desk / "maps").exists()
