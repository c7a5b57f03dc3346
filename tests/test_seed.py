"""The seed, read as its expert reads it; the text is the one in ``seeds/``, byte for byte."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest
from shapely.geometry import Point, shape

from geomap.config import Options, ReadOptions
from geomap.gazetteer import open_gazetteer
from geomap.model.findings import Findings
from geomap.model.incident import Incident
from geomap.pipeline import analyse
from geomap.reading import ReadFailure, read_inputs

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "2023-09-13-direct.txt"
GOLD = msgspec.json.decode((ROOT / "tests" / "gold" / "seed.json").read_bytes())

#: the fourteen place names of the text, with a position each must be near (degrees) or a kind
PLACES = {
    "Vostotchny": (128.33, 51.88, 0.3),
    "Russie": (100.0, 60.0, 15.0),
    "Moscou": (37.62, 55.75, 0.3),
    "Pyongyang": (125.75, 39.03, 0.3),
    "Corée du Nord": (127.0, 40.0, 2.0),
    "Izmaïl": (28.84, 45.35, 0.1),
    "Odessa": (30.74, 46.49, 1.2),
    "Roumanie": (25.0, 46.0, 2.0),
    "Ukraine": (32.0, 49.0, 3.0),
    "Danube": (28.9, 45.4, 20.0),
    "Sébastopol": (33.52, 44.61, 0.2),
    "Crimée": (34.1, 45.2, 0.6),
    "Kiev": (30.52, 50.45, 0.2),
    "mer Noire": (35.0, 43.0, 3.0),
}
NEVER = {"Moscou", "Pyongyang", "Kiev", "Kremlin", "Odessa", "mer Noire", "Telegram", "Otan"}


@lru_cache(maxsize=1)
def seed_findings() -> Findings:
    (document,) = read_inputs([str(SEED)], ReadOptions())
    assert not isinstance(document, ReadFailure)
    return analyse(document, open_gazetteer(), Options())


def mapped() -> list[Incident]:
    return [incident for incident in seed_findings().incidents if incident.on_map]


def _of(type_: str) -> Incident:
    (found,) = [incident for incident in mapped() if incident.type == type_]
    return found


def test_the_seed_is_the_text_the_expert_read() -> None:
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == GOLD["doc"]["sha256"]
    assert seed_findings().document.text == SEED.read_bytes().decode("utf-8")


def test_the_document_is_dated_by_its_header_and_its_first_sentence() -> None:
    anchor = seed_findings().anchor
    assert (anchor.date, anchor.precision) == ("2023-09-13", "day")


@pytest.mark.parametrize("name", PLACES)
def test_each_place_name_is_found_and_placed(name: str) -> None:
    lon, lat, tolerance = PLACES[name]
    found = [m for m in seed_findings().mentions if name in m.text and m.place is not None]
    assert found, f"{name} is not found"
    for mention in found:
        place = mention.place
        assert place is not None
        assert abs(place.lon - lon) <= tolerance, (mention.text, place)
        assert abs(place.lat - lat) <= tolerance, (mention.text, place)


def test_every_mention_of_the_expert_has_its_role() -> None:
    roles = {(m.span.start, m.span.end): m.role for m in seed_findings().mentions}
    wrong = []
    for gold in GOLD["mentions"]:
        role = roles.get((gold["start"], gold["end"]))
        # the name without its generic word ("Vostotchny" in "cosmodrome de Vostotchny") is the same
        if role is None:
            role = next(
                (
                    r
                    for (s, e), r in roles.items()
                    if e == gold["end"] and abs(s - gold["start"]) < 15
                ),
                None,
            )
        if role != gold["role"]:
            wrong.append((gold["exact"], gold["start"], gold["role"], role))
    assert wrong == []


def test_six_incidents_are_mapped_each_with_its_geometry_kind() -> None:
    kinds = sorted((i.type, i.where.geometry_kind) for i in mapped() if i.where is not None)
    assert kinds == sorted(
        [
            ("diplomatic_meeting", "point"),
            ("drone_strike", "point"),
            ("missile_strike", "point"),
            ("civil_protection", "area"),
            ("debris_or_ordnance_found", "area"),
            ("strike_unspecified", "line"),
        ]
    )


@pytest.mark.parametrize(
    ("type_", "edtf", "precision"),
    [
        ("diplomatic_meeting", "2023-09-13", "day"),
        ("drone_strike", "2023-09-12/2023-09-13", "part_of_day"),
        ("civil_protection", "../2023-09-13", "before_publication"),
        ("debris_or_ordnance_found", "2023-09-04/2023-09-10", "week"),
        ("strike_unspecified", "../2023-09-13", "open_interval"),
        ("missile_strike", "2023-09-13", "day"),
    ],
)
def test_each_date_has_the_precision_it_was_told_with(
    type_: str, edtf: str, precision: str
) -> None:
    when = _of(type_).when
    assert (when.edtf, when.precision) == (edtf, precision)


def test_tolls_are_those_of_the_text_and_nobody_is_said_dead() -> None:
    tolls = {(t.kind, t.low, t.high, t.subset_of) for t in _of("drone_strike").casualties}
    assert tolls == {("hospitalised", 6, 6, None), ("injured_severe", 3, 3, "hospitalised")}
    (toll,) = _of("missile_strike").casualties
    assert (toll.kind, toll.low, toll.high) == ("injured", 24, 24)
    claim = next(c for c in _of("missile_strike").claims if c.id == toll.claim)
    assert "Razvojaïev" in claim.source
    assert claim.channel == "Telegram"
    assert claim.hedge == "preliminary"
    assert all(t.kind != "killed" for i in seed_findings().incidents for t in i.casualties)


def test_the_debris_has_no_perpetrator_and_is_told_as_an_earlier_event() -> None:
    debris = _of("debris_or_ordnance_found")
    assert debris.recency == "background"
    assert [a for a in debris.actors if a.role in {"perpetrator", "suspected"}] == []


def test_the_series_is_a_series_and_the_izmail_strike_is_its_member() -> None:
    series, strike = _of("strike_unspecified"), _of("drone_strike")
    assert series.aggregate
    assert series.realis == "iterative"
    assert strike.id in series.members or strike.part_of == series.id


def test_sevastopol_is_de_jure_ukrainian_and_said_to_be_disputed() -> None:
    where = _of("missile_strike").where
    assert where is not None
    assert where.country == "UA"
    assert where.disputed is not None
    assert where.disputed["de_jure"] == "UA"


def test_nothing_is_drawn_where_no_incident_was() -> None:
    by_id = {m.id: m for m in seed_findings().mentions}
    for incident in mapped():
        assert incident.where is not None
        for mention_id in (incident.where.mention, *incident.where.mentions):
            if mention_id is not None:
                assert by_id[mention_id].text not in NEVER
                assert by_id[mention_id].role == "site"


def test_no_area_swallows_a_whole_country() -> None:
    for incident in mapped():
        assert incident.where is not None
        extent = incident.where.extent
        if extent is not None and extent.geometry is not None:
            west, south, east, north = extent.geometry.bounds
            assert east - west < 4
            assert north - south < 3


def test_the_border_strip_is_in_romania_along_the_danube() -> None:
    polygon = next(shape(m["geometry"]) for m in GOLD["mentions"] if m["id"] == "m17")
    for type_ in ("civil_protection", "debris_or_ordnance_found"):
        where = _of(type_).where
        assert where is not None
        assert where.extent is not None
        assert where.extent.geometry is not None
        assert where.extent.geometry.intersects(polygon)
        assert where.extent.geometry.distance(Point(28.8375, 45.3506)) > 0, "Izmaïl is Ukrainian"
        assert where.country == "RO"


def test_every_quote_is_the_text_word_for_word() -> None:
    findings = seed_findings()
    text = findings.document.text
    assert findings.incidents
    for incident in findings.incidents:
        assert incident.quotes
        for quote in incident.quotes:
            assert text[quote.start : quote.end] == quote.exact
            assert text[: quote.start].endswith(quote.prefix)
            assert text[quote.end :].startswith(quote.suffix)
    for mention in findings.mentions:
        assert mention.span.of(text) == mention.text


def test_two_statements_are_listed_and_said_of_what_was_told() -> None:
    aid, blame = [i for i in seed_findings().incidents if not i.on_map]
    assert aid.quotes[0].exact.startswith("Moscou veut aider Pyongyang")
    assert (aid.type, blame.type) == ("pledge_or_statement", "pledge_or_statement")
    assert blame.about == _of("strike_unspecified").id
    assert "Stoltenberg" in " ".join(c.source for c in blame.claims)


def test_what_is_not_mapped_says_why() -> None:
    for incident in seed_findings().incidents:
        assert incident.on_map or incident.why_not is not None


def test_headlines_and_governments_are_named_in_the_language_of_the_text() -> None:
    incidents = seed_findings().incidents
    headlines = " ".join(incident.headline for incident in incidents)
    assert "Izmaïl" in headlines and "Sébastopol" in headlines
    assert "Izmayil" not in headlines and "Sevastopol" not in headlines
    governments = {actor.name for incident in incidents for actor in incident.actors}
    assert {"Moscou", "Russie"} <= governments
    assert not governments & {"Moscow", "Russia"}
