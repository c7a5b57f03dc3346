"""Names in running text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.gazetteer.build import BUILT_IN_SOURCES
from geomap.gazetteer.compile import PackContent, write_pack
from geomap.gazetteer.layout import NEEDS_CONTEXT, STOP
from geomap.gazetteer.pack import Pack
from geomap.language.tokens import tokenise
from tests.gazetteer.conftest import REMEDY, tiny_records, town

CASES = [
    ("Port-Soudan et Port Soudan", ["Port-Soudan", "Port Soudan"]),
    ("à Odessa, puis Izmaïl", ["Odessa", "Izmaïl"]),
    ("d'Odessa", ["Odessa"]),
    ("Odessa-Paris", ["Odessa", "Paris"]),
    ("Odessa–Paris", ["Odessa", "Paris"]),
    ("Paris's mayor, Odessa’s port", ["Paris", "Odessa"]),
    ("PARIS, IZMAI\u0308L", ["PARIS", "IZMAI\u0308L"]),
    ("Al-Hodeïda", ["Al-Hodeïda"]),
    ("la mer Noire", ["mer Noire"]),
    ("un port. Soudan", []),
    ("Port, Soudan", []),
    ("Port - Soudan", []),
    ("sur Paris", ["Paris"]),
]


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    tokens = tokenise(text)
    hits = gazetteer.scan(tokens, 0, len(tokens))
    return [
        text[tokens.starts[h.first_token] : tokens.ends[h.last_token - 1] - h.trim] for h in hits
    ]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_names_are_found_on_their_own_words(tiny: Gazetteer, text: str, names: list[str]) -> None:
    assert found(tiny, text) == names


REAL = [
    ("King's Lynn's mayor in New York's suburbs", ["King's Lynn", "New York"]),
    ("the U.S.A. and R.D.C.", ["U.S.A.", "R.D.C."]),
    ("du Havre, au Caire, aux Pays-Bas, des Sables-d'Olonne",
     ["Havre", "Caire", "Pays-Bas", "Sables-d'Olonne"]),
    ("St. Louis, St-Denis", ["St. Louis", "St-Denis"]),
    ("la Côte d’Ivoire", ["Côte d’Ivoire"]),
    ("N’Djamena, L'Aquila, Aix-la-Chapelle", ["N’Djamena", "L'Aquila", "Aix-la-Chapelle"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), REAL)
def test_names_of_the_world(world: Gazetteer, text: str, names: list[str]) -> None:
    assert [name for name in found(world, text) if name[0].isupper() and len(name) > 3] == names


def test_a_stop_name_is_never_found_and_a_marked_one_says_so(tiny: Gazetteer) -> None:
    tokens = tokenise("sur la marche")
    assert tiny.scan(tokens, 0, len(tokens)) == []  # neither names a place here: no empty hit


def test_the_stop_list_of_one_pack_marks_the_names_of_all(tmp_path: Path) -> None:
    places = [
        town(901, "Marche", 5.34, 50.22, "BE", 17_000),
        town(902, "Sur", 59.5, 22.57, "OM", 71_000),
    ]
    packs = []
    for name, stop, records in (
        ("first", {"sur": STOP, "marche": NEEDS_CONTEXT}, tiny_records()),
        ("second", {}, places),
    ):
        content = PackContent(name=name, version="1", sources=BUILT_IN_SOURCES, stop=stop)
        packs.append(Pack(str(write_pack(tmp_path / name, content, records, frozenset())), REMEDY))
    for order in (packs, packs[::-1]):
        gazetteer = Gazetteer(order)
        tokens = tokenise("Sur la Marche, Odessa")
        hits = gazetteer.scan(tokens, 0, len(tokens))
        assert [tokens.words[hit.first_token] for hit in hits] == ["Marche", "Odessa"]
        assert hits[0].flags & NEEDS_CONTEXT
        assert not hits[1].flags & NEEDS_CONTEXT
        assert [match.place.id for match in gazetteer.matches(hits[0])] == ["gn:901"]
        assert gazetteer.lookup("Sur")[0].place.id == "gn:902"


def test_nested_gives_every_name(world: Gazetteer) -> None:
    text = "New York City"
    tokens = tokenise(text)
    spans = {(h.first_token, h.last_token) for h in world.scan(tokens, 0, 3, nested=True)}
    assert {(0, 3), (0, 2), (1, 2)} <= spans


def test_a_hit_leads_to_its_places(tiny: Gazetteer) -> None:
    tokens = tokenise("Odessa")
    (hit,) = tiny.scan(tokens, 0, 1)
    assert [m.place.country for m in tiny.matches(hit)] == ["UA", "US"]


def test_only_the_tokens_asked_for_are_read(tiny: Gazetteer) -> None:
    tokens = tokenise("Port Soudan Odessa")
    assert tiny.scan(tokens, 0, 1) == []
    assert [(h.first_token, h.last_token) for h in tiny.scan(tokens, 2, 3)] == [(2, 3)]


_WORLD = open_gazetteer()


@given(st.text(alphabet="Paris OdesaN.-'’ \nLeduaux\u0301", max_size=60))
def test_hits_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    tokens = tokenise(text)
    hits = _WORLD.scan(tokens, 0, len(tokens))
    at = 0
    for hit in hits:
        assert at <= hit.first_token < hit.last_token <= len(tokens)
        assert hit.name_ids
        assert tokens.starts[hit.first_token] < tokens.ends[hit.last_token - 1] - hit.trim
        at = hit.last_token
    again = _WORLD.scan(tokens, 0, len(tokens))
    assert again == hits


@given(st.text(max_size=60))
def test_any_text_can_be_scanned(text: str) -> None:
    tokens = tokenise(text)
    for hit in _WORLD.scan(tokens, 0, len(tokens), nested=True):
        assert _WORLD.matches(hit)
