"""The example in ``maps/`` is what ``geomap render`` makes of ``seeds/``, and its picture is whole."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from geomap.cli import main

ROOT = Path(__file__).parents[1]
NAME = "2023-09-13-direct"


def test_the_kept_geojson_is_what_render_writes(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["render", "--no-cache", "-q", str(ROOT / "seeds"), "-o", str(tmp_path)])
    assert not stopped.value.code
    kept = ROOT / "maps" / f"{NAME}.geojson"
    made = tmp_path / f"{NAME}.geojson"
    assert made.read_bytes() == kept.read_bytes(), (
        "the reading of the seed has changed: run geomap render, look at what changed, "
        "and commit maps/ (the picture too: python -m tests.browser.picture)"
    )


def test_the_kept_picture_is_of_the_whole_page_and_light() -> None:
    data = (ROOT / "maps" / f"{NAME}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (1440, 900)
    assert len(data) < 300_000
