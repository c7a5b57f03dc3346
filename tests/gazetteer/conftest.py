"""A tiny gazetteer of real places, compiled for each session, and the real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.build import BUILT_IN_SOURCES
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.pack import Pack
from geomap.gazetteer.record import Name, Record

REMEDY = "geomap gazetteer build"


def town(
    number: int, name: str, lon: float, lat: float, cc: str, people: int, *others: str
) -> Record:
    """A town with its names."""
    names = [Name(name, "", "official"), *(Name(other) for other in others)]
    return Record(
        id=f"gn:{number}", name=name, names=names, feature_class="P", feature_code="PPL", lon=lon,
        lat=lat, country=cc, population=people, source="geonames",
    )  # fmt: skip


def tiny_records() -> list[Record]:
    """A dozen places, with the homonyms and spellings the tests are about."""
    return [
        town(707308, "Izmayil", 28.83751, 45.35058, "UA", 69932, "Izmaïl", "Ізмаїл"),
        town(698740, "Odesa", 30.74383, 46.48572, "UA", 1010537, "Odessa", "Одеса"),
        town(5527554, "Odessa", -102.36764, 31.84568, "US", 114428),
        town(2988507, "Paris", 2.3488, 48.85341, "FR", 2138551),
        town(4717560, "Paris", -95.55551, 33.66094, "US", 24782),
        town(377039, "Port Sudan", 37.21644, 19.61745, "SD", 489725, "Port-Soudan"),
        town(79415, "Al Ḩudaydah", 42.95452, 14.79781, "YE", 734699, "Hodeïda"),
        town(2198148, "Suva", 178.44149, -18.14161, "FJ", 77366),
        town(4032283, "Taveuni", -179.97, -16.85, "FJ", 12000),
        town(1, "Étrange", 0.0, 90.0, "FR", 1),
        Record(
            id="gm:black-sea", name="Black Sea", feature_class="H", feature_code="SEA", lon=34.3,
            lat=43.3, source="geomap", countries=("UA", "RU"),
            names=[Name("mer Noire", "fr", "official"), Name("Black Sea", "en", "official")],
        ),
    ]  # fmt: skip


def write_tiny(folder: Path, name: str = "tiny", records: list[Record] | None = None) -> Path:
    """Compile the tiny gazetteer; gives its manifest."""
    content = PackContent(
        name=name, version="1", sources=BUILT_IN_SOURCES, stop={"sur": 1, "marche": 2}
    )
    return write_pack(folder, content, records or tiny_records(), frozenset({"YE", "SD"}))


@pytest.fixture
def tiny(tmp_path: Path) -> Gazetteer:
    return Gazetteer([Pack(str(write_tiny(tmp_path / "packs")), REMEDY)])


@pytest.fixture(scope="session")
def world() -> Iterator[Gazetteer]:
    yield open_gazetteer()
