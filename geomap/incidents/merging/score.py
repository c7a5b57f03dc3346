"""Whether two tellings are one incident: vetoes first, then what matched, in one visible table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from geomap.incidents.nearness import distance_m
from geomap.incidents.types import compatible
from geomap.language.fold import fold
from geomap.model.dating import moments
from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import NEWSROOM_CLAIM, Incident
from geomap.model.when import When

#: What speaks for one incident, and how much (chosen, not learned; the gold's groups agree).
WEIGHTS: dict[str, float] = {
    "same type": 1.0,
    "same place": 2.0,
    "near": 1.0,
    "one area holds the other": 0.5,
    "same day": 1.0,
    "same facility": 1.0,
    "same means": 0.5,
    "same side": 0.5,
    "equal toll": 1.5,
    "same speaker": 1.0,
    "same participants": 2.0,
    "other toll of the same source": -1.0,
    "other means": -1.0,
}
#: From this sum on two tellings are one incident.
MERGE_FROM = 3.0
SAME_PLACE_M = 10_000.0
_VIOLENT_ROLES = frozenset({"perpetrator"})
_PARTNERS = frozenset({"participant", "organiser"})


@dataclass(frozen=True, slots=True)
class Item:
    """An incident with what merging compares, worked out once."""

    document: int
    position: int
    incident: Incident
    extent: Extent | None
    start: datetime | None
    end: datetime | None
    families: tuple[str, ...]
    who: tuple[str, ...]
    country: str | None
    order: tuple[str, str, int]
    speakers: frozenset[str]
    sides: frozenset[str]

    @property
    def is_area(self) -> bool:
        return self.extent is not None and self.extent.kind != "point"

    def weeks(self, *, spread: bool) -> list[int]:
        """Numbers of the weeks it may have happened in; open starts count from their end."""
        last = self.end or self.start
        first = self.start or last
        if first is None or last is None:
            return []
        low, high = first.toordinal() // 7, last.toordinal() // 7
        low = max(low, high - 8)
        return list(range(low - 1, high + 2)) if spread else list(range(low, high + 1))

    def cells(self, *, spread: bool) -> set[tuple[object, ...]]:
        """One-degree cells the place touches (and those around them when ``spread``)."""
        assert self.extent is not None
        west, south, east, north = _box(self.extent)
        around = 1 if spread else 0
        if east - west > 40 or north - south > 40:
            return {("wide", n) for n in range(64)}
        return {
            ((x + 180) % 360, y)
            for x in range(math.floor(west) - around, math.floor(east) + around + 1)
            for y in range(math.floor(south) - around, math.floor(north) + around + 1)
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sum of what matched, and its words."""

    score: float
    trace: tuple[str, ...]


def item_of(number: int, position: int, found: Findings, incident: Incident) -> Item | None:
    """What merging needs of an incident; None when it cannot be merged (denied, feared, timeless)."""
    if incident.polarity != "affirmed" or incident.realis in {"possible", "hypothetical"}:
        return None
    start, end = _widened(incident.when)
    if start is None and end is None:
        return None
    where = incident.where
    who = tuple(
        sorted({a.country or name_key(a.name) for a in incident.actors if a.role in _PARTNERS})
    )
    return Item(
        number, position, incident, where.extent if where else None, start, end,
        _families(incident.type), who, where.country if where else None,
        ((end or start).isoformat() if (end or start) else "", found.document.id, position),  # type: ignore[union-attr]
        frozenset(name_key(c.source) for c in incident.claims if c.id != NEWSROOM_CLAIM),
        frozenset(a.country for a in incident.actors if a.role in _VIOLENT_ROLES and a.country),
    )  # fmt: skip


def _widened(when: When) -> tuple[datetime | None, datetime | None]:
    """Start and end; a time that is only the document's is widened by a day on each side."""
    start, end = moments(when)
    if when.basis == "document_date":
        day = timedelta(days=1)
        start, end = start - day if start else None, end + day if end else None
    return start, end


def _families(type_: str) -> tuple[str, ...]:
    """Index keys of a type: types that may be one incident share one."""
    attack = {
        "drone_strike", "missile_strike", "air_strike", "shelling", "bombing",
        "strike_unspecified", "attack_on_civilians", "armed_clash", "fire", "explosion",
        "wildfire", "industrial_accident",
    }  # fmt: skip
    return ("attack",) if type_ in attack else ("storm",) if type_ == "flood" else (type_,)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A name as heard, not as spelt: "Zelensky", "Zelenskyy" and "Зеленський" are one."""
    from anyascii import anyascii

    words = fold(anyascii(name)).replace("-", " ").split()
    return " ".join(_as_heard(word) for word in words[-1:])


def _as_heard(word: str) -> str:
    for said, written in (
        ("kh", "h"),
        ("ph", "f"),
        ("ou", "u"),
        ("w", "v"),
        ("yy", "y"),
        ("iy", "y"),
        ("ij", "y"),
        ("ii", "y"),
        ("i", "y"),
        ("ks", "x"),
        ("'", ""),
    ):
        word = word.replace(said, written)
    heard = [letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter]
    return "".join(heard).rstrip("y") or word


def veto(one: Item, other: Item) -> str | None:
    """Why two tellings cannot be one incident, None when nothing forbids it."""
    a, b = one.incident, other.incident
    if not compatible(a.type, b.type):
        return "types"
    if not _times_meet(one, other):
        return "different times"
    if a.aggregate != b.aggregate:
        return "a single event and a series"
    if one.document == other.document and a.recency != b.recency:
        return "background and current in one document"
    if one.sides and other.sides and not one.sides & other.sides:
        return "opposite perpetrators"
    if a.subtype and b.subtype and a.subtype != b.subtype and a.type == b.type:
        return "different kinds"
    if one.extent is not None and other.extent is not None and _apart(one, other):
        return "different places"
    if (one.extent is None) != (other.extent is None) and not (
        one.who and set(one.who) & set(other.who)
    ):
        return "one has no place"
    return None


def _times_meet(one: Item, other: Item) -> bool:
    return not (
        (one.end is not None and other.start is not None and one.end < other.start)
        or (other.end is not None and one.start is not None and other.end < one.start)
    )


def _apart(one: Item, other: Item) -> bool:
    a, b = one.extent, other.extent
    assert a is not None and b is not None
    if _place_id(one) is not None and _place_id(one) == _place_id(other):
        return False
    reach = max(SAME_PLACE_M, (a.radius_m or 0.0) + (b.radius_m or 0.0))
    if a.kind == "point" and b.kind == "point":
        return distance_m(a, b) > reach
    return not holds(a, b) and not holds(b, a) and not _touch(a, b) and distance_m(a, b) > reach


def _place_id(item: Item) -> str | None:
    return item.incident.where.place_id if item.incident.where else None


def compare(one: Item, other: Item) -> Comparison:
    """What matched between two tellings that nothing forbids to be one."""
    matched: list[str] = []
    a, b = one.incident, other.incident
    if a.type == b.type:
        matched.append("same type")
    if one.extent is not None and other.extent is not None:
        matched.append(_place_match(one, other))
    if a.when.edtf is not None and a.when.edtf == b.when.edtf:
        matched.append("same day")
    facilities = {i.cls for i in a.targets} & {i.cls for i in b.targets}
    if facilities:
        matched.append("same facility")
    means_a, means_b = {i.cls for i in a.means}, {i.cls for i in b.means}
    if means_a & means_b:
        matched.append("same means")
    elif means_a and means_b:
        matched.append("other means")
    if one.sides & other.sides:
        matched.append("same side")
    matched += _tolls(one, other)
    if one.speakers & other.speakers:
        matched.append("same speaker")
    if len(set(one.who) & set(other.who)) > 1:
        matched.append("same participants")
    return Comparison(sum(WEIGHTS[m] for m in matched), tuple(matched))


def _place_match(one: Item, other: Item) -> str:
    a, b = one.extent, other.extent
    assert a is not None and b is not None
    if _place_id(one) is not None and _place_id(one) == _place_id(other):
        return "same place"
    if a.kind == "point" and b.kind == "point":
        return "near"
    return "one area holds the other"


def _tolls(one: Item, other: Item) -> list[str]:
    a = {(t.kind, t.low, t.high) for t in one.incident.casualties if t.low}
    b = {(t.kind, t.low, t.high) for t in other.incident.casualties if t.low}
    if a & b:
        return ["equal toll"]
    kinds = {t[0] for t in a} & {t[0] for t in b}
    if kinds and one.speakers & other.speakers:
        return ["other toll of the same source"]
    return []


# -- geometry ------------------------------------------------------------------------------------------


def holds(outer: Extent, inner: Extent) -> bool:
    """Whether an area contains a place's position."""
    if outer.kind != "area":
        return False
    if outer.geometry is None:
        return distance_m(outer, inner) <= (outer.radius_m or 0.0)
    from shapely.geometry import Point

    return bool(outer.geometry.covers(Point(inner.lon, inner.lat)))


def _touch(one: Extent, other: Extent) -> bool:
    if one.geometry is None or other.geometry is None:
        return False
    return bool(one.geometry.intersects(other.geometry))


def _box(extent: Extent) -> tuple[float, float, float, float]:
    if extent.geometry is not None:
        west, south, east, north = extent.geometry.bounds
        return float(west), float(south), float(east), float(north)
    reach = (extent.radius_m or 0.0) / 111_195.0 if extent.kind == "area" else 0.0
    return extent.lon - reach, extent.lat - reach, extent.lon + reach, extent.lat + reach
