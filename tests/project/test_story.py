"""A newsroom's week: forty texts, three corrections, new and edited texts, and nothing is lost."""

from __future__ import annotations

import json
import re

import pytest

TOWNS = [
    "Lyon",
    "Marseille",
    "Toulouse",
    "Nice",
    "Nantes",
    "Strasbourg",
    "Montpellier",
    "Bordeaux",
    "Lille",
    "Rennes",
    "Reims",
    "Toulon",
    "Grenoble",
    "Dijon",
    "Angers",
    "Nîmes",
    "Clermont-Ferrand",
    "Brest",
    "Tours",
    "Amiens",
    "Limoges",
    "Annecy",
    "Perpignan",
    "Metz",
    "Besançon",
    "Orléans",
    "Rouen",
    "Mulhouse",
    "Caen",
    "Nancy",
    "Avignon",
    "Poitiers",
    "Pau",
    "Calais",
    "Colmar",
    "Bourges",
    "Quimper",
    "Valence",
    "Troyes",
    "Chambéry",
]


def text_of(town, number):
    day = 1 + number % 27
    return (
        f"date 2024-05-{day:02d} Un incendie s'est déclaré dans un entrepôt à {town}, dans la nuit. "
        f"Les pompiers ont maîtrisé le feu. Au moins {2 + number} personnes ont été blessées."
    )


def write_all(folder):
    folder.mkdir()
    for number, town in enumerate(TOWNS):
        (folder / f"{number:02d}-{town.lower()}.txt").write_text(text_of(town, number), "utf-8")


def features(path):
    return {f["properties"]["document"]["id"]: f for f in json.loads(path.read_bytes())["features"]}


def counts(err):
    found = re.search(r"(\d+) documents \((\d+) read, (\d+) unchanged\)", err)
    return tuple(int(n) for n in found.groups())


@pytest.mark.slow
def test_forty_texts_are_rendered_corrected_edited_and_rendered_again(desk, geomap):
    assert len(TOWNS) == 40
    write_all(desk / "textes")
    first = geomap("render", "textes")
    assert first.status == 0, first.err
    assert counts(first.err) == (40, 40, 0)
    before = features(desk / "maps" / "textes.geojson")
    assert len(before) >= 38, "nearly every fire has its town"
    assert (desk / "maps" / "textes.html").stat().st_size > 50_000

    again = geomap("render", "textes")
    assert counts(again.err) == (40, 0, 40)
    assert "since last time: nothing changed" in again.err
    assert features(desk / "maps" / "textes.geojson") == before

    # Three corrections: a move, a rejection, a new type.
    moved, rejected, retyped = (
        before[i]["properties"] for i in ("00-lyon", "01-marseille", "04-nantes")
    )
    (desk / "corrections.toml").write_text(
        "\n".join(
            f'[[correction]]\ndo = "{do}"\ndocument = "{p["document"]["id"]}"\n'
            f"quote = {json.dumps(p['quotes'][0]['exact'], ensure_ascii=False)}\n{more}"
            f'author = "A. Martin"\ndate = "2024-06-01"\nreason = "vérifié"\n'
            for do, p, more in (
                ("move", moved, "to = [4.9, 45.7]\n"),
                ("reject", rejected, ""),
                ("retype", retyped, 'to = "explosion"\n'),
            )
        ),
        "utf-8",
    )
    corrected = geomap("render", "textes", "--corrections", "corrections.toml")
    assert counts(corrected.err) == (40, 0, 40), "corrections need no new reading"
    assert "3 corrections applied" in corrected.err
    after = features(desk / "maps" / "textes.geojson")
    assert after["00-lyon"]["geometry"]["coordinates"] == [4.9, 45.7]
    assert "01-marseille" not in after
    assert after["04-nantes"]["properties"]["type"] == "explosion"
    assert after["04-nantes"]["properties"]["corrected_by"] == [
        "retype (A. Martin, 2024-06-01): vérifié"
    ]

    # The next day: a new text, an edited one (round the corrected sentence), one that is gone.
    (desk / "textes" / "99-royan.txt").write_text(text_of("Royan", 40), "utf-8")
    edited = desk / "textes" / "00-lyon.txt"
    edited.write_text(
        edited.read_text("utf-8") + " Une enquête est ouverte et la route est fermée.", "utf-8"
    )
    (desk / "textes" / "39-chambéry.txt").unlink()
    next_day = geomap("render", "textes", "--corrections", "corrections.toml")
    assert counts(next_day.err) == (40, 2, 38), "only the new and the edited text are read"
    assert "3 corrections applied" in next_day.err
    now = features(desk / "maps" / "textes.geojson")
    assert now["00-lyon"]["geometry"]["coordinates"] == [4.9, 45.7]
    assert "01-marseille" not in now
    assert now["04-nantes"]["properties"]["type"] == "explosion"
    assert "99-royan" in now
    assert "39-chambéry" not in now
    assert re.search(r"since last time: \d+ new, \d+ changed, \d+ gone", next_day.err)
    assert "+ 99-royan" in next_day.err
    assert "- 39-chambéry" in next_day.err

    # The corrected sentence itself disappears: the correction is told, kept, and applied to nothing.
    edited.write_text("date 2024-05-01 La fête a réuni deux mille personnes sur la place.", "utf-8")
    later = geomap("render", "textes", "--corrections", "corrections.toml")
    assert later.status == 0
    assert "correction 1 (move" in later.err
    assert "kept, not applied" in later.err
    assert "2 corrections applied" in later.err
