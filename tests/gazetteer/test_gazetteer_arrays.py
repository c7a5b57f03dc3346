"""Columns in their smallest form read back as they were."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerError
from geomap.gazetteer.arrays import Arrays, write_arrays


def written(path: Path, values: list[int], code: str = "I") -> tuple[Arrays, str]:
    file = path / "arrays"
    write_arrays(
        str(file), {"title": ["x"]}, {"first": array("B", [1, 2, 3]), "c": array(code, values)}
    )
    opened = Arrays(str(file))
    return opened, opened.meta["=c"][0]


@given(st.lists(st.integers(0, 2**32 - 1), max_size=300), st.sampled_from([8, 16, 24, 32]))
def test_any_column_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], bits: int
) -> None:
    values = [value % 2**bits for value in values]
    for column in (values, sorted(values)):
        opened, _ = written(tmp_path_factory.mktemp("arrays"), column)
        assert list(opened.column("c")) == column
        if (
            len(column) > 256
        ):  # shorter offsets are three bytes: those are sliced, offsets never are
            continue
        assert list(opened.column("c")[1:4]) == column[1:4]
        assert list(opened.column("first")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([0, 255], "B"), ([256, 3], "H"), ([70_000, 3], "T"), ([2**24, 3], "I"),
        (list(range(0, 900_000, 3)), "O"), ([], "I"), ([7] * 9, "S"),
    ],
)  # fmt: skip
def test_the_smallest_form_is_taken(tmp_path: Path, values: list[int], code: str) -> None:
    opened, form = written(tmp_path, values)
    column = opened.column("c")
    assert form == code
    assert len(column) == len(values)
    if code == "O":
        assert bisect_right(column, 30_000) == 10_001
        with pytest.raises(IndexError):
            column[len(values)]


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "arrays").write_bytes(b"geomap-arrays/1\nx")
    with pytest.raises(GazetteerError, match="not a file of columns"):
        Arrays(str(tmp_path / "arrays"))
