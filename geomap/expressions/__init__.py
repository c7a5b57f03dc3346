"""Places said by others: "30 km au nord de Kiev", "la frontière entre", "l'autre rive du" -> Extent."""

from geomap.expressions.locate import extent_of, locate_expressions
from geomap.expressions.query import parse_expression

__all__ = ["extent_of", "locate_expressions", "parse_expression"]
