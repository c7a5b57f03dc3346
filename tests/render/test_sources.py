"""Documents of a map: listed one by one while they are some, by publisher when they are an archive's."""

from __future__ import annotations

from typing import Any

import pytest

from geomap.render import sources
from geomap.render.sources import OTHERS, Sources


def documents(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"d{n}", "d": f"2024-01-{n % 28 + 1:02d}", **more} for n in range(count)]


def test_some_documents_are_listed_as_they_are() -> None:
    given = documents(3)
    listed = Sources(given)
    assert listed.listed == given
    assert listed.of([2, 0, 2]) == (0, 2)
    assert "d" not in listed.told({"q": [[0, 1, 2, "mot"]]})


def test_many_are_listed_by_outlet_host_or_file_and_told_with_each_incident() -> None:
    given = [
        *documents(600, o="Le Journal"),
        *documents(300, u="https://www.example.org/a"),
        *documents(200, s="archive.jsonl[0]:17"),
        *documents(1, u="http://[", s="autre.csv:3"),
    ]
    listed = Sources(given)
    assert [(s["id"], s["n"], s["d"]) for s in listed.listed] == [
        ("Le Journal", 600, "2024-01-28"),
        ("archive.jsonl", 200, "2024-01-28"),
        ("autre.csv", 1, "2024-01-01"),
        ("example.org", 300, "2024-01-28"),
    ]
    assert listed.of([0, 1, 650]) == (0, 3)
    told = listed.told({"q": [[1100, 1, 2, "mot"], [0, 5, 6, "mot"], [0, 8, 9, "mot"]]})
    assert told["d"] == {"1100": given[1100], "0": given[0]}


def test_rare_publishers_are_one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LISTED", 3)
    given = [
        {"id": "1", "o": "B"}, {"id": "2", "o": "B"}, {"id": "3", "o": "A"}, {"id": "4", "o": "A"},
        {"id": "5", "o": "C", "d": "2024"}, {"id": "6"},
    ]  # fmt: skip
    listed = Sources(given)
    assert listed.listed == [
        {"id": "A", "s": "A", "n": 2}, {"id": "B", "s": "B", "n": 2},
        {"id": OTHERS, "s": OTHERS, "n": 2, "d": "2024"},
    ]  # fmt: skip
    assert listed.of([4, 5, 0]) == (1, 2)
