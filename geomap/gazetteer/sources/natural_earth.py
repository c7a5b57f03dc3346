"""A Natural Earth folder the user has: rivers, lakes, seas, regions, divisions, ports, airports.

Data: Natural Earth, public domain. Every file GDAL reads whose name begins with ``ne_`` is looked at; a
layer without names or kinds known here is passed over and said so. Names come in the languages
of the columns ``name_xx``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.user import Import

Tick = Callable[[int, int], None]
_SUFFIXES = (".shp", ".gpkg", ".geojson", ".fgb")
#: featurecla of Natural Earth, lower case -> GeoNames class and code
KINDS: dict[str, tuple[str, str]] = {
    "river": ("H", "STM"), "river (intermittent)": ("H", "STMI"), "lake centerline": ("H", "LK"),
    "canal": ("H", "CNL"), "lake": ("H", "LK"), "reservoir": ("H", "RSV"),
    "alkaline lake": ("H", "LKN"), "ocean": ("H", "OCN"), "sea": ("H", "SEA"), "bay": ("H", "BAY"),
    "gulf": ("H", "GULF"), "strait": ("H", "STRT"), "sound": ("H", "SD"), "channel": ("H", "CHN"),
    "fjord": ("H", "FJD"), "lagoon": ("H", "LGN"), "inlet": ("H", "BAY"), "reef": ("H", "RF"),
    "generic": ("H", "SEA"), "river mouth": ("H", "STMM"), "range/mtn": ("T", "MTS"),
    "desert": ("T", "DSRT"), "plateau": ("T", "PLAT"), "plain": ("T", "PLN"),
    "lowland": ("T", "PLN"), "basin": ("T", "DPR"), "depression": ("T", "DPR"),
    "peninsula": ("T", "PEN"), "pen/cape": ("T", "PEN"), "island": ("T", "ISL"),
    "island group": ("T", "ISLS"), "coast": ("L", "CST"), "valley": ("T", "VAL"),
    "gorge": ("T", "GRGE"), "isthmus": ("T", "ISTH"), "geoarea": ("L", "RGN"),
    "foothills": ("T", "UPLD"), "delta": ("T", "DLTA"), "tundra": ("V", "TUND"),
    "wetlands": ("H", "MRSH"), "continent": ("L", "CONT"), "admin-1 states provinces": ("A", "ADM1"),
    "admin-1 scale rank": ("A", "ADM1"), "admin-0 country": ("A", "PCLI"),
    "breakaway, disputed, admin-0 dependency": ("A", "TERR"), "disputed": ("A", "TERR"),
    "breakaway": ("A", "TERR"), "indeterminate": ("A", "TERR"), "airport": ("S", "AIRP"),
    "port": ("L", "PRT"), "populated place": ("P", "PPL"), "admin-0 capital": ("P", "PPLC"),
    "admin-1 capital": ("P", "PPLA"), "admin-0 region capital": ("P", "PPLA"),
    "scientific station": ("S", "STNB"), "historic place": ("L", "LCTY"),
    "admin-0 capital alt": ("P", "PPLC"), "admin-1 region capital": ("P", "PPLA"),
}  # fmt: skip


def is_natural_earth(path: Path) -> bool:
    """True for a folder that holds Natural Earth layers."""
    return path.is_dir() and any(True for _ in layers_in(path))


def layers_in(folder: Path) -> Iterator[Path]:
    """The files of the layers, in order of name."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.name.lower().startswith(
            ("ne_", "natural_earth")
        ):
            yield path


def natural_earth_records(
    folder: Path, report: Import, tick: Tick | None = None
) -> Iterator[Record]:
    """The records of all layers, with their shapes."""
    layers = list(layers_in(folder))
    if not layers:
        raise GazetteerError(
            "no Natural Earth layer (ne_10m_…) is in this folder", source=str(folder)
        )
    seen: set[str] = set()
    for number, path in enumerate(layers):
        if tick:
            tick(number, len(layers))
        yield from _layer_records(path, report, seen)
    if tick:
        tick(len(layers), len(layers))


def _layer_records(path: Path, report: Import, seen: set[str]) -> Iterator[Record]:
    import shapely
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read

    try:
        meta, _, geometries, columns = read(path)
    except (DataSourceError, ValueError, RuntimeError) as error:
        report.leave(path.name, f"GDAL cannot read it: {error}")
        return
    fields = [str(name).lower() for name in meta["fields"]]
    if "featurecla" not in fields or not any(f.startswith("name") for f in fields):
        report.pass_over(f"{path.name} has no names or kinds")
        return
    for number in range(len(geometries)):
        row = {f: _plain(c[number]) for f, c in zip(fields, columns, strict=True)}
        kind = KINDS.get(str(row.get("featurecla") or "").strip().lower())
        names = list(_names(row))
        if kind is None:
            report.pass_over(f"{path.name}: kind {row.get('featurecla')!r}")
            continue
        if not names:
            report.pass_over(f"{path.name}: no name")
            continue
        geometry = shapely.from_wkb(geometries[number])
        where = f"{path.name}:{number + 1}"
        if geometry is None or geometry.is_empty:
            report.leave(where, "it has no geometry")
            continue
        if not geometry.is_valid:
            geometry = shapely.make_valid(geometry)
        identifier = f"ne:{row.get('ne_id') or f'{path.stem}/{number + 1}'}"
        if identifier in seen:
            report.leave(where, f"the id {identifier} is given twice")
            continue
        seen.add(identifier)
        report.taken += 1
        yield _record(identifier, row, kind, names, geometry, where)


def _record(
    identifier: str, row: dict[str, Any], kind: tuple[str, str], names: list[Name], geometry: Any,
    where: str,
) -> Record:  # fmt: skip
    point = geometry if geometry.geom_type == "Point" else geometry.representative_point()
    country = str(row.get("iso_a2") or "")
    population = row.get("pop_max")
    record = Record(
        id=identifier, name=names[0].text, names=names, feature_class=kind[0], feature_code=kind[1],
        lon=float(point.x), lat=float(point.y), source="naturalearth", where=where,
        country=country if len(country) == 2 and country.isalpha() else None,
        population=int(population) if population and population > 0 else None,
    )  # fmt: skip
    if geometry.geom_type != "Point":
        record.geometry = {"": {"shapely": geometry}}
    return record


def _names(row: dict[str, Any]) -> Iterator[Name]:
    known: set[tuple[str, str]] = set()
    for field, value in row.items():
        lang = ""
        if field.startswith("name_") and len(field) == 7:
            lang = field[5:]
        elif field not in {"name", "name_alt", "gn_name", "namealt", "label"}:
            continue
        for text in str(value or "").split("|"):
            text = text.strip()
            if text and (text, lang) not in known:
                known.add((text, lang))
                yield Name(text, lang, "official" if field == "name" or lang else "alias")


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
