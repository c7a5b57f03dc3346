"""Hypothesis strategies for whole findings whose spans lie in their text."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from geomap.model.extent import Extent
from geomap.model.findings import Findings
from geomap.model.incident import LAYER_BY_TYPE, Actor, Claim, Incident, Item, Toll, Where
from geomap.model.place import (
    Candidate,
    Expression,
    Mention,
    Place,
    Reason,
    TerritorialClaim,
)
from geomap.model.text import Document, Entry, Span, quote
from geomap.model.when import DateAnchor, When

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
maybe = lambda strategy: st.none() | strategy  # noqa: E731
lons = st.floats(-179, 179, allow_nan=False)
lats = st.floats(-85, 85, allow_nan=False)
metres = st.floats(0, 1e6, allow_nan=False)
countries = st.sampled_from(["UA", "RU", "RO", "FR"])
reasons = st.builds(
    Reason, words, st.lists(words, max_size=2).map(tuple), maybe(st.floats(-9, 9, allow_nan=False))
)


@st.composite
def places(draw):
    claims = st.builds(TerritorialClaim, countries, st.sampled_from(["de_jure", "occupied"]))
    return draw(
        st.builds(
            Place, words, words, st.sampled_from("PAHT"), words, lons, lats, metres,
            st.sampled_from(["point", "line", "area"]), maybe(countries), maybe(words), maybe(words),
            maybe(words), maybe(st.integers(0, 10**8)), words, st.lists(claims, max_size=2).map(tuple),
        )
    )  # fmt: skip


@st.composite
def extents(draw):
    lon, lat = draw(lons), draw(lats)
    kind = draw(st.sampled_from(["point", "line", "area", "disc"]))
    geometry = {
        "point": None,
        "disc": None,
        "line": LineString([(lon, lat), (lon + 0.7, lat + 0.31)]),
        "area": Polygon([(lon, lat), (lon + 0.5, lat), (lon + 0.5, lat + 0.25)]),
    }[kind]
    if kind == "point" and draw(st.booleans()):
        geometry = Point(lon, lat)
    return Extent(
        "area" if kind == "disc" else kind, lon, lat, draw(metres), geometry,
        draw(st.sampled_from(["settlement", "adm1", "border_strip", None])), draw(maybe(words)),
    )  # fmt: skip


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def mentions(draw, text, number):
    span = draw(spans(text))
    candidates = st.builds(
        Candidate, places(), st.floats(0, 1), st.lists(reasons, max_size=2).map(tuple), words
    )
    expression = st.builds(
        Expression, spans(text), words, st.just(("m0",)), maybe(metres), maybe(st.floats(0, 359)),
        maybe(extents()), maybe(reasons),
    )  # fmt: skip
    return Mention(
        id=f"m{number}", span=span, text=span.of(text), kind=draw(st.sampled_from(["name", "demonym"])),
        sentence=draw(st.integers(0, 9)), head=draw(maybe(words)), place=draw(maybe(places())),
        probability=draw(st.floats(0, 1)), candidates=tuple(draw(st.lists(candidates, max_size=2))),
        role=draw(st.sampled_from(["site", "container", "demonym"])), role_reason=draw(maybe(reasons)),
        expression=draw(maybe(expression)), extent=draw(maybe(extents())),
        antecedent=draw(maybe(st.just("m0"))), countries=tuple(draw(st.lists(countries, max_size=2))),
    )  # fmt: skip


def counts():
    return st.none() | st.integers(0, 10**6)


@st.composite
def wheres(draw, text):
    extent = draw(maybe(extents()))
    return Where(
        mention=draw(maybe(st.just("m0"))), extent=extent,
        geometry_kind=extent.kind if extent else None,
        precision="settlement" if extent else "unlocated", radius_m=draw(maybe(metres)),
        mentions=("m0",), containers=tuple(draw(st.lists(words, max_size=2))),
        other_sites=tuple(draw(st.lists(st.tuples(words, extents()), max_size=2))) if extent else (),
        name=draw(maybe(words)), country=draw(maybe(countries)), facility=draw(maybe(words)),
        disputed=draw(maybe(st.fixed_dictionaries({"de_jure": countries}))),
        span=draw(maybe(spans(text))),
    )  # fmt: skip


@st.composite
def incidents(draw, text, number):
    kind = draw(st.sampled_from(sorted(LAYER_BY_TYPE)))
    items = st.lists(
        st.builds(Item, words, spans(text), maybe(metres), maybe(words)), max_size=2
    ).map(tuple)
    when = st.builds(
        When, maybe(words), maybe(words), maybe(words), st.just("day"), st.just("deictic"),
        maybe(spans(text)), maybe(st.just("night")), maybe(words), st.booleans(), st.booleans(),
    )  # fmt: skip
    tolls = st.builds(
        Toll, words, counts(), counts(), counts(), words, spans(text), maybe(words), st.just("c0"),
        maybe(words), st.booleans(), st.just("actual"), st.lists(spans(text), max_size=2).map(tuple),
    )  # fmt: skip
    claims = st.builds(
        Claim, words, words, words, maybe(words), maybe(words), st.just("asserts"), maybe(words),
        maybe(spans(text)), st.lists(spans(text), max_size=2).map(tuple),
    )  # fmt: skip
    actors = st.builds(Actor, words, words, maybe(words), maybe(countries), maybe(spans(text)))
    quotes = draw(st.lists(spans(text), min_size=1, max_size=3))
    where = draw(maybe(wheres(text)))
    return Incident(
        id=f"i{number}", layer=LAYER_BY_TYPE[kind], type=kind, headline=draw(words),
        quotes=tuple(quote(text, span) for span in quotes), when=draw(when),
        status=draw(st.sampled_from(["reported", "claimed", "denied"])), where=where,
        actors=tuple(draw(st.lists(actors, max_size=2))), means=draw(items), targets=draw(items),
        consequences=draw(items), casualties=tuple(draw(st.lists(tolls, max_size=2))),
        claims=tuple(draw(st.lists(claims, max_size=2))), members=tuple(draw(st.lists(words, max_size=2))),
        aggregate=draw(st.booleans()), grade=draw(maybe(words)),
        on_map=bool(where and where.extent), why_not=draw(maybe(reasons)),
        same_as=tuple(draw(st.lists(st.tuples(words, words), max_size=2))),
    )  # fmt: skip


@st.composite
def findings(draw, most=3):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
    document = Document(
        id=draw(words), text=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=draw(maybe(words)), title=draw(maybe(words)), lang="fr", date="2023-09",
        date_precision="month", date_basis="header", body=0,
        entries=tuple(draw(st.lists(st.builds(Entry, spans(text), maybe(words)), max_size=2))),
        warnings=tuple(draw(st.lists(words, max_size=2))),
    )  # fmt: skip
    return Findings(
        document=document,
        anchor=DateAnchor("2023-09-13", "day", "text"),
        mentions=tuple(draw(mentions(text, n)) for n in range(draw(st.integers(0, most)))),
        incidents=tuple(draw(incidents(text, n)) for n in range(draw(st.integers(0, most)))),
        warnings=tuple(draw(st.lists(words, max_size=2))),
        gazetteer_version="test",
    )
