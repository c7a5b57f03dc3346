"""Names that no gazetteer holds take the position of what the text says they lie in or beside."""

from __future__ import annotations

import pytest

from geomap.config import Options
from geomap.expressions.measure import distance_m
from geomap.gazetteer import Gazetteer
from geomap.model.place import Mention
from geomap.model.text import Document
from geomap.pipeline import analyse
from tests.expressions.conftest import Read


def named(mentions: list[Mention], text: str) -> Mention:
    return next(m for m in mentions if m.text == text)


@pytest.mark.parametrize(
    ("text", "lang", "name", "anchor", "precision"),
    [
        ("Vingt civils ont été tués dans le village de Gadbolou, dans le département de Téra.", "fr", "Gadbolou", "Téra", "vicinity"),
        ("Une explosion a fait trois morts à Zibanelou, dans l'Anzourou.", "fr", "Zibanelou", "Anzourou", "adm3"),
        ("Douze civils tués dans les villages de Zorfoulo et Kabankalou, dans la région de Tillabéri.", "fr", "Zorfoulo", "Kabankalou", "adm1"),
        ("Un incendie s'est déclaré à Saint-Plouc-des-Bois (Finistère), dans une grange.", "fr", "Saint-Plouc-des-Bois", "Finistère", "adm2"),
        ("Dans la province du Nord-Kivu, le village de Mutahumbalo a été attaqué dimanche.", "fr", "Mutahumbalo", "Nord-Kivu", "adm1"),
        ("En Gironde, à Landrouillas, un homme a été tué mardi.", "fr", "Landrouillas", "Gironde", "adm2"),
        ("Le village de Bourkhanou, près de Kidal, a été bombardé.", "fr", "Bourkhanou", "Kidal", "vicinity"),
        ("Des combats ont éclaté à Ndjimbalalo, à 30 km au nord de Goma.", "fr", "Ndjimbalalo", "Goma", "offset"),
        ("Le village de Dembolou a été attaqué, selon le maire de Bankass, où se trouve Dembolou.", "fr", "Dembolou", "Bankass", "vicinity"),
        ("Un responsable du district de Faskari, dans lequel se trouve le village de Mairuwalou, a parlé.", "fr", "Mairuwalou", "Faskari", "adm2"),
        ("L'attaque a eu lieu à Kounkounlou (nord du Mali).", "fr", "Kounkounlou", "Mali", "region"),
        ("Ten people were killed in Kurfangwa, a village in Borno state.", "en", "Kurfangwa", "Borno", "adm1"),
    ],
)  # fmt: skip
def test_a_name_lies_where_the_words_beside_it_say(
    read: Read, text: str, lang: str, name: str, anchor: str, precision: str
) -> None:
    mentions = read(text, lang)
    mention = named(mentions, name)
    assert mention.place is None
    assert mention.expression is not None
    assert mention.extent is not None
    source = named(mentions, anchor)
    assert mention.expression.anchors == (source.id,)
    assert mention.extent.precision == precision
    assert 0.0 < mention.probability <= source.probability
    start = "absent du répertoire" if lang == "fr" else "not in the gazetteer"
    assert (mention.extent.formula or "").startswith(start)


def test_what_is_said_once_holds_in_all_the_text(read: Read) -> None:
    mentions = read(
        "Vingt civils ont été tués à Gadbolou, dans le département de Téra. "
        "Les assaillants ont brûlé des greniers à Gadbolou avant de fuir."
    )
    first, second = (m for m in mentions if m.text == "Gadbolou")
    assert first.extent == second.extent is not None
    assert second.expression is not None
    assert second.expression.span == second.span


def test_a_village_of_the_story_is_inferred_and_doubted(read: Read) -> None:
    mentions = read(
        "Des hommes armés ont attaqué dimanche des villages du Nord-Kivu. "
        "Dix civils ont été tués à Mutahumbalo."
    )
    mention = named(mentions, "Mutahumbalo")
    assert mention.extent is not None
    assert mention.extent.precision == "inferred"
    assert mention.probability < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Dix civils ont été tués à Mutahumbalo.",
        "Mamadou Kabankalou, maire de Goma, a été tué.",
        "Mutahumbalo et la France ont signé un accord.",
    ],
)
def test_nothing_is_made_up_without_words(read: Read, text: str) -> None:
    assert all(m.place is not None for m in read(text) if m.kind == "name" and m.extent is not None)


def test_villages_of_one_district_stay_two_and_are_drawn(gazetteer: Gazetteer) -> None:
    text = (
        "Une attaque a fait douze morts lundi à Zorfoulo, dans la région de Tillabéri. "
        "Mardi, cinq soldats sont morts dans une embuscade à Kabankalou, dans la région de Tillabéri."
    )
    found = analyse(Document("d", text, "", lang="fr", date="2024-03-14", date_precision="day", date_basis="row"), gazetteer, Options())  # fmt: skip
    drawn = [i for i in found.incidents if i.on_map]
    assert [i.where.name for i in drawn if i.where] == ["Zorfoulo", "Kabankalou"]
    assert {i.where.precision for i in drawn if i.where} == {"adm1"}


def test_a_radius_covers_the_district_it_was_taken_from(read: Read) -> None:
    mentions = read("Vingt civils ont été tués à Gadbolou, dans le département de Téra.")
    extent, source = named(mentions, "Gadbolou").extent, named(mentions, "Téra").extent
    assert extent is not None
    assert source is not None
    assert distance_m(extent.lon, extent.lat, source.lon, source.lat) == 0
    assert (extent.radius_m or 0) >= 30_000
