"""A value that was read, as the ``When`` that stages after this one use."""

from __future__ import annotations

from geomap.dates.join import Expression
from geomap.dates.values import Value
from geomap.model.text import Span
from geomap.model.when import When, WhenBasis


def replace_parts(one: Expression) -> Expression:
    """An expression without part and clock: what is open or long has no hours."""
    return Expression(one.first, one.last, one.main, None, None, one.phase, one.other)


def to_when(value: Value, span: Span, basis: WhenBasis) -> When:
    start = None if value.open_start else value.start.isoformat()
    end = None if value.open_end else value.end.isoformat()
    return When(value.text(), start, end, value.precision, basis, span)


def basis_of(value: Value, told_before: bool) -> WhenBasis:
    if told_before:
        return "inherited"
    return "explicit" if value.explicit else "deictic"
