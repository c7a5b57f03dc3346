"""The JSON form of findings: there and back, for any findings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from geomap.errors import BadRecord
from geomap.model.wire import findings_from_json, findings_to_json
from tests.model.strategies import findings

calm = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip


@calm
@given(findings())
def test_findings_come_back_as_they_went(found):
    assert findings_from_json(findings_to_json(found, "fr")) == found


@calm
@given(findings())
def test_every_quote_of_the_json_stands_in_its_text(found):
    raw = json.loads(findings_to_json(found, "en"))
    text = raw["document"]["text"]

    def check(value):
        if isinstance(value, dict):
            if {"exact", "start", "end"} <= value.keys():
                assert text[value["start"] : value["end"]] == value["exact"]
            for inner in value.values():
                check(inner)
        elif isinstance(value, list):
            for inner in value:
                check(inner)

    check(raw)


@calm
@given(findings())
def test_the_same_findings_give_the_same_bytes(found):
    assert findings_to_json(found, "fr") == findings_to_json(replace(found), "fr")


@calm
@given(findings())
def test_findings_without_their_text_keep_every_quote(found):
    again = findings_from_json(findings_to_json(found, "fr", with_text=False))
    assert [i.quotes for i in again.incidents] == [i.quotes for i in found.incidents]
    for toll, told in zip(
        (t for i in again.incidents for t in i.casualties),
        (t for i in found.incidents for t in i.casualties),
        strict=True,
    ):
        assert toll.span.of(again.document.text) == told.span.of(found.document.text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda raw: raw.update(schema="geomap/9"), "not findings"),
        (lambda raw: raw["document"].update(text="autre chose"), "does not say"),
        (lambda raw: raw["incidents"][0].update(layer="sport"), "sport"),
        (lambda raw: raw["incidents"][0].update(quotes=[{"start": 1}]), "exact"),
        (lambda raw: raw["mentions"][0].update(start="un"), "int"),
    ],
)
def test_findings_that_are_wrong_say_where(change, told, small_findings):
    raw = json.loads(findings_to_json(small_findings, "fr"))
    change(raw)
    with pytest.raises(BadRecord, match=told):
        findings_from_json(json.dumps(raw), "essai.jsonl")


def test_what_the_interface_promises_is_there(small_findings):
    raw = json.loads(findings_to_json(small_findings, "fr"))
    assert list(raw)[:5] == ["schema", "document", "anchor", "mentions", "incidents"]
    incident = raw["incidents"][0]
    for name in [
        "id",
        "layer",
        "type",
        "headline",
        "status",
        "polarity",
        "realis",
        "recency",
        "when",
        "where",
        "actors",
        "means",
        "casualties",
        "claims",
        "quotes",
        "same_as",
        "on_map",
    ]:
        assert name in incident
    assert incident["where"]["geometry"] == {"type": "Point", "coordinates": [28.8375, 45.3506]}
    assert incident["casualties"][0]["quote"]["exact"] == "Six civils"
    assert raw["incidents"][1]["where"] is None
    assert raw["incidents"][1]["why_not"]
    assert raw["mentions"][0]["place"]["country"] == "UA"


def test_findings_of_another_program_need_the_promised_fields_only(small_findings):
    raw = json.loads(findings_to_json(small_findings, "fr"))
    for name in ("anchor", "records", "shapes", "geomap_version", "gazetteer_version", "warnings"):
        del raw[name]
    for incident in raw["incidents"]:
        for name in (
            "targets",
            "members",
            "provenance",
            "confidence",
            "where_told",
            "why_not_code",
        ):
            incident.pop(name, None)
        if incident["where"]:
            incident["where"] = {
                name: incident["where"][name]
                for name in ("mention", "geometry", "geometry_kind", "precision", "radius_m")
            }
    for mention in raw["mentions"]:
        mention["place"].pop("record")
        mention["candidates"] = []
        for name in ("extent", "kind", "role_reason_code"):
            mention.pop(name)
    again = findings_from_json(json.dumps(raw))
    assert again.incidents[0].where.extent.lon == pytest.approx(28.8375)
    assert again.incidents[0].where.extent.kind == "point"
    assert again.mentions[0].place.name == "Izmaïl"
