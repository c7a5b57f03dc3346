"""French communes beyond the town data: ``gazetteer/communes.tsv``, made by ``gazetteer/rebuild``.

Data: INSEE, La Poste, DGCL (Licence Ouverte 2.0), by the package ``@etalab/decoupage-administratif``.
Positions are those of GeoNames' postal codes, else estimates from the towns around; ``radius_m`` says
how good. An id is ``insee:`` and the code of the commune; of a commune that lives on inside a new one,
with a dash and the new one's code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.gazetteer.record import Name, Record
from geomap.gazetteer.sources.made import rows_of_table

SOURCE = "insee"
FILE = "communes.tsv"
#: Up to so many inhabitants a name of one word is more often a person's or a thing's (chosen).
_SMALL = 2_000


def communes(folder: Path) -> Iterator[Record]:
    """The communes of a gazetteer folder; none when the file is not there."""
    for row in rows_of_table(folder / FILE):
        code, name, region, department, lon, lat, radius_m, people = row
        small = int(people or 0) < _SMALL and name.isalpha()
        yield Record(
            id=f"insee:{code}", name=name,
            names=[Name(name, "fr", "official", NEEDS_CONTEXT if small else 0)],
            feature_class="P", feature_code="PPL", lon=float(lon), lat=float(lat),
            radius_m=float(radius_m), country="FR", admin1=region, admin2=department,
            population=int(people) if people else None, source=SOURCE,
        )  # fmt: skip
