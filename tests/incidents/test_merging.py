"""One incident in several documents and languages: linked with a trace, vetoed with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geomap.config import MapOptions
from geomap.export.cells import count_by_cell
from geomap.incidents import merge
from geomap.incidents.merging.copies import independent_sources, sketch_of
from geomap.incidents.merging.score import name_key
from geomap.model.findings import Findings
from geomap.model.incident import MOST_TELLINGS_NAMED
from geomap.model.text import Document
from geomap.render.rows import findings_to_columns
from tests.incidents.marked import read

IZMAIL_FR = "[Izmaïl|PPL|28.84 45.35]"
IZMAIL_EN = "[Izmail|PPL|28.84 45.35]"


def _same_place(found: Findings, place_id: str) -> Findings:
    """The two languages' names resolve to one record, as a gazetteer would have it."""
    incidents = tuple(
        replace(i, where=replace(i.where, place_id=place_id)) if i.where else i
        for i in found.incidents
    )
    return replace(found, incidents=incidents)


def _groups(findings: list[Findings]) -> list[set[str]]:
    return [
        {f"{document}" for document, _ in incident.same_as}
        for found in merge(findings)
        for incident in found.incidents
    ]


def test_a_french_and_an_english_telling_become_one() -> None:
    french = _same_place(
        read(f"Des drones russes ont frappé le port d'{IZMAIL_FR} mardi : six blessés.", id="fr"),
        "gn:1",
    )
    english = _same_place(
        read(
            f"Drones hit the port of {IZMAIL_EN} on Tuesday, injuring six people, "
            "the mayor, Jane Test, said.",
            "en",
            id="en",
        ),
        "gn:1",
    )
    one, other = merge([french, english])
    assert [d for d, _ in one.incidents[0].same_as] == ["en"]
    assert [d for d, _ in other.incidents[0].same_as] == ["fr"]
    trace = " ".join((*one.incidents[0].merge_trace, *other.incidents[0].merge_trace))
    assert "same place" in trace
    assert "independent sources: 2" in trace
    assert one.incidents[0].quotes != other.incidents[0].quotes
    assert one.incidents[0].confidence == "F2"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Un drone a frappé {IZMAIL_FR} lundi.", f"Un drone a frappé {IZMAIL_FR} mercredi."),
        (f"Un drone a frappé {IZMAIL_FR} mardi.", "Un drone a frappé [Odessa|PPL|30.73 46.48] mardi."),
        (f"Un drone a frappé {IZMAIL_FR} mardi.", f"Les attaques de drones se multiplient à {IZMAIL_FR}."),
        (f"Un drone a frappé {IZMAIL_FR} mardi.", f"Une inondation a touché {IZMAIL_FR} mardi."),
        (f"Aucun drone n'a frappé {IZMAIL_FR} mardi.", f"Un drone a frappé {IZMAIL_FR} mardi."),
    ],
)  # fmt: skip
def test_different_days_towns_series_or_types_are_never_one(first: str, second: str) -> None:
    findings = [read(first, id="a"), read(second, id="b")]
    assert all(not group for group in _groups(findings))


def test_tolls_of_two_sources_are_kept_and_never_added() -> None:
    findings = [
        read(f"Un missile a touché {IZMAIL_FR} mardi : quatre morts, selon le maire.", id="a"),
        read(f"Un missile a touché {IZMAIL_FR} mardi : sept morts, selon la police.", id="b"),
    ]
    merged = merge(findings)
    assert [[d for d, _ in m.incidents[0].same_as] for m in merged] == [["b"], ["a"]]
    assert [m.incidents[0].casualties[0].low for m in merged] == [4, 7]


def test_four_copies_of_an_agency_text_are_one_source() -> None:
    text = (
        f"Un incendie a ravagé un entrepôt de {IZMAIL_FR} mardi soir. Les pompiers ont mis six heures "
        "à éteindre les flammes, qui ont détruit trois mille tonnes de céréales selon la direction."
    )
    copies = [read(text + f" Édition {n}.", id=f"d{n}") for n in range(4)]
    merged = merge(copies)
    assert len(merged[0].incidents[0].same_as) == 3
    assert "independent sources: 1" in merged[3].incidents[0].merge_trace
    assert merged[0].incidents[0].confidence == copies[0].incidents[0].confidence


def test_other_words_are_another_source() -> None:
    def document(text: str) -> Document:
        return Document("d", text, str(hash(text)))

    one = document("Le feu a pris dans un entrepôt du port et la fumée se voyait de loin hier soir")
    other = document("Une usine de la ville brûle depuis ce matin et ses ouvriers sont saufs")
    assert independent_sources([sketch_of(d) for d in [one, other]]) == 2
    assert independent_sources([sketch_of(d) for d in [one, one]]) == 1


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "Volodymyr Zelensky", "Зеленський"])
def test_a_name_is_known_by_its_sound(name: str) -> None:
    assert name_key(name) == name_key("Zelensky")


def test_different_names_stay_different() -> None:
    assert len({name_key(n) for n in ("Poutine", "Zelensky", "Stoltenberg", "Kiper")}) == 4


def test_merging_does_not_depend_on_the_order_of_documents() -> None:
    findings = [
        read(f"Un drone a frappé {IZMAIL_FR} mardi.", id="a"),
        read(f"Des drones ont visé {IZMAIL_FR} mardi, tuant deux personnes.", id="b"),
        read("Un séisme a secoué [Lima|PPLC|-77.03 -12.04] mardi.", id="c"),
    ]
    forwards = {f.document.id: f for f in merge(findings)}
    backwards = {f.document.id: f for f in merge(findings[::-1])}
    for name, found in forwards.items():
        assert [i.same_as for i in found.incidents] == [
            i.same_as for i in backwards[name].incidents
        ]
    assert merge([]) == []


def _told_often(times: int) -> list[Findings]:
    """One incident told in so many texts, each in words of its own."""
    once = read(f"Un drone a frappé {IZMAIL_FR} mardi.", id="d")
    return [
        replace(
            once,
            document=replace(
                once.document,
                id=f"d{number:05d}",
                sha256=f"{number:064x}",
                text=" ".join(f"mot{number * word}" for word in range(1, 40)),
            ),
        )
        for number in range(times)
    ]


def test_an_incident_told_in_thousands_of_texts_names_some_and_stays_one() -> None:
    merged = merge(_told_often(2_000))
    named = [found.incidents[0].same_as for found in merged]
    assert {len(names) for names in named} == {MOST_TELLINGS_NAMED}
    first = min(found.document.id for found in merged)
    for found, names in zip(merged, named, strict=True):
        assert found.document.id == first or first in {document for document, _ in names}
    assert "tellings: 2000" in merged[0].incidents[0].merge_trace
    assert "independent sources: 2000" in merged[0].incidents[0].merge_trace
    for order in (merged, merged[::-1], merged[700:] + merged[:700]):
        columns = findings_to_columns(order, MapOptions())
        assert len(columns) == 1
        assert sum(one.incidents for one in count_by_cell(order, 5).values()) == 1


def test_a_small_group_names_all_its_tellings() -> None:
    merged = merge(_told_often(MOST_TELLINGS_NAMED + 1))
    for found in merged:
        others = {f.document.id for f in merged} - {found.document.id}
        assert {document for document, _ in found.incidents[0].same_as} == others
