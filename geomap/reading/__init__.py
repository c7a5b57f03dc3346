"""Bytes -> Document. ``read_inputs`` is the door; every format is a module of its own."""

from geomap.reading.failure import ReadFailure
from geomap.reading.language import language_of
from geomap.reading.read import read_inputs, read_items, read_source
from geomap.reading.sources import Source, find_sources, sniff, stem_of
from geomap.reading.text import document_from_text

__all__ = [
    "ReadFailure",
    "Source",
    "document_from_text",
    "find_sources",
    "language_of",
    "read_inputs",
    "read_items",
    "read_source",
    "sniff",
    "stem_of",
]
