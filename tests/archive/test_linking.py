"""Linking an archive part by part gives what merging everything at once gives, whatever it holds."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.archive.engines import SerialEngine
from geomap.archive.merging import (
    merge_archive,
    records_of,
    store_tellings,
    tellings_of,
    tellings_path,
    with_links,
)
from geomap.incidents import merge
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import Incident, Toll, Where
from geomap.model.text import Document, Quote, Span
from geomap.model.when import DateAnchor, When

TOWNS = ((2.35, 48.85), (2.37, 48.86), (37.6, 55.7), (179.9, -16.5), (-179.9, -16.6))
TYPES = (("conflict", "drone_strike"), ("conflict", "missile_strike"), ("natural", "flood"))
FIRST = date(2020, 1, 1)


@st.composite
def incidents(draw: st.DrawFn, number: int) -> Incident:
    layer, type_ = draw(st.sampled_from(TYPES))
    start = FIRST + timedelta(days=draw(st.integers(0, 200)))
    end = start + timedelta(days=draw(st.sampled_from((0, 0, 0, 1, 6, 80))))
    told = start.isoformat() if start == end else f"{start}/{end}"
    when = When(told, start.isoformat(), end.isoformat(), "day", "explicit")
    if not draw(st.integers(0, 9)):
        when = When(None, None, None, "unknown", "document_date")
    where = None
    if draw(st.integers(0, 5)):
        town = draw(st.integers(0, len(TOWNS) - 1))
        kind = draw(st.sampled_from(("point", "point", "area")))
        extent = Extent(kind, *TOWNS[town], 3000.0 if kind == "point" else 60_000.0)
        where = Where("m0", extent, kind, "settlement", 3000.0, ("m0",), place_id=f"t:{town}")
    tolls = ()
    if draw(st.booleans()):
        killed = draw(st.integers(0, 3))
        tolls = (Toll("killed", killed, killed, killed, "exact", Span(0, 1)),)
    return Incident(
        f"i{number}", layer, type_, "titre", (Quote("x", "", "", 0, 1),), when, where=where,
        casualties=tolls, on_map=where is not None,
    )  # fmt: skip


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[Findings], list[int]]:
    """Documents, and how many stand in each part."""
    documents = []
    for number in range(draw(st.integers(1, 30))):
        count = draw(st.integers(0, 3))
        told = tuple(draw(incidents(n)) for n in range(count))
        text = f"Texte {draw(st.integers(0, 9))} de plusieurs mots dits par quelqu'un."
        document = Document(f"d{number}", text, f"{number:064x}", date="2020-06-01")
        documents.append(Findings(document, DateAnchor("2020-06-01", "day"), (), told))
    sizes, left = [], len(documents)
    while left:
        sizes.append(draw(st.integers(1, left)))
        left -= sizes[-1]
    return documents, sizes


@settings(max_examples=150, deadline=None)
@given(archives())
def test_linking_parts_equals_merging_everything(archive: tuple[list[Findings], list[int]]) -> None:
    documents, sizes = archive
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts, at = [], 0
        for number, size in enumerate(sizes):
            content = documents[at : at + size]
            told = records_of(tellings_of(number, content))
            store_tellings(tellings_path(folder, number), list(told))
            parts.append((number, f"part-{number:06d}.jsonl", content))
            at += size
        linked = merge_archive(folder, [(n, part) for n, part, _ in parts], SerialEngine())
        found = [f for _, part, content in parts for f in with_links(folder, part, content)]
    assert found == merge(documents)
    assert linked == sum(bool(i.same_as) for f in found for i in f.incidents)
