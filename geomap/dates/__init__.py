"""When: the document's own date, and every time expression of its text.

``anchor_document`` and ``find_dates`` are the doors; ``read_dates`` gives the warnings as well.
"""

from geomap.dates.anchor import anchor_document
from geomap.dates.find import DateReading, find_dates, read_dates

__all__ = ["DateReading", "anchor_document", "find_dates", "read_dates"]
