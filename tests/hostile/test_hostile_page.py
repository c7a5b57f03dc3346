"""Every hostile text in every field: the page renders, nothing runs, the text is what was given.

These tests need no browser; ``test_hostile_browser`` looks at the same pages in Chromium.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.config import MapOptions
from geomap.model.findings import Findings
from geomap.model.incident import Actor, Claim, Item, Toll
from geomap.model.place import Candidate, Mention, Reason
from geomap.model.text import Span, quote
from geomap.model.when import DateAnchor, When
from geomap.render import build_map, render_page
from tests.hostile.corpus import CORPUS, SHELL
from tests.render.page_reader import json_of, records_of, structure_of
from tests.render.samples import document, incident, place, point, where


def everywhere(text: str) -> Findings:
    """One incident and its document with ``text`` in every field that holds words."""
    body = f"Avant. {text} Après."
    at = Span(7, 7 + len(text))
    whole = Span(0, len(body))
    home = place(text, text, 3.0, 47.0, country="FR", admin1=text)
    mention = Mention(
        "m1", at, text, place=home, probability=0.9, role="site", role_reason=Reason(text, (text, text)),
        candidates=(Candidate(home, 0.9, (Reason("near", (text,)),)), Candidate(place("o", text, 1, 1), 0.1)),
    )  # fmt: skip
    cited = Mention("m2", at, text, place=place("q", text, 5, 45), role="affiliation")
    one = incident(
        text or "id", "explosion", "accidents", body, body,
        headline=text, subtype=text, quotes=(quote(body, whole),),
        when=When(text, None, None, "unknown", "explicit", span=at),
        where=where(point(3.0, 47.0), "m1", name=text, place_id=text, country=text, admin1=text,
                    facility=text, relation=text, containers=("m1",), span=at,
                    disputed={"de_jure": text, "control_per_text": text}),
        actors=(Actor(text, text, text, text, at, "c1"),),
        means=(Item(text, at, 1.0, text),), targets=(Item(text, at),), consequences=(Item(text, at),),
        casualties=(Toll("killed", 1, 1, 1, text, at, text, "c1", text),),
        claims=(Claim("c1", text, text, text, text, text, text, at),),
        part_of=text, about=text, members=(text,), merge_trace=(text,), corrected_by=(text,),
        why_not=Reason(text, (text,)),
    )  # fmt: skip
    listed = incident(
        "listed", "fire", "accidents", body, body, headline=text, why_not=Reason("no_site", (text,))
    )
    named = document(
        body, id=text or "d", title=text, outlet=text, url=text, source=f"dir/{text}", lang=text
    )
    return Findings(named, DateAnchor(None, None), (mention, cited), (one, listed))


@pytest.mark.parametrize("name", CORPUS)
def test_the_page_keeps_its_structure_and_the_text_is_unchanged(name: str) -> None:
    text = CORPUS[name]
    page = render_page([everywhere(text)], MapOptions(title=text), None)
    plain = render_page([everywhere("plain")], MapOptions(title="plain"), None)
    assert structure_of(page).tags == structure_of(plain).tags
    assert structure_of(page).policy == structure_of(plain).policy
    record = records_of(page)[0]
    assert record["h"] == record["b"] == record["a"][0][1] == record["s"][0][1] == text
    assert record["q"][0][3] == f"Avant. {text} Après."
    assert record["l"]["rr"] == [text, text, text]
    assert json_of(page, "meta")["title"] == text
    assert json_of(page, "lists")["documents"][0]["t"] == text
    assert json_of(page, "lists")["documents"][0]["u"] == text


def test_no_text_is_ever_compiled_as_a_template(tmp_path: Path) -> None:
    trace = tmp_path / "it-ran"
    text = SHELL % trace
    page = render_page([everywhere(text)], MapOptions(title=text), None)
    saved = build_map([everywhere(text)], MapOptions(title=text), None).get_root().render()
    assert not trace.exists()
    assert saved.encode() == page
    assert records_of(page)[0]["h"] == text
