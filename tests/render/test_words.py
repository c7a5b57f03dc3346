"""Every word the page may show exists in every language of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from geomap.render import vocabulary as v
from geomap.render.web import MODULES, app_script, ui_words

LANGUAGES = ("fr", "en")


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield path + key, value


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    fr, en = (dict(leaves(ui_words(lang))) for lang in LANGUAGES)
    assert fr.keys() == en.keys()
    for key in fr:
        assert set(re.findall(r"\{\d\}", fr[key])) == set(re.findall(r"\{\d\}", en[key])), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_closed_word_of_a_row_has_a_label(lang: str) -> None:
    words = ui_words(lang)
    lists = v.vocabulary()
    for key, values in (
        ("layer", lists["layers"]), ("type", lists["types"]), ("status", v.STATUSES),
        ("realis", v.REALIS), ("precision", v.PRECISIONS), ("grade", v.GRADES),
    ):  # fmt: skip
        assert set(values) <= set(words[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_the_app_asks_for_by_name_exists(lang: str) -> None:
    known = dict(leaves(ui_words(lang)))
    folder = resources.files("geomap.render.web").joinpath("src")
    for name in MODULES:
        source = folder.joinpath(f"{name}.js").read_text(encoding="utf-8")
        for asked in re.findall(r'\bt\("([a-z_.0-9]+)"[,)]', source):
            assert asked in known, f"{name}.js: {asked}"
        for asked in re.findall(r'\bplural\("([a-z_.]+)"', source):
            assert {f"{asked}_one", f"{asked}_other"} <= known.keys(), f"{name}.js: {asked}"


def test_the_app_makes_no_markup_of_text_and_runs_no_text() -> None:
    script = app_script()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "fetch(",
        "XMLHttpRequest",
    ):
        assert word not in script
    assert "</script" not in script and "<!--" not in script
