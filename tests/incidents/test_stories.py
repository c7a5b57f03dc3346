"""What a story carries: the same event told twice, dates and places handed down, what is kept apart."""

from __future__ import annotations

from tests.incidents.marked import read, site_of

IZMAIL = "[Izmaïl|PPL|28.84 45.35]"
ODESSA = "[Odessa|PPLA|30.73 46.48]"


def test_an_attack_told_twice_is_one_incident_with_both_quotes() -> None:
    found = read(
        f"Une attaque ukrainienne a provoqué un incendie à {IZMAIL}. "
        f"L'attaque, menée au missile contre {IZMAIL}, a fait trois blessés, selon le maire."
    )
    assert [i.type for i in found.incidents] == ["missile_strike"]
    incident = found.incidents[0]
    assert len(incident.quotes) == 2
    assert [c.cls for c in incident.consequences] == ["fire"]
    assert [(t.kind, t.low) for t in incident.casualties] == [("injured", 3)]


def test_two_towns_are_two_incidents() -> None:
    found = read(
        f"Des drones ont frappé {IZMAIL} mardi. Des missiles ont touché {ODESSA} mercredi."
    )
    assert [(i.type, site_of(found, i), i.when.edtf) for i in found.incidents] == [
        ("drone_strike", "Izmaïl", "2024-03-12"),
        ("missile_strike", "Odessa", "2024-03-13"),
    ]


def test_an_earlier_event_keeps_its_own_date_and_is_background() -> None:
    found = read(
        f"Un séisme a secoué {IZMAIL} mardi. En 2004, un séisme avait tué dix personnes à {ODESSA}."
    )
    assert [(i.when.edtf, i.recency) for i in found.incidents] == [
        ("2024-03-12", "current"),
        ("2004", "background"),
    ]
    assert [t.low for t in found.incidents[1].casualties] == [10]
    assert found.incidents[0].casualties == ()


def test_a_toll_belongs_to_the_event_beside_either_of_its_ends() -> None:
    found = read(
        f"L'armée a lancé une vaste offensive au sol près d'{ODESSA}, où au moins 50 habitants, "
        "dont dix enfants, ont été tués dans des bombardements."
    )
    tolls = {i.type: [(t.kind, t.low) for t in i.casualties] for i in found.incidents}
    assert tolls["strike_unspecified"] == [("killed", 50), ("killed", 10)]
    assert not any(counts for type_, counts in tolls.items() if type_ != "strike_unspecified")


def test_an_event_without_a_date_is_of_the_day_that_heads_its_entry() -> None:
    found = read(
        f"13h45 - Un drone a frappé {ODESSA}\n\n12h10 - Une explosion a secoué {IZMAIL}\n\n"
        "Mardi 12 mars\n\nDes obus sont tombés sur [Kherson|PPL|32.6 46.6]."
    )
    assert [(i.when.edtf, i.when.precision) for i in found.incidents] == [
        ("2024-03-13", "day"), ("2024-03-13", "day"), ("2024-03-12", "day"),
    ]  # fmt: skip
    assert {i.when.basis for i in found.incidents} == {"document_date"}


def test_what_is_counted_from_an_event_does_not_date_that_event() -> None:
    found = read(
        "Deux jours après l'explosion de l'entrepôt, qui a fait dix morts le 9 mars, des habitants "
        f"ont manifesté mercredi à {ODESSA}."
    )
    explosion = next(i for i in found.incidents if i.type == "explosion")
    assert explosion.when.edtf == "2024-03-09"


def test_those_evacuated_stand_with_the_disaster_they_left() -> None:
    found = read(
        f"Un feu de forêt ravage depuis lundi les environs d'{ODESSA}. Un millier d'habitants ont "
        "été évacués."
    )
    fire = next(i for i in found.incidents if i.type == "wildfire")
    assert [(t.kind, t.low) for t in fire.casualties] == [("evacuated", 1000)]


def test_a_toll_of_another_day_is_not_given_to_today() -> None:
    found = read(
        f"La circulation a été interrompue mercredi à {IZMAIL}. Un drame semblable avait fait "
        "sept blessés le 5 janvier, selon la radio."
    )
    today = next(i for i in found.incidents if i.type == "aid_or_outage")
    assert today.casualties == ()


def test_parts_that_do_not_fit_their_whole_are_said() -> None:
    found = read(f"Une frappe a fait cinq morts à {IZMAIL} : quatre à Lviv, trois à Rivne.")
    assert any("make 7" in warning for warning in found.warnings)


def test_an_office_or_a_government_is_never_the_site() -> None:
    found = read(
        "Le gouverneur d'[Odessa|ADM1] a annoncé que [Moscou|PPLC] avait lancé une attaque de drones."
    )
    assert [i.type for i in found.incidents] == ["drone_strike"]
    assert found.incidents[0].where is None
    assert not found.incidents[0].on_map
    assert {m.role for m in found.mentions} == {"affiliation", "actor_metonym"}


def test_a_place_whose_only_word_is_where_people_were_taken_is_no_site() -> None:
    found = read(f"Un car s'est renversé. Les blessés ont été transférés à {ODESSA}.")
    assert [m.role for m in found.mentions] == ["destination"]
    assert found.incidents[0].where is None


def test_a_history_clause_does_not_date_the_event() -> None:
    found = read(f"Un drone a touché {IZMAIL}, ville annexée en 1812, selon le maire.")
    assert [(i.type, i.when.edtf) for i in found.incidents] == [("drone_strike", "2024-03-13")]


def test_a_date_beside_a_verb_of_saying_only_bounds_the_event() -> None:
    found = read(f"L'armée a annoncé lundi une offensive terrestre à {IZMAIL}.")
    assert found.incidents[0].when.edtf == "../2024-03-11"
    assert found.incidents[0].when.precision == "before_publication"


def test_a_series_is_one_aggregate_and_has_no_day() -> None:
    found = read(f"Les attaques de drones se multiplient contre {IZMAIL}.")
    assert [(i.aggregate, i.realis, i.when.precision) for i in found.incidents] == [
        (True, "iterative", "open_interval")
    ]


def test_what_a_quake_brings_down_is_told_with_the_quake() -> None:
    found = read(
        f"Un séisme a frappé {IZMAIL} mardi. Deux immeubles se sont effondrés. "
        "Les secouristes ont dégagé des décombres une fillette."
    )
    assert [i.type for i in found.incidents] == ["earthquake"]


def test_an_unknown_place_stays_unlocated_and_says_so() -> None:
    found = read("Un incendie a ravagé un entrepôt de Trifouilly mardi.")
    incident = found.incidents[0]
    assert incident.where is None
    assert incident.why_not is not None
    assert incident.why_not.code == "why_no_site"


def test_postponed_talks_are_listed_as_cancelled_and_not_drawn() -> None:
    found = read(
        "Les pourparlers entre les deux délégations prévus à [Genève|PPL] ont été reportés."
    )
    assert [(i.status, i.on_map) for i in found.incidents] == [("cancelled", False)]


def test_both_sides_of_a_denied_strike_are_kept() -> None:
    found = read(
        f"L'armée ukrainienne a affirmé avoir frappé un dépôt de munitions à {IZMAIL}. "
        "[Moscou|PPLC] a démenti cette attaque."
    )
    assert {c.stance for i in found.incidents for c in i.claims} >= {"asserts", "denies"}
    assert found.incidents[0].confidence == "F4"


def test_every_field_has_words_of_the_text() -> None:
    found = read(
        'Des drones russes ont visé le port d\'[Izmaïl|PPL] cette nuit. "Six civils" ont été '
        "blessés, rapporte le gouverneur, Oleh Test, sur Telegram."
    )
    text = found.document.text
    for incident in found.incidents:
        for quote in incident.quotes:
            assert text[quote.start : quote.end] == quote.exact
        for item in (*incident.means, *incident.targets, *incident.casualties, *incident.actors):
            assert item.span is not None
            assert item.span.of(text)
    assert [i.cls for i in found.incidents[0].means] == ["uav"]
    assert found.incidents[0].where is not None
    assert found.incidents[0].where.facility == "port"


def test_ids_are_stable_and_unlike() -> None:
    text = f"Des drones ont frappé {IZMAIL} et des missiles ont touché {ODESSA}."
    once, again = read(text), read(text)
    assert once.incidents == again.incidents
    ids = [i.id for i in once.incidents]
    assert len(set(ids)) == len(ids) == 2


def test_a_strike_where_a_series_goes_on_is_its_member() -> None:
    found = read(
        f"Un drone a frappé {IZMAIL} mardi. Les attaques de drones se multiplient contre {IZMAIL}."
    )
    single, series = found.incidents
    assert (single.part_of, series.members) == (series.id, (single.id,))
    apart = read(
        f"Un drone a frappé {ODESSA} mardi. Les attaques de drones se multiplient contre {IZMAIL}."
    )
    assert [i.part_of for i in apart.incidents] == [None, None]


def test_praise_and_blame_belong_to_what_was_told() -> None:
    found = read(
        f"Un drone a frappé {IZMAIL} mardi. Le président, Jean Test, a condamné une agression."
    )
    assert [i.type for i in found.incidents] == ["drone_strike"]
    assert "Jean Test" in {c.source for c in found.incidents[0].claims}
    found = read(
        f"Les attaques russes se multiplient contre {IZMAIL}. Le président, Jean Test, a condamné une "
        "agression."
    )
    series, statement = found.incidents
    assert (series.aggregate, statement.type) == (True, "pledge_or_statement")
    assert statement.about == series.id


def test_what_an_attack_leads_to_is_told_with_it() -> None:
    found = read(f"Le village d'{IZMAIL} a été privé d'électricité par une frappe de drone.")
    assert [i.type for i in found.incidents] == ["drone_strike"]
    assert [c.cls for c in found.incidents[0].consequences] == ["aid_or_outage"]


def test_a_fear_that_governs_a_clause_draws_nothing() -> None:
    found = read("Analysts fear that a blockade of [Taiwan|PCLI] would trigger a crisis.", "en")
    assert [i for i in found.incidents if i.on_map] == []


def test_a_meeting_told_in_the_present_is_still_to_come() -> None:
    found = read(f"Les ministres se retrouvent lundi à {ODESSA} pour un sommet.")
    assert [(i.status, i.when.edtf) for i in found.incidents] == [("planned", "2024-03-18")]


def test_a_title_names_an_attack_loosely_and_the_body_tells_it() -> None:
    found = read(
        f"Trois morts dans un attentat à {ODESSA}\n\n"
        f"Des hommes armés ont ouvert le feu mardi sur des soldats à {ODESSA}."
    )
    assert [(i.when.edtf, len(i.quotes)) for i in found.incidents] == [("2024-03-12", 2)]
    assert [t.low for t in found.incidents[0].casualties] == [3]


def test_what_was_going_on_without_day_or_place_is_no_incident() -> None:
    found = read(
        f"Une explosion s'est produite mardi à {IZMAIL}. Des hommes armés ouvraient le feu parfois."
    )
    assert [i.type for i in found.incidents] == ["explosion"]


def test_gear_against_riots_is_no_riot() -> None:
    found = read(f"Des policiers anti-émeute étaient visibles mardi à {ODESSA}.")
    assert found.incidents == ()


def test_those_who_attacked_are_of_the_attack_told() -> None:
    found = read(
        "Une attaque a fait vingt morts parmi les civils dimanche. "
        f"Des centaines d'assaillants ont attaqué un poste de police à {ODESSA}."
    )
    assert [site_of(found, i) for i in found.incidents] == ["Odessa"]


def test_what_is_told_beside_is_another_event() -> None:
    found = read(
        f"Outre l'attaque du marché à {IZMAIL}, des hommes armés ont tué dix personnes à {ODESSA} mardi."
    )
    assert [site_of(found, i) for i in found.incidents][-1] == "Odessa"


def test_a_truce_whose_end_is_a_date_is_no_incident() -> None:
    found = read(
        f"{ODESSA} a été bombardée mardi, pour la première fois depuis la fin de la trêve."
    )
    assert "agreement" not in [i.type for i in found.incidents]


def test_people_of_any_trade_are_abducted() -> None:
    found = read(f"Deux missionnaires ont été enlevés mardi à {ODESSA} par un gang.")
    assert [(i.type, site_of(found, i)) for i in found.incidents] == [
        ("attack_on_civilians", "Odessa")
    ]


def test_the_one_place_a_story_names_around_an_event_is_its_place() -> None:
    found = read(
        "Le chef de la diplomatie iranienne a rencontré mardi le président turc. "
        f"Il a déclaré qu'il se trouvait à {ODESSA} pour préparer un sommet."
    )
    told = [(i.type, site_of(found, i), i.where.relation) for i in found.incidents if i.where]
    assert told == [("diplomatic_meeting", "Odessa", "inherited")]


def test_of_two_places_around_an_event_none_is_taken() -> None:
    found = read(
        "Le chef de la diplomatie iranienne a rencontré mardi le président turc. "
        f"Il a déclaré qu'il était passé par le port à {ODESSA} puis par le marché à {IZMAIL}."
    )
    assert [i.where for i in found.incidents if i.type == "diplomatic_meeting"] == [None]


def test_a_town_told_after_what_is_near_it_is_the_place() -> None:
    found = read(
        "Une fusillade a fait un mort mardi près de [Paris|PPLC|2.35 48.86]. "
        "La fusillade s'est produite à [Sevran|PPL|2.53 48.94]."
    )
    assert [site_of(found, i) for i in found.incidents] == ["Sevran"]


def test_who_attacked_is_told_in_the_next_sentence() -> None:
    found = read(
        f"{ODESSA} est le théâtre d'attaques meurtrières depuis mardi. "
        "Des hommes lourdement armés vont de maison en maison."
    )
    assert [(i.type, site_of(found, i)) for i in found.incidents] == [
        ("attack_on_civilians", "Odessa")
    ]
