"""Writing by GDAL: its errors become ours, its clock is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import OutputError

if TYPE_CHECKING:
    import geopandas

#: GDAL writes the time of the run into some formats; the same findings must give the same bytes.
FIXED_TIME = "2000-01-01T00:00:00Z"


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
    frame: geopandas.GeoDataFrame, path: Path, driver: str, *, empty_type: str, **options: Any
) -> None:
    """Write one layer. ``empty_type``: geometry type declared when there is no row.

    Raises OutputError for whatever GDAL refuses.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError

    if len(frame) == 0:
        options.setdefault("geometry_type", empty_type)
    try:
        with stopped_clock():
            pyogrio.write_dataframe(frame, path, driver=driver, **options)
    except (DataLayerError, DataSourceError, FieldError, ValueError, RuntimeError) as error:
        raise OutputError(f"GDAL could not write {driver}: {error}", source=path.name) from error
