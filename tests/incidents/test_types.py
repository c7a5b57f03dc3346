"""Every type in both languages, in sentences of our own; and sentences that tell no incident."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from geomap.language.load import words_of_reason
from geomap.model.incident import INCIDENT_TYPES
from tests.incidents.marked import read, site_of

GOLD = Path(__file__).parents[1] / "gold"


def _rows(name: str) -> list[list[str]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_every_type_has_three_sentences_in_each_language() -> None:
    counts = Counter((row[0], row[1]) for row in _rows("types.tsv"))
    assert {key for key in counts if counts[key] < 3} == set()
    assert set(counts) == {(lang, t) for lang in ("fr", "en") for t in INCIDENT_TYPES}


@pytest.mark.parametrize(("lang", "type_", "site", "fields", "marked"), _rows("types.tsv"))
def test_a_sentence_gives_its_type_and_its_site(
    lang: str, type_: str, site: str, fields: str, marked: str
) -> None:
    found = read(marked, lang)
    told = [(i.type, site_of(found, i)) for i in found.incidents]
    assert told == [(type_, site)]
    incident = found.incidents[0]
    for field in filter(None, fields.split(";")):
        key, _, value = field.partition("=")
        given = incident.when.edtf if key == "edtf" else getattr(incident, key)
        assert (key, given) == (key, value)
    drawn = site != "-" and type_ != "pledge_or_statement"
    if drawn and "status=" not in fields:
        assert incident.on_map
    if not incident.on_map:
        assert incident.why_not is not None
        assert incident.why_not.code not in words_of_reason(incident.why_not, lang)


@pytest.mark.parametrize(("lang", "how", "marked"), _rows("not_incidents.tsv"))
def test_what_did_not_happen_is_never_drawn(lang: str, how: str, marked: str) -> None:
    found = read(marked, lang)
    assert [i.headline for i in found.incidents if i.on_map] == []
    if how == "none":
        assert [i.type for i in found.incidents] == []
