"""What holds for any words: no failure, valid shapes on the earth, an uncertainty, a formula."""

from __future__ import annotations

import math
import time

import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geomap.expressions import parse_expression
from geomap.expressions.cues import BEARINGS, cues
from geomap.expressions.measure import bearing_deg, distance_m
from geomap.expressions.relate.registry import relations
from geomap.gazetteer import Gazetteer
from geomap.language.load import LANGUAGES, words_of_reason
from geomap.model.extent import Extent
from tests.expressions.conftest import Read

#: A failing case is shown as it was found: making it smaller would take minutes of geometry.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
PLACES = [
    "Kiev", "Suva", "Anadyr", "Apia", "Nouméa", "Goma", "Tuvalu", "Fidji", "la Russie", "l'Antarctique",
    "le pôle Nord", "la Nouvelle-Zélande", "le Danube", "la mer Noire", "les Kiribati", "Longyearbyen",
    "la Pologne", "l'Ukraine", "le Nil", "la bande de Gaza", "Zorglub", "les îles Aléoutiennes",
]  # fmt: skip
FORMS = [
    "à {n} km au {d} de {p}", "à {n} km de {p}", "au {d} de {p}", "le {d} de {p}", "près de {p}",
    "entre {p} et {q}", "la frontière entre {p} et {q}", "au large de {p}", "la côte de {p}",
    "la rive gauche de {p}", "le long de {p}", "l'embouchure de {p}", "en face de {p}", "en amont de {p}",
    "aux portes de {p}", "la banlieue {d} de {p}", "à {n} km de la frontière entre {p} et {q}",
    "les eaux territoriales de {p}", "les îles de {p}", "à mi-chemin entre {p} et {q}",
    "côté polonais de la frontière avec {p}", "l'extrême {d} de {p}", "dans un rayon de {n} km autour de {p}",
    "aux confins de {p} et de {q}", "sur la route de {p} à {q}", "au confluent de {p} et de {q}",
]  # fmt: skip
WORDS = [
    "à", "de", "la", "frontière", "entre", "et", "nord", "km", "30", "Kiev", "Danube", "rive", "gauche",
    "polonaise", "côté", "large", "Odessa", "mer", "Noire", "d'", "-", "(", "l'", "autre", "route",
    "près", "une", "quinzaine", "kilomètres", "Roumanie", "au", "sud-est", "heures", "deux",
]  # fmt: skip


def check(extent: Extent) -> None:
    assert -180.0 <= extent.lon <= 180.0
    assert -90.0 <= extent.lat <= 90.0
    assert extent.radius_m is not None
    assert math.isfinite(extent.radius_m)
    assert extent.radius_m > 0
    if extent.geometry is None:  # a spot, or a place whose outline is not known: a circle
        return
    assert extent.geometry.is_valid
    assert not extent.geometry.is_empty
    west, south, east, north = extent.geometry.bounds
    assert -180.0 <= west <= east <= 180.0
    assert -90.0 <= south <= north <= 90.0


@settings(max_examples=60, deadline=None, phases=QUICK)
@given(
    form=st.sampled_from(FORMS),
    one=st.sampled_from(PLACES),
    other=st.sampled_from(PLACES),
    wind=st.sampled_from(["nord", "sud", "est", "ouest", "nord-est", "sud-ouest"]),
    number=st.sampled_from(
        ["0", "1", "12", "300", "4000", "30000", "une dizaine de", "plus de 50"]
    ),
)
def test_any_expression_is_a_valid_place_or_says_why_not(
    gazetteer: Gazetteer, form: str, one: str, other: str, wind: str, number: str
) -> None:
    words = form.format(p=one, q=other, d=wind, n=number)
    query = parse_expression(words, "fr", gazetteer)
    if query.extent is None:
        assert query.why_not is not None
        for lang in LANGUAGES:
            said = words_of_reason(query.why_not, lang)
            assert query.why_not.code not in said
            assert "{" not in said
        return
    check(query.extent)
    assert query.extent.formula
    assert "{" not in query.extent.formula


@settings(max_examples=50, deadline=None, phases=QUICK)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(LANGUAGES))
def test_any_run_of_words_is_read_without_failing(
    gazetteer: Gazetteer, words: list[str], lang: str
) -> None:
    query = parse_expression(" ".join(words), lang, gazetteer)  # type: ignore[arg-type]
    assert (query.extent is None) != (query.why_not is None)
    if query.extent is not None:
        check(query.extent)


@settings(max_examples=60, deadline=None, phases=QUICK)
@given(st.text(max_size=120))
def test_any_text_is_read_without_failing(gazetteer: Gazetteer, text: str) -> None:
    query = parse_expression(text, "fr", gazetteer)
    if query.extent is not None:
        check(query.extent)


@settings(max_examples=60, deadline=None, phases=QUICK)
@given(
    wind=st.sampled_from(["nord", "est", "sud", "ouest", "nord-est", "sud-est", "nord-ouest"]),
    km=st.integers(2, 900),
    town=st.sampled_from(["Kiev", "Suva", "Nairobi", "Reykjavik", "Apia", "Ushuaia"]),
)
def test_an_offset_is_the_told_distance_away_in_the_told_direction(
    gazetteer: Gazetteer, wind: str, km: int, town: str
) -> None:
    query = parse_expression(f"à {km} km au {wind} de {town}", "fr", gazetteer)
    assert query.extent is not None
    anchor = query.anchors[0]
    spot = (anchor.lon, anchor.lat, query.extent.lon, query.extent.lat)
    assert distance_m(*spot) == pytest.approx(km * 1000.0, rel=1e-3)
    asked = BEARINGS[cues("fr").directions[wind.replace("-", " - ")]]
    assert abs((bearing_deg(*spot) - asked + 180.0) % 360.0 - 180.0) < 0.1
    assert query.extent.geometry is not None
    inside = any(
        query.extent.geometry.buffer(1e-9).covers(
            shapely.Point(query.extent.lon + turn, query.extent.lat)
        )
        for turn in (-360.0, 0.0, 360.0)
    )
    assert inside


def test_every_relation_is_said_in_every_language() -> None:
    known = set(relations()) - {"in", "over", "source"}
    for lang in LANGUAGES:
        assert {cue.relation for cue in cues(lang).cues} >= known, lang


def test_a_long_text_full_of_expressions_takes_linear_time(read: Read) -> None:
    sentence = (
        "Des tirs ont éclaté à 30 km au nord de Kiev, près de la frontière avec la Pologne, ici. "
    )
    times = []
    for count in (40, 160):
        began = time.perf_counter()
        read(sentence * count)
        times.append(time.perf_counter() - began)
    assert times[1] < 9 * times[0] + 0.5
