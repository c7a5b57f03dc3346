"""Who acts, who suffers, who takes part: by grammar and nouns of people."""

from __future__ import annotations

import pytest

from tests.incidents.marked import read


@pytest.mark.parametrize(
    ("lang", "text", "actors"),
    [
        # a genitive, "contre", a passive, a participle, who is counted
        ("fr", "Trois soldats ont été tués mardi à [Izmaïl|PPL] dans une attaque de miliciens.", ["perpetrator miliciens", "victim soldats"]),
        ("fr", "Des hommes armés ont attaqué mardi des gendarmes à [Izmaïl|PPL].", ["perpetrator hommes armés", "victim gendarmes"]),
        ("fr", "Une attaque contre des policiers a été menée mardi à [Izmaïl|PPL] par des rebelles.", ["victim policiers", "perpetrator rebelles"]),
        ("fr", "Quatre civils enlevés mardi à [Izmaïl|PPL] par un groupe armé.", ["victim civils", "perpetrator groupe armé"]),
        ("fr", "L'armée a mené mardi des frappes sur [Izmaïl|PPL].", ["perpetrator armée"]),
        ("fr", "L'enlèvement d'un journaliste à [Izmaïl|PPL] mardi inquiète.", ["victim journaliste"]),
        # doubt
        ("fr", "Une attaque de jihadistes présumés a fait dix morts mardi à [Izmaïl|PPL].", ["suspected jihadistes"]),
        ("fr", "Une attaque imputée à des rebelles a fait dix morts mardi à [Izmaïl|PPL].", ["suspected rebelles"]),
        ("fr", "L'armée a accusé jeudi les rebelles d'avoir tué onze civils mardi à [Izmaïl|PPL].", ["suspected rebelles", "victim civils"]),
        ("fr", "Un massacre de civils, imputé aux rebelles, a endeuillé mardi [Izmaïl|PPL].", ["suspected rebelles", "victim civils"]),
        ("fr", "Des combats ont opposé mardi à [Izmaïl|PPL] des soldats à des miliciens.", ["participant soldats", "participant miliciens"]),
        ("fr", "Les combats se sont intensifiés mardi à [Izmaïl|PPL] entre, d'un côté, l'armée et, de l'autre, les rebelles.", ["participant armée", "participant rebelles"]),
        ("fr", "Un déplacement forcé a suivi mardi l'attaque de rebelles à [Izmaïl|PPL].", ["perpetrator rebelles"]),
        # who says it did it; who only says it
        ("fr", "L'armée a annoncé avoir bombardé [Izmaïl|PPL] mardi.", ["perpetrator armée"]),
        ("fr", "Un drone a frappé [Izmaïl|PPL] mardi, a indiqué l'armée.", []),
        ("fr", "L'attaque a tué dix civils mardi à [Izmaïl|PPL], selon le ministère de la Santé.", ["victim civils"]),
        ("fr", "La frappe que l'armée a annoncé avoir menée mardi à [Izmaïl|PPL] a tué dix civils.", ["perpetrator armée", "victim civils"]),
        ("fr", "L'attaque, non confirmée par l'armée, a fait mardi dix morts à [Izmaïl|PPL].", []),
        ("fr", "Des agriculteurs ont manifesté mardi à [Izmaïl|PPL] à l'appel des Jeunes Agriculteurs.", ["participant agriculteurs", "organiser Jeunes Agriculteurs"]),
        # an adjective is nobody
        ("fr", "Un drone a détruit un véhicule militaire mardi à [Izmaïl|PPL].", []),
        # arrests, crowds, meetings, those who flee
        ("fr", "Deux suspects ont été interpellés mardi à [Izmaïl|PPL] par la police.", ["suspected suspects", "actor police"]),
        ("fr", "Des agriculteurs ont manifesté mardi à [Izmaïl|PPL] à l'appel de la CGT.", ["participant agriculteurs", "organiser CGT"]),
        ("fr", "Le président Jean Test a rencontré mardi à [Izmaïl|PPL] le ministre Paul Essai.", ["participant Jean Test", "participant Paul Essai"]),
        ("fr", "Les habitants ont fui mardi le village d'[Izmaïl|PPL].", ["victim habitants"]),
        ("en", "Three soldiers were killed on Tuesday in [Izmail|PPL] in an attack by militants.", ["perpetrator militants", "victim soldiers"]),
        ("en", "Gunmen attacked police officers in [Izmail|PPL] on Tuesday.", ["perpetrator Gunmen", "victim police officers"]),
        ("en", "A rebel attack on [Izmail|PPL] killed ten civilians on Tuesday.", ["perpetrator rebel", "victim civilians"]),
        ("en", "Police arrested two suspects in [Izmail|PPL] on Tuesday.", ["actor Police", "suspected suspects"]),
        ("en", "President Jane Test met Prime Minister Paul Essay in [Izmail|PPL] on Tuesday.", ["participant Jane Test", "participant Paul Essay"]),
        ("en", "A drone hit [Izmail|PPL] on Tuesday, the army said.", []),
        # what is said of others; whoever is set off, only called so or part of those counted
        ("en", "Police said a group of gunmen launched an attack on [Izmail|PPL] on Tuesday.", ["perpetrator gunmen"]),
        ("en", "Gunmen, suspected to be herdsmen, attacked [Izmail|PPL] on Tuesday.", ["perpetrator Gunmen"]),
        ("en", "A suicide bomber killed at least ten civilians in [Izmail|PPL] on Tuesday.", ["perpetrator suicide bomber", "victim civilians"]),
        ("en", "A bombing killed ten people on Tuesday at a checkpoint in [Izmail|PPL] manned by soldiers.", []),
        ("en", "A fighter jet struck [Izmail|PPL] on Tuesday, killing ten civilians, including women.", ["victim civilians"]),
        ("en", "The army accused the rebel coalition of launching an attack on [Izmail|PPL] on Tuesday.", ["suspected rebel coalition"]),
    ],
)  # fmt: skip
def test_a_sentence_gives_its_actors(lang: str, text: str, actors: list[str]) -> None:
    found = read(text, lang).incidents
    assert found, "no incident"
    told = [f"{actor.role} {actor.name}" for actor in found[0].actors]
    assert sorted(told) == sorted(actors)
