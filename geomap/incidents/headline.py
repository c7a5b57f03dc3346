"""A headline from extracted fields only: type, place, toll, and who says it when one side only does."""

from __future__ import annotations

from geomap.incidents.lexicon import Lexicon
from geomap.model.incident import Toll

#: Tolls told in a headline, the gravest first.
_TOLD = (
    "killed", "missing", "injured", "injured_critical", "injured_severe", "injured_moderate",
    "injured_light", "hospitalised", "abducted", "evacuated", "displaced", "arrested",
    "participants", "affected", "casualties_unspecified",
)  # fmt: skip
#: How many tolls a headline names.
MOST_TOLLS = 2


def headline_of(
    lex: Lexicon,
    type_: str,
    place: str | None,
    tolls: tuple[Toll, ...],
    status: str,
    recency: str,
    series: bool,
    source: str | None,
) -> str:
    """The headline in the document's language; every word but the labels is the text's own."""
    labels = lex.headline
    text = lex.types[type_]
    counted = _tolls(lex, tolls)
    parts = [part for part in (place, labels["join"].join(counted) if counted else None) if part]
    if parts:
        text = _fill(labels["at"], text, ", ".join(parts) if place else parts[0])
    else:
        text = _fill(labels["nowhere"], text)
    if series:
        text = _fill(labels["series"], text)
    for key in ("planned", "alert", "cancelled"):
        if status == key:
            text = _fill(labels[key], text)
    if recency == "background":
        text = _fill(labels["background"], text)
    if status == "claimed" and source is not None:
        text = _fill(labels["claimed"], text, source)
    return text


def _fill(template: str, *values: str) -> str:
    for number, value in enumerate(values):
        template = template.replace("{" + str(number) + "}", value)
    return template


def _tolls(lex: Lexicon, tolls: tuple[Toll, ...]) -> list[str]:
    told: list[str] = []
    for kind in _TOLD:
        counts = [t for t in tolls if t.kind == kind and not t.superseded and t.realis == "actual"]
        if not counts or len(told) == MOST_TOLLS:
            continue
        low = min((t.low for t in counts if t.low is not None), default=None)
        high = max((t.high for t in counts if t.high is not None), default=None)
        number = _number(lex, low, high, any(t.high is None for t in counts))
        if number is None or (low == 0 and high == 0):
            continue
        forms = lex.headline[kind]
        one = number == "1"
        told.append(_fill(forms[0] if one else forms[1], number))
    return told


def _number(lex: Lexicon, low: int | None, high: int | None, open_above: bool) -> str | None:
    if low is None and high is None:
        return None
    if low is None:
        return _fill(lex.headline["upto"], str(high))
    if open_above or high is None:
        return _fill(lex.headline["more"], str(low))
    return str(low) if low == high else f"{low}-{high}"
