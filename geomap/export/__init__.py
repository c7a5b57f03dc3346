"""Findings -> files of other tools: one format a module, registered by its name."""

from geomap.export.formats import FORMATS, Format, format_named, format_of_path
from geomap.export.write import write

__all__ = ["FORMATS", "Format", "format_named", "format_of_path", "write"]
