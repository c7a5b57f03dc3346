"""The house stands as drawn: arrows point one way, doors are light, the network has one room."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "geomap"
HEAVY = ("pandas", "folium", "geopandas", "shapely", "numpy", "pyproj", "trafilatura")
COMMANDS = (
    "render", "extract", "export", "lookup", "locate", "explain", "evaluate", "gazetteer",
    "review", "watch", "init",
)  # fmt: skip


def test_the_layer_contract_is_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_rooms_take_nothing_but_the_version_from_the_face() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno} takes {alias.name} from geomap"
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "geomap"
        for alias in node.names
        if alias.name != "__version__"
    ]
    assert offenders == []


@pytest.mark.parametrize("words", [[], *[[c] for c in COMMANDS]], ids=lambda w: " ".join(w) or "-")
def test_help_answers_without_heavy_imports(words: list[str]) -> None:
    code = (
        "import sys; from geomap.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as stop: assert stop.code in (0, None), stop.code\n"
        f"loaded = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "assert not loaded, loaded"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


NETWORK = ("geopy", "requests", "urllib.request", "http.client", "socket", "aiohttp", "httpx")


def test_only_the_online_rooms_touch_the_network() -> None:
    allowed = {PACKAGE / "online", PACKAGE / "incidents" / "llm.py", PACKAGE / "incidents" / "llm"}
    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules()
        if not any(path == a or a in path.parents for a in allowed)
        for name in _imports(path)
        if any(name == n or name.startswith(f"{n}.") for n in NETWORK)
    ]
    assert offenders == []


FORBIDDEN_CALLS = {"eval", "exec", "compile"}


def test_nothing_compiles_text() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FORBIDDEN_CALLS
    ]
    assert offenders == []


CLOCKS_AND_LOTS = {"random", "time", "uuid", "secrets"}
TRAINING = PACKAGE / "places" / "training"


def test_nothing_in_the_default_path_reads_a_clock_or_draws_lots() -> None:
    allowed = {"online", "archive", "project", "commands", "corrections"}
    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules()
        if not allowed & set(path.relative_to(PACKAGE).parts) and TRAINING not in path.parents
        for name in _imports(path)
        if name in CLOCKS_AND_LOTS
    ]
    assert offenders == []


def test_training_is_no_part_of_the_default_path_and_draws_only_seeded_lots() -> None:
    users = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules()
        if TRAINING not in path.parents and PACKAGE / "evaluation" not in path.parents
        for name in _imports(path)
        if name.startswith("geomap.places.training")
    ]
    assert users == []
    for path in sorted(TRAINING.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        assert not _imports(path) & (CLOCKS_AND_LOTS - {"random"}), path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "random", f"{path}:{node.lineno}"
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "random"
            ):
                assert node.attr == "Random", f"{path}:{node.lineno} draws from the shared lot"
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "random.Random":
                assert node.args, f"{path}:{node.lineno} has no seed"


def test_the_version_is_said_without_loading_anything_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geomap", "--version"],
        capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.strip().startswith("geomap, version ")


def test_an_unknown_command_is_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geomap", "rendr"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "rendr" in done.stderr
