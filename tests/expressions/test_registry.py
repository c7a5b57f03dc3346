"""The relations are all there, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from geomap.expressions.relate.points import agrees
from geomap.expressions.relate.registry import relations
assert {"between", "offshore", "offset"} <= set(relations()), sorted(relations())
"""


def test_a_module_imported_early_hides_no_other_relation() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
