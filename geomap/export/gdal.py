"""Writing by GDAL: its errors become ours, its clock is stopped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import OutputError

if TYPE_CHECKING:
    import geopandas

#: GDAL writes the time of the run into some formats; the same findings must give the same bytes.
FIXED_TIME = "2000-01-01T00:00:00Z"
#: A disk with less room than this is full.
_ROOM_BYTES = 2**20
#: GDAL quotes whole statements of SQL.
_LONGEST_WORDS = 160


@contextmanager
def stopped_clock() -> Iterator[None]:
    """GDAL with its current date fixed."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_TIME})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def write_layer(
    frame: geopandas.GeoDataFrame,
    path: Path,
    driver: str,
    *,
    empty_type: str,
    already: int = 0,
    **options: Any,
) -> None:
    """Write one layer. ``empty_type``: geometry type declared when there is no row; ``already``: rows
    that the layer has before.

    Raises OutputError for whatever GDAL refuses.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    if len(frame) == 0:
        options.setdefault("geometry_type", empty_type)
    try:
        with stopped_clock():
            pyogrio.write_dataframe(frame, path, driver=driver, **options)
        written = _count(path, options.get("layer"))
    except (DataLayerError, DataSourceError, FieldError, ValueError, RuntimeError) as error:
        raise OutputError(
            f"GDAL could not write {driver}: {_short(error)}", source=path.name, hint=_full(path)
        ) from error
    if written != already + len(frame):
        raise OutputError(
            f"GDAL wrote {written - already} of {len(frame)} rows of {driver}",
            source=path.name,
            hint=_full(path) or "is the disk full?",
        )


def _short(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"


def _full(path: Path) -> str:
    """What to say of a disk that has no room left; GDAL's own words seldom tell."""
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return ""
    return "the disk is full" if free < _ROOM_BYTES else ""


def _count(path: Path, layer: str | None) -> int:
    """How many rows can be read back whole: some drivers pass over a disk that is full."""
    import pyogrio

    return len(pyogrio.read_bounds(path, layer=layer)[0])
