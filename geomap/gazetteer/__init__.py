"""What geomap knows of the earth: names, records, geometries; opened once, never changed."""

from geomap.gazetteer.store import Gazetteer, open_gazetteer

__all__ = ["Gazetteer", "open_gazetteer"]
