"""Villages beyond the town data: ``gazetteer/villages.tsv``, made by ``gazetteer/rebuild``.

Data: GeoNames' postal codes (CC BY 4.0), where they stand at the point of a GeoNames place. An id is
``gnp:`` and a number made from the place's name and position, as the list of postal codes has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.made import rows_of_table

SOURCE = "geonames"
FILE = "villages.tsv"


def villages(folder: Path) -> Iterator[Record]:
    """The villages of a gazetteer folder; none when the file is not there."""
    for number, name, country, admin1, admin2, lon, lat in rows_of_table(folder / FILE):
        # One word is more often a person's or a thing's.
        flags = NEEDS_CONTEXT if name.isalpha() else 0
        yield Record(
            id=f"gnp:{number}", name=name, names=[Name(name, "", "official", flags)],
            feature_class="P", feature_code="PPL", lon=float(lon), lat=float(lat),
            country=country, admin1=admin1 or None, admin2=admin2 or None, source=SOURCE,
        )  # fmt: skip
