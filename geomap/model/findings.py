"""Everything geomap found in one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model.incident import Incident
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.model.when import DateAnchor

if TYPE_CHECKING:
    import geopandas

SCHEMA = "geomap/1"


@dataclass(frozen=True, slots=True)
class Findings:
    """The analysis of one document; what ``extract`` writes and ``render`` reads."""

    document: Document
    anchor: DateAnchor
    mentions: tuple[Mention, ...] = ()
    incidents: tuple[Incident, ...] = ()
    warnings: tuple[str, ...] = ()
    #: version and content hash of geomap and of the gazetteer packs that were used.
    gazetteer_version: str | None = None
    geomap_version: str | None = None

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """The mapped incidents as a GeoDataFrame (EPSG:4326). Imports geopandas when called."""
        from geomap.model.table import findings_to_geodataframe

        return findings_to_geodataframe([self])
