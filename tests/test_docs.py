"""What is written for people is true: blocks run, commands and options exist, names are those promised."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

import geomap
from geomap.cli import COMMANDS
from geomap.corrections import read_corrections
from geomap.export import FORMATS
from geomap.reading.sources import FORMATS as INPUTS
from tests.notebook import execute

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
NOTEBOOK = ROOT / "docs" / "first-map.ipynb"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def shell_lines(*, with_comments: bool = False) -> Iterator[list[str]]:
    for block in blocks("sh"):
        for line in block.splitlines():
            if line.strip():
                yield shlex.split(line, comments=not with_comments)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_every_python_block_runs(number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("python")[number], f"README, python block {number}", "exec"), {})


def test_the_first_words_of_the_package_are_true():
    result = doctest.testmod(geomap)
    assert result.attempted > 0
    assert result.failed == 0


GEOMAP_LINES = [words for words in shell_lines() if words and words[0] == "geomap"]


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that ``words`` call, and what is left of them."""
    module = import_module(f"geomap.commands.{COMMANDS[words[0]][0]}")
    command: Any = module.command
    rest = words[1:]
    while isinstance(command, click.Group) and rest and rest[0] in command.commands:
        command, rest = command.commands[rest[0]], rest[1:]
    return command, rest


@pytest.mark.parametrize("words", GEOMAP_LINES, ids=" ".join)
def test_every_command_of_the_readme_is_a_real_one_with_real_options(words):
    assert words[1] in COMMANDS
    command, rest = command_of(words[1:])
    assert not isinstance(command, click.Group), f"{words} is half a command"
    context = command.make_context(words[1], list(rest))
    assert not context.args
    if "--to" in rest:
        assert rest[rest.index("--to") + 1] in FORMATS
    for place, word in enumerate(rest):
        if word == "--also":
            assert rest[place + 1] in FORMATS


def test_other_programs_of_the_readme_are_named_rightly():
    known = {"geomap", "make", "dask"}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for words in shell_lines():
        assert words[0] in known, words
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    for asked in re.findall(r"pip install '(?:geomap|\.)\[([\w,]+)\]'", README):
        assert set(asked.split(",")) <= set(extras)


def test_every_command_and_every_format_stands_in_the_readme():
    called = {words[1] for words in GEOMAP_LINES}
    assert set(COMMANDS) <= called
    for name in FORMATS:
        assert f"`{name}`" in README, name
    for word in (
        "Markdown",
        "HTML",
        "RSS",
        "Atom",
        "CSV",
        "TSV",
        "JSON Lines",
        "Parquet",
        "PDF",
        "ZIP",
    ):
        assert word in README
    assert {".txt", ".md", ".html", ".rss", ".atom", ".csv", ".tsv", ".jsonl", ".parquet", ".pdf",
            ".zip"} <= set(INPUTS)  # fmt: skip


def test_the_names_of_the_package_are_those_of_the_readme():
    table = README[README.index("| name | what it is |") :].split("\n\n")[0]
    told = set(re.findall(r"`geomap\.(\w+)", table))
    assert told == set(geomap.__all__)
    assert len(geomap.__all__) <= 17
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    assert set(geomap.__all__) <= set(dir(geomap))
    assert (ROOT / "geomap" / "py.typed").is_file()


def test_the_corrections_of_the_readme_are_valid(tmp_path):
    (block,) = blocks("toml")
    path = tmp_path / "corrections.toml"
    path.write_text(block, "utf-8")
    (correction,) = read_corrections(path).corrections
    (text,) = (p.read_text("utf-8") for p in (ROOT / "seeds").glob(f"{correction.document}.*"))
    assert correction.quote in text


def test_what_the_documents_point_at_is_there():
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target:
                assert (ROOT / target).exists(), f"{name} points at {target}"


def test_the_notebook_gives_what_it_shows(tmp_path):
    (tmp_path / "docs").mkdir()
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    stored = json.loads(NOTEBOOK.read_text("utf-8"))
    now = execute(NOTEBOOK, tmp_path / "docs")
    assert len(now["cells"]) == len(stored["cells"])
    shown = [_words(cell) for cell in now["cells"]]
    assert sum(map(bool, shown)) >= 5, "cells show what they give"
    assert shown == [_words(cell) for cell in stored["cells"]], (
        "run `python -m tests.notebook docs/first-map.ipynb` and look at the changes"
    )


def _words(cell: dict[str, Any]) -> list[str]:
    """What a cell printed and showed, word by word: how wide a table is set does not matter."""
    words: list[str] = []
    for output in cell.get("outputs", ()):
        data = output.get("text") or output["data"]["text/plain"]
        words += "".join(data).split()
    return words
