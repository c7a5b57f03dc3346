"""Places said by others: is the gold point where the words say?

Rows are descriptions with a point ("8 km W of Cobb, CA"). Each is read as a text of its own by the
whole way: names found and resolved, expressions located; the row's country biases the look-up, since
it is given beside the words. A row is *relational* when an expression is found in it, or when the
corpus states a distance; only these are scored. Unanswered is wrong.

``within`` counts answers within 5 km + 10 % of the told distance from the gold point (plus the
gold's own uncertainty where it is stated), ``contains`` answers whose shape holds it. Both are also
given for the rows whose anchor the gazetteer knows: a place of that name from which the told
distance leads to the gold point. For these stands the oracle beside them: the best that any place of
that name could give. A wind of sixteen is rounded by up to 11 degrees, more than 10 % of the way.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geomap.config import Options
from geomap.evaluation.corpus import segmented_row
from geomap.evaluation.report import Error, Report, Table, read_jsonl
from geomap.evaluation.scores import distance_km, ratio
from geomap.expressions.cues import BEARINGS
from geomap.expressions.measure import destination
from geomap.gazetteer import Gazetteer
from geomap.model.extent import Extent
from geomap.model.place import Mention

#: A described point is right within this and a tenth of the told distance.
BASE_KM, SHARE = 5.0, 0.10
NEAR_KM = 25.0
#: The gold point's own trust by UCDP's ``where_prec``, kilometres: exact, within about 25 km.
PREC_KM = {1: 0.0, 2: 25.0}


@dataclass(slots=True)
class Tally:
    """Counts of one group of rows."""

    rows: int = 0
    answered: int = 0
    within: int = 0
    contains: int = 0
    near: int = 0
    known: int = 0
    known_within: int = 0
    known_best: int = 0
    known_contains: int = 0

    def row(self, name: str) -> tuple[Any, ...]:
        return (
            name, self.rows, ratio(self.answered, self.rows), ratio(self.within, self.rows),
            ratio(self.contains, self.rows), ratio(self.near, self.rows), self.known,
            ratio(self.known_within, self.known), ratio(self.known_best, self.known),
            ratio(self.known_contains, self.known),
        )  # fmt: skip


def run(path: Path, gazetteer: Gazetteer, options: Options) -> Report:
    """Score expressions on descriptions with a point."""
    report = Report("expressions", path.stem)
    total = Tally()
    groups: dict[str, Tally] = defaultdict(Tally)
    rows = skipped = 0
    for row in read_jsonl(path):
        rows += 1
        answer = answer_of(row, gazetteer, options)
        told = row.get("distance_km") or row.get("km")
        if answer is None and told is None:
            skipped += 1
            continue
        relation = answer.expression.relation if answer and answer.expression else "not understood"
        extent = answer.extent if answer else None
        best_km = oracle_km(row, answer, gazetteer)
        known = best_km is not None
        _count(row, extent, best_km, (total, groups[relation]))
        report.predictions.append(_prediction(row, extent))
        _note_error(report, row, answer, known)
    report.metrics = {
        "rows": float(total.rows),
        "answered": ratio(total.answered, total.rows),
        "within_5km_10pct": ratio(total.within, total.rows),
        "contains": ratio(total.contains, total.rows),
        "within_25km": ratio(total.near, total.rows),
        "anchor_known": ratio(total.known, total.rows),
        "known_within_5km_10pct": ratio(total.known_within, total.known),
        "known_oracle_5km_10pct": ratio(total.known_best, total.known),
        "known_contains": ratio(total.known_contains, total.known),
    }
    columns = (
        "relation", "rows", "answered", "within 5 km + 10 %", "contains", "within 25 km",
        "anchor known", "of these within", "oracle", "of these contains",
    )  # fmt: skip
    ordered = sorted(groups.items(), key=lambda item: (-item[1].rows, item[0]))
    table = tuple(tally.row(name) for name, tally in ordered)
    report.tables.append(Table("Expressions by relation", columns, (*table, total.row("all"))))
    report.tables.append(
        Table("Rows", ("rows", "relational", "not relational"), ((rows, total.rows, skipped),))
    )
    return report


def answer_of(row: dict[str, Any], gazetteer: Gazetteer, options: Options) -> Mention | None:
    """The expression of a description: the first with a distance, else the first located one."""
    from geomap.expressions import locate_expressions
    from geomap.places import find_mentions

    text = row.get("phrase") or row["description"]
    if row.get("phrase") and row.get("anchor"):
        text = row["description"]
    segmented = segmented_row(row, text)
    places = options.places
    if places.region is None and _names_a_country(row.get("country"), gazetteer):
        places = replace(places, region=row["country"])
    mentions = find_mentions(segmented, gazetteer, places)
    located = locate_expressions(segmented, mentions, gazetteer)
    found = [m for m in located if m.kind == "expression" and m.expression is not None]
    found.sort(key=lambda m: (m.extent is None, m.expression.distance_m is None, m.span))  # type: ignore[union-attr]
    if found:
        return found[0]
    parts = [m for m in located if m.expression is not None and m.extent is not None]
    return parts[0] if parts else None


def _names_a_country(name: str | None, gazetteer: Gazetteer) -> bool:
    """False for a state put where the country belongs ("Washington"): a wrong bias is worse than none."""
    if not name:
        return False
    found = gazetteer.lookup(name, limit=1)
    return bool(found) and found[0].place.feature_code.startswith("PCL")


def oracle_km(row: dict[str, Any], answer: Mention | None, gazetteer: Gazetteer) -> float | None:
    """How near the gold point the best place of the anchor's name leads, kilometres; None when the
    gazetteer holds none of that name the told distance from the point."""
    told_km = row.get("distance_km") or row.get("km")
    name, bearing = row.get("anchor"), row.get("bearing")
    if told_km is None or name is None:
        return 0.0 if answer is not None and answer.extent is not None else None
    slack = BASE_KM + 0.5 * float(told_km)
    best: float | None = None
    for match in gazetteer.lookup(name):
        place = match.place
        away = distance_km(place.lon, place.lat, row["lon"], row["lat"])
        if abs(away - float(told_km)) > slack:
            continue
        if isinstance(bearing, str) and bearing in BEARINGS:
            spot = destination(place.lon, place.lat, BEARINGS[bearing], 1000.0 * float(told_km))
            away = distance_km(*spot, row["lon"], row["lat"])
        else:
            away = abs(away - float(told_km))
        best = away if best is None else min(best, away)
    return best


def _count(row: dict[str, Any], extent: Extent | None, best_km: float | None, tallies: Any) -> None:
    known = best_km is not None
    told_km = float(row.get("distance_km") or row.get("km") or 0.0)
    limit = BASE_KM + SHARE * told_km + own_doubt_km(row)
    error = distance_km(extent.lon, extent.lat, row["lon"], row["lat"]) if extent else None
    right = error is not None and error <= limit
    inside = extent is not None and contains(extent, row["lon"], row["lat"], own_doubt_km(row))
    for tally in tallies:
        tally.rows += 1
        tally.answered += extent is not None
        tally.within += right
        tally.contains += inside
        tally.near += error is not None and error <= NEAR_KM
        tally.known += known
        tally.known_within += known and right
        tally.known_best += best_km is not None and best_km <= limit
        tally.known_contains += known and inside


def own_doubt_km(row: dict[str, Any]) -> float:
    """How far the gold point itself may be off, as the corpus states it."""
    if row.get("uncertainty_m"):
        return float(row["uncertainty_m"]) / 1000.0
    return PREC_KM.get(row.get("where_prec", 1), NEAR_KM)


def contains(extent: Extent, lon: float, lat: float, doubt_km: float) -> bool:
    """Whether the answer's shape, or its disc, holds a point that may be off by ``doubt_km``."""
    import shapely

    from geomap.expressions.measure import distance_m

    if extent.geometry is None:
        radius_m = extent.radius_m or 0.0
        return distance_m(extent.lon, extent.lat, lon, lat) <= radius_m + 1000.0 * doubt_km
    point = shapely.Point(lon, lat)
    if extent.geometry.covers(point):
        return True
    near = shapely.get_coordinates(shapely.shortest_line(extent.geometry, point))[0]
    margin_m = 1000.0 * doubt_km
    if extent.kind == "line":
        margin_m += min(extent.radius_m or 0.0, 20_000.0)
    return margin_m > 0 and distance_m(near[0], near[1], lon, lat) <= margin_m


def _prediction(row: dict[str, Any], extent: Extent | None) -> dict[str, Any]:
    if extent is None:
        return {"id": row["id"], "lat": None, "lon": None, "radius_m": None}
    return {
        "id": row["id"],
        "lat": round(extent.lat, 5),
        "lon": round(extent.lon, 5),
        "radius_m": round(extent.radius_m) if extent.radius_m is not None else None,
    }


def _note_error(report: Report, row: dict[str, Any], answer: Mention | None, known: bool) -> None:
    extent = answer.extent if answer else None
    told_km = float(row.get("distance_km") or row.get("km") or 0.0)
    if extent is not None:
        error = distance_km(extent.lon, extent.lat, row["lon"], row["lat"])
        if error <= BASE_KM + SHARE * told_km + own_doubt_km(row):
            return
        given = f"{extent.formula} ({error:.0f} km off)"
    else:
        given = "no answer"
    kind = "anchor known" if known else "anchor not in the gazetteer"
    expected = f"{row['lat']:.3f} {row['lon']:.3f}"
    report.errors.append(Error(str(row["id"]), kind, row["description"][:120], expected, given))
