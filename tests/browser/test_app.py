"""The browser app without a browser: its types by TypeScript, its functions by node's test runner."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geomap.config import MapOptions
from geomap.render.coder import TextCoder
from geomap.render.encode import block, deltas, json_lines, shuffled
from geomap.render.rows import findings_to_columns
from geomap.render.search import fold_text
from geomap.render.web import MODULES, ui_words
from tests.browser.npm import WEB, node, packages
from tests.render.samples import story

APP_TESTS = Path(__file__).parent / "app"


def test_the_app_has_no_type_errors(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.cache is not None
    modules = packages(pytestconfig.cache.mkdir("npm"))
    program, _ = node()
    done = subprocess.run(
        [program, modules / "typescript" / "bin" / "tsc", "-p", WEB, "--typeRoots", modules / "@types"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_script_of_the_app_is_checked_and_shipped() -> None:
    assert sorted(f"{name}.js" for name in MODULES) == sorted(p.name for p in WEB.glob("src/*.js"))


def test_the_functions_of_the_app_do_what_they_say(tmp_path: Path) -> None:
    given = tmp_path / "given.json"
    given.write_text(json.dumps(fixtures()), encoding="utf-8")
    program, _ = node()
    done = subprocess.run(
        [program, "--test", "--test-reporter=spec", *sorted(APP_TESTS.glob("*.test.mjs"))],
        capture_output=True, text=True, check=False,
        env={**os.environ, "GEOMAP_GIVEN": str(given), "GEOMAP_WEB": str(WEB), "TZ": "Pacific/Apia"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "ℹ fail 0" in done.stdout and "ℹ pass 0" not in done.stdout


def fixtures() -> dict[str, Any]:
    """What Python writes, beside what it was made from: the app must read the same."""
    dice = np.random.default_rng(7)
    noise = dice.integers(0, 256, 5000, dtype=np.uint8).tobytes()
    texts = {"empty": b"", "byte": b"x", "noise": noise, "words": b"une ville, deux villes. " * 900}
    values = dice.integers(0, 2**31, 300)
    positions = dice.integers(-(18 * 10**8), 18 * 10**8, 300)
    rows = searched_rows()
    lines = json_lines(rows)
    coder = TextCoder([lines] * 20)
    columns = findings_to_columns([story()], MapOptions())
    return {
        "modules": list(MODULES),
        "ui": {lang: ui_words(lang) for lang in ("fr", "en")},
        "blocks": {
            name: {"text": block(data).decode(), "bytes": base64.b64encode(data).decode()}
            for name, data in texts.items()
        },
        "column": {
            "shuffled": base64.b64encode(shuffled(values.astype(np.uint32))).decode(),
            "values": values.tolist(),
        },
        "degrees": {
            "shuffled": base64.b64encode(shuffled(deltas(positions))).decode(),
            "values": positions.tolist(),
        },
        "rows": rows,
        "coded": base64.b64encode(coder.encode(coder.numbers_of(lines))).decode(),
        "dictionary": coder.dictionary().decode(),
        "folds": {text: fold_text(text) for text in FOLDED},
        "records": columns.details(range(len(columns))),
    }


FOLDED = (
    "L’Œuvre", "ÉTÉ", "Straße", "Łódź", "Київ", "naïve", "ﬁn", "Ångström", "Đà Nẵng", "½", "ΣΑΣ",
    "日本", "e\u0301\u0323", "ʼayn", "＂plein＂", "مَرْحَبًا",
)  # fmt: skip


def searched_rows() -> list[dict[str, Any]]:
    """Rows whose quotes hold words, numbers and marks in all the ways a search must see through."""
    words = (
        "L'œuvre d'Élodie", "l’été 2024", "12024 obus", "36 morts", "prés. de Kiev", "+33612345678",
        '"entre guillemets"', "a\\b", "＂large＂", "ligne\nsuivante", "président", "la présidente",
        "Ⴀⴰⵣ", "½ heure", "e\u0301te\u0301", "<script>", "tab\tici", "1 000 000", "x" * 50 + "fin",
    )  # fmt: skip
    return [
        {"i": f"r{i}", "h": f"Titre {i % 7}", "q": [[0, 2024 + i, 0, words[i % len(words)]]],
         "l": {"n": ("Kiev", "Odessa", "Zaporijia")[i % 3], "fa": "président"}}
        for i in range(120)
    ]  # fmt: skip
