"""French communes beyond the towns of GeoNames."""

from __future__ import annotations

from pathlib import Path

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.layout import NEEDS_CONTEXT
from geomap.gazetteer.names import name_key
from geomap.gazetteer.sources.communes import FILE, communes

FOLDER = Path(__file__).parents[2] / "gazetteer"


def test_every_row_is_a_commune_of_france_with_a_radius() -> None:
    found = list(communes(FOLDER))
    assert len(found) > 20_000
    assert len({record.id for record in found}) == len(found)
    for record in found:
        assert record.lon is not None
        assert record.lat is not None
        assert 41.3 < record.lat < 51.2
        assert -5.3 < record.lon < 9.6
        assert 3_000 <= (record.radius_m or 0) <= 30_000


def test_small_names_of_one_word_ask_for_context(tmp_path: Path) -> None:
    header = (FOLDER / FILE).read_text(encoding="utf-8").split("\n")[3]
    rows = ["1\tBar\t84\t01\t5\t46\t9000\t120", "2\tBar-le-Bas\t84\t01\t5\t46\t9000\t120"]
    (tmp_path / FILE).write_text("\n".join(["# x", header, *rows, ""]), encoding="utf-8")
    small, compound = communes(tmp_path)
    assert small.names[0].flags == NEEDS_CONTEXT
    assert compound.names[0].flags == 0
    assert list(communes(tmp_path / "none")) == []


def test_a_commune_is_no_second_town_beside_the_one_geonames_knows(world: Gazetteer) -> None:
    for name in ("Lyon", "Ambérieu-en-Bugey", "Carcassonne", "Saint-Martin-Vésubie"):
        match = world.lookup(name)[0]
        twins = [
            place
            for place in world.near(match.place.lon, match.place.lat, 12_000, ["P"])
            if name_key(place.name) == name_key(match.place.name)
        ]
        assert [place.id for place in twins] == [match.place.id]


def test_communes_that_the_town_data_lacks_are_found(world: Gazetteer) -> None:
    for name in ("Bourgoin-Jallieu", "Clermont-l'Hérault", "Neyron", "La Tour-d'Aigues"):
        place = world.lookup(name, lang="fr")[0].place
        assert (place.country, place.feature_class) == ("FR", "P"), name
        assert place.source == "insee"
        assert place.admin1 is not None
