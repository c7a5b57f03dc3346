"""When: the document's own date, and every time expression of its text.

``anchor_document`` and ``find_dates`` are the doors; ``date_stories`` gives the entries of a text the
days that head them; ``read_dates`` gives the warnings as well.
"""

from geomap.dates.anchor import anchor_document
from geomap.dates.find import DateReading, find_dates, read_dates
from geomap.dates.stamps import date_stories

__all__ = ["DateReading", "anchor_document", "date_stories", "find_dates", "read_dates"]
