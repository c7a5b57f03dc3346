"""Without an optional library: the exact command that installs it, and the rest is done."""

from __future__ import annotations

import sys

import pytest

from geomap.config import ReadOptions
from geomap.errors import MissingExtra
from geomap.export import FORMATS, write
from geomap.model.text import Document
from geomap.reading import ReadFailure, read_inputs
from tests.model.small import make_small_findings

TEXT = "La rivière est sortie de son lit et la route est coupée dans le village."
PAGE = f"<html><body><article><p>{TEXT}</p></article></body></html>".encode()
RSS = f'<rss version="2.0"><channel><item><title>{TEXT}</title></item></channel></rss>'.encode()


@pytest.mark.parametrize(
    ("library", "name", "data", "extra"),
    [
        ("trafilatura", "a.html", PAGE, "html"),
        ("lxml", "a.html", PAGE, "html"),
        ("feedparser", "a.rss", RSS, "feeds"),
        ("pypdf", "a.pdf", b"%PDF-1.7", "pdf"),
        ("pyarrow", "a.parquet", b"PAR1", "parquet"),
        ("zstandard", "a.zst", b"\x28\xb5\x2f\xfd", "zstd"),
        ("zstandard", "a.txt.zst", b"\x28\xb5\x2f\xfd", "zstd"),
    ],
)
def test_an_input_that_needs_a_library_says_how_to_install_it(
    tmp_path, monkeypatch, library, name, data, extra
):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(TEXT, "utf-8")
    for module in [m for m in sys.modules if m.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, library, None)
    bad, good = read_inputs([str(tmp_path / name), str(tmp_path / "z.txt")], ReadOptions())
    assert isinstance(bad, ReadFailure)
    assert isinstance(bad.error, MissingExtra)
    assert f"pip install 'geomap[{extra}]'" in str(bad)
    assert isinstance(good, Document)


@pytest.mark.parametrize(
    ("library", "name", "extra"),
    [("pyarrow", "parquet", "parquet"), ("matplotlib", "png", "figure")],
)
def test_a_format_that_needs_a_library_says_how_to_install_it(
    tmp_path, monkeypatch, library, name, extra
):
    for module in [m for m in sys.modules if m.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra) as caught:
        write([make_small_findings()], tmp_path / f"a{FORMATS[name].suffix}", name)
    assert f"pip install 'geomap[{extra}]'" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_there_but_does_not_work_says_why(tmp_path, monkeypatch):
    broken = tmp_path / "libraries" / "trafilatura"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text('raise ImportError("half of me\\nis missing")')
    for module in [m for m in sys.modules if m.split(".")[0] == "trafilatura"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.syspath_prepend(str(broken.parent))
    page = tmp_path / "a.html"
    page.write_bytes(PAGE)
    (bad,) = read_inputs([str(page)], ReadOptions())
    assert isinstance(bad, ReadFailure)
    assert "cannot be imported: half of me is missing" in str(bad)
    assert "pip install 'geomap[html]'" in str(bad)
